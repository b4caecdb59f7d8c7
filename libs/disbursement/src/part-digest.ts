/** What a closed month fixes of each item, and its hash. */
import { canonicalJson, type Json, sha256Hex } from '#kernel';
import type { Attempt, ItemBook } from './item-state.js';

/** One line per attempt: what it was for, what became of it and when, what statements show. */
export interface ClosedLine {
  readonly itemNo: string;
  readonly caseId: string;
  readonly ym: string;
  readonly fen: number;
  readonly status: Attempt['status'];
  readonly on: string;
  readonly batchNo?: string | undefined;
  readonly debitFen: number;
  readonly creditFen: number;
}

/** In the order of the item numbers. */
export const closedLines = ({ attempts }: Pick<ItemBook, 'attempts'>): readonly ClosedLine[] =>
  [...attempts.values()].map(({ item: { itemNo, caseId, ym, fen }, status, on, batchNo, debitFen, creditFen }) => ({ itemNo, caseId, ym, fen, status, on, batchNo, debitFen, creditFen })).sort((a, b) => (a.itemNo < b.itemNo ? -1 : 1));

/** SHA-256 over the lines of a part, hex. */
export const partHash = (book: Pick<ItemBook, 'attempts'>): string => sha256Hex(closedLines(book).map((line) => `${canonicalJson(line as unknown as Json)}\n`).join(''));
