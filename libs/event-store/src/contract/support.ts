/** What the parts of the contract suite share: the harness an adapter supplies, sample events, and ways to look at only one's own events. */
/// <reference types="jest" />
import { randomUUID } from 'node:crypto';
import { DomainError, type JsonObject } from '#kernel';
import type { EventStore, NewEvent, RecordedEvent, StreamSlice, SubscriptionItem } from '../port.js';

/** What an adapter supplies for each test. */
export interface EventStoreHarness {
  /** Opens the store; called once. */
  open(): Promise<EventStore>;
  /** Opens the same data again; called only after the store was closed, any number of times. */
  reopen(): Promise<EventStore>;
  /** Releases whatever the harness made (directories, connections); the store is closed already. */
  destroy(): Promise<void>;
}

export type MakeHarness = () => EventStoreHarness | Promise<EventStoreHarness>;

/** What a test works with; `store` is the one open at the moment. */
export interface Bench {
  readonly store: EventStore;
  /** Closes the store and opens the same data again. */
  readonly reopen: () => Promise<EventStore>;
  readonly destroy: () => Promise<void>;
}

/** A stream id nobody else uses, also on a server shared with other tests. */
export const newStreamId = (): string => `contract-${randomUUID()}`;

export function newEvent(data: JsonObject = {}, parts: Partial<NewEvent> = {}): NewEvent {
  return { eventId: randomUUID(), type: 'SomethingHappened', data, metadata: { schemaVer: 1 }, ...parts };
}

export const newEvents = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => newEvent({ n }));

export const idsOf = (events: readonly NewEvent[]): string[] => events.map((event) => event.eventId);

/** Expects a `DomainError` with this code and a message that says something. */
export async function expectRefusal(attempt: Promise<unknown>, code: string): Promise<DomainError> {
  const error = await attempt.then(
    () => { throw new Error(`expected the refusal ${code}, but it succeeded`); },
    (reason: unknown) => reason,
  );
  if (!(error instanceof DomainError)) throw error;
  expect(error.code).toBe(code);
  expect(error.message.length).toBeGreaterThan(20);
  return error;
}

/** The slice of a stream that must exist. */
export async function found(slice: Promise<StreamSlice>): Promise<Extract<StreamSlice, { status: 'found' }>> {
  const result = await slice;
  if (result.status !== 'found') throw new Error('the stream is missing');
  return result;
}

/** Every event of a stream that must exist and fits one page. */
export const eventsOf = async (store: EventStore, streamId: string): Promise<readonly RecordedEvent[]> =>
  (await found(store.readStream(streamId))).events;

/** Position of the last event in the whole ledger, whoever wrote it; `undefined` when there is none. */
export async function endOfLedger(store: EventStore): Promise<string | undefined> {
  return (await store.readAll({ direction: 'backward', limit: 1 })).events[0]?.position;
}

/** Pages through the ledger and returns the events of the given streams. */
export async function pageThrough(
  store: EventStore,
  own: ReadonlySet<string>,
  options: { readonly after?: string | undefined; readonly direction?: 'forward' | 'backward'; readonly limit?: number; readonly enough?: number },
): Promise<RecordedEvent[]> {
  const { direction = 'forward', limit = 1_000, enough = Infinity } = options;
  const seen: RecordedEvent[] = [];
  for (let after = options.after; ;) {
    const page = await store.readAll({ after, direction, limit });
    seen.push(...page.events.filter((event) => own.has(event.streamId)));
    after = page.events.at(-1)?.position ?? after;
    if (page.end || seen.length >= enough) return seen;
    // A page that is not the last must carry the reader on, or paging would never finish.
    expect(page.events.length).toBeGreaterThan(0);
  }
}

/** Reads a subscription item by item, passing over what others wrote. */
export class Listener {
  readonly #items: AsyncIterator<SubscriptionItem>;
  readonly #own: ReadonlySet<string>;

  constructor(items: AsyncIterable<SubscriptionItem>, own: readonly string[]) {
    this.#items = items[Symbol.asyncIterator]();
    this.#own = new Set(own);
  }

  next(): Promise<IteratorResult<SubscriptionItem>> {
    return this.#items.next();
  }

  /** Waits until this many own events have come; passes over `caughtUp`. */
  async events(count: number): Promise<RecordedEvent[]> {
    const seen: RecordedEvent[] = [];
    while (seen.length < count) {
      const item = await this.next();
      if (item.done === true) throw new Error(`the subscription ended after ${seen.length} of ${count} events`);
      if (item.value.kind === 'event' && this.#own.has(item.value.event.streamId)) seen.push(item.value.event);
    }
    return seen;
  }

  /** Waits for `caughtUp` and returns the own events that came before it. */
  async untilCaughtUp(): Promise<RecordedEvent[]> {
    const seen: RecordedEvent[] = [];
    for (;;) {
      const item = await this.next();
      if (item.done === true) throw new Error('the subscription ended before it caught up');
      if (item.value.kind === 'caughtUp') return seen;
      if (this.#own.has(item.value.event.streamId)) seen.push(item.value.event);
    }
  }

  /** Expects the iteration to end without an error; what was already on its way may still come. */
  async ended(): Promise<void> {
    for (let items = 0; items < 10_000; items += 1) if ((await this.next()).done === true) return;
    throw new Error('the subscription goes on after it was aborted');
  }
}
