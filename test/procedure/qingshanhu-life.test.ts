/** One household of Qingshanhu in 2019, from lead to exit, under R220: with an objection, a return, a change of income and a graduated end. */
import { LiveCounty, photo } from '../support/live-county.js';

const CASE = 'QS2019DB0001';
let county: LiveCounty;

beforeAll(async () => {
  county = await LiveCounty.open('360111003001');
  // 700 yuan a month from 2019 on.
  await county.publish({ 'dibao.std': '700' }, '2019-01-01');
  await county.household('H01', ['1979-04-02', '1981-09-13', '2008-05-30']);
});
afterAll(() => county.close());

const notice = (on: string, text: string) => ({ on, evidence: [photo(text.endsWith('start') ? 'noticeStartPhoto' : 'noticeEndPhoto', text, `${on}T09:00:00+08:00`)] });
const income = (on: string, wagesFen: number) => ({
  on, members: [{ personId: 'H01-1', income: { wagesFen }, employed: wagesFen > 0, labour: 'full' }, { personId: 'H01-2', income: {}, employed: false, labour: 'none' }, { personId: 'H01-3', income: {} }],
});

test('the application goes its way, each step by whoever may', async () => {
  const steps: readonly (readonly [Parameters<LiveCounty['take']>[1], Parameters<LiveCounty['take']>[2], object])[] = [
    ['communityWorker', 'reportLead', { on: '2019-03-20', source: 'neighbour', need: '户主患病，收入不足', householdId: 'H01' }],
    ['communityWorker', 'informPolicy', { on: '2019-03-21', channel: '入户讲解' }],
    ['townOperator', 'submit', { on: '2019-03-25', benefit: 'dibao', householdId: 'H01', applicantId: 'H01-1', channel: 'activeDiscovery', materials: ['application', 'identity'], promise: true, causes: ['illness'] }],
    ['townOperator', 'notifyDeficiency', { on: '2019-03-25', missing: ['诊断证明'] }],
    ['townOperator', 'supplement', { on: '2019-03-28', added: ['诊断证明'] }],
    ['townOperator', 'accept', { on: '2019-04-01', receiptNo: 'S1' }],
    ['townOperator', 'authoriseCheck', { on: '2019-04-01', persons: ['H01-1', 'H01-2'], scope: ['hukou', 'vehicles', 'deposits'] }],
    ['townOperator', 'requestCheck', { on: '2019-04-01', requestNo: 'Q1', sources: ['hukou', 'vehicles', 'deposits'] }],
    ['checkAgency', 'startCheck', { on: '2019-04-02' }],
    ['checkAgency', 'reportCheck', { on: '2019-04-08', reportNo: 'R1', asOf: '2019-03-31', conclusion: 'consistent', items: [] }],
    ['townOperator', 'visit', { on: '2019-04-09', visitNo: 'V1', visitors: ['townOperator', 'helper'], present: ['H01-1'], findings: '两居室，无贵重物品' }],
    ['townOperator', 'assessIncome', income('2019-04-09', 150_000)],
    ['townOperator', 'assessAssets', { on: '2019-04-09', compliant: true, basis: '存款、车辆均在限额内' }],
    ['townOperator', 'assessRigidExpenditure', { on: '2019-04-09', items: [{ kind: 'medical', personId: 'H01-1', monthlyFen: 20_000 }] }],
    ['communityWorker', 'review', { on: '2019-04-12', place: '社区会议室', participants: [{ name: '甲', role: 'resident' }, { name: '乙', role: 'resident' }, { name: '丙', role: 'committee' }], agree: 3, disagree: 0, abstain: 0 }],
    ['townAuditor', 'issueOpinion', { on: '2019-04-15', opinion: 'approve', author: 'townOperator', amountFen: 80_000, persons: 3, reason: '人均收入低于标准' }],
    ['communityWorker', 'postNotice', { ...notice('2019-04-16', 'first start'), place: '社区公示栏', fields: ['name', 'members', 'amount'] }],
    ['communityWorker', 'raiseObjection', { on: '2019-04-18', objectionNo: 'O1', content: '户主有一辆货车' }],
    ['townOperator', 'investigateObjection', { on: '2019-04-22', objectionNo: 'O1', method: 'resurvey', finding: 'unfounded', text: '车辆已于2017年报废' }],
    ['townOperator', 'closeNotice', notice('2019-04-23', 'first end')],
    ['townAuditor', 'forward', { on: '2019-04-24', fileList: ['全部材料'] }],
    ['countyOperator', 'return', { on: '2019-04-26', toStep: 'notice', reason: '公示照片看不清楚' }],
    ['communityWorker', 'postNotice', { ...notice('2019-04-28', 'second start'), place: '社区公示栏', fields: ['name', 'members', 'amount'] }],
    ['townOperator', 'closeNotice', notice('2019-05-05', 'second end')],
    ['townAuditor', 'forward', { on: '2019-05-06', fileList: ['全部材料'] }],
  ];
  for (const [role, step, body] of steps) await county.take(CASE, role, step, body);

  const confirmation = { on: '2019-05-20', decisionNo: 'D1', amountFen: 80_000, persons: 3 };
  expect(await county.refused(CASE, 'countyAuditor', 'confirm', confirmation)).toBe('STEP_OUT_OF_ORDER');
  const draw = await county.ledger.cases.drawSample({ county: '360111', drawNo: '2019-05', on: '2019-05-07' }, county.staff('countyOperator'));
  expect(draw.population).toEqual([`${CASE}@360111`]);
  expect(draw.selected).toEqual([`${CASE}@360111`]);
  await county.take(CASE, 'countyOperator', 'countyVisit', { on: '2019-05-08', visitNo: 'CV1', visitors: ['countyOperator', 'inspector2'], findings: '与镇街调查一致', agrees: true });
  await county.take(CASE, 'countyOperator', 'postCountyNotice', { ...notice('2019-05-09', 'county start'), place: '区政府网站', fields: ['name', 'members', 'amount'] });
  expect(await county.refused(CASE, 'countyOperator', 'closeCountyNotice', notice('2019-05-15', 'county end'))).toBe('NOTICE_RUNNING');
  await county.take(CASE, 'countyOperator', 'closeCountyNotice', notice('2019-05-16', 'county end'));

  // 700 × 3 = 2,100; income 1,500 less rigid expenditure 200 (QS T07) is 1,300; gap 800 yuan.
  expect(await county.refused(CASE, 'countyAuditor', 'confirm', { ...confirmation, amountFen: 60_000 })).toBe('AMOUNT_DIFFERS');
  expect(await county.refused(CASE, 'townAuditor', 'confirm', confirmation)).toBe('ROLE_FORBIDDEN');
  const confirmed = await county.take(CASE, 'countyAuditor', 'confirm', confirmation);
  expect(confirmed).toMatchObject({ outcome: 'recorded', events: ['AssistanceConfirmed', 'BenefitGranted'], division: '360111003001' });
  expect(await county.take(CASE, 'countyAuditor', 'confirm', confirmation)).toMatchObject({ outcome: 'alreadyRecorded', revision: confirmed.revision });
  await county.take(CASE, 'townOperator', 'serve', { on: '2019-05-21', method: 'inPerson', appealInfo: true });
  await county.take(CASE, 'communityWorker', 'publishResult', { on: '2019-05-22', place: '社区公示栏', fields: ['name', 'members', 'amount'] });

  const replay = await county.ledger.replayCase(CASE, '2019-06-01' as never, undefined);
  expect(replay.state?.entitlement).toEqual({ change: 'grant', effectiveMonth: '2019-06', persons: 3, monthlyFen: 80_000, active: true });
  const determination = await county.ledger.policy.determination(confirmed.determinationId as string);
  expect(determination).toMatchObject({ reproduced: true, problems: [] });
});

test('a change of income is found by a review, the amount follows the rules', async () => {
  await county.take(CASE, 'townOperator', 'scheduleReview', { on: '2019-05-22', class: 'C', dueOn: '2019-08-31' });
  await county.take(CASE, 'townOperator', 'reportChange', { on: '2019-08-12', kind: 'income', happenedOn: '2019-08-01', text: '户主工资增加', found: false });
  await county.take(CASE, 'townOperator', 'assessIncome', income('2019-08-14', 180_000));
  // 2,100 − (1,800 − 200) = 500 yuan.
  const adjustment = { on: '2019-08-20', decisionNo: 'D2', amountFen: 50_000, persons: 3, fromYm: '2019-09', cause: '收入增加' };
  expect(await county.refused(CASE, 'countyAuditor', 'adjust', { ...adjustment, fromYm: '2019-08' })).toBe('MONTH_PAID');
  expect(await county.take(CASE, 'countyAuditor', 'adjust', adjustment)).toMatchObject({ events: ['BenefitReduced'] });
  await county.take(CASE, 'townOperator', 'completeReview', { on: '2019-08-20', result: 'down' });
});

test('somebody found work: a graduated exit, then the end; what was paid stays as it was', async () => {
  await county.take(CASE, 'townOperator', 'assessIncome', income('2019-10-10', 300_000));
  await county.take(CASE, 'countyAuditor', 'startGraduatedExit', { on: '2019-10-15', decisionNo: 'D3', fromYm: '2019-11', months: 2, amountFen: 25_000, persons: 3 });
  await county.take(CASE, 'countyAuditor', 'endGraduatedExit', { on: '2019-12-20' });
  expect(await county.take(CASE, 'countyAuditor', 'stop', { on: '2019-12-20', decisionNo: 'D4', fromYm: '2020-01', cause: 'exitEnded', reason: '收入高于标准，渐退期满' })).toMatchObject({ events: ['BenefitStopped'] });
  const owed = async (date: string) => (await county.ledger.replayCase(CASE, date as never, undefined)).state?.entitlement;
  expect((await owed('2019-08-31'))?.monthlyFen).toBe(80_000);
  expect((await owed('2019-10-31'))?.monthlyFen).toBe(50_000);
  expect(await owed('2019-12-31')).toMatchObject({ change: 'graduatedExit', monthlyFen: 25_000, active: true });
  expect(await owed('2020-01-01')).toMatchObject({ change: 'stop', monthlyFen: 0, active: false });
});

test('who has left may come back with another case, and nobody holds two', async () => {
  const again = { on: '2020-03-02', benefit: 'dibao', householdId: 'H01', applicantId: 'H01-1', channel: 'window', materials: [], promise: true };
  expect(await county.take('QS2020DB0009', 'townOperator', 'submit', again)).toMatchObject({ outcome: 'recorded' });
  expect(await county.refused(CASE, 'countyAuditor', 'adjust', { on: '2020-03-02', decisionNo: 'D9', amountFen: 1, persons: 3, fromYm: '2020-04', cause: '误' })).toBe('BENEFIT_NOT_ACTIVE');
});
