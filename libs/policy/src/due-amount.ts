/** What a case of a benefit is due in a month by the rules and values that hold: the amounts of a determination, without its tests. */
import { type CivilDate, fen, type Fen } from '#kernel';
import { type PolicyBook, publishersOf } from './book.js';
import type { TraceInput } from './determination.js';
import { compare, exactOf, multiply } from './exact.js';
import { Examination } from './examination.js';
import type { Member } from './facts.js';
import type { Rule } from './rule.js';
import { dibaoAmount, perCapita, standardInForce } from './rules/national.js';
import { careAmount, subsidyAmount, tekunAmount } from './rules/persons.js';
import type { PublishedStandard } from './standards.js';
import type { PublishedValues } from './values.js';

/** The benefit, and of its case what its amount depends on. */
export type DueTo =
  /** `incomeFen` after allowed deductions, per month; `members` counted, from 1. */
  | { readonly benefit: 'dibao'; readonly incomeFen: number; readonly members: number }
  /** What a 特困 case is paid holds the care fee of whoever lost self-care. */
  | { readonly benefit: 'tekun'; readonly selfCare: 'full' | 'partial' | 'lost' }
  /** A benefit that is one published amount per person. */
  | { readonly benefit: 'flat'; readonly key: string };

const FROM_CASE = 'case';

/** Not a rule of a document: the sum of two benefits that one case is paid. */
const supportAndCare: Rule = { name: 'supportAndCare', formula: 'support + care', says: { zh: '供养与照料护理费合计', en: 'Support and care fee together' } };

/**
 * The monthly amount for one case, computed by the very rules of a determination.
 * @throws DomainError `DIVISION_NOT_COVERED` `DATE_BEFORE_RULES` `STANDARD_NOT_PUBLISHED` `TIERS_INCOMPLETE` `FIGURE_NOT_FOR_HOUSEHOLDS`
 */
export function dueAmount(book: PolicyBook, published: PublishedValues, to: DueTo, division: string, on: CivilDate): Fen {
  const exam = examinationAt(book, published, division, on);
  return fen(amountOf(exam, to).value as number);
}

/** Whether a document that holds there sets the 特困 standard by the 低保 standard. */
export function tekunFollowsDibao(book: PolicyBook, published: PublishedValues, division: string, on: CivilDate): boolean {
  return examinationAt(book, published, division, on).values.figure('teku.factor') !== undefined;
}

/** Without facts: what is asked of it needs none. */
const examinationAt = (book: PolicyBook, published: PublishedValues, division: string, on: CivilDate): Examination =>
  new Examination({ members: [] }, division, on, book.chainFor(division, on), book, published);

function amountOf(exam: Examination, to: DueTo): TraceInput {
  switch (to.benefit) {
    case 'dibao': {
      const income: TraceInput = { value: to.incomeFen, from: FROM_CASE };
      // Only their number enters the amount.
      const members = Array.from({ length: to.members }, (_, index): Member => ({ id: String(index + 1), birthOn: exam.on }));
      return dibaoAmount(exam, { members, income, perCapita: perCapita(exam, income, members) }, standardInForce(exam, []), []);
    }
    case 'tekun': {
      const support = tekunAmount(exam, []);
      return to.selfCare === 'full' ? support : exam.step(supportAndCare, [], { support, care: careAmount(exam, to.selfCare, []) });
    }
    case 'flat':
      return exam.step(subsidyAmount, [], { standard: exam.values.of(to.key) });
  }
}

/**
 * Whether an amount that was decided from a day on follows from a value of a key: from the one that held on the day, or, where a new
 * one was published late, from the one before it. Before anything is known of the key, its first value is taken to have held already.
 * A value that was corrected later counts as it was, too: decisions were made by it.
 * @param on the day for which documents are asked
 */
export function followsFrom(amountFen: number, since: CivilDate, key: string, book: PolicyBook, standards: readonly PublishedStandard[], division: string, on: CivilDate): boolean {
  const publishers = publishersOf(division);
  const known = [
    ...book.chainFor(division, on).flatMap(({ pack }) => pack.parameters.filter((figure) => figure.key === key).map(({ from, value }) => ({ from, values: [value] }))),
    ...standards.filter((standard) => standard.key === key && publishers.includes(standard.code6))
      .map(({ validFrom, value, corrections }) => ({ from: validFrom, values: [value, ...corrections.flatMap(({ field, old }) => (field === 'value' && old !== null ? [old] : []))] })),
  ];
  const starts = [...new Set(known.map(({ from }) => from))].sort();
  const held = starts.findLastIndex((from) => from <= since);
  const candidates = held < 0 ? starts.slice(0, 1) : starts.slice(Math.max(0, held - 1), held + 1);
  return known.some(({ from, values }) => candidates.includes(from) && values.some((value) => isAmount(value, amountFen)));
}

function isAmount(yuan: string, amountFen: number): boolean {
  const exact = exactOf(yuan);
  return exact !== undefined && compare(multiply(exact, 100), amountFen) === 0;
}
