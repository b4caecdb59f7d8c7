/** Medical relief is decided by 医保, housing by 住建, everything else by civil affairs (process.md §4.1). */
import type { Role } from '#identity';
import { LiveCounty, photo } from '../support/live-county.js';

let county: LiveCounty;
beforeAll(async () => {
  county = await LiveCounty.open('360111003001');
  await county.publish({ 'dibao.std': '765', 'med.relief.ratio': '0.7', 'med.relief.cap': '20000' }, '2021-01-01');
});
afterAll(() => county.close());

let serial = 0;
/** Applied for by a household of one without income. */
async function applied(benefit: string): Promise<readonly [caseId: string, personId: string]> {
  const householdId = `H${(serial += 1) + 30}`;
  const [personId = ''] = await county.household(householdId, ['1951-05-05']);
  const caseId = `C${householdId}`;
  await county.take(caseId, 'townOperator', 'submit', {
    on: '2021-09-01', benefit, householdId, ...(benefit === 'medicalRelief' || benefit === 'disabilityLiving' ? { beneficiaryId: personId } : {}), applicantId: personId, channel: 'window', materials: ['申请书'], promise: true, causes: ['illness'],
  });
  return [caseId, personId];
}
/** And worked up to where it can be decided. */
async function forwarded(benefit: string, opinion: 'approve' | 'deny'): Promise<string> {
  const [caseId, personId] = await applied(benefit);
  const steps: readonly (readonly [Role, Parameters<LiveCounty['take']>[2], object])[] = [
    ['townOperator', 'accept', { on: '2021-09-02', receiptNo: 'SL1' }], ['townOperator', 'authoriseCheck', { on: '2021-09-02', persons: [personId], scope: ['hukou'] }], ['townOperator', 'requestCheck', { on: '2021-09-02', requestNo: 'HD1', sources: ['hukou'] }],
    ['checkAgency', 'startCheck', { on: '2021-09-02' }], ['checkAgency', 'reportCheck', { on: '2021-09-03', reportNo: 'HDBG1', asOf: '2021-09-02', conclusion: 'consistent', items: [] }],
    ['townOperator', 'assessIncome', { on: '2021-09-06', members: [{ personId, income: {}, employed: false, labour: 'none' }] }], ['townOperator', 'assessAssets', { on: '2021-09-06', compliant: true, basis: '均在限额内' }],
    ['townOperator', 'assessCircumstances', { on: '2021-09-06', members: [] }], ['townAuditor', 'issueOpinion', { on: '2021-09-07', opinion, author: 'townOperator', reason: '见材料' }],
    ['communityWorker', 'postNotice', { on: '2021-09-08', place: '公示栏', fields: ['name'], evidence: [photo('noticeStartPhoto', `${caseId} start`, '2021-09-08T09:00:00+08:00')] }],
    ['townOperator', 'closeNotice', { on: '2021-09-15', evidence: [photo('noticeEndPhoto', `${caseId} end`, '2021-09-15T09:00:00+08:00')] }],
    ['townAuditor', 'forward', { on: '2021-09-20', fileList: ['全部材料'] }],
  ];
  for (const [role, step, body] of steps) await county.take(caseId, role, step, body);
  return caseId;
}
const DENIAL = { on: '2021-09-28', decisionNo: 'BQ1', reasonCode: 'notEligible', reasonText: '不符合条件' };
const CONFIRMATION = { on: '2021-09-28', decisionNo: 'QR1', amountFen: 150_000, persons: 1 };

it.each([['medicalRelief', 'countyAuditor', 'lineDepartment'], ['housing', 'countyAuditor', 'lineDepartment'], ['dibao', 'lineDepartment', 'countyAuditor'], ['temporaryRelief', 'lineDepartment', 'countyAuditor'], ['disabilityLiving', 'lineDepartment', 'countyAuditor']] as const)('%s is not decided by %s', async (benefit, other, office) => {
  const [caseId] = await applied(benefit);
  for (const [step, body] of [['confirm', CONFIRMATION], ['deny', DENIAL]] as const) {
    expect(await county.refused(caseId, other, step, body)).toBe('DECIDES_OTHER_OFFICE');
    // Whose it is hears what is missing.
    expect(await county.refused(caseId, office, step, body)).toBe('STEP_OUT_OF_ORDER');
  }
});
it('a delegation that names its benefits is about those', async () => {
  const terms = { fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.deny'], validFrom: '2021-01-01', basis: '示例文件' };
  await expect(county.ledger.access.grantDelegation({ ...terms, delegationId: 'WT-0', benefits: ['relief'] }, { staffId: 'countyAuditor' })).rejects.toMatchObject({ code: 'DELEGATION_INVALID', details: { field: 'benefits' } });
  await county.ledger.access.grantDelegation({ ...terms, delegationId: 'WT-0', benefits: ['temporaryRelief'] }, { staffId: 'countyAuditor' });
  const [relief] = await applied('temporaryRelief');
  const [dibao] = await applied('dibao');
  expect(await county.refused(relief, county.staff('townAuditor', 'auditor-b'), 'deny', DENIAL)).toBe('STEP_OUT_OF_ORDER');
  expect(await county.refused(dibao, county.staff('townAuditor', 'auditor-b'), 'deny', DENIAL)).toBe('BENEFIT_FORBIDDEN');
});
it('a delegation of the county delegates only what is the county\'s', async () => {
  await county.ledger.access.grantDelegation({ delegationId: 'WT-1', fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.confirm', 'case.deny'], validFrom: '2021-01-01', basis: '示例文件' }, { staffId: 'countyAuditor' });
  const [housing] = await applied('housing');
  const [dibao] = await applied('dibao');
  expect(await county.refused(housing, county.staff('townAuditor', 'auditor-b'), 'deny', DENIAL)).toBe('DECIDES_OTHER_OFFICE');
  expect(await county.refused(dibao, county.staff('townAuditor', 'auditor-b'), 'deny', DENIAL)).toBe('STEP_OUT_OF_ORDER');
});
it('医保 confirms medical relief by the rules', async () => {
  const caseId = await forwarded('medicalRelief', 'approve');
  const member = caseId.replace('C', '') + '-1';
  // Own-paid 2,000 yuan × (0.7 + 0.05), for 低保 in the district (QS-2019-T16): 1,500, below the limit of 20,000 a year.
  const body = { ...CONFIRMATION, requests: { medicalRelief: { member, costFen: 200_000, paidThisYearFen: 0 } } };
  expect(await county.refused(caseId, 'countyAuditor', 'confirm', body)).toBe('DECIDES_OTHER_OFFICE');
  expect(await county.refused(caseId, 'lineDepartment', 'confirm', { ...body, amountFen: 140_000 })).toBe('AMOUNT_DIFFERS');
  expect(await county.take(caseId, 'lineDepartment', 'confirm', body)).toMatchObject({ outcome: 'recorded', events: ['AssistanceConfirmed', 'BenefitGranted', 'BenefitStopped'] });
});
it('住建 denies housing', async () => {
  const caseId = await forwarded('housing', 'deny');
  expect(await county.refused(caseId, 'countyAuditor', 'deny', DENIAL)).toBe('DECIDES_OTHER_OFFICE');
  expect(await county.take(caseId, 'lineDepartment', 'deny', DENIAL)).toMatchObject({ events: ['AssistanceDenied'] });
});
