/** What every step from lead to closure is held against: order, days, and who. */
import { type CivilDate, type Decided, DomainError, parseCivilDate } from '#kernel';
import type { ExemptionAssessment, FindingEvent } from './finding-events.js';
import type { FindingStep, Stated } from './finding-formats.js';
import type { FindingFile } from './finding-state.js';

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

/** @throws DomainError `DATE_INVALID` `STEP_IN_FUTURE` */
export function checkDay(on: string, today: CivilDate): void {
  parseCivilDate(on);
  if (on > today) throw new DomainError('STEP_IN_FUTURE', 'invalid', `The day ${on} has not come yet (today is ${today} in China). A step is recorded when it has been taken.`, { on, today });
}

/** A step that must have been taken before, by name, and the day on which it was; an empty day is not known. */
type Before = readonly [name: string, on: string | undefined];

/** @throws DomainError `STEP_OUT_OF_ORDER` naming what is missing, `STEP_TOO_EARLY` where the day lies before one of them */
export function after(on: string, ...steps: readonly Before[]): void {
  const missing = steps.filter(([, done]) => done === undefined).map(([name]) => name);
  if (missing.length > 0) throw outOfOrder(missing);
  for (const [name, done] of steps) {
    if (done !== undefined && on < done) throw new DomainError('STEP_TOO_EARLY', 'conflict', `The day ${on} lies before ${name} (${done}), on which the step rests. Correct the day.`, { step: name, on: done });
  }
}
export const outOfOrder = (missing: readonly string[]): DomainError =>
  new DomainError('STEP_OUT_OF_ORDER', 'conflict', `The step comes too soon: ${missing.join(', ')} must come first. Take and record these steps, then this one.`, { missing });

/** @throws DomainError `STEP_DONE` */
export function once(name: string, done: unknown): void {
  if (done === undefined) return;
  throw new DomainError('STEP_DONE', 'conflict', `${name} is recorded already. Nothing was changed.`, { step: name });
}

/** Nobody does both halves of a check (process.md §2). @throws DomainError `SAME_PERSON` */
export function notAlso(by: string, others: readonly (string | undefined)[], what: string): void {
  if (!others.includes(by)) return;
  throw new DomainError('SAME_PERSON', 'forbidden', `Whoever ${what} cannot take this step too. Let a colleague take it.`, { staffId: by });
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
export const theError = (file: FindingFile): Before => ['the determination of the error (determineError)', file.error === undefined ? undefined : (file.errorOn ?? '')];
