/** `taizhang replay case ID`: a case as it stood on a date, as it was known at an instant. `taizhang replay determination ID`: as it was decided, and as it would be today. */
import type { Command } from 'commander';
import type { DeterminationReplay } from '#application';
import { type CivilDate, formatYuan } from '#kernel';
import { type Cli, ExitCode } from '../cli.js';
import { itemOf, shown } from '../differences.js';
import { label } from '../labels.js';
import { dateOption, instantOption } from '../options.js';
import { table } from '../output.js';
import { refusalLine } from '../refusal-text.js';

export function addReplay(program: Command, cli: Cli): void {
  const replay = program.command('replay').description('重放');

  replay.command('case')
    .argument('<ID>', '案件编号；两县同号时写成 编号@区划代码')
    .description('重放一个案件：业务时点（--as-of）与知悉时点（--known-at）')
    .option('--as-of <DATE>', '业务日期 YYYY-MM-DD：当日成立的', dateOption)
    .option('--known-at <INSTANT>', '知悉时刻（RFC 3339，含时区）：其时已入账的', instantOption)
    .action(async (id: string, { asOf, knownAt }: { asOf?: CivilDate; knownAt?: string }, command: Command) => {
      const result = await cli.withLedger(command, 'readOnly', (ledger) => ledger.replayCase(id, asOf, knownAt));
      cli.print(command, result, () => [
        `案件 ${result.caseId}${asOf === undefined ? '' : `，业务时点 ${asOf}`}${knownAt === undefined ? '' : `，知悉时点 ${knownAt}`}`,
        result.state === null ? '尚无记录。' : `${label(result.state.benefit)}，户 ${result.state.householdId}；${entitlementText(result.state.entitlement)}`,
        table([
          { title: '发生日期', cell: (event) => event.occurredAt },
          { title: '生效', cell: (event) => event.effectiveFrom ?? '' },
          { title: '入账时刻', cell: (event) => event.recordedAt },
          { title: '事件', cell: (event) => event.type },
          { title: '经办', cell: (event) => (event.actor as { staffId: string }).staffId },
        ], result.events),
      ].join('\n'));
    });

  replay.command('determination')
    .argument('<ID>', '认定编号；两县同号时写成 编号@区划代码')
    .description('重算一个认定：用当时的文件包和当时已入账的标准，再与今日比较')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { result, text } = await cli.withLedger(command, 'readOnly', async (ledger) => {
        const replayed = await ledger.policy.determination(id);
        return { result: replayed, text: await ledger.policy.rendered(replayed.recorded, 'zh') };
      });
      cli.print(command, result, () => `${determinationText(result)}\n${text}`);
      cli.exitCode = result.reproduced && result.problems.length === 0 && result.refusal === null && result.differences.length === 0 ? ExitCode.Done : ExitCode.Differs;
    });
}

function determinationText({ determinationId, recordedAt, reproduced, rulesChanged, problems, refusal, differences }: DeterminationReplay): string {
  const today = refusal !== null ? [`按今日所知不能认定：${refusalLine(refusal)}`] : differences.length === 0 ? ['按今日所知认定，结果相同。'] : [
    '按今日所知认定，结果不同：',
    table([
      { title: '项目', cell: itemOf },
      { title: '原认定', cell: (row) => shown(row.before) },
      { title: '今日', cell: (row) => shown(row.after) },
    ], differences),
  ];
  return [
    `认定 ${determinationId}，入账时刻 ${recordedAt}。`,
    reproduced ? '用当时的文件包和标准重算，结果一致。' : '用当时的文件包和标准重算，结果不一致。',
    ...(rulesChanged ? ['原认定由另一版本程序的规则函数算出；结果若不一致，可能出于程序。'] : []),
    ...problems.map((problem) => `  记录的步骤有误：${problem}`),
    ...today,
  ].join('\n');
}

function entitlementText(entitlement: { change: string; effectiveMonth: string; persons: number; monthlyFen: number; active: boolean } | null): string {
  if (entitlement === null) return '无待遇。';
  const { change, effectiveMonth, persons, monthlyFen, active } = entitlement;
  return active ? `${effectiveMonth} 起${label(change)}，${persons} 人，每月 ${formatYuan(monthlyFen)} 元。` : `${effectiveMonth} 起停发。`;
}
