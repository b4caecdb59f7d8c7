/** The ledger and its topics, event by event. */
import type { EventStore, RecordedEvent } from '#event-store';
import type { OutgoingMessage, Publisher } from '#messaging';
import { header, idOf, type TopicRecord } from './topics.js';

export async function allEvents(store: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let after: string | undefined; ;) {
    const slice = await store.readAll({ after });
    events.push(...slice.events);
    if (slice.end) return events;
    after = events.at(-1)?.position;
  }
}

export interface Agreement {
  readonly events: number;
  readonly records: number;
  /** Records whose event had come before. */
  readonly repeated: number;
  /** Ids of the ledger that are in no topic, and of the topics that are not in the ledger. */
  readonly missing: readonly string[];
  readonly foreign: readonly string[];
  /** Streams whose events' first occurrences are not in the stream's order. */
  readonly disordered: readonly string[];
  /** Records that are not what the publisher makes of the event: topic, key, value, headers. */
  readonly different: readonly string[];
}

export function agreementOf(events: readonly RecordedEvent[], records: readonly TopicRecord[], publisher: Publisher): Agreement {
  const messages = new Map(events.map((event) => [event.eventId, publisher.messageOf(event)] as const));
  const seen = new Set<string>();
  const lastRevision = new Map<string, bigint>();
  const [foreign, disordered, different]: [string[], string[], string[]] = [[], [], []];
  for (const record of records) {
    const id = idOf(record);
    const expected = messages.get(id);
    if (expected === undefined) foreign.push(id);
    else if (!same(record, expected)) different.push(id);
    if (seen.has(id)) continue;
    seen.add(id);
    const stream = header(record, 'ce_subject') as string;
    const revision = BigInt(header(record, 'ce_revision') as string);
    if (revision !== (lastRevision.get(stream) ?? -1n) + 1n) disordered.push(stream);
    lastRevision.set(stream, revision);
  }
  return { events: events.length, records: records.length, repeated: records.length - seen.size, missing: [...messages.keys()].filter((id) => !seen.has(id)), foreign, disordered, different };
}

function same(record: TopicRecord, { topic, key, value, headers }: OutgoingMessage): boolean {
  const names = Object.keys(record.message.headers ?? {});
  return record.topic === topic && record.message.key?.toString() === key && record.message.value?.toString() === value
    && names.length === Object.keys(headers).length && names.every((name) => header(record, name) === headers[name]);
}

/** What an agreement is when all is well; how often something came again is not fixed. */
export const AGREED = { missing: [], foreign: [], disordered: [], different: [] } as const;
