import { fen, parseCivilDate as d, parseCivilMonth as m } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { fundDecider, payListDecider, type PaymentOutcome, type RecordPayment } from './index.js';

const pay = (attempt: number, outcome: PaymentOutcome): RecordPayment => ({
  type: 'RecordPayment', listNo: 'L1', caseId: 'C1', benefit: 'dibao', ym: m('2019-01'), attempt, fen: fen(114_000), outcome, resultOn: d('2019-01-10'), bankTxnNo: 'T1', code: outcome === 'settled' ? undefined : 'AC01',
});
const item = (attempt: number) => ({ itemNo: `C1/2019-01/${attempt}`, listNo: 'L1', caseId: 'C1', benefit: 'dibao', ym: '2019-01', attempt, fen: 114_000 });

describe('a pay list', () => {
  const spec = specificationOf(payListDecider);
  const occurredAt = d('2019-01-10');
  it('lists a first attempt and says what became of it', () => {
    spec.given([]).when(pay(1, 'settled')).then([
      { type: 'PayItemListed', data: item(1), occurredAt },
      { type: 'PaymentSettled', data: { ...item(1), valueDate: '2019-01-10', bankTxnNo: 'T1' }, occurredAt },
    ]);
    spec.given([]).when(pay(1, 'rejected')).then([
      { type: 'PayItemListed', data: item(1), occurredAt },
      { type: 'PaymentRejected', data: { ...item(1), rejectedOn: '2019-01-10', code: 'AC01', bankTxnNo: 'T1' }, occurredAt },
    ]);
  });
  it('re-issues with a further attempt, which lists nothing anew', () => {
    spec.given([{ type: 'PayItemListed', data: item(1) }]).when(pay(2, 'bounced')).then([
      { type: 'PaymentReissued', data: item(2), occurredAt },
      { type: 'PaymentBounced', data: { ...item(2), bouncedOn: '2019-01-10', code: 'AC01', bankTxnNo: 'T1' }, occurredAt },
    ]);
  });
  it('holds an attempt for a case and month once', () => {
    spec.given([{ type: 'PayItemListed', data: item(1) }]).when(pay(1, 'settled')).thenRefused('PAY_ITEM_EXISTS');
  });
});

describe('a fund', () => {
  const issue = { type: 'IssueIndicator', indicatorNo: '财社〔2019〕1号', issuedOn: d('2019-02-01'), source: 'central', benefit: 'dibao', fen: fen(10_000_000) } as const;
  const issued = { type: 'BudgetIndicatorIssued', data: { indicatorNo: '财社〔2019〕1号', issuedOn: '2019-02-01', source: 'central', benefit: 'dibao', fen: 10_000_000 } } as const;
  it('is given an indicator once', () => {
    specificationOf(fundDecider).given([]).when(issue).then([{ ...issued, occurredAt: d('2019-02-01') }]);
    specificationOf(fundDecider).given([issued]).when({ ...issue, fen: fen(1) }).thenRefused('INDICATOR_EXISTS');
  });
});
