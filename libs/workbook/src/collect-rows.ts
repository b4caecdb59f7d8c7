/** Keeps of a sheet what counts: the cells under known headers of its data rows; blank and closing rows are passed over. */
import { type Cell, EMPTY, type RawRow } from './cell.js';
import type { WorkbookLimits } from './limits.js';
import { type Header, HEADER_ROWS, locateHeader } from './locate-header.js';
import { isBlank } from './normalise.js';
import { compactText } from './plain-text.js';
import { columnMissing, headerMissing, rowsTooMany, tooLarge } from './refusals.js';
import type { SheetSchema } from './schema.js';

/** A data row; `cells` in the order of the schema's columns. */
export interface DataRow {
  readonly row: number;
  readonly cells: readonly Cell[];
}

export interface RowCollector {
  /** Takes the rows top to bottom. @throws DomainError `HEADER_MISSING`, `COLUMN_TWICE`, `COLUMN_MISSING`, `ROWS_TOO_MANY`, `WORKBOOK_TOO_LARGE` */
  readonly take: (row: RawRow) => void;
  /** The data rows, after the last row. @throws as `take` */
  readonly finish: () => readonly DataRow[];
}

/** `budget` is shared by all sheets of a workbook: the filled cells that may still be kept. */
export function collectRows(schema: SheetSchema, limits: WorkbookLimits, budget: { cells: number }): RowCollector {
  const kept: DataRow[] = [];
  let waiting: RawRow[] | undefined = [];
  let header: Header | undefined;

  const keep = (row: RawRow): void => {
    if (!header || row.row <= header.row || isClosing(row)) return;
    const cells = header.places.map((place) => row.cells[place] ?? EMPTY);
    const filled = cells.reduce((count, cell) => (isBlank(cell) ? count : count + 1), 0);
    if (filled === 0) return;
    if (header.missing.length > 0) throw columnMissing(schema.name, header.missing);
    const chars = cells.reduce((sum, cell) => ('text' in cell ? sum + cell.text.length : sum), 0);
    if (chars > limits.rowChars) throw tooLarge(`row ${row.row} of sheet ${schema.name} has more than ${limits.rowChars} characters`, limits.rowChars);
    budget.cells -= filled;
    if (budget.cells < 0) throw tooLarge(`it has more than ${limits.cells} filled cells`, limits.cells);
    if (kept.length === limits.dataRows) throw rowsTooMany(schema.name, limits.dataRows);
    kept.push({ row: row.row, cells });
  };
  /** The header is decided once the first five rows are known. */
  const settle = (more: boolean): void => {
    const rows = waiting ?? [];
    waiting = undefined;
    header = locateHeader(rows, schema);
    // Nothing but a title: a page of the template that nobody used.
    const isTitle = (row: RawRow): boolean => row.cells.filter((cell) => !isBlank(cell)).length <= 1;
    if (!header && (more || !rows.every(isTitle))) throw headerMissing(schema.name);
    for (const row of rows) keep(row);
  };

  return {
    take: (row) => {
      if (waiting && row.row <= HEADER_ROWS) {
        waiting.push(row);
        return;
      }
      if (waiting) {
        if (row.cells.every(isBlank)) return;
        settle(true);
      }
      keep(row);
    },
    finish: () => {
      if (waiting) settle(false);
      return kept;
    },
  };
}

/** The first filled cell of the whole row, unknown columns included, reads 合计. */
function isClosing(row: RawRow): boolean {
  const first = row.cells.find((cell) => !isBlank(cell));
  return first?.kind === 'text' && compactText(first.text) === '合计';
}
