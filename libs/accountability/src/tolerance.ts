/** The 2 % tolerance and the exemption of a finding (GX-2019-06-06; policy-facts.md §5.1; formats.md §2). */

export interface ToleranceCounts {
  /** Distinct citizens assisted in the year. */
  readonly totalPersons: number;
  /** Distinct citizens with an error whose cause is objective. */
  readonly objectiveErrorPersons: number;
}

/** Inclusive, in integers: 7 of 350 passes, 8 of 350 fails, 6 of 299 fails. */
export const withinLimit = ({ totalPersons, objectiveErrorPersons }: ToleranceCounts): boolean => objectiveErrorPersons * 100 <= 2 * totalPersons;

/** How many more persons may be wrongly assisted before the limit is passed; negative once it is. */
export const headroomPersons = ({ totalPersons, objectiveErrorPersons }: ToleranceCounts): number => Math.floor((2 * totalPersons) / 100) - objectiveErrorPersons;

/** The five conditions of the clause, (a) to (e). */
export interface ExemptionConditions {
  readonly publicSpirit: boolean;
  readonly procedureComplete: boolean;
  readonly objectiveCause: boolean;
  readonly withinLimit: boolean;
  readonly recoverable: boolean;
}

/** Recovered in full, or a signed plan. An amount nobody determined is not covered. */
export const recoverable = (fen: number | undefined, recoveredFen: number, repaymentPlan: boolean): boolean =>
  repaymentPlan || (fen !== undefined && recoveredFen >= fen);

export type ExemptionOutcome = 'exempt' | 'accountable' | 'pending';

/** Exempt only if every condition holds; pending while the lead is not verified. */
export function exemptionOutcome(verified: boolean, conditions: ExemptionConditions): ExemptionOutcome {
  if (!verified) return 'pending';
  return Object.values(conditions).every(Boolean) ? 'exempt' : 'accountable';
}

/** The conditions that do not hold, in the order of the clause. */
export const failingConditions = (conditions: ExemptionConditions): readonly (keyof ExemptionConditions)[] =>
  (['publicSpirit', 'procedureComplete', 'objectiveCause', 'withinLimit', 'recoverable'] as const).filter((name) => !conditions[name]);
