/** Xiamen 350203 (XM-2018) in 2022: 低保 after the cost of work with a return to the survey, both disability subsidies from the month of application, and 低保 that becomes 特困. */
import { photo } from '../../support/live-county.js';
import { checked, closed, forwarded, LiveOffice, posted, published, served, type Taken, visited } from '../../support/live-office.js';

const [DIBAO, LIVING, NURSING, ALONE, TEKUN] = ['XM2022DB0040', 'XM2022SH0040', 'XM2022HL0040', 'XM2022DB0041', 'XM2022TK0041'];
let office: LiveOffice;
beforeAll(async () => {
  office = await LiveOffice.open('350203005001');
  await office.publish({ 'dibao.std': '880', 'teku.std': '1450', 'wage.min': '2030', 'disab.living': '100', 'disab.nursing': '120' }, '2022-01-01');
  await office.household('H40', ['1975-07-14', '1977-12-01', '2012-08-08']);
  await office.household('H41', ['1955-01-20']);
});
afterAll(() => office.end());

/** The facts of the household, established on a day: nobody fills in what another case of it says. */
const established = (on: string): readonly Taken[] => [
  ['townOperator', 'assessIncome', {
    on, members: [{ personId: 'H40-1', income: {}, employed: false, labour: 'none' }, { personId: 'H40-2', income: { wagesFen: 260_000, contributionsFen: 26_000 }, employed: true, labour: 'full' }, { personId: 'H40-3', income: {} }],
  }],
  ['townOperator', 'assessAssets', { on, compliant: true, basis: '均在限额内' }],
  ['townOperator', 'assessRigidExpenditure', { on, items: [{ kind: 'medical', personId: 'H40-1', monthlyFen: 35_050 }] }],
];
const disabled = (on: string): Taken => ['townOperator', 'assessCircumstances', { on, causes: ['disability'], members: [{ personId: 'H40-1', disability: { type: 'limb', grade: 2 } }] }];
const opinion = (on: string, amountFen: number, persons: number): Taken => ['townAuditor', 'issueOpinion', { on, opinion: 'approve', author: 'townOperator:b', amountFen, persons, reason: '符合条件' }];

test('低保: the county sends it back to the survey; everything after acceptance is done again, who surveyed stays known', async () => {
  const survey = (no: string, days: readonly [string, string, string, string], on: string): readonly Taken[] => [...checked(['H40-1', 'H40-2'], no, days).slice(no === '40' ? 0 : 1), visited(on, no), ...established(on)];
  await office.walk(DIBAO, [
    ['townOperator', 'submit', { on: '2022-01-10', benefit: 'dibao', householdId: 'H40', applicantId: 'H40-1', channel: 'window', materials: ['申请书'], promise: true, causes: ['disability'], agent: { name: '林某', relation: '邻居', mandateRef: 'WT1' } }],
    ['townOperator', 'accept', { on: '2022-01-11', receiptNo: 'SL40' }],
    ...survey('40', ['2022-01-11', '2022-01-12', '2022-01-13', '2022-01-17'], '2022-01-18'),
    opinion('2022-01-19', 125_950, 3), posted('2022-01-20', 'first'), closed('2022-01-27', 'first'), forwarded('2022-01-28'),
    ['countyOperator', 'return', { on: '2022-02-07', toStep: 'verifying', reason: '核对报告不完整' }],
  ]);
  const confirmation = { on: '2022-02-25', decisionNo: 'QR40', amountFen: 125_950, persons: 3 };
  expect(await office.refused(DIBAO, 'countyAuditor', 'confirm', confirmation)).toBe('409 STEP_OUT_OF_ORDER');
  await office.walk(DIBAO, survey('40b', ['2022-02-08', '2022-02-08', '2022-02-09', '2022-02-11'], '2022-02-14'));
  // R57 16 and process.md §2: who visited gives no opinion.
  await office.walk(DIBAO, [opinion('2022-02-15', 125_950, 3), posted('2022-02-16', 'second'), closed('2022-02-23', 'second'), forwarded('2022-02-24')]);
  // Cost of work 30 % × 2,030 = 609.00 (XM-2018-02-02), rigid 350.50 (02-03): 2,600.00 − 260.00 − 609.00 − 350.50 = 1,380.50.
  // 880 × 3 − 1,380.50 = 1,259.50.
  expect(await office.refused(DIBAO, 'countyAuditor', 'confirm', { ...confirmation, amountFen: 65_050 })).toBe('409 AMOUNT_DIFFERS');
  await office.take(DIBAO, 'countyAuditor', 'confirm', confirmation);
  await office.walk(DIBAO, [served('2022-02-28'), published('2022-03-01')]);
  expect(await Promise.all(['2022-02-28', '2022-03-01'].map((day) => office.owed(DIBAO, day)))).toEqual([null, ['grant', 125_950]]);
});

test.each([['disabilityLiving', LIVING, 10_000], ['disabilityNursing', NURSING, 12_000]] as const)('%s beside 低保: from the month of application (R52), without a visit or notice', async (benefit, caseId, amountFen) => {
  await office.walk(caseId, [
    ['communityWorker', 'submit', { on: '2022-03-28', benefit, householdId: 'H40', beneficiaryId: 'H40-1', applicantId: 'H40-1', channel: 'window', materials: ['残疾证'], promise: true }],
    ['townOperator', 'accept', { on: '2022-03-29', receiptNo: `SL-${benefit}` }],
    ...checked(['H40-1'], benefit, ['2022-03-29', '2022-03-30', '2022-03-31', '2022-04-06']),
    ...established('2022-04-07'), disabled('2022-04-07'), opinion('2022-04-08', amountFen, 1),
  ]);
  expect(await office.refused(caseId, ...posted('2022-04-09', benefit))).toBe('409 STEP_NOT_IN_PROCEDURE');
  await office.walk(caseId, [forwarded('2022-04-11')]);
  const decision = { on: '2022-05-10', decisionNo: `QR-${benefit}`, amountFen, persons: 1 };
  expect(await office.refused(caseId, 'countyAuditor', 'confirm', { ...decision, amountFen: amountFen + 1 })).toBe('409 AMOUNT_DIFFERS');
  await office.take(caseId, 'countyAuditor', 'confirm', decision);
  expect(await Promise.all(['2022-02-28', '2022-03-01', '2022-05-31'].map((day) => office.owed(caseId, day)))).toEqual([null, ['grant', amountFen], ['grant', amountFen]]);
  await office.walk(caseId, [['countyAuditor', 'stop', { on: '2022-11-21', decisionNo: `TF-${benefit}`, fromYm: '2022-12', cause: 'other', reason: '残疾证到期' }]]);
  expect(await office.owed(caseId, '2022-12-01')).toEqual(['stop', 0]);
});

test('低保 of somebody alone becomes 特困: never both, and no month without either', async () => {
  const facts = (on: string, transferFen: number): readonly Taken[] => [
    ['townOperator', 'assessIncome', { on, members: [{ personId: 'H41-1', income: { transferFen }, employed: false, labour: 'none' }] }], ['townOperator', 'assessAssets', { on, compliant: true, basis: '均在限额内' }],
  ];
  await office.walk(ALONE, [
    ['communityWorker', 'submit', { on: '2022-03-01', benefit: 'dibao', householdId: 'H41', applicantId: 'H41-1', channel: 'window', materials: ['申请书'], promise: true }],
    ['townOperator', 'accept', { on: '2022-03-02', receiptNo: 'SL41' }],
    ...checked(['H41-1'], '41', ['2022-03-02', '2022-03-02', '2022-03-03', '2022-03-08']), visited('2022-03-04', '41'), ...facts('2022-03-08', 30_000),
    opinion('2022-03-09', 58_000, 1), posted('2022-03-10', 'alone'), closed('2022-03-17', 'alone'), forwarded('2022-03-18'),
    // 880 − 300 = 580.
    ['countyAuditor', 'confirm', { on: '2022-03-24', decisionNo: 'QR41', amountFen: 58_000, persons: 1 }],
  ]);
  await office.walk(TEKUN, [
    ['communityWorker', 'submit', { on: '2022-07-04', benefit: 'tekun', householdId: 'H41', beneficiaryId: 'H41-1', applicantId: 'H41-1', channel: 'transfer', materials: ['申请书'], promise: true }],
    ['townOperator', 'accept', { on: '2022-07-05', receiptNo: 'SL41T' }],
    ...checked(['H41-1'], '41T', ['2022-07-05', '2022-07-05', '2022-07-06', '2022-07-11']), visited('2022-07-07', '41T'), ...facts('2022-07-11', 0),
    ['thirdParty', 'assessSelfCare', { on: '2022-07-12', personId: 'H41-1', eating: true, dressing: true, transfer: true, toilet: true, indoorWalking: true, washing: true, assessor: '受委托的评估机构' }],
    ['townOperator', 'assessCircumstances', { on: '2022-07-12', members: [{ personId: 'H41-1', supporters: 'none', incomeSource: false, care: 'dispersed' }] }],
    opinion('2022-07-13', 145_000, 1), posted('2022-07-14', 'tekun'), closed('2022-07-21', 'tekun'), forwarded('2022-07-22'),
  ]);
  // R43 16: at least 30 % are drawn; who is drawn is visited.
  expect(await office.good('countyOperator', '/api/v1/samples', { county: '350203', drawNo: '2022-07', on: '2022-07-25' })).toMatchObject({ ratePpm: 300_000, selected: [`${TEKUN}@350203`] });
  await office.walk(TEKUN, [['countyOperator', 'countyVisit', { on: '2022-07-27', visitNo: 'CC41', visitors: ['countyOperator', 'countyOperator:b'], findings: '一致', agrees: true }]]);
  const confirmation = { on: '2022-08-12', decisionNo: 'QR41T', amountFen: 145_000, persons: 1 };
  expect(await office.refused(TEKUN, 'countyAuditor', 'confirm', confirmation)).toBe('409 BENEFITS_EXCLUSIVE');
  expect((await office.take(ALONE, 'countyAuditor', 'transferCategory', { on: '2022-08-10', toBenefit: 'tekun', toCaseId: TEKUN, ym: '2022-09' })).events).toEqual(['CategoryTransferred', 'BenefitStopped']);
  await office.take(TEKUN, 'countyAuditor', 'confirm', confirmation);
  expect(await office.file(ALONE)).toMatchObject({ transferredTo: TEKUN });
  expect(await Promise.all(['2022-08-31', '2022-09-01'].map((day) => office.owed(ALONE, day)))).toEqual([['grant', 58_000], ['stop', 0]]);
  expect(await Promise.all(['2022-08-31', '2022-09-01'].map((day) => office.owed(TEKUN, day)))).toEqual([null, ['grant', 145_000]]);
});

test('a death: what is owed ends with its month, whenever the decision comes', async () => {
  await office.take(TEKUN, 'communityWorker', 'reportDeath', { on: '2023-01-09', personId: 'H41-1', diedOn: '2022-12-20', source: '殡葬数据' });
  const stop = { on: '2023-01-16', decisionNo: 'TF41', fromYm: '2023-01', cause: 'other', reason: '死亡' };
  expect(await office.refused(TEKUN, 'countyAuditor', 'stop', { ...stop, cause: 'death' })).toBe('409 STEP_OUT_OF_ORDER');
  await office.walk(TEKUN, [
    ['communityWorker', 'postStopNotice', { on: '2023-01-09', place: '社区公示栏', fields: ['name', 'opinion'], cause: 'death', reason: '死亡', evidence: [photo('noticeStartPhoto', 'H41 end start', '2023-01-09T09:00:00+08:00')] }],
    ['townOperator', 'closeStopNotice', { on: '2023-01-16', evidence: [photo('noticeEndPhoto', 'H41 end end', '2023-01-16T09:00:00+08:00')] }],
  ]);
  expect(await office.refused(TEKUN, 'countyAuditor', 'stop', stop)).toBe('409 STOP_NOTICE_DIFFERS');
  await office.take(TEKUN, 'countyAuditor', 'stop', { ...stop, cause: 'death' });
  expect(await Promise.all(['2022-12-31', '2023-01-01'].map((day) => office.owed(TEKUN, day)))).toEqual([['grant', 145_000], ['stop', 0]]);
  expect(await office.file(TEKUN)).toMatchObject({ died: ['H41-1'] });
});
