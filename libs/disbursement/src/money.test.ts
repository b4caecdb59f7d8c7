/** The fund of a county, and the postings of every event of money. Expected values by hand. */
import fc from 'fast-check';
import { type CivilDate, fen, parseCivilDate as d } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { type Account, balanced, checkPostings, fundDecider, type FundEvent, type MoneyEvent, type OrderPayment, payPartDecider, postingsOf, type TakeFundStep } from './index.js';

const today = d('2026-01-01');
const issued: FundEvent = { type: 'BudgetIndicatorIssued', data: { indicatorNo: 'ZB1', issuedOn: '2019-02-01', source: 'county', benefit: 'dibao', fen: 1_000 } };
const relief: FundEvent = { type: 'BudgetIndicatorIssued', data: { indicatorNo: 'ZB9', issuedOn: '2019-02-01', source: 'city', benefit: 'temporaryRelief', fen: 500 } };
const order = (said: Partial<OrderPayment> = {}): OrderPayment => ({
  type: 'OrderPayment', orderNo: 'ZF1', listNo: 'dibao-2019-03', version: 1, benefit: 'dibao', ym: '2019-03', indicatorNo: 'ZB1', fen: 1_000, payMode: 'direct', orderedBy: 'finance', on: d('2019-03-18'), today, ...said,
});
const { type: _type, on: _on, today: _today, ...said } = order();
const ordered: FundEvent = { type: 'TreasuryPaymentOrdered', data: { ...said, source: 'county' } };
const step = (name: string, stated: object): TakeFundStep => ({ type: 'TakeFundStep', step: name, stated: { on: '2019-03-01', ...stated }, today }) as TakeFundStep;
const spec = specificationOf(fundDecider);

describe('an order', () => {
  it('takes an indicator to its last fen', () => spec.given([issued]).when(order()).then([{ ...ordered, occurredAt: d('2019-03-18') }]));
  it('sent again changes nothing', () => spec.given([issued, ordered]).when(order()).then([]));
  it.each<[why: string, said: Partial<OrderPayment>, given: readonly FundEvent[], code: string]>([
    ['a fen beyond the indicator', { fen: 1_001 }, [issued], 'INDICATOR_EXCEEDED'],
    ['what an order before took', { listNo: 'dibao-2019-04', orderNo: 'ZF2', fen: 1 }, [issued, ordered], 'INDICATOR_EXCEEDED'],
    ['an indicator of another benefit', { benefit: 'tekun', listNo: 'tekun-2019-03' }, [issued], 'INDICATOR_OF_OTHER_BENEFIT'],
    ['an indicator nobody knows', { indicatorNo: 'ZB2' }, [issued], 'INDICATOR_UNKNOWN'],
    ['an indicator that was issued later', { on: d('2019-01-31') }, [issued], 'INDICATOR_UNKNOWN'],
    ['a list that is ordered, by another order', { orderNo: 'ZF2' }, [issued, ordered], 'LIST_ORDERED'],
    ['a number of another list', { listNo: 'dibao-2019-04', fen: 1 }, [{ ...issued, data: { ...issued.data, fen: 2_000 } }, ordered], 'ORDER_EXISTS'],
    ['nothing', { fen: 0 }, [issued], 'ORDER_EMPTY'],
    ['a day to come', { on: '2999-01-01' as CivilDate }, [issued], 'STEP_IN_FUTURE'],
  ])('of %s is refused', (_why, changed, given, code) => spec.given(given).when(order(changed)).thenRefused(code));
});

describe('an indicator', () => {
  const adjust = (direction: 'up' | 'down', amount: number) => step('adjust', { indicatorNo: 'ZB1', documentNo: 'W1', direction, fen: amount, reason: '追加' });
  const adjusted = (deltaFen: number): FundEvent => ({ type: 'BudgetIndicatorAdjusted', data: { indicatorNo: 'ZB1', documentNo: 'W1', source: 'county', benefit: 'dibao', deltaFen, reason: '追加' } });
  it('is adjusted up, and down to what was ordered', () => {
    spec.given([issued]).when(adjust('up', 5)).then([{ ...adjusted(5), occurredAt: d('2019-03-01') }]);
    spec.given([issued]).when(adjust('down', 1_000)).then([{ ...adjusted(-1_000), occurredAt: d('2019-03-01') }]);
    spec.given([issued, ordered]).when(adjust('down', 1)).thenRefused('INDICATOR_EXCEEDED');
    spec.given([issued, adjusted(5)]).when(adjust('up', 5)).thenRefused('FUND_DOCUMENT_EXISTS');
  });
  it('is drawn on by a reserve, of relief only', () => {
    const topUp = (more: object) => step('topUpReserve', { documentNo: 'BY1', town: '360111003', indicatorNo: 'ZB9', fen: 500, ...more });
    spec.given([relief]).when(topUp({})).then([{ type: 'ReserveFundToppedUp', data: { documentNo: 'BY1', town: '360111003', indicatorNo: 'ZB9', source: 'city', benefit: 'temporaryRelief', fen: 500 }, occurredAt: d('2019-03-01') }]);
    spec.given([relief]).when(topUp({ fen: 501 })).thenRefused('INDICATOR_EXCEEDED');
    spec.given([issued]).when(topUp({ indicatorNo: 'ZB1' })).thenRefused('INDICATOR_OF_OTHER_BENEFIT');
    spec.given([relief]).when(topUp({ town: '360111' })).thenRefused('RESERVE_TOWN_INVALID');
  });
});

describe('postings', () => {
  const place = { county: '360111', town: '360111003' };
  const moved = (event: MoneyEvent): string => postingsOf(event, place).map(({ account, side, division, source, fen: amount }) => `${side === 'debit' ? '+' : '-'}${account} ${division === '360111' ? 'county' : 'town'} ${source ?? ''} ${amount}`).join(', ');
  const item = { itemNo: 'C1/2019-03/base/1', listNo: 'dibao-2019-03', caseId: 'C1', benefit: 'dibao', ym: '2019-03', attempt: 1, fen: 100 };
  const live = { ...item, orderNo: 'ZF1', source: 'county' as const };
  it.each<[string, MoneyEvent, string]>([
    ['an indicator', issued, '+indicators county county 1000, -appropriations county county 1000'],
    ['an order', ordered, '+ordered county county 1000, -indicators county county 1000'],
    ['an item of a workbook', { type: 'PayItemListed', data: item }, '+commitments county  100, -outstanding town  100, +withBank county unrecorded 100, -indicators county unrecorded 100'],
    ['an item of a live list', { type: 'PayItemListed', data: live }, ''],
    ['a settlement', { type: 'PaymentSettled', data: { ...live, valueDate: '2019-03-20' } }, '+outstanding town  100, -withBank county county 100, +settled town county 100, -commitments county  100'],
    ['a rejection', { type: 'PaymentRejected', data: { ...live, rejectedOn: '2019-03-20' } }, '+returned county county 100, -withBank county county 100'],
    ['a bounce days after', { type: 'PaymentBounced', data: { ...live, bouncedOn: '2019-03-25', settledOn: '2019-03-20' } }, '+returned county county 100, -outstanding town  100, +commitments county  100, -settled town county 100'],
    ['a re-issue', { type: 'PaymentReissued', data: live }, '+ordered county county 100, -returned county county 100'],
    ['money received', { type: 'RecoveryReceived', data: { findingId: 'Y1', fen: 100, channel: 'bank' } }, '+recovered town  100, -recoverable town  100'],
    ['money a book says was received', { type: 'RecoveryReceived', data: { findingId: 'Y1', fen: 100 } }, '+recovered town  100, -claims town  100'],
    ['relief from the reserve', { type: 'ReservePaid', data: { caseId: 'C1', town: '360111003', fen: 100 } }, '+reserveUnfiled town  100, -reserveAdvances town  100'],
    ['its filing', { type: 'ReliefFiled', data: { caseId: 'C1', reserveFen: 100 } }, '+settled town  100, -reserveUnfiled town  100'],
    ['a filing of relief that a list paid', { type: 'ReliefFiled', data: { caseId: 'C1' } }, ''],
    ['nothing', { type: 'PayItemListed', data: { ...item, fen: 0 } }, ''],
  ])('of %s', (_what, event, expected) => expect(moved(event)).toBe(expected));

  it('of a list whose towns do not come to its total are refused before they are written', () => {
    const approved = (town: number): MoneyEvent => ({ type: 'PayListApproved', data: { listNo: 'dibao-2019-03', version: 1, benefit: 'dibao', ym: '2019-03', on: '2019-03-12', approvalNo: 'SD1', hash: 'h', items: 1, totalFen: 100, byTown: [{ town: '360111003', items: 1, fen: town }], approvedBy: 'leader' } });
    expect(() => checkPostings('PayListApproved', postingsOf(approved(100), place))).not.toThrow();
    const decider = balanced<null, number, { type: 'PayListApproved'; data: object }>({ initialState: () => null, decide: (town) => [{ ...(approved(town) as { type: 'PayListApproved'; data: object }), occurredAt: today }], evolve: (state) => state });
    expect(decider.decide(100, null)).toHaveLength(1);
    expect(() => decider.decide(99, null)).toThrow(expect.objectContaining({ code: 'POSTINGS_UNBALANCED' }) as Error);
  });
  it('of whole fen only', () => {
    expect(() => checkPostings('X', [{ account: 'settled', side: 'debit', division: '360111', fen: 0.5 }, { account: 'withBank', side: 'credit', division: '360111', fen: 0.5 }])).toThrow(/fen/);
  });

  it('balance for every event, and the trial balance is zero after any of them in any order', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 });
    const event = fc.tuple(fc.constantFrom('PayItemListed', 'PaymentReissued', 'PaymentSettled', 'PaymentRejected', 'PaymentBounced', 'BudgetIndicatorAdjusted', 'RecoveryOrdered', 'RecoveryReceived', 'RecoveryRemitted', 'RecoveryFailed', 'ReservePaid', 'ReliefFiled', 'BatchFileAccepted', 'PaymentVoided'), amount, fc.boolean())
      .map(([type, sum, isLive]) => ({ type, data: { ...(isLive ? live : item), fen: sum, deltaFen: isLive ? sum : -sum, reserveFen: sum, town: '360111003', findingId: 'Y1', ...(isLive ? { channel: 'bank', settledOn: '2019-03-20' } : {}) } }) as unknown as MoneyEvent);
    fc.assert(fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const accounts = new Map<Account, number>();
      for (const one of events) {
        const postings = postingsOf(one, place);
        checkPostings(one.type, postings);
        for (const { account, side, fen: sum } of postings) accounts.set(account, (accounts.get(account) ?? 0) + (side === 'debit' ? sum : -sum));
      }
      expect([...accounts.values()].reduce((sum, value) => sum + value, 0)).toBe(0);
      expect((accounts.get('commitments') ?? 0) + (accounts.get('outstanding') ?? 0)).toBe(0);
    }), { numRuns: 300, seed: 7 });
  });
});

describe('a part of a list', () => {
  const line = { itemNo: 'C1/2019-03/base/1', caseId: 'C1', town: '360111003', householdId: 'H1', kind: 'base' as const, label: 'base', ym: '2019-03', persons: 2, fen: 100 };
  const held = { ...line, itemNo: 'C2/2019-03/base/1', caseId: 'C2', held: { because: 'noAccount' as const } };
  const draft = { listNo: 'dibao-2019-03', part: 1, hash: 'h', lines: [line, held], ended: [] };
  const part = specificationOf(payPartDecider);
  const list = (itemNo: string, orderNo = 'ZF1', hash = 'h') => ({ type: 'ListItem' as const, hash, itemNo, benefit: 'dibao', orderNo, source: 'county' as const, on: d('2019-03-18') });
  const drafted = { type: 'PayItemsDrafted' as const, data: draft };
  const listed = { type: 'PayItemListed' as const, data: { itemNo: line.itemNo, listNo: 'dibao-2019-03', caseId: 'C1', benefit: 'dibao', ym: '2019-03', attempt: 1, fen: fen(100), kind: 'base' as const, orderNo: 'ZF1', source: 'county' as const } };
  it('is drafted once per compilation, and not after it was ordered', () => {
    part.given([]).when({ type: 'DraftItems', draft, on: d('2019-03-09') }).then([{ ...drafted, occurredAt: d('2019-03-09') }]);
    part.given([drafted]).when({ type: 'DraftItems', draft, on: d('2019-03-10') }).then([]);
    part.given([drafted, listed]).when({ type: 'DraftItems', draft: { ...draft, hash: 'g' }, on: d('2019-03-10') }).thenRefused('PAY_PART_LISTED');
  });
  it('lists what was approved, once', () => {
    part.given([drafted]).when(list(line.itemNo)).then([{ ...listed, occurredAt: d('2019-03-18') }]);
    part.given([drafted, listed]).when(list(line.itemNo)).then([]);
    part.given([drafted, listed]).when(list(line.itemNo, 'ZF2')).thenRefused('PAY_ITEM_EXISTS');
    part.given([drafted]).when(list(held.itemNo)).thenRefused('PAY_ITEM_UNKNOWN');
    part.given([drafted]).when(list('C9/2019-03/base/1')).thenRefused('PAY_ITEM_UNKNOWN');
    part.given([drafted]).when(list(line.itemNo, 'ZF1', 'g')).thenRefused('PAY_PART_UNKNOWN');
  });
});
