/** What a step of any procedure is held against: its day, its order, once, and not by whoever did the other half. */
import { type CivilDate, parseCivilDate } from './civil-date.js';
import { DomainError } from './errors.js';

/** A step that must have been taken before, by name, and the day on which it was; an empty day: taken, and nobody knows when. */
export type StepBefore = readonly [name: string, on: string | undefined];

/** @throws DomainError `STEP_OUT_OF_ORDER` naming what is missing, `STEP_TOO_EARLY` where the day lies before one of them */
export function afterSteps(on: string, ...steps: readonly StepBefore[]): void {
  const missing = steps.filter(([, done]) => done === undefined).map(([name]) => name);
  if (missing.length > 0) throw stepsMissing(missing);
  for (const [name, done = ''] of steps) {
    if (on < done) throw new DomainError('STEP_TOO_EARLY', 'conflict', `The day ${on} lies before ${name} (${done}), on which the step rests. Correct the day.`, { step: name, on: done });
  }
}

export const stepsMissing = (missing: readonly string[]): DomainError =>
  new DomainError('STEP_OUT_OF_ORDER', 'conflict', `The step comes too soon in the procedure: ${missing.join(', ')} must come first. Take and record these steps, then this one.`, { missing });

/** @throws DomainError `STEP_DONE` */
export function stepOnce(name: string, done: unknown): void {
  if (done === undefined) return;
  throw new DomainError('STEP_DONE', 'conflict', `${name} is recorded already. Nothing was changed. Where it has to be done again and can be returned, return it first.`, { step: name });
}

/** @throws DomainError `DATE_INVALID` `STEP_IN_FUTURE` */
export function checkStepDay(on: string, { today }: { readonly today: CivilDate }): void {
  parseCivilDate(on);
  if (on > today) throw new DomainError('STEP_IN_FUTURE', 'invalid', `The day ${on} has not come yet (today is ${today} in China). A step is recorded when it has been taken.`, { on, today });
}

/** Nobody does both halves of a check (process.md §2). @throws DomainError `SAME_PERSON` */
export function notAlsoBy(by: string, others: readonly (string | undefined)[], what: string): void {
  if (!others.includes(by)) return;
  throw new DomainError('SAME_PERSON', 'forbidden', `Whoever ${what} cannot take this step too: nobody does both halves of a check. Let a colleague take it.`, { staffId: by });
}
