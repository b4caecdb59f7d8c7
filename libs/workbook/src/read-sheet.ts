/** One sheet of a workbook that is no ledger, as texts: the same bounds and refusals, and no meaning read into it. */
import type { Cell } from './cell.js';
import { LIMITS, type WorkbookLimits } from './limits.js';
import { openXlsx } from './read-xlsx.js';
import { sheetNotThere } from './refusals.js';
import { civilDateOfSerial } from './serial.js';

/**
 * Calls `onRow` for every row with a filled cell, top to bottom; cells end at the last filled one. Numbers as they would be typed, dates as YYYY-MM-DD.
 * The first sheet where none is named.
 * @throws DomainError as `openXlsx`, `SHEET_MISSING`, and whatever `onRow` throws
 */
export async function readSheetTexts(bytes: Buffer, sheetName: string | undefined, onRow: (row: number, cells: readonly string[]) => void, limits: WorkbookLimits = LIMITS): Promise<void> {
  const { date1904, sheets } = await openXlsx(bytes, limits);
  const sheet = sheetName === undefined ? sheets[0] : sheets.find(({ name }) => name.trim() === sheetName);
  if (sheet === undefined) throw sheetNotThere(sheetName ?? '');
  await sheet.readRows(({ row, cells }) => { onRow(row, cells.map((cell) => textOf(cell, date1904))); });
}

function textOf(cell: Cell, date1904: boolean): string {
  switch (cell.kind) {
    case 'empty':
      return '';
    case 'number':
      return cell.shown ?? String(cell.value);
    case 'date':
      return civilDateOfSerial(cell.serial, date1904) ?? String(cell.serial);
    case 'boolean':
      return String(cell.value);
    default:
      return cell.text;
  }
}
