/** One bank's delimited files as configuration: there is no national standard (process.md §11), so columns, marks, statuses and codes are data. */
import { Ajv } from 'ajv';
import Type, { type Static } from 'typebox';
import { stepFormat } from '#kernel';
import { HOUSE_CODES, type HouseCode } from '../house-codes.js';
import { wrongLayout } from '../refusals.js';
import { ENCODINGS } from '../text.js';
import type { ItemStatus } from '../types.js';

const { object, oneOf, optional, text } = stepFormat;

/** Of the first line and the trailer of a batch. */
const BATCH_HEAD_FIELDS = ['batchNo', 'county', 'benefit', 'ym', 'valueDate', 'payerName', 'payerAccount', 'payerCnaps', 'count', 'yuan', 'fen'] as const;
const ITEM_FIELDS = ['seq', 'itemNo', 'payeeName', 'idNo', 'accountNo', 'cnaps', 'yuan', 'fen', 'remark'] as const;
/** Of the first line and the trailer of a return: all that it states of its lines is checked. `digest` is the SHA-256 of all bytes before the trailer, hex. */
const RETURN_HEAD_FIELDS = ['batchNo', 'count', 'yuan', 'fen', 'settledCount', 'settledYuan', 'rejectedCount', 'rejectedYuan', 'pendingCount', 'pendingYuan', 'digest', 'ignored'] as const;
/** `ignored` is a column that the bank repeats and nothing is done with. */
const RETURN_FIELDS = ['itemNo', 'accountNo', 'yuan', 'fen', 'status', 'code', 'text', 'bankTxnNo', 'valueDate', 'ignored'] as const;

const mark = Type.String({ pattern: '^[0-9A-Z]{1,10}$', description: 'First cell of the line.' });
const marks = optional(object({ head: mark, item: mark, trailer: mark }, 'What lines begin with, where they begin with a mark.'));
const headOf = <const F extends readonly string[]>(fields: F) => Type.Array(oneOf(fields, 'Field.'), { minItems: 1, maxItems: 30 });
const columnsOf = <const F extends readonly string[]>(fields: F) => Type.Array(object({ field: oneOf(fields, 'Field.'), heading: text('Name of the column.', 40) }), { minItems: 1, maxItems: 40 });

export const LAYOUT = object({
  id: Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'Id of the format.' }),
  name: text('Name for people.', 80),
  encoding: oneOf(ENCODINGS, 'Of batches, and of returns; UTF-8 is read with and without its mark.'),
  separator: Type.String({ pattern: '^[,|;\\t^~]$', description: 'Between cells.' }),
  quoting: oneOf(['csv', 'none'] as const, 'csv: "…" around cells that need it, quotes doubled. none: a cell cannot hold the separator.'),
  lineEnd: oneOf(['crlf', 'lf'] as const, 'Written; both are read.'),
  headings: Type.Boolean({ description: 'Whether a line of column names stands before the items.' }),
  batch: object({ extension: Type.String({ pattern: '^[a-z]{1,5}$', description: 'Without the dot.' }), marks, head: headOf(BATCH_HEAD_FIELDS), columns: columnsOf(ITEM_FIELDS), trailer: optional(headOf(BATCH_HEAD_FIELDS)) }),
  returns: object({ marks, head: headOf(RETURN_HEAD_FIELDS), columns: columnsOf(RETURN_FIELDS), trailer: optional(headOf(RETURN_HEAD_FIELDS)) }),
  statuses: Type.Record(Type.String(), oneOf(['settled', 'rejected', 'pending'] as const satisfies readonly ItemStatus[], 'What it means.'), { description: 'The bank\'s words for what became of an item.', minProperties: 1 }),
  codes: Type.Record(Type.String(), oneOf(Object.keys(HOUSE_CODES) as [HouseCode, ...HouseCode[]], 'The house\'s code.'), { description: 'The bank\'s failure codes; what is not listed is unknown.' }),
});

export type DelimitedLayout = Static<typeof LAYOUT>;
export type BatchHeadField = (typeof BATCH_HEAD_FIELDS)[number];
export type ItemField = (typeof ITEM_FIELDS)[number];
export type ReturnHeadField = (typeof RETURN_HEAD_FIELDS)[number];
export type ReturnField = (typeof RETURN_FIELDS)[number];

const hasShape = new Ajv({ strict: true, unicodeRegExp: true }).compile(LAYOUT);

/** A layout from a configuration file. @throws DomainError `BANK_LAYOUT_INVALID` */
export function layoutOf(value: unknown): DelimitedLayout {
  if (!hasShape(value)) throw wrongLayout(`${hasShape.errors?.[0]?.instancePath ?? ''} ${hasShape.errors?.[0]?.message ?? ''}`.trim());
  const layout = value;
  const fault = contradictions(layout).find(([holds]) => !holds);
  if (fault) throw wrongLayout(fault[1]);
  return layout;
}

const once = (fields: readonly string[]): boolean => {
  const counted = fields.filter((field) => field !== 'ignored');
  return new Set(counted).size === counted.length;
};
const all = (fields: readonly string[], demanded: readonly string[]): boolean => demanded.every((field) => fields.includes(field)) && (fields.includes('yuan') || fields.includes('fen'));

/** A layout that could not be checked, or under which money could be lost without a trace, is none. */
function contradictions({ separator, quoting, batch, returns }: DelimitedLayout): readonly (readonly [boolean, string])[] {
  const [items, answers] = [batch.columns.map(({ field }) => field), returns.columns.map(({ field }) => field)];
  const trailer = returns.trailer ?? [];
  const headings = [...batch.columns, ...returns.columns].map(({ heading }) => heading);
  return [
    [once(items) && once(answers) && once(batch.head) && once(batch.trailer ?? []) && once(returns.head) && once(trailer), 'a field stands twice'],
    [all(items, ['itemNo', 'accountNo', 'payeeName']), 'the items of a batch need itemNo, accountNo, payeeName and yuan or fen'],
    [all(batch.head, ['batchNo', 'count']), 'the head of a batch needs batchNo, count and yuan or fen'],
    [all(answers, ['itemNo', 'status', 'code']), 'the lines of a return need itemNo, status, code and yuan or fen'],
    [all(returns.head, ['batchNo', 'count']), 'the head of a return needs batchNo, count and yuan or fen'],
    [batch.trailer === undefined || batch.marks !== undefined, 'a trailer of a batch needs marks'],
    [returns.trailer === undefined || returns.marks !== undefined, 'a trailer of a return needs marks'],
    [[batch.marks, returns.marks].every((found) => found === undefined || new Set(Object.values(found)).size === 3), 'marks must differ'],
    [!returns.head.includes('digest') && (!trailer.includes('digest') || trailer.at(-1) === 'digest'), 'a digest is the last cell of the trailer'],
    [quoting === 'csv' || headings.every((heading) => !heading.includes(separator)), 'a heading holds the separator'],
  ];
}
