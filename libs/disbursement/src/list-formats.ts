/** What is stated with each step of a pay list: one JSON Schema per step. */
import { stepFormat } from '#kernel';
import type { Static } from 'typebox';

const { day, evidence, number, object, on, oneOf, optional, text } = stepFormat;

export const LIST_FORMATS = {
  compile: object({
    on, cutoffOn: day('What was decided up to this day is on the list.'),
    since: optional(day('Only of the first list of a benefit: up to which day decisions are paid already. Later ones go on from the list before.')),
  }),
  review: object({ on, reason: optional(text('Where a difference has no event: why it is right all the same.', 1_000)), evidence }),
  approve: object({ on, approvalNo: number('审定单号'), evidence }),
  publicise: object({ on, place: text('Where it hangs or stands.', 200), from: day('First day.'), to: day('Last day.'), evidence }),
  check: object({ on, procedure: text('What of the procedure was checked.', 500), evidence }),
  order: object({ on, orderNo: number('支付令号'), indicatorNo: text('指标文号', 80), payMode: oneOf(['direct', 'authorised'] as const, '直接支付, 授权支付.'), payerAccount: optional(text('The account it is paid from.', 60)), evidence }),
  return: object({ on, reason: text('What is wrong with it.', 1_000), evidence }),
} as const;

export type ListStep = keyof typeof LIST_FORMATS;
export type ListStated<Name extends ListStep> = Static<(typeof LIST_FORMATS)[Name]>;

interface Definition {
  readonly zh: string;
  readonly en: string;
  readonly permission: string;
}
export const LIST_STEPS: { readonly [Name in ListStep]: Definition } = {
  compile: { zh: '编制清册', en: 'Compile the pay list', permission: 'paylist.compile' },
  review: { zh: '复核清册', en: 'Review the pay list', permission: 'paylist.review' },
  approve: { zh: '审定清册', en: 'Approve the pay list', permission: 'paylist.approve' },
  publicise: { zh: '公示清册', en: 'Publicise the pay list', permission: 'paylist.publicise' },
  check: { zh: '财政审核清册', en: 'Check the pay list for finance', permission: 'paylist.check' },
  order: { zh: '开具支付令', en: 'Order the payment', permission: 'paylist.order' },
  return: { zh: '退回清册', en: 'Return the pay list', permission: 'paylist.return' },
};
export const LIST_STEP_NAMES = Object.keys(LIST_STEPS) as readonly ListStep[];

/** A good example of each: invented. */
export const LIST_EXAMPLES: { readonly [Name in ListStep]: ListStated<Name> } = {
  compile: { on: '2019-03-09', cutoffOn: '2019-03-08', since: '2019-02-08' },
  review: { on: '2019-03-11' },
  approve: { on: '2019-03-12', approvalNo: 'SD-2019-03-DB' },
  publicise: { on: '2019-03-12', place: '各镇街公示栏', from: '2019-03-12', to: '2019-03-14' },
  check: { on: '2019-03-15', procedure: '编制、复核、审定、公示手续齐全，指标相符' },
  order: { on: '2019-03-18', orderNo: 'ZF-2019-03-001', indicatorNo: '青财社〔2019〕1号', payMode: 'direct' },
  return: { on: '2019-03-12', reason: '两户重复，请核对后重新编制' },
};
