/** The five conditions of the 2 % rule in a bundle about a finding: as they were known when the exemption was granted, and as they are known now. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedCheckpoint, verifyEvidence } from '#application';
import type { BundledRule, ExemptionProof, Manifest } from '#bundle';
import { TOWN, WHO, Year2019 } from '../support/exemption-year.js';
import { COUNTY } from '../support/county-book.js';
import { filesOf, jsonIn, save } from './unpacked.js';

let year: Year2019;
let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-exemption-'));
  year = await Year2019.of(350);
  for (let n = 1; n <= 7; n += 1) await year.error(n);
  await year.exempt(1);
  // The eighth is one more than 2 % of 350, which is 7.
  await year.error(8);
});
afterAll(async () => {
  await year.end();
  rmSync(root, { recursive: true });
});

test('held at the decision, the limit does not hold now; with the counts, the findings counted and the entries behind each', async () => {
  const file = join(root, 'finding.zip');
  await save((await year.ledger.evidence.export({ scope: 'finding', about: 'YD-1', organ: '区纪委监委', docNo: '调〔2019〕9号' }, WHO.auditor)).content, file);
  const files = await filesOf(file);
  const { atDecision, now, behind, year: of } = jsonIn(files, 'exemption.json') as ExemptionProof;
  expect(of).toBe(2019);
  const holds = { publicSpirit: true, procedureComplete: true, objectiveCause: true, withinLimit: true, recoverable: true };
  expect(atDecision).toMatchObject({ conditions: holds, counts: [{ division: COUNTY, totalPersons: 350, errorPersons: 7, objectiveErrorPersons: 7 }, { division: TOWN, totalPersons: 350, errorPersons: 7, objectiveErrorPersons: 7 }] });
  expect(now).toMatchObject({ conditions: { ...holds, withinLimit: false }, counts: [{ division: COUNTY, totalPersons: 350, objectiveErrorPersons: 8 }, { division: TOWN, totalPersons: 350, objectiveErrorPersons: 8 }] });
  const counted = (errors: number): readonly string[] => Array.from({ length: errors }, (_, at) => `YD-${at + 1}@${COUNTY}`);
  expect(atDecision?.counted).toEqual([COUNTY, TOWN].map((division) => ({ division, findings: counted(7) })));
  expect(now.counted).toEqual([COUNTY, TOWN].map((division) => ({ division, findings: counted(8) })));

  const { entries } = jsonIn(files, 'manifest.json') as Manifest;
  const typeOf = (index: number): string => {
    const entry = jsonIn(files, `entries/${String(index).padStart(10, '0')}.json`) as { type: string; streamId: string };
    return `${entry.streamId.slice(0, entry.streamId.lastIndexOf('@'))} ${entry.type}`;
  };
  expect(atDecision?.entry === null || atDecision === null ? '' : typeOf(atDecision.entry)).toBe('finding-YD-1 ExemptionGranted');
  expect(behind.publicSpirit.map(typeOf)).toEqual(['finding-YD-1 SuspicionVerified', 'finding-YD-1 ErrorDetermined']);
  expect(behind.withinLimit.map(typeOf).filter((type) => type.endsWith('ErrorDetermined'))).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `finding-YD-${n} ErrorDetermined`));
  expect(behind.recoverable.map(typeOf)).toEqual(['RecoveryOrdered', 'RecoveryServed', 'RecoveryPlanAgreed'].map((type) => `finding-YD-1 ${type}`));
  expect(behind.procedureComplete.length).toBe(entries.filter(({ streamId }) => streamId === `case-C1@${COUNTY}`).length);
  expect((jsonIn(files, 'rules.json') as readonly BundledRule[]).find(({ id }) => id === 'GX-2019-06-06')?.clause).toMatch(/2%/);
});

test('about whom the other errors are stays closed, and the file verifies', async () => {
  const file = join(root, 'again.zip');
  await save((await year.ledger.evidence.export({ scope: 'finding', about: 'YD-1', organ: '区纪委监委', docNo: '调〔2019〕9号' }, WHO.auditor)).content, file);
  const { vkey } = await signedCheckpoint(year.ledger.config);
  const { ok, findings, closed, report } = await verifyEvidence({ file, key: vkey });
  expect([ok, findings, report]).toEqual([true, [], 'same']);
  // Of seven errors what is said of their persons: facts, citizens and reasons.
  expect(closed).toBeGreaterThanOrEqual(7);
  const files = await filesOf(file);
  const manifest = jsonIn(files, 'manifest.json') as Manifest;
  const keys = jsonIn(files, 'keys.json') as Record<string, readonly (string | null)[]>;
  for (const { index, streamId } of manifest.entries) if (/^finding-YD-[2-8]@/.test(streamId)) expect((keys[String(index)] ?? []).every((one) => one === null)).toBe(true);
  const text = (files.get('report.html') as Buffer).toString('utf8');
  // 8 of 350 are 2.2857 %.
  for (const said of ['7 ÷ 350', '8 ÷ 350', '2.00 %', '2.29 %']) expect(text.replaceAll(/\s+/g, ' ')).toContain(said);
});
