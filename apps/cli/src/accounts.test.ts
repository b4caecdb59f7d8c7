/** The commands of accounts and delegations: what they print, in whose name they act, and that a password is shown once. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccountView, type AccountWithPassword, type DelegationView, Ledger } from '#application';
import { ROLES } from '#identity';
import { cliJson, runCli } from '../../../test/support/run-cli.js';

let directory: string;
let data: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-accounts-'));
  data = join(directory, 'data');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const run = (...args: string[]) => runCli(...args, '--data', data);
const json = <T>(...args: string[]): Promise<T> => cliJson<T>(...args, '--data', data);
const create = (accountId: string, role: string, division: string, ...more: string[]) =>
  ['accounts', 'create', accountId, '--staff', `S-${accountId}`, '--name', '示例', '--role', role, '--division', division, ...more];
const withLedger = async <T>(work: (ledger: Ledger) => Promise<T>): Promise<T> => {
  const ledger = await Ledger.open({ dataDir: data, mode: 'readWrite' });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
};
const actors = (): Promise<unknown[]> => withLedger(async ({ store }) => (await store.readAll({ limit: 10_000 })).events.map(({ type, metadata }) => [type, metadata['actor']]));

it('needs a ledger for everything but creating the first account', async () => {
  for (const args of [['accounts', 'list'], ['accounts', 'disable', 'wang', '--reason', '调离'], ['accounts', 'reset-password', 'wang'], ['delegations', 'list'], ['delegations', 'revoke', 'WT-1', '--reason', '收回']]) {
    const { code, stderr } = await run(...args);
    expect([args, code, stderr]).toEqual([args, 3, expect.stringContaining('[LEDGER_MISSING]')]);
  }
  expect(existsSync(data)).toBe(false);
});

let password: string;
it('creates an account and shows its password once', async () => {
  const { code, stdout } = await run(...create('wang', 'countyOperator', '360111'));
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^账户 wang：示例（S-wang），县级民政经办，360111，启用，密码：一次性密码。\n一次性密码：[a-z2-9-]{23}\n只显示这一次，3 天内有效，首次登录须修改。\n$/)]);
  password = /一次性密码：([a-z2-9-]{23})/.exec(stdout)?.[1] as string;
  expect((await withLedger((ledger) => ledger.access.signIn('wang', password))).person.staffId).toBe('S-wang');
  const list = await run('accounts', 'list');
  expect(list.stdout).not.toContain(password);
  expect(list.stdout).toMatch(/wang +示例 +S-wang +县级民政经办 +360111 +启用 +一次性密码\n共 1 个账户。/);
  expect(readFileSync(join(data, 'events.db'), 'latin1')).not.toContain(password);
});

it('refuses what does not fit, with a code, and a role that does not exist as wrong usage', async () => {
  expect((await run(...create('wang', 'countyOperator', '360111'))).stderr).toContain('[ACCOUNT_EXISTS]');
  expect((await run(...create('li', 'townOperator', '360111'))).stderr).toContain('[ACCOUNT_INVALID]');
  expect((await run(...create('li', 'mayor', '360111'))).code).toBe(2);
  expect((await run('accounts', 'create', 'li', '--staff', '1', '--name', '示例', '--role', 'townOperator')).code).toBe(2);
  expect((await run('accounts', 'change', 'wang')).code).toBe(2);
  expect((await run('accounts', 'enable', 'nobody')).stderr).toContain('[ACCOUNT_UNKNOWN]');
});

it('changes, disables and enables', async () => {
  expect(await json<AccountView>('accounts', 'change', 'wang', '--role', 'countyAuditor', '--name', '王丽')).toMatchObject({ role: 'countyAuditor', name: '王丽', division: '360111' });
  expect((await run('accounts', 'disable', 'wang', '--reason', '调离')).stdout).toContain('停用（调离）');
  await expect(withLedger((ledger) => ledger.access.signIn('wang', password))).rejects.toThrow(expect.objectContaining({ code: 'SIGN_IN_REFUSED' }) as Error);
  expect((await run('accounts', 'reset-password', 'wang')).stderr).toContain('[ACCOUNT_DISABLED]');
  expect((await run('accounts', 'enable', 'wang')).stdout).toContain('启用');
  await withLedger((ledger) => ledger.access.signIn('wang', password));
});

it('resets a password: the old one opens nothing', async () => {
  const { oneTimePassword } = await json<AccountWithPassword>('accounts', 'reset-password', 'wang');
  await expect(withLedger((ledger) => ledger.access.signIn('wang', password))).rejects.toThrow(expect.objectContaining({ code: 'SIGN_IN_REFUSED' }) as Error);
  expect((await withLedger((ledger) => ledger.access.signIn('wang', oneTimePassword as string))).mustChangePassword).toBe(true);
});

it('links and unlinks an external identity', async () => {
  const created = await run(...create('sso', 'inspector', '000000', '--external-only'));
  expect(created.stdout).toContain('没有密码');
  const identity = ['--issuer', 'https://sso.example.gov.cn/', '--subject', 'u-17'];
  expect((await run('accounts', 'link', 'sso', ...identity)).stdout).toContain('单点登录：https://sso.example.gov.cn/ u-17');
  expect((await run('accounts', 'link', 'wang', ...identity)).stderr).toContain('[IDENTITY_LINKED]');
  expect((await json<AccountView>('accounts', 'unlink', 'sso', ...identity, '--reason', '换人')).identities).toEqual([]);
  expect((await run('accounts', 'list', '--division', '360100')).stdout).toContain('共 1 个账户。');
});

describe('--as', () => {
  beforeAll(async () => {
    for (const [accountId, role, division] of [['root', 'administrator', '000000'], ['local', 'administrator', '360112'], ['chen', 'townAuditor', '360111003']] as const) expect((await run(...create(accountId, role, division))).code).toBe(0);
  });
  it('records the account as who acted; without it the operator of the machine did', async () => {
    expect((await run(...create('zhao', 'townOperator', '360111003', '--as', 'root'))).code).toBe(0);
    const all = await actors();
    expect(all.slice(-2)).toEqual([['AccountCreated', { staffId: 'S-root', role: 'administrator' }], ['CredentialIssued', { staffId: 'S-root', role: 'administrator' }]]);
    expect(all[0]).toEqual(['AccountCreated', { staffId: 'cli', role: 'operator' }]);
  });
  it('is bound by role and division, of the account as it is and as it shall be', async () => {
    expect((await run(...create('x1', 'townOperator', '360111003', '--as', 'wang'))).stderr).toContain('[ROLE_FORBIDDEN]');
    expect((await run(...create('x1', 'townOperator', '360111003', '--as', 'local'))).stderr).toContain('[DIVISION_FORBIDDEN]');
    expect((await run('accounts', 'disable', 'zhao', '--reason', '调离', '--as', 'local')).stderr).toContain('[DIVISION_FORBIDDEN]');
    expect((await run(...create('y1', 'townOperator', '360112003', '--as', 'local'))).code).toBe(0);
    expect((await run('accounts', 'change', 'y1', '--division', '360111003', '--as', 'local')).stderr).toContain('[DIVISION_FORBIDDEN]');
    expect((await run('accounts', 'change', 'zhao', '--division', '360112003', '--as', 'local')).stderr).toContain('[DIVISION_FORBIDDEN]');
    expect((await run(...create('x1', 'townOperator', '360111003', '--as', 'nobody'))).stderr).toContain('[ACCOUNT_UNKNOWN]');
  });
  it('is of no use once the account is disabled', async () => {
    await run('accounts', 'disable', 'local', '--reason', '调离');
    expect((await run('accounts', 'disable', 'y1', '--reason', '调离', '--as', 'local')).stderr).toContain('[ACCOUNT_DISABLED]');
  });
});

describe('delegations', () => {
  const grant = (...more: string[]) => ['delegations', 'grant', 'WT-2026-01', '--from', '360111', '--to', '360111003', '--permission', 'case.confirm', 'case.deny', '--basis', '青民字〔2026〕1号', '--cap', '2000.5', '--valid-from', '2026-01-01', ...more];
  it('are granted by who may, once', async () => {
    expect((await run(...grant('--as', 'chen'))).stderr).toContain('[ROLE_FORBIDDEN]');
    expect(await json<DelegationView>(...grant('--as', 'wang'))).toEqual({
      delegationId: 'WT-2026-01', fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.confirm', 'case.deny'], amountCapFen: 200_050, validFrom: '2026-01-01', basis: '青民字〔2026〕1号',
    });
    expect((await run(...grant())).stderr).toContain('[DELEGATION_EXISTS]');
    expect((await withLedger(async ({ access }) => {
      const { disabledReason: _reason, ...chen } = await access.account('chen');
      return access.authorise(chen, 'case.confirm', '360111003001');
    }))).toMatchObject({ actor: { staffId: 'S-chen', delegationId: 'WT-2026-01' }, amountCapFen: 200_050 });
  });
  it('are wrong usage where permission, cap or day cannot be read', async () => {
    for (const change of [['--cap', '1,000'], ['--cap', '1.005'], ['--valid-to', '2026-02-30'], ['--permission', 'case.accept']]) expect([change, (await run(...grant(...change))).code]).toEqual([change, 2]);
  });
  it('are revoked and listed', async () => {
    expect((await run('delegations', 'revoke', 'WT-2026-01', '--reason', '收回', '--as', 'chen')).stderr).toContain('[ROLE_FORBIDDEN]');
    expect((await run('delegations', 'revoke', 'WT-2026-01', '--reason', '收回', '--on', '2099-01-01', '--as', 'wang')).code).toBe(0);
    const { stdout } = await run('delegations', 'list');
    expect(stdout).toMatch(/WT-2026-01 +360111 +360111003 镇街审核 +审核确认、不予确认 +全部 +2,000\.50 元 +2026-01-01 至 收回为止 +2099-01-01 收回 +青民字〔2026〕1号\n共 1 项。\n$/);
  });
});

it('shows roles and what can be delegated in its help', async () => {
  const { stdout } = await run('accounts', '--help');
  for (const [role, { zh }] of Object.entries(ROLES)) expect(stdout).toMatch(new RegExp(`^  ${role} +${zh.replace(/[（）/]/g, '.')}$`, 'm'));
  expect((await run('delegations', '--help')).stdout).toContain('case.payRelief');
});
