/** A county in which errors are exempt, for tests: households of ten in one town, and offices of which everybody is somebody else. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FindingStep } from '#accountability';
import { Ledger } from '#application';
import type { Role, SignedIn } from '#identity';
import { bookHousehold, citizensOf, COUNTY } from './county-book.js';

export const TOWN = '360111003';
const staff = (role: Role, name: string): SignedIn => ({ accountId: name, staffId: name, name, role, division: COUNTY });
export const WHO = { auditor: staff('inspector', 'auditor-office'), office: staff('countyOperator', 'office'), verifier: staff('countyOperator', 'verifier'), judge: staff('countyAuditor', 'judge'), grantor: staff('countyAuditor', 'grantor') };

export class Year2019 {
  private constructor(readonly ledger: Ledger, private readonly directory: string) {}

  /** Households of ten in one town, the last with what is left; and one of its own number in another town. */
  static async of(persons: number): Promise<Year2019> {
    const directory = mkdtempSync(join(tmpdir(), 'taizhang-exempt-'));
    const year = new Year2019(await Ledger.open({ dataDir: directory, mode: 'readWrite' }), directory);
    for (let at = 0; at * 10 < persons; at += 1) await bookHousehold(year.ledger.store, { caseId: `C${at + 1}`, town: TOWN, persons: Math.min(10, persons - at * 10) });
    await year.ledger.catchUp();
    return year;
  }

  async end(): Promise<void> {
    await this.ledger.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  take(n: number, step: FindingStep, by: SignedIn, body: object) {
    return this.ledger.findings.take(`YD-${n}`, step, body, by);
  }
  async refused(n: number, step: FindingStep, by: SignedIn, body: object): Promise<{ code: string; details: Record<string, unknown> }> {
    return this.take(n, step, by, body).then(() => ({ code: 'accepted', details: {} }), (error: { code: string; details: Record<string, unknown> }) => error);
  }

  /** The n-th error: one person of the n-th case, wrongly paid 100 yuan in March. */
  async error(n: number, change: object = {}): Promise<void> {
    const [idNo] = citizensOf(`C${n}`, 10);
    await this.take(n, 'raise', WHO.auditor, { on: '2019-06-01', source: 'audit', kind: 'vehicle', facts: '名下有车', caseId: `C${n}`, idNo });
    await this.take(n, 'assign', WHO.office, { on: '2019-06-02', org: COUNTY, due: '2019-06-20' });
    await this.take(n, 'verify', WHO.verifier, { on: '2019-06-10', result: 'true', text: '属实' });
    await this.take(n, 'determineError', WHO.judge, {
      on: '2019-06-20', kind: 'wrongInclusion', fromYm: '2019-03', toYm: '2019-03', fen: 10_000, cause: 'concealedEconomy', causeText: '隐瞒车辆', citizens: [idNo], publicSpirit: true, intent: false, kinBenefit: false, recipientFraud: false,
      responsible: ['surveyor'], basis: 'R57 39', ...change,
    });
  }

  /** A plan makes it recoverable; then assessed and granted by two. */
  async plan(n: number): Promise<void> {
    await this.take(n, 'orderRecovery', WHO.judge, { on: '2019-06-21', orderNo: `ZH-${n}`, fen: 10_000, debtor: '本人', basis: 'R649 68', due: '2019-07-31' });
    await this.take(n, 'serveRecovery', WHO.office, { on: '2019-06-22', method: '直接送达' });
    await this.take(n, 'agreePlan', WHO.judge, { on: '2019-06-25', agreementNo: `HK-${n}`, instalments: [{ due: '2019-12-31', fen: 10_000 }] });
  }
  async exempt(n: number): Promise<void> {
    await this.plan(n);
    await this.take(n, 'assessExemption', WHO.office, { on: '2019-07-01' });
    await this.take(n, 'grantExemption', WHO.grantor, { on: '2019-07-02', decisionNo: `MZ-${n}` });
  }

  /** `granted`, or why it was revoked and by whom. */
  async standing(n: number): Promise<string> {
    const { file } = await this.ledger.findings.file(`YD-${n}`, WHO.auditor, '核查');
    if (file.exemption?.status !== 'revoked') return file.exemption?.status ?? 'none';
    const slice = await this.ledger.store.readStream(`finding-YD-${n}@${COUNTY}`);
    const revoked = (slice.status === 'found' ? slice.events : []).filter(({ type }) => type === 'ExemptionRevoked');
    return revoked.map(({ data, metadata }) => `${data['cause'] as string} ${(metadata['actor'] as { staffId: string }).staffId}`).join();
  }
}
