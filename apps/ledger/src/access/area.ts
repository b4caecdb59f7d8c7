/** Divisions as parts of the ledger. */
import { areaOf as beginningOf } from '#kernel';

/** The beginning that the codes of everything in a division share: 360111003 stays, 360100 → 3601, 360000 → 36; undefined: everywhere (000000). */
export function areaOf(division: string): string | undefined {
  return beginningOf(division) || undefined;
}

/** Whether what lies at a code belongs to an area; undefined: everything does. */
export const isIn = (area: string | undefined, code: string): boolean => area === undefined || code.startsWith(area);
