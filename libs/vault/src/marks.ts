/**
 * The form of a sealed event: in the place of each sealed value a mark `{"$": kind}`, and the values of each key together in one box under `$sealed`.
 * A mark names the box where it is not the first (`of`), and the type of the value where that was no text (`is`). Keys keep their order, so the event comes back as it was.
 */
import type { Json, JsonObject } from '#kernel';
import { classesOf, classOf, classOfValue, type FieldClass } from './field-classes.js';
import { type Owner, ownerWithin, type Place } from './owner.js';

/** Name of the member that holds the boxes: `[[key id, box], …]`, that of the person the event is about first. No client can send it. */
export const SEALED = '$sealed';

export interface Mark {
  readonly $: string;
  of?: number;
  is?: 'number' | 'boolean';
}
/** Where paths within the envelope begin; those of data have nothing before them. */
export const ENVELOPE = '@';
/** Values of a box stand in the order of their paths, so that a box opens whatever order an event's members are written in: the log writes them in another than the store. */
export const byPath = (a: { readonly path: string }, b: { readonly path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/** A value that is taken out of an event. */
export interface Taken {
  readonly mark: Mark;
  readonly value: Json;
  /** Whose key it goes under; `ledger` for what is kept. */
  readonly owner: Owner | 'ledger';
  /** Where it stood: bound to the box, so that marks cannot change places. */
  readonly path: string;
}

/** What the program itself writes in fields of the kept class. Rows of digits that could be somebody's number are none. */
const isCode = (text: string): boolean => /^[A-Za-z0-9_.:/@-]{1,60}$/.test(text) && !/\d{11}/.test(text);
const CITIZEN_NUMBER = /^\d{17}[0-9X]$/;

/** The event's data with marks, and what was taken out. */
export function markData(place: Place, type: string, data: JsonObject, principal: Owner): { readonly data: JsonObject; readonly taken: readonly Taken[] } {
  const taken: Taken[] = [];
  const marked: Record<string, Json | undefined> = { ...data };
  const known = classesOf(place.category, type);
  for (const field of Object.keys(data)) {
    const value = data[field];
    if (value === undefined || value === null) continue;
    const { class: fieldClass, kind, whole } = classOfValue(classOf(place.category, type, field, known), value);
    if (fieldClass === 'clear') continue;
    const take: Take = { kind, class: fieldClass, place, taken };
    const owner: Owner = `${place.category}.${field}` === 'complaint.reporter' ? { own: place.streamId } : principal;
    marked[field] = whole === true ? mark(take, value, 'ledger', field) : walk(take, value, owner, field);
  }
  return { data: marked, taken };
}

/** Ids made from what a command held, and where a photo was taken at somebody's home. */
export function markMetadata(metadata: JsonObject, place: Place, principal: Owner): { readonly metadata: JsonObject; readonly taken: readonly Taken[] } {
  const taken: Taken[] = [];
  const ids: Take = { kind: ID, class: 'erasable', place, taken };
  const marked: Record<string, Json | undefined> = { ...metadata };
  for (const field of Object.keys(metadata)) {
    const value = metadata[field];
    if (ENVELOPE_IDS.has(field) && value !== undefined) marked[field] = mark(ids, value, principal, `${ENVELOPE}.${field}`);
    else if (field === 'evidence' && Array.isArray(value)) marked[field] = value.map((piece: Json, n) => withoutPlace(piece, { ...ids, kind: 'address' }, principal, `${ENVELOPE}.${field}.${n}`));
  }
  return { metadata: marked, taken };
}
/** The kind of the ids of an envelope. */
export const ID = 'id';
const ENVELOPE_IDS: ReadonlySet<string> = new Set(['causationId', 'correlationId', 'commandDigest']);

function withoutPlace(piece: Json, take: Take, owner: Owner, path: string): Json {
  const { gps } = piece as { readonly gps?: Json | undefined };
  return gps === undefined ? piece : { ...(piece as JsonObject), gps: mark(take, gps, owner, `${path}.gps`) };
}

interface Take {
  readonly kind: string;
  readonly class: FieldClass;
  readonly place: Place;
  readonly taken: Taken[];
}

function mark({ kind, taken }: Take, value: Json, owner: Owner | 'ledger', path: string): JsonObject {
  const made: Mark = { $: kind };
  if (typeof value === 'number' || typeof value === 'boolean') made.is = typeof value as 'number' | 'boolean';
  taken.push({ mark: made, value, owner, path });
  return made as unknown as JsonObject;
}

function walk(take: Take, value: Json, owner: Owner, path: string): Json {
  if (value === null || value === '') return value;
  if (typeof value === 'string') {
    if (take.class === 'kept' && isCode(value)) return mark(take, value, 'ledger', path);
    return mark(take, value, take.kind === 'citizenNumber' && CITIZEN_NUMBER.test(value) ? { citizen: value } : owner, path);
  }
  if (typeof value !== 'object') return mark(take, value, take.class === 'kept' ? 'ledger' : owner, path);
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    if (items.length === 0) return items;
    return take.class === 'kept' && !hasText(items) ? mark(take, items, 'ledger', path) : items.map((item, n) => walk(take, item, owner, `${path}.${n}`));
  }
  const object = value as JsonObject;
  if (take.class === 'kept' && !hasText(value)) return mark(take, value, 'ledger', path);
  const whose = ownerWithin(object, take.place, owner);
  const marked: Record<string, Json | undefined> = {};
  for (const key of Object.keys(object)) {
    const member = object[key];
    marked[key] = member === undefined ? undefined : walk(take, member, whose, `${path}.${key}`);
  }
  return marked;
}

/** Whether a text that is no code stands anywhere in it. */
function hasText(value: Json | undefined): boolean {
  if (typeof value === 'string') return value !== '' && !isCode(value);
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value as JsonObject).some(hasText);
}

/** A mark in a copy of an event, and where the value goes that it stands for. */
export interface Slot {
  readonly mark: Mark;
  readonly path: string;
  readonly holder: Record<string | number, Json | undefined>;
  readonly key: string | number;
}

/** The value with every mark found, in their order, in objects and lists of its own; the same object where there is none. @param copy one that may be filled in */
export function slotted<T extends Json>(value: T, slots: Slot[], path = '', copy?: Slot['holder']): T {
  if (value === null || typeof value !== 'object') return value;
  const isList = Array.isArray(value);
  const own = (): Slot['holder'] => (copy ??= (isList ? [...(value as readonly Json[])] : { ...value }) as Slot['holder']);
  const from = value as Slot['holder'];
  for (const key of Object.keys(value)) {
    const member = from[key];
    if (member === null || typeof member !== 'object') continue;
    const at = path === '' ? key : `${path}.${key}`;
    if (Object.hasOwn(member, '$')) slots.push({ mark: member as unknown as Mark, path: at, holder: own(), key });
    else {
      const within = slotted(member, slots, at);
      if (within !== member) own()[key] = within;
    }
  }
  return (copy ?? value) as T;
}

/** Whether a member of what a client sent has a name that only this form has. */
export function hasReserved(value: Json | undefined): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.some(hasReserved);
  return Object.keys(value).some((key) => key === '$' || key === SEALED || hasReserved((value as JsonObject)[key]));
}
