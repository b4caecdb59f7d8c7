/** What batches, answers of banks, accounts and months are asked and answer, for both apps. */
import type { ItemStatus as BankStatus } from '#bank';
import type { Batch, BatchStep, KnownDiscrepancy, PayeeStep, PaymentStep, PeriodState, PeriodStep, PeriodTotals, ReturnApplied, StatementTaken as Taken } from '#disbursement';

interface Answer<Step extends string> {
  readonly step: Step;
  readonly outcome: 'recorded' | 'alreadyRecorded';
  /** Types of the events it recorded, now or then. */
  readonly events: readonly string[];
  readonly revision: bigint;
}
export interface BatchTaken extends Answer<BatchStep> {
  /** `<batch>@<county>`. */
  readonly batchKey: string;
  readonly batch: Batch;
  /** Of `prepare`: items left out because their account is in quarantine. */
  readonly quarantined: number;
}
export interface BatchFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly sha256: string;
  readonly chunks: AsyncIterable<Buffer>;
}
/** A file of the bank, which is read twice. */
export interface FileFromBank {
  readonly open: () => AsyncIterable<Buffer>;
}
export interface ReturnStated {
  /** The day on which the bank answered, for items of which the file names none. */
  readonly on: string;
  /** That of the batch where absent. */
  readonly format?: string | undefined;
  /** The bank answers for a part of the batch only. */
  readonly partial?: boolean | undefined;
}
export interface ReturnTaken {
  readonly batchKey: string;
  /** `alreadyRecorded`: this very file was taken before; nothing was changed. */
  readonly outcome: 'recorded' | 'alreadyRecorded';
  readonly applied: ReturnApplied;
}
/** One item of a message of the bank. */
export interface AnsweredItem {
  readonly itemNo: string;
  readonly status: BankStatus;
  readonly code?: string | undefined;
  readonly text?: string | undefined;
  readonly bankTxnNo?: string | undefined;
  readonly valueDate?: string | undefined;
}
export interface StatementStated {
  readonly on: string;
  /** The payer's account. */
  readonly account: string;
  readonly format?: string | undefined;
}
export interface StatementTaken {
  readonly county: string;
  readonly outcome: 'recorded' | 'alreadyRecorded';
  readonly statement: Taken;
}
export interface PayeeTaken extends Answer<PayeeStep> {
  readonly householdKey: string;
}
export interface PaymentTaken extends Answer<PaymentStep> {
  readonly listKey: string;
  /** The item that was asked about; of a re-issue, the new one. */
  readonly itemNo: string;
}
export interface PeriodView {
  readonly listKey: string;
  readonly revision: bigint;
  readonly runs: number;
  readonly lastRun?: PeriodState['lastRun'];
  readonly closing: number;
  readonly closed?: PeriodState['closed'];
  readonly corrections: PeriodState['corrections'];
  readonly totals?: PeriodTotals | undefined;
  /** By kind and subject. */
  readonly discrepancies: readonly KnownDiscrepancy[];
}
export interface PeriodTaken extends Answer<PeriodStep> {
  readonly listKey: string;
  readonly period: PeriodView;
}
