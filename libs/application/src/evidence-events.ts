/** The events of a bundle as they are stored, their place in the log, and the keys that go with them. */
import type { EventStore, RecordedEvent } from '#event-store';
import { type BundledKeys, type BundledStream, DESTROYED, MAX_BUNDLE_EVENTS, tooLarge } from '#bundle';
import type { EventMetadata } from '#kernel';
import { boxesIn } from '#vault';
import { type EvidenceScope, readRevisions, readWhole, type ScopePart } from '#reports';
import type { GivingKeys } from './keys-service.js';

/** A stored event with what may be opened of it. */
export interface ScopedEvent {
  readonly event: RecordedEvent;
  readonly opens: ScopePart['opens'];
}
export interface ScopedEvents {
  readonly events: readonly ScopedEvent[];
  readonly streams: readonly BundledStream[];
  /** Ids of the keys of the persons in scope. */
  readonly persons: ReadonlySet<string>;
}

/** @param stored the store beneath: what is proved is what is stored @throws DomainError `BUNDLE_TOO_LARGE` */
export async function scopedEvents(stored: EventStore, { parts }: EvidenceScope): Promise<ScopedEvents> {
  const events: ScopedEvent[] = [];
  const streams: BundledStream[] = [];
  const persons = new Set<string>();
  for (const part of parts) {
    const { streamId, revisions, types, county, opens, names } = part;
    const read = revisions === undefined ? await readWhole(stored, streamId) : await readRevisions(stored, { streamId, revisions });
    const own = read.filter(({ type, metadata }) => (types === undefined || types.has(type)) && (county === undefined || (metadata as unknown as EventMetadata).jurisdiction.code6 === county));
    if (own.length === 0) continue;
    events.push(...own.map((event) => ({ event, opens })));
    if (events.length > MAX_BUNDLE_EVENTS) throw tooLarge(`more than ${MAX_BUNDLE_EVENTS} events`, `${MAX_BUNDLE_EVENTS} events`);
    streams.push({ streamId, whole: revisions === undefined && own.length === read.length, events: own.length });
    // The first box of an event is that of the person it is about.
    if (names === true) for (const event of own) for (const { keyId } of boxesIn('', event)?.slice(0, 1) ?? []) persons.add(keyId);
  }
  return { events, streams: streams.sort((a, b) => (a.streamId < b.streamId ? -1 : 1)), persons };
}

/** By index in the log; of events that are not sealed nothing. */
export function keysOf(giving: GivingKeys | undefined, placed: readonly { readonly index: number; readonly event: RecordedEvent; readonly opens: ScopePart['opens'] }[], persons: ReadonlySet<string>): BundledKeys {
  if (giving === undefined) return {};
  const kept = giving.kept();
  const keys: Record<string, readonly (string | null)[]> = {};
  for (const { index, event, opens } of placed) {
    const given = giving.keysOf(event, (keyId) => opens === 'all' || (opens === 'scope' && (keyId === kept || persons.has(keyId))));
    if (given.length > 0) keys[String(index)] = given.map((key) => (key === null ? null : key === 'destroyed' ? DESTROYED : key.toString('base64')));
  }
  return keys;
}
