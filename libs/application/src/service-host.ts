/** What the services of a ledger need of it. */
import type { EventStore, RecordedEvent } from '#event-store';
import type { ViewReader } from '#projections';

export interface ServiceHost {
  readonly store: EventStore;
  /** The store beneath, which holds what is said of persons sealed, and how one of its events is opened (sealed-reads.ts). */
  readonly stored: EventStore;
  readonly open: (recorded: RecordedEvent) => RecordedEvent;
  /** The edge's clock. */
  readonly now: () => string;
  /** Folds what was recorded into the read models. */
  readonly catchUp: () => Promise<void>;
  /** Asks the read models, at one moment. */
  readonly read: <T>(work: (views: ViewReader) => Promise<T>) => Promise<T>;
  /** Names the stream of a citizen, so that the number cannot be tried out. */
  readonly citizenName: (idNo: string) => string;
  /** A name that only this ledger makes of a text, the same every time. */
  readonly secretName: (text: string) => string;
  /** Work that must have ended before the stores are closed. */
  readonly track: <T>(work: () => Promise<T>) => Promise<T>;
}
