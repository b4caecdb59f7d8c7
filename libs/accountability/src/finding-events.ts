/** Every event of a finding (process.md §6): the lead, what verification made of it, recovery, rectification, liability, exemption. What only the live procedure states is optional where an office's book has the event too. */
import { codecOf } from '#kernel';
import type { FindingStep, Stated } from './finding-formats.js';
import type { ExemptionConditions } from './tolerance.js';

export type LeadSource = 'audit' | 'discipline' | 'report' | 'selfCheck' | 'dataMatch';
/** `wrongHousehold` 错户 is not in a workbook. */
export type ErrorKind = 'wrongInclusion' | 'overpayment' | 'duplicate' | 'lateStop' | 'omission' | 'wrongHousehold';
export type ErrorCause = 'beyondHumanPower' | 'dataSharingInaccurate' | 'concealedPopulation' | 'concealedEconomy' | 'otherObjective' | 'workNegligence' | 'favouritism';

/** The five causes GX-2019-06-06(c) calls objective. */
export const OBJECTIVE_CAUSES: ReadonlySet<ErrorCause> = new Set<ErrorCause>(['beyondHumanPower', 'dataSharingInaccurate', 'concealedPopulation', 'concealedEconomy', 'otherObjective']);

/** What is known of an error, determined or still suspected. */
export interface ErrorFacts {
  readonly kind?: ErrorKind | undefined;
  readonly fromYm?: string | undefined;
  readonly toYm?: string | undefined;
  readonly fen?: number | undefined;
  readonly cause?: ErrorCause | undefined;
  /** 秉公办理: whether the handlers acted in public spirit. */
  readonly publicSpirit?: boolean | undefined;
  readonly responsibleStaffId?: string | undefined;
}
/** What a determination says beside it in the live procedure. */
export interface DeterminedFacts extends ErrorFacts {
  readonly on?: string | undefined;
  readonly determinedBy?: string | undefined;
  /** Citizen numbers of everybody wrongly assisted or left out; absent: the person of the lead. */
  readonly citizens?: readonly string[] | undefined;
  /** Number of persons. */
  readonly persons?: number | undefined;
  /** Calendar year the error counts in: that of its first month. */
  readonly year?: number | undefined;
  readonly intent?: boolean | undefined;
  readonly kinBenefit?: boolean | undefined;
  readonly recipientFraud?: boolean | undefined;
  readonly responsible?: readonly string[] | undefined;
  readonly basis?: string | undefined;
}

/** One division's count of a year, as an assessment or a closing found it. */
export interface DivisionCount {
  readonly division: string;
  readonly level: 'county' | 'town';
  readonly totalPersons: number;
  readonly errorPersons: number;
  readonly objectiveErrorPersons: number;
}
/** An exemption as it was assessed: each condition, and what it rests on. */
export interface ExemptionAssessment {
  readonly year: number;
  readonly conditions: ExemptionConditions;
  readonly counts: readonly DivisionCount[];
  readonly evidence: Readonly<Record<keyof ExemptionConditions, string>>;
}
export type RevocationCause = 'recoveryFailed' | 'limitExceeded' | 'newFacts';

type Of<Type extends string, Data> = { readonly type: Type; readonly data: { readonly findingId: string; readonly caseId?: string | undefined } & Data };
type Said<Name extends FindingStep> = Omit<Stated<Name>, 'evidence'>;

export type FindingEvent =
  | Of<'SuspicionRaised', {
      /** Absent in a live lead that names nobody: one account, one day. */
      readonly idNo?: string | undefined; readonly source: LeadSource; readonly kind: string; readonly raisedOn: string; readonly raisedBy?: string | undefined; readonly facts?: string | undefined;
      readonly fromYm?: string | undefined; readonly toYm?: string | undefined; readonly fenAtRisk?: number | undefined; readonly confidence?: string | undefined;
      readonly relatedCases?: readonly string[] | undefined; readonly matchNo?: string | undefined; readonly complaintNo?: string | undefined;
    }>
  /** Facts gathered while the lead is not verified, or was refuted. */
  | Of<'SuspicionFactsRecorded', ErrorFacts>
  | Of<'SuspicionAssigned', Said<'assign'>>
  | Of<'SuspicionVerified', { readonly confirmed: boolean; readonly verifiedOn?: string | undefined; readonly verifiedBy?: string | undefined } & Partial<Omit<Said<'verify'>, 'on'>>>
  | Of<'ErrorDetermined', DeterminedFacts>
  | Of<'RecoveryOrdered', Said<'orderRecovery'>>
  | Of<'RecoveryServed', Said<'serveRecovery'>>
  | Of<'RecoveryPlanAgreed', Partial<Said<'agreePlan'>>>
  | Of<'RecoveryReceived', { readonly fen: number; readonly receivedOn?: string | undefined } & Partial<Omit<Said<'receiveRecovery'>, 'on' | 'fen'>>>
  | Of<'RecoveryRemitted', Said<'remitRecovery'>>
  | Of<'RecoveryFailed', Said<'failRecovery'> & { readonly fen: number }>
  | Of<'RectificationOrdered', Said<'orderRectification'>>
  | Of<'RectificationReported', Said<'reportRectification'> & { readonly reportedBy: string }>
  | Of<'RectificationClosed', Said<'closeRectification'> & { readonly verifiedBy: string }>
  | Of<'LiabilityInvestigated', Said<'openLiability'> & { readonly openedBy: string }>
  | Of<'LiabilityDetermined', Said<'determineLiability'> & { readonly decider: string }>
  | Of<'ExemptionAssessed', Said<'assessExemption'> & ExemptionAssessment & { readonly assessedBy: string; readonly holds: boolean }>
  | Of<'ExemptionGranted', Said<'grantExemption'> & ExemptionAssessment & { readonly decider: string }>
  | Of<'ExemptionRevoked', { readonly on: string; readonly cause: RevocationCause; readonly reason: string; readonly decider: string; readonly counts?: readonly DivisionCount[] | undefined }>
  | Of<'CaseTransferred', Said<'transferCase'>>
  | Of<'SanctionRecorded', Said<'recordSanction'> & { readonly months: number }>
  | Of<'FindingClosed', Said<'close'> & { readonly closedBy: string }>;

export const findingCodec = codecOf<FindingEvent>(1, {
  SuspicionRaised: true, SuspicionFactsRecorded: true, SuspicionAssigned: true, SuspicionVerified: true, ErrorDetermined: true,
  RecoveryOrdered: true, RecoveryServed: true, RecoveryPlanAgreed: true, RecoveryReceived: true, RecoveryRemitted: true, RecoveryFailed: true,
  RectificationOrdered: true, RectificationReported: true, RectificationClosed: true, LiabilityInvestigated: true, LiabilityDetermined: true,
  ExemptionAssessed: true, ExemptionGranted: true, ExemptionRevoked: true, CaseTransferred: true, SanctionRecorded: true, FindingClosed: true,
});
