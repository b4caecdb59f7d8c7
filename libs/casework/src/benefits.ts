/** The benefits a case can be about, their codes (formats.md §1; the last three only in the live procedure) and whom they are paid to (process.md §4.1). */

export const BENEFITS = ['dibao', 'tekun', 'lowIncome', 'temporaryRelief', 'disabilityLiving', 'disabilityNursing', 'orphan', 'unsupportedChild', 'medicalRelief', 'housing'] as const;
export type Benefit = (typeof BENEFITS)[number];

/** Benefits a whole household receives; the others belong to one person (formats.md §2, tolerance). */
export const HOUSEHOLD_BENEFITS: ReadonlySet<Benefit> = new Set<Benefit>(['dibao', 'lowIncome', 'temporaryRelief', 'housing']);
/** Paid once: each month's list is that month's decisions. */
export const PAID_ONCE: ReadonlySet<Benefit> = new Set<Benefit>(['temporaryRelief', 'medicalRelief', 'housing']);

/**
 * What nobody holds beside a benefit (process.md §7.4): 低保 and 特困 never together, an orphan chooses (R43 9), 特困 excludes the
 * disability subsidies (R52), an orphan and a child paid the child standard get the nursing subsidy only; 支出型 is the status of who is not in 低保 or 特困. A
 * child without care in 低保 or 特困 is topped up, so these go together (R62). The same benefit twice
 * is always excluded, except relief for another need.
 */
const EXCLUDES: readonly (readonly [Benefit, Benefit])[] = [
  ['dibao', 'tekun'], ['dibao', 'lowIncome'], ['tekun', 'lowIncome'], ['tekun', 'orphan'], ['orphan', 'unsupportedChild'],
  ['tekun', 'disabilityLiving'], ['tekun', 'disabilityNursing'], ['orphan', 'disabilityLiving'], ['unsupportedChild', 'disabilityLiving'],
];
const REPEATABLE: ReadonlySet<Benefit> = new Set<Benefit>(['temporaryRelief', 'medicalRelief']);

/**
 * Paid once and held from then on: no head of a household, in whatever county, is granted a second subsidy for a dwelling (process.md §4.1, no
 * double grant; XM-2018-02-09, one homestead). The others of the household may found one of their own.
 */
export const heldForGood = (benefit: Benefit): boolean => benefit === 'housing';

/** Whether one citizen may not hold both at the same time. */
export const exclude = (a: Benefit, b: Benefit): boolean => (a === b ? !REPEATABLE.has(a) : EXCLUDES.some(([x, y]) => (x === a && y === b) || (x === b && y === a)));
