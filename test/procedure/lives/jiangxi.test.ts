/** A household of Xihu 360103 (JX-2018): denied under R220, helped under R57 with a near relative in the office, three jobs refused, held and given again, a death, and the end. */
import { checked, closed, forwarded, LiveOffice, posted, published, reviewed, served, visited } from '../../support/live-office.js';

let office: LiveOffice;
beforeAll(async () => {
  office = await LiveOffice.open('360103004002');
  await office.publish({ 'dibao.std': '640' }, '2019-01-01');
  await office.publish({ 'dibao.std': '765' }, '2021-01-01');
});
afterAll(() => office.end());


const income = (on: string, wagesFen: number, contributionsFen: number) => ({
  on, members: [{ personId: 'H10-1', income: {}, employed: false, labour: 'full' }, { personId: 'H10-2', income: { wagesFen, contributionsFen }, employed: true, labour: 'full' }, { personId: 'H10-3', income: {} }],
});

test('2019 under R220: above the line, so denied, served with how to appeal', async () => {
  await office.household('H10', ['1979-04-02', '1981-09-13', '2010-05-30']);
  await office.walk('XH2019001', [
    ['communityWorker', 'submit', { on: '2019-03-04', benefit: 'dibao', householdId: 'H10', applicantId: 'H10-1', channel: 'window', materials: ['申请书'], promise: true, causes: ['unemployment'] }],
    ['townOperator', 'accept', { on: '2019-03-05', receiptNo: 'SL1' }],
    ...checked(['H10-1', 'H10-2'], '1', ['2019-03-05', '2019-03-05', '2019-03-06', '2019-03-11']),
    visited('2019-03-12', '1'),
    // 2,200.00 − 120.00 = 2,080.00 for three: 693.33 a head is not below 640 (JX-02: 低于标准).
    ['townOperator', 'assessIncome', income('2019-03-12', 220_000, 12_000)],
    ['townOperator', 'assessAssets', { on: '2019-03-12', compliant: true, basis: '均在限额内' }],
    reviewed('2019-03-14'),
    ['townAuditor', 'issueOpinion', { on: '2019-03-15', opinion: 'deny', author: 'townOperator:b', reason: '人均收入高于标准' }],
    posted('2019-03-18', 'denial'), closed('2019-03-25', 'denial'), forwarded('2019-03-26'),
  ]);
  expect((await office.file('XH2019001'))['incomeFen']).toBe(208_000);
  const denial = { on: '2019-04-01', decisionNo: 'BY1', reasonCode: 'incomeAbove', reasonText: '人均收入693.33元，高于640元' };
  // R220 26: the county draws at least 30 % of what was forwarded; of one case one is drawn, and who is drawn is visited.
  expect(await office.refused('XH2019001', 'countyAuditor', 'deny', denial)).toBe('409 STEP_OUT_OF_ORDER');
  const draw = await office.good<{ selected: string[] }>('countyOperator', '/api/v1/samples', { county: '360103', drawNo: '2019-03', on: '2019-03-27' });
  expect(draw.selected).toEqual(['XH2019001@360103']);
  await office.take('XH2019001', 'countyOperator', 'countyVisit', { on: '2019-03-29', visitNo: 'CC1', visitors: ['countyOperator', 'countyOperator:b'], findings: '一致', agrees: true });
  expect(await office.refused('XH2019001', 'townAuditor', 'deny', denial)).toBe('403 ROLE_FORBIDDEN');
  expect((await office.take('XH2019001', 'countyAuditor', 'deny', denial)).events).toEqual(['AssistanceDenied']);
  // R57 21, R220 30: in writing, with the reasons; a denial that does not say how to appeal is not served.
  expect(await office.refused('XH2019001', 'townOperator', 'serve', { on: '2019-04-02', method: 'inPerson', appealInfo: false })).toBe('400 APPEAL_INFO_MISSING');
  await office.walk('XH2019001', [served('2019-04-02')]);
  expect(await office.file('XH2019001')).toMatchObject({ decision: { kind: 'denied', on: '2019-04-01' }, ended: { as: 'denied', on: '2019-04-01' }, servedOn: '2019-04-02', changes: [] });
  expect(await office.refused('XH2019001', 'townOperator', 'assessIncome', income('2019-05-02', 0, 0))).toBe('409 CASE_CLOSED');
  expect(await office.owed('XH2019001', '2019-05-01')).toBeNull();
});

test('2021 under R57: the sister works in the office; it is registered, and the county visits whatever a draw would say', async () => {
  await office.walk('XH2021007', [
    ['communityWorker', 'reportLead', { on: '2021-08-02', source: 'neighbour', need: '收入减少', householdId: 'H10' }],
    ['communityWorker', 'informPolicy', { on: '2021-08-02', channel: '入户讲解' }],
    ['communityWorker', 'submit', { on: '2021-08-03', benefit: 'dibao', householdId: 'H10', applicantId: 'H10-1', channel: 'activeDiscovery', materials: ['申请书'], promise: true, causes: ['unemployment'] }],
    ['townOperator', 'accept', { on: '2021-08-04', receiptNo: 'SL7' }],
    ['townOperator:kin', 'declareKin', { on: '2021-08-04', staffId: 'townOperator:kin', relation: 'sibling' }],
  ]);
  const visit = { on: '2021-08-06', visitNo: 'RH7', visitors: ['townOperator', 'townOperator:kin'], present: ['H10-1'], findings: '三口人同住' };
  expect(await office.refused('XH2021007', 'townOperator', 'visit', visit)).toBe('403 NEAR_RELATIVE_UNFILED');
  expect(await office.refused('XH2021007', 'townOperator:kin', 'fileNearRelative', { on: '2021-08-05', staffId: 'townOperator:kin', relation: 'sibling', filingNo: 'JQS1' })).toBe('403 SAME_PERSON');
  await office.walk('XH2021007', [
    ['townOperator', 'fileNearRelative', { on: '2021-08-05', staffId: 'townOperator:kin', relation: 'sibling', filingNo: 'JQS1' }],
    ...checked(['H10-1', 'H10-2'], '7', ['2021-08-04', '2021-08-05', '2021-08-06', '2021-08-12']),
    visited('2021-08-06', '7'),
    ['townOperator', 'assessIncome', income('2021-08-12', 130_000, 12_050)],
    ['townOperator', 'assessAssets', { on: '2021-08-12', compliant: true, basis: '均在限额内' }],
    ['townAuditor', 'issueOpinion', { on: '2021-08-13', opinion: 'approve', author: 'townOperator:b', amountFen: 111_550, persons: 3, reason: '人均收入低于标准' }],
    posted('2021-08-16', 'second'), closed('2021-08-23', 'second'), forwarded('2021-08-24'),
  ]);
  // 765 × 3 − (1,300.00 − 120.50) = 2,295.00 − 1,179.50 = 1,115.50 (补差, CN R649 12).
  const confirmation = { on: '2021-08-30', decisionNo: 'QR7', amountFen: 111_550, persons: 3 };
  // R57 20: of near relatives the county visits all; R57 asks for no draw.
  expect(await office.refused('XH2021007', 'countyAuditor', 'confirm', confirmation)).toBe('409 STEP_OUT_OF_ORDER');
  await office.take('XH2021007', 'countyOperator', 'countyVisit', { on: '2021-08-27', visitNo: 'CC7', visitors: ['countyOperator', 'countyOperator:b'], findings: '一致', agrees: true });
  expect(await office.refused('XH2021007', 'countyAuditor', 'confirm', { ...confirmation, amountFen: 111_551 })).toBe('409 AMOUNT_DIFFERS');
  expect(await office.refused('XH2021007', 'countyAuditor', 'confirm', { ...confirmation, persons: 2 })).toBe('409 PERSONS_DIFFER');
  expect((await office.take('XH2021007', 'countyAuditor', 'confirm', confirmation)).events).toEqual(['AssistanceConfirmed', 'BenefitGranted']);
  await office.walk('XH2021007', [served('2021-08-31'), published('2021-09-01')]);
  expect(await office.owed('XH2021007', '2021-08-31')).toBeNull();
  expect(await office.owed('XH2021007', '2021-09-01')).toEqual(['grant', 111_550]);
});

test('three suitable jobs refused without reason: the own share only (R57 34)', async () => {
  const offered = async (n: number, on: string): Promise<void> => office.walk('XH2021007', [
    ['lineDepartment', 'offerJob', { on, personId: 'H10-1', offerNo: `GW${n}`, post: '社区保洁', suited: true }],
    ['lineDepartment', 'recordRefusal', { on, personId: 'H10-1', offerNo: `GW${n}`, reason: '嫌路远', justified: false }],
  ]);
  await offered(1, '2021-10-08');
  await offered(2, '2021-10-15');
  const ownShare = { on: '2021-11-02', decisionNo: 'TZ7', amountFen: 74_367, persons: 2, fromYm: '2021-12', cause: '连续三次拒绝适合的工作' };
  expect(await office.refused('XH2021007', 'countyAuditor', 'adjust', ownShare)).toMatch(/^409 (AMOUNT|PERSONS)_DIFFERS?$/);
  await offered(3, '2021-10-22');
  expect((await office.file<{ refusals: object }>('XH2021007')).refusals).toEqual({ 'H10-1': 3 });
  expect(await office.refused('XH2021007', 'countyAuditor', 'stop', { on: '2021-11-02', decisionNo: 'TF0', fromYm: '2021-12', cause: 'jobRefusals', reason: '拒绝就业' })).toBe('409 OWN_SHARE_ONLY');
  // One of three equal shares of 1,115.50 ends: 1,115.50 × 2 ÷ 3 = 743.666… → 743.67. Less than that would be the share of others.
  expect(await office.refused('XH2021007', 'countyAuditor', 'adjust', { ...ownShare, amountFen: 74_366 })).toBe('409 AMOUNT_DIFFERS');
  expect((await office.take('XH2021007', 'countyAuditor', 'adjust', ownShare)).events).toEqual(['BenefitReduced']);
});

test('suspended by decision, given again as before; a death, and the end', async () => {
  const reached = { on: '2022-01-10', decisionNo: 'ZT7', fromYm: '2022-02', cause: '失去联系，依法决定暂停' };
  expect(await office.refused('XH2021007', 'countyOperator', 'suspend', reached)).toBe('403 ROLE_FORBIDDEN');
  await office.take('XH2021007', 'countyAuditor', 'suspend', reached);
  expect(await office.refused('XH2021007', 'countyAuditor', 'adjust', { on: '2022-02-10', decisionNo: 'TZ8', amountFen: 1, persons: 1, fromYm: '2022-03', cause: '误' })).toBe('409 BENEFIT_SUSPENDED');
  await office.take('XH2021007', 'countyAuditor', 'resume', { on: '2022-03-15', decisionNo: 'HF7', fromYm: '2022-04', cause: '已联系上并复核' });
  expect(await office.owed('XH2021007', '2022-03-01')).toEqual(['suspend', 0]);
  expect(await office.owed('XH2021007', '2022-04-01')).toEqual(['resume', 74_367]);
  await office.take('XH2021007', 'communityWorker', 'reportDeath', { on: '2022-05-20', personId: 'H10-1', diedOn: '2022-05-09', source: '家属报告' });
  // A death stops nothing by itself (R83; R57 32).
  expect(await office.owed('XH2021007', '2022-06-01')).toEqual(['resume', 74_367]);
  await office.good('townOperator', '/api/v1/households/members', { householdId: 'H10', change: 'left', on: '2022-05-23', personId: 'H10-1', relation: '户主', counted: false });
  // The two who are left: 765 × 2 − 1,179.50 = 350.50.
  const fewer = { on: '2022-06-06', decisionNo: 'TZ9', amountFen: 35_050, persons: 2, fromYm: '2022-07', cause: '户主死亡' };
  expect(await office.refused('XH2021007', 'countyAuditor', 'adjust', { ...fewer, amountFen: 111_550, persons: 3 })).toBe('409 PERSONS_DIFFER');
  await office.take('XH2021007', 'countyAuditor', 'adjust', fewer);
  expect(await Promise.all(['2022-06-30', '2022-07-01'].map((day) => office.owed('XH2021007', day)))).toEqual([['resume', 74_367], ['reduce', 35_050]]);
  await office.walk('XH2021007', [
    ['townOperator', 'reportChange', { on: '2022-09-05', kind: 'address', happenedOn: '2022-08-20', text: '迁往外省', found: true }],
    ['countyAuditor', 'stop', { on: '2022-09-13', decisionNo: 'TF7', fromYm: '2022-09', cause: 'movedAway', reason: '八月迁出' }],
  ]);
  expect(await Promise.all(['2022-08-31', '2022-09-01'].map((day) => office.owed('XH2021007', day)))).toEqual([['reduce', 35_050], ['stop', 0]]);
  expect(await office.refused('XH2021007', 'countyAuditor', 'resume', { on: '2022-10-01', decisionNo: 'HF8', fromYm: '2022-11', cause: '误' })).toBe('409 BENEFIT_NOT_ACTIVE');
});
