/** Contract: the expected revision is mandatory and means what it says; an append is whole or not there. */
/// <reference types="jest" />
import { RevisionConflict, type ExpectedRevision } from '../port.js';
import { eventsOf, expectRefusal, idsOf, newEvent, newEvents, newStreamId, pageThrough, endOfLedger, type Bench } from './support.js';

export function provesAppends(bench: Bench): void {
  async function expectConflict(streamId: string, expected: ExpectedRevision, actual: bigint | 'noStream'): Promise<void> {
    const error = await expectRefusal(bench.store.append(streamId, expected, newEvents(2)), 'REVISION_CONFLICT');
    expect(error).toBeInstanceOf(RevisionConflict);
    expect(error).toMatchObject({ kind: 'conflict', streamId, expected, actual });
  }

  test('noStream starts a stream; revisions count from 0', async () => {
    const streamId = newStreamId();
    const events = newEvents(3);
    const result = await bench.store.append(streamId, 'noStream', events);
    expect(result.revision).toBe(2n);
    const recorded = await eventsOf(bench.store, streamId);
    expect(recorded).toEqual(events.map((event, n) => ({ ...event, streamId, revision: BigInt(n), position: expect.any(String) as string })));
    expect(recorded.at(-1)?.position).toBe(result.position);
  });

  test('an exact revision and streamExists carry a stream on', async () => {
    const streamId = newStreamId();
    await bench.store.append(streamId, 'noStream', newEvents(1));
    expect((await bench.store.append(streamId, 0n, newEvents(2))).revision).toBe(2n);
    expect((await bench.store.append(streamId, 'streamExists', newEvents(1))).revision).toBe(3n);
    expect((await bench.store.append(streamId, 3n, newEvents(1))).revision).toBe(4n);
    expect((await eventsOf(bench.store, streamId)).map((event) => event.revision)).toEqual([0n, 1n, 2n, 3n, 4n]);
  });

  test('each expectation that does not hold is a conflict which names what is really there', async () => {
    const missing = newStreamId();
    await expectConflict(missing, 'streamExists', 'noStream');
    await expectConflict(missing, 0n, 'noStream');
    await expectConflict(missing, 7n, 'noStream');
    // −1 is no revision; some servers read it as "no stream".
    await expectConflict(missing, -1n, 'noStream');

    const streamId = newStreamId();
    await bench.store.append(streamId, 'noStream', newEvents(3));
    await expectConflict(streamId, 'noStream', 2n);
    await expectConflict(streamId, 1n, 2n);
    await expectConflict(streamId, 3n, 2n);
    await expectConflict(streamId, -1n, 2n);
    await expectConflict(streamId, 2n ** 62n, 2n);
  });

  test('a conflict leaves nothing behind', async () => {
    const [missing, streamId] = [newStreamId(), newStreamId()];
    const first = newEvents(2);
    const start = await endOfLedger(bench.store);
    await bench.store.append(streamId, 'noStream', first);
    await expectConflict(missing, 'streamExists', 'noStream');
    await expectConflict(streamId, 'noStream', 1n);
    await expectConflict(streamId, 0n, 1n);
    expect(await bench.store.readStream(missing)).toEqual({ status: 'missing' });
    expect(idsOf(await eventsOf(bench.store, streamId))).toEqual(idsOf(first));
    expect(idsOf(await pageThrough(bench.store, new Set([missing, streamId]), { after: start }))).toEqual(idsOf(first));
  });

  test('an invalid event in the middle leaves nothing of its append', async () => {
    const [fresh, streamId] = [newStreamId(), newStreamId()];
    const first = newEvents(1);
    await bench.store.append(streamId, 'noStream', first);
    const middle = [newEvent(), newEvent({ text: 'cut\0here' }), newEvent()];
    await expectRefusal(bench.store.append(fresh, 'noStream', middle), 'EVENT_TEXT_INVALID');
    await expectRefusal(bench.store.append(streamId, 0n, middle), 'EVENT_TEXT_INVALID');
    expect(await bench.store.readStream(fresh)).toEqual({ status: 'missing' });
    expect(idsOf(await eventsOf(bench.store, streamId))).toEqual(idsOf(first));
    // The stream goes on as if nothing had been tried.
    expect((await bench.store.append(streamId, 0n, newEvents(1))).revision).toBe(1n);
  });

  test('an empty append is refused, whatever it expects', async () => {
    const streamId = newStreamId();
    await expectRefusal(bench.store.append(streamId, 'noStream', []), 'APPEND_EMPTY');
    expect(await bench.store.readStream(streamId)).toEqual({ status: 'missing' });
    await bench.store.append(streamId, 'noStream', newEvents(1));
    await expectRefusal(bench.store.append(streamId, 0n, []), 'APPEND_EMPTY');
    await expectRefusal(bench.store.append(streamId, 5n, []), 'APPEND_EMPTY');
  });

  test('event ids that are no lower-case UUIDs, or twice in one append, and reserved types are refused', async () => {
    const streamId = newStreamId();
    const event = newEvent();
    const attempts = [
      ['EVENT_ID_INVALID', [newEvent({}, { eventId: 'no-uuid' })]],
      ['EVENT_ID_INVALID', [newEvent({}, { eventId: newEvent().eventId.toUpperCase() })]],
      ['EVENT_ID_INVALID', [event, event]],
      ['EVENT_TYPE_INVALID', [newEvent(), newEvent({}, { type: '' })]],
      ['EVENT_TYPE_INVALID', [newEvent(), newEvent({}, { type: '$reserved' })]],
    ] as const;
    for (const [code, events] of attempts) await expectRefusal(bench.store.append(streamId, 'noStream', events), code);
    expect(await bench.store.readStream(streamId)).toEqual({ status: 'missing' });
  });

  test('of two appends at once with the same expectation exactly one wins', async () => {
    for (let round = 0; round < 10; round += 1) {
      const streamId = newStreamId();
      for (const expected of ['noStream', 1n] as const) {
        const attempts = [newEvents(2), newEvents(2)];
        const outcomes = await Promise.allSettled(attempts.map((events) => bench.store.append(streamId, expected, events)));
        const winner = outcomes.findIndex((outcome) => outcome.status === 'fulfilled');
        const loser = outcomes[1 - winner];
        expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
        const actual = expected === 'noStream' ? 1n : 3n;
        expect(loser).toMatchObject({ reason: { code: 'REVISION_CONFLICT', expected, actual } });
        expect(idsOf(await eventsOf(bench.store, streamId)).slice(-2)).toEqual(idsOf(attempts[winner] ?? []));
      }
      expect((await eventsOf(bench.store, streamId)).length).toBe(4);
    }
  });

  test('one conflict among many appends at once fails only itself', async () => {
    const taken = newStreamId();
    await bench.store.append(taken, 'noStream', newEvents(1));
    const streams = Array.from({ length: 20 }, newStreamId);
    const outcomes = await Promise.allSettled(
      streams.flatMap((streamId, n) => [
        bench.store.append(streamId, 'noStream', newEvents(1 + (n % 3))),
        bench.store.append(taken, 'noStream', newEvents(1)),
      ]),
    );
    outcomes.forEach((outcome, n) => {
      if (n % 2 === 0) expect(outcome.status).toBe('fulfilled');
      else expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'REVISION_CONFLICT', actual: 0n } });
    });
    expect((await eventsOf(bench.store, taken)).length).toBe(1);
    for (const [n, streamId] of streams.entries()) expect((await eventsOf(bench.store, streamId)).length).toBe(1 + (n % 3));
  });

  test('appends to different streams at once all succeed', async () => {
    const start = await endOfLedger(bench.store);
    const streams = Array.from({ length: 200 }, newStreamId);
    const results = await Promise.all(streams.map((streamId) => bench.store.append(streamId, 'noStream', newEvents(2))));
    expect(results.every((result) => result.revision === 1n)).toBe(true);
    expect(new Set(results.map((result) => result.position)).size).toBe(200);
    const seen = await pageThrough(bench.store, new Set(streams), { after: start });
    expect(seen.length).toBe(400);
    // Both events of an append stand together: nothing of another own append comes between them.
    for (let n = 0; n < seen.length; n += 2) expect(seen[n]?.streamId).toBe(seen[n + 1]?.streamId);
  });

  test('appends to one stream at once with streamExists all succeed, each whole', async () => {
    const streamId = newStreamId();
    await bench.store.append(streamId, 'noStream', newEvents(1));
    const appends = Array.from({ length: 30 }, () => newEvents(3));
    const results = await Promise.all(appends.map((events) => bench.store.append(streamId, 'streamExists', events)));
    const ids = idsOf(await eventsOf(bench.store, streamId));
    expect(ids.length).toBe(91);
    appends.forEach((events, n) => {
      const last = Number(results[n]?.revision);
      expect(ids.slice(last - 2, last + 1)).toEqual(idsOf(events));
    });
  });
}
