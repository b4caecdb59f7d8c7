/** What a return says of each item, held against what was sent. One bit per item of the batch: memory does not grow with the answers. */
import { type CivilDate, type Fen, fen } from '#kernel';
import { differentItem, incomplete, repeatedItem, tooLarge, unknownItem, type Where, wrongSum } from './refusals.js';
import type { Failure } from './house-codes.js';
import type { FileRead, ItemStatus, ReturnItem, ReturnOptions, ReturnTotals, Tally } from './types.js';

/** A line of a return before it is held against anything. */
export interface ReportedItem {
  readonly itemNo: string;
  readonly status: ItemStatus;
  readonly failure?: Failure | undefined;
  readonly bankTxnNo?: string | undefined;
  readonly valueDate?: CivilDate | undefined;
  readonly fen?: Fen | undefined;
  readonly accountNo?: string | undefined;
}

export class ReturnLedger {
  readonly #named: Uint8Array;
  readonly #counts: Record<ItemStatus, { count: number; fen: Fen }> = { settled: none(), rejected: none(), pending: none() };

  constructor(private readonly options: ReturnOptions, private readonly maxItems: number) {
    this.#named = new Uint8Array(Math.ceil((options.batch.count + 1) / 8));
  }

  /** @throws DomainError `BANK_ITEM_UNKNOWN`, `BANK_ITEM_REPEATED`, `BANK_ITEM_DIFFERS`, `BANK_FILE_TOO_LARGE` */
  async take(reported: ReportedItem, where: Where): Promise<ReturnItem> {
    const { itemNo, status, failure, bankTxnNo, valueDate } = reported;
    const sent = await this.options.lookup(itemNo);
    if (sent === undefined) throw unknownItem(where);
    this.#name(sent.seq, where);
    if (reported.fen !== undefined && reported.fen !== sent.fen) throw differentItem(where, 'amount');
    if (reported.accountNo !== undefined && reported.accountNo !== sent.accountNo) throw differentItem(where, 'account');
    const tally = this.#counts[status];
    tally.count += 1;
    tally.fen = fen(tally.fen + sent.fen);
    return {
      itemNo, seq: sent.seq, status, fen: sent.fen,
      ...(failure !== undefined && { failure }), ...(bankTxnNo !== undefined && { bankTxnNo }), ...(valueDate !== undefined && { valueDate }),
    };
  }

  #name(seq: number, where: Where): void {
    // The caller's own mistake, not the bank's.
    if (!Number.isInteger(seq) || seq < 1 || seq > this.options.batch.count) throw new Error('the lookup of a sent item must give its place in the batch');
    const bit = 1 << (seq & 7);
    if (((this.#named[seq >> 3] as number) & bit) !== 0) throw repeatedItem(where);
    this.#named[seq >> 3] = (this.#named[seq >> 3] as number) | bit;
    if (this.listed.count >= this.maxItems) throw tooLarge('items', this.maxItems);
  }

  tally(status: ItemStatus): Tally {
    return this.#counts[status];
  }

  get listed(): Tally {
    const { settled, rejected, pending } = this.#counts;
    return { count: settled.count + rejected.count + pending.count, fen: fen(settled.fen + rejected.fen + pending.fen) };
  }

  /** @throws DomainError `BANK_RETURN_INCOMPLETE`, `BANK_SUM_WRONG` */
  totals(format: string, file: FileRead, batchRejected?: Failure): ReturnTotals {
    const { batchNo, count, sumFen } = this.options.batch;
    const { listed } = this;
    const missing = { count: count - listed.count, fen: fen(sumFen - listed.fen) };
    if (missing.count > 0 && !this.options.partial && batchRejected === undefined) throw incomplete(missing.count);
    // Every item was found in the batch: another sum means that the caller's batch and items contradict each other.
    if (missing.count === 0 && missing.fen !== 0) throw wrongSum('the batch');
    const { settled, rejected, pending } = this.#counts;
    return { format, ...file, batchNo, settled, rejected, pending, missing, ...(batchRejected !== undefined && { batchRejected }) };
  }
}

const none = (): { count: number; fen: Fen } => ({ count: 0, fen: fen(0) });
