import { parseCivilDate as d } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { type Account, type AccountCommand, accountDecider, type AccountEvent, type CreateAccount, levelOf, MAX_ACCOUNT_TEXT } from './index.js';

const spec = specificationOf(accountDecider);
const on = d('2026-03-01');
const accountId = 'wang.li';
const create: CreateAccount = { type: 'CreateAccount', accountId, staffId: '002101', name: '王丽', role: 'countyOperator', division: '360111', on };
const created: AccountEvent = { type: 'AccountCreated', data: { accountId, staffId: '002101', name: '王丽', role: 'countyOperator', division: '360111' } };
const issued = (credentialId: string): AccountEvent => ({ type: 'CredentialIssued', data: { accountId, kind: 'oneTimePassword', credentialId } });
const changedPassword = (credentialId: string): AccountEvent => ({ type: 'PasswordChanged', data: { accountId, credentialId } });
const disabled: AccountEvent = { type: 'AccountDisabled', data: { accountId, reason: '调离' } };
const enabled: AccountEvent = { type: 'AccountEnabled', data: { accountId } };
const IDENTITY = { issuer: 'https://sso.example.gov.cn/realms/mz', subject: 'u-17' };
const linked: AccountEvent = { type: 'ExternalIdentityLinked', data: { accountId, ...IDENTITY } };
const unlinked: AccountEvent = { type: 'ExternalIdentityUnlinked', data: { accountId, ...IDENTITY, reason: '账号停用' } };
const account = (...events: readonly AccountEvent[]): Account => {
  const { account: found } = events.reduce((state, event) => accountDecider.evolve(state, event), accountDecider.initialState());
  if (found === undefined) throw new Error('no account');
  return found;
};

describe('creating', () => {
  it('records who, in which role and where, and the credential apart', () => {
    spec.given([]).when({ ...create, credentialId: 'c1' }).then([{ ...created, occurredAt: on }, { ...issued('c1'), occurredAt: on }]);
  });
  it('of an account that signs in externally issues no credential', () => spec.given([]).when(create).then([{ ...created, occurredAt: on }]));
  it('happens once, also with the same content', () => spec.given([created]).when(create).thenRefused('ACCOUNT_EXISTS'));
  it.each(['a', 'A1', '.a1', '-a1', 'a b', '王丽', 'a'.repeat(41), 'a/b', 'a@b', ''])('refuses the id %p', (id) => spec.given([]).when({ ...create, accountId: id }).thenRefused('ACCOUNT_INVALID'));
  it.each(['a1', '0a', 'a.b_c-d', 'a'.repeat(40)])('takes the id %p', (id) => {
    spec.given([]).when({ ...create, accountId: id }).then([{ type: 'AccountCreated', data: { ...created.data, accountId: id }, occurredAt: on }]);
  });
  it.each<[string, Partial<CreateAccount>]>([
    ['an empty name', { name: '' }], ['a name of blanks', { name: '  ' }], ['a name with a line break', { name: '王\n丽' }], ['a name that is too long', { name: '王'.repeat(MAX_ACCOUNT_TEXT + 1) }],
    ['an empty staff id', { staffId: '' }], ['a role that does not exist', { role: 'mayor' }], ['a role by its inherited name', { role: 'toString' }],
    ['a credit code that is too short', { orgUscc: '91350100M000100Y4' }], ['a credit code with an I', { orgUscc: '91350100MI00100Y43' }],
  ])('refuses %s', (_what, change) => spec.given([]).when({ ...create, ...change }).thenRefused('ACCOUNT_INVALID'));
});

describe('a role and its division', () => {
  // By hand, from the levels of §2: which of a community, town, county, city, province and everywhere an account of the role may stand at.
  const PLACES = ['360111003001', '360111003', '360111', '360100', '360000', '000000'];
  it.each<[role: string, fits: readonly string[]]>([
    ['communityWorker', ['360111003001']], ['townOperator', ['360111003']], ['townAuditor', ['360111003']], ['countyOperator', ['360111']], ['countyAuditor', ['360111']],
    ['checkAgency', ['360111003001', '360111003', '360111', '360100', '360000']], ['thirdParty', ['360111003001', '360111003', '360111', '360100', '360000']],
    ['countyLeader', ['360111']], ['lineDepartment', ['360111']], ['finance', ['360111']], ['bank', ['360111']], ['cityRegistrar', ['360100']], ['leadingGroup', ['360111']], ['inspector', PLACES], ['administrator', PLACES],
  ])('%s stands at %p', (role, fits) => {
    for (const division of PLACES) {
      const when = spec.given([]).when({ ...create, role, division });
      if (fits.includes(division)) when.then([{ type: 'AccountCreated', data: { ...created.data, role, division } as never, occurredAt: on }]);
      else when.thenRefused('ACCOUNT_INVALID');
    }
  });
  it('a city registrar also in a city of county level, and in no other county', () => {
    for (const division of ['320583', '320581', '320499']) spec.given([]).when({ ...create, role: 'cityRegistrar', division }).then([{ type: 'AccountCreated', data: { ...created.data, role: 'cityRegistrar', division } as never, occurredAt: on }]);
    for (const division of ['320580', '320506', '360111']) spec.given([]).when({ ...create, role: 'cityRegistrar', division }).thenRefused('ACCOUNT_INVALID');
  });
  it.each(['', '36', '3601', '36011', 'abcdef', '360111003001x', '000000000'])('%p is none for a county operator', (division) => spec.given([]).when({ ...create, division }).thenRefused('ACCOUNT_INVALID'));
  it.each<[string, ReturnType<typeof levelOf>]>([['451000', 'city'], ['451021', 'county'], ['100000', 'province'], ['000000', undefined], ['360111000', 'town'], ['36', undefined]])('%s is a %p', (division, level) => expect(levelOf(division)).toBe(level));
});

describe('changing', () => {
  it('records only what differs', () => {
    spec.given([created]).when({ type: 'ChangeAccount', role: 'countyAuditor', name: '王丽', on }).then([{ type: 'AccountChanged', data: { accountId, role: 'countyAuditor' }, occurredAt: on }]);
    spec.given([created]).when({ type: 'ChangeAccount', name: '王莉', on }).then([{ type: 'AccountChanged', data: { accountId, name: '王莉' }, occurredAt: on }]);
    spec.given([created]).when({ type: 'ChangeAccount', role: 'countyOperator', division: '360111', on }).then([]);
  });
  it('checks role and division together, as they will be', () => {
    spec.given([created]).when({ type: 'ChangeAccount', role: 'townOperator', on }).thenRefused('ACCOUNT_INVALID');
    spec.given([created]).when({ type: 'ChangeAccount', division: '360111003', on }).thenRefused('ACCOUNT_INVALID');
    spec.given([created]).when({ type: 'ChangeAccount', role: 'townOperator', division: '360111003', on }).then([{ type: 'AccountChanged', data: { accountId, role: 'townOperator', division: '360111003' }, occurredAt: on }]);
  });
});

describe('disabling and enabling', () => {
  it('happen once and are undone by the other', () => {
    const disable: AccountCommand = { type: 'DisableAccount', reason: '调离', on };
    spec.given([created]).when(disable).then([{ ...disabled, occurredAt: on }]);
    spec.given([created, disabled]).when(disable).then([]);
    spec.given([created, disabled, enabled]).when(disable).then([{ ...disabled, occurredAt: on }]);
    spec.given([created]).when({ type: 'EnableAccount', on }).then([]);
    spec.given([created, disabled]).when({ type: 'EnableAccount', on }).then([{ ...enabled, occurredAt: on }]);
  });
  it('want a reason', () => spec.given([created]).when({ type: 'DisableAccount', reason: ' ', on }).thenRefused('ACCOUNT_INVALID'));
  it('give a disabled account no password', () => {
    spec.given([created, disabled]).when({ type: 'IssueCredential', credentialId: 'c2', on }).thenRefused('ACCOUNT_DISABLED');
    spec.given([created, issued('c1'), disabled]).when({ type: 'ChangePassword', credentialId: 'c2', replaces: 'c1', on }).thenRefused('ACCOUNT_DISABLED');
  });
});

describe('credentials', () => {
  it('are issued again as often as somebody forgets', () => spec.given([created, issued('c1')]).when({ type: 'IssueCredential', credentialId: 'c2', on }).then([{ ...issued('c2'), occurredAt: on }]));
  it('are changed by who showed the last one', () => {
    spec.given([created, issued('c1')]).when({ type: 'ChangePassword', credentialId: 'c2', replaces: 'c1', on }).then([{ ...changedPassword('c2'), occurredAt: on }]);
    spec.given([created, issued('c1'), issued('c2')]).when({ type: 'ChangePassword', credentialId: 'c3', replaces: 'c1', on }).thenRefused('CREDENTIAL_REPLACED');
  });
  it('are of the last event about one', () => {
    expect(account(created)).toMatchObject({ credential: 'none', credentialIds: [] });
    expect(account(created, issued('c1'))).toMatchObject({ credential: 'oneTimePassword', credentialIds: ['c1'] });
    expect(account(created, issued('c1'), changedPassword('c2'))).toMatchObject({ credential: 'password', credentialIds: ['c1', 'c2'] });
    expect(account(created, issued('c1'), changedPassword('c2'), issued('c3'))).toMatchObject({ credential: 'oneTimePassword', credentialIds: ['c1', 'c2', 'c3'] });
  });
});

describe('an external identity', () => {
  it('is linked once and unlinked with a reason', () => {
    spec.given([created]).when({ type: 'LinkIdentity', ...IDENTITY, on }).then([{ ...linked, occurredAt: on }]);
    spec.given([created, linked]).when({ type: 'LinkIdentity', ...IDENTITY, on }).then([]);
    spec.given([created, linked]).when({ type: 'UnlinkIdentity', ...IDENTITY, reason: '账号停用', on }).then([{ ...unlinked, occurredAt: on }]);
    spec.given([created]).when({ type: 'UnlinkIdentity', ...IDENTITY, reason: '账号停用', on }).thenRefused('IDENTITY_UNKNOWN');
    spec.given([created, linked]).when({ type: 'UnlinkIdentity', ...IDENTITY, subject: 'u-18', reason: '账号停用', on }).thenRefused('IDENTITY_UNKNOWN');
    expect(account(created, linked).identities).toEqual([IDENTITY]);
    expect(account(created, linked, unlinked).identities).toEqual([]);
  });
  it.each([{ issuer: 'sso' }, { issuer: 'ftp://a/' }, { issuer: '' }, { subject: '' }, { subject: 'a\nb' }, { subject: 'x'.repeat(256) }])('is an address and a name: not %p', (change) => {
    spec.given([created]).when({ type: 'LinkIdentity', ...IDENTITY, ...change, on }).thenRefused('ACCOUNT_INVALID');
  });
});

it.each<[ends: boolean, AccountEvent]>([
  [true, disabled], [true, issued('c2')], [true, changedPassword('c2')], [true, { type: 'AccountChanged', data: { accountId, role: 'countyAuditor' } }], [true, { type: 'AccountChanged', data: { accountId, division: '360112' } }],
  [false, { type: 'AccountChanged', data: { accountId, name: '王莉' } }], [false, linked],
])('ends sessions %p: %p', (ends, event) => {
  const before = account(created, issued('c1'));
  expect(account(created, issued('c1'), event).epoch - before.epoch).toBe(ends ? 1 : 0);
});
it('ends the sessions of who signed in by a link that is taken back', () => expect(account(created, linked, unlinked).epoch).toBe(1));

it.each<AccountCommand>([
  { type: 'ChangeAccount', name: 'x', on }, { type: 'DisableAccount', reason: 'x', on }, { type: 'EnableAccount', on }, { type: 'IssueCredential', credentialId: 'c', on }, { type: 'ChangePassword', credentialId: 'c', replaces: 'b', on },
  { type: 'LinkIdentity', ...IDENTITY, on }, { type: 'UnlinkIdentity', ...IDENTITY, reason: 'x', on },
])('nothing happens to an account that is not there: $type', (command) => spec.given([]).when(command).thenRefused('ACCOUNT_UNKNOWN'));
