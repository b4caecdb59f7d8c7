/** The streams of pay lists (发放清册): an imported list with its items and their results, or the head of a live one. */
import { assertNever, type CivilDate, type CivilMonth, codecOf, type Decided, type Decider, DomainError, type Fen, type StreamType } from '#kernel';
import type { ListHeadEvent } from './list-events.js';
import { decideListStep, evolveList, type LiveList, type TakeListStep } from './list-head.js';
import type { PayItem, PayItemEvent, PaymentOutcome } from './pay-item.js';
import { balanced } from './postings-check.js';

export type PayListEvent = PayItemEvent | ListHeadEvent;

/** Records an item of a list together with its result, as the closed book of a past month shows it. */
export interface RecordPayment {
  readonly type: 'RecordPayment';
  readonly listNo: string;
  readonly caseId: string;
  readonly benefit: string;
  readonly ym: CivilMonth;
  readonly attempt: number;
  readonly fen: Fen;
  readonly outcome: PaymentOutcome;
  readonly resultOn: CivilDate;
  readonly bankTxnNo?: string | undefined;
  readonly code?: string | undefined;
}
export type PayListCommand = RecordPayment | TakeListStep;

export interface PayListState {
  /** Of an imported list. */
  readonly items: Set<string>;
  readonly live?: LiveList | undefined;
}

/** @throws DomainError `PAY_ITEM_EXISTS` `PAY_LIST_OF_OTHER_KIND`, and as `decideListStep` */
function decide(command: PayListCommand, state: PayListState): readonly Decided<PayListEvent>[] {
  if (command.type === 'TakeListStep') {
    if (state.items.size > 0) throw otherKind('was read from a workbook, with its results; it is not worked on here');
    return decideListStep(command, state.live);
  }
  if (state.live !== undefined) throw otherKind('was compiled here; what became of its items comes from the bank, not from a workbook');
  return recordPayment(command, state);
}

const otherKind = (what: string): DomainError => new DomainError('PAY_LIST_OF_OTHER_KIND', 'conflict', `The list with this number ${what}. Check the number; an import may give its own list another one.`);

function recordPayment(command: RecordPayment, state: PayListState): Decided<PayListEvent>[] {
  const { listNo, caseId, benefit, ym, attempt, fen, bankTxnNo, code, resultOn } = command;
  const itemNo = `${caseId}/${ym}/${attempt}`;
  if (state.items.has(itemNo)) {
    throw new DomainError('PAY_ITEM_EXISTS', 'conflict', 'This attempt to pay the case for the month is on the list already. Record a further attempt or a correction instead.');
  }
  const item: PayItem = { itemNo, listNo, caseId, benefit, ym, attempt, fen };
  const occurredAt = resultOn;
  return [
    { type: attempt === 1 ? 'PayItemListed' : 'PaymentReissued', data: item, occurredAt },
    outcomeEvent(),
  ];

  function outcomeEvent(): Decided<PayListEvent> {
    switch (command.outcome) {
      case 'settled':
        return { type: 'PaymentSettled', data: { ...item, valueDate: resultOn, bankTxnNo }, occurredAt };
      case 'rejected':
        return { type: 'PaymentRejected', data: { ...item, rejectedOn: resultOn, code, bankTxnNo }, occurredAt };
      case 'bounced':
        return { type: 'PaymentBounced', data: { ...item, bouncedOn: resultOn, code, bankTxnNo }, occurredAt };
      default:
        return assertNever(command.outcome, 'payment outcome');
    }
  }
}

/** Grows the one set in place: a list has thousands of items, and copying it for each would be quadratic. */
function evolve(state: PayListState, event: PayListEvent): PayListState {
  switch (event.type) {
    case 'PayItemListed':
    case 'PaymentReissued':
      state.items.add(event.data.itemNo);
      return state;
    case 'PaymentSettled':
    case 'PaymentRejected':
    case 'PaymentBounced':
      return state;
    default:
      return { ...state, live: evolveList(state.live, event) };
  }
}

export const payListDecider: Decider<PayListState, PayListCommand, PayListEvent> = balanced({ initialState: () => ({ items: new Set() }), decide, evolve });

/** Streams `payList-<list number>@<county>`; of a live list `payList-<benefit>-<month>@<county>`. */
export const payListStream: StreamType<PayListState, PayListCommand, PayListEvent> = {
  category: 'payList',
  decider: payListDecider,
  codec: codecOf<PayListEvent>(1, {
    PayItemListed: true, PaymentReissued: true, PaymentSettled: true, PaymentRejected: true, PaymentBounced: true,
    PayListCompiled: true, PayListReviewed: true, PayListApproved: true, PayListPublicised: true, PayListChecked: true, PayListReturned: true, PayListOrdered: true,
  }),
};
