/** A case held against the procedure, for whoever takes its evidence away: deviations, and what is owed and not done. */
import { openItems } from '#casework';
import type { ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import { caseDeviations, type ProcedureRow } from './procedure.js';
import { photoLeads } from './photo-leads.js';
import type { WorklistRow } from './worklist.js';

export interface CaseChecked {
  readonly caseKey: string;
  readonly benefit: string;
  readonly deviations: readonly { readonly code: string; readonly step: string; readonly dueOn?: string | undefined; readonly days?: number | undefined }[];
  /** `dueOn` null where the calendar of the year is not published. */
  readonly open: readonly { readonly clock: string; readonly dueOn: string | null }[];
}

export async function casesChecked(views: ViewReader, caseKeys: readonly string[]): Promise<readonly CaseChecked[]> {
  const photos = await photoLeads(views);
  return caseKeys.map((caseKey) => {
    const row = views.get<ProcedureRow>('procedure', caseKey);
    const book = views.get<WorklistRow>('worklist', caseKey)?.book;
    const deviations = [...(row === undefined ? [] : caseDeviations(views, caseKey, row)), ...(photos.get(caseKey) ?? [])];
    return {
      caseKey, benefit: views.get<CaseRow>('caseload', caseKey)?.benefit ?? '',
      deviations: deviations.map(({ code, step, ...late }) => ({ code, step, ...late })),
      open: book === undefined ? [] : openItems(book, false).map(({ clock, dueOn }) => ({ clock, dueOn: dueOn === 'calendarUnpublished' ? null : dueOn })),
    };
  });
}
