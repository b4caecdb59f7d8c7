/** `taizhang standards …`: the values local authorities publish. */
import type { Command } from 'commander';
import type { Impact, StandardCorrection, StandardRow } from '#application';
import { type CivilDate, formatYuan } from '#kernel';
import { LOCAL_KEYS } from '#policy';
import { ACTOR, type Cli, ExitCode } from '../cli.js';
import { itemOf, shown } from '../differences.js';
import { readInput } from '../input.js';
import { label } from '../labels.js';
import { dateOption, divisionOption, instantOption, nameOption } from '../options.js';
import { table } from '../output.js';
import { readStandards } from '../standards-file.js';

const KEY = ['--key <KEY>', '标准的键，例如 dibao.std；"taizhang standards keys" 列出全部'] as const;
const DIVISION = ['--division <CODE>', '公布地区划代码：县、市、省均为 6 位'] as const;

interface ListOptions {
  readonly division?: string;
  readonly key?: string;
  readonly on?: CivilDate;
  readonly knownAt?: string;
}

export function addStandards(program: Command, cli: Cli): void {
  const standards = program.command('standards').description('当地公布的标准：录入、更正、查询、影响');

  standards.command('import').argument('<FILE>', '标准清单（YAML 或 JSON）；- 为标准输入')
    .description('录入公布的标准；重复录入不会增加任何事件')
    .action(async (file: string, _options: unknown, command: Command) => {
      // Read first: a file that is refused leaves no ledger behind.
      const entries = readStandards(file, await readInput(file, cli.stdin));
      const published = await cli.withLedger(command, 'readWrite', (ledger) => ledger.policy.publishStandards(entries, ACTOR));
      const { rows, recorded, alreadyRecorded, rejected } = published;
      cli.print(command, published, () => [
        table([
          { title: '键', cell: (row) => row.key },
          { title: '区划', cell: (row) => row.division },
          { title: '起始', cell: (row) => row.from },
          { title: '结果', cell: (row) => label(row.outcome) },
        ], rows),
        `入账 ${recorded} 条，已在账 ${alreadyRecorded} 条，拒绝 ${rejected} 条。`,
        ...rows.filter((row) => row.outcome === 'rejected').map(({ key, division, from, code, message }) => `  ${key} ${division} ${from} ${code ?? ''}：${message ?? ''}`),
      ].join('\n'));
      cli.exitCode = rejected > 0 ? ExitCode.Differs : ExitCode.Done;
    });

  standards.command('list').description('已公布的标准及其更正')
    .option('--division <CODE>', '只看某地公布的', divisionOption).option('--key <KEY>', '只看某个键', nameOption).option('--on <DATE>', '只看当日有效的', dateOption)
    .option('--known-at <INSTANT>', '只看该时刻之前已入账的（RFC 3339，含时区）', instantOption)
    .action(async (filter: ListOptions, command: Command) => {
      const { division, key, on, knownAt } = filter;
      const list = await cli.withLedger(command, 'readOnly', (ledger) => ledger.policy.standards({ division, key, on, knownAt }));
      cli.print(command, list, () => `${standardsTable(list.rows)}\n共 ${list.rows.length} 条。`);
    });

  standards.command('impact').description('某项标准公布或更正后，各案件各月应补发的金额和受影响的认定；不改动任何已发放的')
    .requiredOption(...KEY, nameOption).requiredOption(...DIVISION, divisionOption)
    .action(async ({ key, division }: { key: string; division: string }, command: Command) => {
      const impact = await cli.withLedger(command, 'readOnly', (ledger) => ledger.policy.impact({ key, division }));
      cli.print(command, impact, () => impactText(impact));
      const { rows, notComputed, determinations } = impact;
      cli.exitCode = rows.length > 0 || notComputed.length > 0 || determinations.some(({ differences }) => differences.length > 0) ? ExitCode.Differs : ExitCode.Done;
    });

  standards.command('correct').description('更正一项已公布的标准；原值留在账上')
    .requiredOption(...KEY, nameOption).requiredOption(...DIVISION, divisionOption).requiredOption('--from <DATE>', '该标准的起始日期', dateOption)
    .option('--value <VALUE>', '正确的数值').option('--to <DATE>', '正确的最后一天', dateOption)
    .requiredOption('--reason <TEXT>', '更正理由').requiredOption('--approver <NAME>', '批准人', nameOption)
    .action(async ({ key, division, from, value, to, reason, approver }: StandardCorrection, command: Command) => {
      if (value === undefined && to === undefined) command.error('没有写出更正内容。请写 --value <VALUE>、--to <DATE> 或两者。');
      const row = await cli.withExistingLedger(command, (ledger) => ledger.policy.correctStandard({ key, division, from, value, to, reason, approver }, ACTOR));
      cli.print(command, row, () => standardsTable([row]));
    });

  standards.command('keys').description('可以公布的标准：键、单位、名称、公布机关')
    .action((_options: unknown, command: Command) => {
      const rows = [...LOCAL_KEYS.values()];
      cli.print(command, { rows }, () => table([
        { title: '键', cell: (row) => row.key },
        { title: '单位', cell: (row) => row.unit },
        { title: '名称', cell: (row) => row.name.zh },
        { title: '公布机关', cell: (row) => row.publisher.zh },
      ], rows));
    });
}

function standardsTable(rows: readonly StandardRow[]): string {
  return table([
    { title: '键', cell: (row) => row.key },
    { title: '名称', cell: (row) => row.name.zh },
    { title: '区划', cell: (row) => row.division },
    { title: '数值', cell: (row) => row.value },
    { title: '单位', cell: (row) => row.unit ?? '' },
    { title: '起始', cell: (row) => row.from },
    { title: '截止', cell: (row) => row.to ?? '' },
    { title: '依据', cell: (row) => row.basis ?? '' },
    { title: '更正', cell: (row) => row.corrections.map((correction) => `${correction.old ?? '—'}→${correction.new}（${correction.reason}，${correction.approver}）`).join('；') },
  ], rows);
}

function impactText({ key, division, arrearsComputed, rows, notComputed, determinations, total }: Impact): string {
  return [
    `${key}，${division}：`,
    ...(arrearsComputed ? [table([
      { title: '案件编号', cell: (row) => row.caseId },
      { title: '镇街', cell: (row) => row.division },
      { title: '救助类别', cell: (row) => label(row.benefit) },
      { title: '月份', cell: (row) => row.month },
      { title: '列发（元）', cell: (row) => formatYuan(row.listedFen) },
      { title: '应为（元）', cell: (row) => formatYuan(row.dueFen) },
      { title: '差额（元）', cell: (row) => formatYuan(row.arrearsFen) },
    ], rows), `共 ${total.cases} 个案件，差额合计 ${formatYuan(total.arrearsFen)} 元。`] : ['该标准不直接决定案件月金额，只列认定。']),
    ...(notComputed.length === 0 ? [] : [`未能计算的案件 ${notComputed.length} 个：`, ...notComputed.map(({ caseId, code }) => `  ${caseId} ${code}`)]),
    ...(determinations.length === 0 ? [] : [
      `用到该标准的认定 ${determinations.length} 个：`,
      ...determinations.map(({ determinationId, on, used, differences }) =>
        `  ${determinationId}（${on}，所用 ${used}）：${differences.length === 0 ? '无差异' : differences.map((difference) => `${itemOf(difference)} ${shown(difference.before)}→${shown(difference.after)}`).join('；')}`),
    ]),
  ].join('\n');
}
