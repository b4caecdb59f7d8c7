/**
 * A witness (c2sp.org/tlog-witness): cosigns a checkpoint only where it continues the one it cosigned last of that log, and keeps it before its cosignature leaves.
 * Requests for one log are taken one after the other; a lock keeps a second witness out of the folder.
 */
import { join } from 'node:path';
import { DomainError } from '#kernel';
import { WriterLock } from '#event-store/sqlite/writer-lock';
import { type Checkpoint, parseCheckpoint } from '../checkpoint.js';
import { signatureLines, signatureOf, withSignatures } from '../cosignature.js';
import type { LogFiles } from '../files.js';
import { noteText, parseNote, type Signer, verifiedNote } from '../note.js';
import { type AddCheckpoint, parseAddCheckpoint, SIZE_TYPE } from './add-checkpoint.js';
import { type ConflictKind, judgeRequest } from './judge-request.js';
import { type HeldHead, originHash, WitnessFolder, type WitnessedLog } from './witness-folder.js';
import { readWitnessKey } from './witness-key.js';

export interface WitnessOptions {
  readonly dir: string;
  readonly files: LogFiles;
  /** RFC 3339 UTC. */
  readonly now: () => string;
  /** Told once of every head that does not go with the one that was cosigned, with the file that holds both. */
  readonly onConflict?: ((conflict: { readonly kind: ConflictKind; readonly origin: string; readonly held: number; readonly offered: number; readonly file: string }) => void) | undefined;
}
/** An HTTP answer. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly contentType: string;
  readonly body: string;
}

interface Watched {
  readonly log: WitnessedLog;
  held: HeldHead;
  turn: Promise<unknown>;
}

const TEXT = 'text/plain; charset=utf-8';
const WHY: Readonly<Record<400 | 422, string>> = {
  400: 'the old size is larger than the checkpoint\n',
  422: 'the proof does not lead from the checkpoint that was cosigned last to this one\n',
};

export class Witness {
  private constructor(private readonly folder: WitnessFolder, private readonly signer: Signer, private readonly logs: ReadonlyMap<string, Watched>, private readonly lock: WriterLock, private readonly options: WitnessOptions) {}

  /** @throws DomainError `WITNESS_RUNNING` `WITNESS_KEY_MISSING` `WITNESS_KEY_EXPOSED` `LOG_KEY_INVALID` `WITNESS_STATE_MISSING` `WITNESS_STATE_FOREIGN` `WITNESS_STATE_DAMAGED` */
  static async open(options: WitnessOptions): Promise<Witness> {
    const { dir, files, now } = options;
    const signer = await readWitnessKey(dir, files, () => Math.floor(Date.parse(now()) / 1_000));
    const lock = lockWitness(dir);
    try {
      const folder = new WitnessFolder(dir, files);
      const logs = new Map<string, Watched>();
      for (const log of await folder.logs()) logs.set(log.verifier.name, { log, held: await folder.head(log, signer.verifier), turn: Promise.resolve() });
      return new Witness(folder, signer, logs, lock, options);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  get name(): string {
    return this.signer.name;
  }

  /** Logs it takes checkpoints of, and how far it has cosigned each. */
  heads(): readonly { readonly log: WitnessedLog; readonly held: HeldHead }[] {
    return [...this.logs.values()].map(({ log, held }) => ({ log, held }));
  }

  /** The call `add-checkpoint`. */
  async addCheckpoint(body: Uint8Array): Promise<WitnessAnswer> {
    let request: AddCheckpoint;
    let offered: Checkpoint;
    try {
      request = parseAddCheckpoint(body);
      offered = parseCheckpoint(parseNote(request.note).text);
    } catch (error) {
      if (error instanceof DomainError) return { status: 400, contentType: TEXT, body: `${error.message}\n` };
      throw error;
    }
    const watched = this.logs.get(offered.origin);
    if (watched === undefined) return { status: 404, contentType: TEXT, body: 'this witness does not know the log of that origin\n' };
    const turn = watched.turn.then(() => this.rule(watched, request, offered));
    watched.turn = turn.catch(() => undefined);
    return turn;
  }

  /** The cosigned checkpoint of a log by the SHA-256 of its origin (c2sp.org/tlog-witness, "Monitor Retrieval Mechanism"). */
  checkpoint(hash: string): string | undefined {
    return [...this.logs.values()].find(({ log }) => originHash(log.verifier.name) === hash)?.held.note;
  }

  /** After what is under way. */
  async close(): Promise<void> {
    await Promise.all([...this.logs.values()].map(({ turn }) => turn));
    this.lock.release();
  }

  private async rule(watched: Watched, request: AddCheckpoint, offered: Checkpoint): Promise<WitnessAnswer> {
    const { verifier } = watched.log;
    const logSigned = signedBy(request.note, watched.log);
    if (logSigned === undefined) return { status: 403, contentType: TEXT, body: 'the checkpoint is not signed by the key of its log that this witness trusts\n' };
    const { status, conflict } = judgeRequest(request, offered, watched.held);
    if (conflict !== undefined) await this.record(watched, conflict, offered, logSigned);
    if (status === 409) return { status, contentType: SIZE_TYPE, body: `${watched.held.size}\n` };
    if (status !== 200) return { status, contentType: TEXT, body: WHY[status] };
    const { text } = parseNote(logSigned);
    const cosignature = { name: this.signer.name, keyId: this.signer.keyId, signature: this.signer.sign(text) };
    const note = withSignatures(logSigned, [cosignature]);
    await this.folder.keepHead(verifier, note);
    const grown = offered.size > watched.held.size;
    watched.held = { size: offered.size, root: offered.root, note };
    if (grown) await this.folder.settle(verifier, offered);
    return { status, contentType: TEXT, body: signatureLines([cosignature]) };
  }

  private async record({ log, held }: Watched, kind: ConflictKind, { origin, size, root }: Checkpoint, offered: string): Promise<void> {
    const file = await this.folder.keepConflict(log.verifier, { size, root }, { kind, seenAt: this.options.now(), held: held.note as string, offered });
    if (file !== undefined) this.options.onConflict?.({ kind, origin, held: held.size, offered: size, file });
  }
}

/** The note with the log's signature only, where that holds. */
function signedBy(note: string, { verifier }: WitnessedLog): string | undefined {
  try {
    const { text, signatures } = verifiedNote(note, [verifier]);
    const signature = signatureOf(signatures, verifier);
    return signature && noteText({ text, signatures: [signature] });
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** @throws DomainError `WITNESS_RUNNING` */
export function lockWitness(dir: string): WriterLock {
  try {
    return WriterLock.acquire(join(dir, 'witness'));
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'STORE_LOCKED') throw error;
    const pid = typeof error.details['pid'] === 'number' ? ` as process ${error.details['pid']}` : '';
    throw new DomainError('WITNESS_RUNNING', 'unavailable', `The witness in ${dir} is running already${pid}. Two of one key could cosign two pasts: stop that one first.`, {}, { cause: error });
  }
}
