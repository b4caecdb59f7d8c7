/** Until when a fraud may still be fined (行政处罚法 36: not once two years have passed since it ended without being found out). Recovery is no penalty and knows no such day. */
import { type CivilDate, type CivilMonth, lastDayOf, monthAfter } from '#kernel';
import type { FindingFile } from './finding-state.js';

export interface FineLimit {
  /** The last day of the last month that was paid wrongly: what goes on ends with it. */
  readonly actEndedOn: CivilDate;
  /** The last day on which finding it out allows a fine. */
  readonly until: CivilDate;
  readonly foundOn: string;
  /** Found out too late: it is not fined. */
  readonly barred: boolean;
}

/** Of an error by fraud of the recipient whose months are known; undefined of any other. */
export function fineLimit({ error, raisedOn: foundOn }: FindingFile): FineLimit | undefined {
  const last = error?.toYm ?? error?.fromYm;
  if (error?.recipientFraud !== true || last === undefined) return undefined;
  const until = lastDayOf(monthAfter(last, 24));
  return { actEndedOn: lastDayOf(last as CivilMonth), until, foundOn, barred: foundOn > until };
}
