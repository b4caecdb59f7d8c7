/** `taizhang worklist`: what is overdue, due today, this week and later, and whose it is. */
import { type Command, Option } from 'commander';
import { type Level, LEVEL_NAMES, LEVELS } from '#casework';
import type { CivilDate } from '#kernel';
import type { WorklistItem, WorklistReport } from '#reports';
import { type Cli, ExitCode } from '../cli.js';
import { dateOption, divisionOption, nameOption, wholeOption } from '../options.js';
import { table } from '../output.js';

interface WorklistOptions {
  readonly division: string;
  readonly staff?: string;
  readonly level?: Level;
  readonly date?: CivilDate;
  readonly days?: number;
}
/** Ten years: further ahead nothing is due. */
const MOST_DAYS = 3_660;

export function addWorklist(program: Command, cli: Cli): void {
  program.command('worklist').description('待办：已逾期、今日到期、一周内到期、以后到期的事项及其责任人；有逾期时退出码为 1')
    .requiredOption('--division <CODE>', '区划代码：县 6 位、镇街 9 位、社区 12 位', divisionOption)
    .option('--staff <ID>', '只看某人的，工号', nameOption)
    .addOption(new Option('--level <LEVEL>', '只看某一级的').choices(LEVELS))
    .option('--date <DATE>', '截至何日 YYYY-MM-DD，默认今天', dateOption)
    .option('--days <N>', '以后多少天之内，默认 30', wholeOption)
    .action(async ({ division, staff, level, date, days }: WorklistOptions, command: Command) => {
      if (days !== undefined && days > MOST_DAYS) command.error(`选项 --days <N> 最多 ${MOST_DAYS}。`);
      const report = await cli.withLedger(command, 'readOnly', (ledger) => ledger.worklist({ division, staffId: staff, level, today: date, horizonDays: days }));
      cli.print(command, report, () => worklistText(report));
      cli.exitCode = report.total.overdue > 0 ? ExitCode.Differs : ExitCode.Done;
    });
}

function worklistText({ division, today, until, overdue, dueToday, dueThisWeek, later, calendarUnpublished, total }: WorklistReport): string {
  const parts: readonly (readonly [string, readonly WorklistItem[]])[] = [
    ['已逾期', overdue], ['今日到期', dueToday], ['一周内到期', dueThisWeek], [`${until} 以前到期`, later], ['到期日所在年度的工作日历尚未公布', calendarUnpublished],
  ];
  const shown = parts.filter(([, items]) => items.length > 0).map(([title, items]) => `${title}（${items.length}）\n${itemsText(items)}`);
  if (shown.length === 0) return `${division}：截至 ${today} 没有待办事项。`;
  return [...shown, `${division}，截至 ${today}：逾期 ${total.overdue}，今日 ${total.today}，一周内 ${total.week}，以后 ${total.later}。标“*”的期限没有条文规定，是本系统的约定。`].join('\n\n');
}

const itemsText = (items: readonly WorklistItem[]): string => table([
  { title: '到期日', cell: (row) => `${row.dueOn ?? '未知'}${row.assumed === undefined ? '' : '*'}` },
  { title: '逾期天数', cell: (row) => row.daysOverdue },
  { title: '案件编号', cell: (row) => row.caseId },
  { title: '事项', cell: (row) => (row.subject === undefined ? row.name.zh : `${row.name.zh}（${row.subject}）`) },
  { title: '起算日', cell: (row) => row.startedOn },
  { title: '延长至', cell: (row) => row.extendedTo ?? '' },
  { title: '层级', cell: (row) => LEVEL_NAMES[row.owner].zh },
  { title: '责任', cell: (row) => row.whose ?? row.unit },
  { title: '依据', cell: (row) => row.clause },
], items);
