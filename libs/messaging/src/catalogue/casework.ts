/** What may leave the house of persons, households, cases, what citizens hold, draws: every event, every field of docs/events.md. */
import type { ContextCatalogue, Disposition } from './disposition.js';

/** A decision that changes what a case is paid. */
const AMOUNT_CHANGED = {
  publish: { caseId: 'number', benefit: 'code', fromYm: 'month', decidedOn: 'day', newFen: 'fen', persons: 'count', pack: 'code', decisionNo: 'number', determinationId: 'number' },
  withhold: { cause: 'reason', decider: 'staff' },
} as const;

/** What was registered wrongly, put right: who it is about, and how what stood and what stands is told. */
function corrections(about: Disposition['publish'], values: Disposition['withhold'] = {}): Readonly<Record<string, Disposition>> {
  const publish = { correctionNo: 'number', on: 'day', targetEventId: 'id', targetType: 'code', field: 'code' } as const;
  const { old: _old, new: _new, ...subject } = about;
  return {
    CorrectionRequested: { publish: { ...about, ...publish }, withhold: { ...values, reason: 'freeText', requestedBy: 'staff' } },
    CorrectionRecorded: { publish: { ...about, ...publish }, withhold: { ...values, reason: 'freeText', requestedBy: 'staff', approver: 'staff' } },
    CorrectionRefused: { publish: { ...subject, correctionNo: 'number', on: 'day' }, withhold: { reason: 'freeText', refusedBy: 'staff' } },
  };
}

export const CASEWORK: ContextCatalogue = {
  person: {
    PersonRegistered: { publish: { personId: 'number' }, withhold: { idNo: 'citizenNumber', name: 'name', birth: 'birth', sex: 'person' } },
    IdentityVerified: { publish: { personId: 'number', on: 'day', method: 'code', result: 'code' }, withhold: { verifiedBy: 'staff' } },
    DisabilityCertified: { publish: { personId: 'number' }, withhold: { category: 'health', grade: 'health' } },
    SelfCareAssessed: { publish: { personId: 'number' }, withhold: { level: 'health' } },
    LabourCapacityAssessed: { publish: { personId: 'number' }, withhold: { level: 'health' } },
    JobServiceDelivered: { publish: { personId: 'number', on: 'day', kind: 'code', year: 'count', serviceNo: 'number' }, withhold: { text: 'freeText' } },
    DeathReported: { publish: { personId: 'number' }, withhold: { diedOn: 'health' } },
    // A citizen number stands among what is corrected: it belongs to whose number it is.
    ...corrections({ personId: 'number' }, { old: 'citizenNumber', new: 'citizenNumber' }),
  },
  household: {
    HouseholdComposed: { publish: { householdId: 'number', headId: 'number', town: 'division' }, withhold: { community: 'address', phone: 'phone', members: 'person' } },
    HouseholdMemberChanged: { publish: { householdId: 'number', personId: 'number', counted: 'bool', change: 'code' }, withhold: { relation: 'person' } },
    PayeeAccountRegistered: { publish: { householdId: 'number', on: 'day', medium: 'code' }, withhold: { bank: 'account', accountNo: 'account', holderName: 'name', cnaps: 'account' } },
    ...corrections({ householdId: 'number', personId: 'number' }, { old: 'person', new: 'person' }),
  },
  case: {
    HardshipLeadReported: { publish: { caseId: 'number', on: 'day', source: 'code', personId: 'number', householdId: 'number' }, withhold: { need: 'freeText' } },
    PolicyInformed: { publish: { caseId: 'number', on: 'day' }, withhold: { channel: 'freeText' } },
    ApplicationSubmitted: {
      publish: { caseId: 'number', benefit: 'code', variant: 'code', householdId: 'number', beneficiaryId: 'number', unit: 'code', channel: 'code', on: 'day', applicantId: 'number', materials: 'codes', promise: 'bool' },
      withhold: { hardshipCause: 'reason', causes: 'reason', handledBy: 'staff' },
    },
    AgentMandated: { publish: { caseId: 'number', on: 'day' }, withhold: { name: 'name', relation: 'person', mandateRef: 'freeText' } },
    MaterialsDeficiencyNotified: { publish: { caseId: 'number', on: 'day', deadline: 'day' }, withhold: { missing: 'freeText' } },
    MaterialsSupplemented: { publish: { caseId: 'number', on: 'day' }, withhold: { added: 'freeText' } },
    ApplicationAccepted: {
      publish: { caseId: 'number', on: 'day', result: 'code', receiptNo: 'number', ruleVersion: 'code' },
      withhold: { remark: 'freeText', handledBy: 'staff' },
    },
    ApplicationNotAccepted: { publish: { caseId: 'number', on: 'day' }, withhold: { reason: 'freeText' } },
    KinDeclared: { publish: { caseId: 'number', on: 'day' }, withhold: { staffId: 'staff', relation: 'person' } },
    NearRelativeFiled: { publish: { caseId: 'number', on: 'day', filingNo: 'number' }, withhold: { staffId: 'staff', relation: 'person' } },
    CheckAuthorised: { publish: { caseId: 'number', on: 'day', persons: 'numbers', scope: 'codes', validTo: 'day' }, withhold: {} },
    InfoCheckRequested: { publish: { caseId: 'number', on: 'day', requestNo: 'number', sources: 'codes' }, withhold: {} },
    InfoCheckStarted: { publish: { caseId: 'number', on: 'day' }, withhold: {} },
    InfoCheckReported: {
      publish: { caseId: 'number', on: 'day', result: 'code', reportNo: 'number', asOf: 'day', conclusion: 'code' },
      withhold: { remark: 'freeText', items: 'means' },
    },
    CheckDisputed: { publish: { caseId: 'number', on: 'day' }, withhold: { item: 'freeText' } },
    CheckReviewed: { publish: { caseId: 'number', on: 'day', result: 'code' }, withhold: { text: 'freeText' } },
    HomeVisited: {
      publish: { caseId: 'number', on: 'day', result: 'code', visitNo: 'number' },
      withhold: { remark: 'freeText', visitors: 'staff', present: 'person', findings: 'freeText' },
    },
    NeighbourInterviewed: { publish: { caseId: 'number', on: 'day' }, withhold: { subject: 'person', statement: 'freeText' } },
    LetterEvidenceObtained: { publish: { caseId: 'number', on: 'day' }, withhold: { unit: 'freeText', reply: 'freeText' } },
    RemoteVisited: { publish: { caseId: 'number', on: 'day', visitNo: 'number' }, withhold: { visitors: 'staff', medium: 'freeText', findings: 'freeText' } },
    IncomeAssessed: { publish: { caseId: 'number', on: 'day' }, withhold: { householdMonthlyFen: 'means', members: 'person', lookback: 'means' } },
    AssetsAssessed: { publish: { caseId: 'number', compliant: 'bool', on: 'day' }, withhold: { financialFen: 'means', basis: 'freeText' } },
    RigidExpenditureAssessed: { publish: { caseId: 'number', on: 'day' }, withhold: { monthlyAverageFen: 'means', items: 'means', annualReview: 'means' } },
    SelfCareAssessed: {
      publish: { caseId: 'number', on: 'day', personId: 'number' },
      withhold: { eating: 'health', dressing: 'health', transfer: 'health', toilet: 'health', indoorWalking: 'health', washing: 'health', assessor: 'staff', failed: 'health', level: 'health' },
    },
    CircumstancesAssessed: {
      publish: { caseId: 'number', on: 'day' },
      withhold: { causes: 'reason', area: 'person', lacksLabour: 'person', consent: 'person', residencePermitSince: 'person', members: 'person' },
    },
    DemocraticReviewHeld: {
      publish: { caseId: 'number', on: 'day', result: 'code', agree: 'count', disagree: 'count', abstain: 'count', residentReps: 'count', total: 'count', conclusion: 'code' },
      withhold: { remark: 'freeText', place: 'address', participants: 'person' },
    },
    InitialOpinionIssued: {
      publish: { caseId: 'number', on: 'day', result: 'code', opinion: 'code', amountFen: 'fen', persons: 'count', classCode: 'code' },
      withhold: { remark: 'freeText', author: 'staff', reviewer: 'staff', reason: 'freeText' },
    },
    PublicNoticePosted: {
      publish: { caseId: 'number', on: 'day', result: 'code', stage: 'code', fields: 'codes', to: 'day' },
      withhold: { remark: 'freeText', place: 'address', cause: 'reason', reason: 'freeText' },
    },
    NoticeClosed: { publish: { caseId: 'number', on: 'day', result: 'code', stage: 'code', objections: 'count' }, withhold: { remark: 'freeText' } },
    ObjectionRaised: { publish: { caseId: 'number', on: 'day', objectionNo: 'number', stage: 'code' }, withhold: { content: 'freeText', byRef: 'person' } },
    ObjectionInvestigated: { publish: { caseId: 'number', on: 'day', objectionNo: 'number', method: 'code', finding: 'code' }, withhold: { text: 'freeText' } },
    CaseForwarded: { publish: { caseId: 'number', on: 'day', samplePpm: 'count' }, withhold: { fileList: 'freeText' } },
    CaseReturned: { publish: { caseId: 'number', on: 'day', toStep: 'code' }, withhold: { reason: 'freeText' } },
    CountySampled: { publish: { caseId: 'number', on: 'day', drawNo: 'number', seed: 'hash', ratePpm: 'count', selected: 'bool', mandatoryReasons: 'codes' }, withhold: {} },
    ComplaintNoted: { publish: { caseId: 'number', on: 'day', complaintNo: 'number' }, withhold: {} },
    CountyVisited: { publish: { caseId: 'number', on: 'day', visitNo: 'number', agrees: 'bool' }, withhold: { visitors: 'staff', findings: 'freeText' } },
    DeadlineExtended: { publish: { caseId: 'number', on: 'day', clock: 'code', to: 'day', ground: 'code' }, withhold: {} },
    CaseConferenced: { publish: { caseId: 'number', on: 'day', minutesRef: 'number', decision: 'code', amountFen: 'fen' }, withhold: { attendees: 'staff' } },
    AssistanceConfirmed: {
      publish: { caseId: 'number', on: 'day', result: 'code', decisionNo: 'number', amountFen: 'fen', persons: 'count', startYm: 'month', determinationId: 'number', pack: 'code' },
      withhold: { remark: 'freeText', decider: 'staff' },
    },
    AssistanceDenied: {
      publish: { caseId: 'number', on: 'day', result: 'code', decisionNo: 'number' },
      withhold: { remark: 'freeText', reasonCode: 'reason', reasonText: 'freeText', decider: 'staff' },
    },
    DecisionServed: { publish: { caseId: 'number', on: 'day', method: 'code', appealInfo: 'bool' }, withhold: {} },
    ResultPublished: { publish: { caseId: 'number', on: 'day', fields: 'codes' }, withhold: { place: 'address' } },
    CaseFiledWithCity: { publish: { caseId: 'number', on: 'day', filingNo: 'number' }, withhold: {} },
    ReliefFiled: { publish: { caseId: 'number', on: 'day', filingNo: 'number', reserveFen: 'fen' }, withhold: {} },
    ReservePaid: {
      publish: { caseId: 'number', on: 'day', town: 'division', fen: 'fen', method: 'code', signed: 'bool', receiptNo: 'number' },
      withhold: { receiver: 'name', witness: 'name', reason: 'freeText', approver: 'staff', paidBy: 'staff' },
    },
    ReliefPapersCompleted: { publish: { caseId: 'number', on: 'day' }, withhold: { cause: 'freeText', object: 'freeText', signatures: 'name' } },
    ApplicationWithdrawn: { publish: { caseId: 'number', on: 'day', result: 'code' }, withhold: { remark: 'freeText', reason: 'freeText' } },
    ProcedureTerminated: { publish: { caseId: 'number', on: 'day' }, withhold: { ground: 'reason', reason: 'freeText' } },
    BenefitGranted: AMOUNT_CHANGED,
    BenefitIncreased: AMOUNT_CHANGED,
    BenefitReduced: AMOUNT_CHANGED,
    BenefitSuspended: AMOUNT_CHANGED,
    BenefitResumed: AMOUNT_CHANGED,
    GraduatedExitStarted: { ...AMOUNT_CHANGED, publish: { ...AMOUNT_CHANGED.publish, months: 'count' } },
    GraduatedExitEnded: { publish: { caseId: 'number', on: 'day' }, withhold: {} },
    BenefitStopped: AMOUNT_CHANGED,
    CategoryTransferred: { publish: { caseId: 'number', on: 'day', toBenefit: 'code', toCaseId: 'number', ym: 'month' }, withhold: {} },
    ChangeReported: { publish: { caseId: 'number', on: 'day' }, withhold: { kind: 'reason', happenedOn: 'reason', text: 'freeText', found: 'reason' } },
    UnreportedChangeFound: { publish: { caseId: 'number', on: 'day' }, withhold: { kind: 'reason', happenedOn: 'reason', text: 'freeText', found: 'reason' } },
    DeathReported: { publish: { caseId: 'number', on: 'day', personId: 'number' }, withhold: { diedOn: 'health', source: 'freeText' } },
    ReviewScheduled: { publish: { caseId: 'number', on: 'day', class: 'code', dueOn: 'day' }, withhold: {} },
    PeriodicReviewCompleted: { publish: { caseId: 'number', on: 'day', result: 'code', reportNo: 'number' }, withhold: { remark: 'freeText' } },
    JobOffered: { publish: { caseId: 'number', on: 'day', personId: 'number', offerNo: 'number' }, withhold: { post: 'freeText', suited: 'person' } },
    CustodyAgreementFiled: { publish: { caseId: 'number', on: 'day', personId: 'number', role: 'code', agreementRef: 'number', validTo: 'day' }, withhold: { custodian: 'name' } },
    CashOrGoodsDelivered: {
      publish: { caseId: 'number', on: 'day', method: 'code', fen: 'fen', signed: 'bool', receiptNo: 'number' },
      withhold: { goods: 'freeText', receiver: 'name', witness: 'name', reason: 'freeText', approver: 'staff', deliveredBy: 'staff' },
    },
    ...corrections({ caseId: 'number', old: 'number', new: 'number' }),
    JobRefused: { publish: { caseId: 'number', on: 'day', personId: 'number', offerNo: 'number' }, withhold: { reason: 'freeText', justified: 'person', streak: 'person' } },
  },
  citizen: {
    BenefitClaimed: { publish: { caseKey: 'number', benefit: 'code' }, withhold: {} },
    BenefitReleased: { publish: { caseKey: 'number', benefit: 'code' }, withhold: {} },
  },
  erasure: {
    ErasureRequested: { publish: { personId: 'number', on: 'day' }, withhold: { basis: 'freeText', requestedBy: 'staff' } },
    ErasureApproved: { publish: { personId: 'number', on: 'day' }, withhold: { approvedBy: 'staff' } },
    PersonDataErased: { publish: { personId: 'number', on: 'day', keys: 'count' }, withhold: {} },
  },
  sample: {
    SampleDrawn: { publish: { drawNo: 'number', on: 'day', seed: 'hash', ratePpm: 'count', selected: 'numbers' }, withhold: { population: 'bulk' } },
  },
};
