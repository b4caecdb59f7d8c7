/** Bounded pages of one stream and of the whole log, tried again when the server is disturbed. */
import {
  BACKWARDS, END, FORWARDS, START,
  type EventStoreDBClient, type Position, type RecordedEvent as ClientEvent, type ResolvedEvent, type AllStreamResolvedEvent, type StreamingRead,
} from '@eventstore/db-client';
import { invalidPosition } from '../guard.js';
import type { AllSlice, RecordedEvent } from '../port.js';
import { failureOf, isInvalidPosition, TooLate, unavailable } from './failures.js';
import { pause, type Patience } from './patience.js';
import { eventOf, formatPosition, isOfLedger, positionOf, toRecorded } from './records.js';

export type Direction = 'forward' | 'backward';

/** Most records of the log fetched at once. */
const MAX_FETCH = 4_096;
/** Fewest records of the log fetched at once. */
const MIN_FETCH = 16;

/** One fetch of the log: the ledger's events in it, and how far it got. */
export interface LogPage {
  readonly events: readonly RecordedEvent[];
  /** Position of the last record fetched, whosever it is; the cursor of the next fetch. */
  readonly cursor: Position | undefined;
  readonly end: boolean;
}

export class Pages {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly patience: Patience,
    /** Throws when the store was closed meanwhile: a read that closing cut short looks like one that reached the end. */
    private readonly checkOpen: () => void,
  ) {}

  /** Up to `count` records of a stream, or `undefined` when there is no such stream. */
  stream(streamId: string, direction: Direction, from: bigint | undefined, count: number): Promise<ClientEvent[] | undefined> {
    return this.again(`read of ${streamId}`, async (what) => {
      try {
        const resolved = await this.collect<ResolvedEvent>(what, this.client.readStream(streamId, {
          direction: direction === 'forward' ? FORWARDS : BACKWARDS,
          fromRevision: from ?? (direction === 'forward' ? START : END),
          maxCount: count,
          // A follower may not have got what was just appended.
          requiresLeader: true,
        }));
        return resolved.map(eventOf);
      } catch (error) {
        if (failureOf(error, what).kind === 'streamNotFound') return undefined;
        throw error;
      }
    });
  }

  /** Up to `limit` events of the ledger; fetches on past the server's own events. */
  async ledger(direction: Direction, after: Position | undefined, limit: number): Promise<AllSlice> {
    const events: RecordedEvent[] = [];
    let cursor = after;
    // What is fetched beyond the server's own events is fetched again by the next page: little at first, more where they are many.
    for (let least = MIN_FETCH; ; least *= 2) {
      // One event more than asked for tells whether anything follows, and the record of the cursor itself comes along.
      const wanted = limit + 1 - events.length + 1;
      const count = Math.min(Math.max(wanted, least), MAX_FETCH);
      const page = await this.again('read of the ledger', (what) => this.fetch(what, direction, cursor, count));
      events.push(...page.events);
      if (events.length > limit) return { events: events.slice(0, limit), end: false };
      if (page.end) return { events, end: true };
      cursor = page.cursor;
    }
  }

  /** One fetch of at most `count` records, one attempt. */
  async fetch(what: string, direction: Direction, cursor: Position | undefined, count: number): Promise<LogPage> {
    let records: ClientEvent[];
    try {
      const resolved = await this.collect<AllStreamResolvedEvent>(what, this.client.readAll({
        direction: direction === 'forward' ? FORWARDS : BACKWARDS,
        fromPosition: cursor ?? (direction === 'forward' ? START : END),
        maxCount: count,
        requiresLeader: true,
      }));
      records = resolved.map(eventOf);
    } catch (error) {
      if (cursor && isInvalidPosition(error)) throw invalidPosition(formatPosition(cursor));
      throw error;
    }
    const last = records.at(-1);
    const events: RecordedEvent[] = [];
    for (const record of records) {
      // Forward the server begins at the position itself; backward it begins before it.
      const isCursor = cursor !== undefined && direction === 'forward' && positionOf(record).commit === cursor.commit && positionOf(record).prepare === cursor.prepare;
      if (!isCursor && isOfLedger(record)) events.push(toRecorded(record));
    }
    return { events, cursor: last ? positionOf(last) : cursor, end: records.length < count };
  }

  private async again<T>(what: string, read: (what: string) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await read(what);
      } catch (error) {
        this.checkOpen();
        const failure = failureOf(error, what);
        if (failure.kind === 'final') throw failure.error;
        if (failure.kind !== 'disturbance') throw error;
        if (attempt >= this.patience.attempts) throw unavailable(what, attempt, failure.cause);
        await pause(attempt, this.patience);
        this.checkOpen();
      }
    }
  }

  /** The client gives reads no deadline: silence for too long ends them here. */
  private async collect<T>(what: string, stream: StreamingRead<T>): Promise<T[]> {
    const { attemptTimeoutMs } = this.patience;
    // The client reports errors on a stream also after it ended; unheard they would end the process.
    stream.on('error', () => undefined);
    const timer = setTimeout(() => { stream.destroy(new TooLate(what, attemptTimeoutMs)); }, attemptTimeoutMs);
    const items: T[] = [];
    let whole = false;
    try {
      for await (const item of stream) {
        items.push(item);
        timer.refresh();
      }
      this.checkOpen();
      whole = true;
      return items;
    } finally {
      clearTimeout(timer);
      // Destroying the stream does not end the call behind it.
      if (!whole) stream.cancel().catch(() => undefined);
    }
  }
}
