/** What every step from lead to closure is held against: order, days, and who. */
import { type CivilDate, type Decided, DomainError, notAlsoBy as notAlso, type StepBefore } from '#kernel';
import type { ExemptionAssessment, FindingEvent } from './finding-events.js';
import type { FindingStep, Stated } from './finding-formats.js';
import type { FindingFile } from './finding-state.js';

export { afterSteps as after, checkStepDay as checkDay, notAlsoBy as notAlso, stepOnce as once, stepsMissing as outOfOrder } from '#kernel';

/** Who takes a step, when it is sent, and what the service knows beside the stream. */
export interface FindingContext {
  readonly findingId: string;
  /** Staff number of whoever sends the step. */
  readonly by: string;
  /** The day on which it is sent, in China: no step lies after it. */
  readonly today: CivilDate;
  /** Staff who accepted, visited, gave the opinion or decided in the case: they do not verify, determine or close what may be their own error. */
  readonly handlers?: readonly string[] | undefined;
  /** The exemption as the tolerance of this moment gives it. */
  readonly assessment?: ExemptionAssessment | undefined;
  /** The error's year is closed, and its outcome was recorded as accountable then. */
  readonly finallyAccountable?: boolean | undefined;
}

export type DecideFinding<Name extends FindingStep> = (file: FindingFile, stated: Stated<Name>, context: FindingContext) => readonly Decided<FindingEvent>[];

/** An event of the step's own day, with the papers that prove it. `more` replaces what is stated. */
export function took<Type extends FindingEvent['type']>(type: Type, file: Pick<FindingFile, 'caseId'>, stated: { readonly on: string; readonly evidence?: readonly object[] }, context: FindingContext, more: object = {}): Decided<FindingEvent> {
  const { evidence, ...said } = stated;
  const data = { findingId: context.findingId, ...(file.caseId === undefined ? {} : { caseId: file.caseId }), ...said, ...more };
  return { type, data, occurredAt: stated.on as CivilDate, ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }) } as unknown as Decided<FindingEvent>;
}

/** Not by whoever may be responsible: named so, or a handler of the case. @throws DomainError `SAME_PERSON` */
export function notResponsible(file: FindingFile, { by, handlers = [] }: FindingContext): void {
  notAlso(by, file.responsible, 'is named responsible');
  notAlso(by, handlers, 'handled the case');
}

/** A period in order. @throws DomainError `PERIOD_REVERSED` */
export function checkMonths(fromYm: string | undefined, toYm: string | undefined): void {
  if (fromYm !== undefined && toYm !== undefined && fromYm > toYm) throw new DomainError('PERIOD_REVERSED', 'invalid', `The first month ${fromYm} lies after the last, ${toYm}. Correct them.`, { fromYm, toYm });
}

/** An error was determined, and on which day. */
export const theError = (file: FindingFile): StepBefore => ['the determination of the error (determineError)', file.error === undefined ? undefined : (file.errorOn ?? '')];
