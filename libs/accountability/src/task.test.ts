import { parseCivilDate as d } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { type AssignTask, parseQuarter as q, type ReportProgress, type TaskEvent, taskDecider, type TaskFacts } from './index.js';

const spec = specificationOf(taskDecider);
const TASK: TaskFacts = {
  taskNo: '7', pack: 'QS-2019', heading: '切实筑牢基本生活保障底线', title: { zh: '扣减刚性支出纳入低保', en: 'Expenditure-poor families' }, measure: { text: '纳入户数', number: '纳入低保的户数', unit: '户' },
  leads: ['区民政局', '区财政局'], responsible: ['塘山镇'], ruleIds: ['QS-2019-TASK-07'], reporting: { day: 20, firstDueOn: '2019-06-20' },
};
const registered: TaskEvent = { type: 'TaskRegistered', data: TASK };
const withUnit = (unit: string): TaskEvent => ({ type: 'TaskRegistered', data: { ...TASK, measure: { ...TASK.measure, unit } } });

const assign: AssignTask = { type: 'AssignTask', taskNo: '7', unit: '塘山镇', department: '民政所', person: '甲', due: d('2019-12-31'), assignedOn: d('2019-04-10'), today: d('2019-07-01') };
const assigned: TaskEvent = { type: 'TaskAssigned', data: { taskNo: '7', unit: '塘山镇', department: '民政所', person: '甲', due: '2019-12-31', assignedOn: '2019-04-10' } };

const report: ReportProgress = { type: 'ReportProgress', taskNo: '7', unit: '塘山镇', quarter: q('2019Q2'), reportedOn: d('2019-06-18'), cutoffOn: d('2019-06-15'), value: 12, text: '纳入12户', today: d('2019-07-31') };
const reported: TaskEvent = { type: 'TaskProgressReported', data: { taskNo: '7', unit: '塘山镇', quarter: '2019Q2', reportedOn: '2019-06-18', cutoffOn: '2019-06-15', value: 12, text: '纳入12户' } };
const { today: _today, type: _type, ...told } = report;

describe('registering', () => {
  it('records what the document says, on the day of the document', () => {
    spec.given([]).when({ type: 'SeedTask', task: TASK, issuedOn: d('2019-03-30') }).then([{ ...registered, occurredAt: d('2019-03-30') }]);
  });
  it('changes nothing the second time', () => {
    spec.given([registered]).when({ type: 'SeedTask', task: { ...TASK, dueOn: undefined }, issuedOn: d('2019-03-30') }).then([]);
  });
  it('refuses other content', () => {
    spec.given([registered]).when({ type: 'SeedTask', task: { ...TASK, leads: ['区民政局'] }, issuedOn: d('2019-03-30') }).thenRefused('TASK_EXISTS');
  });
});

describe('assigning', () => {
  it('names department, person and timetable of a unit', () => {
    spec.given([registered]).when(assign).then([{ ...assigned, occurredAt: d('2019-04-10') }]);
    spec.given([registered]).when({ ...assign, unit: '区民政局' }).then([{ type: 'TaskAssigned', data: { ...assigned.data as object, unit: '区民政局' } as never, occurredAt: d('2019-04-10') }]);
  });
  it('changes nothing the second time, whatever day it is said', () => {
    spec.given([registered, assigned]).when(assign).then([]);
    spec.given([registered, assigned]).when({ ...assign, assignedOn: d('2019-05-01') }).then([]);
  });
  it('replaces with a reason, and back again', () => {
    const replaced = { ...assign, person: '乙', assignedOn: d('2019-05-01'), reason: '甲调离' };
    spec.given([registered, assigned]).when(replaced).then([{ type: 'TaskAssigned', data: { taskNo: '7', unit: '塘山镇', department: '民政所', person: '乙', due: '2019-12-31', assignedOn: '2019-05-01', reason: '甲调离' }, occurredAt: d('2019-05-01') }]);
    spec.given([registered, assigned, { type: 'TaskAssigned', data: { ...assigned.data, person: '乙' } }]).when({ ...assign, reason: '甲调回' })
      .then([{ type: 'TaskAssigned', data: { ...assigned.data, reason: '甲调回' }, occurredAt: d('2019-04-10') }]);
  });
  it('takes a timetable beyond the day the document prints: both are shown', () => {
    spec.given([{ type: 'TaskRegistered', data: { ...TASK, dueOn: '2019-12-30' } }]).when(assign).then([{ ...assigned, occurredAt: d('2019-04-10') }]);
  });
  it('keeps the units apart', () => {
    spec.given([registered, assigned]).when({ ...assign, unit: '区财政局', person: '丙' }).then([{ type: 'TaskAssigned', data: { ...assigned.data, unit: '区财政局', person: '丙' }, occurredAt: d('2019-04-10') }]);
  });
  it.each<[what: string, change: Partial<AssignTask>, code: string]>([
    ['no department', { department: '' }, 'TASK_FIELD_INVALID'],
    ['no person', { person: '　 ' }, 'TASK_FIELD_INVALID'],
    ['a person of 121 characters', { person: '甲'.repeat(121) }, 'TASK_FIELD_INVALID'],
    ['a line break in a name', { department: '民政\n所' }, 'TASK_FIELD_INVALID'],
    ['an empty reason', { reason: ' ' }, 'TASK_FIELD_INVALID'],
    ['a unit that has no part in it', { unit: '区残联' }, 'TASK_UNIT_UNKNOWN'],
    ['a timetable that ends before it begins', { due: d('2019-04-09') }, 'TASK_DATE_INVALID'],
    ['a day that has not come', { assignedOn: d('2019-07-02') }, 'TASK_DATE_INVALID'],
  ])('refuses %s', (_what, change, code) => {
    spec.given([registered]).when({ ...assign, ...change }).thenRefused(code);
  });
  it('refuses what is not registered, a replacement without a reason, and one that is earlier', () => {
    spec.given([]).when(assign).thenRefused('TASK_UNKNOWN');
    spec.given([registered, assigned]).when({ ...assign, person: '乙' }).thenRefused('TASK_ASSIGNED');
    spec.given([registered, assigned]).when({ ...assign, due: d('2020-12-31') }).thenRefused('TASK_ASSIGNED');
    spec.given([registered, assigned]).when({ ...assign, person: '乙', reason: '甲调离', assignedOn: d('2019-04-09') }).thenRefused('TASK_DATE_INVALID');
  });
  it('refuses a task for which the document names no unit', () => {
    spec.given([{ type: 'TaskRegistered', data: { ...TASK, leads: [], responsible: [] } }]).when(assign).thenRefused('TASK_UNIT_UNKNOWN');
  });
});

describe('reporting', () => {
  it('takes one report per unit, task and quarter', () => {
    spec.given([registered]).when(report).then([{ ...reported, occurredAt: d('2019-06-18') }]);
    spec.given([registered, reported]).when(report).then([]);
    spec.given([registered, reported]).when({ ...report, unit: '区民政局' }).then([{ type: 'TaskProgressReported', data: { ...told, unit: '区民政局' }, occurredAt: d('2019-06-18') }]);
    spec.given([registered, reported]).when({ ...report, quarter: q('2019Q3'), reportedOn: d('2019-07-31'), cutoffOn: d('2019-07-31') })
      .then([{ type: 'TaskProgressReported', data: { ...told, quarter: '2019Q3', reportedOn: '2019-07-31', cutoffOn: '2019-07-31' }, occurredAt: d('2019-07-31') }]);
  });
  it('needs nobody to have been named: to owe a report the unit is enough', () => {
    spec.given([registered]).when(report).then([{ ...reported, occurredAt: d('2019-06-18') }]);
  });
  it('takes a late one', () => {
    spec.given([registered]).when({ ...report, reportedOn: d('2019-07-31'), cutoffOn: d('2019-06-30') }).then([{ type: 'TaskProgressReported', data: { ...told, reportedOn: '2019-07-31', cutoffOn: '2019-06-30' }, occurredAt: d('2019-07-31') }]);
  });
  it('keeps a correction beside what it corrects', () => {
    const correction = { ...report, reportedOn: d('2019-06-25'), value: 11, supersedes: true, reason: '重复计1户' };
    const corrected: TaskEvent = { type: 'TaskProgressReported', data: { ...told, reportedOn: '2019-06-25', value: 11, supersedes: true, reason: '重复计1户' } };
    spec.given([registered, reported]).when(correction).then([{ ...corrected, occurredAt: d('2019-06-25') }]);
    spec.given([registered, reported, corrected]).when(correction).then([]);
    spec.given([registered, reported, corrected]).when(report).thenRefused('REPORT_EXISTS');
  });
  it('refuses another report, a correction of nothing, without a reason, or of an earlier day', () => {
    spec.given([registered, reported]).when({ ...report, value: 13 }).thenRefused('REPORT_EXISTS');
    spec.given([registered]).when({ ...report, supersedes: true, reason: '更正' }).thenRefused('REPORT_UNKNOWN');
    spec.given([registered, reported]).when({ ...report, value: 13, supersedes: true }).thenRefused('TASK_FIELD_INVALID');
    spec.given([registered, reported]).when({ ...report, supersedes: true, reason: '更正', reportedOn: d('2019-06-17') }).thenRefused('TASK_DATE_INVALID');
  });
  it.each<[what: string, change: Partial<ReportProgress>, code: string]>([
    ['a unit that has no part in it', { unit: '区残联' }, 'TASK_UNIT_UNKNOWN'],
    ['a quarter before the first', { quarter: q('2019Q1'), cutoffOn: d('2019-03-31') }, 'REPORT_NOT_ASKED'],
    ['data beyond the report', { cutoffOn: d('2019-06-19') }, 'TASK_DATE_INVALID'],
    ['data of the quarter before', { cutoffOn: d('2019-03-31') }, 'TASK_DATE_INVALID'],
    ['data of the quarter after', { reportedOn: d('2019-07-02'), cutoffOn: d('2019-07-01') }, 'TASK_DATE_INVALID'],
    ['a report before its quarter', { quarter: q('2019Q3'), cutoffOn: d('2019-07-01') }, 'TASK_DATE_INVALID'],
    ['a report of tomorrow', { reportedOn: d('2019-08-01') }, 'TASK_DATE_INVALID'],
    ['no text', { text: ' \n ' }, 'TASK_FIELD_INVALID'],
    ['2,001 characters', { text: '字'.repeat(2_001) }, 'TASK_FIELD_INVALID'],
    ['control characters', { text: 'a\u0007' }, 'TASK_FIELD_INVALID'],
    ['a negative number', { value: -1 }, 'TASK_FIELD_INVALID'],
    ['half a household', { value: 0.5 }, 'TASK_FIELD_INVALID'],
    ['a number that is none', { value: Number.NaN }, 'TASK_FIELD_INVALID'],
    ['an empty file', { fileRef: '' }, 'TASK_FIELD_INVALID'],
  ])('refuses %s', (_what, change, code) => {
    spec.given([registered]).when({ ...report, ...change }).thenRefused(code);
  });
  it('refuses what is not registered', () => {
    spec.given([]).when(report).thenRefused('TASK_UNKNOWN');
  });
  it('takes 2,000 characters in several lines, and no number', () => {
    const text = `${'字'.repeat(1_000)}\n${'𠮷'.repeat(999)}`;
    const { value: _value, ...without } = told;
    spec.given([registered]).when({ ...report, text, value: undefined }).then([{ type: 'TaskProgressReported', data: { ...without, text }, occurredAt: d('2019-06-18') }]);
  });
  it.each([['是否', 1, true], ['是否', 0, true], ['是否', 2, false], ['%', 100, true], ['%', 101, false], ['元', 1_000_000, true]])('in %s, %d is taken: %p', (unit, value, taken) => {
    const given = spec.given([withUnit(unit)]).when({ ...report, value });
    if (taken) given.then([{ type: 'TaskProgressReported', data: { ...told, value }, occurredAt: d('2019-06-18') }]);
    else given.thenRefused('TASK_FIELD_INVALID');
  });
  it('takes any quarter where the document asks for no reports', () => {
    spec.given([{ type: 'TaskRegistered', data: { ...TASK, reporting: undefined } }]).when({ ...report, quarter: q('2019Q1'), cutoffOn: d('2019-03-31') })
      .then([{ type: 'TaskProgressReported', data: { ...told, quarter: '2019Q1', cutoffOn: '2019-03-31' }, occurredAt: d('2019-06-18') }]);
  });
});
