/** A household of Qingshanhu 360111 (QS-2019, JX-2018) in 2019: a disputed check, a founded objection, relief in an emergency, a change of income, a graduated exit; read back in both times. */
import { photo } from '../../support/live-county.js';
import { checked, closed, forwarded, instant, LiveOffice, posted, published, reviewed, served, type Taken, visited } from '../../support/live-office.js';

const CASE = 'QSH2019DB0020';
const RELIEF = 'QSH2019LS0001';
let office: LiveOffice;
const known: Record<'granted' | 'adjusted' | 'ended', string> = { granted: '', adjusted: '', ended: '' };
beforeAll(async () => {
  office = await LiveOffice.open('360111003001');
  await office.publish({ 'dibao.std': '700' }, '2019-01-01');
  await office.publish({ 'dibao.std': '770' }, '2020-01-01');
  await office.household('H20', ['1970-04-02', '1972-09-13', '2005-05-30']);
});
afterAll(() => office.end());

const income = (on: string, wagesFen: number, businessFen: number): Taken => ['townOperator', 'assessIncome', {
  on, members: [{ personId: 'H20-1', income: {}, employed: false, labour: 'none' }, { personId: 'H20-2', income: { wagesFen, businessFen, contributionsFen: 13_456 }, employed: true, labour: 'full' }, { personId: 'H20-3', income: {} }],
}];
const opinion = (on: string, amountFen: number): Taken => ['townAuditor', 'issueOpinion', { on, opinion: 'approve', author: 'townOperator:b', amountFen, persons: 3, reason: '扣除刚性支出后人均收入低于标准' }];
const countyNotice = (on: string, end: 'start' | 'end') => ({ on, evidence: [photo(end === 'start' ? 'noticeStartPhoto' : 'noticeEndPhoto', `county ${end}`, `${on}T09:00:00+08:00`)] });

test('from the lead to the opinion: what was missing is told, a disputed check is looked at again', async () => {
  await office.walk(CASE, [
    ['communityWorker', 'reportLead', { on: '2019-04-04', source: 'hospital', need: '户主患病，收入不足', householdId: 'H20' }],
    ['communityWorker', 'informPolicy', { on: '2019-04-05', channel: '入户讲解' }],
    ['communityWorker', 'submit', { on: '2019-04-08', benefit: 'dibao', householdId: 'H20', applicantId: 'H20-1', channel: 'activeDiscovery', materials: ['申请书'], promise: true, causes: ['illness'] }],
    ['townOperator', 'notifyDeficiency', { on: '2019-04-08', missing: ['诊断证明'] }],
    ['communityWorker', 'supplement', { on: '2019-04-11', added: ['诊断证明'] }],
    ['townOperator', 'accept', { on: '2019-04-12', receiptNo: 'SL20' }],
    ...checked(['H20-1', 'H20-2'], '20', ['2019-04-12', '2019-04-12', '2019-04-15', '2019-04-19']),
    visited('2019-04-18', '20'),
    income('2019-04-22', 162_000, 0),
    ['townOperator', 'assessAssets', { on: '2019-04-22', compliant: true, basis: '均在限额内' }],
    ['townOperator', 'assessRigidExpenditure', { on: '2019-04-22', items: [{ kind: 'medical', personId: 'H20-1', monthlyFen: 30_025 }, { kind: 'education', personId: 'H20-3', monthlyFen: 12_000 }] }],
    reviewed('2019-04-23'),
    ['townOperator', 'disputeCheck', { on: '2019-04-23', item: '存款为代收的丧葬费' }],
  ]);
  const [who, step, body] = opinion('2019-04-25', 103_481);
  expect(await office.refused(CASE, who, step, body)).toBe('409 STEP_OUT_OF_ORDER');
  await office.walk(CASE, [['checkAgency', 'reviewCheck', { on: '2019-04-24', result: 'corrected', text: '该笔款项七日前已转出' }], opinion('2019-04-25', 103_481)]);
});

test('a founded objection takes the opinion back: assessed anew, posted anew; the county looks for itself, posts and confirms', async () => {
  await office.walk(CASE, [
    posted('2019-04-26', 'first'),
    ['communityWorker', 'raiseObjection', { on: '2019-04-29', objectionNo: 'YY20', content: '配偶周末在夜市摆摊' }],
    ['townOperator', 'investigateObjection', { on: '2019-05-06', objectionNo: 'YY20', method: 'resurvey', finding: 'founded', text: '每月摆摊收入200元' }],
  ]);
  expect(await office.file(CASE)).not.toHaveProperty('opinion');
  expect(await office.refused(CASE, 'townOperator', 'closeNotice', closed('2019-05-06', 'first')[2])).toBe('409 STEP_OUT_OF_ORDER');
  await office.walk(CASE, [income('2019-05-07', 162_000, 20_000), opinion('2019-05-08', 83_481), posted('2019-05-09', 'second'), closed('2019-05-16', 'second'), forwarded('2019-05-17')]);
  await office.good('countyOperator', '/api/v1/samples', { county: '360111', drawNo: '2019-05', on: '2019-05-20' });
  await office.walk(CASE, [
    ['countyOperator', 'countyVisit', { on: '2019-05-21', visitNo: 'CC20', visitors: ['countyOperator', 'countyOperator:b'], findings: '一致', agrees: true }],
    ['countyOperator', 'postCountyNotice', { ...countyNotice('2019-05-22', 'start'), place: '区政务公开栏', fields: ['name', 'members', 'amount'] }],
    ['countyOperator', 'closeCountyNotice', countyNotice('2019-05-29', 'end')],
  ]);
  // Income 1,620.00 + 200.00 − 134.56 = 1,685.44; 561.81 a head lies within 1.5 × 700, the cause is illness: rigid 300.25 + 120.00 = 420.25
  // is deducted (QS T07), 1,265.19. Gap: 700 × 3 − 1,265.19 = 834.81.
  const confirmation = { on: '2019-06-03', decisionNo: 'QR20', amountFen: 83_481, persons: 3 };
  expect(await office.refused(CASE, 'countyAuditor', 'confirm', { ...confirmation, amountFen: 103_481 })).toBe('409 AMOUNT_DIFFERS');
  expect((await office.take(CASE, 'countyAuditor', 'confirm', confirmation)).events).toEqual(['AssistanceConfirmed', 'BenefitGranted']);
  await office.walk(CASE, [served('2019-06-04'), published('2019-06-05')]);
  known.granted = await instant();
});

test('a fire: relief first, papers after, by the town within the cap of its delegation', async () => {
  await office.walk(RELIEF, [
    ['communityWorker', 'submit', { on: '2019-08-05', benefit: 'temporaryRelief', variant: 'emergency', householdId: 'H20', applicantId: 'H20-2', channel: 'activeDiscovery', materials: [], promise: true, causes: ['calamity'] }],
    ['townOperator', 'accept', { on: '2019-08-05', receiptNo: 'SLLS1' }],
  ]);
  const relief = (amountFen: number) => ({ on: '2019-08-05', decisionNo: 'LS1', amountFen, persons: 3 });
  expect(await office.refused(RELIEF, 'townAuditor', 'confirm', relief(300_000))).toBe('403 ROLE_FORBIDDEN');
  await office.server.ledger.access.grantDelegation(
    { delegationId: 'WT-1', fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.confirm', 'case.payRelief'], amountCapFen: 500_000, basis: '青民字〔2019〕示例1号' }, { staffId: 'countyAuditor' });
  expect(await office.refused(RELIEF, 'townAuditor', 'confirm', relief(500_001))).toBe('403 DELEGATION_CAP');
  const given = await office.take(RELIEF, 'townAuditor', 'confirm', relief(500_000));
  // Owed once, in the month of the decision (R23).
  expect(given.events).toEqual(['AssistanceConfirmed', 'BenefitGranted', 'BenefitStopped']);
  expect(await office.refused(RELIEF, 'communityWorker', 'publishResult', published('2019-08-10')[2])).toBe('409 STEP_NOT_IN_PROCEDURE');
  await office.walk(RELIEF, [
    ['townOperator', 'completePapers', { on: '2019-08-14', cause: '住房失火', object: '户主一家三口', signatures: ['申请人', '经办人'] }],
    ['townOperator', 'fileRelief', { on: '2019-08-16', filingNo: 'BA1' }],
  ]);
  expect(await Promise.all(['2019-07-31', '2019-08-31', '2019-09-01'].map((day) => office.owed(RELIEF, day)))).toEqual([null, ['grant', 500_000], ['stop', 0]]);
  // The monthly benefit goes on beside it.
  expect(await office.owed(CASE, '2019-08-31')).toEqual(['grant', 83_481]);
});

test('income rises, then work is found: less, a graduated exit, the end', async () => {
  await office.walk(CASE, [
    ['communityWorker', 'reportChange', { on: '2019-09-10', kind: 'income', happenedOn: '2019-09-01', text: '工资增加', found: false }],
    income('2019-09-12', 202_000, 20_000),
  ]);
  // 2,020.00 + 200.00 − 134.56 − 420.25 = 1,665.19; 2,100 − 1,665.19 = 434.81.
  const less = { on: '2019-09-18', decisionNo: 'TZ20', amountFen: 43_481, persons: 3, fromYm: '2019-10', cause: '工资增加' };
  expect(await office.refused(CASE, 'countyAuditor', 'adjust', { ...less, fromYm: '2019-09' })).toBe('409 MONTH_PAID');
  await office.take(CASE, 'countyAuditor', 'adjust', less);
  known.adjusted = await instant();
  await office.walk(CASE, [
    ['townOperator', 'reportChange', { on: '2019-12-10', kind: 'employment', happenedOn: '2019-12-01', text: '户主上岗', found: false }],
    income('2019-12-12', 302_000, 20_000),
  ]);
  const exit = { on: '2019-12-16', decisionNo: 'JT20', fromYm: '2020-01', months: 3, amountFen: 43_482, persons: 3 };
  expect(await office.refused(CASE, 'countyAuditor', 'startGraduatedExit', exit)).toBe('409 EXIT_ABOVE');
  await office.walk(CASE, [
    ['countyAuditor', 'startGraduatedExit', { ...exit, amountFen: 30_000 }],
    ['countyAuditor', 'endGraduatedExit', { on: '2020-03-23' }],
    ['countyAuditor', 'stop', { on: '2020-03-25', decisionNo: 'TF20', fromYm: '2020-04', cause: 'exitEnded', reason: '渐退期满，收入高于标准' }],
  ]);
  known.ended = await instant();
  expect((await office.file<{ exit: object }>(CASE)).exit).toEqual({ fromYm: '2020-01', months: 3, endedOn: '2020-03-23' });
});

test('what held on three days, as it was known at three instants', async () => {
  const days = ['2019-08-15', '2019-11-15', '2020-04-15'] as const;
  const held = async (at: string) => Promise.all(days.map((day) => office.owed(CASE, day, at)));
  const first = ['grant', 83_481];
  const second = ['reduce', 43_481];
  expect(await held(known.granted)).toEqual([first, first, first]);
  expect(await held(known.adjusted)).toEqual([first, second, second]);
  expect(await held(known.ended)).toEqual([first, second, ['stop', 0]]);
  expect(await office.owed(CASE, '2020-02-15', known.ended)).toEqual(['graduatedExit', 30_000]);
  // The income that was assessed counts from the day of its assessment.
  expect((await office.replay(CASE, '2019-09-11', known.ended)).state?.incomeFen).toBe(168_544);
  expect((await office.replay(CASE, '2019-09-12', known.ended)).state?.incomeFen).toBe(208_544);
  expect((await office.replay(CASE, '2019-09-12', known.granted)).state?.incomeFen).toBe(168_544);
});
