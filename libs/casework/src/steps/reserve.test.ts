/** Relief paid on the spot from the reserve of the town (QS-2019-T30, R23; process.md §8 h). */
import { caseStream, clockBookOf, type ClockEntry, openItems } from '../index.js';
import { after, but, dibaoUntil, given, path, script, STAFF, type Take } from './testing/story.js';

const EMERGENCY = { benefit: 'temporaryRelief', variant: 'emergency' } as const;
const S = script(EMERGENCY);
const undecided = path(EMERGENCY, 'submit', 'accept');
/** 600.00 decided on 2021-10-01. */
const decided = [...undecided, S.confirm];
const paid = [...decided, S.payRelief];
const cash = { method: 'cash', witness: '邻居', receiptNo: 'SJ1', reason: '银行已停业' };

it('pays what was decided, at once, and says who approved and who paid', () => {
  given(decided).when(S.payRelief).then({ type: 'ReservePaid', data: { on: '2021-10-01', town: '360111003', fen: 60_000, method: 'transfer', receiver: '甲', signed: true, approver: STAFF.decider, paidBy: STAFF.window } });
  given(decided).when(but(S.payRelief, { fen: 40_000 })).thenAccepted();
});
it('not more than was decided, not before, not twice', () => {
  given(decided).when(but(S.payRelief, { fen: 60_001 })).thenRefused('RELIEF_ABOVE_DECISION', { decidedFen: 60_000, statedFen: 60_001 });
  given(undecided).when(S.payRelief).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the confirmation (confirm)'] });
  given(decided).when(but(S.payRelief, { on: '2021-09-30' })).thenRefused('STEP_TOO_EARLY', { step: 'the confirmation (confirm)' });
  given(paid).when(but(S.payRelief, { on: '2021-10-02', fen: 1 })).thenRefused('STEP_DONE', { step: 'the payment from the reserve' });
  given(undecided, S.deny).when(S.payRelief).thenRefused('CASE_CLOSED');
});
it('only relief in an emergency', () => {
  given(dibaoUntil('confirm')).when(S.payRelief).thenRefused('STEP_NOT_IN_PROCEDURE', { benefit: 'dibao' });
  given(path({ benefit: 'temporaryRelief', variant: 'expenditure' }, 'submit', 'accept')).when(S.payRelief).thenRefused('STEP_NOT_IN_PROCEDURE');
});
it('whoever decided does not pay, nor unregistered kin', () => {
  given(decided).when(but(S.payRelief, {}, STAFF.decider)).thenRefused('SAME_PERSON', { staffId: STAFF.decider });
  given(decided, S.declareKin).when(but(S.payRelief, {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED');
});
it('the receiver signs, or somebody was there', () => {
  for (const method of ['transfer', 'goods']) {
    given(decided).when(but(S.payRelief, { method, signed: false })).thenRefused('RECEIPT_MISSING', { missing: ['witness'] });
    given(decided).when(but(S.payRelief, { method, signed: false, witness: '邻居' })).thenAccepted();
  }
});
it('cash only with receipt, witness and reason, also where the receiver signed', () => {
  given(decided).when(but(S.payRelief, cash)).thenAccepted();
  given(decided).when(but(S.payRelief, { method: 'cash' })).thenRefused('RECEIPT_MISSING', { missing: ['receiptNo', 'witness', 'reason'] });
  for (const field of ['witness', 'receiptNo', 'reason']) given(decided).when(but(S.payRelief, { ...cash, [field]: undefined })).thenRefused('RECEIPT_MISSING', { missing: [field] });
});
it('the papers are completed and the payment is filed after it, also where the decision was filed before', () => {
  given(paid).when(S.completePapers).thenAccepted();
  given(paid).when(S.fileRelief).thenAccepted();
  given(decided, but(S.fileRelief, { on: '2021-10-01' }), S.payRelief).when(S.fileRelief).thenAccepted();
  given(paid, S.fileRelief).when(but(S.fileRelief, { on: '2021-10-20' })).thenRefused('STEP_DONE', { step: 'the filing' });
});
it('papers and filing are owed from the payment, by the town', () => {
  const entries = (takes: readonly Take[]): ClockEntry[] => takes.flatMap((take, n) => caseStream.decider.decide(take, after(takes.slice(0, n)))
    .map((event) => ({ event, on: event.occurredAt, code6: '360111', by: take.context.by, imported: false, delegated: false })));
  const owed = (...takes: readonly Take[]): string[] => {
    const book = clockBookOf(entries([...decided, ...takes]));
    if (book === undefined) throw new Error('something was told');
    return openItems(book).map(({ clock, dueOn, owner }) => `${clock} ${dueOn} ${owner}`).filter((item) => !item.startsWith('serve')).sort();
  };
  // 8, 9 October (2), 11-15 (7), 18-20 (10); from Friday 8 October: 9 (1), 11-15 (6), 18-21 (10).
  expect(owed()).toEqual(['reliefFiling 2021-10-20 town', 'reliefPapers 2021-10-20 town']);
  const later = but(S.payRelief, { on: '2021-10-08' });
  expect(owed(later)).toEqual(['reliefPapers 2021-10-20 town', 'reserveFiling 2021-10-21 town']);
  expect(owed(later, S.completePapers, but(S.fileRelief, { on: '2021-10-20' }))).toEqual([]);
});

describe('cash or goods (R47, R23)', () => {
  const GOODS = { on: '2021-10-01', method: 'goods', goods: [{ name: '大米', qty: 2, unit: '袋' }], receiver: '甲', signed: true };
  it('are handed over in parts up to what was decided, and say who approved and who gave them', () => {
    given(decided).when(S.deliverRelief).then({ type: 'CashOrGoodsDelivered', data: { ...GOODS, fen: 60_000, approver: STAFF.decider, deliveredBy: STAFF.window } });
    const part = but(S.deliverRelief, { fen: 40_000 });
    given(decided, part).when(but(S.deliverRelief, { fen: 20_000 })).thenAccepted();
    given(decided, part).when(but(S.deliverRelief, { fen: 20_001 })).thenRefused('RELIEF_ABOVE_DECISION', { decidedFen: 60_000, givenFen: 40_000, statedFen: 20_001 });
  });
  it('with what the reserve paid not more than was decided, whichever comes first', () => {
    given(decided, but(S.payRelief, { fen: 50_000 })).when(but(S.deliverRelief, { fen: 10_000 })).thenAccepted();
    given(decided, but(S.payRelief, { fen: 50_000 })).when(but(S.deliverRelief, { fen: 10_001 })).thenRefused('RELIEF_ABOVE_DECISION', { givenFen: 50_000 });
    given(decided, but(S.deliverRelief, { fen: 50_000 })).when(but(S.payRelief, { fen: 10_001 })).thenRefused('RELIEF_ABOVE_DECISION', { givenFen: 50_000 });
  });
  it('any temporary relief that was decided, nothing else', () => {
    given(undecided).when(S.deliverRelief).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the confirmation (confirm)'] });
    given(decided).when(but(S.deliverRelief, { on: '2021-09-30' })).thenRefused('STEP_TOO_EARLY');
    given(dibaoUntil('confirm')).when(S.deliverRelief).thenRefused('STEP_NOT_IN_PROCEDURE', { benefit: 'dibao' });
    given(undecided, S.deny).when(S.deliverRelief).thenRefused('CASE_CLOSED');
    const way = path({ benefit: 'temporaryRelief', variant: 'expenditure' }, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessIncome', 'assessRigidExpenditure', 'issueOpinion', 'postNotice', 'closeNotice', 'forward', 'confirm');
    given(way).when(S.deliverRelief).thenAccepted();
  });
  it('proved: goods are named, cash has receipt, witness and reason, and the receiver signs or somebody was there', () => {
    given(decided).when(but(S.deliverRelief, { goods: undefined })).thenRefused('RECEIPT_MISSING', { missing: ['goods'] });
    given(decided).when(but(S.deliverRelief, { goods: undefined, signed: false })).thenRefused('RECEIPT_MISSING', { missing: ['goods', 'witness'] });
    given(decided).when(but(S.deliverRelief, { method: 'cash', goods: undefined })).thenRefused('RECEIPT_MISSING', { missing: ['receiptNo', 'witness', 'reason'] });
    given(decided).when(but(S.deliverRelief, { ...cash, goods: undefined })).thenAccepted();
  });
  it('whoever decided hands nothing over, nor unregistered kin', () => {
    given(decided).when(but(S.deliverRelief, {}, STAFF.decider)).thenRefused('SAME_PERSON', { staffId: STAFF.decider });
    given(decided, S.declareKin).when(but(S.deliverRelief, {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED');
  });
});
