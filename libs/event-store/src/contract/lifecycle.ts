/** Contract: closing waits for what is under way and is final; opened again, everything is as it was. */
/// <reference types="jest" />
import { endOfLedger, eventsOf, expectRefusal, idsOf, Listener, newEvents, newStreamId, pageThrough, type Bench } from './support.js';

export function provesLifecycle(bench: Bench): void {
  test('opened again, everything is there and goes on', async () => {
    const [one, two] = [newStreamId(), newStreamId()];
    const own = new Set([one, two]);
    const start = await endOfLedger(bench.store);
    await bench.store.append(one, 'noStream', newEvents(3));
    await bench.store.append(two, 'noStream', newEvents(1));
    const before = await pageThrough(bench.store, own, { after: start });

    const again = await bench.reopen();
    expect(await pageThrough(again, own, { after: start })).toEqual(before);
    await expectRefusal(again.append(one, 'noStream', newEvents(1)), 'REVISION_CONFLICT');
    expect((await again.append(one, 2n, newEvents(1))).revision).toBe(3n);

    const third = await bench.reopen();
    // A bookmark made before the first closing still stands.
    const later = await pageThrough(third, own, { after: before.at(-1)?.position });
    expect(later.map((event) => [event.streamId, event.revision])).toEqual([[one, 3n]]);
  });

  test('closed, every call is refused, and closing again is no error', async () => {
    const { store } = bench;
    const streamId = newStreamId();
    await store.append(streamId, 'noStream', newEvents(1));
    await store.close();
    await store.close();
    await expectRefusal(store.append(streamId, 0n, newEvents(1)), 'STORE_CLOSED');
    await expectRefusal(store.readStream(streamId), 'STORE_CLOSED');
    await expectRefusal(store.readAll(), 'STORE_CLOSED');
    const listener = new Listener(store.subscribe({ signal: new AbortController().signal }), []);
    await expectRefusal(listener.next(), 'STORE_CLOSED');
  });

  test('closing waits for appends under way', async () => {
    const streams = Array.from({ length: 10 }, newStreamId);
    const appends = streams.map((streamId) => ({ streamId, events: newEvents(3) }));
    const underWay = Promise.all(appends.map(({ streamId, events }) => bench.store.append(streamId, 'noStream', events)));
    await Promise.all([bench.store.close(), bench.store.close()]);
    const results = await underWay;
    const again = await bench.reopen();
    for (const [n, { streamId, events }] of appends.entries()) {
      const recorded = await eventsOf(again, streamId);
      expect(idsOf(recorded)).toEqual(idsOf(events));
      expect(recorded.at(-1)?.position).toBe(results[n]?.position);
    }
  });

  test('closing ends a subscription that waits; it says that the store was closed', async () => {
    const { position } = await bench.store.append(newStreamId(), 'noStream', newEvents(1));
    const listener = new Listener(bench.store.subscribe({ after: position, signal: new AbortController().signal }), []);
    await listener.untilCaughtUp();
    const refused = expectRefusal((async () => { for (;;) await listener.untilCaughtUp(); })(), 'STORE_CLOSED');
    await bench.store.close();
    await refused;
  });
}
