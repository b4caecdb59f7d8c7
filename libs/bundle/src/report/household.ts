/** Persons and households as the events of a bundle leave them: registered, changed, corrected, dead, erased. */
import type { JsonObject } from '#kernel';
import type { OpenedEvent } from '../contents.js';
import { type Book, categoryOf, keyOf, textOf } from './book.js';

/** What a value is now, and the events it comes from. */
export interface Person {
  readonly key: string;
  /** As registered, with what was corrected. */
  readonly data: JsonObject;
  readonly events: readonly OpenedEvent[];
  readonly corrected: boolean;
  readonly diedOn?: string | undefined;
  readonly erasedBy?: OpenedEvent | undefined;
}
export interface Member {
  readonly personId: string;
  readonly data: JsonObject;
  readonly left: boolean;
  readonly corrected: boolean;
  readonly events: readonly OpenedEvent[];
}
export interface Household {
  readonly key: string;
  readonly composed: OpenedEvent;
  readonly members: readonly Member[];
}

const isCorrection = ({ type }: OpenedEvent): boolean => type === 'CorrectionRecorded';
const correctionOf = ({ data }: OpenedEvent): JsonObject => ({ [textOf(data, 'field') ?? '']: data['new'] });

export function personsOf(book: Book): ReadonlyMap<string, Person> {
  const persons = new Map<string, Person>();
  const change = (event: OpenedEvent, change: Partial<Person>, data: JsonObject = {}): void => {
    const key = keyOf(event);
    const before = persons.get(key) ?? { key, data: {}, events: [], corrected: false };
    persons.set(key, { ...before, ...change, data: { ...before.data, ...data }, events: [...before.events, event] });
  };
  for (const event of book.events) {
    const category = categoryOf(event);
    if (category === 'erasure' && event.type === 'PersonDataErased') change(event, { erasedBy: event });
    if (category !== 'person') continue;
    if (event.type === 'PersonRegistered') change(event, {}, event.data);
    else if (event.type === 'DeathReported') change(event, { diedOn: textOf(event.data, 'diedOn') ?? '' });
    else if (isCorrection(event)) change(event, { corrected: true }, correctionOf(event));
  }
  // An erasure alone, without the registration, is no person to be listed.
  return new Map([...persons].filter(([, { data }]) => Object.keys(data).length > 0));
}

export function householdsOf(book: Book): readonly Household[] {
  const households = new Map<string, { composed: OpenedEvent; members: Map<string, Member> }>();
  for (const event of book.ofCategory('household')) {
    if (event.type === 'HouseholdComposed') {
      const members = Array.isArray(event.data['members']) ? (event.data['members'] as readonly JsonObject[]) : [];
      households.set(keyOf(event), { composed: event, members: new Map(members.map((data) => [textOf(data, 'personId') ?? '', { personId: textOf(data, 'personId') ?? '', data, left: false, corrected: false, events: [event] }])) });
      continue;
    }
    const members = households.get(keyOf(event))?.members;
    const personId = textOf(event.data, 'personId');
    if (members === undefined || personId === undefined || !(event.type === 'HouseholdMemberChanged' || isCorrection(event))) continue;
    const before = members.get(personId) ?? { personId, data: {}, left: false, corrected: false, events: [] };
    const events = [...before.events, event];
    members.set(personId, isCorrection(event)
      ? { ...before, corrected: true, events, data: { ...before.data, ...correctionOf(event) } }
      : { ...before, events, left: event.data['change'] === 'left', data: { ...before.data, ...event.data } });
  }
  return [...households].map(([key, { composed, members }]) => ({ key, composed, members: [...members.values()] }));
}
