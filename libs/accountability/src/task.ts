/**
 * A task of a division of tasks (任务分工): registered from its document, assigned within each unit, reported on quarter by quarter.
 * Each unit names department, person and timetable for every task (QS-2019-R02) and reports by the 20th of the quarter's last month (QS-2019-R01).
 */
import { assertNever, canonicalJson, type CivilDate, codecOf, type Decided, type Decider, DomainError, type Json, type StreamType } from '#kernel';
import { type Quarter, spanOf } from './period.js';
import { isAskedFor, reportDue, type ReportingTerms, unitsOf } from './reporting.js';
import { checkLine, checkNotAhead, checkText, dateInvalid, fieldInvalid, MAX_LINE, MAX_NAME } from './statement.js';

/** By what progress is told, which number a report gives, and the unit of that number. */
export interface Measure {
  readonly text: string;
  readonly number: string;
  readonly unit: string;
}
/** A number in this unit is 1 (是) or 0 (否). */
export const YES_NO = '是否';
const PERCENT = '%';

/** A task as it is registered: what its document says, as it is read. */
export interface TaskFacts {
  readonly taskNo: string;
  readonly pack: string;
  readonly heading: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly measure: Measure;
  readonly leads: readonly string[];
  readonly responsible: readonly string[];
  readonly ruleIds: readonly string[];
  readonly reporting?: ReportingTerms | undefined;
  /** Where a day or year is printed. */
  readonly dueOn?: string | undefined;
}

/** Department, person and timetable of one unit for one task. */
export interface Assignment {
  readonly unit: string;
  readonly department: string;
  readonly person: string;
  readonly due: string;
  readonly assignedOn: string;
  /** Why it took the place of an earlier one. */
  readonly reason?: string | undefined;
}

export interface ProgressReport {
  readonly unit: string;
  readonly quarter: string;
  readonly reportedOn: string;
  /** Up to which day its data go: a report is due before its quarter ends, so each states its own. */
  readonly cutoffOn: string;
  readonly value?: number | undefined;
  readonly text: string;
  readonly fileRef?: string | undefined;
  /** True for a correction: it takes the place of the unit's report of the quarter. */
  readonly supersedes?: boolean | undefined;
  readonly reason?: string | undefined;
}

export type TaskEvent =
  | { readonly type: 'TaskRegistered'; readonly data: TaskFacts }
  | { readonly type: 'TaskAssigned'; readonly data: Assignment & { readonly taskNo: string } }
  | { readonly type: 'TaskProgressReported'; readonly data: ProgressReport & { readonly taskNo: string } };

/** Registers a task of a document. The same again changes nothing. */
export interface SeedTask {
  readonly type: 'SeedTask';
  readonly task: TaskFacts;
  /** The day of the document, from which the task exists. */
  readonly issuedOn: CivilDate;
}
/** Names who is responsible within a unit, and until when. */
export interface AssignTask {
  readonly type: 'AssignTask';
  readonly taskNo: string;
  readonly unit: string;
  readonly department: string;
  readonly person: string;
  readonly due: CivilDate;
  readonly assignedOn: CivilDate;
  readonly reason?: string | undefined;
  readonly today: CivilDate;
}
export interface ReportProgress {
  readonly type: 'ReportProgress';
  readonly taskNo: string;
  readonly unit: string;
  readonly quarter: Quarter;
  readonly reportedOn: CivilDate;
  readonly cutoffOn: CivilDate;
  readonly value?: number | undefined;
  readonly text: string;
  readonly fileRef?: string | undefined;
  readonly supersedes?: boolean | undefined;
  readonly reason?: string | undefined;
  readonly today: CivilDate;
}
export type TaskCommand = SeedTask | AssignTask | ReportProgress;

export interface TaskState {
  readonly task?: TaskFacts | undefined;
  /** The one in force, by unit. */
  readonly assignments: Map<string, Assignment>;
  /** The last one, by unit and quarter. */
  readonly reports: Map<string, ProgressReport>;
}

const reportKey = ({ unit, quarter }: { readonly unit: string; readonly quarter: string }): string => `${quarter}|${unit}`;
const same = (a: object, b: object): boolean => canonicalJson(a as unknown as Json) === canonicalJson(b as unknown as Json);

/** @throws DomainError `TASK_EXISTS` `TASK_UNKNOWN` `TASK_UNIT_UNKNOWN` `TASK_FIELD_INVALID` `TASK_DATE_INVALID` `TASK_ASSIGNED` `REPORT_NOT_ASKED` `REPORT_EXISTS` `REPORT_UNKNOWN` */
function decide(command: TaskCommand, state: TaskState): readonly Decided<TaskEvent>[] {
  switch (command.type) {
    case 'SeedTask':
      return seed(command, state);
    case 'AssignTask':
      return assign(command, state);
    case 'ReportProgress':
      return report(command, state);
    default:
      return assertNever(command, 'task command');
  }
}

function seed({ task, issuedOn }: SeedTask, state: TaskState): readonly Decided<TaskEvent>[] {
  if (state.task === undefined) return [{ type: 'TaskRegistered', data: task, occurredAt: issuedOn }];
  if (same(state.task, task)) return [];
  throw new DomainError('TASK_EXISTS', 'conflict', 'The task is registered with other content: another document, or another reading of it. What is registered stays; nothing was changed.', { taskNo: task.taskNo });
}

function assign({ taskNo, unit, department, person, due, assignedOn, reason, today }: AssignTask, state: TaskState): readonly Decided<TaskEvent>[] {
  checkUnit(taskNo, unit, state);
  const needed = 'department, person and timetable are all required for every task (QS-2019-R02)';
  checkLine('department', department, MAX_NAME, needed);
  checkLine('person', person, MAX_NAME, needed);
  if (reason !== undefined) checkLine('reason', reason, MAX_LINE);
  checkNotAhead('assignedOn', assignedOn, today);
  if (due < assignedOn) throw dateInvalid('due', `The timetable ends on ${due}, before the assignment of ${assignedOn}. State until when the task is to be done.`);
  const before = state.assignments.get(unit);
  const data: TaskEvent = { type: 'TaskAssigned', data: { taskNo, unit, department, person, due, assignedOn, reason } };
  if (before === undefined) return [{ ...data, occurredAt: assignedOn }];
  if (same({ ...before, assignedOn: null, reason: null }, { unit, department, person, due })) return [];
  if (reason === undefined) {
    throw new DomainError('TASK_ASSIGNED', 'conflict', 'The unit has named somebody else, or another timetable, for this task. To replace that, state the reason; what was before stays in the ledger.', { taskNo, unit });
  }
  if (assignedOn < before.assignedOn) throw dateInvalid('assignedOn', `The assignment it replaces is of ${before.assignedOn}. A replacement is not earlier; correct assignedOn.`);
  return [{ ...data, occurredAt: assignedOn }];
}

function report(command: ReportProgress, state: TaskState): readonly Decided<TaskEvent>[] {
  const { taskNo, unit, quarter, reportedOn, cutoffOn, value, text, fileRef, reason } = command;
  const task = checkUnit(taskNo, unit, state);
  const supersedes = command.supersedes === true ? true : undefined;
  if (task.reporting !== undefined && !isAskedFor(quarter, task.reporting)) {
    throw new DomainError('REPORT_NOT_ASKED', 'invalid', `No report is asked for ${quarter}, which would have been due on ${reportDue(quarter, task.reporting)}: the first is due on ${task.reporting.firstDueOn} (QS-2019-R01). Check the quarter.`, { taskNo, quarter });
  }
  const { from, to } = spanOf(quarter);
  checkNotAhead('reportedOn', reportedOn, command.today);
  if (cutoffOn < from || cutoffOn > to) throw dateInvalid('cutoffOn', `The data go up to ${cutoffOn}, which is not a day of ${quarter} (${from} to ${to}). State the last day in the quarter that they cover.`);
  if (cutoffOn > reportedOn) throw dateInvalid('cutoffOn', `The data go up to ${cutoffOn}, after the report of ${reportedOn}. State the last day they cover.`);
  checkText('text', text);
  if (value !== undefined) checkValue(value, task.measure);
  if (fileRef !== undefined) checkLine('fileRef', fileRef, MAX_NAME);
  if (reason !== undefined) checkLine('reason', reason, MAX_LINE);
  const data: ProgressReport = { unit, quarter, reportedOn, cutoffOn, value, text, fileRef, supersedes, reason };
  const before = state.reports.get(reportKey(command));
  const decided: readonly Decided<TaskEvent>[] = [{ type: 'TaskProgressReported', data: { taskNo, ...data }, occurredAt: reportedOn }];
  if (before === undefined) {
    if (supersedes === undefined) return decided;
    throw new DomainError('REPORT_UNKNOWN', 'notFound', 'There is no report of this unit, task and quarter that could be corrected. Leave supersedes out, or check unit and quarter.', { taskNo, unit, quarter });
  }
  // The same again, whether it was the first or a correction.
  if (same(before, data)) return [];
  if (supersedes === undefined) {
    throw new DomainError('REPORT_EXISTS', 'conflict', 'The unit has reported on this task for the quarter with other content. To correct that, set supersedes and state the reason; what was reported stays in the ledger.', { taskNo, unit, quarter });
  }
  checkLine('reason', reason, MAX_LINE, 'why the earlier report is corrected');
  if (reportedOn < before.reportedOn) throw dateInvalid('reportedOn', `The report it corrects is of ${before.reportedOn}. A correction is not earlier; correct reportedOn.`);
  return decided;
}

function checkUnit(taskNo: string, unit: string, { task }: TaskState): TaskFacts {
  if (task === undefined) throw new DomainError('TASK_UNKNOWN', 'notFound', 'No task with this number is registered there. Check number and division; the tasks of a document are registered with "taizhang tasks seed".', { taskNo });
  const units = unitsOf(task);
  if (!units.includes(unit)) {
    const why = units.length === 0 ? 'The document names no unit for this task.' : `Its units are ${units.join(', ')}.`;
    throw new DomainError('TASK_UNIT_UNKNOWN', 'invalid', `The unit is neither lead nor responsible for task ${taskNo}. ${why} Write the name as it stands there.`, { taskNo });
  }
  return task;
}

function checkValue(value: number, { number, unit }: Measure): void {
  const most = unit === YES_NO ? 1 : unit === PERCENT ? 100 : Number.MAX_SAFE_INTEGER;
  if (Number.isSafeInteger(value) && value >= 0 && value <= most) return;
  throw fieldInvalid('value', `value is ${number}: ${unit === YES_NO ? '1 for yes or 0 for no' : `a whole number from 0${unit === PERCENT ? ' to 100' : ''}, in ${unit}`}. Correct it, or leave it out and say it in the text.`);
}

/** Grows the two maps in place: a stream gets some dozens of reports every quarter, and each command folds it anew. */
function evolve(state: TaskState, event: TaskEvent): TaskState {
  switch (event.type) {
    case 'TaskRegistered':
      return { ...state, task: event.data };
    case 'TaskAssigned': {
      const { taskNo: _taskNo, ...assignment } = event.data;
      state.assignments.set(assignment.unit, assignment);
      return state;
    }
    case 'TaskProgressReported': {
      const { taskNo: _taskNo, ...progress } = event.data;
      state.reports.set(reportKey(progress), progress);
      return state;
    }
    default:
      return assertNever(event, 'task event');
  }
}

export const taskDecider: Decider<TaskState, TaskCommand, TaskEvent> = { initialState: () => ({ assignments: new Map(), reports: new Map() }), decide, evolve };

/** Streams `task-<task number>@<division>`. */
export const taskStream: StreamType<TaskState, TaskCommand, TaskEvent> = {
  category: 'task',
  decider: taskDecider,
  codec: codecOf<TaskEvent>(1, { TaskRegistered: true, TaskAssigned: true, TaskProgressReported: true }),
};
