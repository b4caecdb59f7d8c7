/** Accounts, delegations and access over a ledger: what is recorded, who is let in where, and what two programs at once make of it. */
import { parseCivilDate as d } from '#kernel';
import type { SignedIn } from '#identity';
import { AccessDesk } from '../../../test/support/access-desk.js';
import type { AccountRequest, DelegationRequest } from './index.js';

let desk: AccessDesk;
beforeEach(() => { desk = AccessDesk.open(); });
afterEach(() => desk.close());

const BY = { staffId: 'admin', role: 'administrator' };
const refused = (code: string): Error => expect.objectContaining({ name: 'DomainError', code }) as Error;
const WANG: AccountRequest = { accountId: 'wang', staffId: '002101', name: '王丽', role: 'countyOperator', division: '360111', orgUscc: '91350100M000100Y43' };
const CHEN: AccountRequest = { accountId: 'chen', staffId: '003101', name: '陈敏', role: 'townAuditor', division: '360111003' };
const GRANT: DelegationRequest = { delegationId: 'WT-1', fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.confirm'], amountCapFen: 200_000, validFrom: '2026-03-02', validTo: '2026-03-31', basis: '青民字〔2026〕1号' };
const SSO = { issuer: 'https://sso.example.gov.cn/', subject: 'u-17' };
const personOf = ({ accountId, staffId, name, role, division, orgUscc }: AccountRequest): SignedIn => ({ accountId, staffId, name, role: role as SignedIn['role'], division, orgUscc });

describe('the first start', () => {
  it('makes one administrator, who is everywhere, and tells the password once', async () => {
    const first = await desk.access.bootstrap();
    expect(first).toEqual({ accountId: 'admin', password: expect.stringMatching(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/) as string });
    expect(await desk.access.accounts()).toEqual([expect.objectContaining({ accountId: 'admin', role: 'administrator', division: '000000', credential: 'oneTimePassword' })]);
    expect((await desk.access.signIn('admin', first?.password as string)).mustChangePassword).toBe(true);
    expect(await desk.access.bootstrap()).toBeUndefined();
    expect((await desk.events()).map(({ type }) => type)).toEqual(['AccountCreated', 'CredentialIssued']);
  });
  it('is over where there is any account, also a disabled one of another name', async () => {
    await desk.access.createAccount(WANG, BY);
    await desk.access.disableAccount('wang', '调离', BY);
    expect(await desk.access.bootstrap()).toBeUndefined();
  });
  it('of two programs at once is that of one, whose password is the right one', async () => {
    const other = desk.beside();
    const both = await Promise.all([desk.access.bootstrap(), other.access.bootstrap(), desk.access.bootstrap(), other.access.bootstrap()]);
    const [winner, ...more] = both.filter((first) => first !== undefined);
    expect(more).toEqual([]);
    expect((await desk.events()).map(({ type }) => type)).toEqual(['AccountCreated', 'CredentialIssued']);
    expect((await other.access.signIn('admin', winner?.password as string)).person.accountId).toBe('admin');
    await other.stop();
  });
});

describe('an account', () => {
  it('is created with a one-time password that stands in no event', async () => {
    const { account, oneTimePassword } = await desk.access.createAccount(WANG, BY);
    expect(account).toEqual({ ...WANG, disabledReason: undefined, identities: [], credential: 'oneTimePassword' });
    expect(await desk.access.account('wang')).toEqual(account);
    const [created] = await desk.events();
    expect(created).toMatchObject({ streamId: 'account-wang', metadata: { actor: BY, jurisdiction: { code6: '360111' }, occurredAt: '2026-03-02', recordedAt: '2026-03-02T01:00:00.000Z' } });
    expect(JSON.stringify(await desk.events(), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(oneTimePassword);
  });
  it('that exists keeps its password when somebody creates it again', async () => {
    const { oneTimePassword } = await desk.access.createAccount(WANG, BY);
    await expect(desk.access.createAccount({ ...WANG, role: 'administrator', division: '000000' }, BY)).rejects.toThrow(refused('ACCOUNT_EXISTS'));
    expect((await desk.access.signIn('wang', oneTimePassword as string)).person.role).toBe('countyOperator');
  });
  it('that only signs in externally gets no password, and may get one later', async () => {
    expect(await desk.access.createAccount({ ...WANG, externalOnly: true }, BY)).toMatchObject({ account: { credential: 'none' }, oneTimePassword: undefined });
    const { oneTimePassword } = await desk.access.resetPassword('wang', BY);
    expect((await desk.access.signIn('wang', oneTimePassword as string)).mustChangePassword).toBe(true);
  });
  it('is refused where role and place do not fit, and leaves nothing behind', async () => {
    await expect(desk.access.createAccount({ ...WANG, role: 'townOperator' }, BY)).rejects.toThrow(refused('ACCOUNT_INVALID'));
    expect([await desk.events(), await desk.access.accounts()]).toEqual([[], []]);
  });
  it.each([['one nobody has', 'nobody'], ['a path', '../wang'], ['nothing', ''], ['what is too long', 'x'.repeat(1_000)]])('is not %s', async (_what, accountId) => {
    for (const act of [() => desk.access.account(accountId), () => desk.access.changeAccount(accountId, { name: '甲' }, BY), () => desk.access.disableAccount(accountId, '调离', BY), () => desk.access.enableAccount(accountId, BY), () => desk.access.resetPassword(accountId, BY)]) {
      await expect(act()).rejects.toThrow(refused('ACCOUNT_UNKNOWN'));
    }
  });
  it('is listed as it is now, by every program', async () => {
    const other = desk.beside();
    await desk.access.createAccount(WANG, BY);
    await desk.access.createAccount(CHEN, BY);
    await desk.access.changeAccount('wang', { role: 'countyAuditor' }, BY);
    await other.access.disableAccount('chen', '调离', BY);
    expect((await other.access.accounts()).map(({ accountId, role, disabledReason }) => [accountId, role, disabledReason])).toEqual([['chen', 'townAuditor', '调离'], ['wang', 'countyAuditor', undefined]]);
    expect(await desk.access.account('chen')).toMatchObject({ disabledReason: '调离' });
    await other.stop();
  });
});

describe('an external identity', () => {
  it('signs in as the account it is linked to, without a password to change', async () => {
    await desk.access.createAccount(WANG, BY);
    await expect(desk.access.signInExternal(SSO.issuer, SSO.subject)).rejects.toThrow(refused('SIGN_IN_REFUSED'));
    expect((await desk.access.linkIdentity('wang', SSO, BY)).identities).toEqual([SSO]);
    const session = await desk.access.signInExternal(SSO.issuer, SSO.subject);
    expect(session).toMatchObject({ person: { accountId: 'wang' }, mustChangePassword: false });
    expect(await desk.access.session(session.token)).toEqual({ person: personOf(WANG), mustChangePassword: false });
  });
  it.each([{ issuer: 'https://sso.example.gov.cn' }, { issuer: 'https://other.example.gov.cn/' }, { subject: 'U-17' }, { subject: '' }])('is the whole of issuer and subject: not %p', async (change) => {
    await desk.access.createAccount(WANG, BY);
    await desk.access.linkIdentity('wang', SSO, BY);
    const { issuer, subject } = { ...SSO, ...change };
    await expect(desk.access.signInExternal(issuer, subject)).rejects.toThrow(refused('SIGN_IN_REFUSED'));
  });
  it('is that of one account; taken back, of none, and its sessions end', async () => {
    await desk.access.createAccount(WANG, BY);
    await desk.access.createAccount(CHEN, BY);
    await desk.access.linkIdentity('wang', SSO, BY);
    await expect(desk.access.linkIdentity('chen', SSO, BY)).rejects.toThrow(refused('IDENTITY_LINKED'));
    const { token } = await desk.access.signInExternal(SSO.issuer, SSO.subject);
    await desk.access.unlinkIdentity('wang', SSO, '账号停用', BY);
    expect(await desk.access.session(token)).toBeUndefined();
    await expect(desk.access.signInExternal(SSO.issuer, SSO.subject)).rejects.toThrow(refused('SIGN_IN_REFUSED'));
    expect((await desk.access.linkIdentity('chen', SSO, BY)).identities).toEqual([SSO]);
  });
  it('of a disabled account is refused', async () => {
    await desk.access.createAccount(WANG, BY);
    await desk.access.linkIdentity('wang', SSO, BY);
    await desk.access.disableAccount('wang', '调离', BY);
    await expect(desk.access.signInExternal(SSO.issuer, SSO.subject)).rejects.toThrow(refused('SIGN_IN_REFUSED'));
  });
  it('linked to two accounts by two programs at the same moment signs in as neither', async () => {
    await desk.access.createAccount(WANG, BY);
    await desk.access.createAccount(CHEN, BY);
    const other = desk.beside();
    await Promise.allSettled([desk.access.linkIdentity('wang', SSO, BY), other.access.linkIdentity('chen', SSO, BY)]);
    const linked = (await desk.access.accounts()).filter(({ identities }) => identities.length > 0).map(({ accountId }) => accountId);
    if (linked.length > 1) await expect(desk.access.signInExternal(SSO.issuer, SSO.subject)).rejects.toThrow(refused('SIGN_IN_REFUSED'));
    else expect((await desk.access.signInExternal(SSO.issuer, SSO.subject)).person.accountId).toBe(linked[0]);
    await other.stop();
  });
});

describe('access', () => {
  const wang = personOf(WANG);
  const chen = personOf(CHEN);
  it('names who acts, with role and organisation', async () => {
    expect(await desk.access.authorise(wang, 'case.return', '360111003')).toEqual({ actor: { staffId: '002101', role: 'countyOperator', orgUscc: '91350100M000100Y43' } });
  });
  it('is refused by role and by place, as forbidden', async () => {
    await expect(desk.access.authorise(wang, 'case.confirm', '360111')).rejects.toThrow(expect.objectContaining({ code: 'ROLE_FORBIDDEN', kind: 'forbidden' }) as Error);
    await expect(desk.access.authorise(wang, 'case.return', '360112')).rejects.toThrow(expect.objectContaining({ code: 'DIVISION_FORBIDDEN', kind: 'forbidden' }) as Error);
    await expect(desk.access.authorise(wang, 'case.return', '36011')).rejects.toThrow(refused('DIVISION_INVALID'));
  });
  it('rests on a delegation, which the actor names, with its cap', async () => {
    await expect(desk.access.authorise(chen, 'case.confirm', '360111003001')).rejects.toThrow(refused('ROLE_FORBIDDEN'));
    await desk.access.grantDelegation(GRANT, BY);
    expect(await desk.access.authorise(chen, 'case.confirm', '360111003001')).toEqual({ actor: { staffId: '003101', role: 'townAuditor', delegationId: 'WT-1' }, amountCapFen: 200_000 });
    await expect(desk.access.authorise(chen, 'case.deny', '360111003001')).rejects.toThrow(refused('ROLE_FORBIDDEN'));
    await expect(desk.access.authorise(chen, 'case.confirm', '360111004')).rejects.toThrow(refused('DIVISION_FORBIDDEN'));
  });
  it('ends with the last day of the delegation in China, not in London', async () => {
    await desk.access.grantDelegation(GRANT, BY);
    desk.clock.instant = '2026-03-31T15:59:59.999Z';
    expect((await desk.access.authorise(chen, 'case.confirm', '360111003')).actor.delegationId).toBe('WT-1');
    desk.clock.instant = '2026-03-31T16:00:00.000Z';
    await expect(desk.access.authorise(chen, 'case.confirm', '360111003')).rejects.toThrow(refused('ROLE_FORBIDDEN'));
  });
  it('ends at once when another program revokes the delegation, before any read model knows', async () => {
    await desk.access.grantDelegation(GRANT, BY);
    const other = desk.beside();
    expect(await other.access.revokeDelegation({ delegationId: 'WT-1', reason: '收回' }, BY)).toEqual({ ...GRANT, revokedOn: '2026-03-02', revokedReason: '收回' });
    await expect(desk.access.authorise(chen, 'case.confirm', '360111003')).rejects.toThrow(refused('ROLE_FORBIDDEN'));
    await other.stop();
  });
});

describe('delegations', () => {
  it('are listed with what became of them', async () => {
    expect(await desk.access.grantDelegation({ ...GRANT, validFrom: undefined, validTo: undefined, amountCapFen: undefined }, BY)).toEqual({ ...GRANT, validFrom: d('2026-03-02'), validTo: undefined, amountCapFen: undefined });
    await desk.access.grantDelegation({ ...GRANT, delegationId: 'WT-0', toDivision: '360111004' }, BY);
    await desk.access.revokeDelegation({ delegationId: 'WT-1', on: '2026-06-01', reason: '收回' }, BY);
    expect((await desk.access.delegations()).map(({ delegationId, toDivision, revokedOn, revokedReason }) => [delegationId, toDivision, revokedOn, revokedReason])).toEqual([
      ['WT-0', '360111004', undefined, undefined], ['WT-1', '360111003', '2026-06-01', '收回'],
    ]);
    expect((await desk.events()).map(({ streamId, type, metadata }) => [streamId, type, metadata['jurisdiction'], metadata['effectiveFrom']])).toEqual([
      ['delegation-WT-1', 'DelegationGranted', { code6: '360111', town9: '360111003' }, '2026-03-02'], ['delegation-WT-0', 'DelegationGranted', { code6: '360111', town9: '360111004' }, '2026-03-02'],
      ['delegation-WT-1', 'DelegationRevoked', { code6: '360111', town9: '360111003' }, '2026-06-01'],
    ]);
  });
  it('that do not exist are neither shown nor revoked', async () => {
    for (const delegationId of ['WT-9', '../x', '']) {
      await expect(desk.access.delegation(delegationId)).rejects.toThrow(refused('DELEGATION_UNKNOWN'));
      await expect(desk.access.revokeDelegation({ delegationId, reason: '收回' }, BY)).rejects.toThrow(refused('DELEGATION_UNKNOWN'));
    }
  });
  it('want days that exist', async () => {
    await expect((async () => desk.access.grantDelegation({ ...GRANT, validTo: '2026-02-30' }, BY))()).rejects.toThrow(refused('DATE_INVALID'));
  });
});
