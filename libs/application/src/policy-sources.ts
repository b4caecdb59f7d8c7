/**
 * What decides, straight from the ledger's streams: published values and adopted packs, as far as they were known. A determination
 * rests on this and not on read models, which may be behind by a moment.
 */
import { type CivilDate, DomainError, type EventMetadata, type DomainEvent, parseInstant, type StreamType } from '#kernel';
import type { EventStore } from '#event-store';
import {
  type Adoption, adoptionOn, type BoundPack, type Pack, type PackEvent, type PackRef, packStream, PolicyBook, PublishedValues, type PublishedStandard, publishersOf, type StandardEvent, standardsStream, withStandardEvent,
} from '#policy';

/** Restricts what is known: by an instant, or to the first events of streams, as they were read before. */
export type Known =
  | { readonly kind: 'now' }
  | { readonly kind: 'at'; readonly instant: string }
  | { readonly kind: 'read'; readonly revisions: Readonly<Record<string, string>> };

export const NOW: Known = { kind: 'now' };
export const knownBy = (knownAt: string | undefined): Known => (knownAt === undefined ? NOW : { kind: 'at', instant: parseInstant(knownAt) });

/** Values published for a place, and how far each of their streams was read; the latter is exact only where everything was. */
export interface ReadValues {
  readonly published: PublishedValues;
  readonly read: Readonly<Record<string, string>>;
}

/** A version of a pack from a day on, with its content. */
export type AdoptedPack = Adoption & BoundPack;

interface KnownEvent<Event> {
  readonly event: Event;
  readonly recordedAt: string;
}

const streamOf = ({ category }: { readonly category: string }, id: string): string => `${category}-${id}`;
const standardsFrom = (events: readonly KnownEvent<StandardEvent>[]): readonly PublishedStandard[] =>
  events.reduce<readonly PublishedStandard[]>((published, { event }) => withStandardEvent(published, event), []);

const adoptedPack = ({ event: { data: { version, sha256, effectiveFrom, content } } }: KnownEvent<PackEvent>): AdoptedPack => ({ version, sha256, effectiveFrom, pack: content });
/** As a shipped pack holds, which says itself from when it decides. */
const ALWAYS = '0001-01-01';

/** Streams kept in memory, decoded; few hundred events each. */
const MAX_STREAMS = 1_000;
const MAX_BOOKS = 50;

export class PolicySources {
  private readonly streams = new Map<string, readonly KnownEvent<DomainEvent>[]>();
  private readonly books = new Map<string, PolicyBook>();

  constructor(private readonly store: EventStore, readonly shipped: () => readonly BoundPack[]) {}

  /** What one county, city or province published. */
  async standardsOf(code6: string, known: Known): Promise<readonly PublishedStandard[]> {
    return standardsFrom(await this.known(standardsStream, code6, known));
  }

  /** What holds at a place: the values of its county, city and province. */
  async valuesFor(division: string, known: Known): Promise<ReadValues> {
    const read: Record<string, string> = {};
    const standards: PublishedStandard[] = [];
    for (const code6 of publishersOf(division).filter((code) => code.length === 6)) {
      const events = await this.known(standardsStream, code6, known);
      standards.push(...standardsFrom(events));
      if (events.length > 0) read[streamOf(standardsStream, code6)] = String(events.length - 1);
    }
    return { published: new PublishedValues(standards), read };
  }

  /**
   * What was adopted of each pack that comes with the program, in the order of adoption. Where nothing had been adopted by the instant
   * in question, but was later, the first adopted content is taken to have held all along: a program brought it, and this one may bring
   * a later version. A first adoption above the shipped version did not come with a program, so nothing is known to have held before.
   */
  async adopted(known: Known): Promise<ReadonlyMap<string, readonly AdoptedPack[]>> {
    const adopted = new Map<string, readonly AdoptedPack[]>();
    for (const { pack: { pack: name, version: shippedVersion } } of this.shipped()) {
      const events = await this.known(packStream, name, known);
      const [first] = events.length > 0 || known.kind !== 'at' ? [] : await this.known(packStream, name, NOW);
      if (first !== undefined && first.event.data.version <= shippedVersion) adopted.set(name, [{ ...adoptedPack(first), effectiveFrom: ALWAYS }]);
      else adopted.set(name, events.map(adoptedPack));
    }
    return adopted;
  }

  /** The book of a day: of each pack the version adopted for it, else the one that comes with the program. */
  bookOn(adopted: ReadonlyMap<string, readonly AdoptedPack[]>, on: CivilDate): PolicyBook {
    return this.bookOf(this.shipped().map((bound) => adoptionOn(adopted.get(bound.pack.pack) ?? [], on) ?? bound));
  }

  /** The book that holds these very packs. @throws DomainError `PACK_MISSING` */
  bookOfRefs(adopted: ReadonlyMap<string, readonly AdoptedPack[]>, refs: readonly PackRef[]): PolicyBook {
    return this.bookOf(refs.map(({ pack, version, sha256 }) => {
      const bound = adopted.get(pack)?.find((adoption) => adoption.version === version && adoption.sha256 === sha256);
      if (bound === undefined) throw new DomainError('PACK_MISSING', 'notFound', `The ledger does not hold version ${version} of ${pack} with the hash that a determination names. Restore the ledger it was recorded in.`, { pack, version });
      return bound;
    }));
  }

  private bookOf(packs: readonly { readonly pack: Pack; readonly sha256: string }[]): PolicyBook {
    const name = packs.map(({ sha256 }) => sha256).join(' ');
    const known = this.books.get(name);
    if (known !== undefined) return known;
    const book = new PolicyBook(packs.map(({ pack, sha256 }) => ({ pack, sha256 })));
    if (this.books.size >= MAX_BOOKS) this.books.clear();
    this.books.set(name, book);
    return book;
  }

  private async known<State, Command, Event extends DomainEvent>(type: StreamType<State, Command, Event>, id: string, known: Known): Promise<readonly KnownEvent<Event>[]> {
    const stream = streamOf(type, id);
    const events = await this.readStream(type, stream);
    switch (known.kind) {
      case 'now':
        return events;
      case 'at':
        return events.filter(({ recordedAt }) => recordedAt <= known.instant);
      case 'read':
        return events.slice(0, Number(known.revisions[stream] ?? -1) + 1);
    }
  }

  /** All events of a stream. What was read before does not change, so only what follows it is read. */
  private async readStream<State, Command, Event extends DomainEvent>(type: StreamType<State, Command, Event>, stream: string): Promise<readonly KnownEvent<Event>[]> {
    let events = (this.streams.get(stream) ?? []) as readonly KnownEvent<Event>[];
    for (let end = false; !end;) {
      const slice = await this.store.readStream(stream, { from: BigInt(events.length) });
      if (slice.status === 'missing') return [];
      end = slice.end;
      if (slice.events.length > 0) {
        events = [...events, ...slice.events.map(({ type: name, data, metadata }) => {
          const { schemaVer, recordedAt } = metadata as unknown as EventMetadata;
          return { event: type.codec.decode(name, schemaVer, data), recordedAt };
        })];
      }
    }
    if (!this.streams.has(stream) && this.streams.size >= MAX_STREAMS) this.streams.clear();
    if (events.length > (this.streams.get(stream)?.length ?? 0)) this.streams.set(stream, events);
    return events;
  }
}
