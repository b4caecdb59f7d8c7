/** One event sealed and opened again. */
import type { NewEvent, RecordedEvent } from '#event-store';
import { DomainError, type Json, type JsonObject } from '#kernel';
import { boxKey, open, seal, sealedId } from './boxes.js';
import { erasedValue } from './erased.js';
import { byPath, ENVELOPE, type Mark, SEALED, type Taken, unmark } from './marks.js';
import type { PersonKey } from './person-key.js';
import type { Vault } from './vault.js';

/** An event with marks in the place of what was taken out. */
export interface Marked {
  readonly event: NewEvent;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  /** In the order of the marks: of the data, then of the metadata. */
  readonly taken: readonly Taken[];
}
/** Of a stored event what its sealed form is made of. */
export type Sealed = Pick<RecordedEvent, 'streamId' | 'revision' | 'eventId' | 'type' | 'data' | 'metadata'>;
type Boxes = readonly (readonly [keyId: string, box: string])[];

/** Escapes that `JSON.stringify` writes for what no store takes: NUL and halves of surrogate pairs. */
export const SUSPICIOUS = /\\u(0000|d[89a-f])/;

/** What a box is bound to: it opens nowhere else, and not where a mark was moved. */
const placeOf = (ledgerId: string, streamId: string, type: string, eventId: string, keyId: string, marks: string): string => ['taizhang-sealed-1', ledgerId, streamId, type, eventId, keyId, marks].join('\n');

/** @param keyOf the key of each value; `principal` is that of the person the event is about, and gives it its id */
export function sealEvent(ledgerId: string, streamId: string, { event, data, metadata, taken }: Marked, principal: PersonKey, keyOf: (taken: Taken) => PersonKey, onSuspicious: () => void): NewEvent {
  const eventId = sealedId(principal, event.eventId);
  const boxes: { readonly key: PersonKey; readonly values: Json[]; marks: string }[] = [{ key: principal, values: [], marks: '' }];
  for (const one of [...taken].sort(byPath)) {
    const key = keyOf(one);
    let at = boxes.findIndex((box) => box.key.id === key.id);
    if (at < 0) at = boxes.push({ key, values: [], marks: '' }) - 1;
    const box = boxes[at] as (typeof boxes)[number];
    if (at > 0) one.mark.of = at;
    box.values.push(one.value);
    box.marks += `${one.path}:${one.mark.$} `;
  }
  const sealed = boxes.map(({ key, values, marks }) => {
    const plaintext = JSON.stringify(values);
    if (SUSPICIOUS.test(plaintext)) onSuspicious();
    const place = placeOf(ledgerId, streamId, event.type, eventId, key.id, marks);
    return [key.id, seal(boxKey(key, place), plaintext, place)];
  });
  return { eventId, type: event.type, data: { ...data, [SEALED]: sealed }, metadata };
}

/** One box of a stored event, and the place it is bound to. */
export interface SealedBox {
  readonly keyId: string;
  readonly box: string;
  readonly place: string;
}

/** The boxes of a stored event, that of the person it is about first; undefined of one that is not sealed. */
export function boxesIn(ledgerId: string, { data, metadata, streamId, type, eventId }: Sealed): readonly SealedBox[] | undefined {
  const boxes = data[SEALED] as Boxes | undefined;
  if (boxes === undefined) return undefined;
  const marks = boxes.map(() => '');
  for (const { mark, path } of marksIn(data, metadata)) marks[mark.of ?? 0] += `${path}:${mark.$} `;
  return boxes.map(([keyId, box], at) => ({ keyId, box, place: placeOf(ledgerId, streamId, type, eventId, keyId, marks[at] as string) }));
}

/**
 * A stored event with values in the place of its marks.
 * @param opened the values of each box, or what stands in the place of every value of one that was not opened
 * @throws DomainError `SEAL_BROKEN` where a box holds fewer values than there are marks
 */
export function fillIn<Event extends Sealed>(recorded: Event, opened: readonly (readonly Json[] | ((mark: Mark) => Json))[]): Event {
  const next = opened.map(() => 0);
  const places = new Map<string, number>();
  for (const { mark: { of = 0 }, path } of marksIn(recorded.data, recorded.metadata)) {
    const n = next[of] as number;
    places.set(path, n);
    next[of] = n + 1;
  }
  const put = (mark: Mark, path: string): Json => {
    const values = opened[mark.of ?? 0];
    if (typeof values === 'function') return values(mark);
    const n = places.get(path) as number;
    if (values === undefined || n >= values.length) throw broken(recorded);
    return values[n] as Json;
  };
  return { ...recorded, data: unmark(unboxed(recorded.data), put), metadata: unmark(recorded.metadata, (mark, path) => put(mark, `${ENVELOPE}.${path}`)) };
}

/**
 * The event as it was appended, but for its id, which stays as it is stored. What an erased person's key held is replaced by values that say so.
 * @throws DomainError `SEAL_BROKEN` `SEAL_KEY_UNKNOWN`
 */
export function openEvent(vault: Vault | undefined, recorded: RecordedEvent): RecordedEvent {
  const boxes = boxesIn(vault?.ledger.ledgerId ?? '', recorded);
  return boxes === undefined ? recorded : fillIn(recorded, boxes.map((box) => openBox(vault, recorded, box)));
}

function openBox(vault: Vault | undefined, recorded: RecordedEvent, { keyId, box, place }: SealedBox): readonly Json[] | ((mark: Mark) => Json) {
  const key = vault?.keyOf(keyId) ?? 'unknown';
  if (key === 'destroyed') return ({ $: kind, is }) => erasedValue(kind, is, keyId);
  if (key === 'unknown') {
    throw new DomainError('SEAL_KEY_UNKNOWN', 'unavailable',
      `The key of an event in ${recorded.streamId} (revision ${recorded.revision}) is not in the vault: the vault is older than the ledger, or another one. Restore the newest backup of keys.db.`, { streamId: recorded.streamId, revision: String(recorded.revision), keyId });
  }
  return openWith(boxKey(key, place), box, place, recorded);
}

/** @throws DomainError `SEAL_BROKEN` */
export function openWith(key: Buffer, box: string, place: string, recorded: Sealed): readonly Json[] {
  try {
    return JSON.parse(open(key, box, place)) as readonly Json[];
  } catch (error) {
    throw broken(recorded, error);
  }
}

/** In the order in which a box holds their values. */
function marksIn(data: JsonObject, metadata: JsonObject): readonly { readonly mark: Mark; readonly path: string }[] {
  const found: { mark: Mark; path: string }[] = [];
  const collect = (within: string) => (mark: Mark, path: string): Json => {
    found.push({ mark, path: within + path });
    return null;
  };
  unmark(unboxed(data), collect(''));
  unmark(metadata, collect(`${ENVELOPE}.`));
  return found.sort(byPath);
}

function unboxed({ [SEALED]: _boxes, ...data }: JsonObject): JsonObject {
  return data;
}

function broken({ streamId, revision }: Sealed, cause?: unknown): DomainError {
  return new DomainError('SEAL_BROKEN', 'unavailable',
    `What an event in ${streamId} (revision ${revision}) says of a person does not open: it was changed, or put where it was not written. Run "taizhang verify", which names every event that was altered, and restore the ledger from a backup.`, { streamId, revision: String(revision) }, { cause });
}
