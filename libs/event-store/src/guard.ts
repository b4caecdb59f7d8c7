/** Checks every adapter makes before an append, so that all refuse the same things with the same words. */
import { DomainError, sortedJson } from '#kernel';
import { MAX_APPEND_BYTES, MAX_APPEND_EVENTS, MAX_PAGE, MAX_STREAM_ID_BYTES, type NewEvent } from './port.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** NUL is written as an escape of this form, and so are lone surrogates; a literal backslash is doubled before them. */
const SUSPICIOUS_ESCAPE = /\\u(0000|d[89a-f])/;

/** An event ready to be stored: data and metadata as RFC 8785 JSON. */
export interface EncodedEvent {
  readonly eventId: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** @throws DomainError as listed at `EventStore.append` */
export function encodeAppend(streamId: string, events: readonly NewEvent[]): readonly EncodedEvent[] {
  checkStreamId(streamId);
  if (events.length === 0) {
    throw new DomainError('APPEND_EMPTY', 'invalid', `Nothing to append to ${streamId}: an append needs at least one event.`);
  }
  if (events.length > MAX_APPEND_EVENTS) {
    throw new DomainError('APPEND_TOO_LARGE', 'limit', `${events.length} events in one append to ${streamId}; at most ${MAX_APPEND_EVENTS} fit. Append in several steps.`);
  }
  let bytes = 0;
  const ids = new Set<string>();
  let metadata = '';
  const encoded = events.map((event, index) => {
    if (!UUID.test(event.eventId) || ids.has(event.eventId)) {
      throw new DomainError('EVENT_ID_INVALID', 'invalid', `Event id "${event.eventId}" for ${streamId} is not a lower-case UUID of its own.`);
    }
    ids.add(event.eventId);
    if (event.type === '' || event.type.startsWith('$')) {
      throw new DomainError('EVENT_TYPE_INVALID', 'invalid', `Event type "${event.type}" for ${streamId} is empty or reserved ($).`);
    }
    const data = sortedJson(event.data);
    // Events of one command share one envelope object.
    if (event.metadata !== events[index - 1]?.metadata) metadata = sortedJson(event.metadata);
    checkText(event.type, streamId, event.type);
    if (SUSPICIOUS_ESCAPE.test(data) || SUSPICIOUS_ESCAPE.test(metadata)) {
      checkDeep(event.data, streamId, event.type);
      checkDeep(event.metadata, streamId, event.type);
    }
    bytes += Buffer.byteLength(data) + Buffer.byteLength(metadata) + Buffer.byteLength(event.type);
    return { eventId: event.eventId, type: event.type, data, metadata };
  });
  if (bytes > MAX_APPEND_BYTES) {
    throw new DomainError('APPEND_TOO_LARGE', 'limit', `An append of ${bytes} bytes to ${streamId}; at most ${MAX_APPEND_BYTES} fit. Append in several steps, and keep attachments out of events.`, { bytes });
  }
  return encoded;
}

/** @throws DomainError `STREAM_ID_INVALID` */
export function checkStreamId(streamId: string): void {
  const bad = streamId === '' || streamId.startsWith('$') || Buffer.byteLength(streamId) > MAX_STREAM_ID_BYTES || !isCleanText(streamId);
  if (bad) {
    throw new DomainError('STREAM_ID_INVALID', 'invalid', `A stream id must be 1 to ${MAX_STREAM_ID_BYTES} bytes of text without NUL or lone surrogates and not start with $; got one of ${streamId.length} characters.`);
  }
}

/** The page size to use. @throws DomainError `LIMIT_INVALID` */
export function checkLimit(limit: number | undefined): number {
  if (limit === undefined) return MAX_PAGE;
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    throw new DomainError('LIMIT_INVALID', 'invalid', `A page holds 1 to ${MAX_PAGE} events; got ${limit}.`);
  }
  return limit;
}

export function invalidPosition(position: string): DomainError {
  return new DomainError('POSITION_INVALID', 'invalid', `"${position}" is not a position of this event store. Use one that it returned.`);
}

export function storeClosed(): DomainError {
  return new DomainError('STORE_CLOSED', 'unavailable', 'The event store is closed; open it again to go on.');
}

function isCleanText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function checkText(text: string, streamId: string, type: string): void {
  if (!isCleanText(text)) {
    throw new DomainError('EVENT_TEXT_INVALID', 'invalid', `An event ${JSON.stringify(type)} for ${streamId} holds a NUL character or half a surrogate pair, which stores cut or change. Clean the text where it comes in.`);
  }
}

function checkDeep(value: unknown, streamId: string, type: string): void {
  if (typeof value === 'string') checkText(value, streamId, type);
  else if (value !== null && typeof value === 'object') {
    for (const [key, member] of Object.entries(value)) {
      checkText(key, streamId, type);
      checkDeep(member, streamId, type);
    }
  }
}
