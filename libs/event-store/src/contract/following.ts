/** Contract: a follower misses nothing and repeats nothing, whether it pages by position or subscribes. */
/// <reference types="jest" />
import type { EventStore, RecordedEvent } from '../port.js';
import { endOfLedger, expectRefusal, idsOf, Listener, newEvents, newStreamId, pageThrough, type Bench } from './support.js';

const WRITERS = 4;
const APPENDS = 30;

/** Several writers at once, each on its own stream and all on a common one; returns what they wrote. */
async function writeFromSeveral(store: EventStore, own: readonly string[], common: string): Promise<Set<string>> {
  const written = new Set<string>();
  await Promise.all(own.map(async (streamId, writer) => {
    let last: bigint | 'noStream' = 'noStream';
    for (let n = 0; n < APPENDS; n += 1) {
      const events = newEvents(1 + ((n + writer) % 3));
      last = (await store.append(streamId, last, events)).revision;
      const shared = newEvents(2);
      await store.append(common, 'streamExists', shared);
      for (const event of [...events, ...shared]) written.add(event.eventId);
    }
  }));
  return written;
}

function expectInOrder(seen: readonly RecordedEvent[], written: ReadonlySet<string>): void {
  expect(seen.length).toBe(written.size);
  expect(new Set(idsOf(seen))).toEqual(written);
  expect(new Set(seen.map((event) => event.position)).size).toBe(seen.length);
  const next = new Map<string, bigint>();
  for (const event of seen) {
    expect(event.revision).toBe(next.get(event.streamId) ?? 0n);
    next.set(event.streamId, event.revision + 1n);
  }
}

export function provesFollowing(bench: Bench): void {
  test('paging by position while several writers run misses and repeats nothing', async () => {
    const { store } = bench;
    const [streams, common] = [Array.from({ length: WRITERS }, newStreamId), newStreamId()];
    const own = new Set([...streams, common]);
    const start = await endOfLedger(store);
    const opening = newEvents(1);
    await store.append(common, 'noStream', opening);

    let writing = true;
    const writers = writeFromSeveral(store, streams, common).finally(() => { writing = false; });
    const seen: RecordedEvent[] = [];
    let after = start;
    for (let done = false; !done;) {
      // Asked before the read: a page read after the last write that says "end" is the true end.
      const mayEnd = !writing;
      const page = await store.readAll({ after, limit: 7 });
      seen.push(...page.events.filter((event) => own.has(event.streamId)));
      after = page.events.at(-1)?.position ?? after;
      if (page.end) await new Promise((resolve) => { setImmediate(resolve); });
      done = mayEnd && page.end;
    }
    const written = await writers;
    for (const event of opening) written.add(event.eventId);
    expectInOrder(seen, written);
    expect(await pageThrough(store, own, { after: start })).toEqual(seen);
  });

  test('a reader never sees half an append', async () => {
    const { store } = bench;
    const streamId = newStreamId();
    await store.append(streamId, 'noStream', newEvents(5));
    let writing = true;
    const writer = (async () => {
      for (let n = 0; n < 40; n += 1) await store.append(streamId, 'streamExists', newEvents(5));
    })().finally(() => { writing = false; });
    while (writing) {
      const slice = await store.readStream(streamId);
      expect(slice.status === 'found' && slice.events.length % 5).toBe(0);
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    await writer;
  });

  test('a subscription catches up from a bookmark, says so, and goes on live', async () => {
    const { store } = bench;
    const streamId = newStreamId();
    const [before, missed, live] = [newEvents(2), newEvents(3), newEvents(2)];
    const bookmark = await store.append(streamId, 'noStream', before);
    await store.append(streamId, 1n, missed);
    const stop = new AbortController();
    const listener = new Listener(store.subscribe({ after: bookmark.position, signal: stop.signal }), [streamId]);
    expect(idsOf(await listener.untilCaughtUp())).toEqual(idsOf(missed));

    const next = listener.events(2);
    await store.append(streamId, 4n, live);
    const received = await next;
    expect(idsOf(received)).toEqual(idsOf(live));
    // Having reached the present again it says so again.
    expect(await listener.untilCaughtUp()).toEqual([]);
    // What a subscription hands out is the same record a read gives, and its position is a bookmark.
    expect(await pageThrough(store, new Set([streamId]), { after: bookmark.position })).toEqual([
      ...missed.map((event) => expect.objectContaining(event) as unknown), ...received,
    ]);
    stop.abort();
    await listener.ended();
  });

  test('without a bookmark it starts at the first event of the ledger', async () => {
    const { store } = bench;
    await store.append(newStreamId(), 'noStream', newEvents(2));
    const [first] = (await store.readAll({ limit: 1 })).events;
    const stop = new AbortController();
    const listener = new Listener(store.subscribe({ signal: stop.signal }), []);
    expect(await listener.next()).toEqual({ done: false, value: { kind: 'event', event: first } });
    stop.abort();
    await listener.ended();
  });

  test('a subscription beside several writers misses and repeats nothing', async () => {
    const { store } = bench;
    const [streams, common] = [Array.from({ length: WRITERS }, newStreamId), newStreamId()];
    const start = await store.append(common, 'noStream', newEvents(1));
    const stop = new AbortController();
    const listener = new Listener(store.subscribe({ after: start.position, signal: stop.signal }), [...streams, common]);
    await listener.untilCaughtUp();
    const writers = writeFromSeveral(store, streams, common);
    const expected = WRITERS * APPENDS * 2 + WRITERS * APPENDS * 2;
    const seen = await listener.events(expected);
    stop.abort();
    const shared = seen.filter((event) => event.streamId === common);
    expect(shared.map((event) => event.revision)).toEqual(shared.map((_, n) => BigInt(n + 1)));
    const written = await writers;
    expect(written.size).toBe(expected);
    expect(new Set(idsOf(seen))).toEqual(written);
    expect(idsOf(await pageThrough(store, new Set([...streams, common]), { after: start.position }))).toEqual(idsOf(seen));
  });

  test('a slow consumer gets everything in order, and does not hold up the writer', async () => {
    const { store } = bench;
    const streamId = newStreamId();
    const start = await store.append(streamId, 'noStream', newEvents(1));
    const stop = new AbortController();
    const listener = new Listener(store.subscribe({ after: start.position, signal: stop.signal }), [streamId]);
    await listener.untilCaughtUp();
    const firstLive = listener.events(1);
    // The consumer takes one event, then nothing while the writer goes on.
    for (let n = 0; n < 10; n += 1) await store.append(streamId, 'streamExists', newEvents(200));
    const seen = await firstLive;
    while (seen.length < 2_000) {
      if (seen.length % 500 === 1) await new Promise((resolve) => { setTimeout(resolve, 5); });
      seen.push(...await listener.events(1));
    }
    expect(seen.map((event) => event.revision)).toEqual(seen.map((_, n) => BigInt(n + 1)));
    stop.abort();
  });

  test('two subscriptions do not disturb each other', async () => {
    const { store } = bench;
    const streamId = newStreamId();
    const start = await store.append(streamId, 'noStream', newEvents(1));
    const [stopOne, stopTwo] = [new AbortController(), new AbortController()];
    const one = new Listener(store.subscribe({ after: start.position, signal: stopOne.signal }), [streamId]);
    const two = new Listener(store.subscribe({ after: start.position, signal: stopTwo.signal }), [streamId]);
    await Promise.all([one.untilCaughtUp(), two.untilCaughtUp()]);
    const waiting = one.ended();
    stopOne.abort();
    await waiting;
    const events = newEvents(2);
    const [received] = await Promise.all([two.events(2), store.append(streamId, 0n, events)]);
    expect(idsOf(received)).toEqual(idsOf(events));
    stopTwo.abort();
  });

  test('aborted before it starts, it yields nothing', async () => {
    await bench.store.append(newStreamId(), 'noStream', newEvents(1));
    const kinds: string[] = [];
    for await (const item of bench.store.subscribe({ signal: AbortSignal.abort() })) kinds.push(item.kind);
    expect(kinds).toEqual([]);
  });

  test('aborted while it waits, it ends without an error', async () => {
    const { position } = await bench.store.append(newStreamId(), 'noStream', newEvents(1));
    const stop = new AbortController();
    const listener = new Listener(bench.store.subscribe({ after: position, signal: stop.signal }), []);
    await listener.untilCaughtUp();
    const waiting = listener.ended();
    stop.abort(new Error('a reason that must not surface'));
    await waiting;
    expect((await listener.next()).done).toBe(true);
  });

  test('aborted, or left, in the middle of catching up, it stops there', async () => {
    const { store } = bench;
    const streamId = newStreamId();
    const start = await store.append(streamId, 'noStream', newEvents(1));
    await store.append(streamId, 0n, newEvents(50));
    const stop = new AbortController();
    let count = 0;
    for await (const item of store.subscribe({ after: start.position, signal: stop.signal })) {
      if (item.kind === 'event') count += 1;
      if (count === 10) stop.abort();
    }
    expect(count).toBe(10);
    const left = new AbortController();
    for await (const item of store.subscribe({ after: start.position, signal: left.signal })) {
      if (item.kind === 'event') break;
    }
    // Neither holds the store: it closes at once (the suite does so), and writing goes on.
    expect((await store.append(streamId, 50n, newEvents(1))).revision).toBe(51n);
  });

  test('what is no bookmark is refused when the iteration starts', async () => {
    for (const after of ['', 'no position', '-1']) {
      const listener = new Listener(bench.store.subscribe({ after, signal: new AbortController().signal }), []);
      await expectRefusal(listener.next(), 'POSITION_INVALID');
    }
  });
}
