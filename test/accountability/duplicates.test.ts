/** 重复享受: one citizen in two cases at once, within a county and across two, becomes one lead; months apart do not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger } from '#application';
import type { SignedIn } from '#identity';
import { bookHousehold, citizensOf, COUNTY } from '../support/county-book.js';

const [TOWN, OTHER_TOWN, OTHER_COUNTY] = ['360111003', '360111004', '360112001'];
const office = (division: string): SignedIn => ({ accountId: 'office', staffId: 'office', name: 'office', role: 'countyOperator', division });

let directory: string;
let ledger: Ledger;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-duplicates-'));
  ledger = await Ledger.open({ dataDir: directory, mode: 'readWrite' });
  // A case number 40,000 further has the same citizens (county-book.ts).
  expect(citizensOf('C40003', 1)[0]).toBe(citizensOf('C3', 2)[0]);
  // Both from February; the first until May.
  await bookHousehold(ledger.store, { caseId: 'C3', town: TOWN, persons: 2, stopFrom: '2019-06' });
  await bookHousehold(ledger.store, { caseId: 'C40003', town: OTHER_TOWN, persons: 1 });
  // Two of one household again in another county, both still owed.
  await bookHousehold(ledger.store, { caseId: 'C5', town: TOWN, persons: 2 });
  await bookHousehold(ledger.store, { caseId: 'C40005', town: OTHER_COUNTY, persons: 2 });
  // Granted and stopped from the same month: never owed anything.
  await bookHousehold(ledger.store, { caseId: 'C7', town: TOWN, persons: 1, stopFrom: '2019-02' });
  await bookHousehold(ledger.store, { caseId: 'C40007', town: TOWN, persons: 1 });
  await ledger.catchUp();
});
afterAll(async () => {
  await ledger.close();
  rmSync(directory, { recursive: true, force: true });
});

const found = async (division: string, raise = false) => (await ledger.leads.scan(division, office(division.slice(0, 6)), raise)).filter(({ kind }) => kind === 'duplicate')
  .map(({ caseId, idNo, relatedCases, fromYm, toYm, facts }) => ({ caseId, idNo, relatedCases, fromYm, toYm, facts })).sort((a, b) => ((a.caseId ?? '') < (b.caseId ?? '') ? -1 : 1));
const WITHIN = { caseId: 'C3', idNo: citizensOf('C3', 1)[0], relatedCases: ['C40003'], fromYm: '2019-02', toYm: '2019-05', facts: '1人自2019-02至2019-05同时由C3和C40003救助，两项待遇不能同时享受' };

test('within a county, and across two without telling whose case it is there', async () => {
  expect(await found(COUNTY)).toEqual([WITHIN, { caseId: 'C5', idNo: undefined, relatedCases: [], fromYm: '2019-02', toYm: undefined, facts: '2人自2019-02起同时由C5和360112的一件救助，两项待遇不能同时享受' }]);
  expect(await found('360112')).toEqual([{ caseId: 'C40005', idNo: undefined, relatedCases: [], fromYm: '2019-02', toYm: undefined, facts: '2人自2019-02起同时由C40005和360111的一件救助，两项待遇不能同时享受' }]);
  expect(await found(OTHER_TOWN)).toEqual([{ ...WITHIN, caseId: 'C40003', relatedCases: ['C3'], facts: '1人自2019-02至2019-05同时由C40003和C3救助，两项待遇不能同时享受' }]);
});

test('a pair of cases is one lead, whichever of its towns scans', async () => {
  await found(COUNTY, true);
  const standing = (await ledger.leads.scan(OTHER_TOWN, office(COUNTY), true)).filter(({ kind }) => kind === 'duplicate').map((lead) => lead.standing);
  expect(standing).toEqual(['alreadyRaised']);
  expect((await ledger.findings.list(COUNTY)).filter(({ leadKind }) => leadKind === 'duplicate')).toHaveLength(2);
});
