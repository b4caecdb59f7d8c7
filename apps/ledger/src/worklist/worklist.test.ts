/** The work list over HTTP: whose, until when, of which division, page by page. */
import { type Answer, type Client, type Person, type ProblemBody, TestServer } from '../testing/test-server.js';
import { citizenNumber } from '../../../../test/support/live-county.js';
import type { WorklistPageDto } from './worklist.dto.js';

const TOWN: Person = { role: 'townOperator', division: '360111003' };
const NEIGHBOUR: Person = { role: 'townOperator', division: '360111004' };
let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
  // Applications of Friday 6 September, which is accepted, and Monday 9 September 2024, and one of the neighbouring town.
  await submit(TOWN, 'W1', '2024-09-06', 1);
  await submit(TOWN, 'W2', '2024-09-09', 2);
  await good(server.as(TOWN), '/api/v1/cases/W1/steps/accept', { on: '2024-09-06', receiptNo: 'SL1' });
  await submit(NEIGHBOUR, 'W3', '2024-09-06', 3);
});
afterAll(() => server.end());

async function good(client: Client, path: string, body: object): Promise<void> {
  const { status, text } = await client.post(path, JSON.stringify(body));
  if (status !== 200) throw new Error(text);
}
async function submit(person: Person, caseId: string, on: string, serial: number): Promise<void> {
  const client = server.as(person);
  await good(client, '/api/v1/persons', { personId: `P${serial}`, idNo: citizenNumber('1979-04-02', serial), name: '示例' });
  await good(client, '/api/v1/households', { householdId: `H${serial}`, headId: `P${serial}`, town: person.division, community: `${person.division}001`, members: [{ personId: `P${serial}`, relation: '户主', counted: true }] });
  await good(client, `/api/v1/cases/${caseId}/steps/submit`, { on, benefit: 'dibao', householdId: `H${serial}`, applicantId: `P${serial}`, channel: 'window', materials: ['申请书'], promise: true });
}
const ask = (person: Person, query: string): Promise<Answer<WorklistPageDto>> => server.as(person).request<WorklistPageDto>(`/api/v1/worklist?${query}`);
const refused = ({ status, body }: Answer<unknown>): string => `${status} ${(body as ProblemBody).code}`;
const shown = ({ rows }: WorklistPageDto): readonly string[] => rows.map(({ caseId, clock, part, dueOn, daysOverdue }) => `${caseId} ${clock} ${part} ${dueOn} ${daysOverdue}`);

it('says what is overdue, due on the day, in the week and later, of the own division', async () => {
  const { status, body } = await ask(TOWN, 'date=2024-09-09&horizon=60');
  expect([status, body.division, body.date, body.until, body.next]).toEqual([200, '360111003', '2024-09-09', '2024-11-08', null]);
  // Told what is missing, or accepted, on the day of the application (R57 art 10). Accepted on Friday 6 September 2024: the survey within 3 working days (R57 art 15), the
  // decision within 30 (R57 art 22): 5 from the 9th, Saturday the 14th worked, 3 after Mid-Autumn, 5, Sunday the 29th worked, the 30th, 4 after National Day, Saturday the 12th worked, 5 and 4.
  expect(shown(body)).toEqual(['W2 deficiency today 2024-09-09 0', 'W1 survey week 2024-09-11 0', 'W1 total later 2024-10-24 0']);
  expect(body.total).toEqual({ overdue: 0, today: 1, week: 1, later: 1, unpublished: 0 });
  expect(body.rows[1]).toEqual({
    part: 'week', caseId: 'W1', county: '360111', town: '360111003', community: '360111003001', clock: 'survey', name: { zh: '入户调查', en: 'survey' }, startedOn: '2024-09-06', dueOn: '2024-09-11', daysOverdue: 0,
    owner: 'town', unit: '360111003', whose: 'townoperator-360111003', clause: 'R57 15',
  });
});
it('a horizon of its own, and days overdue', async () => {
  expect(shown((await ask(TOWN, 'date=2024-09-09&horizon=7')).body)).toEqual(['W2 deficiency today 2024-09-09 0', 'W1 survey week 2024-09-11 0']);
  const { body } = await ask(TOWN, 'date=2024-09-12&horizon=0');
  expect(shown(body)).toEqual(['W2 deficiency overdue 2024-09-09 3', 'W1 survey overdue 2024-09-11 1']);
  expect(body.units).toEqual([{ unit: '360111003', level: 'town', overdue: 2, today: 0, week: 0, later: 0, unpublished: 0 }]);
});
it('only what is somebody\'s', async () => {
  expect(shown((await ask(TOWN, 'date=2024-09-12&staff=townoperator-360111003')).body)).toContain('W1 survey overdue 2024-09-11 1');
  expect((await ask(TOWN, 'date=2024-09-12&staff=nobody')).body.rows).toEqual([]);
});
it('is walked page by page without a gap', async () => {
  const all = (await ask(TOWN, 'date=2024-09-09&horizon=400')).body.rows;
  const walked: unknown[] = [];
  for (let after = ''; ;) {
    const { rows, next, total } = (await ask(TOWN, `date=2024-09-09&horizon=400&limit=1${after}`)).body;
    expect(rows.length).toBeLessThanOrEqual(1);
    expect(total.overdue + total.today + total.week + total.later + total.unpublished).toBe(all.length);
    walked.push(...rows);
    if (next === null) break;
    after = `&after=${next}`;
  }
  expect(walked).toEqual(all);
});
it.each<[Person, string, readonly string[]]>([
  [{ role: 'countyAuditor', division: '360111' }, '', ['W1', 'W2', 'W3']], [{ role: 'countyAuditor', division: '360111' }, '&division=360111004', ['W3']], [{ role: 'communityWorker', division: '360111003001' }, '', ['W1', 'W2']],
  [{ role: 'communityWorker', division: '360111003002' }, '', []], [{ role: 'cityRegistrar', division: '360100' }, '', ['W1', 'W2', 'W3']], [{ role: 'inspector', division: '000000' }, '', ['W1', 'W2', 'W3']], [{ role: 'inspector', division: '360000' }, '', ['W1', 'W2', 'W3']],
  [{ role: 'countyAuditor', division: '320583' }, '', []],
])('%j%s sees %j', async (person, query, cases) => {
  const { status, body } = await ask(person, `date=2024-09-09&horizon=400&limit=1000${query}`);
  expect([status, [...new Set(body.rows.map(({ caseId }) => caseId))].sort()]).toEqual([200, cases]);
  if (query === '') expect(body.division).toBe(person.division);
});
it('not elsewhere, nor for who has no part in it', async () => {
  expect(refused(await ask(TOWN, 'division=360111004'))).toBe('403 DIVISION_FORBIDDEN');
  expect(refused(await ask(TOWN, 'division=360111'))).toBe('403 DIVISION_FORBIDDEN');
  expect(refused(await ask({ role: 'finance', division: '360111' }, ''))).toBe('403 ROLE_FORBIDDEN');
});
it.each(['date=2024-02-30', 'horizon=-1', 'horizon=3661', 'horizon=1e2', 'horizon=', 'days=3', 'staff=', 'limit=0', 'after=x'])('refuses %s', async (query) => {
  expect(refused(await ask(TOWN, query))).toBe('400 REQUEST_INVALID');
});
