/** The amount check: the monthly 低保 amount that the rule gives for a decided case (formats.md §2). */
import { fen, type Fen } from '#kernel';
import { exactOf, exactText, multiply } from './exact.js';
import { evaluate } from './formula.js';
import { gapRule } from './rules/national.js';

/** Packs whose 低保 amount is the gap (policy-facts.md V1; QS inherits JX where silent), and the rules a checked amount rests on. */
export const GAP_RULE_IDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['QS-2019', ['CN-R220-27', 'QS-2019-T01a', 'JX-2018-02-03']],
  ['JX-2018', ['CN-R220-27', 'JX-2018-02-01', 'JX-2018-02-03']],
]);

/**
 * Expected monthly amount in fen by the same rule that a determination computes with; the standard is the published one as it
 * stands, whatever a document prints as its floor (formats.md §2).
 * @param standardYuan exact decimal text, at most 6 decimals, yuan per person and month
 * @param members counted members, ≥ 1
 */
export function gapAmount(standardYuan: string, incomeFen: number, members: number): Fen {
  const standard = exactOf(standardYuan);
  if (standard === undefined) throw new Error(`not a decimal: ${standardYuan}`);
  const of = (value: number | string): { readonly value: number | string; readonly from: string } => ({ value, from: 'case' });
  return fen(evaluate(gapRule.formula, { standard: of(exactText(multiply(standard, 100))), members: of(members), income: of(incomeFen) }) as number);
}
