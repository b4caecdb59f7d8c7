/** What stands in a part of a live list beside its drafts: its items, what was sent and booked of many at once, and that they are closed. */
import { codecOf } from '#kernel';
import type { ItemEvent } from './item-state.js';
import type { EndedLine, ListLine } from './list-line.js';
import type { EventRef } from './pay-item.js';

export interface PartDraft {
  readonly listNo: string;
  /** From 1. */
  readonly part: number;
  /** That of the whole list it was compiled for. */
  readonly hash: string;
  readonly lines: readonly ListLine[];
  readonly ended: readonly EndedLine[];
}

/** An item as it went to the bank: under which number, where the bank cannot carry the house's, and to which account. */
export interface SentLine {
  readonly itemNo: string;
  readonly bankItemNo?: string | undefined;
  readonly payee: EventRef;
}
/** A movement that a statement shows for an item. */
export interface Booking {
  readonly itemNo: string;
  readonly direction: 'debit' | 'credit';
  readonly fen: number;
  readonly bookedOn: string;
}

interface InPart {
  readonly listNo: string;
  readonly part: number;
}
export type PartEvent =
  | { readonly type: 'PayItemsDrafted'; readonly data: PartDraft }
  /** Once for each part of a batch, also where none of its items could be sent: what a batch holds is then known for good. */
  | { readonly type: 'PayItemsSent'; readonly data: InPart & { readonly batchNo: string; readonly items: readonly SentLine[] } }
  /** The bank refused the batch: they may be sent in another. */
  | { readonly type: 'PayItemsRecalled'; readonly data: InPart & { readonly batchNo: string; readonly itemNos: readonly string[] } }
  | { readonly type: 'PayItemsBooked'; readonly data: InPart & { readonly statementNo: string; readonly bookings: readonly Booking[] } }
  /** From here on nothing of the part changes. `hash`: over its items as they stand. */
  | { readonly type: 'PayItemsClosed'; readonly data: InPart & { readonly closing: number; readonly hash: string } }
  /** The items that a correction of the closed month is about may change until it is closed again. */
  | { readonly type: 'PayItemsReopened'; readonly data: InPart & { readonly correctionNo: string; readonly itemNos: readonly string[] } };
export type PayPartEvent = PartEvent | ItemEvent;

export const payPartCodec = codecOf<PayPartEvent>(1, {
  PayItemsDrafted: true, PayItemListed: true, PaymentReissued: true, PaymentSettled: true, PaymentRejected: true, PaymentBounced: true, PaymentPending: true, PaymentVoided: true,
  PayItemsSent: true, PayItemsRecalled: true, PayItemsBooked: true, PayItemsClosed: true, PayItemsReopened: true,
});
