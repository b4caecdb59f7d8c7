/** The 2 % of every county and town below a division, as of a day. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger } from '#application';
import { parseCivilDate as d } from '#kernel';
import { bookHousehold } from '../support/county-book.js';

let directory: string;
let ledger: Ledger;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-limits-'));
  ledger = await Ledger.open({ dataDir: directory, mode: 'readWrite' });
  for (const [caseId, town, persons] of [['C1', '360111003', 50], ['C2', '360111004', 10], ['C3', '360112001', 49]] as const) await bookHousehold(ledger.store, { caseId, town, persons });
  await ledger.catchUp();
});
afterAll(async () => {
  await ledger.close();
  rmSync(directory, { recursive: true, force: true });
});
const limits = async (division: string, day?: string) => (await ledger.toleranceOverview(division, 2019, undefined, day === undefined ? undefined : d(day))).rows.map((row) => `${row.division} ${row.totalPersons} ${row.headroomPersons}`);

test('a county and its towns, a town, and of a city each county with its towns', async () => {
  // One person of 50 passes, of 49 none.
  expect(await limits('360111')).toEqual(['360111 60 1', '360111003 50 1', '360111004 10 0']);
  expect(await limits('360111004')).toEqual(['360111004 10 0']);
  expect(await limits('360100')).toEqual(['360111 60 1', '360111003 50 1', '360111004 10 0', '360112 49 0', '360112001 49 0']);
  expect(await limits('320500')).toEqual([]);
});

test('as of a day: nobody was assisted before February', async () => {
  expect(await limits('360100', '2019-01-31')).toEqual(['360111 0 0', '360111003 0 0', '360111004 0 0', '360112 0 0', '360112001 0 0']);
  expect(await limits('360112', '2019-02-01')).toEqual(['360112 49 0', '360112001 49 0']);
});
