/**
 * Reads that leave sealed what they have no use for: opening an event costs more than reading it, and a list has a million of them.
 * What is left sealed shows a mark in the place of the value. Appends are sealed as ever.
 */
import type { EventStore, RecordedEvent } from '#event-store';
import type { Json, JsonObject } from '#kernel';
import type { ServiceHost } from './service-host.js';

export type SealedLedger = Pick<ServiceHost, 'store' | 'stored' | 'open'>;

/** The ledger, of which only these events are opened. */
export const opening = (ledger: SealedLedger, needed: (stored: RecordedEvent) => boolean): EventStore => ({
  append: (streamId, expected, events) => ledger.store.append(streamId, expected, events),
  readStream: async (streamId, options) => {
    const slice = await ledger.stored.readStream(streamId, options);
    return slice.status === 'missing' ? slice : { ...slice, events: slice.events.map((event) => (needed(event) ? ledger.open(event) : event)) };
  },
  readAll: (options) => ledger.store.readAll(options),
  subscribe: (options) => ledger.store.subscribe(options),
  close: () => ledger.store.close(),
});

/** States, amounts, days and numbers of items, which all stand open. */
export const openingNothing = (ledger: SealedLedger): EventStore => opening(ledger, () => false);
/** Everything that events say; only ids in envelopes may stay sealed. */
export const openingData = (ledger: SealedLedger): EventStore => opening(ledger, ({ data }) => isMarked(data));

/** Whether a mark (libs/vault) stands anywhere in the value. */
function isMarked(value: Json | undefined): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return (value as readonly Json[]).some(isMarked);
  return Object.hasOwn(value, '$') || Object.values(value as JsonObject).some(isMarked);
}
