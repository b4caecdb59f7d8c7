/** Corrections through the ledger (process.md §6): what they change, what they leave, and what a corrected citizen number takes along. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Ledger, systemClock } from '#application';
import { citizenStream, type Claim, type CorrectionSubject } from '#casework';
import { handleCommand } from '#event-store';
import type { Role, SignedIn } from '#identity';
import { civilDateAt, type CivilDate, uuidOf } from '#kernel';
import type { PersonRow } from '#reports';
import { pdf } from '../../libs/papers/src/testing/pictures.js';
import { citizenNumber } from '../support/live-county.js';
import { ready } from '../support/ready-case.js';

const SMALL = fileURLToPath(new URL('../acceptance/qingshanhu-2019-small.xlsx', import.meta.url));
const [TOWN_A, TOWN_B, OTHER_COUNTY] = ['360111003001', '360111001008', '360103004002'] as const;
const realNow = systemClock.now;
let shiftMs = 0;
let directory: string;
let ledger: Ledger;
let paper: string;

beforeAll(async () => {
  systemClock.now = () => new Date(Date.parse(realNow()) + shiftMs).toISOString();
  directory = mkdtempSync(join(tmpdir(), 'taizhang-corrections-'));
  ledger = await Ledger.open({ dataDir: directory, mode: 'readWrite' });
  const entries = ['360111', '360103'].flatMap((division) => [
    { key: 'dibao.std', value: '765', division, from: '2021-01-01', basis: '示例文件' }, { key: 'teku.std', value: '1100', division, from: '2021-01-01', basis: '示例文件' },
  ]);
  expect(await ledger.policy.publishStandards(entries, { staffId: 'publisher' })).toMatchObject({ rejected: 0 });
  for (const county of ['360111', '360103']) ({ sha256: paper } = await ledger.papers.add(Readable.from([pdf('更正申请')]), { kind: 'correctionRequest' }, { staffId: 'test' }, county));
});
afterAll(async () => {
  await ledger.close();
  systemClock.now = realNow;
  rmSync(directory, { recursive: true, force: true });
});
afterEach(() => {
  shiftMs = 0;
});

const staff = (role: Role, division: string, name: string = role): SignedIn => ({ accountId: name.toLowerCase(), staffId: name, name, role, division });
const operatorOf = (community: string): SignedIn => staff('townOperator', community.slice(0, 9));
const auditorOf = (key: string): SignedIn => staff('countyAuditor', key.slice(-6));
const code = async (work: Promise<{ readonly outcome: string }>): Promise<string> => work.then(({ outcome }) => outcome, (error: unknown) => (error as { code?: string }).code ?? String(error));
const today = (): string => civilDateAt(systemClock.now());

let serial = 0;
let born = 0;
/** A citizen of whom nothing is known yet, 70 years old. */
const citizen = (): string => citizenNumber('1951-05-05', (born += 1));
interface Home { readonly community: string; readonly householdId: string; readonly personIds: readonly string[] }
async function household(community: string, idNos: readonly string[]): Promise<Home> {
  serial += 1;
  const householdId = `H${serial}`;
  const personIds = idNos.map((_, at) => `P${serial}-${at + 1}`);
  for (const [at, idNo] of idNos.entries()) await ledger.register.registerPerson(community.slice(0, 6), { personId: personIds[at], idNo, name: `示例${at + 1}` }, operatorOf(community));
  await ledger.register.composeHousehold({
    householdId, headId: personIds[0], town: community.slice(0, 9), community, members: personIds.map((personId, at) => ({ personId, relation: at === 0 ? '户主' : '成员', counted: true })),
  }, operatorOf(community));
  return { community, householdId, personIds };
}
/** 低保 forwarded, ready to be confirmed. */
async function prepared(home: Home): Promise<string> {
  const caseKey = `C${home.householdId}@${home.community.slice(0, 6)}`;
  await ready(ledger, { ...home, caseKey, benefit: 'dibao' });
  await ledger.catchUp();
  return caseKey;
}
/** 765 for each person without income. */
const confirmed = (caseKey: string, persons = 1): Promise<string> => code(ledger.cases.take(caseKey, 'confirm', { on: '2021-09-28', decisionNo: 'QR1', amountFen: 76_500 * persons, persons }, auditorOf(caseKey)));
async function holding(home: Home): Promise<string> {
  const caseKey = await prepared(home);
  expect(await confirmed(caseKey, home.personIds.length)).toBe('recorded');
  return caseKey;
}
async function claimsOf(idNo: string): Promise<readonly Claim[]> {
  let state = citizenStream.decider.initialState();
  const slice = await ledger.store.readStream(`citizen-${ledger.keys.citizenName(idNo)}`);
  if (slice.status === 'found') for (const { type, data, metadata } of slice.events) state = citizenStream.decider.evolve(state, citizenStream.codec.decode(type, metadata['schemaVer'] as number, data));
  return state.claims;
}

/** Asks for a correction of a field as it stands; its number. */
async function asked(subject: CorrectionSubject, key: string, field: string, right: string | boolean, more: { readonly personId?: string; readonly by?: SignedIn } = {}): Promise<string> {
  const [number = '', county = ''] = key.split('@');
  const { fields } = await ledger.corrections.view(subject, key, staff('countyAuditor', county));
  const found = fields.find((one) => one.field === field && (more.personId === undefined || one.personId === more.personId));
  if (found === undefined) throw new Error(`${subject} ${key} has no ${field}`);
  const correctionNo = `GZ${(serial += 1)}`;
  const body = { subject, number, correctionNo, on: today(), targetEventId: found.eventId, field, ...(found.value === undefined ? {} : { old: found.value }), new: right, reason: '录入有误', evidence: [{ sha256: paper, kind: 'correctionRequest' }] };
  expect(await code(ledger.corrections.request(body, more.by ?? staff('countyOperator', county)))).toBe('recorded');
  return correctionNo;
}
const approved = (subject: CorrectionSubject, key: string, correctionNo: string): Promise<string> => code(ledger.corrections.approve({ subject, number: key.slice(0, -7), correctionNo, on: today() }, auditorOf(key)));
const refused = (subject: CorrectionSubject, key: string, correctionNo: string): Promise<string> => code(ledger.corrections.refuse({ subject, number: key.slice(0, -7), correctionNo, on: today(), reason: '与证件一致' }, auditorOf(key)));
async function corrected(subject: CorrectionSubject, key: string, field: string, right: string | boolean, personId?: string): Promise<string> {
  return approved(subject, key, await asked(subject, key, field, right, personId === undefined ? {} : { personId }));
}
const turns = async (n: number): Promise<void> => {
  for (let at = 0; at < n; at += 1) await new Promise((resolve) => void setImmediate(resolve));
};

describe('a corrected citizen number', () => {
  it('takes along what the person holds: the wrong one is free for whose it is, the right one is taken', async () => {
    const [wrong, right] = [citizen(), citizen()];
    const home = await household(TOWN_A, [wrong]);
    const caseKey = await holding(home);
    const elsewhere = [await prepared(await household(TOWN_B, [right])), await prepared(await household(OTHER_COUNTY, [wrong]))] as const;
    expect(await confirmed(elsewhere[1])).toBe('BENEFITS_EXCLUSIVE');
    expect(await corrected('person', `${home.personIds[0]}@360111`, 'idNo', right)).toBe('recorded');
    expect([await claimsOf(wrong), await claimsOf(right)]).toEqual([[], [{ caseKey, benefit: 'dibao' }]]);
    expect([await confirmed(elsewhere[0]), await confirmed(elsewhere[1])]).toEqual(['BENEFITS_EXCLUSIVE', 'recorded']);
    // Stopped, the right number is free too.
    expect(await code(ledger.cases.take(caseKey, 'stop', { on: '2021-10-11', decisionNo: 'TF1', fromYm: '2021-10', cause: 'movedAway', reason: '迁出' }, auditorOf(caseKey)))).toBe('recorded');
    expect(await claimsOf(right)).toEqual([]);
    expect(await confirmed(elsewhere[0])).toBe('recorded');
  });
  it.each([['in the same county', TOWN_B], ['in another county', OTHER_COUNTY]] as const)('is refused where the right one holds what excludes it, %s: nothing changes', async (_where, place) => {
    const [wrong, right] = [citizen(), citizen()];
    const home = await household(TOWN_A, [wrong]);
    const [here, there] = [await holding(home), await holding(await household(place, [right]))];
    const key = `${home.personIds[0]}@360111`;
    const no = await asked('person', key, 'idNo', right);
    expect(await approved('person', key, no)).toBe('BENEFITS_EXCLUSIVE');
    expect([await claimsOf(wrong), await claimsOf(right)]).toEqual([[{ caseKey: here, benefit: 'dibao' }], [{ caseKey: there, benefit: 'dibao' }]]);
    expect((await ledger.corrections.view('person', key, auditorOf(key))).fields.find(({ field }) => field === 'idNo')?.value).toBe(wrong);
    expect(await refused('person', key, no)).toBe('recorded');
  });
  it('also by an imported book; and what is held by one goes over', async () => {
    await ledger.importWorkbook(SMALL, { staffId: 'operator' });
    // QS2017DB00005: one person, 0001044, 低保 active since 2017-07.
    const IMPORTED = '360111199002146415';
    const home = await household(TOWN_A, [citizen()]);
    await holding(home);
    expect(await corrected('person', `${home.personIds[0]}@360111`, 'idNo', IMPORTED)).toBe('BENEFITS_EXCLUSIVE');
    const right = citizen();
    expect(await corrected('person', '0001044@360111', 'idNo', right)).toBe('recorded');
    expect(await claimsOf(right)).toEqual([{ caseKey: 'QS2017DB00005@360111', benefit: 'dibao' }]);
    expect(await confirmed(await prepared(await household(TOWN_B, [right])))).toBe('BENEFITS_EXCLUSIVE');
    expect(await confirmed(await prepared(await household(OTHER_COUNTY, [IMPORTED])))).toBe('recorded');
  });
  it('of one of two who were registered under the same number: each holds their own', async () => {
    const [husband, wife] = [citizen(), citizen()];
    const home = await household(TOWN_A, [husband, husband]);
    const caseKey = await holding(home);
    expect(await corrected('person', `${home.personIds[1]}@360111`, 'idNo', wife)).toBe('recorded');
    expect([await claimsOf(husband), await claimsOf(wife)]).toEqual([[{ caseKey, benefit: 'dibao' }], [{ caseKey, benefit: 'dibao' }]]);
  });
  it('is not asked about again by whoever decides: nothing is decided for the person while it is open', async () => {
    const home = await household(TOWN_A, [citizen()]);
    const [caseKey, key] = [await prepared(home), `${home.personIds[0]}@360111`];
    const no = await asked('person', key, 'idNo', citizen());
    expect(await confirmed(caseKey)).toBe('CORRECTION_OPEN');
    expect(await refused('person', key, no)).toBe('recorded');
    expect(await confirmed(caseKey)).toBe('recorded');
  });

  it.each([0, 3, 6, 9, 12, 18, 24])('races with another town that confirms the right one: one of the two (%i)', async (late) => {
    const [wrong, right] = [citizen(), citizen()];
    const home = await household(TOWN_A, [wrong]);
    const here = await holding(home);
    const there = await prepared(await household(TOWN_B, [right]));
    const key = `${home.personIds[0]}@360111`;
    const no = await asked('person', key, 'idNo', right);
    const [correction, confirmation] = await Promise.all([turns(late % 2 === 0 ? late : 0).then(() => approved('person', key, no)), turns(late % 2 === 0 ? 0 : late).then(() => confirmed(there))]);
    expect([correction, confirmation].sort()).toEqual(['BENEFITS_EXCLUSIVE', 'recorded']);
    expect(await claimsOf(right)).toEqual([{ caseKey: correction === 'recorded' ? here : there, benefit: 'dibao' }]);
    expect(await claimsOf(wrong)).toEqual(correction === 'recorded' ? [] : [{ caseKey: here, benefit: 'dibao' }]);
  });
  it.each([0, 4, 8, 12, 16, 24, 32])('races with the confirmation of the own case: what is confirmed is held under the number that stands (%i)', async (late) => {
    const [wrong, right] = [citizen(), citizen()];
    const home = await household(TOWN_A, [wrong]);
    const [caseKey, key] = [await prepared(home), `${home.personIds[0]}@360111`];
    const [confirmation, correction] = await Promise.all([confirmed(caseKey), turns(late).then(async () => approved('person', key, await asked('person', key, 'idNo', right)))]);
    expect(correction).toBe('recorded');
    if (confirmation !== 'recorded') expect([confirmation, await confirmed(caseKey)]).toEqual(['CORRECTION_OPEN', 'recorded']);
    expect(await claimsOf(right)).toEqual([{ caseKey, benefit: 'dibao' }]);
  });
  it('takes along a decision that was on its way when it was asked for', async () => {
    const [wrong, right] = [citizen(), citizen()];
    const home = await household(TOWN_A, [wrong]);
    const [caseKey, key] = [await prepared(home), `${home.personIds[0]}@360111`];
    // The store holds the decision back until the correction stands: two servers, one of them slow.
    const store = ledger.store as { append: typeof ledger.store.append };
    const append = store.append.bind(ledger.store);
    let correction: Promise<string> | undefined;
    store.append = async (...request) => {
      if (request[0] === `case-${caseKey}` && correction === undefined) expect(await (correction = corrected('person', key, 'idNo', right))).toBe('recorded');
      return append(...request);
    };
    try {
      expect(await confirmed(caseKey)).toBe('recorded');
    } finally {
      store.append = append;
    }
    expect([await claimsOf(wrong), await claimsOf(right)]).toEqual([[], [{ caseKey, benefit: 'dibao' }]]);
  });
  it('that was broken off after the claim bars nobody for longer than a minute', async () => {
    const right = citizen();
    const caseKey = await holding(await household(TOWN_A, [citizen()]));
    const there = await prepared(await household(TOWN_B, [right]));
    await handleCommand(ledger.store, citizenStream, ledger.keys.citizenName(right), {
      command: { type: 'ClaimBenefit', caseKey, benefit: 'dibao', on: '2021-09-28' as CivilDate, others: [] },
      context: { commandId: uuidOf(`left/${right}`), actor: { staffId: 'stopped' }, jurisdiction: { code6: '360111' }, now: systemClock.now(), correlationId: uuidOf(`left/${right}`) },
    });
    expect(await confirmed(there)).toBe('BENEFITS_EXCLUSIVE');
    shiftMs = 61_000;
    expect(await confirmed(there)).toBe('recorded');
  });
  it('is in the read models at once, and as it was for whoever asks what was known before', async () => {
    // After everything that other tests recorded.
    shiftMs = 120_000;
    const [one, other] = [citizen(), citizen()];
    const home = await household(TOWN_A, [one, one]);
    await holding(home);
    const key = `${home.personIds[1]}@360111`;
    // Two persons of one number are one citizen (formats.md §2).
    const persons = async (knownAt?: string): Promise<number> => (await ledger.tolerance('360111', 2021, knownAt)).totalPersons;
    const [before, known] = [systemClock.now(), await persons()];
    await turns(5);
    expect(await corrected('person', key, 'idNo', other)).toBe('recorded');
    expect([await persons(), await persons(before)]).toEqual([known + 1, known]);
    await ledger.rebuild(['people']);
    expect(await persons()).toBe(known + 1);
  });
});

describe('who may, and what stands', () => {
  it('one asks, another approves; both are on record with what stood before', async () => {
    const home = await household(TOWN_A, [citizen()]);
    const key = `${home.personIds[0]}@360111`;
    const both = staff('countyAuditor', '360111', 'same');
    const no = await asked('person', key, 'name', '示例乙', { by: { ...both, role: 'countyOperator' } });
    expect(await code(ledger.corrections.approve({ subject: 'person', number: home.personIds[0], correctionNo: no, on: today() }, both))).toBe('SAME_PERSON');
    expect(await approved('person', key, no)).toBe('recorded');
    expect(await approved('person', key, no)).toBe('alreadyRecorded');
    expect(await ledger.corrections.view('person', key, auditorOf(key))).toMatchObject({ open: [], corrected: [{ correctionNo: no, field: 'name', old: '示例1', new: '示例乙', requestedBy: 'same', approver: 'countyAuditor' }] });
  });
  it('not the town that asks, nor anybody without papers', async () => {
    const home = await household(TOWN_A, [citizen()]);
    const key = `${home.personIds[0]}@360111`;
    const no = await asked('person', key, 'name', '示例乙', { by: operatorOf(TOWN_A) });
    expect(await code(ledger.corrections.approve({ subject: 'person', number: home.personIds[0], correctionNo: no, on: today() }, operatorOf(TOWN_A)))).toBe('ROLE_FORBIDDEN');
    const { fields: [field] } = await ledger.corrections.view('household', `${home.householdId}@360111`, auditorOf(key));
    const body = { subject: 'household', number: home.householdId, correctionNo: 'GZ-X', on: today(), targetEventId: field?.eventId, field: 'phone', new: '0791-1', reason: '漏录' };
    expect(await code(ledger.corrections.request(body, operatorOf(TOWN_A)))).toBe('STEP_INVALID');
    expect(await code(ledger.corrections.request({ ...body, evidence: [] }, operatorOf(TOWN_A)))).toBe('STEP_INVALID');
    expect(await code(ledger.corrections.request({ ...body, evidence: [{ sha256: 'e'.repeat(64), kind: 'correctionRequest' }] }, operatorOf(TOWN_A)))).toBe('PAPER_UNKNOWN');
  });
  it('nobody of elsewhere, who is not told whether it is there', async () => {
    const home = await household(TOWN_A, [citizen()]);
    const body = { subject: 'household', number: home.householdId, correctionNo: 'GZ-Y', on: today(), targetEventId: uuidOf('x'), field: 'phone', new: '0791-1', reason: '漏录', evidence: [{ sha256: paper, kind: 'correctionRequest' }] };
    for (const number of [home.householdId, 'H0']) expect(await code(ledger.corrections.request({ ...body, number }, operatorOf(TOWN_B)))).toBe('HOUSEHOLD_UNKNOWN');
    for (const subject of ['person', 'household', 'case'] as const) {
      await expect(ledger.corrections.view(subject, 'NONE', auditorOf('x@360111'))).rejects.toMatchObject({ code: { person: 'PERSON_UNKNOWN', household: 'HOUSEHOLD_UNKNOWN', case: 'CASE_UNKNOWN' }[subject] });
    }
    expect(await code(ledger.corrections.request(body, operatorOf(TOWN_A)))).toBe('CORRECTION_TARGET_UNKNOWN');
  });
  it('whoever looks is on record', async () => {
    const home = await household(TOWN_A, [citizen()]);
    const key = `${home.personIds[0]}@360111`;
    await ledger.corrections.view('person', key, auditorOf(key));
    expect((await ledger.viewings.of(key, staff('inspector', '360111'))).rows).toMatchObject([{ scope: 'register', about: key, staffId: 'countyAuditor' }]);
    await expect(ledger.corrections.view('person', key, staff('inspector', '360111'))).rejects.toMatchObject({ code: 'PURPOSE_MISSING' });
  });
});

describe('of a household and a case', () => {
  it('who counts is corrected before an amount was decided, and changed afterwards', async () => {
    const home = await household(TOWN_A, [citizen(), citizen()]);
    const [key, personId] = [`${home.householdId}@360111`, home.personIds[1] as string];
    const caseKey = await prepared(home);
    expect(await corrected('household', key, 'counted', false, personId)).toBe('recorded');
    // One of two counts: 765, not 1,530.
    expect([await confirmed(caseKey, 2), await confirmed(caseKey, 1)]).toEqual(['PERSONS_DIFFER', 'recorded']);
    const { fields } = await ledger.corrections.view('household', key, auditorOf(key));
    const counted = fields.find((one) => one.field === 'counted' && one.personId === personId);
    const body = { subject: 'household', number: home.householdId, correctionNo: 'GZ-C', on: today(), targetEventId: counted?.eventId, field: 'counted', old: false, new: true, reason: '录入有误', evidence: [{ sha256: paper, kind: 'correctionRequest' }] };
    expect(await code(ledger.corrections.request(body, operatorOf(TOWN_A)))).toBe('CORRECTION_DECIDED');
    // How somebody is related says nothing of the amount.
    expect(await corrected('household', key, 'relation', '儿媳', personId)).toBe('recorded');
  });
  it('one that was asked for before the amount was decided is not approved after it', async () => {
    const home = await household(TOWN_A, [citizen(), citizen()]);
    const key = `${home.householdId}@360111`;
    const no = await asked('household', key, 'counted', false, { personId: home.personIds[1] as string });
    await holding(home);
    expect(await approved('household', key, no)).toBe('CORRECTION_DECIDED');
  });
  it('the case shows what was corrected of it, of its household and of its persons, with what stood; as known before, it does not', async () => {
    const home = await household(TOWN_A, [citizen()]);
    const caseKey = await prepared(home);
    const before = systemClock.now();
    await turns(5);
    expect(await corrected('case', caseKey, 'visitNo', 'RH-2021-9')).toBe('recorded');
    expect(await corrected('household', `${home.householdId}@360111`, 'community', '360111003002')).toBe('recorded');
    expect(await corrected('person', `${home.personIds[0]}@360111`, 'name', '示例乙')).toBe('recorded');
    const shown = async (knownAt?: string, asOf?: CivilDate) => (await ledger.replayCase(caseKey, asOf, knownAt)).events.filter(({ type }) => type === 'CorrectionRecorded').map(({ data }) => data as Record<string, unknown>).map(({ field, old, new: right }) => [field, old, right]);
    const all = [['visitNo', 'RH1', 'RH-2021-9'], ['community', TOWN_A, '360111003002'], ['name', '示例1', '示例乙']];
    expect(await shown()).toEqual(all);
    expect(await shown(before)).toEqual([]);
    // Wrong from the start: of the visit on 2021-09-03 it holds from that day; the household was registered today.
    expect(await shown(undefined, '2021-09-04' as CivilDate)).toEqual([all[0]]);
    // The event itself says what it said.
    expect((await ledger.replayCase(caseKey, undefined, undefined)).events.find(({ type }) => type === 'HomeVisited')?.data).toMatchObject({ visitNo: 'RH1' });
  });
  it('an amount, an opinion, an assessment is not corrected', async () => {
    const caseKey = await holding(await household(TOWN_A, [citizen()]));
    const { fields } = await ledger.corrections.view('case', caseKey, auditorOf(caseKey));
    expect(fields.map(({ type, field }) => `${type}.${field}`)).toEqual(['ApplicationAccepted.receiptNo', 'InfoCheckRequested.requestNo', 'InfoCheckReported.reportNo', 'HomeVisited.visitNo']);
    const slice = await ledger.store.readStream(`case-${caseKey}`);
    const granted = slice.status === 'found' ? slice.events.find(({ type }) => type === 'BenefitGranted') : undefined;
    const body = { subject: 'case', number: caseKey.slice(0, -7), correctionNo: 'GZ-Z', on: today(), targetEventId: granted?.eventId, field: 'fromYm', old: '2021-10', new: '2021-09', reason: '录入有误', evidence: [{ sha256: paper, kind: 'correctionRequest' }] };
    expect(await code(ledger.corrections.request(body, staff('countyOperator', '360111')))).toBe('NOT_CORRECTABLE');
  });
});

it('no read model of another stream takes a correction for its own', async () => {
  const home = await household(TOWN_A, [citizen()]);
  const [key, idNo] = [`${home.personIds[0]}@360111`, citizen()];
  expect(await corrected('person', key, 'idNo', idNo)).toBe('recorded');
  const views = (ledger as unknown as { readonly views: { readonly read: <T>(work: (views: { readonly get: <Row>(name: string, key: string) => Row | undefined }) => Promise<T>) => Promise<T> } }).views;
  expect(await views.read((reader) => Promise.resolve(reader.get<PersonRow>('people', key)))).toEqual({ idNo });
});
