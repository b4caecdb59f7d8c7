/** Jiangxi 2018 and, where a district prints more, Qingshanhu 2019: JX-2018-02-01…03, QS-2019-T01…T29. */
import { DomainError } from '#kernel';
import type { Category } from '../determination.js';
import type { Examination } from '../examination.js';
import type { Cause, Member } from '../facts.js';
import { rule } from '../rule.js';
import { dibaoAmount, dibaoTest, rigidDeduction, rigidExpenditure, standardInForce, tested, withIncome } from './national.js';
import { disabilitySubsidies, highestOf, supportedPersons } from './persons.js';
import { childTopUps, forStatuses, medicalContribution, medicalReliefOf, refuseUnprinted } from './requests.js';

const povertyLine = rule({
  name: 'povertyLine', formula: 'standard',
  says: { zh: '以当年城镇低保标准为贫困线：{result:yuan} 元', en: 'The poverty line is the 低保 standard of the year: {result:yuan} yuan' },
});
const lowIncomeCategory = rule({
  name: 'lowIncomeCategory', formula: 'perCapita <= factor * line && meet(causes, listed)',
  says: {
    yes: { zh: '人均月收入 {perCapita:yuan} 元在低保标准 {line:yuan} 元的 {factor} 倍以内（含本数），且有所列致困原因：属支出型贫困低收入家庭', en: 'Income of {perCapita:yuan} yuan a head is within {factor} × the standard {line:yuan} (inclusive), with a listed cause: a low-income family' },
    no: { zh: '人均月收入 {perCapita:yuan} 元超过低保标准 {line:yuan} 元的 {factor} 倍，或无所列致困原因：不属支出型贫困低收入家庭', en: 'Income of {perCapita:yuan} yuan a head is above {factor} × the standard {line:yuan}, or there is no listed cause: no low-income family' },
  },
});
const expenditureRoute = rule({
  name: 'expenditureRoute', formula: 'lowIncome && sum(expenditure) > 0',
  says: {
    yes: { zh: '支出型贫困低收入家庭有重大刚性支出：核算收入时扣减', en: 'A low-income family with major rigid expenditure: deducted when income is assessed' },
    no: { zh: '无须扣减刚性支出（不属支出型家庭，或无刚性支出）', en: 'Nothing is deducted (no low-income family, or no rigid expenditure)' },
  },
});
const supplementaryInsurance = rule({
  name: 'supplementaryInsurance', formula: 'round(share * premium)',
  says: { zh: '重大疾病医疗补充保险 {premium:yuan} 元 × {share} = 由区财政负担 {result:yuan} 元', en: 'Supplementary insurance premium {premium:yuan} yuan × {share} = {result:yuan} yuan paid by the district' },
});
const temporaryReliefTimes = rule({
  name: 'temporaryReliefTimes', formula: 'done < base + extra && cap - paid > 0',
  says: {
    yes: { zh: '本年已救助 {done} 次，可达 {base} 次再加 {extra} 次，年度封顶线 {cap:yuan} 元未用尽：可再救助', en: 'Helped {done} times this year of {base} and {extra} more, the yearly cap {cap:yuan} is not used up: may be helped again' },
    no: { zh: '本年已救助 {done} 次（上限 {base} 次再加 {extra} 次），或年度封顶线 {cap:yuan} 元已用尽：不再救助', en: 'Helped {done} times this year (limit {base} and {extra} more), or the yearly cap {cap:yuan} is used up: no more' },
  },
});
const temporaryReliefUplift = rule({
  name: 'temporaryReliefUplift', formula: 'base * (1 + uplift)',
  says: { zh: '支出型临时救助上浮：{base:yuan} 元 × (1 + {uplift}) = {result:yuan} 元', en: 'Uplift: {base:yuan} yuan × (1 + {uplift}) = {result:yuan} yuan' },
});
const temporaryRelief = rule({
  name: 'temporaryRelief', formula: 'round(min(amount, cap - paid))',
  says: { zh: '不超过年度封顶线余额（{cap:yuan} − {paid:yuan} 元）：{result:yuan} 元', en: 'Not beyond what the yearly cap leaves ({cap:yuan} − {paid:yuan}): {result:yuan} yuan' },
});

/** JX-2018-02-04: illness, disability, calamity, child schooling, unemployment, no housing. */
const LISTED_CAUSES: readonly Cause[] = ['illness', 'disability', 'calamity', 'schooling', 'unemployment', 'housing'];
const CATEGORY_STATUSES = ['tekun', 'dibao', 'lowIncome'] as const;

/** Jiangxi alone: what the province prints. */
export const jiangxi = (exam: Examination): Category => examine(exam, false);
/** Qingshanhu: the district's figures and the deduction route, the province's categories. */
export const qingshanhu = (exam: Examination): Category => examine(exam, true);

function examine(exam: Examination, district: boolean): Category {
  refuseUnprinted(exam, district ? ['medicalContribution', 'supplementaryInsurance', 'medicalRelief', 'temporaryRelief'] : []);
  const { status, rest } = supportedPersons(exam, district
    ? { tekun: ['JX-2018-02-02'], standard: ['QS-2019-T03', 'JX-2018-03-02'], care: ['QS-2019-T04'], orphan: ['CN-R54-1', 'QS-2019-T06'] }
    : { tekun: ['JX-2018-02-02'], standard: ['JX-2018-03-02'], orphan: ['CN-R54-1'] });
  const household = rest.length === 0 ? 'none' : livingAid(exam, rest, district);
  for (const member of rest) status.set(member.id, household);
  const statusOf = (member: Member): string => status.get(member.id) ?? 'none';
  const ids = district ? ['QS-2019-T02'] : [];
  disabilitySubsidies(exam, statusOf, { livingStatuses: ['dibao'], mentalIncluded: false, ids: { living: ids, nursing: ids } });
  childTopUps(exam);
  requests(exam, statusOf);
  return highestOf(status, household);
}

/** 低保 or 支出型 low income of those who are tested together. */
function livingAid(exam: Examination, members: readonly Member[], district: boolean): Category {
  const dibaoIds = ['JX-2018-02-03'];
  const standardIds = district ? ['QS-2019-T01a', 'JX-2018-02-01'] : ['JX-2018-02-01'];
  const before = tested(exam, members);
  const standard = standardInForce(exam, standardIds);
  const line = exam.step(povertyLine, ['JX-2018-02-01'], { standard });
  const lowIncome = exam.step(lowIncomeCategory, ['JX-2018-02-04'], {
    perCapita: before.perCapita, factor: exam.values.printed('lowinc.factor'), line,
    causes: { value: exam.facts.causes ?? [], from: 'fact:causes' }, listed: { value: LISTED_CAUSES, from: 'rule' },
  });
  const expenditure = rigidExpenditure(exam, members);
  const deducts = district && exam.step(expenditureRoute, ['QS-2019-T07', 'JX-2018-03-03'], { lowIncome, expenditure }).value === true;
  const household = deducts ? withIncome(exam, before, exam.step(rigidDeduction, ['QS-2019-T07'], { income: before.income, expenditure }), ['QS-2019-T07']) : before;
  const dibao = dibaoTest(exam, household.perCapita, standard, deducts ? [...dibaoIds, 'QS-2019-T07'] : dibaoIds);
  if (dibao.value === true) {
    exam.found({ benefit: 'dibao', unit: 'household', members, eligible: dibao, amount: dibaoAmount(exam, household, standard, dibaoIds), per: 'month' });
    return 'dibao';
  }
  exam.found({ benefit: 'dibao', unit: 'household', members, eligible: dibao });
  if (lowIncome.value !== true) return 'none';
  // A family below the standard that fails the property test alone fits the words; a person decides (note to JX-2018-02-04).
  const belowStandard = exam.step(belowLine, ['JX-2018-02-04'], { perCapita: household.perCapita, line }).value === true;
  if (belowStandard) exam.note('MANUAL_PROPERTY');
  return exam.found({ benefit: 'lowIncome', unit: 'household', members, eligible: lowIncome, manual: belowStandard }) === 'manual' ? 'manual' : 'lowIncome';
}
const belowLine = rule({
  name: 'belowLine', formula: 'perCapita < line',
  says: {
    yes: { zh: '人均月收入 {perCapita:yuan} 元低于 {line:yuan} 元', en: 'Income of {perCapita:yuan} yuan a head is below {line:yuan}' },
    no: { zh: '人均月收入 {perCapita:yuan} 元不低于 {line:yuan} 元', en: 'Income of {perCapita:yuan} yuan a head is not below {line:yuan}' },
  },
});

function requests(exam: Examination, statusOf: (member: Member) => string): void {
  const asked = exam.facts.requests;
  if (asked === undefined) return;
  if (asked.medicalContribution !== undefined) {
    exam.values.printed('med.contrib.full');
    forStatuses(exam, statusOf, CATEGORY_STATUSES, ['QS-2019-T14'], (member, eligible) => {
      const amount = eligible.value === true
        ? exam.step(medicalContribution, ['QS-2019-T14'], { share: exam.values.printed('med.contrib.full'), contribution: exam.values.of('med.contrib.amount') }, member) : undefined;
      exam.found({ benefit: 'medicalContribution', unit: 'person', members: [member], eligible, ...(amount === undefined ? {} : { amount, per: 'year' }) });
    });
  }
  if (asked.supplementaryInsurance !== undefined) {
    exam.values.printed('med.supp');
    forStatuses(exam, statusOf, CATEGORY_STATUSES, ['QS-2019-T15', 'JX-2018-03-06'], (member, eligible) => {
      const amount = eligible.value === true
        ? exam.step(supplementaryInsurance, ['QS-2019-T15', 'JX-2018-03-06'], { share: exam.values.printed('med.supp'), premium: exam.values.of('med.supp.amount') }, member) : undefined;
      exam.found({ benefit: 'supplementaryInsurance', unit: 'person', members: [member], eligible, ...(amount === undefined ? {} : { amount, per: 'year' }) });
    });
  }
  if (asked.medicalRelief !== undefined) medicalReliefOf(exam, statusOf, ['dibao'], exam.values.printed('med.relief.delta'), ['QS-2019-T16']);
  temporary(exam);
}

/** QS-2019-T29a and b: uplift within one half, one or two more times, all within the yearly cap. */
function temporary(exam: Examination): void {
  const request = exam.facts.requests?.temporaryRelief;
  if (request === undefined) return;
  const at = 'requests.temporaryRelief';
  exam.values.printed('temp.uplift');
  const most = exam.values.of('temp.uplift');
  const uplift = exam.fact(`${at}.uplift`, request.uplift);
  const paid = exam.fact(`${at}.paidThisYearFen`, request.paidThisYearFen);
  const within = exam.step(upliftWithin, ['QS-2019-T29a'], { uplift, most });
  if (within.value !== true) {
    throw new DomainError('FACTS_INVALID', 'invalid', `${at}.uplift is ${request.uplift}, more than the ${String(most.value)} that QS-2019-T29a allows. Reduce the uplift.`, { field: `${at}.uplift` });
  }
  const cap = exam.values.of('temp.cap');
  const eligible = exam.step(temporaryReliefTimes, ['QS-2019-T29b'], {
    done: exam.fact(`${at}.timesThisYear`, request.timesThisYear), base: exam.values.of('temp.times'), extra: exam.values.printed('temp.extra'), cap, paid,
  });
  if (eligible.value !== true) {
    exam.found({ benefit: 'temporaryRelief', unit: 'household', members: exam.facts.members, eligible });
    return;
  }
  const base = request.baseFen === undefined ? exam.values.of('temp.base') : exam.fact(`${at}.baseFen`, request.baseFen);
  const uplifted = exam.step(temporaryReliefUplift, ['QS-2019-T29a'], { base, uplift });
  exam.found({ benefit: 'temporaryRelief', unit: 'household', members: exam.facts.members, eligible, amount: exam.step(temporaryRelief, ['QS-2019-T29b'], { amount: uplifted, cap, paid }), per: 'once' });
}
const upliftWithin = rule({
  name: 'upliftWithin', formula: 'uplift <= most',
  says: { yes: { zh: '上浮 {uplift} 不超过 {most}', en: 'An uplift of {uplift} is within {most}' }, no: { zh: '上浮 {uplift} 超过 {most}', en: 'An uplift of {uplift} is above {most}' } },
});
