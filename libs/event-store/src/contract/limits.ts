/** Contract: what is too large is refused by name, the largest allowed passes, and reading does not grow with the ledger. */
/// <reference types="jest" />
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MAX_APPEND_BYTES, MAX_APPEND_EVENTS, MAX_STREAM_ID_BYTES, type NewEvent } from '../port.js';
import { endOfLedger, eventsOf, expectRefusal, newEvent, newEvents, newStreamId, type Bench } from './support.js';

/** Bytes of an event as the limit counts them. */
const bytesOf = (event: NewEvent): number =>
  Buffer.byteLength(JSON.stringify(event.data)) + Buffer.byteLength(JSON.stringify(event.metadata)) + Buffer.byteLength(event.type);

/** An event of exactly this size, partly of characters that take several bytes. */
function eventOfBytes(bytes: number): NewEvent {
  const sample = newEvent({ text: '长𠮷', padding: '' });
  return { ...sample, data: { ...sample.data, padding: 'x'.repeat(bytes - bytesOf(sample)) } };
}

export function provesLimits(bench: Bench): void {
  test('the largest append in bytes passes, one byte more is refused', async () => {
    const streamId = newStreamId();
    const largest = eventOfBytes(MAX_APPEND_BYTES);
    expect(bytesOf(largest)).toBe(MAX_APPEND_BYTES);
    const refused = await expectRefusal(bench.store.append(streamId, 'noStream', [eventOfBytes(MAX_APPEND_BYTES + 1)]), 'APPEND_TOO_LARGE');
    expect(refused.kind).toBe('limit');
    expect(await bench.store.readStream(streamId)).toEqual({ status: 'missing' });
    await bench.store.append(streamId, 'noStream', [largest]);
    expect((await eventsOf(bench.store, streamId))[0]?.data).toEqual(largest.data);
  });

  test('the bytes of several events count together', async () => {
    const streamId = newStreamId();
    const half = MAX_APPEND_BYTES / 2;
    await expectRefusal(bench.store.append(streamId, 'noStream', [eventOfBytes(half), eventOfBytes(half + 1)]), 'APPEND_TOO_LARGE');
    expect(await bench.store.readStream(streamId)).toEqual({ status: 'missing' });
    await bench.store.append(streamId, 'noStream', [eventOfBytes(half), eventOfBytes(half)]);
    expect((await eventsOf(bench.store, streamId)).length).toBe(2);
  });

  test('the largest append in events passes, one event more is refused', async () => {
    const streamId = newStreamId();
    const largest = newEvents(MAX_APPEND_EVENTS);
    const refused = await expectRefusal(bench.store.append(streamId, 'noStream', [...largest, newEvent()]), 'APPEND_TOO_LARGE');
    expect(refused.kind).toBe('limit');
    expect(await bench.store.readStream(streamId)).toEqual({ status: 'missing' });
    const first = await bench.store.append(streamId, 'noStream', largest);
    expect(first.revision).toBe(BigInt(MAX_APPEND_EVENTS - 1));
    expect((await eventsOf(bench.store, streamId)).map((event) => event.data)).toEqual(largest.map((event) => event.data));
    expect(await bench.store.append(streamId, 'noStream', largest)).toEqual(first);
  });

  test('the longest stream id passes, one byte more is refused', async () => {
    const base = newStreamId();
    const longest = base + '长'.repeat(Math.floor((MAX_STREAM_ID_BYTES - base.length) / 3));
    const exact = longest + 'x'.repeat(MAX_STREAM_ID_BYTES - Buffer.byteLength(longest));
    await expectRefusal(bench.store.append(`${exact}x`, 'noStream', newEvents(1)), 'STREAM_ID_INVALID');
    await bench.store.append(exact, 'noStream', newEvents(1));
    expect((await eventsOf(bench.store, exact))[0]?.streamId).toBe(exact);
  });

  test('paging over 100,000 events takes no more memory at the end than at the beginning', async () => {
    const { store } = bench;
    const TOTAL = 100_000;
    const BATCH = 1_000;
    const start = await endOfLedger(store);
    const streams = Array.from({ length: 10 }, newStreamId);
    for (let n = 0; n < TOTAL / BATCH; n += 1) {
      const round = Math.floor(n / streams.length);
      const expected = round === 0 ? 'noStream' : BigInt(round * BATCH - 1);
      const events = Array.from({ length: BATCH }, (_, k) => newEvent({ n: n * BATCH + k, text: 'x'.repeat(200), parts: [1, 2, 3, { four: '四' }] }));
      await store.append(streams[n % streams.length] ?? '', expected, events);
    }

    const own = new Set(streams);
    let [count, after, early] = [0, start, 0];
    for (let end = false; !end;) {
      const page = await store.readAll({ after, limit: 500 });
      for (const event of page.events) {
        if (!own.has(event.streamId)) continue;
        // toBe a hundred thousand times would cost more than the reading.
        if (event.data['n'] !== count) throw new Error(`event ${count} came as ${JSON.stringify(event.data['n'])}`);
        count += 1;
      }
      after = page.events.at(-1)?.position ?? after;
      end = page.end;
      if (early === 0 && count >= TOTAL / 10) early = heapAfterCollection();
    }
    expect(count).toBe(TOTAL);
    // Kept, the pages would take well over 100 MB; a few MB of noise from the runner are none of our business.
    expect(heapAfterCollection() - early).toBeLessThan(50_000_000);
  });
}

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('typeof gc === "function" ? gc : () => undefined') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
