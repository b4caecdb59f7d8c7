/** Writes groups of appends to a ledger file, each group in one transaction. */
import { DomainError } from '#kernel';
import { checkExpectation, isRepetition, repetitionStart } from '../expectation.js';
import type { EncodedEvent } from '../guard.js';
import type { AppendResult, ExpectedRevision } from '../port.js';
import { sqliteCode, type SqliteDatabase, type SqliteStatement, type SqlValue } from './database.js';
import { storeFailure } from './failures.js';
import type { Outcome } from './group-commit.js';
import { formatPosition } from './reading.js';
import type { KnownStream, Streams } from './streams.js';

export interface AppendJob {
  readonly streamId: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EncodedEvent[];
}

/** Rows written by one statement: each call into libsql costs about as much as the row. */
const ROWS_AT_ONCE = 16;
const COLUMNS = 7;
const ROW = `(${Array<string>(COLUMNS).fill('?').join(', ')})`;

export class LedgerWriter {
  readonly #database: SqliteDatabase;
  readonly #streams: Streams;
  readonly #insertStream: SqliteStatement;
  readonly #insertEvent: SqliteStatement;
  readonly #insertEvents: SqliteStatement;
  readonly #stored: SqliteStatement<[string, number]>;
  readonly #counts: SqliteStatement<[number, number]>;
  /** Values of the rows of this group that are not inserted yet, one row after the other. */
  #pending: SqlValue[] = [];
  #position = 0;
  #streamCount = 0;

  constructor(database: SqliteDatabase, streams: Streams) {
    this.#database = database;
    this.#streams = streams;
    this.#insertStream = database.prepare('INSERT INTO streams (id, name) VALUES (?, ?)');
    const insert = 'INSERT INTO events (position, stream, revision, event_id, type, data, metadata) VALUES';
    this.#insertEvent = database.prepare(`${insert} ${ROW}`);
    this.#insertEvents = database.prepare(`${insert} ${Array<string>(ROWS_AT_ONCE).fill(ROW).join(', ')}`);
    this.#stored = database.prepare('SELECT event_id, position FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?', { rows: 'arrays' });
    this.#counts = database.prepare('SELECT (SELECT coalesce(max(position), 0) FROM events), (SELECT coalesce(max(id), 0) FROM streams)', { rows: 'arrays' });
    this.#recount();
  }

  /**
   * Commits what holds and refuses what does not, each append for itself; when this returns, the group is on the disk.
   * @throws DomainError `STORE_FULL` `STORE_UNAVAILABLE` and nothing of the group was written
   */
  commit(jobs: readonly AppendJob[]): Outcome<AppendResult>[] {
    try {
      // One row is a transaction by itself; BEGIN and COMMIT would cost a tenth of a lone append.
      const isOneRow = jobs.length === 1 && jobs[0]?.events.length === 1 && this.#streams.find(jobs[0].streamId) !== undefined;
      if (!isOneRow) this.#database.exec('BEGIN IMMEDIATE');
      const outcomes = jobs.map((job) => this.#append(job));
      this.#insertRows();
      if (!isOneRow) this.#database.exec('COMMIT');
      return outcomes;
    } catch (error) {
      this.#recover(error);
      throw storeFailure(error);
    }
  }

  #append(job: AppendJob): Outcome<AppendResult> {
    const { streamId, expected, events } = job;
    const stream = this.#streams.find(streamId);
    const actual = stream ? BigInt(stream.last) : 'noStream';
    // Every refusal comes before the first write, so that a refused append needs no rollback of its own.
    try {
      const start = repetitionStart(expected, actual, events.length);
      if (stream && start !== undefined) {
        const earlier = this.#earlierResult(job, stream, start);
        if (earlier) return { result: earlier };
      }
      checkExpectation(streamId, expected, actual);
    } catch (error) {
      if (error instanceof DomainError) return { error };
      throw error;
    }
    return { result: this.#place(job, stream ?? this.#startStream(streamId)) };
  }

  #earlierResult({ streamId, events }: AppendJob, stream: KnownStream, start: bigint): AppendResult | undefined {
    // What is looked for may have come earlier in this very group.
    this.#insertRows();
    const stored = this.#stored.all(stream.id, start, events.length);
    if (!isRepetition(streamId, events.map((event) => event.eventId), stored.map(([eventId]) => eventId))) return undefined;
    const last = stored.at(-1) as [string, number];
    return { revision: start + BigInt(events.length - 1), position: formatPosition(last[1]) };
  }

  #startStream(streamId: string): KnownStream {
    const stream = { id: this.#streamCount + 1, last: -1 };
    this.#insertStream.run(stream.id, streamId);
    this.#streamCount = stream.id;
    this.#streams.remember(streamId, stream);
    return stream;
  }

  #place({ events }: AppendJob, stream: KnownStream): AppendResult {
    for (const { eventId, type, data, metadata } of events) {
      this.#position += 1;
      stream.last += 1;
      this.#pending.push(this.#position, stream.id, stream.last, eventId, type, data, metadata);
    }
    return { revision: BigInt(stream.last), position: formatPosition(this.#position) };
  }

  #insertRows(): void {
    const values = this.#pending;
    this.#pending = [];
    let n = 0;
    for (; n + ROWS_AT_ONCE * COLUMNS <= values.length; n += ROWS_AT_ONCE * COLUMNS) this.#insertEvents.run(...values.slice(n, n + ROWS_AT_ONCE * COLUMNS));
    for (; n < values.length; n += COLUMNS) this.#insertEvent.run(...values.slice(n, n + COLUMNS));
  }

  #recover(error: unknown): void {
    this.#pending = [];
    this.#database.rollback();
    if (sqliteCode(error) === 'SQLITE_FULL') this.#makeRoom();
    this.#streams.forget();
    this.#recount();
  }

  /** The log may hold many versions of a page; moved into the ledger they take less, perhaps enough less to go on. */
  #makeRoom(): void {
    try {
      this.#database.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // No room for that either: the append is refused as it would have been.
    }
  }

  #recount(): void {
    const [position, streams] = this.#counts.get() ?? [0, 0];
    this.#position = position;
    this.#streamCount = streams;
  }
}
