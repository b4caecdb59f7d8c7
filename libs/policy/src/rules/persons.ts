/** Persons supported by themselves, and so left out of the household that is tested: 特困 and orphans. Disability subsidies, and what excludes what (process.md §7, 4). */
import type { Category, TraceInput } from '../determination.js';
import type { Examination } from '../examination.js';
import type { Member } from '../facts.js';
import { ageOn } from '../formula.js';
import { rule } from '../rule.js';

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

const orphanRecognised = rule({
  name: 'orphanCategory', formula: 'place == "dispersed" || place == "institution"',
  says: { yes: { zh: '成员{member}为认定的孤儿', en: '{member} is a confirmed orphan' }, no: { zh: '成员{member}不是孤儿', en: '{member} is no orphan' } },
});
const orphanAmount = rule({
  name: 'orphanAmount', formula: 'round(standard)',
  says: { zh: '孤儿基本生活费：每月 {result:yuan} 元', en: 'Upbringing standard: {result:yuan} yuan a month' },
});

/** National rule of the disability subsidies (pack CN). */
const SUBSIDIES = 'CN-R52-2';

/** Whose clauses a document rests on, for persons it supports by themselves. */
export interface SupportTerms {
  readonly tekun: readonly string[];
  readonly standard: readonly string[];
  /** Where the document prints a care fee. */
  readonly care?: readonly string[];
  readonly orphan: readonly string[];
}

/** Who is supported alone, and who is left to be tested together. */
export interface Sorted {
  /** Category of every member found so far; the document adds the rest. */
  readonly status: Map<string, Category>;
  readonly tekun: readonly Member[];
  readonly rest: readonly Member[];
}

/** Finds 特困 members and orphans with their benefits; the counted others are the household. */
export function supportedPersons(exam: Examination, ids: SupportTerms): Sorted {
  const status = new Map<string, Category>();
  const tekun = tekunMembers(exam, ids.tekun);
  for (const { member, eligible } of tekun) {
    status.set(member.id, 'tekun');
    exam.found({ benefit: 'tekun', unit: 'person', members: [member], eligible, amount: tekunAmount(exam, ids.standard), per: 'month' });
    // The fee is due from the day the document's figure is in force.
    if (ids.care !== undefined && exam.values.figure('care.full') !== undefined) careFeeOf(exam, member, ids.care);
  }
  for (const member of exam.facts.members) {
    if (member.orphan === undefined) continue;
    status.set(member.id, 'orphan');
    orphanBenefits(exam, member, ids.orphan);
  }
  return { status, tekun: tekun.map(({ member }) => member), rest: exam.facts.members.filter((member) => member.counted !== false && !status.has(member.id)) };
}

/** The category of the whole: the highest of a member, else that of the household. */
export function highestOf(status: ReadonlyMap<string, Category>, household: Category): Category {
  const found = new Set(status.values());
  return found.has('tekun') ? 'tekun' : found.has('orphan') ? 'orphan' : household;
}

/** Orphans by the published or printed standard of where they are raised. */
function orphanBenefits(exam: Examination, member: Member, ids: readonly string[]): void {
  const eligible = exam.step(orphanRecognised, ids, { place: exam.memberFact(member, 'orphan', member.orphan) }, member);
  const amount = exam.step(orphanAmount, ids, { standard: exam.values.of(member.orphan === 'institution' ? 'orphan.inst' : 'orphan.dispersed') }, member);
  exam.found({ benefit: 'orphan', unit: 'person', members: [member], eligible, amount, per: 'month' });
}

/** Members who are examined for 特困 and found so. The clause is the same in every document; `ids` say whose it is. */
function tekunMembers(exam: Examination, ids: readonly string[]): readonly { readonly member: Member; readonly eligible: TraceInput }[] {
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
function isVulnerable({ birthOn, disability }: Member, on: string): boolean {
  const years = ageOn(birthOn, on);
  return years >= 60 || years < 16 || disability !== undefined;
}

/** 特困 standard: where a document prints the factor, not below factor × 低保 standard. */
export function tekunAmount(exam: Examination, ids: readonly string[]): TraceInput {
  const published = exam.values.of('teku.std');
  const factor = exam.values.figure('teku.factor');
  if (factor === undefined) return exam.step(tekunPublished, ids, { published });
  return exam.step(tekunStandard, ids, { published, factor: exam.values.printed('teku.factor'), dibao: exam.values.of('dibao.std') });
}

/** Care fee of a 特困 member who lost self-care, in whole or half. Self-care has to be stated. */
function careFeeOf(exam: Examination, member: Member, ids: readonly string[]): void {
  const eligible = exam.step(careNeeded, ids, { level: exam.memberFact(member, 'selfCare', member.selfCare) }, member);
  if (eligible.value !== true) return;
  exam.found({ benefit: 'careFee', unit: 'person', members: [member], eligible, amount: careAmount(exam, member.selfCare === 'lost' ? 'lost' : 'partial', ids, member), per: 'month' });
}

/** The monthly care fee by self-care level: a share of the minimum wage. */
export function careAmount(exam: Examination, level: 'partial' | 'lost', ids: readonly string[], member?: Member): TraceInput {
  return exam.step(careFee, ids, { share: exam.values.of(level === 'lost' ? 'care.full' : 'care.half'), wage: exam.values.of('wage.min') }, member);
}

/** How a document sets the disability subsidies. */
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
    const living = exam.step(disabilityLivingDue, [SUBSIDIES, ...terms.ids.living], {
      statuses: { value: terms.livingStatuses, from: 'rule' }, status, orphan: exam.factOr(`${path}.orphan`, member.orphan, 'no'), unsupportedChild: exam.factOr(`${path}.unsupportedChild`, member.unsupportedChild, false),
    }, member);
    if (living.value === true) {
      const amount = exam.step(subsidyAmount, terms.ids.living, { standard: exam.values.of('disab.living') }, member);
      exam.found({ benefit: 'disabilityLiving', unit: 'person', members: [member], eligible: living, amount, per: 'month' });
    }
    const nursing = exam.step(disabilityNursingDue, [SUBSIDIES, ...terms.ids.nursing], {
      grade: exam.memberFact(member, 'disability.grade', disability.grade), type: exam.memberFact(member, 'disability.type', disability.type),
      mentalIncluded: { value: terms.mentalIncluded, from: 'rule' }, status,
    }, member);
    if (nursing.value === true) {
      const amount = exam.step(subsidyAmount, terms.ids.nursing, { standard: exam.values.of('disab.nursing') }, member);
      exam.found({ benefit: 'disabilityNursing', unit: 'person', members: [member], eligible: nursing, amount, per: 'month' });
    }
  }
}
