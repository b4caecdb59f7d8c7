/**
 * Keeps the log of a ledger: follows the event store in its order, appends an entry for every event, and signs checkpoints.
 *
 * What is on the disk is all it knows: the checkpoint says how far the log is, the tiles hold the edge of its tree, and the place in the ledger is found again by
 * counting, sooner with a bookmark that may be lost. What was written after the last checkpoint is written again, byte for byte the same.
 * It signs nothing that does not extend what it signed before: the tree on the disk is held against the checkpoint on the disk each time.
 */
import { join } from 'node:path';
import { DomainError } from '#kernel';
import type { EventStore } from '#event-store';
import { WriterLock } from '#event-store/sqlite/writer-lock';
import { type Checkpoint, openCheckpoint, signCheckpoint } from './checkpoint.js';
import { entriesIn, framed, type LedgerEntry, readEntries } from './entry.js';
import type { LogFiles } from './files.js';
import { LedgerPlace } from './ledger-place.js';
import { newLogKey, readLogKey, writeLogKey } from './log-key.js';
import type { Signer } from './note.js';
import { damaged, TileFolder } from './tile-folder.js';
import { GrowingTree } from './tree/growing.js';
import { EMPTY_ROOT, HASH_BYTES, leafHash, sameHash } from './tree/hash.js';
import { consistencyProof } from './tree/proofs.js';
import { hashesAt, nodesFromTiles, TILE_WIDTH } from './tree/tiles.js';
import { verifyConsistency } from './tree/verify.js';

/** Entries after which a checkpoint is signed while there is more to append: what a crash makes it do again is bounded. */
export const PUBLISH_ENTRIES = 65_536;
/** Events read at once, as many as a bundle holds: large ones are a quarter of a gigabyte. */
const PAGE = TILE_WIDTH;

export interface LogOptions {
  /** Holds `log/`, `log.key`, `log-bookmark.json`, and the lock of who appends. */
  readonly dataDir: string;
  /** The name of a log that begins; one that is there must have it. */
  readonly origin?: string | undefined;
  readonly files: LogFiles;
  readonly publishEntries?: number | undefined;
}

/** The log as it was at the last checkpoint, and what was appended since. */
interface State {
  readonly signer: Signer;
  signed: Checkpoint;
  /** The signed note of `signed`. */
  note: string;
  readonly tree: GrowingTree;
  /** Entries of the unfinished bundle, each with its length. */
  frames: Buffer[];
  readonly place: LedgerPlace;
}

export const logFolder = (dataDir: string): string => join(dataDir, 'log');
export const logKeyFile = (dataDir: string): string => join(dataDir, 'log.key');

export class LogFollower {
  readonly folder: TileFolder;
  private state: State | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: EventStore, private readonly options: LogOptions) {
    this.folder = new TileFolder(logFolder(options.dataDir), options.files);
  }

  /**
   * Appends everything recorded so far and signs it; stops early, with what it has, where the signal says so.
   * @returns the last checkpoint; undefined where another process is appending
   * @throws DomainError `LOG_BEYOND_LEDGER` `LOG_WOULD_FORK` `LOG_DAMAGED` `LOG_CHECKPOINT_MISSING` `LOG_KEY_MISSING` `LOG_KEY_EXPOSED` `LOG_KEY_INVALID` `LOG_ORIGIN_DIFFERS` `LOG_ORIGIN_INVALID`, and what the store says
   */
  catchUp(signal?: AbortSignal): Promise<Checkpoint | undefined> {
    const turn = this.turn.then(() => this.alone(() => this.append(signal)));
    this.turn = turn.catch(() => undefined);
    return turn;
  }

  /** The place in the ledger behind the last entry, for waiting for what follows it. */
  get position(): string | undefined {
    return this.state?.place.position;
  }

  private async alone<T>(work: () => Promise<T>): Promise<T | undefined> {
    let lock: WriterLock;
    try {
      await this.options.files.makeFolder(this.options.dataDir);
      lock = WriterLock.acquire(logFolder(this.options.dataDir));
    } catch (error) {
      if (error instanceof DomainError && error.code === 'STORE_LOCKED') return undefined;
      throw error;
    }
    try {
      return await work();
    } catch (error) {
      // Whatever was half done is begun again from the disk.
      this.state = undefined;
      throw error;
    } finally {
      lock.release();
    }
  }

  private async append(signal: AbortSignal | undefined): Promise<Checkpoint> {
    const state = await this.present();
    for (;;) {
      const { events, end } = await readEntries(this.store, { after: state.place.position, limit: PAGE });
      for (const event of events) await this.add(state, event);
      const stop = end || signal?.aborted === true;
      if (state.tree.size - state.signed.size >= (stop ? 1 : this.options.publishEntries ?? PUBLISH_ENTRIES)) await this.publish(state);
      if (stop) return state.signed;
    }
  }

  private async add({ tree, frames, place }: State, event: LedgerEntry): Promise<void> {
    const entry = event.entry();
    frames.push(framed(entry));
    const full = tree.append(leafHash(entry));
    place.passed(event);
    if (frames.length < TILE_WIDTH) return;
    await this.folder.write({ level: 'entries', index: tree.size / TILE_WIDTH - 1, width: TILE_WIDTH }, Buffer.concat(frames));
    frames.length = 0;
    for (const { tile, bytes } of full) await this.folder.write(tile, bytes);
  }

  /** Entries, then tiles, then the checkpoint, so that nothing is signed that is not there. */
  private async publish(state: State): Promise<void> {
    const { tree, frames, signer } = state;
    const { size } = tree;
    if (frames.length > 0) await this.folder.write({ level: 'entries', index: Math.floor(size / TILE_WIDTH), width: frames.length }, Buffer.concat(frames));
    for (const { tile, bytes } of tree.partials()) {
      const level = tile.level as number;
      // What has not grown stands there since the checkpoint before.
      if (hashesAt(level, size) !== hashesAt(level, state.signed.size)) await this.folder.write(tile, bytes);
    }
    const root = tree.root();
    await this.checkExtends(state, size, root);
    const note = signCheckpoint({ size, root }, signer);
    await this.folder.writeCheckpoint(note);
    state.note = note;
    state.signed = openCheckpoint(note, signer.verifier);
    await state.place.keep(size);
  }

  /** From what is on the disk, not from what is remembered. @throws DomainError `LOG_WOULD_FORK` */
  private async checkExtends({ signer, note }: State, size: number, root: Buffer): Promise<void> {
    const before = await this.folder.readCheckpoint();
    const older = before === note ? openCheckpoint(before, signer.verifier) : undefined;
    const extended = older !== undefined && older.size <= size
      && verifyConsistency(older.size, size, older.root, root, await consistencyProof(older.size, size, nodesFromTiles(size, this.folder.read)));
    if (!extended) throw new DomainError('LOG_WOULD_FORK', 'unavailable', 'What is on the disk does not extend the checkpoint that was signed last, so nothing is signed: two different pasts would be in the world under one name. Find out with "taizhang verify" what was changed, and restore the data directory as a whole.');
  }

  /** The state of the log on the disk, remembered where nobody else has appended meanwhile. */
  private async present(): Promise<State> {
    const note = await this.folder.readCheckpoint();
    if (this.state !== undefined && this.state.note === note) return this.state;
    return (this.state = await this.resume(note));
  }

  private async resume(found: string | undefined): Promise<State> {
    const { signer, note } = await this.openKey(found);
    const signed = openCheckpoint(note, signer.verifier);
    const { size } = signed;
    const tree = await GrowingTree.resume(size, this.folder.read);
    const last = { level: 'entries', index: Math.floor(size / TILE_WIDTH), width: size % TILE_WIDTH } as const;
    const entries = last.width === 0 ? [] : entriesIn(await this.folder.read(last));
    const leaves = last.width === 0 ? Buffer.alloc(0) : await this.folder.read({ ...last, level: 0 });
    if (!sameHash(Buffer.concat(entries.map(leafHash)), leaves)) throw damaged(last, 'does not hold the entries that were signed');
    if (!sameHash(tree.root(), signed.root)) throw damaged({ ...last, level: 0, width: last.width || TILE_WIDTH }, 'or one above it does not give the root that was signed');
    return { signer, signed, note, tree, frames: entries.map(framed), place: await LedgerPlace.behind(size, this.store, (index) => this.leaf(index, size), join(this.options.dataDir, 'log-bookmark.json'), this.options.files) };
  }

  private async leaf(index: number, size: number): Promise<Buffer> {
    const tile = Math.floor(index / TILE_WIDTH);
    const bytes = await this.folder.read({ level: 0, index: tile, width: Math.min(TILE_WIDTH, size - tile * TILE_WIDTH) });
    return Buffer.from(bytes.subarray((index % TILE_WIDTH) * HASH_BYTES, (index % TILE_WIDTH + 1) * HASH_BYTES));
  }

  /** A log begins with a signed checkpoint of nothing, and then its key: a key without a checkpoint is one whose last checkpoint was lost, and signs no more. */
  private async openKey(note: string | undefined): Promise<{ signer: Signer; note: string }> {
    const { dataDir, origin, files } = this.options;
    const signer = await readLogKey(logKeyFile(dataDir), files);
    if (signer === undefined) return this.begin(note);
    if (origin !== undefined && origin !== signer.name) throw new DomainError('LOG_ORIGIN_DIFFERS', 'invalid', `TAIZHANG_LOG_ORIGIN names the log ${origin}, but it is ${signer.name} and stays so: every checkpoint says it. Unset the variable or set it to that.`);
    if (note === undefined) throw new DomainError('LOG_CHECKPOINT_MISSING', 'unavailable', 'The log has a key but no checkpoint, so what it signed last is not known, and nothing is signed. Restore the folder "log" from a backup. Where there is none, a new log under a new key begins when "log.key" and "log" are moved away; whoever verifies has to be told.');
    return { signer, note };
  }

  private async begin(note: string | undefined): Promise<{ signer: Signer; note: string }> {
    const { dataDir, origin, files } = this.options;
    // A crash between the two leaves a checkpoint of nothing.
    if (note !== undefined && !/^[^\n]+\n0\n/.test(note)) throw new DomainError('LOG_KEY_MISSING', 'unavailable', 'There is a log but not its key "log.key", so nothing can be signed. Restore it from a backup. Where there is none, a new log under a new key begins when the folder "log" is moved away; whoever verifies has to be told.');
    const { text, signer } = newLogKey(origin);
    const first = signCheckpoint({ size: 0, root: EMPTY_ROOT }, signer);
    await this.folder.writeCheckpoint(first);
    await writeLogKey(logKeyFile(dataDir), dataDir, text, files);
    return { signer, note: first };
  }
}
