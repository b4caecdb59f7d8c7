/** Accounts over HTTP: kept by administrators inside their division, passwords told once, nobody's own. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, type Client, type ProblemBody, TestServer } from '../testing/test-server.js';
import type { AccountDto, AccountsPageDto, AccountWithPasswordDto } from './accounts.dto.js';

let server: TestServer;
let national: Client;
let county: Client;

beforeAll(async () => {
  server = await TestServer.start();
  national = server.as({ role: 'administrator', division: '000000' });
  county = server.as({ role: 'administrator', division: '360111' });
});
afterAll(() => server.end());

const send = <Body = ProblemBody>(by: Client, method: string, path: string, body?: object): Promise<Answer<Body>> =>
  by.request<Body>(path, body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const account = (accountId: string, more: object = {}) => ({ accountId, staffId: `S-${accountId}`, name: '示例', role: 'townOperator', division: '360111003', ...more });
const create = (accountId: string, more: object = {}, by: Client = national): Promise<Answer<AccountWithPasswordDto>> => send(by, 'POST', '/api/v1/accounts', account(accountId, more));
const signIn = (accountId: string, password: string): Promise<Answer<{ token: string; mustChangePassword: boolean }>> => send(server.as('nobody'), 'POST', '/api/v1/session', { accountId, password });
const refused = ({ status, body }: Answer<unknown>): string => `${status} ${(body as ProblemBody).code}`;
/** Every file of the data directory, as it stands on the disk. */
const stored = (): readonly Buffer[] => readdirSync(server.dataDir, { recursive: true }).map((name) => join(server.dataDir, String(name))).filter((path) => statSync(path).isFile()).map((path) => readFileSync(path));

describe('an account', () => {
  it('is created with a one-time password that opens it and must be changed', async () => {
    const { status, headers, body } = await create('wang', { orgUscc: '91350100M000100Y43' });
    expect([status, headers.get('location'), headers.get('cache-control')]).toEqual([201, '/api/v1/accounts/wang', 'no-store']);
    expect(body.account).toEqual({ ...account('wang'), orgUscc: '91350100M000100Y43', credential: 'oneTimePassword', identities: [] });
    expect((await signIn('wang', body.oneTimePassword as string)).body.mustChangePassword).toBe(true);
    expect((await national.request<AccountDto>('/api/v1/accounts/wang')).body).toEqual(body.account);
  });
  it('that signs in elsewhere has no password', async () => {
    const { body } = await create('sso-only', { externalOnly: true });
    expect(body).toEqual({ account: { ...account('sso-only'), credential: 'none', identities: [] } });
  });
  it('is there once', async () => {
    await create('twice');
    expect(refused(await create('twice', { role: 'administrator', division: '000000' }))).toBe('409 ACCOUNT_EXISTS');
    expect((await national.request<AccountDto>('/api/v1/accounts/twice')).body.role).toBe('townOperator');
  });
  it.each([
    ['a role at another level', { division: '360111' }, 'ACCOUNT_INVALID'], ['no such role', { role: 'king' }, 'ACCOUNT_INVALID'], ['an id of capitals', { accountId: 'WANG' }, 'ACCOUNT_INVALID'],
    ['a division that is none', { division: '36011' }, 'REQUEST_INVALID'], ['a field that is not known', { password: 'x' }, 'REQUEST_INVALID'], ['no name', { name: undefined }, 'REQUEST_INVALID'], ['externalOnly as text', { externalOnly: 'yes' }, 'REQUEST_INVALID'],
  ])('is refused with %s', async (_what, more, code) => {
    expect(refused(await create('refused', more))).toBe(`400 ${code}`);
    expect((await national.request('/api/v1/accounts/refused')).status).toBe(404);
  });
  it('changes role, division and name, which ends its sessions', async () => {
    const { oneTimePassword } = (await create('chen')).body;
    const { token } = (await signIn('chen', oneTimePassword as string)).body;
    const { status, body } = await send<AccountDto>(national, 'PATCH', '/api/v1/accounts/chen', { role: 'countyOperator', division: '360111', name: '陈' });
    expect([status, body.role, body.division, body.name]).toEqual([200, 'countyOperator', '360111', '陈']);
    expect((await server.as('nobody').request('/api/v1/session', { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });
  it('is disabled with a reason and enabled again', async () => {
    const { oneTimePassword } = (await create('li')).body;
    expect((await send<AccountDto>(national, 'POST', '/api/v1/accounts/li/disable', { reason: '调离' })).body.disabledReason).toBe('调离');
    expect(refused(await signIn('li', oneTimePassword as string))).toBe('401 SIGN_IN_REFUSED');
    expect(refused(await send(national, 'POST', '/api/v1/accounts/li/reset-password'))).toBe('409 ACCOUNT_DISABLED');
    expect((await send<AccountDto>(national, 'POST', '/api/v1/accounts/li/enable')).body).not.toHaveProperty('disabledReason');
    expect((await signIn('li', oneTimePassword as string)).status).toBe(201);
    expect(refused(await send(national, 'POST', '/api/v1/accounts/li/disable', {}))).toBe('400 REQUEST_INVALID');
  });
  it('gets another one-time password, and the one before is worth nothing', async () => {
    const first = (await create('zhao')).body.oneTimePassword as string;
    const second = (await send<AccountWithPasswordDto>(national, 'POST', '/api/v1/accounts/zhao/reset-password')).body.oneTimePassword as string;
    expect(second).not.toBe(first);
    expect([(await signIn('zhao', first)).status, (await signIn('zhao', second)).status]).toEqual([401, 201]);
  });
  it('is linked to an identity of one provider, and unlinked', async () => {
    await create('qian', { externalOnly: true });
    await create('sun', { externalOnly: true });
    const identity = { issuer: 'https://sso.example.gov.cn/', subject: 'u-17' };
    expect((await send<AccountDto>(national, 'POST', '/api/v1/accounts/qian/identities', identity)).body.identities).toEqual([identity]);
    expect(refused(await send(national, 'POST', '/api/v1/accounts/sun/identities', identity))).toBe('409 IDENTITY_LINKED');
    const query = new URLSearchParams({ ...identity, reason: '更换平台' }).toString();
    expect((await send<AccountDto>(national, 'DELETE', `/api/v1/accounts/qian/identities?${query}`)).body.identities).toEqual([]);
    expect(refused(await send(national, 'DELETE', `/api/v1/accounts/qian/identities?${query}`))).toBe('404 IDENTITY_UNKNOWN');
    expect((await send<AccountDto>(national, 'POST', '/api/v1/accounts/sun/identities', identity)).body.identities).toEqual([identity]);
  });
  it('that nobody has is not found', async () => {
    for (const [method, path, body] of [['GET', 'nobody'], ['PATCH', 'nobody', { name: '甲' }], ['POST', 'nobody/disable', { reason: '甲' }], ['POST', 'nobody/enable'], ['POST', 'nobody/reset-password'], ['GET', '..%2Fwang']] as const) {
      expect([path, refused(await send(national, method, `/api/v1/accounts/${path}`, body))]).toEqual([path, '404 ACCOUNT_UNKNOWN']);
    }
  });
});

describe('a division', () => {
  beforeAll(async () => {
    await create('kunshan', { role: 'countyOperator', division: '320583' });
    await create('tangshan', { division: '360111101' });
  });
  const everyAct = (id: string) => [
    ['GET', id], ['PATCH', id, { name: '甲' }], ['POST', `${id}/disable`, { reason: '甲' }], ['POST', `${id}/enable`], ['POST', `${id}/reset-password`], ['POST', `${id}/identities`, { issuer: 'https://a.example/', subject: 'x' }],
    ['DELETE', `${id}/identities?issuer=https://a.example/&subject=x&reason=x`],
  ] as const;
  it('keeps its own accounts; those of elsewhere are as if they were not there', async () => {
    for (const [method, path, body] of everyAct('kunshan')) expect([path, refused(await send(county, method, `/api/v1/accounts/${path}`, body))]).toEqual([path, '404 ACCOUNT_UNKNOWN']);
    expect((await send(county, 'PATCH', '/api/v1/accounts/tangshan', { name: '乙' })).status).toBe(200);
    expect((await national.request<AccountDto>('/api/v1/accounts/kunshan')).body).toMatchObject({ name: '示例', identities: [] });
  });
  it('gives nothing away: neither a new account nor one of its own goes elsewhere or above', async () => {
    for (const [role, division] of [['countyOperator', '320583'], ['cityRegistrar', '360100'], ['inspector', '000000'], ['administrator', '360000']]) {
      expect([division, refused(await create('elsewhere', { role, division }, county))]).toEqual([division, '403 DIVISION_FORBIDDEN']);
      expect([division, refused(await send(county, 'PATCH', '/api/v1/accounts/tangshan', { role, division }))]).toEqual([division, '403 DIVISION_FORBIDDEN']);
    }
    expect((await national.request<AccountDto>('/api/v1/accounts/tangshan')).body).toMatchObject({ role: 'townOperator', division: '360111101' });
  });
  it('lists its accounts, page by page', async () => {
    const all = (await county.request<AccountsPageDto>('/api/v1/accounts')).body.rows;
    expect(all.map(({ accountId }) => accountId)).toEqual(expect.arrayContaining(['tangshan', 'administrator-360111']));
    expect(all.every(({ division }) => division.startsWith('360111'))).toBe(true);
    const walked: string[] = [];
    for (let after = ''; ;) {
      const { rows, next } = (await county.request<AccountsPageDto>(`/api/v1/accounts?limit=2${after}`)).body;
      walked.push(...rows.map(({ accountId }) => accountId));
      if (next === null) break;
      after = `&after=${next}`;
    }
    expect(walked).toEqual(all.map(({ accountId }) => accountId));
    expect((await county.request<AccountsPageDto>('/api/v1/accounts?division=360111101')).body.rows.map(({ accountId }) => accountId)).toEqual(['tangshan']);
    expect(refused(await county.request('/api/v1/accounts?division=320583'))).toBe('403 DIVISION_FORBIDDEN');
  });
});

describe('the own account', () => {
  const own = 'administrator-360111';
  it('keeps its role and division, and is not disabled', async () => {
    for (const change of [{ role: 'countyAuditor' }, { division: '360111' }, { role: 'administrator', division: '360111' }]) expect(refused(await send(county, 'PATCH', `/api/v1/accounts/${own}`, change))).toBe('403 OWN_ACCOUNT');
    expect(refused(await send(county, 'POST', `/api/v1/accounts/${own}/disable`, { reason: '甲' }))).toBe('403 OWN_ACCOUNT');
    expect((await send<AccountDto>(county, 'PATCH', `/api/v1/accounts/${own}`, { name: '丙' })).body).toMatchObject({ name: '丙', role: 'administrator' });
  });
  it('is also the other one of the same person', async () => {
    await create('second', { staffId: own, role: 'countyAuditor', division: '360111' });
    expect(refused(await send(county, 'PATCH', '/api/v1/accounts/second', { role: 'administrator' }))).toBe('403 OWN_ACCOUNT');
    expect((await send(national, 'PATCH', '/api/v1/accounts/second', { role: 'countyOperator' })).status).toBe(200);
  });
});

it('one-time passwords stand in no log, no event and no file', async () => {
  const passwords = [(await create('secret')).body.oneTimePassword, (await send<AccountWithPasswordDto>(national, 'POST', '/api/v1/accounts/secret/reset-password')).body.oneTimePassword] as string[];
  const { events } = await server.ledger.store.readAll({ limit: 10_000 });
  expect(events.filter(({ streamId }) => streamId === 'account-secret').map(({ type }) => type)).toEqual(['AccountCreated', 'CredentialIssued', 'CredentialIssued']);
  const files = stored();
  // What is looked for is found where it is.
  expect(files.some((content) => content.includes('account-secret'))).toBe(true);
  for (const password of passwords) {
    expect(password).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
    expect(server.lines.some((line) => line.includes(password))).toBe(false);
    expect(JSON.stringify(events, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(password);
    expect(files.some((content) => content.includes(password))).toBe(false);
  }
});

it('who acted stands in the events', async () => {
  await create('acted', {}, county);
  const { events } = await server.ledger.store.readAll({ limit: 10_000 });
  const created = events.find(({ streamId, type }) => streamId === 'account-acted' && type === 'AccountCreated');
  expect(created?.metadata['actor']).toEqual({ staffId: 'administrator-360111', role: 'administrator' });
});
