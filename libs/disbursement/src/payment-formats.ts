/** What is stated about a single payment after it failed, or before it is sent: one JSON Schema per step. */
import { stepFormat } from '#kernel';
import type { Static } from 'typebox';

const { evidence, object, on, text } = stepFormat;
const itemNo = text('The item: case, month, kind and attempt, for example C1/2019-03/base/1.', 200);

export const PAYMENT_FORMATS = {
  reissue: object({ on, itemNo, evidence }),
  void: object({ on, itemNo, reason: text('Why it is not paid.', 1_000), evidence }),
} as const;

export type PaymentStep = keyof typeof PAYMENT_FORMATS;
export type PaymentStated<Name extends PaymentStep> = Static<(typeof PAYMENT_FORMATS)[Name]>;

export const PAYMENT_STEPS: { readonly [Name in PaymentStep]: { readonly zh: string; readonly en: string; readonly permission: string } } = {
  reissue: { zh: '重发', en: 'Issue a failed payment again', permission: 'payment.reissue' },
  void: { zh: '作废', en: 'Void a payment', permission: 'payment.decide' },
};
export const PAYMENT_STEP_NAMES = Object.keys(PAYMENT_STEPS) as readonly PaymentStep[];

/** A good example of each: invented. */
export const PAYMENT_EXAMPLES: { readonly [Name in PaymentStep]: PaymentStated<Name> } = {
  reissue: { on: '2019-03-26', itemNo: 'C1/2019-03/base/1' },
  void: { on: '2019-03-26', itemNo: 'C1/2019-03/base/1', reason: '受益人死亡，不再发放' },
};
