/** `taizhang replay case ID`: a case as it stood on a date, as it was known at an instant. */
import type { Command } from 'commander';
import { type CivilDate, formatYuan } from '#kernel';
import type { Cli } from '../cli.js';
import { label } from '../labels.js';
import { dateOption, instantOption } from '../options.js';
import { table } from '../output.js';

export function addReplay(program: Command, cli: Cli): void {
  program.command('replay').description('重放').command('case')
    .argument('<ID>', '案件编号；两县同号时写成 编号@区划代码')
    .description('重放一个案件：业务时点（--as-of）与知悉时点（--known-at）')
    .option('--as-of <DATE>', '业务日期 YYYY-MM-DD：当日成立的', dateOption)
    .option('--known-at <INSTANT>', '知悉时刻（RFC 3339，含时区）：其时已入账的', instantOption)
    .action(async (id: string, { asOf, knownAt }: { asOf?: CivilDate; knownAt?: string }, command: Command) => {
      const replay = await cli.withLedger(command, 'readOnly', (ledger) => ledger.replayCase(id, asOf, knownAt));
      cli.print(command, replay, () => [
        `案件 ${replay.caseId}${asOf === undefined ? '' : `，业务时点 ${asOf}`}${knownAt === undefined ? '' : `，知悉时点 ${knownAt}`}`,
        replay.state === null ? '尚无记录。' : `${label(replay.state.benefit)}，户 ${replay.state.householdId}；${entitlementText(replay.state.entitlement)}`,
        table([
          { title: '发生日期', cell: (event) => event.occurredAt },
          { title: '生效', cell: (event) => event.effectiveFrom ?? '' },
          { title: '入账时刻', cell: (event) => event.recordedAt },
          { title: '事件', cell: (event) => event.type },
          { title: '经办', cell: (event) => (event.actor as { staffId: string }).staffId },
        ], replay.events),
      ].join('\n'));
    });
}

function entitlementText(entitlement: { change: string; effectiveMonth: string; persons: number; monthlyFen: number; active: boolean } | null): string {
  if (entitlement === null) return '无待遇。';
  const { change, effectiveMonth, persons, monthlyFen, active } = entitlement;
  return active ? `${effectiveMonth} 起${label(change)}，${persons} 人，每月 ${formatYuan(monthlyFen)} 元。` : `${effectiveMonth} 起停发。`;
}
