/** What the services of a ledger need of it. */
import type { EventStore } from '#event-store';
import type { ViewReader } from '#projections';

export interface ServiceHost {
  readonly store: EventStore;
  /** The edge's clock. */
  readonly now: () => string;
  /** Folds what was recorded into the read models. */
  readonly catchUp: () => Promise<void>;
  /** Asks the read models, at one moment. */
  readonly read: <T>(work: (views: ViewReader) => Promise<T>) => Promise<T>;
  /** Work that must have ended before the stores are closed. */
  readonly track: <T>(work: () => Promise<T>) => Promise<T>;
}
