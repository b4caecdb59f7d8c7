/** A pay list (发放清册) and what became of its items: listed, settled, rejected, bounced, re-issued. */
import { assertNever, type CivilDate, type CivilMonth, codecOf, type Decided, type Decider, DomainError, type Fen, type StreamType } from '#kernel';

/** One attempt to pay one case for one month. `attempt` 1 lists it; 2.. re-issue what failed. */
export interface PayItem {
  /** Unique in the list: case, month and attempt. */
  readonly itemNo: string;
  readonly listNo: string;
  readonly caseId: string;
  readonly benefit: string;
  readonly ym: string;
  readonly attempt: number;
  readonly fen: number;
}

export type PaymentOutcome = 'settled' | 'rejected' | 'bounced';

export type PayListEvent =
  | { readonly type: 'PayItemListed'; readonly data: PayItem }
  /** A further attempt for what an earlier item did not bring to the payee. */
  | { readonly type: 'PaymentReissued'; readonly data: PayItem }
  | { readonly type: 'PaymentSettled'; readonly data: PayItem & { readonly valueDate: string; readonly bankTxnNo?: string | undefined } }
  | { readonly type: 'PaymentRejected'; readonly data: PayItem & { readonly rejectedOn: string; readonly code?: string | undefined; readonly bankTxnNo?: string | undefined } }
  | { readonly type: 'PaymentBounced'; readonly data: PayItem & { readonly bouncedOn: string; readonly code?: string | undefined; readonly bankTxnNo?: string | undefined } };

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

export interface PayListState {
  readonly items: Set<string>;
}

/** @throws DomainError `PAY_ITEM_EXISTS` */
function decide(command: RecordPayment, state: PayListState): Decided<PayListEvent>[] {
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
      return assertNever(event, 'pay list event');
  }
}

export const payListDecider: Decider<PayListState, RecordPayment, PayListEvent> = { initialState: () => ({ items: new Set() }), decide, evolve };

/** Streams `payList-<list number>@<county>`. */
export const payListStream: StreamType<PayListState, RecordPayment, PayListEvent> = {
  category: 'payList',
  decider: payListDecider,
  codec: codecOf<PayListEvent>(1, { PayItemListed: true, PaymentReissued: true, PaymentSettled: true, PaymentRejected: true, PaymentBounced: true }),
};
