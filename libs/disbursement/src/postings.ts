/**
 * The funds ledger: from one event of money to its postings, in double entry (docs/money.md). Pure, and the only place that knows which
 * account an event moves. Events of other contexts are told by their shape: contexts do not import each other.
 */
import type { FundEvent, FundSource } from './fund-events.js';
import type { LiveItemEvent, PayItemEvent } from './pay-item.js';
import type { BatchEvent } from './batch-events.js';
import type { ListHeadEvent } from './list-events.js';

export const ACCOUNTS = {
  appropriations: { zh: '下达', side: 'credit' }, indicators: { zh: '指标', side: 'debit' }, commitments: { zh: '承诺', side: 'debit' }, ordered: { zh: '已支付令', side: 'debit' }, withBank: { zh: '在途', side: 'debit' },
  settled: { zh: '实发', side: 'debit' }, returned: { zh: '退回', side: 'debit' }, outstanding: { zh: '应付未付', side: 'credit' }, claims: { zh: '追回决定', side: 'credit' }, recoverable: { zh: '应追', side: 'debit' },
  recovered: { zh: '已追', side: 'debit' }, remitted: { zh: '缴库', side: 'debit' }, reserveAdvances: { zh: '备用金', side: 'debit' }, reserveUnfiled: { zh: '备用金待备案', side: 'debit' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly side: 'debit' | 'credit' }>>;
export type Account = keyof typeof ACCOUNTS;
export const ACCOUNT_NAMES = Object.keys(ACCOUNTS) as readonly Account[];

/** Where the money of an imported payment came from: the book does not say. */
export const UNRECORDED_SOURCE = 'unrecorded';

export interface Posting {
  readonly account: Account;
  readonly side: 'debit' | 'credit';
  /** County (6 digits) or town (9). */
  readonly division: string;
  /** Absent where only the case of the event tells it: recoveries. */
  readonly benefit?: string | undefined;
  /** Absent where the event is about no source. */
  readonly source?: FundSource | typeof UNRECORDED_SOURCE | undefined;
  /** More than nothing. */
  readonly fen: number;
}

type Accepted = Extract<BatchEvent, { type: 'BatchFileAccepted' | 'BatchFileRejected' }>;
type Voided = Extract<LiveItemEvent, { type: 'PaymentVoided' }>;

/** Recovery of a finding (libs/accountability). Money that a book has without an order has no channel. */
export type RecoveryEvent =
  | { readonly type: 'RecoveryOrdered' | 'RecoveryRemitted' | 'RecoveryFailed'; readonly data: { readonly findingId: string; readonly caseId?: string | undefined; readonly fen: number } }
  | { readonly type: 'RecoveryReceived'; readonly data: { readonly findingId: string; readonly caseId?: string | undefined; readonly fen: number; readonly channel?: string | undefined } };
/** Relief paid from the reserve of a town, and its filing (libs/casework). A filing of relief that was paid by a list says nothing of a reserve. */
export type ReserveEvent =
  | { readonly type: 'ReservePaid'; readonly data: { readonly caseId: string; readonly town: string; readonly fen: number } }
  | { readonly type: 'ReliefFiled'; readonly data: { readonly caseId: string; readonly reserveFen?: number | undefined } };

export type MoneyEvent = FundEvent | PayItemEvent | ListHeadEvent | Accepted | Voided | RecoveryEvent | ReserveEvent;

/** Every type that is posted; others move no money. */
export const POSTED = [
  'BudgetIndicatorIssued', 'BudgetIndicatorAdjusted', 'TreasuryPaymentOrdered', 'ReserveFundToppedUp', 'PayListApproved', 'PayListReturned', 'PayItemListed', 'PaymentReissued', 'PaymentSettled', 'PaymentRejected', 'PaymentBounced', 'PaymentVoided',
  'BatchFileAccepted', 'BatchFileRejected', 'UnspentReturned', 'RecoveryOrdered', 'RecoveryReceived', 'RecoveryRemitted', 'RecoveryFailed', 'ReservePaid', 'ReliefFiled',
] as const satisfies readonly MoneyEvent['type'][];

/** Where the event lies: its county, and its town where it has one. */
export interface PostedAt {
  readonly county: string;
  readonly town?: string | undefined;
}

interface Dimensions {
  readonly benefit?: string | undefined;
  readonly source?: Posting['source'];
}

/** The postings of an event; none where it moves nothing. */
export function postingsOf(event: MoneyEvent, { county, town }: PostedAt): readonly Posting[] {
  const here = town ?? county;
  const move = (debit: Account, credit: Account, fen: number, { benefit, source }: Dimensions, division = here): readonly Posting[] =>
    (fen === 0 ? [] : [{ account: debit, side: 'debit', division, benefit, source, fen }, { account: credit, side: 'credit', division, benefit, source, fen }]);
  switch (event.type) {
    case 'BudgetIndicatorIssued':
      return move('indicators', 'appropriations', event.data.fen, event.data, county);
    case 'BudgetIndicatorAdjusted': {
      const { deltaFen } = event.data;
      return deltaFen > 0 ? move('indicators', 'appropriations', deltaFen, event.data, county) : move('appropriations', 'indicators', -deltaFen, event.data, county);
    }
    case 'TreasuryPaymentOrdered':
      return move('ordered', 'indicators', event.data.fen, event.data, county);
    case 'ReserveFundToppedUp': {
      const { fen, town: advanced, benefit, source } = event.data;
      return fen === 0 ? [] : [{ account: 'reserveAdvances', side: 'debit', division: advanced, benefit, source, fen }, { account: 'indicators', side: 'credit', division: county, benefit, source, fen }];
    }
    case 'PayListApproved':
    case 'PayListReturned':
      return committed(event, county);
    case 'BatchFileAccepted':
      return move('withBank', 'ordered', event.data.fen, event.data, county);
    case 'BatchFileRejected':
      return event.data.wasAccepted ? move('ordered', 'withBank', event.data.fen, event.data, county) : [];
    case 'UnspentReturned':
      return move('appropriations', 'returned', event.data.fen, event.data, county);
    case 'RecoveryOrdered':
      return move('recoverable', 'claims', event.data.fen, {});
    case 'RecoveryReceived':
      // What a list keeps back never left the treasury.
      return move(event.data.channel === 'offset' ? 'remitted' : 'recovered', event.data.channel === undefined ? 'claims' : 'recoverable', event.data.fen, {});
    case 'RecoveryRemitted':
      return move('remitted', 'recovered', event.data.fen, {});
    case 'RecoveryFailed':
      return move('claims', 'recoverable', event.data.fen, {});
    case 'ReservePaid':
      return move('reserveUnfiled', 'reserveAdvances', event.data.fen, { benefit: 'temporaryRelief' }, event.data.town);
    case 'ReliefFiled':
      return move('settled', 'reserveUnfiled', event.data.reserveFen ?? 0, { benefit: 'temporaryRelief' });
    case 'PayItemListed':
    case 'PaymentReissued':
    case 'PaymentSettled':
    case 'PaymentRejected':
    case 'PaymentBounced':
    case 'PaymentVoided':
      return itemPostings(event, county, here);
    default:
      return [];
  }
}

/** The commitment is the county's, what is owed is owed in its towns: the two agree or the list does not add up. A list returned after approval is owed no more. */
function committed({ type, data }: Extract<ListHeadEvent, { type: 'PayListApproved' | 'PayListReturned' }>, county: string): readonly Posting[] {
  if (type === 'PayListReturned' && data.approved === undefined) return [];
  const { benefit } = data;
  const { totalFen, byTown } = type === 'PayListApproved' ? data : (data.approved as NonNullable<typeof data.approved>);
  const [onCounty, onTowns] = type === 'PayListApproved' ? (['debit', 'credit'] as const) : (['credit', 'debit'] as const);
  return [
    ...(totalFen === 0 ? [] : [{ account: 'commitments', side: onCounty, division: county, benefit, fen: totalFen } as const]),
    ...byTown.filter(({ fen }) => fen !== 0).map(({ town, fen }) => ({ account: 'outstanding', side: onTowns, division: town, benefit, fen }) as const),
  ];
}

/** Costs are the county's, what is owed and paid lies in the town of the case. */
function itemPostings(event: PayItemEvent | Voided, county: string, here: string): readonly Posting[] {
  const { benefit, fen, orderNo, source = UNRECORDED_SOURCE } = event.data;
  if (fen === 0) return [];
  const live = orderNo !== undefined;
  const money = (debit: Account, credit: Account): readonly Posting[] => [{ account: debit, side: 'debit', division: county, benefit, source, fen }, { account: credit, side: 'credit', division: county, benefit, source, fen }];
  const owed = (side: 'debit' | 'credit'): Posting => ({ account: 'outstanding', side, division: here, benefit, fen });
  const cost = (side: 'debit' | 'credit'): Posting => ({ account: 'commitments', side, division: county, benefit, fen });
  const paid = (side: 'debit' | 'credit'): Posting => ({ account: 'settled', side, division: here, benefit, source, fen });
  const bank = (side: 'debit' | 'credit', account: Account = 'withBank'): Posting => ({ account, side, division: county, benefit, source, fen });
  switch (event.type) {
    case 'PayItemListed':
      return live ? [] : [cost('debit'), owed('credit'), ...money('withBank', 'indicators')];
    case 'PaymentReissued':
      return money(live ? 'ordered' : 'withBank', 'returned');
    case 'PaymentSettled': {
      const { after, unowed } = event.data;
      const from = bank('credit', after === undefined ? 'withBank' : 'returned');
      return unowed === undefined ? [owed('debit'), from, paid('debit'), cost('credit')] : [paid('debit'), from];
    }
    case 'PaymentRejected':
      return money('returned', 'withBank');
    case 'PaymentBounced': {
      const { settledOn, unowed } = event.data;
      if (settledOn === undefined) return money('returned', 'withBank');
      return unowed === undefined ? [bank('debit', 'returned'), owed('credit'), cost('debit'), paid('credit')] : [bank('debit', 'returned'), paid('credit')];
    }
    case 'PaymentVoided': {
      const { was, paidBy } = event.data;
      return [...(paidBy === undefined ? [owed('debit'), cost('credit')] : []), ...(was === 'ordered' ? money('returned', 'ordered') : [])];
    }
  }
}
