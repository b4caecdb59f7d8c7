/** Two determinations of one household compared: what each found, item by item. */
import type { BenefitResult, Determination } from './determination.js';

export interface DeterminedDifference {
  /** `category`, or benefit and members, e.g. `dibao` or `careFee/A`. */
  readonly of: string;
  readonly before: string | number | null;
  readonly after: string | number | null;
}

/** What differs between two results, in the order of the first; null where one has nothing of the kind, or is not there at all. */
export function differencesOf(before: Determination, after: Determination | null): readonly DeterminedDifference[] {
  const [left, right] = [itemsOf(before), after === null ? new Map<string, string | number>() : itemsOf(after)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((of) => ({ of, before: left.get(of) ?? null, after: right.get(of) ?? null }))
    .filter((difference) => difference.before !== difference.after);
}

function itemsOf({ category, benefits }: Determination): Map<string, string | number> {
  return new Map<string, string | number>([['category', category], ...benefits.map((result) => [nameOf(result), result.amountFen ?? result.eligible] as const)]);
}

/** What goes to a household is one thing, whoever its members are. */
const nameOf = ({ benefit, unit, members }: BenefitResult): string => (unit === 'household' ? benefit : `${benefit}/${members.join(',')}`);
