/** The commands of the task register: their text, JSON and exit codes. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskRecorded, TasksSeeded } from '#application';
import type { OverdueReportList, OversightReport, QuarterSummary, TaskListRow, TasksReport, UnassignedReport } from '#reports';
import { cliJson, runCli } from '../../../test/support/run-cli.js';

let directory: string;
let data: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-tasks-'));
  data = join(directory, 'data');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const run = (...args: string[]) => runCli('tasks', ...args, '--data', data);
const json = <T>(...args: string[]): Promise<T> => cliJson<T>('tasks', ...args, '--data', data);
const ASSIGN = ['assign', '7', '--unit', '塘山镇', '--department', '民政所', '--person', '示例甲', '--due', '2020-12-31', '--on', '2019-04-10'];
const REPORT = ['report', '7', '--unit', '塘山镇', '--quarter', '2019Q2', '--cutoff', '2019-06-15', '--on', '2019-06-20', '--value', '12', '--text', '纳入12户'];

it('needs a ledger for everything but registering', async () => {
  for (const args of [ASSIGN, REPORT, ['list'], ['overdue', '--quarter', '2019Q2'], ['dispatch', '--division', '360111', '--quarter', '2019Q2']]) {
    const { code, stderr } = await run(...args);
    expect([args[0], code, stderr]).toEqual([args[0], 3, expect.stringContaining('[LEDGER_MISSING]')]);
  }
  expect(existsSync(data)).toBe(false);
});

it('registers the tasks of a document, once', async () => {
  const { code, stdout } = await run('seed', '--pack', 'QS-2019', '--division', '360111');
  expect([code, stdout]).toEqual([0, 'QS-2019，360111：登记任务 59 项，已在账 0 项，拒绝 0 项。\n']);
  expect(await json<TasksSeeded>('seed', '--pack', 'QS-2019')).toMatchObject({ recorded: 0, alreadyRecorded: 59 });
  expect((await run('seed', '--pack', 'XM-2018')).stderr).toContain('[TASKS_UNKNOWN]');
  expect((await run('seed', '--pack', 'QS-2019', '--division', '360104')).stderr).toContain('[TASKS_ELSEWHERE]');
  expect((await run('seed')).code).toBe(2);
});

it('lists them in the order of the document', async () => {
  const { rows } = await json<TasksReport>('list');
  expect(rows.map(({ taskNo }) => taskNo)).toEqual(Array.from({ length: 59 }, (_, n) => String(n + 1)));
  const { code, stdout } = await run('list', '--division', '360111', '--as-of', '2019-06-30');
  expect(code).toBe(0);
  expect(stdout).toContain('扣减刚性支出纳入低保');
  expect(stdout).toContain('共 59 项，截至 2019-06-30。');
});

it('assigns with department, person and timetable; replaces with a reason', async () => {
  expect((await run(...ASSIGN)).stdout).toBe('任务 7（360111），塘山镇：入账。\n');
  expect(await json<TaskRecorded>(...ASSIGN)).toEqual({ taskNo: '7', division: '360111', unit: '塘山镇', outcome: 'alreadyRecorded' });
  const other = ASSIGN.map((part) => (part === '示例甲' ? '示例乙' : part === '2019-04-10' ? '2019-05-01' : part));
  const refused = await run(...other);
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('[TASK_ASSIGNED]')]);
  expect((await run(...other, '--reason', '调离')).code).toBe(0);
  for (const needed of ['--department', '--person', '--due', '--unit']) {
    const at = ASSIGN.indexOf(needed);
    expect([needed, (await run(...ASSIGN.filter((_, index) => index !== at && index !== at + 1))).code]).toEqual([needed, 2]);
  }
});

it('takes a report, and a correction of it', async () => {
  const { code, stdout } = await run(...REPORT);
  expect([code, stdout]).toEqual([0, '任务 7（360111），塘山镇：入账。2019Q2，应于 2019-06-20 以前报送。\n']);
  expect((await run(...REPORT)).stdout).toContain('已在账');
  const corrected = REPORT.map((part) => (part === '12' ? '11' : part === '2019-06-20' ? '2019-07-01' : part));
  expect((await run(...corrected)).stderr).toContain('[REPORT_EXISTS]');
  expect((await run(...corrected, '--supersedes')).code).toBe(2);
  expect((await run(...corrected, '--supersedes', '--reason', '重复计1户')).code).toBe(0);
  const { stdout: shown } = await run('show', '7', '--as-of', '2019-07-01');
  expect(shown).toMatch(/塘山镇\s+责任\s+民政所\s+示例乙\s+2020-12-31\s+2019Q2\s+2019-07-01\s+2019-06-15\s+11\s+纳入12户/);
  expect(shown).toMatch(/湖坊镇\s+责任\s+未落实/);
  expect((await json<TaskListRow>('show', '7@360111', '--as-of', '2019-06-30')).units.find(({ unit }) => unit === '塘山镇')?.report?.value).toBe(12);
  expect((await run('show', '60')).stderr).toContain('[TASK_UNKNOWN]');
});

it.each([['--quarter', '2019-2'], ['--cutoff', '2019-02-30'], ['--value', '-1'], ['--value', '1.5'], ['--value', '十'], ['--on', 'x']])('%s %s is wrong usage', async (name, value) => {
  const args = [...REPORT];
  args[args.indexOf(name) + 1] = value;
  expect((await run(...args)).code).toBe(2);
});

it('who has not reported: exit code 0 on the day, 1 on the day after', async () => {
  const open = await run('overdue', '--quarter', '2019Q2', '--as-of', '2019-06-20');
  expect([open.code, open.stdout]).toEqual([0, '2019Q2：截至 2019-06-20 没有逾期未报的。\n']);
  const late = await run('overdue', '--quarter', '2019Q2', '--as-of', '2019-06-21', '--division', '360111');
  expect(late.code).toBe(1);
  expect(late.stdout).toMatch(/360111\s+塘山镇\s+2019-06-20\s+1\s+45\s+1-6、8-12、26-59\s+未落实责任人（1-6、8-12、26-59）/);
  expect(late.stdout).toContain('逾期未报');
  const list = await json<OverdueReportList>('overdue', '--quarter', '2019Q2', '--as-of', '2019-06-21');
  expect(list.total).toBe(list.rows.reduce((sum, { taskNos }) => sum + taskNos.length, 0));
  const third = await run('overdue', '--quarter', '2019Q3', '--as-of', '2019-10-01');
  expect(third.stdout).toMatch(/塘山镇.*民政所 示例乙（7）；未落实责任人（1-6、8-12、26-59）/);
  expect((await run('overdue')).code).toBe(2);
});

it('the quarter in figures, and who named nobody', async () => {
  const { rows, total } = await json<QuarterSummary>('summary', '--quarter', '2019Q2', '--as-of', '2019-06-21');
  expect(rows.find(({ unit }) => unit === '塘山镇')).toMatchObject({ owed: 46, onTime: 1, late: 0, missing: 45, open: 0 });
  expect(total.onTime + total.late + total.missing + total.open).toBe(total.owed);
  const summary = await run('summary', '--quarter', '2019Q2', '--as-of', '2019-06-21');
  expect([summary.code, summary.stdout]).toEqual([0, expect.stringMatching(/应报\s+按时\s+迟报\s+未报\s+未到期/)]);
  const { rows: unassigned } = await json<UnassignedReport>('unassigned', '--as-of', '2019-06-21');
  expect(unassigned.find(({ unit }) => unit === '塘山镇')?.taskNos).toHaveLength(45);
  expect((await run('unassigned')).stdout).toContain('有任务未落实责任人');
});

it('records dispatch, bulletin, assessment and evaluation, and says what was not held', async () => {
  const about = ['--division', '360111'];
  expect((await run('dispatch', ...about, '--quarter', '2019Q2', '--on', '2019-06-28', '--problem', '湖坊镇未报送', '--problem', '台账不全')).stdout).toBe('360111 2019Q2：入账。\n');
  expect((await run('bulletin', ...about, '--half-year', '2019H1', '--on', '2019-07-10')).code).toBe(0);
  expect((await run('assess', ...about, '--year', '2019', '--on', '2020-01-15', '--score', '塘山镇=92.5', '--score', '湖坊镇=80')).code).toBe(0);
  expect((await run('evaluate', ...about, '--period', '2019', '--on', '2020-01-20', '--evaluator', '某研究院', '--summary', '抽查42户')).code).toBe(0);
  expect((await run('dispatch', ...about, '--quarter', '2019Q2', '--on', '2019-06-29')).stderr).toContain('[OVERSIGHT_EXISTS]');
  expect((await run('assess', ...about, '--year', '2019', '--score', '塘山镇')).code).toBe(2);
  expect((await run('bulletin', ...about, '--half-year', '2019')).code).toBe(2);
  expect((await run('dispatch', '--division', '320583', '--quarter', '2020Q4')).stderr).toContain('[TASKS_NOT_SEEDED]');
  const { rows } = await json<OversightReport>('oversight', '--as-of', '2020-02-01');
  expect(rows.filter(({ on }) => on === null).map(({ kind, period }) => [kind, period])).toEqual([['bulletin', '2019H2'], ['dispatch', '2019Q3'], ['dispatch', '2019Q4']]);
  expect((await run('oversight', '--as-of', '2020-02-01')).stdout).toMatch(/季度调度\s+2019Q3\s+尚未开展/);
});

it('has help in Chinese', async () => {
  const { code, stdout } = await run('--help');
  expect([code, stdout]).toEqual([0, expect.stringContaining('谁没有报送')]);
});
