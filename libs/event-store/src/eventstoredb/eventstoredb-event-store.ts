/**
 * The event store port over EventStoreDB (22.10 or later) or KurrentDB, for installations of several offices or servers.
 *
 * What it takes from the server and what it does itself:
 * - Stores opened with the same connection string share one client. Appends do not use the client's batch stream (clients.ts says why).
 * - All reads and appends ask for the leader, so that a writer reads what it wrote.
 * - An append whose answer is lost is looked for by event id and repeated at most a fixed number of times; it happens once (appends.ts).
 * - Positions are `<commit>:<prepare>`. The server's own streams (`$…`), stream metadata and links are not part of the ledger.
 * - Anything but JSON objects, and streams with a hole at the beginning, are refused: nothing is skipped.
 */
import { checkLimit, checkStreamId, encodeAppend, storeClosed } from '../guard.js';
import type { AllSlice, AppendResult, EventStore, ExpectedRevision, NewEvent, ReadAllOptions, ReadStreamOptions, StreamSlice, SubscribeOptions, SubscriptionItem } from '../port.js';
import { Appends } from './appends.js';
import { leaseClient, type ClientLease } from './clients.js';
import { streamTruncated } from './failures.js';
import { follow } from './follow.js';
import { Pages } from './pages.js';
import { DEFAULT_PATIENCE, type Patience } from './patience.js';
import { MAX_INT64, parsePosition, toRecorded } from './records.js';

export interface EventStoreDbOptions {
  /** Differences from the default waits and retries. */
  readonly patience?: Partial<Patience>;
}

/**
 * Opens the store and makes sure that the server answers.
 * @param connectionString as of the EventStoreDB documentation: `esdb://host:2113?tls=false`, `esdb://user:password@a:2113,b:2113,c:2113`
 * @throws DomainError `CONNECTION_STRING_INVALID` `STORE_UNAVAILABLE` `STORE_ACCESS_DENIED`
 */
export async function openEventStoreDb(connectionString: string, options: EventStoreDbOptions = {}): Promise<EventStore> {
  const store = new EventStoreDbEventStore(leaseClient(connectionString), { ...DEFAULT_PATIENCE, ...options.patience });
  try {
    await store.readAll({ direction: 'backward', limit: 1 });
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

class EventStoreDbEventStore implements EventStore {
  private readonly pages: Pages;
  private readonly appends: Appends;
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly ending = new AbortController();
  private closing: Promise<void> | undefined;
  /** Set when closing has waited for the appends: only then are reads refused, for an append may need them. */
  private closed = false;

  constructor(
    private readonly lease: ClientLease,
    private readonly patience: Patience,
  ) {
    this.pages = new Pages(lease.client, patience, () => { if (this.closed) throw storeClosed(); });
    this.appends = new Appends(lease.client, this.pages, patience);
  }

  async append(streamId: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.checkOpen();
    const appending = this.appends.append(streamId, expected, encodeAppend(streamId, events));
    this.underWay.add(appending);
    try {
      return await appending;
    } finally {
      this.underWay.delete(appending);
    }
  }

  async readStream(streamId: string, options: ReadStreamOptions = {}): Promise<StreamSlice> {
    this.checkOpen();
    checkStreamId(streamId);
    const limit = checkLimit(options.limit);
    const direction = options.direction ?? 'forward';
    const from = options.from ?? (direction === 'forward' ? 0n : undefined);
    const bounded = from === undefined || from < 0n ? from : from < MAX_INT64 ? from : MAX_INT64 - 1n;
    // Before the first event: forward that is the first, backward there is nothing.
    const isBefore = bounded !== undefined && bounded < 0n;
    const records = await this.pages.stream(streamId, direction, isBefore ? 0n : bounded, limit + 1);
    if (!records) return { status: 'missing' };
    if (isBefore && direction === 'backward') return { status: 'found', events: [], end: true };
    const [first] = records;
    const wanted = isBefore ? 0n : bounded ?? 0n;
    if (direction === 'forward' && first && first.revision !== wanted) throw streamTruncated(streamId, wanted, first.revision);
    return { status: 'found', events: records.slice(0, limit).map(toRecorded), end: records.length <= limit };
  }

  async readAll(options: ReadAllOptions = {}): Promise<AllSlice> {
    this.checkOpen();
    const limit = checkLimit(options.limit);
    const after = options.after === undefined ? undefined : parsePosition(options.after);
    return this.pages.ledger(options.direction ?? 'forward', after, limit);
  }

  async *subscribe({ after, signal }: SubscribeOptions): AsyncGenerator<SubscriptionItem, void, void> {
    this.checkOpen();
    const start = after === undefined ? undefined : parsePosition(after);
    const either = AbortSignal.any([signal, this.ending.signal]);
    yield* follow({ client: this.lease.client, pages: this.pages, patience: this.patience, signal: either }, start);
    if (!signal.aborted) throw storeClosed();
  }

  close(): Promise<void> {
    this.closing ??= this.finish();
    return this.closing;
  }

  private async finish(): Promise<void> {
    await Promise.allSettled(this.underWay);
    this.closed = true;
    this.ending.abort();
    await this.lease.release();
  }

  private checkOpen(): void {
    if (this.closing) throw storeClosed();
  }
}
