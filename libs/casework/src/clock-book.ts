/** The clocks of one case: which run, since when and whose, and which ended. A fold over its events; plain JSON, so that a read model can keep it. */
import type { CivilDate } from '#kernel';
import { type CaseEvent, LAPSE } from './case-events.js';
import { type Clock, fieldOf, type Level, matches } from './clock.js';
import { type ClockFacts, statedBy, termOf } from './clock-limits.js';
import { CLOCK_NAMES, type ClockName, CLOCKS } from './clocks.js';
import type { EXTENSION_GROUNDS } from './steps/formats.js';

type Ground = (typeof EXTENSION_GROUNDS)[number];

export interface RunningClock {
  readonly clock: ClockName;
  /** What it is about where a case can owe it several times: an objection, a person. */
  readonly subject?: string | undefined;
  readonly startedOn: CivilDate;
  /** The day the starting event stated, where the limit asks for one. */
  readonly stated?: CivilDate | undefined;
  /** Who took the starting step, where that was somebody of the level that owes it. */
  readonly by?: string | undefined;
  readonly extendedTo?: CivilDate | undefined;
  readonly ground?: Ground | undefined;
}
export interface EndedClock extends RunningClock {
  readonly endedOn: CivilDate;
  /** It was decided under a delegation to the town. */
  readonly delegated?: true | undefined;
  /** How often the case had been returned to be verified again. */
  readonly round: number;
}

export interface ClockBook {
  readonly facts: ClockFacts;
  /** Where the case stands: a lead, an application, a decision to help, an end without one; `stopped` once nothing is owed any more. */
  readonly stage: 'lead' | 'procedure' | 'helped' | 'denied' | 'ended' | 'stopped';
  /** The first month in which what was given for a time is not owed any more. */
  readonly until?: string | undefined;
  readonly running: readonly RunningClock[];
  /** In the order in which they ended. */
  readonly ended: readonly EndedClock[];
  /** How often the case was returned to be verified again. */
  readonly round: number;
  /** Who of each level took a step last. */
  readonly staff: Readonly<Partial<Record<Level, string>>>;
}

/** An event of a case with what its envelope says. */
export interface ClockEntry {
  readonly event: CaseEvent;
  /** The day it happened. */
  readonly on: CivilDate;
  readonly code6: string;
  /** Staff number of whoever took the step. */
  readonly by: string;
  /** The level that person stands at, where known; else that at which such a step is taken. */
  readonly level?: Level | undefined;
  /** Read from a workbook: it ends clocks and starts none, because what an office did in a past year is not work to be done. */
  readonly imported: boolean;
  /** Taken under a delegation. */
  readonly delegated: boolean;
}

const CHECK_STEPS: ReadonlySet<CaseEvent['type']> = new Set<CaseEvent['type']>(['InfoCheckStarted', 'InfoCheckReported', 'CheckReviewed']);
const COUNTY_STEPS: ReadonlySet<CaseEvent['type']> = new Set<CaseEvent['type']>([
  'CaseReturned', 'CountySampled', 'CountyVisited', 'DeadlineExtended', 'CaseConferenced', 'AssistanceConfirmed', 'AssistanceDenied', 'CaseFiledWithCity',
  'BenefitGranted', 'BenefitIncreased', 'BenefitReduced', 'BenefitSuspended', 'BenefitResumed', 'GraduatedExitStarted', 'GraduatedExitEnded', 'BenefitStopped', 'CategoryTransferred',
]);
/** At which level such a step is taken where the account does not say (process.md §2). */
function usualLevel(event: CaseEvent): Level {
  if (CHECK_STEPS.has(event.type)) return 'checkAgency';
  return COUNTY_STEPS.has(event.type) || fieldOf(event, 'stage') === 'county' ? 'county' : 'town';
}

/** Who owes a clock of this case. */
export const ownerOf = (clock: Clock, facts: ClockFacts): Level => (clock.owner === 'holder' ? (facts.forwarded ? 'county' : 'town') : clock.owner);

export function evolveClocks(before: ClockBook | undefined, entry: ClockEntry): ClockBook {
  const book = before === undefined ? { facts: { code6: entry.code6, forwarded: false }, stage: 'lead' as const, running: [], ended: [], round: 0, staff: {} } : lapsed(before, entry);
  const settled = started(cleared(moved(told(book, entry), entry), entry), entry);
  // Draws are nobody's step, and what a workbook names is history.
  if (entry.imported || entry.event.type === 'CountySampled') return settled;
  const level = entry.level ?? usualLevel(entry.event);
  return settled.staff[level] === entry.by ? settled : { ...settled, staff: { ...settled.staff, [level]: entry.by } };
}

export const clockBookOf = (entries: readonly ClockEntry[]): ClockBook | undefined => entries.reduce<ClockBook | undefined>(evolveClocks, undefined);

/** What the event says of the case. */
function told(book: ClockBook, { event }: ClockEntry): ClockBook {
  const knows = (facts: Partial<ClockFacts>): ClockBook => ({ ...book, facts: { ...book.facts, ...facts } });
  switch (event.type) {
    case 'ApplicationSubmitted':
      return { ...knows({ benefit: event.data.benefit, variant: event.data.variant, submittedOn: event.data.on }), stage: 'procedure' };
    case 'ApplicationAccepted':
      return knows({ rules: event.data.ruleVersion });
    case 'InitialOpinionIssued':
      return event.data.classCode === undefined ? book : knows({ reviewClass: event.data.classCode });
    case 'ReviewScheduled':
      return knows({ reviewClass: event.data.class });
    case 'CaseForwarded':
      return knows({ forwarded: true });
    default:
      return book;
  }
}

const about = (clock: Clock, event: CaseEvent): string | undefined => (clock.per === undefined ? undefined : (fieldOf(event, clock.per) as string | undefined));

/** Ends, drops, restarts and extends what runs. */
function moved(book: ClockBook, { event, on, delegated }: ClockEntry): ClockBook {
  const running: RunningClock[] = [];
  const ended: EndedClock[] = [];
  for (const item of book.running) {
    const clock = CLOCKS[item.clock];
    const subject = about(clock, event);
    if (subject !== undefined && subject !== item.subject) running.push(item);
    else if (matches(event, clock.ends)) ended.push({ ...item, endedOn: on, round: book.round, ...(delegated ? { delegated: true } : {}) });
    else if (matches(event, clock.drops ?? [])) continue;
    else if (matches(event, clock.restarts ?? [])) running.push(restarted(book, item, event, on));
    else if (event.type === 'DeadlineExtended' && event.data.clock === item.clock) running.push({ ...item, extendedTo: event.data.to as CivilDate, ground: event.data.ground });
    else running.push(item);
  }
  if (ended.length === 0 && running.length === book.running.length && running.every((item, index) => item === book.running[index])) return book;
  return { ...book, running, ended: [...book.ended, ...ended] };
}

function restarted(book: ClockBook, { clock, subject, by }: RunningClock, event: CaseEvent, on: CivilDate): RunningClock {
  const term = termOf(clock, book.facts, on, false);
  return { clock, subject, startedOn: on, stated: (term && statedBy(event, term.limit)) ?? undefined, by };
}

/** Where the case stands after the event; what can no longer be owed is dropped. */
function cleared(book: ClockBook, { event }: ClockEntry): ClockBook {
  switch (event.type) {
    case 'ApplicationNotAccepted':
    case 'ApplicationWithdrawn':
    case 'ProcedureTerminated':
      return { ...book, stage: 'ended', running: [] };
    case 'AssistanceConfirmed':
      return { ...without(book, 'procedure'), stage: 'helped' };
    case 'AssistanceDenied':
      return { ...without(book, 'procedure'), stage: 'denied' };
    case 'BenefitGranted':
      return { ...book, stage: 'helped' };
    case 'BenefitStopped':
      return event.data.cause === LAPSE ? { ...book, until: event.data.fromYm } : { ...without(book, 'life'), stage: 'stopped' };
    case 'CaseReturned':
      return { ...book, facts: { ...book.facts, forwarded: false }, round: event.data.toStep === 'accepted' || event.data.toStep === 'verifying' ? book.round + 1 : book.round };
    case 'ObjectionInvestigated':
      return book.stage === 'procedure' && event.data.finding === 'founded' ? { ...book, facts: { ...book.facts, forwarded: false } } : book;
    default:
      return book;
  }
}
const without = (book: ClockBook, phase: Clock['phase']): ClockBook => ({ ...book, running: book.running.filter(({ clock }) => CLOCKS[clock].phase !== phase) });

/** What was given for a time ended by itself before this event. */
const lapsed = (book: ClockBook, { on }: ClockEntry): ClockBook => (book.stage === 'helped' && book.until !== undefined && on.slice(0, 7) >= book.until ? { ...without(book, 'life'), stage: 'stopped' } : book);

const RUNS_IN: Readonly<Record<Clock['phase'], readonly ClockBook['stage'][]>> = { lead: ['lead'], procedure: ['procedure'], decided: ['helped', 'denied', 'stopped'], life: ['helped'] };

/** Starts what the event makes owed. */
function started(book: ClockBook, entry: ClockEntry): ClockBook {
  const { event, on } = entry;
  if (entry.imported) return book;
  const fresh: RunningClock[] = [];
  for (const name of CLOCK_NAMES) {
    const clock = CLOCKS[name];
    if (!RUNS_IN[clock.phase].includes(book.stage) || !matches(event, clock.starts)) continue;
    const subject = about(clock, event);
    if (book.running.some((item) => item.clock === name && item.subject === subject)) continue;
    if (clock.once === true && book.ended.some((item) => item.clock === name && item.round === book.round)) continue;
    const term = termOf(name, book.facts, on, false);
    const stated = term === undefined ? null : statedBy(event, term.limit);
    if (stated === null) continue;
    const level = entry.level ?? usualLevel(event);
    fresh.push({ clock: name, subject, startedOn: on, stated, by: level === clock.owner ? entry.by : undefined });
  }
  return fresh.length === 0 ? book : { ...book, running: [...book.running, ...fresh] };
}
