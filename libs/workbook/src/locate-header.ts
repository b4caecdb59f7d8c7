/** Finds the header row of a sheet by the names in it, wherever the columns stand. */
import type { Cell, RawRow } from './cell.js';
import { compactText } from './plain-text.js';
import { columnTwice } from './refusals.js';
import type { SheetSchema } from './schema.js';

/** The header stands within the first five rows (formats.md §1). */
export const HEADER_ROWS = 5;

export interface Header {
  readonly row: number;
  /** For each column of the schema its place in the row, from 0, or −1 where the sheet lacks it. */
  readonly places: readonly number[];
  /** Headers of required columns the sheet lacks. */
  readonly missing: readonly string[];
}

const nameOf = (cell: Cell): string => (cell.kind === 'text' ? compactText(cell.text) : '');

/**
 * The row with most of the known names, the upper one of equals: a title or a note such as "单位：元" may hold one by chance.
 * `undefined` if no row holds any.
 * @throws DomainError `COLUMN_TWICE`
 */
export function locateHeader(rows: readonly RawRow[], schema: SheetSchema): Header | undefined {
  const known = new Map(schema.columns.map((column, index) => [column.header, index]));
  let best: RawRow | undefined;
  let most = 0;
  for (const row of rows) {
    if (row.row > HEADER_ROWS) break;
    const count = new Set(row.cells.map(nameOf).filter((name) => known.has(name))).size;
    if (count > most) [best, most] = [row, count];
  }
  if (!best) return undefined;
  const places = schema.columns.map(() => -1);
  best.cells.forEach((cell, place) => {
    const index = known.get(nameOf(cell));
    if (index === undefined) return;
    if (places[index] !== -1) throw columnTwice(schema.name, (schema.columns[index] as { header: string }).header);
    places[index] = place;
  });
  const missing = schema.columns.filter((column, index) => column.required && places[index] === -1).map((column) => column.header);
  return { row: best.row, places, missing };
}
