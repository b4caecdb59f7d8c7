/**
 * Who owes a progress report when, and what became of it (QS-2019-R01). Pure; the terms come with the task, as its document prints them.
 * Every lead and every responsible unit owes one report per task and quarter, from the first due day on; no end is printed.
 */
import { type CivilDate, daysBetween } from '#kernel';
import { lastMonthOf, type Quarter } from './period.js';

/** When reports are due: on or before a day of the quarter's last month. A weekend or holiday moves nothing, since no shift is printed. */
export interface ReportingTerms {
  readonly day: number;
  readonly firstDueOn: string;
}

/** What is asked of a task to know who owes what. Reports stand in the order of recording, which for one unit and quarter is that of their days. */
export interface OwingTask {
  readonly taskNo: string;
  readonly leads: readonly string[];
  readonly responsible: readonly string[];
  /** Absent where the document prints no duty to report: then nothing is owed. */
  readonly reporting?: ReportingTerms | undefined;
  readonly reports: readonly { readonly unit: string; readonly quarter: string; readonly reportedOn: string }[];
}

/** `open`: not reported, and the day has not passed. */
export type Standing = 'onTime' | 'late' | 'missing' | 'open';

export interface OwedReport {
  readonly taskNo: string;
  readonly unit: string;
  readonly dueOn: CivilDate;
  readonly standing: Standing;
}
export interface OverdueReport extends OwedReport {
  readonly daysOverdue: number;
}

/** Lead and responsible units, in the order of the document, each once. */
export const unitsOf = ({ leads, responsible }: Pick<OwingTask, 'leads' | 'responsible'>): readonly string[] => [...new Set([...leads, ...responsible])];

export const reportDue = (quarter: Quarter, { day }: ReportingTerms): CivilDate => `${lastMonthOf(quarter)}-${String(day).padStart(2, '0')}` as CivilDate;

/** Whether reports of the quarter are asked for at all. */
export const isAskedFor = (quarter: Quarter, terms: ReportingTerms): boolean => reportDue(quarter, terms) >= terms.firstDueOn;

/** The first report decides: a later correction makes nothing late, nor punctual. A report counts from the day it was made. */
export function standingOf(dueOn: CivilDate, reportedOn: string | undefined, asOf: CivilDate): Standing {
  if (reportedOn !== undefined && reportedOn <= asOf) return reportedOn <= dueOn ? 'onTime' : 'late';
  return asOf > dueOn ? 'missing' : 'open';
}

/** Every report owed for a quarter, each with what became of it by a day. */
export function owedReports(tasks: readonly OwingTask[], quarter: Quarter, asOf: CivilDate): readonly OwedReport[] {
  return tasks.flatMap((task) => {
    const terms = task.reporting;
    if (terms === undefined || !isAskedFor(quarter, terms)) return [];
    const dueOn = reportDue(quarter, terms);
    const first = new Map<string, string>();
    for (const report of task.reports) if (report.quarter === quarter && !first.has(report.unit)) first.set(report.unit, report.reportedOn);
    return unitsOf(task).map((unit) => ({ taskNo: task.taskNo, unit, dueOn, standing: standingOf(dueOn, first.get(unit), asOf) }));
  });
}

/** The reports of a quarter that were due and had not been made by a day. */
export function overdueReports(tasks: readonly OwingTask[], quarter: Quarter, asOf: CivilDate): readonly OverdueReport[] {
  return owedReports(tasks, quarter, asOf).filter(({ standing }) => standing === 'missing').map((report) => ({ ...report, daysOverdue: daysBetween(report.dueOn, asOf) }));
}
