/**
 * Under whose key something is stored, looked up in the ledger: a case is about its beneficiary or the head of its household, a household about its head.
 * The ledger itself is asked, never a copy of it: what is known here can be forgotten at any time.
 */
import type { EventStore, ExpectedRevision, NewEvent, RecordedEvent } from '#event-store';
import type { EventMetadata } from '#kernel';
import { SEALED } from './marks.js';
import { namedBy, type Owner, type Place, principalOf } from './owner.js';

/** The key with this id, if it is held; else the one that goes by these names. */
export interface KeyWanted {
  readonly id?: string | undefined;
  readonly names: readonly string[];
}

/** What is about to be appended. */
export interface Append {
  readonly streamId: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

/** First events of a stream in which it is looked for whom it is about: a case may begin with a lead that names nobody. */
const LOOKED_AT = 20;
/** Streams remembered. */
const REMEMBERED = 100_000;
/** finding → case → household → person. */
const DEPTH = 5;

export const placeOf = (streamId: string, metadata: NewEvent['metadata']): Place =>
  ({ streamId, category: streamId.slice(0, streamId.indexOf('-')), county: (metadata as unknown as Partial<EventMetadata>).jurisdiction?.code6 ?? '' });

export class Owners {
  private readonly known = new Map<string, KeyWanted>();

  /** @param held whether the key with this id is in the vault, and was not destroyed */
  constructor(private readonly store: EventStore, private readonly held: (keyId: string) => boolean) {}

  /** The key of an owner for whom nothing has to be looked up; undefined where it has. */
  knownKeyOf(owner: Owner): KeyWanted | undefined {
    if ('citizen' in owner) return { names: owner.stream === undefined ? [`citizen/${owner.citizen}`] : [`citizen/${owner.citizen}`, `stream/${owner.stream}`] };
    if ('own' in owner) return { names: [`stream/${owner.own}`] };
    return this.known.get(owner.stream);
  }

  async keyOf(owner: Owner, append: Append, depth = 0): Promise<KeyWanted> {
    const known = this.knownKeyOf(owner);
    if (known !== undefined || !('stream' in owner) || owner.stream === undefined) return known as KeyWanted;
    const found = await this.lookUp(owner.stream, append, depth);
    // Named by an event that is not written yet: it may never be.
    if (found?.written === true) this.remember(owner.stream, found.key);
    return found?.key ?? { names: [`stream/${owner.stream}`] };
  }

  /** Whom the stream is about that an append begins; undefined where it begins none, or its events do not say. */
  async begunBy(append: Append): Promise<KeyWanted | undefined> {
    if (append.expected !== 'noStream' || this.known.has(append.streamId)) return undefined;
    for (const event of append.events) {
      const owner = namedBy(placeOf(append.streamId, event.metadata), event.data);
      if (owner !== undefined) return this.keyOf(owner, append);
    }
    return undefined;
  }

  /** Mostly the first event names whom a stream is about: the others are read only where it does not. */
  private async *firstEvents(streamId: string): AsyncIterable<RecordedEvent> {
    for (const [from, limit] of [[0n, 1], [1n, LOOKED_AT - 1]] as const) {
      const slice = await this.store.readStream(streamId, { from, limit });
      if (slice.status === 'missing') return;
      yield* slice.events;
      if (slice.end) return;
    }
  }

  remember(streamId: string, key: KeyWanted): void {
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.set(streamId, key);
  }

  forget(): void {
    this.known.clear();
  }

  private async lookUp(streamId: string, append: Append, depth: number): Promise<{ readonly key: KeyWanted; readonly written: boolean } | undefined> {
    if (depth > DEPTH) return undefined;
    const isBegun = streamId === append.streamId && append.expected === 'noStream';
    const follow = (owner: Owner): Promise<KeyWanted> => this.keyOf(owner, append, depth + 1);
    if (!isBegun) for await (const event of this.firstEvents(streamId)) {
      const place = placeOf(streamId, event.metadata);
      const id = firstKey(event);
      if (id !== undefined && OF_THEMSELVES.has(place.category)) return { key: { id, names: [`stream/${streamId}`] }, written: true };
      const owner = namedBy(place, event.data);
      if (owner === undefined) continue;
      // The event is under the key of whom it names, as far as it says; to follow the name would lead to the same key by two more streams.
      if (id !== undefined && this.held(id) && isAbout(principalOf(place, event.data), streamId, owner)) return { key: { id, names: [`stream/${streamId}`] }, written: true };
      return { key: await follow(owner), written: true };
    }
    // Nobody can read them yet.
    if (streamId === append.streamId) for (const event of append.events) {
      const owner = namedBy(placeOf(streamId, event.metadata), event.data);
      if (owner !== undefined) return { key: await follow(owner), written: false };
    }
    return undefined;
  }
}

/** Their streams hold who they are about, not a name of another stream. */
const OF_THEMSELVES: ReadonlySet<string> = new Set(['person', 'finding']);

/** Whether an event that names `owner` was sealed for it, or for its stream, which it names the owner of. */
const isAbout = (principal: Owner | undefined, streamId: string, owner: Owner): boolean =>
  principal !== undefined && 'stream' in principal && (principal.stream === streamId || ('stream' in owner && principal.stream === owner.stream));

/** The key of the person a stored event is about; undefined where it is not sealed. */
function firstKey({ data }: RecordedEvent): string | undefined {
  const boxes = data[SEALED] as readonly (readonly [string, string])[] | undefined;
  return boxes?.[0]?.[0];
}
