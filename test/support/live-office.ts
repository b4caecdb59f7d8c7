/** A county whose work is done over HTTP: a server on a real port, and everybody who works there signed in as themselves. All invented. */
import type { StepName } from '#casework';
import type { Role } from '#identity';
import { type Answer, Client, type ProblemBody, TestServer } from '../../apps/ledger/src/testing/test-server.js';
import { citizenNumber, photo, photosIn } from './live-county.js';

/** A role, or a role and a name where several people have it: `townAuditor`, `townAuditor:b`. The staff number is the same text. */
export type Who = Role | `${Role}:${string}`;
/** One step: who takes it, which, and what they state. */
export type Taken = readonly [who: Who, step: StepName, body: object];
export interface StepAnswer {
  readonly caseKey: string;
  readonly division: string;
  readonly outcome: 'recorded' | 'alreadyRecorded';
  readonly events: readonly string[];
  readonly revision: string;
  readonly determinationId?: string;
}
interface Entitlement { readonly change: string; readonly effectiveMonth: string; readonly persons: number; readonly monthlyFen: number; readonly active: boolean }
interface ReplayAnswer { readonly events: readonly { readonly type: string; readonly recordedAt: string }[]; readonly state: { readonly incomeFen: number | null; readonly entitlement: Entitlement | null } | null }

const DIGITS: Partial<Record<Role, number>> = { communityWorker: 12, townOperator: 9, townAuditor: 9 };
const JSON_TYPE = { 'content-type': 'application/json' } as const;

export class LiveOffice {
  private readonly clients = new Map<string, Promise<Client>>();

  private constructor(readonly server: TestServer, readonly community: string) {}

  /** `community`: 12 digits; its first 9 are the town, its first 6 the county. */
  static async open(community: string): Promise<LiveOffice> {
    return new LiveOffice(await TestServer.start(), community);
  }

  get county(): string {
    return this.community.slice(0, 6);
  }

  get town(): string {
    return this.community.slice(0, 9);
  }

  end(): Promise<void> {
    return this.server.end();
  }

  /** Somebody's requests; the account is made when it is first needed. */
  as(who: Who, community = this.community): Promise<Client> {
    const role = who.split(':')[0] as Role;
    const division = role === 'cityRegistrar' ? `${community.slice(0, 4)}00` : community.slice(0, DIGITS[role] ?? 6);
    const key = `${who}@${division}`;
    const known = this.clients.get(key) ?? this.signIn(who, role, division);
    this.clients.set(key, known);
    return known;
  }

  private async signIn(who: Who, role: Role, division: string): Promise<Client> {
    const { access } = this.server.ledger;
    const accountId = `live-${who}-${division}`.toLowerCase().replace(':', '-');
    const identity = { issuer: 'https://identity.test', subject: `${who}@${division}` };
    const by = { staffId: 'test' };
    await access.createAccount({ accountId, staffId: who, name: '测试', role, division, externalOnly: true }, by);
    await access.linkIdentity(accountId, identity, by);
    const { token } = await access.signInExternal(identity.issuer, identity.subject);
    return new Client(() => this.server.url, () => Promise.resolve(token));
  }

  async post<Body = ProblemBody>(who: Who, path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Body>> {
    const client = await this.as(who);
    // Photos a step names are handed in first, by whoever takes it.
    for (const { content, kind } of photosIn(body)) await handIn(client, content, kind);
    return client.request<Body>(path, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });
  }

  /** Values of the county, published by its operator. */
  async publish(values: Readonly<Record<string, string>>, from: string): Promise<void> {
    const { body, status, text } = await this.post<{ rejected: number }>('countyOperator', '/api/v1/standards', {
      entries: Object.entries(values).map(([key, value]) => ({ key, value, division: this.county, from, basis: '示例文件' })),
    });
    if (status !== 200 || body.rejected > 0) throw new Error(text);
  }

  /** Registers the members and composes the household; members by birth date, the first is the head. */
  async household(householdId: string, births: readonly string[]): Promise<readonly string[]> {
    const ids = births.map((_, at) => `${householdId}-${at + 1}`);
    for (const [at, birthOn] of births.entries()) {
      await this.good('townOperator', '/api/v1/persons', { personId: ids[at], idNo: citizenNumber(birthOn, (Number(householdId.replace(/\D/g, '')) % 100) * 10 + at, this.county), name: `示例${at + 1}` });
    }
    await this.good('townOperator', '/api/v1/households', {
      householdId, headId: ids[0], town: this.town, community: this.community, members: ids.map((personId, at) => ({ personId, relation: at === 0 ? '户主' : '成员', counted: true })),
    });
    return ids;
  }

  /** A request that must be answered with 200. */
  async good<Body = unknown>(who: Who, path: string, body: object): Promise<Body> {
    const answer = await this.post<Body>(who, path, body);
    if (answer.status !== 200) throw new Error(`${who} ${path}: ${answer.text}`);
    return answer.body;
  }

  take(caseId: string, who: Who, step: StepName, body: object): Promise<StepAnswer> {
    return this.good<StepAnswer>(who, this.path(caseId, step), body);
  }

  /** With the county, because an account of the city has none of its own. */
  path(caseId: string, step: StepName): string {
    return `/api/v1/cases/${caseId}@${this.county}/steps/${step}`;
  }

  async walk(caseId: string, steps: readonly Taken[]): Promise<void> {
    for (const [who, step, body] of steps) await this.take(caseId, who, step, body);
  }

  /** Status and code of a refusal: `409 STEP_DONE`; `200` where it was accepted. */
  async refused(caseId: string, who: Who, step: StepName, body: object): Promise<string> {
    const { status, body: answer } = await this.post(who, this.path(caseId, step), body);
    return status === 200 ? '200' : `${status} ${answer.code}`;
  }

  /** The file as it stands. */
  async file<File = Readonly<Record<string, unknown>>>(caseId: string): Promise<File> {
    const { body, status, text } = await (await this.as('inspector')).request<{ file: File }>(`/api/v1/cases/${caseId}`);
    if (status !== 200) throw new Error(text);
    return body.file;
  }

  async replay(caseId: string, asOf?: string, knownAt?: string): Promise<ReplayAnswer> {
    const query = new URLSearchParams({ ...(asOf === undefined ? {} : { asOf }), ...(knownAt === undefined ? {} : { knownAt }) });
    const { body, status, text } = await (await this.as('inspector')).request<ReplayAnswer>(`/api/v1/cases/${caseId}/replay?${query.toString()}`);
    if (status !== 200) throw new Error(text);
    return body;
  }

  /** Fen owed in the month of a day, and by which change; null where nothing was granted by then. */
  async owed(caseId: string, asOf: string, knownAt?: string): Promise<readonly [change: string, fen: number] | null> {
    const entitlement = (await this.replay(caseId, asOf, knownAt)).state?.entitlement ?? null;
    return entitlement === null ? null : [entitlement.change, entitlement.monthlyFen];
  }
}

async function handIn(client: Client, content: Buffer, kind: string): Promise<void> {
  const form = new FormData();
  form.append('kind', kind);
  form.append('file', new Blob([new Uint8Array(content)]), 'photo.jpg');
  const { status, text } = await client.request('/api/v1/papers', { method: 'POST', body: form });
  if (status >= 300) throw new Error(text);
}

/** An instant after everything recorded so far and before everything recorded later. */
export async function instant(): Promise<string> {
  const wait = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 3));
  await wait();
  const now = new Date().toISOString();
  await wait();
  return now;
}

/** 核对: authorised, asked, started, reported on these four days. */
export const checked = (persons: readonly string[], no: string, [signed, asked, started, reported]: readonly [string, string, string, string]): readonly Taken[] => [
  ['townOperator', 'authoriseCheck', { on: signed, persons, scope: ['hukou', 'deposits', 'vehicles'] }],
  ['townOperator', 'requestCheck', { on: asked, requestNo: `HD-${no}`, sources: ['hukou', 'deposits', 'vehicles'] }],
  ['checkAgency', 'startCheck', { on: started }],
  ['checkAgency', 'reportCheck', { on: reported, reportNo: `HDBG-${no}`, asOf: started, conclusion: 'consistent', items: [] }],
];
/** 入户调查 by two of the town. */
export const visited = (on: string, no: string): Taken => ['townOperator', 'visit', { on, visitNo: `RH-${no}`, visitors: ['townOperator', 'townOperator:b'], present: [], findings: '两居室，无贵重物品' }];
/** 公示, with the photos that prove it; another `text` is another photo. */
export const posted = (on: string, text: string): Taken => ['communityWorker', 'postNotice', { on, place: '社区公示栏', fields: ['name', 'members', 'amount'], evidence: [photo('noticeStartPhoto', `${text} start`, `${on}T09:00:00+08:00`)] }];
export const closed = (on: string, text: string): Taken => ['townOperator', 'closeNotice', { on, evidence: [photo('noticeEndPhoto', `${text} end`, `${on}T09:00:00+08:00`)] }];
export const reviewed = (on: string): Taken => ['communityWorker', 'review', {
  on, place: '社区会议室', participants: [{ name: '甲', role: 'resident' }, { name: '乙', role: 'resident' }, { name: '丙', role: 'committee' }], agree: 3, disagree: 0, abstain: 0,
}];
export const forwarded = (on: string): Taken => ['townAuditor', 'forward', { on, fileList: ['全部材料'] }];
export const served = (on: string): Taken => ['townOperator', 'serve', { on, method: 'inPerson', appealInfo: true }];
export const published = (on: string): Taken => ['communityWorker', 'publishResult', { on, place: '社区公示栏', fields: ['name', 'members', 'amount'] }];
