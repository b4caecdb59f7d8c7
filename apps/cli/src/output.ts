/** What the program prints: one JSON document, or a table a person reads. Progress goes to standard error. */
import { formatYuan } from '#kernel';

/** A column of a table: header and the text of a cell, or an amount in fen that is shown in yuan. */
export type Column<Row> = { readonly title: string } & ({ readonly cell: (row: Row) => string | number | boolean } | { readonly fen: (row: Row) => number });

/** What a cell shows. */
export const shown = <Row>(column: Column<Row>, row: Row): string | number | boolean => ('fen' in column ? formatYuan(column.fen(row)) : column.cell(row));

/** Chinese characters and full-width signs take two columns on a terminal. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character) ? 2 : 1;
  return width;
}

/** Renders rows as aligned columns; numbers to the right. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map((column) => shown(column, row)));
  const widths = columns.map(({ title }, index) => cells.reduce((width, line) => Math.max(width, widthOf(show(line[index] ?? ''))), widthOf(title)));
  const render = (line: readonly (string | number | boolean)[], numeric: boolean): string =>
    line.map((value, index) => {
      const text = show(value);
      const gap = ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(text)));
      return numeric && typeof value === 'number' ? gap + text : text + gap;
    }).join('  ').trimEnd();
  return [render(columns.map(({ title }) => title), false), ...cells.map((line) => render(line, true))].join('\n');
}

export const show = (value: string | number | boolean): string => (typeof value === 'boolean' ? (value ? '是' : '否') : String(value));

/** Shows the state of long work on standard error, at most a few times a second on a terminal and every few seconds elsewhere. */
export function progressLine(stream: NodeJS.WriteStream, now: () => number): { show(text: string): void; end(): void } {
  const interval = stream.isTTY ? 100 : 2_000;
  let last = now();
  let open = false;
  return {
    show(text) {
      if (now() - last < interval) return;
      last = now();
      stream.write(stream.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
      open = stream.isTTY;
    },
    end() {
      if (open) stream.write('\r\u001b[K');
      open = false;
    },
  };
}
