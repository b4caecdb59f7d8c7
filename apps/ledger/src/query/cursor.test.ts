/** Laws of paging: a walk delivers a list as it is, whatever the page size and however many rows are equal. */
import fc from 'fast-check';
import { byColumns } from '#reports';
import { decodeCursor, encodeCursor, pageOf } from './cursor.js';

interface Row { readonly name: string; readonly n: number }
const COLUMNS = [(row: Row) => row.name, (row: Row) => row.n];
const order = byColumns<Row>(...COLUMNS);
const lists = fc.array(fc.record({ name: fc.constantFrom('A', 'A1', '甲', '𠮷', ''), n: fc.integer({ min: -2, max: 2 }) }), { maxLength: 30 }).map((rows) => rows.sort(order));

function walk(rows: readonly Row[], limit: number): Row[] {
  const walked: Row[] = [];
  for (let after: string | undefined; ;) {
    const page = pageOf(rows, COLUMNS, after, limit);
    walked.push(...page.rows);
    if (page.next === null) return walked;
    after = page.next;
  }
}

test('a walk delivers every row once, in order', () => {
  fc.assert(fc.property(lists, fc.integer({ min: 1, max: 7 }), (rows, limit) => {
    expect(walk(rows, limit)).toEqual(rows);
  }));
});

test('rows that come or go before the cursor are neither repeated nor the cause of gaps', () => {
  const rows = [{ name: 'B', n: 1 }, { name: 'C', n: 1 }, { name: 'D', n: 1 }];
  const { next } = pageOf(rows, COLUMNS, undefined, 2);
  expect(pageOf([{ name: 'A', n: 1 }, ...rows], COLUMNS, next ?? undefined, 2).rows).toEqual([{ name: 'D', n: 1 }]);
  expect(pageOf([{ name: 'D', n: 1 }], COLUMNS, next ?? undefined, 2).rows).toEqual([{ name: 'D', n: 1 }]);
});

test('a cursor is read back as it was made', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.integer()), { minLength: 1, maxLength: 6 }), (parts) => {
    expect(decodeCursor(encodeCursor(parts))).toEqual(parts);
  }));
});

test.each(['', '=', 'abc', 'e30', 'W10', 'W251bGxd', 'WzEuNV0', 'a'.repeat(801)])('"%s" is no cursor', (text) => {
  expect(() => decodeCursor(text)).toThrow();
});
