/** A complaint by name that was found right while the case is under way: the county visits in any case, and again where it had been there before. */
import type { SignedIn } from '#identity';
import { LiveCounty } from '../support/live-county.js';
import { ready } from '../support/ready-case.js';

const COMMUNITY = '360111003001';
let county: LiveCounty;
beforeAll(async () => {
  county = await LiveCounty.open(COMMUNITY);
  await county.publish({ 'dibao.std': '765', 'teku.std': '1100' }, '2021-01-01');
});
afterAll(() => county.close());

let serial = 0;
/** 低保 forwarded on 2021-09-20, under R57: nobody is drawn, the county visits for cause only. */
async function forwarded(): Promise<string> {
  const householdId = `H${(serial += 1) + 80}`;
  const personIds = await county.household(householdId, ['1981-05-05']);
  const caseId = `C${householdId}`;
  await ready(county.ledger, { caseKey: `${caseId}@360111`, community: COMMUNITY, householdId, benefit: 'dibao', personIds });
  return caseId;
}
const by = (name: string): SignedIn => county.staff('countyOperator', name);
async function complaint(caseId: string | undefined, { named = true, finding = 'founded' }: { readonly named?: boolean; readonly finding?: string } = {}): Promise<void> {
  const number = `TS${(serial += 1)}`;
  const about = { on: '2021-09-21', named, ...(named ? { reporter: { name: '林某', contact: '示例' } } : {}), channel: 'hotline', subject: '反映有经营收入', ...(caseId === undefined ? {} : { caseId }) };
  await county.ledger.complaints.take(number, 'receive', about, by('receiver'));
  await county.ledger.complaints.take(number, 'investigate', { on: '2021-09-23', finding, text: '见核查材料' }, by('investigator'));
  await county.ledger.followUps.settled();
}
const visit = (on: string, visitNo: string) => county.take(`${visitNo.slice(2)}`, 'countyOperator', 'countyVisit', { on, visitNo, visitors: ['a', 'b'], findings: '一致', agrees: true });
const confirm = (caseId: string): Promise<string> => county.refused(caseId, 'countyAuditor', 'confirm', { on: '2021-09-28', decisionNo: 'QR1', amountFen: 76_500, persons: 1 });
const doubts = async (caseId: string): Promise<readonly string[] | undefined> => (await county.ledger.cases.file(caseId, county.staff('countyAuditor'))).file?.doubts;

it('without one the case is confirmed on the papers', async () => expect(await confirm(await forwarded())).toBe('accepted'));
it.each(['founded', 'partly'])('%s: the county visits before it decides', async (finding) => {
  const caseId = await forwarded();
  await complaint(caseId, { finding });
  expect(await doubts(caseId)).toEqual(['complaint']);
  await expect(county.ledger.cases.take(caseId, 'confirm', { on: '2021-09-28', decisionNo: 'QR1', amountFen: 76_500, persons: 1 }, county.staff('countyAuditor'))).rejects.toMatchObject({
    code: 'STEP_OUT_OF_ORDER', details: { missing: ['the visit by the county (countyVisit), due because of complaint'] },
  });
  await visit('2021-09-24', `CC${caseId}`);
  expect(await confirm(caseId)).toBe('accepted');
});
it('a visit before it does not answer it', async () => {
  const caseId = await forwarded();
  await visit('2021-09-21', `CC${caseId}`);
  await complaint(caseId);
  expect(await confirm(caseId)).toBe('STEP_OUT_OF_ORDER');
});
it('one without a name, one that was unfounded, and one about no case bring nobody', async () => {
  const caseId = await forwarded();
  await complaint(caseId, { named: false });
  await complaint(caseId, { finding: 'unfounded' });
  await complaint(undefined);
  expect(await doubts(caseId)).toEqual([]);
  expect(await confirm(caseId)).toBe('accepted');
});
it('of a case that is decided nothing is noted', async () => {
  const caseId = await forwarded();
  expect(await confirm(caseId)).toBe('accepted');
  await complaint(caseId);
  expect(await doubts(caseId)).toEqual([]);
  expect(county.ledger.followUps.status().stuck).toBeNull();
});
