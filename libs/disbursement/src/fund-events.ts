/** What a county may pay from and what it ordered from it: the events of its fund. */
import { codecOf } from '#kernel';

export const FUND_SOURCES = ['central', 'province', 'city', 'county'] as const;
export type FundSource = (typeof FUND_SOURCES)[number];

export interface TreasuryOrder {
  readonly orderNo: string;
  readonly listNo: string;
  /** The version of the list that was approved. */
  readonly version: number;
  readonly benefit: string;
  readonly ym: string;
  readonly indicatorNo: string;
  readonly source: FundSource;
  readonly fen: number;
  readonly payMode: 'direct' | 'authorised';
  readonly payerAccount?: string | undefined;
  readonly orderedBy: string;
}

export type FundEvent =
  | { readonly type: 'BudgetIndicatorIssued'; readonly data: { readonly indicatorNo: string; readonly issuedOn: string; readonly source: FundSource; readonly benefit: string; readonly fen: number } }
  /** `deltaFen` up or down; the document that says so. */
  | { readonly type: 'BudgetIndicatorAdjusted'; readonly data: { readonly indicatorNo: string; readonly documentNo: string; readonly source: FundSource; readonly benefit: string; readonly deltaFen: number; readonly reason: string } }
  | { readonly type: 'TreasuryPaymentOrdered'; readonly data: TreasuryOrder }
  /** 备用金拨入: an advance to a town for relief on the spot (QS-2019-T30). */
  | { readonly type: 'ReserveFundToppedUp'; readonly data: { readonly documentNo: string; readonly town: string; readonly indicatorNo: string; readonly source: FundSource; readonly benefit: string; readonly fen: number } }
  /** 结余上缴: money that came back and is not paid again goes to the treasury, and with it the authority to spend it. */
  | { readonly type: 'UnspentReturned'; readonly data: { readonly documentNo: string; readonly year: number; readonly source: FundSource; readonly benefit: string; readonly fen: number; readonly reason: string } };

export const fundCodec = codecOf<FundEvent>(1, { BudgetIndicatorIssued: true, BudgetIndicatorAdjusted: true, TreasuryPaymentOrdered: true, ReserveFundToppedUp: true, UnspentReturned: true });
