/** Every event of a case: lead, application, handling steps, decision, entitlement and its changes (process.md §6). */
import { codecOf } from '#kernel';
import type { Benefit } from './benefits.js';
import type { RuleVersion, Variant } from './chain.js';
import type { CorrectionEvent } from './correction.js';
import type { CHANNELS, NEAR_RELATIONS, Stated, StepName } from './steps/formats.js';

/** A handling step as an office's book has it. What the live procedure states beside it is optional: a book may not hold it. */
interface StepData {
  readonly caseId: string;
  /** The day of the step. */
  readonly on: string;
  readonly result?: string | undefined;
  readonly remark?: string | undefined;
}

/** What a change of entitlement sets. Amounts in fen per month, or once; `persons` is the number of persons it is paid for. */
interface EntitlementData {
  readonly caseId: string;
  readonly benefit: Benefit;
  /** The month from which it counts, also when it was decided later. */
  readonly fromYm: string;
  readonly decidedOn: string;
  readonly newFen: number;
  readonly persons: number;
  readonly cause?: string | undefined;
  /** The policy pack it was decided under, e.g. QS-2019. */
  readonly pack: string;
  readonly decisionNo?: string | undefined;
  /** The recorded determination it rests on. */
  readonly determinationId?: string | undefined;
  /** Who decided. */
  readonly decider?: string | undefined;
  /** Length of a graduated exit. */
  readonly months?: number | undefined;
}

type Of<Type extends string, Data> = { readonly type: Type; readonly data: Data };
/** What was stated with a step, as it is recorded. */
type Said<Name extends StepName> = { readonly caseId: string } & Omit<Stated<Name>, 'evidence'>;
type Taken<Name extends StepName, More = unknown> = StepData & Partial<Said<Name>> & Partial<More>;

/** What a notice tells of: the opinion of the town, what the county proposes (R220 28), that support of 特困 is to end (R43 26). */
export type NoticeStage = 'town' | 'county' | 'stop';

export type CaseEvent =
  | Of<'HardshipLeadReported', Said<'reportLead'>>
  | Of<'PolicyInformed', Said<'informPolicy'>>
  | Of<'ApplicationSubmitted', {
      readonly caseId: string; readonly benefit: Benefit; readonly householdId: string; readonly beneficiaryId?: string | undefined;
      readonly unit: 'household' | 'person'; readonly channel: 'workbook' | (typeof CHANNELS)[number]; readonly hardshipCause?: string | undefined;
      readonly variant?: Variant | undefined; readonly applicantId?: string | undefined; readonly materials?: readonly string[] | undefined; readonly promise?: boolean | undefined;
      readonly causes?: readonly string[] | undefined; readonly handledBy?: string | undefined; readonly on?: string | undefined;
    }>
  | Of<'AgentMandated', { readonly caseId: string; readonly on: string; readonly name: string; readonly relation: string; readonly mandateRef: string }>
  | Of<'MaterialsDeficiencyNotified', Said<'notifyDeficiency'>>
  | Of<'MaterialsSupplemented', Said<'supplement'>>
  | Of<'ApplicationAccepted', Taken<'accept', { readonly ruleVersion: RuleVersion; readonly handledBy: string }>>
  | Of<'ApplicationNotAccepted', Said<'refuseAcceptance'>>
  | Of<'KinDeclared', Said<'declareKin'>>
  | Of<'NearRelativeFiled', { readonly caseId: string; readonly on?: string | undefined; readonly staffId?: string | undefined; readonly relation?: (typeof NEAR_RELATIONS)[number] | undefined; readonly filingNo?: string | undefined }>
  | Of<'CheckAuthorised', Said<'authoriseCheck'>>
  | Of<'InfoCheckRequested', Said<'requestCheck'>>
  | Of<'InfoCheckStarted', Said<'startCheck'>>
  | Of<'InfoCheckReported', Taken<'reportCheck'>>
  | Of<'CheckDisputed', Said<'disputeCheck'>>
  | Of<'CheckReviewed', Said<'reviewCheck'>>
  | Of<'HomeVisited', Taken<'visit'>>
  | Of<'NeighbourInterviewed', Said<'interview'>>
  | Of<'LetterEvidenceObtained', Said<'obtainLetter'>>
  | Of<'RemoteVisited', Said<'visitRemotely'>>
  | Of<'IncomeAssessed', Partial<Said<'assessIncome'>> & { readonly caseId: string; readonly householdMonthlyFen: number }>
  | Of<'AssetsAssessed', Partial<Said<'assessAssets'>> & { readonly caseId: string; readonly compliant: boolean }>
  | Of<'RigidExpenditureAssessed', Partial<Said<'assessRigidExpenditure'>> & { readonly caseId: string; readonly monthlyAverageFen: number }>
  | Of<'SelfCareAssessed', Said<'assessSelfCare'> & { readonly failed: number; readonly level: 'full' | 'partial' | 'lost' }>
  | Of<'CircumstancesAssessed', Said<'assessCircumstances'>>
  | Of<'DemocraticReviewHeld', Taken<'review', { readonly residentReps: number; readonly total: number; readonly conclusion: 'agree' | 'disagree' }>>
  | Of<'InitialOpinionIssued', Taken<'issueOpinion', { readonly reviewer: string }>>
  | Of<'PublicNoticePosted', Taken<'postNotice', { readonly stage: NoticeStage; readonly to: string; readonly cause: Stated<'stop'>['cause']; readonly reason: string }>>
  | Of<'NoticeClosed', Taken<'closeNotice', { readonly stage: NoticeStage; readonly objections: number }>>
  | Of<'ObjectionRaised', Said<'raiseObjection'> & { readonly stage: NoticeStage }>
  | Of<'ObjectionInvestigated', Said<'investigateObjection'>>
  | Of<'CaseForwarded', Said<'forward'> & { readonly samplePpm: number }>
  | Of<'CaseReturned', Said<'return'>>
  | Of<'CountySampled', { readonly caseId: string; readonly on: string; readonly drawNo: string; readonly seed: string; readonly ratePpm: number; readonly selected: boolean; readonly mandatoryReasons: readonly string[] }>
  | Of<'ComplaintNoted', { readonly caseId: string; readonly on: string; readonly complaintNo: string }>
  | Of<'CountyVisited', Said<'countyVisit'>>
  | Of<'DeadlineExtended', Said<'extendDeadline'>>
  | Of<'CaseConferenced', Said<'confer'>>
  | Of<'AssistanceConfirmed', Taken<'confirm', { readonly startYm: string; readonly decider: string; readonly determinationId: string; readonly pack: string }>>
  | Of<'AssistanceDenied', Taken<'deny', { readonly decider: string }>>
  | Of<'DecisionServed', Said<'serve'>>
  | Of<'ResultPublished', Said<'publishResult'>>
  | Of<'PeriodicReviewCompleted', StepData & Partial<Omit<Said<'completeReview'>, 'result'>>>
  | Of<'ApplicationWithdrawn', StepData & { readonly reason?: string | undefined }>
  | Of<'ProcedureTerminated', Said<'terminate'>>
  | Of<'CaseFiledWithCity', Said<'fileWithCity'>>
  | Of<'ReliefFiled', Said<'fileRelief'> & { readonly reserveFen?: number | undefined }>
  | Of<'ReservePaid', Said<'payRelief'> & { readonly approver: string; readonly paidBy: string }>
  | Of<'ReliefPapersCompleted', Said<'completePapers'>>
  | Of<'BenefitGranted', EntitlementData>
  | Of<'BenefitIncreased', EntitlementData>
  | Of<'BenefitReduced', EntitlementData>
  | Of<'BenefitSuspended', EntitlementData>
  | Of<'BenefitResumed', EntitlementData>
  | Of<'GraduatedExitStarted', EntitlementData>
  | Of<'GraduatedExitEnded', Said<'endGraduatedExit'>>
  | Of<'BenefitStopped', EntitlementData>
  | Of<'CategoryTransferred', Said<'transferCategory'>>
  | Of<'ChangeReported', Said<'reportChange'>>
  | Of<'UnreportedChangeFound', Said<'reportChange'>>
  | Of<'DeathReported', Said<'reportDeath'>>
  | Of<'ReviewScheduled', Said<'scheduleReview'>>
  | Of<'JobOffered', Said<'offerJob'>>
  | Of<'JobRefused', Said<'recordRefusal'> & { readonly streak: number }>
  | Of<'CustodyAgreementFiled', Said<'fileCustody'>>
  | Of<'CashOrGoodsDelivered', Said<'deliverRelief'> & { readonly approver: string; readonly deliveredBy: string }>
  | CorrectionEvent<{ readonly caseId: string }>;

/** Steps of the procedure by their code (formats.md §1) and the event that records each. */
export const STEP_EVENTS = {
  accepted: 'ApplicationAccepted',
  infoCheck: 'InfoCheckReported',
  homeVisit: 'HomeVisited',
  democraticReview: 'DemocraticReviewHeld',
  initialOpinion: 'InitialOpinionIssued',
  noticePosted: 'PublicNoticePosted',
  noticeClosed: 'NoticeClosed',
  confirmed: 'AssistanceConfirmed',
  denied: 'AssistanceDenied',
  periodicReview: 'PeriodicReviewCompleted',
  withdrawn: 'ApplicationWithdrawn',
} as const satisfies Record<string, CaseEvent['type']>;
export type Step = keyof typeof STEP_EVENTS;

const STEP_OF_TYPE: ReadonlyMap<string, Step> = new Map(Object.entries(STEP_EVENTS).map(([step, type]) => [type, step as Step]));
/** The step of the procedure an event records. The notice of a stop is none: the procedure of the application ended long before. */
export const stepOfEvent = (event: CaseEvent): Step | undefined => ((event.type === 'PublicNoticePosted' || event.type === 'NoticeClosed') && event.data.stage === 'stop' ? undefined : STEP_OF_TYPE.get(event.type));

/** Cause of the stop with which a confirmation for a time ends it. */
export const LAPSE = 'validityEnded';

/** Kinds of entitlement change and the event that records each. A suspension owes nothing and ends nothing. */
export const CHANGE_EVENTS = {
  grant: 'BenefitGranted',
  increase: 'BenefitIncreased',
  reduce: 'BenefitReduced',
  suspend: 'BenefitSuspended',
  resume: 'BenefitResumed',
  graduatedExit: 'GraduatedExitStarted',
  stop: 'BenefitStopped',
} as const satisfies Record<string, CaseEvent['type']>;
export type ChangeKind = keyof typeof CHANGE_EVENTS;

/** The kind of change an event records, by its type. */
export const CHANGE_OF_EVENT: ReadonlyMap<string, ChangeKind> = new Map(Object.entries(CHANGE_EVENTS).map(([kind, type]) => [type, kind as ChangeKind]));

export const caseCodec = codecOf<CaseEvent>(1, {
  HardshipLeadReported: true, PolicyInformed: true, ApplicationSubmitted: true, AgentMandated: true, MaterialsDeficiencyNotified: true, MaterialsSupplemented: true,
  ApplicationAccepted: true, ApplicationNotAccepted: true, KinDeclared: true, NearRelativeFiled: true,
  CheckAuthorised: true, InfoCheckRequested: true, InfoCheckStarted: true, InfoCheckReported: true, CheckDisputed: true, CheckReviewed: true,
  HomeVisited: true, NeighbourInterviewed: true, LetterEvidenceObtained: true, RemoteVisited: true,
  IncomeAssessed: true, AssetsAssessed: true, RigidExpenditureAssessed: true, SelfCareAssessed: true, CircumstancesAssessed: true,
  DemocraticReviewHeld: true, InitialOpinionIssued: true, PublicNoticePosted: true, NoticeClosed: true, ObjectionRaised: true, ObjectionInvestigated: true,
  CaseForwarded: true, CaseReturned: true, CountySampled: true, ComplaintNoted: true, CountyVisited: true, DeadlineExtended: true, CaseConferenced: true,
  AssistanceConfirmed: true, AssistanceDenied: true, DecisionServed: true, ResultPublished: true, PeriodicReviewCompleted: true, ApplicationWithdrawn: true, ProcedureTerminated: true,
  CaseFiledWithCity: true, ReliefFiled: true, ReservePaid: true, ReliefPapersCompleted: true,
  BenefitGranted: true, BenefitIncreased: true, BenefitReduced: true, BenefitSuspended: true, BenefitResumed: true, GraduatedExitStarted: true, GraduatedExitEnded: true, BenefitStopped: true,
  CategoryTransferred: true, ChangeReported: true, UnreportedChangeFound: true, DeathReported: true, ReviewScheduled: true, JobOffered: true, JobRefused: true,
  CustodyAgreementFiled: true, CashOrGoodsDelivered: true, CorrectionRequested: true, CorrectionRecorded: true, CorrectionRefused: true,
});
