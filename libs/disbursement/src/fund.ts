/**
 * The fund of a county: indicators (指标), the orders and advances drawn on them. One stream per county decides, so that of two
 * orders that want the last fen of an indicator the second is refused.
 */
import { assertNever, checkStepDay, type CivilDate, type Decided, type Decider, DomainError, type Fen, type StreamType } from '#kernel';
import { type FundEvent, fundCodec, type FundSource, type TreasuryOrder } from './fund-events.js';
import type { FundStated, FundStep } from './fund-formats.js';
import { balanced } from './postings-check.js';

/** As an office's book has it. */
export interface IssueIndicator {
  readonly type: 'IssueIndicator';
  readonly indicatorNo: string;
  readonly issuedOn: CivilDate;
  readonly source: FundSource;
  readonly benefit: string;
  readonly fen: Fen;
}
export type TakeFundStep = { readonly [Name in FundStep]: { readonly type: 'TakeFundStep'; readonly step: Name; readonly stated: FundStated<Name>; readonly today: CivilDate } }[FundStep];
/** Orders the total of an approved list that finance has checked. */
export interface OrderPayment extends Omit<TreasuryOrder, 'source'> {
  readonly type: 'OrderPayment';
  readonly on: CivilDate;
  readonly today: CivilDate;
}
export type FundCommand = IssueIndicator | TakeFundStep | OrderPayment;

export interface Indicator {
  readonly indicatorNo: string;
  readonly source: FundSource;
  readonly benefit: string;
  readonly issuedOn: string;
  /** Issued and adjusted. */
  readonly fen: number;
  readonly orderedFen: number;
  readonly advancedFen: number;
}
export const leftOf = ({ fen, orderedFen, advancedFen }: Indicator): number => fen - orderedFen - advancedFen;

export interface FundState {
  readonly indicators: Map<string, Indicator>;
  /** By order number. */
  readonly orders: Map<string, TreasuryOrder>;
  /** By list: each is ordered once. */
  readonly orderOfList: Map<string, TreasuryOrder>;
  /** Documents that adjusted or advanced. */
  readonly documents: Set<string>;
}

const TOWN_DIGITS = 9;
const RESERVE_BENEFIT = 'temporaryRelief';

/** @throws DomainError `INDICATOR_EXISTS` `INDICATOR_UNKNOWN` `INDICATOR_EXCEEDED` `INDICATOR_OF_OTHER_BENEFIT` `FUND_DOCUMENT_EXISTS` `ORDER_EXISTS` `LIST_ORDERED` `ORDER_EMPTY` `RESERVE_TOWN_INVALID` */
function decide(command: FundCommand, state: FundState): readonly Decided<FundEvent>[] {
  switch (command.type) {
    case 'IssueIndicator':
      return issue(state, command, command.issuedOn);
    case 'TakeFundStep':
      checkStepDay(command.stated.on, command);
      return take(command, state);
    case 'OrderPayment':
      checkStepDay(command.on, command);
      return order(command, state);
    default:
      return assertNever(command, 'fund command');
  }
}

function take(command: TakeFundStep, state: FundState): readonly Decided<FundEvent>[] {
  const on = command.stated.on as CivilDate;
  switch (command.step) {
    case 'issue':
      return issue(state, command.stated, on);
    case 'adjust': {
      const { indicatorNo, documentNo, direction, fen, reason } = command.stated;
      const indicator = theIndicator(state, indicatorNo, on);
      newDocument(state, documentNo);
      if (direction === 'down') enough(indicator, fen);
      const { source, benefit } = indicator;
      return [{ type: 'BudgetIndicatorAdjusted', data: { indicatorNo, documentNo, source, benefit, deltaFen: direction === 'up' ? fen : -fen, reason }, occurredAt: on }];
    }
    case 'topUpReserve': {
      const { indicatorNo, documentNo, town, fen } = command.stated;
      if (town.length !== TOWN_DIGITS) throw new DomainError('RESERVE_TOWN_INVALID', 'invalid', 'A reserve is kept by a town. Write its 9 digits.', { field: 'town' });
      const indicator = theIndicator(state, indicatorNo, on);
      newDocument(state, documentNo);
      ofBenefit(indicator, RESERVE_BENEFIT);
      enough(indicator, fen);
      return [{ type: 'ReserveFundToppedUp', data: { documentNo, town, indicatorNo, source: indicator.source, benefit: RESERVE_BENEFIT, fen }, occurredAt: on }];
    }
    case 'returnUnspent': {
      const { documentNo, year, source, benefit, fen, reason } = command.stated;
      newDocument(state, documentNo);
      return [{ type: 'UnspentReturned', data: { documentNo, year, source, benefit, fen, reason }, occurredAt: on }];
    }
    default:
      return assertNever(command, 'fund step');
  }
}

function issue(state: FundState, { indicatorNo, source, benefit, fen }: Pick<IssueIndicator, 'indicatorNo' | 'source' | 'benefit'> & { readonly fen: number }, issuedOn: CivilDate): readonly Decided<FundEvent>[] {
  if (state.indicators.has(indicatorNo)) {
    throw new DomainError('INDICATOR_EXISTS', 'conflict', `Indicator ${indicatorNo} is issued already. Record an adjustment instead.`);
  }
  return [{ type: 'BudgetIndicatorIssued', data: { indicatorNo, issuedOn, source, benefit, fen }, occurredAt: issuedOn }];
}

function order({ type: _type, on, today: _today, ...said }: OrderPayment, state: FundState): readonly Decided<FundEvent>[] {
  const before = state.orderOfList.get(said.listNo);
  if (before !== undefined) {
    if (before.orderNo === said.orderNo && before.indicatorNo === said.indicatorNo && before.fen === said.fen) return [];
    throw new DomainError('LIST_ORDERED', 'conflict', `The list is ordered already, by ${before.orderNo} on indicator ${before.indicatorNo}: a list is paid once. Send that order again to complete it.`, { orderNo: before.orderNo, indicatorNo: before.indicatorNo });
  }
  if (state.orders.has(said.orderNo)) throw new DomainError('ORDER_EXISTS', 'conflict', `Order ${said.orderNo} is that of another list. Give this one a number of its own.`, { orderNo: said.orderNo });
  if (said.fen <= 0) throw new DomainError('ORDER_EMPTY', 'conflict', 'Nothing on the list is to be paid, so there is nothing to order.');
  const indicator = theIndicator(state, said.indicatorNo, on);
  ofBenefit(indicator, said.benefit);
  enough(indicator, said.fen);
  return [{ type: 'TreasuryPaymentOrdered', data: { ...said, source: indicator.source }, occurredAt: on }];
}

function theIndicator(state: FundState, indicatorNo: string, on: string): Indicator {
  const indicator = state.indicators.get(indicatorNo);
  if (indicator === undefined || on < indicator.issuedOn) throw new DomainError('INDICATOR_UNKNOWN', 'notFound', `The county had no indicator ${indicatorNo} on ${on}. Check the number and the day, or record the indicator first.`, { indicatorNo });
  return indicator;
}
function ofBenefit(indicator: Indicator, benefit: string): void {
  if (indicator.benefit === benefit) return;
  throw new DomainError('INDICATOR_OF_OTHER_BENEFIT', 'conflict', `Indicator ${indicator.indicatorNo} is for ${indicator.benefit} and not for ${benefit}: money is earmarked (R649 art 5). Name one of ${benefit}.`, { indicatorNo: indicator.indicatorNo, benefit: indicator.benefit });
}
function enough(indicator: Indicator, fen: number): void {
  const leftFen = leftOf(indicator);
  if (fen <= leftFen) return;
  throw new DomainError('INDICATOR_EXCEEDED', 'conflict', `${fen} fen are asked of indicator ${indicator.indicatorNo}, which has ${leftFen} left. Name another indicator, or have this one adjusted first.`, { indicatorNo: indicator.indicatorNo, leftFen, askedFen: fen });
}
function newDocument(state: FundState, documentNo: string): void {
  if (state.documents.has(documentNo)) throw new DomainError('FUND_DOCUMENT_EXISTS', 'conflict', `Document ${documentNo} is recorded already. Nothing was changed.`, { documentNo });
}

/** Grows its maps in place: copying them for each event would be quadratic. */
function evolve(state: FundState, event: FundEvent): FundState {
  const change = (indicatorNo: string, by: (indicator: Indicator) => Partial<Indicator>): void => {
    const indicator = state.indicators.get(indicatorNo);
    if (indicator === undefined) throw new Error('money was drawn on an indicator that was never issued');
    state.indicators.set(indicatorNo, { ...indicator, ...by(indicator) });
  };
  switch (event.type) {
    case 'BudgetIndicatorIssued': {
      const { indicatorNo, source, benefit, issuedOn, fen } = event.data;
      state.indicators.set(indicatorNo, { indicatorNo, source, benefit, issuedOn, fen, orderedFen: 0, advancedFen: 0 });
      return state;
    }
    case 'BudgetIndicatorAdjusted':
      change(event.data.indicatorNo, ({ fen }) => ({ fen: fen + event.data.deltaFen }));
      state.documents.add(event.data.documentNo);
      return state;
    case 'TreasuryPaymentOrdered':
      change(event.data.indicatorNo, ({ orderedFen }) => ({ orderedFen: orderedFen + event.data.fen }));
      state.orders.set(event.data.orderNo, event.data);
      state.orderOfList.set(event.data.listNo, event.data);
      return state;
    case 'ReserveFundToppedUp':
      change(event.data.indicatorNo, ({ advancedFen }) => ({ advancedFen: advancedFen + event.data.fen }));
      state.documents.add(event.data.documentNo);
      return state;
    case 'UnspentReturned':
      state.documents.add(event.data.documentNo);
      return state;
    default:
      return assertNever(event, 'fund event');
  }
}

export const fundDecider: Decider<FundState, FundCommand, FundEvent> = balanced({
  initialState: () => ({ indicators: new Map(), orders: new Map(), orderOfList: new Map(), documents: new Set() }), decide, evolve,
});

/** Streams `fund-<county>`. */
export const fundStream: StreamType<FundState, FundCommand, FundEvent> = { category: 'fund', decider: fundDecider, codec: fundCodec };
