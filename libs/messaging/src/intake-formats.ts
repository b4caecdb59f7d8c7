/** What other offices send: the type of each event and the format of its data, as JSON Schema. */
import { stepFormat } from '#kernel';
import Type, { type Static } from 'typebox';
import type { IntakeName } from './topics.js';

const { citizen, day, number, object, oneOf, optional, text } = stepFormat;

const county = Type.String({ pattern: '^\\d{6}$', description: 'The county whose ledger it is for.' });

/** A file of another office's data. A row that cannot be read is kept in the ledger, whole: only that it is an object of texts is asked here. */
export const DATA_MATCH = object({
  county, matchNo: number('比对批次号, once for each file.'),
  rows: Type.Array(Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 1_000 })), { minItems: 1, maxItems: 10_000, description: 'Rows as docs/accountability.md describes them, with the fields or the Chinese headers.' }),
});
/** A death that another office registered. */
export const DEATH = object({
  county, idNo: citizen('公民身份号码'), diedOn: day('The day of death.'), noticedOn: day('The day on which the notice was given.'), source: text('Who gives notice.', 100),
});
/** What the bank did with items of one batch; their numbers as the batch file has them. Codes are those of ISO 20022. */
export const BANK_RESULT = object({
  county, batchNo: number('The batch, as its file names it.'), on: day('The day on which the bank answered.'),
  items: Type.Array(object({
    itemNo: text('明细号, EndToEndId.', 200), status: oneOf(['settled', 'rejected', 'pending'] as const, 'What became of it.'), code: optional(text('ISO 20022 reason of a failure; one that is not known is asked about and never sent again.', 40)), text: optional(text('What the bank says of it.', 500)),
    bankTxnNo: optional(text('银行流水号', 64)), valueDate: optional(day('入账日期')),
  }), { minItems: 1, maxItems: 2_000, description: 'Each once; others of the batch may follow in other messages.' }),
});

export const INTAKE_FORMATS = { 'data-match': DATA_MATCH, deaths: DEATH, 'bank-results': BANK_RESULT } as const satisfies Readonly<Record<IntakeName, object>>;
export const INTAKE_TYPES = { 'data-match': 'taizhang.intake.DataMatch.v1', deaths: 'taizhang.intake.DeathNotice.v1', 'bank-results': 'taizhang.intake.BankResult.v1' } as const satisfies Readonly<Record<IntakeName, string>>;

export type DataMatchNotice = Static<typeof DATA_MATCH>;
export type DeathNotice = Static<typeof DEATH>;
export type BankResult = Static<typeof BANK_RESULT>;
