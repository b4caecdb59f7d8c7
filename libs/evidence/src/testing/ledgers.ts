/** Small ledgers for tests: events that are the same each time. */
import { type EventStore, type NewEvent } from '#event-store';
import { openMemoryEventStore } from '#event-store/memory/memory-event-store';
import { uuidOf } from '#kernel';

/** Event number `n`: of one of seven streams, now and then a large one. */
export const eventNo = (n: number): NewEvent => ({
  eventId: uuidOf(`event ${n}`), type: n % 3 === 0 ? 'Opened' : 'Noted', data: { n, text: '示例'.repeat(n % 5), ...(n === 96 ? { long: 'x'.repeat(70_000) } : {}) },
  metadata: { schemaVer: 1, reason: null },
});
export const streamOf = (n: number): string => `case-${n % 7}@360111`;

/** Appends events number `from` up to, not including, `to`. */
export async function grow(store: EventStore, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 1) {
    const revision = BigInt(Math.floor(n / 7)) - 1n;
    await store.append(streamOf(n), revision < 0n ? 'noStream' : revision, [eventNo(n)]);
  }
}

export async function memoryLedger(count: number): Promise<EventStore> {
  const store = openMemoryEventStore();
  await grow(store, 0, count);
  return store;
}
