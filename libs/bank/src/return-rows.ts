/** The rows of a return, whatever file they came in: the head, the column names, an item each, and a last row where one is agreed. */
import { createHash } from 'node:crypto';
import { type CivilDate, civilDateOf, type Fen } from '#kernel';
import { countOf, fenOfDigits, fenOfYuan } from './amounts.js';
import type { ReturnField, ReturnHeadField, ReturnLayout } from './delimited/layout.js';
import { failureOf } from './house-codes.js';
import { otherBatch, tooLarge, trailingData, truncated, unknownStatus, wrongCount, wrongDigest, wrongFormat, wrongSum, wrongValue } from './refusals.js';
import { type ReportedItem, ReturnLedger } from './return-ledger.js';
import type { BankSource } from './source.js';
import { hasControls } from './text.js';
import type { ItemStatus, ReturnItem, ReturnOptions, ReturnTotals, Tally } from './types.js';

/** Characters of a number or word of the bank, and of what it says. */
const MAX_WORD = 64;
const MAX_SAID = 500;

export interface ReturnRow {
  /** For people: the line or row. */
  readonly where: string;
  readonly cells: readonly string[];
  /** Its end was there. */
  readonly ended: boolean;
  readonly blank: boolean;
  /** As it came; what a digest is over. */
  readonly raw?: Buffer | undefined;
}
export interface ReturnRows {
  readonly rows: AsyncIterable<ReturnRow>;
  /** Cells at the end of a row that are empty are not there (a workbook); they are missing otherwise. */
  readonly padded: boolean;
  /** When the last row was read. @throws DomainError */
  readonly finish: () => void;
}
type Stated = ReadonlyMap<ReturnHeadField, string>;

/** @throws DomainError `BANK_…` */
export async function* readReturnRows(layout: ReturnLayout, { rows, padded, finish }: ReturnRows, source: BankSource, options: ReturnOptions): AsyncGenerator<ReturnItem, ReturnTotals, undefined> {
  const { returns } = layout;
  const ledger = new ReturnLedger(options, source.limits.items);
  const digest = returns.trailer?.includes('digest') === true ? createHash('sha256') : undefined;
  let head: Stated | undefined;
  let headingsDue = layout.headings;
  let trailer: Stated | undefined;

  for await (const { where, cells, ended, blank, raw } of rows) {
    if (trailer !== undefined) throw trailingData();
    if (head === undefined) {
      head = statedIn(returns.head, unmarked(cells, returns.marks?.head, where), where, padded);
      checkHead(head, options, source.limits.items);
    } else if (headingsDue) {
      headingsDue = false;
      if (cells.join('\n') !== returns.columns.map(({ heading }) => heading).join('\n')) throw wrongFormat(where, 'the column names are not those agreed');
    } else if (returns.trailer !== undefined && cells[0] === returns.marks?.trailer) {
      trailer = statedIn(returns.trailer, cells.slice(1), where, padded);
      if (digest !== undefined && trailer.get('digest')?.toLowerCase() !== digest.digest('hex')) throw wrongDigest();
    } else {
      if (!ended) throw truncated('its last line has no end');
      const stated = numberOf(head, 'count', 'the head') as number;
      if (ledger.listed.count >= stated && blank) throw trailingData();
      if (ledger.listed.count >= stated) throw wrongCount('items', stated, ledger.listed.count + 1);
      yield await ledger.take(itemOf(layout, filled(unmarked(cells, returns.marks?.item, where), returns.columns.length, padded), where), where);
    }
    if (trailer === undefined && raw !== undefined) digest?.update(raw);
  }
  if (head === undefined || headingsDue) throw truncated('its head is missing');
  if (returns.trailer !== undefined && trailer === undefined) throw truncated('its last line is missing');
  finish();
  checkStated(head, ledger, 'the head');
  if (trailer !== undefined) checkStated(trailer, ledger, 'the last line');
  return ledger.totals(layout.id, await source.finish());
}

const filled = (cells: readonly string[], count: number, padded: boolean): readonly string[] => (padded && cells.length < count ? [...cells, ...Array<string>(count - cells.length).fill('')] : cells);

function unmarked(cells: readonly string[], mark: string | undefined, where: string): readonly string[] {
  if (mark === undefined) return cells;
  if (cells[0] !== mark) throw wrongFormat(where, `it should begin with ${mark}`);
  return cells.slice(1);
}

function statedIn(fields: readonly ReturnHeadField[], found: readonly string[], where: string, padded: boolean): Stated {
  const cells = filled(found, fields.length, padded);
  if (cells.length !== fields.length) throw wrongFormat(where, `it has ${cells.length} cells and should have ${fields.length}`);
  return new Map(fields.map((field, index) => [field, (cells[index] as string).trim()]));
}

function checkHead(head: Stated, { batch }: ReturnOptions, maxItems: number): void {
  if (head.get('batchNo') !== batch.batchNo) throw otherBatch();
  const count = numberOf(head, 'count', 'the head') as number;
  if (count > maxItems) throw tooLarge('items', maxItems);
  if (count > batch.count) throw wrongCount('items of the batch', count, batch.count);
}

const AMOUNTS: ReadonlySet<ReturnHeadField> = new Set(['yuan', 'fen', 'settledYuan', 'rejectedYuan', 'pendingYuan']);

function numberOf(stated: Stated, field: ReturnHeadField, where: string): number | undefined {
  const text = stated.get(field);
  if (text === undefined) return undefined;
  const value = !AMOUNTS.has(field) ? countOf(text) : field === 'fen' ? fenOfDigits(text) : fenOfYuan(text);
  if (value === undefined) throw wrongValue(where, field, AMOUNTS.has(field) ? 'an amount' : 'a whole number');
  return value;
}

/** Whatever the bank states of its own lines must be so. */
function checkStated(stated: Stated, ledger: ReturnLedger, where: string): void {
  const against = (tally: Tally, what: string, count: ReturnHeadField, ...sums: readonly ReturnHeadField[]): void => {
    const number = numberOf(stated, count, where);
    if (number !== undefined && number !== tally.count) throw wrongCount(what, number, tally.count);
    for (const field of sums) {
      const sum = numberOf(stated, field, where);
      if (sum !== undefined && sum !== tally.fen) throw wrongSum(what);
    }
  };
  against(ledger.listed, 'items', 'count', 'yuan', 'fen');
  against(ledger.tally('settled'), 'settled items', 'settledCount', 'settledYuan');
  against(ledger.tally('rejected'), 'rejected items', 'rejectedCount', 'rejectedYuan');
  against(ledger.tally('pending'), 'pending items', 'pendingCount', 'pendingYuan');
}

function itemOf({ returns, statuses, codes }: ReturnLayout, cells: readonly string[], where: string): ReportedItem {
  if (cells.length !== returns.columns.length) throw wrongFormat(where, `it has ${cells.length} cells and should have ${returns.columns.length}`);
  const cell = (field: ReturnField): string | undefined => {
    const index = returns.columns.findIndex((column) => column.field === field);
    return index < 0 ? undefined : (cells[index] as string).trim();
  };
  const word = (field: ReturnField, most = MAX_WORD): string | undefined => {
    const text = cell(field);
    if (text !== undefined && (text.length > most || hasControls(text))) throw wrongValue(where, field, `at most ${most} characters without control characters`);
    return text === '' ? undefined : text;
  };
  const statusWord = word('status') ?? '';
  const status = Object.hasOwn(statuses, statusWord) ? statuses[statusWord] as ItemStatus : undefined;
  if (status === undefined) throw unknownStatus(where);
  const code = word('code');
  const failed = status === 'rejected' || (status === 'pending' && code !== undefined);
  return {
    itemNo: word('itemNo') ?? '', status, fen: amountOf(cell('yuan'), cell('fen'), where), accountNo: word('accountNo'),
    failure: failed ? failureOf(codes, code ?? '', word('text', MAX_SAID)) : undefined,
    bankTxnNo: word('bankTxnNo'), valueDate: dateOf(cell('valueDate'), where),
  };
}

function amountOf(yuan: string | undefined, fen: string | undefined, where: string): Fen {
  const [inYuan, inFen] = [yuan === undefined ? undefined : fenOfYuan(yuan), fen === undefined ? undefined : fenOfDigits(fen)];
  const amount = inYuan ?? inFen;
  if (amount === undefined || (yuan !== undefined && inYuan === undefined) || (fen !== undefined && inFen !== amount)) throw wrongValue(where, 'amount', 'digits, and fen after a dot');
  return amount;
}

/** `20190310` or `2019-03-10`; nothing where the cell is empty. */
function dateOf(text: string | undefined, where: string): CivilDate | undefined {
  if (text === undefined || text === '') return undefined;
  const match = /^(\d{4})(-?)(\d{2})\2(\d{2})$/.exec(text);
  const date = match && civilDateOf(Number(match[1]), Number(match[3]), Number(match[4]));
  if (!date) throw wrongValue(where, 'date', 'YYYYMMDD or YYYY-MM-DD');
  return date;
}
