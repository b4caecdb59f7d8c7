/** What the rules of the place read is established before the opinion: nobody hears at the decision that a fact is missing. */
import type { Role } from '#identity';
import { stepEstablishing } from '../../libs/application/src/case-established.js';
import { LiveCounty } from '../support/live-county.js';

let county: LiveCounty;
beforeAll(async () => {
  county = await LiveCounty.open('360111003001');
  await county.publish({ 'dibao.std': '765', 'teku.std': '1100', 'wage.min': '1850' }, '2021-01-01');
});
afterAll(() => county.close());

type Step = readonly [role: Role, step: Parameters<LiveCounty['take']>[2], body: object];
const opinion = (says: 'approve' | 'deny'): object => ({ on: '2021-09-07', opinion: says, author: 'townOperator', reason: '见材料' });
const disabled = (personId: string, more: object = {}): object => ({ on: '2021-09-06', members: [{ personId, disability: { type: 'limb', grade: 2 }, ...more }] });
const income = (personId: string): object => ({ on: '2021-09-06', members: [{ personId, income: {}, employed: false, labour: 'none' }] });
const assets = { on: '2021-09-06', compliant: true, basis: '限额内' };

let serial = 0;
/** A subsidy applied for and checked, for a household of one. */
async function checked(benefit: string, more: object = {}): Promise<readonly [caseId: string, personId: string]> {
  const householdId = `H${(serial += 1) + 60}`;
  const [personId = ''] = await county.household(householdId, ['1981-05-05']);
  const caseId = `C${householdId}`;
  const steps: readonly Step[] = [
    ['townOperator', 'submit', { on: '2021-09-01', benefit, householdId, applicantId: personId, channel: 'window', materials: ['申请书'], promise: true, ...more, ...(benefit.startsWith('disability') ? { beneficiaryId: personId } : {}) }],
    ['townOperator', 'accept', { on: '2021-09-02', receiptNo: 'SL1' }], ['townOperator', 'authoriseCheck', { on: '2021-09-02', persons: [personId], scope: ['hukou'] }],
    ['townOperator', 'requestCheck', { on: '2021-09-02', requestNo: 'HD1', sources: ['hukou'] }], ['checkAgency', 'startCheck', { on: '2021-09-02' }],
    ['checkAgency', 'reportCheck', { on: '2021-09-03', reportNo: 'HDBG1', asOf: '2021-09-02', conclusion: 'consistent', items: [] }],
  ];
  for (const [role, step, body] of steps) await county.take(caseId, role, step, body);
  return [caseId, personId];
}
const refusal = (caseId: string): Promise<object> => county.ledger.cases.take(caseId, 'issueOpinion', opinion('approve'), county.staff('townAuditor', 'auditor')).then(() => ({}), (error: unknown) => error as object);

it('a disability subsidy waits for the incomes that its rules read, one fact after another, and is then confirmed', async () => {
  const [caseId, personId] = await checked('disabilityLiving');
  await county.take(caseId, 'townOperator', 'assessCircumstances', disabled(personId));
  expect(await refusal(caseId)).toMatchObject({ code: 'FACTS_NOT_ESTABLISHED', kind: 'conflict', details: { step: 'assessIncome' } });
  await county.take(caseId, 'townOperator', 'assessIncome', income(personId));
  expect(await refusal(caseId)).toMatchObject({ code: 'FACTS_NOT_ESTABLISHED', details: { step: 'assessAssets', field: 'assets.compliant' } });
  await county.take(caseId, 'townOperator', 'assessAssets', assets);
  await county.take(caseId, county.staff('townAuditor', 'auditor'), 'issueOpinion', opinion('approve'));
  await county.take(caseId, county.staff('townAuditor', 'auditor'), 'forward', { on: '2021-09-08', fileList: ['全部材料'] });
  // 残疾人生活补贴 of a member of a 低保 household: 60 yuan as QS-2019-T02 prints it.
  expect(await county.take(caseId, 'countyAuditor', 'confirm', { on: '2021-09-20', decisionNo: 'QR1', amountFen: 6_000, persons: 1 })).toMatchObject({ outcome: 'recorded' });
});
it('an opinion to deny waits for nothing, and neither does one that names the order of steps', async () => {
  const [caseId, personId] = await checked('disabilityNursing');
  expect(await refusal(caseId)).toMatchObject({ code: 'STEP_OUT_OF_ORDER', details: { missing: ['the assessment of circumstances'] } });
  await county.take(caseId, 'townOperator', 'assessCircumstances', disabled(personId));
  await county.take(caseId, county.staff('townAuditor', 'auditor'), 'issueOpinion', opinion('deny'));
});
it('an opinion given is answered again, whatever was taken back since', async () => {
  const [caseId, personId] = await checked('disabilityNursing');
  await county.take(caseId, 'townOperator', 'assessCircumstances', disabled(personId, { supporters: 'able', incomeSource: false }));
  await county.take(caseId, 'townOperator', 'assessIncome', income(personId));
  await county.take(caseId, 'townOperator', 'assessAssets', assets);
  const auditor = county.staff('townAuditor', 'auditor');
  await county.take(caseId, auditor, 'issueOpinion', opinion('approve'));
  await county.take(caseId, 'countyOperator', 'return', { on: '2021-09-08', toStep: 'verifying', reason: '材料不清' });
  expect(await county.take(caseId, auditor, 'issueOpinion', opinion('approve'))).toMatchObject({ outcome: 'alreadyRecorded' });
});

it.each([
  ['members.P1.income', 'assessIncome'], ['members.P1.income.wagesFen', 'assessIncome'], ['members.张三.labour', 'assessIncome'], ['members.P1.employed', 'assessIncome'], ['lookback', 'assessIncome'],
  ['assets.compliant', 'assessAssets'], ['annualReview.ownPaidFen', 'assessRigidExpenditure'], ['rigidExpenditure.0', 'assessRigidExpenditure'], ['members.P1.selfCare', 'assessSelfCare'],
  ['members.P1.supporters', 'assessCircumstances'], ['members.P1.incomeSource', 'assessCircumstances'], ['members.P1.care', 'assessCircumstances'], ['causes', 'assessCircumstances'], ['consent', 'assessCircumstances'],
])('%s is established by %s', (field, step) => expect(stepEstablishing(field)).toBe(step));
