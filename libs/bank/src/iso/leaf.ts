/** Values of leaves by the types of the schemas. */
import { type CivilDate, civilDateAt, civilDateOf, type Fen } from '#kernel';
import { countOf, fenOfYuan } from '../amounts.js';
import { type Where, wrongValue } from '../refusals.js';
import { hasControls } from '../text.js';
import type { LeafType } from './grammar.js';

const TIME = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-4]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;

const dayOf = (text: string): CivilDate | undefined => {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/.exec(text);
  return match === null ? undefined : civilDateOf(Number(match[1]), Number(match[2]), Number(match[3]));
};

/**
 * Checks a leaf by its type and gives its text: of `money` and `decimal` fen in digits, of `date` and `time` the day in China.
 * @throws DomainError `BANK_VALUE_INVALID`
 */
export function leafText(type: LeafType, raw: string, attributes: Readonly<Record<string, string>>, name: string, where: Where): string {
  const wrong = (expected: string): never => { throw wrongValue(where, name, expected); };
  const names = Object.keys(attributes);
  if (type === 'money' ? names.length !== 1 || attributes['Ccy'] !== 'CNY' : names.length > 0) return wrong(type === 'money' ? 'an amount in CNY' : 'no attributes');
  if (typeof type === 'number') return raw === '' || [...raw].length > type || hasControls(raw) ? wrong(`1 to ${type} characters`) : raw;
  const text = raw.trim();
  switch (type) {
    case 'count': return countOf(text) === undefined ? wrong('a whole number') : text;
    case 'bool': return /^(true|false|0|1)$/.test(text) ? String(text === 'true' || text === '1') : wrong('true or false');
    case 'direction': return text === 'CRDT' || text === 'DBIT' ? text : wrong('CRDT or DBIT');
    case 'money': return String(fenOfYuan(text, 5) ?? wrong('whole fen'));
    case 'decimal': return String(fenOfYuan(text, 17) ?? wrong('whole fen'));
    case 'date': return dayOf(text) ?? wrong('a date');
    case 'time': return timeOf(text) ?? wrong('a date and time');
  }
}

/** A time without an offset is the bank's own, in China. */
function timeOf(text: string): CivilDate | undefined {
  const day = dayOf(text.slice(0, 10));
  if (day === undefined || !TIME.test(text)) return undefined;
  const instant = /[Z+]|-\d{2}:\d{2}$/.test(text.slice(10)) ? Date.parse(text) : undefined;
  return instant === undefined || Number.isNaN(instant) ? day : civilDateAt(new Date(instant).toISOString());
}

/** Fen of a leaf of type `money` or `decimal`. */
export const fenIn = (text: string): Fen => Number(text) as Fen;
