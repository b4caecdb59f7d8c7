/** What is with the bank, what came back, and what is still owed to whom: batches, items by state, movements of statements that nothing explains. */
import type { BatchEvent, BatchStatus, Counted, ItemEvent, ItemStatus, StatementEvent, UnmatchedLine } from '#disbursement';
import { type CivilDate, daysBetween, sha256Hex, sumFen } from '#kernel';
import type { Projection, ViewReader } from '#projections';
import { byColumns } from './key.js';

export interface BatchRow {
  readonly county: string;
  readonly batchNo: string;
  readonly listNo: string;
  readonly orderNo: string;
  readonly benefit: string;
  readonly format: string;
  readonly valueDate: string;
  readonly payerAccount: string;
  readonly status: BatchStatus;
  readonly n: number;
  readonly fen: number;
  readonly fileHash?: string | undefined;
  /** As the last answers say; an item may have bounced since. */
  readonly settled: Counted;
  readonly rejected: Counted;
  readonly pending: Counted;
  readonly returns: number;
  readonly receipts: readonly string[];
}

/** Keyed `<county>|<batch>`. */
export const batches: Projection<BatchRow, BatchEvent> = {
  name: 'batches',
  version: 1,
  handles: ['BatchPrepared', 'BatchFileSent', 'BatchFileAccepted', 'BatchFileRejected', 'ReturnFileApplied', 'BankReceiptFiled'],
  key: ({ event: { data: { batchNo } }, metadata: { jurisdiction: { code6 } } }) => `${code6}|${batchNo}`,
  evolve(row, { event, metadata: { jurisdiction: { code6 } } }) {
    if (event.type === 'BatchPrepared') {
      const { batchNo, listNo, orderNo, benefit, format, valueDate, payerAccount } = event.data;
      const none: Counted = { count: 0, fen: 0 };
      return { county: code6, batchNo, listNo, orderNo, benefit, format, valueDate, payerAccount, status: 'prepared', n: 0, fen: 0, settled: none, rejected: none, pending: none, returns: 0, receipts: [] };
    }
    if (row === undefined) throw new Error(`${event.type} before its batch was prepared`);
    switch (event.type) {
      case 'BatchFileSent': {
        const { n, fen, fileHash } = event.data;
        return { ...row, status: 'sent', n, fen, fileHash };
      }
      case 'BatchFileAccepted':
        return { ...row, status: 'accepted' };
      case 'BatchFileRejected':
        return { ...row, status: 'rejected' };
      case 'ReturnFileApplied': {
        const { settled, rejected, pending } = event.data;
        return { ...row, settled: added(row.settled, settled), rejected: added(row.rejected, rejected), pending, returns: row.returns + 1 };
      }
      case 'BankReceiptFiled':
        return { ...row, receipts: [...row.receipts, event.data.receiptNo] };
      default:
        return row;
    }
  },
};
const added = (a: Counted, b: Counted): Counted => ({ count: a.count + b.count, fen: sumFen([a.fen, b.fen]) });

/** An attempt to pay a line of a live list. `sent` is a matter of its batch: here it stays `listed` until the bank answers. */
export interface PayItemRow {
  readonly itemNo: string;
  readonly caseId: string;
  readonly town: string;
  readonly community?: string | undefined;
  readonly benefit: string;
  readonly ym: string;
  readonly listNo: string;
  readonly attempt: number;
  readonly fen: number;
  /** The stream it stands in. */
  readonly streamId: string;
  readonly status: Exclude<ItemStatus, 'sent'>;
  /** The day of its last event. */
  readonly on: string;
  readonly code?: string | undefined;
  /** A void one that was withdrawn because an earlier attempt settled: its line is still owed where that one came back. */
  readonly withdrawn?: true | undefined;
}

/** As banks know it: libs/bank `bankItemNo` makes the same hash of a number that a bank cannot carry. */
export const payItemKey = (county: string, bankItemNo: string): string => `${county}|${/^X-[0-9a-f]{32}$/.test(bankItemNo) ? bankItemNo.slice(2) : sha256Hex(bankItemNo).slice(0, 32)}`;

/** Keyed `<county>|<hash of the number>`. Imported lists, which have no parts, are not in it. */
export const payItems: Projection<PayItemRow, ItemEvent> = {
  name: 'payItems',
  version: 1,
  handles: ['PayItemListed', 'PaymentReissued', 'PaymentSettled', 'PaymentRejected', 'PaymentBounced', 'PaymentPending', 'PaymentVoided'],
  key: ({ event: { data: { itemNo } }, streamId, metadata: { jurisdiction: { code6 } } }) => (streamId.startsWith('payPart-') ? payItemKey(code6, itemNo) : undefined),
  evolve(row, { event, streamId, metadata: { occurredAt: on, jurisdiction: { code6, town9, village12 } } }) {
    const { itemNo, caseId, benefit, ym, listNo, attempt, fen } = event.data;
    const base: PayItemRow = row ?? { itemNo, caseId, town: town9 ?? code6, community: village12, benefit, ym, listNo, attempt, fen, streamId, status: 'listed', on };
    switch (event.type) {
      case 'PayItemListed':
      case 'PaymentReissued':
        return base;
      case 'PaymentSettled':
        return { ...base, status: 'settled', on, code: undefined };
      case 'PaymentRejected':
        return { ...base, status: 'rejected', on, code: event.data.code };
      case 'PaymentBounced':
        return { ...base, status: 'bounced', on, code: event.data.code };
      case 'PaymentPending':
        return { ...base, status: 'pending', on, code: event.data.code };
      case 'PaymentVoided':
        return { ...base, status: 'void', on, ...(event.data.paidBy === undefined ? {} : { withdrawn: true }) };
    }
  },
};

/** Movements of statements that name no item and no batch, keyed `<county>|<list>|<statement>|<line>`. */
export const unmatchedLines: Projection<UnmatchedLine, Extract<StatementEvent, { type: 'StatementLineUnmatched' }>> = {
  name: 'unmatchedLines',
  version: 1,
  handles: ['StatementLineUnmatched'],
  key: ({ event: { data: { listNo, statementNo, line } }, metadata: { jurisdiction: { code6 } } }) => `${code6}|${listNo}|${statementNo}|${String(line).padStart(7, '0')}`,
  evolve: (_row, { event: { data } }) => data,
};

export interface BatchesQuestion {
  readonly county: string;
  readonly listNo?: string | undefined;
}
/** By list and number. */
export async function batchesReport(views: ViewReader, { county, listNo }: BatchesQuestion): Promise<readonly BatchRow[]> {
  const rows: BatchRow[] = [];
  for await (const page of views.scan<BatchRow>('batches', `${county}|`)) rows.push(...page.map(({ row }) => row).filter((row) => listNo === undefined || row.listNo === listNo));
  return rows.sort(byColumns((row) => row.listNo, (row) => row.batchNo));
}

export interface ItemsQuestion {
  /** A county, or one of its towns. */
  readonly division: string;
  readonly listNo?: string | undefined;
  readonly today: CivilDate;
}
/** What a person is owed and has not got. */
export interface OutstandingRow {
  readonly itemNo: string;
  readonly caseId: string;
  readonly town: string;
  readonly benefit: string;
  readonly ym: string;
  readonly listNo: string;
  readonly fen: number;
  readonly status: PayItemRow['status'];
  readonly code: string | null;
  /** Of the last event: listed, answered, failed. */
  readonly since: string;
  readonly ageDays: number;
}
export interface ItemsReport {
  readonly division: string;
  /** Attempts by state. */
  readonly byStatus: Readonly<Partial<Record<PayItemRow['status'], Counted>>>;
  /** Of each line the last attempt, where none has settled and the line is not void; the oldest first. */
  readonly outstanding: readonly OutstandingRow[];
  readonly outstandingFen: number;
}

export async function itemsReport(views: ViewReader, { division, listNo, today }: ItemsQuestion): Promise<ItemsReport> {
  const byStatus: Partial<Record<PayItemRow['status'], Counted>> = {};
  const chains = new Map<string, { last: PayItemRow; done: boolean }>();
  for await (const page of views.scan<PayItemRow>('payItems', `${division.slice(0, 6)}|`)) {
    for (const { row } of page) {
      if ((division.length > 6 && !(row.community ?? row.town).startsWith(division)) || (listNo !== undefined && row.listNo !== listNo)) continue;
      byStatus[row.status] = added(byStatus[row.status] ?? { count: 0, fen: 0 }, { count: 1, fen: row.fen });
      if (row.withdrawn === true) continue;
      const chain = `${row.listNo}|${row.itemNo.slice(0, row.itemNo.lastIndexOf('/'))}`;
      const known = chains.get(chain);
      chains.set(chain, { last: known !== undefined && known.last.attempt > row.attempt ? known.last : row, done: (known?.done ?? false) || row.status === 'settled' || row.status === 'void' });
    }
  }
  const outstanding = [...chains.values()].filter(({ done }) => !done).map(({ last: { itemNo, caseId, town, benefit, ym, listNo: list, fen, status, code, on } }): OutstandingRow =>
    ({ itemNo, caseId, town, benefit, ym, listNo: list, fen, status, code: code ?? null, since: on, ageDays: daysBetween(on as CivilDate, today) })).sort(byColumns((row) => row.since, (row) => row.itemNo));
  return { division, byStatus, outstanding, outstandingFen: sumFen(outstanding.map(({ fen }) => fen)) };
}

/** Of a list, in the order of statements and lines. */
export async function unmatchedOf(views: ViewReader, county: string, listNo: string): Promise<readonly UnmatchedLine[]> {
  const lines: UnmatchedLine[] = [];
  for await (const page of views.scan<UnmatchedLine>('unmatchedLines', `${county}|${listNo}|`)) lines.push(...page.map(({ row }) => row));
  return lines;
}
