/** The client's events and positions as the port's, checked: what cannot be read for certain is refused. */
import type { EventType, Position, RecordedEvent as ClientEvent, ResolvedEvent, AllStreamResolvedEvent } from '@eventstore/db-client';
import { DomainError, type JsonObject } from '#kernel';
import { invalidPosition } from '../guard.js';
import type { RecordedEvent } from '../port.js';

/** Largest number the server has for revisions and positions. */
export const MAX_INT64 = 2n ** 63n - 1n;

type Resolved = ResolvedEvent | AllStreamResolvedEvent;

/** `<commit>:<prepare>`, decimal. */
export const formatPosition = ({ commit, prepare }: Position): string => `${commit}:${prepare}`;

/** @throws DomainError `POSITION_INVALID` */
export function parsePosition(text: string): Position {
  const match = /^(0|[1-9]\d{0,18}):(0|[1-9]\d{0,18})$/.exec(text);
  const [commit, prepare] = [BigInt(match?.[1] ?? -1), BigInt(match?.[2] ?? -1)];
  if (!match || commit > MAX_INT64 || prepare > commit) throw invalidPosition(text);
  return { commit, prepare };
}

/** The event itself; links are not resolved, so a link comes as the event it is. */
export function eventOf(resolved: Resolved): ClientEvent {
  const event = resolved.event ?? resolved.link;
  if (event === undefined) throw new DomainError('EVENT_UNREADABLE', 'unsupported', 'The event store server sent a record without an event. Check its version and its disk.');
  return event;
}

/** Where a record lies in the whole log. */
export function positionOf(event: ClientEvent<EventType>): Position {
  const { position } = event;
  // The server writes "unknown" as the largest unsigned number.
  if (position === undefined || position.commit > MAX_INT64) {
    throw unreadable(event, 'its position is missing; the server must be EventStoreDB 22.10 or later, or KurrentDB');
  }
  return position;
}

/** False for the server's own events, stream metadata and links: they are no part of the ledger. */
export const isOfLedger = (event: ClientEvent): boolean => !event.streamId.startsWith('$') && !event.type.startsWith('$');

/** @throws DomainError `EVENT_UNREADABLE` for anything but JSON objects as data and metadata */
export function toRecorded(event: ClientEvent): RecordedEvent {
  // The client hands over malformed JSON as text (data) or bytes (metadata) instead of failing.
  if (!event.isJson) throw unreadable(event, 'its content is not JSON');
  if (!isObject(event.data)) throw unreadable(event, 'its data is malformed or no JSON object');
  if (!isObject(event.metadata)) throw unreadable(event, 'its metadata is malformed or no JSON object');
  return {
    eventId: event.id,
    type: event.type,
    data: event.data,
    metadata: event.metadata,
    streamId: event.streamId,
    revision: event.revision,
    position: formatPosition(positionOf(event)),
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function unreadable(event: ClientEvent, why: string): DomainError {
  return new DomainError('EVENT_UNREADABLE', 'unsupported',
    `Event ${event.id} (revision ${event.revision} of ${event.streamId}) cannot be read: ${why}. Nothing is skipped; keep other programs from writing to this event store, or use one of the ledger's own.`,
    { eventId: event.id, streamId: event.streamId, revision: String(event.revision) });
}
