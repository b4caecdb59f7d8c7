/** Spreadsheet day serials and civil dates, in both date systems. */
import { type CivilDate, civilDateOf } from '#kernel';

const MS_PER_DAY = 86_400_000;
/** 1970-01-01 in the 1900 system. */
const EPOCH_1900 = 25_569;
/** What the 1904 system counts less. */
export const OFFSET_1904 = 1462;
/** The day 1900-02-29, which Lotus 1-2-3 invented and Excel keeps: serials before it stand one day off. */
const LEAP_BUG = 60;
const LAST_SERIAL = 2_958_465;

/** The day of a serial (its time of day is dropped), or `undefined` where the program would show no date. */
export function civilDateOfSerial(serial: number, date1904: boolean): CivilDate | undefined {
  const day = Math.floor(serial);
  if (day < (date1904 ? 0 : 1) || day > LAST_SERIAL || (!date1904 && day === LEAP_BUG)) return undefined;
  const days = date1904 ? day + OFFSET_1904 : day < LEAP_BUG ? day + 1 : day;
  const date = new Date((days - EPOCH_1900) * MS_PER_DAY);
  return civilDateOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

/** The serial of an ISO 8601 cell (`t="d"`), with or without a time; `undefined` if it is none. */
export function dateSerialOf(iso: string, date1904: boolean): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+Z?)?$/.exec(iso);
  const date = match && civilDateOf(Number(match[1]), Number(match[2]), Number(match[3]));
  if (!date) return undefined;
  const days = Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY + EPOCH_1900;
  if (date1904) return days - OFFSET_1904;
  return days <= LEAP_BUG ? days - 1 : days;
}
