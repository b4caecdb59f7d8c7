/** Tasks and who answers for them: the register, who has not reported, units that named nobody, the quarter in figures, and the oversight held. */
import {
  type Assignment, type OversightEvent, overdueReports, owedReports, type OwedReport, type Period, periodAfter, periodOf, type ProgressReport, type Quarter, type Score, spanOf, type TaskEvent, type TaskFacts,
  unitsOf,
} from '#accountability';
import { assertNever, type CivilDate, daysBetween } from '#kernel';
import type { Projection, ViewReader } from '#projections';
import { byColumns, entityKey } from './key.js';

export interface TaskRow extends TaskFacts {
  readonly code6: string;
  /** Every one, in the order of recording; of a unit the last one holds. */
  readonly assignments: readonly Assignment[];
  /** Every one, corrections too, in the order of recording; of a unit and quarter the last one holds. */
  readonly reports: readonly ProgressReport[];
}

export const tasks: Projection<TaskRow, TaskEvent> = {
  name: 'tasks',
  version: 1,
  handles: ['TaskRegistered', 'TaskAssigned', 'TaskProgressReported'],
  key: ({ event, metadata }) => entityKey(event.data.taskNo, metadata.jurisdiction.code6),
  evolve(row, { event, metadata: { jurisdiction } }) {
    if (event.type === 'TaskRegistered') {
      const { taskNo, pack, heading, title, measure, leads, responsible, ruleIds, reporting, dueOn } = event.data;
      return { taskNo, code6: jurisdiction.code6, pack, heading, title, measure, leads, responsible, ruleIds, reporting, dueOn, assignments: [], reports: [] };
    }
    if (row === undefined) throw new Error(`${event.type} before its task was registered`);
    if (event.type === 'TaskAssigned') {
      const { unit, department, person, due, assignedOn, reason } = event.data;
      return { ...row, assignments: [...row.assignments, { unit, department, person, due, assignedOn, reason }] };
    }
    const { unit, quarter, reportedOn, cutoffOn, value, text, fileRef, supersedes, reason } = event.data;
    return { ...row, reports: [...row.reports, { unit, quarter, reportedOn, cutoffOn, value, text, fileRef, supersedes, reason }] };
  },
};

export type OversightKind = 'dispatch' | 'bulletin' | 'assessment' | 'evaluation';
const KIND_OF: Readonly<Record<OversightEvent['type'], OversightKind>> = {
  QuarterDispatchHeld: 'dispatch', HalfYearBulletinIssued: 'bulletin', YearAssessmentCompleted: 'assessment', ThirdPartyEvaluated: 'evaluation',
};

export interface HeldRow {
  readonly kind: OversightKind;
  readonly period: string;
  readonly on: string;
  readonly problems?: readonly string[] | undefined;
  readonly scores?: readonly Score[] | undefined;
  readonly evaluator?: string | undefined;
  readonly summary?: string | undefined;
}
export interface OversightRow {
  readonly code6: string;
  /** In the order of recording. */
  readonly held: readonly HeldRow[];
}

export const oversight: Projection<OversightRow, OversightEvent> = {
  name: 'oversight',
  version: 1,
  handles: ['QuarterDispatchHeld', 'HalfYearBulletinIssued', 'YearAssessmentCompleted', 'ThirdPartyEvaluated'],
  key: ({ metadata }) => metadata.jurisdiction.code6,
  evolve: (row, { event, metadata }) => ({ code6: metadata.jurisdiction.code6, held: [...(row?.held ?? []), heldRow(event)] }),
};

function heldRow(event: OversightEvent): HeldRow {
  const about = { kind: KIND_OF[event.type], period: periodOf(event) };
  switch (event.type) {
    case 'QuarterDispatchHeld':
      return { ...about, on: event.data.heldOn, problems: event.data.problems };
    case 'HalfYearBulletinIssued':
      return { ...about, on: event.data.issuedOn, problems: event.data.problems };
    case 'YearAssessmentCompleted':
      return { ...about, on: event.data.completedOn, problems: event.data.problems, scores: event.data.scores };
    case 'ThirdPartyEvaluated':
      return { ...about, on: event.data.evaluatedOn, evaluator: event.data.evaluator, summary: event.data.summary };
    default:
      return assertNever(event, 'oversight event');
  }
}

/** A unit's part in a task as of a day. */
export interface TaskUnit {
  readonly unit: string;
  readonly role: 'lead' | 'responsible';
  /** Null while the unit has named nobody. */
  readonly assignment: Assignment | null;
  /** Of the quarter asked for, else of the latest quarter reported on; as it was corrected last. */
  readonly report: ProgressReport | null;
}
export interface TaskListRow extends Omit<TaskFacts, 'leads' | 'responsible'> {
  readonly division: string;
  readonly units: readonly TaskUnit[];
}
export interface TasksReport {
  readonly asOf: string;
  readonly rows: readonly TaskListRow[];
}

export interface OverdueRow {
  readonly division: string;
  readonly unit: string;
  readonly dueOn: string;
  readonly daysOverdue: number;
  /** Tasks without a report, in the order of the document. */
  readonly taskNos: readonly string[];
  /** Who was named for those tasks. */
  readonly named: readonly { readonly department: string; readonly person: string; readonly taskNos: readonly string[] }[];
  /** Those of the tasks for which the unit has named nobody. */
  readonly unnamedTaskNos: readonly string[];
}
export interface OverdueReportList {
  readonly quarter: string;
  readonly asOf: string;
  readonly rows: readonly OverdueRow[];
  /** Reports that are missing. */
  readonly total: number;
}

export interface UnassignedRow {
  readonly division: string;
  readonly unit: string;
  readonly taskNos: readonly string[];
}
export interface UnassignedReport {
  readonly asOf: string;
  readonly rows: readonly UnassignedRow[];
}

export interface SummaryCounts {
  readonly owed: number;
  readonly onTime: number;
  readonly late: number;
  readonly missing: number;
  /** Not reported, and not due yet. */
  readonly open: number;
}
export interface SummaryRow extends SummaryCounts {
  readonly division: string;
  readonly unit: string;
}
export interface QuarterSummary {
  readonly quarter: string;
  readonly asOf: string;
  readonly rows: readonly SummaryRow[];
  readonly total: SummaryCounts;
}

/** The first period of each kind of oversight that a document asks for. */
export interface OversightTerms {
  readonly dispatchFrom: Period;
  readonly bulletinFrom: Period;
  readonly assessmentFrom: Period;
}
export interface OversightListRow extends Omit<HeldRow, 'on'> {
  readonly division: string;
  /** Null where the period is over and nothing is recorded: not held yet. */
  readonly on: string | null;
}
export interface OversightReport {
  readonly asOf: string;
  readonly rows: readonly OversightListRow[];
}

/** Tasks in the order of their document: 9 before 10, 1.2 before 2.1. */
export const taskOrder = [(taskNo: string): number => Number(/^\d+/.exec(taskNo)?.[0] ?? 0), (taskNo: string): number => Number(/^\d+\.(\d+)/.exec(taskNo)?.[1] ?? 0), (taskNo: string): string => taskNo] as const;
const byTask = byColumns<{ readonly code6: string; readonly taskNo: string }>((row) => row.code6, ...taskOrder.map((part) => (row: { readonly taskNo: string }) => part(row.taskNo)));

async function taskRows(views: ViewReader, division: string | undefined): Promise<readonly TaskRow[]> {
  const rows: TaskRow[] = [];
  for await (const page of views.scan<TaskRow>('tasks')) rows.push(...page.map(({ row }) => row).filter(({ code6 }) => division === undefined || code6 === division));
  return rows.sort(byTask);
}

/** Every task, with what each unit had named and reported by a day. */
export async function tasksReport(views: ViewReader, division: string | undefined, quarter: Quarter | undefined, asOf: CivilDate): Promise<TasksReport> {
  const rows = (await taskRows(views, division)).map((row): TaskListRow => {
    const { taskNo, code6, pack, heading, title, measure, leads, ruleIds, reporting, dueOn } = row;
    const units = unitsOf(row).map((unit): TaskUnit => ({ unit, role: leads.includes(unit) ? 'lead' : 'responsible', assignment: assignmentOf(row, unit, asOf), report: reportOf(row, unit, quarter, asOf) }));
    return { division: code6, taskNo, pack, heading, title, measure, ruleIds, reporting, dueOn, units };
  });
  return { asOf, rows };
}

/** Who has not reported: units with reports of the quarter that were due and had not been made by a day. */
export async function overdueReport(views: ViewReader, division: string | undefined, quarter: Quarter, asOf: CivilDate): Promise<OverdueReportList> {
  const found = await taskRows(views, division);
  const units = new Map<string, { readonly row: TaskRow; readonly dueOn: CivilDate; readonly unit: string; readonly tasks: TaskRow[] }>();
  for (const row of found) {
    for (const { unit, dueOn } of overdueReports([row], quarter, asOf)) {
      // Two documents of one division could have other due days.
      const key = `${row.code6}|${unit}|${dueOn}`;
      const entry = units.get(key) ?? { row, dueOn, unit, tasks: [] };
      units.set(key, entry);
      entry.tasks.push(row);
    }
  }
  const rows = [...units.values()].map(({ row, dueOn, unit, tasks: missing }): OverdueRow => {
    const named = new Map<string, { department: string; person: string; taskNos: string[] }>();
    const unnamedTaskNos: string[] = [];
    for (const task of missing) {
      const assignment = assignmentOf(task, unit, asOf);
      if (assignment === null) {
        unnamedTaskNos.push(task.taskNo);
        continue;
      }
      const { department, person } = assignment;
      const key = JSON.stringify([department, person]);
      const entry = named.get(key) ?? { department, person, taskNos: [] };
      named.set(key, entry);
      entry.taskNos.push(task.taskNo);
    }
    return { division: row.code6, unit, dueOn, daysOverdue: daysBetween(dueOn, asOf), taskNos: missing.map(({ taskNo }) => taskNo), named: [...named.values()], unnamedTaskNos };
  }).sort(byColumns((row) => row.division, (row) => row.unit, (row) => row.dueOn));
  return { quarter, asOf, rows, total: rows.reduce((sum, { taskNos }) => sum + taskNos.length, 0) };
}

/** Units that had named nobody for some of their tasks by a day (QS-2019-R02). */
export async function unassignedReport(views: ViewReader, division: string | undefined, asOf: CivilDate): Promise<UnassignedReport> {
  const units = new Map<string, { readonly division: string; readonly unit: string; readonly taskNos: string[] }>();
  for (const row of await taskRows(views, division)) {
    for (const unit of unitsOf(row)) {
      if (assignmentOf(row, unit, asOf) !== null) continue;
      const key = `${row.code6}|${unit}`;
      const entry = units.get(key) ?? { division: row.code6, unit, taskNos: [] };
      units.set(key, entry);
      entry.taskNos.push(row.taskNo);
    }
  }
  return { asOf, rows: [...units.values()].sort(byColumns((row) => row.division, (row) => row.unit)) };
}

/** Per unit: what it owed for the quarter, and what had become of it by a day. Every owed report is counted in exactly one column. */
export async function quarterSummary(views: ViewReader, division: string | undefined, quarter: Quarter, asOf: CivilDate): Promise<QuarterSummary> {
  const units = new Map<string, { readonly division: string; readonly unit: string; readonly owed: OwedReport[] }>();
  const all: OwedReport[] = [];
  for (const row of await taskRows(views, division)) {
    for (const report of owedReports([row], quarter, asOf)) {
      const key = `${row.code6}|${report.unit}`;
      const entry = units.get(key) ?? { division: row.code6, unit: report.unit, owed: [] };
      units.set(key, entry);
      entry.owed.push(report);
      all.push(report);
    }
  }
  const rows = [...units.values()].map(({ owed, ...about }): SummaryRow => ({ ...about, ...countsOf(owed) }));
  return { quarter, asOf, rows: rows.sort(byColumns((row) => row.division, (row) => row.unit)), total: countsOf(all) };
}

function countsOf(owed: readonly OwedReport[]): SummaryCounts {
  const count = (standing: OwedReport['standing']): number => owed.filter((report) => report.standing === standing).length;
  return { owed: owed.length, onTime: count('onTime'), late: count('late'), missing: count('missing'), open: count('open') };
}

/**
 * What oversight was held by a day, and which periods are over without it.
 * Nothing says by when after its period a dispatch, bulletin or assessment has to follow, so nothing here is late.
 */
export async function oversightReport(views: ViewReader, terms: ReadonlyMap<string, OversightTerms>, division: string | undefined, asOf: CivilDate): Promise<OversightReport> {
  const rows: OversightListRow[] = [];
  for await (const page of views.scan<OversightRow>('oversight')) {
    for (const { row: { code6, held } } of page) {
      if (division !== undefined && code6 !== division) continue;
      rows.push(...held.filter(({ on }) => on <= asOf).map((row) => ({ division: code6, ...row })));
    }
  }
  const recorded = new Set(rows.map((row) => `${row.division}|${row.kind}|${row.period}`));
  const seeded = new Set((await taskRows(views, division)).map(({ code6 }) => code6));
  for (const [code6, { dispatchFrom, bulletinFrom, assessmentFrom }] of terms) {
    if (!seeded.has(code6)) continue;
    for (const [kind, first] of [['dispatch', dispatchFrom], ['bulletin', bulletinFrom], ['assessment', assessmentFrom]] as const) {
      for (let period = first; spanOf(period).to < asOf; period = periodAfter(period)) {
        if (!recorded.has(`${code6}|${kind}|${period}`)) rows.push({ division: code6, kind, period, on: null });
      }
    }
  }
  return { asOf, rows: rows.sort(byColumns((row) => row.division, (row) => row.kind, (row) => row.period)) };
}

/** The assignment in force on a day. */
/** Whom a unit had named by a day. */
export function assignmentOf({ assignments }: TaskRow, unit: string, asOf: CivilDate): Assignment | null {
  return assignments.findLast((assignment) => assignment.unit === unit && assignment.assignedOn <= asOf) ?? null;
}

/** The report of a quarter as it stood on a day; without a quarter, that of the latest one. */
function reportOf({ reports }: TaskRow, unit: string, quarter: Quarter | undefined, asOf: CivilDate): ProgressReport | null {
  const known = reports.filter((report) => report.unit === unit && report.reportedOn <= asOf && (quarter === undefined || report.quarter === quarter));
  const latest = known.reduce((last, report) => (report.quarter > last ? report.quarter : last), '');
  return known.findLast((report) => report.quarter === latest) ?? null;
}
