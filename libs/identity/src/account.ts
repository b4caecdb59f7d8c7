/**
 * An account: who it is, in which role, where. Its events hold no password, no hash and no token: those are not facts of the ledger and must be erasable (docs/adr/0016).
 * A credential is named by a random id, so that only the stored hash that belongs to the last one opens the account.
 */
import { assertNever, type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType } from '#kernel';
import { EVERYWHERE, levelOf } from './area.js';
import { isRole, type Role, ROLES } from './roles.js';

/** Of a name, a reason, an issuer or a subject, in characters. */
export const MAX_ACCOUNT_TEXT = 255;

export type AccountEvent =
  | { readonly type: 'AccountCreated'; readonly data: { readonly accountId: string; readonly staffId: string; readonly name: string; readonly role: Role; readonly division: string; readonly orgUscc?: string | undefined } }
  | { readonly type: 'AccountChanged'; readonly data: { readonly accountId: string; readonly role?: Role | undefined; readonly division?: string | undefined; readonly name?: string | undefined } }
  | { readonly type: 'AccountDisabled'; readonly data: { readonly accountId: string; readonly reason: string } }
  | { readonly type: 'AccountEnabled'; readonly data: { readonly accountId: string } }
  | { readonly type: 'CredentialIssued'; readonly data: { readonly accountId: string; readonly kind: 'oneTimePassword'; readonly credentialId: string } }
  | { readonly type: 'PasswordChanged'; readonly data: { readonly accountId: string; readonly credentialId: string } }
  | { readonly type: 'ExternalIdentityLinked'; readonly data: ExternalIdentity & { readonly accountId: string } }
  | { readonly type: 'ExternalIdentityUnlinked'; readonly data: ExternalIdentity & { readonly accountId: string; readonly reason: string } };

/** Somebody at an OpenID Connect provider. */
export interface ExternalIdentity {
  readonly issuer: string;
  readonly subject: string;
}

export interface CreateAccount {
  readonly type: 'CreateAccount';
  readonly accountId: string;
  readonly staffId: string;
  readonly name: string;
  readonly role: string;
  readonly division: string;
  readonly orgUscc?: string | undefined;
  /** Absent for an account that only signs in externally. */
  readonly credentialId?: string | undefined;
  readonly on: CivilDate;
}
/** Changes what is given. */
export interface ChangeAccount {
  readonly type: 'ChangeAccount';
  readonly role?: string | undefined;
  readonly division?: string | undefined;
  readonly name?: string | undefined;
  readonly on: CivilDate;
}
export type AccountCommand =
  | CreateAccount
  | ChangeAccount
  | { readonly type: 'DisableAccount'; readonly reason: string; readonly on: CivilDate }
  | { readonly type: 'EnableAccount'; readonly on: CivilDate }
  | { readonly type: 'IssueCredential'; readonly credentialId: string; readonly on: CivilDate }
  /** `replaces`: the credential that was shown; where it is no longer the last one, somebody changed it meanwhile. */
  | { readonly type: 'ChangePassword'; readonly credentialId: string; readonly replaces: string; readonly on: CivilDate }
  | (ExternalIdentity & { readonly type: 'LinkIdentity'; readonly on: CivilDate })
  | (ExternalIdentity & { readonly type: 'UnlinkIdentity'; readonly reason: string; readonly on: CivilDate });

/** An account as its events left it. */
export interface Account {
  readonly accountId: string;
  readonly staffId: string;
  readonly name: string;
  readonly role: Role;
  readonly division: string;
  readonly orgUscc?: string | undefined;
  /** Why it is disabled; enabled where absent. */
  readonly disabledReason?: string | undefined;
  readonly identities: readonly ExternalIdentity[];
  /** Of the password: whether it is one that must be changed at the first sign-in. */
  readonly credential: 'none' | 'oneTimePassword' | 'password';
  /** Ids of every credential there was; the last one is in force. */
  readonly credentialIds: readonly string[];
  /** How often its sessions were ended: by a disabling, another role or division, another credential. A session begun under another count is over. */
  readonly epoch: number;
}
export interface AccountState {
  readonly account?: Account | undefined;
}

/** @throws DomainError `ACCOUNT_EXISTS` `ACCOUNT_UNKNOWN` `ACCOUNT_INVALID` `ACCOUNT_DISABLED` `CREDENTIAL_REPLACED` `IDENTITY_UNKNOWN` */
function decide(command: AccountCommand, { account }: AccountState): readonly Decided<AccountEvent>[] {
  if (command.type === 'CreateAccount') return create(command, account);
  if (account === undefined) throw accountUnknown();
  const { accountId } = account;
  const occurredAt = command.on;
  switch (command.type) {
    case 'ChangeAccount':
      return change(command, account);
    case 'DisableAccount':
      checkLine('reason', command.reason);
      return account.disabledReason === undefined ? [{ type: 'AccountDisabled', data: { accountId, reason: command.reason }, occurredAt }] : [];
    case 'EnableAccount':
      return account.disabledReason === undefined ? [] : [{ type: 'AccountEnabled', data: { accountId }, occurredAt }];
    case 'IssueCredential':
      refuseDisabled(account);
      return [{ type: 'CredentialIssued', data: { accountId, kind: 'oneTimePassword', credentialId: command.credentialId }, occurredAt }];
    case 'ChangePassword':
      refuseDisabled(account);
      if (account.credentialIds.at(-1) !== command.replaces) {
        throw new DomainError('CREDENTIAL_REPLACED', 'conflict', 'The password was changed or reset by somebody else meanwhile, so this change was not made. Sign in with the newer one.');
      }
      return [{ type: 'PasswordChanged', data: { accountId, credentialId: command.credentialId }, occurredAt }];
    case 'LinkIdentity': {
      const { issuer, subject } = checkedIdentity(command);
      return has(account, command) ? [] : [{ type: 'ExternalIdentityLinked', data: { accountId, issuer, subject }, occurredAt }];
    }
    case 'UnlinkIdentity': {
      const { issuer, subject, reason } = command;
      checkLine('reason', reason);
      if (!has(account, command)) throw new DomainError('IDENTITY_UNKNOWN', 'notFound', 'The account is not linked to this identity. Compare issuer and subject with the list of accounts.');
      return [{ type: 'ExternalIdentityUnlinked', data: { accountId, issuer, subject, reason }, occurredAt }];
    }
    default:
      return assertNever(command, 'account command');
  }
}

function create(command: CreateAccount, before: Account | undefined): readonly Decided<AccountEvent>[] {
  const { accountId, staffId, name, role, division, orgUscc, credentialId, on } = command;
  if (!isAccountId(accountId)) throw accountInvalid('accountId', 'An account id has 2 to 40 characters: small letters, digits, dot, dash and underscore, and begins with a letter or digit.');
  if (before !== undefined) throw new DomainError('ACCOUNT_EXISTS', 'conflict', 'There is an account with this id already; nothing was changed. Choose another id, or change that account.', { accountId });
  checkLine('staffId', staffId);
  checkLine('name', name);
  if (orgUscc !== undefined && !/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(orgUscc)) throw accountInvalid('orgUscc', 'A unified social credit code has 18 characters: digits and capital letters but I, O, S, V and Z (GB 32100).');
  const placed = checkedPlace(role, division);
  const created: Decided<AccountEvent> = { type: 'AccountCreated', data: { accountId, staffId, name, ...placed, orgUscc }, occurredAt: on };
  return credentialId === undefined ? [created] : [created, { type: 'CredentialIssued', data: { accountId, kind: 'oneTimePassword', credentialId }, occurredAt: on }];
}

function change(command: ChangeAccount, account: Account): readonly Decided<AccountEvent>[] {
  const { accountId } = account;
  const name = command.name ?? account.name;
  checkLine('name', name);
  const { role, division } = checkedPlace(command.role ?? account.role, command.division ?? account.division);
  // Only what differs: a repetition changes nothing, and a reader sees what was changed.
  const differing = { ...(role === account.role ? {} : { role }), ...(division === account.division ? {} : { division }), ...(name === account.name ? {} : { name }) };
  return Object.keys(differing).length === 0 ? [] : [{ type: 'AccountChanged', data: { accountId, ...differing }, occurredAt: command.on }];
}

export const isAccountId = (text: string): boolean => /^[a-z0-9][a-z0-9._-]{1,39}$/.test(text);

/** GB/T 2260 numbers cities of county level from 81: 昆山 is 320583, and files with itself (KS-2020-01-05). */
const isCountyLevelCity = (division: string): boolean => /^\d{4}(8[1-9]|9\d)$/.test(division);

/** A role stands at its own level: an auditor of a county is not one of a town. */
function checkedPlace(role: string, division: string): { readonly role: Role; readonly division: string } {
  if (!isRole(role)) throw accountInvalid('role', `There is no such role. Known are: ${Object.keys(ROLES).join(', ')}.`);
  const { level, everywhere } = ROLES[role];
  const actual = levelOf(division);
  const fits = division === EVERYWHERE ? everywhere === true : actual !== undefined && (level === 'any' || level === actual || (level === 'city' && isCountyLevelCity(division)));
  if (!fits) throw accountInvalid('division', `The division does not fit the role ${role}, which stands at ${WANTED[level]}${everywhere === true ? ', or everywhere (000000)' : ''}.`);
  return { role, division };
}
const WANTED = {
  community: 'a community (12 digits)', town: 'a town (9 digits)', county: 'a county (6 digits)', city: 'a city (6 digits that end in 00, or in 81 to 99 for a city of county level)', any: 'a division of 6, 9 or 12 digits',
} as const;

function checkedIdentity({ issuer, subject }: ExternalIdentity): ExternalIdentity {
  if (!URL.canParse(issuer) || !/^https?:/.test(issuer)) throw accountInvalid('issuer', 'The issuer is the https address of the provider, exactly as its identity tokens state it.');
  checkLine('issuer', issuer);
  checkLine('subject', subject);
  return { issuer, subject };
}

const has = ({ identities }: Account, { issuer, subject }: ExternalIdentity): boolean => identities.some((known) => known.issuer === issuer && known.subject === subject);

function refuseDisabled({ disabledReason }: Account): void {
  if (disabledReason !== undefined) throw new DomainError('ACCOUNT_DISABLED', 'conflict', 'The account is disabled, so it gets no password. Enable it first.');
}

function checkLine(field: string, text: string): void {
  if (text.trim() === text && /^[^\p{Cc}\p{Cs}]+$/u.test(text) && text.length <= MAX_ACCOUNT_TEXT) return;
  throw accountInvalid(field, `${field} is empty, longer than ${MAX_ACCOUNT_TEXT} characters, or holds a line break or blanks at its ends. Correct it.`);
}

const accountInvalid = (field: string, message: string): DomainError => new DomainError('ACCOUNT_INVALID', 'invalid', message, { field });
export const accountUnknown = (): DomainError => new DomainError('ACCOUNT_UNKNOWN', 'notFound', 'There is no account with this id. Compare it with the list of accounts.');

function evolve(state: AccountState, event: AccountEvent): AccountState {
  if (event.type === 'AccountCreated') return { account: { ...event.data, identities: [], credential: 'none', credentialIds: [], epoch: 0 } };
  const { account } = state;
  if (account === undefined) throw new Error(`${event.type} precedes the account`);
  return { account: changed(account, event) };
}

function changed(account: Account, event: Exclude<AccountEvent, { readonly type: 'AccountCreated' }>): Account {
  const { epoch } = account;
  switch (event.type) {
    case 'AccountChanged': {
      const { role = account.role, division = account.division, name = account.name } = event.data;
      return { ...account, role, division, name, epoch: role === account.role && division === account.division ? epoch : epoch + 1 };
    }
    case 'AccountDisabled':
      return { ...account, disabledReason: event.data.reason, epoch: epoch + 1 };
    case 'AccountEnabled':
      return { ...account, disabledReason: undefined };
    case 'CredentialIssued':
      return { ...account, credential: 'oneTimePassword', credentialIds: [...account.credentialIds, event.data.credentialId], epoch: epoch + 1 };
    case 'PasswordChanged':
      return { ...account, credential: 'password', credentialIds: [...account.credentialIds, event.data.credentialId], epoch: epoch + 1 };
    case 'ExternalIdentityLinked':
      return { ...account, identities: [...account.identities, { issuer: event.data.issuer, subject: event.data.subject }] };
    case 'ExternalIdentityUnlinked':
      return { ...account, identities: account.identities.filter(({ issuer, subject }) => issuer !== event.data.issuer || subject !== event.data.subject), epoch: epoch + 1 };
    default:
      return assertNever(event, 'account event');
  }
}

export const accountDecider: Decider<AccountState, AccountCommand, AccountEvent> = { initialState: () => ({}), decide, evolve };

/** Streams `account-<account id>`. */
export const accountStream: StreamType<AccountState, AccountCommand, AccountEvent> = {
  category: 'account',
  decider: accountDecider,
  codec: codecOf<AccountEvent>(1, {
    AccountCreated: true, AccountChanged: true, AccountDisabled: true, AccountEnabled: true, CredentialIssued: true, PasswordChanged: true, ExternalIdentityLinked: true, ExternalIdentityUnlinked: true,
  }),
};
