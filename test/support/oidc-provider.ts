/** A real OpenID Connect provider (oidc-provider, certified by the OpenID Foundation) on a port of this machine, with its own pages for signing in. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import Provider, { type JWK } from 'oidc-provider';

export const CLIENT = { clientId: 'taizhang', clientSecret: 'a-secret-of-the-test-only-0123456789' } as const;

/** A key to sign identity tokens with. */
export function signingKey(kid: string): JWK {
  return { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
}

export interface ProviderOptions {
  readonly redirectUri: string;
  /** The port of an earlier one that is stopped; any free one where absent. */
  readonly port?: number;
  readonly key: JWK;
  /** What it says its keys are, where that is not the truth. */
  readonly publishedKeys?: readonly JWK[];
}

export class TestProvider {
  private constructor(private readonly server: Server, readonly port: number) {}

  static async start({ redirectUri, port = 0, key, publishedKeys }: ProviderOptions): Promise<TestProvider> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
    const started = new TestProvider(server, (server.address() as AddressInfo).port);
    // It says in the console that it is set up for a test only, which it is.
    const provider = quietly(() => new Provider(started.issuer, {
      clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [redirectUri], response_types: ['code'], grant_types: ['authorization_code'] }],
      jwks: { keys: [key] },
      cookies: { keys: ['a key of the test only'] },
      pkce: { methods: ['S256'], required: () => true },
      ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
      findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    }));
    if (publishedKeys !== undefined) {
      provider.use(async (context, next) => {
        await next();
        if (context.path === '/jwks') context.body = { keys: publishedKeys.map(({ kty, kid, alg, use, n, e }) => ({ kty, kid, alg, use, n, e })) };
      });
    }
    const handle = provider.callback();
    server.on('request', (request, response) => void handle(request, response));
    return started;
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

function quietly<T>(work: () => T): T {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  try {
    return work();
  } finally {
    warn.mockRestore();
  }
}

interface Cookie { readonly value: string; readonly path: string }

/** As much of a browser as signing in needs: cookies by path, redirects one by one, forms. One host, any port: cookies know no ports. */
export class Browser {
  readonly cookies = new Map<string, Cookie>();

  /** One request, no redirect followed. */
  async get(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    const sent = [...this.cookies].filter(([, { path }]) => pathname.startsWith(path)).map(([name, { value }]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...(init.headers as Record<string, string>), ...(sent === '' ? {} : { cookie: sent }) } });
    for (const text of response.headers.getSetCookie()) this.keep(text);
    return response;
  }

  /** Follows redirects and fills in forms as somebody who signs in with this name, until a redirect leads to an address that begins so; that address. */
  async signIn(url: string, name: string, until: string): Promise<string> {
    let response = await this.get(url);
    let at = url;
    for (let step = 0; step < 20; step += 1) {
      const location = response.headers.get('location');
      if (location !== null) {
        at = new URL(location, at).href;
        if (at.startsWith(until)) return at;
        response = await this.get(at);
        continue;
      }
      const page = await response.text();
      const action = /<form[^>]+action="([^"]+)"/.exec(page)?.[1];
      if (action === undefined) throw new Error(`a page without a form (${response.status}): ${page.slice(0, 500)}`);
      const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, field = '', value = '']) => [field, value]);
      at = new URL(action, at).href;
      response = await this.get(at, { method: 'POST', body: new URLSearchParams([...hidden, ...(page.includes('name="login"') ? [['login', name], ['password', 'any']] : [])] as [string, string][]) });
    }
    throw new Error('signing in has no end');
  }

  private keep(text: string): void {
    const [pair = '', ...attributes] = text.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const value = pair.slice(at + 1);
    const attribute = (name: string): string | undefined => attributes.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
    if (value === '' || attribute('max-age') === '0') this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), { value, path: attribute('path') ?? '/' });
  }
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
