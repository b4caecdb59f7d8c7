/** `taizhang tasks …`: the tasks of a division of tasks, who answers for them, what was reported, what was overseen. */
import type { Command } from 'commander';
import type { HalfYear, Period, Quarter, Score } from '#accountability';
import { type AssignmentRequest, type Ledger, type OversightRecorded, type ProgressRequest, type TaskRecorded } from '#application';
import { type CivilDate, DomainError } from '#kernel';
import type { OverdueReportList, OversightReport, QuarterSummary, TaskListRow, TasksReport, UnassignedReport } from '#reports';
import { ACTOR, type Cli, ExitCode } from '../cli.js';
import { label } from '../labels.js';
import { dateOption, divisionOption, halfYearOption, nameOption, periodOption, quarterOption, wholeOption, yearOption } from '../options.js';
import { table } from '../output.js';

const DIVISION = ['--division <CODE>', '区划代码，6 位'] as const;
const ONLY_DIVISION = ['--division <CODE>', '只看某地，6 位区划代码'] as const;
const AS_OF = ['--as-of <DATE>', '截至何日 YYYY-MM-DD，默认今天'] as const;
const QUARTER = ['--quarter <QUARTER>', '季度，例如 2019Q2', quarterOption] as const;
const ON = ['--on <DATE>', '发生日期 YYYY-MM-DD，默认今天'] as const;
const PROBLEM = ['--problem <TEXT>', '发现的一个问题；可重复'] as const;
const UNIT = ['--unit <NAME>', '单位名称，与任务清单所列相同'] as const;

interface Question {
  readonly division?: string;
  readonly asOf?: CivilDate;
}
interface OversightOptions {
  readonly division: string;
  readonly on?: CivilDate;
  readonly problem?: readonly string[];
}

/** Collects an option that may stand several times. */
const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

export function addTasks(program: Command, cli: Cli): void {
  const tasks = program.command('tasks').description('任务分工：登记、落实责任人、季度报送、谁没有报送、调度通报考核');

  tasks.command('seed').description('登记某份文件的全部任务及其牵头、责任单位；重复登记不会增加任何事件')
    .requiredOption('--pack <PACK>', '文件，例如 QS-2019 或 KS-2020', nameOption).option('--division <CODE>', '区划代码，须为该文件所在地', divisionOption)
    .action(async ({ pack, division }: { pack: string; division?: string }, command: Command) => {
      const seeded = await cli.withLedger(command, 'readWrite', (ledger) => ledger.tasks.seed(pack, division, ACTOR));
      const { rows, recorded, alreadyRecorded, rejected } = seeded;
      cli.print(command, seeded, () => [
        `${seeded.pack}，${seeded.division}：登记任务 ${recorded} 项，已在账 ${alreadyRecorded} 项，拒绝 ${rejected} 项。`,
        ...rows.filter(({ outcome }) => outcome === 'rejected').map(({ taskNo, code, message }) => `  ${taskNo} ${code ?? ''}：${message ?? ''}`),
      ].join('\n'));
      cli.exitCode = rejected > 0 ? ExitCode.Differs : ExitCode.Done;
    });

  tasks.command('list').description('任务清单：牵头单位、期限、已落实责任人和已报送的单位数')
    .option(...ONLY_DIVISION, divisionOption).option('--quarter <QUARTER>', '看哪个季度的报告，默认最近一次', quarterOption).option(...AS_OF, dateOption)
    .action(async ({ division, quarter, asOf }: Question & { quarter?: Quarter }, command: Command) => {
      const list = await cli.withLedger(command, 'readOnly', (ledger) => ledger.tasks.list({ division, quarter, asOf }));
      cli.print(command, list, () => listText(list));
    });

  tasks.command('show').argument('<TASK>', '任务编号，例如 12，或 12@360111').description('一项任务的各单位：责任部门、责任人、期限、报告')
    .option('--quarter <QUARTER>', '看哪个季度的报告，默认最近一次', quarterOption).option(...AS_OF, dateOption)
    .action(async (task: string, { quarter, asOf }: { quarter?: Quarter; asOf?: CivilDate }, command: Command) => {
      const { rows } = await cli.withLedger(command, 'readOnly', (ledger) => ledger.tasks.list({ quarter, asOf }));
      const row = rows.find(({ taskNo, division }) => task === taskNo || task === `${taskNo}@${division}`);
      if (row === undefined) throw new DomainError('TASK_UNKNOWN', 'notFound', 'No task with this number is registered. Check the number with "taizhang tasks list"; tasks are registered with "taizhang tasks seed".');
      cli.print(command, row, () => taskText(row));
    });

  tasks.command('assign').argument('<TASK>', '任务编号，例如 12，或 12@360111').description('落实一个单位对一项任务的责任部门、责任人员、时间进度（三项缺一不可）')
    .requiredOption(...UNIT).requiredOption('--department <NAME>', '责任部门').requiredOption('--person <NAME>', '责任人员').requiredOption('--due <DATE>', '何日完成 YYYY-MM-DD', dateOption)
    .option(...ON, dateOption).option('--reason <TEXT>', '替换原责任人或时间进度的理由')
    .action(async (task: string, options: Omit<AssignmentRequest, 'task'>, command: Command) => {
      const { unit, department, person, due, on, reason } = options;
      const recorded = await cli.withExistingLedger(command, (ledger) => ledger.tasks.assign({ task, unit, department, person, due, on, reason }, ACTOR));
      cli.print(command, recorded, () => recordedText(recorded));
    });

  tasks.command('report').argument('<TASK>', '任务编号，例如 12，或 12@360111').description('报送一个单位对一项任务的季度进展；每季度最后一个月 20 日以前（含当日）')
    .requiredOption(...UNIT).requiredOption(...QUARTER).requiredOption('--cutoff <DATE>', '数据截止到何日，须在该季度之内', dateOption).requiredOption('--text <TEXT>', '进展情况，至多 2000 字')
    .option('--on <DATE>', '报送日期 YYYY-MM-DD，默认今天', dateOption).option('--value <NUMBER>', '数字，按任务的计量单位；“是否”填 1 或 0', wholeOption).option('--file <REF>', '所附文件的编号或 SHA-256')
    .option('--supersedes', '更正该单位本季度已报送的内容；原报告留在账上').option('--reason <TEXT>', '更正理由（与 --supersedes 同用）')
    .action(async (task: string, options: Omit<ProgressRequest, 'task' | 'fileRef'> & { file?: string }, command: Command) => {
      const { unit, quarter, cutoff, text, on, value, file, supersedes, reason } = options;
      if (supersedes === true && reason === undefined) command.error('选项 --supersedes 须同时写 --reason <TEXT>：为何更正先前的报送。');
      const recorded = await cli.withExistingLedger(command, (ledger) => ledger.tasks.report({ task, unit, quarter, cutoff, text, on, value, fileRef: file, supersedes, reason }, ACTOR));
      cli.print(command, recorded, () => `${recordedText(recorded)}${recorded.dueOn === null ? '' : `${recorded.quarter}，应于 ${recorded.dueOn} 以前报送。`}`);
    });

  tasks.command('overdue').description('谁没有报送：逾期单位、任务、逾期天数、责任人；有逾期时退出码为 1')
    .requiredOption(...QUARTER).option(...AS_OF, dateOption).option(...ONLY_DIVISION, divisionOption)
    .action(async ({ quarter, asOf, division }: Question & { quarter: Quarter }, command: Command) => {
      const list = await cli.withLedger(command, 'readOnly', (ledger) => ledger.tasks.overdue({ quarter, asOf, division }));
      cli.print(command, list, () => overdueText(list));
      cli.exitCode = list.total > 0 ? ExitCode.Differs : ExitCode.Done;
    });

  tasks.command('unassigned').description('还没有落实责任人的单位及其任务')
    .option(...ONLY_DIVISION, divisionOption).option(...AS_OF, dateOption)
    .action(async ({ division, asOf }: Question, command: Command) => {
      const report = await cli.withLedger(command, 'readOnly', (ledger) => ledger.tasks.unassigned({ division, asOf }));
      cli.print(command, report, () => unassignedText(report));
    });

  tasks.command('summary').description('某季度各单位应报、按时、迟报、未报、未到期的份数')
    .requiredOption(...QUARTER).option(...AS_OF, dateOption).option(...ONLY_DIVISION, divisionOption)
    .action(async ({ quarter, asOf, division }: Question & { quarter: Quarter }, command: Command) => {
      const summary = await cli.withLedger(command, 'readOnly', (ledger) => ledger.tasks.summary({ quarter, asOf, division }));
      cli.print(command, summary, () => summaryText(summary));
    });

  tasks.command('oversight').description('已开展的调度、通报、考核、评估，以及期满尚未开展的')
    .option(...ONLY_DIVISION, divisionOption).option(...AS_OF, dateOption)
    .action(async ({ division, asOf }: Question, command: Command) => {
      const report = await cli.withLedger(command, 'readOnly', (ledger) => ledger.tasks.oversight({ division, asOf }));
      cli.print(command, report, () => oversightText(report));
    });

  const oversee = async (command: Command, work: (ledger: Ledger) => Promise<OversightRecorded>): Promise<void> => {
    const recorded = await cli.withExistingLedger(command, work);
    cli.print(command, recorded, () => `${recorded.division} ${recorded.period}：${label(recorded.outcome)}。`);
  };

  tasks.command('dispatch').description('记一次季度调度')
    .requiredOption(...DIVISION, divisionOption).requiredOption(...QUARTER).option(...ON, dateOption).option(...PROBLEM, collect)
    .action(({ division, quarter, on, problem = [] }: OversightOptions & { quarter: Quarter }, command: Command) =>
      oversee(command, (ledger) => ledger.tasks.dispatch({ division, quarter, on, problems: problem }, ACTOR)));

  tasks.command('bulletin').description('记一次半年通报')
    .requiredOption(...DIVISION, divisionOption).requiredOption('--half-year <HALF>', '半年，例如 2019H1', halfYearOption).option(...ON, dateOption).option(...PROBLEM, collect)
    .action(({ division, halfYear, on, problem = [] }: OversightOptions & { halfYear: HalfYear }, command: Command) =>
      oversee(command, (ledger) => ledger.tasks.bulletin({ division, halfYear, on, problems: problem }, ACTOR)));

  tasks.command('assess').description('记一次年度考核')
    .requiredOption(...DIVISION, divisionOption).requiredOption('--year <YEAR>', '年度', yearOption).option(...ON, dateOption).option('--score <UNIT=SCORE>', '一个单位的得分，例如 塘山镇=92.5；可重复', collect).option(...PROBLEM, collect)
    .action(({ division, year, on, score = [], problem = [] }: OversightOptions & { year: number; score?: readonly string[] }, command: Command) => {
      const scores = score.map((text): Score => {
        const at = text.lastIndexOf('=');
        if (at < 1) command.error('选项 --score <UNIT=SCORE> 写单位和分数，例如 塘山镇=92.5。');
        return { unit: text.slice(0, at), score: text.slice(at + 1) };
      });
      return oversee(command, (ledger) => ledger.tasks.assess({ division, year: String(year), on, scores, problems: problem }, ACTOR));
    });

  tasks.command('evaluate').description('记一次第三方评估')
    .requiredOption(...DIVISION, divisionOption).requiredOption('--period <PERIOD>', '评估所涉的季度、半年或年，例如 2019', periodOption)
    .requiredOption('--evaluator <NAME>', '评估机构').requiredOption('--summary <TEXT>', '评估结论，至多 2000 字').option(...ON, dateOption)
    .action(({ division, period, evaluator, summary, on }: Omit<OversightOptions, 'problem'> & { period: Period; evaluator: string; summary: string }, command: Command) =>
      oversee(command, (ledger) => ledger.tasks.evaluate({ division, period, evaluator, summary, on }, ACTOR)));
}

const recordedText = ({ taskNo, division, unit, outcome }: TaskRecorded): string => `任务 ${taskNo}（${division}），${unit}：${label(outcome)}。`;
const ROLES = { lead: '牵头', responsible: '责任' } as const;
const KINDS = { dispatch: '季度调度', bulletin: '半年通报', assessment: '年度考核', evaluation: '第三方评估' } as const;

function listText({ asOf, rows }: TasksReport): string {
  return `${table([
    { title: '区划', cell: (row) => row.division },
    { title: '编号', cell: (row) => row.taskNo },
    { title: '任务', cell: (row) => row.title.zh },
    { title: '牵头单位', cell: (row) => row.units.filter(({ role }) => role === 'lead').map(({ unit }) => unit).join('、') },
    { title: '责任单位数', cell: (row) => row.units.filter(({ role }) => role === 'responsible').length },
    { title: '已落实', cell: (row) => row.units.filter(({ assignment }) => assignment !== null).length },
    { title: '已报送', cell: (row) => row.units.filter(({ report }) => report !== null).length },
    { title: '文件期限', cell: (row) => row.dueOn ?? '' },
  ], rows)}\n共 ${rows.length} 项，截至 ${asOf}。`;
}

function taskText({ taskNo, division, heading, title, measure, dueOn, ruleIds, units }: TaskListRow): string {
  return [
    `任务 ${taskNo}（${division}）：${title.zh}`,
    `${heading}；计量：${measure.text}；报告的数字：${measure.number}（${measure.unit}）${dueOn === undefined ? '' : `；文件期限 ${dueOn}`}；依据 ${ruleIds.join(' ')}`,
    units.length === 0 ? '文件没有列责任单位。' : table([
      { title: '单位', cell: (row) => row.unit },
      { title: '职责', cell: (row) => ROLES[row.role] },
      { title: '责任部门', cell: (row) => row.assignment?.department ?? '未落实' },
      { title: '责任人员', cell: (row) => row.assignment?.person ?? '' },
      { title: '时间进度', cell: (row) => row.assignment?.due ?? '' },
      { title: '季度', cell: (row) => row.report?.quarter ?? '' },
      { title: '报送', cell: (row) => row.report?.reportedOn ?? '' },
      { title: '数据截止', cell: (row) => row.report?.cutoffOn ?? '' },
      { title: '数字', cell: (row) => row.report?.value ?? '' },
      { title: '进展', cell: (row) => row.report?.text.replaceAll('\n', ' ') ?? '' },
    ], units),
  ].join('\n');
}

function overdueText({ quarter, asOf, rows, total }: OverdueReportList): string {
  if (total === 0) return `${quarter}：截至 ${asOf} 没有逾期未报的。`;
  return `${table([
    { title: '区划', cell: (row) => row.division },
    { title: '单位', cell: (row) => row.unit },
    { title: '期限', cell: (row) => row.dueOn },
    { title: '逾期天数', cell: (row) => row.daysOverdue },
    { title: '份数', cell: (row) => row.taskNos.length },
    { title: '任务', cell: (row) => numbers(row.taskNos) },
    { title: '责任人', cell: (row) => [...row.named.map(({ department, person, taskNos }) => `${department} ${person}（${numbers(taskNos)}）`), ...(row.unnamedTaskNos.length === 0 ? [] : [`未落实责任人（${numbers(row.unnamedTaskNos)}）`])].join('；') },
  ], rows)}\n${quarter}：截至 ${asOf}，${rows.length} 个单位 ${total} 份报告逾期未报。`;
}

/** 1-8、12: runs of whole numbers are drawn together. */
function numbers(taskNos: readonly string[]): string {
  const runs: { from: string; to: string }[] = [];
  for (const no of taskNos) {
    const last = runs.at(-1);
    if (last !== undefined && /^\d+$/.test(no) && Number(last.to) + 1 === Number(no)) last.to = no;
    else runs.push({ from: no, to: no });
  }
  return runs.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join('、');
}

function unassignedText({ asOf, rows }: UnassignedReport): string {
  return `${table([
    { title: '区划', cell: (row) => row.division },
    { title: '单位', cell: (row) => row.unit },
    { title: '项数', cell: (row) => row.taskNos.length },
    { title: '任务', cell: (row) => numbers(row.taskNos) },
  ], rows)}\n截至 ${asOf}，${rows.length} 个单位有任务未落实责任人。`;
}

function summaryText({ quarter, asOf, rows, total }: QuarterSummary): string {
  return `${table([
    { title: '区划', cell: (row) => row.division },
    { title: '单位', cell: (row) => row.unit },
    { title: '应报', cell: (row) => row.owed },
    { title: '按时', cell: (row) => row.onTime },
    { title: '迟报', cell: (row) => row.late },
    { title: '未报', cell: (row) => row.missing },
    { title: '未到期', cell: (row) => row.open },
  ], [...rows, { division: label('total'), unit: '', ...total }])}\n${quarter}，截至 ${asOf}。`;
}

function oversightText({ asOf, rows }: OversightReport): string {
  return `${table([
    { title: '区划', cell: (row) => row.division },
    { title: '事项', cell: (row) => KINDS[row.kind] },
    { title: '期间', cell: (row) => row.period },
    { title: '日期', cell: (row) => row.on ?? '尚未开展' },
    { title: '内容', cell: (row) => [...(row.problems ?? []), ...(row.scores ?? []).map(({ unit, score }) => `${unit} ${score}`), ...(row.evaluator === undefined ? [] : [`${row.evaluator}：${row.summary?.replaceAll('\n', ' ') ?? ''}`])].join('；') },
  ], rows)}\n截至 ${asOf}。`;
}
