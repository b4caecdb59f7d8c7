/** What other offices send: the type of each event and the format of its data, as JSON Schema. */
import { stepFormat } from '#kernel';
import Type, { type Static } from 'typebox';
import type { IntakeName } from './topics.js';

const { citizen, day, number, object, text } = stepFormat;

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
/** Results of bank files: their format is whoever applies them to say. */
export const BANK_RESULT = Type.Object({}, { additionalProperties: true, description: 'A result of a bank file.' });

export const INTAKE_FORMATS = { 'data-match': DATA_MATCH, deaths: DEATH, 'bank-results': BANK_RESULT } as const satisfies Readonly<Record<IntakeName, object>>;
export const INTAKE_TYPES = { 'data-match': 'taizhang.intake.DataMatch.v1', deaths: 'taizhang.intake.DeathNotice.v1', 'bank-results': 'taizhang.intake.BankResult.v1' } as const satisfies Readonly<Record<IntakeName, string>>;

export type DataMatchNotice = Static<typeof DATA_MATCH>;
export type DeathNotice = Static<typeof DEATH>;
export type BankResult = Readonly<Record<string, unknown>>;
