/** A lead (疑点) and what verification made of it: an error, its extent and cause, and the recovery. */
import { type CivilDate, type CivilMonth, type Decided, type Decider, DomainError, type Fen, type StreamType } from '#kernel';
import { type DivisionCount, type ErrorFacts, type ErrorKind, findingCodec, type FindingEvent, type LeadSource, type RevocationCause } from './finding-events.js';
import type { FindingStep, Stated } from './finding-formats.js';
import { checkDay, type FindingContext } from './finding-guard.js';
import { findingExists, raise } from './finding-lead.js';
import { revokeAutomatically } from './finding-liability.js';
import { evolveFinding, type FindingState } from './finding-state.js';
import { decideFindingStep } from './finding-steps.js';

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

/** Takes a step of the live procedure, from lead to closure. */
export type TakeFindingStep = { readonly [Name in FindingStep]: { readonly type: 'TakeFindingStep'; readonly step: Name; readonly stated: Stated<Name>; readonly context: FindingContext } }[FindingStep];
/** What follows by itself where an exemption's ground falls away; where none is in force, nothing. */
export interface RevokeByConsequence {
  readonly type: 'RevokeByConsequence';
  readonly findingId: string;
  readonly on: CivilDate;
  readonly by: string;
  readonly cause: RevocationCause;
  readonly reason: string;
  readonly counts?: readonly DivisionCount[] | undefined;
}
export type FindingCommand = RecordFinding | TakeFindingStep | RevokeByConsequence;

/** @throws DomainError `FINDING_EXISTS` `FINDING_UNKNOWN`, and as the step says */
function decide(command: FindingCommand, state: FindingState): readonly Decided<FindingEvent>[] {
  if (command.type === 'RecordFinding') return recordFinding(command, state);
  if (command.type === 'TakeFindingStep' && command.step === 'raise') {
    checkDay(command.stated.on, command.context);
    return raise(state, command.stated, command.context);
  }
  if (state.status === 'unknown') throw new DomainError('FINDING_UNKNOWN', 'notFound', 'No lead has this number in the county. Check the number, or raise the lead first.');
  if (command.type === 'RevokeByConsequence') return revokeAutomatically(state, command);
  return decideFindingStep(command.step, state, command.stated as never, command.context);
}

function recordFinding(command: RecordFinding, state: FindingState): readonly Decided<FindingEvent>[] {
  if (state.status !== 'unknown') throw findingExists();
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

export const findingDecider: Decider<FindingState, FindingCommand, FindingEvent> = { initialState: () => ({ status: 'unknown' }), decide, evolve: evolveFinding };

/** Streams `finding-<number>@<county>`. */
export const findingStream: StreamType<FindingState, FindingCommand, FindingEvent> = { category: 'finding', decider: findingDecider, codec: findingCodec };
