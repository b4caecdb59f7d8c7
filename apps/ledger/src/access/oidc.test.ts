/** Signing in with a real OpenID Connect provider, and everything that can go wrong between the two. */
import { Browser, CLIENT, freePort, signingKey, TestProvider } from '../../../../test/support/oidc-provider.js';
import { accessSettings } from '../index.js';
import { type ProblemBody, TestServer } from '../testing/test-server.js';
import type { SessionDto, WhoAmIDto } from './session.dto.js';

const START = '/api/v1/session/oidc';
const CALLBACK = `${START}/callback`;
const BY = { staffId: 'test' };
const OLD = signingKey('old');
const NEW = signingKey('new');
let port: number;
let provider: TestProvider;
let server: TestServer;

const publicUrl = (): string => `http://127.0.0.1:${port}`;
const redirectUri = (): string => `${publicUrl()}${CALLBACK}`;
const settings = () => accessSettings({ OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: CLIENT.clientId, OIDC_CLIENT_SECRET: CLIENT.clientSecret, TAIZHANG_PUBLIC_URL: publicUrl() });

beforeAll(async () => {
  port = await freePort();
  provider = await TestProvider.start({ redirectUri: redirectUri(), key: OLD });
  server = await TestServer.start({ port, ...settings() });
  const { access } = server.ledger;
  for (const accountId of ['zhang.san', 'disabled']) {
    await access.createAccount({ accountId, staffId: accountId, name: '示例', role: 'countyOperator', division: '360111', externalOnly: true }, BY);
    await access.linkIdentity(accountId, { issuer: provider.issuer, subject: accountId }, BY);
  }
  await access.disableAccount('disabled', '离职', BY);
});
afterAll(async () => {
  await server.end();
  await provider.stop();
});

/** Leaves for the provider, signs in there, and stops before coming back. */
async function toCallback(browser: Browser, name: string, change: (leaving: URL) => void = () => undefined): Promise<string> {
  const leaving = new URL((await browser.get(`${publicUrl()}${START}`)).headers.get('location') as string);
  change(leaving);
  return browser.signIn(leaving.href, name, redirectUri());
}
async function refusal(answer: Promise<Response>): Promise<[number, string, boolean]> {
  const response = await answer;
  return [response.status, ((await response.json()) as ProblemBody).code, response.headers.getSetCookie().some((cookie) => cookie.startsWith('taizhang_session='))];
}
const whoAmI = async (browser: Browser) => ((await (await browser.get(`${publicUrl()}/api/v1/session`)).json()) as WhoAmIDto).person?.accountId;

test('to the provider with PKCE, state and nonce, and back with a session', async () => {
  const browser = new Browser();
  const begun = await browser.get(`${publicUrl()}${START}`);
  expect(begun.status).toBe(302);
  const leaving = new URL(begun.headers.get('location') as string);
  expect(leaving.origin).toBe(provider.issuer);
  expect(Object.fromEntries(leaving.searchParams)).toEqual({
    client_id: CLIENT.clientId, response_type: 'code', scope: 'openid', redirect_uri: redirectUri(), code_challenge_method: 'S256',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string, state: expect.stringMatching(/^[\w-]{43}$/) as string, nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
  });
  expect(begun.headers.getSetCookie()).toEqual([expect.stringMatching(/^taizhang_oidc=[\w.-]+; Path=\/api\/v1\/session\/oidc; HttpOnly; SameSite=Lax; Max-Age=600$/)]);

  const back = await browser.get(await browser.signIn(leaving.href, 'zhang.san', redirectUri()));
  expect([back.status, back.headers.get('location')]).toEqual([302, '/']);
  expect([...browser.cookies.keys()]).toContain('taizhang_session');
  expect([...browser.cookies.keys()]).not.toContain('taizhang_oidc');
  expect(await whoAmI(browser)).toBe('zhang.san');
});

test('a program that asks for JSON gets the session', async () => {
  const browser = new Browser();
  const back = await browser.get(await toCallback(browser, 'zhang.san'), { headers: { accept: 'application/json' } });
  const { token, person, mustChangePassword } = (await back.json()) as SessionDto;
  expect([back.status, person.accountId, person.role, mustChangePassword]).toEqual([200, 'zhang.san', 'countyOperator', false]);
  expect((await server.as('nobody').request('/api/v1/imports', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
});

describe('refused, without a session', () => {
  test('an identity that belongs to no account', async () => {
    const browser = new Browser();
    expect(await refusal(browser.get(await toCallback(browser, 'stranger')))).toEqual([401, 'SIGN_IN_REFUSED', false]);
  });

  test('an account that is disabled', async () => {
    const browser = new Browser();
    expect(await refusal(browser.get(await toCallback(browser, 'disabled')))).toEqual([401, 'SIGN_IN_REFUSED', false]);
  });

  test('the same answer twice, also with the cookie of the first time', async () => {
    const browser = new Browser();
    const callback = await toCallback(browser, 'zhang.san');
    const cookies = new Map(browser.cookies);
    expect((await browser.get(callback)).status).toBe(302);
    expect(await refusal(browser.get(callback))).toEqual([400, 'OIDC_CALLBACK_INVALID', false]);
    const thief = new Browser();
    for (const [name, cookie] of cookies) thief.cookies.set(name, cookie);
    expect(await refusal(thief.get(callback))).toEqual([400, 'OIDC_CALLBACK_INVALID', false]);
  });

  test('an answer in another browser, which began nothing or something else (sign-in as somebody else)', async () => {
    const callback = await toCallback(new Browser(), 'zhang.san');
    const other = new Browser();
    expect(await refusal(other.get(callback))).toEqual([400, 'OIDC_CALLBACK_INVALID', false]);
    await other.get(`${publicUrl()}${START}`);
    expect(await refusal(other.get(callback))).toEqual([400, 'OIDC_CALLBACK_INVALID', false]);
  });

  test.each<[what: string, change: (callback: URL) => void]>([
    ['another state', (url) => url.searchParams.set('state', 'x'.repeat(43))],
    ['no state', (url) => url.searchParams.delete('state')],
    ['two states', (url) => url.searchParams.append('state', 'x')],
  ])('%s', async (_what, change) => {
    const browser = new Browser();
    const callback = new URL(await toCallback(browser, 'zhang.san'));
    change(callback);
    expect(await refusal(browser.get(callback.href))).toEqual([400, 'OIDC_CALLBACK_INVALID', false]);
  });

  test('a cookie that was changed', async () => {
    const browser = new Browser();
    const callback = await toCallback(browser, 'zhang.san');
    const { value, path } = browser.cookies.get('taizhang_oidc') as { value: string; path: string };
    const [content = '', signature = ''] = value.split('.');
    const changed = Buffer.from(JSON.stringify({ ...(JSON.parse(Buffer.from(content, 'base64url').toString()) as object), nonce: 'another' })).toString('base64url');
    for (const forged of [`${changed}.${signature}`, `${content}.`, content, `${content}.${'A'.repeat(43)}`, '.']) {
      browser.cookies.set('taizhang_oidc', { value: forged, path });
      expect(await refusal(browser.get(callback))).toEqual([400, 'OIDC_CALLBACK_INVALID', false]);
    }
  });

  test.each<[what: string, change: (callback: URL) => void]>([
    ['an answer of another issuer', (url) => url.searchParams.set('iss', 'https://elsewhere.example')],
    ['an answer that does not say whose it is', (url) => url.searchParams.delete('iss')],
    ['a code that nobody was given', (url) => url.searchParams.set('code', 'x'.repeat(43))],
    ['no code', (url) => url.searchParams.delete('code')],
    ['an error of the provider', (url) => { url.searchParams.delete('code'); url.searchParams.set('error', 'access_denied'); }],
  ])('%s', async (_what, change) => {
    const browser = new Browser();
    const callback = new URL(await toCallback(browser, 'zhang.san'));
    change(callback);
    expect(await refusal(browser.get(callback.href))).toEqual([401, 'OIDC_REFUSED', false]);
  });

  test('an identity token for another sign-in: another nonce', async () => {
    const browser = new Browser();
    const callback = await toCallback(browser, 'zhang.san', (leaving) => leaving.searchParams.set('nonce', 'of-somebody-else'));
    expect(await refusal(browser.get(callback))).toEqual([401, 'OIDC_REFUSED', false]);
  });

  test('a code that was asked for with another challenge (PKCE)', async () => {
    const browser = new Browser();
    const callback = await toCallback(browser, 'zhang.san', (leaving) => leaving.searchParams.set('code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'));
    expect(await refusal(browser.get(callback))).toEqual([401, 'OIDC_REFUSED', false]);
  });
});

describe('while the server runs, the provider', () => {
  const restart = async (options: Omit<Parameters<typeof TestProvider.start>[0], 'redirectUri' | 'port'>): Promise<void> => {
    await provider.stop();
    provider = await TestProvider.start({ redirectUri: redirectUri(), port: provider.port, ...options });
  };

  test('comes back with new keys: they are found at once', async () => {
    const before = new Browser();
    expect((await before.get(await toCallback(before, 'zhang.san'))).status).toBe(302);
    const underWay = new Browser();
    const callback = await toCallback(underWay, 'zhang.san');
    await restart({ key: NEW });
    // Who is coming back arrives, who is signed in stays so.
    expect((await underWay.get(callback)).status).toBe(302);
    expect(await Promise.all([whoAmI(before), whoAmI(underWay)])).toEqual(['zhang.san', 'zhang.san']);
    const after = new Browser();
    expect((await after.get(await toCallback(after, 'zhang.san'))).status).toBe(302);
    expect(await whoAmI(after)).toBe('zhang.san');
  });

  test('withdraws a key: what is signed with it is refused, also right after it was good', async () => {
    await restart({ key: OLD });
    const good = new Browser();
    expect((await good.get(await toCallback(good, 'zhang.san'))).status).toBe(302);
    await restart({ key: OLD, publishedKeys: [NEW] });
    const browser = new Browser();
    expect(await refusal(browser.get(await toCallback(browser, 'zhang.san')))).toEqual([401, 'OIDC_REFUSED', false]);
    // A key of the same name is another key.
    await restart({ key: OLD, publishedKeys: [{ ...NEW, kid: 'old' }] });
    const other = new Browser();
    expect(await refusal(other.get(await toCallback(other, 'zhang.san')))).toEqual([401, 'OIDC_REFUSED', false]);
    await restart({ key: NEW });
  });

  test('is gone between leaving and coming back: that is said, and nothing else stops', async () => {
    const browser = new Browser();
    const callback = await toCallback(browser, 'zhang.san');
    await provider.stop();
    const answer = await browser.get(callback);
    const { code } = (await answer.json()) as ProblemBody;
    expect([answer.status, code, answer.headers.get('retry-after')]).toEqual([503, 'OIDC_UNAVAILABLE', '5']);
    expect((await server.request('/health/ready')).status).toBe(200);
    provider = await TestProvider.start({ redirectUri: redirectUri(), port: provider.port, key: NEW });
  });
});

test('a server starts without its provider, says so, and finds it when it is there', async () => {
  await provider.stop();
  await server.close();
  await server.open();
  expect(await refusal(new Browser().get(`${publicUrl()}${START}`))).toEqual([503, 'OIDC_UNAVAILABLE', false]);
  const { oneTimePassword } = await server.ledger.access.createAccount({ accountId: 'by-password', staffId: 'p', name: '示例', role: 'countyOperator', division: '360111' }, BY);
  expect((await server.as('nobody').post('/api/v1/session', JSON.stringify({ accountId: 'by-password', password: oneTimePassword }))).status).toBe(201);
  provider = await TestProvider.start({ redirectUri: redirectUri(), port: provider.port, key: NEW });
  const browser = new Browser();
  expect((await browser.get(await toCallback(browser, 'zhang.san'))).status).toBe(302);
});

test('a provider that says it is another is none', async () => {
  const other = await TestServer.start({ publicUrl: publicUrl(), oidc: { issuer: provider.issuer.replace('127.0.0.1', 'localhost'), clientId: 'x', redirectUri: redirectUri() } });
  try {
    const { status, body } = await other.as('nobody').request(START);
    expect([status, body.code]).toEqual([503, 'OIDC_UNAVAILABLE']);
  } finally {
    await other.end();
  }
});

test('without a provider there is nothing to begin and nothing to come back from', async () => {
  const other = await TestServer.start();
  try {
    for (const path of [START, `${CALLBACK}?state=x&code=y`]) {
      const { status, body } = await other.as('nobody').request(path);
      expect([path, status, body.code]).toEqual([path, 404, 'OIDC_NOT_CONFIGURED']);
    }
  } finally {
    await other.end();
  }
});

test('the log has the reason of a failure, and no code, state, token or name', () => {
  const logged = server.lines.join('');
  expect(logged).toContain('"reason":"invalid_grant"');
  expect(logged).not.toMatch(/code=|state=|zhang\.san|stranger|eyJ/);
  expect(logged).not.toContain(CLIENT.clientSecret);
});
