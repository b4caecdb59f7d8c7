/** Folds what happened to items, and decides what the office may do with them: re-issue what failed, void what is not to be paid. */
import { assertNever, type CivilDate, type Decided, DomainError } from '#kernel';
import { type Attempt, attemptOf, type Chain, chainOf, isWithBank, type ItemBook, type ItemEvent } from './item-state.js';
import type { EventRef, PayItem } from './pay-item.js';

/** Grown in place: a part folds some thousand events. */
export interface MutableBook extends ItemBook {
  readonly attempts: Map<string, Attempt>;
  readonly chains: Map<string, Chain>;
}
export const emptyBook = (): MutableBook => ({ attempts: new Map(), chains: new Map() });

export function foldItem({ attempts, chains }: MutableBook, event: ItemEvent): void {
  const { itemNo } = event.data;
  const key = chainOf(itemNo);
  const paid = (by: number): void => {
    const chain = chains.get(key) as Chain;
    chains.set(key, { ...chain, settled: chain.settled + by });
  };
  const changed = (by: Partial<Attempt>): void => {
    const attempt = attempts.get(itemNo);
    if (attempt === undefined) throw new Error(`${event.type} of an item that was never listed`);
    attempts.set(itemNo, { ...attempt, ...by });
  };
  switch (event.type) {
    case 'PayItemListed':
    case 'PaymentReissued': {
      const chain = chains.get(key) ?? { attempts: [], settled: 0, voided: false };
      attempts.set(itemNo, { item: itemOf(event.data), status: 'listed', on: '', debitFen: 0, creditFen: 0 });
      chains.set(key, { ...chain, attempts: [...chain.attempts, itemNo] });
      const replaced = event.type === 'PaymentReissued' && event.data.replaces !== undefined ? attempts.get(event.data.replaces) : undefined;
      if (replaced !== undefined) attempts.set(replaced.item.itemNo, { ...replaced, replacedBy: itemNo });
      return;
    }
    case 'PaymentSettled':
      changed({ status: 'settled', on: event.data.valueDate, settledOn: event.data.valueDate, dayAssumed: event.data.dayAssumed, everSettled: true, bankTxnNo: event.data.bankTxnNo });
      return paid(1);
    case 'PaymentRejected': {
      const { rejectedOn: on, code, next } = event.data;
      return changed({ status: 'rejected', on, code, next, failed: { as: 'rejected', on } });
    }
    case 'PaymentBounced': {
      const { bouncedOn: on, code, next, settledOn } = event.data;
      changed({ status: 'bounced', on, code, next, settledOn: undefined, failed: { as: 'bounced', on } });
      return settledOn === undefined ? undefined : paid(-1);
    }
    case 'PaymentPending':
      return changed({ status: 'pending', on: event.data.answeredOn, code: event.data.code, next: event.data.next });
    case 'PaymentVoided':
      changed({ status: 'void', on: event.data.voidedOn });
      if (event.data.paidBy === undefined) chains.set(key, { ...(chains.get(key) as Chain), voided: true });
      else attempts.set(event.data.paidBy, { ...(attempts.get(event.data.paidBy) as Attempt), replacedBy: undefined });
      return;
    default:
      return assertNever(event, 'event of an item');
  }
}

/** What every event of an item repeats. */
const itemOf = ({ itemNo, listNo, caseId, benefit, ym, attempt, fen, kind, orderNo, source, payee }: PayItem): PayItem => ({ itemNo, listNo, caseId, benefit, ym, attempt, fen, kind, orderNo, source, payee });

/** The account that is in force for a payee now, and the day on which it was verified last. */
export interface AccountInForce {
  readonly payee: EventRef;
  readonly verifiedOn?: string | undefined;
}
export interface ReissueItem {
  readonly type: 'ReissueItem';
  readonly itemNo: string;
  /** Absent while the account is in quarantine. */
  readonly account?: AccountInForce | undefined;
  readonly by: string;
  readonly on: CivilDate;
}
export interface VoidItem {
  readonly type: 'VoidItem';
  readonly itemNo: string;
  readonly reason: string;
  readonly by: string;
  readonly on: CivilDate;
}

/** @throws DomainError `PAY_ITEM_UNKNOWN` `PAYMENT_NOT_FAILED` `PAYMENT_UNKNOWN` `PAYMENT_NOT_OWED` `ACCOUNT_QUARANTINED` `STEP_TOO_EARLY` */
export function reissue(book: ItemBook, { itemNo, account, by, on }: ReissueItem): readonly Decided<ItemEvent>[] {
  const { attempt, chain } = known(book, itemNo);
  if (chain.attempts.some((one) => isWithBank(book.attempts.get(one) as Attempt))) throw withBank(itemNo);
  if ((attempt.status !== 'rejected' && attempt.status !== 'bounced') || attempt.replacedBy !== undefined) throw new DomainError('PAYMENT_NOT_FAILED', 'conflict', `The item is ${attempt.replacedBy === undefined ? attempt.status : 'replaced by another attempt'}: only a failed one that nothing replaces is issued again. Look at its attempts.`, { itemNo, status: attempt.status });
  if (chain.settled > 0 || chain.voided) throw new DomainError('PAYMENT_NOT_OWED', 'conflict', 'Another attempt for the line has settled, or the line is void: nothing is owed any more, so nothing is issued again.', { itemNo });
  notBefore(on, attempt);
  putRight(attempt, account);
  const { item } = attempt;
  // One that was withdrawn keeps its number.
  const next = chain.attempts.length + 1;
  return [{ type: 'PaymentReissued', data: { ...item, itemNo: attemptOf(chainOf(itemNo), next), attempt: next, payee: account?.payee, replaces: itemNo, approvedBy: by }, occurredAt: on }];
}

/** A failure for the account's or the person's sake needs an account that was verified since; one for want of our own money needs nothing. */
function putRight({ item: { itemNo }, next, on, payee }: Attempt, account: AccountInForce | undefined): void {
  const refuse = (what: string): never => { throw new DomainError('ACCOUNT_QUARANTINED', 'conflict', `The item is in quarantine: ${what}. Have the account corrected and verified, each by another person, then issue the item again.`, { itemNo }); };
  if (account === undefined) return refuse('a correction of its account is not verified yet');
  if (next === 'payer') return;
  const { streamId, revision } = account.payee;
  if (next === 'correct' && streamId === payee?.streamId && revision === payee.revision) refuse('it failed for its account, and that is still the one in force');
  if (account.verifiedOn === undefined || account.verifiedOn < on) refuse('nobody has verified the account since it failed');
}

/** @throws DomainError `PAY_ITEM_UNKNOWN` `PAYMENT_UNKNOWN` `PAYMENT_NOT_OWED` `STEP_TOO_EARLY` */
export function voidItem(book: ItemBook, { itemNo, reason, by, on }: VoidItem): readonly Decided<ItemEvent>[] {
  const { attempt, chain } = known(book, itemNo);
  if (chain.attempts.some((one) => isWithBank(book.attempts.get(one) as Attempt))) throw withBank(itemNo);
  if (attempt.status === 'void' || chain.voided) return [];
  if (chain.settled > 0 || attempt.status === 'settled') throw new DomainError('PAYMENT_NOT_OWED', 'conflict', 'The line is paid, so there is nothing to void. What was paid wrongly is recovered.', { itemNo });
  if (attempt.replacedBy !== undefined) throw new DomainError('PAYMENT_NOT_FAILED', 'conflict', 'Another attempt took the place of the item. Void that one.', { itemNo, status: attempt.status });
  notBefore(on, attempt);
  return [{ type: 'PaymentVoided', data: { ...attempt.item, voidedOn: on, was: attempt.status === 'listed' ? 'ordered' : 'returned', reason, voidedBy: by }, occurredAt: on }];
}

function known({ attempts, chains }: ItemBook, itemNo: string): { readonly attempt: Attempt; readonly chain: Chain } {
  const [attempt, chain] = [attempts.get(itemNo), chains.get(chainOf(itemNo))];
  if (attempt === undefined || chain === undefined) throw new DomainError('PAY_ITEM_UNKNOWN', 'notFound', 'The list has no such item. Check the number: case, month, kind and attempt.', { itemNo });
  return { attempt, chain };
}
const withBank = (itemNo: string): DomainError => new DomainError('PAYMENT_UNKNOWN', 'conflict', 'The bank has the item and may still pay it. Ask the bank what became of it; it is never sent a second time before that is known.', { itemNo });
function notBefore(on: string, attempt: Attempt): void {
  if (on < attempt.on) throw new DomainError('STEP_TOO_EARLY', 'conflict', `The day ${on} lies before the last event of the item (${attempt.on}). Correct the day.`, { on: attempt.on });
}
