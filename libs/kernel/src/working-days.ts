/** Working days of the Chinese public calendar: weekends and holidays off, make-up days on. */
import chineseDays from 'chinese-days';
import { addDays, type CivilDate, yearOf } from './civil-date.js';
import { DomainError } from './errors.js';

/** Years the published holiday notices in the library cover. */
export const WORKING_DAY_YEARS = { first: 2004, last: 2026 } as const;

const cache = new Map<CivilDate, boolean>();

/**
 * Whether the date is a working day.
 * The library parses ISO text as UTC and reads it in the machine's zone (wrong west of Greenwich), so it is given local noon.
 * @throws DomainError `CALENDAR_UNPUBLISHED` outside the table: nobody may guess a holiday.
 */
export function isWorkingDay(date: CivilDate): boolean {
  const known = cache.get(date);
  if (known !== undefined) return known;
  const year = yearOf(date);
  if (year < WORKING_DAY_YEARS.first || year > WORKING_DAY_YEARS.last) {
    throw new DomainError('CALENDAR_UNPUBLISHED', 'unsupported',
      `No working-day calendar is published for ${year} (known: ${WORKING_DAY_YEARS.first} to ${WORKING_DAY_YEARS.last}), so deadlines touching ${date} cannot be computed. Update the chinese-days table when the State Council publishes the year.`, { year });
  }
  const answer = chineseDays.isWorkday(new Date(year, Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)), 12));
  cache.set(date, answer);
  return answer;
}

/** The n-th working day after `date`; the day itself is not counted. `n ≥ 1`. */
export function addWorkingDays(date: CivilDate, n: number): CivilDate {
  if (!Number.isSafeInteger(n) || n < 1 || n > 10_000) throw new Error(`addWorkingDays needs 1 ≤ n ≤ 10000, got ${n}`);
  let day = date;
  for (let left = n; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) left -= 1;
  }
  return day;
}
