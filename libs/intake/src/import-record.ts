/** The record of one import: which file, what it said of itself, every rejected row, and the totals. */
import { assertNever, codecOf, type CivilDate, type Decided, type Decider, DomainError, type StreamType } from '#kernel';
import { inSheetOrder } from './sheet-order.js';

export interface SheetTotals {
  readonly rows: number;
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly rejected: number;
}

export interface RejectedRow {
  readonly sheet: string;
  /** Spreadsheet row number, from 1. */
  readonly row: number;
  readonly column: string;
  readonly code: string;
  readonly message: string;
  /** The row as the office wrote it, by header. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface ImportedFile {
  readonly sha256: string;
  readonly code6: string;
  readonly year: number;
  readonly office?: string | undefined;
  readonly cutoffOn: string;
  readonly pack: string;
}

export type ImportEvent =
  | { readonly type: 'ImportStarted'; readonly data: ImportedFile }
  | { readonly type: 'RowRejected'; readonly data: RejectedRow & { readonly sha256: string } }
  | { readonly type: 'ImportCompleted'; readonly data: { readonly sha256: string; readonly sheets: Readonly<Record<string, SheetTotals>> } };

export type ImportCommand =
  | { readonly type: 'StartImport'; readonly file: ImportedFile; readonly on: CivilDate }
  | { readonly type: 'RejectRow'; readonly rejection: RejectedRow; readonly on: CivilDate }
  | { readonly type: 'CompleteImport'; readonly sheets: Readonly<Record<string, SheetTotals>>; readonly on: CivilDate };

export interface ImportState {
  readonly status: 'unknown' | 'started' | 'completed';
  readonly sha256: string;
  readonly sheets: Readonly<Record<string, SheetTotals>>;
  /** Without the cells, in the order of recording. */
  readonly rejections: Omit<RejectedRow, 'cells'>[];
}

/** @throws DomainError `IMPORT_STATE` */
function decide(command: ImportCommand, state: ImportState): Decided<ImportEvent>[] {
  switch (command.type) {
    case 'StartImport':
      return state.status === 'unknown' ? [{ type: 'ImportStarted', data: command.file, occurredAt: command.on }] : [];
    case 'RejectRow':
      if (state.status !== 'started') throw wrongState(state.status);
      return [{ type: 'RowRejected', data: { ...command.rejection, sha256: state.sha256 }, occurredAt: command.on }];
    case 'CompleteImport':
      if (state.status !== 'started') throw wrongState(state.status);
      return [{ type: 'ImportCompleted', data: { sha256: state.sha256, sheets: command.sheets }, occurredAt: command.on }];
    default:
      return assertNever(command, 'import command');
  }
}

const wrongState = (status: string): DomainError =>
  new DomainError('IMPORT_STATE', 'conflict', `The import is ${status}, so its rows cannot be changed. Import the file again to see its result.`);

function evolve(state: ImportState, event: ImportEvent): ImportState {
  switch (event.type) {
    case 'ImportStarted':
      return { ...state, status: 'started', sha256: event.data.sha256 };
    case 'RowRejected': {
      const { sheet, row, column, code, message } = event.data;
      // One list grown in place: a bad workbook has hundreds of thousands of rejected rows.
      state.rejections.push({ sheet, row, column, code, message });
      return state;
    }
    case 'ImportCompleted':
      return { ...state, status: 'completed', sheets: inSheetOrder(event.data.sheets) };
    default:
      return assertNever(event, 'import event');
  }
}

export const importDecider: Decider<ImportState, ImportCommand, ImportEvent> = {
  initialState: () => ({ status: 'unknown', sha256: '', sheets: {}, rejections: [] }),
  decide,
  evolve,
};

/** Streams `import-<sha256 of the file>`. */
export const importStream: StreamType<ImportState, ImportCommand, ImportEvent> = {
  category: 'import',
  decider: importDecider,
  codec: codecOf<ImportEvent>(1, { ImportStarted: true, RowRejected: true, ImportCompleted: true }),
};
