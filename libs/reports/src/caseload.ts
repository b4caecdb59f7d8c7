/** Which cases are active in a month, for how many persons and how much (formats.md §2, caseload). */
import { activeChange, type Benefit, type CaseEvent, CHANGE_EVENTS, CHANGE_OF_EVENT, type EntitlementChange } from '#casework';
import { type CivilDate, contains, monthOf, type Place, sumFen } from '#kernel';
import type { Projection, ViewReader } from '#projections';
import { byColumns, entityKey } from './key.js';

export interface CaseRow extends Place {
  readonly caseId: string;
  readonly code6: string;
  readonly benefit: Benefit;
  readonly householdId: string;
  readonly beneficiaryId?: string | undefined;
  readonly incomeFen?: number | undefined;
  /** In the order of recording. */
  readonly changes: readonly (EntitlementChange & { readonly pack: string })[];
}

const HANDLES = ['ApplicationSubmitted', 'IncomeAssessed', ...Object.values(CHANGE_EVENTS)] as const;
type Handled = Extract<CaseEvent, { type: (typeof HANDLES)[number] }>;

export const caseload: Projection<CaseRow, Handled> = {
  name: 'caseload',
  version: 1,
  handles: HANDLES,
  key: ({ event, metadata }) => entityKey(event.data.caseId, metadata.jurisdiction.code6),
  evolve(row, { event, metadata: { jurisdiction } }) {
    if (event.type === 'ApplicationSubmitted') {
      const { caseId, benefit, householdId, beneficiaryId } = event.data;
      return { caseId, code6: jurisdiction.code6, benefit, town: jurisdiction.town9 ?? '', community: jurisdiction.village12, householdId, beneficiaryId, changes: [] };
    }
    if (row === undefined) throw new Error(`${event.type} before the application of its case`);
    if (event.type === 'IncomeAssessed') return { ...row, incomeFen: event.data.householdMonthlyFen };
    const kind = CHANGE_OF_EVENT.get(event.type);
    if (kind === undefined) throw new Error(`unexpected case event: ${event.type as string}`);
    const { fromYm, decidedOn, newFen, persons, pack } = event.data;
    return { ...row, changes: [...row.changes, { kind, fromYm, decidedOn, newFen, persons, pack }] };
  },
};

export interface CaseloadReportRow {
  readonly division: string;
  readonly benefit: Benefit;
  readonly households: number;
  readonly persons: number;
  readonly monthlyFen: number;
}
export interface CaseloadReport {
  readonly asOf: CivilDate;
  readonly knownAt: string | null;
  readonly rows: readonly CaseloadReportRow[];
  readonly total: { readonly households: number; readonly persons: number; readonly monthlyFen: number };
}

/** Active cases per town and benefit in the month of `asOf`. */
export async function caseloadReport(views: ViewReader, asOf: CivilDate, division: string | undefined, knownAt: string | null): Promise<CaseloadReport> {
  const month = monthOf(asOf);
  const groups = new Map<string, { division: string; benefit: Benefit; households: number; persons: number; monthlyFen: number }>();
  for await (const page of views.scan<CaseRow>('caseload')) {
    for (const { row } of page) {
      if (!contains(division, row)) continue;
      const change = activeChange(row.changes, month);
      if (change === undefined) continue;
      const key = `${row.town}|${row.benefit}`;
      const group = groups.get(key) ?? { division: row.town, benefit: row.benefit, households: 0, persons: 0, monthlyFen: 0 };
      group.households += 1;
      group.persons += change.persons;
      group.monthlyFen = sumFen([group.monthlyFen, change.newFen]);
      groups.set(key, group);
    }
  }
  const rows = [...groups.values()].sort(byColumns((row) => row.division, (row) => row.benefit));
  return {
    asOf, knownAt, rows,
    total: {
      households: rows.reduce((sum, row) => sum + row.households, 0),
      persons: rows.reduce((sum, row) => sum + row.persons, 0),
      monthlyFen: sumFen(rows.map((row) => row.monthlyFen)),
    },
  };
}
