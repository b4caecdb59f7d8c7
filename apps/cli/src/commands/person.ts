/** `taizhang person erase`: what the ledger says of a person is erased, on the word of two people (docs/personal-data.md). */
import type { Command } from 'commander';
import { DomainError } from '#kernel';
import { signedIn } from '../acting.js';
import type { Cli } from '../cli.js';
import { dateOption, divisionOption, nameOption } from '../options.js';

interface Options {
  readonly as: string;
  readonly on: string;
  readonly basis?: string;
  readonly approve?: boolean;
  readonly county?: string;
}

export function addPerson(program: Command, cli: Cli): void {
  const person = program.command('person').description('个人信息：删除');
  person.command('erase').argument('<NUMBER>', '人员编号').description('删除台账中一个人的个人信息：先由一人申请（--basis），再由另一人批准（--approve）并当即删除，不可恢复；台账、日志和统计数字不变')
    .requiredOption('--as <ACCOUNT>', '以哪个账户的名义办理', nameOption).requiredOption('--on <DATE>', '办理日期 YYYY-MM-DD', dateOption)
    .option('--basis <TEXT>', '申请的依据', nameOption).option('--approve', '批准并删除').option('--county <CODE6>', '哪个县的人员编号（默认账户所在县）', divisionOption)
    .action(async (number: string, { as, on, basis, approve, county }: Options, own: Command) => {
      if ((basis === undefined) === (approve !== true)) throw new DomainError('ERASURE_UNCLEAR', 'invalid', 'An erasure is asked for with --basis, or approved with --approve: one of the two.');
      const taken = await cli.withExistingLedger(own, async (ledger) => {
        const by = await signedIn(ledger, as);
        const place = county ?? by.division.slice(0, 6);
        return basis === undefined ? ledger.erasure.approve(place, { personId: number, on }, by) : ledger.erasure.request(place, { personId: number, on, basis }, by);
      });
      cli.print(own, taken, () => (taken.status === 'requested' ? '已申请，待另一人批准。' : `已删除，销毁密钥 ${taken.keys} 把。请更换密钥库的备份，旧备份应销毁。`));
    });
}
