/**
 * Household facts: what an office has established of a household, before any rule looks at it.
 * Money is whole fen per month, unless a name says otherwise. A fact that a rule needs and nobody stated is never guessed.
 */

import { type CivilDate, DomainError, parseCivilDate } from '#kernel';

export const CAUSES = ['illness', 'disability', 'calamity', 'schooling', 'unemployment', 'housing', 'oldAge', 'other'] as const;
/** Cause of hardship 致困原因: 因病 因残 因灾(祸) 因学 因失业 因无住房 因老 其他. */
export type Cause = (typeof CAUSES)[number];

export const DISABILITY_TYPES = ['sight', 'hearing', 'speech', 'limb', 'intellectual', 'mental', 'multiple'] as const;
export type DisabilityType = (typeof DISABILITY_TYPES)[number];

export const STUDENT_STAGES = ['preschool', 'compulsory', 'seniorHigh', 'secondaryVocational', 'higher'] as const;
export type StudentStage = (typeof STUDENT_STAGES)[number];

export const RIGID_KINDS = ['medical', 'education', 'disability', 'other'] as const;
export type RigidKind = (typeof RIGID_KINDS)[number];

export interface Member {
  /** Names the member in the result; no citizen id. */
  readonly id: string;
  readonly birthOn: string;
  /** 计入人口; true where absent. */
  readonly counted?: boolean;
  /** Per month. Absent parts are none; the whole absent: not stated. */
  readonly income?: {
    readonly wagesFen?: number;
    readonly businessFen?: number;
    readonly propertyFen?: number;
    readonly transferFen?: number;
    /** Taxes and social insurance paid, taken off (R57 13). */
    readonly contributionsFen?: number;
  };
  readonly employed?: boolean;
  readonly labour?: 'full' | 'partial' | 'none';
  readonly selfCare?: 'full' | 'partial' | 'lost';
  readonly disability?: { readonly type: DisabilityType; readonly grade: 1 | 2 | 3 | 4 };
  /** A listed severe disease, by the name in the published list. */
  readonly disease?: string;
  readonly student?: StudentStage;
  /** Statutory supporters 法定义务人: none, unable, able. Stated for whoever is examined for 特困. */
  readonly supporters?: 'none' | 'unable' | 'able';
  /** 生活来源. Stated for whoever is examined for 特困. */
  readonly incomeSource?: boolean;
  /** Who in fact supports an adult without work. */
  readonly supportedBy?: 'self' | 'spouse' | 'parents' | 'siblings' | 'children';
  /** A confirmed orphan, and where raised. */
  readonly orphan?: 'dispersed' | 'institution';
  /** Confirmed 事实无人抚养儿童. */
  readonly unsupportedChild?: boolean;
  /** 特困: supported at home (分散) or in an institution (集中). */
  readonly care?: 'dispersed' | 'institution';
  /** 社区矫正对象. */
  readonly communityCorrection?: boolean;
}

export interface RigidExpenditure {
  readonly kind: RigidKind;
  /** Own-paid, per month, after insurance and reimbursement. */
  readonly monthlyFen: number;
  /** Who incurs it. */
  readonly member?: string;
}

/** What is asked for besides the monthly living benefits, which are always determined. */
export interface Requests {
  /** Resident medical insurance: personal contribution of the year. */
  readonly medicalContribution?: Readonly<Record<string, never>>;
  /** Supplementary major-disease insurance (QS T15). */
  readonly supplementaryInsurance?: Readonly<Record<string, never>>;
  /** Resident pension insurance: contribution paid by government, of the year. */
  readonly pensionContribution?: Readonly<Record<string, never>>;
  /** The child standard for members who are 事实无人抚养儿童. Every place. */
  readonly unsupportedChildren?: Readonly<Record<string, never>>;
  readonly medicalRelief?: {
    readonly member: string;
    /** Cost the ratio applies to: within policy (QS), within policy and self-paid (GX). */
    readonly costFen: number;
    /** Medical relief paid to the person earlier in the calendar year. */
    readonly paidThisYearFen: number;
  };
  readonly temporaryRelief?: {
    /** Base amount by the local table; absent: the published `temp.base`. QS. */
    readonly baseFen?: number;
    /** Uplift granted, a share as decimal text, e.g. "0.50". QS. */
    readonly uplift?: string;
    /** Relief paid in the year, and how often, before this time. QS. */
    readonly paidThisYearFen?: number;
    readonly timesThisYear?: number;
    /** Disposable income of the family from January to the month of application. KS. */
    readonly incomeToDateFen?: number;
    /** Own-paid medical spend of the relief person in the same months. KS. */
    readonly medicalToDateFen?: number;
    /** The spend that is relieved in part. KS. */
    readonly spendFen?: number;
  };
  /** One case, one discussion (GX-2019-05-21): what the conference proposes. */
  readonly oneCaseRelief?: {
    readonly proposedFen: number;
    /** Paid in the year under the same clause to the family and to its members. */
    readonly paidThisYearFen: number;
  };
  /** Dilapidated-house subsidy (XM-2018-02-07…10). */
  readonly housing?: {
    readonly work: 'new' | 'rebuild' | 'repair';
    /** Decimal text. new, rebuild. */
    readonly areaSquareMetres?: string;
    /** repair. */
    readonly costFen?: number;
    readonly oneHomestead: boolean;
    readonly papers: readonly ('landUseApproval' | 'constructionApproval' | 'oldHouseRebuildApproval' | 'legalPropertyRight')[];
  };
  /** Graduated exit of a 低保 family that found work (GX-2019-05-10). */
  readonly graduatedExit?: {
    /** First month of the grace period. */
    readonly fromYm: string;
    readonly months: number;
    readonly monthlyFen: number;
  };
}

export interface Facts {
  /** Where and when; options of the command line or the request come first. */
  readonly division?: string;
  readonly on?: string;
  readonly members: readonly Member[];
  readonly area?: 'urban' | 'rural';
  /** 本人自愿 (KS-2020-01-04). */
  readonly consent?: boolean;
  /** Registered elsewhere: lives here with a residence permit since. Absent: registered here. */
  readonly residencePermitSince?: string;
  readonly causes?: readonly Cause[];
  readonly rigidExpenditure?: readonly RigidExpenditure[];
  /** Annual review of a household (XM-2018-02-04): medical and education expenditure of the previous calendar year, whole year. */
  readonly annualReview?: { readonly ownPaidFen: number; readonly governmentPaidFen: number };
  readonly assets?: {
    /** Property as assessed against the local rule: 财产合规. */
    readonly compliant?: boolean;
    /** Financial assets of the family, fen (KS-2020-03-03). */
    readonly financialFen?: number;
  };
  /** 缺乏劳动力 (GX-2019-05-09). */
  readonly lacksLabour?: boolean;
  /** Household income of the months before the application (GX-2019-05-07). */
  readonly lookback?: readonly { readonly ym: string; readonly incomeFen: number }[];
  readonly requests?: Requests;
}

/**
 * What the shape of the facts cannot say: members once, members that exist, days that are not in the future.
 * @throws DomainError `FACTS_INVALID` naming the field
 */
export function checkFacts(facts: Facts, on: CivilDate): void {
  const ids = new Set<string>();
  for (const { id, birthOn, income, employed } of facts.members) {
    if (ids.has(id)) refuse(`members.${id}`, 'stands twice', 'Name every member once');
    ids.add(id);
    day(`members.${id}.birthOn`, birthOn);
    if (employed === false && (income?.wagesFen ?? 0) > 0) refuse(`members.${id}.employed`, 'is false although there are wages', 'Correct one of the two');
    if (birthOn > on) refuse(`members.${id}.birthOn`, 'is after the day of the determination', 'Correct the birth date or the day');
  }
  if (facts.members.every(({ counted }) => counted === false)) refuse('members', 'count nobody', 'At least one member must be counted');
  facts.rigidExpenditure?.forEach(({ member }, index) => {
    if (member !== undefined && !ids.has(member)) refuse(`rigidExpenditure.${index}.member`, 'names nobody of the household', 'Use the id of a member');
  });
  const patient = facts.requests?.medicalRelief?.member;
  if (patient !== undefined && !ids.has(patient)) refuse('requests.medicalRelief.member', 'names nobody of the household', 'Use the id of a member');
  if (facts.residencePermitSince !== undefined) {
    day('residencePermitSince', facts.residencePermitSince);
    if (facts.residencePermitSince > on) refuse('residencePermitSince', 'is after the day of the determination', 'Correct the date or the day');
  }
  const months = new Set<string>();
  for (const { ym } of facts.lookback ?? []) {
    if (months.has(ym)) refuse(`lookback.${ym}`, 'stands twice', 'Name every month once');
    months.add(ym);
  }
}

function day(path: string, text: string): void {
  try {
    parseCivilDate(text);
  } catch {
    refuse(path, 'is not a day that exists', 'Write YYYY-MM-DD');
  }
}

function refuse(field: string, what: string, advice: string): never {
  throw new DomainError('FACTS_INVALID', 'invalid', `The fact ${field} ${what}. ${advice}.`, { field });
}
