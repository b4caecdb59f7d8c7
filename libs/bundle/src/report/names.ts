/** Chinese names of events, fields and codes. What is not known is shown as it stands. */
import { BENEFITS, BUNDLE_SCOPES, CASE_CODES, CONDITIONS, DEVIATIONS, ROLES, STEPS } from './code-names.js';
import { EVENT_NAMES } from './event-names.js';
import { FIELD_NAMES, PART_NAMES } from './field-names.js';
import { MONEY_CODES } from './money-code-names.js';
import { CLOCKS, PAPER_KINDS } from './word-lists.js';
import { wordOf } from './words.js';

const of = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);

export const eventName = (type: string): string => wordOf(EVENT_NAMES, type);
export const benefitName = (code: string): string => wordOf(BENEFITS, code);
export const roleName = (code: string): string => wordOf(ROLES, code);
export const scopeName = (code: string): string => wordOf(BUNDLE_SCOPES, code);
export const conditionName = (code: string): string => wordOf(CONDITIONS, code);
export const deviationName = (code: string): string => wordOf(DEVIATIONS, code);
export const paperName = (kind: string): string => wordOf(PAPER_KINDS, kind);
/** Of a step of the procedure, or of a deadline. */
export const stepName = (step: string): string => of(STEPS, step) ?? wordOf(CLOCKS, step);

/** `path`: the field of the event, and inside it the parts, as `members.income.wagesFen`. */
export function fieldName(type: string, path: string): string {
  const own = of(FIELD_NAMES, `${type}.${path}`);
  if (own !== undefined) return own;
  if (!path.includes('.')) return wordOf(FIELD_NAMES, path);
  const last = path.slice(path.lastIndexOf('.') + 1);
  return of(PART_NAMES, `${type}.${path}`) ?? of(PART_NAMES, last) ?? wordOf(FIELD_NAMES, last);
}

/** The word for a code in a field; undefined where the field holds none, or not this one. */
export function codeName(type: string, path: string, code: string): string | undefined {
  for (const key of [`${type}.${path}`, path]) {
    const word = of(of(CASE_CODES, key) ?? of(MONEY_CODES, key) ?? {}, code);
    if (word !== undefined) return word;
  }
  return undefined;
}

const STREAMS: Readonly<Record<string, string>> = {
  person: '人员', household: '家庭', case: '案件', citizen: '公民', erasure: '个人信息删除', sample: '抽查', policy: '公布标准', pack: '政策文件包', determination: '认定', payList: '清册', payPart: '清册分册', batch: '代发批次', statement: '对账单', payee: '收款账户',
  reconciliation: '对账', payCase: '案件发放决定', fund: '资金', finding: '疑点', complaint: '投诉举报', year: '容错年度', match: '数据比对', task: '任务', oversight: '督导', viewing: '查阅', import: '导入', account: '账户', delegation: '委托', paper: '材料', inquiry: '调阅',
};
/** `case-QS1@360111` as 案件 QS1@360111. */
export function streamName(streamId: string): string {
  const dash = streamId.indexOf('-');
  return dash < 0 ? streamId : `${wordOf(STREAMS, streamId.slice(0, dash))} ${streamId.slice(dash + 1)}`;
}
