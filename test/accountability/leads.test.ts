/** Leads that data give, on a county made by hand: what is found, that it is raised once, and what follows a death. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger, type ScannedLead } from '#application';
import type { Role, SignedIn } from '#identity';
import { bookHousehold, citizensOf, COUNTY } from '../support/county-book.js';

const TOWN = '360111003';
const staff = (role: Role, name: string, division = COUNTY): SignedIn => ({ accountId: name, staffId: name, name, role, division });
const OFFICE = staff('countyOperator', 'office');
const SETTLED = (...months: string[]) => months.map((ym) => [ym, 'settled'] as const);
const PHOTO = 'c'.repeat(64);

let directory: string;
let ledger: Ledger;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-leads-'));
  ledger = await Ledger.open({ dataDir: directory, mode: 'readWrite' });
  const { rejected } = await ledger.policy.publishStandards([{ key: 'dibao.std', value: '500', division: COUNTY, from: '2019-01-01', basis: '示例' }], { staffId: 'publisher' });
  expect(rejected).toBe(0);
  const special: Readonly<Record<number, object>> = {
    1: { accountNo: '6217000000001111' }, 2: { accountNo: '6217000000001111' }, 3: { accountNo: '6217000000003333' },
    // The same account, but nothing is owed any more; and paid on after the stop, the last month in vain.
    4: { accountNo: '6217000000001111', stopFrom: '2019-03', paid: [...SETTLED('2019-02', '2019-03', '2019-04'), ['2019-05', 'rejected']] },
    5: { persons: 2, paid: SETTLED('2019-04', '2019-05', '2019-06') },
    // 500 yuan less 100 of income: 400 were to be decided.
    7: { incomeFen: 10_000 },
  };
  // 21 confirmed by one person on 22 January: one more than nobody asks about.
  for (let n = 1; n <= 21; n += 1) await bookHousehold(ledger.store, { caseId: `C${n}`, town: TOWN, persons: 1, ...special[n] });
  for (const caseId of ['C8', 'C9']) {
    const streamId = `case-${caseId}@${COUNTY}`;
    const slice = await ledger.store.readStream(streamId);
    const last = slice.status === 'found' ? slice.events.at(-1) : undefined;
    if (last === undefined) throw new Error('the case is there');
    await ledger.store.append(streamId, last.revision, [{ eventId: `00000000-0000-8000-8000-00000000000${caseId.slice(1)}`, type: 'PublicNoticePosted', data: { caseId, on: '2019-06-01', stage: 'town' }, metadata: { ...last.metadata, occurredAt: '2019-06-01', evidence: [{ sha256: PHOTO, kind: 'noticeStartPhoto' }] } }]);
  }
  await ledger.catchUp();
});
afterAll(async () => {
  await ledger.close();
  rmSync(directory, { recursive: true, force: true });
});

const told = ({ kind, caseId, relatedCases, fromYm, toYm, fenAtRisk, facts, standing }: ScannedLead) => ({ kind, caseId, relatedCases, fromYm, toYm, fenAtRisk, facts, standing });
const none = { relatedCases: [], fromYm: undefined, toYm: undefined, fenAtRisk: undefined, caseId: undefined };
const all = Array.from({ length: 21 }, (_, at) => `C${at + 1}`);
const EXPECTED = [
  { ...none, kind: 'amountDiffers', caseId: 'C7', fromYm: '2019-02', fenAtRisk: 10_000, facts: '2019-02起决定500.00元，按规则应为400.00元' },
  { ...none, kind: 'paidAfterStop', caseId: 'C4', fromYm: '2019-03', toYm: '2019-04', fenAtRisk: 100_000, facts: '2019-03起停发，2019-03至2019-04仍到账1000.00元' },
  { ...none, kind: 'photoReused', caseId: 'C8', relatedCases: ['C9'], facts: `同一张照片（${PHOTO.slice(0, 12)}）用于2件的公示` },
  { ...none, kind: 'sameDayBatch', relatedCases: [...all].sort(), fromYm: '2019-01', facts: 'confirmer于2019-01-22一天确认21件' },
  { ...none, kind: 'sharedAccount', caseId: 'C1', relatedCases: ['C2'], facts: '尾号1111的账户登记在2户名下：H-C1、H-C2' },
];
const findings = async () => (await ledger.findings.list(COUNTY)).map(({ findingId, leadKind }) => [leadKind, findingId]);

test('the scan finds what is there and nothing else, and writes nothing', async () => {
  expect((await ledger.leads.scan(COUNTY, OFFICE, false)).map(told)).toEqual(EXPECTED.map((lead) => ({ ...lead, standing: 'new' })));
  expect(await findings()).toEqual([]);
  expect(await ledger.leads.scan('360111004', staff('townAuditor', 'other', '360111004'), false)).toEqual([]);
  await expect(ledger.leads.scan(COUNTY, staff('finance', 'purse'), true)).rejects.toMatchObject({ code: 'ROLE_FORBIDDEN' });
});

test('raised, each match is a lead once, by whoever raised it', async () => {
  expect((await ledger.leads.scan(COUNTY, OFFICE, true)).map(({ standing }) => standing)).toEqual(EXPECTED.map(() => 'raised'));
  const before = await findings();
  expect(before.map(([kind]) => kind).sort()).toEqual(EXPECTED.map(({ kind }) => kind));
  expect((await ledger.leads.scan(COUNTY, staff('countyOperator', 'colleague'), true)).map(({ standing }) => standing)).toEqual(EXPECTED.map(() => 'alreadyRaised'));
  expect(await findings()).toEqual(before);
  const stop = before.find(([kind]) => kind === 'paidAfterStop')?.[1] as string;
  const { file } = await ledger.findings.file(stop, OFFICE);
  expect(file).toMatchObject({ status: 'raised', caseId: 'C4', raisedBy: 'office' });
  await ledger.findings.take(stop, 'assign', { on: file.raisedOn, org: COUNTY, due: file.raisedOn }, staff('countyAuditor', 'chief'));
  await expect(ledger.findings.take(stop, 'verify', { on: file.raisedOn, result: 'true', text: '属实' }, OFFICE)).rejects.toMatchObject({ code: 'SAME_PERSON' });
});

test('a death that is reported becomes a lead about the months paid after it, at once and once; nothing is stopped', async () => {
  const owed = async () => (await ledger.replayCase('C5', undefined, undefined)).state?.entitlement;
  const before = await owed();
  await ledger.cases.take('C5', 'reportDeath', { on: '2019-07-02', personId: 'C5-2', diedOn: '2019-04-10', source: '家属' }, staff('townOperator', 'window', TOWN));
  expect(await owed()).toEqual(before);
  const [lead, ...others] = (await findings()).filter(([kind]) => kind === 'paidAfterDeath');
  expect(others).toEqual([]);
  const { file } = await ledger.findings.file(lead?.[1] as string, OFFICE);
  // Nobody raised it: whoever verifies cannot have.
  expect(file).toMatchObject({ caseId: 'C5', idNo: citizensOf('C5', 2)[1], raisedBy: 'follow-up' });
  const scanned = (await ledger.leads.scan(COUNTY, OFFICE, true)).filter(({ kind }) => kind === 'paidAfterDeath');
  // Two months of 1,000 yuan for the household of two: how much of it was for the dead nobody decided.
  expect(scanned.map(told)).toEqual([{ ...none, kind: 'paidAfterDeath', caseId: 'C5', fromYm: '2019-05', toYm: '2019-06', standing: 'alreadyRaised', facts: 'C5-2于2019-04-10死亡，2019-05至2019-06仍到账2000.00元（全户，金额未按减少的人口调整）' }]);
  expect(ledger.followUps.status().stuck).toBeNull();
});

test('a match file: known citizens become leads, the rest is kept whole and named; another file under the number is refused', async () => {
  const row = { 身份证号: ` ${citizensOf('C10', 1)[0]} `, 疑点类型: 'vehicle', 事实: '小型汽车一辆', 来源: '车管', 截止日期: '2019-05-31', 起始年月: '2018-03', 终止年月: '' };
  const rows = [row, { ...row, 身份证号: '11010519491231002X' }, { ...row, 身份证号: '110105194912310021' }, { ...row, 截止日期: '' }, 'no row'];
  const report = await ledger.leads.importMatch('2019-05', rows, OFFICE);
  expect(report).toMatchObject({
    rows: 5, leads: [{ row: 1, findingId: 'BD-2019-05-1', outcome: 'recorded' }], unknownCitizens: [{ row: 2, idNo: '11010519491231002X' }], unreadable: [{ row: 3, field: 'idNo' }, { row: 4, field: 'asOf' }, { row: 5, field: '' }],
  });
  const slice = await ledger.store.readStream(`match-2019-05@${COUNTY}`);
  const stored = slice.status === 'found' ? slice.events : [];
  expect(stored.map(({ type, data }) => [type, data['row'], data['cells']])).toEqual([
    ['MatchRowKept', 2, rows[1]], ['MatchRowKept', 3, rows[2]], ['MatchRowKept', 4, rows[3]], ['MatchRowKept', 5, { row: '"no row"' }], ['DataMatchRun', undefined, undefined],
  ]);
  expect(stored.at(-1)?.data).toMatchObject({ n: 5, leads: 1, unknownCitizens: 1, unreadable: 3, sources: ['车管'], asOf: ['2019-05-31'] });
  const lead = await ledger.findings.file('BD-2019-05-1', OFFICE);
  expect(lead).toMatchObject({ division: TOWN, file: { caseId: 'C10', idNo: citizensOf('C10', 1)[0], kind: 'vehicle' } });

  expect((await ledger.leads.importMatch('2019-05', rows, OFFICE)).leads).toMatchObject([{ outcome: 'alreadyRecorded' }]);
  await expect(ledger.leads.importMatch('2019-05', rows.slice(0, 2), OFFICE)).rejects.toMatchObject({ code: 'MATCH_EXISTS' });
  await expect(ledger.leads.importMatch('2019-06', [], OFFICE)).rejects.toMatchObject({ code: 'MATCH_EMPTY' });
  await expect(ledger.leads.importMatch('2019-06', Array.from({ length: 10_001 }, () => row), OFFICE)).rejects.toMatchObject({ code: 'MATCH_TOO_LARGE' });
});
