/**
 * Contract: the same append made again, with the expectation it was first made with, changes nothing and gives the first result.
 * Writers rely on it when an answer was lost on the way.
 */
/// <reference types="jest" />
import { eventsOf, expectRefusal, idsOf, newEvent, newEvents, newStreamId, type Bench } from './support.js';

export function provesRepetition(bench: Bench): void {
  test.each([1, 4])('%i event(s), expecting noStream', async (count) => {
    const streamId = newStreamId();
    const events = newEvents(count);
    const first = await bench.store.append(streamId, 'noStream', events);
    expect(await bench.store.append(streamId, 'noStream', events)).toEqual(first);
    expect(idsOf(await eventsOf(bench.store, streamId))).toEqual(idsOf(events));
  });

  test.each([1, 4])('%i event(s), expecting an exact revision', async (count) => {
    const streamId = newStreamId();
    await bench.store.append(streamId, 'noStream', newEvents(2));
    const events = newEvents(count);
    const first = await bench.store.append(streamId, 1n, events);
    expect(await bench.store.append(streamId, 1n, events)).toEqual(first);
    expect(await bench.store.append(streamId, 1n, events)).toEqual(first);
    expect((await eventsOf(bench.store, streamId)).length).toBe(2 + count);
  });

  test('also after others have appended to the stream', async () => {
    const streamId = newStreamId();
    const [opening, middle] = [newEvents(3), newEvents(2)];
    const first = await bench.store.append(streamId, 'noStream', opening);
    const second = await bench.store.append(streamId, 2n, middle);
    await bench.store.append(streamId, 4n, newEvents(1));
    await bench.store.append(streamId, 'streamExists', newEvents(5));
    expect(await bench.store.append(streamId, 'noStream', opening)).toEqual(first);
    expect(await bench.store.append(streamId, 2n, middle)).toEqual(second);
    expect((await eventsOf(bench.store, streamId)).length).toBe(11);
  });

  test('at once, twice', async () => {
    for (let round = 0; round < 10; round += 1) {
      const streamId = newStreamId();
      for (const expected of ['noStream', 1n] as const) {
        const events = newEvents(2);
        const [one, two] = await Promise.all([bench.store.append(streamId, expected, events), bench.store.append(streamId, expected, events)]);
        expect(one).toEqual(two);
      }
      expect((await eventsOf(bench.store, streamId)).length).toBe(4);
    }
  });

  test('what is stored stays: repetition does not compare or replace the content', async () => {
    const streamId = newStreamId();
    const event = newEvent({ said: 'first' });
    const first = await bench.store.append(streamId, 'noStream', [event]);
    expect(await bench.store.append(streamId, 'noStream', [{ ...event, data: { said: 'second' } }])).toEqual(first);
    expect((await eventsOf(bench.store, streamId))[0]?.data).toEqual({ said: 'first' });
  });

  test('after the store was opened again', async () => {
    const streamId = newStreamId();
    const events = newEvents(2);
    const first = await bench.store.append(streamId, 'noStream', events);
    const store = await bench.reopen();
    expect(await store.append(streamId, 'noStream', events)).toEqual(first);
    expect((await eventsOf(store, streamId)).length).toBe(2);
  });

  test('ids that overlap only in part, or come in another order, are refused and leave nothing', async () => {
    const streamId = newStreamId();
    const [a, b, c, d] = [newEvent(), newEvent(), newEvent(), newEvent()];
    const later = newEvents(2);
    await bench.store.append(streamId, 'noStream', [a, b]);
    const attempts = [[b, a], [a, c], [c, b], [a, b, c]];
    for (const events of attempts) await expectRefusal(bench.store.append(streamId, 'noStream', events), 'EVENT_ID_REUSED');

    await bench.store.append(streamId, 1n, [c, d]);
    for (const events of [[d, c], [c, newEvent()], [newEvent(), d], [c, d, newEvent()]]) {
      await expectRefusal(bench.store.append(streamId, 1n, events), 'EVENT_ID_REUSED');
    }
    await bench.store.append(streamId, 3n, later);
    for (const events of [[d, c], [newEvent(), d]]) await expectRefusal(bench.store.append(streamId, 1n, events), 'EVENT_ID_REUSED');
    expect(idsOf(await eventsOf(bench.store, streamId))).toEqual(idsOf([a, b, c, d, ...later]));
  });
}
