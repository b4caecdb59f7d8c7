/** Dates and months in every spelling the workbook allows. */
import { type CivilDate, type CivilMonth, civilDateOf, civilMonthOf, monthOf } from '#kernel';

const SEPARATED_DATE = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const CHINESE_DATE = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/;
const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})$/;
const SEPARATED_MONTH = /^(\d{4})[-/](\d{1,2})$/;
const CHINESE_MONTH = /^(\d{4})年(\d{1,2})月$/;
const COMPACT_MONTH = /^(\d{4})(\d{2})$/;

/**
 * `2019-03-05`, `2019/3/5`, `2019.3.5` (one separator throughout), `2019年3月5日`, `20190305`; the day must exist.
 * Anything else, also bare digits of another length and a text that happens to look like a serial, is no date.
 * @param text cleaned (plain-text.ts)
 */
export function dateOfText(text: string): CivilDate | undefined {
  const separated = SEPARATED_DATE.exec(text);
  if (separated) return civilDateOf(Number(separated[1]), Number(separated[3]), Number(separated[4]));
  const match = CHINESE_DATE.exec(text) ?? COMPACT_DATE.exec(text);
  return match ? civilDateOf(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}

/** `2019-03`, `2019/3`, `2019年3月`, `201903`, or any date, of which the month counts. `2019.3` is a number, not a month. */
export function monthOfText(text: string): CivilMonth | undefined {
  const match = SEPARATED_MONTH.exec(text) ?? CHINESE_MONTH.exec(text) ?? COMPACT_MONTH.exec(text);
  if (match) return civilMonthOf(Number(match[1]), Number(match[2]));
  const date = dateOfText(text);
  return date === undefined ? undefined : monthOf(date);
}
