/** The values that local authorities publish: the documents leave them open (policy-facts.md §6, "not given" and external). */
import type { Bilingual } from './pack.js';

export interface LocalKey {
  readonly key: string;
  readonly unit: string;
  readonly name: Bilingual;
  /** Whose act publishes it. */
  readonly publisher: Bilingual;
  readonly type: 'decimal' | 'list';
}

const CITY: Bilingual = { zh: '设区市（县级市）人民政府', en: 'the city government' };
const CIVIL_AFFAIRS: Bilingual = { zh: '当地民政部门', en: 'the local civil affairs department' };
const PROVINCE: Bilingual = { zh: '省级人民政府', en: 'the provincial government' };
const MEDICAL: Bilingual = { zh: '当地医疗保障部门', en: 'the local medical security department' };

const key = (name: string, unit: string, zh: string, en: string, publisher: Bilingual, type: LocalKey['type'] = 'decimal'): LocalKey => ({ key: name, unit, name: { zh, en }, publisher, type });

const KEYS: readonly LocalKey[] = [
  key('dibao.std', 'yuan/person·month', '城镇低保标准', 'urban minimum-living standard', CITY),
  key('teku.std', 'yuan/person·month', '特困人员基本生活标准', 'support standard for the destitute', CITY),
  key('wage.min', 'yuan/month', '月最低工资标准', 'monthly minimum wage', PROVINCE),
  key('care.full', '× MW', '失能照料护理费（占最低工资比例）', 'care fee after loss of self-care, share of the minimum wage', CIVIL_AFFAIRS),
  key('care.half', '× MW', '半失能照料护理费（占最低工资比例）', 'care fee after half loss of self-care, share of the minimum wage', CIVIL_AFFAIRS),
  key('lowinc.line', 'yuan/person·month', '城镇低收入家庭标准', 'urban low-income line', CITY),
  key('orphan.dispersed', 'yuan/person·month', '散居孤儿基本生活费', 'upbringing standard, dispersed orphans', CIVIL_AFFAIRS),
  key('orphan.inst', 'yuan/person·month', '机构养育孤儿基本生活费', 'upbringing standard, orphans in institutions', CIVIL_AFFAIRS),
  key('disab.living', 'yuan/person·month', '困难残疾人生活补贴', 'living subsidy for disabled persons in hardship', CIVIL_AFFAIRS),
  key('disab.nursing', 'yuan/person·month', '重度残疾人护理补贴', 'nursing subsidy for severely disabled persons', CIVIL_AFFAIRS),
  key('asset.financial.limit', 'yuan/family', '家庭金融资产限额', 'limit of a family’s financial assets', CIVIL_AFFAIRS),
  key('disease.list', 'list', '重病病种目录', 'list of severe diseases', MEDICAL, 'list'),
  key('living.relief', 'yuan/person·month', '重残重病人员生活救助金', 'monthly living relief of severely disabled or ill members', CIVIL_AFFAIRS),
  key('med.contrib.amount', 'yuan/person·year', '居民医保个人缴费额', 'personal contribution to resident medical insurance', MEDICAL),
  key('med.supp.amount', 'yuan/person·year', '重大疾病医疗补充保险费', 'premium of supplementary major-disease insurance', MEDICAL),
  key('med.relief.ratio', 'share', '医疗救助比例', 'medical relief ratio', MEDICAL),
  key('med.relief.cap', 'yuan/person·year', '医疗救助年度限额', 'yearly limit of medical relief', MEDICAL),
  key('temp.base', 'yuan', '临时救助基数', 'base amount of temporary relief', CIVIL_AFFAIRS),
  key('temp.cap', 'yuan/year', '临时救助年度封顶线', 'yearly cap of temporary relief', CIVIL_AFFAIRS),
  key('temp.times', 'times/year', '临时救助年度次数', 'times of temporary relief in a year', CIVIL_AFFAIRS),
  key('temp.share', 'share', '支出型临时救助比例', 'share of the spend paid as temporary relief', CIVIL_AFFAIRS),
  key('temp.uplift', 'share', '支出型临时救助上浮上限', 'most a temporary relief is uplifted', CIVIL_AFFAIRS),
  key('temp.onecase.cap', 'yuan/year', '一事一议年累计最高救助额', 'most of one-case relief in a year', CITY),
  key('housing.repair', 'yuan', '修缮加固补助最高额', 'most of the repair subsidy', CITY),
  ...[1, 2, 3, 4, 5, 6].flatMap((n) => [
    key(`dibao.tier.${n}`, 'yuan/person·month', `低保第${n}档补助额`, `低保 tier ${n}, amount per person`, CIVIL_AFFAIRS),
    key(`dibao.tier.${n}.below`, 'yuan/person·month', `低保第${n}档人均收入上限（不含）`, `低保 tier ${n}, per-capita income below`, CIVIL_AFFAIRS),
  ]),
];

/** Every key a local authority may publish and a determination may need. */
export const LOCAL_KEYS: ReadonlyMap<string, LocalKey> = new Map(KEYS.map((entry) => [entry.key, entry]));

/** Items of a list value: `恶性肿瘤、尿毒症` or parted by semicolons or commas. */
export const listItems = (value: string): readonly string[] => value.split(/[、;；,，]/).map((item) => item.trim()).filter((item) => item !== '');

/** Names of the figures that only documents print. */
const PRINTED_NAMES: Readonly<Record<string, Bilingual>> = {
  'minor.age': { zh: '未成年人年龄界限', en: 'age of minors' },
  'teku.factor': { zh: '特困标准不低于低保标准的倍数', en: '特困 standard, least multiple of the 低保 standard' },
  'lowinc.factor': { zh: '支出型低收入家庭收入上限倍数', en: 'low-income families, most multiple of the standard' },
  'relpoor.factor': { zh: '监测线倍数', en: 'monitoring line, multiple of the standard' },
  'empcost.share': { zh: '就业成本扣除比例', en: 'cost of work, share of the minimum wage' },
  'residence.min': { zh: '居住年限', en: 'years of residence' },
  'exit.grace.min': { zh: '渐退期最短', en: 'graduated exit, least' },
  'exit.grace.max': { zh: '渐退期最长', en: 'graduated exit, most' },
  'med.contrib.full': { zh: '医保参保全额补助比例', en: 'medical contribution, full share' },
  'med.contrib.part': { zh: '医保参保定额补助比例', en: 'medical contribution, part' },
  'med.supp': { zh: '医疗补充保险负担比例', en: 'supplementary insurance, share' },
  'med.relief.delta': { zh: '医疗救助比例提高', en: 'medical relief ratio, raised by' },
  'pension.gov.full': { zh: '代缴养老保险费', en: 'pension contribution paid' },
  'pension.gov.part': { zh: '代缴部分养老保险费', en: 'pension contribution paid in part' },
  'temp.extra': { zh: '临时救助再增加次数', en: 'more times of temporary relief' },
  'housing.rebuild': { zh: '新（翻）建补助', en: 'new build or rebuild' },
  'housing.rebuild.area': { zh: '补助面积上限', en: 'subsidised area, most' },
  'dibao.growth': { zh: '低保标准年增幅', en: 'yearly growth of the 低保 standard' },
  'topup.growth': { zh: '人均补差年增幅', en: 'yearly growth of the average top-up' },
  'dibao.topup.avg': { zh: '人均补差', en: 'average top-up' },
  'dibao.avg': { zh: '全区低保平均标准', en: 'regional average of the 低保 standard' },
  'teku.avg': { zh: '全区特困平均标准', en: 'regional average of the 特困 standard' },
  'job.min': { zh: '零就业家庭至少就业人数', en: 'employed in a zero-employment family, least' },
  'job.112.visits': { zh: '每年上门走访', en: 'home visits a year' },
  'job.112.trainings': { zh: '每年提供培训', en: 'trainings offered a year' },
  'job.112.referrals': { zh: '每年岗位推荐', en: 'job recommendations a year' },
  'dividend.growth': { zh: '社区股份合作社红利增幅', en: 'growth of co-op dividends' },
  'dividend.share': { zh: '红利占净收益比例', en: 'dividends, share of net income' },
  'report.due': { zh: '季度进展报送期限', en: 'quarterly report due' },
  'dispatch.perYear': { zh: '每年调度', en: 'dispatches a year' },
  'bulletin.perYear': { zh: '每年通报', en: 'bulletins a year' },
  'assessment.perYear': { zh: '每年考核', en: 'assessments a year' },
  'milestone.careCoverage': { zh: '失能护理服务全覆盖', en: 'care service for everybody who needs it' },
  'milestone.housing': { zh: '棚户区、城中村和危房改造', en: 'redevelopment of housing' },
  'milestone.identification': { zh: '精准识别和建档立卡', en: 'identification and files' },
  'milestone.implementation': { zh: '全面实施', en: 'full implementation' },
  'milestone.completion': { zh: '六条保障线、两个全覆盖', en: 'six lines, two full coverages' },
  'lookback.months': { zh: '收入回看月数', en: 'months looked back' },
  'exempt.ratio': { zh: '容错比例上限', en: 'tolerance, most' },
};
/** What a key is called; the key itself where it has no other name. */
export const keyName = (key: string): Bilingual => LOCAL_KEYS.get(key)?.name ?? PRINTED_NAMES[key] ?? { zh: key, en: key };

const UNITS_ZH: Readonly<Record<string, string>> = {
  'yuan/person·month': '元/人·月', 'yuan/person·year': '元/人·年', 'yuan/month': '元/月', 'yuan/year': '元/年', 'yuan/family': '元/户', 'yuan/m²': '元/平方米', yuan: '元', 'm²': '平方米',
  share: '（比例）', '× std': '倍低保标准', '× MW': '倍最低工资', '× MW/worker·month': '倍最低工资（每名就业人员每月）', years: '周岁', months: '个月', 'times/year': '次/年', list: '（目录）', '/year': '/年', date: '', 'employed/family': '人就业/户', 'per year': '次/年', 'per person·year': '次/人·年',
  'day of Mar, Jun, Sep, Dec': '日（3、6、9、12月）',
};
/** A unit as people read it. */
export const unitName = (unit: string): Bilingual => ({ zh: UNITS_ZH[unit] ?? unit, en: unit });
