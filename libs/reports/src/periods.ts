/** The months of a county's lists: reconciled, closed, corrected. */
import type { PeriodEvent, PeriodTotals } from '#disbursement';
import type { Projection, ViewReader } from '#projections';
import { byColumns } from './key.js';

export interface PeriodRow {
  readonly county: string;
  readonly listNo: string;
  readonly runs: number;
  /** The day of the last run, what it came to, and how much did not agree. */
  readonly runOn?: string | undefined;
  readonly totals?: PeriodTotals | undefined;
  readonly found: number;
  /** Discrepancies that are not resolved. */
  readonly open: readonly string[];
  readonly closing: number;
  readonly closedOn?: string | undefined;
  readonly hash?: string | undefined;
  /** Since the last closing. */
  readonly corrections: readonly string[];
}

/** Keyed `<county>|<list>`. */
export const periods: Projection<PeriodRow, PeriodEvent> = {
  name: 'periods',
  version: 1,
  handles: ['ReconciliationRun', 'DiscrepancyFound', 'DiscrepancyResolved', 'PeriodClosed', 'PeriodCorrected'],
  key: ({ event: { data: { listNo } }, metadata: { jurisdiction: { code6 } } }) => `${code6}|${listNo}`,
  evolve(row, { event, metadata: { jurisdiction: { code6 } } }) {
    const before: PeriodRow = row ?? { county: code6, listNo: event.data.listNo, runs: 0, found: 0, open: [], closing: 0, corrections: [] };
    switch (event.type) {
      case 'ReconciliationRun': {
        const { run, on, totals, found } = event.data;
        return { ...before, runs: run, runOn: on, totals, found };
      }
      case 'DiscrepancyFound':
        return { ...before, open: [...before.open.filter((id) => id !== event.data.id), event.data.id].sort() };
      case 'DiscrepancyResolved':
        return { ...before, open: before.open.filter((id) => id !== event.data.id) };
      case 'PeriodClosed': {
        const { closing, on, hash } = event.data;
        return { ...before, closing, closedOn: on, hash, corrections: [] };
      }
      case 'PeriodCorrected':
        return { ...before, corrections: [...before.corrections, event.data.correctionNo] };
      default:
        return before;
    }
  },
};

export interface PeriodsQuestion {
  readonly county: string;
}
/** By list. */
export async function periodsReport(views: ViewReader, { county }: PeriodsQuestion): Promise<readonly PeriodRow[]> {
  const rows: PeriodRow[] = [];
  for await (const page of views.scan<PeriodRow>('periods', `${county}|`)) rows.push(...page.map(({ row }) => row));
  return rows.sort(byColumns((row) => row.listNo));
}
