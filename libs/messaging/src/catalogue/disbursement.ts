/** What may leave the house of pay lists and indicators: every event, every field of docs/events.md. */
import type { ContextCatalogue } from './disposition.js';

export const DISBURSEMENT: ContextCatalogue = {
  payList: {
    PayItemListed: { publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen' }, withhold: {} },
    PaymentReissued: { publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen' }, withhold: {} },
    PaymentSettled: {
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', valueDate: 'day' },
      withhold: { bankTxnNo: 'account' },
    },
    PaymentRejected: {
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', rejectedOn: 'day', code: 'code' },
      withhold: { bankTxnNo: 'account' },
    },
    PaymentBounced: {
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', bouncedOn: 'day', code: 'code' },
      withhold: { bankTxnNo: 'account' },
    },
    PayListCompiled: {
      publish: { listNo: 'number', version: 'count', on: 'day', benefit: 'code', ym: 'month', cutoffOn: 'day', parts: 'count', hash: 'hash' },
      withhold: { since: 'bulk', previous: 'bulk', totals: 'bulk', byTown: 'bulk', compiledBy: 'staff' },
    },
    PayListReviewed: { publish: { listNo: 'number', version: 'count', on: 'day', hash: 'hash' }, withhold: { reason: 'freeText', reviewedBy: 'staff' } },
    PayListApproved: {
      publish: { listNo: 'number', version: 'count', on: 'day', benefit: 'code', ym: 'month', hash: 'hash', approvalNo: 'number', items: 'count', totalFen: 'fen' },
      withhold: { byTown: 'bulk', approvedBy: 'staff' },
    },
    PayListPublicised: { publish: { listNo: 'number', version: 'count', on: 'day', from: 'day', to: 'day' }, withhold: { place: 'address', publicisedBy: 'staff' } },
    PayListChecked: { publish: { listNo: 'number', version: 'count', on: 'day' }, withhold: { procedure: 'bulk', checkedBy: 'staff' } },
    PayListReturned: {
      publish: { listNo: 'number', version: 'count', on: 'day', benefit: 'code', stage: 'code' },
      withhold: { reason: 'freeText', returnedBy: 'staff', approved: 'bulk' },
    },
    PayListOrdered: {
      publish: { listNo: 'number', version: 'count', on: 'day', orderNo: 'number', indicatorNo: 'number', payMode: 'code', source: 'code', fen: 'fen' },
      withhold: { payerAccount: 'account', orderedBy: 'staff' },
    },
  },
  payPart: {
    PayItemsDrafted: { publish: { listNo: 'number', part: 'count', hash: 'hash' }, withhold: { lines: 'bulk', ended: 'bulk' } },
    PayItemListed: {
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', kind: 'code', orderNo: 'number', source: 'code' },
      withhold: { payee: 'name' },
    },
    PaymentReissued: {
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', kind: 'code', orderNo: 'number', source: 'code' },
      withhold: { payee: 'name' },
    },
    PaymentSettled: {
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', kind: 'code', orderNo: 'number', source: 'code', valueDate: 'day' },
      withhold: { payee: 'name', bankTxnNo: 'account' },
    },
    PaymentRejected: {
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', kind: 'code', orderNo: 'number', source: 'code', rejectedOn: 'day', code: 'code' },
      withhold: { payee: 'name', bankTxnNo: 'account' },
    },
    PaymentBounced: {
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', kind: 'code', orderNo: 'number', source: 'code', bouncedOn: 'day', code: 'code' },
      withhold: { payee: 'name', bankTxnNo: 'account' },
    },
  },
  payCase: {
    PaymentHeld: {
      publish: { caseId: 'number', on: 'day', holdNo: 'number', fromYm: 'month', toYm: 'month' },
      withhold: { reason: 'freeText', ground: 'reason', noticeRef: 'freeText', decidedBy: 'staff' },
    },
    PaymentReleased: { publish: { caseId: 'number', on: 'day', holdNo: 'number' }, withhold: { reason: 'freeText', decidedBy: 'staff' } },
    SupplementDecided: {
      publish: { caseId: 'number', on: 'day', supplementNo: 'number', kind: 'code', monthlyFen: 'fen', fromYm: 'month', toYm: 'month' },
      withhold: { basis: 'freeText', decidedBy: 'staff' },
    },
    SupplementEnded: { publish: { caseId: 'number', on: 'day', supplementNo: 'number', lastYm: 'month' }, withhold: { reason: 'freeText', decidedBy: 'staff' } },
    BackPaymentApproved: {
      publish: { caseId: 'number', on: 'day', backPaymentNo: 'number', payYm: 'month', standardKey: 'code' },
      withhold: { months: 'bulk', reason: 'freeText', decidedBy: 'staff' },
    },
    OffsetDecided: {
      publish: { caseId: 'number', on: 'day', offsetNo: 'number', findingId: 'number', fromYm: 'month', months: 'count', monthlyFen: 'fen' },
      withhold: { basis: 'freeText', decidedBy: 'staff' },
    },
  },
  fund: {
    BudgetIndicatorIssued: { publish: { indicatorNo: 'number', issuedOn: 'day', source: 'code', benefit: 'code', fen: 'fen' }, withhold: {} },
    BudgetIndicatorAdjusted: { publish: { indicatorNo: 'number', documentNo: 'number', source: 'code', benefit: 'code', deltaFen: 'delta' }, withhold: { reason: 'freeText' } },
    TreasuryPaymentOrdered: {
      publish: { orderNo: 'number', listNo: 'number', version: 'count', benefit: 'code', ym: 'month', indicatorNo: 'number', source: 'code', fen: 'fen', payMode: 'code' },
      withhold: { payerAccount: 'account', orderedBy: 'staff' },
    },
    ReserveFundToppedUp: { publish: { documentNo: 'number', town: 'division', indicatorNo: 'number', source: 'code', benefit: 'code', fen: 'fen' }, withhold: {} },
  },
};
