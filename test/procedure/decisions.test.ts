/** Amounts that are decided: what a refused attempt leaves behind, what may change between two attempts, and under which number it is found again. */
import type { Ledger } from '#application';
import { citizenNumber, LiveCounty } from '../support/live-county.js';
import { ready } from '../support/ready-case.js';

let county: LiveCounty;
let ledger: Ledger;
beforeAll(async () => {
  county = await LiveCounty.open('360111003001');
  ({ ledger } = county);
  await county.publish({ 'dibao.std': '760' }, '2021-01-01');
});
afterAll(() => county.close());

const confirmation = (amountFen: number, on = '2021-09-28') => ({ on, decisionNo: 'QR1', amountFen, persons: 1 });
async function prepared(householdId: string, caseId = `C${householdId}`): Promise<string> {
  const personIds = await county.household(householdId, ['1951-05-05']);
  await ready(ledger, { caseKey: `${caseId}@360111`, community: county.community, householdId, benefit: 'dibao', personIds });
  return caseId;
}
/** How many determinations are recorded. */
const recorded = async (): Promise<number> => new Set((await ledger.store.readAll({ limit: 10_000 })).events.map(({ streamId }) => streamId).filter((id) => id.startsWith('determination-'))).size;

test('a refused attempt records nothing; decided again after a correction of the standard, by the corrected one', async () => {
  const caseId = await prepared('H71');
  const before = await recorded();
  expect(await county.refused(caseId, 'countyAuditor', 'confirm', confirmation(76_500))).toBe('AMOUNT_DIFFERS');
  // A colleague finds that the decision of the city says 765.
  await ledger.policy.correctStandard({ key: 'dibao.std', division: '360111', from: '2021-01-01', value: '765', reason: '录入有误', approver: '示例' }, { staffId: 'publisher' });
  expect(await county.refused(caseId, 'countyAuditor', 'confirm', confirmation(76_000))).toBe('AMOUNT_DIFFERS');
  expect(await recorded()).toBe(before);
  const confirmed = await county.take(caseId, 'countyAuditor', 'confirm', confirmation(76_500));
  expect(await recorded()).toBe(before + 1);
  expect(await ledger.policy.determination(confirmed.determinationId as string)).toMatchObject({ reproduced: true, problems: [] });
});

test('what excludes the benefit is found before anything is recorded; on a later day it is another decision', async () => {
  const first = await prepared('H72');
  // The same citizen in another household.
  const operator = county.staff('townOperator');
  const citizen = citizenNumber('1951-05-05', 720);
  await ledger.register.registerPerson('360111', { personId: 'H73-1', idNo: citizen, name: '示例' }, operator);
  await ledger.register.composeHousehold({ householdId: 'H73', headId: 'H73-1', town: '360111003', community: county.community, members: [{ personId: 'H73-1', relation: '户主', counted: true }] }, operator);
  await ready(ledger, { caseKey: 'CH73@360111', community: county.community, householdId: 'H73', benefit: 'dibao', personIds: ['H73-1'] });
  await county.take(first, 'countyAuditor', 'confirm', confirmation(76_500));
  const before = await recorded();
  expect(await county.refused('CH73', 'countyAuditor', 'confirm', confirmation(76_500))).toBe('BENEFITS_EXCLUSIVE');
  expect(await recorded()).toBe(before);
  await county.take(first, 'countyAuditor', 'stop', { on: '2021-10-11', decisionNo: 'TF1', fromYm: '2021-11', cause: 'ownRequest', reason: '迁居' });
  expect(await county.take('CH73', 'countyAuditor', 'confirm', confirmation(76_500, '2021-10-12'))).toMatchObject({ outcome: 'recorded' });
});

test('sent again, a decision is answered as it was, with its determination', async () => {
  const caseId = await prepared('H74');
  const confirmed = await county.take(caseId, 'countyAuditor', 'confirm', confirmation(76_500));
  expect(confirmed.determinationId).toMatch(/^CH74\.confirm\.\d+\.[0-9a-f]{8}$/);
  expect(await county.take(caseId, 'countyAuditor', 'confirm', confirmation(76_500))).toEqual({ ...confirmed, outcome: 'alreadyRecorded' });
});

test('the longest number a case may have', async () => {
  const caseId = await prepared('H75', `C${'9'.repeat(79)}`);
  const { determinationId } = await county.take(caseId, 'countyAuditor', 'confirm', confirmation(76_500));
  expect(await ledger.policy.determination(determinationId as string)).toMatchObject({ reproduced: true });
});

test('a household that is stated to be rural is not decided by rules for urban ones', async () => {
  const caseId = await prepared('H76');
  await county.take(caseId, 'countyAuditor', 'confirm', confirmation(76_500));
  await county.take(caseId, 'townOperator', 'assessCircumstances', { on: '2021-11-01', area: 'rural', members: [] });
  const adjustment = { on: '2021-11-08', decisionNo: 'TZ1', amountFen: 70_000, persons: 1, fromYm: '2021-12', cause: '户籍变化' };
  expect(await county.refused(caseId, 'countyAuditor', 'adjust', adjustment)).toBe('AREA_NOT_COVERED');
});

test('a person may have any number an office gives', async () => {
  const operator = county.staff('townOperator');
  const personIds = ['甲.1/2', `P${'7'.repeat(60)}`];
  for (const [at, personId] of personIds.entries()) await ledger.register.registerPerson('360111', { personId, idNo: citizenNumber('1951-05-05', 910 + at), name: '示例' }, operator);
  await ledger.register.composeHousehold({ householdId: 'H77', headId: personIds[0], town: '360111003', community: county.community, members: personIds.map((personId) => ({ personId, relation: '成员', counted: true })) }, operator);
  await ready(ledger, { caseKey: 'C77@360111', community: county.community, householdId: 'H77', benefit: 'dibao', personIds });
  expect(await county.take('C77', 'countyAuditor', 'confirm', { ...confirmation(153_000), persons: 2 })).toMatchObject({ outcome: 'recorded' });
});
