/** The live pay lists of a county: how far each is, what it comes to, what it was ordered by. */
import type { ListHeadEvent, ListStatus, ListTotals, TownTotal } from '#disbursement';
import type { Projection, ViewReader } from '#projections';
import { byColumns } from './key.js';

export interface PayListRow {
  readonly county: string;
  readonly listNo: string;
  readonly benefit: string;
  readonly ym: string;
  readonly status: ListStatus;
  readonly version: number;
  readonly since: string;
  readonly cutoffOn: string;
  readonly parts: number;
  readonly hash: string;
  readonly totals: ListTotals;
  readonly byTown: readonly TownTotal[];
  /** The day of the last step, and who took each. */
  readonly on: string;
  readonly by: { readonly [Step in 'compiled' | 'reviewed' | 'approved' | 'publicised' | 'checked' | 'ordered' | 'returned']?: string };
  readonly order?: { readonly orderNo: string; readonly indicatorNo: string; readonly source: string; readonly fen: number } | undefined;
}

const HANDLES = ['PayListCompiled', 'PayListReviewed', 'PayListApproved', 'PayListPublicised', 'PayListChecked', 'PayListReturned', 'PayListOrdered'] as const;

/** Keyed by `<county>|<benefit>|<month>`: a list is numbered by the two. */
export const payLists: Projection<PayListRow, ListHeadEvent> = {
  name: 'payLists',
  version: 1,
  handles: HANDLES,
  key: ({ event: { data: { listNo } }, metadata: { jurisdiction } }) => payListKey(jurisdiction.code6, listNo),
  evolve(row, { event, metadata: { jurisdiction, actor: { staffId } } }) {
    if (event.type === 'PayListCompiled') {
      const { listNo, benefit, ym, version, since, cutoffOn, parts, hash, totals, byTown, on } = event.data;
      return { county: jurisdiction.code6, listNo, benefit, ym, status: 'compiled', version, since, cutoffOn, parts, hash, totals, byTown, on, by: { compiled: staffId } };
    }
    if (row === undefined) throw new Error(`${event.type} before its list was compiled`);
    const status = STATUS_OF[event.type];
    const next: PayListRow = { ...row, status, on: event.data.on, by: { ...row.by, [status]: staffId } };
    if (event.type !== 'PayListOrdered') return next;
    const { orderNo, indicatorNo, source, fen } = event.data;
    return { ...next, order: { orderNo, indicatorNo, source, fen } };
  },
};

const STATUS_OF: { readonly [Type in Exclude<ListHeadEvent['type'], 'PayListCompiled'>]: ListStatus & keyof PayListRow['by'] } = {
  PayListReviewed: 'reviewed', PayListApproved: 'approved', PayListPublicised: 'publicised', PayListChecked: 'checked', PayListReturned: 'returned', PayListOrdered: 'ordered',
};

/** `dibao-2019-03` of 360111 → `360111|dibao|2019-03`. */
const payListKey = (county: string, listNo: string): string => `${county}|${listNo.slice(0, -8)}|${listNo.slice(-7)}`;
export const payListRow = (views: ViewReader, county: string, listNo: string): PayListRow | undefined => views.get<PayListRow>('payLists', payListKey(county, listNo));

export interface PayListsQuestion {
  readonly county: string;
  readonly benefit?: string | undefined;
  readonly ym?: string | undefined;
}

/** The lists of a county, by benefit and month. */
export async function payListsReport(views: ViewReader, { county, benefit, ym }: PayListsQuestion): Promise<readonly PayListRow[]> {
  const rows: PayListRow[] = [];
  for await (const page of views.scan<PayListRow>('payLists', benefit === undefined ? `${county}|` : `${county}|${benefit}|`)) {
    rows.push(...page.map(({ row }) => row).filter((row) => ym === undefined || row.ym === ym));
  }
  return rows.sort(byColumns((row) => row.benefit, (row) => row.ym));
}
