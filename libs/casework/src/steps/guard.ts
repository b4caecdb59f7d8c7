/** What every step is held against: order, days, who may, and whether the case still runs. */
import { addDays, type CivilDate, type Decided, DomainError, stepOnce as once } from '#kernel';
import type { CaseEvent } from '../case-events.js';
import type { CaseFile } from '../case-file.js';
import { type Chain, chainOf, ruleVersionOn } from '../chain.js';
import { activeChange, type EntitlementChange } from '../entitlement.js';
import type { StepName, Stated } from './formats.js';

export { afterSteps as after, checkStepDay as checkDay, notAlsoBy as notAlso, stepOnce as once } from '#kernel';

/** Who takes a step, when it is sent, and what the rules gave where an amount is decided. */
export interface StepContext {
  readonly caseId: string;
  /** Staff number of whoever sends the step. */
  readonly by: string;
  /** The day on which it is sent, in China: no step lies after it. */
  readonly today: CivilDate;
  /** The confirmation was delegated to the town (R57 2): nothing is forwarded. */
  readonly delegated?: boolean | undefined;
  /** The pack an amount is decided under, and the recorded determination it follows. */
  readonly pack?: string | undefined;
  readonly determinationId?: string | undefined;
  readonly ruleIds?: readonly string[] | undefined;
}

export type Decide<Name extends StepName> = (file: CaseFile, stated: Stated<Name>, context: StepContext) => readonly Decided<CaseEvent>[];

/** An event of the step's own day, with the papers that prove it. */
export function took<Type extends CaseEvent['type']>(
  type: Type, stated: { readonly on: string; readonly evidence?: readonly object[] }, context: StepContext, more: object = {},
): Decided<CaseEvent> {
  const { evidence, ...said } = stated;
  return { type, data: { caseId: context.caseId, ...said, ...more }, occurredAt: stated.on as CivilDate, ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }) } as unknown as Decided<CaseEvent>;
}

/** @throws DomainError `CASE_CLOSED` where the procedure has ended without a benefit */
export function stillRuns(file: CaseFile): void {
  if (file.ended === undefined) return;
  throw new DomainError('CASE_CLOSED', 'conflict', `The procedure ended on ${file.ended.on} (${file.ended.as}). A new application opens a new case.`, { ...file.ended });
}

/** The part of the procedure up to the decision. @throws DomainError `CASE_CLOSED` `STEP_DONE` */
export function undecided(file: CaseFile): void {
  stillRuns(file);
  once('the decision', file.decision);
}

/** @throws DomainError `STEP_NOT_IN_PROCEDURE` */
export function owes(holds: boolean, file: CaseFile, what: string): void {
  if (holds) return;
  throw new DomainError('STEP_NOT_IN_PROCEDURE', 'conflict', `The procedure of ${file.benefit}${file.variant === undefined ? '' : ` (${file.variant})`} under the rules of its acceptance knows no ${what}. Leave it out.`, { benefit: file.benefit, step: what });
}

/** R220 14, R57 11: near kin are registered before anybody related handles the file. @throws DomainError `NEAR_RELATIVE_UNFILED` */
export function noUnfiledKin(file: CaseFile, ...staff: readonly string[]): void {
  const kin = file.kin.find(({ staffId, filed }) => !filed && staff.includes(staffId));
  if (kin === undefined) return;
  throw new DomainError('NEAR_RELATIVE_UNFILED', 'forbidden', 'A member of staff who is near kin of the household cannot handle the case while the relation is not registered. Register it (fileNearRelative), or let a colleague take the step.', { staffId: kin.staffId });
}

/** An objection is investigated by a review or a new survey (R57 19), while the opinion it is raised against still stands. */
export const objectionOpen = (file: CaseFile): boolean => file.objections.some(({ investigated }) => investigated === undefined);

/** @throws DomainError `PHOTO_MISSING` */
export function needsPhoto(evidence: readonly { readonly kind: string }[] | undefined, kind: string): void {
  if (evidence?.some((paper) => paper.kind === kind) === true) return;
  throw new DomainError('PHOTO_MISSING', 'invalid', `The step is proved by a photo: add one of kind ${kind} to the papers of the step.`, { kind });
}

/** What the benefit is owed last; what was given for a time is owed until then. @throws DomainError `BENEFIT_NOT_ACTIVE` */
export function active(file: CaseFile, on: string): EntitlementChange {
  const change = activeChange(file.changes.filter(({ lapses, fromYm }) => lapses !== true || fromYm <= on.slice(0, 7)), '9999-12');
  if (change === undefined) throw new DomainError('BENEFIT_NOT_ACTIVE', 'conflict', 'Nothing is owed in this case: it is not decided yet, was not granted, was stopped, or its time is over. Look at the case; a household that needs help again applies anew.');
  return change;
}

export const chainFor = (file: CaseFile): Chain => chainOf(file.benefit, file.accepted?.rules ?? ruleVersionOn(file.submittedOn ?? '9999-12-31'), file.variant);

/** @throws DomainError `NOTICE_RUNNING` until the full days have passed; the day of posting is not counted */
export function fullDays(postedOn: string, on: string, days: number): void {
  const first = addDays(postedOn as CivilDate, days);
  if (on >= first) return;
  throw new DomainError('NOTICE_RUNNING', 'conflict', `The notice was posted on ${postedOn} and stands ${days} full days: it can be closed from ${first}.`, { from: first });
}
