/**
 * What the rules of the place read of a household is established before the opinion, not missed at the decision: the chain of a benefit names the
 * assessments it always owes, the rules of some places read more (incomes of everybody for a disability subsidy, where someone is supported for housing).
 */
import type { CaseFile, StepName } from '#casework';
import { type CivilDate, DomainError } from '#kernel';
import type { Facts, Requests } from '#policy';
import { memberIdOf } from './case-facts.js';

/** The step that establishes a fact, by the beginning of its path in the facts; `*` is a member. The first that fits. */
const ESTABLISHED_BY: readonly (readonly [path: RegExp, step: StepName])[] = [
  [/^members\.[^.]+\.(income|employed|labour)\b|^lookback\b/u, 'assessIncome'],
  [/^assets\b/u, 'assessAssets'],
  [/^(rigidExpenditure|annualReview)\b/u, 'assessRigidExpenditure'],
  [/^members\.[^.]+\.selfCare\b/u, 'assessSelfCare'],
];
export const stepEstablishing = (field: string): StepName => ESTABLISHED_BY.find(([path]) => path.test(field))?.[1] ?? 'assessCircumstances';

/** What is asked for with the decision, as little of it as there can be: what the rules read of the household for it does not depend on the sum. */
function leastRequest({ benefit, variant, beneficiaryId }: CaseFile): Requests | undefined {
  switch (benefit) {
    case 'temporaryRelief':
      return variant === 'conference' ? { oneCaseRelief: { proposedFen: 0, paidThisYearFen: 0 } } : { temporaryRelief: { uplift: '0', paidThisYearFen: 0, timesThisYear: 0 } };
    case 'medicalRelief':
      return beneficiaryId === undefined ? undefined : { medicalRelief: { member: memberIdOf(beneficiaryId), costFen: 0, paidThisYearFen: 0 } };
    case 'housing':
      return { housing: { work: 'repair', costFen: 0, oneHomestead: true, papers: ['legalPropertyRight'] } };
    default:
      return undefined;
  }
}

export interface Establishing {
  readonly file: CaseFile;
  readonly division: string;
  readonly on: CivilDate;
  readonly factsFor: (requests: Requests | undefined) => Promise<Facts>;
  readonly determine: (asked: { readonly facts: Facts; readonly division: string; readonly on: CivilDate }) => Promise<unknown>;
}

/**
 * Determines as the decision will, and keeps nothing of it. What else stands against a determination, such as a standard that is not
 * published yet, is a matter of the decision.
 * @throws DomainError `FACTS_NOT_ESTABLISHED` naming the fact and the step that establishes it
 */
export async function mustBeEstablished({ file, division, on, factsFor, determine }: Establishing): Promise<void> {
  const least = leastRequest(file);
  for (const requests of [undefined, ...(least === undefined ? [] : [least])]) {
    try {
      await determine({ facts: await factsFor(requests), division, on });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const field = error.code === 'FACT_MISSING' ? error.details['field'] : undefined;
      if (typeof field !== 'string' || field.startsWith('requests.')) continue;
      const step = stepEstablishing(field);
      throw new DomainError('FACTS_NOT_ESTABLISHED', 'conflict', `The rules of the place read ${field} to decide on ${file.benefit}, and nobody established it: the decision could not be taken. Establish it (${step}), then give the opinion.`, { field, step });
    }
  }
}
