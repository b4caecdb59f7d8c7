/**
 * What a witness keeps: its key, and per log a folder `logs/<SHA-256 of the origin>` with `log` (whose checkpoints it takes), `checkpoint` (the head it cosigned
 * last, with its own cosignature) and `conflict-….json` (heads that do not go together, both signed). Files appear whole or not at all and are durable.
 */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { DomainError } from '#kernel';
import { openCheckpoint, type TreeHead } from '../checkpoint.js';
import type { LogFiles } from '../files.js';
import { SIGNATURE_TYPES, type Verifier, verifiedNote, verifierOf } from '../note.js';
import { type ConflictKind, NOTHING_SEEN } from './judge-request.js';

/** What stands in `checkpoint` before anything was cosigned: a file that is gone is told from one that has nothing in it yet. */
const NOTHING = 'nothing cosigned yet\n';
/** Of each log; further ones are not kept, the first ones prove enough. */
export const MAX_CONFLICTS = 100;

export interface WitnessedLog {
  readonly verifier: Verifier;
  /** Prefix of its tiles, where the witness fetches from it by itself. */
  readonly url?: string;
}
export interface HeldHead extends TreeHead {
  /** The cosigned note; undefined before the first. */
  readonly note: string | undefined;
}
export interface Conflict {
  readonly kind: ConflictKind;
  /** RFC 3339 UTC. */
  readonly seenAt: string;
  /** What was cosigned before: signed by the log, and by this witness. */
  readonly held: string;
  /** What came then, signed by the log. */
  readonly offered: string;
}

export const originHash = (origin: string): string => hash('sha256', origin, 'hex');

export class WitnessFolder {
  constructor(readonly dir: string, private readonly files: LogFiles) {}

  /** Takes checkpoints of this log from now on. @throws DomainError `LOG_KEY_INVALID` `WITNESS_LOG_KNOWN` */
  async trust(vkey: string, url: string | undefined): Promise<WitnessedLog> {
    const verifier = verifierOf(vkey);
    if (verifier.type !== SIGNATURE_TYPES.ed25519) throw new DomainError('WITNESS_LOG_KEY', 'invalid', 'That is the key of a witness, not of a log. Take the one that "taizhang log key" prints.');
    const folder = this.folderOf(verifier.name);
    if ((await this.files.read(join(folder, 'log'))) !== undefined) {
      throw new DomainError('WITNESS_LOG_KNOWN', 'conflict', `The witness takes checkpoints of the log ${verifier.name} already. A log keeps its key; where its address has changed, correct the file ${join(folder, 'log')}.`);
    }
    for (const changed of await this.files.makeFolder(folder)) await this.files.syncFolder(changed);
    // The head first: a log without one is refused.
    await this.put(folder, 'checkpoint', NOTHING);
    await this.put(folder, 'log', `log ${verifier.vkey}${url === undefined ? '' : ` ${url}`}\n`);
    return { verifier, ...(url === undefined ? {} : { url }) };
  }

  /** @throws DomainError `WITNESS_STATE_DAMAGED` */
  async logs(): Promise<readonly WitnessedLog[]> {
    const logs: WitnessedLog[] = [];
    for (const name of [...(await this.files.list(join(this.dir, 'logs')))].sort()) {
      const file = join(this.dir, 'logs', name, 'log');
      const line = (await this.files.read(file))?.toString('utf8');
      if (line === undefined) continue;
      const [, vkey = '', url] = /^log (\S+)(?: (\S+))?\n$/.exec(line) ?? [];
      const verifier = vkey === '' ? undefined : verifierOf(vkey);
      if (verifier === undefined || originHash(verifier.name) !== name) throw damaged(`${file} does not name the log of its folder`);
      logs.push({ verifier, ...(url === undefined ? {} : { url }) });
    }
    return logs;
  }

  /**
   * The head that was cosigned last, by this witness.
   * @throws DomainError `WITNESS_STATE_MISSING` `WITNESS_STATE_FOREIGN`
   */
  async head({ verifier }: WitnessedLog, witness: Verifier): Promise<HeldHead> {
    const file = join(this.folderOf(verifier.name), 'checkpoint');
    const note = (await this.files.read(file))?.toString('utf8');
    if (note === undefined) throw new DomainError('WITNESS_STATE_MISSING', 'unavailable', `What the witness cosigned last of the log ${verifier.name} is gone (${file}). Without it it could cosign a second past, so it does not start. Restore the folder from a backup that is not older; else begin a new witness under a new key.`);
    if (note === NOTHING) return { ...NOTHING_SEEN, note: undefined };
    try {
      const { size, root } = openCheckpoint(note, verifier);
      verifiedNote(note, [witness]);
      return { size, root, note };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new DomainError('WITNESS_STATE_FOREIGN', 'unavailable', `What is kept of the log ${verifier.name} was not cosigned by this witness, ${witness.name}: it is another's, was changed, or the key was replaced (${file}: ${error.code}). It does not start. Put the key and the folder back that belong together; a new key needs a new folder.`, {}, { cause: error });
    }
  }

  async keepHead(log: Verifier, note: string): Promise<void> {
    await this.put(this.folderOf(log.name), 'checkpoint', note);
  }

  /** @returns the file, where it is new */
  async keepConflict(log: Verifier, { size, root }: TreeHead, conflict: Conflict): Promise<string | undefined> {
    const folder = this.folderOf(log.name);
    const name = conflictName(conflict.kind, { size, root });
    const known = await this.conflictNames(folder);
    if (known.includes(name) || known.length >= MAX_CONFLICTS) return undefined;
    await this.put(folder, name, `${JSON.stringify(conflict, null, 2)}\n`);
    return join(folder, name);
  }

  /**
   * The log has shown that it goes on from what was held: a smaller head in between was no rewinding, and this larger one was no other past.
   * Two heads of one size remain what they are.
   */
  async settle(log: Verifier, head: TreeHead): Promise<void> {
    const folder = this.folderOf(log.name);
    for (const name of await this.conflictNames(folder)) {
      if (name.startsWith('conflict-rewound-') || name === conflictName('unproven', head)) await this.files.removeFolder(join(folder, name));
    }
  }

  /** By file. @throws DomainError `WITNESS_STATE_DAMAGED` */
  async conflicts({ verifier }: WitnessedLog): Promise<ReadonlyMap<string, Conflict>> {
    const folder = this.folderOf(verifier.name);
    const conflicts = new Map<string, Conflict>();
    for (const name of await this.conflictNames(folder)) {
      const file = join(folder, name);
      try {
        conflicts.set(file, JSON.parse((await this.files.read(file))?.toString('utf8') ?? '') as Conflict);
      } catch (error) {
        if (error instanceof SyntaxError) throw damaged(`${file} cannot be read`);
        throw error;
      }
    }
    return conflicts;
  }

  private async conflictNames(folder: string): Promise<readonly string[]> {
    return (await this.files.list(folder)).filter((name) => /^conflict-.*\.json$/.test(name)).sort();
  }

  private folderOf(origin: string): string {
    return join(this.dir, 'logs', originHash(origin));
  }

  private async put(folder: string, name: string, text: string): Promise<void> {
    const file = join(folder, name);
    await this.files.write(`${file}.new`, Buffer.from(text));
    await this.files.rename(`${file}.new`, file);
    await this.files.syncFolder(folder);
  }
}

const conflictName = (kind: ConflictKind, { size, root }: TreeHead): string => `conflict-${kind}-${size}-${root.toString('hex', 0, 8)}.json`;
const damaged = (what: string): DomainError => new DomainError('WITNESS_STATE_DAMAGED', 'unavailable', `The folder of the witness is not as it was written: ${what}. Restore it from a backup that is not older.`);

