/** Kunshan 2020: the floor and monitoring lines, the branches of living relief, the year-to-date test (KS-2020-01-01…04-02). */
import type { Category, DeterminedBenefit, TraceInput } from '../determination.js';
import type { Examination } from '../examination.js';
import type { Cause, Member } from '../facts.js';
import { rule } from '../rule.js';
import { dibaoAmount, dibaoTest, incomeOf, memberCount, perCapita, standardInForce, tested, type Tested } from './national.js';
import { disabilitySubsidies, highestOf, subsidyAmount, supportedPersons } from './persons.js';
import { childTopUps, refuseUnprinted } from './requests.js';

const consentRule = rule({
  name: 'consent', formula: 'agreed',
  says: { yes: { zh: '本人自愿申请认定', en: 'The household agrees to be determined' }, no: { zh: '本人未表示自愿：不予认定', en: 'The household has not agreed: nothing is determined' } },
});
const floorLine = rule({ name: 'floorLine', formula: 'standard', says: { zh: '兜底线 = 低保标准：{result:yuan} 元', en: 'The floor line is the 低保 standard: {result:yuan} yuan' } });
const monitoringLine = rule({
  name: 'monitoringLine', formula: 'factor * standard',
  says: { zh: '监测线：低保标准 {standard:yuan} 元的 {factor} 倍 = {result:yuan} 元', en: 'Monitoring line: {factor} × the standard {standard:yuan} = {result:yuan} yuan' },
});
const relativePoorCategory = rule({
  name: 'relativePoorCategory', formula: 'perCapita < line',
  says: {
    yes: { zh: '人均月收入 {perCapita:yuan} 元低于监测线 {line:yuan} 元：属相对贫困群体', en: 'Income of {perCapita:yuan} yuan a head is below the monitoring line {line:yuan}: relatively poor' },
    no: { zh: '人均月收入 {perCapita:yuan} 元不低于监测线 {line:yuan} 元：不属相对贫困群体', en: 'Income of {perCapita:yuan} yuan a head is not below the monitoring line {line:yuan}: not relatively poor' },
  },
});
const betweenLines = rule({
  name: 'betweenLines', formula: 'perCapita >= floor && perCapita < line && meet(causes, listed)',
  says: {
    yes: { zh: '人均月收入 {perCapita:yuan} 元在兜底线 {floor:yuan} 元（含）与监测线 {line:yuan} 元之间，且有所列致困原因：可按人救助', en: 'Income of {perCapita:yuan} yuan a head lies between the floor line {floor:yuan} (inclusive) and the monitoring line {line:yuan}, with a listed cause: members may be relieved' },
    no: { zh: '人均月收入 {perCapita:yuan} 元不在兜底线 {floor:yuan} 元与监测线 {line:yuan} 元之间，或无所列致困原因', en: 'Income of {perCapita:yuan} yuan a head is not between {floor:yuan} and {line:yuan}, or there is no listed cause' },
  },
});
const listedDisease = rule({
  name: 'listedDisease', formula: 'contains(list, disease)',
  says: { yes: { zh: '成员{member}所患疾病在病种目录内', en: '{member}’s disease is on the list' }, no: { zh: '成员{member}所患疾病不在病种目录内', en: '{member}’s disease is not on the list' } },
});
const singlePersonPatient = rule({
  name: 'singlePersonPatient', formula: 'perCapita < line && meet(causes, listed) && patient && assets <= limit && below',
  says: {
    yes: { zh: '成员{member}为符合病种要求的重病患者，家庭金融资产 {assets:yuan} 元不超过限额 {limit:yuan} 元：参照“单人户”纳入低保', en: '{member} is a severe patient with a listed disease and the family’s financial assets {assets:yuan} are within {limit:yuan}: 低保 as a household of one' },
    no: { zh: '成员{member}不符合“单人户”纳入低保的条件（病种、家庭金融资产 {assets:yuan} 元与限额 {limit:yuan} 元、本人收入）', en: '{member} does not qualify as a household of one (disease, financial assets {assets:yuan} against {limit:yuan}, own income)' },
  },
});
const ownIncomeBelow = rule({
  name: 'ownIncomeBelow', formula: 'income < standard',
  says: {
    yes: { zh: '成员{member}本人收入 {income:yuan} 元低于低保标准 {standard:yuan} 元', en: 'The own income of {member}, {income:yuan} yuan, is below the standard {standard:yuan}' },
    no: { zh: '成员{member}本人收入 {income:yuan} 元不低于低保标准 {standard:yuan} 元：不按单人户', en: 'The own income of {member}, {income:yuan} yuan, is not below the standard {standard:yuan}: no household of one' },
  },
});
const listedCauseOfAid = rule({
  name: 'listedCauseOfAid', formula: 'meet(causes, listed)',
  says: { yes: { zh: '致困原因属因病、因教、因灾', en: 'The cause is illness, schooling or disaster' }, no: { zh: '致困原因不属因病、因教、因灾：无本节分类救助', en: 'The cause is none of illness, schooling, disaster: no aid under this section' } },
});
const livingRelief = rule({
  name: 'livingRelief', formula: 'between && (patient || grade <= 2)',
  says: {
    yes: { zh: '成员{member}为重度残疾人或符合病种要求的重病患者：按月实施生活救助', en: '{member} is severely disabled or a severe patient with a listed disease: monthly living relief' },
    no: { zh: '成员{member}不符合按月生活救助的条件', en: '{member} gets no monthly living relief' },
  },
});
const medicalPackage = rule({
  name: 'medicalPackage', formula: 'meet(causes, listed) && (perCapita < floor || perCapita < line && patient)',
  says: {
    yes: { zh: '成员{member}可纳入保费补助、实时救助、大病补助', en: '{member} may be included in premium subsidy, real-time relief and major-illness relief' },
    no: { zh: '成员{member}不属于保费补助、实时救助、大病补助的全部纳入对象', en: '{member} is not among those included in all three medical measures' },
  },
});
const marginalMember = rule({
  name: 'marginalMember', formula: 'perCapita >= floor && perCapita < line && meet(causes, listed) && !whole',
  says: {
    yes: { zh: '成员{member}收入在两线之间：满足条件的可纳入专项救助、大病补助', en: '{member} lies between the lines: special relief and major-illness relief when conditions are met' },
    no: { zh: '成员{member}不属于专项救助、大病补助的其余对象', en: '{member} is not among the other people of the clause' },
  },
});
const marginalPremium = rule({
  name: 'marginalPremium', formula: 'perCapita < line && meet(causes, listed) && !whole',
  says: {
    yes: { zh: '低保、低保边缘户因病因残：纳入居民医保并享受保费补助', en: 'A 低保 or marginal household hit by illness or disability: premium subsidy' },
    no: { zh: '不属于因病因残的低保、低保边缘户', en: 'No 低保 or marginal household hit by illness or disability' },
  },
});
const studentAid = rule({
  name: 'studentAid', formula: 'perCapita < line && meet(causes, listed) && contains(stages, stage)',
  says: {
    yes: { zh: '成员{member}处于学前、义务、普高或中职教育阶段：纳入学生资助', en: '{member} is in preschool, compulsory, senior high or vocational school: student aid' },
    no: { zh: '成员{member}不符合学生资助条件（阶段、收入或致困原因）', en: '{member} gets no student aid (stage, income or cause)' },
  },
});
const legalAid = rule({
  name: 'legalAid', formula: 'perCapita < line && meet(causes, listed)',
  says: { yes: { zh: '低于监测线：有法律需求的可获一对一法律援助', en: 'Below the monitoring line: one-to-one legal aid where needed' }, no: { zh: '不符合法律援助条件', en: 'No legal aid under this clause' } },
});
const yearToDateTest = rule({
  name: 'yearToDateTest', formula: '(income - medical) / months(january, on) / members < line',
  says: {
    yes: { zh: '当年度1月至申请之月家庭可支配收入 {income:yuan} 元扣除医疗费用 {medical:yuan} 元后，月人均低于监测线 {line:yuan} 元：可给予临时救助', en: 'Income from January to the month of application {income:yuan} less medical spend {medical:yuan}, a head and month, is below the monitoring line {line:yuan}: temporary relief' },
    no: { zh: '当年度1月至申请之月可支配收入 {income:yuan} 元扣除医疗费用 {medical:yuan} 元后，月人均不低于监测线 {line:yuan} 元：不给予临时救助', en: 'Income from January to the month of application {income:yuan} less medical spend {medical:yuan}, a head and month, is not below the monitoring line {line:yuan}: no temporary relief' },
  },
});
const causeOfRelief = rule({
  name: 'causeOfRelief', formula: 'meet(causes, listed)',
  says: { yes: { zh: '因病、因残家庭医疗支出导致暂时性贫困', en: 'Hardship through medical spend for illness or disability' }, no: { zh: '非因病、因残：不给予本条临时救助', en: 'The cause is neither illness nor disability: no temporary relief under this clause' } },
});
const spendShare = rule({
  name: 'temporaryReliefShare', formula: 'round(share * spend)',
  says: { zh: '临时救助：实际支出 {spend:yuan} 元 × {share} = {result:yuan} 元', en: 'Temporary relief: spend {spend:yuan} yuan × {share} = {result:yuan} yuan' },
});

/** KS-2020 (三)1 and 3-6: 因病、因教、因灾. */
const CAUSES_OF_AID: readonly Cause[] = ['illness', 'schooling', 'calamity'];
/** KS-2020 (三)2 and (四)3: 因病、因残. */
const CAUSES_OF_RELIEF: readonly Cause[] = ['illness', 'disability'];
const STAGES = ['preschool', 'compulsory', 'seniorHigh', 'secondaryVocational'] as const;

interface Lines {
  readonly floor: TraceInput;
  readonly line: TraceInput;
  readonly standard: TraceInput;
}

export function kunshan(exam: Examination): Category {
  const { facts } = exam;
  refuseUnprinted(exam, ['temporaryRelief']);
  if (exam.step(consentRule, ['KS-2020-01-04'], { agreed: exam.factOr('consent', facts.consent, false) }).value !== true) {
    exam.note('NO_CONSENT');
    return 'none';
  }
  const { status, rest } = supportedPersons(exam, { tekun: ['CN-R649-14'], standard: ['CN-R649-14'], orphan: ['CN-R54-1'] });
  let known: Lines | undefined;
  const lines = (): Lines => (known ??= linesOf(exam));
  const household = rest.length === 0 ? 'none' : living(exam, rest, lines(), status);
  disabilitySubsidies(exam, (member) => status.get(member.id) ?? 'none', { livingStatuses: ['dibao'], mentalIncluded: false, ids: { living: [], nursing: [] } });
  childTopUps(exam);
  temporary(exam, lines);
  return highestOf(status, household);
}

function linesOf(exam: Examination): Lines {
  const standard = standardInForce(exam, ['KS-2020-01-01', 'KS-2020-01-03']);
  return {
    standard,
    floor: exam.step(floorLine, ['KS-2020-01-02', 'KS-2020-01-03'], { standard }),
    line: exam.step(monitoringLine, ['KS-2020-01-01', 'KS-2020-01-03'], { factor: exam.values.printed('relpoor.factor'), standard }),
  };
}

function living(exam: Examination, members: readonly Member[], lines: Lines, status: Map<string, Category>): Category {
  const household = tested(exam, members, ['KS-2020-01-01']);
  const dibao = dibaoTest(exam, household.perCapita, lines.standard, ['KS-2020-03-01']);
  const poor = exam.step(relativePoorCategory, ['KS-2020-01-01'], { perCapita: household.perCapita, line: lines.line });
  if (dibao.value === true) {
    exam.found({ benefit: 'dibao', unit: 'household', members, eligible: dibao, amount: dibaoAmount(exam, household, lines.standard, ['KS-2020-03-01']), per: 'month' });
  } else {
    exam.found({ benefit: 'dibao', unit: 'household', members, eligible: dibao });
    if (poor.value === true) exam.found({ benefit: 'relativePoor', unit: 'household', members, eligible: poor });
  }
  const category: Category = dibao.value === true ? 'dibao' : poor.value === true ? 'relativePoor' : 'none';
  for (const member of members) status.set(member.id, category);
  if (category !== 'none') branches(exam, household, lines, status);
  // A member who enters 低保 alone is the highest that was found.
  return [...status.values()].includes('dibao') ? 'dibao' : category;
}

const causesOf = (exam: Examination): TraceInput => ({ value: exam.facts.causes ?? [], from: 'fact:causes' });
const clause = (causes: readonly string[]): TraceInput => ({ value: causes, from: 'rule' });

function branches(exam: Examination, { members, perCapita: head }: Tested, { floor, line, standard }: Lines, status: Map<string, Category>): void {
  const causes = causesOf(exam);
  const aided = exam.step(listedCauseOfAid, ['KS-2020-03-01', 'KS-2020-03-02', 'KS-2020-03-05'], { causes, listed: clause(CAUSES_OF_AID) });
  if (aided.value !== true) {
    // Only the premium of 04-02 is open to other causes; the list of diseases is not needed.
    for (const member of members) premium(exam, member, { perCapita: head, line, causes }, aided);
    return;
  }
  const between = exam.step(betweenLines, ['KS-2020-03-02', 'KS-2020-03-03'], { perCapita: head, floor, line, causes, listed: clause(CAUSES_OF_AID) });
  for (const member of members) {
    const patient: TraceInput = member.disease === undefined
      ? exam.factOr(`members.${member.id}.disease`, undefined, false)
      : exam.step(listedDisease, ['KS-2020-03-02'], { list: exam.values.of('disease.list'), disease: exam.memberFact(member, 'disease', member.disease) }, member);
    if (status.get(member.id) !== 'dibao') memberAid(exam, member, between, patient, { perCapita: head, line, causes }, standard, status);
    medical(exam, member, patient, { perCapita: head, floor, line, causes });
    if (member.student !== undefined) {
      const aid = exam.step(studentAid, ['KS-2020-03-06'], { perCapita: head, line, causes, listed: clause(CAUSES_OF_AID), stages: clause(STAGES), stage: exam.memberFact(member, 'student', member.student) }, member);
      if (aid.value === true) exam.found({ benefit: 'studentAid', unit: 'person', members: [member], eligible: aid });
    }
  }
  const aid = exam.step(legalAid, ['KS-2020-03-08'], { perCapita: head, line, causes, listed: clause(CAUSES_OF_AID) });
  if (aid.value === true) exam.found({ benefit: 'legalAid', unit: 'household', members, eligible: aid });
}

/** Branch C (single-person 低保) comes before branch B (monthly living relief); never both. */
function memberAid(
  exam: Examination, member: Member, between: TraceInput, patient: TraceInput,
  test: { readonly perCapita: TraceInput; readonly line: TraceInput; readonly causes: TraceInput }, standard: TraceInput, status: Map<string, Category>,
): void {
  if (patient.value === true) {
    const own = incomeOf(exam, member);
    const below = exam.step(ownIncomeBelow, ['KS-2020-03-03'], { income: own, standard }, member);
    const single = below.value !== true ? below : exam.step(singlePersonPatient, ['KS-2020-03-03'], {
      ...test, listed: clause(CAUSES_OF_AID), patient, assets: exam.fact('assets.financialFen', exam.facts.assets?.financialFen), limit: exam.values.of('asset.financial.limit'), below,
    }, member);
    if (single.value === true) {
      const one: Tested = { members: [member], income: own, perCapita: perCapita(exam, own, [member], ['KS-2020-03-03']) };
      exam.found({ benefit: 'dibao', unit: 'single', members: [member], eligible: single, amount: dibaoAmount(exam, one, standard, ['KS-2020-03-03']), per: 'month' });
      status.set(member.id, 'dibao');
      return;
    }
  }
  if (between.value !== true) return;
  const grade = exam.factOr(`members.${member.id}.disability.grade`, member.disability?.grade, 9);
  const relief = exam.step(livingRelief, ['KS-2020-03-02'], { between, patient, grade }, member);
  if (relief.value === true) {
    exam.found({ benefit: 'livingRelief', unit: 'person', members: [member], eligible: relief, amount: exam.step(subsidyAmount, ['KS-2020-03-02'], { standard: exam.values.of('living.relief') }, member), per: 'month' });
  }
}

function medical(exam: Examination, member: Member, patient: TraceInput, test: { readonly perCapita: TraceInput; readonly floor: TraceInput; readonly line: TraceInput; readonly causes: TraceInput }): void {
  const grant = (benefit: DeterminedBenefit, eligible: TraceInput, manual = false): void => {
    exam.found({ benefit, unit: 'person', members: [member], eligible, manual });
  };
  const whole = exam.step(medicalPackage, ['KS-2020-03-05'], { ...test, patient, listed: clause(CAUSES_OF_AID) }, member);
  if (whole.value === true) {
    grant('premiumSubsidy', whole);
    grant('realTimeRelief', whole);
    grant('majorIllnessRelief', whole);
    return;
  }
  premium(exam, member, { perCapita: test.perCapita, line: test.line, causes: test.causes }, whole);
  const marginal = exam.step(marginalMember, ['KS-2020-03-05'], { ...test, whole, listed: clause(CAUSES_OF_AID) }, member);
  if (marginal.value !== true) return;
  exam.note('MANUAL_CONDITIONS');
  grant('specialRelief', marginal, true);
  grant('majorIllnessRelief', marginal, true);
}

/** KS-2020-04-02, for whoever the whole package does not cover. */
function premium(exam: Examination, member: Member, test: { readonly perCapita: TraceInput; readonly line: TraceInput; readonly causes: TraceInput }, whole: TraceInput): void {
  const due = exam.step(marginalPremium, ['KS-2020-04-02'], { ...test, whole, listed: clause(CAUSES_OF_RELIEF) }, member);
  if (due.value === true) exam.found({ benefit: 'premiumSubsidy', unit: 'person', members: [member], eligible: due });
}

/** KS-2020-03-04: the window is the calendar year to the month of application, the line that of the day. */
function temporary(exam: Examination, lines: () => Lines): void {
  const request = exam.facts.requests?.temporaryRelief;
  if (request === undefined) return;
  const at = 'requests.temporaryRelief';
  const members = exam.facts.members.filter(({ counted }) => counted !== false);
  const caused = exam.step(causeOfRelief, ['KS-2020-03-04'], { causes: causesOf(exam), listed: clause(CAUSES_OF_RELIEF) });
  if (caused.value !== true) {
    exam.found({ benefit: 'temporaryRelief', unit: 'household', members, eligible: caused });
    return;
  }
  const { line } = lines();
  const eligible = exam.step(yearToDateTest, ['KS-2020-03-04'], {
    income: exam.fact(`${at}.incomeToDateFen`, request.incomeToDateFen), medical: exam.fact(`${at}.medicalToDateFen`, request.medicalToDateFen),
    january: { value: `${exam.on.slice(0, 4)}-01`, from: 'on' }, on: exam.day, members: memberCount(members), line,
  });
  if (eligible.value !== true) {
    exam.found({ benefit: 'temporaryRelief', unit: 'household', members, eligible });
    return;
  }
  const amount = exam.step(spendShare, ['KS-2020-03-04'], { share: exam.values.of('temp.share'), spend: exam.fact(`${at}.spendFen`, request.spendFen) });
  exam.found({ benefit: 'temporaryRelief', unit: 'household', members, eligible, amount, per: 'once' });
}
