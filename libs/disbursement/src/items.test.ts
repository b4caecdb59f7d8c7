/** An item with the bank: every answer in every state, re-issue, void, batches, closing; and that nobody is paid twice unseen. Expected values by hand. */
import { parseCivilDate as d } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { type ApplyAnswer, partHash, payPartDecider, type PayPartCommand, type PayPartEvent, type PayPartState } from './index.js';
import type { PayItem } from './pay-item.js';

const spec = specificationOf(payPartDecider);
const REF = { streamId: 'household-H1@360111', revision: '1', type: 'PayeeAccountRegistered' };
const NEW_ACCOUNT = { streamId: 'payee-H1@360111', revision: '1', type: 'PayeeAccountCorrected' };
const item = (attempt = 1, more: Partial<PayItem> = {}): PayItem => ({ itemNo: `C1/2019-03/base/${attempt}`, listNo: 'dibao-2019-03', caseId: 'C1', benefit: 'dibao', ym: '2019-03', attempt, fen: 100, kind: 'base', orderNo: 'ZF1', source: 'county', payee: REF, ...more });
const of = { listNo: 'dibao-2019-03', part: 1 };
const listed: PayPartEvent = { type: 'PayItemListed', data: item() };
const sent = (attempt = 1, batchNo = 'B1', payee = REF): PayPartEvent => ({ type: 'PayItemsSent', data: { ...of, batchNo, items: [{ itemNo: item(attempt).itemNo, payee }] } });
const settled = (attempt = 1, valueDate = '2019-03-21', more: object = { bankTxnNo: 'T1' }): PayPartEvent => ({ type: 'PaymentSettled', data: { ...item(attempt, attempt > 1 ? { payee: NEW_ACCOUNT } : {}), valueDate, ...more } });
const rejected = (attempt = 1, next: 'correct' | 'person' | 'payer' = 'correct'): PayPartEvent => ({ type: 'PaymentRejected', data: { ...item(attempt), rejectedOn: '2019-03-21', code: 'accountClosed', bankCode: 'E003', next } });
const bouncedAfter: PayPartEvent = { type: 'PaymentBounced', data: { ...item(), bouncedOn: '2019-03-25', code: 'accountClosed', next: 'correct', settledOn: '2019-03-21' } };
const reissued: PayPartEvent = { type: 'PaymentReissued', data: { ...item(2, { payee: NEW_ACCOUNT }), replaces: item().itemNo, approvedBy: 'finance' } };

const says = (answer: Omit<ApplyAnswer['answer'], 'on'>, on = '2019-03-21', attempt = 1): ApplyAnswer => ({ type: 'ApplyAnswer', itemNo: item(attempt).itemNo, answer: { ...answer, on }, on: d(on) });
const SETTLED = says({ status: 'settled', valueDate: '2019-03-21', bankTxnNo: 'T1' } as never);
const REJECTED = says({ status: 'rejected', code: 'accountClosed', bankCode: 'E003', next: 'correct' } as never);
const at = (event: PayPartEvent, on: string) => ({ ...event, occurredAt: d(on) });

describe('an answer of the bank', () => {
  it('settles or rejects what was sent, and says nothing new the second time', () => {
    spec.given([listed, sent()]).when(SETTLED).then([at(settled(), '2019-03-21')]);
    spec.given([listed, sent(), settled()]).when(SETTLED).then([]);
    spec.given([listed, sent()]).when(REJECTED).then([at(rejected(), '2019-03-21')]);
    spec.given([listed, sent(), rejected()]).when(REJECTED).then([]);
  });
  it('of something nobody sent, or nobody knows, is refused', () => {
    spec.given([listed]).when(SETTLED).thenRefused('PAY_ITEM_NOT_SENT');
    spec.given([]).when(SETTLED).thenRefused('PAY_ITEM_UNKNOWN');
  });
  it('whose reason is unknown leaves the item with the bank, and it is not issued again', () => {
    const UNKNOWN = says({ status: 'rejected', code: 'unknown', bankCode: 'E099', next: 'query' } as never);
    const pending: PayPartEvent = { type: 'PaymentPending', data: { ...item(), answeredOn: '2019-03-21', code: 'unknown', bankCode: 'E099', next: 'query' } };
    spec.given([listed, sent()]).when(UNKNOWN).then([at(pending, '2019-03-21')]);
    spec.given([listed, sent(), pending]).when(UNKNOWN).then([]);
    spec.given([listed, sent(), pending]).when({ type: 'ReissueItem', itemNo: item().itemNo, account: { payee: NEW_ACCOUNT, verifiedOn: '2019-04-01' }, by: 'finance', on: d('2019-04-01') }).thenRefused('PAYMENT_UNKNOWN');
    spec.given([listed, sent(), pending]).when({ type: 'VoidItem', itemNo: item().itemNo, reason: '死亡', by: 'auditor', on: d('2019-04-01') }).thenRefused('PAYMENT_UNKNOWN');
    spec.given([listed, sent(), pending]).when(SETTLED).then([at(settled(), '2019-03-21')]);
    spec.given([listed, sent(), settled()]).when(UNKNOWN).thenRefused('PAYMENT_ANSWER_CONFLICTS');
  });
  it('days later takes a settlement back: a bounce, which remembers the settlement', () => {
    const late = says({ status: 'rejected', code: 'accountClosed', next: 'correct' } as never, '2019-03-25');
    spec.given([listed, sent(), settled()]).when(late).then([at(bouncedAfter, '2019-03-25')]);
    // The old settlement told again, in whatever file, is no news; a later one is one.
    spec.given([listed, sent(), settled(), bouncedAfter]).when(SETTLED).then([]);
    const again = says({ status: 'settled', valueDate: '2019-03-28', bankTxnNo: 'T9' } as never, '2019-03-28');
    spec.given([listed, sent(), settled(), bouncedAfter]).when(again).then([at(settled(1, '2019-03-28', { bankTxnNo: 'T9', after: 'bounced' }), '2019-03-28')]);
    spec.given([listed, sent(), settled(), bouncedAfter]).when(says({ status: 'settled' } as never, '2019-03-28')).thenRefused('PAYMENT_ANSWER_CONFLICTS');
  });
  it('that names another transaction for what is settled is a contradiction', () => {
    spec.given([listed, sent(), settled()]).when(says({ status: 'settled', valueDate: '2019-03-21', bankTxnNo: 'T2' } as never)).thenRefused('PAYMENT_ANSWER_CONFLICTS');
  });
});

describe('the original settles after all', () => {
  const late = says({ status: 'settled', valueDate: '2019-03-26', bankTxnNo: 'T1' } as never, '2019-03-26');
  it('before its re-issue was sent: the re-issue is void, and nothing is sent', () => {
    spec.given([listed, sent(), rejected(), reissued]).when(late).then([
      at({ type: 'PaymentVoided', data: { ...item(2, { payee: NEW_ACCOUNT }), voidedOn: '2019-03-26', was: 'ordered', reason: '原明细已入账', paidBy: item().itemNo } }, '2019-03-26'),
      at(settled(1, '2019-03-26', { bankTxnNo: 'T1', after: 'rejected' }), '2019-03-26'),
    ]);
  });
  it('after it was sent: both may settle, and the second is owed to nobody', () => {
    const original = settled(1, '2019-03-26', { bankTxnNo: 'T1', after: 'rejected' });
    const story = [listed, sent(), rejected(), reissued, sent(2, 'B2', NEW_ACCOUNT)];
    spec.given(story).when(late).then([at(original, '2019-03-26')]);
    spec.given([...story, original]).when(says({ status: 'settled', valueDate: '2019-03-27', bankTxnNo: 'T2' } as never, '2019-03-27', 2)).then([at(settled(2, '2019-03-27', { bankTxnNo: 'T2', unowed: 'paidTwice' }), '2019-03-27')]);
    // One of the two comes back: what remains is what was owed.
    spec.given([...story, original, settled(2, '2019-03-27', { bankTxnNo: 'T2', unowed: 'paidTwice' })]).when(says({ status: 'bounced', next: 'verify' } as never, '2019-03-29')).then([
      at({ type: 'PaymentBounced', data: { ...item(), bouncedOn: '2019-03-29', next: 'verify', settledOn: '2019-03-26', unowed: 'paidTwice' } }, '2019-03-29'),
    ]);
  });
});

describe('a re-issue', () => {
  const ask = (account: object | undefined, on = '2019-03-26') => ({ type: 'ReissueItem', itemNo: item().itemNo, account, by: 'finance', on: d(on) }) as PayPartCommand;
  it('names the item it replaces and goes to another account, verified since the failure', () => {
    spec.given([listed, sent(), rejected()]).when(ask({ payee: NEW_ACCOUNT, verifiedOn: '2019-03-25' })).then([at(reissued, '2019-03-26')]);
    spec.given([listed, sent(), rejected()]).when(ask(undefined)).thenRefused('ACCOUNT_QUARANTINED');
    spec.given([listed, sent(), rejected()]).when(ask({ payee: REF, verifiedOn: '2019-03-25' })).thenRefused('ACCOUNT_QUARANTINED');
    spec.given([listed, sent(), rejected()]).when(ask({ payee: NEW_ACCOUNT, verifiedOn: '2019-03-20' })).thenRefused('ACCOUNT_QUARANTINED');
    spec.given([listed, sent(), rejected()]).when(ask({ payee: NEW_ACCOUNT })).thenRefused('ACCOUNT_QUARANTINED');
  });
  it('may go to the same account where the person had to go to the bank, and at once where our own was short', () => {
    spec.given([listed, sent(), rejected(1, 'person')]).when(ask({ payee: REF, verifiedOn: '2019-03-25' })).then([at({ type: 'PaymentReissued', data: { ...item(2), replaces: item().itemNo, approvedBy: 'finance' } }, '2019-03-26')]);
    spec.given([listed, sent(), rejected(1, 'person')]).when(ask({ payee: REF })).thenRefused('ACCOUNT_QUARANTINED');
    spec.given([listed, sent(), rejected(1, 'payer')]).when(ask({ payee: REF })).then([at({ type: 'PaymentReissued', data: { ...item(2), replaces: item().itemNo, approvedBy: 'finance' } }, '2019-03-26')]);
  });
  it('is once, and only of what failed', () => {
    const account = { payee: NEW_ACCOUNT, verifiedOn: '2019-03-25' };
    spec.given([listed, sent(), rejected(), reissued]).when(ask(account)).thenRefused('PAYMENT_NOT_FAILED');
    spec.given([listed, sent(), rejected(), reissued, sent(2, 'B2')]).when(ask(account)).thenRefused('PAYMENT_UNKNOWN');
    spec.given([listed, sent(), settled()]).when(ask(account)).thenRefused('PAYMENT_NOT_FAILED');
    spec.given([listed]).when(ask(account)).thenRefused('PAYMENT_NOT_FAILED');
    spec.given([listed, sent(), rejected()]).when(ask(account, '2019-03-20')).thenRefused('STEP_TOO_EARLY');
  });
  it('after one that was withdrawn has a further number', () => {
    const withdrawn: PayPartEvent = { type: 'PaymentVoided', data: { ...item(2, { payee: NEW_ACCOUNT }), voidedOn: '2019-03-26', was: 'ordered', reason: '原明细已入账', paidBy: item().itemNo } };
    const story = [listed, sent(), rejected(), reissued, withdrawn, settled(1, '2019-03-26', { after: 'rejected' }), { type: 'PaymentBounced', data: { ...item(), bouncedOn: '2019-03-29', next: 'payer', settledOn: '2019-03-26' } }] as PayPartEvent[];
    spec.given(story).when(ask({ payee: NEW_ACCOUNT }, '2019-03-30')).then([at({ type: 'PaymentReissued', data: { ...item(3, { payee: NEW_ACCOUNT }), replaces: item().itemNo, approvedBy: 'finance' } }, '2019-03-30')]);
  });
});

describe('a void item', () => {
  const ask = (attempt = 1): PayPartCommand => ({ type: 'VoidItem', itemNo: item(attempt).itemNo, reason: '死亡', by: 'auditor', on: d('2019-03-26') });
  const voided = (was: 'ordered' | 'returned', attempt = 1): PayPartEvent => ({ type: 'PaymentVoided', data: { ...item(attempt), voidedOn: '2019-03-26', was, reason: '死亡', voidedBy: 'auditor' } });
  it('says where its money is', () => {
    spec.given([listed]).when(ask()).then([at(voided('ordered'), '2019-03-26')]);
    spec.given([listed, sent(), rejected()]).when(ask()).then([at(voided('returned'), '2019-03-26')]);
    spec.given([listed, sent(), rejected(), voided('returned')]).when(ask()).then([]);
    spec.given([listed, sent(), settled()]).when(ask()).thenRefused('PAYMENT_NOT_OWED');
    spec.given([listed, sent(), rejected(), reissued]).when(ask()).thenRefused('PAYMENT_NOT_FAILED');
  });
  it('that the bank paid after all is owed to nobody', () => {
    spec.given([listed, sent(), rejected(), voided('returned')]).when(says({ status: 'settled', valueDate: '2019-03-27', bankTxnNo: 'T1' } as never, '2019-03-27')).then([at(settled(1, '2019-03-27', { bankTxnNo: 'T1', after: 'rejected', unowed: 'voided' }), '2019-03-27')]);
    spec.given([listed, voided('ordered')]).when(SETTLED).thenRefused('PAY_ITEM_NOT_SENT');
  });
});

describe('a batch', () => {
  const send = (batchNo: string, items = [{ itemNo: item().itemNo, payee: REF }]): PayPartCommand => ({ type: 'SendItems', ...of, batchNo, items, on: d('2019-03-19') });
  it('takes what is listed, an item once, and is what it is for good', () => {
    spec.given([listed]).when(send('B1')).then([at(sent(), '2019-03-19')]);
    spec.given([listed, sent()]).when(send('B2')).then([at({ type: 'PayItemsSent', data: { ...of, batchNo: 'B2', items: [] } }, '2019-03-19')]);
    spec.given([listed, { type: 'PayItemsSent', data: { ...of, batchNo: 'B1', items: [] } }]).when(send('B1')).then([]);
  });
  it('that the bank refused gives its items back, unless it answered for one', () => {
    const recall: PayPartCommand = { type: 'RecallItems', ...of, batchNo: 'B1', on: d('2019-03-20') };
    const recalled: PayPartEvent = { type: 'PayItemsRecalled', data: { ...of, batchNo: 'B1', itemNos: [item().itemNo] } };
    spec.given([listed, sent()]).when(recall).then([at(recalled, '2019-03-20')]);
    spec.given([listed, sent(), recalled]).when(recall).then([]);
    spec.given([listed, sent(), recalled]).when(send('B2')).then([at(sent(1, 'B2'), '2019-03-19')]);
    spec.given([listed, sent(), recalled, sent(1, 'B2')]).when(recall).then([]);
    spec.given([listed, sent(), settled()]).when(recall).thenRefused('BATCH_ANSWERED');
  });
});

describe('a closed month', () => {
  const hashOf = (events: readonly PayPartEvent[]): string => partHash(events.reduce<PayPartState>((state, event) => payPartDecider.evolve(state, event), payPartDecider.initialState()));
  const paid = [listed, sent(), settled()];
  const close = (events: readonly PayPartEvent[], closing = 1): PayPartCommand => ({ type: 'CloseItems', ...of, closing, hash: hashOf(events), on: d('2019-04-03') });
  const closed: PayPartEvent = { type: 'PayItemsClosed', data: { ...of, closing: 1, hash: hashOf(paid) } };
  const reopened: PayPartEvent = { type: 'PayItemsReopened', data: { ...of, correctionNo: 'GZ1', itemNos: [item().itemNo] } };
  const bounce = says({ status: 'bounced', next: 'verify' } as never, '2019-04-05');
  it('is closed as it was looked at, with nothing at the bank', () => {
    spec.given(paid).when(close(paid)).then([at(closed, '2019-04-03')]);
    spec.given([...paid, closed]).when(close(paid)).then([]);
    spec.given([...paid, bouncedAfter]).when(close(paid)).thenRefused('PERIOD_CHANGED');
    spec.given([listed, sent()]).when(close([listed, sent()])).thenRefused('PERIOD_CHANGED');
  });
  it('refuses what would change it, and takes what changes nothing', () => {
    spec.given([...paid, closed]).when(bounce).thenRefused('PERIOD_CLOSED');
    spec.given([...paid, closed]).when(SETTLED).then([]);
    spec.given([listed, sent(), rejected(), closed]).when({ type: 'ReissueItem', itemNo: item().itemNo, account: { payee: NEW_ACCOUNT, verifiedOn: '2019-04-04' }, by: 'finance', on: d('2019-04-05') }).thenRefused('PERIOD_CLOSED');
    spec.given([listed, closed]).when({ type: 'SendItems', ...of, batchNo: 'B9', items: [{ itemNo: item().itemNo, payee: REF }], on: d('2019-04-05') }).then([at({ type: 'PayItemsSent', data: { ...of, batchNo: 'B9', items: [] } }, '2019-04-05')]);
    spec.given([...paid, closed]).when({ type: 'BookItems', ...of, statementNo: 'ST1', bookings: [{ itemNo: item().itemNo, direction: 'credit', fen: 100, bookedOn: '2019-04-05' }], on: d('2019-04-05') }).thenRefused('PERIOD_CLOSED');
  });
  it('takes what a correction names, and closes again', () => {
    const ask: PayPartCommand = { type: 'ReopenItems', ...of, correctionNo: 'GZ1', itemNos: [item().itemNo], on: d('2019-04-06') };
    spec.given([...paid, closed]).when(ask).then([at(reopened, '2019-04-06')]);
    spec.given(paid).when(ask).thenRefused('PERIOD_NOT_CLOSED');
    const bounced: PayPartEvent = { type: 'PaymentBounced', data: { ...item(), bouncedOn: '2019-04-05', next: 'verify', settledOn: '2019-03-21' } };
    spec.given([...paid, closed, reopened]).when(bounce).then([at(bounced, '2019-04-05')]);
    const story = [...paid, closed, reopened, bounced];
    spec.given(story).when(close(story, 2)).then([at({ type: 'PayItemsClosed', data: { ...of, closing: 2, hash: hashOf(story) } }, '2019-04-03')]);
    spec.given([...story, { type: 'PayItemsClosed', data: { ...of, closing: 2, hash: hashOf(story) } }]).when(says({ status: 'settled', valueDate: '2019-04-09' } as never, '2019-04-09')).thenRefused('PERIOD_CLOSED');
  });
});
