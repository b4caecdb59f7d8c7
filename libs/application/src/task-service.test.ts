/** The task register over a ledger on disk: seeded, assigned, reported on, overseen; and who has not reported, as of any day. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCivilDate as d } from '#kernel';
import { type AssignmentRequest, Ledger, type ProgressRequest, shippedTaskBooks } from './index.js';

const ACTOR = { staffId: 'test' };
const QS = shippedTaskBooks().get('QS-2019');
const DIVISION = '360111';
/** Reports owed for a quarter: each unit of each task. */
const OWED = (QS?.tasks ?? []).reduce((sum, { facts }) => sum + new Set([...facts.leads, ...facts.responsible]).size, 0);

let directory: string;
let ledger: Ledger;
const open = async (): Promise<void> => { ledger = await Ledger.open({ dataDir: directory, mode: 'readWrite' }); };
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-tasks-'));
  await open();
});
afterEach(async () => {
  await ledger.close();
  rmSync(directory, { recursive: true, force: true });
});
const seed = () => ledger.tasks.seed('QS-2019', undefined, ACTOR);
const assign = (change: Partial<AssignmentRequest> = {}) => ledger.tasks.assign({ task: '7', unit: '塘山镇', department: '民政所', person: '甲', due: '2020-12-31', on: '2019-04-10', ...change }, ACTOR);
const report = (change: Partial<ProgressRequest> = {}) => ledger.tasks.report({ task: '7', unit: '塘山镇', quarter: '2019Q2', on: '2019-06-20', cutoff: '2019-06-15', value: 12, text: '纳入12户', ...change }, ACTOR);
const events = async (): Promise<number> => (await ledger.store.readAll({ limit: 10_000 })).events.length;
const refused = (code: string): Error => expect.objectContaining({ name: 'DomainError', code }) as Error;
const rowOf = async (taskNo: string, asOf: string, quarter?: string) => (await ledger.tasks.list({ asOf: d(asOf), quarter })).rows.find((row) => row.taskNo === taskNo);

describe('registering', () => {
  it('records every task once', async () => {
    expect(await seed()).toMatchObject({ pack: 'QS-2019', division: DIVISION, recorded: 59, alreadyRecorded: 0, rejected: 0 });
    expect(await seed()).toMatchObject({ recorded: 0, alreadyRecorded: 59, rejected: 0 });
    expect(await ledger.tasks.seed('KS-2020', '320583', ACTOR)).toMatchObject({ recorded: 27 });
    expect(await events()).toBe(59 + 27);
    const { rows } = await ledger.tasks.list();
    expect(rows.filter(({ division }) => division === DIVISION).map(({ taskNo }) => taskNo)).toEqual(Array.from({ length: 59 }, (_, n) => String(n + 1)));
    expect(rows.filter(({ division }) => division === '320583').map(({ taskNo }) => taskNo).slice(0, 5)).toEqual(['1.1', '1.2', '1.3', '2.1', '2.2']);
    expect((await ledger.tasks.list({ division: '320583' })).rows).toHaveLength(27);
  });
  it('is not done by itself', async () => {
    expect((await ledger.tasks.list()).rows).toEqual([]);
    await expect(assign()).rejects.toThrow(refused('TASK_UNKNOWN'));
    expect(await events()).toBe(0);
  });
  it('knows its documents and their divisions', async () => {
    await expect(ledger.tasks.seed('XM-2018', undefined, ACTOR)).rejects.toThrow(refused('TASKS_UNKNOWN'));
    await expect(ledger.tasks.seed('QS-2019', '360104', ACTOR)).rejects.toThrow(refused('TASKS_ELSEWHERE'));
  });
  it('happened on the day of the document', async () => {
    await seed();
    const [first] = (await ledger.store.readAll({ limit: 1 })).events;
    expect(first).toMatchObject({ streamId: 'task-1@360111', type: 'TaskRegistered', metadata: { occurredAt: '2019-03-30', jurisdiction: { code6: DIVISION } } });
  });
});

describe('assigning and reporting', () => {
  beforeEach(seed);

  it('are recorded once, and found as of any day', async () => {
    expect(await assign()).toEqual({ taskNo: '7', division: DIVISION, unit: '塘山镇', outcome: 'recorded' });
    expect((await assign({ task: '7@360111' })).outcome).toBe('alreadyRecorded');
    expect(await report()).toEqual({ taskNo: '7', division: DIVISION, unit: '塘山镇', quarter: '2019Q2', dueOn: '2019-06-20', outcome: 'recorded' });
    expect((await report()).outcome).toBe('alreadyRecorded');
    expect(await events()).toBe(61);
    const unitAt = async (asOf: string) => (await rowOf('7', asOf))?.units.find(({ unit }) => unit === '塘山镇');
    expect(await unitAt('2019-04-09')).toEqual({ unit: '塘山镇', role: 'responsible', assignment: null, report: null });
    expect(await unitAt('2019-04-10')).toMatchObject({ assignment: { person: '甲' }, report: null });
    expect(await unitAt('2019-06-20')).toMatchObject({ assignment: { department: '民政所', due: '2020-12-31' }, report: { quarter: '2019Q2', value: 12, cutoffOn: '2019-06-15' } });
  });

  it('keep what was replaced and corrected', async () => {
    await assign();
    await expect(assign({ person: '乙' })).rejects.toThrow(refused('TASK_ASSIGNED'));
    await assign({ person: '乙', on: '2019-05-01', reason: '甲调离' });
    await assign({ person: '甲', on: '2019-06-01', reason: '甲调回' });
    await report();
    await report({ value: 11, on: '2019-07-01', supersedes: true, reason: '重复计1户' });
    const shown = async (asOf: string) => {
      const unit = (await rowOf('7', asOf))?.units.find(({ unit: name }) => name === '塘山镇');
      return [unit?.assignment?.person, unit?.report?.value];
    };
    expect(await shown('2019-05-15')).toEqual(['乙', undefined]);
    expect(await shown('2019-06-30')).toEqual(['甲', 12]);
    expect(await shown('2019-07-01')).toEqual(['甲', 11]);
  });

  it('say where: the town of a town', async () => {
    await report();
    await report({ unit: '区民政局' });
    const [town, bureau] = (await ledger.store.readAll({ limit: 10_000 })).events.slice(-2);
    expect([town?.metadata['jurisdiction'], bureau?.metadata['jurisdiction']]).toEqual([{ code6: DIVISION, town9: '360111105' }, { code6: DIVISION }]);
  });

  it('are refused where the document gives no part in it', async () => {
    await expect(report({ task: '13' })).rejects.toThrow(refused('TASK_UNIT_UNKNOWN'));
    await expect(report({ task: '60' })).rejects.toThrow(refused('TASK_UNKNOWN'));
    await expect(report({ task: '7@320583' })).rejects.toThrow(refused('TASK_UNKNOWN'));
    await expect(report({ quarter: '2019Q1', cutoff: '2019-03-20' })).rejects.toThrow(refused('REPORT_NOT_ASKED'));
    await expect(report({ quarter: '2019-2' })).rejects.toThrow(refused('QUARTER_INVALID'));
    await expect(report({ on: '2999-06-20', quarter: '2999Q2', cutoff: '2999-06-01' })).rejects.toThrow(refused('TASK_DATE_INVALID'));
    await expect(assign({ due: '2020-02-30' })).rejects.toThrow(refused('DATE_INVALID'));
  });

  it('a report of another quarter does not hide the one asked for', async () => {
    await report();
    await report({ quarter: '2019Q3', on: '2019-09-18', cutoff: '2019-09-15', value: 20 });
    const value = async (quarter?: string) => (await rowOf('7', '2019-12-31', quarter))?.units.find(({ unit }) => unit === '塘山镇')?.report?.value;
    expect([await value(), await value('2019Q2'), await value('2019Q4')]).toEqual([20, 12, undefined]);
  });
});

describe('who has not reported', () => {
  beforeEach(seed);

  it('nobody on the due day, everybody on the day after', async () => {
    expect(await ledger.tasks.overdue({ quarter: '2019Q2', asOf: d('2019-06-20') })).toEqual({ quarter: '2019Q2', asOf: '2019-06-20', rows: [], total: 0 });
    const { rows, total } = await ledger.tasks.overdue({ quarter: '2019Q2', asOf: d('2019-06-21') });
    expect(total).toBe(OWED);
    expect(rows.every(({ dueOn, daysOverdue }) => dueOn === '2019-06-20' && daysOverdue === 1)).toBe(true);
    // 59 tasks without 13-20 and 23-24 for want of a 镇 in print, and 21, 22, 25 for want of any unit but one.
    expect(rows.find(({ unit }) => unit === '塘山镇')?.taskNos).toHaveLength(59 - 13);
    expect(rows.find(({ unit }) => unit === '站东街道')?.taskNos).toHaveLength(59 - 3);
  });

  it('20 June is on time, 21 June is late; both are no longer overdue', async () => {
    await report();
    await report({ unit: '湖坊镇', on: '2019-06-21' });
    const { rows } = await ledger.tasks.summary({ quarter: '2019Q2', asOf: d('2019-06-30') });
    const of = (unit: string) => rows.find((row) => row.unit === unit);
    expect(of('塘山镇')).toEqual({ division: DIVISION, unit: '塘山镇', owed: 46, onTime: 1, late: 0, missing: 45, open: 0 });
    expect(of('湖坊镇')).toEqual({ division: DIVISION, unit: '湖坊镇', owed: 46, onTime: 0, late: 1, missing: 45, open: 0 });
    const { rows: overdue, total } = await ledger.tasks.overdue({ quarter: '2019Q2', asOf: d('2019-06-30') });
    expect(total).toBe(OWED - 2);
    expect(overdue.find(({ unit }) => unit === '塘山镇')?.taskNos).not.toContain('7');
  });

  it('as of the day asked about, with what had been reported by then', async () => {
    await report({ on: '2019-06-25', cutoff: '2019-06-20' });
    const missing = async (asOf: string) => (await ledger.tasks.overdue({ quarter: '2019Q2', asOf: d(asOf) })).rows.find(({ unit }) => unit === '塘山镇')?.taskNos.includes('7');
    expect([await missing('2019-06-24'), await missing('2019-06-25')]).toEqual([true, false]);
  });

  it('names who is responsible, and where nobody was named', async () => {
    await assign();
    await assign({ task: '8' });
    await assign({ task: '30', department: '财政所', person: '丙' });
    const { rows } = await ledger.tasks.overdue({ quarter: '2019Q2', asOf: d('2019-07-01'), division: DIVISION });
    const town = rows.find(({ unit }) => unit === '塘山镇');
    expect(town).toMatchObject({ daysOverdue: 11, named: [{ department: '民政所', person: '甲', taskNos: ['7', '8'] }, { department: '财政所', person: '丙', taskNos: ['30'] }] });
    expect(town?.unnamedTaskNos).toHaveLength(46 - 3);
    expect((await ledger.tasks.unassigned({ asOf: d('2019-07-01') })).rows.find(({ unit }) => unit === '塘山镇')?.taskNos).toEqual(town?.unnamedTaskNos);
    expect((await ledger.tasks.unassigned({ asOf: d('2019-04-09') })).rows.find(({ unit }) => unit === '塘山镇')?.taskNos).toHaveLength(46);
  });

  it('counts every report in one column', async () => {
    await report();
    for (const asOf of ['2019-06-20', '2019-06-21', '2019-12-31']) {
      const { rows, total } = await ledger.tasks.summary({ quarter: '2019Q2', asOf: d(asOf) });
      for (const row of [...rows, total]) expect(row.onTime + row.late + row.missing + row.open).toBe(row.owed);
      expect(total).toEqual({ owed: OWED, onTime: 1, late: 0, missing: asOf === '2019-06-20' ? 0 : OWED - 1, open: asOf === '2019-06-20' ? OWED - 1 : 0 });
    }
  });

  it('owes nothing before the first quarter, nor in Kunshan', async () => {
    await ledger.tasks.seed('KS-2020', undefined, ACTOR);
    expect((await ledger.tasks.summary({ quarter: '2019Q1', asOf: d('2020-12-31') })).total.owed).toBe(0);
    expect((await ledger.tasks.overdue({ quarter: '2020Q4', asOf: d('2021-01-31'), division: '320583' })).rows).toEqual([]);
    expect(await report({ task: '1.1', unit: '市民政局', quarter: '2020Q4', on: '2020-12-31', cutoff: '2020-12-31', value: 1 })).toMatchObject({ division: '320583', dueOn: null, outcome: 'recorded' });
    await expect(ledger.tasks.overdue({ quarter: '2020Q4', division: '3205' })).rejects.toThrow(refused('DIVISION_INVALID'));
  });
});

describe('oversight', () => {
  const dispatch = (change = {}) => ledger.tasks.dispatch({ division: DIVISION, quarter: '2019Q2', on: '2019-06-28', problems: ['塘山镇未报送'], ...change }, ACTOR);

  it('needs tasks', async () => {
    await expect(dispatch()).rejects.toThrow(refused('TASKS_NOT_SEEDED'));
    await expect(dispatch({ division: '110101' })).rejects.toThrow(refused('TASKS_NOT_SEEDED'));
    await expect(dispatch({ division: 'x' })).rejects.toThrow(refused('DIVISION_INVALID'));
    expect((await ledger.tasks.oversight({ asOf: d('2026-01-01') })).rows).toEqual([]);
  });

  it('is recorded once, and missing only when the period is over', async () => {
    await seed();
    const open = async (asOf: string) => (await ledger.tasks.oversight({ asOf: d(asOf) })).rows.filter(({ on }) => on === null).map(({ period }) => period);
    expect(await open('2019-06-30')).toEqual([]);
    expect(await open('2019-07-01')).toEqual(['2019H1', '2019Q2']);
    expect(await dispatch()).toEqual({ division: DIVISION, period: '2019Q2', outcome: 'recorded' });
    expect((await dispatch()).outcome).toBe('alreadyRecorded');
    await expect(dispatch({ on: '2019-06-29' })).rejects.toThrow(refused('OVERSIGHT_EXISTS'));
    expect((await ledger.tasks.bulletin({ division: DIVISION, halfYear: '2019H1', on: '2019-08-01', problems: [] }, ACTOR)).outcome).toBe('recorded');
    expect((await ledger.tasks.assess({ division: DIVISION, year: '2019', on: '2020-01-15', scores: [{ unit: '塘山镇', score: '92.5' }], problems: [] }, ACTOR)).outcome).toBe('recorded');
    expect((await ledger.tasks.evaluate({ division: DIVISION, period: '2019', on: '2020-01-20', evaluator: '某研究院', summary: '抽查42户\r\n无异常' }, ACTOR)).outcome).toBe('recorded');
    expect(await open('2019-07-31')).toEqual(['2019H1']);
    expect(await open('2020-01-15')).toEqual(['2019H2', '2019Q3', '2019Q4']);
    const { rows } = await ledger.tasks.oversight({ asOf: d('2020-01-31'), division: DIVISION });
    expect(rows.filter(({ on }) => on !== null)).toEqual([
      { division: DIVISION, kind: 'assessment', period: '2019', on: '2020-01-15', problems: [], scores: [{ unit: '塘山镇', score: '92.5' }] },
      { division: DIVISION, kind: 'bulletin', period: '2019H1', on: '2019-08-01', problems: [] },
      { division: DIVISION, kind: 'dispatch', period: '2019Q2', on: '2019-06-28', problems: ['塘山镇未报送'] },
      { division: DIVISION, kind: 'evaluation', period: '2019', on: '2020-01-20', evaluator: '某研究院', summary: '抽查42户\n无异常' },
    ]);
  });

  it('scores units that have a task', async () => {
    await seed();
    await expect(ledger.tasks.assess({ division: DIVISION, year: '2019', on: '2020-01-15', scores: [{ unit: '某公司', score: '1' }], problems: [] }, ACTOR)).rejects.toThrow(refused('TASK_UNIT_UNKNOWN'));
  });
});

it('rebuilt and read anew, everything is the same', async () => {
  await seed();
  await assign();
  await report();
  await report({ value: 11, on: '2019-07-01', supersedes: true, reason: '重复计1户' });
  await ledger.tasks.dispatch({ division: DIVISION, quarter: '2019Q2', on: '2019-06-28', problems: [] }, ACTOR);
  const before = [await ledger.tasks.list({ asOf: d('2019-12-31') }), await ledger.tasks.oversight({ asOf: d('2019-12-31') })];
  await ledger.rebuild(['tasks', 'oversight']);
  expect([await ledger.tasks.list({ asOf: d('2019-12-31') }), await ledger.tasks.oversight({ asOf: d('2019-12-31') })]).toEqual(before);
  await ledger.close();
  await open();
  expect((await assign()).outcome).toBe('alreadyRecorded');
  expect((await report({ value: 11, on: '2019-07-01', supersedes: true, reason: '重复计1户' })).outcome).toBe('alreadyRecorded');
});
