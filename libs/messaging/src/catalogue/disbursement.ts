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
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', kind: 'code', orderNo: 'number', source: 'code', replaces: 'number' },
      withhold: { payee: 'name', approvedBy: 'staff' },
    },
    PaymentSettled: {
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', kind: 'code', orderNo: 'number', source: 'code', valueDate: 'day', dayAssumed: 'bool', after: 'code', unowed: 'code' },
      withhold: { payee: 'name', bankTxnNo: 'account' },
    },
    PaymentRejected: {
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', kind: 'code', orderNo: 'number', source: 'code', rejectedOn: 'day', code: 'code', next: 'code' },
      withhold: { payee: 'name', bankCode: 'bulk', bankTxnNo: 'account' },
    },
    PaymentBounced: {
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', kind: 'code', orderNo: 'number', source: 'code', bouncedOn: 'day', code: 'code', next: 'code', settledOn: 'day', unowed: 'code' },
      withhold: { payee: 'name', bankCode: 'bulk', bankTxnNo: 'account' },
    },
    PaymentPending: {
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', kind: 'code', orderNo: 'number', source: 'code', answeredOn: 'day', code: 'code', next: 'code' },
      withhold: { payee: 'name', bankCode: 'bulk' },
    },
    PaymentVoided: {
      publish: { itemNo: 'number', listNo: 'number', caseId: 'number', benefit: 'code', ym: 'month', attempt: 'count', fen: 'fen', kind: 'code', orderNo: 'number', source: 'code', voidedOn: 'day', was: 'code', paidBy: 'number' },
      withhold: { payee: 'name', reason: 'freeText', voidedBy: 'staff' },
    },
    PayItemsSent: { publish: { listNo: 'number', part: 'count', batchNo: 'number' }, withhold: { items: 'bulk' } },
    PayItemsRecalled: { publish: { listNo: 'number', part: 'count', batchNo: 'number', itemNos: 'numbers' }, withhold: {} },
    PayItemsBooked: { publish: { listNo: 'number', part: 'count', statementNo: 'number' }, withhold: { bookings: 'bulk' } },
    PayItemsClosed: { publish: { listNo: 'number', part: 'count', closing: 'count', hash: 'hash' }, withhold: {} },
    PayItemsReopened: { publish: { listNo: 'number', part: 'count', correctionNo: 'number', itemNos: 'numbers' }, withhold: {} },
  },
  batch: {
    BatchPrepared: {
      publish: { batchNo: 'number', listNo: 'number', orderNo: 'number', benefit: 'code', ym: 'month', source: 'code', format: 'code', valueDate: 'day' },
      withhold: { createdAt: 'bulk', payerName: 'bulk', payerAccount: 'account', payerCnaps: 'bulk', parts: 'bulk', preparedBy: 'staff' },
    },
    BatchFileSent: {
      publish: { batchNo: 'number', listNo: 'number', benefit: 'code', source: 'code', fen: 'fen', orderNo: 'number', fileHash: 'hash', n: 'count', format: 'code' },
      withhold: { sentBy: 'staff' },
    },
    BatchFileAccepted: { publish: { batchNo: 'number', listNo: 'number', benefit: 'code', source: 'code', fen: 'fen', on: 'day' }, withhold: { bankRef: 'account' } },
    BatchFileRejected: { publish: { batchNo: 'number', listNo: 'number', benefit: 'code', source: 'code', fen: 'fen', on: 'day', wasAccepted: 'bool' }, withhold: { code: 'bulk', text: 'freeText' } },
    ReturnFileApplied: {
      publish: { batchNo: 'number', listNo: 'number', format: 'code', changed: 'count', stale: 'count', on: 'day' },
      withhold: { sha256: 'bulk', settled: 'bulk', rejected: 'bulk', pending: 'bulk', missing: 'bulk' },
    },
    BatchBooked: { publish: { batchNo: 'number', listNo: 'number', statementNo: 'number', direction: 'code', fen: 'fen', bookedOn: 'day' }, withhold: {} },
    BankReceiptFiled: { publish: { batchNo: 'number', listNo: 'number', on: 'day', receiptNo: 'number', n: 'count', fen: 'fen' }, withhold: {} },
  },
  statement: {
    StatementLineUnmatched: {
      publish: { statementNo: 'number', line: 'count', listNo: 'number', direction: 'code', fen: 'fen', bookedOn: 'day' },
      withhold: { bankTxnNo: 'account', batchNo: 'bulk', itemNo: 'bulk' },
    },
    StatementImported: {
      publish: { statementNo: 'number', sha256: 'hash', format: 'code', matched: 'count', unmatched: 'count', bounced: 'count', on: 'day' },
      withhold: { account: 'account', openingFen: 'bulk', closingFen: 'bulk', credits: 'bulk', debits: 'bulk' },
    },
  },
  payee: {
    PayeeAccountCorrectionRequested: {
      publish: { householdId: 'number', headId: 'number', on: 'day', requestNo: 'number', itemNo: 'number' },
      withhold: { accountNo: 'account', cnaps: 'account', holderName: 'name', custodyRef: 'freeText', reason: 'freeText', requestedBy: 'staff' },
    },
    PayeeAccountCorrected: {
      publish: { householdId: 'number', headId: 'number', requestNo: 'number', on: 'day' },
      withhold: { accountNo: 'account', cnaps: 'account', holderName: 'name', custodyRef: 'freeText', requester: 'staff', approver2: 'staff', replaces: 'bulk' },
    },
    PayeeCorrectionRefused: { publish: { householdId: 'number', headId: 'number', requestNo: 'number', on: 'day' }, withhold: { reason: 'freeText', refusedBy: 'staff' } },
    PayeeAccountVerified: { publish: { householdId: 'number', headId: 'number', on: 'day', requestNo: 'number', result: 'code' }, withhold: { method: 'freeText', account: 'bulk', verifiedBy: 'staff' } },
  },
  reconciliation: {
    ReconciliationRun: { publish: { listNo: 'number', on: 'day', run: 'count', hash: 'hash', found: 'count', truncated: 'count' }, withhold: { totals: 'bulk', runBy: 'staff' } },
    DiscrepancyFound: {
      publish: { listNo: 'number', on: 'day', id: 'number', kind: 'code', fen: 'fen', caseId: 'number', itemNo: 'number', ref: 'number', since: 'day', ageDays: 'count', run: 'count' },
      withhold: {},
    },
    DiscrepancyExplained: { publish: { listNo: 'number', on: 'day', id: 'number', how: 'code' }, withhold: { reason: 'freeText', explainedBy: 'staff' } },
    DiscrepancyResolved: { publish: { listNo: 'number', on: 'day', id: 'number', how: 'code' }, withhold: { explainedBy: 'staff', resolvedBy: 'staff' } },
    PeriodClosed: {
      publish: { listNo: 'number', on: 'day', benefit: 'code', ym: 'month', closing: 'count', closingNo: 'number', hash: 'hash', run: 'count' },
      withhold: { balances: 'bulk', closedBy: 'staff' },
    },
    PeriodCorrected: { publish: { listNo: 'number', on: 'day', correctionNo: 'number', closing: 'count', itemNos: 'numbers' }, withhold: { reason: 'freeText', approvedBy: 'staff' } },
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
    UnspentReturned: { publish: { documentNo: 'number', year: 'count', source: 'code', benefit: 'code', fen: 'fen' }, withhold: { reason: 'freeText' } },
    ReserveFundToppedUp: { publish: { documentNo: 'number', town: 'division', indicatorNo: 'number', source: 'code', benefit: 'code', fen: 'fen' }, withhold: {} },
  },
};
