/** What the command line answers to good and bad usage: text, JSON, exit codes. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cliJson, runCli } from '../../../test/support/run-cli.js';

const SMALL = 'test/acceptance/qingshanhu-2019-small.xlsx';
let data: string;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'taizhang-cli-'));
  await runCli('import', SMALL, '--data', data);
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

describe('usage', () => {
  it.each([
    ['no command', []],
    ['an unknown command', ['frobnicate']],
    ['an unknown flag', ['report', 'caseload', '--as-of', '2019-12-31', '--colour']],
    ['a missing required flag', ['report', 'caseload']],
    ['a date that is none', ['report', 'caseload', '--as-of', '2019-02-30']],
    ['a month that is none', ['report', 'payments', '--period', '2019-13']],
    ['a division of four digits', ['report', 'procedure', '--division', '3601']],
    ['a year of two digits', ['report', 'tolerance', '--division', '360111', '--year', '19']],
    ['an instant without an offset', ['report', 'caseload', '--as-of', '2019-12-31', '--known-at', '2020-01-01T00:00:00']],
    ['too many arguments', ['import', 'a.xlsx', 'b.xlsx']],
    ['an unknown projection', ['rebuild', 'nothing']],
    ['a port out of range', ['serve', '--port', '70000']],
  ])('%s is wrong usage', async (_what, args) => {
    const { code, stdout, stderr } = await runCli(...args, ...(args[0] === 'rebuild' ? ['--data', data] : []));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/\n\s+at /);
  });
  it.each([['--help'], ['report', '--help'], ['report', 'caseload', '--help'], ['help', 'import']])('helps: %s', async (...args) => {
    const { code, stdout } = await runCli(...args);
    expect(code).toBe(0);
    expect(stdout).toContain('用法： taizhang');
  });
});

describe('failures', () => {
  it('says where there is no ledger, and makes none', async () => {
    const missing = join(data, 'nowhere');
    const { code, stderr } = await runCli('report', 'amounts', '--data', missing);
    expect(code).toBe(3);
    expect(stderr).toContain('[LEDGER_MISSING]');
    expect(existsSync(missing)).toBe(false);
  });
  it('does not know a case nobody applied for', async () => {
    const { code, stdout, stderr } = await runCli('replay', 'case', 'NOBODY', '--data', data, '--json');
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('[CASE_NOT_FOUND]');
  });
  it.each([
    ['no such file', undefined, 'none.xlsx'],
    ['not a workbook', '今天天气很好', 'text.xlsx'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old.xls'],
    ['an empty file', '', 'empty.xlsx'],
  ])('%s is refused and nothing is recorded', async (_what, content, name) => {
    const file = join(data, name);
    if (content !== undefined) writeFileSync(file, content);
    const before = await cliJson<{ projections: unknown }>('rebuild', 'imports', '--data', data);
    const { code, stdout, stderr } = await runCli('import', file, '--data', data, '--json');
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^taizhang: .+\[[A-Z_]+\]\n$/s);
    const strip = (report: { projections: unknown }) => JSON.stringify(report).replace(/"seconds":[\d.]+/g, '');
    expect(strip(await cliJson('rebuild', 'imports', '--data', data))).toBe(strip(before));
  });
});

describe('answers', () => {
  it('prints tables for people, with Chinese words and yuan', async () => {
    const { code, stdout } = await runCli('report', 'caseload', '--as-of', '2019-12-31', '--data', data);
    expect(code).toBe(0);
    // 51 households, 102 persons, 38,232.48 yuan: the total of the expected file.
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^合计 +51 +102 +38,232\.48$/);
  });
  it('takes global options before or after the command', async () => {
    const [before, after] = [await runCli('--json', '--data', data, 'report', 'amounts'), await runCli('report', 'amounts', '--data', data, '--json')];
    expect(before).toEqual(after);
    expect((JSON.parse(before.stdout) as { rows: unknown[] }).rows).toHaveLength(12);
  });
  it('restricts to a town', async () => {
    const report = await cliJson<{ rows: { division: string }[] }>('report', 'caseload', '--as-of', '2019-12-31', '--division', '360111001', '--data', data);
    expect(new Set(report.rows.map(({ division }) => division))).toEqual(new Set(['360111001']));
  });
  it('lists rejected rows with what stood in them, and exports them', async () => {
    const out = join(data, 'rejected.csv');
    const { rows } = await cliJson<{ rows: { sheet: string; row: number; code: string; cells: Record<string, string> }[] }>('report', 'rejections', '--code', 'FORMAT', '--out', out, '--data', data);
    expect(rows.map(({ sheet }) => sheet).sort()).toEqual(['办理', '办理', '发放', '发放', '待遇', '疑点'].sort());
    expect(rows.find(({ sheet }) => sheet === '疑点')?.cells['发现日期']).toBe('2019年');
    // In the order of the sheet, not of the store.
    expect(Object.keys(rows.find(({ sheet }) => sheet === '疑点')?.cells ?? {}).slice(0, 3)).toEqual(['疑点编号', '案件编号', '身份证号']);
    const csv = readFileSync(out, 'utf8');
    expect(csv.startsWith('\uFEFF"文件"')).toBe(true);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(7);
  });
});

describe('replay in two times', () => {
  // 低保 standard 610 → 670 from 2019-01: the sheet 待遇 of the workbook has 1,103.15 then 1,223.15 yuan for this case of two persons.
  const id = 'QS2016DB00002';
  it('shows the amount before and after a change of standard', async () => {
    const at = async (asOf: string) => (await cliJson<{ state: { entitlement: { monthlyFen: number; persons: number } } }>('replay', 'case', id, '--as-of', asOf, '--data', data)).state.entitlement;
    expect(await at('2018-12-31')).toMatchObject({ persons: 2, monthlyFen: 110_315 });
    expect(await at('2019-01-01')).toMatchObject({ persons: 2, monthlyFen: 122_315 });
  });
  it('shows nothing that was not known yet', async () => {
    expect(await cliJson('replay', 'case', id, '--known-at', '2020-01-01T00:00:00+08:00', '--data', data)).toEqual({ caseId: id, events: [], state: null });
    expect(await cliJson('report', 'caseload', '--as-of', '2019-12-31', '--known-at', '2020-01-01T00:00:00Z', '--data', data))
      .toEqual({ asOf: '2019-12-31', knownAt: '2020-01-01T00:00:00.000Z', rows: [], total: { households: 0, persons: 0, monthlyFen: 0 } });
  });
  it('shows everything once it is known, each event with both times and its place', async () => {
    const { events } = await cliJson<{ events: { position: string; type: string; occurredAt: string; recordedAt: string; actor: { staffId: string } }[] }>('replay', 'case', id, '--known-at', '2099-01-01T00:00:00Z', '--data', data);
    expect(events[0]?.type).toBe('ApplicationSubmitted');
    expect(events.map(({ occurredAt }) => occurredAt)).toEqual(events.map(({ occurredAt }) => occurredAt).sort());
    expect(new Set(events.map(({ position }) => position)).size).toBe(events.length);
    expect(events.filter(({ type }) => type === 'PaymentSettled').length).toBeGreaterThan(0);
    for (const { recordedAt } of events) expect(recordedAt).toMatch(/^20\d\d-\d\d-\d\dT[\d:.]+Z$/);
  });
});
