/** Rules every document rests on: income, the gap, 特困, tiers, disability subsidies and what excludes what (process.md §7). */
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
const tekunCategory = rule({
  name: 'tekunCategory', formula: '(age(birth, on) >= 60 || age(birth, on) < minor || disabled) && labour == "none" && !incomeSource && (supporters == "none" || supporters == "unable")',
  says: {
    yes: { zh: '成员{member}为老年人、残疾人或未满16周岁的未成年人，且无劳动能力、无生活来源、无法定义务人或义务人无履行能力：符合特困条件', en: '{member} is elderly, disabled or under 16, has no labour capacity, no income source, and no supporter who is able: eligible for 特困' },
    no: { zh: '成员{member}不同时具备特困各项条件（年龄或残疾、无劳动能力、无生活来源、无义务人或义务人无能力）', en: '{member} does not meet all conditions of 特困 (age or disability, no labour capacity, no income source, no supporter who is able)' },
  },
});
const tekunStandard = rule({
  name: 'tekunStandard', formula: 'round(max(published, factor * dibao))',
  says: { zh: '特困供养标准取高者：公布标准 {published:yuan} 元与低保标准 {dibao:yuan} 元的 {factor} 倍：每月 {result:yuan} 元', en: 'The higher of the published 特困 standard {published:yuan} and {factor} × the 低保 standard {dibao:yuan}: {result:yuan} yuan a month' },
});
const tekunPublished = rule({
  name: 'tekunPublished', formula: 'round(published)',
  says: { zh: '特困供养标准：每月 {result:yuan} 元', en: '特困 standard: {result:yuan} yuan a month' },
});
const careNeeded = rule({
  name: 'careNeeded', formula: 'level == "lost" || level == "partial"',
  says: { yes: { zh: '成员{member}为失能或半失能的特困人员，可发照料护理费', en: '{member} has lost or half lost self-care: a care fee is due' }, no: { zh: '成员{member}生活能自理，无照料护理费', en: '{member} cares for themself: no care fee' } },
});
const careFee = rule({
  name: 'careFee', formula: 'round(share * wage)',
  says: { zh: '照料护理费：最低工资 {wage:yuan} 元 × {share} = 每月 {result:yuan} 元', en: 'Care fee: minimum wage {wage:yuan} yuan × {share} = {result:yuan} yuan a month' },
});
const disabilityLivingDue = rule({
  name: 'disabilityLiving', formula: 'contains(statuses, status) && status != "tekun" && orphan == "no" && !unsupportedChild',
  says: {
    yes: { zh: '成员{member}持残疾证且家庭属困难家庭：发放困难残疾人生活补贴', en: '{member} is disabled and the household is in hardship: living subsidy' },
    no: { zh: '成员{member}不享受困难残疾人生活补贴（家庭类别不符，或已享受特困、孤儿等保障）', en: '{member} gets no living subsidy (category of the household, or covered as 特困, orphan or unsupported child)' },
  },
});
const disabilityNursingDue = rule({
  name: 'disabilityNursing', formula: '(grade <= 2 || mentalIncluded && type == "mental" && grade <= 4) && status != "tekun"',
  says: {
    yes: { zh: '成员{member}残疾等级符合：发放重度残疾人护理补贴', en: '{member} has the grade of disability for the nursing subsidy' },
    no: { zh: '成员{member}不享受重度残疾人护理补贴（等级不符，或属特困）', en: '{member} gets no nursing subsidy (grade, or covered as 特困)' },
  },
});
export const subsidyAmount = rule({
  name: 'subsidyAmount', formula: 'round(standard)',
  says: { zh: '每人每月 {result:yuan} 元', en: '{result:yuan} yuan a head and month' },
});

/** Ids of the national rules (pack CN). */
const CN = { income: 'CN-R57-13', gap: 'CN-R220-27', tiers: 'CN-R57-23', dibao: 'CN-R649-9', tekun: 'CN-R649-14', exclusive: 'CN-R14-1', subsidies: 'CN-R52-2' } as const;

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

/** Members who are examined for 特困 and found so. The clause is the same in every document; `ids` say whose it is. */
export function tekunMembers(exam: Examination, ids: readonly string[]): readonly { readonly member: Member; readonly eligible: TraceInput }[] {
  const found: { member: Member; eligible: TraceInput }[] = [];
  for (const member of exam.facts.members) {
    if (member.orphan !== undefined) continue;
    if (member.supporters === undefined) {
      if (isVulnerable(member, exam.on)) exam.note('TEKUN_NOT_EXAMINED', member.id);
      continue;
    }
    const eligible = exam.step(tekunCategory, ids, {
      birth: exam.memberFact(member, 'birthOn', member.birthOn), on: exam.day, minor: exam.values.printed('minor.age'),
      disabled: exam.factOr(`members.${member.id}.disability`, member.disability !== undefined, false),
      labour: exam.memberFact(member, 'labour', member.labour), incomeSource: exam.memberFact(member, 'incomeSource', member.incomeSource),
      supporters: exam.memberFact(member, 'supporters', member.supporters),
    }, member);
    if (eligible.value === true) found.push({ member, eligible });
  }
  return found;
}

/** Elderly, disabled or a minor: for the note only; the rule itself computes it in its formula. */
const isVulnerable = (member: Member, on: string): boolean => {
  const years = Number(on.slice(0, 4)) - Number(member.birthOn.slice(0, 4)) - (on.slice(5) < member.birthOn.slice(5) ? 1 : 0);
  return years >= 60 || years < 16 || member.disability !== undefined;
};

/** 特困 standard: where a document prints the factor, not below factor × 低保 standard. */
export function tekunAmount(exam: Examination, ids: readonly string[]): TraceInput {
  const published = exam.values.of('teku.std');
  const factor = exam.values.figure('teku.factor');
  if (factor === undefined) return exam.step(tekunPublished, ids, { published });
  return exam.step(tekunStandard, ids, { published, factor: exam.values.printed('teku.factor'), dibao: exam.values.of('dibao.std') });
}

/** Care fee of a 特困 member who lost self-care, in whole or half. Self-care has to be stated. */
export function careFeeOf(exam: Examination, member: Member, ids: readonly string[]): void {
  const eligible = exam.step(careNeeded, ids, { level: exam.memberFact(member, 'selfCare', member.selfCare) }, member);
  if (eligible.value !== true) return;
  exam.found({ benefit: 'careFee', unit: 'person', members: [member], eligible, amount: careAmount(exam, member.selfCare === 'lost' ? 'lost' : 'partial', ids, member), per: 'month' });
}

/** The monthly care fee by self-care level: a share of the minimum wage. */
export function careAmount(exam: Examination, level: 'partial' | 'lost', ids: readonly string[], member?: Member): TraceInput {
  return exam.step(careFee, ids, { share: exam.values.of(level === 'lost' ? 'care.full' : 'care.half'), wage: exam.values.of('wage.min') }, member);
}

/** Whether a clause's figure for a key is in force, or a value published: a subsidy without either does not exist there yet. */
export interface SubsidyTerms {
  /** Household categories whose disabled members get the living subsidy. */
  readonly livingStatuses: readonly string[];
  /** Whether grades 3-4 of mental disability get the nursing subsidy. */
  readonly mentalIncluded: boolean;
  readonly ids: { readonly living: readonly string[]; readonly nursing: readonly string[] };
}

/** Disability subsidies of every disabled member. `statusOf` gives the category a member ends in. */
export function disabilitySubsidies(exam: Examination, statusOf: (member: Member) => string, terms: SubsidyTerms): void {
  for (const member of exam.facts.members) {
    const { disability } = member;
    if (disability === undefined) continue;
    const status: TraceInput = { value: statusOf(member), from: 'category' };
    const path = `members.${member.id}`;
    const living = exam.step(disabilityLivingDue, [CN.subsidies, ...terms.ids.living], {
      statuses: { value: terms.livingStatuses, from: 'rule' }, status, orphan: exam.factOr(`${path}.orphan`, member.orphan, 'no'), unsupportedChild: exam.factOr(`${path}.unsupportedChild`, member.unsupportedChild, false),
    }, member);
    if (living.value === true) {
      const amount = exam.step(subsidyAmount, terms.ids.living, { standard: exam.values.of('disab.living') }, member);
      exam.found({ benefit: 'disabilityLiving', unit: 'person', members: [member], eligible: living, amount, per: 'month' });
    }
    const nursing = exam.step(disabilityNursingDue, [CN.subsidies, ...terms.ids.nursing], {
      grade: exam.memberFact(member, 'disability.grade', disability.grade), type: exam.memberFact(member, 'disability.type', disability.type),
      mentalIncluded: { value: terms.mentalIncluded, from: 'rule' }, status,
    }, member);
    if (nursing.value === true) {
      const amount = exam.step(subsidyAmount, terms.ids.nursing, { standard: exam.values.of('disab.nursing') }, member);
      exam.found({ benefit: 'disabilityNursing', unit: 'person', members: [member], eligible: nursing, amount, per: 'month' });
    }
  }
}

export { CN };
