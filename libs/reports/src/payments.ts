/** What was listed, settled, failed and is outstanding of a month (formats.md §2, payments). */
import { assertNever, type CivilMonth, contains, type Place, sumFen } from '#kernel';
import type { PayItemEvent } from '#disbursement';
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
}

export const payments: Projection<PaymentRow, PayItemEvent> = {
  name: 'payments',
  version: 1,
  handles: ['PayItemListed', 'PaymentReissued', 'PaymentSettled', 'PaymentRejected', 'PaymentBounced'],
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
        return { ...before, settledFen: sumFen([before.settledFen, fen]) };
      case 'PaymentRejected':
      case 'PaymentBounced':
        return { ...before, failedFen: sumFen([before.failedFen, fen]) };
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

/** A case and month is settled when its settled attempts reach its first attempts, else outstanding. */
export async function paymentsReport(views: ViewReader, period: CivilMonth, division: string | undefined): Promise<PaymentsReport> {
  const groups = new Map<string, { items: number; settledItems: number; listedFen: number; settledFen: number; failedFen: number }>();
  for await (const page of views.scan<PaymentRow>('payments', `${period}|`)) {
    for (const { row } of page) {
      if (!contains(division, row)) continue;
      const group = groups.get(row.benefit) ?? { items: 0, settledItems: 0, listedFen: 0, settledFen: 0, failedFen: 0 };
      group.items += 1;
      if (row.settledFen >= row.listedFen) group.settledItems += 1;
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
    total: withOutstanding({ items: sum('items'), settledItems: sum('settledItems'), listedFen: sum('listedFen'), settledFen: sum('settledFen'), failedFen: sum('failedFen') }),
  };
}

function withOutstanding(group: Omit<PaymentTotals, 'outstandingItems' | 'outstandingFen'>): PaymentTotals {
  return {
    items: group.items, settledItems: group.settledItems, outstandingItems: group.items - group.settledItems,
    listedFen: group.listedFen, settledFen: group.settledFen, failedFen: group.failedFen, outstandingFen: group.listedFen - group.settledFen,
  };
}
