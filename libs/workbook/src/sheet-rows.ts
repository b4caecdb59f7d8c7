/** One worksheet part as raw rows, handed over one at a time and never held. */
import { type Cell, EMPTY, type RawRow } from './cell.js';
import { ownCopy, TextGatherer } from './cell-text.js';
import type { WorkbookLimits } from './limits.js';
import { GENERAL, type NumberFormat } from './number-formats.js';
import { columnsTooMany, damaged } from './refusals.js';
import { dateSerialOf } from './serial.js';
import { type Attributes, readXml } from './xml-events.js';
import type { Package } from './zip-parts.js';

export interface SheetContext {
  readonly name: string;
  readonly date1904: boolean;
  readonly sharedStrings: readonly Cell[];
  readonly formats: readonly NumberFormat[];
  /** Cells of numbers met before, by format; filled while reading. */
  readonly numbers: Map<NumberFormat, Map<string, Cell>>;
}

const LAST_ROW = 1_048_576;
const LAST_COLUMN = 16_384;
const SHARED_FORMATS = 16;
const SHARED_NUMBERS = 20_000;
const SHARED_DIGITS = 10;

/** Calls `onRow` for every row with a filled cell, top to bottom. @throws DomainError `WORKBOOK_DAMAGED`, `COLUMNS_TOO_MANY`, `CELL_TOO_LONG` */
export async function readSheetRows(
  pack: Package, part: string, context: SheetContext, limits: WorkbookLimits, onRow: (row: RawRow) => void,
): Promise<void> {
  const { name: sheet, formats } = context;
  const text = new TextGatherer(`sheet ${sheet}`, limits.cellChars);
  let inData = false;
  let row = 0;
  let cells: Cell[] = [];
  let column = 0;
  let type = '';
  let format = GENERAL;
  let inCell = false;
  let inInline = false;
  let inPhonetic = false;
  let capturing = false;

  const openRow = (attributes: Attributes): void => {
    const number = attributes['r'] === undefined ? row + 1 : Number(attributes['r']);
    if (!Number.isInteger(number) || number <= row || number > LAST_ROW) throw damaged(`the rows of sheet ${sheet} are not numbered in order`);
    row = number;
    cells = [];
    column = 0;
  };
  const openCell = (attributes: Attributes): void => {
    const reference = attributes['r'];
    column = reference === undefined ? column + 1 : columnOf(reference);
    if (column < 1 || column > LAST_COLUMN) throw damaged(`a cell in row ${row} of sheet ${sheet} has no valid position`);
    type = attributes['t'] ?? 'n';
    const style = attributes['s'];
    format = style === undefined ? GENERAL : formats[Number(style)] ?? GENERAL;
    inCell = true;
  };
  const closeCell = (): void => {
    inCell = false;
    const cell = cellOf(type, text.take(), format, context);
    if (cell.kind === 'empty') return;
    if (column > limits.columns) throw columnsTooMany(sheet, limits.columns);
    if ((cells[column - 1] ?? EMPTY).kind !== 'empty') throw damaged(`row ${row} of sheet ${sheet} has two cells in one place`);
    while (cells.length < column) cells.push(EMPTY);
    cells[column - 1] = cell;
  };

  await readXml(part, pack.read(part), {
    open: (name, attributes) => {
      if (!inData) inData = name === 'sheetData';
      else if (name === 'c') openCell(attributes);
      else if (name === 'row') openRow(attributes);
      else if (!inCell) return;
      else if (name === 'v') capturing = type !== 'inlineStr';
      else if (name === 'is') inInline = type === 'inlineStr';
      else if (name === 'rPh') inPhonetic = true;
      else if (name === 't') capturing = inInline && !inPhonetic;
    },
    close: (name) => {
      if (!inData) return;
      if (name === 'v' || name === 't') capturing = false;
      else if (name === 'c') closeCell();
      else if (name === 'row') {
        if (cells.length > 0) onRow({ row, cells });
      } else if (name === 'is') inInline = false;
      else if (name === 'rPh') inPhonetic = false;
      else if (name === 'sheetData') inData = false;
    },
    text: (piece) => {
      if (capturing) text.add(piece);
    },
  });
}

/** `BC12` → 55; 0 where there are no letters. */
function columnOf(reference: string): number {
  let column = 0;
  for (let index = 0; index < reference.length && index < 4; index += 1) {
    const letter = reference.charCodeAt(index) & 0xdf;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column;
}

/** A formula's cell holds its cached value like any other. */
function cellOf(type: string, raw: string, format: NumberFormat, context: SheetContext): Cell {
  if (raw === '') return EMPTY;
  switch (type) {
    case 's': {
      const shared = context.sharedStrings[parseInt(raw, 10)];
      if (!shared) throw damaged(`a cell of sheet ${context.name} refers to a text that is not there`);
      return shared;
    }
    case 'b': return { kind: 'boolean', value: raw.trim() === '1' || raw.trim().toLowerCase() === 'true' };
    case 'e': return { kind: 'error', text: ownCopy(raw) };
    case 'd': {
      const serial = dateSerialOf(raw.trim(), context.date1904);
      return serial === undefined ? { kind: 'text', text: ownCopy(raw) } : { kind: 'date', serial };
    }
    case 'n': return sharedNumber(raw.trim(), format, context);
    default: return { kind: 'text', text: ownCopy(raw) };
  }
}

/** Amounts, dates and counts repeat: one cell for equal ones saves most of the memory. Long numbers are ids and do not. */
function sharedNumber(raw: string, format: NumberFormat, context: SheetContext): Cell {
  if (raw.length > SHARED_DIGITS) return numberCell(raw, format);
  let cells = context.numbers.get(format);
  const known = cells?.get(raw);
  if (known) return known;
  const cell = numberCell(raw, format);
  if (!cells && context.numbers.size < SHARED_FORMATS) context.numbers.set(format, cells = new Map<string, Cell>());
  if (cells && cells.size < SHARED_NUMBERS) cells.set(raw, cell);
  return cell;
}

function numberCell(raw: string, format: NumberFormat): Cell {
  const value = Number(raw);
  if (raw === '' || !Number.isFinite(value)) return raw === '' ? EMPTY : { kind: 'text', text: ownCopy(raw) };
  if (format.isDate) return { kind: 'date', serial: value };
  if (format.pad > 0 && Number.isInteger(value) && value >= 0) return { kind: 'number', value, shown: raw.padStart(format.pad, '0') };
  // Programs other than Excel store long numbers digit by digit; the nearest double would be another account or person.
  return !Number.isSafeInteger(value) && /^\d{16,40}$/.test(raw) ? { kind: 'number', value, shown: ownCopy(raw) } : { kind: 'number', value };
}
