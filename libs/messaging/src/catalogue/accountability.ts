/** What may leave the house of leads and findings, complaints, matches, years, tasks, oversight: every event, every field of docs/events.md. */
import type { ContextCatalogue } from './disposition.js';

export const ACCOUNTABILITY: ContextCatalogue = {
  finding: {
    SuspicionRaised: {
      publish: { findingId: 'number', caseId: 'number', source: 'code', kind: 'code', fromYm: 'month', toYm: 'month', fenAtRisk: 'fen', confidence: 'code', matchNo: 'number', relatedCases: 'numbers', complaintNo: 'number', raisedOn: 'day' },
      withhold: { facts: 'freeText', idNo: 'citizenNumber', raisedBy: 'staff' },
    },
    SuspicionFactsRecorded: {
      publish: { findingId: 'number', caseId: 'number', kind: 'code', fromYm: 'month', toYm: 'month', fen: 'fen', cause: 'code' },
      withhold: { publicSpirit: 'person', responsibleStaffId: 'staff' },
    },
    SuspicionAssigned: { publish: { findingId: 'number', caseId: 'number', on: 'day', org: 'division', due: 'day' }, withhold: { staffId: 'staff' } },
    SuspicionVerified: {
      publish: { findingId: 'number', caseId: 'number', result: 'code', visitNo: 'number', confirmed: 'bool', verifiedOn: 'day' },
      withhold: { text: 'freeText', verifiedBy: 'staff' },
    },
    ErrorDetermined: {
      publish: { findingId: 'number', caseId: 'number', on: 'day', kind: 'code', fromYm: 'month', toYm: 'month', fen: 'fen', cause: 'code', persons: 'count', year: 'count' },
      withhold: { causeText: 'reason', citizens: 'citizenNumber', publicSpirit: 'person', intent: 'person', kinBenefit: 'person', recipientFraud: 'person', responsible: 'staff', basis: 'freeText', determinedBy: 'staff', responsibleStaffId: 'staff' },
    },
    RecoveryOrdered: { publish: { findingId: 'number', caseId: 'number', on: 'day', orderNo: 'number', fen: 'fen', due: 'day' }, withhold: { debtor: 'name', basis: 'freeText' } },
    RecoveryServed: { publish: { findingId: 'number', caseId: 'number', on: 'day' }, withhold: { method: 'freeText' } },
    RecoveryPlanAgreed: { publish: { findingId: 'number', caseId: 'number', on: 'day', agreementNo: 'number' }, withhold: { instalments: 'means' } },
    RecoveryReceived: { publish: { findingId: 'number', caseId: 'number', fen: 'fen', channel: 'code', receiptNo: 'number', receivedOn: 'day' }, withhold: { excess: 'freeText' } },
    RecoveryRemitted: { publish: { findingId: 'number', caseId: 'number', on: 'day', fen: 'fen', payInBookNo: 'number' }, withhold: {} },
    RecoveryFailed: { publish: { findingId: 'number', caseId: 'number', on: 'day', fen: 'fen' }, withhold: { ground: 'reason', text: 'freeText' } },
    RectificationOrdered: {
      publish: { findingId: 'number', caseId: 'number', on: 'day', issueNo: 'number', org: 'division', due: 'day' },
      withhold: { organ: 'freeText', demand: 'freeText' },
    },
    RectificationReported: { publish: { findingId: 'number', caseId: 'number', on: 'day', issueNo: 'number' }, withhold: { measures: 'freeText', reportedBy: 'staff' } },
    RectificationClosed: { publish: { findingId: 'number', caseId: 'number', on: 'day', issueNo: 'number' }, withhold: { text: 'freeText', verifiedBy: 'staff' } },
    LiabilityInvestigated: {
      publish: { findingId: 'number', caseId: 'number', on: 'day' },
      withhold: { staffId: 'staff', step: 'freeText', duty: 'reason', facts: 'freeText', openedBy: 'staff' },
    },
    LiabilityDetermined: {
      publish: { findingId: 'number', caseId: 'number', on: 'day' },
      withhold: { staffId: 'staff', form: 'staff', severity: 'staff', mitigation: 'reason', basis: 'freeText', decider: 'staff' },
    },
    ExemptionAssessed: {
      publish: { findingId: 'number', caseId: 'number', on: 'day', year: 'count', holds: 'bool' },
      withhold: { counts: 'bulk', conditions: 'staff', evidence: 'freeText', assessedBy: 'staff' },
    },
    ExemptionGranted: {
      publish: { findingId: 'number', caseId: 'number', on: 'day', decisionNo: 'number', year: 'count' },
      withhold: { counts: 'bulk', conditions: 'staff', evidence: 'freeText', decider: 'staff' },
    },
    ExemptionRevoked: { publish: { findingId: 'number', caseId: 'number', on: 'day', cause: 'code' }, withhold: { reason: 'freeText', decider: 'staff', counts: 'bulk' } },
    CaseTransferred: {
      publish: { findingId: 'number', caseId: 'number', on: 'day', docNo: 'number', subject: 'code' },
      withhold: { organ: 'freeText', reason: 'freeText', staffId: 'staff' },
    },
    SanctionRecorded: {
      publish: { findingId: 'number', caseId: 'number', on: 'day' },
      withhold: { staffId: 'staff', kind: 'staff', organ: 'freeText', docNo: 'staff', months: 'staff' },
    },
    FindingClosed: { publish: { findingId: 'number', caseId: 'number', on: 'day' }, withhold: { text: 'freeText', closedBy: 'staff' } },
  },
  complaint: {
    ComplaintReceived: {
      publish: { complaintNo: 'number', on: 'day', named: 'bool', channel: 'code', caseId: 'number', dueOn: 'day' },
      withhold: { reporter: 'person', subject: 'freeText', against: 'freeText', receivedBy: 'staff' },
    },
    ComplaintInvestigated: { publish: { complaintNo: 'number', on: 'day', finding: 'code' }, withhold: { text: 'freeText', investigatedBy: 'staff' } },
    ComplaintExtended: { publish: { complaintNo: 'number', on: 'day', dueOn: 'day' }, withhold: { reason: 'freeText' } },
    ComplaintAnswered: { publish: { complaintNo: 'number', on: 'day', toReporter: 'bool', late: 'bool' }, withhold: { text: 'freeText', answeredBy: 'staff' } },
    AdminReviewFiled: { publish: { complaintNo: 'number', on: 'day', caseNo: 'number', knownOn: 'day', dueOn: 'day', late: 'bool' }, withhold: { challenged: 'freeText' } },
    LitigationFiled: { publish: { complaintNo: 'number', on: 'day', caseNo: 'number' }, withhold: { challenged: 'freeText', court: 'freeText' } },
  },
  year: {
    YearClosed: { publish: { county: 'division', year: 'count', on: 'day' }, withhold: { closedBy: 'staff', counts: 'bulk', findings: 'bulk' } },
    LateErrorFound: { publish: { county: 'division', year: 'count', on: 'day', findingId: 'number' }, withhold: { counts: 'bulk' } },
  },
  match: {
    MatchRowKept: { publish: { matchNo: 'number', row: 'count', because: 'code' }, withhold: { field: 'cells', cells: 'cells' } },
    DataMatchRun: {
      publish: { matchNo: 'number', file: 'hash', n: 'count', leads: 'count', unknownCitizens: 'count', unreadable: 'count', asOf: 'days' },
      withhold: { sources: 'freeText' },
    },
  },
  task: {
    TaskRegistered: {
      publish: { taskNo: 'number', pack: 'code', heading: 'document', ruleIds: 'codes', dueOn: 'day' },
      withhold: { title: 'bulk', measure: 'bulk', leads: 'bulk', responsible: 'bulk', reporting: 'bulk' },
    },
    TaskAssigned: { publish: { taskNo: 'number', unit: 'document', department: 'document', due: 'day', assignedOn: 'day' }, withhold: { person: 'staff', reason: 'freeText' } },
    TaskProgressReported: {
      publish: { taskNo: 'number', unit: 'document', quarter: 'period', reportedOn: 'day', cutoffOn: 'day', value: 'count', supersedes: 'bool' },
      withhold: { text: 'freeText', fileRef: 'freeText', reason: 'freeText' },
    },
  },
  oversight: {
    QuarterDispatchHeld: { publish: { quarter: 'period', heldOn: 'day' }, withhold: { problems: 'freeText' } },
    HalfYearBulletinIssued: { publish: { halfYear: 'period', issuedOn: 'day' }, withhold: { problems: 'freeText' } },
    YearAssessmentCompleted: { publish: { year: 'period', completedOn: 'day' }, withhold: { scores: 'bulk', problems: 'freeText' } },
    ThirdPartyEvaluated: { publish: { period: 'period', evaluatedOn: 'day' }, withhold: { evaluator: 'name', summary: 'freeText' } },
  },
  inquiry: {
    InquiryOpened: { publish: { inquiryId: 'number', scope: 'code', on: 'day' }, withhold: { about: 'bulk', organ: 'freeText', docNo: 'freeText', openedBy: 'staff' } },
    EvidencePackExported: { publish: { inquiryId: 'number', on: 'day', manifestSha256: 'hash', events: 'count' }, withhold: { recipient: 'freeText', exportedBy: 'staff' } },
  },
  viewing: {
    ArchiveAccessed: { publish: { viewingId: 'number', scope: 'code', on: 'day', outcome: 'code', from: 'division' }, withhold: { about: 'reason', purpose: 'freeText' } },
  },
};
