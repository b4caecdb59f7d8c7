/** Procedure deviations of a case, derived from its recorded steps and never typed in (formats.md §2; process.md §3). */
import { addWorkingDays, assertNever, type CivilDate, daysBetween, DomainError } from '#kernel';
import type { Benefit } from './benefits.js';
import type { Step } from './case-events.js';
import { chainOf, ruleVersionOn, type Variant } from './chain.js';
import type { ClockName } from './clocks.js';

export interface RecordedStep {
  readonly step: Step;
  readonly on: CivilDate;
  readonly staffId: string;
}

export type DeviationCode = 'MISSING_STEP' | 'STEP_ORDER' | 'NOTICE_SHORT' | 'VISIT_LATE' | 'REVIEW_LATE' | 'SAME_OFFICER' | 'CLOCK_MISSED';
export interface Deviation {
  readonly code: DeviationCode;
  /** The step, or the clock that was missed (docs/clocks.md). */
  readonly step: Step | ClockName;
  /** Only of clocks of the live procedure: the last day in time, and how many calendar days later it was done. */
  readonly dueOn?: CivilDate | undefined;
  readonly days?: number | undefined;
}

/** What a case is held against: the rules in force on its acceptance date. */
interface ProcedureRules {
  readonly noticeDays: number;
  readonly visitWorkingDays: number;
  readonly reviewWorkingDays: number;
  /** Whether a democratic review is due for household benefits (R220 art 22); R57 holds one only after an objection. */
  readonly reviewRequired: boolean;
}

/** 民发〔2012〕220号 (R220): survey within 10 working days, review within 5 of the survey, notice 7 days. */
const R220: ProcedureRules = { noticeDays: 7, visitWorkingDays: 10, reviewWorkingDays: 5, reviewRequired: true };
/** 民发〔2021〕57号 (R57), from 2021-07-01: survey started within 3 working days, review only after an objection, notice 7 days. */
const R57: ProcedureRules = { noticeDays: 7, visitWorkingDays: 3, reviewWorkingDays: 5, reviewRequired: false };
const R57_FROM = '2021-07-01';

const PROCEDURE = ['accepted', 'infoCheck', 'homeVisit', 'democraticReview', 'initialOpinion', 'noticePosted', 'noticeClosed', 'confirmed'] as const satisfies readonly Step[];
type ProcedureStep = (typeof PROCEDURE)[number];

/** The steps due for a benefit, in order. Benefits other than 低保 and 支出型 have no review; an orphan has no public notice. */
export function stepsDue(benefit: Benefit, acceptedOn: string): readonly ProcedureStep[] {
  const rules = rulesOn(acceptedOn);
  return PROCEDURE.filter((step) => {
    switch (step) {
      case 'democraticReview':
        return rules.reviewRequired && (benefit === 'dibao' || benefit === 'lowIncome');
      case 'noticePosted':
      case 'noticeClosed':
        return benefit !== 'orphan';
      case 'accepted':
      case 'infoCheck':
      case 'homeVisit':
      case 'initialOpinion':
      case 'confirmed':
        return true;
      default:
        return assertNever(step, 'procedure step');
    }
  });
}

/** The steps due in the live procedure: those of the chain of the case. A review after an objection is owed to the objection, not to every case. */
function stepsOfChain(benefit: Benefit, acceptedOn: string, variant: Variant | undefined): readonly ProcedureStep[] {
  const chain = chainOf(benefit, ruleVersionOn(acceptedOn), variant);
  const owed: Readonly<Record<ProcedureStep, boolean>> = {
    accepted: true, infoCheck: chain.check, homeVisit: chain.visit, democraticReview: chain.review === 'required', initialOpinion: chain.opinion,
    noticePosted: chain.townNotice, noticeClosed: chain.townNotice, confirmed: true,
  };
  return PROCEDURE.filter((step) => owed[step]);
}

const rulesOn = (acceptedOn: string): ProcedureRules => (acceptedOn < R57_FROM ? R220 : R57);

/** The date that decides the rules and the year: the first acceptance, else the application. */
export function acceptanceDate(submittedOn: CivilDate, steps: readonly RecordedStep[]): CivilDate {
  return firstDate(steps, 'accepted') ?? submittedOn;
}

export interface ProcedureFacts {
  readonly benefit: Benefit;
  readonly submittedOn: CivilDate;
  /** Whether an entitlement was ever recorded. */
  readonly entitled: boolean;
  readonly steps: readonly RecordedStep[];
  /** The case was handled in the live procedure: it owes the steps of its chain, and what was late is told by its clocks (`missed`). */
  readonly live?: { readonly variant?: Variant | undefined } | undefined;
}

/**
 * All deviations, in the order of the procedure.
 * A granted or confirmed case owes every step; any other only those it passed over, and nothing after a denial or withdrawal.
 */
export function deviationsOf(facts: ProcedureFacts): readonly Deviation[] {
  const acceptedOn = acceptanceDate(facts.submittedOn, facts.steps);
  const rules = rulesOn(acceptedOn);
  const { live } = facts;
  const due = live === undefined ? stepsDue(facts.benefit, acceptedOn) : stepsOfChain(facts.benefit, acceptedOn, live.variant);
  const complete = facts.entitled || facts.steps.some((step) => step.step === 'confirmed');
  const steps = complete ? facts.steps : untilRefusal(facts.steps);
  const first = new Map(due.map((step) => [step, firstDate(steps, step)]));
  const lastRecorded = due.findLastIndex((step) => first.get(step) !== undefined);

  const deviations: Deviation[] = [];
  due.forEach((step, index) => {
    const on = first.get(step);
    if (on === undefined) {
      if (complete || index < lastRecorded) deviations.push({ code: 'MISSING_STEP', step });
      return;
    }
    const before = precedingDate(due, first, index);
    if (before !== undefined && on < before) deviations.push({ code: 'STEP_ORDER', step });
  });

  const on = (step: ProcedureStep): CivilDate | undefined => first.get(step);
  const [posted, closed, accepted, visited, reviewed] = [on('noticePosted'), on('noticeClosed'), on('accepted'), on('homeVisit'), on('democraticReview')];
  if (posted && closed && daysBetween(posted, closed) < rules.noticeDays) deviations.push({ code: 'NOTICE_SHORT', step: 'noticeClosed' });
  if (live === undefined && accepted && visited && isLate(visited, accepted, rules.visitWorkingDays)) deviations.push({ code: 'VISIT_LATE', step: 'homeVisit' });
  if (live === undefined && visited && reviewed && isLate(reviewed, visited, rules.reviewWorkingDays)) deviations.push({ code: 'REVIEW_LATE', step: 'democraticReview' });
  const visitors = new Set(steps.filter((step) => step.step === 'homeVisit').map((step) => step.staffId));
  if (steps.some((step) => step.step === 'initialOpinion' && visitors.has(step.staffId))) deviations.push({ code: 'SAME_OFFICER', step: 'initialOpinion' });
  return deviations;
}

/**
 * Whether a step came after its last working day. Where no calendar is published for the days in question nobody can say, and the
 * check is left out, as one is whose dates are not recorded: one mistyped year must not take the report from everybody.
 */
function isLate(on: CivilDate, since: CivilDate, workingDays: number): boolean {
  if (on <= since) return false;
  try {
    return on > addWorkingDays(since, workingDays);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'CALENDAR_UNPUBLISHED') return false;
    throw error;
  }
}

/** The check and the visit may come in either order: neither precedes the other. */
const inPair = (step: ProcedureStep): boolean => step === 'infoCheck' || step === 'homeVisit';

/** Date of the nearest recorded step before this one; for the step after check and visit the later of the two. */
function precedingDate(due: readonly ProcedureStep[], first: ReadonlyMap<ProcedureStep, CivilDate | undefined>, index: number): CivilDate | undefined {
  const step = due[index] as ProcedureStep;
  for (let before = index - 1; before >= 0; before -= 1) {
    const earlier = due[before] as ProcedureStep;
    if (inPair(step) && inPair(earlier)) continue;
    const on = first.get(earlier);
    if (inPair(earlier)) {
      const other = first.get(earlier === 'homeVisit' ? 'infoCheck' : 'homeVisit');
      const later = on === undefined ? other : other === undefined || on > other ? on : other;
      if (later !== undefined) return later;
    } else if (on !== undefined) {
      return on;
    }
  }
  return undefined;
}

function untilRefusal(steps: readonly RecordedStep[]): readonly RecordedStep[] {
  const refusals = steps.filter((step) => step.step === 'denied' || step.step === 'withdrawn').map((step) => step.on);
  if (refusals.length === 0) return steps;
  const refusedOn = refusals.reduce((earliest, on) => (on < earliest ? on : earliest));
  return steps.filter((step) => step.on <= refusedOn);
}

function firstDate(steps: readonly RecordedStep[], wanted: Step): CivilDate | undefined {
  let first: CivilDate | undefined;
  for (const { step, on } of steps) if (step === wanted && (first === undefined || on < first)) first = on;
  return first;
}
