/** A batch (代发文件): one order's items, or what of them is issued again, as they went to the bank; and what the bank did with the whole of it. */
import { codecOf } from '#kernel';
import type { FundSource } from './fund-events.js';
import type { BatchStated } from './batch-formats.js';

export interface Counted {
  readonly count: number;
  readonly fen: number;
}
/** Everything the file is made from but its items, so that the same file can be written again, byte for byte. */
export interface BatchHead {
  readonly batchNo: string;
  readonly listNo: string;
  readonly orderNo: string;
  readonly benefit: string;
  readonly ym: string;
  readonly source: FundSource;
  /** Id of the bank's format (libs/bank). */
  readonly format: string;
  readonly valueDate: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly payerName: string;
  readonly payerAccount: string;
  readonly payerCnaps: string;
  /** The parts of the list that have items in it; each says which (PayItemsSent). */
  readonly parts: readonly number[];
}
/** What one answer of the bank came to. */
export interface ReturnApplied {
  /** SHA-256 of the file, hex; of a message its own id. */
  readonly sha256: string;
  readonly format: string;
  readonly settled: Counted;
  readonly rejected: Counted;
  readonly pending: Counted;
  readonly missing: Counted;
  /** Items it changed something of, and those it said nothing new about. */
  readonly changed: number;
  readonly stale: number;
}

type InBatch = { readonly batchNo: string; readonly listNo: string };
/** `fen` of the whole batch. */
type OfWhole = InBatch & { readonly benefit: string; readonly source: FundSource; readonly fen: number };
type Said<Step extends 'accept' | 'reject' | 'receipt'> = Omit<BatchStated<Step>, 'evidence'>;

export type BatchEvent =
  | { readonly type: 'BatchPrepared'; readonly data: BatchHead & { readonly preparedBy: string } }
  | { readonly type: 'BatchFileSent'; readonly data: OfWhole & { readonly orderNo: string; readonly fileHash: string; readonly n: number; readonly format: string; readonly sentBy: string } }
  | { readonly type: 'BatchFileAccepted'; readonly data: OfWhole & Said<'accept'> }
  /** `wasAccepted`: the bank had taken the file before. */
  | { readonly type: 'BatchFileRejected'; readonly data: OfWhole & Said<'reject'> & { readonly wasAccepted: boolean } }
  | { readonly type: 'ReturnFileApplied'; readonly data: InBatch & ReturnApplied & { readonly on: string } }
  /** A statement that books the batch in one sum, without its payments. */
  | { readonly type: 'BatchBooked'; readonly data: InBatch & { readonly statementNo: string; readonly direction: 'debit' | 'credit'; readonly fen: number; readonly bookedOn: string } }
  | { readonly type: 'BankReceiptFiled'; readonly data: InBatch & Said<'receipt'> };

export const batchCodec = codecOf<BatchEvent>(1, { BatchPrepared: true, BatchFileSent: true, BatchFileAccepted: true, BatchFileRejected: true, ReturnFileApplied: true, BatchBooked: true, BankReceiptFiled: true });
