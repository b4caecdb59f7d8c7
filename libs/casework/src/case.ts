/** A case: one household's or person's application for one benefit, from application to exit. */
import { assertNever, type CivilDate, type CivilMonth, type Decided, type Decider, type Fen, type StreamType } from '#kernel';
import { type Benefit, HOUSEHOLD_BENEFITS } from './benefits.js';
import { caseCodec, CHANGE_EVENTS, type CaseEvent, type ChangeKind, type Step, STEP_EVENTS } from './case-events.js';
import { type CaseState, evolveCase } from './case-file.js';
import { type CorrectionCommand, decideCorrection, isCorrection, NO_CORRECTIONS } from './correction.js';
import { after } from './steps/guard.js';
import { caseExists, caseUnknown, checkDay, decideStep, informPolicy, noteComplaint, recordSample, reportLead, type Sampled, type Stated, type StepContext, type StepName, submit } from './steps/index.js';

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
/** Takes a step of the live procedure. What is out of order or by the wrong person is refused, what is late is a deviation. */
export type TakeStep = { readonly [Name in StepName]: { readonly type: 'TakeStep'; readonly step: Name; readonly stated: Stated<Name>; readonly context: StepContext } }[StepName];
/** What a draw over the forwarded cases of a county gave for this one. */
export interface RecordSample {
  readonly type: 'RecordSample';
  readonly sampled: Sampled;
  readonly context: StepContext;
}
/** A complaint by name about the case was investigated and found right. */
export interface NoteComplaint {
  readonly type: 'NoteComplaint';
  readonly on: CivilDate;
  readonly complaintNo: string;
  readonly context: StepContext;
}
/** `caseId`: the office's number. */
export type CaseCommand = RecordApplication | RecordStep | RecordEntitlementChange | TakeStep | RecordSample | NoteComplaint | (CorrectionCommand & { readonly caseId: string });

/** @throws DomainError `CASE_EXISTS` `CASE_UNKNOWN` */
function decide(command: CaseCommand, state: CaseState): readonly Decided<CaseEvent>[] {
  if (command.type === 'TakeStep') return decideTaken(command, state);
  if (command.type === 'RecordApplication') {
    if (state.status !== 'unknown') {
      throw caseExists();
    }
    return decideApplication(command);
  }
  if (state.status !== 'open') throw caseUnknown();
  if (isCorrection(command)) return decideCorrection({ caseId: command.caseId }, state.corrections ?? NO_CORRECTIONS, command);
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
    case 'RecordSample':
      return recordSample(state, command.sampled, command.context);
    case 'NoteComplaint':
      return noteComplaint(state, command);
    default:
      return assertNever(command, 'case command');
  }
}

function decideTaken(command: TakeStep, state: CaseState): readonly Decided<CaseEvent>[] {
  const { step, stated, context } = command;
  if (step === 'reportLead' || step === 'submit') {
    checkDay(stated.on, context);
    return step === 'reportLead' ? reportLead(state, stated, context) : submit(state, stated, context);
  }
  if (step === 'informPolicy' && state.status === 'lead') {
    checkDay(stated.on, context);
    after(stated.on, ['the lead', state.reportedOn]);
    return informPolicy(state, stated, context);
  }
  if (state.status !== 'open') throw caseUnknown();
  return decideStep(step, state, stated as never, context);
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

export const caseDecider: Decider<CaseState, CaseCommand, CaseEvent> = { initialState: () => ({ status: 'unknown' }), decide, evolve: evolveCase };

/** Streams `case-<number>@<county>`. */
export const caseStream: StreamType<CaseState, CaseCommand, CaseEvent> = { category: 'case', decider: caseDecider, codec: caseCodec };
