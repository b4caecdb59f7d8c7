/** What is stated with each step of a month's reconciliation and closing: one JSON Schema per step. */
import { stepFormat } from '#kernel';
import type { Static } from 'typebox';

const { evidence, list, number, object, on, oneOf, text } = stepFormat;

/** How a discrepancy was resolved. `corrected`: its cause is gone, or the next run finds it again. The others leave it as it is. */
export const RESOLUTIONS = ['corrected', 'explained', 'carried', 'recovery'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

const discrepancy = text('The discrepancy, as the run names it.', 200);
export const PERIOD_FORMATS = {
  run: object({ on, evidence }),
  explain: object({ on, discrepancy, how: oneOf(RESOLUTIONS, 'corrected 已更正, explained 有合理解释, carried 结转应付未付, recovery 另行追回'), reason: text('What was done, and by which document.', 2_000), evidence }),
  resolve: object({ on, discrepancy, evidence }),
  close: object({ on, closingNo: number('月结单号'), evidence }),
  correct: object({ on, correctionNo: number('更正决定编号'), itemNos: list(text('An item of the list.', 200), 'The items that may change.', { max: 200 }), reason: text('Why the closed month is corrected.', 2_000), evidence }),
} as const;

export type PeriodStep = keyof typeof PERIOD_FORMATS;
export type PeriodStated<Name extends PeriodStep> = Static<(typeof PERIOD_FORMATS)[Name]>;

export const PERIOD_STEPS: { readonly [Name in PeriodStep]: { readonly zh: string; readonly en: string; readonly permission: string } } = {
  run: { zh: '对账', en: 'Reconcile the month', permission: 'month.reconcile' },
  explain: { zh: '说明差异', en: 'Explain a discrepancy', permission: 'month.reconcile' },
  resolve: { zh: '确认差异处理', en: 'Confirm how a discrepancy was resolved', permission: 'month.resolve' },
  close: { zh: '月结', en: 'Close the month', permission: 'month.close' },
  correct: { zh: '更正已结月份', en: 'Correct a closed month', permission: 'month.correct' },
};
export const PERIOD_STEP_NAMES = Object.keys(PERIOD_STEPS) as readonly PeriodStep[];

/** A good example of each: invented. */
export const PERIOD_EXAMPLES: { readonly [Name in PeriodStep]: PeriodStated<Name> } = {
  run: { on: '2019-03-31' },
  explain: { on: '2019-04-01', discrepancy: 'bouncedNotReissued:C1/2019-03/base/1', how: 'carried', reason: '账户更正尚在办理，转入应付未付' },
  resolve: { on: '2019-04-02', discrepancy: 'bouncedNotReissued:C1/2019-03/base/1' },
  close: { on: '2019-04-03', closingNo: 'YJ-2019-03-DB' },
  correct: { on: '2019-05-06', correctionNo: 'GZ-2019-03-DB-1', itemNos: ['C1/2019-03/base/1'], reason: '账户已更正，重新发放三月低保金' },
};
