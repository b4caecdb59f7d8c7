/** Determines a household: facts, place, day, packs and published values in; category, benefits, amounts and trace out. Pure. */
import { type CivilDate, digestOf } from '#kernel';
import { type PolicyBook, packRef } from './book.js';
import type { Category, Determination } from './determination.js';
import { Examination } from './examination.js';
import { checkFacts, type Facts } from './facts.js';
import { DomainError } from '#kernel';
import { guangxi } from './rules/guangxi.js';
import { jiangxi, qingshanhu } from './rules/jiangxi.js';
import { kunshan } from './rules/kunshan.js';
import { xiamen } from './rules/xiamen.js';
import { RULES } from './rule.js';
import type { PublishedValues } from './values.js';

/** The function that executes each document. */
const DOCUMENTS: Readonly<Record<string, (exam: Examination) => Category>> = {
  'JX-2018': jiangxi, 'QS-2019': qingshanhu, 'KS-2020': kunshan, 'XM-2018': xiamen, 'GX-2019': guangxi,
};

/** SHA-256 over the names and formulas of the rule functions, base64url. */
export const RULES_DIGEST: string = digestOf([...RULES.values()].map(({ name, formula }) => ({ name, formula })).sort((a, b) => (a.name < b.name ? -1 : 1)));

/**
 * @param facts checked against the schema (`readFacts`)
 * @param division 6, 9 or 12 digits
 * @throws DomainError `DIVISION_NOT_COVERED` `DATE_BEFORE_RULES` `AREA_NOT_COVERED` `FACT_MISSING` `FACTS_INVALID` `STANDARD_NOT_PUBLISHED`
 *   `RULE_NOT_IN_FORCE` `REQUEST_NOT_COVERED` `TIERS_INCOMPLETE`. Nothing is determined in part.
 */
export function determine(book: PolicyBook, published: PublishedValues, facts: Facts, division: string, on: CivilDate): Determination {
  checkFacts(facts, on);
  const chain = book.chainFor(division, on);
  const { pack } = chain[0] as (typeof chain)[number];
  const examine = DOCUMENTS[pack.pack];
  if (examine === undefined) throw new Error(`no function executes the pack ${pack.pack}`);
  if (pack.area === 'urban' && facts.area === 'rural') {
    throw new DomainError('AREA_NOT_COVERED', 'unsupported', `${pack.pack} speaks of urban households only; this one is stated to be rural. Its rules are elsewhere.`, { field: 'area', pack: pack.pack });
  }
  const exam = new Examination(facts, division, on, chain, book, published);
  if (pack.plannedUntil !== undefined && on > pack.plannedUntil) exam.note('PROGRAMME_NOT_RENEWED', pack.plannedUntil);
  const category = examine(exam);
  if (!exam.values.restsOnInstrument) exam.note('NO_LOCAL_INSTRUMENT');
  return { division, on, packs: chain.map(packRef), rules: RULES_DIGEST, category, benefits: exam.benefits, notes: exam.notes, values: exam.values.list(), trace: exam.tracer.steps };
}
