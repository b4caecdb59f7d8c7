/** A case: one household's or person's application for one benefit, from application to exit. */
import { assertNever, type CivilDate, type CivilMonth, type Decided, type Decider, DomainError, type Fen, type StreamType } from '#kernel';
import { type Benefit, HOUSEHOLD_BENEFITS } from './benefits.js';
import { caseCodec, CHANGE_EVENTS, CHANGE_OF_EVENT, type CaseEvent, type ChangeKind, type Step, STEP_EVENTS, STEP_OF_EVENT } from './case-events.js';
import type { EntitlementChange } from './entitlement.js';

/** Records an application an office received on a day, with what it assessed of the household. */
export interface RecordApplication {
  readonly type: 'RecordApplication';
  readonly caseId: string;
  readonly benefit: Benefit;
  readonly householdId: string;
  readonly beneficiaryId?: string | undefined;
  readonly submittedOn: CivilDate;
  readonly hardshipCause?: string | undefined;
  /** Household income per month after allowed deductions. */
  readonly incomeFen?: Fen | undefined;
  readonly rigidExpenditureFen?: Fen | undefined;
  readonly assetsCompliant?: boolean | undefined;
  readonly nearRelativeFiled?: boolean | undefined;
}
/** Records a handling step an office took on a day. What is out of order or late is recorded as it was: it is a deviation, not a mistake in the book. */
export interface RecordStep {
  readonly type: 'RecordStep';
  readonly caseId: string;
  readonly step: Step;
  readonly on: CivilDate;
  readonly result?: string | undefined;
  readonly remark?: string | undefined;
}
/** Records a decided change of entitlement. */
export interface RecordEntitlementChange {
  readonly type: 'RecordEntitlementChange';
  readonly caseId: string;
  readonly kind: ChangeKind;
  readonly fromYm: CivilMonth;
  readonly decidedOn: CivilDate;
  readonly monthlyFen: Fen;
  readonly persons: number;
  readonly cause?: string | undefined;
  readonly pack: string;
}
export type CaseCommand = RecordApplication | RecordStep | RecordEntitlementChange;

export type CaseState =
  | { readonly status: 'unknown' }
  | {
      readonly status: 'submitted';
      readonly benefit: Benefit;
      readonly householdId: string;
      readonly beneficiaryId?: string | undefined;
      readonly incomeFen?: number | undefined;
      readonly assetsCompliant?: boolean | undefined;
      readonly steps: readonly { readonly step: Step; readonly on: string }[];
      readonly changes: readonly EntitlementChange[];
    };

/** @throws DomainError `CASE_EXISTS` `CASE_UNKNOWN` */
function decide(command: CaseCommand, state: CaseState): Decided<CaseEvent>[] {
  if (command.type === 'RecordApplication') {
    if (state.status !== 'unknown') {
      throw new DomainError('CASE_EXISTS', 'conflict', 'A case with this number is recorded already. Record a change or a correction instead.');
    }
    return decideApplication(command);
  }
  if (state.status === 'unknown') {
    throw new DomainError('CASE_UNKNOWN', 'notFound', 'The case is not recorded. Record its application first.');
  }
  switch (command.type) {
    case 'RecordStep': {
      const { caseId, on, result, remark } = command;
      return [{ type: STEP_EVENTS[command.step], data: { caseId, on, result, remark }, occurredAt: on }];
    }
    case 'RecordEntitlementChange': {
      const { caseId, fromYm, decidedOn, monthlyFen: newFen, persons, cause, pack } = command;
      return [{
        type: CHANGE_EVENTS[command.kind],
        data: { caseId, benefit: state.benefit, fromYm, decidedOn, newFen, persons, cause, pack },
        occurredAt: decidedOn, effectiveFrom: fromYm,
      }];
    }
    default:
      return assertNever(command, 'case command');
  }
}

function decideApplication(command: RecordApplication): Decided<CaseEvent>[] {
  const { caseId, benefit, householdId, beneficiaryId, hardshipCause, submittedOn: occurredAt } = command;
  const events: Decided<CaseEvent>[] = [{
    type: 'ApplicationSubmitted',
    data: { caseId, benefit, householdId, beneficiaryId, unit: HOUSEHOLD_BENEFITS.has(benefit) ? 'household' : 'person', channel: 'workbook', hardshipCause },
    occurredAt,
  }];
  if (command.incomeFen !== undefined) events.push({ type: 'IncomeAssessed', data: { caseId, householdMonthlyFen: command.incomeFen }, occurredAt });
  if (command.rigidExpenditureFen !== undefined) events.push({ type: 'RigidExpenditureAssessed', data: { caseId, monthlyAverageFen: command.rigidExpenditureFen }, occurredAt });
  if (command.assetsCompliant !== undefined) events.push({ type: 'AssetsAssessed', data: { caseId, compliant: command.assetsCompliant }, occurredAt });
  if (command.nearRelativeFiled === true) events.push({ type: 'NearRelativeFiled', data: { caseId }, occurredAt });
  return events;
}

function evolve(state: CaseState, event: CaseEvent): CaseState {
  if (event.type === 'ApplicationSubmitted') {
    const { benefit, householdId, beneficiaryId } = event.data;
    return { status: 'submitted', benefit, householdId, beneficiaryId, steps: [], changes: [] };
  }
  if (state.status === 'unknown') throw new Error(`case stream starts with ${event.type}`);
  switch (event.type) {
    case 'IncomeAssessed':
      return { ...state, incomeFen: event.data.householdMonthlyFen };
    case 'AssetsAssessed':
      return { ...state, assetsCompliant: event.data.compliant };
    case 'RigidExpenditureAssessed':
    case 'NearRelativeFiled':
      return state;
    case 'ApplicationAccepted':
    case 'InfoCheckReported':
    case 'HomeVisited':
    case 'DemocraticReviewHeld':
    case 'InitialOpinionIssued':
    case 'PublicNoticePosted':
    case 'NoticeClosed':
    case 'AssistanceConfirmed':
    case 'AssistanceDenied':
    case 'PeriodicReviewCompleted':
    case 'ApplicationWithdrawn':
      return { ...state, steps: [...state.steps, { step: STEP_OF_EVENT.get(event.type) as Step, on: event.data.on }] };
    case 'BenefitGranted':
    case 'BenefitIncreased':
    case 'BenefitReduced':
    case 'GraduatedExitStarted':
    case 'BenefitStopped': {
      const { fromYm, decidedOn, newFen, persons } = event.data;
      return { ...state, changes: [...state.changes, { kind: CHANGE_OF_EVENT.get(event.type) as ChangeKind, fromYm, decidedOn, newFen, persons }] };
    }
    default:
      return assertNever(event, 'case event');
  }
}

export const caseDecider: Decider<CaseState, CaseCommand, CaseEvent> = { initialState: () => ({ status: 'unknown' }), decide, evolve };

/** Streams `case-<number>@<county>`. */
export const caseStream: StreamType<CaseState, CaseCommand, CaseEvent> = { category: 'case', decider: caseDecider, codec: caseCodec };
