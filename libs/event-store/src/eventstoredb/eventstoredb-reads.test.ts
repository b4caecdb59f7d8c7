/** Reading and following over a disturbed connection: nothing missed, nothing repeated, nothing unreadable skipped. */
import { randomUUID } from 'node:crypto';
import { EventStoreDBClient } from '@eventstore/db-client';
import { DomainError } from '#kernel';
import type { EventStore, NewEvent, SubscriptionItem } from '../port.js';
import { EventStoreDbDouble } from './double/server.js';
import { openEventStoreDb } from './eventstoredb-event-store.js';

const HASTY = { firstDelayMs: 1, maxDelayMs: 5 };

const newEvents = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => ({ eventId: randomUUID(), type: 'SomethingHappened', data: { n }, metadata: {} }));

let double: EventStoreDbDouble;
let store: EventStore;

beforeEach(async () => {
  double = await EventStoreDbDouble.start();
  store = await openEventStoreDb(double.connectionString, { patience: HASTY });
});
afterEach(async () => {
  await store.close();
  await double.stop();
});

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error: unknown = await attempt.then(() => new Error('it succeeded'), (reason: unknown) => reason);
  if (!(error instanceof DomainError)) throw error;
  return error.code;
}

/** Takes items until `enough` says so. */
async function take(items: AsyncIterable<SubscriptionItem>, enough: (seen: readonly string[], item: SubscriptionItem) => boolean): Promise<string[]> {
  const seen: string[] = [];
  for await (const item of items) {
    seen.push(item.kind === 'event' ? item.event.eventId : item.kind);
    if (enough(seen, item)) break;
  }
  return seen;
}

const eventIdsOf = (seen: readonly string[]): string[] => seen.filter((entry) => entry !== 'caughtUp');

describe('following', () => {
  test('connections and subscriptions that keep breaking cost no event and repeat none', async () => {
    const batches = Array.from({ length: 40 }, () => newEvents(5));
    const written = batches.flat().map((event) => event.eventId);
    const stop = new AbortController();
    const following = take(store.subscribe({ signal: stop.signal }), (seen) => eventIdsOf(seen).length === written.length);
    for (const [n, events] of batches.entries()) {
      await store.append(`broken-${n}`, 'noStream', events);
      if (n % 3 === 0) double.dropConnections();
      if (n % 3 === 1) double.closeSubscriptions();
      if (n % 5 === 0) double.faults.unavailable = 2;
      if (n % 7 === 0) double.faults.notLeader = 1;
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    expect(eventIdsOf(await following)).toEqual(written);
    stop.abort();
  });

  test('a subscription that waits goes on after its connection broke, and does not say it caught up twice', async () => {
    const [first, second] = [newEvents(2), newEvents(2)];
    await store.append('waits-1', 'noStream', first);
    const stop = new AbortController();
    const following = take(store.subscribe({ signal: stop.signal }), (seen) => seen.length === 6);
    for (const breakIt of [() => { double.dropConnections(); }, () => { double.closeSubscriptions(); }]) {
      while (double.openSubscriptions === 0) await new Promise((resolve) => { setImmediate(resolve); });
      const { subscribe } = double.calls;
      breakIt();
      while (double.calls.subscribe === subscribe || double.openSubscriptions === 0) await new Promise((resolve) => { setImmediate(resolve); });
    }
    await store.append('waits-1', 1n, second);
    const ids = (events: readonly NewEvent[]): string[] => events.map((event) => event.eventId);
    expect(await following).toEqual([...ids(first), 'caughtUp', ...ids(second), 'caughtUp']);
  });

  test('a notice that never comes is made up for by looking', async () => {
    const restless = await openEventStoreDb(double.connectionString, { patience: { ...HASTY, idlePollMs: 20 } });
    const events = newEvents(3);
    double.faults.muteSubscriptions = true;
    const following = take(restless.subscribe({ signal: new AbortController().signal }), (seen) => eventIdsOf(seen).length === 3);
    while (double.openSubscriptions === 0) await new Promise((resolve) => { setImmediate(resolve); });
    await restless.append('silent-1', 'noStream', events);
    expect(eventIdsOf(await following)).toEqual(events.map((event) => event.eventId));
    await restless.close();
  });

  test('a slow consumer holds one page; the rest stays on the server', async () => {
    for (let n = 0; n < 5; n += 1) await store.append(`slow-${n}`, 'noStream', newEvents(1_000));
    const before = double.calls.read;
    const items = store.subscribe({ signal: new AbortController().signal })[Symbol.asyncIterator]();
    await items.next();
    for (let n = 0; n < 50; n += 1) await new Promise((resolve) => { setImmediate(resolve); });
    expect(double.calls.read - before).toBe(1);
    expect(double.calls.subscribe).toBe(0);
    await items.return?.();
  });

  test('a server that stays away ends it with a reason; aborting meanwhile ends it at once without one', async () => {
    const hasty = await openEventStoreDb(double.connectionString, { patience: { ...HASTY, subscriptionAttempts: 4 } });
    double.faults.unavailable = 1_000;
    expect(await codeOf(take(hasty.subscribe({ signal: new AbortController().signal }), () => false))).toBe('STORE_UNAVAILABLE');
    const stop = new AbortController();
    const following = take(store.subscribe({ signal: stop.signal }), () => false);
    stop.abort();
    expect(await following).toEqual([]);
    double.faults.unavailable = 0;
    await hasty.close();
  });
});

describe('reading', () => {
  test('a server that is away, not the leader or silent for a while is asked again', async () => {
    const hasty = await openEventStoreDb(double.connectionString, { patience: { ...HASTY, attemptTimeoutMs: 200 } });
    const events = newEvents(3);
    await hasty.append('asked-1', 'noStream', events);
    for (const faults of [{ unavailable: 2 }, { notLeader: 1 }, { stallReads: 1 }]) {
      Object.assign(double.faults, faults);
      expect(await hasty.readStream('asked-1')).toMatchObject({ status: 'found', end: true, events });
      Object.assign(double.faults, faults);
      expect(await hasty.readAll()).toMatchObject({ end: true, events });
    }
    await hasty.close();
  });

  test('the store closes in the middle: the read is refused, never cut short in silence', async () => {
    await store.append('closes-1', 'noStream', newEvents(2_000));
    const reads = [store.readStream('closes-1'), store.readAll()];
    await store.close();
    for (const read of reads) expect(await codeOf(read)).toBe('STORE_CLOSED');
  });

  test.each([
    ['malformed data', { data: '{"half":' }],
    ['data that is no object', { data: '"text"' }],
    ['data that is an array', { data: '[1]' }],
    ['malformed metadata', { data: '{}', metadata: '{"half":' }],
    ['no metadata', { data: '{}', metadata: '' }],
    ['bytes that are no JSON', { data: '{}', isJson: false }],
  ])('%s: refused in every way of reading', async (_, raw) => {
    await store.append('raw-1', 'noStream', newEvents(1));
    double.writeRaw('raw-1', raw);
    expect(await codeOf(store.readStream('raw-1'))).toBe('EVENT_UNREADABLE');
    expect(await codeOf(store.readAll())).toBe('EVENT_UNREADABLE');
    expect(await codeOf(store.readAll({ direction: 'backward' }))).toBe('EVENT_UNREADABLE');
    expect(await codeOf(take(store.subscribe({ signal: new AbortController().signal }), () => false))).toBe('EVENT_UNREADABLE');
  });

  test('the server\'s own events and links are in its log but not in the ledger', async () => {
    const events = newEvents(1);
    for (let n = 0; n < 6; n += 1) await store.append(`case-${n}`, 'noStream', n === 5 ? events : newEvents(1));
    const bare = EventStoreDBClient.connectionString(double.connectionString);
    const raw: string[] = [];
    for await (const { event } of bare.readAll()) raw.push(event?.streamId ?? '');
    await bare.dispose();
    expect(raw).toEqual(expect.arrayContaining(['$settings', '$ce-case', '$$case-0', '$stats-127.0.0.1:2113', 'links']));
    expect((await store.readAll()).events.map((event) => event.streamId)).toEqual(Array.from({ length: 6 }, (_, n) => `case-${n}`));
    // After the last event of the ledger the log goes on with the server's own: the end is the end all the same.
    expect(raw.at(-1)).toMatch(/^\$/);
    expect(await store.readAll({ direction: 'backward', limit: 1 })).toMatchObject({ events, end: false });
    const [last] = (await store.readAll({ direction: 'backward', limit: 1 })).events;
    expect(await store.readAll({ after: last?.position })).toEqual({ events: [], end: true });
  });

  test('positions are <commit>:<prepare>; others, and places inside a record, are refused', async () => {
    const { position } = await store.append('place-1', 'noStream', newEvents(2));
    expect(position).toMatch(/^\d+:\d+$/);
    const [commit] = position.split(':');
    const inside = BigInt(commit ?? 0) - 1n;
    for (const after of [commit ?? '', `${commit}:`, `0${commit}:0`, `1:2`, `${2n ** 63n}:0`, `-1:-1`, `${inside}:${inside}`]) {
      expect(await codeOf(store.readAll({ after }))).toBe('POSITION_INVALID');
    }
    expect(await codeOf(take(store.subscribe({ after: `${inside}:${inside}`, signal: new AbortController().signal }), () => false))).toBe('POSITION_INVALID');
  });
});
