/** How long the adapter waits and how often it tries again: every wait and every retry has an end. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  /** One attempt of an append, or silence in the middle of a page, may last this long. */
  readonly attemptTimeoutMs: number;
  /** Attempts of one append or one page before the caller hears of it. */
  readonly attempts: number;
  /** Failures in a row before a subscription gives up. */
  readonly subscriptionAttempts: number;
  /** Wait before the second attempt; doubles from attempt to attempt. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** An idle subscription looks for itself this often, in case the server's notice got lost. */
  readonly idlePollMs: number;
}

/** Together about a quarter of a minute for a call to a server that is away, and about a quarter of an hour for a subscription. */
export const DEFAULT_PATIENCE: Patience = {
  attemptTimeoutMs: 10_000,
  attempts: 9,
  subscriptionAttempts: 200,
  firstDelayMs: 50,
  maxDelayMs: 5_000,
  idlePollMs: 30_000,
};

/** Waits after the given failed attempt (from 1); an abort ends the wait at once, without an error. */
export async function pause(failed: number, patience: Patience, signal?: AbortSignal): Promise<void> {
  const ceiling = Math.min(patience.maxDelayMs, patience.firstDelayMs * 2 ** Math.min(failed - 1, 20));
  // Spread out, so that many writers do not come back at the same moment.
  const delay = ceiling * (0.5 + Math.random() / 2);
  await sleep(delay, undefined, signal ? { signal } : {}).catch(() => undefined);
}

/** What a promise gives, or a rejection with `late()` when it takes too long; what comes afterwards is dropped. */
export async function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([work, new Promise<never>((_, reject) => { timer = setTimeout(() => { reject(late()); }, ms); })]);
  } finally {
    clearTimeout(timer);
  }
}
