/** The event store in memory, for tests and simulation: the same contract, no file. */
import { checkLimit, checkStreamId, encodeAppend, invalidPosition, storeClosed, type EncodedEvent } from '../guard.js';
import { checkExpectation, isRepetition, repetitionStart } from '../expectation.js';
import { Changes, follow } from '../follow.js';
import type { JsonObject } from '#kernel';
import type {
  AllSlice, AppendResult, EventStore, ExpectedRevision, NewEvent, ReadAllOptions, ReadStreamOptions, RecordedEvent,
  StreamSlice, SubscribeOptions, SubscriptionItem,
} from '../port.js';

interface StoredEvent extends EncodedEvent {
  readonly streamId: string;
  readonly revision: bigint;
  /** Place in the ledger, from 0. */
  readonly index: number;
}

/** What outlives a closed store: open another on the same ledger and everything is there. */
export class MemoryLedger {
  readonly events: StoredEvent[] = [];
  readonly streams = new Map<string, StoredEvent[]>();
  readonly changes = new Changes();
}

/** Marks positions as this adapter's, so that a bookmark of another store is refused and not misread. */
const POSITION = /^m(0|[1-9]\d{0,14})$/;
const positionOf = (event: StoredEvent): string => `m${event.index}`;

/** Opens a store on a ledger of its own, or on one that an earlier store left. */
export function openMemoryEventStore(ledger = new MemoryLedger()): EventStore {
  return new MemoryEventStore(ledger);
}

class MemoryEventStore implements EventStore {
  readonly #ledger: MemoryLedger;
  #closed = false;

  constructor(ledger: MemoryLedger) {
    this.#ledger = ledger;
  }

  // Methods are async so that refusals arrive as rejections, as with every other adapter.
  async append(streamId: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.#checkOpen();
    const encoded = encodeAppend(streamId, events);
    const { streams, events: all, changes } = this.#ledger;
    const known = streams.get(streamId) ?? [];
    const actual = known.at(-1)?.revision ?? 'noStream';
    const start = repetitionStart(expected, actual, encoded.length);
    if (start !== undefined) {
      const stored = known.slice(Number(start), Number(start) + encoded.length);
      const last = stored.at(-1);
      if (last && isRepetition(streamId, encoded.map((event) => event.eventId), stored.map((event) => event.eventId))) {
        return { revision: last.revision, position: positionOf(last) };
      }
    }
    checkExpectation(streamId, expected, actual);

    streams.set(streamId, known);
    for (const event of encoded) {
      const stored = { ...event, streamId, revision: BigInt(known.length), index: all.length };
      known.push(stored);
      all.push(stored);
    }
    changes.happened();
    const last = all.at(-1) as StoredEvent;
    return { revision: last.revision, position: positionOf(last) };
  }

  async readStream(streamId: string, options: ReadStreamOptions = {}): Promise<StreamSlice> {
    this.#checkOpen();
    checkStreamId(streamId);
    const limit = checkLimit(options.limit);
    const events = this.#ledger.streams.get(streamId);
    if (!events) return { status: 'missing' };
    const backward = options.direction === 'backward';
    const from = backward ? (options.from ?? BigInt(events.length - 1)) + 1n : options.from ?? 0n;
    return { status: 'found', ...slice(events, clamp(from, events.length), backward, limit) };
  }

  async readAll(options: ReadAllOptions = {}): Promise<AllSlice> {
    return this.#readAll(options);
  }

  subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionItem> {
    return follow({ readAll: (page) => this.#readAll(page), changes: this.#ledger.changes }, options);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#ledger.changes.happened();
  }

  #readAll(options: ReadAllOptions): AllSlice {
    this.#checkOpen();
    const limit = checkLimit(options.limit);
    const { events } = this.#ledger;
    const backward = options.direction === 'backward';
    const index = options.after === undefined ? undefined : this.#indexOf(options.after);
    const bound = index === undefined ? (backward ? events.length : 0) : backward ? index : index + 1;
    return slice(events, bound, backward, limit);
  }

  #indexOf(position: string): number {
    const index = Number(POSITION.exec(position)?.[1] ?? NaN);
    if (!(index < this.#ledger.events.length)) throw invalidPosition(position);
    return index;
  }

  #checkOpen(): void {
    if (this.#closed) throw storeClosed();
  }
}

function clamp(bound: bigint, length: number): number {
  if (bound < 0n) return 0;
  return bound > BigInt(length) ? length : Number(bound);
}

/** Forward from `bound` inclusive, or backward from just before it. */
function slice(events: readonly StoredEvent[], bound: number, backward: boolean, limit: number): AllSlice {
  const [start, stop] = backward ? [Math.max(0, bound - limit), bound] : [bound, Math.min(events.length, bound + limit)];
  const page = events.slice(start, stop).map(decode);
  return { events: backward ? page.reverse() : page, end: backward ? start === 0 : stop === events.length };
}

/** Parsed anew for every reader: nobody can change what the ledger keeps. */
function decode(event: StoredEvent): RecordedEvent {
  return {
    streamId: event.streamId,
    revision: event.revision,
    position: positionOf(event),
    eventId: event.eventId,
    type: event.type,
    data: JSON.parse(event.data) as JsonObject,
    metadata: JSON.parse(event.metadata) as JsonObject,
  };
}
