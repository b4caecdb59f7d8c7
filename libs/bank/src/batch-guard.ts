/** What every batch file demands of its head and items, whatever the format; and that they agree at the end. */
import { DomainError, fen, parseCivilDate, parseCivilMonth, parseInstant } from '#kernel';
import { yuanOf } from './amounts.js';
import { ITEM_NO } from './item-no.js';
import { MAX_BANK_TEXT } from './limits.js';
import { unwritable, wrongBatch } from './refusals.js';
import { hasControls, lengthOf } from './text.js';
import type { BankBatch, BankItem } from './types.js';

const BATCH_NO = /^[0-9A-Za-z\-/.]{1,35}$/;
const ACCOUNT = /^[0-9A-Za-z-]{1,34}$/;
const CNAPS = /^\d{12}$/;
const ID_NO = /^[0-9A-Za-z()（）-]{1,35}$/;

const text = (value: string, least: number): boolean => value.length >= least && lengthOf(value) <= MAX_BANK_TEXT && !hasControls(value);

/** @throws DomainError `BANK_BATCH_WRONG` */
export function guardHead(head: BankBatch): void {
  const { batchNo, county, benefit, payer, count, sumFen } = head;
  const faults: readonly (readonly [boolean, string])[] = [
    [BATCH_NO.test(batchNo), 'its number must be 1 to 35 letters, digits or -/.'],
    [/^\d{6}$/.test(county), 'its county must be six digits'],
    [/^[A-Za-z]{1,35}$/.test(benefit), 'its benefit must be a code of letters'],
    [text(payer.name, 1), `the payer's name must have 1 to ${MAX_BANK_TEXT} characters without control characters`],
    [ACCOUNT.test(payer.account), 'the payer\'s account must be 1 to 34 digits or letters'],
    [CNAPS.test(payer.cnaps), 'the payer\'s bank must be 12 digits'],
    [Number.isSafeInteger(count) && count >= 1, 'it must have at least one item'],
    [Number.isSafeInteger(sumFen) && sumFen >= 1, 'its sum must be whole fen above zero'],
  ];
  const fault = faults.find(([holds]) => !holds);
  if (fault) throw wrongBatch(fault[1]);
  try {
    parseCivilDate(head.valueDate);
    parseCivilMonth(head.ym);
    parseInstant(head.createdAt);
  } catch (error) {
    throw error instanceof DomainError ? wrongBatch(error.message) : error;
  }
}

/**
 * Hands the items on, each found fit for any file, and ends only if count and sum are those of the head.
 * @throws DomainError `BANK_BATCH_WRONG`, `BANK_ITEM_UNWRITABLE`
 */
export async function* guarded(head: BankBatch, items: AsyncIterable<BankItem>): AsyncGenerator<BankItem, void, undefined> {
  let count = 0;
  let sum = fen(0);
  for await (const item of items) {
    count += 1;
    guardItem(item, count);
    sum = fen(sum + item.fen);
    if (count > head.count) throw wrongBatch(`its head says ${head.count} items and there are more`);
    yield item;
  }
  if (count !== head.count) throw wrongBatch(`its head says ${head.count} items and there are ${count}`);
  if (sum !== head.sumFen) throw wrongBatch(`its head says ${yuanOf(head.sumFen)} yuan and the items come to ${yuanOf(sum)}`);
}

function guardItem(item: BankItem, line: number): void {
  if (item.seq !== line) throw wrongBatch(`item ${line} carries the number ${item.seq}; items are numbered from 1 without a gap`);
  if (!ITEM_NO.test(item.itemNo)) throw unwritable(line, 'number', 'it must be 1 to 35 letters, digits or -/.:');
  if (!text(item.payeeName, 1) || item.payeeName.trim() === '') throw unwritable(line, 'payee name', `it must have 1 to ${MAX_BANK_TEXT} characters without control characters`);
  if (!ACCOUNT.test(item.accountNo)) throw unwritable(line, 'account', 'it must be 1 to 34 digits, letters or -');
  if (item.cnaps !== undefined && !CNAPS.test(item.cnaps)) throw unwritable(line, 'bank', 'it must be 12 digits');
  if (item.idNo !== undefined && !ID_NO.test(item.idNo)) throw unwritable(line, 'identity number', 'it must be 1 to 35 digits or letters');
  if (!Number.isSafeInteger(item.fen) || item.fen < 1) throw unwritable(line, 'amount', 'it must be whole fen above zero');
  if (!text(item.remark, 0)) throw unwritable(line, 'remark', `it must have at most ${MAX_BANK_TEXT} characters without control characters`);
}
