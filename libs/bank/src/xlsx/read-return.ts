/** The return of a bank that answers with a workbook. A workbook's directory stands at its end, so the file is held whole, within the bounds below. */
import type { WorkbookLayout } from '../delimited/layout.js';
import { tooLarge, wrongValue } from '../refusals.js';
import { type ReturnRow, readReturnRows } from '../return-rows.js';
import { BankSource } from '../source.js';
import { hasControls } from '../text.js';
import type { FileLimits, ReturnItem, ReturnOptions, ReturnTotals } from '../types.js';

/** Reads one sheet row by row, as texts: `libs/workbook` does, which this lib does not know. @throws DomainError `WORKBOOK_…` `SHEET_MISSING` */
export type SheetReader = (bytes: Buffer, sheet: string | undefined, onRow: (row: number, cells: readonly string[]) => void) => Promise<void>;

/** Bounds of a workbook, beside those of `libs/workbook`: its rows are held until they are asked for. A larger batch is answered by text. */
export const WORKBOOK_RETURN_LIMITS: Pick<FileLimits, 'bytes' | 'items'> = { bytes: 104_857_600, items: 200_000 };

/** @throws DomainError `BANK_…` `WORKBOOK_…` `SHEET_MISSING` */
export async function* readWorkbookReturn(layout: WorkbookLayout, readSheet: SheetReader, input: AsyncIterable<Buffer>, options: ReturnOptions): AsyncGenerator<ReturnItem, ReturnTotals, undefined> {
  const source = new BankSource(input, { ...options, limits: { ...WORKBOOK_RETURN_LIMITS, ...options.limits } });
  return yield* readReturnRows(layout, { rows: rowsOf(layout, readSheet, source), padded: true, finish: () => undefined }, source, options);
}

async function* rowsOf(layout: WorkbookLayout, readSheet: SheetReader, source: BankSource): AsyncGenerator<ReturnRow, void, undefined> {
  const pieces: Buffer[] = [];
  for await (const piece of source.pieces()) pieces.push(piece);
  const rows: ReturnRow[] = [];
  // Head, column names and the last row stand beside the items.
  const most = source.limits.items + 3;
  await readSheet(Buffer.concat(pieces.splice(0)), layout.sheet, (row, cells) => {
    const where = `row ${row}`;
    if (rows.length >= most) throw tooLarge('rows', source.limits.items);
    if (cells.reduce((chars, cell) => chars + cell.length, 0) > source.limits.recordBytes) throw tooLarge('characters in a row', source.limits.recordBytes);
    if (cells.some(hasControls)) throw wrongValue(where, 'cell', 'text without control characters');
    rows.push({ where, cells, ended: true, blank: false });
  });
  yield* rows;
}
