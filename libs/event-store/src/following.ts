/** What followers of the ledger share: waiting for what follows a place in it, and finding that place again. */
import { DomainError } from '#kernel';
import type { EventStore } from './port.js';

/** Waits until an event follows the position, or the signal aborts. It only wakes: whoever follows then reads in pages, which costs less than event by event. */
export async function nextEvent(store: EventStore, after: string | undefined, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const waiting = new AbortController();
  const stop = (): void => waiting.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const item of store.subscribe({ after, signal: waiting.signal })) if (item.kind === 'event') return;
  } finally {
    signal.removeEventListener('abort', stop);
    waiting.abort();
  }
}

/** The last event a follower is done with. `before` is the position in front of it, by which it is found again: another ledger in its place is noticed. */
export interface Bookmark {
  readonly position: string;
  readonly eventId: string;
  readonly before: string | null;
}

/** Whether the bookmark is one of this ledger; one of a ledger that was restored or replaced counts as none. */
export async function isBookmarkOf(store: EventStore, { position, eventId, before }: Bookmark): Promise<boolean> {
  try {
    const [event] = (await store.readAll({ after: before ?? undefined, limit: 1 })).events;
    return event?.eventId === eventId && event.position === position;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'POSITION_INVALID') return false;
    throw error;
  }
}
