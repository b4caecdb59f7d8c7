/**
 * What was registered wrongly is put right by a further event, never edited (process.md §6): asked for by one person with papers, approved or refused by another.
 * Only what no amount and no decision rests on; which fields these are stands in `correctable.ts`.
 */
import { afterSteps, checkStepDay, type CivilDate, type Decided, DomainError, type EvidenceRef, notAlsoBy, stepOnce } from '#kernel';
import { CORRECTABLE, type CorrectedValue, type CorrectionTarget, isCorrectable, standsAsValue } from './correctable.js';

export interface CorrectionAsked {
  /** The office's number of the form. */
  readonly correctionNo: string;
  readonly on: string;
  readonly targetEventId: string;
  readonly targetType: string;
  readonly field: string;
  /** What stood; absent where nothing had been stated. */
  readonly old?: CorrectedValue | undefined;
  readonly new: CorrectedValue;
  readonly reason: string;
  readonly requestedBy: string;
}
export interface CorrectionMade extends CorrectionAsked {
  readonly approver: string;
}
/** `About`: the number of the person, household or case. */
export type CorrectionEvent<About extends object> =
  | { readonly type: 'CorrectionRequested'; readonly data: About & CorrectionAsked }
  | { readonly type: 'CorrectionRecorded'; readonly data: About & CorrectionMade }
  | { readonly type: 'CorrectionRefused'; readonly data: About & { readonly correctionNo: string; readonly on: string; readonly reason: string; readonly refusedBy: string } };

interface Answer {
  readonly on: string;
  readonly correctionNo: string;
  readonly evidence?: readonly EvidenceRef[] | undefined;
  readonly by: string;
  readonly today: CivilDate;
}
/** `target` is the event as it was read, and what stands of it now; the command is appended at the revision at which that was read. */
export type CorrectionCommand =
  | (Answer & Pick<CorrectionAsked, 'targetEventId' | 'field' | 'old' | 'new' | 'reason'> & { readonly type: 'RequestCorrection'; readonly target: CorrectionTarget })
  | (Answer & { readonly type: 'ApproveCorrection'; readonly target: CorrectionTarget })
  | (Answer & { readonly type: 'RefuseCorrection'; readonly reason: string });

const COMMANDS: ReadonlySet<string> = new Set(['RequestCorrection', 'ApproveCorrection', 'RefuseCorrection'] satisfies CorrectionCommand['type'][]);
export const isCorrection = (command: { readonly type: string }): command is CorrectionCommand => COMMANDS.has(command.type);

export interface Corrections {
  /** Asked for and not answered yet. */
  readonly open: readonly CorrectionAsked[];
  /** Every number that was used. */
  readonly numbers: readonly string[];
}
export const NO_CORRECTIONS: Corrections = { open: [], numbers: [] };

export function evolveCorrections({ open, numbers }: Corrections, event: CorrectionEvent<object>): Corrections {
  const { correctionNo } = event.data;
  return event.type === 'CorrectionRequested' ? { open: [...open, event.data], numbers: [...numbers, correctionNo] } : { open: open.filter((asked) => asked.correctionNo !== correctionNo), numbers };
}

/** @throws DomainError `NOT_CORRECTABLE` `CORRECTION_STALE` `CORRECTION_INVALID` `CORRECTION_OPEN` `NOTHING_CHANGES` `STEP_DONE` `STEP_OUT_OF_ORDER` `STEP_TOO_EARLY` `STEP_IN_FUTURE` `DATE_INVALID` `SAME_PERSON` */
export function decideCorrection<About extends object>(about: About, corrections: Corrections, command: CorrectionCommand): readonly Decided<CorrectionEvent<About>>[] {
  checkStepDay(command.on, command);
  const { correctionNo, on, by, evidence } = command;
  const envelope = { occurredAt: on as CivilDate, ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }) };
  if (command.type === 'RequestCorrection') {
    stepOnce(`correction ${correctionNo}`, corrections.numbers.includes(correctionNo) ? correctionNo : undefined);
    const { targetEventId, field, old, new: right, reason, target } = command;
    refuseWrong(corrections, command);
    return [{ type: 'CorrectionRequested', data: { ...about, correctionNo, on, targetEventId, targetType: target.type, field, old, new: right, reason, requestedBy: by }, ...envelope }];
  }
  const asked = corrections.open.find((one) => one.correctionNo === correctionNo);
  if (asked === undefined && corrections.numbers.includes(correctionNo)) stepOnce(`the answer to correction ${correctionNo}`, correctionNo);
  afterSteps(on, [`the request of correction ${correctionNo}`, asked?.on]);
  if (command.type === 'RefuseCorrection') return [{ type: 'CorrectionRefused', data: { ...about, correctionNo, on, reason: command.reason, refusedBy: by }, ...envelope }];
  const made = asked as CorrectionAsked;
  notAlsoBy(by, [made.requestedBy], 'asked for the correction');
  standsAs(command.target, made.old);
  // Wrong from the start: from then on it holds, for whoever asks about an earlier day and knows of it.
  return [{ type: 'CorrectionRecorded', data: { ...about, ...stated(made), on, approver: by }, ...envelope, ...(command.target.on === on ? {} : { effectiveFrom: command.target.on }) }];
}

const stated = ({ correctionNo, on, targetEventId, targetType, field, old, new: right, reason, requestedBy }: CorrectionAsked): CorrectionAsked => ({ correctionNo, on, targetEventId, targetType, field, old, new: right, reason, requestedBy });

function refuseWrong(corrections: Corrections, { target, on, targetEventId, field, old, new: right }: Extract<CorrectionCommand, { type: 'RequestCorrection' }>): void {
  if (!isCorrectable(target.subject, target.type, field) || target.superseded === true) throw notCorrectable(target, field);
  afterSteps(on, ['what is to be corrected', target.on]);
  standsAs(target, old);
  if (right === old) throw new DomainError('NOTHING_CHANGES', 'conflict', 'What it should be is what stands already. Nothing was changed.', { field: 'new' });
  const wrong = standsAsValue(target, field, right);
  if (wrong !== undefined) throw new DomainError('CORRECTION_INVALID', 'invalid', `${field} cannot be that: ${wrong}. Correct "new".`, { field: 'new' });
  const pending = corrections.open.find((one) => one.targetEventId === targetEventId && one.field === field);
  if (pending !== undefined) throw new DomainError('CORRECTION_OPEN', 'conflict', `Correction ${pending.correctionNo} of this field is still open. Approve or refuse it first.`, { correctionNo: pending.correctionNo });
}

function standsAs(target: CorrectionTarget, old: CorrectedValue | undefined): void {
  if (target.value === old) return;
  throw new DomainError('CORRECTION_STALE', 'conflict', 'What the request says stood is not what stands: somebody corrected it meanwhile, or it was copied wrongly. Look at it again, then ask anew.', { field: 'old' });
}

function notCorrectable({ subject, type, superseded }: CorrectionTarget, field: string): DomainError {
  const fields = Object.entries(CORRECTABLE[subject]).map(([of, names]) => `${of}: ${Object.keys(names).join(', ')}`);
  return new DomainError('NOT_CORRECTABLE', 'conflict', superseded === true
    ? `A later event of this ${subject} says ${field} anew, so ${type} holds no longer. Correct the later one.`
    : `${field} of ${type} is not corrected like this: an amount or a decision may rest on it. A change in the household is recorded as one (members, reportChange), an assessment or an opinion is taken again after a return, a decision is changed by a review or a new decision, an account by its own procedure. Of a ${subject} these are corrected: ${fields.join('; ')}.`, { type, field });
}
