/** One member of a household is erased: nothing of them is left in any file, and everything else is what it was. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger, signedCheckpoint, verifyLedger } from '#application';
import type { RecordedEvent } from '#event-store';
import type { CivilDate, CivilMonth } from '#kernel';
import { person, refusal } from '../support/money-office.js';
import { textsInFiles } from './search.js';
import { everyEvent } from './vaults.js';

const WORKBOOK = join('test', 'acceptance', 'qingshanhu-2019-small.xlsx');
const COUNTY = '360111';
const [ASKS, APPROVES] = [person('countyOperator', 'asks'), person('countyAuditor', 'approves')];
const ON = '2026-01-05';
/** Head of a household of three, with telephone and account, that was helped once in 2019. */
const HEAD = '0001019';
/** Alone; the case was stopped in 2019 after a finding that counts in the tolerance. */
const FOUND = '0001048';

let root: string;
let ledger: Ledger;
const open = (retentionYears?: number) => Ledger.open({ dataDir: join(root, 'data'), mode: 'readWrite', retentionYears });
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-erasure-'));
  ledger = await open(1);
  await ledger.importWorkbook(WORKBOOK, { staffId: 'test' });
  await ledger.log.catchUp();
});
afterAll(async () => {
  await ledger.close();
  rmSync(root, { recursive: true });
});

/** What the events say of somebody: their own registration, household and account. */
function saidOf(events: readonly RecordedEvent[], personId: string): readonly string[] {
  const texts: string[] = [];
  for (const { type, data } of events) {
    if (type === 'PersonRegistered' && data['personId'] === personId) texts.push(data['name'] as string, data['idNo'] as string);
    if (type === 'HouseholdComposed' && data['headId'] === personId) {
      texts.push(...[data['phone']].filter((text) => typeof text === 'string'));
      const account = events.find((event) => event.type === 'PayeeAccountRegistered' && event.data['householdId'] === data['householdId']);
      texts.push(...[account?.data['accountNo'], account?.data['holderName']].filter((text) => typeof text === 'string'));
    }
  }
  return texts;
}
/** Figures of all kinds, as they are asked for. */
async function figures(): Promise<unknown> {
  const asOf = '2019-12-31' as CivilDate;
  const tolerance = await ledger.tolerance(COUNTY, 2019);
  return {
    caseload: await ledger.caseload(asOf, undefined, undefined), payments: await ledger.payments('2019-06' as CivilMonth, undefined), procedure: await ledger.procedure(undefined, 2019),
    amounts: await ledger.amounts(undefined), tolerance, overview: await ledger.toleranceOverview(COUNTY, 2019), dues: await ledger.dues({ division: COUNTY, complaints: true, today: '2026-01-05' as CivilDate }),
  };
}

test('refused: while a case runs, where nobody said how long records are kept, while the term runs, of nobody', async () => {
  const ask = (personId: string) => refusal(ledger.erasure.request(COUNTY, { personId, on: ON, basis: '保存期满' }, ASKS));
  expect(await ask('0001001')).toBe('ERASURE_CASE_RUNS');
  expect(await ask('9999999')).toBe('PERSON_UNKNOWN');
  expect(await refusal(ledger.erasure.request(COUNTY, { personId: HEAD, on: ON, basis: '保存期满' }, person('townOperator', 'x', '360111')))).toBe('ROLE_FORBIDDEN');
  await ledger.close();
  ledger = await open();
  expect(await ask(HEAD)).toBe('RETENTION_UNSET');
  await ledger.close();
  ledger = await open(99);
  expect(await ask(HEAD)).toBe('ERASURE_RETENTION');
  await ledger.close();
  ledger = await open(1);
  expect(await refusal(ledger.erasure.approve(COUNTY, { personId: HEAD, on: ON }, APPROVES))).toBe('ERASURE_UNREQUESTED');
});

test('erased: nowhere on the disk, the figures the same, the log and its proofs the same, the other member still there', async () => {
  const [before, stored, says] = [await everyEvent(ledger.store), await everyEvent(ledger.store.stored), await figures()];
  const root_ = await signedCheckpoint(ledger.config);
  const secrets = saidOf(before, HEAD);
  const household = before.find(({ type, data }) => type === 'HouseholdComposed' && data['headId'] === HEAD)?.data['householdId'];
  const member = before.find(({ type, data }) => type === 'HouseholdMemberChanged' && data['householdId'] === household && data['personId'] !== HEAD)?.data['personId'] as string;
  const kept = saidOf(before, member);
  expect([secrets.length, kept.length]).toEqual([5, 2]);
  // The search works: the read models hold the citizen number as long as somebody may be looked up by it.
  expect(textsInFiles(root, secrets).length).toBeGreaterThan(0);
  expect(textsInFiles(root, secrets).filter((found) => !found.includes('views.db'))).toEqual([]);

  await ledger.erasure.request(COUNTY, { personId: HEAD, on: ON, basis: '保存期满' }, ASKS);
  expect(await refusal(ledger.erasure.approve(COUNTY, { personId: HEAD, on: ON }, { ...APPROVES, staffId: ASKS.staffId }))).toBe('ERASURE_SAME_PERSON');
  expect(await ledger.erasure.approve(COUNTY, { personId: HEAD, on: ON }, APPROVES)).toEqual({ personId: HEAD, status: 'erased', keys: 1 });
  await ledger.log.catchUp();

  // While it runs, and after it is closed and opened again: database, log and free pages.
  const unique = secrets.filter((text) => !before.some(({ type, data }) => type === 'PersonRegistered' && data['personId'] !== HEAD && JSON.stringify(data).includes(text)));
  expect(unique.length).toBeGreaterThan(2);
  expect(textsInFiles(root, unique)).toEqual([]);
  await ledger.close();
  expect(textsInFiles(root, unique)).toEqual([]);
  ledger = await open(1);

  const after = await everyEvent(ledger.store);
  expect((await everyEvent(ledger.store.stored)).slice(0, stored.length)).toEqual(stored);
  expect(after.slice(stored.length).map(({ type }) => type)).toEqual(['ErasureRequested', 'ErasureApproved', 'PersonDataErased']);
  expect(after.find(({ streamId }) => streamId === `person-${HEAD}@${COUNTY}`)?.data).toMatchObject({ personId: HEAD, name: '已删除', birth: '已删除', idNo: expect.stringMatching(/^已删除-[\w-]{8}$/) as string });
  expect(saidOf(after, member)).toEqual(kept);
  expect(JSON.stringify(after.map(({ data }) => data))).not.toContain(secrets[1]);
  expect(await figures()).toEqual(says);

  const verification = await verifyLedger({ ...ledger.config, mode: 'readOnly' }, { earlier: root_.note });
  expect(verification.findings).toEqual([]);
}, 120_000);

test('so is somebody whom a finding counts: the tolerance stays, and its lead names nobody', async () => {
  const says = await figures();
  const { idNo } = (await everyEvent(ledger.store)).find(({ type, data }) => type === 'PersonRegistered' && data['personId'] === FOUND)?.data as { readonly idNo: string };
  await ledger.erasure.request(COUNTY, { personId: FOUND, on: ON, basis: '保存期满' }, ASKS);
  expect(await ledger.erasure.approve(COUNTY, { personId: FOUND, on: ON }, APPROVES)).toMatchObject({ keys: 1 });
  expect(await figures()).toEqual(says);
  const raised = (await everyEvent(ledger.store)).find(({ streamId, type }) => streamId === 'finding-YD2019-0005@360111' && type === 'SuspicionRaised');
  expect(raised?.data['idNo']).toMatch(/^已删除-[\w-]{8}$/);
  expect(textsInFiles(root, [idNo])).toEqual([]);
}, 120_000);

test('asking again is recorded and finds no key', async () => {
  await ledger.erasure.request(COUNTY, { personId: HEAD, on: ON, basis: '再次' }, ASKS);
  expect(await ledger.erasure.approve(COUNTY, { personId: HEAD, on: ON }, APPROVES)).toMatchObject({ status: 'erased', keys: 0 });
}, 120_000);
