/** Budget indicators (指标): the appropriations a county may pay from. */
import { assertNever, type CivilDate, codecOf, type Decided, type Decider, DomainError, type Fen, type StreamType } from '#kernel';

export type FundSource = 'central' | 'province' | 'city' | 'county';

export type FundEvent = {
  readonly type: 'BudgetIndicatorIssued';
  readonly data: { readonly indicatorNo: string; readonly issuedOn: string; readonly source: FundSource; readonly benefit: string; readonly fen: number };
};

export interface IssueIndicator {
  readonly type: 'IssueIndicator';
  readonly indicatorNo: string;
  readonly issuedOn: CivilDate;
  readonly source: FundSource;
  readonly benefit: string;
  readonly fen: Fen;
}

export interface FundState {
  readonly indicators: Set<string>;
}

/** @throws DomainError `INDICATOR_EXISTS` */
function decide(command: IssueIndicator, state: FundState): Decided<FundEvent>[] {
  if (state.indicators.has(command.indicatorNo)) {
    throw new DomainError('INDICATOR_EXISTS', 'conflict', `Indicator ${command.indicatorNo} is issued already. Record an adjustment instead.`);
  }
  const { indicatorNo, issuedOn, source, benefit, fen } = command;
  return [{ type: 'BudgetIndicatorIssued', data: { indicatorNo, issuedOn, source, benefit, fen }, occurredAt: issuedOn }];
}

/** Grows the one set in place: copying it for each event would be quadratic. */
function evolve(state: FundState, event: FundEvent): FundState {
  switch (event.type) {
    case 'BudgetIndicatorIssued':
      state.indicators.add(event.data.indicatorNo);
      return state;
    default:
      return assertNever(event.type, 'fund event');
  }
}

export const fundDecider: Decider<FundState, IssueIndicator, FundEvent> = { initialState: () => ({ indicators: new Set() }), decide, evolve };

/** Streams `fund-<county>`. */
export const fundStream: StreamType<FundState, IssueIndicator, FundEvent> = {
  category: 'fund',
  decider: fundDecider,
  codec: codecOf<FundEvent>(1, { BudgetIndicatorIssued: true }),
};
