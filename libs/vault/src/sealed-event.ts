/** One event sealed and opened again. */
import type { NewEvent, RecordedEvent } from '#event-store';
import { DomainError, type Json, type JsonObject } from '#kernel';
import { open, seal, sealedId } from './boxes.js';
import { erasedValue } from './erased.js';
import { type Mark, SEALED, type Taken, unmark } from './marks.js';
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
type Boxes = readonly (readonly [keyId: string, box: string])[];

/** Escapes that `JSON.stringify` writes for what no store takes: NUL and halves of surrogate pairs. */
export const SUSPICIOUS = /\\u(0000|d[89a-f])/;

/** What a box is bound to: it opens nowhere else, and not where a mark was moved. */
const placeOf = (ledgerId: string, streamId: string, type: string, eventId: string, keyId: string, marks: string): string => ['taizhang-sealed-1', ledgerId, streamId, type, eventId, keyId, marks].join('\n');

/** @param keyOf the key of each value; `principal` is that of the person the event is about, and gives it its id */
export function sealEvent(ledgerId: string, streamId: string, { event, data, metadata, taken }: Marked, principal: PersonKey, keyOf: (taken: Taken) => PersonKey, onSuspicious: () => void): NewEvent {
  const eventId = sealedId(principal, event.eventId);
  const boxes: { readonly key: PersonKey; readonly values: Json[]; marks: string }[] = [{ key: principal, values: [], marks: '' }];
  for (const one of taken) {
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
    return [key.id, seal(key, plaintext, placeOf(ledgerId, streamId, event.type, eventId, key.id, marks))];
  });
  return { eventId, type: event.type, data: { ...data, [SEALED]: sealed }, metadata };
}

/**
 * The event as it was appended, but for its id, which stays as it is stored. What an erased person's key held is replaced by values that say so.
 * @throws DomainError `SEAL_BROKEN` `SEAL_KEY_UNKNOWN`
 */
export function openEvent(vault: Vault | undefined, recorded: RecordedEvent): RecordedEvent {
  const boxes = recorded.data[SEALED] as Boxes | undefined;
  if (boxes === undefined) return recorded;
  const { [SEALED]: _boxes, ...data } = recorded.data;
  const marks = boxes.map(() => '');
  const collect = (mark: Mark, path: string): Json => {
    marks[mark.of ?? 0] += `${path}:${mark.$} `;
    return null;
  };
  unmark(data, collect);
  unmark(recorded.metadata, collect);
  const opened = boxes.map(([keyId, box], at) => openBox(vault, recorded, keyId, box, marks[at] as string));
  const next = boxes.map(() => 0);
  const put = ({ $: kind, of = 0, is }: Mark): Json => {
    const values = opened[of];
    const n = next[of] as number;
    next[of] = n + 1;
    if (values === 'destroyed') return erasedValue(kind, is, boxes[of]?.[0] as string);
    if (values === undefined || n >= values.length) throw broken(recorded);
    return values[n] as Json;
  };
  return { ...recorded, data: unmark(data, put), metadata: unmark(recorded.metadata, put) };
}

function openBox(vault: Vault | undefined, recorded: RecordedEvent, keyId: string, box: string, marks: string): readonly Json[] | 'destroyed' {
  const key = vault?.keyOf(keyId) ?? 'unknown';
  if (key === 'destroyed') return key;
  if (vault === undefined || key === 'unknown') {
    throw new DomainError('SEAL_KEY_UNKNOWN', 'unavailable',
      `The key of an event in ${recorded.streamId} (revision ${recorded.revision}) is not in the vault: the vault is older than the ledger, or another one. Restore the newest backup of keys.db.`, { streamId: recorded.streamId, revision: String(recorded.revision), keyId });
  }
  try {
    return JSON.parse(open(key, box, placeOf(vault.ledger.ledgerId, recorded.streamId, recorded.type, recorded.eventId, keyId, marks))) as readonly Json[];
  } catch (error) {
    throw broken(recorded, error);
  }
}

function broken({ streamId, revision }: RecordedEvent, cause?: unknown): DomainError {
  return new DomainError('SEAL_BROKEN', 'unavailable',
    `What an event in ${streamId} (revision ${revision}) says of a person does not open: it was changed, or put where it was not written. Run "taizhang verify", which names every event that was altered, and restore the ledger from a backup.`, { streamId, revision: String(revision) }, { cause });
}
