/** The monthly 低保 amount by the gap rule: max(0, standard − income ÷ members) × members. */
import { divideHalfUp, fen, type Fen } from '#kernel';

/** Packs whose 低保 amount is the gap (policy-facts.md V1; QS inherits JX where silent), and the rules a checked amount rests on. */
export const GAP_RULE_IDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['QS-2019', ['QS-2019-T01a', 'JX-2018-02-03']],
  ['JX-2018', ['JX-2018-02-01', 'JX-2018-02-03']],
]);

const MICRO = 1_000_000n;

/**
 * Expected monthly amount in fen. Computed exactly as max(0, standard × members − income), which is the rule with the
 * division cancelled; one half-up rounding at the end (policy-facts.md, head: "round only the amount payable").
 * @param standardYuan exact decimal text, at most 6 decimals, yuan per person and month
 * @param members counted members, ≥ 1
 */
export function gapAmount(standardYuan: string, incomeFen: number, members: number): Fen {
  const standardMicroFen = decimalToMicro(standardYuan) * 100n;
  const gapMicroFen = standardMicroFen * BigInt(members) - BigInt(incomeFen) * MICRO;
  return gapMicroFen <= 0n ? fen(0) : fen(Number(divideHalfUp(gapMicroFen, MICRO)));
}

function decimalToMicro(text: string): bigint {
  const match = /^(\d+)(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) throw new Error(`not a decimal with at most six places: ${text}`);
  return BigInt(match[1] as string) * MICRO + BigInt((match[2] ?? '').padEnd(6, '0'));
}
