/** Says a determination in sentences that a caseworker can read to a household: what was counted, which line it was held against, the clause. */
import type { BenefitResult, Category, Determination, DeterminedBenefit, Eligibility, TraceStep, TraceValue } from './determination.js';
import { divide, type Exact, exactOf, multiply, roundHalfUp } from './exact.js';
import { keyName, LOCAL_KEYS, unitName } from './local-keys.js';
import type { Bilingual, PackRule } from './pack.js';
import { RULES } from './rule.js';

export type Language = keyof Bilingual;

const CATEGORIES: Readonly<Record<Category, Bilingual>> = {
  tekun: { zh: '特困人员', en: '特困 (destitute, supported)' },
  orphan: { zh: '孤儿', en: 'orphan' },
  dibao: { zh: '最低生活保障对象', en: '低保 (minimum-living security)' },
  lowIncome: { zh: '支出型低收入对象', en: 'low-income household of the expenditure type' },
  relativePoor: { zh: '相对贫困对象', en: 'relatively poor' },
  manual: { zh: '由经办机关决定', en: 'for the office to decide' },
  none: { zh: '整户不属于特困、低保、低收入或相对贫困对象', en: 'the household is in no category' },
};
const BENEFITS: Readonly<Record<DeterminedBenefit, Bilingual>> = {
  tekun: { zh: '特困供养', en: '特困 support' },
  careFee: { zh: '照料护理费', en: 'care fee' },
  orphan: { zh: '孤儿基本生活费', en: 'orphan upbringing standard' },
  unsupportedChild: { zh: '事实无人抚养儿童基本生活补贴', en: 'unsupported child, up to the child standard' },
  dibao: { zh: '最低生活保障金', en: '低保 allowance' },
  livingRelief: { zh: '按月生活救助', en: 'monthly living relief' },
  lowIncome: { zh: '低收入对象认定', en: 'low-income status' },
  relativePoor: { zh: '相对贫困对象认定', en: 'relatively poor status' },
  disabilityLiving: { zh: '困难残疾人生活补贴', en: 'living subsidy (disability)' },
  disabilityNursing: { zh: '重度残疾人护理补贴', en: 'nursing subsidy (disability)' },
  medicalContribution: { zh: '居民医保参保补助', en: 'medical insurance contribution' },
  supplementaryInsurance: { zh: '重大疾病医疗补充保险', en: 'supplementary major-disease insurance' },
  premiumSubsidy: { zh: '保费补助', en: 'premium subsidy' },
  realTimeRelief: { zh: '实时救助', en: 'real-time medical relief' },
  majorIllnessRelief: { zh: '大病补助', en: 'major-illness relief' },
  specialRelief: { zh: '专项救助', en: 'special medical relief' },
  medicalRelief: { zh: '医疗救助', en: 'medical relief' },
  pensionContribution: { zh: '代缴养老保险费', en: 'pension contribution' },
  temporaryRelief: { zh: '临时救助', en: 'temporary relief' },
  oneCaseRelief: { zh: '一事一议救助', en: 'one-case relief' },
  studentAid: { zh: '学生资助', en: 'student aid' },
  legalAid: { zh: '法律援助', en: 'legal aid' },
  housing: { zh: '危房改造补助', en: 'dilapidated-house subsidy' },
  graduatedExit: { zh: '渐退期待遇', en: 'graduated exit' },
};
const VERDICTS: Readonly<Record<Eligibility, Bilingual>> = {
  yes: { zh: '符合', en: 'eligible' }, no: { zh: '不符合', en: 'not eligible' }, manual: { zh: '由经办机关决定', en: 'for the office to decide' },
};
const PERIODS: Readonly<Record<NonNullable<BenefitResult['per']>, Bilingual>> = { month: { zh: '每月', en: 'a month' }, year: { zh: '每年', en: 'a year' }, once: { zh: '一次性', en: 'once' } };
const WORDS: Readonly<Record<string, Bilingual>> = { true: { zh: '是', en: 'yes' }, false: { zh: '否', en: 'no' } };

/** The name of a benefit in both languages. */
export const benefitName = (benefit: DeterminedBenefit): Bilingual => BENEFITS[benefit];

/** Fen as yuan with two decimals; what is not a whole fen is shown rounded and marked with 约 or ≈. */
function yuan(value: TraceValue, language: Language): string {
  if (Array.isArray(value)) return value.length === 0 ? '0.00' : (value as readonly TraceValue[]).map((item) => yuan(item, language)).join(' + ');
  const exact: Exact | undefined = typeof value === 'number' ? value : typeof value === 'string' ? exactOf(value) : undefined;
  if (exact === undefined) return String(value);
  const whole = roundHalfUp(exact);
  const digits = String(typeof whole === 'number' ? Math.abs(whole) : whole.n).padStart(3, '0');
  const text = `${digits.slice(0, -2).replace(/\B(?=(\d{3})+(?!\d))/g, ',')}.${digits.slice(-2)}`;
  const sign = typeof whole === 'number' && whole < 0 ? '−' : '';
  return typeof exact === 'number' ? sign + text : `${language === 'zh' ? '约' : '≈'}${sign}${text}`;
}

/** A share or count as it is read: fractions as percent where they are shares, else as written. */
function plain(value: TraceValue, language: Language): string {
  if (Array.isArray(value)) return (value as readonly TraceValue[]).map((item) => plain(item, language)).join(language === 'zh' ? '、' : ', ');
  const word = WORDS[String(value)];
  if (word !== undefined) return word[language];
  if (typeof value !== 'string') return String(value);
  const exact = exactOf(value);
  if (exact === undefined || typeof exact === 'number') return value;
  // Decimals stay as printed; a fraction from a computation is shown to four places.
  if (!value.includes('/')) return value;
  const shown = roundHalfUp(multiply(exact, 10_000));
  const rounded = divide(shown, 10_000);
  const digits = String(typeof shown === 'number' ? shown : shown.n).padStart(5, '0');
  const text = `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '');
  return rounded === exact || typeof rounded !== 'number' && rounded.n === exact.n && rounded.d === exact.d ? text : `${language === 'zh' ? '约' : '≈'}${text}`;
}

/** The key of the published value a step combines. */
const keyOf = ({ inputs }: TraceStep): string => /^local:\d+\/([^@]+)@/.exec(inputs['published']?.from ?? '')?.[1] ?? '';

/** The sentence of one step. */
export function sentenceOf(step: TraceStep, language: Language): string {
  const rule = RULES.get(step.rule);
  if (rule === undefined) return `${step.rule}: ${step.formula} = ${plain(step.result, language)}`;
  const says = 'yes' in rule.says ? (step.result === true ? rule.says.yes : rule.says.no) : rule.says;
  const key = keyOf(step);
  return says[language].replace(/\{(\w+)(?::(yuan|key))?\}/g, (_all, name: string, form?: string) => {
    if (name === 'member') return step.member ?? '';
    if (name === 'key') return keyName(key)[language];
    const value = name === 'result' ? step.result : step.inputs[name]?.value;
    if (value === undefined) return '';
    const isMoney = form === 'yuan' || (form === 'key' && LOCAL_KEYS.get(key)?.unit.startsWith('yuan') === true);
    return isMoney ? `${yuan(value, language)}${form === 'key' ? (language === 'zh' ? ' 元' : ' yuan') : ''}` : plain(value, language);
  });
}

/** A rule by its id, where the packs have it: `PolicyBook.ruleOf` of the packs a determination names. */
export type RuleLookup = (id: string) => { readonly rule: PackRule } | undefined;

/**
 * What a clause says, fit to be read to a household: its own words, or the corrected reading where the source is corrupted
 * (policy-facts.md §8: the raw text is unsafe to quote, its meaning is often inverted).
 */
function clauseOf(rule: PackRule, language: Language): string {
  const reading = rule.reading?.[language] ?? rule.title[language];
  if ((rule.garbled ?? []).length > 0) return language === 'zh' ? `（更正文）${reading.replace(/〔[^〕]*〕/g, '')}` : `(corrected) ${reading}`;
  return rule.clause === undefined ? reading : language === 'zh' ? `“${rule.clause}”` : `"${rule.clause}"`;
}

/** The whole explanation: the result first, then how it was reached, the clauses it cites, and what it rests on. */
export function renderDetermination(determination: Determination, language: Language, ruleOf: RuleLookup): string {
  const zh = language === 'zh';
  const { division, on, packs, category, benefits, notes, trace, values } = determination;
  const alone = category === 'dibao' && !benefits.some(({ benefit, unit, eligible }) => benefit === 'dibao' && unit === 'household' && eligible === 'yes')
    ? benefits.filter(({ benefit, unit, eligible }) => benefit === 'dibao' && unit === 'single' && eligible === 'yes').flatMap(({ members }) => members) : [];
  const only = alone.length === 0 ? '' : zh ? `（仅成员${alone.join('、')}，按单人户；整户不符合）` : ` (only ${alone.join(', ')}, as a household of one; the whole household is not)`;
  const heading = zh ? `认定结果（${division}，${on}）：${CATEGORIES[category].zh}${only}` : `Determination (${division}, ${on}): ${CATEGORIES[category].en}${only}`;
  const results = benefits.map((result) => {
    const who = result.unit === 'household' ? '' : zh ? `（${result.members.join('、')}${result.unit === 'single' ? '，单人户' : ''}）` : ` (${result.members.join(', ')}${result.unit === 'single' ? ', as a household of one' : ''})`;
    const amount = result.amountFen === undefined || result.per === undefined ? '' : zh ? `，${PERIODS[result.per].zh} ${yuan(result.amountFen, language)} 元` : `, ${yuan(result.amountFen, language)} yuan ${PERIODS[result.per].en}`;
    return `  · ${BENEFITS[result.benefit][language]}${who}${zh ? '：' : ': '}${VERDICTS[result.eligible][language]}${amount}`;
  });
  const steps = trace.map((step) => `  ${step.n}. ${sentenceOf(step, language)}${zh ? '' : ' '}${step.ruleIds.length === 0 ? '' : zh ? `〔${step.ruleIds.join('、')}〕` : `[${step.ruleIds.join(', ')}]`}`);
  const used = values.map(({ key, value, unit, kind, validFrom, clause, rule, basis }) => {
    const what = kind === 'published' ? (zh ? '当地公布' : 'published locally') : (zh ? '文件规定' : 'printed');
    const printed = rule === undefined ? undefined : ruleOf(rule)?.rule;
    const quoted = printed !== undefined && (printed.garbled ?? []).length > 0 ? (zh ? '（原文有误，按更正文）' : ' (source corrupted, as corrected)') : zh ? `“${clause ?? ''}”` : ` "${clause ?? ''}"`;
    const where = clause === undefined ? (basis ?? (zh ? '未注明依据文件' : 'no instrument named')) : `${rule ?? ''}${quoted}`;
    return zh ? `  · ${keyName(key).zh}：${value} ${unitName(unit).zh}（${what}，自 ${validFrom}）：${where}` : `  · ${keyName(key).en}: ${value} ${unit} (${what}, from ${validFrom}): ${where}`;
  });
  const cited = [...new Set(trace.flatMap(({ ruleIds }) => ruleIds))].flatMap((id) => {
    const rule = ruleOf(id)?.rule;
    return rule === undefined ? [] : [`  · ${id} ${rule.title[language]}${zh ? '：' : ': '}${clauseOf(rule, language)}`];
  });
  const section = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [title, ...lines]);
  return [
    heading, ...results,
    ...section(zh ? '认定过程：' : 'How it was reached:', steps),
    ...section(zh ? '依据条款：' : 'Clauses:', cited),
    ...section(zh ? '所用标准：' : 'Values used:', used),
    ...section(zh ? '说明：' : 'Notes:', notes.map(({ text }) => `  · ${text[language]}`)),
    zh ? `政策文件：${packs.map(({ pack, version }) => `${pack} 第${version}版`).join('、')}` : `Packs: ${packs.map(({ pack, version }) => `${pack} version ${version}`).join(', ')}`,
  ].join('\n');
}
