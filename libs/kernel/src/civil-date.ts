/** Civil dates and months: calendar values without a time or a zone, never instants. */
import { DomainError } from './errors.js';

declare const dateBrand: unique symbol;
declare const monthBrand: unique symbol;
/** `YYYY-MM-DD`, proleptic Gregorian; text order is date order. */
export type CivilDate = string & { readonly [dateBrand]: true };
/** `YYYY-MM`; text order is month order. */
export type CivilMonth = string & { readonly [monthBrand]: true };

const MS_PER_DAY = 86_400_000;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** Builds a date from its parts, or `undefined` where no such day exists (years 1900 to 9999). */
export function civilDateOf(year: number, month: number, day: number): CivilDate | undefined {
  if (!(year >= 1900 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1) return undefined;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as CivilDate;
}

/** Builds a month from its parts, or `undefined` outside 1900-01 … 9999-12. */
export function civilMonthOf(year: number, month: number): CivilMonth | undefined {
  if (!(year >= 1900 && year <= 9999 && month >= 1 && month <= 12)) return undefined;
  return `${pad(year, 4)}-${pad(month, 2)}` as CivilMonth;
}

/** Reads the exact form `YYYY-MM-DD`. @throws DomainError `DATE_INVALID` */
export function parseCivilDate(text: string): CivilDate {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const date = match && civilDateOf(Number(match[1]), Number(match[2]), Number(match[3]));
  if (!date) throw new DomainError('DATE_INVALID', 'invalid', `"${text}" is not a date. Write it as YYYY-MM-DD, for example 2019-12-31.`);
  return date;
}

/** Reads the exact form `YYYY-MM`. @throws DomainError `MONTH_INVALID` */
export function parseCivilMonth(text: string): CivilMonth {
  const match = /^(\d{4})-(\d{2})$/.exec(text);
  const month = match && civilMonthOf(Number(match[1]), Number(match[2]));
  if (!month) throw new DomainError('MONTH_INVALID', 'invalid', `"${text}" is not a month. Write it as YYYY-MM, for example 2019-03.`);
  return month;
}

/** Reads a calendar year 1900 … 9999. @throws DomainError `YEAR_INVALID` */
export function parseYear(text: string): number {
  if (!/^\d{4}$/.test(text) || Number(text) < 1900) {
    throw new DomainError('YEAR_INVALID', 'invalid', `"${text}" is not a year. Write four digits, for example 2019.`);
  }
  return Number(text);
}

const dayNumber = (date: CivilDate): number => Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY;

export const monthOf = (date: CivilDate): CivilMonth => date.slice(0, 7) as CivilMonth;
export const yearOf = (value: CivilDate | CivilMonth): number => Number(value.slice(0, 4));
export const firstDayOf = (month: CivilMonth): CivilDate => `${month}-01` as CivilDate;

export function addDays(date: CivilDate, days: number): CivilDate {
  return new Date((dayNumber(date) + days) * MS_PER_DAY).toISOString().slice(0, 10) as CivilDate;
}

/** `to − from` in calendar days: the day of the triggering act is not counted (process.md, head note). */
export const daysBetween = (from: CivilDate, to: CivilDate): number => dayNumber(to) - dayNumber(from);

/** The month `n` months after, before where `n` is negative; the next one by default. */
export function monthAfter(month: string, n = 1): CivilMonth {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + n;
  return `${pad(Math.floor(at / 12), 4)}-${pad((at % 12) + 1, 2)}` as CivilMonth;
}

/** The last day of a month. */
export function lastDayOf(month: CivilMonth): CivilDate {
  const [year, index] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  return new Date(Date.UTC(year, index, 0)).toISOString().slice(0, 10) as CivilDate;
}

/** An RFC 3339 instant with its offset, normalised to UTC with milliseconds. @throws DomainError `INSTANT_INVALID` */
export function parseInstant(text: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})[Tt]([01]\d|2[0-3]):\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.exec(text);
  // Date.parse moves a day that does not exist into the next month.
  const instant = match && civilDateOf(Number(match[1]), Number(match[2]), Number(match[3])) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) {
    throw new DomainError('INSTANT_INVALID', 'invalid', `"${text}" is not an instant. Write RFC 3339 with an offset, for example 2019-12-31T17:00:00+08:00.`);
  }
  return new Date(instant).toISOString();
}

/** The civil date in China (Asia/Shanghai, no daylight saving since 1991) at an instant. */
export function civilDateAt(instant: string): CivilDate {
  return new Date(Date.parse(instant) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10) as CivilDate;
}
