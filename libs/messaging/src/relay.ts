/**
 * The relay: reads the ledger in its order from a bookmark, publishes every event, and moves the bookmark on when the brokers have acknowledged it.
 * At least once: after a crash between the two the same events come again, with the same ids. One batch is on its way at a time, so that the first
 * occurrences of the events of a stream stand in the topic in the stream's order; the next batch is made meanwhile. Nothing else is held in memory.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bookmark, type EventStore, isBookmarkOf, nextEvent, type RecordedEvent } from '#event-store';
import { DomainError } from '#kernel';
import type { Bookmarks } from './bookmark.js';
import type { OutgoingMessage, Publisher } from './publish.js';

/** Where messages go. One `send` at a time; fulfilled when every message is acknowledged by all in-sync replicas. */
export interface Outlet {
  send(messages: readonly OutgoingMessage[]): Promise<void>;
  close(): Promise<void>;
}
export interface RelayLink {
  readonly outlet: Outlet;
  /** Of the cluster the outlet leads to. */
  readonly bookmarks: Bookmarks;
}
export interface RelayFailure {
  /** RFC 3339 UTC, of the first of an unbroken row. */
  readonly since: string;
  readonly attempts: number;
  readonly code: string;
}
export interface RelayStatus {
  /** The last event that was acknowledged; null before the first, and until a link was made. */
  readonly position: string | null;
  /** Events acknowledged since the program started, by topic. */
  readonly published: Readonly<Record<string, number>>;
  readonly failure: RelayFailure | null;
  /** When the bookmark was last moved on, or there was nothing to publish. RFC 3339 UTC. */
  readonly progressAt: string;
}
export interface RelayOptions {
  readonly store: EventStore;
  readonly publisher: Publisher;
  /** Makes a link; called again after every failure. */
  readonly link: () => Promise<RelayLink>;
  readonly now: () => string;
  /** Told of every failure; the relay goes on by itself. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
  readonly firstRetryMs?: number | undefined;
}

/** Events read at once. */
const PAGE = 2_000;
/** Bytes of one batch: a broker refuses a megabyte for one partition, and all may go to the same. */
export const MAX_BATCH_BYTES = 900_000;
const MAX_RETRY_MS = 30_000;
/** How long stopping waits for a batch that is on its way. */
const STOP_MS = 5_000;

interface Batch {
  readonly messages: readonly OutgoingMessage[];
  readonly bookmark: Bookmark;
}

export class Relay {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private position: string | null = null;
  private readonly published = new Map<string, number>();
  private failure: RelayFailure | undefined;
  private progressAt: string;

  constructor(private readonly options: RelayOptions) {
    this.progressAt = options.now();
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Waits a bounded time for what is on its way; whatever was not acknowledged by then is published at the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.running, sleep(STOP_MS, undefined, { ref: false })]);
  }

  status(): RelayStatus {
    return { position: this.position, published: Object.fromEntries(this.published), failure: this.failure ?? null, progressAt: this.progressAt };
  }

  /** When the oldest event that is not published yet was recorded; null when everything is. */
  async behindSince(): Promise<string | null> {
    const [next] = (await this.options.store.readAll({ after: this.position ?? undefined, limit: 1 })).events;
    return next === undefined ? null : (next.metadata['recordedAt'] as string);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let delayMs = this.options.firstRetryMs ?? 500; !signal.aborted;) {
      const before = this.position;
      try {
        await this.publishWhileLinked(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.failed(error);
      }
      delayMs = this.position === before ? Math.min(delayMs * 2, MAX_RETRY_MS) : (this.options.firstRetryMs ?? 500);
      await sleep(delayMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private failed(error: unknown): void {
    const code = error instanceof DomainError ? error.code : 'KAFKA_UNAVAILABLE';
    this.failure = { since: this.failure?.since ?? this.options.now(), attempts: (this.failure?.attempts ?? 0) + 1, code };
    this.options.onFailure?.(error);
  }

  private async publishWhileLinked(signal: AbortSignal): Promise<void> {
    const { outlet, bookmarks } = await this.options.link();
    let sending: Promise<void> | undefined;
    try {
      const kept = bookmarks.read();
      let last = kept !== undefined && (await isBookmarkOf(this.options.store, kept)) ? kept : undefined;
      this.position = last?.position ?? null;
      while (!signal.aborted) {
        const { events } = await this.options.store.readAll({ after: last?.position, limit: PAGE });
        if (events.length === 0) {
          await sending;
          sending = undefined;
          this.progressed();
          await nextEvent(this.options.store, last?.position, signal);
          continue;
        }
        for (const batch of this.batchesOf(events, last)) {
          await sending;
          if (signal.aborted) return;
          sending = this.deliver(outlet, bookmarks, batch);
          // Looked at when the next batch is ready; until then nobody waits for it.
          sending.catch(() => undefined);
          last = batch.bookmark;
        }
      }
      await sending;
    } finally {
      await outlet.close();
    }
  }

  private async deliver(outlet: Outlet, bookmarks: Bookmarks, { messages, bookmark }: Batch): Promise<void> {
    await outlet.send(messages);
    bookmarks.keep(bookmark);
    this.position = bookmark.position;
    for (const { topic } of messages) this.published.set(topic, (this.published.get(topic) ?? 0) + 1);
    this.progressed();
  }

  private progressed(): void {
    this.progressAt = this.options.now();
    this.failure = undefined;
  }

  private *batchesOf(events: readonly RecordedEvent[], before: Bookmark | undefined): Generator<Batch> {
    let messages: OutgoingMessage[] = [];
    let bytes = 0;
    let last = before;
    for (const event of events) {
      const message = this.options.publisher.messageOf(event);
      const size = bytesOf(message);
      if (messages.length > 0 && bytes + size > MAX_BATCH_BYTES) {
        yield { messages, bookmark: last as Bookmark };
        messages = [];
        bytes = 0;
      }
      messages.push(message);
      bytes += size;
      last = { position: event.position, eventId: event.eventId, before: last?.position ?? null };
    }
    yield { messages, bookmark: last as Bookmark };
  }
}

/** What a record takes up, framing included. */
function bytesOf({ key, value, headers }: OutgoingMessage): number {
  let bytes = 40 + Buffer.byteLength(key) + Buffer.byteLength(value);
  for (const name in headers) bytes += 4 + name.length + Buffer.byteLength(headers[name] as string);
  return bytes;
}
