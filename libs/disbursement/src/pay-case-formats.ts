/** Decisions about the payments of a case: formats, who may, examples. */
import { stepFormat } from '#kernel';
import type { Static } from 'typebox';

const { count, evidence, list, money, month, number, object, on, oneOf, optional, text } = stepFormat;

export const PAY_CASE_FORMATS = {
  hold: object({ on, holdNo: number('暂缓发放决定书号'), fromYm: month('First benefit month.'), toYm: optional(month('Last benefit month; absent: until released.')), reason: text('Why.'), ground: text('The clause that allows it (R57 32).'), noticeRef: text('The notice to the household.', 120), evidence }),
  release: object({ on, holdNo: number('The decision that is lifted.'), reason: text('Why.'), evidence }),
  decideSupplement: object({
    on, supplementNo: number('决定书号'), kind: oneOf(['careFee', 'topUp'] as const, '护理费, 分类施保.'), monthlyFen: money('Per month, beside the amount of the case.'), fromYm: month('First month.'), toYm: optional(month('Last month, where it is known.')), basis: text('The clause or published value.'), evidence,
  }),
  endSupplement: object({ on, supplementNo: number('The decision that ends.'), lastYm: month('The last month that is paid.'), reason: text('Why.'), evidence }),
  approveBackPayment: object({
    on, backPaymentNo: number('补发决定书号'), payYm: month('The month whose list pays it.'), months: list(object({ ym: month('The month that was paid too little.'), fen: money('How much is owed for it still.') }), 'Each month once.', { max: 240 }), reason: text('Why.'),
    standardKey: optional(text('The published value it follows from, as in the impact report.', 60)), evidence,
  }),
  decideOffset: object({ on, offsetNo: number('抵扣决定书号'), findingId: number('The finding whose recovery it is.'), fromYm: month('First month.'), months: count('For how many months.', 1, 120), monthlyFen: money('Per month, at most what is owed.'), basis: text('The law and the agreement that allow it; loans and debts are never set off.'), evidence }),
} as const;

export type PayCaseStep = keyof typeof PAY_CASE_FORMATS;
export type PayCaseStated<Name extends PayCaseStep> = Static<(typeof PAY_CASE_FORMATS)[Name]>;

const definition = (zh: string, en: string) => ({ zh, en, permission: 'payment.decide' });
export const PAY_CASE_STEPS: { readonly [Name in PayCaseStep]: { readonly zh: string; readonly en: string; readonly permission: string } } = {
  hold: definition('暂缓发放', 'Hold payments'), release: definition('解除暂缓', 'Release a hold'), decideSupplement: definition('护理费、分类施保', 'Decide a care fee or top-up'), endSupplement: definition('终止护理费、分类施保', 'End a care fee or top-up'),
  approveBackPayment: definition('补发', 'Approve a back payment'), decideOffset: definition('抵扣', 'Decide an offset'),
};
export const PAY_CASE_STEP_NAMES = Object.keys(PAY_CASE_STEPS) as readonly PayCaseStep[];

/** A good example of each: invented. */
export const PAY_CASE_EXAMPLES: { readonly [Name in PayCaseStep]: PayCaseStated<Name> } = {
  hold: { on: '2019-03-05', holdNo: 'ZH-2019-01', fromYm: '2019-03', reason: '家庭成员去向不明，正在核实', ground: 'R57 32', noticeRef: '青民告〔2019〕12号' },
  release: { on: '2019-04-02', holdNo: 'ZH-2019-01', reason: '已核实，继续符合' },
  decideSupplement: { on: '2019-02-20', supplementNo: 'HL-2019-01', kind: 'careFee', monthlyFen: 33_600, fromYm: '2019-03', basis: 'QS-2019-T04' },
  endSupplement: { on: '2019-08-20', supplementNo: 'HL-2019-01', lastYm: '2019-08', reason: '自理能力恢复' },
  approveBackPayment: { on: '2019-05-15', backPaymentNo: 'BF-2019-01', payYm: '2019-06', months: [{ ym: '2019-04', fen: 6_000 }, { ym: '2019-05', fen: 6_000 }], reason: '标准自四月起提高', standardKey: 'dibao.std' },
  decideOffset: { on: '2019-05-20', offsetNo: 'DK-2019-01', findingId: 'YD-2019-07', fromYm: '2019-06', months: 6, monthlyFen: 5_000, basis: 'R649 68，还款协议' },
};
