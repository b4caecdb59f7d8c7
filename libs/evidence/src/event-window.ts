/** The events of a ledger as they are compared with a log: a few ahead of the place that was reached, and what the first one that deviates is called. */
import type { EventStore } from '#event-store';
import { DomainError } from '#kernel';
import { type EntryIdentity, type LedgerEntry, readEntries } from './entry.js';
import { leafHash, sameHash } from './tree/hash.js';

/**
 * `altered`: it stands where it was logged but reads otherwise, or cannot be read. `missing`: it was logged and is not there. `inserted`: it is there and was not logged.
 * `reordered`: it was logged, elsewhere. `unlogged`: it follows the last event that was logged.
 */
export interface EventFinding {
  readonly kind: 'altered' | 'missing' | 'inserted' | 'reordered' | 'unlogged';
  /** Place in the ledger and in the log, from 0. */
  readonly index: number;
  /** Of the event as it was logged, or for one that was not, as it is stored; what is not known is null. */
  readonly streamId: string | null;
  readonly revision: string | null;
  readonly type: string | null;
  readonly eventId: string | null;
  /** The store's own word for the place; null for an event that is missing or cannot be read. */
  readonly position: string | null;
}

/** An event the store cannot hand back. */
export interface UnreadableEvent { readonly unreadable: true }
export type StoredEvent = LedgerEntry | UnreadableEvent;
export const isReadable = (event: StoredEvent): event is LedgerEntry => !('unreadable' in event);

/** What no event has: the hash of a leaf is never all zeroes. */
const NO_LEAF = Buffer.alloc(32);
const leaves = new WeakMap<StoredEvent, Buffer>();
export function leafOf(event: StoredEvent): Buffer {
  let leaf = leaves.get(event);
  if (leaf === undefined) leaves.set(event, (leaf = isReadable(event) ? computed(event) : NO_LEAF));
  return leaf;
}

const computed = (event: LedgerEntry): Buffer => orUnlike(() => leafHash(event.entry()), NO_LEAF);

function orUnlike<T>(of: () => T, unlike: T): T {
  try {
    return of();
  } catch (error) {
    // What canonical JSON has no form for was written by somebody else.
    if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) return unlike;
    throw error;
  }
}

/** Whether these bytes are what is logged for the event. */
export function isEntry(event: StoredEvent, entry: Buffer): boolean {
  return isReadable(event) && orUnlike(() => event.entry().equals(entry), false);
}

/** Events read at once. */
const PAGE = 256;

/** A place between two events, by the store's own words: in front of the event that was passed last, and behind it; null at the beginning. */
export interface WindowPlace {
  readonly before: string | null;
  readonly position: string | null;
}

export class EventWindow {
  private events: StoredEvent[] = [];
  private last: string | undefined;
  private ended = false;
  private passed: WindowPlace;

  /** @param from events up to there are passed already */
  constructor(private readonly store: EventStore, from?: WindowPlace) {
    this.passed = from ?? { before: null, position: null };
    this.last = this.passed.position ?? undefined;
  }

  /** Behind the last event that was passed. */
  get place(): WindowPlace {
    return this.passed;
  }

  /** Up to so many events from the place that was reached; fewer at the end. */
  async ahead(count: number): Promise<readonly StoredEvent[]> {
    while (this.events.length < count && !this.ended) await this.readOn();
    return this.events.slice(0, count);
  }

  pass(): void {
    const event = this.events.shift();
    if (event !== undefined && isReadable(event)) this.passed = { before: this.passed.position, position: event.position };
  }

  private async readOn(): Promise<void> {
    for (const limit of [PAGE, 1]) {
      try {
        const page = await readEntries(this.store, { after: this.last, limit });
        this.events.push(...page.events);
        this.last = page.events.at(-1)?.position ?? this.last;
        this.ended = page.end;
        // After one that could not be read with others, one by one up to it.
        return;
      } catch (error) {
        if (!isDamage(error)) throw error;
        if (limit > 1) continue;
        this.events.push({ unreadable: true });
        this.ended = true;
      }
    }
  }
}

/** What is stored cannot be read, as against a store that cannot be reached. */
const isDamage = (error: unknown): boolean =>
  !(error instanceof DomainError) || error.code === 'EVENT_UNREADABLE' || (error.code === 'STORE_UNAVAILABLE' && /^SQLITE_(CORRUPT|NOTADB)/.test(String(error.details['code'])));

/** Who stands there. */
export const asStored = (event: StoredEvent): Omit<EventFinding, 'kind' | 'index'> =>
  (isReadable(event) ? { ...named(event.identity()), position: event.position } : { ...named({}), position: null });

const named = ({ streamId, revision, type, eventId }: EntryIdentity) => ({ streamId: streamId ?? null, revision: revision ?? null, type: type ?? null, eventId: eventId ?? null });

export interface Deviation {
  readonly index: number;
  /** Who the log says stands there. */
  readonly logged: EntryIdentity;
  /** What was logged from there on, as far as it is looked at. */
  readonly leaves: readonly Buffer[];
  readonly window: EventWindow;
  readonly store: EventStore;
}

/** What became of the first event that is not the one that was logged. */
export async function nameDeviation({ index, logged, leaves, window, store }: Deviation): Promise<EventFinding> {
  const stored = await window.ahead(leaves.length + PAGE);
  const [here] = stored;
  const asLogged = named(logged);
  const missing: EventFinding = { kind: 'missing', index, ...asLogged, position: null };
  if (here === undefined) return missing;
  if (!isReadable(here)) return { ...missing, kind: 'altered' };
  const stands = here.identity();
  const hereWasLogged = leaves.some((leaf) => sameHash(leaf, leafOf(here)));
  const loggedIsLater = stored.some((event) => sameHash(leafOf(event), leaves[0] as Buffer));
  // Behind what was inserted everything has moved; where something stands in its place, two events were exchanged.
  const isInPlace = stored.some((event, n) => leaves[n] !== undefined && sameHash(leafOf(event), leaves[n]));
  if (loggedIsLater && (hereWasLogged || isInPlace)) return { kind: 'reordered', index, ...asLogged, position: here.position };
  if (loggedIsLater) return { kind: 'inserted', index, ...asStored(here) };
  if (hereWasLogged) return (await isStillThere(logged, store)) ? { kind: 'reordered', index, ...asLogged, position: here.position } : missing;
  const samePlace = stands.eventId === logged.eventId || (stands.streamId === logged.streamId && stands.revision === logged.revision) || Object.keys(logged).length === 0;
  if (samePlace) return { kind: 'altered', index, ...named(logged.streamId === undefined ? stands : logged), position: here.position };
  return (await isStillThere(logged, store)) ? { kind: 'reordered', index, ...asLogged, position: here.position } : { kind: 'altered', index, ...asLogged, position: here.position };
}

/** Whether the logged event stands in its stream all the same, wherever in the ledger that is. */
async function isStillThere({ streamId, revision, eventId }: EntryIdentity, store: EventStore): Promise<boolean> {
  if (streamId === undefined || revision === undefined) return false;
  try {
    const slice = await store.readStream(streamId, { from: BigInt(revision), limit: 1 });
    return slice.status === 'found' && slice.events[0]?.eventId === eventId;
  } catch {
    // Whatever keeps it from being read, it is not there as it was.
    return false;
  }
}
