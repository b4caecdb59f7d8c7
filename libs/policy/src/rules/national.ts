/** Rules every document rests on: income, the 低保 test, the gap and tiers (process.md §7, 1 and 2). */
import type { TraceInput } from '../determination.js';
import { DomainError } from '#kernel';
import type { Examination } from '../examination.js';
import type { Member, RigidKind } from '../facts.js';
import { listed, rule } from '../rule.js';

const memberIncome = rule({
  name: 'memberIncome', formula: 'max(0, wages + business + property + transfers - contributions)',
  says: {
    zh: '成员{member}月收入：工资 {wages:yuan} + 经营 {business:yuan} + 财产 {property:yuan} + 转移 {transfers:yuan} − 税费社保 {contributions:yuan} = {result:yuan} 元',
    en: 'Income of {member} a month: wages {wages:yuan} + business {business:yuan} + property {property:yuan} + transfers {transfers:yuan} − taxes and insurance {contributions:yuan} = {result:yuan} yuan',
  },
});
const householdIncome = rule({
  name: 'householdIncome', formula: 'sum(incomes)',
  says: { zh: '家庭月收入合计 {result:yuan} 元', en: 'Household income a month: {result:yuan} yuan' },
});
const perCapitaIncome = rule({
  name: 'perCapitaIncome', formula: 'income / members',
  says: { zh: '家庭月收入 {income:yuan} 元 ÷ 计入人口 {members} 人 = 人均 {result:yuan} 元', en: 'Household income {income:yuan} yuan ÷ {members} counted members = {result:yuan} yuan a head' },
});
export const rigidDeduction = rule({
  name: 'rigidDeduction', formula: 'max(0, income - sum(expenditure))',
  says: { zh: '家庭月收入 {income:yuan} 元减去刚性支出 {expenditure:yuan} 元，得 {result:yuan} 元', en: 'Household income {income:yuan} yuan less rigid expenditure of {expenditure:yuan} yuan: {result:yuan} yuan' },
});
const dibaoStandard = rule({
  name: 'dibaoStandard', formula: 'standard',
  says: { zh: '适用的低保标准：每人每月 {result:yuan} 元', en: 'The minimum-living standard that holds: {result:yuan} yuan a head and month' },
});
const dibaoCategory = rule({
  name: 'dibaoCategory', formula: 'perCapita < standard && compliant',
  says: {
    yes: { zh: '人均月收入 {perCapita:yuan} 元低于低保标准 {standard:yuan} 元，家庭财产符合规定：符合低保条件', en: 'Income of {perCapita:yuan} yuan a head is below the standard of {standard:yuan} and property complies: eligible for 低保' },
    no: { zh: '人均月收入 {perCapita:yuan} 元，低保标准 {standard:yuan} 元，财产符合规定：{compliant}；不符合低保条件（须低于标准且财产符合规定）', en: 'Income of {perCapita:yuan} yuan a head, standard {standard:yuan}, property complies: {compliant}. Not eligible for 低保 (income must be below the standard and property comply)' },
  },
});
export const gapRule = rule({
  name: 'gapAmount', formula: 'round(max(0, standard * members - income))',
  says: {
    zh: '补差：标准 {standard:yuan} 元 × {members} 人 − 家庭月收入 {income:yuan} 元 = 每月 {result:yuan} 元',
    en: 'Gap: standard {standard:yuan} yuan × {members} − household income {income:yuan} yuan = {result:yuan} yuan a month',
  },
});
const tierAmount = rule({
  name: 'tierAmount', formula: 'round(tier * members)',
  says: { zh: '分档：每人 {tier:yuan} 元 × {members} 人 = 每月 {result:yuan} 元', en: 'Tier: {tier:yuan} yuan a head × {members} = {result:yuan} yuan a month' },
});
const tierReached = rule({
  name: 'tierReached', formula: 'perCapita < below',
  says: {
    yes: { zh: '人均月收入 {perCapita:yuan} 元低于该档上限 {below:yuan} 元', en: 'Income of {perCapita:yuan} yuan a head is below the bound {below:yuan} of the tier' },
    no: { zh: '人均月收入 {perCapita:yuan} 元不低于该档上限 {below:yuan} 元', en: 'Income of {perCapita:yuan} yuan a head is not below the bound {below:yuan} of the tier' },
  },
});
/** Ids of the national rules (pack CN). */
const CN = { income: 'CN-R57-13', gap: 'CN-R220-27', tiers: 'CN-R57-23' } as const;

/** The household that is tested together: its members, their income, and the figures of the test. */
export interface Tested {
  readonly members: readonly Member[];
  readonly income: TraceInput;
  readonly perCapita: TraceInput;
}

export const memberCount = (members: readonly Member[]): TraceInput => ({ value: members.length, from: 'fact:members' });

export function incomeOf(exam: Examination, member: Member): TraceInput {
  const income = member.income;
  const path = `members.${member.id}.income`;
  if (income === undefined) exam.fact(path, undefined);
  const part = (name: 'wagesFen' | 'businessFen' | 'propertyFen' | 'transferFen' | 'contributionsFen'): TraceInput => exam.factOr(`${path}.${name}`, income?.[name], 0);
  return exam.step(memberIncome, [CN.income], {
    wages: part('wagesFen'), business: part('businessFen'), property: part('propertyFen'), transfers: part('transferFen'), contributions: part('contributionsFen'),
  }, member);
}

/** Sum and income per head of members, from their incomes. */
export function tested(exam: Examination, members: readonly Member[], ids: readonly string[] = []): Tested {
  const income = exam.step(householdIncome, [CN.income, ...ids], { incomes: listed(members.map((member) => incomeOf(exam, member))) });
  return { members, income, perCapita: perCapita(exam, income, members, ids) };
}

export const perCapita = (exam: Examination, income: TraceInput, members: readonly Member[], ids: readonly string[] = []): TraceInput =>
  exam.step(perCapitaIncome, [CN.income, ...ids], { income, members: memberCount(members) });

/** The same household after a deduction from its income. */
export const withIncome = (exam: Examination, before: Tested, income: TraceInput, ids: readonly string[]): Tested => ({ ...before, income, perCapita: perCapita(exam, income, before.members, ids) });

/** Own-paid rigid expenditure of some kinds, as one list; what somebody incurs who is not tested here (特困, orphans, not counted) is not the household's. */
export function rigidExpenditure(exam: Examination, members: readonly Member[], kinds: (kind: RigidKind) => boolean = () => true): TraceInput {
  const tested = new Set(members.map(({ id }) => id));
  return listed((exam.facts.rigidExpenditure ?? [])
    .map(({ kind, monthlyFen, member }, index) => ({ kind, member, input: { value: monthlyFen, from: `fact:rigidExpenditure.${index}` } }))
    .filter(({ kind, member }) => kinds(kind) && (member === undefined || tested.has(member))).map(({ input }) => input));
}

/** The 低保 standard in force. @throws DomainError `STANDARD_NOT_PUBLISHED` */
export const standardInForce = (exam: Examination, ids: readonly string[]): TraceInput => exam.step(dibaoStandard, ids, { standard: exam.values.of('dibao.std') });

export const dibaoTest = (exam: Examination, perHead: TraceInput, standard: TraceInput, ids: readonly string[]): TraceInput =>
  exam.step(dibaoCategory, ids, { perCapita: perHead, standard, compliant: exam.fact('assets.compliant', exam.facts.assets?.compliant) });

const TIERS_FROM = '2021-07-01';
const TIERS = [1, 2, 3, 4, 5, 6] as const;

/** The monthly 低保 amount of a household or a single person: the gap, or the published tier. */
export function dibaoAmount(exam: Examination, household: Tested, standard: TraceInput, ids: readonly string[]): TraceInput {
  const members = memberCount(household.members);
  if (exam.on < TIERS_FROM || !TIERS.some((n) => exam.values.has(`dibao.tier.${n}`))) return exam.step(gapRule, [CN.gap, ...ids], { standard, members, income: household.income });
  for (let n = 1; exam.values.has(`dibao.tier.${n}`); n += 1) {
    const reached = exam.step(tierReached, [CN.tiers], { perCapita: household.perCapita, below: exam.values.of(`dibao.tier.${n}.below`) });
    if (reached.value === true) return exam.step(tierAmount, [CN.tiers, ...ids], { tier: exam.values.of(`dibao.tier.${n}`), members });
  }
  throw new DomainError('TIERS_INCOMPLETE', 'conflict',
    `The tiers published for division ${exam.division} end below the 低保 standard: no tier covers this income. Publish the tiers up to the standard, then determine again.`, { key: 'dibao.tier', division: exam.division });
}
