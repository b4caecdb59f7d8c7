/** A part of a live pay list: drafts of at most 200 lines, and the items that were listed when the list was ordered. A stream is loaded whole for each command, so it is kept small. */
import { assertNever, type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType } from '#kernel';
import type { FundSource } from './fund-events.js';
import type { EndedLine, ListLine } from './list-line.js';
import type { PayItemEvent } from './pay-item.js';
import { balanced } from './postings-check.js';

/** Lines of a part, and of one event: what an append may hold (libs/event-store) is reckoned for the longest names. */
export const PART_LINES = 200;

export interface PartDraft {
  readonly listNo: string;
  /** From 1. */
  readonly part: number;
  /** That of the whole list it was compiled for. */
  readonly hash: string;
  readonly lines: readonly ListLine[];
  readonly ended: readonly EndedLine[];
}
export type PayPartEvent = { readonly type: 'PayItemsDrafted'; readonly data: PartDraft } | PayItemEvent;

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
export type PayPartCommand = DraftItems | ListItem;

export interface PayPartState {
  /** By hash. */
  readonly drafts: Map<string, PartDraft>;
  /** Item numbers and the order that listed each. */
  readonly listed: Map<string, string>;
}

/** @throws DomainError `PAY_PART_LISTED` `PAY_PART_UNKNOWN` `PAY_ITEM_UNKNOWN` `PAY_ITEM_EXISTS` */
function decide(command: PayPartCommand, state: PayPartState): readonly Decided<PayPartEvent>[] {
  switch (command.type) {
    case 'DraftItems':
      if (state.drafts.has(command.draft.hash)) return [];
      if (state.listed.size > 0) throw new DomainError('PAY_PART_LISTED', 'conflict', 'The list is ordered, so none of its parts is drafted again.');
      return [{ type: 'PayItemsDrafted', data: command.draft, occurredAt: command.on }];
    case 'ListItem': {
      const { hash, itemNo, benefit, orderNo, source, on } = command;
      const draft = state.drafts.get(hash);
      if (draft === undefined) throw new DomainError('PAY_PART_UNKNOWN', 'notFound', 'This part of the list was never compiled. Compile the list again.');
      const line = draft.lines.find((one) => one.itemNo === itemNo);
      if (line === undefined || line.held !== undefined || line.fen === 0) throw new DomainError('PAY_ITEM_UNKNOWN', 'notFound', 'The line is not on the list that was approved, or is held. Only what was approved is paid.', { itemNo });
      const by = state.listed.get(itemNo);
      if (by === orderNo) return [];
      if (by !== undefined) throw new DomainError('PAY_ITEM_EXISTS', 'conflict', 'This attempt to pay the case for the month is on the list already. Record a further attempt or a correction instead.');
      return [{ type: 'PayItemListed', data: { itemNo, listNo: draft.listNo, caseId: line.caseId, benefit, ym: line.ym, attempt: 1, fen: line.fen, kind: line.kind, orderNo, source, payee: line.payee }, occurredAt: on }];
    }
    default:
      return assertNever(command, 'command of a part of a pay list');
  }
}

/** Grows its maps in place. */
function evolve(state: PayPartState, event: PayPartEvent): PayPartState {
  switch (event.type) {
    case 'PayItemsDrafted':
      state.drafts.set(event.data.hash, event.data);
      return state;
    case 'PayItemListed':
      state.listed.set(event.data.itemNo, event.data.orderNo ?? '');
      return state;
    case 'PaymentReissued':
    case 'PaymentSettled':
    case 'PaymentRejected':
    case 'PaymentBounced':
      return state;
    default:
      return assertNever(event, 'event of a part of a pay list');
  }
}

export const payPartDecider: Decider<PayPartState, PayPartCommand, PayPartEvent> = balanced({ initialState: () => ({ drafts: new Map(), listed: new Map() }), decide, evolve });

/** Streams `payPart-<list number>.<part>@<county>`. */
export const payPartStream: StreamType<PayPartState, PayPartCommand, PayPartEvent> = {
  category: 'payPart', decider: payPartDecider,
  codec: codecOf<PayPartEvent>(1, { PayItemsDrafted: true, PayItemListed: true, PaymentReissued: true, PaymentSettled: true, PaymentRejected: true, PaymentBounced: true }),
};
