/** A line of a pay list that is to be paid, and what became of it: listed, settled, rejected, bounced, re-issued. In the stream of an imported list, and in the parts of a live one. */
import type { FundSource } from './fund-events.js';

/** What a line pays. `relief`: a benefit that is paid once. `arrears`: for a month before that of its list. */
export const LINE_KINDS = ['base', 'relief', 'careFee', 'topUp', 'arrears'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** An event by its place: stream and revision. What happened is looked up there. */
export interface EventRef {
  readonly streamId: string;
  readonly revision: string;
  readonly type: string;
}

/** One attempt to pay one case for one month. `attempt` 1 lists it; 2.. re-issue what failed. The last four only of live lists. */
export interface PayItem {
  /** The key by which it is paid once (process.md §8 (c)): case, month, of a live list the kind, and attempt. */
  readonly itemNo: string;
  readonly listNo: string;
  readonly caseId: string;
  readonly benefit: string;
  readonly ym: string;
  readonly attempt: number;
  readonly fen: number;
  readonly kind?: LineKind | undefined;
  /** The treasury's payment order, and the source of its indicator. */
  readonly orderNo?: string | undefined;
  readonly source?: FundSource | undefined;
  /** The registration of the account it goes to. */
  readonly payee?: EventRef | undefined;
}

export type PaymentOutcome = 'settled' | 'rejected' | 'bounced';

/** What a failure asks for, as the house's codes say (libs/bank, `NextStep`). */
export type FailureNext = 'correct' | 'person' | 'verify' | 'payer' | 'query';

/** Of live items: the bank's own word beside the house's code, and what that asks for. */
export interface ItemFailure {
  readonly code?: string | undefined;
  readonly bankCode?: string | undefined;
  readonly next?: FailureNext | undefined;
}
/** Money moved that nobody was owed any more: another attempt had settled, or the line was void. */
export type Unowed = 'paidTwice' | 'voided';

export type PayItemEvent =
  | { readonly type: 'PayItemListed'; readonly data: PayItem }
  /** A further attempt for what an earlier item did not bring to the payee; a live one names it. */
  | { readonly type: 'PaymentReissued'; readonly data: PayItem & { readonly replaces?: string | undefined; readonly approvedBy?: string | undefined } }
  /** `after`: the bank had said before that it failed. */
  | { readonly type: 'PaymentSettled'; readonly data: PayItem & { readonly valueDate: string; readonly dayAssumed?: true | undefined; readonly bankTxnNo?: string | undefined; readonly after?: 'rejected' | 'bounced' | undefined; readonly unowed?: Unowed | undefined } }
  | { readonly type: 'PaymentRejected'; readonly data: PayItem & ItemFailure & { readonly rejectedOn: string; readonly bankTxnNo?: string | undefined } }
  /** `settledOn`: the money had reached the payee's bank before. */
  | { readonly type: 'PaymentBounced'; readonly data: PayItem & ItemFailure & { readonly bouncedOn: string; readonly bankTxnNo?: string | undefined; readonly settledOn?: string | undefined; readonly unowed?: Unowed | undefined } };

/** Only of live lists. */
export type LiveItemEvent =
  /** Nobody knows whether the money moved: the bank is asked, nothing is sent again. */
  | { readonly type: 'PaymentPending'; readonly data: PayItem & ItemFailure & { readonly answeredOn: string } }
  /** Will not be paid. `was`: where its money is. `paidBy`: an earlier attempt settled after all; else the line is owed no more. */
  | { readonly type: 'PaymentVoided'; readonly data: PayItem & { readonly voidedOn: string; readonly was: 'ordered' | 'returned'; readonly reason: string; readonly paidBy?: string | undefined; readonly voidedBy?: string | undefined } };
