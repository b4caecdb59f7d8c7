/** From the bytes of an .xlsx file to its sheets, each of which can be read row by row as raw cells. */
import type { Cell, RawRow } from './cell.js';
import { LIMITS, type WorkbookLimits } from './limits.js';
import { mapPackage } from './package-map.js';
import { sheetTwice } from './refusals.js';
import { readSharedStrings } from './shared-strings.js';
import { readSheetRows, type SheetContext } from './sheet-rows.js';
import { openPackage } from './zip-parts.js';

export interface XlsxSheet {
  readonly name: string;
  /** Calls `onRow` for every row with a filled cell, top to bottom; nothing is held, and what `onRow` throws ends the reading. */
  readRows(onRow: (row: RawRow) => void): Promise<void>;
}

export interface XlsxFile {
  /** Whether serials count from 1904-01-01. */
  readonly date1904: boolean;
  /** In workbook order; hidden ones too. */
  readonly sheets: readonly XlsxSheet[];
}

/**
 * Opens the package and reads its tables; sheets are inflated only when asked for.
 * Yields to the event loop after every chunk of 64 KiB (a few milliseconds), so it may run in a server.
 * @throws DomainError `WORKBOOK_NOT_XLSX`, `WORKBOOK_OLD_XLS`, `WORKBOOK_ENCRYPTED`, `WORKBOOK_DAMAGED`, `WORKBOOK_UNSAFE`,
 *   `WORKBOOK_TOO_LARGE`, `CELL_TOO_LONG`, `SHEET_TWICE`; from `readRows` also `COLUMNS_TOO_MANY`
 */
export async function openXlsx(bytes: Buffer, limits: WorkbookLimits = LIMITS): Promise<XlsxFile> {
  const pack = await openPackage(bytes, limits);
  const { date1904, sheets, sharedStrings: part, formats } = await mapPackage(pack, limits);
  const names = new Set<string>();
  for (const { name } of sheets) {
    if (names.has(name.toLowerCase())) throw sheetTwice(name);
    names.add(name.toLowerCase());
  }
  const sharedStrings: readonly Cell[] = part === undefined ? [] : await readSharedStrings(pack, part, limits);
  const numbers: SheetContext['numbers'] = new Map();
  return {
    date1904,
    sheets: sheets.map((sheet) => ({
      name: sheet.name,
      readRows: (onRow) => readSheetRows(pack, sheet.part, { name: sheet.name, date1904, sharedStrings, formats, numbers }, limits, onRow),
    })),
  };
}
