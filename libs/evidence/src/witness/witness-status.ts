/** What a folder of a witness says of itself, also while the witness runs. */
import { parseNote } from '../note.js';
import { cosignedAt, signatureOf } from '../cosignature.js';
import type { LogFiles } from '../files.js';
import type { ConflictKind } from './judge-request.js';
import { WitnessFolder } from './witness-folder.js';
import { readWitnessKey } from './witness-key.js';

export interface WitnessedLogStatus {
  readonly origin: string;
  readonly url: string | null;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** RFC 3339 UTC; null before the first. */
  readonly cosignedAt: string | null;
  /** Heads that do not go with the one that was cosigned; the files hold both, signed. */
  readonly conflicts: readonly { readonly kind: ConflictKind; readonly seenAt: string; readonly file: string }[];
}
export interface WitnessStatus {
  readonly name: string;
  readonly vkey: string;
  readonly logs: readonly WitnessedLogStatus[];
}

/** @throws DomainError `WITNESS_KEY_MISSING` `WITNESS_KEY_EXPOSED` `LOG_KEY_INVALID` `WITNESS_STATE_MISSING` `WITNESS_STATE_FOREIGN` `WITNESS_STATE_DAMAGED` */
export async function witnessStatus(dir: string, files: LogFiles): Promise<WitnessStatus> {
  const { verifier } = await readWitnessKey(dir, files, () => 0);
  const folder = new WitnessFolder(dir, files);
  const logs: WitnessedLogStatus[] = [];
  for (const log of await folder.logs()) {
    const { size, root, note } = await folder.head(log, verifier);
    const signature = note === undefined ? undefined : signatureOf(parseNote(note).signatures, verifier);
    logs.push({
      origin: log.verifier.name, url: log.url ?? null, size, root: root.toString('base64'),
      cosignedAt: signature === undefined ? null : new Date(cosignedAt(signature) * 1_000).toISOString(),
      conflicts: [...(await folder.conflicts(log))].map(([file, { kind, seenAt }]) => ({ kind, seenAt, file })),
    });
  }
  return { name: verifier.name, vkey: verifier.vkey, logs };
}
