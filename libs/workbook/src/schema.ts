/** The sheets of the ledger workbook as data: columns in table order, types, keys, references and enum codes (formats.md §1). */
import type {
  BenefitCode, BudgetSourceCode, CauseCode, ChangeCode, ConclusionCode, ErrorKindCode, FindingSourceCode, LabourCode, PaymentStatusCode,
  ReferenceTarget, SelfCareCode, SheetName, SheetValues, StepCode,
} from './types.js';

/**
 * What a cell holds and therefore how it is normalised (normalise.ts).
 * `text` free text · `id` spaces removed, trailing x → X · `token` spaces removed, letters kept · `citizenId` GB 11643 ·
 * `town` 9 digits · `community` 12 digits · `date` · `month` · `money` fen · `decimal` exact decimal text · `yesNo` ·
 * `headcount` integer ≥ 0 · `ordinal` integer ≥ 1 · `grade` 1 to 4 · `code` a value of `codes`
 */
export type ColumnType =
  | 'text' | 'id' | 'token' | 'citizenId' | 'town' | 'community' | 'date' | 'month' | 'money' | 'decimal' | 'yesNo'
  | 'headcount' | 'ordinal' | 'grade' | 'code';

export interface ColumnSchema<Field extends string = string> {
  /** The header without spaces; reported in rejections. */
  readonly header: string;
  readonly field: Field;
  readonly type: ColumnType;
  readonly required: boolean;
  /** What the number in this column names. */
  readonly target?: ReferenceTarget;
  /** Value as written → code, for `type: 'code'`. */
  readonly codes?: Readonly<Record<string, string>>;
}

export interface SheetSchema {
  readonly name: SheetName;
  /** In the order of the table: it decides which column a rejection names. */
  readonly columns: readonly ColumnSchema[];
  /** Headers of the key, in the order listed. */
  readonly key: readonly [string, ...string[]];
}

export const BENEFITS = {
  低保: 'dibao', 特困: 'tekun', 支出型低收入: 'lowIncome', 临时救助: 'temporaryRelief',
  残疾人生活补贴: 'disabilityLiving', 重度残疾人护理补贴: 'disabilityNursing', 孤儿: 'orphan',
} as const satisfies Record<string, BenefitCode>;

export const STEPS = {
  受理: 'accepted', 信息核对: 'infoCheck', 入户调查: 'homeVisit', 民主评议: 'democraticReview', 初审: 'initialOpinion',
  公示开始: 'noticePosted', 公示结束: 'noticeClosed', 审核确认: 'confirmed', 不予确认: 'denied', 复核: 'periodicReview', 撤回: 'withdrawn',
} as const satisfies Record<string, StepCode>;

export const CHANGES = {
  新增: 'grant', 增发: 'increase', 减发: 'reduce', 渐退: 'graduatedExit', 停发: 'stop',
} as const satisfies Record<string, ChangeCode>;

export const PAYMENT_STATUSES = { 成功: 'settled', 失败: 'rejected', 退票: 'bounced' } as const satisfies Record<string, PaymentStatusCode>;

export const FINDING_SOURCES = {
  审计: 'audit', 纪检: 'discipline', 举报: 'report', 自查: 'selfCheck', 数据比对: 'dataMatch',
} as const satisfies Record<string, FindingSourceCode>;

export const CONCLUSIONS = { 属实: 'confirmed', 不属实: 'refuted' } as const satisfies Record<string, ConclusionCode>;

export const ERROR_KINDS = {
  错保: 'wrongInclusion', 超额: 'overpayment', 重复: 'duplicate', 迟停: 'lateStop', 漏保: 'omission',
} as const satisfies Record<string, ErrorKindCode>;

export const CAUSES = {
  不可抗力: 'beyondHumanPower', 数据共享不准: 'dataSharingInaccurate', 隐瞒人口: 'concealedPopulation', 隐瞒经济状况: 'concealedEconomy',
  其他客观: 'otherObjective', 工作过失: 'workNegligence', 徇私: 'favouritism',
} as const satisfies Record<string, CauseCode>;

export const BUDGET_SOURCES = {
  中央: 'central', 省: 'province', 市: 'city', 县: 'county',
} as const satisfies Record<string, BudgetSourceCode>;

export const SELF_CARE = { 自理: 'full', 半失能: 'partial', 失能: 'lost' } as const satisfies Record<string, SelfCareCode>;
export const LABOUR = { 有: 'full', 部分: 'partial', 无: 'none' } as const satisfies Record<string, LabourCode>;

type Extras = Pick<ColumnSchema, 'target' | 'codes'>;

/** A `*` after the header marks it as required, as in the table of formats.md. */
function column<const F extends string>(header: string, field: F, type: ColumnType, extras: Extras = {}): ColumnSchema<F> {
  const required = header.endsWith('*');
  return { header: required ? header.slice(0, -1) : header, field, type, required, ...extras };
}

const person = { target: '人员' } as const;
const household = { target: '家庭' } as const;
const theCase = { target: '案件' } as const;

/** Only fields of the sheet's value type may be named; that all are is checked below. */
type Table = { readonly [S in SheetName]: SheetSchema & { readonly name: S; readonly columns: readonly ColumnSchema<Extract<keyof SheetValues[S], string>>[] } };

const TABLE = {
  标准: {
    name: '标准',
    key: ['参数', '起始日期'],
    columns: [
      column('参数*', 'parameter', 'token'),
      column('数值*', 'value', 'decimal'),
      column('单位', 'unit', 'text'),
      column('起始日期*', 'validFrom', 'date'),
      column('截止日期', 'validTo', 'date'),
      column('依据', 'basis', 'text'),
    ],
  },
  人员: {
    name: '人员',
    key: ['人员编号'],
    columns: [
      column('人员编号*', 'personId', 'id'),
      column('姓名*', 'name', 'text'),
      column('身份证号*', 'citizenId', 'citizenId'),
      column('残疾类别', 'disabilityKind', 'text'),
      column('残疾等级', 'disabilityGrade', 'grade'),
      column('自理能力', 'selfCare', 'code', { codes: SELF_CARE }),
      column('劳动能力', 'labour', 'code', { codes: LABOUR }),
      column('死亡日期', 'diedOn', 'date'),
    ],
  },
  家庭: {
    name: '家庭',
    key: ['户编号'],
    columns: [
      column('户编号*', 'householdId', 'id'),
      column('户主人员编号*', 'headPersonId', 'id', person),
      column('街镇代码*', 'town', 'town'),
      column('社区代码', 'community', 'community'),
      column('联系电话', 'phone', 'id'),
      column('开户行', 'bank', 'text'),
      column('账号', 'account', 'id'),
      column('账户名', 'accountName', 'text'),
    ],
  },
  成员: {
    name: '成员',
    key: ['户编号', '人员编号'],
    columns: [
      column('户编号*', 'householdId', 'id', household),
      column('人员编号*', 'personId', 'id', person),
      column('与户主关系*', 'relation', 'text'),
      column('计入人口*', 'counted', 'yesNo'),
    ],
  },
  申请: {
    name: '申请',
    key: ['案件编号'],
    columns: [
      column('案件编号*', 'caseId', 'id'),
      column('户编号*', 'householdId', 'id', household),
      column('救助类别*', 'benefit', 'code', { codes: BENEFITS }),
      column('申请日期*', 'appliedOn', 'date'),
      column('受益人员编号', 'beneficiaryPersonId', 'id', person),
      column('家庭月收入', 'monthlyIncomeFen', 'money'),
      column('刚性支出月均', 'rigidExpenseFen', 'money'),
      column('财产合规', 'assetsCompliant', 'yesNo'),
      column('致困原因', 'hardshipCause', 'text'),
      column('近亲属备案', 'relativeDeclared', 'yesNo'),
      column('经办人', 'officerId', 'id'),
    ],
  },
  办理: {
    name: '办理',
    key: ['案件编号', '步骤', '日期'],
    columns: [
      column('案件编号*', 'caseId', 'id', theCase),
      column('步骤*', 'step', 'code', { codes: STEPS }),
      column('日期*', 'on', 'date'),
      column('经办人*', 'officerId', 'id'),
      column('岗位', 'post', 'text'),
      column('结果', 'result', 'text'),
      column('备注', 'note', 'text'),
    ],
  },
  待遇: {
    name: '待遇',
    key: ['案件编号', '生效年月', '变动类型'],
    columns: [
      column('案件编号*', 'caseId', 'id', theCase),
      column('变动类型*', 'change', 'code', { codes: CHANGES }),
      column('生效年月*', 'effectiveMonth', 'month'),
      column('月金额*', 'monthlyFen', 'money'),
      column('人数*', 'persons', 'headcount'),
      column('决定日期*', 'decidedOn', 'date'),
      column('原因', 'reason', 'text'),
    ],
  },
  发放: {
    name: '发放',
    key: ['清册号', '案件编号', '年月', '次数'],
    columns: [
      column('清册号*', 'listId', 'id'),
      column('年月*', 'month', 'month'),
      column('案件编号*', 'caseId', 'id', theCase),
      column('次数*', 'attempt', 'ordinal'),
      column('金额*', 'amountFen', 'money'),
      column('状态*', 'status', 'code', { codes: PAYMENT_STATUSES }),
      column('结果日期*', 'resultOn', 'date'),
      column('银行流水号', 'bankSerial', 'id'),
      column('原因代码', 'reasonCode', 'id'),
    ],
  },
  疑点: {
    name: '疑点',
    key: ['疑点编号'],
    columns: [
      column('疑点编号*', 'findingId', 'id'),
      column('案件编号*', 'caseId', 'id', theCase),
      // No reference: the person may be unknown to the ledger (formats.md §1).
      column('身份证号*', 'citizenId', 'citizenId'),
      column('来源*', 'source', 'code', { codes: FINDING_SOURCES }),
      column('发现日期*', 'foundOn', 'date'),
      column('疑点类型*', 'kind', 'text'),
      column('核实日期', 'verifiedOn', 'date'),
      column('核实结论', 'conclusion', 'code', { codes: CONCLUSIONS }),
      column('错误类别', 'errorKind', 'code', { codes: ERROR_KINDS }),
      column('错误起始年月', 'errorFrom', 'month'),
      column('错误终止年月', 'errorTo', 'month'),
      column('涉及金额', 'involvedFen', 'money'),
      column('原因类别', 'cause', 'code', { codes: CAUSES }),
      column('秉公办理', 'publicSpirit', 'yesNo'),
      column('追回金额', 'recoveredFen', 'money'),
      column('追回日期', 'recoveredOn', 'date'),
      column('还款协议', 'repaymentAgreed', 'yesNo'),
      column('责任人', 'responsibleId', 'id'),
    ],
  },
  预算: {
    name: '预算',
    key: ['指标文号'],
    columns: [
      column('指标文号*', 'documentNo', 'id'),
      column('日期*', 'on', 'date'),
      column('来源*', 'source', 'code', { codes: BUDGET_SOURCES }),
      column('救助类别*', 'benefit', 'code', { codes: BENEFITS }),
      column('金额*', 'amountFen', 'money'),
    ],
  },
} as const satisfies Table;

type Field<S extends SheetName> = (typeof TABLE)[S]['columns'][number]['field'];
type Forgotten = { [S in SheetName]: Exclude<keyof SheetValues[S], Field<S>> }[SheetName];
/** Does not compile while a field of types.ts has no column. */
const COMPLETE: [Forgotten] extends [never] ? typeof TABLE : never = TABLE;

export const SCHEMAS: { readonly [S in SheetName]: SheetSchema & { readonly name: S } } = COMPLETE;
