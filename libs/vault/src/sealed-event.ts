/** One event sealed and opened again. */
import type { NewEvent, RecordedEvent } from '#event-store';
import { DomainError, type Json, type JsonObject, sortedJson } from '#kernel';
import { boxKey, open, seal, sealedId } from './boxes.js';
import { erasedValue } from './erased.js';
import { byPath, ENVELOPE, ID, type Mark, SEALED, type Slot, slotted, type Taken } from './marks.js';
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

/** Escapes that stand for what no store takes: NUL and halves of surrogate pairs. */
export const SUSPICIOUS = /\\u(0000|d[89a-f])/;

/** What a box is bound to: it opens nowhere else, and not where a mark was moved. */
const placeOf = (ledgerId: string, streamId: string, type: string, eventId: string, keyId: string, marks: string): string =>
  `taizhang-sealed-1\n${ledgerId}\n${streamId}\n${type}\n${eventId}\n${keyId}\n${marks}`;

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
    const plaintext = sortedJson(values);
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

/** A sealed event in one walk over it: its boxes, and copies of data and metadata whose slots wait for values. */
interface TakenApart {
  readonly boxes: Boxes;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  readonly slots: readonly Slot[];
}
function takeApart({ data, metadata }: Sealed): TakenApart | undefined {
  const boxes = data[SEALED] as Boxes | undefined;
  if (boxes === undefined) return undefined;
  const slots: Slot[] = [];
  const bare = unboxed(data);
  const marked = { boxes, data: slotted(bare as JsonObject, slots, '', bare), metadata: slotted(metadata, slots, ENVELOPE), slots };
  slots.sort(byPath);
  return marked;
}

/** The boxes of a stored event, that of the person it is about first; undefined of one that is not sealed. */
export function boxesIn(ledgerId: string, recorded: Sealed): readonly SealedBox[] | undefined {
  const apart = takeApart(recorded);
  return apart && placed(ledgerId, recorded, apart);
}

function placed(ledgerId: string, { streamId, type, eventId }: Sealed, { boxes, slots }: TakenApart): readonly SealedBox[] {
  const marks = boxes.map(() => '');
  for (const { mark, path } of slots) marks[mark.of ?? 0] += `${path}:${mark.$} `;
  return boxes.map(([keyId, box], at) => ({ keyId, box, place: placeOf(ledgerId, streamId, type, eventId, keyId, marks[at] as string) }));
}

/** The values of a box, or what stands in the place of every value of one that was not opened. */
export type Opened = readonly Json[] | ((mark: Mark) => Json);

/**
 * A stored event with values in the place of its marks.
 * @throws DomainError `SEAL_BROKEN` where a box holds fewer values than there are marks
 */
export function fillIn<Event extends Sealed>(recorded: Event, opened: readonly Opened[]): Event {
  const apart = takeApart(recorded);
  return apart === undefined ? recorded : filled(recorded, apart, opened);
}

function filled<Event extends Sealed>(recorded: Event, { data, metadata, slots }: TakenApart, opened: readonly Opened[]): Event {
  const next = opened.map(() => 0);
  for (const { mark, holder, key } of slots) {
    const of = mark.of ?? 0;
    const values = opened[of];
    if (typeof values === 'function') {
      holder[key] = values(mark);
      continue;
    }
    const n = next[of] as number;
    next[of] = n + 1;
    if (values === undefined || n >= values.length) throw broken(recorded);
    holder[key] = values[n];
  }
  return { ...recorded, data, metadata };
}

/**
 * The event as it was appended, but for its id, which stays as it is stored. What an erased person's key held is replaced by values that say so.
 * @param ids false for whoever asks for no ids of commands: their marks stay, and a box that holds nothing else, as two of five do, is not opened
 * @throws DomainError `SEAL_BROKEN` `SEAL_KEY_UNKNOWN`
 */
export function openEvent(vault: Vault | undefined, recorded: RecordedEvent, ids = true): RecordedEvent {
  const apart = takeApart(recorded);
  if (apart === undefined) return recorded;
  const asked = ids ? undefined : new Set(apart.slots.flatMap(({ mark }) => (mark.$ === ID ? [] : [mark.of ?? 0])));
  const opened = placed(vault?.ledger.ledgerId ?? '', recorded, apart).map((box, at) => (asked?.has(at) === false ? asIs : openBox(vault, recorded, box)));
  return filled(recorded, apart, opened);
}
const asIs = (mark: Mark): Json => mark as unknown as Json;

function openBox(vault: Vault | undefined, recorded: RecordedEvent, { keyId, box, place }: SealedBox): Opened {
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

function unboxed(data: JsonObject): Record<string, Json | undefined> {
  // Copied whole and then shortened: much quicker than a copy that leaves a member out.
  const bare: Record<string, Json | undefined> = { ...data };
  delete bare[SEALED];
  return bare;
}

function broken({ streamId, revision }: Sealed, cause?: unknown): DomainError {
  return new DomainError('SEAL_BROKEN', 'unavailable',
    `What an event in ${streamId} (revision ${revision}) says of a person does not open: it was changed, or put where it was not written. In a ledger, "taizhang verify" names the first event that was altered, and a backup restores it; a bundle is asked for again.`, { streamId, revision: String(revision) }, { cause });
}
