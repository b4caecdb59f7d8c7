/** The benefits a case can be about, their codes (formats.md §1) and whom they are paid to (process.md §4.1). */

export const BENEFITS = ['dibao', 'tekun', 'lowIncome', 'temporaryRelief', 'disabilityLiving', 'disabilityNursing', 'orphan'] as const;
export type Benefit = (typeof BENEFITS)[number];

/** Benefits a whole household receives; the others belong to one person (formats.md §2, tolerance). */
export const HOUSEHOLD_BENEFITS: ReadonlySet<Benefit> = new Set<Benefit>(['dibao', 'lowIncome', 'temporaryRelief']);
