/**
 * What a bank file says, whatever its format (process.md §8 and §11). All sums are whole fen; dates are `YYYY-MM-DD`.
 *
 *   for await (const chunk of format.write(head, items)) await file.write(chunk);       // keep the file only when the loop ends
 *
 *   const totals = await checkReturn(format, open(file), options);                      // first pass: all of it, nothing applied
 *   for await (const item of format.readReturn(open(file), { ...options, blocks: totals.blocks })) apply(item);
 */
import type { CivilDate, CivilMonth, Fen } from '#kernel';
import type { Failure } from './house-codes.js';

export interface Payer {
  readonly name: string;
  readonly account: string;
  /** The line number of the payer's bank, 12 digits. */
  readonly cnaps: string;
}

/** The head of a batch file (代发文件): one county, benefit and month, ordered on one day. */
export interface BankBatch {
  /** 1 to 35 letters, digits and `-/.`; names the batch in every answer of the bank. */
  readonly batchNo: string;
  /** Six digits. */
  readonly county: string;
  readonly benefit: string;
  readonly ym: CivilMonth;
  readonly valueDate: CivilDate;
  /** RFC 3339 with its offset. */
  readonly createdAt: string;
  readonly payer: Payer;
  readonly count: number;
  readonly sumFen: Fen;
}

/** A line of a batch: one payment to one account. */
export interface BankItem {
  /** 1 to `count`, without a gap. */
  readonly seq: number;
  /** The idempotency key of §8 (c) as the bank sees it (`EndToEndId`): 1 to 35 letters, digits and `-/.:`. */
  readonly itemNo: string;
  readonly payeeName: string;
  readonly idNo?: string | undefined;
  /** A text: leading zeros and a trailing X count. */
  readonly accountNo: string;
  /** The line number of the payee's bank, 12 digits. */
  readonly cnaps?: string | undefined;
  readonly fen: Fen;
  readonly remark: string;
}

/** Settled is not final (§8 (a)): a bounce can still come in a statement. */
export type ItemStatus = 'settled' | 'rejected' | 'pending';

/** What the bank did with an item. */
export interface ReturnItem {
  readonly itemNo: string;
  readonly seq: number;
  readonly status: ItemStatus;
  /** Of every rejected item; of others where the bank gave a reason. */
  readonly failure?: Failure | undefined;
  readonly bankTxnNo?: string | undefined;
  readonly valueDate?: CivilDate | undefined;
  readonly fen: Fen;
}

/** An item as it was sent, from the caller's own records. */
export interface SentItem {
  readonly seq: number;
  readonly fen: Fen;
  readonly accountNo: string;
}

type Answer<T> = T | Promise<T>;

/** What every file of the bank is held against. */
export interface FileOptions {
  /** Whether these very bytes were taken before. */
  readonly seen: (sha256: string) => Answer<boolean>;
  /** Of the first pass: where the file differs from what was checked, it is refused as `BANK_FILE_CHANGED` before any of that is handed on. */
  readonly blocks?: readonly string[] | undefined;
  /** Smaller limits than the house's. */
  readonly limits?: Partial<FileLimits> | undefined;
}

export interface ReturnOptions extends FileOptions {
  /** The batch as it was sent. */
  readonly batch: { readonly batchNo: string; readonly count: number; readonly sumFen: Fen };
  /** `undefined` for a number that was not in the batch. */
  readonly lookup: (itemNo: string) => Answer<SentItem | undefined>;
  /** Whether the bank may answer for a part of the batch only; else a missing item is `BANK_RETURN_INCOMPLETE`. */
  readonly partial: boolean;
}

export interface FileLimits {
  readonly bytes: number;
  readonly items: number;
  readonly recordBytes: number;
}

export interface Tally {
  readonly count: number;
  readonly fen: Fen;
}

/** The bytes of a file that was read to its end. */
export interface FileRead {
  readonly sha256: string;
  readonly bytes: number;
  /** SHA-256 of each mebibyte, hex. */
  readonly blocks: readonly string[];
}

/** The checked trailer of a return: what the whole file held. */
export interface ReturnTotals extends FileRead {
  readonly format: string;
  readonly batchNo: string;
  readonly settled: Tally;
  readonly rejected: Tally;
  readonly pending: Tally;
  /** Of the batch, without a line of their own in this file. */
  readonly missing: Tally;
  /** The bank refused the batch as a whole, and lists no item: none of them was paid. */
  readonly batchRejected?: Failure | undefined;
}

/** A movement on the payer's account; a batch booked in one sum has a line for each of its payments. */
export interface StatementLine {
  /** 1.., the entry of the statement that the line belongs to. */
  readonly entry: number;
  readonly direction: 'credit' | 'debit';
  /** Only booked entries move the balance. */
  readonly booked: boolean;
  readonly bookedOn?: CivilDate | undefined;
  readonly valueDate?: CivilDate | undefined;
  /** Of the entry; `fen` is that of the line. */
  readonly entryFen: Fen;
  readonly fen: Fen;
  readonly bankTxnNo?: string | undefined;
  readonly batchNo?: string | undefined;
  readonly itemNo?: string | undefined;
  /** A payment that came back (退票), with the bank's reason. */
  readonly returned?: Failure | undefined;
}

export interface StatementOptions extends FileOptions {
  /** The payer's account. */
  readonly account: string;
}

/** The checked trailer of a statement: opening + credits − debits = closing. */
export interface StatementTotals extends FileRead {
  readonly format: string;
  readonly statementNo: string;
  readonly account: string;
  /** Negative where overdrawn. */
  readonly openingFen: Fen;
  readonly closingFen: Fen;
  readonly credits: Tally;
  readonly debits: Tally;
  readonly pendingEntries: number;
}

/** One bank's way of exchanging files. All of it streams: memory does not grow with the number of lines. */
export interface BankFormat {
  readonly id: string;
  readonly mediaType: string;
  /** Of the batch file, without the dot. */
  readonly extension: string;
  /**
   * The batch file. Count and sum of the items are held against the head at the end: a file whose writing threw is no file.
   * @throws DomainError `BANK_BATCH_WRONG`, `BANK_ITEM_UNWRITABLE`
   */
  write(head: BankBatch, items: AsyncIterable<BankItem>): AsyncIterable<Buffer>;
  /** The items of a return, and its totals as the value it returns: apply nothing until they are there. @throws DomainError `BANK_…` (docs/errors.md, Bank files) */
  readReturn?(source: AsyncIterable<Buffer>, options: ReturnOptions): AsyncGenerator<ReturnItem, ReturnTotals, undefined>;
  readStatement?(source: AsyncIterable<Buffer>, options: StatementOptions): AsyncGenerator<StatementLine, StatementTotals, undefined>;
}
