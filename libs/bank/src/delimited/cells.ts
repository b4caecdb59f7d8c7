/** Cells of one line, written and read. */
import { unwritable, wrongFormat } from '../refusals.js';

type Quoting = 'csv' | 'none';

/** What a spreadsheet program would compute instead of showing, in any width of the sign. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/;

/**
 * A name or remark that a spreadsheet would take for a formula is refused: whoever opens the file would run it, and a mark in front of it
 * would be another name than that of the account, so that the bank sends the money back. No name of a person begins so.
 * @throws DomainError `BANK_ITEM_UNWRITABLE`
 */
export function refuseFormula(text: string, line: number, field: string): void {
  if (FORMULA.test(text)) throw unwritable(line, field, 'a spreadsheet would take it for a formula');
}

/** The text of a cell, or `undefined` where it cannot be written without quotes. */
export function cellOf(text: string, separator: string, quoting: Quoting): string | undefined {
  if (!text.includes(separator) && !/["\r\n]|^\s|\s$/.test(text)) return text;
  if (quoting === 'csv') return `"${text.replaceAll('"', '""')}"`;
  return text.includes(separator) || /[\r\n]/.test(text) ? undefined : text;
}

/** @throws DomainError `BANK_FORMAT_WRONG` for quotes that do not pair */
export function cellsOf(line: string, separator: string, quoting: Quoting, where: string): readonly string[] {
  if (quoting === 'none' || !line.includes('"')) return line.split(separator);
  const cells: string[] = [];
  let from = 0;
  for (;;) {
    if (line[from] === '"') {
      let end = from + 1;
      while (line[end] !== '"' || line[end + 1] === '"') {
        if (end >= line.length) throw wrongFormat(where, 'a quote has no end');
        end += line[end] === '"' ? 2 : 1;
      }
      cells.push(line.slice(from + 1, end).replaceAll('""', '"'));
      from = end + 1;
      if (from < line.length && line[from] !== separator) throw wrongFormat(where, 'text follows a quote');
    } else {
      const end = line.indexOf(separator, from);
      const cell = line.slice(from, end < 0 ? line.length : end);
      if (cell.includes('"')) throw wrongFormat(where, 'a quote stands inside a cell');
      cells.push(cell);
      from = end < 0 ? line.length : end;
    }
    if (from >= line.length) return cells;
    from += 1;
    if (from === line.length) return [...cells, ''];
  }
}
