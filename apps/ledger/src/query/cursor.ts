/** Cursors of paged lists: opaque, fit for a URL, and good across restarts because they name a place, not a page number. */
import { byColumns } from '#reports';

export type CursorPart = string | number;

export const encodeCursor = (parts: readonly CursorPart[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

/** @throws Error for anything `encodeCursor` did not make */
export function decodeCursor(cursor: string): readonly CursorPart[] {
  if (!/^[A-Za-z0-9_-]{1,800}$/.test(cursor)) throw new Error('no cursor');
  const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!Array.isArray(parts) || parts.length === 0 || !parts.every((part) => typeof part === 'string' || Number.isSafeInteger(part))) throw new Error('no cursor');
  return parts as readonly CursorPart[];
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/**
 * One page of a list that is sorted by `columns`.
 * The cursor holds the last row's columns and how many rows equal to it came before: a list that changes between two
 * pages neither repeats nor skips the rows it keeps, also where several rows share all columns.
 */
export function pageOf<Row>(rows: readonly Row[], columns: readonly ((row: Row) => CursorPart)[], after: string | undefined, limit: number): Page<Row> {
  const start = after === undefined ? 0 : startAfter(rows, columns, decodeCursor(after));
  const page = rows.slice(start, start + limit);
  const end = start + page.length;
  if (page.length === 0 || end >= rows.length) return { rows: page, next: null };
  const last = columns.map((column) => column(rows[end - 1] as Row));
  return { rows: page, next: encodeCursor([...last, end - firstNotBefore(rows, columns, last)]) };
}

function startAfter<Row>(rows: readonly Row[], columns: readonly ((row: Row) => CursorPart)[], cursor: readonly CursorPart[]): number {
  const place = cursor.slice(0, columns.length);
  const delivered = cursor[columns.length];
  const first = firstNotBefore(rows, columns, place);
  let start = first;
  while (start < rows.length && start - first < Number(delivered) && compare(rows[start] as Row, columns, place) === 0) start += 1;
  return start;
}

/** Binary search; the lists can be long. */
function firstNotBefore<Row>(rows: readonly Row[], columns: readonly ((row: Row) => CursorPart)[], place: readonly CursorPart[]): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(rows[middle] as Row, columns, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The order of the reports themselves, between a row and a place. */
function compare<Row>(row: Row, columns: readonly ((row: Row) => CursorPart)[], place: readonly CursorPart[]): number {
  const order = byColumns<readonly CursorPart[]>(...columns.map((_column, index) => (parts: readonly CursorPart[]) => parts[index] ?? ''));
  return order(columns.map((column) => column(row)), place);
}
