/**
 * A subscription made of pages: catch up page by page, say so, wait until the server rings, and read pages again.
 * The server's own subscription only rings. So a slow consumer holds no more than one page, `caughtUp` stands exactly between the events
 * (the client reports it beside the stream, not in it; servers before 23.10 do not at all), and after a broken connection the bookmark is all it takes to go on.
 */
import { START, streamNameFilter, type EventStoreDBClient, type Position } from '@eventstore/db-client';
import type { SubscriptionItem } from '../port.js';
import { failureOf, unavailable } from './failures.js';
import type { LogPage, Pages } from './pages.js';
import { pause, type Patience } from './patience.js';

/** Records of the log held by one subscription at a time. */
const PAGE = 500;
const WHAT = 'subscription to the ledger';

export interface FollowContext {
  readonly client: EventStoreDBClient;
  readonly pages: Pages;
  readonly patience: Patience;
  /** Ends with the consumer's signal and with the store. */
  readonly signal: AbortSignal;
}

/** Yields until the signal aborts, then returns. */
export async function* follow(context: FollowContext, after: Position | undefined): AsyncGenerator<SubscriptionItem, void, void> {
  const { pages, patience, signal } = context;
  let cursor = after;
  let isNews = true;
  for (let failures = 0; !signal.aborted;) {
    try {
      const page: LogPage | undefined = await unlessAborted(signal, pages.fetch(WHAT, 'forward', cursor, PAGE));
      if (!page) return;
      for (const event of page.events) {
        yield { kind: 'event', event };
        if (signal.aborted) return;
      }
      cursor = page.cursor;
      if (page.events.length > 0) [isNews, failures] = [true, 0];
      if (!page.end) continue;
      if (isNews) {
        isNews = false;
        yield { kind: 'caughtUp' };
        if (signal.aborted) return;
      }
      await ring(context, cursor);
      failures = 0;
    } catch (error) {
      const failure = failureOf(error, WHAT);
      if (failure.kind === 'final') throw failure.error;
      if (failure.kind !== 'disturbance') throw error;
      failures += 1;
      if (failures >= patience.subscriptionAttempts) throw unavailable(WHAT, failures, failure.cause);
      await pause(failures, patience, signal);
    }
  }
}

/** Returns when something was written after the position, when it is time to look anyway, or when aborted. */
async function ring({ client, patience, signal }: FollowContext, cursor: Position | undefined): Promise<void> {
  const bell = client.subscribeToAll({ fromPosition: cursor ?? START, filter: streamNameFilter({ regex: '^[^$]' }), requiresLeader: true });
  // The client reports errors on a subscription also after it ended; unheard they would end the process.
  bell.on('error', () => undefined);
  let cleanUp: () => void = () => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, patience.idlePollMs);
      const onAbort = (): void => { resolve(); };
      signal.addEventListener('abort', onAbort, { once: true });
      cleanUp = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      };
      bell.once('data', () => { resolve(); });
      bell.once('error', reject);
      bell.once('end', () => { reject(new Error('the server ended the subscription')); });
      if (signal.aborted) resolve();
    });
  } finally {
    cleanUp();
    bell.unsubscribe().catch(() => undefined);
  }
}

/** What the work gives, or `undefined` as soon as the signal aborts. */
async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<undefined>((resolve) => { onAbort = () => { resolve(undefined); }; });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
