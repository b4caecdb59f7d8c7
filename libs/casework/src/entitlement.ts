/** What a case is owed in a month: the last change that counts by then (formats.md §2, "Active in month M"). */
import type { ChangeKind } from './case-events.js';

export interface EntitlementChange {
  readonly kind: ChangeKind;
  readonly fromYm: string;
  readonly decidedOn: string;
  readonly newFen: number;
  readonly persons: number;
  /** A stop that was part of the confirmation: what was given for a time ends by itself. */
  readonly lapses?: true | undefined;
}

/**
 * The last change with `fromYm` ≤ the month: greatest month, then decision date, then order of recording.
 * A change counts from its month even when it was decided later. `changes` are in the order of recording.
 */
export function changeInForce<Change extends EntitlementChange>(changes: readonly Change[], month: string): Change | undefined {
  let last: Change | undefined;
  for (const change of changes) {
    if (change.fromYm > month) continue;
    if (last === undefined || change.fromYm > last.fromYm || (change.fromYm === last.fromYm && change.decidedOn >= last.decidedOn)) last = change;
  }
  return last;
}

/** A case is active in a month unless its last change is a stop. A graduated exit is active. */
export function activeChange<Change extends EntitlementChange>(changes: readonly Change[], month: string): Change | undefined {
  const change = changeInForce(changes, month);
  return change === undefined || change.kind === 'stop' ? undefined : change;
}

/** Whether anything is owed in a month or in a later one. */
export const owedFrom = (changes: readonly EntitlementChange[], month: string): boolean =>
  [month, ...changes.map(({ fromYm }) => fromYm).filter((fromYm) => fromYm > month)].some((ym) => activeChange(changes, ym) !== undefined);

/** Whether the case is active in any month of a year: at its start, or by a change within it. */
export function activeInYear(changes: readonly EntitlementChange[], year: number): boolean {
  if (activeChange(changes, `${year}-01`)) return true;
  return changes.some((change) => change.fromYm.startsWith(`${year}-`) && activeChange(changes, change.fromYm) !== undefined);
}
