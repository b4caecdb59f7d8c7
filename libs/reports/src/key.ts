/** How rows are keyed: an office's own number together with the county that keeps the book. */

/** Numbers are an office's own, so two counties may use the same one: `QS2019DB00001@360111`. Also the id part of stream names. */
export const entityKey = (number: string, code6: string): string => `${number}@${code6}`;

/** Order by code point (formats.md §3), which plain comparison of UTF-16 units is not for characters beyond U+FFFF. */
export function byCodePoint(a: string, b: string): number {
  const [left, right] = [a[Symbol.iterator](), b[Symbol.iterator]()];
  for (;;) {
    const [x, y] = [left.next(), right.next()];
    if (x.done === true || y.done === true) return x.done === y.done ? 0 : x.done === true ? -1 : 1;
    const difference = (x.value.codePointAt(0) as number) - (y.value.codePointAt(0) as number);
    if (difference !== 0) return difference;
  }
}

/** Compares by several texts or numbers, the first that differs decides. */
export function byColumns<Row>(...columns: ((row: Row) => string | number)[]): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const column of columns) {
      const [x, y] = [column(a), column(b)];
      const order = typeof x === 'number' && typeof y === 'number' ? x - y : byCodePoint(String(x), String(y));
      if (order !== 0) return order;
    }
    return 0;
  };
}
