/** Accounts, sessions and delegations: who somebody is, and whether they may. Signing in stands in `access-sessions.ts`. */
import { randomUUID } from 'node:crypto';
import { BENEFITS } from '#casework';
import { handleCommand } from '#event-store';
import {
  type Account, type AccountCommand, accountStream, decideAccess, type Delegation, type DelegationCommand, type DelegationEvent, type DelegationState, DELEGATES, delegationStream, delegationUnknown, EVERYWHERE, type ExternalIdentity, isDelegationId, type Permission, PERMISSIONS, type SignedIn,
} from '#identity';
import { type Actor, civilDateAt, type CivilDate, type CommandContext, digestOf, DomainError, type Json, parseCivilDate } from '#kernel';
import { AccessSessions } from './access-sessions.js';
import type { AccessStore } from './access-store.js';
import { AccountSource, StreamCache, viewOf } from './access-sources.js';
import type {
  AccountChange, AccountRequest, AccountView, AccountWithPassword, Authorised, CurrentSession, DelegationRequest, DelegationView, FirstAdministrator, RevocationRequest, Session,
} from './access-types.js';
import { type Sending, sentAs } from './sending.js';
import type { ServiceHost } from './service-host.js';

/** The administrator of the first start, who is everywhere and can do nothing but keep accounts. */
const FIRST: AccountRequest = { accountId: 'admin', staffId: 'admin', name: '系统管理员', role: 'administrator', division: EVERYWHERE };
const FIRST_START: Actor = { staffId: 'first-start' };

export class AccessService {
  private readonly source: AccountSource;
  private readonly sessions: AccessSessions;
  private readonly delegated: StreamCache<DelegationState, DelegationEvent>;

  constructor(private readonly host: ServiceHost, private readonly store: AccessStore) {
    this.source = new AccountSource(host.store);
    this.sessions = new AccessSessions(host, store, this.source);
    this.delegated = new StreamCache(host.store, delegationStream);
  }

  /** On the first start: an administrator `admin` with a one-time password, told once. Undefined where there is any account, also where another process was first. */
  bootstrap(): Promise<FirstAdministrator | undefined> {
    return this.host.track(async () => {
      await this.host.catchUp();
      if ((await this.accounts()).length > 0) return undefined;
      try {
        const { oneTimePassword } = await this.create(FIRST, FIRST_START, {});
        return { accountId: FIRST.accountId, password: oneTimePassword as string };
      } catch (error) {
        if (error instanceof DomainError && error.code === 'ACCOUNT_EXISTS') return undefined;
        throw error;
      }
    });
  }

  /** @throws DomainError `ACCOUNT_EXISTS` `ACCOUNT_INVALID` */
  createAccount(request: AccountRequest, by: Actor, sending: Sending = {}): Promise<AccountWithPassword> {
    return this.host.track(() => this.create(request, by, sending));
  }

  /** Another role or division ends the account's sessions. @throws DomainError `ACCOUNT_UNKNOWN` `ACCOUNT_INVALID` `OWN_ACCOUNT` */
  async changeAccount(accountId: string, change: AccountChange, by: Actor, sending: Sending = {}): Promise<AccountView> {
    if (change.role !== undefined || change.division !== undefined) await this.refuseOwn(accountId, by);
    return this.carryOut(accountId, { type: 'ChangeAccount', ...change, on: this.today() }, by, sending);
  }

  /** Ends the account's sessions. @throws DomainError `ACCOUNT_UNKNOWN` `ACCOUNT_INVALID` `OWN_ACCOUNT` */
  async disableAccount(accountId: string, reason: string, by: Actor, sending: Sending = {}): Promise<AccountView> {
    await this.refuseOwn(accountId, by);
    return this.carryOut(accountId, { type: 'DisableAccount', reason, on: this.today() }, by, sending);
  }

  /** @throws DomainError `ACCOUNT_UNKNOWN` */
  enableAccount(accountId: string, by: Actor, sending: Sending = {}): Promise<AccountView> {
    return this.carryOut(accountId, { type: 'EnableAccount', on: this.today() }, by, sending);
  }

  /** A new one-time password in place of whatever there was; ends the account's sessions and a lock. @throws DomainError `ACCOUNT_UNKNOWN` `ACCOUNT_DISABLED` */
  resetPassword(accountId: string, by: Actor, sending: Sending = {}): Promise<AccountWithPassword> {
    return this.host.track(async () => {
      await this.source.existing(accountId);
      const issued = await this.sessions.issueOneTimePassword();
      const account = await this.carryOut(accountId, { type: 'IssueCredential', credentialId: issued.credentialId, on: this.today() }, by, sending);
      this.store.forgetAttempts(accountId);
      return { account, oneTimePassword: await this.told(accountId, issued) };
    });
  }

  /** Lets somebody of an OpenID Connect provider sign in as the account. @throws DomainError `ACCOUNT_UNKNOWN` `ACCOUNT_INVALID` `IDENTITY_LINKED` */
  linkIdentity(accountId: string, { issuer, subject }: ExternalIdentity, by: Actor, sending: Sending = {}): Promise<AccountView> {
    return this.host.track(async () => {
      await this.host.catchUp();
      const [other] = (await this.linked({ issuer, subject })).filter((row) => row.accountId !== accountId);
      if (other !== undefined) {
        throw new DomainError('IDENTITY_LINKED', 'conflict', `The identity is linked to the account ${other.accountId} already, and nobody is two accounts. Unlink it there first.`, { accountId: other.accountId });
      }
      return this.carryOut(accountId, { type: 'LinkIdentity', issuer, subject, on: this.today() }, by, sending);
    });
  }

  /** Takes a link back; ends the account's sessions. @throws DomainError `ACCOUNT_UNKNOWN` `ACCOUNT_INVALID` `IDENTITY_UNKNOWN` */
  unlinkIdentity(accountId: string, { issuer, subject }: ExternalIdentity, reason: string, by: Actor, sending: Sending = {}): Promise<AccountView> {
    return this.carryOut(accountId, { type: 'UnlinkIdentity', issuer, subject, reason, on: this.today() }, by, sending);
  }

  /** Every account, by its id. */
  async accounts(): Promise<AccountView[]> {
    return (await this.rows<Account>('accounts')).map(viewOf);
  }

  /** @throws DomainError `ACCOUNT_UNKNOWN` */
  async account(accountId: string): Promise<AccountView> {
    return viewOf(await this.source.existing(accountId));
  }

  /** Where the stream of an account that is known stands. */
  async accountRevision(accountId: string): Promise<bigint> {
    return (await this.source.revision(accountId)) as bigint;
  }

  /** Where the stream of a delegation that is known stands. */
  async delegationRevision(delegationId: string): Promise<bigint> {
    return (await this.delegated.revision(delegationId)) as bigint;
  }

  /** @throws DomainError as `delegationDecider`, and what is wrong with a day */
  async grantDelegation(request: DelegationRequest, by: Actor, sending: Sending = {}): Promise<DelegationView> {
    const today = this.today();
    const unknown = request.benefits?.find((benefit) => !(BENEFITS as readonly string[]).includes(benefit));
    if (unknown !== undefined) throw new DomainError('DELEGATION_INVALID', 'invalid', `There is no benefit ${unknown.slice(0, 40)}. Known are: ${BENEFITS.join(', ')}.`, { field: 'benefits' });
    const { validFrom, validTo, ...terms } = request;
    return this.delegate(request.delegationId, {
      type: 'GrantDelegation', ...terms, validFrom: validFrom === undefined ? today : parseCivilDate(validFrom), validTo: validTo === undefined ? undefined : parseCivilDate(validTo), today,
    }, request, { code6: request.fromDivision.slice(0, 6), town9: request.toDivision }, by, sending);
  }

  /** @throws DomainError as `delegationDecider`, and what is wrong with a day */
  async revokeDelegation(request: RevocationRequest, by: Actor, sending: Sending = {}): Promise<DelegationView> {
    const { delegationId, on, reason } = request;
    const today = this.today();
    const { fromDivision, toDivision } = await this.delegation(delegationId);
    return this.delegate(delegationId, { type: 'RevokeDelegation', on: on === undefined ? today : parseCivilDate(on), reason, today }, request, { code6: fromDivision, town9: toDivision }, by, sending);
  }

  /** Every delegation, also those revoked or over, by number. */
  delegations(): Promise<DelegationView[]> {
    return this.rows<DelegationView>('delegations');
  }

  /** @throws DomainError `DELEGATION_UNKNOWN` */
  async delegation(delegationId: string): Promise<DelegationView> {
    const state = isDelegationId(delegationId) ? await this.delegated.read(delegationId) : undefined;
    if (state?.delegation === undefined) throw delegationUnknown();
    return { ...state.delegation, revokedReason: state.revokedReason };
  }

  /** @throws DomainError `SIGN_IN_REFUSED` `SIGN_IN_LOCKED` `SIGN_IN_BUSY` */
  signIn(accountId: string, password: string): Promise<Session> {
    return this.host.track(() => this.sessions.signIn(accountId, password));
  }

  /** For an identity its provider has vouched for. @throws DomainError `SIGN_IN_REFUSED` where no enabled account is linked to it */
  signInExternal(issuer: string, subject: string): Promise<Session> {
    return this.host.track(async () => {
      await this.host.catchUp();
      return this.sessions.beginExternal({ issuer, subject }, (await this.linked({ issuer, subject })).map(({ accountId }) => accountId));
    });
  }

  /** Undefined for a token that is none, or whose session has ended. */
  session(token: string): Promise<CurrentSession | undefined> {
    return this.host.track(() => this.sessions.current(token));
  }

  /** Ends all sessions of the account and begins one. @throws DomainError `SESSION_ENDED` `PASSWORD_WRONG` `PASSWORD_INVALID` `SIGN_IN_LOCKED` `SIGN_IN_BUSY` `CREDENTIAL_REPLACED` */
  changePassword(token: string, oldPassword: string, newPassword: string): Promise<Session> {
    return this.host.track(() => this.sessions.changePassword(token, oldPassword, newPassword, async (account, credentialId, replaces) => {
      await this.carryOut(account.accountId, { type: 'ChangePassword', credentialId, replaces, on: this.today() }, { staffId: account.staffId, role: account.role, orgUscc: account.orgUscc }, {});
    }));
  }

  /** Ends the session, if there is one. */
  signOut(token: string): Promise<void> {
    return this.host.track(async () => this.sessions.end(token));
  }

  /**
   * Who acts, where they may. Without a place the permission belongs to none, and only the role is asked; `benefit` is that of the case it is about.
   * @throws DomainError `ROLE_FORBIDDEN` `DIVISION_FORBIDDEN` `BENEFIT_FORBIDDEN` `DIVISION_INVALID`
   */
  async authorise(person: SignedIn, permission: Permission, place?: string, benefit?: string): Promise<Authorised> {
    const decision = decideAccess(person, permission, place, await this.delegationsFor(person, permission), this.today(), benefit);
    if (decision.allowed) {
      const { staffId, role, orgUscc } = person;
      return { actor: { staffId, role, orgUscc, delegationId: decision.delegationId }, amountCapFen: decision.amountCapFen };
    }
    if (decision.code === 'ROLE_FORBIDDEN') {
      throw new DomainError('ROLE_FORBIDDEN', 'forbidden', `The role ${person.role} may not do this (${permission}). Ask somebody whose role may; docs/access.md lists them.`, { permission });
    }
    if (decision.code === 'BENEFIT_FORBIDDEN') throw new DomainError('BENEFIT_FORBIDDEN', 'forbidden', `What the county delegated here is about other benefits, not about ${benefit}. Forward the case to the county.`, { permission, benefit });
    throw new DomainError('DIVISION_FORBIDDEN', 'forbidden', 'This lies outside the division of the account, or of the delegation. Ask somebody of that place.', { permission });
  }

  /** Whether `authorise` lets somebody: for answers that show more to some than to others. */
  async may(person: SignedIn, permission: Permission, place?: string): Promise<boolean> {
    return decideAccess(person, permission, place, await this.delegationsFor(person, permission), this.today()).allowed;
  }

  /** Those that may matter, each as its stream has it now: a read model may not know of a revocation yet. */
  private async delegationsFor({ role, division }: SignedIn, permission: Permission): Promise<readonly Delegation[]> {
    if (PERMISSIONS[permission].delegable !== true || !DELEGATES.includes(role)) return [];
    const ids = (await this.delegations()).filter(({ toDivision }) => toDivision === division).map(({ delegationId }) => delegationId);
    return Promise.all(ids.map((id) => this.delegation(id)));
  }

  /** By staff number: somebody with two accounts does not manage one with the other. */
  private async refuseOwn(accountId: string, { staffId }: Actor): Promise<void> {
    if ((await this.source.existing(accountId)).staffId !== staffId) return;
    throw new DomainError('OWN_ACCOUNT', 'forbidden', 'Nobody changes the role or division of the own account, or disables it: who manages accounts would decide what they may do themselves. Ask another administrator.');
  }

  private async create({ externalOnly, ...request }: AccountRequest, by: Actor, sending: Sending): Promise<AccountWithPassword> {
    const { accountId } = request;
    // An account that is there already keeps its credential: the new one has another id.
    const issued = externalOnly === true ? undefined : await this.sessions.issueOneTimePassword();
    const account = await this.carryOut(accountId, { type: 'CreateAccount', ...request, credentialId: issued?.credentialId, on: this.today() }, by, sending);
    return { account, oneTimePassword: issued === undefined ? undefined : await this.told(accountId, issued) };
  }

  /** Records what the command comes to, and drops the hashes and sessions that went with it. */
  private carryOut(accountId: string, command: AccountCommand, by: Actor, sending: Sending): Promise<AccountView> {
    return this.host.track(async () => {
      const division = command.type === 'CreateAccount' ? command.division : (await this.source.existing(accountId)).division;
      try {
        const { on: _on, credentialId: _issued, ...stated } = { credentialId: undefined, ...command };
        const outcome = await handleCommand(this.host.store, accountStream, accountId, { command, context: this.context(`account/${accountId}`, stated, { code6: division.slice(0, 6) }, by, sending) });
        if (outcome.revision !== undefined) sending.tellRevision?.(outcome.revision);
        // Carried out before: what was issued for it now belongs to nobody.
        if (outcome.status !== 'appended' && 'credentialId' in command && command.credentialId !== undefined) this.store.dropCredentials([command.credentialId]);
      } catch (error) {
        if ('credentialId' in command && command.credentialId !== undefined) this.store.dropCredentials([command.credentialId]);
        throw error;
      }
      const account = await this.source.existing(accountId);
      this.store.dropCredentials(account.credentialIds.slice(0, -1));
      this.store.endOtherEpochs(accountId, account.epoch);
      await this.host.catchUp();
      return viewOf(account);
    });
  }

  private delegate(delegationId: string, command: DelegationCommand, stated: object, jurisdiction: CommandContext['jurisdiction'], by: Actor, sending: Sending): Promise<DelegationView> {
    return this.host.track(async () => {
      const context = this.context(`delegation/${delegationId}`, { type: command.type, ...stated }, jurisdiction, by, sending);
      const outcome = await handleCommand(this.host.store, delegationStream, delegationId, { command, context });
      if (outcome.revision !== undefined) sending.tellRevision?.(outcome.revision);
      await this.host.catchUp();
      return this.delegation(delegationId);
    });
  }

  /** The password of what was issued, if it is the account's: a command sent again under its key issued nothing, and what it told then is told once. */
  private async told(accountId: string, { credentialId, password }: { readonly credentialId: string; readonly password: string }): Promise<string | undefined> {
    return (await this.source.existing(accountId)).credentialIds.includes(credentialId) ? password : undefined;
  }

  /** Without a key every command is one of its own: repeating one that is done changes nothing or is refused by the decider. */
  private context(about: string, stated: object, jurisdiction: CommandContext['jurisdiction'], actor: Actor, sending: Sending): CommandContext {
    return { ...sentAs(about, digestOf(stated as Json), actor, sending, randomUUID()), jurisdiction, now: this.host.now(), correlationId: randomUUID() };
  }

  private async linked({ issuer, subject }: ExternalIdentity): Promise<readonly AccountView[]> {
    return (await this.accounts()).filter(({ identities }) => identities.some((known) => known.issuer === issuer && known.subject === subject));
  }

  private rows<Row extends object>(projection: string): Promise<Row[]> {
    return this.host.read(async (views) => {
      const rows: Row[] = [];
      for await (const page of views.scan<Row>(projection)) rows.push(...page.map(({ row }) => row));
      return rows;
    });
  }

  private today(): CivilDate {
    return civilDateAt(this.host.now());
  }
}
