/** Events of a bundle, opened with the keys that came with it and nothing else. */
import { entryOf } from '#evidence';
import { DomainError, type Json, type JsonObject } from '#kernel';
import { boxesIn, erasedValue, fillIn, type Mark, openWith, type Sealed } from '#vault';
import { DESTROYED, type OpenedEvent } from './contents.js';

const KEY_BYTES = 32;

/** The event an entry stands for. @param full the event where its entry is too long to hold it @throws DomainError `BUNDLE_ENTRY_INVALID` */
export function storedIn(entry: Buffer, full: Buffer | undefined): Sealed {
  const stored = storedFrom(full ?? entry);
  if (stored === undefined || (full !== undefined && !entryOf(stored).equals(entry))) {
    throw new DomainError('BUNDLE_ENTRY_INVALID', 'invalid', 'The entry does not hold an event, or the event beside it is another one. The bundle was not made by this program as it stands; ask for it again.');
  }
  return stored;
}

function storedFrom(bytes: Buffer): Sealed | undefined {
  const { data, eventId, metadata, revision, streamId, type } = JSON.parse(bytes.toString('utf8')) as Readonly<Record<string, unknown>>;
  const texts = [eventId, revision, streamId, type];
  if (!texts.every((text) => typeof text === 'string') || !isObject(data) || !isObject(metadata) || !/^\d{1,20}$/.test(revision as string)) return undefined;
  return { data, eventId: eventId as string, metadata, revision: BigInt(revision as string), streamId: streamId as string, type: type as string };
}
const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param keys of its boxes, in their order @throws DomainError `SEAL_BROKEN` `BUNDLE_KEY_INVALID` */
export function openedWith(index: number, stored: Sealed, ledgerId: string, keys: readonly (string | null)[]): OpenedEvent {
  const boxes = boxesIn(ledgerId, stored) ?? [];
  if (keys.length !== boxes.length) throw new DomainError('BUNDLE_KEY_INVALID', 'invalid', `The bundle holds ${keys.length} keys for the ${boxes.length} boxes of entry ${index}. Ask for it again.`, { index });
  const values = boxes.map(({ keyId, box, place }, at) => {
    const key = keys[at];
    if (key === null || key === undefined) return closedValue;
    if (key === DESTROYED) return ({ $: kind, is }: Mark): Json => erasedValue(kind, is, keyId);
    return openWith(keyOf(key, index), box, place, stored);
  });
  const { data, metadata } = boxes.length === 0 ? stored : fillIn(stored, values);
  return {
    index, streamId: stored.streamId, revision: String(stored.revision), eventId: stored.eventId, type: stored.type, data, metadata,
    closed: keys.filter((key) => key === null).length,
  };
}

const closedValue = ({ $: kind }: Mark): Json => ({ closed: kind });

function keyOf(text: string, index: number): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES || key.toString('base64') !== text) throw new DomainError('BUNDLE_KEY_INVALID', 'invalid', `A key of entry ${index} is none: 32 bytes in base64. Ask for the bundle again.`, { index });
  return key;
}
