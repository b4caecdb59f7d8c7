/** When a clock is due: the term that fits a case, and its last day by the published calendar. */
import { addDays, addWorkingDays, type CivilDate, type CivilMonth, DomainError, lastDayOf, monthAfter, monthOf } from '#kernel';
import type { Benefit } from './benefits.js';
import type { CaseEvent } from './case-events.js';
import { type Chain, chainOf, type RuleVersion, ruleVersionOn, type Variant } from './chain.js';
import { fieldOf, type Limit, type Term } from './clock.js';
import { type ClockName, CLOCKS } from './clocks.js';

/** What decides which term holds. Before an application is accepted the rules of the day it was submitted hold. */
export interface ClockFacts {
  readonly code6: string;
  readonly benefit?: Benefit | undefined;
  readonly variant?: Variant | undefined;
  readonly submittedOn?: string | undefined;
  readonly rules?: RuleVersion | undefined;
  readonly reviewClass?: 'A' | 'B' | 'C' | undefined;
  /** The file is, or was when it was decided, with the county. */
  readonly forwarded: boolean;
}

/**
 * The first term that fits, or undefined where the clock does not run for such a case. A running benefit follows the rules of the day of the act,
 * not those of its acceptance (process.md §3, §12). `delegated`: the town decides (R57 2).
 */
export function termOf(clock: ClockName, facts: ClockFacts, startedOn: string, delegated: boolean): Term | undefined {
  const rules = CLOCKS[clock].phase === 'life' ? ruleVersionOn(startedOn) : (facts.rules ?? ruleVersionOn(facts.submittedOn ?? startedOn));
  const chain = facts.benefit === undefined ? undefined : chainOf(facts.benefit, rules, facts.variant);
  return CLOCKS[clock].terms.find((term) =>
    (term.rules === undefined || term.rules === rules)
    && (term.benefits === undefined || (facts.benefit !== undefined && term.benefits.includes(facts.benefit)))
    && (term.variants === undefined || term.variants.includes(facts.variant))
    && (term.counties === undefined || term.counties.includes(facts.code6))
    && (term.reviewClass === undefined || term.reviewClass === facts.reviewClass)
    && (term.from === undefined || startedOn >= term.from)
    && (term.delegated === undefined || delegated)
    && (term.unforwarded === undefined || !facts.forwarded)
    && fitsChain(term, chain));
}

function fitsChain({ needs, review, gives }: Term, chain: Chain | undefined): boolean {
  if (needs === undefined && review === undefined && gives === undefined) return true;
  return chain !== undefined && (needs === undefined || chain[needs]) && (review === undefined || chain.review === review) && (gives === undefined || gives.includes(chain.gives));
}

/** The day that the starting event itself states, where the limit asks for one; null where the limit asks and the event does not say. */
export function statedBy(event: CaseEvent, limit: Limit): CivilDate | undefined | null {
  if ('stated' in limit) return (fieldOf(event, limit.stated) as CivilDate | undefined) ?? null;
  if ('months' in limit && limit.since !== undefined) return (fieldOf(event, limit.since) as CivilDate | undefined) ?? null;
  if (!('span' in limit) && !('dayBefore' in limit)) return undefined;
  const [fromYm, months] = [fieldOf(event, 'fromYm'), fieldOf(event, 'months')] as [CivilMonth | undefined, number | undefined];
  if ('dayBefore' in limit) return fromYm === undefined ? null : lastDayOf(monthAfter(fromYm, -1));
  return fromYm === undefined || months === undefined ? null : lastDayOf(monthAfter(fromYm, months - 1));
}

/** The last day on which it is done in time. A year whose calendar is not published is said, never guessed. */
export function dueOn(limit: Limit, startedOn: CivilDate, stated: CivilDate | undefined): CivilDate | 'calendarUnpublished' {
  if ('days' in limit) return addDays(startedOn, limit.days);
  if ('months' in limit) return addMonths(stated ?? startedOn, limit.months);
  if ('workingDays' in limit) return workingDaysAfter(startedOn, limit.workingDays);
  if (stated === undefined) throw new Error('a stated limit comes with its day');
  return stated;
}

export function workingDaysAfter(day: CivilDate, n: number): CivilDate | 'calendarUnpublished' {
  try {
    return addWorkingDays(day, n);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'CALENDAR_UNPUBLISHED') return 'calendarUnpublished';
    throw error;
  }
}

/** The same day `n` months later, or the last one of a shorter month. */
export function addMonths(day: CivilDate, n: number): CivilDate {
  const month = monthAfter(monthOf(day), n);
  const last = lastDayOf(month);
  const same = `${month}-${day.slice(8)}` as CivilDate;
  return same > last ? last : same;
}
