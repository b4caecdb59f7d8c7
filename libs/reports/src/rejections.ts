/** Which rows of which file were rejected, why, and what stood in them. */
import { countyOf } from '#kernel';
import { type ImportEvent, inColumnOrder, inSheetOrder, type RejectedRow } from '#intake';
import type { Projection, ViewReader } from '#projections';

export interface RejectionRow extends RejectedRow {
  readonly sha256: string;
  readonly code6: string;
}

/** Keyed `<file>|<sheet>|<row, eight digits>`. */
export const rejections: Projection<RejectionRow, Extract<ImportEvent, { type: 'RowRejected' }>> = {
  name: 'rejections',
  version: 1,
  handles: ['RowRejected'],
  key: ({ event: { data } }) => `${data.sha256}|${data.sheet}|${String(data.row).padStart(8, '0')}`,
  evolve: (_row, { event: { data }, metadata }) => ({ ...data, cells: inColumnOrder(data.sheet, data.cells), code6: metadata.jurisdiction.code6 }),
};

/** The imports themselves: file, what it said of itself, totals once completed. */
export interface ImportRow {
  readonly sha256: string;
  readonly code6: string;
  readonly year: number;
  readonly office?: string | undefined;
  readonly pack: string;
  readonly completed: boolean;
  readonly sheets: Readonly<Record<string, { readonly rows: number; readonly recorded: number; readonly alreadyRecorded: number; readonly rejected: number }>>;
}

export const imports: Projection<ImportRow, Extract<ImportEvent, { type: 'ImportStarted' | 'ImportCompleted' }>> = {
  name: 'imports',
  version: 1,
  handles: ['ImportStarted', 'ImportCompleted'],
  key: ({ event }) => event.data.sha256,
  evolve(row, { event }) {
    if (event.type === 'ImportStarted') {
      const { sha256, code6, year, office, pack } = event.data;
      return { sha256, code6, year, office, pack, completed: false, sheets: {} };
    }
    if (row === undefined) throw new Error('an import was completed that never started');
    return { ...row, completed: true, sheets: inSheetOrder(event.data.sheets) };
  },
};

export interface RejectionsPage {
  readonly rows: readonly RejectionRow[];
  /** Pass as `after` to read on; null at the end. */
  readonly next: string | null;
}

export interface RejectionsFilter {
  readonly sha256?: string | undefined;
  readonly sheet?: string | undefined;
  readonly code?: string | undefined;
  /** Rejected rows are known by their county only; a town or community stands for its county. */
  readonly division?: string | undefined;
  /** Only of counties whose codes begin so: what somebody may see. */
  readonly within?: string | undefined;
}

/** One page of rejected rows in the order of file, sheet and row. */
export async function rejectionsReport(views: ViewReader, filter: RejectionsFilter, after: string | undefined, limit: number): Promise<RejectionsPage> {
  const rows: RejectionRow[] = [];
  let last: string | null = null;
  for await (const page of views.scan<RejectionRow>('rejections', filter.sha256 === undefined ? '' : `${filter.sha256}|`, after)) {
    for (const { key, row } of page) {
      if ((filter.sheet !== undefined && row.sheet !== filter.sheet) || (filter.code !== undefined && row.code !== filter.code)) continue;
      if (filter.division !== undefined && row.code6 !== countyOf(filter.division)) continue;
      if (filter.within !== undefined && !row.code6.startsWith(filter.within)) continue;
      if (rows.length === limit) return { rows, next: last };
      rows.push(row);
      last = key;
    }
  }
  return { rows, next: null };
}
