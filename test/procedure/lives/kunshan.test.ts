/** Kunshan 320583 (KS-2020): a status that the town decides and the city only files, with a return; and a child without care, of whom nothing is posted or published. */
import { checked, closed, forwarded, LiveOffice, posted, reviewed, served, type Taken, visited } from '../../support/live-office.js';

const STATUS = 'KS2020XD0031';
const CHILD = 'KS2021ET0001';
let office: LiveOffice;
beforeAll(async () => {
  office = await LiveOffice.open('320583101002');
  await office.publish({ 'dibao.std': '1045' }, '2020-07-01');
  await office.publish({ 'dibao.std': '1095', 'orphan.dispersed': '2250' }, '2021-07-01');
  await office.server.ledger.access.grantDelegation(
    { delegationId: 'KS-1', fromDivision: '320583', toDivision: '320583101', toRole: 'townAuditor', permissions: ['case.confirm', 'case.stop'], basis: 'KS-2020 一(三) 二级审核认定' }, { staffId: 'countyAuditor' });
  await office.household('H31', ['1976-02-11', '1978-10-05', '2008-03-21']);
  await office.household('H32', ['1954-06-30', '2012-11-12']);
});
afterAll(() => office.end());

const income = (on: string, wagesFen: number): Taken => ['townOperator', 'assessIncome', {
  on, members: [{ personId: 'H31-1', income: {}, employed: false, labour: 'none' }, { personId: 'H31-2', income: { wagesFen, contributionsFen: 41_000 }, employed: true, labour: 'full' }, { personId: 'H31-3', income: {} }],
}];
const opinion = (on: string): Taken => ['townAuditor', 'issueOpinion', { on, opinion: 'approve', author: 'townOperator:b', persons: 3, reason: '低于监测线' }];
const confirmation = { on: '2020-06-19', decisionNo: 'RD31', amountFen: 0, persons: 3 };

test('without the consent of the household nothing is determined; the case goes back and the consent is taken', async () => {
  await office.walk(STATUS, [
    ['communityWorker', 'submit', { on: '2020-05-06', benefit: 'lowIncome', householdId: 'H31', applicantId: 'H31-1', channel: 'window', materials: ['申请书'], promise: true, causes: ['illness'] }],
    ['townOperator', 'accept', { on: '2020-05-07', receiptNo: 'SL31' }],
    ...checked(['H31-1', 'H31-2'], '31', ['2020-05-07', '2020-05-08', '2020-05-09', '2020-05-14']),
    visited('2020-05-12', '31'),
    // 3,900.00 − 410.00 = 3,490.00 for three: 1,163.33 a head, between 995 and 1,990 (KS-2020-01-01, 01-02).
    income('2020-05-15', 390_000),
    ['townOperator', 'assessAssets', { on: '2020-05-15', compliant: true, financialFen: 1_250_000, basis: '均在限额内' }],
    ['townOperator', 'assessRigidExpenditure', { on: '2020-05-15', items: [{ kind: 'medical', personId: 'H31-1', monthlyFen: 60_000 }] }],
    reviewed('2020-05-18'), opinion('2020-05-20'), posted('2020-05-21', 'first'), closed('2020-05-28', 'first'),
  ]);
  // KS-2020-01-04: 本人自愿.
  expect(await office.refused(STATUS, 'townAuditor:b', 'confirm', { ...confirmation, on: '2020-06-01' })).toBe('409 NOT_ELIGIBLE');
  const consented: Taken = ['townOperator', 'assessCircumstances', { on: '2020-06-05', consent: true, members: [] }];
  expect(await office.refused(STATUS, ...consented)).toBe('409 OPINION_GIVEN');
  await office.walk(STATUS, [
    ['townAuditor', 'return', { on: '2020-06-04', toStep: 'opinion', reason: '没有本人自愿的记录' }],
    consented, opinion('2020-06-08'), posted('2020-06-09', 'second'), closed('2020-06-16', 'second'),
  ]);
});

test('the town decides, the city files and approves nothing (KS-2020-01-05)', async () => {
  const filing: Taken = ['cityRegistrar', 'fileWithCity', { on: '2020-06-22', filingNo: 'BA31' }];
  expect(await office.refused(STATUS, ...filing)).toBe('409 STEP_OUT_OF_ORDER');
  expect(await office.refused(STATUS, 'cityRegistrar', 'confirm', confirmation)).toBe('403 ROLE_FORBIDDEN');
  expect(await office.refused(STATUS, 'townAuditor', 'confirm', confirmation)).toBe('403 SAME_PERSON');
  // It is a status: it opens other departments' help and pays nothing.
  expect(await office.refused(STATUS, 'townAuditor:b', 'confirm', { ...confirmation, amountFen: 1 })).toBe('400 STATUS_PAYS_NOTHING');
  expect(await office.refused(STATUS, 'townAuditor:b', 'confirm', { ...confirmation, persons: 2 })).toBe('409 PERSONS_DIFFER');
  const decided = await office.take(STATUS, 'townAuditor:b', 'confirm', confirmation);
  expect(decided.events).toEqual(['AssistanceConfirmed', 'BenefitGranted']);
  expect(await office.refused(STATUS, 'townOperator', filing[1], filing[2])).toBe('403 ROLE_FORBIDDEN');
  await office.walk(STATUS, [served('2020-06-20'), filing]);
  // Filing changed neither the decision nor the day from which it holds.
  expect(await office.file(STATUS)).toMatchObject({ decision: { kind: 'confirmed', on: '2020-06-19' }, filedWithCityOn: '2020-06-22' });
  const { state } = await office.replay(STATUS, '2020-07-01');
  expect(state?.entitlement).toEqual({ change: 'grant', effectiveMonth: '2020-07', persons: 3, monthlyFen: 0, active: true });
  expect(await office.owed(STATUS, '2020-06-30')).toBeNull();
});

test('income above the monitoring line ends it, by the town too', async () => {
  await office.walk(STATUS, [['townOperator', 'scheduleReview', { on: '2020-06-22', class: 'B', dueOn: '2020-12-20' }], income('2020-12-14', 680_000)]);
  // 6,800.00 − 410.00 = 6,390.00; 2,130 a head, above 2 × 1,045 = 2,090.
  expect(await office.refused(STATUS, 'townAuditor:b', 'stop', { on: '2020-12-15', decisionNo: 'TC31', fromYm: '2020-12', cause: 'incomeAbove', reason: '高于监测线' })).toBe('409 MONTH_PAID');
  await office.walk(STATUS, [
    ['townOperator', 'completeReview', { on: '2020-12-15', result: 'stop' }],
    ['townAuditor:b', 'stop', { on: '2020-12-15', decisionNo: 'TC31', fromYm: '2021-01', cause: 'incomeAbove', reason: '人均2130元，高于监测线2090元' }],
  ]);
  expect(await office.owed(STATUS, '2021-01-31')).toEqual(['stop', 0]);
});

test('a child without care (R62): a check between departments, and nothing is posted or published', async () => {
  await office.walk(CHILD, [
    ['communityWorker', 'submit', { on: '2021-09-06', benefit: 'unsupportedChild', householdId: 'H32', beneficiaryId: 'H32-2', applicantId: 'H32-1', channel: 'activeDiscovery', materials: ['申请书'], promise: true }],
    ['townOperator', 'accept', { on: '2021-09-07', receiptNo: 'SL32' }],
    ...checked(['H32-1'], '32', ['2021-09-07', '2021-09-07', '2021-09-08', '2021-09-16']),
  ]);
  const [who, step, body]: Taken = ['townAuditor', 'issueOpinion', { on: '2021-09-18', opinion: 'approve', author: 'townOperator:b', amountFen: 225_000, persons: 1, reason: '父母服刑、失联' }];
  expect(await office.refused(CHILD, who, step, body)).toBe('409 STEP_OUT_OF_ORDER');
  await office.walk(CHILD, [
    ['townOperator', 'assessCircumstances', { on: '2021-09-17', consent: true, members: [{ personId: 'H32-2', unsupportedChild: true, student: 'compulsory' }] }],
    ['townOperator', 'assessIncome', { on: '2021-09-17', members: [{ personId: 'H32-1', income: { transferFen: 300_000 }, employed: false, labour: 'none' }, { personId: 'H32-2', income: {} }] }],
    ['townOperator', 'assessAssets', { on: '2021-09-17', compliant: true, basis: '均在限额内' }],
    [who, step, body],
  ]);
  expect(await office.refused(CHILD, ...posted('2021-09-18', 'child'))).toBe('409 STEP_NOT_IN_PROCEDURE');
  await office.walk(CHILD, [forwarded('2021-09-22')]);
  // The grandmother's 3,000.00 for two is 1,500 a head, not below 1,095: no 低保 is set against the child's standard of 2,250.
  const decision = { on: '2021-09-28', decisionNo: 'ET1', amountFen: 225_000, persons: 1 };
  expect(await office.refused(CHILD, 'countyAuditor', 'confirm', { ...decision, amountFen: 150_000 })).toBe('409 AMOUNT_DIFFERS');
  await office.take(CHILD, 'countyAuditor', 'confirm', decision);
  expect(await office.refused(CHILD, 'communityWorker', 'publishResult', { on: '2021-09-29', place: '公示栏', fields: ['name'] })).toBe('409 STEP_NOT_IN_PROCEDURE');
  await office.walk(CHILD, [
    served('2021-09-29'),
    ['communityWorker', 'reportChange', { on: '2022-04-11', kind: 'custody', happenedOn: '2022-04-02', text: '父亲刑满释放，恢复抚养', found: false }],
    ['countyAuditor', 'stop', { on: '2022-04-18', decisionNo: 'TF32', fromYm: '2022-05', cause: 'other', reason: '父亲恢复抚养' }],
  ]);
  expect(await Promise.all(['2021-09-30', '2021-10-01', '2022-04-30', '2022-05-01'].map((day) => office.owed(CHILD, day)))).toEqual([null, ['grant', 225_000], ['grant', 225_000], ['stop', 0]]);
  expect((await office.replay(CHILD)).events.map(({ type }) => type).filter((type) => /Notice|Published/.test(type))).toEqual([]);
});
