/** A file of another office's data, matched with the ledger: what it was, what became of it, and the rows no lead could be made of, whole. */
import { type CivilDate, codecOf, type Decided, DomainError, type StreamType, stepFormat } from '#kernel';
import type { Static } from 'typebox';
import { LEAD_KIND_CODES } from './lead-kinds.js';

const { citizen, day, month, number, object, oneOf, optional, text } = stepFormat;

/** One row of a data-match file: a citizen, what is suspected, and the fact, with its source and the day for which it holds. */
export const MATCH_ROW = object({
  idNo: citizen('公民身份号码'), kind: oneOf(LEAD_KIND_CODES, '疑点类型'), fact: text('What the data say.', 500), source: text('Whose data.', 120), asOf: day('The day for which they hold.'),
  fromYm: optional(month('First month at risk.')), toYm: optional(month('Last month at risk.')),
});
export type MatchRow = Static<typeof MATCH_ROW>;

/** Chinese headers of the CSV, as offices send them. */
export const MATCH_HEADERS: Readonly<Record<string, keyof MatchRow>> = { 身份证号: 'idNo', 疑点类型: 'kind', 事实: 'fact', 来源: 'source', 截止日期: 'asOf', 起始年月: 'fromYm', 终止年月: 'toYm' };

/** Rows of one file. */
export const MAX_MATCH_ROWS = 10_000;
export const MATCH_NUMBER = number('比对批次号');

/** Why no lead was made of a row. */
export type KeptBecause = 'unreadable' | 'unknownCitizen';

export type MatchEvent =
  | { readonly type: 'MatchRowKept'; readonly data: { readonly matchNo: string; readonly row: number; readonly because: KeptBecause; readonly field?: string | undefined; readonly cells: Readonly<Record<string, string>> } }
  | { readonly type: 'DataMatchRun'; readonly data: { readonly matchNo: string; readonly file: string; readonly n: number; readonly leads: number; readonly unknownCitizens: number; readonly unreadable: number; readonly sources: readonly string[]; readonly asOf: readonly string[] } };

export interface KeepMatchRow {
  readonly type: 'KeepMatchRow';
  readonly data: Extract<MatchEvent, { type: 'MatchRowKept' }>['data'];
  readonly on: CivilDate;
}
export interface CompleteMatch {
  readonly type: 'CompleteMatch';
  readonly data: Extract<MatchEvent, { type: 'DataMatchRun' }>['data'];
  readonly on: CivilDate;
}
export interface MatchState {
  readonly completed: boolean;
}

/** @throws DomainError `MATCH_EXISTS` */
function decide(command: KeepMatchRow | CompleteMatch, { completed }: MatchState): readonly Decided<MatchEvent>[] {
  if (completed) throw new DomainError('MATCH_EXISTS', 'conflict', 'A data match with this number is recorded already, from another file. Give this file a number of its own.');
  return command.type === 'KeepMatchRow' ? [{ type: 'MatchRowKept', data: command.data, occurredAt: command.on }] : [{ type: 'DataMatchRun', data: command.data, occurredAt: command.on }];
}

/** Streams `match-<number>@<county>`. */
export const matchStream: StreamType<MatchState, KeepMatchRow | CompleteMatch, MatchEvent> = {
  category: 'match', decider: { initialState: () => ({ completed: false }), decide, evolve: (state, { type }) => (type === 'DataMatchRun' ? { completed: true } : state) },
  codec: codecOf<MatchEvent>(1, { MatchRowKept: true, DataMatchRun: true }),
};
