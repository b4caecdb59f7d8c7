/** How the server is reached and who signs people in, as the environment says it. */
import { DomainError } from '#kernel';
import { isLoopback } from '../http/loopback.js';
import { type AccessSettings, API } from '../tokens.js';

/** @throws DomainError `SETTING_INVALID` */
export function accessSettings(environment: Readonly<Record<string, string | undefined>>): AccessSettings {
  /** An empty variable is an unset one, as compose files have it. */
  const setting = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const publicUrl = baseUrlIn('TAIZHANG_PUBLIC_URL', setting('TAIZHANG_PUBLIC_URL'));
  const trustedProxies = proxiesIn(setting('TAIZHANG_TRUSTED_PROXIES'));
  const [issuer, clientId, clientSecret] = [issuerIn(setting('OIDC_ISSUER')), setting('OIDC_CLIENT_ID'), setting('OIDC_CLIENT_SECRET')];
  if (issuer === undefined) {
    if (clientId !== undefined || clientSecret !== undefined) throw unusable('OIDC_ISSUER', 'is not set although OIDC_CLIENT_ID or OIDC_CLIENT_SECRET is. Set it to the address of the identity provider, or unset the others.');
    return { publicUrl, trustedProxies };
  }
  if (clientId === undefined) throw unusable('OIDC_CLIENT_ID', 'is not set although OIDC_ISSUER is. Set it to the id under which the provider knows this server.');
  if (publicUrl === undefined) throw unusable('TAIZHANG_PUBLIC_URL', 'is not set although OIDC_ISSUER is. The provider sends browsers back to it: set it to the address under which people reach this server.');
  return { publicUrl, trustedProxies, oidc: { issuer, clientId, clientSecret, redirectUri: `${publicUrl}/${API}/session/oidc/callback` } };
}

function urlIn(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw unusable(name, 'is not a plain address. Write it like https://taizhang.example, without user, query or fragment.');
  }
  return url;
}

function baseUrlIn(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = urlIn(name, text);
  if (url.pathname !== '/') throw unusable(name, 'has a path. The server is reached at the root of its host: leave the path out.');
  return url.origin;
}

/** Passwords and tokens must not cross a network as they are. */
function issuerIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const { protocol, hostname } = urlIn('OIDC_ISSUER', text);
  if (protocol === 'http:' && !isLoopback(hostname.replace(/^\[|\]$/g, ''))) throw unusable('OIDC_ISSUER', 'is plain http. Only a provider on this very machine may be; use its https address.');
  return text;
}

function proxiesIn(text: string | undefined): readonly string[] | undefined {
  const proxies = text?.split(',').map((part) => part.trim()).filter((part) => part !== '');
  const wrong = proxies?.find((proxy) => !/^[0-9a-f.:]+(\/\d{1,3})?$/i.test(proxy));
  if (wrong !== undefined) throw unusable('TAIZHANG_TRUSTED_PROXIES', 'is not a list of addresses parted by commas, such as 127.0.0.1,10.0.0.0/8.');
  return proxies;
}

const unusable = (name: string, what: string): DomainError => new DomainError('SETTING_INVALID', 'invalid', `${name} ${what}`, { setting: name });
