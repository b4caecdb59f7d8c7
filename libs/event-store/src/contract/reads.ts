/** Contract: reading one stream and the whole ledger, in both directions, in pages. */
/// <reference types="jest" />
import { MAX_PAGE, type NewEvent } from '../port.js';
import { endOfLedger, eventsOf, expectRefusal, found, idsOf, newEvent, newEvents, newStreamId, pageThrough, type Bench } from './support.js';

export function provesReads(bench: Bench): void {
  test('a stream never written is missing, not empty', async () => {
    const streamId = newStreamId();
    expect(await bench.store.readStream(streamId)).toEqual({ status: 'missing' });
    expect(await bench.store.readStream(streamId, { direction: 'backward', limit: 1 })).toEqual({ status: 'missing' });
    expect(await bench.store.readStream(streamId, { from: 3n })).toEqual({ status: 'missing' });
    await bench.store.append(streamId, 'noStream', newEvents(1));
    expect(await bench.store.readStream(streamId, { from: 3n })).toEqual({ status: 'found', events: [], end: true });
  });

  test('a stream reads forward and backward within bounds, and says where it ends', async () => {
    const streamId = newStreamId();
    await bench.store.append(streamId, 'noStream', newEvents(5));
    const cases = [
      [{}, [0, 1, 2, 3, 4], true],
      [{ direction: 'forward' }, [0, 1, 2, 3, 4], true],
      [{ direction: 'backward' }, [4, 3, 2, 1, 0], true],
      [{ limit: 3 }, [0, 1, 2], false],
      [{ limit: 5 }, [0, 1, 2, 3, 4], true],
      [{ limit: 6 }, [0, 1, 2, 3, 4], true],
      [{ from: 0n, limit: 1 }, [0], false],
      [{ from: 2n }, [2, 3, 4], true],
      [{ from: 2n, limit: 2 }, [2, 3], false],
      [{ from: 3n, limit: 2 }, [3, 4], true],
      [{ from: 4n }, [4], true],
      [{ from: 5n }, [], true],
      [{ from: 1_000n, limit: 1 }, [], true],
      [{ direction: 'backward', limit: 1 }, [4], false],
      [{ direction: 'backward', limit: 5 }, [4, 3, 2, 1, 0], true],
      [{ direction: 'backward', from: 2n }, [2, 1, 0], true],
      [{ direction: 'backward', from: 2n, limit: 2 }, [2, 1], false],
      [{ direction: 'backward', from: 1n, limit: 2 }, [1, 0], true],
      [{ direction: 'backward', from: 0n }, [0], true],
      [{ direction: 'backward', from: 4n, limit: 2 }, [4, 3], false],
      [{ direction: 'backward', from: 1_000n, limit: 2 }, [4, 3], false],
    ] as const;
    for (const [options, revisions, end] of cases) {
      const slice = await found(bench.store.readStream(streamId, options));
      expect({ options, revisions: slice.events.map((event) => Number(event.revision)), end: slice.end }).toEqual({ options, revisions, end });
    }
  });

  test('a stream longer than a page is read page by page', async () => {
    const streamId = newStreamId();
    const events = newEvents(250);
    await bench.store.append(streamId, 'noStream', events);
    const seen: NewEvent[] = [];
    let end = false;
    for (let pages = 0; !end && pages < 10; pages += 1) {
      const slice = await found(bench.store.readStream(streamId, { from: BigInt(seen.length), limit: 50 }));
      expect(slice.events.length).toBe(50);
      seen.push(...slice.events);
      end = slice.end;
    }
    expect(idsOf(seen)).toEqual(idsOf(events));
    expect(end).toBe(true);
  });

  test('the ledger keeps the order of commits, forward and backward', async () => {
    const start = await endOfLedger(bench.store);
    const [one, two] = [newStreamId(), newStreamId()];
    const results = [
      await bench.store.append(one, 'noStream', newEvents(2)),
      await bench.store.append(two, 'noStream', newEvents(1)),
      await bench.store.append(one, 1n, newEvents(1)),
      await bench.store.append(two, 0n, newEvents(2)),
    ];
    const own = new Set([one, two]);
    const forward = await pageThrough(bench.store, own, { after: start, limit: 2 });
    expect(forward.map((event) => [event.streamId, event.revision])).toEqual([
      [one, 0n], [one, 1n], [two, 0n], [one, 2n], [two, 1n], [two, 2n],
    ]);
    expect(new Set(forward.map((event) => event.position)).size).toBe(6);
    expect(results.map((result) => result.position)).toEqual([1, 2, 3, 5].map((n) => forward[n]?.position));
    const backward = await pageThrough(bench.store, own, { direction: 'backward', limit: 2, enough: 6 });
    expect(backward.slice(0, 6)).toEqual([...forward].reverse());
    // What a stream read gives and what a ledger read gives is the same record.
    expect(await eventsOf(bench.store, one)).toEqual(forward.filter((event) => event.streamId === one));
  });

  test('a position is an exclusive bound in both directions', async () => {
    const start = await endOfLedger(bench.store);
    const streamId = newStreamId();
    await bench.store.append(streamId, 'noStream', newEvents(5));
    const own = new Set([streamId]);
    const all = await pageThrough(bench.store, own, { after: start });
    for (const [n, event] of all.entries()) {
      const after = event.position;
      expect(await pageThrough(bench.store, own, { after, limit: 2 })).toEqual(all.slice(n + 1));
      const before = await pageThrough(bench.store, own, { after, direction: 'backward', limit: 2, enough: n });
      expect(before.slice(0, n)).toEqual(all.slice(0, n).reverse());
    }
  });

  test('the ledger says where it begins and ends', async () => {
    await bench.store.append(newStreamId(), 'noStream', newEvents(3));
    const first = await bench.store.readAll({ limit: 1 });
    expect(first.events.length).toBe(1);
    expect(first.end).toBe(false);
    const beforeFirst = await bench.store.readAll({ after: first.events[0]?.position, direction: 'backward' });
    expect(beforeFirst).toEqual({ events: [], end: true });
    const last = await bench.store.readAll({ direction: 'backward', limit: 1 });
    expect(last.events.length).toBe(1);
    expect(last.end).toBe(false);
  });

  test('a page that ends exactly at the end of the ledger says so, and one past it is empty', async () => {
    // Others may write to a shared ledger in between; an attempt disturbed that way is made again.
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const start = await endOfLedger(bench.store);
      const { position } = await bench.store.append(newStreamId(), 'noStream', newEvents(4));
      const page = await bench.store.readAll({ after: start, limit: 4 });
      const shorter = await bench.store.readAll({ after: start, limit: 3 });
      const past = await bench.store.readAll({ after: position });
      if ((await endOfLedger(bench.store)) !== position || page.events.at(-1)?.position !== position) continue;
      expect(page.end).toBe(true);
      expect(shorter.end).toBe(false);
      expect(past).toEqual({ events: [], end: true });
      return;
    }
    throw new Error('the shared ledger never stood still');
  });

  test('what is no position is refused', async () => {
    await bench.store.append(newStreamId(), 'noStream', [newEvent()]);
    for (const after of ['', 'no position', '-1', '1.5', '1e3', '0x10', ' 1', '１', '9'.repeat(40), 'null']) {
      await expectRefusal(bench.store.readAll({ after }), 'POSITION_INVALID');
      await expectRefusal(bench.store.readAll({ after, direction: 'backward' }), 'POSITION_INVALID');
    }
  });

  test('what is no page size is refused; the largest page is allowed', async () => {
    const streamId = newStreamId();
    await bench.store.append(streamId, 'noStream', newEvents(2));
    for (const limit of [0, -1, 1.5, NaN, Infinity, MAX_PAGE + 1]) {
      await expectRefusal(bench.store.readStream(streamId, { limit }), 'LIMIT_INVALID');
      await expectRefusal(bench.store.readAll({ limit }), 'LIMIT_INVALID');
    }
    expect((await found(bench.store.readStream(streamId, { limit: MAX_PAGE }))).events.length).toBe(2);
    expect((await bench.store.readAll({ limit: MAX_PAGE, direction: 'backward' })).events.length).toBeGreaterThanOrEqual(2);
  });

  test('a reader may do with an event what it likes: the store keeps its own', async () => {
    const streamId = newStreamId();
    const event = newEvent({ list: [1, 2, 3] });
    await bench.store.append(streamId, 'noStream', [event]);
    (event.data['list'] as number[]).push(4);
    const [read] = await eventsOf(bench.store, streamId);
    (read?.data['list'] as number[]).length = 0;
    expect((await eventsOf(bench.store, streamId))[0]?.data).toEqual({ list: [1, 2, 3] });
  });
}
