/** Batches: prepared, sent, taken or refused by the bank, answered, receipted. Their items stand in the parts of the list. */
import { assertNever, checkStepDay, type CivilDate, type Decided, type Decider, DomainError, type StreamType } from '#kernel';
import { batchCodec, type BatchEvent, type BatchHead, type ReturnApplied } from './batch-events.js';
import type { BatchStated } from './batch-formats.js';
import { balanced } from './postings-check.js';

interface Timed {
  readonly on: CivilDate;
  readonly today: CivilDate;
}
export interface PrepareBatch extends Timed {
  readonly type: 'PrepareBatch';
  readonly head: BatchHead;
  readonly by: string;
}
/** The file is written: its hash, and what its items come to. */
export interface SendBatch extends Timed {
  readonly type: 'SendBatch';
  readonly fileHash: string;
  readonly n: number;
  readonly fen: number;
  readonly by: string;
}
export interface AcceptBatch extends Timed {
  readonly type: 'AcceptBatch';
  readonly stated: BatchStated<'accept'>;
}
export interface RejectBatch extends Timed {
  readonly type: 'RejectBatch';
  readonly stated: BatchStated<'reject'>;
}
export interface FileReceipt extends Timed {
  readonly type: 'FileReceipt';
  readonly stated: BatchStated<'receipt'>;
}
export interface RecordReturn extends Timed {
  readonly type: 'RecordReturn';
  readonly applied: ReturnApplied;
}
export interface BookBatch extends Timed {
  readonly type: 'BookBatch';
  readonly statementNo: string;
  readonly direction: 'debit' | 'credit';
  readonly fen: number;
  readonly bookedOn: string;
}
export type BatchCommand = PrepareBatch | SendBatch | AcceptBatch | RejectBatch | FileReceipt | RecordReturn | BookBatch;

export type BatchStatus = 'prepared' | 'sent' | 'accepted' | 'rejected';
export interface Batch extends BatchHead {
  readonly status: BatchStatus;
  /** The day of the last step. */
  readonly at: string;
  readonly fileHash?: string | undefined;
  readonly n: number;
  readonly fen: number;
  readonly returns: readonly ReturnApplied[];
  readonly receipts: readonly { readonly receiptNo: string; readonly n: number; readonly fen: number }[];
  /** Booked in one sum, without payments. */
  readonly debitFen: number;
  readonly creditFen: number;
}
/** Undefined before it was prepared. */
export interface BatchState {
  readonly batch?: Batch | undefined;
}

/** @throws DomainError `BATCH_UNKNOWN` `BATCH_EXISTS` `BATCH_EMPTY` `BATCH_FILE_CHANGED` `BATCH_STATUS` `BATCH_ANSWERED` `RECEIPT_EXISTS` `STEP_TOO_EARLY` `STEP_IN_FUTURE` */
function decide(command: BatchCommand, { batch }: BatchState): readonly Decided<BatchEvent>[] {
  const { on: occurredAt } = command;
  checkStepDay(occurredAt, command);
  if (command.type === 'PrepareBatch') return prepare(command, batch);
  if (batch === undefined) throw new DomainError('BATCH_UNKNOWN', 'notFound', 'No batch has this number in the county. Check the number.');
  const { batchNo, listNo, orderNo, benefit, source, format, status, at } = batch;
  if (occurredAt < at && command.type !== 'BookBatch') throw new DomainError('STEP_TOO_EARLY', 'conflict', `The day ${occurredAt} lies before the last step of the batch (${at}). Correct the day.`, { on: at });
  const whole = { batchNo, listNo, benefit, source, fen: batch.fen };
  const needs = (allowed: readonly BatchStatus[], what: string): void => {
    if (!allowed.includes(status)) throw new DomainError('BATCH_STATUS', 'conflict', `The batch is ${status}, so ${what}. Look at the batch.`, { status });
  };
  switch (command.type) {
    case 'SendBatch': {
      const { fileHash, n, fen, by } = command;
      if (batch.fileHash === fileHash) return [];
      if (batch.fileHash !== undefined) throw new DomainError('BATCH_FILE_CHANGED', 'conflict', 'The file of the batch comes out differently from the one that was sent. Nothing is handed out; have the ledger verified.', { sent: batch.fileHash, now: fileHash });
      if (n === 0) throw empty();
      return [{ type: 'BatchFileSent', data: { ...whole, fen, orderNo, fileHash, n, format, sentBy: by }, occurredAt }];
    }
    case 'AcceptBatch': {
      if (status === 'accepted') return [];
      needs(['sent'], 'the bank cannot take it');
      const { evidence, ...said } = command.stated;
      return [{ type: 'BatchFileAccepted', data: { ...whole, ...said }, occurredAt, evidence }];
    }
    case 'RejectBatch': {
      if (status === 'rejected') return [];
      needs(['sent', 'accepted'], 'the bank cannot refuse it');
      if (batch.debitFen > 0 || batch.returns.some(({ settled, rejected, pending }) => settled.count + rejected.count + pending.count > 0)) throw new DomainError('BATCH_ANSWERED', 'conflict', 'The bank has answered for items of the batch, so it is not refused as a whole. Ask the bank what holds.', { batchNo });
      const { evidence, ...said } = command.stated;
      return [{ type: 'BatchFileRejected', data: { ...whole, ...said, wasAccepted: status === 'accepted' }, occurredAt, evidence }];
    }
    case 'RecordReturn':
      if (batch.returns.some(({ sha256 }) => sha256 === command.applied.sha256)) return [];
      // The answer that refused the batch is one of its returns too.
      needs(command.applied.missing.count === batch.n ? ['accepted', 'rejected'] : ['accepted'], 'no return of it is taken');
      return [{ type: 'ReturnFileApplied', data: { batchNo, listNo, ...command.applied, on: occurredAt }, occurredAt }];
    case 'FileReceipt': {
      needs(['accepted'], 'it has no receipt');
      const { evidence, ...said } = command.stated;
      const before = batch.receipts.find(({ receiptNo }) => receiptNo === said.receiptNo);
      if (before !== undefined) throw new DomainError('RECEIPT_EXISTS', 'conflict', 'A receipt with this number is filed already. Nothing was changed.', { receiptNo: said.receiptNo });
      return [{ type: 'BankReceiptFiled', data: { batchNo, listNo, ...said }, occurredAt, evidence }];
    }
    case 'BookBatch': {
      const { statementNo, direction, fen, bookedOn } = command;
      return [{ type: 'BatchBooked', data: { batchNo, listNo, statementNo, direction, fen, bookedOn }, occurredAt }];
    }
    default:
      return assertNever(command, 'command of a batch');
  }
}

function prepare({ head, by, on }: PrepareBatch, batch: Batch | undefined): readonly Decided<BatchEvent>[] {
  if (head.parts.length === 0) throw empty();
  if (batch !== undefined) {
    const same = (['listNo', 'format', 'valueDate', 'payerName', 'payerAccount', 'payerCnaps'] as const).every((field) => batch[field] === head[field]);
    if (same) return [];
    throw new DomainError('BATCH_EXISTS', 'conflict', `Batch ${batch.batchNo} is that of ${batch.listNo}, prepared with other particulars. Give this one a number of its own.`, { batchNo: batch.batchNo });
  }
  return [{ type: 'BatchPrepared', data: { ...head, preparedBy: by }, occurredAt: on }];
}
const empty = (): DomainError => new DomainError('BATCH_EMPTY', 'conflict', 'No item of the list can be sent: all are with the bank, paid, void or in quarantine. Nothing was recorded.');

function evolve({ batch }: BatchState, event: BatchEvent): BatchState {
  if (event.type === 'BatchPrepared') {
    const { preparedBy: _, ...head } = event.data;
    return { batch: { ...head, status: 'prepared', at: '', n: 0, fen: 0, returns: [], receipts: [], debitFen: 0, creditFen: 0 } };
  }
  if (batch === undefined) throw new Error(`${event.type} before its batch was prepared`);
  switch (event.type) {
    case 'BatchFileSent': {
      const { fileHash, n, fen } = event.data;
      return { batch: { ...batch, status: 'sent', fileHash, n, fen } };
    }
    case 'BatchFileAccepted':
      return { batch: { ...batch, status: 'accepted', at: event.data.on } };
    case 'BatchFileRejected':
      return { batch: { ...batch, status: 'rejected', at: event.data.on } };
    case 'ReturnFileApplied': {
      const { batchNo: _batch, listNo: _list, on, ...applied } = event.data;
      return { batch: { ...batch, at: on, returns: [...batch.returns, applied] } };
    }
    case 'BankReceiptFiled': {
      const { receiptNo, n, fen } = event.data;
      return { batch: { ...batch, receipts: [...batch.receipts, { receiptNo, n, fen }] } };
    }
    case 'BatchBooked': {
      const { direction, fen } = event.data;
      return { batch: direction === 'debit' ? { ...batch, debitFen: batch.debitFen + fen } : { ...batch, creditFen: batch.creditFen + fen } };
    }
    default:
      return assertNever(event, 'event of a batch');
  }
}

export const batchDecider: Decider<BatchState, BatchCommand, BatchEvent> = balanced({ initialState: () => ({}), decide, evolve });

/** Streams `batch-<batch number>@<county>`. */
export const batchStream: StreamType<BatchState, BatchCommand, BatchEvent> = { category: 'batch', decider: batchDecider, codec: batchCodec };
