/** Which steps a case owes before it may be decided, by benefit and by the rules in force when it was accepted (process.md §3, §4.1). */
import { assertNever } from '#kernel';
import type { Benefit } from './benefits.js';

/** 民发〔2012〕220号, and from 2021-07-01 民发〔2021〕57号 with 民发〔2021〕43号. The day of acceptance decides (process.md §3). */
export type RuleVersion = 'R220' | 'R57';
export const R57_FROM = '2021-07-01';
export const ruleVersionOn = (acceptedOn: string): RuleVersion => (acceptedOn < R57_FROM ? 'R220' : 'R57');

/** 临时救助: 支出型, 急难型 (relief first, papers after), 一事一议. */
export const VARIANTS = ['expenditure', 'emergency', 'conference'] as const;
export type Variant = (typeof VARIANTS)[number];

export const ASSESSMENTS = ['income', 'assets', 'rigidExpenditure', 'selfCare', 'circumstances'] as const;
export type Assessment = (typeof ASSESSMENTS)[number];

export interface Chain {
  /** 信息核对. */
  readonly check: boolean;
  /** 入户调查. */
  readonly visit: boolean;
  /** What must have been assessed before an opinion. */
  readonly assessments: readonly Assessment[];
  /** 民主评议: always; only after an objection to the notice; wherever the town wants one; never. */
  readonly review: 'required' | 'afterObjection' | 'optional' | 'never';
  readonly opinion: boolean;
  /** 公示: of the town's opinion, and of the county's (R220). A child is never posted (R62; process.md §4.1). */
  readonly townNotice: boolean;
  readonly countyNotice: boolean;
  /** 抽查: the share of forwarded cases the county visits, parts per million; 0 where none is printed. */
  readonly samplePpm: number;
  /** 一事一议 before the decision. */
  readonly conference: boolean;
  /** 结果公布 after a decision to help. */
  readonly publication: boolean;
  /** Full days a notice stands. */
  readonly noticeDays: number;
  /** What a confirmation gives: money each month, money once, or a status that opens other departments' help and never pays (process.md §12, 13). */
  readonly gives: 'monthly' | 'once' | 'status';
  /** First month: the one after the decision, that of the application (R52), that of the decision (one payment). */
  readonly starts: 'monthAfterDecision' | 'monthOfApplication' | 'monthOfDecision';
}

/** R220 22, R57 19, R43 15: seven days. */
const NOTICE_DAYS = 7;
const THIRTY_PERCENT = 300_000;

const FULL: Chain = {
  check: true, visit: true, assessments: ['income', 'assets'], review: 'never', opinion: true, townNotice: true, countyNotice: false, samplePpm: 0,
  conference: false, publication: true, noticeDays: NOTICE_DAYS, gives: 'monthly', starts: 'monthAfterDecision',
};

/** 刚性支出困难家庭认定办法 (RIGID), 2025-01-01: a status holds twelve months at most, then the household applies anew. Before, the places said how long. */
const RIGID_FROM = '2025-01-01';
const RIGID_MONTHS = 12;
/** Months for which a confirmation of a day holds; undefined where it holds until it is stopped. */
export const validMonths = ({ gives }: Chain, decidedOn: string): number | undefined => (gives === 'status' && decidedOn >= RIGID_FROM ? RIGID_MONTHS : undefined);

/** The chain of a benefit; `variant` is that of 临时救助, 支出型 where absent. */
export function chainOf(benefit: Benefit, rules: RuleVersion, variant: Variant = 'expenditure'): Chain {
  const old = rules === 'R220';
  const household: Chain = { ...FULL, review: old ? 'required' : 'afterObjection', countyNotice: old, samplePpm: old ? THIRTY_PERCENT : 0 };
  switch (benefit) {
    case 'dibao':
      return household;
    case 'lowIncome':
      return { ...household, assessments: ['income', 'assets', 'rigidExpenditure'], gives: 'status' };
    case 'tekun':
      // R43 13-16: supporters and self-care too; a review where the town wants one; the county checks at least 30 % at random.
      return { ...FULL, assessments: ['income', 'assets', 'selfCare', 'circumstances'], review: 'optional', samplePpm: THIRTY_PERCENT };
    case 'temporaryRelief':
      return reliefChain(variant);
    case 'disabilityLiving':
    case 'disabilityNursing':
      // The certificate is verified by 残联; process.md §4.1.
      return { ...FULL, visit: false, assessments: ['circumstances'], townNotice: false, publication: false, starts: 'monthOfApplication' };
    case 'orphan':
    case 'unsupportedChild':
      // R54, R62: proof and a check between departments; never posted, never published.
      return { ...FULL, visit: false, assessments: ['circumstances'], townNotice: false, publication: false };
    case 'medicalRelief':
    case 'housing':
      return { ...FULL, visit: false, assessments: ['circumstances'], gives: 'once', starts: 'monthOfDecision' };
    default:
      return assertNever(benefit, 'benefit');
  }
}

function reliefChain(variant: Variant): Chain {
  const once: Chain = { ...FULL, gives: 'once', starts: 'monthOfDecision' };
  switch (variant) {
    case 'expenditure':
      return { ...once, assessments: ['income', 'rigidExpenditure'] };
    case 'emergency':
      // R23: help first; check, review and notice may be left out, the papers are completed when the emergency is over.
      return { ...once, check: false, visit: false, assessments: [], opinion: false, townNotice: false, publication: false };
    case 'conference':
      // GX-2019-05-21, XM-2018-04-01: decided by a conference, published afterwards.
      return { ...once, assessments: ['circumstances'], townNotice: false, conference: true };
    default:
      return assertNever(variant, 'variant');
  }
}
