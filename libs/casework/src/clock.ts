/** What a clock is: which events start and end it, how long it runs, for which cases, and whose it is. Values only; the clocks themselves are data (clocks.ts). */
import type { Benefit } from './benefits.js';
import type { CaseEvent } from './case-events.js';
import type { Chain, RuleVersion, Variant } from './chain.js';

/** Who owes what a clock measures (process.md §2). */
export const LEVELS = ['community', 'town', 'county', 'checkAgency'] as const;
export type Level = (typeof LEVELS)[number];

/** An event by its type and, where that is not enough, by what its data say. */
export interface Trigger {
  readonly type: CaseEvent['type'];
  /** Fields of the data and the values they may have; a field that is absent matches only where `undefined` is listed. */
  readonly where?: Readonly<Record<string, readonly (string | number | boolean | undefined)[]>> | undefined;
  /** A number of the data and the least it must be. */
  readonly atLeast?: readonly [field: string, least: number] | undefined;
}

/** How long. The day of the triggering act is not counted (process.md, head note). */
export type Limit =
  | { readonly workingDays: number }
  /** 0: the same day. */
  | { readonly days: number }
  /** To the same day of the month, or its last one; `since`: counted from the day a field of the starting event holds. */
  | { readonly months: number; readonly since?: string }
  /** The day the starting event itself states, in this field. */
  | { readonly stated: string }
  /** The last day before the month that the starting event states. */
  | { readonly dayBefore: 'fromYm' }
  /** The last day of a span of months of which the starting event states the first (`fromYm`) and the number (`months`). */
  | { readonly span: 'fromYm+months' };

/** For which cases a limit holds, and on what ground. The first term of a clock that fits a case holds. */
export interface Term {
  readonly rules?: RuleVersion;
  readonly benefits?: readonly Benefit[];
  readonly variants?: readonly (Variant | undefined)[];
  /** A step the chain of the case must owe. */
  readonly needs?: 'check' | 'visit' | 'opinion' | 'townNotice' | 'countyNotice' | 'publication';
  readonly review?: Chain['review'];
  readonly gives?: readonly Chain['gives'][];
  /** Counties (GB/T 2260) where it holds. */
  readonly counties?: readonly string[];
  /** Class of review (A, B, C; process.md §3). */
  readonly reviewClass?: 'A' | 'B' | 'C';
  /** The town decides under a delegation. */
  readonly delegated?: true;
  /** The file was never sent to the county. */
  readonly unforwarded?: true;
  /** First day of an act to which it applies. */
  readonly from?: string;
  readonly limit: Limit;
  /** Where it is printed. */
  readonly clause: string;
  /** No text gives the number of days: why this number was taken [A]. What rests on an assumption is owed, but missing it is no deviation. */
  readonly assumed?: string;
  /** It may be extended on a ground of R83, to at most so many working days from the start. */
  readonly extendableTo?: number;
}

/**
 * When a clock can run: before an application; between application and decision; from the decision on, whatever becomes of the
 * benefit; while something is owed.
 */
export type Phase = 'lead' | 'procedure' | 'decided' | 'life';

export interface Clock {
  readonly zh: string;
  readonly en: string;
  readonly phase: Phase;
  /** `holder`: the town, and the county once the file was sent there. */
  readonly owner: Level | 'holder';
  readonly starts: readonly Trigger[];
  /** Events from which a running clock counts anew. */
  readonly restarts?: readonly Trigger[];
  /** Events that do what is owed. */
  readonly ends: readonly Trigger[];
  /** Events after which it is no longer owed: the clock is dropped, neither kept nor missed. */
  readonly drops?: readonly Trigger[];
  /** It runs once, until the case is returned to be verified again. */
  readonly once?: true;
  /** One clock for each value of this field of the data, e.g. each objection. */
  readonly per?: string;
  readonly terms: readonly Term[];
  /** The code of its deviation, where formats.md §2 has one. */
  readonly code?: 'VISIT_LATE' | 'REVIEW_LATE';
}

/** The field of an event's data, or undefined. */
export const fieldOf = (event: CaseEvent, field: string): unknown => (event.data as unknown as Readonly<Record<string, unknown>>)[field];

/** Whether an event is what a trigger names. */
export function matches(event: CaseEvent, triggers: readonly Trigger[]): boolean {
  return triggers.some(({ type, where = {}, atLeast }) =>
    type === event.type
    && Object.entries(where).every(([field, values]) => values.includes(fieldOf(event, field) as string | undefined))
    && (atLeast === undefined || (fieldOf(event, atLeast[0]) as number) >= atLeast[1]));
}
