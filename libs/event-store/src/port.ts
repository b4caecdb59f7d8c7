/**
 * The event store port: streams of immutable events in one ledger with a global order.
 * Every adapter passes the one contract suite in `contract.ts`, whole.
 */
import { DomainError, type JsonObject } from '#kernel';

/** What the stream must look like for an append to succeed. There is no "any": a writer always says what it knew. */
export type ExpectedRevision = 'noStream' | 'streamExists' | bigint;

export interface NewEvent {
  /** UUID chosen by the writer; makes a retry recognisable. */
  readonly eventId: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

export interface RecordedEvent extends NewEvent {
  readonly streamId: string;
  /** Place in the stream, from 0. */
  readonly revision: bigint;
  /** Opaque place in the whole ledger; only the adapter that made it can read it. */
  readonly position: string;
}

export interface AppendResult {
  /** Revision of the last event appended. */
  readonly revision: bigint;
  /** Position of the last event appended. */
  readonly position: string;
}

/** A stream that was never written is `missing`; it is not an empty one. */
export type StreamSlice =
  | { readonly status: 'missing' }
  | {
      readonly status: 'found';
      readonly events: readonly RecordedEvent[];
      /** True when no further event follows in the direction read. */
      readonly end: boolean;
    };

export interface ReadStreamOptions {
  readonly direction?: 'forward' | 'backward';
  /** First revision to read, inclusive. Forward default 0, backward default the last. */
  readonly from?: bigint;
  /** At most this many events, 1 … MAX_PAGE. Default MAX_PAGE. */
  readonly limit?: number;
}

export interface ReadAllOptions {
  /** Read what follows this position (forward) or precedes it (backward), exclusive. Default: from the start, or from the end. */
  readonly after?: string | undefined;
  readonly direction?: 'forward' | 'backward';
  /** At most this many events, 1 … MAX_PAGE. Default MAX_PAGE. */
  readonly limit?: number;
}

export interface AllSlice {
  readonly events: readonly RecordedEvent[];
  /** True when nothing further was there at the time of reading. */
  readonly end: boolean;
}

/** An event as text. */
export interface EventLine {
  readonly position: string;
  /** RFC 8785 JSON of `{data, eventId, metadata, revision, streamId, type}`, `revision` in decimal digits. */
  readonly json: Buffer;
}

export interface LineSlice {
  readonly events: readonly EventLine[];
  readonly end: boolean;
}

/** What a subscription yields: events in commit order, and one `caughtUp` each time it reaches the present. */
export type SubscriptionItem =
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  | { readonly kind: 'caughtUp' };

export interface SubscribeOptions {
  /** Bookmark: the position of the last event already handled. Default: from the start. */
  readonly after?: string | undefined;
  /** Aborting ends the iteration normally, without an error. */
  readonly signal: AbortSignal;
}

export interface EventStore {
  /**
   * Appends all events or none.
   * @throws RevisionConflict when the stream is not as expected and this is no repetition.
   * @throws DomainError `APPEND_EMPTY` `APPEND_TOO_LARGE` `EVENT_TEXT_INVALID` `EVENT_ID_INVALID` `EVENT_ID_REUSED` `STREAM_ID_INVALID` `STORE_FULL` `STORE_UNAVAILABLE` `STORE_CLOSED`
   * Appending the very same event ids to the same stream again changes nothing and returns the first result.
   */
  append(streamId: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;
  readStream(streamId: string, options?: ReadStreamOptions): Promise<StreamSlice>;
  /** Pages through the whole ledger in commit order; a page of large events may be shorter than the limit and yet not be the last. @throws DomainError `POSITION_INVALID` */
  readAll(options?: ReadAllOptions): Promise<AllSlice>;
  /**
   * As `readAll`, forward and maybe fewer at once, of a store that keeps the canonical text of events: they are handed out without being taken apart.
   * What somebody else wrote there is handed out as it stands.
   */
  readLines?(options?: Omit<ReadAllOptions, 'direction'>): Promise<LineSlice>;
  /** Catch-up then live; slow consumers are paused, not buffered without bound. */
  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionItem>;
  /** Waits for appends under way, then releases everything. Idempotent; later calls throw `STORE_CLOSED`. */
  close(): Promise<void>;
}

/** Largest page of any read. */
export const MAX_PAGE = 10_000;
/** Most events in one append. */
export const MAX_APPEND_EVENTS = 2_000;
/** Most bytes of data, metadata and type of one append: EventStoreDB's server refuses 1 MiB, framing included. */
export const MAX_APPEND_BYTES = 900_000;
/** Longest stream id, in UTF-8 bytes. */
export const MAX_STREAM_ID_BYTES = 400;

/** Another writer was first. `actual` is what the stream really looks like. */
export class RevisionConflict extends DomainError {
  constructor(
    readonly streamId: string,
    readonly expected: ExpectedRevision,
    readonly actual: bigint | 'noStream',
  ) {
    super('REVISION_CONFLICT', 'conflict',
      `Stream ${streamId} was expected ${describe(expected)} but is ${describe(actual)}: somebody else wrote first. Load it again and decide anew.`,
      { streamId, expected: String(expected), actual: String(actual) });
  }
}

function describe(revision: ExpectedRevision): string {
  if (revision === 'noStream') return 'not to exist';
  if (revision === 'streamExists') return 'to exist';
  return `at revision ${revision}`;
}
