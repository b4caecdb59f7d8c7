/** Carries what a browser needs to come back from the identity provider: signed, short-lived, good once. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { DomainError } from '#kernel';
import type { PendingSignIn } from './oidc.js';

/** Seconds from leaving for the provider to coming back. */
export const OIDC_PENDING_S = 600;
/** Sign-ins remembered as over, so that none is taken twice. */
export const OIDC_REMEMBERED = 10_000;

export class PendingSignIns {
  /** Of this process: after a restart, sign-ins that were under way begin again. */
  private readonly key = randomBytes(32);
  /** State and when it may be forgotten. */
  private readonly over = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  seal(pending: PendingSignIn): string {
    const content = Buffer.from(JSON.stringify({ ...pending, until: this.now() + OIDC_PENDING_S * 1000 })).toString('base64url');
    return `${content}.${this.sign(content)}`;
  }

  /**
   * What the cookie holds, if it is for the answer with this state; the same one is taken once.
   * @throws DomainError `OIDC_CALLBACK_INVALID`
   */
  open(sealed: string | undefined, state: string | undefined): PendingSignIn {
    const pending = sealed === undefined ? undefined : this.verified(sealed);
    if (pending === undefined || pending.until <= this.now() || state !== pending.state || this.over.has(pending.state)) {
      throw new DomainError('OIDC_CALLBACK_INVALID', 'invalid', 'This answer of the identity provider does not belong to a sign-in that was begun in this browser within the last ten minutes, or it was used already. Begin again at /api/v1/session/oidc.');
    }
    this.remember(pending.state, pending.until);
    return pending;
  }

  private verified(sealed: string): (PendingSignIn & { readonly until: number }) | undefined {
    const [content = '', signature = ''] = sealed.split('.', 2);
    const expected = Buffer.from(this.sign(content));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return JSON.parse(Buffer.from(content, 'base64url').toString()) as PendingSignIn & { readonly until: number };
  }

  private sign(content: string): string {
    return createHmac('sha256', this.key).update(content).digest('base64url');
  }

  private remember(state: string, until: number): void {
    for (const [old, end] of this.over) {
      if (end > this.now() && this.over.size < OIDC_REMEMBERED) break;
      this.over.delete(old);
    }
    this.over.set(state, until);
  }
}
