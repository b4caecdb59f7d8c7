/** Appends that happen exactly once: when the answer is lost, what really happened is read back by event id. */
import { jsonEvent, NO_STREAM, type AppendResult as ClientResult, type EventStoreDBClient, type JSONType, type RecordedEvent as ClientEvent } from '@eventstore/db-client';
import { DomainError } from '#kernel';
import type { EncodedEvent } from '../guard.js';
import { MAX_PAGE, RevisionConflict, type AppendResult, type ExpectedRevision } from '../port.js';
import { failureOf, streamTruncated, TooLate, unavailable } from './failures.js';
import type { Pages } from './pages.js';
import { pause, within, type Patience } from './patience.js';
import { formatPosition, MAX_INT64, positionOf } from './records.js';

/** What the stream holds of an append. */
type Finding =
  | { readonly kind: 'written'; readonly result: AppendResult }
  | { readonly kind: 'absent' }
  | { readonly kind: 'conflict'; readonly actual: bigint | 'noStream' };

/** Grace for the server's own answer to a deadline before ours ends the wait. */
const GRACE_MS = 1_000;
/** Lost races of one `streamExists` append before it gives up. */
const MAX_RACES = 50;
/** Events of a stream read at once while looking for ids. */
const SCAN_PAGE = 1_000;

export class Appends {
  /** The last `streamExists` append under way on each stream: they go one after the other instead of racing each other. */
  private readonly queues = new Map<string, Promise<unknown>>();

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly pages: Pages,
    private readonly patience: Patience,
  ) {}

  async append(streamId: string, expected: ExpectedRevision, events: readonly EncodedEvent[]): Promise<AppendResult> {
    if (expected === 'streamExists') return this.queued(streamId, () => this.appendToExisting(streamId, events));
    const before = expected === 'noStream' ? -1n : expected;
    // Numbers that are no revisions mean "no stream" or "any" to the server.
    const isRevision = expected === 'noStream' || (expected >= 0n && expected < MAX_INT64);
    const outcome = isRevision ? await this.appendAfter(streamId, before, events) : await this.conflict(streamId);
    if (outcome.kind === 'conflict') throw new RevisionConflict(streamId, expected, outcome.actual);
    return outcome.result;
  }

  /**
   * The server recognises a repeated append only at an exact revision; for "stream exists" it has no more than a cache of recent ids.
   * So the last revision is read and appended after, again whenever somebody else was faster.
   */
  private async appendToExisting(streamId: string, events: readonly EncodedEvent[]): Promise<AppendResult> {
    for (let race = 1; race <= MAX_RACES; race += 1) {
      const tail = await this.pages.stream(streamId, 'backward', undefined, events.length);
      const last = tail?.[0];
      if (!tail || !last) throw new RevisionConflict(streamId, 'streamExists', 'noStream');
      const isRepeated = tail.length === events.length && tail.every((event, n) => event.id === events[events.length - 1 - n]?.eventId);
      if (isRepeated) return { revision: last.revision, position: formatPosition(positionOf(last)) };
      const outcome = await this.appendAfter(streamId, last.revision, events);
      if (outcome.kind === 'written') return outcome.result;
      await pause(1, this.patience);
    }
    throw new DomainError('STORE_UNAVAILABLE', 'unavailable', `Others wrote to ${streamId} first ${MAX_RACES} times in a row. Try again when there is less going on.`, { streamId });
  }

  private async appendAfter(streamId: string, before: bigint, events: readonly EncodedEvent[]): Promise<Exclude<Finding, { kind: 'absent' }>> {
    const what = `append to ${streamId}`;
    for (let attempt = 1; ; attempt += 1) {
      let cause: Error;
      try {
        return { kind: 'written', result: await this.attempt(what, streamId, before, events) };
      } catch (error) {
        const failure = failureOf(error, what);
        if (failure.kind === 'final') throw failure.error;
        cause = error instanceof Error ? error : new Error(String(error));
        if (failure.kind !== 'wrongExpectedVersion') await pause(attempt, this.patience);
      }
      const finding = await this.find(streamId, before, events);
      if (finding.kind !== 'absent') return finding;
      // Not there: the same append again. Should the earlier one arrive after all, the server sees the same ids at the same place.
      if (attempt >= this.patience.attempts) throw unavailable(what, attempt, cause);
    }
  }

  private async attempt(what: string, streamId: string, before: bigint, events: readonly EncodedEvent[]): Promise<AppendResult> {
    const { attemptTimeoutMs } = this.patience;
    const result = await within(attemptTimeoutMs + GRACE_MS, this.client.appendToStream(streamId, events.map(toClientEvent), {
      expectedRevision: before < 0n ? NO_STREAM : before,
      deadline: attemptTimeoutMs,
      requiresLeader: true,
    }), () => new TooLate(what, attemptTimeoutMs));
    const revision = before + BigInt(events.length);
    // A deleted stream that is started again goes on counting where it was.
    if (result.nextExpectedRevision !== revision) throw streamTruncated(streamId, revision, result.nextExpectedRevision);
    return { revision, position: await this.positionAfter(streamId, result, revision) };
  }

  /** The server returns the position of the last event, which is what a read gives for it; older ones leave it out for a repeated append. */
  private async positionAfter(streamId: string, result: ClientResult, revision: bigint): Promise<string> {
    if (result.position && result.position.commit <= MAX_INT64) return formatPosition(result.position);
    const [event] = await this.pages.stream(streamId, 'forward', revision, 1) ?? [];
    if (!event) throw streamTruncated(streamId, revision, -1n);
    return formatPosition(positionOf(event));
  }

  /** Looks for the events of an append from the place where they should be. @throws DomainError `EVENT_ID_REUSED` */
  private async find(streamId: string, before: bigint, events: readonly EncodedEvent[]): Promise<Finding> {
    const places = new Map(events.map((event, n) => [event.eventId, n]));
    const hits: { readonly place: number; readonly event: ClientEvent }[] = [];
    // Far behind, the rest of the stream is not searched: a repeated append lies where it was expected.
    for (let from = before + 1n; from <= before + BigInt(MAX_PAGE); from += BigInt(SCAN_PAGE)) {
      const page = await this.pages.stream(streamId, 'forward', from, SCAN_PAGE) ?? [];
      for (const event of page) {
        const place = places.get(event.id);
        if (place !== undefined) hits.push({ place, event });
      }
      if (page.length < SCAN_PAGE) break;
    }
    const final = hits.at(-1);
    if (final !== undefined) {
      const isWhole = hits.length === events.length && hits.every(({ place, event }, n) => place === n && event.revision === (hits[0]?.event.revision ?? 0n) + BigInt(n));
      if (!isWhole) throw idReused(streamId);
      return { kind: 'written', result: { revision: final.event.revision, position: formatPosition(positionOf(final.event)) } };
    }
    const actual = await this.lastRevision(streamId);
    return actual === before || (actual === 'noStream' && before < 0n) ? { kind: 'absent' } : { kind: 'conflict', actual };
  }

  private async conflict(streamId: string): Promise<{ kind: 'conflict'; actual: bigint | 'noStream' }> {
    return { kind: 'conflict', actual: await this.lastRevision(streamId) };
  }

  private async lastRevision(streamId: string): Promise<bigint | 'noStream'> {
    const [event] = await this.pages.stream(streamId, 'backward', undefined, 1) ?? [];
    return event?.revision ?? 'noStream';
  }

  private async queued<T>(streamId: string, work: () => Promise<T>): Promise<T> {
    const before = this.queues.get(streamId) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.queues.set(streamId, turn);
    try {
      return await turn;
    } finally {
      if (this.queues.get(streamId) === turn) this.queues.delete(streamId);
    }
  }
}

/** Parsed from the text that was checked: what the caller does with its objects meanwhile changes nothing. */
function toClientEvent(event: EncodedEvent): ReturnType<typeof jsonEvent> {
  return jsonEvent({ id: event.eventId, type: event.type, data: JSON.parse(event.data) as JSONType, metadata: JSON.parse(event.metadata) as JSONType });
}

function idReused(streamId: string): DomainError {
  return new DomainError('EVENT_ID_REUSED', 'conflict',
    `Some of the event ids for ${streamId} are already there, but not all of them in this order. An event id names one event for ever; give new events new ids.`, { streamId });
}
