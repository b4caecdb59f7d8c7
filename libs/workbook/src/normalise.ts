/**
 * One reader per type of column: from a raw cell to its canonical value or to the code of what is wrong with it (formats.md §1).
 *
 * Where formats.md is silent:
 * - A plain numeric cell of six digits in a date column is the month spelling and therefore no date; under a date format it is the
 *   date it shows. In a month column six digits, and in both eight, are the compact spelling whatever the format.
 * - Serials count from the date system of the workbook (1900 or 1904) and only in numeric cells; a time of day is dropped. Without a
 *   date format a number below that of 1950-01-01 is none: an office that types 2019.02 means a month.
 * - Spaces inside dates, amounts and list values are not removed: formats.md removes them inside ids only.
 * - Numeric ids become their digits; a zero-padding format such as `0000000` keeps its zeros.
 * - A boolean cell counts as 是/否, an error cell (#N/A) as the text it shows.
 */
import { type CivilDate, type CivilMonth, civilDateOf, civilMonthOf, isCitizenId, monthOf } from '#kernel';
import { dateOfText, monthOfText } from './dates.js';
import { decimalOfText, digitsOfWhole, fenOfText, textOfNumber, wholeOfText } from './amounts.js';
import type { Cell } from './cell.js';
import { cleanText, compactText, isSpaces } from './plain-text.js';
import type { ColumnSchema, ColumnType } from './schema.js';
import { civilDateOfSerial, OFFSET_1904 } from './serial.js';
import type { FaultCode } from './types.js';

export interface NormaliseContext {
  readonly date1904: boolean;
}

/** Why a filled cell has no value. */
export interface Unreadable {
  readonly unreadable: Extract<FaultCode, 'FORMAT' | 'ENUM' | 'ID_CHECKSUM'>;
}
export type Scalar = string | number | boolean;
/** `null`: the cell is empty, also when it holds nothing but spaces. */
export type Reading = Scalar | null | Unreadable;

const FORMAT: Unreadable = { unreadable: 'FORMAT' };
const ENUM: Unreadable = { unreadable: 'ENUM' };
const ID_CHECKSUM: Unreadable = { unreadable: 'ID_CHECKSUM' };

export const isUnreadable = (reading: Reading): reading is Unreadable => typeof reading === 'object' && reading !== null;

/** The cell as a person sees it, near enough to be kept with a rejection; `''` for an empty one. */
export function originalText(cell: Cell, { date1904 }: NormaliseContext): string {
  switch (cell.kind) {
    case 'empty': return '';
    case 'text': case 'error': return cell.text;
    case 'number': return cell.shown ?? (Number.isInteger(cell.value) ? digitsOfWhole(cell.value) : textOfNumber(cell.value));
    case 'date': return civilDateOfSerial(cell.serial, date1904) ?? textOfNumber(cell.serial);
    case 'boolean': return cell.value ? 'TRUE' : 'FALSE';
  }
}

/** True where nothing, or nothing but spaces, stands in the cell. */
export const isBlank = (cell: Cell): boolean =>
  cell.kind === 'empty' || (cell.kind === 'text' && isSpaces(cell.text));

/** Reads a cell as its column demands. Total: any cell of any kind gives a reading. */
export function readCell(cell: Cell, column: Pick<ColumnSchema, 'type' | 'codes'>, context: NormaliseContext): Reading {
  if (isBlank(cell)) return null;
  return READERS[column.type](cell, context, column.codes ?? {});
}

type Reader = (cell: Cell, context: NormaliseContext, codes: Readonly<Record<string, string>>) => Scalar | Unreadable;

const READERS: Readonly<Record<ColumnType, Reader>> = {
  text: (cell, context) => cleanText(originalText(cell, context)),
  id: (cell, context) => {
    const id = idOf(cell, context);
    return id.length <= LONGEST_ID ? id : FORMAT;
  },
  token: (cell, context) => compactText(originalText(cell, context)),
  citizenId: (cell, context) => {
    const id = idOf(cell, context);
    return isCitizenId(id) ? id : ID_CHECKSUM;
  },
  town: (cell, context) => digits(idOf(cell, context), 9),
  community: (cell, context) => digits(idOf(cell, context), 12),
  date: (cell, context) => readDate(cell, context) ?? FORMAT,
  month: (cell, context) => readMonth(cell, context) ?? FORMAT,
  money: (cell) => fenOfText(numeralText(cell)) ?? FORMAT,
  decimal: (cell) => decimalOfText(numeralText(cell)) ?? FORMAT,
  yesNo: (cell) => yesNoOf(cell) ?? FORMAT,
  headcount: (cell) => wholeOfText(numeralText(cell)) ?? FORMAT,
  ordinal: (cell) => {
    const whole = wholeOfText(numeralText(cell));
    return whole !== undefined && whole >= 1 ? whole : FORMAT;
  },
  grade: (cell) => {
    const whole = wholeOfText(numeralText(cell));
    return whole !== undefined && whole >= 1 && whole <= 4 ? whole : ENUM;
  },
  code: (cell, context, codes) => {
    const text = cleanText(originalText(cell, context));
    return Object.hasOwn(codes, text) ? codes[text] as string : ENUM;
  },
};

/** Nobody numbers with more characters; the names of streams are made of ids and are bounded too. */
const LONGEST_ID = 100;

/** An id as a person writes it: spaces removed, leading zeros kept, a trailing `x` made `X`; also where a county follows after `@`. */
export const idOfText = (text: string): string => compactText(text).replace(/x(?=$|@)/, 'X');

const idOf = (cell: Cell, context: NormaliseContext): string => compactText(originalText(cell, context)).replace(/x$/, 'X');

const digits = (text: string, length: number): string | Unreadable => (text.length === length && /^\d+$/.test(text) ? text : FORMAT);

/** What may be a number: a numeric cell or a text. Dates and booleans are none. */
function numeralText(cell: Cell): string {
  if (cell.kind === 'number') return textOfNumber(cell.value);
  return cell.kind === 'text' ? cleanText(cell.text) : '';
}

/** The number of a numeric cell, whatever its format, if it is whole and has so many digits. */
function compactNumber(cell: Cell, least: number, most: number): number | undefined {
  const value = cell.kind === 'number' ? cell.value : cell.kind === 'date' ? cell.serial : Number.NaN;
  return Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}

/** 1950-01-01. A smaller number without a date format is 2019.02 or a bare year, not a day of the first half of last century. */
const LEAST_BARE_SERIAL = 18_264;

function readDate(cell: Cell, { date1904 }: NormaliseContext): CivilDate | undefined {
  const compact = compactNumber(cell, 10_000_000, 99_999_999);
  if (compact !== undefined) return civilDateOf(Math.floor(compact / 10_000), Math.floor(compact / 100) % 100, compact % 100);
  switch (cell.kind) {
    case 'number': return cell.value >= LEAST_BARE_SERIAL - (date1904 ? OFFSET_1904 : 0) && compactNumber(cell, 100_000, 999_999) === undefined ? civilDateOfSerial(cell.value, date1904) : undefined;
    case 'date': return civilDateOfSerial(cell.serial, date1904);
    case 'text': return dateOfText(cleanText(cell.text));
    default: return undefined;
  }
}

function readMonth(cell: Cell, context: NormaliseContext): CivilMonth | undefined {
  const compact = compactNumber(cell, 100_000, 999_999);
  if (compact !== undefined) return civilMonthOf(Math.floor(compact / 100), compact % 100);
  if (cell.kind === 'text') return monthOfText(cleanText(cell.text));
  const date = readDate(cell, context);
  return date === undefined ? undefined : monthOf(date);
}

const YES_NO: ReadonlyMap<string, boolean> = new Map([
  ['是', true], ['有', true], ['Y', true], ['1', true],
  ['否', false], ['无', false], ['N', false], ['0', false],
]);

function yesNoOf(cell: Cell): boolean | undefined {
  return cell.kind === 'boolean' ? cell.value : YES_NO.get(numeralText(cell));
}
