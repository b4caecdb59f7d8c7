/** What was listed, settled, failed and is outstanding of a month (formats.md §2, payments). */
import { assertNever, type CivilMonth, contains, type Place, sumFen } from '#kernel';
import type { LiveItemEvent, PayItemEvent } from '#disbursement';
import type { Projection, ViewReader } from '#projections';
import { byColumns, entityKey } from './key.js';

/** One case and benefit month. */
export interface PaymentRow extends Place {
  readonly benefit: string;
  /** Σ first attempts. */
  readonly listedFen: number;
  readonly settledFen: number;
  /** Σ attempts rejected or bounced. */
  readonly failedFen: number;
  /** Of what was listed, what is not to be paid any more. */
  readonly voidFen?: number | undefined;
}
type Handled = PayItemEvent | Extract<LiveItemEvent, { type: 'PaymentVoided' }>;

export const payments: Projection<PaymentRow, Handled> = {
  name: 'payments',
  version: 2,
  handles: ['PayItemListed', 'PaymentReissued', 'PaymentSettled', 'PaymentRejected', 'PaymentBounced', 'PaymentVoided'],
  key: ({ event, metadata }) => `${event.data.ym}|${entityKey(event.data.caseId, metadata.jurisdiction.code6)}`,
  evolve(row, { event, metadata: { jurisdiction } }) {
    const before = row ?? { benefit: event.data.benefit, town: jurisdiction.town9 ?? '', community: jurisdiction.village12, listedFen: 0, settledFen: 0, failedFen: 0 };
    const { fen } = event.data;
    switch (event.type) {
      case 'PayItemListed':
        return { ...before, listedFen: sumFen([before.listedFen, fen]) };
      case 'PaymentReissued':
        return before;
      case 'PaymentSettled':
        // What nobody was owed makes up for nothing that others are.
        return event.data.unowed === undefined ? { ...before, settledFen: sumFen([before.settledFen, fen]) } : before;
      case 'PaymentRejected':
        return { ...before, failedFen: sumFen([before.failedFen, fen]) };
      case 'PaymentBounced': {
        const taken = event.data.settledOn !== undefined && event.data.unowed === undefined ? fen : 0;
        return { ...before, settledFen: sumFen([before.settledFen, -taken]), failedFen: sumFen([before.failedFen, fen]) };
      }
      case 'PaymentVoided':
        return event.data.paidBy === undefined ? { ...before, voidFen: sumFen([before.voidFen ?? 0, fen]) } : before;
      default:
        return assertNever(event, 'event of an item');
    }
  },
};

interface PaymentTotals {
  readonly items: number;
  readonly settledItems: number;
  readonly outstandingItems: number;
  readonly listedFen: number;
  readonly settledFen: number;
  readonly failedFen: number;
  readonly outstandingFen: number;
}
export type PaymentsReportRow = { readonly benefit: string } & PaymentTotals;
export interface PaymentsReport {
  readonly period: CivilMonth;
  readonly rows: readonly PaymentsReportRow[];
  readonly total: PaymentTotals;
}

interface Group extends Pick<PaymentTotals, 'items' | 'settledItems' | 'listedFen' | 'settledFen' | 'failedFen'> {
  voidFen: number;
}
type MutableGroup = { -readonly [K in keyof Group]: Group[K] };

/** A case and month is settled when its settled attempts reach its first attempts less what is void, else outstanding. */
export async function paymentsReport(views: ViewReader, period: CivilMonth, division: string | undefined): Promise<PaymentsReport> {
  const groups = new Map<string, MutableGroup>();
  for await (const page of views.scan<PaymentRow>('payments', `${period}|`)) {
    for (const { row } of page) {
      if (!contains(division, row)) continue;
      const group = groups.get(row.benefit) ?? { items: 0, settledItems: 0, listedFen: 0, settledFen: 0, failedFen: 0, voidFen: 0 };
      const voidFen = row.voidFen ?? 0;
      group.items += 1;
      group.voidFen = sumFen([group.voidFen, voidFen]);
      if (row.settledFen >= row.listedFen - voidFen) group.settledItems += 1;
      group.listedFen = sumFen([group.listedFen, row.listedFen]);
      group.settledFen = sumFen([group.settledFen, row.settledFen]);
      group.failedFen = sumFen([group.failedFen, row.failedFen]);
      groups.set(row.benefit, group);
    }
  }
  const rows = [...groups].map(([benefit, group]): PaymentsReportRow => ({ benefit, ...withOutstanding(group) })).sort(byColumns((row) => row.benefit));
  const sum = (column: keyof PaymentTotals): number => sumFen(rows.map((row) => row[column]));
  return {
    period, rows,
    total: withOutstanding({ items: sum('items'), settledItems: sum('settledItems'), listedFen: sum('listedFen'), settledFen: sum('settledFen'), failedFen: sum('failedFen'), voidFen: sumFen([...groups.values()].map(({ voidFen }) => voidFen)) }),
  };
}

function withOutstanding(group: Group): PaymentTotals {
  return {
    items: group.items, settledItems: group.settledItems, outstandingItems: group.items - group.settledItems,
    listedFen: group.listedFen, settledFen: group.settledFen, failedFen: group.failedFen, outstandingFen: group.listedFen - group.settledFen - group.voidFen,
  };
}
