/** Signing in over HTTP: with a password, as whom, for how long; what is refused, and what nobody ever sees. */
import { LIMITS } from '../tokens.js';
import { type Client, type ProblemBody, SMALL, TestServer } from '../testing/test-server.js';
import type { SessionDto, WhoAmIDto } from './session.dto.js';
import { MAX_FAILED_SIGN_INS } from './sign-in-attempts.js';

const SESSION = '/api/v1/session';
const CASELOAD = '/api/v1/reports/caseload?asOf=2019-12-31';
const PASSWORD = 'vier-Farben-malen-7';
const BY = { staffId: 'test' };
let server: TestServer;
let nobody: Client;

beforeAll(async () => {
  server = await TestServer.start();
  nobody = server.as('nobody');
  await server.import(SMALL);
});
afterAll(() => server.end());

const signIn = <T = SessionDto>(accountId: string, password: string) => nobody.post<T>(SESSION, JSON.stringify({ accountId, password }));
const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });
const withCookie = (cookie: string, init: RequestInit = {}): RequestInit => ({ ...init, headers: { ...(init.headers as Record<string, string>), cookie } });
const changePassword = <T = SessionDto>(token: string, oldPassword: string, newPassword: string) =>
  nobody.request<T>(`${SESSION}/password`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ oldPassword, newPassword }) });

/** An account whose password is known and need not be changed. */
async function account(accountId: string, role: string, division: string): Promise<void> {
  const { oneTimePassword } = await server.ledger.access.createAccount({ accountId, staffId: `s-${accountId}`, name: '示例', role, division }, BY);
  const first = await signIn(accountId, oneTimePassword as string);
  expect([first.status, first.body.mustChangePassword]).toEqual([201, true]);
  expect((await changePassword(first.body.token, oneTimePassword as string, PASSWORD)).status).toBe(200);
}

describe('without a session', () => {
  test.each<[what: string, init: RequestInit, code: string]>([
    ['no token', {}, 'NOT_SIGNED_IN'],
    ['a token nobody was given', bearer('x'.repeat(43)), 'SESSION_ENDED'],
    ['no token at all', { headers: { authorization: 'Bearer' } }, 'NOT_SIGNED_IN'],
    ['another scheme', { headers: { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` } }, 'NOT_SIGNED_IN'],
    ['a cookie nobody was given', withCookie(`taizhang_session=${'x'.repeat(43)}`), 'SESSION_ENDED'],
  ])('%s is 401, with how to sign in', async (_what, init, code) => {
    const answer = await nobody.request(CASELOAD, init);
    expect([answer.status, answer.body.code, answer.headers.get('www-authenticate'), answer.headers.get('content-type')]).toEqual([401, code, 'Bearer', 'application/problem+json']);
  });

  test('nothing is told about a request that nobody signed in for: not what is wrong with it, nor whether there is such a thing', async () => {
    const answers = await Promise.all(['/api/v1/reports/caseload?asOf=x', '/api/v1/cases/QS2019DB00002/replay', '/api/v1/cases/none/replay'].map((path) => nobody.request(path)));
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([401, 'NOT_SIGNED_IN']));
    expect((await nobody.post('/api/v1/projections/rebuild', '{"names":')).status).toBe(401);
    expect((await nobody.upload(new Uint8Array(10))).status).toBe(401);
  });

  test('paths that are not there, health and the description need nobody', async () => {
    const paths = ['/nothing', '/api/v1/nothing', '/health/live', '/health/ready', '/docs', '/docs/json'];
    expect(await Promise.all(paths.map(async (path) => (await nobody.request(path)).status))).toEqual([404, 404, 200, 200, 200, 200]);
  });
});

describe('with a password', () => {
  test('the session says who it is and what the role may do, and is worth nothing after signing out', async () => {
    await account('li.si', 'countyAuditor', '360111');
    const before = Date.now();
    const { status, body } = await signIn('li.si', PASSWORD);
    expect(status).toBe(201);
    expect(body).toEqual({
      token: expect.stringMatching(/^[\w-]{43}$/) as string, expiresAt: expect.any(String) as string, mustChangePassword: false,
      person: { accountId: 'li.si', staffId: 's-li.si', name: '示例', role: 'countyAuditor', division: '360111' },
    });
    expect(Date.parse(body.expiresAt)).toBeGreaterThan(before);
    const who = (await nobody.request<WhoAmIDto>(SESSION, bearer(body.token))).body;
    expect(who.person).toEqual(body.person);
    expect([who.permissions.includes('case.confirm'), who.permissions.includes('workbook.import')]).toEqual([true, false]);
    expect((await nobody.request(CASELOAD, bearer(body.token))).status).toBe(200);
    const out = await nobody.request(SESSION, { method: 'DELETE', ...bearer(body.token) });
    expect([out.status, out.text]).toEqual([204, '']);
    expect(out.headers.get('set-cookie')).toMatch(/^taizhang_session=; .*Max-Age=0/);
    expect((await nobody.request(CASELOAD, bearer(body.token))).body.code).toBe('SESSION_ENDED');
  });

  test('whether there is such an account is not told', async () => {
    const [wrong, unknown] = [await signIn<ProblemBody>('li.si', 'not the password'), await signIn<ProblemBody>('nobody.here', 'not the password')];
    for (const answer of [wrong, unknown]) expect([answer.status, answer.body.code, answer.headers.get('www-authenticate')]).toEqual([401, 'SIGN_IN_REFUSED', 'Bearer']);
    expect({ ...wrong.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
  });

  test('a password given out by somebody else must be changed before anything else', async () => {
    const { oneTimePassword } = await server.ledger.access.createAccount({ accountId: 'wang.wu', staffId: 'w', name: '示例', role: 'countyOperator', division: '360111' }, BY);
    const { token } = (await signIn('wang.wu', oneTimePassword as string)).body;
    for (const path of [CASELOAD, SESSION, '/api/v1/imports']) {
      const { status, body } = await nobody.request(path, bearer(token));
      expect([path, status, body.code]).toEqual([path, 403, 'PASSWORD_CHANGE_DUE']);
    }
    const weak = await changePassword<ProblemBody>(token, oneTimePassword as string, 'short');
    expect([weak.status, weak.body.code]).toEqual([400, 'PASSWORD_INVALID']);
    const changed = await changePassword(token, oneTimePassword as string, PASSWORD);
    expect([changed.status, changed.body.mustChangePassword]).toEqual([200, false]);
    expect((await nobody.request(CASELOAD, bearer(changed.body.token))).status).toBe(200);
    // The old session is over, and the old password too.
    expect((await nobody.request(CASELOAD, bearer(token))).body.code).toBe('SESSION_ENDED');
    expect((await signIn('wang.wu', oneTimePassword as string)).status).toBe(401);
  });

  test('one may also sign out instead', async () => {
    const { oneTimePassword } = await server.ledger.access.createAccount({ accountId: 'zhao.liu', staffId: 'z', name: '示例', role: 'countyOperator', division: '360111' }, BY);
    const { token } = (await signIn('zhao.liu', oneTimePassword as string)).body;
    expect((await nobody.request(SESSION, { method: 'DELETE', ...bearer(token) })).status).toBe(204);
  });

  test('a session ends with its account', async () => {
    await account('sun.qi', 'countyOperator', '360111');
    const { token } = (await signIn('sun.qi', PASSWORD)).body;
    await server.ledger.access.disableAccount('sun.qi', '离职', BY);
    expect((await nobody.request(CASELOAD, bearer(token))).body.code).toBe('SESSION_ENDED');
    expect((await signIn<ProblemBody>('sun.qi', PASSWORD)).body.code).toBe('SIGN_IN_REFUSED');
  });

  test('guessing locks the account, with when to come back', async () => {
    await account('zhou.ba', 'countyOperator', '360111');
    for (let guess = 0; guess < 5; guess += 1) expect((await signIn('zhou.ba', `guess number ${guess}`)).status).toBe(401);
    const locked = await signIn<ProblemBody>('zhou.ba', PASSWORD);
    expect([locked.status, locked.body.code]).toEqual([429, 'SIGN_IN_LOCKED']);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
  });

  test.each<[what: string, body: string, pointer: string | undefined]>([
    ['no password', '{"accountId":"li.si"}', '/password'],
    ['a password that is a number', '{"accountId":"li.si","password":123456789012}', '/password'],
    ['a password without end', JSON.stringify({ accountId: 'li.si', password: 'x'.repeat(1_001) }), '/password'],
    ['an object for an account', '{"accountId":{"$ne":null},"password":"x"}', '/accountId'],
    ['a field nobody knows', JSON.stringify({ accountId: 'li.si', password: PASSWORD, remember: true }), '/remember'],
  ])('%s is refused without repeating it', async (_what, body, pointer) => {
    const answer = await nobody.post(SESSION, body);
    expect([answer.status, answer.body.errors]).toEqual([400, [{ pointer, detail: expect.any(String) as string }]]);
    expect(answer.text).not.toContain(PASSWORD);
  });
});

describe('the cookie', () => {
  let cookie: string;
  beforeAll(async () => {
    await account('cookie', 'administrator', '000000');
    const set = (await signIn('cookie', PASSWORD)).headers.get('set-cookie') as string;
    expect(set).toMatch(/^taizhang_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    cookie = set.split(';', 1)[0] as string;
  });

  test('is a session', async () => {
    expect((await nobody.request<WhoAmIDto>(SESSION, withCookie(`other=1; ${cookie}; more="x"`))).body.person.accountId).toBe('cookie');
  });

  test.each<[what: string, headers: Record<string, string>, status: number]>([
    ['a page of this server', { 'sec-fetch-site': 'same-origin' }, 202],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of another port of this host', { 'sec-fetch-site': 'same-site' }, 403],
    ['an old browser on another site', { origin: 'http://elsewhere.example' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
  ])('a change asked for by %s', async (_what, headers, status) => {
    const answer = await nobody.request('/api/v1/projections/rebuild', withCookie(cookie, { method: 'POST', headers }));
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body.code).toBe('CROSS_ORIGIN_REFUSED');
  });

  test('the header is what counts where both are sent', async () => {
    expect((await nobody.request(SESSION, withCookie(cookie, bearer('x'.repeat(43))))).status).toBe(401);
  });

  test.each<[what: string, options: object, headers: Record<string, string>, secure: boolean]>([
    ['a server that is reached by https', { publicUrl: 'https://taizhang.example' }, {}, true],
    ['a proxy that is trusted and ends TLS', { trustedProxies: ['127.0.0.1'] }, { 'x-forwarded-proto': 'https' }, true],
    ['a proxy that nobody named', {}, { 'x-forwarded-proto': 'https' }, false],
  ])('%s', async (_what, options, headers, secure) => {
    const other = await TestServer.start(options);
    try {
      const first = await other.ledger.access.bootstrap();
      expect(first).toBeUndefined();
      const { oneTimePassword } = await other.ledger.access.createAccount({ accountId: 'proxy', staffId: 'p', name: '示例', role: 'countyOperator', division: '360111' }, BY);
      const answer = await other.as('nobody').request(SESSION, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ accountId: 'proxy', password: oneTimePassword }) });
      expect([answer.status, answer.headers.get('set-cookie')?.includes('; Secure') === true]).toEqual([201, secure]);
    } finally {
      await other.end();
    }
  });
});

test('one address is slowed down, whatever accounts it tries; a trusted proxy says whose address it is', async () => {
  const other = await TestServer.start({ trustedProxies: ['127.0.0.1'] });
  try {
    const tryFrom = (address: string, n: number) => other.as('nobody').request(SESSION, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': address }, body: JSON.stringify({ accountId: `account-${n}`, password: 'a password' }),
    });
    const answers = await Promise.all(Array.from({ length: MAX_FAILED_SIGN_INS }, (_, n) => tryFrom('203.0.113.7', n)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    const refused = await tryFrom('203.0.113.7', 99);
    expect([refused.status, refused.body.code]).toEqual([429, 'SIGN_IN_TOO_OFTEN']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(200);
    expect((await tryFrom('203.0.113.8', 99)).status).toBe(401);
  } finally {
    await other.end();
  }
});

test('no password and no token is in the log', async () => {
  await account('logged', 'countyOperator', '360111');
  const { token } = (await signIn('logged', PASSWORD)).body;
  await nobody.request(CASELOAD, bearer(token));
  await nobody.request(CASELOAD, withCookie(`taizhang_session=${token}`));
  await nobody.request(`${CASELOAD}&token=${token}`, bearer(token));
  await signIn('logged', 'some wrong password');
  await nobody.post(SESSION, `{"accountId":"logged","password":"${PASSWORD}",}`);
  await nobody.post(SESSION, JSON.stringify({ accountId: 'logged', password: PASSWORD.repeat(LIMITS.bodyBytes / 10) }));
  const logged = server.lines.join('');
  expect(logged).toContain(SESSION);
  for (const secret of [PASSWORD, token, 'some wrong password']) expect(logged).not.toContain(secret);
});
