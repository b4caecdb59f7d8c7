/** What is stated when the account of a household is put right (process.md §8 (d), (e)): one JSON Schema per step. */
import { stepFormat } from '#kernel';
import Type, { type Static } from 'typebox';

const { evidence, number, object, on, oneOf, optional, text } = stepFormat;
const requestNo = number('更正申请编号');

export const PAYEE_FORMATS = {
  request: object({
    on, requestNo, accountNo: Type.String({ pattern: '^[0-9A-Za-z-]{1,34}$', description: 'The account it should be.' }), cnaps: optional(Type.String({ pattern: '^\\d{12}$', description: 'The line number of its bank.' })),
    holderName: text('Whose account it is.', 140), custodyRef: optional(text('Where the holder is not of the household: the guardianship or custody agreement (R57 26).', 120)), itemNo: optional(text('The item that failed.', 200)), reason: text('Why it is changed.'), evidence,
  }),
  approve: object({ on, requestNo, evidence }),
  refuse: object({ on, requestNo, reason: text('Why not.'), evidence }),
  verify: object({ on, requestNo: optional(requestNo), method: text('How it was verified: at the bank, a payment of one fen, the card itself.', 200), result: oneOf(['matches', 'differs'] as const, 'Whether account and holder belong together.'), evidence }),
} as const;

export type PayeeStep = keyof typeof PAYEE_FORMATS;
export type PayeeStated<Name extends PayeeStep> = Static<(typeof PAYEE_FORMATS)[Name]>;

export const PAYEE_STEPS: { readonly [Name in PayeeStep]: { readonly zh: string; readonly en: string; readonly permission: string } } = {
  request: { zh: '申请更正账户', en: 'Ask for a correction of the account', permission: 'payee.request' },
  approve: { zh: '审定账户更正', en: 'Approve the correction of the account', permission: 'payee.approve' },
  refuse: { zh: '退回账户更正', en: 'Refuse the correction of the account', permission: 'payee.approve' },
  verify: { zh: '核验账户', en: 'Verify the account', permission: 'payee.verify' },
};
export const PAYEE_STEP_NAMES = Object.keys(PAYEE_STEPS) as readonly PayeeStep[];

/** A good example of each: invented. */
export const PAYEE_EXAMPLES: { readonly [Name in PayeeStep]: PayeeStated<Name> } = {
  request: { on: '2019-03-22', requestNo: 'GZ-2019-01', accountNo: '6217002870000000026', cnaps: '105421000018', holderName: '示例', itemNo: 'C1/2019-03/base/1', reason: '原账户已销户' },
  approve: { on: '2019-03-23', requestNo: 'GZ-2019-01' },
  refuse: { on: '2019-03-23', requestNo: 'GZ-2019-01', reason: '户名不是家庭成员，也没有代管协议' },
  verify: { on: '2019-03-25', requestNo: 'GZ-2019-01', method: '银行柜台核验', result: 'matches' },
};
