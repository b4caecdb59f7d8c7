/** Reads a ledger workbook: takes in the whole file once, refuses it if its structure is unsound, and interprets rows as they are asked for. */
import { collectInfo } from './info.js';
import { collectRows, type DataRow } from './collect-rows.js';
import { LIMITS, type WorkbookLimits } from './limits.js';
import type { NormaliseContext } from './normalise.js';
import { compactText } from './plain-text.js';
import { openXlsx, type XlsxSheet } from './read-xlsx.js';
import { sheetMissing, sheetTwice } from './refusals.js';
import { interpretRow } from './rows.js';
import { SCHEMAS, type SheetSchema } from './schema.js';
import { loadSource } from './source-file.js';
import { type AnyLedgerSheet, type LedgerSheet, type LedgerWorkbook, SHEET_NAMES, type SheetName } from './types.js';

const INFO_SHEET = '说明';

export interface ReadOptions {
  /** Other bounds than the usual ones. */
  readonly limits?: Partial<WorkbookLimits>;
  /** Called before each sheet is read, for showing progress. */
  readonly onSheet?: (name: string) => void;
}

/**
 * Reads all known sheets before anything is handed out: a file that must be refused is refused before its first row is recorded.
 * Holds the cells under known headers (about 100 bytes each), not the file. Unknown sheets are not unpacked.
 * @param source path or content
 * @throws DomainError `FILE_UNREADABLE`; `WORKBOOK_NOT_XLSX`, `WORKBOOK_OLD_XLS`, `WORKBOOK_ENCRYPTED`, `WORKBOOK_DAMAGED`, `WORKBOOK_UNSAFE`,
 *   `WORKBOOK_TOO_LARGE`; `CELL_TOO_LONG`, `ROWS_TOO_MANY`, `COLUMNS_TOO_MANY`; `SHEET_MISSING`, `SHEET_TWICE`, `INFO_INVALID`,
 *   `HEADER_MISSING`, `COLUMN_MISSING`, `COLUMN_TWICE`
 */
export async function readWorkbook(source: string | Uint8Array, options: ReadOptions = {}): Promise<LedgerWorkbook> {
  const limits: WorkbookLimits = { ...LIMITS, ...options.limits };
  const { bytes, sha256 } = await loadSource(source, limits.fileBytes);
  const file = await openXlsx(bytes, limits);
  const context: NormaliseContext = { date1904: file.date1904 };
  const present = knownSheets(file.sheets);

  const infoSheet = present.get(INFO_SHEET);
  if (!infoSheet) throw sheetMissing(INFO_SHEET);
  const infoCollector = collectInfo();
  await infoSheet.readRows(infoCollector.take);
  const info = infoCollector.finish(context);

  const budget = { cells: limits.cells };
  const sheets = new Map<SheetName, AnyLedgerSheet>();
  for (const name of SHEET_NAMES) {
    options.onSheet?.(name);
    const schema: SheetSchema = SCHEMAS[name];
    const collector = collectRows(schema, limits, budget);
    await present.get(name)?.readRows(collector.take);
    sheets.set(name, ledgerSheet(name, present.has(name), collector.finish(), context));
  }
  return {
    sha256,
    info,
    sheets: [...sheets.values()],
    sheet: <S extends SheetName>(name: S) => sheets.get(name) as unknown as LedgerSheet<S>,
  };
}

/** The sheets this library knows, by name with spaces removed. @throws DomainError `SHEET_TWICE` */
function knownSheets(sheets: readonly XlsxSheet[]): Map<string, XlsxSheet> {
  const known = new Set<string>([INFO_SHEET, ...SHEET_NAMES]);
  const found = new Map<string, XlsxSheet>();
  for (const sheet of sheets) {
    const name = compactText(sheet.name);
    if (!known.has(name)) continue;
    if (found.has(name)) throw sheetTwice(name);
    found.set(name, sheet);
  }
  return found;
}

function ledgerSheet(name: SheetName, present: boolean, data: readonly DataRow[], context: NormaliseContext): AnyLedgerSheet {
  const schema: SheetSchema = SCHEMAS[name];
  const sheet: LedgerSheet = {
    name,
    present,
    rowCount: data.length,
    *rows() {
      for (const row of data) yield interpretRow(schema, row, context);
    },
  };
  return sheet as AnyLedgerSheet;
}
