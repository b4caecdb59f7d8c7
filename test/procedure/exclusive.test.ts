/** Nobody holds two benefits that exclude each other (process.md §7.4), wherever and at whatever moment they are confirmed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ledger, systemClock } from '#application';
import { citizenStream, type Claim } from '#casework';
import { handleCommand } from '#event-store';
import type { Role, SignedIn } from '#identity';
import { type CivilDate, uuidOf } from '#kernel';
import { citizenNumber } from '../support/live-county.js';
import { ready, type ReadyCase } from '../support/ready-case.js';

const SMALL = fileURLToPath(new URL('../acceptance/qingshanhu-2019-small.xlsx', import.meta.url));
const [TOWN_A, TOWN_B, OTHER_COUNTY] = ['360111003001', '360111001008', '360103004002'] as const;
const realNow = systemClock.now;
let shiftMs = 0;
let directory: string;
let ledger: Ledger;

beforeAll(async () => {
  systemClock.now = () => new Date(Date.parse(realNow()) + shiftMs).toISOString();
  directory = mkdtempSync(join(tmpdir(), 'taizhang-exclusive-'));
  ledger = await Ledger.open({ dataDir: directory, mode: 'readWrite' });
  const entries = ['360111', '360103'].flatMap((division) => [
    { key: 'dibao.std', value: '765', division, from: '2021-01-01', basis: '示例文件' }, { key: 'teku.std', value: '1100', division, from: '2021-01-01', basis: '示例文件' },
  ]);
  expect(await ledger.policy.publishStandards(entries, { staffId: 'publisher' })).toMatchObject({ rejected: 0 });
});
afterAll(async () => {
  await ledger.close();
  systemClock.now = realNow;
  rmSync(directory, { recursive: true, force: true });
});

const staff = (role: Role, division: string): SignedIn => ({ accountId: role.toLowerCase(), staffId: role, name: role, role, division });
const operatorOf = (community: string): SignedIn => staff('townOperator', community.slice(0, 9));
const auditorOf = (caseKey: string): SignedIn => staff('countyAuditor', caseKey.slice(-6));

interface Home { readonly community: string; readonly householdId: string; readonly personIds: readonly string[] }
let serial = 0;
/** A household of one or more citizens, registered in a place under numbers of its own. */
async function household(community: string, idNos: readonly string[]): Promise<Home> {
  serial += 1;
  const householdId = `H${serial}`;
  const personIds = idNos.map((_, at) => `P${serial}-${at + 1}`);
  for (const [at, idNo] of idNos.entries()) await ledger.register.registerPerson(community.slice(0, 6), { personId: personIds[at], idNo, name: '示例' }, operatorOf(community));
  await ledger.register.composeHousehold({
    householdId, headId: personIds[0], town: community.slice(0, 9), community, members: personIds.map((personId, at) => ({ personId, relation: at === 0 ? '户主' : '成员', counted: true })),
  }, operatorOf(community));
  return { community, householdId, personIds };
}
let born = 0;
/** A citizen of whom nothing is known yet, 70 years old. */
const citizen = (): string => citizenNumber('1951-05-05', (born += 1));
async function prepared(caseId: string, benefit: ReadyCase['benefit'], home: Home): Promise<string> {
  const caseKey = `${caseId}@${home.community.slice(0, 6)}`;
  await ready(ledger, { ...home, caseKey, benefit });
  await ledger.catchUp();
  if (benefit === 'tekun') {
    const county = home.community.slice(0, 6);
    const draw = await ledger.cases.drawSample({ county, drawNo: caseId, on: '2021-09-21' }, staff('countyOperator', county));
    expect(draw.selected).toEqual([caseKey]);
    await ledger.cases.take(caseKey, 'countyVisit', { on: '2021-09-22', visitNo: 'CC1', visitors: ['countyOperator', 'b'], findings: '一致', agrees: true }, staff('countyOperator', county));
  }
  return caseKey;
}
/** 765 for each of a household in which nobody has an income; 特困: 1.3 × 765 = 994.50 is below 1,100. */
const confirmation = (amountFen: number, persons = 1, decisionNo = 'QR1') => ({ on: '2021-09-28', decisionNo, amountFen, persons });
/** What became of a step: its outcome, or the code of the refusal. */
const outcome = async (work: Promise<{ readonly outcome: string }>): Promise<string> => work.then((taken) => taken.outcome, (error: unknown) => (error as { code?: string }).code ?? String(error));
const confirmed = (caseKey: string, amountFen: number, persons = 1, decisionNo = 'QR1'): Promise<string> => outcome(ledger.cases.take(caseKey, 'confirm', confirmation(amountFen, persons, decisionNo), auditorOf(caseKey)));
const claimsOf = async (idNo: string): Promise<readonly Claim[]> => {
  let state = citizenStream.decider.initialState();
  const slice = await ledger.store.readStream(`citizen-${ledger.keys.citizenName(idNo)}`);
  if (slice.status === 'found') for (const { type, data, metadata } of slice.events) state = citizenStream.decider.evolve(state, citizenStream.codec.decode(type, metadata['schemaVer'] as number, data));
  return state.claims;
};
/** Lets whatever began before go on for a number of turns. */
const turns = async (n: number): Promise<void> => {
  for (let at = 0; at < n; at += 1) await new Promise((resolve) => void setImmediate(resolve));
};

describe.each([['two towns of a county', TOWN_B], ['two counties', OTHER_COUNTY]] as const)('%s confirm 低保 for the same citizen at the same moment', (where, second) => {
  it.each(Array.from({ length: 20 }, (_, round) => [round]))('round %i: one does, the other hears of it', async (round) => {
    const idNo = citizen();
    const a = await prepared(`${where === 'two counties' ? 'K' : 'T'}A${round}`, 'dibao', await household(TOWN_A, [idNo]));
    const b = await prepared(`${where === 'two counties' ? 'K' : 'T'}B${round}`, 'dibao', await household(second, [idNo]));
    const [first, other] = round % 2 === 0 ? [a, b] : [b, a];
    const results = await Promise.all([confirmed(first, 76_500), turns(round * 3).then(() => confirmed(other, 76_500))]);
    expect([...results].sort()).toEqual(['BENEFITS_EXCLUSIVE', 'recorded']);
    const winner = results[0] === 'recorded' ? first : other;
    expect(await claimsOf(idNo)).toEqual([{ caseKey: winner, benefit: 'dibao' }]);
  });
});

it.each([0, 4, 8, 16])('two households that share two citizens in opposite order: one gets both (%i)', async (late) => {
  const [x, y] = [citizen(), citizen()];
  const a = await prepared(`PA${late}`, 'dibao', await household(TOWN_A, [x, y]));
  const b = await prepared(`PB${late}`, 'dibao', await household(TOWN_B, [y, x]));
  const results = await Promise.all([confirmed(a, 153_000, 2), turns(late).then(() => confirmed(b, 153_000, 2))]);
  expect([...results].sort()).toEqual(['BENEFITS_EXCLUSIVE', 'recorded']);
  const winner = results[0] === 'recorded' ? a : b;
  for (const idNo of [x, y]) expect(await claimsOf(idNo)).toEqual([{ caseKey: winner, benefit: 'dibao' }]);
});

it('whoever lost lets go of the citizens nobody else holds', async () => {
  const [shared, alone] = [citizen(), citizen()];
  const a = await prepared('LA', 'dibao', await household(TOWN_A, [shared]));
  const b = await prepared('LB', 'dibao', await household(TOWN_B, [alone, shared]));
  expect(await confirmed(a, 76_500)).toBe('recorded');
  expect(await confirmed(b, 153_000, 2)).toBe('BENEFITS_EXCLUSIVE');
  expect(await claimsOf(alone)).toEqual([]);
  const c = await prepared('LC', 'dibao', await household(TOWN_B, [alone]));
  expect(await confirmed(c, 76_500)).toBe('recorded');
});

it.each([0, 3, 6, 9, 12, 20])('the same case confirmed twice at the same moment by two decisions: one holds, with its claim (%i)', async (late) => {
  const idNo = citizen();
  const a = await prepared(`S${late}`, 'dibao', await household(TOWN_A, [idNo]));
  const results = await Promise.all([confirmed(a, 76_500, 1, 'QR1'), turns(late).then(() => confirmed(a, 76_500, 1, 'QR2'))]);
  expect([...results].sort()).toEqual(['STEP_DONE', 'recorded']);
  expect(await claimsOf(idNo)).toEqual([{ caseKey: a, benefit: 'dibao' }]);
});

it('the claim stays where the decision that made it is overtaken by another of the same case', async () => {
  const idNo = citizen();
  const a = await prepared('OA', 'dibao', await household(TOWN_A, [idNo]));
  // The store holds back the first decision until the second stands: two servers, one of them slow.
  const store = ledger.store as { append: typeof ledger.store.append };
  const append = store.append.bind(ledger.store);
  let second: Promise<string> | undefined;
  store.append = async (...request) => {
    if (request[0] === `case-${a}` && second === undefined) {
      second = confirmed(a, 76_500, 1, 'QR2');
      expect(await second).toBe('recorded');
    }
    return append(...request);
  };
  try {
    expect(await confirmed(a, 76_500, 1, 'QR1')).toBe('STEP_DONE');
  } finally {
    store.append = append;
  }
  expect(await claimsOf(idNo)).toEqual([{ caseKey: a, benefit: 'dibao' }]);
});

it.each([0, 5, 10, 20])('低保 in one town and 特困 in another at the same moment (%i)', async (late) => {
  const idNo = citizen();
  const a = await prepared(`DA${late}`, 'dibao', await household(TOWN_A, [idNo]));
  const b = await prepared(`DB${late}`, 'tekun', await household(TOWN_B, [idNo]));
  const results = await Promise.all([confirmed(b, 110_000), turns(late).then(() => confirmed(a, 76_500))]);
  expect([...results].sort()).toEqual(['BENEFITS_EXCLUSIVE', 'recorded']);
});

it('after a stop the other may be confirmed', async () => {
  const idNo = citizen();
  const a = await prepared('EA', 'dibao', await household(TOWN_A, [idNo]));
  const b = await prepared('EB', 'tekun', await household(OTHER_COUNTY, [idNo]));
  expect(await confirmed(a, 76_500)).toBe('recorded');
  expect(await confirmed(b, 110_000)).toBe('BENEFITS_EXCLUSIVE');
  // From the first month on that the other would be owed.
  const stop = { on: '2021-10-11', decisionNo: 'TF1', fromYm: '2021-10', cause: 'movedAway', reason: '迁往西湖区' };
  expect(await outcome(ledger.cases.take(a, 'stop', stop, auditorOf(a)))).toBe('recorded');
  expect(await claimsOf(idNo)).toEqual([]);
  expect(await confirmed(b, 110_000)).toBe('recorded');
  expect(await claimsOf(idNo)).toEqual([{ caseKey: b, benefit: 'tekun' }]);
});

it('a stop from a month ahead frees nobody for the months before it', async () => {
  const idNo = citizen();
  const a = await prepared('AH', 'dibao', await household(TOWN_A, [idNo]));
  const b = await prepared('BH', 'dibao', await household(TOWN_B, [idNo]));
  expect(await confirmed(a, 76_500)).toBe('recorded');
  const stop = { on: '2021-10-08', decisionNo: 'TF1', fromYm: '2022-03', cause: 'ownRequest', reason: '明年三月起随子女生活' };
  expect(await outcome(ledger.cases.take(a, 'stop', stop, auditorOf(a)))).toBe('recorded');
  expect(await confirmed(b, 76_500)).toBe('BENEFITS_EXCLUSIVE');
  expect(await claimsOf(idNo)).toEqual([]);
});

it('one of two becomes 特困: not counted any more, the household goes on without them', async () => {
  const [x, y] = [citizen(), citizen()];
  const home = await household(TOWN_A, [x, y]);
  const dibao = await prepared('MA', 'dibao', home);
  const tekun = await prepared('MB', 'tekun', home);
  expect(await confirmed(dibao, 153_000, 2)).toBe('recorded');
  expect(await confirmed(tekun, 110_000)).toBe('BENEFITS_EXCLUSIVE');
  const change = { householdId: home.householdId, change: 'changed', on: '2021-10-08', personId: home.personIds[0], relation: '户主', counted: false };
  expect(await ledger.register.changeMember('360111', change, operatorOf(TOWN_A))).toMatchObject({ outcome: 'recorded' });
  // Still claimed by the household's case: the books do not decide alone.
  expect(await confirmed(tekun, 110_000)).toBe('BENEFITS_EXCLUSIVE');
  const less = { on: '2021-10-11', decisionNo: 'TZ1', amountFen: 76_500, persons: 1, fromYm: '2021-11', cause: '一人转特困' };
  expect(await outcome(ledger.cases.take(dibao, 'adjust', less, auditorOf(dibao)))).toBe('recorded');
  expect([await claimsOf(x), await claimsOf(y)]).toEqual([[], [{ caseKey: dibao, benefit: 'dibao' }]]);
  expect(await outcome(ledger.cases.take(tekun, 'confirm', { ...confirmation(110_000), on: '2021-10-12' }, auditorOf(tekun)))).toBe('recorded');
});

describe('a claim that a stopped program left behind', () => {
  afterEach(() => {
    shiftMs = 0;
  });
  const leave = (idNo: string, caseKey: string) => handleCommand(ledger.store, citizenStream, ledger.keys.citizenName(idNo), {
    command: { type: 'ClaimBenefit', caseKey, benefit: 'dibao', on: '2021-09-28' as CivilDate, others: [] },
    context: { commandId: uuidOf(`left/${idNo}`), actor: { staffId: 'stopped' }, jurisdiction: { code6: '360111' }, now: systemClock.now(), correlationId: uuidOf(`left/${idNo}`) },
  });
  it('holds for a minute and is released after it', async () => {
    const idNo = citizen();
    const a = await prepared('FA', 'dibao', await household(TOWN_A, [idNo]));
    const b = await prepared('FB', 'dibao', await household(TOWN_B, [idNo]));
    await leave(idNo, a);
    expect(await confirmed(b, 76_500)).toBe('BENEFITS_EXCLUSIVE');
    shiftMs = 50_000;
    expect(await confirmed(b, 76_500)).toBe('BENEFITS_EXCLUSIVE');
    shiftMs = 61_000;
    expect(await confirmed(b, 76_500)).toBe('recorded');
    expect(await claimsOf(idNo)).toEqual([{ caseKey: b, benefit: 'dibao' }]);
    // The program that was stopped comes back and sends its decision again.
    expect(await confirmed(a, 76_500)).toBe('BENEFITS_EXCLUSIVE');
  });
  it('of a case that is confirmed it holds for ever', async () => {
    const idNo = citizen();
    const a = await prepared('GA', 'dibao', await household(TOWN_A, [idNo]));
    const b = await prepared('GB', 'dibao', await household(TOWN_B, [idNo]));
    expect(await confirmed(a, 76_500)).toBe('recorded');
    shiftMs = 3_600_000;
    expect(await confirmed(b, 76_500)).toBe('BENEFITS_EXCLUSIVE');
    expect(await claimsOf(idNo)).toEqual([{ caseKey: a, benefit: 'dibao' }]);
  });
  it('is used by its own case when the decision is sent again', async () => {
    const idNo = citizen();
    const a = await prepared('IA', 'dibao', await household(TOWN_A, [idNo]));
    await leave(idNo, a);
    expect(await confirmed(a, 76_500)).toBe('recorded');
    expect(await claimsOf(idNo)).toEqual([{ caseKey: a, benefit: 'dibao' }]);
  });
});

it('who holds 低保 by an imported workbook gets neither 低保 nor 特困 elsewhere', async () => {
  await ledger.importWorkbook(SMALL, { staffId: 'operator' });
  // QS2017DB00005 in 360111004: one person, 0001044, active since 2017-07.
  const IMPORTED = '360111199002146415';
  const home = await household(OTHER_COUNTY, [IMPORTED]);
  expect(await confirmed(await prepared('JA', 'dibao', home), 76_500)).toBe('BENEFITS_EXCLUSIVE');
  const stop = { on: '2021-10-11', decisionNo: 'TF1', fromYm: '2021-10', cause: 'movedAway', reason: '迁往西湖区' };
  expect(await outcome(ledger.cases.take('QS2017DB00005@360111', 'stop', stop, staff('countyAuditor', '360111')))).toBe('recorded');
  expect(await confirmed('JA@360103', 76_500)).toBe('recorded');
});

describe('a subsidy for the dwelling', () => {
  const [SIMING, HULI] = ['350203001001', '350206001001'] as const;
  const housing = { work: 'repair', oneHomestead: true, papers: ['legalPropertyRight'], costFen: 3_000_000 };
  const decided = (caseKey: string, more: object = {}): Promise<string> =>
    outcome(ledger.cases.take(caseKey, 'confirm', { ...confirmation(3_000_000, 1), requests: { housing }, ...more }, staff('lineDepartment', caseKey.slice(-6))));
  beforeAll(async () => {
    const entries = ['350203', '350206'].flatMap((division) => Object.entries({ 'dibao.std': '700', 'teku.std': '1100', 'housing.repair': '50000' }).map(([key, value]) => ({ key, value, division, from: '2021-01-01', basis: '示例文件' })));
    expect(await ledger.policy.publishStandards(entries, { staffId: 'publisher' })).toMatchObject({ rejected: 0 });
  });

  it('is granted to a head of a household once, also months later and in another county', async () => {
    const idNo = citizen();
    const a = await prepared('HA', 'housing', await household(SIMING, [idNo]));
    const b = await prepared('HB', 'housing', await household(HULI, [idNo]));
    expect(await decided(a)).toBe('recorded');
    expect(await claimsOf(idNo)).toEqual([{ caseKey: a, benefit: 'housing' }]);
    expect(await decided(b)).toBe('BENEFITS_EXCLUSIVE');
    expect(await decided(b, { on: '2022-03-01' })).toBe('BENEFITS_EXCLUSIVE');
    expect(await claimsOf(idNo)).toEqual([{ caseKey: a, benefit: 'housing' }]);
  });
  it.each([0, 4, 8, 16])('of two counties at the same moment one grants it (%i)', async (late) => {
    const idNo = citizen();
    const a = await prepared(`HC${late}`, 'housing', await household(SIMING, [idNo]));
    const b = await prepared(`HD${late}`, 'housing', await household(HULI, [idNo]));
    expect((await Promise.all([decided(a), turns(late).then(() => decided(b))])).sort()).toEqual(['BENEFITS_EXCLUSIVE', 'recorded']);
  });
  it.each([0, 4, 8, 16])('the same case decided twice at the same moment keeps its claim (%i)', async (late) => {
    const idNo = citizen();
    const a = await prepared(`HE${late}`, 'housing', await household(SIMING, [idNo]));
    expect((await Promise.all([decided(a), turns(late).then(() => decided(a, { decisionNo: 'QR2' }))])).sort()).toEqual(['STEP_DONE', 'recorded']);
    expect(await claimsOf(idNo)).toEqual([{ caseKey: a, benefit: 'housing' }]);
  });
  it('hinders neither others of the household, who found one of their own, nor 低保 of the head', async () => {
    const [head, other] = [citizen(), citizen()];
    const a = await prepared('HF', 'housing', await household(SIMING, [head, other]));
    expect(await decided(a, { persons: 2 })).toBe('recorded');
    expect(await claimsOf(other)).toEqual([]);
    expect(await decided(await prepared('HG', 'housing', await household(HULI, [other])))).toBe('recorded');
    expect(await confirmed(await prepared('HH', 'dibao', await household(HULI, [head])), 70_000)).toBe('recorded');
  });
});
