/** How often one address may fail. */
import { DomainError } from '#kernel';
import { MAX_FAILED_SIGN_INS, SIGN_IN_ADDRESSES, SIGN_IN_WINDOW_MS, SignInAttempts } from './sign-in-attempts.js';

let now: number;
let attempts: SignInAttempts;
beforeEach(() => {
  now = 1_000_000;
  attempts = new SignInAttempts(() => now);
});

const wrong = () => Promise.reject(new DomainError('SIGN_IN_REFUSED', 'unauthenticated', 'no'));
const codeOf = (address: string, work: () => Promise<unknown>): Promise<string> => attempts.of(address, work).then(() => 'done', (error: { code?: string; message: string }) => error.code ?? error.message);
async function fail(address: string, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) expect(await codeOf(address, wrong)).toBe('SIGN_IN_REFUSED');
}

test('after the last one nothing is tried, until the window is over', async () => {
  await fail('203.0.113.7', MAX_FAILED_SIGN_INS);
  let tried = false;
  now += SIGN_IN_WINDOW_MS - 1_500;
  await expect(attempts.of('203.0.113.7', () => Promise.resolve((tried = true)))).rejects.toMatchObject({ code: 'SIGN_IN_TOO_OFTEN', kind: 'limit', details: { retryAfterSeconds: 2 } });
  expect(tried).toBe(false);
  now += 1_500;
  expect(await codeOf('203.0.113.7', wrong)).toBe('SIGN_IN_REFUSED');
});

test('many at once are counted before any has failed', async () => {
  const all = await Promise.all(Array.from({ length: MAX_FAILED_SIGN_INS + 5 }, () => codeOf('203.0.113.7', wrong)));
  expect(all.filter((code) => code === 'SIGN_IN_TOO_OFTEN')).toHaveLength(5);
});

test.each<[what: string, work: () => Promise<unknown>]>([
  ['a success', () => Promise.resolve()],
  ['a provider that is down', () => Promise.reject(new DomainError('OIDC_UNAVAILABLE', 'unavailable', ''))],
  ['a new password that is too short', () => Promise.reject(new DomainError('PASSWORD_INVALID', 'invalid', ''))],
  ['a mistake of the program', () => Promise.reject(new Error('bug'))],
])('%s is no guess', async (_what, work) => {
  await fail('203.0.113.7', MAX_FAILED_SIGN_INS - 1);
  for (let n = 0; n < 3; n += 1) await codeOf('203.0.113.7', work);
  await fail('203.0.113.7', 1);
  expect(await codeOf('203.0.113.7', wrong)).toBe('SIGN_IN_TOO_OFTEN');
});

test.each<[one: string, other: string, same: boolean]>([
  ['203.0.113.7', '203.0.113.8', false],
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ['2001:db8::1', '2001:db8:0:0:1::', true],
  ['::1', '::2', true],
  ['fe80::1%eth0', 'fe80::2%eth1', true],
  ['::ffff:203.0.113.7', '::ffff:203.0.113.8', false],
])('%s and %s are one: %s', async (one, other, same) => {
  await fail(one, MAX_FAILED_SIGN_INS);
  expect(await codeOf(other, wrong)).toBe(same ? 'SIGN_IN_TOO_OFTEN' : 'SIGN_IN_REFUSED');
});

test('of more addresses than can be remembered the oldest are forgotten', async () => {
  await fail('203.0.113.7', MAX_FAILED_SIGN_INS);
  for (let n = 0; n < SIGN_IN_ADDRESSES - 1; n += 1) await attempts.of(`10.0.${n >> 8}.${n & 255}`, () => Promise.resolve());
  expect(await codeOf('203.0.113.7', wrong)).toBe('SIGN_IN_TOO_OFTEN');
  await attempts.of('192.0.2.1', () => Promise.resolve());
  expect(await codeOf('203.0.113.7', wrong)).toBe('SIGN_IN_REFUSED');
});
