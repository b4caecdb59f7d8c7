/** What a case owes and until when, and which statutory clocks it missed. Computed when asked, because the calendar of a year may be published meanwhile. */
import { type CivilDate, daysBetween, DomainError } from '#kernel';
import type { Step } from './case-events.js';
import type { CaseFile } from './case-file.js';
import type { Level } from './clock.js';
import { type ClockBook, ownerOf, type RunningClock } from './clock-book.js';
import { dueOn, termOf, workingDaysAfter } from './clock-limits.js';
import { type ClockName, CLOCKS, isClockName } from './clocks.js';
import type { Deviation } from './procedure.js';
import type { StepContext } from './steps/guard.js';

export interface OpenItem {
  readonly clock: ClockName;
  readonly subject?: string | undefined;
  readonly startedOn: CivilDate;
  /** The last day on which it is done in time, as extended. */
  readonly dueOn: CivilDate | 'calendarUnpublished';
  readonly extendedTo?: CivilDate | undefined;
  /** Why it was extended (R83). */
  readonly ground?: RunningClock['ground'];
  readonly owner: Level;
  /** Staff number of who took the starting step, or of whoever of the owning level took a step last; absent where nobody did: it is the unit's. */
  readonly whose?: string | undefined;
  readonly clause: string;
  /** Why this number of days was taken where no text gives it [A]. */
  readonly assumed?: string | undefined;
}

/** What is owed, in the order of the clocks' start. `delegated`: the town decides under a delegation, which no event of the case says before the decision. */
export function openItems(book: ClockBook, delegated = false): readonly OpenItem[] {
  return book.running.flatMap((item): readonly OpenItem[] => {
    const { clock, subject, startedOn, extendedTo, ground, stated } = item;
    const term = termOf(clock, book.facts, startedOn, delegated && !book.facts.forwarded);
    if (term === undefined) return [];
    const owner = ownerOf(CLOCKS[clock], book.facts);
    return [{ clock, subject, startedOn, dueOn: extendedTo ?? dueOn(term.limit, startedOn, stated), extendedTo, ground, owner, whose: item.by ?? book.staff[owner], clause: term.clause, assumed: term.assumed }];
  });
}

/** Deviations whose step existed before there were clocks (formats.md §2) keep its name. */
const STEP_OF: Readonly<Partial<Record<ClockName, Step>>> = { survey: 'homeVisit', democraticReview: 'democraticReview' };

/**
 * Statutory clocks that ended after their last day, one deviation for each clock: the longest delay. What rests on an assumption is no
 * deviation, nor is what ended where no calendar is published, nor what was dropped.
 */
export function missed(book: ClockBook): readonly Deviation[] {
  const worst = new Map<ClockName, Deviation & { readonly days: number }>();
  for (const { clock, startedOn, endedOn, extendedTo, stated, delegated } of book.ended) {
    const term = termOf(clock, book.facts, startedOn, delegated === true);
    if (term === undefined || term.assumed !== undefined) continue;
    const due = extendedTo ?? dueOn(term.limit, startedOn, stated);
    if (due === 'calendarUnpublished' || endedOn <= due) continue;
    const days = daysBetween(due, endedOn);
    if (days > (worst.get(clock)?.days ?? 0)) worst.set(clock, { code: CLOCKS[clock].code ?? 'CLOCK_MISSED', step: STEP_OF[clock] ?? clock, dueOn: due, days });
  }
  return [...worst.values()];
}

/**
 * R57 22, R83: only the whole procedure can be extended, to at most 45 working days.
 * @throws DomainError `CLOCK_UNKNOWN` `CLOCK_NOT_EXTENDABLE` `EXTENSION_INVALID`
 */
export function checkExtension(file: CaseFile, { on, clock, to }: { readonly on: string; readonly clock: string; readonly to: string }, { delegated }: StepContext): void {
  if (!isClockName(clock)) throw new DomainError('CLOCK_UNKNOWN', 'invalid', 'There is no deadline of this name. Names are those of docs/clocks.md; "total" is the one that can be extended.', { field: 'clock' });
  const start = file.accepted?.on as CivilDate;
  const facts = { code6: '', benefit: file.benefit, variant: file.variant, rules: file.accepted?.rules, forwarded: file.forwardedOn !== undefined };
  const term = termOf(clock, facts, start, delegated === true);
  if (term?.extendableTo === undefined) {
    throw new DomainError('CLOCK_NOT_EXTENDABLE', 'conflict', 'This deadline cannot be extended in this case: only the whole procedure (total) of 低保 and 支出型 under R57 can, on a ground of R83. Finish the step, late if need be; the delay is then on record.', { clock });
  }
  const due = file.extendedTo?.[clock] ?? dueOn(term.limit, start, undefined);
  if (due !== 'calendarUnpublished' && on > due) {
    throw new DomainError('EXTENSION_INVALID', 'invalid', `The deadline ran out on ${due}; it is extended while it runs, never afterwards. Decide the case: the delay is on record.`, { field: 'on', dueOn: due });
  }
  if (to <= on) throw new DomainError('EXTENSION_INVALID', 'invalid', `A deadline is extended to a later day; ${to} is not after ${on}.`, { field: 'to' });
  if (due !== 'calendarUnpublished' && to <= due) throw new DomainError('EXTENSION_INVALID', 'invalid', `The deadline is ${due} already, so ${to} extends nothing. State a later day.`, { field: 'to', dueOn: due });
  const latest = workingDaysAfter(start, term.extendableTo);
  if (latest !== 'calendarUnpublished' && to > latest) throw new DomainError('EXTENSION_INVALID', 'invalid', `A procedure takes at most ${term.extendableTo} working days from acceptance (R57 22): ${latest}. State that day or an earlier one.`, { field: 'to', latest });
}
