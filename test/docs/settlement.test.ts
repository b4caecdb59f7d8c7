/** The page of settlement has every kind of discrepancy, by its names. */
import { readFileSync } from 'node:fs';
import { DISCREPANCY_KINDS } from '#disbursement';

test('every kind of discrepancy is on the page, in the order of the program', () => {
  const page = readFileSync('docs/settlement.md', 'utf8');
  const table = page.slice(page.indexOf('<!-- kinds -->'), page.indexOf('<!-- end -->'));
  const told = [...table.matchAll(/^\| `(\w+)` (\S+) \| \S/gm)].map(([, kind, zh]) => [kind, zh]);
  expect(told).toEqual(Object.entries(DISCREPANCY_KINDS).map(([kind, { zh }]) => [kind, zh]));
});
