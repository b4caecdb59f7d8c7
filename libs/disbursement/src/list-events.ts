/** The head of a live pay list: what was compiled, and who did what with it. Its lines stand in parts (pay-part.ts). */
import type { FundSource } from './fund-events.js';
import type { ListTotals, TownTotal } from './list-line.js';
import type { ListStated, ListStep } from './list-formats.js';

type Said<Name extends ListStep> = Omit<ListStated<Name>, 'evidence'> & { readonly listNo: string; readonly version: number };

export interface CompiledList {
  readonly listNo: string;
  /** From 1; each compilation that differs is a further one. */
  readonly version: number;
  readonly benefit: string;
  readonly ym: string;
  /** Decisions up to the one day were known to the list before, those up to the other are to this one. */
  readonly since: string;
  readonly cutoffOn: string;
  /** What the list before was: none known, of a workbook, live. */
  readonly previous: 'none' | 'imported' | 'live';
  readonly parts: number;
  /** SHA-256 over every line in order, base64url. Names the drafts in the parts. */
  readonly hash: string;
  readonly totals: ListTotals;
  readonly byTown: readonly TownTotal[];
}

export type ListHeadEvent =
  | { readonly type: 'PayListCompiled'; readonly data: CompiledList & { readonly on: string; readonly compiledBy: string } }
  | { readonly type: 'PayListReviewed'; readonly data: Said<'review'> & { readonly hash: string; readonly reviewedBy: string } }
  | { readonly type: 'PayListApproved'; readonly data: Said<'approve'> & { readonly benefit: string; readonly ym: string; readonly hash: string; readonly items: number; readonly totalFen: number; readonly byTown: readonly TownTotal[]; readonly approvedBy: string } }
  | { readonly type: 'PayListPublicised'; readonly data: Said<'publicise'> & { readonly publicisedBy: string } }
  | { readonly type: 'PayListChecked'; readonly data: Said<'check'> & { readonly checkedBy: string } }
  /** `approved`: what was owed by its approval and is not any more. */
  | { readonly type: 'PayListReturned'; readonly data: Said<'return'> & { readonly benefit: string; readonly stage: ListStatus; readonly returnedBy: string; readonly approved?: { readonly totalFen: number; readonly byTown: readonly TownTotal[] } | undefined } }
  | { readonly type: 'PayListOrdered'; readonly data: Said<'order'> & { readonly source: FundSource; readonly fen: number; readonly orderedBy: string } };

export type ListStatus = 'compiled' | 'returned' | 'reviewed' | 'approved' | 'publicised' | 'checked' | 'ordered';

/** Lists whose lines are what will be paid: the next month's may be compiled on them. */
export const FINAL: ReadonlySet<ListStatus> = new Set<ListStatus>(['approved', 'publicised', 'checked', 'ordered']);
