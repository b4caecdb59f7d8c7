/** Which steps of the procedure were missed, out of order, late or done by the wrong person (formats.md §2). */
import { acceptanceDate, type Benefit, type CaseEvent, CHANGE_EVENTS, CHANGE_OF_EVENT, type Deviation, deviationsOf, type RecordedStep, STEP_EVENTS, STEP_OF_EVENT, type Step } from '#casework';
import { type CivilDate, contains, type Place, yearOf } from '#kernel';
import type { Projection, ViewReader } from '#projections';
import { byColumns, entityKey } from './key.js';

export interface ProcedureRow extends Place {
  readonly caseId: string;
  readonly benefit: Benefit;
  readonly submittedOn: CivilDate;
  readonly entitled: boolean;
  readonly steps: readonly RecordedStep[];
}

const HANDLES = ['ApplicationSubmitted', ...Object.values(STEP_EVENTS), ...Object.values(CHANGE_EVENTS)] as const;
type Handled = Extract<CaseEvent, { type: (typeof HANDLES)[number] }>;

export const procedure: Projection<ProcedureRow, Handled> = {
  name: 'procedure',
  version: 1,
  handles: HANDLES,
  key: ({ event, metadata }) => entityKey(event.data.caseId, metadata.jurisdiction.code6),
  evolve(row, { event, metadata: { jurisdiction, actor, occurredAt } }) {
    if (event.type === 'ApplicationSubmitted') {
      const { caseId, benefit } = event.data;
      return { caseId, benefit, town: jurisdiction.town9 ?? '', community: jurisdiction.village12, submittedOn: occurredAt, entitled: false, steps: [] };
    }
    if (row === undefined) throw new Error(`${event.type} before the application of its case`);
    const step = STEP_OF_EVENT.get(event.type);
    if (step === undefined) {
      if (!CHANGE_OF_EVENT.has(event.type)) throw new Error(`unexpected case event: ${event.type}`);
      return row.entitled ? row : { ...row, entitled: true };
    }
    return { ...row, steps: [...row.steps, { step, on: occurredAt, staffId: actor.staffId }] };
  },
};

export interface ProcedureReportRow {
  readonly caseId: string;
  readonly division: string;
  readonly benefit: Benefit;
  readonly code: Deviation['code'];
  readonly step: Step;
}
export interface ProcedureReport {
  readonly rows: readonly ProcedureReportRow[];
}

/** Deviations of the cases accepted in `year` (all years where absent). */
export async function procedureReport(views: ViewReader, division: string | undefined, year: number | undefined): Promise<ProcedureReport> {
  const rows: ProcedureReportRow[] = [];
  for await (const page of views.scan<ProcedureRow>('procedure')) {
    for (const { row } of page) {
      if (!contains(division, row)) continue;
      if (year !== undefined && yearOf(acceptanceDate(row.submittedOn, row.steps)) !== year) continue;
      for (const { code, step } of deviationsOf(row)) rows.push({ caseId: row.caseId, division: row.town, benefit: row.benefit, code, step });
    }
  }
  return { rows: rows.sort(byColumns((row) => row.caseId, (row) => row.division, (row) => row.benefit, (row) => row.code, (row) => row.step)) };
}
