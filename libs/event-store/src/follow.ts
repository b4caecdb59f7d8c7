/** Turns paged reading of a ledger and a signal of change into a subscription: catch-up, then live. */
import type { AllSlice, ReadAllOptions, SubscribeOptions, SubscriptionItem } from './port.js';

/** Large enough to make a read worth its while, small enough that a slow consumer holds little. */
const PAGE = 500;

/** Wakes whoever waits for something to happen; a counter closes the gap between looking and waiting. */
export class Changes {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  /** How much has happened; remember it before looking, and pass it to `since`. */
  get count(): number {
    return this.#count;
  }

  happened(): void {
    this.#count += 1;
    for (const wake of this.#waiting) wake();
  }

  /** Resolves when something happened after `count`, when the signal aborts, or after `pollMs` if given. Never rejects. */
  since(count: number, signal: AbortSignal, pollMs?: number): Promise<void> {
    if (count !== this.#count || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        clearTimeout(timer);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
      const timer = pollMs === undefined ? undefined : setTimeout(wake, pollMs);
    });
  }
}

export interface FollowSource {
  readonly readAll: (options: ReadAllOptions) => AllSlice;
  readonly changes: Changes;
  /** Where nobody reports changes, look again after this long. */
  readonly pollMs?: number | undefined;
}

/** Holds one page at most; a consumer that is slow is simply read for less often. */
export async function* follow(source: FollowSource, options: SubscribeOptions): AsyncGenerator<SubscriptionItem, void, undefined> {
  const { signal } = options;
  let after = options.after;
  let announced = false;
  while (!signal.aborted) {
    const { count } = source.changes;
    const page = source.readAll({ after, limit: PAGE });
    for (const event of page.events) {
      yield { kind: 'event', event };
      if (signal.aborted) return;
      after = event.position;
      announced = false;
    }
    if (!page.end) continue;
    if (!announced) {
      announced = true;
      yield { kind: 'caughtUp' };
    }
    await source.changes.since(count, signal, source.pollMs);
  }
}
