/** `taizhang accounts …` and `taizhang delegations …`: who may sign in, in which role and where; what a county lets a town decide. */
import { BENEFITS } from '#casework';
import { type Command, Option } from 'commander';
import type { AccountView, AccountWithPassword, DelegationRequest, DelegationView, Ledger } from '#application';
import { liesIn, type Permission, PERMISSIONS, ROLES } from '#identity';
import { type Actor, type CivilDate, formatYuan } from '#kernel';
import { actorOf, AS } from '../acting.js';
import type { Cli } from '../cli.js';
import { dateOption, divisionOption, nameOption, yuanOption } from '../options.js';
import { table } from '../output.js';

interface As {
  readonly as?: string | undefined;
}
interface Identity extends As {
  readonly issuer: string;
  readonly subject: string;
}
interface Placed {
  readonly role?: string;
  readonly division?: string;
  readonly name?: string;
}

const ACCOUNT = ['<ACCOUNT>', '账户名：小写字母、数字、点、横线、下划线，2 至 40 个字符'] as const;
const DIVISION = ['--division <CODE>', '区划代码：县 6 位、镇街 9 位、社区 12 位；000000 为全国，只限管理员和监督'] as const;
const role = (description: string): Option => new Option('--role <ROLE>', description).choices(Object.keys(ROLES));
const DELEGABLE = (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => PERMISSIONS[permission].delegable === true);

export function addAccounts(program: Command, cli: Cli): void {
  const accounts = program.command('accounts').description('账户：建立、停用、重置密码、关联单点登录；角色和区划决定能办什么')
    .addHelpText('after', () => `\n角色：\n${Object.entries(ROLES).map(([name, { zh }]) => `  ${name.padEnd(16)}${zh}`).join('\n')}`);

  /** Acts on an account that is there, in the name of who may manage it. */
  const manage = async <T>(command: Command, accountId: string, { as }: As, work: (ledger: Ledger, actor: Actor) => Promise<T>, ...places: readonly string[]): Promise<T> =>
    cli.withExistingLedger(command, async (ledger) => work(ledger, await actorOf(ledger, as, 'account.manage', (await ledger.access.account(accountId)).division, ...places)));
  const printAccount = (command: Command, account: AccountView): void => cli.print(command, account, () => accountText(account));

  accounts.command('create').argument(...ACCOUNT).description('建立账户；打印一次性密码，只显示这一次，首次登录须修改')
    .requiredOption('--staff <NO>', '工作人员编号，记入其办理的每一件事', nameOption).requiredOption('--name <NAME>', '姓名', nameOption)
    .addOption(role('角色').makeOptionMandatory()).requiredOption(...DIVISION, divisionOption)
    .option('--org <USCC>', '单位的统一社会信用代码，18 位').option('--external-only', '只用单点登录，不发密码').option(...AS)
    .action(async (accountId: string, { staff, org, externalOnly, as, ...rest }: As & { staff: string; name: string; role: string; division: string; org?: string; externalOnly?: boolean }, command: Command) => {
      const created = await cli.withLedger(command, 'readWrite', async (ledger) =>
        ledger.access.createAccount({ accountId, staffId: staff, orgUscc: org, externalOnly, ...rest }, await actorOf(ledger, as, 'account.manage', rest.division)));
      cli.print(command, created, () => passwordText(created));
    });

  accounts.command('list').description('全部账户，不含任何密码').option('--division <CODE>', '只看某地及其下级', divisionOption)
    .action(async ({ division }: { division?: string }, command: Command) => {
      const all = await cli.withLedger(command, 'readOnly', (ledger) => ledger.access.accounts());
      const rows = division === undefined ? all : all.filter((row) => liesIn(row.division, division));
      cli.print(command, { rows }, () => listText(rows));
    });

  accounts.command('change').argument(...ACCOUNT).description('改角色、区划或姓名；改角色或区划时其登录全部失效')
    .addOption(role('新的角色')).option(...DIVISION, divisionOption).option('--name <NAME>', '新的姓名', nameOption).option(...AS)
    .action(async (accountId: string, { as, ...change }: As & Placed, command: Command) => {
      if (Object.keys(change).length === 0) command.error('请至少写出 --role、--division、--name 中的一项。');
      const places = change.division === undefined ? [] : [change.division];
      printAccount(command, await manage(command, accountId, { as }, (ledger, actor) => ledger.access.changeAccount(accountId, change, actor), ...places));
    });

  accounts.command('disable').argument(...ACCOUNT).description('停用账户，其登录立即失效').requiredOption('--reason <TEXT>', '理由').option(...AS)
    .action(async (accountId: string, { reason, ...as }: As & { reason: string }, command: Command) =>
      printAccount(command, await manage(command, accountId, as, (ledger, actor) => ledger.access.disableAccount(accountId, reason, actor))));

  accounts.command('enable').argument(...ACCOUNT).description('恢复停用的账户；原密码仍然有效').option(...AS)
    .action(async (accountId: string, as: As, command: Command) =>
      printAccount(command, await manage(command, accountId, as, (ledger, actor) => ledger.access.enableAccount(accountId, actor))));

  accounts.command('reset-password').argument(...ACCOUNT).description('发新的一次性密码，原密码和登录立即失效，解除锁定').option(...AS)
    .action(async (accountId: string, as: As, command: Command) => {
      const reset = await manage(command, accountId, as, (ledger, actor) => ledger.access.resetPassword(accountId, actor));
      cli.print(command, reset, () => passwordText(reset));
    });

  const ISSUER = ['--issuer <URL>', '单点登录服务的 issuer，与其令牌所写一字不差'] as const;
  const SUBJECT = ['--subject <SUB>', '此人在该服务中的 sub'] as const;
  accounts.command('link').argument(...ACCOUNT).description('把单点登录（OpenID Connect）的身份关联到账户').requiredOption(...ISSUER).requiredOption(...SUBJECT).option(...AS)
    .action(async (accountId: string, { issuer, subject, ...as }: Identity, command: Command) =>
      printAccount(command, await manage(command, accountId, as, (ledger, actor) => ledger.access.linkIdentity(accountId, { issuer, subject }, actor))));
  accounts.command('unlink').argument(...ACCOUNT).description('取消单点登录身份的关联，其登录立即失效').requiredOption(...ISSUER).requiredOption(...SUBJECT).requiredOption('--reason <TEXT>', '理由').option(...AS)
    .action(async (accountId: string, { issuer, subject, reason, ...as }: Identity & { reason: string }, command: Command) =>
      printAccount(command, await manage(command, accountId, as, (ledger, actor) => ledger.access.unlinkIdentity(accountId, { issuer, subject }, reason, actor))));
}

export function addDelegations(program: Command, cli: Cli): void {
  const delegations = program.command('delegations').description('委托：县级民政把审核确认等权限委托给镇街')
    .addHelpText('after', () => `\n可以委托的权限：\n${DELEGABLE.map((name) => `  ${name.padEnd(16)}${PERMISSIONS[name].zh}`).join('\n')}`);
  const printDelegation = (command: Command, delegation: DelegationView): void => cli.print(command, delegation, () => delegationsText([delegation]));

  delegations.command('grant').argument('<NO>', '委托编号，例如 WT-2026-01').description('登记一项委托')
    .requiredOption('--from <CODE>', '委托的县，6 位区划代码', divisionOption).requiredOption('--to <CODE>', '受托的镇街，9 位区划代码', divisionOption)
    .addOption(new Option('--permission <PERMISSION...>', '委托的权限').choices(DELEGABLE).makeOptionMandatory()).requiredOption('--basis <TEXT>', '依据的文件')
    .addOption(new Option('--benefit <BENEFIT...>', '只委托这些待遇，默认全部').choices(BENEFITS))
    .option('--cap <YUAN>', '每件的金额上限，元；默认不设', yuanOption).option('--valid-from <DATE>', '起始日 YYYY-MM-DD，默认今天', dateOption).option('--valid-to <DATE>', '最后一日 YYYY-MM-DD，默认不设', dateOption).option(...AS)
    .action(async (delegationId: string, options: As & { from: string; to: string; permission: readonly string[]; benefit?: readonly string[]; basis: string; cap?: number; validFrom?: CivilDate; validTo?: CivilDate }, command: Command) => {
      const { from, to, permission, benefit, basis, cap, validFrom, validTo, as } = options;
      const request: DelegationRequest = { delegationId, fromDivision: from, toDivision: to, toRole: 'townAuditor', permissions: permission, benefits: benefit, amountCapFen: cap, validFrom, validTo, basis };
      printDelegation(command, await cli.withExistingLedger(command, async (ledger) => ledger.access.grantDelegation(request, await actorOf(ledger, as, 'delegation.grant', from))));
    });

  delegations.command('revoke').argument('<NO>', '委托编号').description('收回一项委托；此前依其作出的决定仍然有效')
    .requiredOption('--reason <TEXT>', '理由').option('--on <DATE>', '自何日起不再有效 YYYY-MM-DD，默认今天，不得早于今天', dateOption).option(...AS)
    .action(async (delegationId: string, { reason, on, as }: As & { reason: string; on?: CivilDate }, command: Command) => {
      printDelegation(command, await cli.withExistingLedger(command, async (ledger) => {
        const { fromDivision } = await ledger.access.delegation(delegationId);
        return ledger.access.revokeDelegation({ delegationId, on, reason }, await actorOf(ledger, as, 'delegation.grant', fromDivision));
      }));
    });

  delegations.command('list').description('全部委托，包括已收回和已到期的')
    .action(async (_options: object, command: Command) => {
      const rows = await cli.withLedger(command, 'readOnly', (ledger) => ledger.access.delegations());
      cli.print(command, { rows }, () => `${delegationsText(rows)}\n共 ${rows.length} 项。`);
    });
}

const CREDENTIALS = { none: '无', oneTimePassword: '一次性密码', password: '本人密码' } as const;
const state = ({ disabledReason }: AccountView): string => (disabledReason === undefined ? '启用' : `停用（${disabledReason}）`);

function accountText(account: AccountView): string {
  const { accountId, name, staffId, role: of, division, credential, identities } = account;
  return [
    `账户 ${accountId}：${name}（${staffId}），${ROLES[of].zh}，${division}，${state(account)}，密码：${CREDENTIALS[credential]}。`,
    ...identities.map(({ issuer, subject }) => `  单点登录：${issuer} ${subject}`),
  ].join('\n');
}

function passwordText({ account, oneTimePassword }: AccountWithPassword): string {
  if (oneTimePassword === undefined) return `${accountText(account)}\n没有密码：用 "taizhang accounts link" 关联单点登录的身份。`;
  return `${accountText(account)}\n一次性密码：${oneTimePassword}\n只显示这一次，3 天内有效，首次登录须修改。`;
}

function listText(rows: readonly AccountView[]): string {
  return `${table([
    { title: '账户', cell: (row) => row.accountId },
    { title: '姓名', cell: (row) => row.name },
    { title: '编号', cell: (row) => row.staffId },
    { title: '角色', cell: (row) => ROLES[row.role].zh },
    { title: '区划', cell: (row) => row.division },
    { title: '状态', cell: state },
    { title: '密码', cell: (row) => CREDENTIALS[row.credential] },
    { title: '单点登录', cell: (row) => row.identities.map(({ issuer, subject }) => `${issuer} ${subject}`).join('；') },
  ], rows)}\n共 ${rows.length} 个账户。`;
}

const delegationsText = (rows: readonly DelegationView[]): string => table([
  { title: '编号', cell: (row) => row.delegationId },
  { title: '委托', cell: (row) => row.fromDivision },
  { title: '受托', cell: (row) => `${row.toDivision} ${ROLES[row.toRole].zh}` },
  { title: '权限', cell: (row) => row.permissions.map((permission) => PERMISSIONS[permission].zh).join('、') },
  { title: '待遇', cell: (row) => row.benefits?.join('、') ?? '全部' },
  { title: '每件上限', cell: (row) => (row.amountCapFen === undefined ? '不设' : `${formatYuan(row.amountCapFen)} 元`) },
  { title: '有效', cell: (row) => `${row.validFrom} 至 ${row.validTo ?? '收回为止'}` },
  { title: '收回', cell: (row) => (row.revokedOn === undefined ? '' : `${row.revokedOn} ${row.revokedReason ?? ''}`) },
  { title: '依据', cell: (row) => row.basis },
], rows);
