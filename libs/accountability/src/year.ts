/** The years of a county that are closed: the counts and outcomes that are final since, and errors that came to light afterwards. */
import { assertNever, type CivilDate, codecOf, type Decided, DomainError, type StreamType } from '#kernel';
import type { DivisionCount } from './finding-events.js';

/** A finding of the year as the closing found it: `pending` where it was not verified yet. */
export interface ClosedFinding {
  readonly findingId: string;
  readonly outcome: 'exempt' | 'accountable' | 'pending';
}

export type YearEvent =
  | { readonly type: 'YearClosed'; readonly data: { readonly county: string; readonly year: number; readonly on: string; readonly closedBy: string; readonly counts: readonly DivisionCount[]; readonly findings: readonly ClosedFinding[] } }
  /** An error of a closed year, determined after it: it changes no outcome that was final. `counts`: what the year would come to with it. */
  | { readonly type: 'LateErrorFound'; readonly data: { readonly county: string; readonly year: number; readonly on: string; readonly findingId: string; readonly counts: readonly DivisionCount[] } };

export interface CloseYear {
  readonly type: 'CloseYear';
  readonly county: string;
  readonly year: number;
  readonly on: CivilDate;
  readonly today: CivilDate;
  readonly by: string;
  readonly counts: readonly DivisionCount[];
  readonly findings: readonly ClosedFinding[];
}
export interface RecordLateError {
  readonly type: 'RecordLateError';
  readonly county: string;
  readonly year: number;
  readonly on: CivilDate;
  readonly findingId: string;
  readonly counts: readonly DivisionCount[];
}
export type YearCommand = CloseYear | RecordLateError;

export interface ClosedYear {
  readonly on: string;
  readonly counts: readonly DivisionCount[];
  readonly findings: readonly ClosedFinding[];
  readonly late: readonly string[];
}
/** By year. */
export interface YearState {
  readonly closed: Readonly<Record<string, ClosedYear>>;
}

/** @throws DomainError `YEAR_CLOSED` `YEAR_NOT_OVER` `STEP_IN_FUTURE` */
function decide(command: YearCommand, state: YearState): readonly Decided<YearEvent>[] {
  const { county, year, on, counts } = command;
  const closed = state.closed[String(year)];
  if (command.type === 'RecordLateError') {
    const { findingId } = command;
    // Of an open year, or told already: nothing needs saying.
    if (closed === undefined || closed.late.includes(findingId) || closed.findings.some((finding) => finding.findingId === findingId && finding.outcome !== 'pending')) return [];
    return [{ type: 'LateErrorFound', data: { county, year, on, findingId, counts }, occurredAt: on }];
  }
  if (closed !== undefined) throw new DomainError('YEAR_CLOSED', 'conflict', `The year ${year} was closed on ${closed.on}. It is closed once; what comes to light later is recorded as that.`, { year, on: closed.on });
  if (on > command.today) throw new DomainError('STEP_IN_FUTURE', 'invalid', `The day ${on} has not come yet. A year is closed on the day it is closed.`, { on, today: command.today });
  if (on <= `${year}-12-31`) throw new DomainError('YEAR_NOT_OVER', 'conflict', `The year ${year} is not over on ${on}. Close it afterwards.`, { year, on });
  return [{ type: 'YearClosed', data: { county, year, on, closedBy: command.by, counts, findings: command.findings }, occurredAt: on }];
}

export function evolveYears(state: YearState, event: YearEvent): YearState {
  const { year } = event.data;
  switch (event.type) {
    case 'YearClosed': {
      const { on, counts, findings } = event.data;
      return { closed: { ...state.closed, [year]: { on, counts, findings, late: [] } } };
    }
    case 'LateErrorFound': {
      const closed = state.closed[String(year)];
      if (closed === undefined) throw new Error('a late error of a year that is not closed');
      return { closed: { ...state.closed, [year]: { ...closed, late: [...closed.late, event.data.findingId] } } };
    }
    default:
      return assertNever(event, 'year event');
  }
}

/** Streams `year-<county>`. */
export const yearStream: StreamType<YearState, YearCommand, YearEvent> = {
  category: 'year', decider: { initialState: () => ({ closed: {} }), decide, evolve: evolveYears }, codec: codecOf<YearEvent>(1, { YearClosed: true, LateErrorFound: true }),
};
