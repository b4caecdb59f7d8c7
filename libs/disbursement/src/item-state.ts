/** What became of an item, attempt by attempt: the state machine of docs/settlement.md. Pure; a part of a list (pay-part.ts) keeps these. */
import { DomainError } from '#kernel';
import type { EventRef, FailureNext, LiveItemEvent, PayItem, PayItemEvent, Unowed } from './pay-item.js';

export type ItemStatus = 'listed' | 'sent' | 'pending' | 'settled' | 'rejected' | 'bounced' | 'void';
export type ItemEvent = PayItemEvent | LiveItemEvent;

export interface Attempt {
  readonly item: PayItem;
  readonly status: ItemStatus;
  /** The day of its last event. */
  readonly on: string;
  /** The batch it is or was sent in, and the account it was sent to. */
  readonly batchNo?: string | undefined;
  readonly payee?: EventRef | undefined;
  readonly settledOn?: string | undefined;
  /** The bank named no day: the settlement may be older. */
  readonly dayAssumed?: true | undefined;
  /** Also of one that came back since: a receipt is for what was paid. */
  readonly everSettled?: true | undefined;
  readonly bankTxnNo?: string | undefined;
  /** The last failure, also of an item that settled or was voided since. */
  readonly failed?: { readonly as: 'rejected' | 'bounced'; readonly on: string } | undefined;
  readonly code?: string | undefined;
  readonly next?: FailureNext | undefined;
  readonly replacedBy?: string | undefined;
  /** What statements booked for it. */
  readonly debitFen: number;
  readonly creditFen: number;
}
/** Every attempt to pay one line, in their order, and whether it is still owed. */
export interface Chain {
  readonly attempts: readonly string[];
  /** How many are settled and not bounced. */
  readonly settled: number;
  readonly voided: boolean;
}

/** `C1/2019-03/base/2` → `C1/2019-03/base`. */
export const chainOf = (itemNo: string): string => itemNo.slice(0, itemNo.lastIndexOf('/'));
export const attemptOf = (chain: string, attempt: number): string => `${chain}/${attempt}`;

/** What the bank says of an item. */
export type BankAnswer =
  | { readonly status: 'settled'; readonly on: string; readonly valueDate?: string | undefined; readonly bankTxnNo?: string | undefined }
  | { readonly status: 'rejected' | 'bounced' | 'pending'; readonly on: string; readonly bankTxnNo?: string | undefined; readonly code?: string | undefined; readonly bankCode?: string | undefined; readonly next?: FailureNext | undefined };

/** `stale`: older than what is known, or the same. */
export type Transition = { readonly kind: 'change'; readonly events: readonly ItemEvent[] } | { readonly kind: 'stale' };

export interface ItemBook {
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly chains: ReadonlyMap<string, Chain>;
}

/**
 * An answer of the bank against what is known of the item. Nothing that was answered is overwritten: a later fact is an event of its own.
 * @throws DomainError `PAY_ITEM_UNKNOWN` `PAY_ITEM_NOT_SENT` `PAYMENT_ANSWER_CONFLICTS`
 */
export function answered(book: ItemBook, itemNo: string, answer: BankAnswer): Transition {
  const attempt = book.attempts.get(itemNo);
  const chain = book.chains.get(chainOf(itemNo));
  if (attempt === undefined || chain === undefined) throw new DomainError('PAY_ITEM_UNKNOWN', 'notFound', 'No list has this item, so no answer about it can be taken. Check the file and the batch it answers.', { itemNo });
  const { status, item } = attempt;
  // A void item that was never sent has no batch; one that had failed may settle all the same.
  if (status === 'listed' || (status === 'void' && attempt.batchNo === undefined)) throw new DomainError('PAY_ITEM_NOT_SENT', 'conflict', 'The item was not sent to the bank, so the bank cannot have paid or refused it. Ask the bank what it answers.', { itemNo });
  if (answer.status === 'pending' || ((answer.status === 'rejected') && answer.next === 'query')) return unknown(attempt, answer);
  switch (answer.status) {
    case 'settled':
      return status === 'sent' || status === 'pending' ? change(settled(item, chain, answer)) : lateSettlement(book, attempt, chain, answer);
    case 'rejected':
    case 'bounced':
      if (status === 'rejected' || status === 'bounced' || status === 'void') return { kind: 'stale' };
      // A failure of a day before the settlement is older than it, where the bank named that day.
      if (status === 'settled' && attempt.dayAssumed !== true && answer.on < (attempt.settledOn as string)) return { kind: 'stale' };
      if (status === 'settled' || answer.status === 'bounced') return change(bounced(attempt, chain, answer));
      return change({ type: 'PaymentRejected', data: { ...item, rejectedOn: answer.on, code: answer.code, bankCode: answer.bankCode, next: answer.next, bankTxnNo: answer.bankTxnNo } });
  }
}

const change = (...events: readonly ItemEvent[]): Transition => ({ kind: 'change', events });

/** No answer takes back an answer; only a settlement that the bank now calls a failure nobody can explain is a contradiction. */
function unknown({ item, status, code: known }: Attempt, answer: BankAnswer): Transition {
  if (status === 'settled' && answer.status === 'rejected') throw conflicts(item.itemNo, 'the bank had settled it, and now names a failure whose meaning is unknown');
  if (status !== 'sent' && status !== 'pending') return { kind: 'stale' };
  const { code, bankCode } = answer as Exclude<BankAnswer, { status: 'settled' }>;
  if (status === 'pending' && known === code) return { kind: 'stale' };
  return change({ type: 'PaymentPending', data: { ...item, answeredOn: answer.on, code, bankCode, next: 'query' } });
}

/** The second payment of a line, and any payment of a void one, is owed to nobody. */
const unowedBy = ({ voided, settled: paid }: Chain, most: number): Unowed | undefined => (voided ? 'voided' : paid >= most ? 'paidTwice' : undefined);

const settled = (item: PayItem, chain: Chain, { on, valueDate, bankTxnNo }: Extract<BankAnswer, { status: 'settled' }>, after?: 'rejected' | 'bounced'): ItemEvent =>
  ({ type: 'PaymentSettled', data: { ...item, valueDate: valueDate ?? on, dayAssumed: valueDate === undefined ? true : undefined, bankTxnNo, after, unowed: unowedBy(chain, 1) } });

/** The bank said that it failed, or it is settled already. */
function lateSettlement({ attempts }: ItemBook, attempt: Attempt, chain: Chain, answer: Extract<BankAnswer, { status: 'settled' }>): Transition {
  const { item, status, bankTxnNo, failed } = attempt;
  if (status === 'settled') {
    if (answer.bankTxnNo !== undefined && bankTxnNo !== undefined && answer.bankTxnNo !== bankTxnNo) throw conflicts(item.itemNo, 'the bank had settled it under another transaction number');
    return { kind: 'stale' };
  }
  if (failed?.as === 'bounced') {
    // The settlement before the bounce told again, or for the first time, is no news; a later one is.
    if (answer.valueDate === undefined && attempt.everSettled !== true) return { kind: 'stale' };
    if (answer.valueDate === undefined) throw conflicts(item.itemNo, 'it came back, and the bank does not say of which day this settlement is');
    const another = answer.bankTxnNo !== undefined && bankTxnNo !== undefined ? answer.bankTxnNo !== bankTxnNo : undefined;
    if (another === false || (another === undefined && answer.valueDate <= failed.on)) return { kind: 'stale' };
  }
  const unsent = chain.attempts.map((one) => attempts.get(one)).find((one) => one?.status === 'listed');
  const withdrawn: readonly ItemEvent[] = unsent === undefined ? [] : [{ type: 'PaymentVoided', data: { ...unsent.item, voidedOn: answer.on, was: 'ordered', reason: '原明细已入账', paidBy: item.itemNo } }];
  return change(...withdrawn, settled(item, chain, answer, failed?.as));
}

const bounced = ({ item, status, settledOn }: Attempt, chain: Chain, { on, code, bankCode, next, bankTxnNo }: Exclude<BankAnswer, { status: 'settled' }>): ItemEvent =>
  ({ type: 'PaymentBounced', data: { ...item, bouncedOn: on, code, bankCode, next, bankTxnNo, ...(status === 'settled' ? { settledOn, unowed: unowedBy(chain, 2) } : {}) } });

const conflicts = (itemNo: string, what: string): DomainError => new DomainError('PAYMENT_ANSWER_CONFLICTS', 'conflict', `An item contradicts what the bank answered before: ${what}. Nothing of the file was applied; ask the bank which of the two holds.`, { itemNo });

/** Whether the bank may still pay it. */
export const isWithBank = ({ status }: Attempt): boolean => status === 'sent' || status === 'pending';
