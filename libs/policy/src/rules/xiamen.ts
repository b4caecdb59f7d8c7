/** Xiamen 2018: deductions for work and rigid expenditure, the previous-year rule, dilapidated houses (XM-2018-02-01…10). */
import type { Category, TraceInput } from '../determination.js';
import type { Examination } from '../examination.js';
import type { Member } from '../facts.js';
import { listed, rule } from '../rule.js';
import { dibaoAmount, dibaoTest, incomeOf, perCapita, rigidDeduction, rigidExpenditure, standardInForce, type Tested } from './national.js';
import { disabilitySubsidies, highestOf, supportedPersons } from './persons.js';
import { childTopUps, refuseUnprinted } from './requests.js';

const employmentCost = rule({
  name: 'employmentCost', formula: 'min(share * wage, earned, income)',
  says: {
    zh: '成员{member}就业成本：最低工资 {wage:yuan} 元 × {share}，不超过其工资 {earned:yuan} 元和本人收入 {income:yuan} 元：扣除 {result:yuan} 元',
    en: 'Cost of work of {member}: minimum wage {wage:yuan} yuan × {share}, at most the wage {earned:yuan} and the own income {income:yuan}: {result:yuan} yuan deducted',
  },
});
const incomeAfterWork = rule({
  name: 'incomeAfterWork', formula: 'max(0, sum(incomes) - sum(costs))',
  says: { zh: '家庭月收入合计扣除就业成本后为 {result:yuan} 元', en: 'Household income less the cost of work: {result:yuan} yuan' },
});
const previousYearExpenditure = rule({
  name: 'previousYearExpenditure', formula: '(own + government) / 12',
  says: {
    zh: '上年度医疗、教育支出：自付 {own:yuan} 元，政府救助 {government:yuan} 元视同家庭实际支出，月均 {result:yuan} 元',
    en: 'Medical and education expenditure of the previous year: own {own:yuan}, paid by government {government:yuan} counts as the family’s own; {result:yuan} yuan a month',
  },
});
const housingEligibility = rule({
  name: 'housingEligibility', formula: '(household == "dibao" || contains(care, "dispersed")) && oneHomestead',
  says: {
    yes: { zh: '低保户或分散供养特困人员，且符合一户一宅：属危房改造补助对象', en: 'A 低保 household or a dispersed 特困 person with one homestead: may be subsidised' },
    no: { zh: '不是低保户或分散供养特困人员，或不符合一户一宅：不属补助对象', en: 'No 低保 household or dispersed 特困 person, or more than one homestead: not subsidised' },
  },
});
const housingPapers = rule({
  name: 'housingPapers',
  formula: 'eligible && (work == "new" ? contains(papers, "landUseApproval") && contains(papers, "constructionApproval") : work == "rebuild" ? contains(papers, "oldHouseRebuildApproval") : contains(papers, "legalPropertyRight") || contains(papers, "constructionApproval"))',
  says: {
    yes: { zh: '手续齐全（新建：用地和建设批准；翻建：旧房翻建审核批准；修缮：合法产权或批建手续）', en: 'The papers are complete (new: land use and construction approval; rebuild: old-house approval; repair: legal right or construction approval)' },
    no: { zh: '对象不符或手续不全，不予补助', en: 'Not among those subsidised, or papers are missing: no subsidy' },
  },
});
const housingRebuild = rule({
  name: 'housingRebuild', formula: 'round(rate * min(area, most))',
  says: { zh: '新（翻）建：每平方米 {rate:yuan} 元 × {area} 平方米（至多 {most}）= {result:yuan} 元', en: 'New build or rebuild: {rate:yuan} yuan/m² × {area} m² (at most {most}) = {result:yuan} yuan' },
});
const housingRepair = rule({
  name: 'housingRepair', formula: 'round(min(cost, most))',
  says: { zh: '修缮加固：费用 {cost:yuan} 元，最高 {most:yuan} 元：{result:yuan} 元', en: 'Repair: cost {cost:yuan} yuan, at most {most:yuan}: {result:yuan} yuan' },
});

export function xiamen(exam: Examination): Category {
  refuseUnprinted(exam, ['housing']);
  const { status, tekun, rest } = supportedPersons(exam, { tekun: ['CN-R649-14'], standard: ['CN-R649-14'], orphan: ['CN-R54-1'] });
  const household = rest.length === 0 ? 'none' : livingAid(exam, rest);
  for (const member of rest) status.set(member.id, household);
  disabilitySubsidies(exam, (member) => status.get(member.id) ?? 'none', { livingStatuses: ['dibao'], mentalIncluded: false, ids: { living: [], nursing: [] } });
  childTopUps(exam);
  housing(exam, household, tekun);
  return highestOf(status, household);
}

function livingAid(exam: Examination, members: readonly Member[]): Category {
  const incomes = members.map((member) => incomeOf(exam, member));
  const costs = members.flatMap((member, index) => (member.employed !== true ? [] : [exam.step(employmentCost, ['XM-2018-02-02'], {
    share: exam.values.printed('empcost.share'), wage: exam.values.of('wage.min'), earned: exam.memberFact(member, 'income.wagesFen', member.income?.wagesFen ?? 0), income: incomes[index] as TraceInput,
  }, member)]));
  const afterWork = exam.step(incomeAfterWork, ['XM-2018-02-02', 'CN-R57-13'], { incomes: listed(incomes), costs: listed(costs) });
  const income = exam.step(rigidDeduction, exam.facts.annualReview === undefined ? ['XM-2018-02-01'] : ['XM-2018-02-01', 'XM-2018-02-04'], { income: afterWork, expenditure: deductible(exam, members) });
  const household: Tested = { members, income, perCapita: perCapita(exam, income, members, ['XM-2018-02-01']) };
  const standard = standardInForce(exam, ['CN-R649-9']);
  const dibao = dibaoTest(exam, household.perCapita, standard, ['CN-R649-9']);
  if (dibao.value !== true) {
    exam.found({ benefit: 'dibao', unit: 'household', members, eligible: dibao });
    return 'none';
  }
  exam.found({ benefit: 'dibao', unit: 'household', members, eligible: dibao, amount: dibaoAmount(exam, household, standard, []), per: 'month' });
  return 'dibao';
}

/** In an annual review last year's medical and education expenditure stands in the place of the present one, never beside it. */
function deductible(exam: Examination, members: readonly Member[]): TraceInput {
  const review = exam.facts.annualReview;
  if (review === undefined) return rigidExpenditure(exam, members);
  const year = exam.step(previousYearExpenditure, ['XM-2018-02-04'], {
    own: exam.fact('annualReview.ownPaidFen', review.ownPaidFen), government: exam.fact('annualReview.governmentPaidFen', review.governmentPaidFen),
  });
  const others = rigidExpenditure(exam, members, (kind) => kind !== 'medical' && kind !== 'education');
  return { value: [year.value as number, ...(others.value as readonly number[])], from: [year.from, others.from].filter((from) => from !== '').join(' ') };
}

function housing(exam: Examination, household: Category, tekun: readonly Member[]): void {
  const request = exam.facts.requests?.housing;
  if (request === undefined) return;
  const at = 'requests.housing';
  // A 低保 household is entitled as it is; only otherwise is it asked where a 特困 member is supported.
  const settled = household === 'dibao' || tekun.some(({ care }) => care === 'dispersed');
  const care = listed(tekun.map((member) => (settled ? exam.factOr(`members.${member.id}.care`, member.care, 'unknown') : exam.memberFact(member, 'care', member.care))));
  const work: TraceInput = exam.fact(`${at}.work`, request.work);
  const who = exam.step(housingEligibility, ['XM-2018-02-09'], {
    household: { value: household, from: 'category' }, care, oneHomestead: exam.fact(`${at}.oneHomestead`, request.oneHomestead),
  });
  const eligible = exam.step(housingPapers, ['XM-2018-02-10'], { eligible: who, work, papers: exam.fact(`${at}.papers`, request.papers) });
  const members = exam.facts.members;
  if (eligible.value !== true) {
    exam.found({ benefit: 'housing', unit: 'household', members, eligible });
    return;
  }
  const amount = request.work === 'repair'
    ? exam.step(housingRepair, ['XM-2018-02-08'], { cost: exam.fact(`${at}.costFen`, request.costFen), most: exam.values.of('housing.repair') })
    : exam.step(housingRebuild, ['XM-2018-02-07'], {
        rate: exam.values.printed('housing.rebuild'), area: exam.fact(`${at}.areaSquareMetres`, request.areaSquareMetres), most: exam.values.printed('housing.rebuild.area'),
      });
  exam.found({ benefit: 'housing', unit: 'household', members, eligible, amount, per: 'once' });
}
