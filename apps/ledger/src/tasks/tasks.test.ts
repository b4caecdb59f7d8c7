/** The task register over HTTP: registered, assigned, reported on, overseen; who has not reported, page by page. */
import { eventsIn } from '../testing/policy-fixtures.js';
import { type ProblemBody, TestServer } from '../testing/test-server.js';
import type { OverduePageDto, OversightPageDto, OversightRecordedDto, ProgressRecordedDto, SummaryPageDto, TaskRecordedDto, TasksPageDto, TasksSeededDto, UnassignedPageDto } from './tasks.dto.js';

const PATH = '/api/v1/tasks';
let server: TestServer;
const post = <T = ProblemBody>(path: string, body: unknown) => server.post<T>(`${PATH}${path}`, JSON.stringify(body));
const get = async <T>(path: string): Promise<T> => (await server.request<T>(`${PATH}${path}`)).body;
const ASSIGNMENT = { task: '7', unit: '塘山镇', department: '民政所', person: '示例甲', due: '2020-12-31', on: '2019-04-10' };
const REPORT = { task: '7', unit: '塘山镇', quarter: '2019Q2', on: '2019-06-20', cutoff: '2019-06-15', value: 12, text: '纳入12户。\n均已公示。' };

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.end());

test('nothing is registered by itself', async () => {
  expect((await get<TasksPageDto>('')).rows).toEqual([]);
  expect((await post('/assignments', ASSIGNMENT)).body.code).toBe('TASK_UNKNOWN');
  expect((await post('/dispatches', { division: '360111', quarter: '2019Q2', on: '2019-06-28' })).body.code).toBe('TASKS_NOT_SEEDED');
});

test('the tasks of a document are registered once', async () => {
  const { status, body } = await post<TasksSeededDto>('', { pack: 'QS-2019' });
  expect([status, body.recorded, body.rows.length]).toEqual([200, 59, 59]);
  expect((await post<TasksSeededDto>('', { pack: 'QS-2019', division: '360111' })).body).toMatchObject({ recorded: 0, alreadyRecorded: 59 });
  expect(await eventsIn(server.dataDir)).toBe(59);
  const problems = await Promise.all([post('', { pack: 'XM-2018' }), post('', { pack: 'QS-2019', division: '360104' }), post('', {}), post('', { pack: 'QS-2019', file: 'x' })]);
  expect(problems.map((problem) => [problem.status, problem.body.code])).toEqual([[404, 'TASKS_UNKNOWN'], [400, 'TASKS_ELSEWHERE'], [400, 'REQUEST_INVALID'], [400, 'REQUEST_INVALID']]);
});

test('an assignment is recorded once, and replaced with a reason', async () => {
  expect((await post<TaskRecordedDto>('/assignments', ASSIGNMENT)).body).toEqual({ taskNo: '7', division: '360111', unit: '塘山镇', outcome: 'recorded' });
  expect((await post<TaskRecordedDto>('/assignments', ASSIGNMENT)).body.outcome).toBe('alreadyRecorded');
  const other = await post('/assignments', { ...ASSIGNMENT, person: '示例乙' });
  expect([other.status, other.body.code]).toEqual([409, 'TASK_ASSIGNED']);
  expect((await post<TaskRecordedDto>('/assignments', { ...ASSIGNMENT, person: '示例乙', on: '2019-05-01', reason: '调离' })).body.outcome).toBe('recorded');
});

test.each<[what: string, change: object, status: number, code: string, pointer: string | undefined]>([
  ['no department', { department: undefined }, 400, 'REQUEST_INVALID', '/department'],
  ['no person', { person: undefined }, 400, 'REQUEST_INVALID', '/person'],
  ['no timetable', { due: undefined }, 400, 'REQUEST_INVALID', '/due'],
  ['a person of spaces', { person: ' 　' }, 400, 'TASK_FIELD_INVALID', undefined],
  ['a unit that has no part in it', { unit: '某公司' }, 400, 'TASK_UNIT_UNKNOWN', undefined],
  ['a task that is none', { task: '60' }, 404, 'TASK_UNKNOWN', undefined],
  ['a day ahead', { on: '2999-01-01', due: '2999-12-31' }, 400, 'TASK_DATE_INVALID', undefined],
])('an assignment with %s is refused', async (_what, change, status, code, pointer) => {
  const answer = await post('/assignments', { ...ASSIGNMENT, ...change });
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  if (pointer !== undefined) expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer);
});

test('a report is recorded once, and corrected with a reason', async () => {
  expect((await post<ProgressRecordedDto>('/reports', REPORT)).body).toEqual({ taskNo: '7', division: '360111', unit: '塘山镇', quarter: '2019Q2', dueOn: '2019-06-20', outcome: 'recorded' });
  expect((await post<ProgressRecordedDto>('/reports', REPORT)).body.outcome).toBe('alreadyRecorded');
  expect((await post('/reports', { ...REPORT, value: 13 })).body.code).toBe('REPORT_EXISTS');
  expect((await post<ProgressRecordedDto>('/reports', { ...REPORT, value: 11, on: '2019-07-01', supersedes: true, reason: '重复计1户' })).body.outcome).toBe('recorded');
});

test.each<[what: string, change: object, status: number, code: string]>([
  ['a quarter that is none', { quarter: '2019-2' }, 400, 'REQUEST_INVALID'],
  ['a quarter before the first', { quarter: '2019Q1', cutoff: '2019-03-20' }, 400, 'REPORT_NOT_ASKED'],
  ['no cut-off', { cutoff: undefined }, 400, 'REQUEST_INVALID'],
  ['a cut-off after the report', { cutoff: '2019-06-21' }, 400, 'TASK_DATE_INVALID'],
  ['a number that is text', { value: '12' }, 400, 'REQUEST_INVALID'],
  ['a number below 0', { value: -1 }, 400, 'REQUEST_INVALID'],
  ['half a household', { value: 1.5 }, 400, 'REQUEST_INVALID'],
  ['no text', { text: '' }, 400, 'REQUEST_INVALID'],
  ['2,001 characters', { text: '字'.repeat(2_001) }, 400, 'TASK_FIELD_INVALID'],
  ['a word for a truth value', { supersedes: 'yes' }, 400, 'REQUEST_INVALID'],
  ['a correction of nothing', { unit: '湖坊镇', supersedes: true, reason: '更正' }, 404, 'REPORT_UNKNOWN'],
  ['a field nobody knows', { lead: 'x' }, 400, 'REQUEST_INVALID'],
])('a report with %s is refused', async (_what, change, status, code) => {
  const events = await eventsIn(server.dataDir);
  const answer = await post('/reports', { ...REPORT, unit: '塘山镇', ...change });
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(await eventsIn(server.dataDir)).toBe(events);
});

test('the list shows who was named and what was reported by a day, page by page', async () => {
  const { rows } = await get<TasksPageDto>('?asOf=2019-06-30&division=360111');
  expect(rows.map(({ taskNo }) => taskNo)).toEqual(Array.from({ length: 59 }, (_, n) => String(n + 1)));
  expect(rows[6]?.units.find(({ unit }) => unit === '塘山镇')).toMatchObject({ role: 'responsible', assignment: { person: '示例乙' }, report: { value: 12, text: '纳入12户。\n均已公示。' } });
  expect((await get<TasksPageDto>('?asOf=2019-07-01&limit=10')).rows[6]?.units.find(({ unit }) => unit === '塘山镇')?.report).toMatchObject({ value: 11, supersedes: true, reason: '重复计1户' });
  const walked: string[] = [];
  for (let after = ''; ;) {
    const page = await get<TasksPageDto>(`?limit=25${after}`);
    walked.push(...page.rows.map(({ taskNo }) => taskNo));
    if (page.next === null) break;
    after = `&after=${page.next}`;
  }
  expect(walked).toEqual(rows.map(({ taskNo }) => taskNo));
});

test('who has not reported: nobody on the day, everybody else on the day after', async () => {
  expect(await get<OverduePageDto>('/overdue?quarter=2019Q2&asOf=2019-06-20')).toEqual({ quarter: '2019Q2', asOf: '2019-06-20', rows: [], total: 0, next: null });
  const all = await get<OverduePageDto>('/overdue?quarter=2019Q2&asOf=2019-06-21');
  expect(all.total).toBe(all.rows.reduce((sum, { taskNos }) => sum + taskNos.length, 0));
  expect(all.rows.find(({ unit }) => unit === '塘山镇')?.taskNos).not.toContain('7');
  expect(all.rows.find(({ unit }) => unit === '湖坊镇')).toMatchObject({ dueOn: '2019-06-20', daysOverdue: 1, named: [] });
  const first = await get<OverduePageDto>('/overdue?quarter=2019Q2&asOf=2019-06-21&limit=20');
  const second = await get<OverduePageDto>(`/overdue?quarter=2019Q2&asOf=2019-06-21&after=${first.next}`);
  expect([...first.rows, ...second.rows]).toEqual(all.rows);
  expect([first.total, second.total]).toEqual([all.total, all.total]);
});

test('summary and units that named nobody', async () => {
  const { rows, total } = await get<SummaryPageDto>('/summary?quarter=2019Q2&asOf=2019-06-21');
  expect(rows.find(({ unit }) => unit === '塘山镇')).toEqual({ division: '360111', unit: '塘山镇', owed: 46, onTime: 1, late: 0, missing: 45, open: 0 });
  expect(total.onTime + total.late + total.missing + total.open).toBe(total.owed);
  expect((await get<UnassignedPageDto>('/unassigned?asOf=2019-06-21')).rows.find(({ unit }) => unit === '塘山镇')?.taskNos).toHaveLength(45);
});

test('oversight is recorded once per period', async () => {
  const about = { division: '360111' };
  const bodies: readonly (readonly [path: string, body: object, period: string])[] = [
    ['/dispatches', { ...about, quarter: '2019Q2', on: '2019-06-28', problems: ['湖坊镇未报送'] }, '2019Q2'],
    ['/bulletins', { ...about, halfYear: '2019H1', on: '2019-07-10' }, '2019H1'],
    ['/assessments', { ...about, year: '2019', on: '2020-01-15', scores: [{ unit: '塘山镇', score: '92.5' }] }, '2019'],
    ['/evaluations', { ...about, period: '2019', on: '2020-01-20', evaluator: '某研究院', summary: '抽查42户。' }, '2019'],
  ];
  for (const [path, body, period] of bodies) {
    expect((await post<OversightRecordedDto>(path, body)).body).toEqual({ division: '360111', period, outcome: 'recorded' });
    expect((await post<OversightRecordedDto>(path, body)).body.outcome).toBe('alreadyRecorded');
    const other = await post(path, { ...body, on: '2020-02-01' });
    expect([other.status, other.body.code]).toEqual([409, 'OVERSIGHT_EXISTS']);
  }
  const { rows } = await get<OversightPageDto>('/oversight?division=360111&asOf=2020-02-01');
  expect(rows.map(({ kind, period, on }) => [kind, period, on])).toEqual([
    ['assessment', '2019', '2020-01-15'], ['bulletin', '2019H1', '2019-07-10'], ['bulletin', '2019H2', null],
    ['dispatch', '2019Q2', '2019-06-28'], ['dispatch', '2019Q3', null], ['dispatch', '2019Q4', null], ['evaluation', '2019', '2020-01-20'],
  ]);
});

test.each<[path: string, body: object]>([
  ['/dispatches', { quarter: '2019Q3' }], ['/dispatches', { division: '360111', quarter: '2019H1' }], ['/dispatches', { division: '360111', quarter: '2019Q3', problems: 'x' }], ['/dispatches', { division: '360111', quarter: '2019Q3', problems: [1] }],
  ['/bulletins', { division: '360111', halfYear: '2019Q1' }], ['/assessments', { division: '360111', year: '19' }], ['/assessments', { division: '360111', year: '2020', scores: ['x'] }],
  ['/assessments', { division: '360111', year: '2020', scores: [{ unit: '塘山镇', score: 92 }] }], ['/assessments', { division: '360111', year: '2020', scores: [{ unit: '塘山镇', score: '优' }] }], ['/assessments', { division: '360111', year: '2020', scores: [{ unit: '某公司', score: '1' }] }],
  ['/evaluations', { division: '360111', period: '2019-1', evaluator: 'x', summary: 'x' }], ['/evaluations', { division: '360111', period: '2020', summary: 'x' }],
])('%s with %j is refused', async (path, body) => {
  const events = await eventsIn(server.dataDir);
  expect((await post(path, { on: '2020-01-15', ...body })).status).toBe(400);
  expect(await eventsIn(server.dataDir)).toBe(events);
});

test.each(['?division=36', '?division=360111001', '?asOf=2019-02-30', '?quarter=2019', '?limit=0', '?after=x', '?tasks=1', '/overdue', '/overdue?quarter=x', '/summary', '/oversight?quarter=2019Q2'])('%s is refused', async (query) => {
  expect((await server.request(`${PATH}${query}`)).status).toBe(400);
});
