/** A projection is a pure fold from events to rows; the runtime loads, folds and stores them (architecture.md, decision 4). */
import type { DomainEvent, EventMetadata } from '#kernel';

/** The envelope without the ids of commands: they are made from what a command held, and stay sealed where events are sealed. */
export type FoldedMetadata = Omit<EventMetadata, 'correlationId' | 'causationId' | 'commandDigest'>;

/** An event as projections see it: decoded, with its envelope and place. */
export interface ProjectedEvent<Event extends DomainEvent = DomainEvent> {
  readonly event: Event;
  readonly metadata: FoldedMetadata;
  readonly streamId: string;
  /** Revision in its stream, as text. */
  readonly revision: string;
}

/**
 * `evolve` must be a function of its arguments alone and must not keep or change the row it is given after returning.
 * Rows are plain JSON and hold nothing that differs between two ledgers with the same facts (no positions, no recording
 * times), so that a rebuild gives the same bytes.
 */
export interface Projection<Row extends object = object, Event extends DomainEvent = DomainEvent> {
  /** The question it answers, e.g. `caseload`. Lower camel case. */
  readonly name: string;
  /** Raised whenever `evolve` or the row changes; the rows are then built anew. */
  readonly version: number;
  /** Event types it folds; others are not offered to it. */
  readonly handles: readonly Event['type'][];
  /** The row an event belongs to; undefined where an event of a handled type belongs to none. */
  readonly key: (event: ProjectedEvent<Event>) => string | undefined;
  readonly evolve: (row: Row | undefined, event: ProjectedEvent<Event>) => Row;
}

/** Reads rows of one consistent moment. */
export interface ViewReader {
  get<Row extends object>(projection: string, key: string): Row | undefined;
  /** Those of these keys that there are, with one question: for pages of keys, not for all there are. */
  getMany<Row extends object>(projection: string, keys: readonly string[]): ReadonlyMap<string, Row>;
  /** Pages of rows in key order; `prefix` limits to keys that start with it, `after` skips up to and including a key. */
  scan<Row extends object>(projection: string, prefix?: string, after?: string): AsyncIterable<readonly { readonly key: string; readonly row: Row }[]>;
}
