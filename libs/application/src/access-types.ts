/** What accounts, sessions and delegations are asked and answered, as the command line and the server show it. */
import type { Account, ExternalIdentity, SignedIn } from '#identity';
import type { Actor } from '#kernel';
import type { DelegationRow } from '#reports';

/** An account without anything secret. */
export type AccountView = Omit<Account, 'credentialIds' | 'epoch'>;
/** A delegation, also one that was revoked. */
export type DelegationView = DelegationRow;

export interface AccountRequest {
  /** Small letters, digits, dot, dash, underscore; 2 to 40. */
  readonly accountId: string;
  readonly staffId: string;
  readonly name: string;
  readonly role: string;
  /** 6, 9 or 12 digits, as the role asks; 000000 is everywhere. */
  readonly division: string;
  readonly orgUscc?: string | undefined;
  /** Signs in with an external identity only: it gets no password. */
  readonly externalOnly?: boolean | undefined;
}
/** What is to be otherwise; at least one. */
export interface AccountChange {
  readonly role?: string | undefined;
  readonly division?: string | undefined;
  readonly name?: string | undefined;
}
/** The password is told here and nowhere else. */
export interface AccountWithPassword {
  readonly account: AccountView;
  readonly oneTimePassword?: string | undefined;
}
export interface FirstAdministrator {
  readonly accountId: string;
  readonly password: string;
}
export interface DelegationRequest {
  /** The number an office gives it. */
  readonly delegationId: string;
  /** The county, 6 digits. */
  readonly fromDivision: string;
  /** The town, 9 digits. */
  readonly toDivision: string;
  readonly toRole: string;
  readonly permissions: readonly string[];
  /** The only benefits it is about; all of them where absent. */
  readonly benefits?: readonly string[] | undefined;
  readonly amountCapFen?: number | undefined;
  /** YYYY-MM-DD; today where absent. */
  readonly validFrom?: string | undefined;
  /** The last day, YYYY-MM-DD. */
  readonly validTo?: string | undefined;
  readonly basis: string;
}
export interface RevocationRequest {
  readonly delegationId: string;
  /** The first day on which it does not hold, YYYY-MM-DD; today where absent. */
  readonly on?: string | undefined;
  readonly reason: string;
}

export interface CurrentSession {
  readonly person: SignedIn;
  /** The password was given out by somebody else: until it is changed the session is good for nothing but that. */
  readonly mustChangePassword: boolean;
}
export interface Session extends CurrentSession {
  /** What proves the session; only its hash is stored. */
  readonly token: string;
  /** RFC 3339 UTC; a session nobody uses ends earlier. */
  readonly expiresAt: string;
}
export interface Authorised {
  /** Who acts, for the envelope of what is recorded. */
  readonly actor: Actor;
  /** Most that the decision may come to, where it rests on a delegation with a cap. */
  readonly amountCapFen?: number | undefined;
}
export type { ExternalIdentity };
