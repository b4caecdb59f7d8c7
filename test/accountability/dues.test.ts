/** What accountability owes by a day: each duty from the act that asks for it to the act that does it, on its boundary. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComplaintStep, FindingStep } from '#accountability';
import { Ledger } from '#application';
import type { Role, SignedIn } from '#identity';
import { parseCivilDate as d } from '#kernel';
import { bookHousehold, citizensOf, COUNTY } from '../support/county-book.js';

const TOWN = '360111003';
const OTHER_TOWN = '360111004';
const staff = (role: Role, name: string): SignedIn => ({ accountId: name, staffId: name, name, role, division: COUNTY });
const WHO = { auditor: staff('inspector', 'auditor-office'), office: staff('countyOperator', 'office'), verifier: staff('countyOperator', 'verifier'), judge: staff('countyAuditor', 'judge') };

let directory: string;
let ledger: Ledger;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-dues-'));
  ledger = await Ledger.open({ dataDir: directory, mode: 'readWrite' });
  await bookHousehold(ledger.store, { caseId: 'C1', town: TOWN, persons: 60 });
  await ledger.catchUp();
});
afterAll(async () => {
  await ledger.close();
  rmSync(directory, { recursive: true, force: true });
});

const take = (step: FindingStep, by: SignedIn, body: object) => ledger.findings.take('YD-1', step, body, by);
const complain = (step: ComplaintStep, by: SignedIn, body: object) => ledger.complaints.take('TS-1', step, body, by);
/** `part kind number[/subject] due daysOverdue [fen]`, of everything that is due within a year. */
async function due(day: string, division = COUNTY, complaints = true): Promise<readonly string[]> {
  const { overdue, dueToday, dueThisWeek, later } = await ledger.dues({ division, complaints, today: d(day), horizonDays: 365 });
  return Object.entries({ overdue, dueToday, dueThisWeek, later }).flatMap(([part, items]) => items.map(({ kind, number, subject, dueOn, daysOverdue, fen }) =>
    [part, kind, subject === undefined ? number : `${number}/${subject}`, dueOn, daysOverdue, ...(fen === undefined ? [] : [fen])].join(' ')));
}

test('a lead is owed from its assignment to its verification, by the office it was assigned to', async () => {
  const [idNo] = citizensOf('C1', 60);
  await take('raise', WHO.auditor, { on: '2019-06-01', source: 'audit', kind: 'vehicle', facts: '名下有车', caseId: 'C1', idNo });
  expect(await due('2019-06-01')).toEqual([]);
  await take('assign', WHO.office, { on: '2019-06-02', org: OTHER_TOWN, due: '2019-06-20' });
  expect(await due('2019-06-12')).toEqual(['later verifyLead YD-1 2019-06-20 0']);
  expect(await due('2019-06-13')).toEqual(['dueThisWeek verifyLead YD-1 2019-06-20 0']);
  expect(await due('2019-06-20')).toEqual(['dueToday verifyLead YD-1 2019-06-20 0']);
  expect(await due('2019-06-22')).toEqual(['overdue verifyLead YD-1 2019-06-20 2']);
  // Both where it lies and whose it is; a city sees its counties.
  expect([(await due('2019-06-22', TOWN)).length, (await due('2019-06-22', OTHER_TOWN)).length, (await due('2019-06-22', '360111005')).length, (await due('2019-06-22', '360100')).length, (await due('2019-06-22', '320500')).length]).toEqual([1, 1, 0, 1, 0]);
  await take('verify', WHO.verifier, { on: '2019-06-22', result: 'true', text: '属实' });
  expect(await due('2019-06-22')).toEqual([]);
});

test('money is owed by the day of the order, then by those of the plan: what comes in pays the earliest first', async () => {
  const [idNo] = citizensOf('C1', 60);
  await take('determineError', WHO.judge, {
    on: '2019-06-23', kind: 'wrongInclusion', fromYm: '2019-03', toYm: '2019-03', fen: 10_000, cause: 'concealedEconomy', causeText: '隐瞒车辆', citizens: [idNo], publicSpirit: true, intent: false, kinBenefit: false, recipientFraud: false, responsible: ['surveyor'], basis: 'R57 39',
  });
  await take('orderRecovery', WHO.judge, { on: '2019-06-24', orderNo: 'ZH-1', fen: 10_000, debtor: '本人', basis: 'R649 68', due: '2019-07-31' });
  await take('serveRecovery', WHO.office, { on: '2019-06-25', method: '直接送达' });
  await take('receiveRecovery', WHO.office, { on: '2019-06-26', fen: 1_000, channel: 'cash', receiptNo: 'SJ-1' });
  expect(await due('2019-08-01')).toEqual(['overdue recovery YD-1 2019-07-31 1 9000']);
  await take('agreePlan', WHO.judge, { on: '2019-06-27', agreementNo: 'HK-1', instalments: [{ due: '2019-08-31', fen: 4_000 }, { due: '2019-09-30', fen: 5_000 }] });
  expect(await due('2019-08-01')).toEqual(['later instalment YD-1 2019-08-31 0 4000', 'later instalment YD-1 2019-09-30 0 5000']);
  await take('receiveRecovery', WHO.office, { on: '2019-08-20', fen: 4_500, channel: 'cash', receiptNo: 'SJ-2' });
  expect(await due('2019-10-01')).toEqual(['overdue instalment YD-1 2019-09-30 1 4500']);
  await take('receiveRecovery', WHO.office, { on: '2019-09-20', fen: 4_500, channel: 'cash', receiptNo: 'SJ-3' });
  expect(await due('2019-10-01')).toEqual([]);
});

test('a rectification is owed until it is reported, a complaint until it is answered: 60 days, extended by 30', async () => {
  await take('orderRectification', WHO.auditor, { on: '2019-07-01', issueNo: 'WT-1', organ: '审计局', demand: '按月核对车辆', org: TOWN, due: '2019-09-30' });
  await take('orderRectification', WHO.auditor, { on: '2019-07-01', issueNo: 'WT-2', organ: '审计局', demand: '补档', org: TOWN, due: '2019-08-31' });
  await take('reportRectification', WHO.office, { on: '2019-07-20', issueNo: 'WT-2', measures: '已补' });
  await complain('receive', WHO.office, { on: '2019-07-01', named: false, channel: 'letter', subject: '示例', caseId: 'C1' });
  expect(await due('2019-07-25')).toEqual(['later answerComplaint TS-1 2019-08-30 0', 'later reportRectification YD-1/WT-1 2019-09-30 0']);
  expect(await due('2019-07-25', COUNTY, false)).toEqual(['later reportRectification YD-1/WT-1 2019-09-30 0']);
  await complain('extend', WHO.judge, { on: '2019-08-20', reason: '待回函' });
  // 90 days after 1 July.
  expect(await due('2019-08-31')).toEqual(['later answerComplaint TS-1 2019-09-29 0', 'later reportRectification YD-1/WT-1 2019-09-30 0']);
  await complain('investigate', WHO.verifier, { on: '2019-09-01', finding: 'unfounded', text: '示例' });
  await complain('answer', WHO.judge, { on: '2019-09-05', text: '示例', toReporter: false });
  await take('reportRectification', WHO.office, { on: '2019-09-10', issueNo: 'WT-1', measures: '已核对' });
  expect(await due('2020-01-01')).toEqual([]);
});
