/** Statements of the payer's account (对账单), once each: what they come to, and every movement that no item or batch explains. */
import { assertNever, checkStepDay, type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType } from '#kernel';
import type { Counted } from './batch-events.js';

/** A movement that names no item and no batch of the county. `listNo`: the list whose reconciliation has to explain it. */
export interface UnmatchedLine {
  readonly statementNo: string;
  /** 1.., its place among the lines of the statement. */
  readonly line: number;
  readonly listNo: string;
  readonly direction: 'debit' | 'credit';
  readonly fen: number;
  readonly bookedOn: string;
  readonly bankTxnNo?: string | undefined;
  readonly batchNo?: string | undefined;
  readonly itemNo?: string | undefined;
}
export interface StatementTaken {
  readonly statementNo: string;
  readonly account: string;
  readonly sha256: string;
  readonly format: string;
  readonly openingFen: number;
  readonly closingFen: number;
  readonly credits: Counted;
  readonly debits: Counted;
  /** Lines booked for items or whole batches, and payments that came back with them. */
  readonly matched: number;
  readonly unmatched: number;
  readonly bounced: number;
}
export type StatementEvent =
  | { readonly type: 'StatementLineUnmatched'; readonly data: UnmatchedLine }
  | { readonly type: 'StatementImported'; readonly data: StatementTaken & { readonly on: string } };

export interface KeepUnmatched {
  readonly type: 'KeepUnmatched';
  readonly line: UnmatchedLine;
  readonly on: CivilDate;
  readonly today: CivilDate;
}
/** Last, so that a statement that is there was taken whole. */
export interface CompleteStatement {
  readonly type: 'CompleteStatement';
  readonly taken: StatementTaken;
  readonly on: CivilDate;
  readonly today: CivilDate;
}
export interface StatementState {
  readonly lines: ReadonlySet<number>;
  readonly taken?: StatementTaken | undefined;
}

/** @throws DomainError `STATEMENT_EXISTS` `STEP_IN_FUTURE` */
function decide(command: KeepUnmatched | CompleteStatement, { taken, lines }: StatementState): readonly Decided<StatementEvent>[] {
  checkStepDay(command.on, command);
  switch (command.type) {
    case 'KeepUnmatched':
      if (taken !== undefined) throw exists();
      return lines.has(command.line.line) ? [] : [{ type: 'StatementLineUnmatched', data: command.line, occurredAt: command.on }];
    case 'CompleteStatement':
      if (taken?.sha256 === command.taken.sha256) return [];
      if (taken !== undefined) throw exists();
      return [{ type: 'StatementImported', data: { ...command.taken, on: command.on }, occurredAt: command.on }];
    default:
      return assertNever(command, 'command of a statement');
  }
}
const exists = (): DomainError => new DomainError('STATEMENT_EXISTS', 'conflict', 'A statement with this number of this account was taken before, and this file is another. Nothing was applied; ask the bank which of the two holds.');

function evolve(state: StatementState, event: StatementEvent): StatementState {
  switch (event.type) {
    case 'StatementLineUnmatched':
      return { ...state, lines: new Set([...state.lines, event.data.line]) };
    case 'StatementImported': {
      const { on: _, ...taken } = event.data;
      return { ...state, taken };
    }
    default:
      return assertNever(event, 'event of a statement');
  }
}

export const statementDecider: Decider<StatementState, KeepUnmatched | CompleteStatement, StatementEvent> = { initialState: () => ({ lines: new Set() }), decide, evolve };

/** Streams `statement-<hash of account and number>@<county>`. */
export const statementStream: StreamType<StatementState, KeepUnmatched | CompleteStatement, StatementEvent> = { category: 'statement', decider: statementDecider, codec: codecOf<StatementEvent>(1, { StatementLineUnmatched: true, StatementImported: true }) };
