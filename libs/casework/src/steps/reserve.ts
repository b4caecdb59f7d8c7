/** Relief that is handed over on the spot, never by a list: from the reserve of the town where it cannot wait (QS-2019-T30, R23; process.md §6), or in cash or goods (R47, R23). What is left of the reserve is another account's. */
import { DomainError } from '#kernel';
import type { CaseFile } from '../case-file.js';
import { chainOf } from '../chain.js';
import type { Stated } from './formats.js';
import { after, type Decide, notAlso, once, owes, stillRuns, took } from './guard.js';

/**
 * Once, not more than was decided, and not by whoever decided. The town is that of the case: the service holds it against its place.
 * @throws DomainError `RELIEF_ABOVE_DECISION` `RECEIPT_MISSING`, and as the guards say
 */
export const payRelief: Decide<'payRelief'> = (file, stated, context) => {
  stillRuns(file);
  owes(file.benefit === 'temporaryRelief' && !chainOf(file.benefit, 'R57', file.variant).opinion, file, 'payment on the spot');
  after(stated.on, ['the confirmation (confirm)', file.decision?.on]);
  once('the payment from the reserve', file.reservePaid);
  notAlso(context.by, [file.decision?.by], 'decided on the relief');
  withinDecision(file, stated.fen);
  proved(stated);
  return [took('ReservePaid', stated, context, { approver: file.decision?.by, paidBy: context.by })];
};

/**
 * 现金、实物: temporary relief of any kind, in parts where it is given so, together with what the reserve paid not more than was decided; not by whoever decided.
 * @throws DomainError `RELIEF_ABOVE_DECISION` `RECEIPT_MISSING`, and as the guards say
 */
export const deliverRelief: Decide<'deliverRelief'> = (file, stated, context) => {
  stillRuns(file);
  owes(file.benefit === 'temporaryRelief', file, 'relief in cash or goods');
  after(stated.on, ['the confirmation (confirm)', file.decision?.on]);
  notAlso(context.by, [file.decision?.by], 'decided on the relief');
  withinDecision(file, stated.fen);
  proved(stated, stated.method === 'goods' && stated.goods === undefined ? ['goods'] : []);
  return [took('CashOrGoodsDelivered', stated, context, { approver: file.decision?.by, deliveredBy: context.by })];
};

function withinDecision(file: CaseFile, fen: number): void {
  const decidedFen = file.changes.find(({ kind }) => kind === 'grant')?.newFen ?? 0;
  const givenFen = (file.reservePaid?.fen ?? 0) + (file.deliveredFen ?? 0);
  if (fen <= decidedFen - givenFen) return;
  throw new DomainError('RELIEF_ABOVE_DECISION', 'conflict', `${decidedFen} fen were decided${givenFen === 0 ? '' : ` and ${givenFen} given already`}; ${fen} cannot be paid. Pay what is left of the decision, or less.`, { decidedFen, givenFen, statedFen: fen });
}

/** The receiver signs or somebody was there; cash only with a receipt, a witness and a reason (process.md §8 h). */
function proved({ method, signed, witness, receiptNo, reason }: Pick<Stated<'payRelief'>, 'method' | 'signed' | 'witness' | 'receiptNo' | 'reason'>, without: readonly string[] = []): void {
  const missing = [
    ...without,
    ...(method === 'cash' && receiptNo === undefined ? ['receiptNo'] : []), ...((method === 'cash' || !signed) && witness === undefined ? ['witness'] : []), ...(method === 'cash' && reason === undefined ? ['reason'] : []),
  ];
  if (missing.length === 0) return;
  throw new DomainError('RECEIPT_MISSING', 'invalid', `${missing.join(', ')} must be stated: ${method === 'cash' ? 'cash is paid only with a receipt, before a witness and for a reason' : 'the receiver signs, or somebody was there; goods are named'}. Add it; if there is none, it is not proved that anything was given.`, { missing });
}
