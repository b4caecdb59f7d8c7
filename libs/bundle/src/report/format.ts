/** How days, instants, amounts are written in a report: the same on every machine. */
import { formatYuan } from '#kernel';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH = /^(\d{4})-(\d{2})$/;
const HOUR = 3_600_000;

export const isDay = (text: string): boolean => DAY.test(text);
export const isMonth = (text: string): boolean => MONTH.test(text);
const isInstant = (text: string): boolean => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) && !Number.isNaN(Date.parse(text));

/** `2019-03-05` as 2019年3月5日; anything else as it stands. */
export function dayText(text: string): string {
  const [, year, month, day] = DAY.exec(text) ?? [];
  return year === undefined ? text : `${year}年${Number(month)}月${Number(day)}日`;
}
/** `2019-03` as 2019年3月. */
export function monthText(text: string): string {
  const [, year, month] = MONTH.exec(text) ?? [];
  return year === undefined ? text : `${year}年${Number(month)}月`;
}
/** `2019`, `2019H1`, `2019Q2` as 2019年, 2019年上半年, 2019年第2季度. */
export function periodText(text: string): string {
  const [, year, of] = /^(\d{4})(?:([QH]\d))?$/.exec(text) ?? [];
  if (year === undefined) return text;
  if (of === undefined) return `${year}年`;
  return of.startsWith('Q') ? `${year}年第${of.slice(1)}季度` : `${year}年${of === 'H1' ? '上' : '下'}半年`;
}

/** An instant as China has it (UTC+8): `2026-11-22 16:30:05`. What has no offset of its own is shown as it stands. */
const chinaOf = (instant: string): string | undefined => (isInstant(instant) && /(Z|[+-]\d{2}:\d{2})$/.test(instant) ? new Date(Date.parse(instant) + 8 * HOUR).toISOString() : undefined);
/** The day in China of an instant. */
export const chinaDay = (instant: string): string => chinaOf(instant)?.slice(0, 10) ?? instant.slice(0, 10);
/** 2026年11月22日 16:30:05. */
export function instantText(instant: string): string {
  const china = chinaOf(instant);
  return china === undefined ? instant : `${dayText(china.slice(0, 10))} ${china.slice(11, 19)}`;
}

/** Days from one day to another; undefined where one of them is no day. */
export function daysFrom(from: string, to: string): number | undefined {
  const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / (24 * HOUR);
  return isDay(from) && isDay(to) && Number.isSafeInteger(days) ? days : undefined;
}

/** Fen as 1,080.00 元; what is no amount of fen as it stands. */
export const yuan = (fen: number): string => (Number.isSafeInteger(fen) ? `${formatYuan(fen)} 元` : `${fen} 分`);
/** Without the unit, for a column that names it. */
export const yuanOnly = (fen: number): string => (Number.isSafeInteger(fen) ? formatYuan(fen) : `${fen} 分`);

/** Parts per million as a percentage. */
export const ppmText = (ppm: number): string => `${ppm / 10_000} %`;
/** 12,345. */
export const countText = (count: number): string => String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/**
 * `3 ÷ 412 = 0.73 % ≤ 2 %（3 × 50 = 150 ≤ 412）`: the share for the reader, rounded half up; the comparison in whole numbers, as GX-2019-06-06 is
 * compared. Where rounding would hide on which side of 2 % it lies, it has more decimals.
 */
export function shareText(errors: number, total: number): string {
  if (![errors, errors * 50, total].every(Number.isSafeInteger) || errors < 0 || total < 0) return `${errors} ÷ ${total}`;
  const within = withinTwoPercent(errors, total);
  const whole = `${errors} × 50 = ${errors * 50} ${within ? '≤' : '>'} ${total}`;
  if (total === 0) return `救助人数为 0，不计算比例（${whole}）`;
  for (let decimals = 2; ; decimals += 1) {
    const scale = 10n ** BigInt(decimals);
    const rounded = (BigInt(errors) * 200n * scale + BigInt(total)) / (2n * BigInt(total));
    if (rounded === 2n * scale && errors * 50 !== total) continue;
    return `${errors} ÷ ${total} = ${rounded / scale}.${String(rounded % scale).padStart(decimals, '0')} % ${within ? '≤' : '>'} 2 %（${whole}）`;
  }
}
export const withinTwoPercent = (errors: number, total: number): boolean => errors * 50 <= total;
