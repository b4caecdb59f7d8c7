/** `taizhang report …`: caseload, payments, procedure, tolerance, amounts, rejections (formats.md §2 and §3). */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Ledger } from '#application';
import type { ViewingScope } from '#accountability';
import { CLOCKS, isClockName } from '#casework';
import { isRole, ROLES } from '#identity';
import { type CivilDate, type CivilMonth, DomainError, formatYuan } from '#kernel';
import { exactOf, exactText, keyName, multiply, roundHalfUp, type TargetRow, unitName } from '#policy';
import type { RejectionRow, RejectionsFilter } from '#reports';
import { signedIn } from '../acting.js';
import type { Cli } from '../cli.js';
import { label } from '../labels.js';
import { dateOption, divisionOption, instantOption, monthOption, nameOption, yearOption } from '../options.js';
import { table } from '../output.js';
import { OUT } from '../save-table.js';
import { toCsv } from '../csv.js';

interface ReportOptions {
  readonly asOf: CivilDate;
  readonly period: CivilMonth;
  readonly division?: string;
  readonly year?: number;
  readonly knownAt?: string;
}
const DIVISION = ['--division <CODE>', '区划代码：县 6 位、镇街 9 位、社区 12 位'] as const;
const KNOWN_AT = ['--known-at <INSTANT>', '只看该时刻之前已入账的（RFC 3339，含时区）'] as const;
const REJECTION_PAGE = 1_000;
const SCOPES: Readonly<Record<ViewingScope, string>> = { file: '案卷', replay: '案卷回放', determination: '认定', paper: '附件', finding: '疑点', complaint: '投诉举报', payments: '发放决定', payList: '清册明细', register: '登记与更正', export: '导出', evidence: '证据包' };

export function addReports(program: Command, cli: Cli): void {
  const report = program.command('report').description('报表：在保、发放、程序、容错、金额、拒绝行');

  report.command('caseload').description('某日在保户数、人数、月金额')
    .requiredOption('--as-of <DATE>', '业务日期 YYYY-MM-DD', dateOption).option(...DIVISION, divisionOption).option(...KNOWN_AT, instantOption)
    .action(async ({ asOf, division, knownAt }: ReportOptions, command: Command) => {
      const result = await cli.withLedger(command, 'readOnly', (ledger) => ledger.caseload(asOf, division, knownAt));
      cli.print(command, result, () => table([
        { title: '镇街', cell: (row) => label(row.division) },
        { title: '救助类别', cell: (row) => label(row.benefit) },
        { title: '户数', cell: (row) => row.households },
        { title: '人数', cell: (row) => row.persons },
        { title: '月金额（元）', cell: (row) => formatYuan(row.monthlyFen) },
      ], [...result.rows, { division: 'total', benefit: '', ...result.total }]));
    });

  report.command('payments').description('某月应发、到账、失败、未到账')
    .requiredOption('--period <MONTH>', '待遇月份 YYYY-MM', monthOption).option(...DIVISION, divisionOption).option(...KNOWN_AT, instantOption).option(...OUT)
    .action(async ({ period, division, knownAt, out }: ReportOptions & { readonly out?: string }, command: Command) => {
      const result = await cli.withLedger(command, 'readOnly', (ledger) => ledger.payments(period, division, knownAt));
      await cli.printTable(command, result, '发放', [
        { title: '救助类别', cell: (row) => label(row.benefit) },
        { title: '笔数', cell: (row) => row.items },
        { title: '到账', cell: (row) => row.settledItems },
        { title: '未到账', cell: (row) => row.outstandingItems },
        { title: '应发（元）', fen: (row) => row.listedFen },
        { title: '到账（元）', fen: (row) => row.settledFen },
        { title: '失败（元）', fen: (row) => row.failedFen },
        { title: '未到账（元）', fen: (row) => row.outstandingFen },
      ], [...result.rows, { benefit: 'total', ...result.total }], { out });
    });

  report.command('procedure').description('程序偏差：缺步骤、顺序颠倒、公示不足、超期、同一人经办')
    .option(...DIVISION, divisionOption).option('--year <YEAR>', '受理年度', yearOption).option(...KNOWN_AT, instantOption)
    .action(async ({ division, year, knownAt }: ReportOptions, command: Command) => {
      const result = await cli.withLedger(command, 'readOnly', (ledger) => ledger.procedure(division, year, knownAt));
      cli.print(command, result, () => `${table([
        { title: '案件编号', cell: (row) => row.caseId },
        { title: '镇街', cell: (row) => row.division },
        { title: '救助类别', cell: (row) => label(row.benefit) },
        { title: '偏差', cell: (row) => label(row.code) },
        { title: '步骤', cell: (row) => (isClockName(row.step) && row.code === 'CLOCK_MISSED' ? CLOCKS[row.step].zh : label(row.step)) },
        { title: '迟延天数', cell: (row) => row.days ?? '' },
      ], result.rows)}\n共 ${result.rows.length} 条。`);
    });

  report.command('tolerance').description('2% 容错与每条认定的免责五条件')
    .requiredOption(...DIVISION, divisionOption).requiredOption('--year <YEAR>', '年度', yearOption).option(...KNOWN_AT, instantOption)
    .action(async ({ division, year, knownAt }: ReportOptions, command: Command) => {
      const result = await cli.withLedger(command, 'readOnly', (ledger) => ledger.tolerance(division as string, year as number, knownAt));
      cli.print(command, result, () => [
        `${result.division} ${result.year} 年：救助 ${result.totalPersons} 人，差错 ${result.errorPersons} 人，其中客观原因 ${result.objectiveErrorPersons} 人；` +
          `${result.withinLimit ? '未超' : '超过'} 2%，余量 ${result.headroomPersons} 人${result.provisional ? '（年度未结，暂定）' : ''}。`,
        ...(result.findings.length === 0 ? [] : [table([
          { title: '疑点编号', cell: (row) => row.findingId },
          { title: '案件编号', cell: (row) => row.caseId },
          { title: '结果', cell: (row) => label(row.outcome) },
          { title: '秉公办理', cell: (row) => row.conditions.publicSpirit },
          { title: '程序完整', cell: (row) => row.conditions.procedureComplete },
          { title: '客观原因', cell: (row) => row.conditions.objectiveCause },
          { title: '未超比例', cell: (row) => row.conditions.withinLimit },
          { title: '能够追回', cell: (row) => row.conditions.recoverable },
        ], result.findings)]),
      ].join('\n'));
    });

  report.command('limits').description('某年度容错额度：县和每个镇街的 2%、余额')
    .requiredOption(...DIVISION, divisionOption).requiredOption('--year <YEAR>', '年度', yearOption).option('--as-of <DATE>', '截至何日认定、追回、救助 YYYY-MM-DD', dateOption).option(...KNOWN_AT, instantOption)
    .action(async ({ division, year, asOf, knownAt }: Partial<ReportOptions>, command: Command) => {
      const result = await cli.withLedger(command, 'readOnly', (ledger) => ledger.toleranceOverview(division as string, year as number, knownAt, asOf));
      cli.print(command, result, () => table([
        { title: '区划', cell: (row) => row.division },
        { title: '救助人数', cell: (row) => row.totalPersons },
        { title: '差错人数', cell: (row) => row.errorPersons },
        { title: '客观差错', cell: (row) => row.objectiveErrorPersons },
        { title: '2% 以内', cell: (row) => row.withinLimit },
        { title: '余额', cell: (row) => row.headroomPersons },
        { title: '结账', cell: (row) => (row.provisional ? '未结' : '已结') },
      ], result.rows));
    });

  report.command('amounts').description('低保金额与规则不符的变动（疑点，不是拒绝）')
    .option(...DIVISION, divisionOption).option(...KNOWN_AT, instantOption)
    .action(async ({ division, knownAt }: ReportOptions, command: Command) => {
      const result = await cli.withLedger(command, 'readOnly', (ledger) => ledger.amounts(division, knownAt));
      cli.print(command, result, () => `${table([
        { title: '案件编号', cell: (row) => row.caseId },
        { title: '生效年月', cell: (row) => row.effectiveMonth },
        { title: '决定（元）', cell: (row) => formatYuan(row.decidedFen) },
        { title: '应为（元）', cell: (row) => formatYuan(row.expectedFen) },
        { title: '依据', cell: (row) => row.ruleIds.join(' ') },
      ], result.rows)}\n共 ${result.rows.length} 条。`);
    });

  report.command('targets').description('文件所定目标与实际公布、发放情况（只作统计，不作个案依据）')
    .requiredOption(...DIVISION, divisionOption).requiredOption('--year <YEAR>', '年度', yearOption)
    .action(async ({ division, year }: ReportOptions, command: Command) => {
      const result = await cli.withLedger(command, 'readOnly', (ledger) => ledger.policy.targets(division as string, year as number));
      cli.print(command, result, () => `${table([
        { title: '规则', cell: (row) => row.ruleId },
        { title: '区划', cell: (row) => row.division },
        { title: '目标', cell: (row) => keyName(row.key).zh },
        { title: '目标值', cell: (row) => `${row.target} ${unitName(row.unit).zh}` },
        { title: '性质', cell: (row) => label(row.kind) },
        { title: '实际', cell: (row) => actualOf(row) },
        { title: '达到', cell: (row) => (row.met === null ? '-' : row.met) },
      ], result.rows)}\n共 ${result.rows.length} 条；“-”为规划性目标，或台账中没有所需数据。`);
    });

  report.command('access').description('谁在何时为何查阅过某人的案卷，或某个案件、疑点、清册').requiredOption('--as <ACCOUNT>', '以哪个账户的名义查看，受其角色和区划约束', nameOption)
    .option('--person <NUMBER>', '人员编号；其他县的写作 编号@县代码', nameOption).option('--about <NUMBER>', '案件、疑点或清册编号', nameOption)
    .action(async ({ as, person: personNo, about }: { as: string; person?: string; about?: string }, command: Command) => {
      if ((personNo === undefined) === (about === undefined)) command.error('请写 --person <NUMBER> 或 --about <NUMBER> 之一。');
      const result = await cli.withExistingLedger(command, async (ledger) => {
        const person = await signedIn(ledger, as);
        return personNo === undefined ? ledger.viewings.of(about as string, person) : ledger.viewings.ofPerson(personNo, person);
      });
      cli.print(command, result, () => table([
        { title: '时间', cell: (row) => row.at },
        { title: '编号', cell: (row) => row.about },
        { title: '内容', cell: (row) => SCOPES[row.scope] },
        { title: '工号', cell: (row) => row.staffId },
        { title: '角色', cell: (row) => (row.role !== null && isRole(row.role) ? ROLES[row.role].zh : '-') },
        { title: '所在', cell: (row) => row.from },
        { title: '事由', cell: (row) => row.purpose ?? '办理' },
        { title: '结果', cell: (row) => (row.outcome === 'shown' ? '已查阅' : '辖区外，未提供') },
      ], result.rows));
    });

  report.command('rejections').description('导入时被拒绝的行及其原始内容')
    .option('--file <SHA256>', '只看某个文件').option('--sheet <NAME>', '只看某个工作表').option('--code <CODE>', '只看某个代码')
    .option(...DIVISION, divisionOption).option('--out <FILE.csv>', '导出为 CSV（UTF-8，可用 Excel 打开）')
    .action(async ({ file, sheet, code, division, out }: { file?: string; sheet?: string; code?: string; division?: string; out?: string }, command: Command) => {
      const rows = await cli.withLedger(command, 'readOnly', (ledger) => allRejections(ledger, { sha256: file, sheet, code, division }));
      if (out !== undefined) writeCsv(out, toCsv(['文件', '工作表', '行', '列', '代码', '说明', '原始内容'], rows.map((row) => [row.sha256, row.sheet, String(row.row), row.column, row.code, row.message, JSON.stringify(row.cells)])));
      cli.print(command, { rows }, () => `${table([
        { title: '工作表', cell: (row) => row.sheet },
        { title: '行', cell: (row) => row.row },
        { title: '列', cell: (row) => row.column },
        { title: '代码', cell: (row) => row.code },
        { title: '说明', cell: (row) => row.message },
      ], rows)}\n共 ${rows.length} 条${out === undefined ? '' : `，已导出到 ${out}`}。`);
    });
}

/** Money in yuan; growth in percent to two places, other ratios to four, so that 87/67 is not shown as the 1.3 it misses. */
function actualOf({ actual, unit, key }: TargetRow): string {
  if (actual === null) return '无数据';
  const value = exactOf(String(actual)) ?? 0;
  const scaled = (by: number): number => Number(exactText(roundHalfUp(multiply(value, by))));
  if (unit.startsWith('yuan')) return `${formatYuan(scaled(1))} 元`;
  if (key.endsWith('growth')) return `${formatYuan(scaled(10_000))}%`;
  const digits = String(scaled(10_000)).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/** For its owner only: the rows hold names and citizen ids. */
function writeCsv(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw new DomainError('OUT_UNWRITABLE', 'unavailable', `The file ${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'error'}). Choose another with --out.`, {}, { cause: error });
  }
}

async function allRejections(ledger: Ledger, filter: RejectionsFilter): Promise<readonly RejectionRow[]> {
  const rows: RejectionRow[] = [];
  for (let after: string | undefined; ;) {
    const page = await ledger.rejections(filter, after, REJECTION_PAGE);
    rows.push(...page.rows);
    if (page.next === null) return rows;
    after = page.next;
  }
}
