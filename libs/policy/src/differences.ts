/** Two determinations of one household compared: what each found, item by item. */
import { formatYuan } from '#kernel';
import type { BenefitResult, Determination } from './determination.js';

export interface DeterminedDifference {
  /** `category`, or benefit and members, e.g. `dibao` or `careFee/A`. */
  readonly of: string;
  /** The category, or what was found: `yes 600.00/month` (yuan), with the members, `yes 600.00/month (A,B)`, where they differ. */
  readonly before: string | null;
  readonly after: string | null;
}

interface Item {
  readonly text: string;
  readonly members: string;
}

/** What differs between two results, verdict, amount, period or members, in the order of the first; null where one has nothing of the kind, or is not there at all. */
export function differencesOf(before: Determination, after: Determination | null): readonly DeterminedDifference[] {
  const [left, right] = [itemsOf(before), after === null ? new Map<string, Item>() : itemsOf(after)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((of) => {
    const [one, other] = [left.get(of), right.get(of)];
    const membersDiffer = one !== undefined && other !== undefined && one.members !== other.members;
    const shown = (item: Item | undefined): string | null => (item === undefined ? null : membersDiffer ? `${item.text} (${item.members})` : item.text);
    const difference = { of, before: shown(one), after: shown(other) };
    return difference.before === difference.after ? [] : [difference];
  });
}

const itemsOf = ({ category, benefits }: Determination): Map<string, Item> => new Map<string, Item>([
  ['category', { text: category, members: '' }],
  ...benefits.map((result) => [nameOf(result), { text: foundIn(result), members: result.members.join(',') }] as const),
]);

const foundIn = ({ eligible, amountFen, per }: BenefitResult): string => [
  ...(amountFen === undefined ? [eligible] : [eligible, ' ', formatYuan(amountFen)]),
  ...(per === undefined ? [] : [`/${per}`]),
].join('');

/** What goes to a household is one thing, whoever its members are. */
const nameOf = ({ benefit, unit, members }: BenefitResult): string => (unit === 'household' ? benefit : `${benefit}/${members.join(',')}`);
