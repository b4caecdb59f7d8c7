/** A member of a household is erased: bundles made before and after both verify, and only the one before tells who it was. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger, signedCheckpoint, verifyEvidence } from '#application';
import { everyEvent } from '../personal-data/vaults.js';
import { person } from '../support/money-office.js';
import { filesOf, jsonIn, save } from './unpacked.js';

/** Head of a household of three that was helped once in 2019. */
const HEAD = '0001019';
const COUNTY = '360111';
const INSPECTOR = person('inspector', 'J-1');

let root: string;
let ledger: Ledger;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-erased-'));
  ledger = await Ledger.open({ dataDir: join(root, 'data'), mode: 'readWrite', retentionYears: 1 });
  await ledger.importWorkbook(join('test', 'acceptance', 'qingshanhu-2019-small.xlsx'), { staffId: 'test' });
});
afterAll(async () => {
  await ledger.close();
  rmSync(root, { recursive: true });
});

async function bundle(about: string, name: string) {
  const file = join(root, name);
  const { content } = await ledger.evidence.export({ scope: 'case', about, organ: '区纪委监委', docNo: '调〔2026〕3号' }, INSPECTOR);
  await save(content, file);
  const files = await filesOf(file);
  const { vkey } = await signedCheckpoint(ledger.config);
  return { files, report: (files.get('report.html') as Buffer).toString('utf8'), verification: await verifyEvidence({ file, key: vkey }), again: () => verifyEvidence({ file, key: vkey }) };
}

test('proofs hold, the others are still named, the erased one reads 已删除', async () => {
  const events = await everyEvent(ledger.store);
  const householdId = events.find(({ type, data }) => type === 'HouseholdComposed' && data['headId'] === HEAD)?.data['householdId'];
  const caseId = events.find(({ type, data }) => type === 'ApplicationSubmitted' && data['householdId'] === householdId)?.data['caseId'] as string;
  const members = events.filter(({ type, data }) => type === 'HouseholdMemberChanged' && data['householdId'] === householdId).map(({ data }) => data['personId']);
  expect(members).toContain(HEAD);
  const idNoOf = (personId: unknown): string => events.find(({ type, data }) => type === 'PersonRegistered' && data['personId'] === personId)?.data['idNo'] as string;
  const others = members.filter((id) => id !== HEAD).map(idNoOf);
  expect(others.length).toBe(2);

  const before = await bundle(caseId, 'before.zip');
  expect([before.verification.findings, before.report.includes(idNoOf(HEAD))]).toEqual([[], true]);
  await ledger.erasure.request(COUNTY, { personId: HEAD, on: '2026-01-05', basis: '保存期满' }, person('countyOperator', 'asks'));
  await ledger.erasure.approve(COUNTY, { personId: HEAD, on: '2026-01-05' }, person('countyAuditor', 'approves'));

  const after = await bundle(caseId, 'after.zip');
  expect(after.verification).toMatchObject({ ok: true, findings: [], report: 'same' });
  expect(after.report.includes(idNoOf(HEAD))).toBe(false);
  expect(after.report).toContain('已删除');
  for (const idNo of others) expect(after.report).toContain(idNo);
  expect(Object.values(jsonIn(after.files, 'keys.json') as Record<string, readonly (string | null)[]>).flat()).toContain('destroyed');
  // The entries are the same, byte for byte: nothing in the log changed.
  for (const [path, content] of before.files) if (path.startsWith('entries/')) expect([path, after.files.get(path)?.equals(content)]).toEqual([path, true]);
  // What was handed out before stays what it was: docs/personal-data.md says whose it is then.
  expect((await before.again()).ok).toBe(true);
}, 60_000);
