/** A determination 认定: category, eligibility and amounts of a household, and the trace that proves them. */
import type { Bilingual, DateBasis, HouseholdKind } from './pack.js';

/** What the household as a whole, or the part of it that is tested together, was found to be. Highest first. */
export type Category = 'tekun' | 'orphan' | 'dibao' | 'lowIncome' | 'relativePoor' | 'none' | 'manual';

export const DETERMINED_BENEFITS = [
  'tekun', 'careFee', 'orphan', 'unsupportedChild', 'dibao', 'livingRelief', 'lowIncome', 'relativePoor', 'disabilityLiving', 'disabilityNursing',
  'medicalContribution', 'supplementaryInsurance', 'premiumSubsidy', 'realTimeRelief', 'majorIllnessRelief', 'specialRelief', 'medicalRelief',
  'pensionContribution', 'temporaryRelief', 'oneCaseRelief', 'studentAid', 'legalAid', 'housing', 'graduatedExit',
] as const;
export type DeterminedBenefit = (typeof DETERMINED_BENEFITS)[number];

/** A value of a formula: a whole number, an exact fraction ("40000/3" or "0.5"), a text (codes, dates), true or false. */
export type TraceValue = number | string | boolean | readonly (number | string | boolean)[];

export interface TraceInput {
  readonly value: TraceValue;
  /**
   * Where it comes from; a list names one source per item, parted by spaces: `fact:<path>`, `absent:<path>` (not stated, which says that it is not so, or none), `param:<pack>/<key>@<from>`, `local:<division>/<key>@<from>`, `step:<n>`,
   * `on` (the day of the determination), `rule` (a constant of the clause), `category` (what was found of the member), `fact:members` (their number).
   */
  readonly from: string;
}

/** One step: the rule's formula over its inputs. Evaluating `formula` with `inputs` gives `result`, with nothing else needed. */
export interface TraceStep {
  readonly n: number;
  /** Name of the rule function, e.g. `gapAmount`. */
  readonly rule: string;
  readonly ruleIds: readonly string[];
  /** The member it is about, where it is about one. */
  readonly member?: string;
  readonly formula: string;
  readonly inputs: Readonly<Record<string, TraceInput>>;
  readonly result: TraceValue;
}

/** `manual`: the clause leaves it to a person's decision. */
export type Eligibility = 'yes' | 'no' | 'manual';

export interface BenefitResult {
  readonly benefit: DeterminedBenefit;
  readonly eligible: Eligibility;
  /** Paid to the household, to a person, or to a person counted as a household of one (单人户). */
  readonly unit: 'household' | 'person' | 'single';
  readonly members: readonly string[];
  /** Payable amount in fen; absent where there is none to compute or the benefit is a status. */
  readonly amountFen?: number;
  readonly per?: 'month' | 'year' | 'once';
  /** Steps that decide eligibility and amount. */
  readonly steps: { readonly eligible: number; readonly amount?: number };
}

/** A value that entered the determination, and what it rests on. */
export interface UsedValue {
  /** As in `TraceInput.from`. */
  readonly from: string;
  readonly key: string;
  /** As published or printed. */
  readonly value: string;
  readonly unit: string;
  readonly kind: HouseholdKind | 'published';
  readonly validFrom: string;
  readonly validTo?: string;
  readonly dateBasis?: DateBasis;
  readonly clause?: string;
  readonly rule?: string;
  /** The local instrument, where the value was published with one. */
  readonly basis?: string;
}

export interface Note {
  readonly code: string;
  readonly text: Bilingual;
}

export interface PackRef {
  readonly pack: string;
  readonly version: number;
  readonly sha256: string;
}

export interface Determination {
  readonly division: string;
  readonly on: string;
  readonly packs: readonly PackRef[];
  /** Hash of the rule functions that computed it: a program with other formulas is another decider, whatever the packs. */
  readonly rules: string;
  readonly category: Category;
  readonly benefits: readonly BenefitResult[];
  readonly notes: readonly Note[];
  readonly values: readonly UsedValue[];
  readonly trace: readonly TraceStep[];
}
