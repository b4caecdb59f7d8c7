/** Which steps of the procedure were missed, out of order, late or done by the wrong person (formats.md §2), and which photos of notices to look at. */
import { acceptanceDate, type Benefit, type CaseEvent, CHANGE_EVENTS, CHANGE_OF_EVENT, type Deviation, deviationsOf, missed, type RecordedStep, STEP_EVENTS, stepOfEvent, type Variant } from '#casework';
import { type CivilDate, contains, type Place, yearOf } from '#kernel';
import type { Projection, ViewReader } from '#projections';
import { byColumns, entityKey } from './key.js';
import { type PhotoLead, photoLeads } from './photo-leads.js';
import type { WorklistRow } from './worklist.js';

export interface ProcedureRow extends Place {
  readonly caseId: string;
  readonly benefit: Benefit;
  readonly submittedOn: CivilDate;
  /** The first day on which something was decided to be owed, or no longer. */
  readonly entitledOn?: CivilDate | undefined;
  readonly steps: readonly RecordedStep[];
  /** Absent where the case was read from a workbook. */
  readonly live?: { readonly variant?: Variant | undefined } | undefined;
}

const HANDLES = ['ApplicationSubmitted', 'RemoteVisited', ...Object.values(STEP_EVENTS), ...Object.values(CHANGE_EVENTS)] as const;
type Handled = Extract<CaseEvent, { type: (typeof HANDLES)[number] }>;

export const procedure: Projection<ProcedureRow, Handled> = {
  name: 'procedure',
  version: 3,
  handles: HANDLES,
  key: ({ event, metadata }) => entityKey(event.data.caseId, metadata.jurisdiction.code6),
  evolve(row, { event, metadata: { jurisdiction, actor, occurredAt } }) {
    if (event.type === 'ApplicationSubmitted') {
      const { caseId, benefit, channel, variant } = event.data;
      const live = channel === 'workbook' ? undefined : { variant };
      return { caseId, benefit, town: jurisdiction.town9 ?? '', community: jurisdiction.village12, submittedOn: occurredAt, steps: [], live };
    }
    if (row === undefined) throw new Error(`${event.type} before the application of its case`);
    if (row.live !== undefined && (event.type === 'HomeVisited' || event.type === 'RemoteVisited')) {
      // Who types a visit in need not be who visited; a visit without contact (R57 16) is the survey too.
      return { ...row, steps: [...row.steps, ...(event.data.visitors ?? [actor.staffId]).map((staffId) => ({ step: 'homeVisit' as const, on: occurredAt, staffId }))] };
    }
    const step = stepOfEvent(event);
    if (step === undefined) {
      if (event.type === 'RemoteVisited' || event.type === 'PublicNoticePosted' || event.type === 'NoticeClosed') return row;
      if (!CHANGE_OF_EVENT.has(event.type)) throw new Error(`unexpected case event: ${event.type}`);
      return row.entitledOn !== undefined && row.entitledOn <= occurredAt ? row : { ...row, entitledOn: occurredAt };
    }
    return { ...row, steps: [...row.steps, { step, on: occurredAt, staffId: actor.staffId }] };
  },
};

export interface ProcedureReportRow {
  readonly caseId: string;
  readonly division: string;
  readonly benefit: Benefit;
  readonly code: Deviation['code'] | PhotoLead['code'];
  readonly step: Deviation['step'];
  /** Only of clocks missed in the live procedure: the last day in time, and how many calendar days later it was done. */
  readonly dueOn?: CivilDate | undefined;
  readonly days?: number | undefined;
}
export interface ProcedureReport {
  readonly rows: readonly ProcedureReportRow[];
}

/** Deviations of one case; of the live procedure also the statutory clocks it missed. As of a day: what had been done, and missed, by then. */
export function caseDeviations(views: ViewReader, key: string, { entitledOn, steps, ...row }: ProcedureRow, asOf?: CivilDate): readonly Deviation[] {
  const by = (on: CivilDate | undefined): boolean => on !== undefined && (asOf === undefined || on <= asOf);
  const deviations = deviationsOf({ ...row, entitled: by(entitledOn), steps: steps.filter(({ on }) => by(on)) });
  const book = row.live === undefined ? undefined : views.get<WorklistRow>('worklist', key)?.book;
  return [...deviations, ...(book === undefined ? [] : missed({ ...book, ended: book.ended.filter(({ endedOn }) => by(endedOn)) }))];
}

/** Deviations of the cases accepted in `year` (all years where absent), and what their notices' photos give reason to look at. */
export async function procedureReport(views: ViewReader, division: string | undefined, year: number | undefined): Promise<ProcedureReport> {
  const rows: ProcedureReportRow[] = [];
  const photos = await photoLeads(views);
  for await (const page of views.scan<ProcedureRow>('procedure')) {
    for (const { key, row } of page) {
      if (!contains(division, row)) continue;
      if (year !== undefined && yearOf(acceptanceDate(row.submittedOn, row.steps)) !== year) continue;
      for (const { code, step, ...late } of [...caseDeviations(views, key, row), ...(photos.get(key) ?? [])]) rows.push({ caseId: row.caseId, division: row.town, benefit: row.benefit, code, step, ...late });
    }
  }
  return { rows: rows.sort(byColumns((row) => row.caseId, (row) => row.division, (row) => row.benefit, (row) => row.code, (row) => row.step)) };
}
