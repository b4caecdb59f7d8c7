/** Oversight of a division's tasks: dispatch every quarter, bulletin every half-year, assessment every year (QS-2019-T53), third-party evaluation (QS-2019-T55). */
import { assertNever, canonicalJson, type CivilDate, codecOf, type Decided, type Decider, DomainError, type Json, type StreamType } from '#kernel';
import { type HalfYear, type Period, type Quarter, spanOf, type WorkYear } from './period.js';
import { checkLine, checkNotAhead, checkText, dateInvalid, fieldInvalid, MAX_LINE, MAX_NAME } from './statement.js';

/** Problems named at once, and units with a score. */
export const MAX_ITEMS = 200;

export interface Score {
  readonly unit: string;
  /** An exact decimal: no scale is printed. */
  readonly score: string;
}

export type OversightEvent =
  | { readonly type: 'QuarterDispatchHeld'; readonly data: { readonly quarter: string; readonly heldOn: string; readonly problems: readonly string[] } }
  | { readonly type: 'HalfYearBulletinIssued'; readonly data: { readonly halfYear: string; readonly issuedOn: string; readonly problems: readonly string[] } }
  | { readonly type: 'YearAssessmentCompleted'; readonly data: { readonly year: string; readonly completedOn: string; readonly scores: readonly Score[]; readonly problems: readonly string[] } }
  | { readonly type: 'ThirdPartyEvaluated'; readonly data: { readonly period: string; readonly evaluatedOn: string; readonly evaluator: string; readonly summary: string } };

interface Dated {
  readonly on: CivilDate;
  readonly today: CivilDate;
}
export type OversightCommand =
  | (Dated & { readonly type: 'HoldDispatch'; readonly quarter: Quarter; readonly problems: readonly string[] })
  | (Dated & { readonly type: 'IssueBulletin'; readonly halfYear: HalfYear; readonly problems: readonly string[] })
  | (Dated & { readonly type: 'CompleteAssessment'; readonly year: WorkYear; readonly scores: readonly Score[]; readonly problems: readonly string[] })
  | (Dated & { readonly type: 'RecordEvaluation'; readonly period: Period; readonly evaluator: string; readonly summary: string });

/** What was recorded, by kind and period. */
export interface OversightState {
  readonly held: Map<string, OversightEvent>;
}

/** @throws DomainError `OVERSIGHT_EXISTS` `TASK_DATE_INVALID` `TASK_FIELD_INVALID` */
function decide(command: OversightCommand, { held }: OversightState): readonly Decided<OversightEvent>[] {
  const { on, today } = command;
  const event = eventOf(command);
  const period = periodOf(event);
  const { from } = spanOf(period as Period);
  checkNotAhead('on', on, today);
  if (on < from) throw dateInvalid('on', `${period} begins on ${from}, after ${on}. What concerns a period happens once it has begun; correct the day or the period.`);
  checkContent(command);
  const before = held.get(keyOf(event));
  if (before === undefined) return [{ ...event, occurredAt: on }];
  if (canonicalJson(before.data as unknown as Json) === canonicalJson(event.data as unknown as Json)) return [];
  throw new DomainError('OVERSIGHT_EXISTS', 'conflict', `One is recorded for ${period} already, with other content. There is one per period, and what is recorded stays.`, { period });
}

function eventOf(command: OversightCommand): OversightEvent {
  const { on } = command;
  switch (command.type) {
    case 'HoldDispatch':
      return { type: 'QuarterDispatchHeld', data: { quarter: command.quarter, heldOn: on, problems: command.problems } };
    case 'IssueBulletin':
      return { type: 'HalfYearBulletinIssued', data: { halfYear: command.halfYear, issuedOn: on, problems: command.problems } };
    case 'CompleteAssessment':
      return { type: 'YearAssessmentCompleted', data: { year: command.year, completedOn: on, scores: command.scores, problems: command.problems } };
    case 'RecordEvaluation':
      return { type: 'ThirdPartyEvaluated', data: { period: command.period, evaluatedOn: on, evaluator: command.evaluator, summary: command.summary } };
    default:
      return assertNever(command, 'oversight command');
  }
}

function checkContent(command: OversightCommand): void {
  if (command.type === 'RecordEvaluation') {
    checkLine('evaluator', command.evaluator, MAX_NAME);
    return checkText('summary', command.summary);
  }
  checkCount('problems', command.problems.length);
  for (const problem of command.problems) checkLine('problems', problem, MAX_LINE);
  if (command.type !== 'CompleteAssessment') return;
  checkCount('scores', command.scores.length);
  const units = new Set<string>();
  for (const { unit, score } of command.scores) {
    checkLine('scores', unit, MAX_NAME);
    if (!/^(?:0|[1-9]\d{0,3})(?:\.\d{1,2})?$/.test(score)) throw fieldInvalid('scores', `The score of ${unit} is not a number from 0 to 9999.99 with at most two decimals. Correct it.`);
    if (units.has(unit)) throw fieldInvalid('scores', `${unit} has two scores. Give each unit one.`);
    units.add(unit);
  }
}

function checkCount(field: string, count: number): void {
  if (count > MAX_ITEMS) throw fieldInvalid(field, `There are more than ${MAX_ITEMS} ${field}. Sum them up; the whole document is kept elsewhere.`);
}

/** The period an event of oversight is about. */
export function periodOf({ type, data }: OversightEvent): string {
  switch (type) {
    case 'QuarterDispatchHeld':
      return data.quarter;
    case 'HalfYearBulletinIssued':
      return data.halfYear;
    case 'YearAssessmentCompleted':
      return data.year;
    case 'ThirdPartyEvaluated':
      return data.period;
    default:
      return assertNever(type, 'oversight event');
  }
}
const keyOf = (event: OversightEvent): string => `${event.type}|${periodOf(event)}`;

function evolve(state: OversightState, event: OversightEvent): OversightState {
  switch (event.type) {
    case 'QuarterDispatchHeld':
    case 'HalfYearBulletinIssued':
    case 'YearAssessmentCompleted':
    case 'ThirdPartyEvaluated':
      state.held.set(keyOf(event), event);
      return state;
    default:
      return assertNever(event, 'oversight event');
  }
}

export const oversightDecider: Decider<OversightState, OversightCommand, OversightEvent> = { initialState: () => ({ held: new Map() }), decide, evolve };

/** Streams `oversight-<division>`. */
export const oversightStream: StreamType<OversightState, OversightCommand, OversightEvent> = {
  category: 'oversight',
  decider: oversightDecider,
  codec: codecOf<OversightEvent>(1, { QuarterDispatchHeld: true, HalfYearBulletinIssued: true, YearAssessmentCompleted: true, ThirdPartyEvaluated: true }),
};
