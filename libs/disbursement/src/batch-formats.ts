/** What is stated about a batch: one JSON Schema per step. */
import { stepFormat } from '#kernel';
import Type, { type Static } from 'typebox';

const { count, day, evidence, money, number, object, on, text } = stepFormat;

export const BATCH_FORMATS = {
  prepare: object({
    on, listNo: text('The list whose items are sent, for example dibao-2019-03.', 120), format: text('The format of the bank: iso20022, pipe-gb18030, csv-utf8, xlsx, or one of the office\'s own layouts.', 40), valueDate: day('The day on which the bank is to pay.'),
    payerName: text('Name of the account it is paid from.', 140), payerAccount: Type.String({ pattern: '^[0-9A-Za-z-]{1,34}$', description: 'The account it is paid from.' }), payerCnaps: Type.String({ pattern: '^\\d{12}$', description: 'The line number of its bank.' }),
  }),
  accept: object({ on, bankRef: text('The number under which the bank took the file.', 80), evidence }),
  reject: object({ on, code: text('The bank\'s code.', 40), text: text('What the bank says.'), evidence }),
  receipt: object({ on, receiptNo: number('回单号'), n: count('How many payments it is for.', 0, 2_000_000), fen: money('What it is for.'), evidence }),
} as const;

export type BatchStep = keyof typeof BATCH_FORMATS;
export type BatchStated<Name extends BatchStep> = Static<(typeof BATCH_FORMATS)[Name]>;

export const BATCH_STEPS: { readonly [Name in BatchStep]: { readonly zh: string; readonly en: string; readonly permission: string } } = {
  prepare: { zh: '编制代发文件', en: 'Prepare a batch and send its items', permission: 'batch.send' },
  accept: { zh: '登记银行受理', en: 'Record that the bank took the batch', permission: 'batch.answer' },
  reject: { zh: '登记银行拒绝', en: 'Record that the bank refused the batch', permission: 'batch.answer' },
  receipt: { zh: '登记银行回单', en: 'File the receipt of the bank', permission: 'batch.answer' },
};
export const BATCH_STEP_NAMES = Object.keys(BATCH_STEPS) as readonly BatchStep[];

/** A good example of each: invented. */
export const BATCH_EXAMPLES: { readonly [Name in BatchStep]: BatchStated<Name> } = {
  prepare: { on: '2019-03-19', listNo: 'dibao-2019-03', format: 'pipe-gb18030', valueDate: '2019-03-20', payerName: '青山湖区民政局', payerAccount: '36001111000052500888', payerCnaps: '105421000018' },
  accept: { on: '2019-03-19', bankRef: 'SL-20190319-07' },
  reject: { on: '2019-03-19', code: 'F01', text: '文件头合计与明细不符' },
  receipt: { on: '2019-03-21', receiptNo: 'HD-20190321-3', n: 1, fen: 100_000 },
};
