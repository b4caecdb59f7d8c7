/** CSV as offices open it: UTF-8 with a byte order mark, CRLF, every cell text, nothing that a spreadsheet would run. */

/** RFC 4180 with quoted cells; a cell that begins like a formula, and is no amount, gets a leading apostrophe so that opening the file runs nothing. */
export function toCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => cells.map((cell) => `"${(/^[=+\-@\t\r]/.test(cell) && !/^-\d+\.\d\d$/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`).join(',');
  return `\uFEFF${[header, ...rows].map(line).join('\r\n')}\r\n`;
}
