/** Chinese words for the codes in events of payment, funds, reconciliation and determination, as code-names.ts has them for cases. */
import { DISCREPANCIES, PARAMETERS } from './word-lists.js';
import type { Words } from './words.js';

const LINE_KINDS: Words = { base: '基本', relief: '一次性', careFee: '护理费', topUp: '分类施保', arrears: '补发' };
const FUND_SOURCES: Words = { central: '中央', province: '省', city: '市', county: '县' };
const DIRECTIONS: Words = { debit: '支出', credit: '收入' };
const HOUSE_CODES: Words = {
  accountNotFound: '账号不存在', nameMismatch: '户名不符', accountClosed: '账户已销户', accountFrozen: '账户冻结、止付或久悬', cardLost: '卡片挂失', classLimit: 'II、III类账户超限额', idExpired: '证件过期', deceased: '收款人死亡', payerShort: '付款账户余额不足', unknown: '原因不明或超时',
};

/** Return reasons of ISO 20022, as the house takes them (libs/bank, ISO_REASONS); beside its word the bank's own. */
const ISO_CODES: Words = Object.fromEntries(Object.entries({
  AC01: 'accountNotFound', AC03: 'accountNotFound', AC04: 'accountClosed', AC06: 'accountFrozen', AC07: 'accountClosed', AM02: 'classLimit', AM04: 'payerShort', AM14: 'classLimit', AM21: 'classLimit', BE01: 'nameMismatch', BE06: 'accountNotFound', MD07: 'deceased',
}).map(([code, house]) => [code, `${HOUSE_CODES[house] as string}（${code}）`]));

/** What a determination can give (libs/policy). */
const DETERMINED: Words = {
  tekun: '特困供养', careFee: '照料护理费', orphan: '孤儿基本生活费', unsupportedChild: '事实无人抚养儿童基本生活补贴', dibao: '最低生活保障金', livingRelief: '按月生活救助', lowIncome: '低收入对象认定', relativePoor: '相对贫困对象认定', disabilityLiving: '困难残疾人生活补贴',
  disabilityNursing: '重度残疾人护理补贴', medicalContribution: '居民医保参保补助', supplementaryInsurance: '重大疾病医疗补充保险', premiumSubsidy: '保费补助', realTimeRelief: '实时救助', majorIllnessRelief: '大病补助', specialRelief: '专项救助', medicalRelief: '医疗救助', pensionContribution: '代缴养老保险费', temporaryRelief: '临时救助', oneCaseRelief: '一事一议救助', studentAid: '学生资助', legalAid: '法律援助', housing: '危房改造补助', graduatedExit: '渐退期待遇',
};

/** By field; `source` is whose money it is, where nothing else is said. */
export const MONEY_CODES: Readonly<Record<string, Words>> = {
  ...Object.fromEntries(['PayItemListed', 'PaymentReissued', 'PaymentSettled', 'PaymentRejected', 'PaymentBounced', 'PaymentPending', 'PaymentVoided', 'SupplementDecided'].map((type) => [`${type}.kind`, LINE_KINDS])),
  ...Object.fromEntries(['PaymentRejected', 'PaymentBounced', 'PaymentPending'].map((type) => [`${type}.code`, { ...HOUSE_CODES, ...ISO_CODES }])),
  source: FUND_SOURCES, direction: DIRECTIONS, 'bookings.direction': DIRECTIONS, payMode: { direct: '直接支付', authorised: '授权支付' }, next: { correct: '更正账户后重发', person: '收款人到银行办理', verify: '先核实人员情况', payer: '处理付款账户', query: '向银行查询，不重发' },
  after: { rejected: '曾报失败', bounced: '曾退票' }, unowed: { paidTwice: '重复支付', voided: '已作废' }, was: { ordered: '尚在付款账户', returned: '已退回付款账户' }, previous: { none: '无' },
  'PayListReturned.stage': { compiled: '已编制', returned: '已退回', reviewed: '已复核', approved: '已审定', publicised: '已公示', checked: '财政已审核', ordered: '已开支付令' },
  'lines.kind': LINE_KINDS, 'lines.difference.kind': { new: '新增', increased: '增发', reduced: '减发' }, 'lines.held.because': { decision: '已决定暂缓', noAccount: '未登记账户' },
  'DiscrepancyFound.kind': DISCREPANCIES, how: { corrected: '已更正', explained: '有合理解释', carried: '结转应付未付', recovery: '另行追回' }, 'PayeeAccountVerified.result': { matches: '相符', differs: '不符' }, key: PARAMETERS, standardKey: PARAMETERS,
  'determination.category': { tekun: '特困人员', orphan: '孤儿', dibao: '最低生活保障对象', lowIncome: '支出型低收入对象', relativePoor: '相对贫困对象', manual: '由经办机关决定', none: '整户不属于特困、低保、低收入或相对贫困对象' },
  'determination.benefits.benefit': DETERMINED, 'determination.benefits.eligible': { yes: '符合', no: '不符合', manual: '由经办机关决定' },
  'determination.benefits.unit': { household: '家庭', person: '个人' }, 'determination.benefits.per': { month: '按月', once: '一次', year: '按年' },
};
