/** What the rules say about an amount that somebody wants to decide: the same, another, or that a person has to. */
import { type Benefit, type CaseFile, chainFor, REFUSALS } from '#casework';
import { DomainError } from '#kernel';
import type { BenefitResult, Determination, DeterminedBenefit, Requests } from '#policy';

/** What a case of a benefit rests on in a determination. A care fee is owed within the 特困 case of its person (process.md §4.1). */
const DETERMINED: { readonly [B in Benefit]: readonly DeterminedBenefit[] } = {
  dibao: ['dibao'], tekun: ['tekun', 'careFee'], lowIncome: ['lowIncome', 'relativePoor'], temporaryRelief: ['temporaryRelief'], disabilityLiving: ['disabilityLiving'], disabilityNursing: ['disabilityNursing'],
  orphan: ['orphan'], unsupportedChild: ['unsupportedChild'], medicalRelief: ['medicalRelief'], housing: ['housing'],
};

/** Relief in an emergency is measured by the need, not by a rule of the documents (R23; QS-2019-T30). */
export const isDetermined = (file: CaseFile): boolean => !(file.benefit === 'temporaryRelief' && file.variant === 'emergency');

const determinedBenefits = (file: CaseFile): readonly DeterminedBenefit[] => (file.benefit === 'temporaryRelief' && file.variant === 'conference' ? ['oneCaseRelief'] : DETERMINED[file.benefit]);

/** What has to be asked for beside the living benefits, where the determination gives it only then. */
export function requestsFor(file: CaseFile, requests: Requests | undefined): Requests | undefined {
  return file.benefit === 'unsupportedChild' ? { ...requests, unsupportedChildren: {} } : requests;
}

export interface Decision {
  readonly amountFen: number;
  readonly persons: number;
}

/**
 * Holds a decision against the determination. `manual`: the clause leaves it to a person, and the amount stands as decided.
 * `ownShare`: R57 34, a decision about somebody who refused three suitable jobs in a row without reason: that share is reduced or stopped, those of others stand.
 * @throws DomainError `NOT_ELIGIBLE` `AMOUNT_DIFFERS` `PERSONS_DIFFER`
 */
export function checkDecision(file: CaseFile, determination: Determination, { amountFen, persons }: Decision): 'rules' | 'manual' | 'ownShare' {
  const results = resultsFor(file, determination);
  const granted = results.filter(({ eligible }) => eligible === 'yes');
  if (granted.length === 0) {
    if (results.some(({ eligible }) => eligible === 'manual')) return 'manual';
    throw new DomainError('NOT_ELIGIBLE', 'conflict', `By the rules in force the household is not entitled to ${file.benefit}: it was found to be ${determination.category}. Deny the application, stop the benefit where one runs, or establish anew what is wrong in the file.`, { benefit: file.benefit, category: determination.category });
  }
  const expectedPersons = file.beneficiaryId === undefined ? new Set(granted.flatMap(({ members }) => members)).size : 1;
  const expected = chainFor(file).gives === 'status' ? 0 : sum(granted);
  const refusers = refusersOf(file, granted);
  if (refusers.length > 0) {
    const least = granted.reduce((total, result) => total + sharesOfOthers(result, refusers), 0);
    if (persons === expectedPersons - refusers.length && amountFen === least) return 'ownShare';
    if (persons === expectedPersons && amountFen >= least && amountFen < expected) return 'rules';
    if (persons === expectedPersons - refusers.length) throw amountDiffers(least, amountFen);
  }
  if (persons !== expectedPersons) {
    throw new DomainError('PERSONS_DIFFER', 'conflict', `The rules give it to ${expectedPersons} persons, the decision says ${persons}. Correct the decision, or the household.`, { expected: expectedPersons, stated: persons });
  }
  if (amountFen !== expected) throw amountDiffers(expected, amountFen);
  return 'rules';
}

/** Who holds the benefit by the determination; whoever lost the own share does not. */
export function grantedMembers(file: CaseFile, determination: Determination, by: ReturnType<typeof checkDecision>): readonly string[] {
  if (file.beneficiaryId !== undefined) return [file.beneficiaryId];
  const results = resultsFor(file, determination).filter(({ eligible }) => eligible !== 'no');
  const lost = by === 'ownShare' ? refusersOf(file, results) : [];
  return [...new Set(results.flatMap(({ members }) => members))].filter((member) => !lost.includes(member));
}

const refusersOf = (file: CaseFile, granted: readonly BenefitResult[]): readonly string[] => [...new Set(granted.flatMap(({ members }) => members))].filter((member) => (file.refusals[member] ?? 0) >= REFUSALS);

/** What is left to the others of a benefit, in equal shares; fen, half up. */
function sharesOfOthers({ members, amountFen = 0 }: BenefitResult, refusers: readonly string[]): number {
  const others = members.filter((member) => !refusers.includes(member)).length;
  return Math.floor((2 * amountFen * others + members.length) / (2 * members.length));
}

function resultsFor(file: CaseFile, { benefits }: Determination): readonly BenefitResult[] {
  const wanted = determinedBenefits(file);
  return benefits.filter(({ benefit, members }) => wanted.includes(benefit) && (file.beneficiaryId === undefined || members.includes(file.beneficiaryId)));
}

const amountDiffers = (expected: number, stated: number): DomainError => new DomainError('AMOUNT_DIFFERS', 'conflict', `By the rules in force ${expected} fen are owed, the decision says ${stated}. Decide what the rules give, or establish anew what is wrong in the file.`, { expectedFen: expected, statedFen: stated });
const sum = (results: readonly BenefitResult[]): number => results.reduce((total, { amountFen }) => total + (amountFen ?? 0), 0);
