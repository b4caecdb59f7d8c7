/** One rule as an official reads it: what the pack says of it, its figures, and the formulas that execute it. */
import { type BoundPack, type Disposition, packRef, type PackRule, RULES } from '#policy';
import type { RuleExplanation } from './policy-types.js';

export function explanationOf({ rule, pack: bound }: { readonly rule: PackRule; readonly pack: BoundPack }): RuleExplanation {
  const { id, subject, title, clause, line, reading, garbled, disposition } = rule;
  const { document, parameters } = bound.pack;
  return {
    id, pack: packRef(bound), subject, title,
    clause: clause ?? null,
    source: document.source === undefined || line === undefined ? null : { file: document.source, line },
    reading: reading ?? null,
    garbled: garbled ?? [],
    figures: parameters.filter((figure) => figure.rule === id)
      .map(({ key, value, unit, kind, from, to, dateBasis, clause: printed }) => ({ key, value, unit, kind, from, to: to ?? null, dateBasis, clause: printed })),
    // A pack in the ledger may be older than the functions: what is gone is left out.
    functions: 'executes' in disposition ? disposition.executes.flatMap((name) => RULES.get(name) ?? []).map(({ name, formula }) => ({ name, formula })) : [],
    carriedBy: carriedBy(disposition),
  };
}

function carriedBy(disposition: Disposition): string | null {
  if ('executes' in disposition) return null;
  return Object.entries(disposition).map(([kind, what]) => `${kind}: ${what}`).join();
}
