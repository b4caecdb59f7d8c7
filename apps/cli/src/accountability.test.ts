/** The commands of accountability: in whose name they act, what they print, and their exit codes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FINDING_STEP_NAMES } from '#accountability';
import { Ledger } from '#application';
import { bookHousehold, citizensOf } from '../../../test/support/county-book.js';
import { cliJson, runCli } from '../../../test/support/run-cli.js';
import { parseCsv } from './csv-rows.js';

let data: string;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'taizhang-finding-'));
  const ledger = await Ledger.open({ dataDir: data, mode: 'readWrite' });
  await bookHousehold(ledger.store, { caseId: 'C1', town: '360111003', persons: 50, accountNo: '62170001' });
  await bookHousehold(ledger.store, { caseId: 'C2', town: '360111003', persons: 1, accountNo: '62170001' });
  for (const [accountId, role, division] of [['jian', 'inspector', '360111'], ['ban', 'countyOperator', '360111'], ['zhen', 'townOperator', '360111003'], ['ding', 'countyAuditor', '360111']] as const) {
    await ledger.access.createAccount({ accountId, staffId: `S-${accountId}`, name: '示例', role, division, externalOnly: true }, { staffId: 'test' });
  }
  await ledger.close();
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

const file = (name: string, content: unknown): string => {
  const path = join(data, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const run = (...args: string[]) => runCli(...args, '--data', data);
const json = <T>(...args: string[]): Promise<T> => cliJson<T>(...args, '--data', data);
const take = (as: string, step: string, body: object, no = 'YD-1') => run('finding', 'take', step, no, file('step.json', body), '--as', as);

it('lists every step and shows how it is written', async () => {
  expect((await json<{ rows: { step: string }[] }>('finding', 'steps')).rows.map(({ step }) => step)).toEqual(FINDING_STEP_NAMES);
  expect((await run('finding', 'format', 'verify')).stdout).toContain('"result": "true"');
  expect((await json<{ rows: object[] }>('complaint', 'steps')).rows).toHaveLength(6);
  const unknown = await run('finding', 'format', 'constructor');
  expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('[STEP_UNKNOWN]')]);
});

it('takes steps in the name of an account, bound by its role', async () => {
  const lead = { on: '2019-06-01', source: 'audit', kind: 'vehicle', facts: '名下有车', caseId: 'C1', idNo: citizensOf('C1', 50)[0] };
  expect((await take('jian', 'raise', lead)).stdout).toBe('YD-1 提出疑点：已入账。\n  事件：SuspicionRaised\n');
  expect((await take('jian', 'raise', lead)).stdout).toContain('此前已入账');
  const refused = await take('jian', 'assign', { on: '2019-06-02', org: '360111003', due: '2019-06-20' });
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('[ROLE_FORBIDDEN]')]);
  await take('ban', 'assign', { on: '2019-06-02', org: '360111003', due: '2019-06-20' });
  expect((await run('finding', 'show', 'YD-1', '--as', 'ding')).stdout).toContain('"org": "360111003"');
  expect((await run('finding', 'list', '--division', '360111')).stdout).toMatch(/YD-1 +C1 +有车 +待核实 +360111003，2019-06-20 前/);
  expect((await json<{ rows: object[] }>('finding', 'list', '--division', '360111', '--standing', 'closed')).rows).toEqual([]);
  expect((await run('finding', 'list', '--division', '360111', '--standing', 'x')).code).toBe(2);
});

it('lists what is owed by a day, and ends with 1 where something is overdue', async () => {
  const due = await run('finding', 'due', '--division', '360111', '--date', '2019-06-15');
  expect([due.code, due.stdout]).toEqual([0, expect.stringMatching(/^一周内到期（1）\n.*\n2019-06-20 +0 +YD-1 +核实疑点 +2019-06-02 +360111003 +交办 the assignment/)]);
  expect((await run('finding', 'due', '--division', '360111', '--date', '2019-06-21')).code).toBe(1);
  expect((await run('finding', 'due', '--division', '360111', '--date', '2019-06-21', '--staff', 'nobody')).stdout).toBe('360111：截至 2019-06-21 没有监督待办。\n');
  expect((await run('finding', 'due', '--division', '360111', '--days', '3661')).code).toBe(2);
});

it('scans, raises once, and matches a CSV; what is not known ends with 1', async () => {
  expect((await run('leads', 'scan', '--division', '360111', '--as', 'ban')).stdout).toMatch(/一号多户.+新 +尾号0001的账户登记在2户名下：H-C1、H-C2/);
  expect((await json<{ rows: { standing: string }[] }>('leads', 'scan', '--division', '360111', '--as', 'ban', '--raise')).rows.map(({ standing }) => standing)).toEqual(['raised']);
  expect((await json<{ rows: { standing: string }[] }>('leads', 'scan', '--division', '360111', '--as', 'ban', '--raise')).rows.map(({ standing }) => standing)).toEqual(['alreadyRaised']);
  const header = '身份证号,疑点类型,事实,来源,截止日期';
  const line = `${citizensOf('C2', 1)[0]},business,"个体户，""示例""店",市场监管,2019-05-31`;
  const known = await run('leads', 'match', 'M1', file('m1.csv', `\uFEFF${header}\r\n${line}\r\n`), '--as', 'ban');
  expect([known.code, known.stdout]).toEqual([0, '比对 M1：1 行，提出疑点 1 条（其中此前已提出 0 条）。\n']);
  const some = await run('leads', 'match', 'M2', file('m2.json', { rows: [{ idNo: '11010519491231002X', kind: 'business', fact: '示例', source: '示例', asOf: '2019-05-31' }] }), '--as', 'ban');
  expect([some.code, some.stdout]).toEqual([1, expect.stringContaining('第 1 行 11010519491231002X')]);
  expect((await run('leads', 'match', 'M3', file('m3.json', '{"a":1}'), '--as', 'ban')).stderr).toContain('[INPUT_MALFORMED]');
  const status = await run('leads', 'follow-ups');
  expect([status.code, status.stdout]).toEqual([0, '没有卡住的事项。\n']);
});

it('shows the limits of a county and its towns, and closes a year', async () => {
  // 51 citizens: 2 % is 1.02.
  expect(await json('report', 'limits', '--division', '360111', '--year', '2019')).toEqual({
    division: '360111', year: 2019, asOf: null,
    rows: ['360111', '360111003'].map((division) => ({ division, year: 2019, totalPersons: 51, errorPersons: 0, objectiveErrorPersons: 0, withinLimit: true, headroomPersons: 1, provisional: true })),
  });
  expect((await run('year', 'close', '360111', '2019', '--on', '2019-12-31', '--as', 'ding')).stderr).toContain('[YEAR_NOT_OVER]');
  expect((await run('year', 'close', '360111', '2019', '--on', '2020-01-10', '--as', 'ban')).stderr).toContain('[ROLE_FORBIDDEN]');
  expect((await run('year', 'close', '360111', '2019', '--on', '2020-01-10', '--as', 'ding')).stdout).toContain('360111 2019 年度于 2020-01-10 结账');
  expect((await run('report', 'limits', '--division', '360111003', '--year', '2019')).stdout).toMatch(/360111003 +51 +0 +0 +是 +1 +已结/);
});

describe('a CSV', () => {
  it.each([
    ['a,b\n1,2\n', [{ a: '1', b: '2' }]], ['a,b\r\n1,2', [{ a: '1', b: '2' }]], ['a,b\n"1,\n""x""",\n\n , \n3', [{ a: '1,\n"x"', b: '' }, { a: '3', b: '' }]], ['a\n', []],
  ])('%j', (text, rows) => expect(parseCsv(text)).toEqual(rows));
  it.each(['', 'a,a\n1,2', 'a\n1,2', 'a\n"1'])('%j is none', (text) => expect(() => parseCsv(text)).toThrow(expect.objectContaining({ code: 'INPUT_MALFORMED' }) as Error));
});
