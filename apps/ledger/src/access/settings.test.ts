/** Settings of signing in: complete and safe, or refused with the name of the setting. */
import { accessSettings } from './settings.js';

const OIDC = { OIDC_ISSUER: 'https://id.example/realms/a', OIDC_CLIENT_ID: 'taizhang', TAIZHANG_PUBLIC_URL: 'https://taizhang.example' };

test('nothing set, and empty variables as compose files have them', () => {
  expect(accessSettings({})).toEqual({ publicUrl: undefined, trustedProxies: undefined });
  expect(accessSettings({ OIDC_ISSUER: '', OIDC_CLIENT_ID: '', OIDC_CLIENT_SECRET: ' ', TAIZHANG_PUBLIC_URL: '', TAIZHANG_TRUSTED_PROXIES: '' })).toEqual({ publicUrl: undefined, trustedProxies: undefined });
});

test('a provider, as it names itself, and where it sends browsers back to', () => {
  expect(accessSettings({ ...OIDC, TAIZHANG_PUBLIC_URL: 'https://Taizhang.example:443/' })).toEqual({
    publicUrl: 'https://taizhang.example', trustedProxies: undefined,
    oidc: { issuer: 'https://id.example/realms/a', clientId: 'taizhang', clientSecret: undefined, redirectUri: 'https://taizhang.example/api/v1/session/oidc/callback' },
  });
});

test('plain http is for a provider on this machine', () => {
  for (const issuer of ['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000']) expect(accessSettings({ ...OIDC, OIDC_ISSUER: issuer }).oidc?.issuer).toBe(issuer);
});

test('proxies that are trusted', () => {
  expect(accessSettings({ TAIZHANG_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,::1' }).trustedProxies).toEqual(['127.0.0.1', '10.0.0.0/8', '::1']);
});

test.each<[environment: Record<string, string | undefined>, setting: string]>([
  [{ ...OIDC, OIDC_ISSUER: undefined }, 'OIDC_ISSUER'],
  [{ ...OIDC, OIDC_ISSUER: undefined, OIDC_CLIENT_ID: undefined, OIDC_CLIENT_SECRET: 'x' }, 'OIDC_ISSUER'],
  [{ ...OIDC, OIDC_ISSUER: 'id.example' }, 'OIDC_ISSUER'],
  [{ ...OIDC, OIDC_ISSUER: 'http://id.example' }, 'OIDC_ISSUER'],
  [{ ...OIDC, OIDC_ISSUER: 'http://127.0.0.1.example' }, 'OIDC_ISSUER'],
  [{ ...OIDC, OIDC_ISSUER: 'https://user:password@id.example' }, 'OIDC_ISSUER'],
  [{ ...OIDC, OIDC_ISSUER: 'file:///etc/passwd' }, 'OIDC_ISSUER'],
  [{ ...OIDC, OIDC_CLIENT_ID: undefined }, 'OIDC_CLIENT_ID'],
  [{ ...OIDC, TAIZHANG_PUBLIC_URL: undefined }, 'TAIZHANG_PUBLIC_URL'],
  [{ TAIZHANG_PUBLIC_URL: 'https://taizhang.example/ledger' }, 'TAIZHANG_PUBLIC_URL'],
  [{ TAIZHANG_PUBLIC_URL: 'taizhang.example' }, 'TAIZHANG_PUBLIC_URL'],
  [{ TAIZHANG_TRUSTED_PROXIES: 'proxy.example' }, 'TAIZHANG_TRUSTED_PROXIES'],
  [{ TAIZHANG_TRUSTED_PROXIES: 'true' }, 'TAIZHANG_TRUSTED_PROXIES'],
])('%j', (environment, setting) => {
  expect(() => accessSettings(environment)).toThrow(expect.objectContaining({ code: 'SETTING_INVALID', kind: 'invalid', message: expect.stringMatching(new RegExp(`^${setting} `)) as string }) as Error);
});
