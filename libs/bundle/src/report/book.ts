/** The contents of a bundle as the sections look them up: events by place and kind, and links that lead somewhere. */
import type { Json, JsonObject } from '#kernel';
import type { BundleContents, OpenedEvent } from '../contents.js';
import { type Content, html, type Html, joined, NOTHING } from './html.js';

/** Of an event whose data say it; undefined where it is absent, closed, or of another type. */
export const textOf = (of: JsonObject, field: string): string | undefined => (typeof of[field] === 'string' ? of[field] : undefined);
export const numberOf = (of: JsonObject, field: string): number | undefined => (typeof of[field] === 'number' ? of[field] : undefined);
export const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
/** A value whose key was not given. */
export const isClosed = (value: Json | undefined): boolean => isObject(value) && Object.keys(value).length === 1 && typeof value['closed'] === 'string';

export const occurredAt = ({ metadata }: OpenedEvent): string => textOf(metadata, 'occurredAt') ?? '';
export const recordedAt = ({ metadata }: OpenedEvent): string => textOf(metadata, 'recordedAt') ?? '';
/** `case` of `case-QS1@360111`, and `QS1@360111`. */
export const categoryOf = ({ streamId }: OpenedEvent): string => (streamId.includes('-') ? streamId.slice(0, streamId.indexOf('-')) : streamId);
export const keyOf = ({ streamId }: OpenedEvent): string => streamId.slice(streamId.indexOf('-') + 1);
/** A number that an event names, with the county of the event: `<number>@<county>`. */
export function numberKey({ metadata }: OpenedEvent, number: string): string {
  const at = metadata['jurisdiction'];
  const county = isObject(at) ? textOf(at, 'code6') : undefined;
  return number.includes('@') || county === undefined ? number : `${number}@${county}`;
}

/** In the order in which each group is first met. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
/** Of one category of streams, by what they are about. */
export const byStream = (events: readonly OpenedEvent[]): ReadonlyMap<string, readonly OpenedEvent[]> => grouped(events, keyOf);

export const tenDigits = (index: number): string => String(index).padStart(10, '0');

export class Book {
  /** In the order of the log. */
  readonly events: readonly OpenedEvent[];
  private readonly byIndex: ReadonlyMap<number, OpenedEvent>;
  private readonly byPlace: ReadonlyMap<string, OpenedEvent>;
  private readonly byId: ReadonlyMap<string, OpenedEvent>;
  private readonly paperAnchors: ReadonlyMap<string, string>;
  private readonly ruleAnchors: ReadonlyMap<string, string>;

  constructor(readonly contents: BundleContents) {
    this.events = [...contents.events].sort((a, b) => a.index - b.index);
    this.byIndex = new Map(this.events.map((event) => [event.index, event]));
    this.byPlace = new Map(this.events.map((event) => [`${event.streamId}/${event.revision}`, event]));
    this.byId = new Map(this.events.map((event) => [event.eventId, event]));
    this.paperAnchors = new Map(contents.papers.map(({ sha256 }, index) => [sha256, `p${index + 1}`]));
    // Of a rule that stands in two packs the first: an event names no pack with it.
    this.ruleAnchors = new Map([...contents.rules].map(({ id }, index) => [id, `r${index + 1}`] as const).reverse());
  }

  ofCategory(category: string): readonly OpenedEvent[] {
    return this.events.filter((event) => categoryOf(event) === category);
  }
  at(streamId: string, revision: string): OpenedEvent | undefined {
    return this.byPlace.get(`${streamId}/${revision}`);
  }
  withId(eventId: string): OpenedEvent | undefined {
    return this.byId.get(eventId);
  }

  /** To an event: where the report tells it, and its entry. */
  ref(index: number): Html {
    if (!this.byIndex.has(index)) return html`<span class="ref">〔记录 ${index}，不在本包〕</span>`;
    return html`<span class="ref">〔<a href="#e${index}">${index}</a>·<a href="entries/${tenDigits(index)}.json">原文</a>〕</span>`;
  }
  refs(indexes: readonly number[]): Html {
    return html`${indexes.map((index) => this.ref(index))}`;
  }
  refTo(events: readonly OpenedEvent[]): Html {
    return this.refs(events.map(({ index }) => index));
  }
  /** To a paper by its hash, where the report lists it. */
  paper(sha256: string, shown: Content): Html {
    const anchor = this.paperAnchors.get(sha256);
    return anchor === undefined ? html`${shown}` : html`<a href="#${anchor}">${shown}</a>`;
  }
  rule(id: string): Html {
    const anchor = this.ruleAnchors.get(id);
    return anchor === undefined ? html`${id}` : html`<a href="#${anchor}">${id}</a>`;
  }
  rules(ids: readonly string[]): Html {
    return ids.length === 0 ? NOTHING : joined(ids.map((id) => this.rule(id)), '、');
  }
}
