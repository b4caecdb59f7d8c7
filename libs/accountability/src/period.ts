/** Quarters, half-years and years of work: `2019Q2`, `2019H1`, `2019`. Within a kind, text order is time order. */
import { type CivilDate, type CivilMonth, civilDateOf, civilMonthOf, DomainError, lastDayOf, parseYear } from '#kernel';

declare const quarterBrand: unique symbol;
declare const halfYearBrand: unique symbol;
declare const yearBrand: unique symbol;
export type Quarter = string & { readonly [quarterBrand]: true };
export type HalfYear = string & { readonly [halfYearBrand]: true };
export type WorkYear = string & { readonly [yearBrand]: true };
export type Period = Quarter | HalfYear | WorkYear;

const YEAR = '(?:19|[2-9]\\d)\\d\\d';
const QUARTER = new RegExp(`^${YEAR}Q[1-4]$`);
const HALF_YEAR = new RegExp(`^${YEAR}H[12]$`);
const WORK_YEAR = new RegExp(`^${YEAR}$`);

/** @throws DomainError `QUARTER_INVALID` */
export function parseQuarter(text: string): Quarter {
  if (!QUARTER.test(text)) throw new DomainError('QUARTER_INVALID', 'invalid', `"${text.slice(0, 20)}" is not a quarter. Write the year, Q and 1 to 4, for example 2019Q2.`);
  return text as Quarter;
}

/** @throws DomainError `HALF_YEAR_INVALID` */
export function parseHalfYear(text: string): HalfYear {
  if (!HALF_YEAR.test(text)) throw new DomainError('HALF_YEAR_INVALID', 'invalid', `"${text.slice(0, 20)}" is not a half-year. Write the year, H and 1 or 2, for example 2019H1.`);
  return text as HalfYear;
}

/** @throws DomainError `YEAR_INVALID` */
export const parseWorkYear = (text: string): WorkYear => String(parseYear(text)) as WorkYear;

/** A quarter, a half-year or a year. @throws DomainError `PERIOD_INVALID` */
export function parsePeriod(text: string): Period {
  if (![QUARTER, HALF_YEAR, WORK_YEAR].some((form) => form.test(text))) {
    throw new DomainError('PERIOD_INVALID', 'invalid', `"${text.slice(0, 20)}" is no quarter, half-year or year. Write for example 2019Q2, 2019H1 or 2019.`);
  }
  return text as Period;
}

/** How many months a period has, and which of its year it is, from 1. */
function partsOf(period: Period): { readonly year: number; readonly months: number; readonly n: number } {
  return { year: Number(period.slice(0, 4)), months: period[4] === 'Q' ? 3 : period[4] === 'H' ? 6 : 12, n: Number(period[5] ?? 1) };
}

/** First and last day. */
export function spanOf(period: Period): { readonly from: CivilDate; readonly to: CivilDate } {
  const { year, months, n } = partsOf(period);
  return { from: civilDateOf(year, (n - 1) * months + 1, 1) as CivilDate, to: lastDayOf(lastMonthOf(period)) };
}

export function lastMonthOf(period: Period): CivilMonth {
  const { year, months, n } = partsOf(period);
  return civilMonthOf(year, n * months) as CivilMonth;
}

/** The quarter a day lies in. */
export const quarterOf = (day: CivilDate): Quarter => `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}` as Quarter;

/** The next one of the same kind. */
export function periodAfter<P extends Period>(period: P): P {
  const { year, months, n } = partsOf(period);
  const mark = period[4] ?? '';
  const last = n * months === 12;
  return `${String(last ? year + 1 : year).padStart(4, '0')}${mark}${mark === '' ? '' : last ? 1 : n + 1}` as P;
}
