/**
 * Signing in with an OpenID Connect provider: code flow with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636, RFC 9207, RFC 9700).
 * What is at the provider's is fetched when it is needed, so that the server starts without it, and finds its new keys when they were changed.
 */
import * as client from 'openid-client';
import { DomainError } from '#kernel';
import { describeError, type Log } from '../log/log.js';
import type { OidcSettings } from '../tokens.js';

/** Seconds that the provider has for an answer. */
export const OIDC_TIMEOUT_S = 10;
/** Milliseconds for which what the provider says of itself is kept; its keys are not. */
export const OIDC_METADATA_MS = 3_600_000;

/** What has to be remembered between leaving for the provider and coming back; a secret of one browser. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}
/** Who somebody is at the provider. */
export interface ExternalPerson {
  readonly issuer: string;
  readonly subject: string;
}

export class OidcSignIn {
  private metadata: { readonly of: client.ServerMetadata; readonly until: number } | undefined;
  private discovering: Promise<client.ServerMetadata> | undefined;

  constructor(private readonly configured: OidcSettings | undefined, private readonly log: Log, private readonly now: () => number) {}

  /** @throws DomainError `OIDC_NOT_CONFIGURED` */
  ensureConfigured(): void {
    void this.settings;
  }

  private get settings(): OidcSettings {
    if (this.configured !== undefined) return this.configured;
    throw new DomainError('OIDC_NOT_CONFIGURED', 'notFound', 'No identity provider is configured here, so sign in with a password: POST /api/v1/session. The administrator configures one with OIDC_ISSUER.');
  }

  /** Where to send the browser. @throws DomainError `OIDC_NOT_CONFIGURED` `OIDC_UNAVAILABLE` */
  async begin(): Promise<{ readonly location: string; readonly pending: PendingSignIn }> {
    const config = await this.configuration();
    const pending: PendingSignIn = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
    const location = client.buildAuthorizationUrl(config, {
      redirect_uri: this.settings.redirectUri, scope: 'openid', state: pending.state, nonce: pending.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(pending.verifier), code_challenge_method: 'S256',
    });
    return { location: location.href, pending };
  }

  /**
   * Who came back, proved by an identity token that the provider signed with a key it has now.
   * @param search the query of the request, as it came
   * @throws DomainError `OIDC_REFUSED` `OIDC_UNAVAILABLE`
   */
  async finish(search: string, { state, nonce, verifier }: PendingSignIn): Promise<ExternalPerson> {
    const config = await this.configuration();
    // Also over TLS: an identity that was not signed is none.
    client.enableNonRepudiationChecks(config);
    try {
      const tokens = await client.authorizationCodeGrant(config, new URL(`${this.settings.redirectUri}${search}`), { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('the grant was asked for an identity token');
      return { issuer: claims.iss, subject: claims.sub };
    } catch (error) {
      this.log.warn({ ...describeError(error), reason: reasonOf(error) }, 'signing in with the identity provider failed');
      throw isOutage(error) ? unavailable(error) : new DomainError('OIDC_REFUSED', 'unauthenticated',
        'The identity provider did not sign you in, or its answer could not be verified. Begin again at /api/v1/session/oidc; if it stays, tell the administrator, who finds the reason in the log.', {}, { cause: error });
    }
  }

  /** With no keys in it: they are fetched anew for every sign-in, so that a key the provider withdrew is good for nothing. */
  private async configuration(): Promise<client.Configuration> {
    const { clientId, clientSecret, issuer } = this.settings;
    const metadata = await this.discovered();
    const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const authentication = clientSecret === undefined ? client.None() : methods.includes('client_secret_basic') ? client.ClientSecretBasic(clientSecret) : client.ClientSecretPost(clientSecret);
    const config = new client.Configuration(metadata, clientId, undefined, authentication);
    config.timeout = OIDC_TIMEOUT_S;
    // Settings take such an issuer on this machine only.
    if (new URL(issuer).protocol === 'http:') client.allowInsecureRequests(config);
    return config;
  }

  private async discovered(): Promise<client.ServerMetadata> {
    if (this.metadata !== undefined && this.metadata.until > this.now()) return this.metadata.of;
    // One at a time, however many want to sign in.
    this.discovering ??= this.discover().finally(() => (this.discovering = undefined));
    return this.discovering;
  }

  private async discover(): Promise<client.ServerMetadata> {
    const { issuer, clientId } = this.settings;
    const url = new URL(issuer);
    try {
      const config = await client.discovery(url, clientId, undefined, client.None(), { timeout: OIDC_TIMEOUT_S, execute: url.protocol === 'http:' ? [client.allowInsecureRequests] : [] });
      this.metadata = { of: config.serverMetadata(), until: this.now() + OIDC_METADATA_MS };
      return this.metadata.of;
    } catch (error) {
      this.log.warn({ ...describeError(error), reason: reasonOf(error) }, 'the identity provider could not be asked about itself');
      throw unavailable(error);
    }
  }
}

const unavailable = (cause: unknown): DomainError => new DomainError('OIDC_UNAVAILABLE', 'unavailable',
  'The identity provider does not answer as it should, so nobody can sign in with it now. Try again later, or sign in with a password; the administrator finds the reason in the log.', {}, { cause });

/** A word of the protocol, such as invalid_grant or OAUTH_JWT_CLAIM_COMPARISON_FAILED; never a description, which can name somebody. */
function reasonOf(error: unknown): string | undefined {
  const { error: word, code } = error as { error?: unknown; code?: unknown };
  return [word, code].find((text): text is string => typeof text === 'string' && /^[A-Za-z_]{1,60}$/.test(text));
}

/** The provider was not reached, or failed itself; anything else is about this sign-in. Not `instanceof`: such errors can be of another realm. */
function isOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { message, code, status, cause } = error as { message?: unknown; code?: unknown; status?: unknown; cause?: unknown };
  return code === 'OAUTH_TIMEOUT' || message === 'fetch failed' || (typeof status === 'number' && status >= 500) || isOutage(cause);
}
