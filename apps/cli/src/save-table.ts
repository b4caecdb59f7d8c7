/** A table saved as a file that an office opens: CSV, or a workbook whose numbers of accounts and cases are texts and whose amounts are numbers. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { type Cell, workbookOf } from '#bank';
import { DomainError, formatYuan } from '#kernel';
import { toCsv } from './csv.js';
import { type Column, show, shown } from './output.js';

export const OUT = ['--out <FILE>', '另存为 .csv 或 .xlsx（编号、账号为文本，不丢前导零）'] as const;

/** For its owner only: lists hold what is paid to whom. @throws DomainError `OUT_KIND` `OUT_UNWRITABLE` */
export async function saveTable<Row>(file: string, title: string, columns: readonly Column<Row>[], rows: readonly Row[]): Promise<void> {
  const content = contentOf(file, title, columns, rows);
  let out: number;
  try {
    out = openSync(file, 'w', 0o600);
  } catch (error) {
    throw unwritable(file, error);
  }
  try {
    for await (const chunk of content) writeSync(out, chunk);
    closeSync(out);
  } catch (error) {
    closeSync(out);
    // Half a list looks like a whole one.
    rmSync(file, { force: true });
    throw unwritable(file, error);
  }
}

function contentOf<Row>(file: string, title: string, columns: readonly Column<Row>[], rows: readonly Row[]): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  const header = columns.map((column) => column.title);
  if (file.endsWith('.csv')) return [Buffer.from(toCsv(header, rows.map((row) => columns.map((column) => ('fen' in column ? formatYuan(column.fen(row)).replaceAll(',', '') : show(shown(column, row)))))))];
  if (file.endsWith('.xlsx')) return workbookOf({ name: title, widths: header.map((name) => Math.max(14, name.length * 2)), rows: [header.map((text) => ({ text })), ...rows.map((row) => columns.map((column) => cellOf(column, row)))] });
  throw new DomainError('OUT_KIND', 'invalid', 'A list is saved as .csv or as .xlsx. End the name of the file with one of the two.', {});
}

function cellOf<Row>(column: Column<Row>, row: Row): Cell {
  if ('fen' in column) return { fen: column.fen(row) };
  const value = column.cell(row);
  return typeof value === 'number' ? { count: value } : { text: show(value) };
}

const unwritable = (file: string, cause: unknown): DomainError =>
  new DomainError('OUT_UNWRITABLE', 'unavailable', `The file ${file} cannot be written (${(cause as NodeJS.ErrnoException).code ?? 'error'}). Choose another with --out.`, {}, { cause });
