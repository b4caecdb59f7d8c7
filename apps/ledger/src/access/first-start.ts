/** What the first start tells whoever sits before it: the administrator's one-time password, and accounts to look around with. On standard output, never in the log. */
import { randomBytes } from 'node:crypto';
import type { AccessService } from '#application';
import { type Role, ROLES, type RoleLevel } from '#identity';
import type { Actor } from '#kernel';
import type { RunningServer } from '../server.js';

const ACTOR: Actor = { staffId: 'sample' };
/** The sample county, one of its towns and communities, and its city. */
const PLACES: Readonly<Record<RoleLevel, string>> = { community: '360111003022', town: '360111003', county: '360111', city: '360100', any: '360111' };
/** Everybody but who keeps the accounts: that is `admin`. */
const BUSINESS = (Object.keys(ROLES) as Role[]).filter((role) => role !== 'administrator');
const accountIdOf = (role: Role): string => role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * Makes the administrator where there is no account at all, and says the one-time password, once.
 * @param sampleAccounts also an account per role of the sample county; only where nobody else can reach the server: all have one password
 */
export async function announceFirstStart({ url, local, ledger }: RunningServer, write: (text: string) => void, sampleAccounts = false): Promise<void> {
  const first = await ledger.access.bootstrap();
  if (first === undefined) return;
  const lines = ['', '首次启动，已建立系统管理员账户。一次性密码只显示这一次，首次登录后必须修改：', `  账户 ${first.accountId}  密码 ${first.password}`];
  if (sampleAccounts && local) lines.push(...(await sampleLines(url, ledger.access)));
  write(`${lines.join('\n')}\n\n`);
}

async function sampleLines(url: string, access: AccessService): Promise<readonly string[]> {
  const password = randomBytes(12).toString('hex').replace(/(.{6})(?=.)/g, '$1-');
  const rows = await Promise.all(BUSINESS.map((role) => createAccount(access, role, password)));
  const width = Math.max(...rows.map(({ accountId }) => accountId.length));
  return [
    '', `示例县的账户（只为试用，每个角色一个，密码都是 ${password}）：`,
    ...rows.map(({ accountId, division, title }) => `  ${accountId.padEnd(width)}  ${division.padEnd(12)}  ${title}`),
    '', '登录：',
    `  curl -s -c cookies.txt -H 'content-type: application/json' -d '{"accountId":"county-operator","password":"${password}"}' ${url}/api/v1/session`,
    '然后查询，例如：',
    `  curl -s -b cookies.txt '${url}/api/v1/reports/caseload?asOf=2019-12-31'`,
  ];
}

/** With a password that need not be changed first: the way there is that of everybody. */
async function createAccount(access: AccessService, role: Role, password: string): Promise<{ readonly accountId: string; readonly division: string; readonly title: string }> {
  const { zh, level } = ROLES[role];
  const accountId = accountIdOf(role);
  const division = PLACES[level];
  const { oneTimePassword } = await access.createAccount({ accountId, staffId: `sample-${accountId}`, name: `示例 ${zh}`, role, division }, ACTOR);
  const { token } = await access.signIn(accountId, oneTimePassword as string);
  const session = await access.changePassword(token, oneTimePassword as string, password);
  await access.signOut(session.token);
  return { accountId, division, title: zh };
}
