/** One determination under way: the facts, the values that hold, and what has been found so far. */
import { type CivilDate, DomainError } from '#kernel';
import type { BoundPack } from './book.js';
import type { BenefitResult, DeterminedBenefit, Eligibility, Note, TraceInput, TraceValue } from './determination.js';
import type { Facts, Member } from './facts.js';
import { NOTES } from './notes.js';
import { type Rule, stepOf, Tracer } from './rule.js';
import { type PublishedValues, Values } from './values.js';
import type { PolicyBook } from './book.js';

/** What a rule found about a benefit. The results of its steps decide; nothing is set by hand. */
interface Finding {
  readonly benefit: DeterminedBenefit;
  readonly unit: BenefitResult['unit'];
  readonly members: readonly Member[];
  /** Result of the step that decides. */
  readonly eligible: TraceInput;
  /** The clause leaves it open when the step says yes. */
  readonly manual?: boolean;
  readonly amount?: TraceInput;
  readonly per?: BenefitResult['per'];
}

export class Examination {
  readonly tracer = new Tracer();
  readonly values: Values;
  readonly benefits: BenefitResult[] = [];
  private readonly noted = new Map<string, Note>();

  constructor(readonly facts: Facts, readonly division: string, readonly on: CivilDate, readonly chain: readonly BoundPack[], book: PolicyBook, published: PublishedValues) {
    this.values = new Values(book, chain, published, division, on, this.tracer, (code, particulars) => this.note(code, particulars));
  }

  get notes(): readonly Note[] {
    return [...this.noted.values()];
  }

  note(code: string, particulars = ''): void {
    const text = NOTES[code];
    if (text === undefined) throw new Error(`unknown note ${code}`);
    if (this.noted.has(code + particulars)) return;
    const fill = (sentence: string): string => sentence.replace('{}', particulars);
    this.noted.set(code + particulars, { code, text: { zh: fill(text.zh), en: fill(text.en) } });
  }

  /** The day of the determination, as an input. */
  get day(): TraceInput {
    return { value: this.on, from: 'on' };
  }

  step(definition: Rule, ruleIds: readonly string[], inputs: Readonly<Record<string, TraceInput>>, member?: Member): TraceInput {
    return this.tracer.step(definition, ruleIds, inputs, member?.id);
  }

  /** A fact that has to be stated. @throws DomainError `FACT_MISSING` naming its path. */
  fact(path: string, value: TraceValue | undefined): TraceInput {
    if (value === undefined) {
      throw new DomainError('FACT_MISSING', 'invalid', `The fact ${path} is needed to determine this household and is not stated. Establish it, write it down and determine again; it is never assumed.`, { field: path });
    }
    return { value, from: `fact:${path}` };
  }

  /** A fact of a member that has to be stated. */
  memberFact(member: Member, name: string, value: TraceValue | undefined): TraceInput {
    return this.fact(`members.${member.id}.${name}`, value);
  }

  /** A fact whose absence says that it is not so, or none. */
  factOr(path: string, value: TraceValue | undefined, absent: TraceValue): TraceInput {
    return value === undefined ? { value: absent, from: `absent:${path}` } : { value, from: `fact:${path}` };
  }

  found({ benefit, unit, members, eligible, manual = false, amount, per }: Finding): Eligibility {
    const verdict: Eligibility = eligible.value !== true ? 'no' : manual ? 'manual' : 'yes';
    if (amount !== undefined && typeof amount.value !== 'number') {
      throw new DomainError('AMOUNT_TOO_LARGE', 'limit', `The amount of ${benefit} is larger than any sum of money can be. Look for a value or a fact with too many digits.`, { benefit });
    }
    const steps = { eligible: stepOf(eligible), ...(amount === undefined ? {} : { amount: stepOf(amount) }) };
    this.benefits.push({
      benefit, eligible: verdict, unit, members: members.map(({ id }) => id),
      ...(amount === undefined ? {} : { amountFen: amount.value as number }), ...(per === undefined ? {} : { per }), steps,
    });
    return verdict;
  }
}
