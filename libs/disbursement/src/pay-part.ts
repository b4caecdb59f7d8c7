/**
 * A part of a live pay list: drafts of at most 200 lines, the items that were listed when the list was ordered, and everything that became of them.
 * A stream is loaded whole for each command, so it is kept small.
 */
import { assertNever, type CivilDate, type Decided, type Decider, DomainError, type StreamType } from '#kernel';
import type { FundSource } from './fund-events.js';
import { emptyBook, foldItem, type MutableBook, reissue, type ReissueItem, voidItem, type VoidItem } from './item-book.js';
import { answered, type Attempt, type BankAnswer, chainOf, isWithBank } from './item-state.js';
import { partHash } from './part-digest.js';
import { type Booking, type PartDraft, type PayPartEvent, payPartCodec, type SentLine } from './part-events.js';
import { balanced } from './postings-check.js';

/** Lines of a part, and of one event: what an append may hold (libs/event-store) is reckoned for the longest names. */
export const PART_LINES = 200;

export interface DraftItems {
  readonly type: 'DraftItems';
  readonly draft: PartDraft;
  readonly on: CivilDate;
}
/** Lists one line of the draft the order is about. */
export interface ListItem {
  readonly type: 'ListItem';
  readonly hash: string;
  readonly itemNo: string;
  readonly benefit: string;
  readonly orderNo: string;
  readonly source: FundSource;
  readonly on: CivilDate;
}
interface OfPart {
  readonly listNo: string;
  readonly part: number;
  readonly on: CivilDate;
}
/** Sends, of these, what is listed and not sent: each with the account in force; those in quarantine are not among them. */
export interface SendItems extends OfPart {
  readonly type: 'SendItems';
  readonly batchNo: string;
  readonly items: readonly SentLine[];
}
export interface RecallItems extends OfPart {
  readonly type: 'RecallItems';
  readonly batchNo: string;
}
export interface ApplyAnswer {
  readonly type: 'ApplyAnswer';
  readonly itemNo: string;
  readonly answer: BankAnswer;
  readonly on: CivilDate;
}
export interface BookItems extends OfPart {
  readonly type: 'BookItems';
  readonly statementNo: string;
  readonly bookings: readonly Booking[];
}
/** `hash`: of the part as the closing looked at it. */
export interface CloseItems extends OfPart {
  readonly type: 'CloseItems';
  readonly closing: number;
  readonly hash: string;
}
export interface ReopenItems extends OfPart {
  readonly type: 'ReopenItems';
  readonly correctionNo: string;
  readonly itemNos: readonly string[];
}
export type PayPartCommand = DraftItems | ListItem | SendItems | RecallItems | ApplyAnswer | BookItems | ReissueItem | VoidItem | CloseItems | ReopenItems;

export interface PayPartState extends MutableBook {
  /** By hash. */
  readonly drafts: Map<string, PartDraft>;
  /** Item numbers and the order that listed each. */
  readonly listed: Map<string, string>;
  /** What each batch took, in its order. */
  readonly batches: Map<string, readonly SentLine[]>;
  /** The closing in force; the chains that a correction opened again. */
  closing: number | undefined;
  readonly reopened: Set<string>;
}

/**
 * @throws DomainError `PAY_PART_LISTED` `PAY_PART_UNKNOWN` `PAY_ITEM_UNKNOWN` `PAY_ITEM_EXISTS` `PAY_ITEM_NOT_SENT` `PAYMENT_ANSWER_CONFLICTS` `PAYMENT_NOT_FAILED` `PAYMENT_UNKNOWN` `PAYMENT_NOT_OWED`
 *   `ACCOUNT_QUARANTINED` `BATCH_ANSWERED` `PERIOD_CLOSED` `PERIOD_CHANGED` `PERIOD_NOT_CLOSED` `STEP_TOO_EARLY`
 */
function decide(command: PayPartCommand, state: PayPartState): readonly Decided<PayPartEvent>[] {
  switch (command.type) {
    case 'DraftItems':
      if (state.drafts.has(command.draft.hash)) return [];
      if (state.listed.size > 0) throw new DomainError('PAY_PART_LISTED', 'conflict', 'The list is ordered, so none of its parts is drafted again.');
      return [{ type: 'PayItemsDrafted', data: command.draft, occurredAt: command.on }];
    case 'ListItem':
      return list(command, state);
    case 'SendItems':
      return send(command, state);
    case 'RecallItems':
      return recall(command, state);
    case 'ApplyAnswer': {
      const transition = answered(state, command.itemNo, command.answer);
      if (transition.kind === 'stale') return [];
      stillOpen(state, command.itemNo);
      return transition.events.map((event) => ({ ...event, occurredAt: command.on }));
    }
    case 'BookItems': {
      const { listNo, part, statementNo, bookings, on } = command;
      for (const { itemNo } of bookings) {
        if (!state.attempts.has(itemNo)) throw new DomainError('PAY_ITEM_UNKNOWN', 'notFound', 'The statement shows a payment of an item that the list does not have. Check the statement.', { itemNo });
        stillOpen(state, itemNo);
      }
      return [{ type: 'PayItemsBooked', data: { listNo, part, statementNo, bookings }, occurredAt: on }];
    }
    case 'ReissueItem':
      stillOpen(state, command.itemNo);
      return reissue(state, command);
    case 'VoidItem':
      stillOpen(state, command.itemNo);
      return voidItem(state, command);
    case 'CloseItems':
      return close(command, state);
    case 'ReopenItems':
      return reopen(command, state);
    default:
      return assertNever(command, 'command of a part of a pay list');
  }
}

function list({ hash, itemNo, benefit, orderNo, source, on }: ListItem, state: PayPartState): readonly Decided<PayPartEvent>[] {
  const draft = state.drafts.get(hash);
  if (draft === undefined) throw new DomainError('PAY_PART_UNKNOWN', 'notFound', 'This part of the list was never compiled. Compile the list again.');
  const line = draft.lines.find((one) => one.itemNo === itemNo);
  if (line === undefined || line.held !== undefined || line.fen === 0) throw new DomainError('PAY_ITEM_UNKNOWN', 'notFound', 'The line is not on the list that was approved, or is held. Only what was approved is paid.', { itemNo });
  const by = state.listed.get(itemNo);
  if (by === orderNo) return [];
  if (by !== undefined) throw new DomainError('PAY_ITEM_EXISTS', 'conflict', 'This attempt to pay the case for the month is on the list already. Record a further attempt or a correction instead.');
  return [{ type: 'PayItemListed', data: { itemNo, listNo: draft.listNo, caseId: line.caseId, benefit, ym: line.ym, attempt: 1, fen: line.fen, kind: line.kind, orderNo, source, payee: line.payee }, occurredAt: on }];
}

function send({ listNo, part, batchNo, items, on }: SendItems, state: PayPartState): readonly Decided<PayPartEvent>[] {
  if (state.batches.has(batchNo)) return [];
  const free = items.filter(({ itemNo }) => state.attempts.get(itemNo)?.status === 'listed' && isOpen(state, itemNo));
  return [{ type: 'PayItemsSent', data: { listNo, part, batchNo, items: free }, occurredAt: on }];
}

function recall({ listNo, part, batchNo, on }: RecallItems, state: PayPartState): readonly Decided<PayPartEvent>[] {
  const inBatch = (state.batches.get(batchNo) ?? []).map(({ itemNo }) => state.attempts.get(itemNo) as Attempt).filter((attempt) => attempt.batchNo === batchNo);
  if (inBatch.some(({ status, debitFen }) => status !== 'sent' || debitFen > 0)) throw new DomainError('BATCH_ANSWERED', 'conflict', 'The bank has answered for items of the batch, so it is not refused as a whole. Ask the bank what holds.', { batchNo });
  if (inBatch.length === 0) return [];
  for (const { item: { itemNo } } of inBatch) stillOpen(state, itemNo);
  return [{ type: 'PayItemsRecalled', data: { listNo, part, batchNo, itemNos: inBatch.map(({ item: { itemNo } }) => itemNo) }, occurredAt: on }];
}

function close({ listNo, part, closing, hash, on }: CloseItems, state: PayPartState): readonly Decided<PayPartEvent>[] {
  if (state.closing === closing && state.reopened.size === 0) return [];
  if (partHash(state) !== hash) throw new DomainError('PERIOD_CHANGED', 'conflict', 'Something of the month has changed since it was looked at. Run the reconciliation again, then close it.', { part });
  if ([...state.attempts.values()].some(isWithBank)) throw new DomainError('PERIOD_CHANGED', 'conflict', 'The bank has items of the month that it has not answered for. Run the reconciliation again; ask the bank.', { part });
  return [{ type: 'PayItemsClosed', data: { listNo, part, closing, hash }, occurredAt: on }];
}

function reopen({ listNo, part, correctionNo, itemNos, on }: ReopenItems, state: PayPartState): readonly Decided<PayPartEvent>[] {
  if (state.closing === undefined) throw new DomainError('PERIOD_NOT_CLOSED', 'conflict', 'The month is not closed, so it needs no correction: take the step itself.');
  const unknown = itemNos.find((itemNo) => !state.attempts.has(itemNo));
  if (unknown !== undefined) throw new DomainError('PAY_ITEM_UNKNOWN', 'notFound', 'The list has no such item. Check the number: case, month, kind and attempt.', { itemNo: unknown });
  return itemNos.every((itemNo) => state.reopened.has(chainOf(itemNo))) ? [] : [{ type: 'PayItemsReopened', data: { listNo, part, correctionNo, itemNos }, occurredAt: on }];
}

const isOpen = ({ closing, reopened }: PayPartState, itemNo: string): boolean => closing === undefined || reopened.has(chainOf(itemNo));
/** @throws DomainError `PERIOD_CLOSED` */
function stillOpen(state: PayPartState, itemNo: string): void {
  if (isOpen(state, itemNo)) return;
  throw new DomainError('PERIOD_CLOSED', 'conflict', 'The month of the item is closed, and nothing in it changes. Record a dated correction that names the item (month correct), or run the reconciliation again where its closing was interrupted; then do this again.', { itemNo });
}

/** Grows its maps in place. */
function evolve(state: PayPartState, event: PayPartEvent): PayPartState {
  const attempts = (itemNos: readonly string[], by: (attempt: Attempt, index: number) => Partial<Attempt>): void => {
    for (const [index, itemNo] of itemNos.entries()) {
      const attempt = state.attempts.get(itemNo) as Attempt;
      state.attempts.set(itemNo, { ...attempt, ...by(attempt, index) });
    }
  };
  switch (event.type) {
    case 'PayItemsDrafted':
      state.drafts.set(event.data.hash, event.data);
      return state;
    case 'PayItemsSent': {
      const { batchNo, items } = event.data;
      state.batches.set(batchNo, items);
      attempts(items.map(({ itemNo }) => itemNo), (_, index) => ({ status: 'sent', batchNo, payee: items[index]?.payee }));
      return state;
    }
    case 'PayItemsRecalled':
      attempts(event.data.itemNos, () => ({ status: 'listed', batchNo: undefined, payee: undefined }));
      return state;
    case 'PayItemsBooked':
      for (const { itemNo, direction, fen } of event.data.bookings) attempts([itemNo], ({ debitFen, creditFen }) => (direction === 'debit' ? { debitFen: debitFen + fen } : { creditFen: creditFen + fen }));
      return state;
    case 'PayItemsClosed':
      state.closing = event.data.closing;
      state.reopened.clear();
      return state;
    case 'PayItemsReopened':
      for (const itemNo of event.data.itemNos) state.reopened.add(chainOf(itemNo));
      return state;
    case 'PayItemListed':
      state.listed.set(event.data.itemNo, event.data.orderNo ?? '');
      foldItem(state, event);
      return state;
    default:
      foldItem(state, event);
      return state;
  }
}

export const payPartDecider: Decider<PayPartState, PayPartCommand, PayPartEvent> = balanced({
  initialState: () => ({ ...emptyBook(), drafts: new Map(), listed: new Map(), batches: new Map(), closing: undefined, reopened: new Set() }), decide, evolve,
});

/** Streams `payPart-<list number>.<part>@<county>`. */
export const payPartStream: StreamType<PayPartState, PayPartCommand, PayPartEvent> = { category: 'payPart', decider: payPartDecider, codec: payPartCodec };
