/** A county whose work is done in the ledger: an embedded ledger, published values, and staff of every role, all invented. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger, type StepTaken } from '#application';
import type { StepName } from '#casework';
import type { Role, SignedIn } from '#identity';
import { jpeg } from '../../libs/papers/src/testing/pictures.js';

/** A citizen number of somebody who does not exist: division, birth date, a serial number, and its check character (GB 11643). */
export function citizenNumber(birthOn: string, serial: number, division = '360111'): string {
  const digits = `${division}${birthOn.replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return `${digits}${'10X98765432'[sum % 11]}`;
}

const LEVEL: Partial<Record<Role, 'community' | 'town'>> = { communityWorker: 'community', townOperator: 'town', townAuditor: 'town' };

export class LiveCounty {
  private constructor(readonly ledger: Ledger, private readonly directory: string, readonly community: string) {}

  static async open(community: string): Promise<LiveCounty> {
    const directory = mkdtempSync(join(tmpdir(), 'taizhang-live-'));
    return new LiveCounty(await Ledger.open({ dataDir: join(directory, 'data'), mode: 'readWrite' }), directory, community);
  }

  get county(): string {
    return this.community.slice(0, 6);
  }

  async close(): Promise<void> {
    await this.ledger.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Somebody of a role; another `name` is another person. */
  staff(role: Role, name = role as string, community = this.community): SignedIn {
    const level = LEVEL[role];
    return { accountId: name.toLowerCase(), staffId: name, name, role, division: level === 'community' ? community : level === 'town' ? community.slice(0, 9) : community.slice(0, 6) };
  }

  async publish(values: Readonly<Record<string, string>>, from: string): Promise<void> {
    const { rejected, rows } = await this.ledger.policy.publishStandards(Object.entries(values).map(([key, value]) => ({ key, value, division: this.county, from, basis: '示例文件' })), { staffId: 'publisher' });
    if (rejected > 0) throw new Error(JSON.stringify(rows));
  }

  /** Registers the members and composes the household; members by birth date, the first is the head. */
  async household(householdId: string, births: readonly string[], community = this.community): Promise<readonly string[]> {
    const operator = this.staff('townOperator', 'townOperator', community);
    const ids = births.map((_, at) => `${householdId}-${at + 1}`);
    for (const [at, birthOn] of births.entries()) {
      await this.ledger.register.registerPerson(this.county, { personId: ids[at] as string, idNo: citizenNumber(birthOn, Number(householdId.replace(/\D/g, '')) % 100 * 10 + at), name: `示例${at + 1}` }, operator);
    }
    await this.ledger.register.composeHousehold({
      householdId, headId: ids[0] as string, town: community.slice(0, 9), community, members: ids.map((personId, at) => ({ personId, relation: at === 0 ? '户主' : '成员', counted: true })),
    }, operator);
    return ids;
  }

  /** Photos the step names are handed in first, by whoever takes it. */
  async take(caseId: string, role: Role | SignedIn, step: StepName, body: object): Promise<StepTaken> {
    const person = typeof role === 'string' ? this.staff(role) : role;
    for (const { content, kind } of photosIn(body)) await this.ledger.papers.add(chunks(content), { kind }, { staffId: person.staffId, role: person.role }, person.division);
    return this.ledger.cases.take(caseId, step, body, person);
  }

  /** The code of the refusal. */
  async refused(caseId: string, role: Role | SignedIn, step: StepName, body: object): Promise<string> {
    try {
      await this.take(caseId, role, step, body);
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
    return 'accepted';
  }
}

async function* chunks(content: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield content;
}

/** Pictures by their hash, until a step names them. */
const PICTURES = new Map<string, Buffer>();

/** A photo of a notice, of a picture that is another for another text, as a telephone in China writes it at `capturedAt` (+08:00). */
export function photo(kind: 'noticeStartPhoto' | 'noticeEndPhoto', text: string, capturedAt: string): { readonly sha256: string; readonly kind: string; readonly capturedAt: string } {
  const [day = '', time = ''] = capturedAt.split('T');
  const picture = jpeg({ make: 'HUAWEI', takenAt: `${day.replaceAll('-', ':')} ${time.slice(0, 8)}`, offset: time.slice(8) }, text);
  const sha256 = createHash('sha256').update(picture).digest('hex');
  PICTURES.set(sha256, picture);
  return { sha256, kind, capturedAt };
}

/** The pictures that a step names as its evidence. */
export const photosIn = (body: object): readonly { readonly content: Buffer; readonly kind: string }[] =>
  ((body as { readonly evidence?: readonly { readonly sha256: string; readonly kind: string }[] }).evidence ?? []).flatMap(({ sha256, kind }) => {
    const content = PICTURES.get(sha256);
    return content === undefined ? [] : [{ content, kind }];
  });
