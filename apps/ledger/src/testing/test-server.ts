/** A server on a real port with real stores in a temporary directory, for tests. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Ledger } from '#application';
import type { SignedIn } from '#identity';
import { USUAL, whoUsually } from './who-usually.js';
import { type RunningServer, type ServerOptions, startServer } from '../index.js';

const acceptance = (name: string): string => fileURLToPath(new URL(`../../../../test/acceptance/${name}`, import.meta.url));
export const SMALL = acceptance('qingshanhu-2019-small.xlsx');
export const LARGE = acceptance('qingshanhu-2019.xlsx');

interface Totals { readonly rows: number; readonly recorded: number; readonly rejected: number }
export interface ActiveCase { readonly caseId: string; readonly benefit: string; readonly asOf: string; readonly effectiveMonth: string; readonly persons: number; readonly monthlyFen: number }
/** What formats.md §3 says the `.expected.json` files hold. */
export interface Expected {
  readonly sheets: Readonly<Record<string, Totals>>;
  readonly rejections: readonly { readonly sheet: string; readonly row: number; readonly column: string; readonly code: string }[];
  readonly caseload: Readonly<Record<string, { readonly rows: readonly object[]; readonly total: object }>>;
  readonly payments: Readonly<Record<string, { readonly rows: readonly object[]; readonly total: object }>>;
  readonly procedure: Readonly<Record<string, { readonly rows: readonly object[] }>>;
  readonly tolerance: readonly { readonly division: string; readonly year: number }[];
  readonly amounts: { readonly rows: readonly object[] };
  readonly activeCaseSample: readonly ActiveCase[];
}
export const expectedOf = (workbook: string): Expected => JSON.parse(readFileSync(workbook.replace('.xlsx', '.expected.json'), 'utf8')) as Expected;

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  /** As it came, for comparing bytes. */
  readonly text: string;
}
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly instance: string;
  readonly errors?: readonly { readonly parameter?: string; readonly pointer?: string; readonly detail: string }[];
}
interface JobBody { readonly status: string; readonly links: { readonly self: string } }

export type Person = Pick<SignedIn, 'role' | 'division'>;

/** Somebody's requests. */
export abstract class Requests {
  abstract request<Body = ProblemBody>(path: string, init?: RequestInit): Promise<Answer<Body>>;

  /** Posts a JSON text as it is. */
  post<Body = ProblemBody>(path: string, json?: string): Promise<Answer<Body>> {
    return this.request(path, json === undefined ? { method: 'POST' } : { method: 'POST', headers: { 'content-type': 'application/json' }, body: json });
  }

  upload<Body = ProblemBody>(content: Uint8Array<ArrayBuffer>, name = 'book.xlsx', field = 'file'): Promise<Answer<Body>> {
    const form = new FormData();
    form.append(field, new Blob([content]), name);
    return this.request('/api/v1/imports', { method: 'POST', body: form });
  }
}

export class Client extends Requests {
  constructor(private readonly url: () => string, private readonly token: () => Promise<string | undefined>) {
    super();
  }

  /** Whoever examines says why. */
  override request<Body = ProblemBody>(path: string, init: RequestInit = {}): Promise<Answer<Body>> {
    const headers = new Headers(init.headers);
    if (!headers.has('purpose')) headers.set('purpose', 'test');
    return this.bare(path, { ...init, headers });
  }

  /** With nothing but the session. */
  async bare<Body = ProblemBody>(path: string, init: RequestInit = {}): Promise<Answer<Body>> {
    const token = await this.token();
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    const response = await fetch(new URL(path, this.url()), { ...init, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: (/json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined) as Body };
  }
}

export class TestServer extends Requests {
  /** Everything logged so far, one JSON text each. */
  readonly lines: string[] = [];
  private server: RunningServer | undefined;
  private readonly tokens = new Map<string, Promise<string>>();

  private constructor(readonly dataDir: string, private readonly options: Partial<ServerOptions>) {
    super();
  }

  static async start(options: Partial<ServerOptions> = {}): Promise<TestServer> {
    const test = new TestServer(mkdtempSync(join(tmpdir(), 'taizhang-server-')), options);
    await test.open();
    return test;
  }

  get url(): string {
    return (this.server as RunningServer).url;
  }

  async open(): Promise<void> {
    this.server = await startServer({ port: 0, dataDir: this.dataDir, log: { write: (line: string) => void this.lines.push(line) }, ...this.options });
    // Before anything is tested, so that no test finds the event of an account among its own.
    for (const person of Object.values(USUAL)) await this.tokenOf(person);
  }

  /** What is being served, in this process. */
  get ledger(): Ledger {
    return (this.server as RunningServer).ledger;
  }

  /** A session of an account with this role and division, which is made when it is first asked for. */
  tokenOf(person: Person): Promise<string> {
    const accountId = `${person.role}-${person.division}`.toLowerCase();
    const known = this.tokens.get(accountId);
    if (known !== undefined) return known;
    const token = this.signInAs(accountId, person);
    this.tokens.set(accountId, token);
    return token;
  }

  /** As an identity provider would do it: no password has to be hashed for it. */
  private async signInAs(accountId: string, { role, division }: Person): Promise<string> {
    const { access } = this.ledger;
    const by = { staffId: 'test' };
    const identity = { issuer: 'https://identity.test', subject: accountId };
    if (!(await access.accounts()).some((account) => account.accountId === accountId)) {
      await access.createAccount({ accountId, staffId: accountId, name: '测试', role, division, externalOnly: true }, by);
      await access.linkIdentity(accountId, identity, by);
    }
    return (await access.signInExternal(identity.issuer, identity.subject)).token;
  }

  /** The same server as seen by somebody else, or by nobody. */
  as(person: Person | 'nobody'): Client {
    return new Client(() => this.url, () => (person === 'nobody' ? Promise.resolve(undefined) : this.tokenOf(person)));
  }

  /** Stops the server but keeps its data. */
  async close(): Promise<void> {
    await this.server?.close();
  }

  async end(): Promise<void> {
    await this.close();
    rmSync(this.dataDir, { recursive: true, force: true });
    rmSync(`${this.dataDir}-keys`, { recursive: true, force: true });
  }

  /** Signed in as who usually does this. */
  override request<Body = ProblemBody>(path: string, init: RequestInit = {}): Promise<Answer<Body>> {
    return this.as(whoUsually(path, init)).request(path, init);
  }

  /** Uploads a workbook and waits for its job. */
  async import<Job = unknown>(path: string, name?: string): Promise<Job> {
    const accepted = await this.upload<JobBody>(new Uint8Array(readFileSync(path)), name);
    if (accepted.status !== 202) throw new Error(`the upload was answered with ${accepted.status}`);
    return this.job<Job>(accepted.body.links.self);
  }

  /** Waits until a job is over, asking as who usually does or as somebody else. */
  async job<Job = unknown>(self: string, person: Person = whoUsually(self, {})): Promise<Job> {
    for (let waited = 0; waited < 45_000; waited += 50) {
      const { body } = await this.as(person).request<JobBody>(self);
      if (body.status === 'succeeded' || body.status === 'failed') return body as Job;
      await sleep(50);
    }
    throw new Error('the job did not end in 45 seconds');
  }
}
