/** A lead (疑点) and what verification made of it: an error, its extent and cause, and the recovery. */
import { assertNever, type CivilDate, type CivilMonth, codecOf, type Decided, type Decider, DomainError, type Fen, type StreamType } from '#kernel';

export type LeadSource = 'audit' | 'discipline' | 'report' | 'selfCheck' | 'dataMatch';
export type ErrorKind = 'wrongInclusion' | 'overpayment' | 'duplicate' | 'lateStop' | 'omission';
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

export type FindingEvent =
  | { readonly type: 'SuspicionRaised'; readonly data: { readonly findingId: string; readonly caseId: string; readonly idNo: string; readonly source: LeadSource; readonly kind: string; readonly raisedOn: string } }
  /** Facts gathered while the lead is not verified, or was refuted. */
  | { readonly type: 'SuspicionFactsRecorded'; readonly data: ErrorFacts & { readonly findingId: string; readonly caseId: string } }
  | { readonly type: 'SuspicionVerified'; readonly data: { readonly findingId: string; readonly caseId: string; readonly confirmed: boolean; readonly verifiedOn?: string | undefined } }
  | { readonly type: 'ErrorDetermined'; readonly data: ErrorFacts & { readonly findingId: string; readonly caseId: string } }
  | { readonly type: 'RecoveryPlanAgreed'; readonly data: { readonly findingId: string; readonly caseId: string } }
  | { readonly type: 'RecoveryReceived'; readonly data: { readonly findingId: string; readonly caseId: string; readonly fen: number; readonly receivedOn?: string | undefined } };

/** Records a lead with all an office's book says about it. */
export interface RecordFinding extends Omit<ErrorFacts, 'fromYm' | 'toYm' | 'fen' | 'kind'> {
  readonly type: 'RecordFinding';
  readonly findingId: string;
  readonly caseId: string;
  /** Citizen id of the person wrongly assisted; the ledger may not know the person. */
  readonly idNo: string;
  readonly source: LeadSource;
  readonly raisedOn: CivilDate;
  readonly leadKind: string;
  readonly verifiedOn?: CivilDate | undefined;
  readonly confirmed?: boolean | undefined;
  readonly errorKind?: ErrorKind | undefined;
  readonly fromYm?: CivilMonth | undefined;
  readonly toYm?: CivilMonth | undefined;
  readonly fen?: Fen | undefined;
  readonly recoveredFen?: Fen | undefined;
  readonly recoveredOn?: CivilDate | undefined;
  readonly repaymentPlan?: boolean | undefined;
}

export type FindingState = { readonly status: 'unknown' | 'raised' | 'confirmed' | 'refuted' };

/** @throws DomainError `FINDING_EXISTS` */
function decide(command: RecordFinding, state: FindingState): Decided<FindingEvent>[] {
  if (state.status !== 'unknown') {
    throw new DomainError('FINDING_EXISTS', 'conflict', 'A lead with this number is recorded already. Record its further course instead.');
  }
  const { findingId, caseId, raisedOn, verifiedOn, confirmed } = command;
  const about = { findingId, caseId };
  const knownOn = verifiedOn ?? raisedOn;
  const facts: ErrorFacts = {
    kind: command.errorKind, fromYm: command.fromYm, toYm: command.toYm, fen: command.fen,
    cause: command.cause, publicSpirit: command.publicSpirit, responsibleStaffId: command.responsibleStaffId,
  };
  const events: Decided<FindingEvent>[] = [
    { type: 'SuspicionRaised', data: { ...about, idNo: command.idNo, source: command.source, kind: command.leadKind, raisedOn }, occurredAt: raisedOn },
  ];
  if (confirmed !== undefined) events.push({ type: 'SuspicionVerified', data: { ...about, confirmed, verifiedOn }, occurredAt: knownOn });
  if (confirmed === true) {
    events.push({ type: 'ErrorDetermined', data: { ...about, ...facts }, occurredAt: knownOn });
  } else if (Object.values(facts).some((fact) => fact !== undefined)) {
    events.push({ type: 'SuspicionFactsRecorded', data: { ...about, ...facts }, occurredAt: knownOn });
  }
  if (command.repaymentPlan === true) events.push({ type: 'RecoveryPlanAgreed', data: about, occurredAt: knownOn });
  if (command.recoveredFen !== undefined) {
    events.push({ type: 'RecoveryReceived', data: { ...about, fen: command.recoveredFen, receivedOn: command.recoveredOn }, occurredAt: command.recoveredOn ?? knownOn });
  }
  return events;
}

function evolve(state: FindingState, event: FindingEvent): FindingState {
  switch (event.type) {
    case 'SuspicionRaised':
      return { status: 'raised' };
    case 'SuspicionVerified':
      return { status: event.data.confirmed ? 'confirmed' : 'refuted' };
    case 'SuspicionFactsRecorded':
    case 'ErrorDetermined':
    case 'RecoveryPlanAgreed':
    case 'RecoveryReceived':
      return state;
    default:
      return assertNever(event, 'finding event');
  }
}

export const findingDecider: Decider<FindingState, RecordFinding, FindingEvent> = { initialState: () => ({ status: 'unknown' }), decide, evolve };

/** Streams `finding-<number>@<county>`. */
export const findingStream: StreamType<FindingState, RecordFinding, FindingEvent> = {
  category: 'finding',
  decider: findingDecider,
  codec: codecOf<FindingEvent>(1, { SuspicionRaised: true, SuspicionFactsRecorded: true, SuspicionVerified: true, ErrorDetermined: true, RecoveryPlanAgreed: true, RecoveryReceived: true }),
};
