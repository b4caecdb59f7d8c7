/** Signing in and out: attempts counted, passwords compared, sessions begun and looked up. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Account, ExternalIdentity, SignedIn } from '#identity';
import { DomainError } from '#kernel';
import { checkPassword, oneTimePassword, PasswordHasher } from './access-passwords.js';
import type { AccountSource } from './access-sources.js';
import type { AccessStore, StoredSession } from './access-store.js';
import type { CurrentSession, Session } from './access-types.js';
import type { ServiceHost } from './service-host.js';

/** Wrong passwords in a row, after which a name is locked. */
export const MAX_FAILURES = 5;
/** Seconds a name stays locked, and after which failures are forgotten. */
export const LOCK_S = 900;
/** Seconds a session lasts at most, and without being used. */
export const SESSION_S = 43_200;
export const IDLE_S = 1_800;
/** Seconds a one-time password can be used. */
export const ONE_TIME_S = 259_200;
/** Seconds after which the use of a session is noted again: not every request should write. */
const SEEN_S = 60;

const MS = 1_000;
const TOKEN_BYTES = 32;

/** Records the change of a password and what it entails. */
type RecordChange = (account: Account, credentialId: string, replaces: string) => Promise<void>;

export class AccessSessions {
  private readonly passwords = new PasswordHasher();

  constructor(private readonly host: ServiceHost, private readonly store: AccessStore, private readonly source: AccountSource) {}

  async signIn(accountId: string, password: string): Promise<Session> {
    const account = await this.source.find(accountId);
    this.beginAttempt(accountId, account !== undefined);
    const right = await this.passwords.matches(this.hashOf(account), password);
    // Before saying that an account is disabled it must have been shown who asks; saying it at all helps nobody who may not know.
    if (!right || account === undefined || account.disabledReason !== undefined) throw refused();
    this.store.forgetAttempts(accountId);
    return this.begin(account, false);
  }

  /** `candidates`: accounts that a read model lists for the identity; their streams decide. */
  async beginExternal({ issuer, subject }: ExternalIdentity, candidates: readonly string[]): Promise<Session> {
    const accounts = (await Promise.all(candidates.map((id) => this.source.find(id))))
      .filter((account) => account?.disabledReason === undefined && account?.identities.some((known) => known.issuer === issuer && known.subject === subject) === true);
    const [account] = accounts;
    // Linked to two at the same moment by two programs: nobody can say which of them is meant.
    if (account === undefined || accounts.length > 1) throw refused();
    return this.begin(account, true);
  }

  async current(token: string): Promise<CurrentSession | undefined> {
    const found = await this.find(token);
    return found && { person: personOf(found.account), mustChangePassword: found.mustChangePassword };
  }

  async changePassword(token: string, oldPassword: string, newPassword: string, record: RecordChange): Promise<Session> {
    const found = await this.find(token);
    if (found === undefined) throw new DomainError('SESSION_ENDED', 'unauthenticated', 'The session has ended, so the password was not changed. Sign in again.');
    const { account } = found;
    checkPassword(newPassword, account.accountId);
    if (newPassword === oldPassword) throw new DomainError('PASSWORD_INVALID', 'invalid', 'The new password is the old one. Choose another.', { field: 'newPassword' });
    this.beginAttempt(account.accountId, true);
    if (!await this.passwords.matches(this.hashOf(account), oldPassword)) throw new DomainError('PASSWORD_WRONG', 'forbidden', 'The old password is wrong, so nothing was changed. Try again, or ask the administrator for a new one.');
    const credentialId = await this.keep(newPassword, undefined);
    await record(account, credentialId, account.credentialIds.at(-1) as string);
    this.store.forgetAttempts(account.accountId);
    return this.begin(await this.source.existing(account.accountId), false);
  }

  end(token: string): void {
    this.store.endSession(token);
  }

  /** Made and kept, but good for nothing until an event names its id. */
  async issueOneTimePassword(): Promise<{ readonly credentialId: string; readonly password: string }> {
    const password = oneTimePassword();
    return { credentialId: await this.keep(password, this.nowMs() + ONE_TIME_S * MS), password };
  }

  private async keep(password: string, expires: number | undefined): Promise<string> {
    const id = randomUUID();
    this.store.putCredential(id, { hash: await this.passwords.hash(password), expires }, this.nowMs());
    return id;
  }

  /** Of the credential that the account's last event about one names: a hash from an old copy of the file opens nothing. */
  private hashOf(account: Account | undefined): string | undefined {
    const id = account?.credentialIds.at(-1);
    const credential = id === undefined ? undefined : this.store.credential(id);
    return credential === undefined || (credential.expires !== undefined && credential.expires <= this.nowMs()) ? undefined : credential.hash;
  }

  /** @throws DomainError `SIGN_IN_LOCKED`, for names nobody has just the same */
  private beginAttempt(name: string, known: boolean): void {
    const now = this.nowMs();
    const until = this.store.beginAttempt(name, known, now, MAX_FAILURES, LOCK_S * MS);
    if (until === undefined) return;
    const retryAfterSeconds = Math.ceil((until - now) / MS);
    throw new DomainError('SIGN_IN_LOCKED', 'limit', `The password was wrong ${MAX_FAILURES} times in a row, so this account id is locked for ${Math.ceil(retryAfterSeconds / 60)} more minutes. Wait, or ask the administrator for a new password.`, { retryAfterSeconds });
  }

  private begin(account: Account, external: boolean): Session {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const now = this.nowMs();
    const session: StoredSession = { accountId: account.accountId, epoch: account.epoch, external, began: now, seen: now };
    this.store.beginSession(token, session, now - SESSION_S * MS, now - IDLE_S * MS);
    return { token, expiresAt: new Date(now + SESSION_S * MS).toISOString(), person: personOf(account), mustChangePassword: mustChange(account, session) };
  }

  /** A session that is not over, with its account as it is now. */
  private async find(token: string): Promise<{ readonly account: Account; readonly mustChangePassword: boolean } | undefined> {
    const session = this.store.session(token);
    const now = this.nowMs();
    if (session === undefined || session.began + SESSION_S * MS <= now || session.seen + IDLE_S * MS <= now) return undefined;
    const account = await this.source.find(session.accountId);
    if (account === undefined || account.disabledReason !== undefined || account.epoch !== session.epoch) return undefined;
    if (session.seen + SEEN_S * MS <= now) this.store.sessionSeen(token, now);
    return { account, mustChangePassword: mustChange(account, session) };
  }

  private nowMs(): number {
    return Date.parse(this.host.now());
  }
}

const mustChange = ({ credential }: Account, { external }: StoredSession): boolean => !external && credential === 'oneTimePassword';

const personOf = ({ accountId, staffId, name, role, division, orgUscc }: Account): SignedIn => ({ accountId, staffId, name, role, division, orgUscc });

/** Always the same, whatever was wrong. */
const refused = (): DomainError => new DomainError('SIGN_IN_REFUSED', 'unauthenticated', 'Account id and password do not belong together, or the account cannot sign in like this. Check both, or ask the administrator.');
