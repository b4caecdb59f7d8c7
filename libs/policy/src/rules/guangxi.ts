/** Guangxi 2019, in its corrected reading: categories, look-back, single persons, subsidies, one-case relief, graduated exit (GX-2019-04…05). */
import { monthAfter } from '#kernel';
import type { Category, TraceInput } from '../determination.js';
import type { Examination } from '../examination.js';
import { ageOn } from '../formula.js';
import type { Cause, Member, Requests } from '../facts.js';
import { listed, rule } from '../rule.js';
import { dibaoAmount, dibaoTest, incomeOf, memberCount, perCapita, rigidDeduction, rigidExpenditure, standardInForce, tested, type Tested } from './national.js';
import { disabilitySubsidies, highestOf, supportedPersons } from './persons.js';
import { childTopUps, forStatuses, isDue, limitLeft, medicalContribution, medicalReliefOf, refuseUnprinted } from './requests.js';

const residence = rule({
  name: 'residence', formula: 'age(since, on) >= years',
  says: {
    yes: { zh: '持居住证在城镇居住自 {since} 起已满 {years} 年：可以申请', en: 'In town with a residence permit since {since}, {years} year or more: may apply' },
    no: { zh: '持居住证在城镇居住自 {since} 起未满 {years} 年：暂不能申请', en: 'In town with a residence permit since {since}, less than {years} year: may not apply yet' },
  },
});
const zeroEmployment = rule({
  name: 'zeroEmployment', formula: '!any(employed) && any(able)',
  says: {
    yes: { zh: '家庭有劳动能力成员而无一人就业：按连续3个月收入审核', en: 'A family with members able to work and none employed: tested over three consecutive months' },
    no: { zh: '不属零就业家庭：按当前月收入审核', en: 'Not a zero-employment family: tested on the present income' },
  },
});
const ableToWork = rule({
  name: 'ableToWork', formula: 'age(birth, on) >= 16 && age(birth, on) < 60 && (labour == "full" || labour == "partial")',
  says: { yes: { zh: '成员{member}有劳动能力', en: '{member} is able to work' }, no: { zh: '成员{member}无劳动能力或不在劳动年龄', en: '{member} is not able to work, or not of working age' } },
});
const lookbackMonths = rule({
  name: 'lookbackMonths', formula: 'allBelow(incomes, standard * members) && compliant',
  says: {
    yes: { zh: '申请前连续3个月家庭人均收入均低于低保标准 {standard:yuan} 元，财产符合规定：可纳入低保', en: 'In each of the three months before the application income a head was below {standard:yuan}, property complies: 低保' },
    no: { zh: '申请前连续3个月家庭人均收入并非均低于低保标准 {standard:yuan} 元，或财产不符合规定：不纳入低保', en: 'Income a head was not below {standard:yuan} in each of the three months before the application, or property does not comply: no 低保' },
  },
});
const lookbackMean = rule({
  name: 'lookbackMean', formula: 'sum(incomes) / 3 / members',
  says: { zh: '（另一读法：三个月人均收入的平均数为 {result:yuan} 元，仅供备查）', en: '(The other reading: the mean of the three months is {result:yuan} yuan a head, for the record)' },
});
const singlePersonCorrection = rule({
  name: 'singlePersonCorrection', formula: 'correction && income < standard && compliant',
  says: {
    yes: { zh: '成员{member}为社区矫正对象，本人收入 {income:yuan} 元低于标准 {standard:yuan} 元：按单人户纳入低保', en: '{member} is in community correction with an own income of {income:yuan}, below {standard:yuan}: 低保 as a household of one' },
    no: { zh: '成员{member}不符合社区矫正对象单人户低保条件', en: '{member} does not qualify as a single person in community correction' },
  },
});
const singlePersonDisabled = rule({
  name: 'singlePersonDisabled',
  formula: 'age(birth, on) >= 18 && !employed && (supportedBy == "parents" || supportedBy == "siblings") && (grade <= 2 || type == "mental" || type == "intellectual") && income < standard && compliant',
  says: {
    yes: { zh: '成员{member}为依靠父母或兄弟姐妹供养的成年无业重度（或三、四级精神、智力）残疾人：按单人户纳入低保', en: '{member} is an adult without work, supported by parents or siblings, severely (or grade 3-4 mentally or intellectually) disabled: 低保 as a household of one' },
    no: { zh: '成员{member}不符合残疾人单人户低保条件（成年、无业、供养人、残疾类别等级、本人收入）', en: '{member} does not qualify as a disabled single person (adult, without work, supported, type and grade, own income)' },
  },
});
const singlePersonExpenditure = rule({
  name: 'singlePersonExpenditure', formula: 'lacksLabour && count(causes) > 0 && sum(expenditure) > 0 && income < standard && compliant',
  says: {
    yes: { zh: '缺乏劳动力家庭整户不符合条件，刚性支出发生者{member}本人纳入低保', en: 'The family lacks labour and does not qualify as a whole: {member}, who incurs the rigid expenditure, enters 低保 alone' },
    no: { zh: '成员{member}不符合刚性支出发生者单人低保条件', en: '{member} does not qualify as the person who incurs the rigid expenditure' },
  },
});
const labourCause = rule({
  name: 'labourCause', formula: 'meet(causes, listed)',
  says: { yes: { zh: '缺乏劳动力的原因属因病、因老、因灾', en: 'Labour is lacking through illness, old age or disaster' }, no: { zh: '缺乏劳动力的原因不在因病、因老、因灾之列', en: 'Labour is lacking through none of illness, old age, disaster' } },
});
const lowIncomeBelow = rule({
  name: 'lowIncomeBelow', formula: 'perCapita < line',
  says: {
    yes: { zh: '扣减刚性支出后人均月收入 {perCapita:yuan} 元低于本市城镇低收入家庭标准 {line:yuan} 元', en: 'Income after rigid expenditure, {perCapita:yuan} a head, is below the city’s low-income line {line:yuan}' },
    no: { zh: '扣减刚性支出后人均月收入 {perCapita:yuan} 元不低于本市城镇低收入家庭标准 {line:yuan} 元', en: 'Income after rigid expenditure, {perCapita:yuan} a head, is not below the city’s low-income line {line:yuan}' },
  },
});
const gxLowIncome = rule({
  name: 'cityLowIncomeCategory', formula: 'perCapita <= line && count(causes) > 0',
  says: {
    yes: { zh: '扣减刚性支出后人均月收入 {perCapita:yuan} 元不超过低收入家庭标准 {line:yuan} 元，有致困原因：属支出型困难城镇低收入对象', en: 'Income after rigid expenditure {perCapita:yuan} a head is within the low-income line {line:yuan}, with a cause: a low-income household of the expenditure type' },
    no: { zh: '扣减刚性支出后人均月收入 {perCapita:yuan} 元超过低收入家庭标准 {line:yuan} 元，或无致困原因：不属低收入对象', en: 'Income after rigid expenditure {perCapita:yuan} a head is above the low-income line {line:yuan}, or there is no cause: no low-income household' },
  },
});
const listedCause = rule({
  name: 'listedCause', formula: 'meet(causes, listed)',
  says: { yes: { zh: '致困原因属因病、因残、因老、因灾', en: 'The cause is illness, disability, old age or disaster' }, no: { zh: '致困原因不在因病、因残、因老、因灾之列', en: 'The cause is not among illness, disability, old age, disaster' } },
});
const contributionShare = rule({
  name: 'contributionShare', formula: 'status == "tekun" || status == "orphan" || grade <= 2 ? full : contains(partial, status) ? part : 0',
  says: { zh: '成员{member}参保缴费补助比例（就高）：{result}', en: 'Share of the contribution paid for {member}, highest status: {result}' },
});
const pensionContribution = rule({
  name: 'pensionContribution', formula: 'age(birth, on) < 16 ? 0 : status == "tekun" || grade <= 2 || grade <= 4 && contains(poor, status) ? full : status == "dibao" ? part : 0',
  says: { zh: '成员{member}由政府代缴养老保险费（就高）：全年 {result:yuan} 元', en: 'Pension contribution paid for {member}, highest status: {result:yuan} yuan a year' },
});
const oneCaseRelief = rule({
  name: 'oneCaseRelief', formula: 'round(min(proposed, most - paid))',
  says: { zh: '一事一议：拟救助 {proposed:yuan} 元，年累计最高 {most:yuan} 元、本年已救助 {paid:yuan} 元：{result:yuan} 元', en: 'One case, one discussion: proposed {proposed:yuan}, at most {most:yuan} in a year, {paid:yuan} paid: {result:yuan} yuan' },
});
const graduatedExit = rule({
  name: 'graduatedExit', formula: 'any(employed) && household != "dibao" && months >= least && months <= most && months(from, on) >= 1 && months(from, on) <= months',
  says: {
    yes: { zh: '就业后渐退期 {months} 个月（应在 {least} 至 {most} 个月之间），自 {from} 起：仍在期内', en: 'Graduated exit of {months} months ({least} to {most} allowed) from {from}: still within' },
    no: { zh: '渐退期 {months} 个月（应在 {least} 至 {most} 个月之间），自 {from} 起：期限不符、不在期内、无人就业，或仍在低保', en: 'Graduated exit of {months} months ({least} to {most} allowed) from {from}: length not allowed, outside the period, nobody at work, or still in 低保' },
  },
});
const exitAmount = rule({
  name: 'graduatedExitAmount', formula: 'round(decided)',
  says: { zh: '渐退期内按决定每月 {result:yuan} 元', en: 'As decided for the grace period: {result:yuan} yuan a month' },
});

/** GX-2019-04-04: illness, disability, old age, disaster "等". */
const LISTED_CAUSES: readonly Cause[] = ['illness', 'disability', 'oldAge', 'calamity'];
/** GX-2019-05-09: 因病、因老、因灾. */
const LABOUR_CAUSES: readonly Cause[] = ['illness', 'oldAge', 'calamity'];
const POOR = ['dibao', 'lowIncome'] as const;
/** GX-2019-04-01: the categories are drawn for 2019 and 2020; 低保 and 特困 are national before. */
const CATEGORIES_FROM = '2019-01-01';
/** The document's date: its ways into 低保 (05-07…05-11) print no other day from which they hold. */
const DOCUMENT_FROM = '2019-05-21';
/** GX-2019-05-12 and 13: "从2019年1月1日起" governs the extension to grades 3-4 of mental disability too. */
const MENTAL_FROM = '2019-01-01';
const causesOf = (exam: Examination): TraceInput => ({ value: exam.facts.causes ?? [], from: 'fact:causes' });
const clause = (values: readonly string[]): TraceInput => ({ value: values, from: 'rule' });

export function guangxi(exam: Examination): Category {
  refuseUnprinted(exam, ['medicalContribution', 'pensionContribution', 'medicalRelief', 'oneCaseRelief', 'graduatedExit']);
  const { status, rest } = supportedPersons(exam, { tekun: ['GX-2019-04-02'], standard: ['GX-2019-05-01'], care: ['GX-2019-05-03'], orphan: ['GX-2019-04-02', 'GX-2019-05-04'] });
  for (const member of rest) status.set(member.id, 'none');
  const resident = residenceOf(exam);
  const household = rest.length === 0 ? 'none' : living(exam, rest, status, resident);

  const statusOf = (member: Member): string => status.get(member.id) ?? 'none';
  disabilitySubsidies(exam, statusOf, { livingStatuses: POOR, mentalIncluded: exam.on >= MENTAL_FROM, ids: { living: ['GX-2019-05-12'], nursing: ['GX-2019-05-12', 'GX-2019-05-13'] } });
  noteNewlyCovered(exam, statusOf);
  childTopUps(exam);
  requests(exam, statusOf, resident);
  return highestOf(status, household);
}

/** GX-2019-05-13: who was newly covered in May had not applied in January; about those months a person decides (policy-facts.md). */
function noteNewlyCovered(exam: Examination, statusOf: (member: Member) => string): void {
  if (exam.on < MENTAL_FROM || exam.on >= DOCUMENT_FROM) return;
  for (const member of exam.facts.members) {
    if (member.disability?.type === 'mental' && member.disability.grade >= 3 && statusOf(member) !== 'tekun') exam.note('NEWLY_COVERED', member.id);
  }
}

/** Whether a household with a residence permit has lived in town long enough; undefined where that is not asked. */
function residenceOf(exam: Examination): TraceInput | undefined {
  const since = exam.facts.residencePermitSince;
  if (since === undefined || exam.values.figure('residence.min') === undefined) return undefined;
  const long = exam.step(residence, ['GX-2019-04-04', 'GX-2019-05-07'], { since: exam.fact('residencePermitSince', since), on: exam.day, years: exam.values.printed('residence.min') });
  if (long.value !== true) exam.note('RESIDENCE_TOO_SHORT');
  return long;
}

function living(exam: Examination, members: readonly Member[], status: Map<string, Category>, resident: TraceInput | undefined): Category {
  if (resident?.value === false) {
    exam.found({ benefit: 'dibao', unit: 'household', members, eligible: resident });
    return 'none';
  }
  const standard = standardInForce(exam, ['GX-2019-04-01']);
  const household = tested(exam, members, ['GX-2019-04-03']);
  const dibao = exam.on >= DOCUMENT_FROM && isZeroEmployment(exam, members) ? lookback(exam, members, standard) : dibaoTest(exam, household.perCapita, standard, ['GX-2019-04-03']);
  if (dibao.value === true) {
    exam.found({ benefit: 'dibao', unit: 'household', members, eligible: dibao, amount: dibaoAmount(exam, household, standard, ['GX-2019-04-03']), per: 'month' });
    for (const member of members) status.set(member.id, 'dibao');
    return 'dibao';
  }
  exam.found({ benefit: 'dibao', unit: 'household', members, eligible: dibao });
  const low = exam.on < CATEGORIES_FROM ? 'none' : lowIncome(exam, household);
  for (const member of members) status.set(member.id, low === 'lowIncome' ? 'lowIncome' : 'none');
  const single = exam.on < DOCUMENT_FROM ? [] : members.filter((member) => singlePerson(exam, member, standard));
  for (const member of single) status.set(member.id, 'dibao');
  if (single.length > 0) return 'dibao';
  return low === 'none' && exam.benefits.some(({ eligible }) => eligible === 'manual') ? 'manual' : low;
}

/** A family with members able to work and none at work; only then are the three months asked for. */
function isZeroEmployment(exam: Examination, members: readonly Member[]): boolean {
  const working = members.some(({ employed }) => employed === true);
  // Where somebody is at work the rest need not be known; else it is demanded of whoever is of working age, and never assumed.
  const ofAge = ({ birthOn }: Member): boolean => ageOn(birthOn, exam.on) >= 16 && ageOn(birthOn, exam.on) < 60;
  const stated = (member: Member, name: 'employed' | 'labour', absent: false | 'none'): TraceInput =>
    working || !ofAge(member) ? exam.factOr(`members.${member.id}.${name}`, member[name], absent) : exam.memberFact(member, name, member[name]);
  const employed = listed(members.map((member) => stated(member, 'employed', false)));
  const able = listed(members.map((member) => exam.step(ableToWork, ['GX-2019-05-07'], {
    birth: exam.memberFact(member, 'birthOn', member.birthOn), on: exam.day, labour: stated(member, 'labour', 'none'),
  }, member)));
  return exam.step(zeroEmployment, ['GX-2019-05-07'], { employed, able }).value === true;
}

function lookback(exam: Examination, members: readonly Member[], standard: TraceInput): TraceInput {
  const months = [-3, -2, -1].map((distance) => monthAfter(exam.on, distance));
  const incomes = listed(months.map((ym) => exam.fact(`lookback.${ym}`, exam.facts.lookback?.find((entry) => entry.ym === ym)?.incomeFen)));
  const count = memberCount(members);
  exam.step(lookbackMean, ['GX-2019-05-07'], { incomes, members: count });
  return exam.step(lookbackMonths, ['GX-2019-05-07', 'GX-2019-04-03'], { incomes, standard, members: count, compliant: exam.fact('assets.compliant', exam.facts.assets?.compliant) });
}

/** GX-2019-04-04, after rigid expenditure; equality and causes outside the open list are for a person to decide. */
function lowIncome(exam: Examination, { members, income }: Tested): Category {
  const deducted = exam.step(rigidDeduction, ['GX-2019-04-04'], { income, expenditure: rigidExpenditure(exam, members) });
  const head = perCapita(exam, deducted, members, ['GX-2019-04-04']);
  const line = exam.values.of('lowinc.line');
  const causes = causesOf(exam);
  const eligible = exam.step(gxLowIncome, ['GX-2019-04-04'], { perCapita: head, line, causes });
  if (eligible.value !== true) return 'none';
  const strictly = exam.step(lowIncomeBelow, ['GX-2019-04-04'], { perCapita: head, line }).value === true;
  const named = exam.step(listedCause, ['GX-2019-04-04'], { causes, listed: clause(LISTED_CAUSES) }).value === true;
  if (!strictly) exam.note('MANUAL_BOUNDARY');
  if (!named) exam.note('MANUAL_CAUSE');
  const manual = !strictly || !named;
  exam.found({ benefit: 'lowIncome', unit: 'household', members, eligible, manual });
  return manual ? 'manual' : 'lowIncome';
}

/** Whether a member enters 低保 as a household of one: in community correction, disabled, or as the one who incurs the expenditure. */
function singlePerson(exam: Examination, member: Member, standard: TraceInput): boolean {
  const own = (): TraceInput => incomeOf(exam, member);
  const compliant = (): TraceInput => exam.fact('assets.compliant', exam.facts.assets?.compliant);
  const enter = (eligible: TraceInput, income: TraceInput, id: string): boolean => {
    if (eligible.value !== true) return false;
    const one: Tested = { members: [member], income, perCapita: perCapita(exam, income, [member], [id]) };
    exam.found({ benefit: 'dibao', unit: 'single', members: [member], eligible, amount: dibaoAmount(exam, one, standard, [id]), per: 'month' });
    return true;
  };
  if (member.communityCorrection === true) {
    const income = own();
    const eligible = exam.step(singlePersonCorrection, ['GX-2019-05-08'], { correction: exam.memberFact(member, 'communityCorrection', true), income, standard, compliant: compliant() }, member);
    if (enter(eligible, income, 'GX-2019-05-08')) return true;
  }
  if (member.disability !== undefined) {
    const income = own();
    const eligible = exam.step(singlePersonDisabled, ['GX-2019-05-11'], {
      birth: exam.memberFact(member, 'birthOn', member.birthOn), on: exam.day, employed: exam.factOr(`members.${member.id}.employed`, member.employed, false),
      supportedBy: exam.factOr(`members.${member.id}.supportedBy`, member.supportedBy, 'unknown'), grade: exam.memberFact(member, 'disability.grade', member.disability.grade),
      type: exam.memberFact(member, 'disability.type', member.disability.type), income, standard, compliant: compliant(),
    }, member);
    if (enter(eligible, income, 'GX-2019-05-11')) return true;
  }
  const entries = (exam.facts.rigidExpenditure ?? []).map((entry, index) => ({ ...entry, index })).filter((entry) => entry.member === member.id);
  if (entries.length === 0) return false;
  const expenditure = listed(entries.map(({ monthlyFen, index }) => exam.fact(`rigidExpenditure.${index}`, monthlyFen)));
  const income = own();
  const eligible = exam.step(singlePersonExpenditure, ['GX-2019-05-09'], {
    lacksLabour: exam.factOr('lacksLabour', exam.facts.lacksLabour, false), causes: causesOf(exam),
    expenditure, income, standard, compliant: compliant(),
  }, member);
  // "因病、因老、因灾等其他原因": the list is open, so another cause is for a person to decide.
  if (eligible.value === true && exam.step(labourCause, ['GX-2019-05-09'], { causes: causesOf(exam), listed: clause(LABOUR_CAUSES) }).value !== true) {
    exam.note('MANUAL_CAUSE');
    exam.found({ benefit: 'dibao', unit: 'single', members: [member], eligible, manual: true });
    return false;
  }
  return enter(eligible, income, 'GX-2019-05-09');
}

/** Grade of disability; 9 stands for none, which no clause reaches. */
const gradeOf = (exam: Examination, member: Member): TraceInput => exam.factOr(`members.${member.id}.disability.grade`, member.disability?.grade, 9);

function requests(exam: Examination, statusOf: (member: Member) => string, resident: TraceInput | undefined): void {
  const asked = exam.facts.requests;
  if (asked === undefined) return;
  if (asked.medicalContribution !== undefined) contributions(exam, statusOf);
  if (asked.pensionContribution !== undefined) pensions(exam, statusOf);
  if (asked.medicalRelief !== undefined) {
    exam.values.printed('med.relief.ratio');
    medicalReliefOf(exam, statusOf, ['tekun', 'orphan', ...POOR], { value: 0, from: 'rule' }, ['GX-2019-05-15']);
  }
  if (asked.oneCaseRelief !== undefined) oneCase(exam, asked.oneCaseRelief, resident);
  if (asked.graduatedExit !== undefined) exit(exam, asked.graduatedExit, resident);
}

/** GX-2019-05-21: what the conference proposes, within what the yearly limit leaves. */
function oneCase(exam: Examination, request: NonNullable<Requests['oneCaseRelief']>, resident: TraceInput | undefined): void {
  const members = exam.facts.members;
  const at = 'requests.oneCaseRelief';
  exam.values.printed('temp.onecase.cap');
  if (resident?.value === false) {
    exam.found({ benefit: 'oneCaseRelief', unit: 'household', members, eligible: resident });
    return;
  }
  const [cap, paid] = [exam.values.of('temp.onecase.cap'), exam.fact(`${at}.paidThisYearFen`, request.paidThisYearFen)];
  const left = exam.step(limitLeft, ['GX-2019-05-21'], { cap, paid });
  if (left.value !== true) {
    exam.found({ benefit: 'oneCaseRelief', unit: 'household', members, eligible: left });
    return;
  }
  const amount = exam.step(oneCaseRelief, ['GX-2019-05-21'], { proposed: exam.fact(`${at}.proposedFen`, request.proposedFen), most: cap, paid });
  exam.found({ benefit: 'oneCaseRelief', unit: 'household', members, eligible: left, amount, per: 'once' });
}

/** GX-2019-05-14: the highest status wins. */
function contributions(exam: Examination, statusOf: (member: Member) => string): void {
  for (const member of exam.facts.members) {
    const share = exam.step(contributionShare, ['GX-2019-05-14'], {
      status: { value: statusOf(member), from: 'category' }, grade: gradeOf(exam, member), full: exam.values.printed('med.contrib.full'), partial: clause(POOR), part: exam.values.printed('med.contrib.part'),
    }, member);
    const eligible = exam.step(isDue, ['GX-2019-05-14'], { amount: share }, member);
    const amount = eligible.value === true ? exam.step(medicalContribution, ['GX-2019-05-14'], { share, contribution: exam.values.of('med.contrib.amount') }, member) : undefined;
    exam.found({ benefit: 'medicalContribution', unit: 'person', members: [member], eligible, ...(amount === undefined ? {} : { amount, per: 'year' }) });
  }
}

/** The end of the thirteenth five-year period. */
const PENSION_UNTIL = '2020-12-31';

/** GX-2019-05-19. */
function pensions(exam: Examination, statusOf: (member: Member) => string): void {
  if (exam.on > PENSION_UNTIL) {
    exam.note('PENSION_PERIOD_ENDED', PENSION_UNTIL);
    forStatuses(exam, () => 'none', [], ['GX-2019-05-19'], (member, eligible) => exam.found({ benefit: 'pensionContribution', unit: 'person', members: [member], eligible }));
    return;
  }
  for (const member of exam.facts.members) {
    const amount = exam.step(pensionContribution, ['GX-2019-05-19'], {
      birth: exam.memberFact(member, 'birthOn', member.birthOn), on: exam.day, status: { value: statusOf(member), from: 'category' }, grade: gradeOf(exam, member),
      poor: clause(POOR),
      full: exam.values.printed('pension.gov.full'), part: exam.values.printed('pension.gov.part'),
    }, member);
    const eligible = exam.step(isDue, ['GX-2019-05-19'], { amount }, member);
    exam.found({ benefit: 'pensionContribution', unit: 'person', members: [member], eligible, ...(eligible.value === true ? { amount, per: 'year' as const } : {}) });
  }
}

/** The day from which the national text says "in principle at most six months" (R83). */
const R83_FROM = '2022-10';
const R83_MONTHS = 6;

function exit(exam: Examination, request: NonNullable<Requests['graduatedExit']>, resident: TraceInput | undefined): void {
  const at = 'requests.graduatedExit';
  // As a household; a single member in 低保 does not keep the family from it.
  const inDibao = exam.benefits.some(({ benefit, unit, eligible }) => benefit === 'dibao' && unit === 'household' && eligible === 'yes');
  const most = exam.values.printed('exit.grace.max');
  if (resident?.value === false) {
    exam.found({ benefit: 'graduatedExit', unit: 'household', members: exam.facts.members, eligible: resident });
    return;
  }
  const eligible = exam.step(graduatedExit, ['GX-2019-05-10'], {
    months: exam.fact(`${at}.months`, request.months), least: exam.values.printed('exit.grace.min'),
    most: request.fromYm > R83_FROM ? { value: R83_MONTHS, from: 'rule' } : most, from: exam.fact(`${at}.fromYm`, request.fromYm), on: exam.day,
    employed: listed(exam.facts.members.map((member) => exam.factOr(`members.${member.id}.employed`, member.employed, false))), household: { value: inDibao ? 'dibao' : 'none', from: 'category' },
  });
  const members = exam.facts.members;
  if (eligible.value !== true) {
    exam.found({ benefit: 'graduatedExit', unit: 'household', members, eligible });
    return;
  }
  exam.found({ benefit: 'graduatedExit', unit: 'household', members, eligible, amount: exam.step(exitAmount, ['GX-2019-05-10'], { decided: exam.fact(`${at}.monthlyFen`, request.monthlyFen) }), per: 'month' });
}
