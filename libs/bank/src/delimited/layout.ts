/** One bank's delimited files as configuration: there is no national standard (process.md §11), so columns, marks, statuses and codes are data. */
import { Ajv } from 'ajv';
import Type, { type Static } from 'typebox';
import { type DomainError, stepFormat } from '#kernel';
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

const NAMED = { id: Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'Id of the format.' }), name: text('Name for people.', 80) };
const HEADINGS = Type.Boolean({ description: 'Whether a line of column names stands before the items.' });
const RETURNS = object({ marks, head: headOf(RETURN_HEAD_FIELDS), columns: columnsOf(RETURN_FIELDS), trailer: optional(headOf(RETURN_HEAD_FIELDS)) });
const WORDS = {
  statuses: Type.Record(Type.String(), oneOf(['settled', 'rejected', 'pending'] as const satisfies readonly ItemStatus[], 'What it means.'), { description: 'The bank\'s words for what became of an item.', minProperties: 1 }),
  codes: Type.Record(Type.String(), oneOf(Object.keys(HOUSE_CODES) as [HouseCode, ...HouseCode[]], 'The house\'s code.'), { description: 'The bank\'s failure codes; what is not listed is unknown.' }),
};

export const LAYOUT = object({
  ...NAMED,
  encoding: oneOf(ENCODINGS, 'Of batches, and of returns; UTF-8 is read with and without its mark.'),
  separator: Type.String({ pattern: '^[,|;\\t^~]$', description: 'Between cells.' }),
  quoting: oneOf(['csv', 'none'] as const, 'csv: "…" around cells that need it, quotes doubled. none: a cell cannot hold the separator.'),
  lineEnd: oneOf(['crlf', 'lf'] as const, 'Written; both are read.'),
  headings: HEADINGS,
  batch: object({ extension: Type.String({ pattern: '^[a-z]{1,5}$', description: 'Without the dot.' }), marks, head: headOf(BATCH_HEAD_FIELDS), columns: columnsOf(ITEM_FIELDS), trailer: optional(headOf(BATCH_HEAD_FIELDS)) }),
  returns: RETURNS,
  ...WORDS,
});
/** A bank that answers with a workbook: the rows of one sheet, as the lines of a text. Batches leave as the house's workbook. */
export const WORKBOOK_LAYOUT = object({
  ...NAMED,
  container: oneOf(['xlsx'] as const, 'What tells it from a layout of text.'),
  sheet: optional(text('Name of the sheet of a return; the first one where it is absent.', 31)),
  headings: HEADINGS,
  returns: RETURNS,
  ...WORDS,
});

export type DelimitedLayout = Static<typeof LAYOUT>;
export type WorkbookLayout = Static<typeof WORKBOOK_LAYOUT>;
/** What the lines of a return are read by, whatever they came in. */
export type ReturnLayout = Pick<DelimitedLayout, 'id' | 'headings' | 'returns' | 'statuses' | 'codes'>;
export type BatchHeadField = (typeof BATCH_HEAD_FIELDS)[number];
export type ItemField = (typeof ITEM_FIELDS)[number];
export type ReturnHeadField = (typeof RETURN_HEAD_FIELDS)[number];
export type ReturnField = (typeof RETURN_FIELDS)[number];

const ajv = new Ajv({ strict: true, unicodeRegExp: true });
const [isText, isWorkbook] = [ajv.compile<DelimitedLayout>(LAYOUT), ajv.compile<WorkbookLayout>(WORKBOOK_LAYOUT)];

/** A layout from a configuration file. @throws DomainError `BANK_LAYOUT_INVALID` */
export function layoutOf(value: unknown): DelimitedLayout {
  if (!isText(value)) throw shapeless(isText.errors);
  refuse([...ofReturns(value), ...ofBatches(value)]);
  return value;
}

/** A layout of workbooks from a configuration file. @throws DomainError `BANK_LAYOUT_INVALID` */
export function workbookLayoutOf(value: unknown): WorkbookLayout {
  if (!isWorkbook(value)) throw shapeless(isWorkbook.errors);
  refuse([...ofReturns(value), [value.returns.trailer?.includes('digest') !== true, 'a workbook has no bytes before its last row, so no digest']]);
  return value;
}

const shapeless = (errors: typeof isText.errors): DomainError => wrongLayout(`${errors?.[0]?.instancePath ?? ''} ${errors?.[0]?.message ?? ''}`.trim());
type Fault = readonly [holds: boolean, otherwise: string];
function refuse(faults: readonly Fault[]): void {
  const fault = faults.find(([holds]) => !holds);
  if (fault) throw wrongLayout(fault[1]);
}

const once = (fields: readonly string[]): boolean => {
  const counted = fields.filter((field) => field !== 'ignored');
  return new Set(counted).size === counted.length;
};
const all = (fields: readonly string[], demanded: readonly string[]): boolean => demanded.every((field) => fields.includes(field)) && (fields.includes('yuan') || fields.includes('fen'));

/** A layout that could not be checked, or under which money could be lost without a trace, is none. */
function ofReturns({ returns: { head, columns, trailer, marks: found } }: ReturnLayout): readonly Fault[] {
  const answers = columns.map(({ field }) => field);
  return [
    [once(answers) && once(head) && once(trailer ?? []), 'a field stands twice'],
    [all(answers, ['itemNo', 'status', 'code']), 'the lines of a return need itemNo, status, code and yuan or fen'],
    [all(head, ['batchNo', 'count']), 'the head of a return needs batchNo, count and yuan or fen'],
    [trailer === undefined || found !== undefined, 'a trailer of a return needs marks'],
    [differ(found), 'marks must differ'],
    [!head.includes('digest') && (trailer?.includes('digest') !== true || trailer.at(-1) === 'digest'), 'a digest is the last cell of the trailer'],
  ];
}

function ofBatches({ separator, quoting, batch, returns }: DelimitedLayout): readonly Fault[] {
  const items = batch.columns.map(({ field }) => field);
  return [
    [once(items) && once(batch.head) && once(batch.trailer ?? []), 'a field stands twice'],
    [all(items, ['itemNo', 'accountNo', 'payeeName']), 'the items of a batch need itemNo, accountNo, payeeName and yuan or fen'],
    [all(batch.head, ['batchNo', 'count']), 'the head of a batch needs batchNo, count and yuan or fen'],
    [batch.trailer === undefined || batch.marks !== undefined, 'a trailer of a batch needs marks'],
    [differ(batch.marks), 'marks must differ'],
    [quoting === 'csv' || [...batch.columns, ...returns.columns].every(({ heading }) => !heading.includes(separator)), 'a heading holds the separator'],
  ];
}
const differ = (found: object | undefined): boolean => found === undefined || new Set(Object.values(found)).size === 3;
