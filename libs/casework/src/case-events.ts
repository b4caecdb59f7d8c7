/** Every event of a case: application, handling steps, decision, entitlement and its changes (process.md §6). */
import { codecOf } from '#kernel';
import type { Benefit } from './benefits.js';

/** A handling step as an office's book has it. The visit, review, notice forms of the live procedure extend these. */
interface StepData {
  readonly caseId: string;
  /** The day of the step. */
  readonly on: string;
  readonly result?: string | undefined;
  readonly remark?: string | undefined;
}

/** What a change of entitlement sets. Amounts in fen per month; `persons` is the number of persons it is paid for. */
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
}

type Of<Type extends string, Data> = { readonly type: Type; readonly data: Data };

export type CaseEvent =
  | Of<'ApplicationSubmitted', {
      readonly caseId: string; readonly benefit: Benefit; readonly householdId: string; readonly beneficiaryId?: string | undefined;
      readonly unit: 'household' | 'person'; readonly channel: 'workbook'; readonly hardshipCause?: string | undefined;
    }>
  | Of<'IncomeAssessed', { readonly caseId: string; readonly householdMonthlyFen: number }>
  | Of<'RigidExpenditureAssessed', { readonly caseId: string; readonly monthlyAverageFen: number }>
  | Of<'AssetsAssessed', { readonly caseId: string; readonly compliant: boolean }>
  | Of<'NearRelativeFiled', { readonly caseId: string }>
  | Of<'ApplicationAccepted', StepData>
  | Of<'InfoCheckReported', StepData>
  | Of<'HomeVisited', StepData>
  | Of<'DemocraticReviewHeld', StepData>
  | Of<'InitialOpinionIssued', StepData>
  | Of<'PublicNoticePosted', StepData>
  | Of<'NoticeClosed', StepData>
  | Of<'AssistanceConfirmed', StepData>
  | Of<'AssistanceDenied', StepData>
  | Of<'PeriodicReviewCompleted', StepData>
  | Of<'ApplicationWithdrawn', StepData>
  | Of<'BenefitGranted', EntitlementData>
  | Of<'BenefitIncreased', EntitlementData>
  | Of<'BenefitReduced', EntitlementData>
  | Of<'GraduatedExitStarted', EntitlementData>
  | Of<'BenefitStopped', EntitlementData>;

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

/** The step an event records, by its type. */
export const STEP_OF_EVENT: ReadonlyMap<string, Step> = new Map(Object.entries(STEP_EVENTS).map(([step, type]) => [type, step as Step]));

/** Kinds of entitlement change and the event that records each. */
export const CHANGE_EVENTS = {
  grant: 'BenefitGranted',
  increase: 'BenefitIncreased',
  reduce: 'BenefitReduced',
  graduatedExit: 'GraduatedExitStarted',
  stop: 'BenefitStopped',
} as const satisfies Record<string, CaseEvent['type']>;
export type ChangeKind = keyof typeof CHANGE_EVENTS;

/** The kind of change an event records, by its type. */
export const CHANGE_OF_EVENT: ReadonlyMap<string, ChangeKind> = new Map(Object.entries(CHANGE_EVENTS).map(([kind, type]) => [type, kind as ChangeKind]));

export const caseCodec = codecOf<CaseEvent>(1, {
  ApplicationSubmitted: true, IncomeAssessed: true, RigidExpenditureAssessed: true, AssetsAssessed: true, NearRelativeFiled: true,
  ApplicationAccepted: true, InfoCheckReported: true, HomeVisited: true, DemocraticReviewHeld: true, InitialOpinionIssued: true,
  PublicNoticePosted: true, NoticeClosed: true, AssistanceConfirmed: true, AssistanceDenied: true, PeriodicReviewCompleted: true,
  ApplicationWithdrawn: true, BenefitGranted: true, BenefitIncreased: true, BenefitReduced: true, GraduatedExitStarted: true, BenefitStopped: true,
});
