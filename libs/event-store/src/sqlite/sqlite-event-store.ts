/**
 * The event store in one SQLite file, for one office on one machine.
 *
 * What it guarantees beyond the port:
 * - An append is on the disk (fsync) when its promise resolves. Appends made at the same time share one commit, in the order they were made.
 * - One process writes; any number may read beside it (`mode: 'readOnly'`), and hear of new events by looking every `pollMs`.
 * - The file itself refuses changed, removed and renumbered events.
 * - A repetition is recognised as described in `expectation.ts`. Event ids are not compared across streams.
 */
import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DomainError } from '#kernel';
import { Changes, follow } from '../follow.js';
import { checkLimit, checkStreamId, encodeAppend, storeClosed } from '../guard.js';
import type {
  AllSlice, AppendResult, EventStore, ExpectedRevision, LineSlice, NewEvent, ReadAllOptions, ReadStreamOptions, StreamSlice, SubscribeOptions, SubscriptionItem,
} from '../port.js';
import type { SqliteDatabase } from './database.js';
import { storeFailure } from './failures.js';
import { GroupCommit, type Bounds } from './group-commit.js';
import { LedgerReader } from './reading.js';
import { canonicalAfter, openLedgerFile } from './schema.js';
import { Streams } from './streams.js';
import { turnOfOthers } from '../turns.js';
import { WriterLock } from './writer-lock.js';
import { LedgerWriter, type AppendJob } from './writing.js';

export interface SqliteEventStoreOptions {
  /** Default `readWrite`. A reader may be opened beside the writer, also by another process. */
  readonly mode?: 'readWrite' | 'readOnly' | undefined;
  /** How often a reader's subscription looks for new events. Default 250. */
  readonly pollMs?: number | undefined;
  /** Largest size of the ledger file in bytes; beyond it appends are refused with `STORE_FULL`. Default: the disk. */
  readonly maxBytes?: number | undefined;
  /** How long the process stands still when another program holds the file, before an append fails with `STORE_UNAVAILABLE`. Default 2,000. */
  readonly busyTimeoutMs?: number | undefined;
  /** Bounds of the queue of appends, for tests. Sizes are in UTF-16 units of event text. */
  readonly bounds?: Partial<Bounds> | undefined;
}

const BOUNDS: Bounds = { waitingJobs: 10_000, waitingSize: 32_000_000, groupSize: 4_000_000 };
/** What a row costs beside its text, so that a group of many small events is bounded too. */
const ROW_SIZE = 1_000;
/** Fewer, larger checkpoints: pages written again meanwhile are written once. 8 MB of log: more helps scattered bulk loading and slows single appends. */
const CHECKPOINT_PAGES = 2_000;
const WRITER_CACHE_KIB = 65_536;
const READER_CACHE_KIB = 16_384;

/**
 * Opens a ledger, and for writing creates it.
 * @param path a file that ends in `.db`, or a directory that holds `events.db`
 * @throws DomainError `STORE_LOCKED` `STORE_FOREIGN` `STORE_NEWER` `STORE_MISSING` `STORE_UNAVAILABLE`
 */
export async function openSqliteEventStore(path: string, options: SqliteEventStoreOptions = {}): Promise<SqliteEventStore> {
  const file = ledgerFile(path, options.mode !== 'readOnly');
  const { mode = 'readWrite', busyTimeoutMs = 2_000 } = options;
  let lock: WriterLock | undefined;
  let database: SqliteDatabase | undefined;
  try {
    if (mode === 'readOnly') {
      database = openLedgerFile(file, { readOnly: true, busyTimeoutMs, cacheKiB: READER_CACHE_KIB });
      return new SqliteEventStore(database, undefined, options);
    }
    lock = WriterLock.acquire(file);
    database = openLedgerFile(file, { busyTimeoutMs, cacheKiB: WRITER_CACHE_KIB });
    database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    if (options.maxBytes !== undefined) database.pragma(`max_page_count = ${Math.max(1, Math.floor(options.maxBytes / Number(database.pragma('page_size'))))}`);
    return new SqliteEventStore(database, lock, options);
  } catch (error) {
    database?.close();
    lock?.release();
    throw storeFailure(error);
  }
}

/** The one name of a ledger, whatever links lead to it: the lock is beside it. */
function ledgerFile(path: string, create: boolean): string {
  const isFile = existsSync(path) ? !statSync(path).isDirectory() : path.endsWith('.db');
  const file = isFile ? path : join(path, 'events.db');
  try {
    if (create) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return existsSync(file) ? realpathSync(file) : join(realpathSync(dirname(file)), basename(file));
  } catch (error) {
    throw new DomainError('STORE_MISSING', 'notFound', `There is no directory for the ledger ${file}, and it could not be made. Check the path and its permissions.`, { path }, { cause: error });
  }
}

/** Use `openSqliteEventStore`. */
export class SqliteEventStore implements EventStore {
  readonly #database: SqliteDatabase;
  readonly #lock: WriterLock | undefined;
  readonly #reader: LedgerReader;
  readonly #appends: GroupCommit<AppendJob, AppendResult> | undefined;
  readonly #changes = new Changes();
  readonly #pollMs: number | undefined;
  #closed = false;
  #commits = 0;

  constructor(database: SqliteDatabase, lock: WriterLock | undefined, options: SqliteEventStoreOptions) {
    const streams = new Streams(database);
    this.#database = database;
    this.#lock = lock;
    this.#reader = new LedgerReader(database, streams, canonicalAfter(database));
    this.#pollMs = lock ? undefined : options.pollMs ?? 250;
    if (!lock) return;
    const writer = new LedgerWriter(database, streams);
    this.#appends = new GroupCommit({ ...BOUNDS, ...options.bounds }, (jobs) => {
      const outcomes = writer.commit(jobs);
      this.#commits += 1;
      this.#changes.happened();
      return outcomes;
    });
  }

  /** Transactions committed since opening; far fewer than appends when many come at once. */
  get commits(): number {
    return this.#commits;
  }

  // Methods are async so that refusals arrive as rejections.
  async append(streamId: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.#checkOpen();
    if (!this.#appends) {
      throw new DomainError('STORE_READ_ONLY', 'unsupported', `The ledger is open for reading only; nothing was appended to ${streamId}. Send the command to the process that writes.`);
    }
    const encoded = encodeAppend(streamId, events);
    let size = 0;
    for (const event of encoded) size += event.data.length + event.metadata.length + ROW_SIZE;
    return this.#appends.submit({ streamId, expected, events: encoded }, size);
  }

  async readStream(streamId: string, options: ReadStreamOptions = {}): Promise<StreamSlice> {
    const turn = turnOfOthers();
    if (turn !== undefined) await turn;
    this.#checkOpen();
    checkStreamId(streamId);
    const limit = checkLimit(options.limit);
    return this.#read(() => this.#reader.stream(streamId, options.from, options.direction === 'backward', limit));
  }

  async readAll(options: ReadAllOptions = {}): Promise<AllSlice> {
    const turn = turnOfOthers();
    if (turn !== undefined) await turn;
    return this.#readAll(options);
  }

  async readLines(options: Omit<ReadAllOptions, 'direction'> = {}): Promise<LineSlice> {
    const turn = turnOfOthers();
    if (turn !== undefined) await turn;
    this.#checkOpen();
    const limit = checkLimit(options.limit);
    return this.#read(() => this.#reader.lines(options.after, limit));
  }

  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionItem> {
    return follow({ readAll: (page) => this.#readAll(page), changes: this.#changes, pollMs: this.#pollMs }, options);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.#appends?.drain();
      if (this.#lock) this.#gather();
    } finally {
      this.#database.close();
      this.#lock?.release();
      this.#changes.happened();
    }
  }

  /** Leaves everything in the one file, as somebody who copies it after a stop expects. */
  #gather(): void {
    try {
      this.#database.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // A full disk, say: the log beside the file still holds the rest, and the next opening reads it.
    }
  }

  #readAll(options: ReadAllOptions): AllSlice {
    this.#checkOpen();
    const limit = checkLimit(options.limit);
    return this.#read(() => this.#reader.all(options.after, options.direction === 'backward', limit));
  }

  #read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storeFailure(error);
    }
  }

  #checkOpen(): void {
    if (this.#closed) throw storeClosed();
  }
}
