/** Relief that cannot wait, paid on the spot from the reserve of the town (QS-2019-T30, R23; process.md §6): money first, papers and filing after. What is left of the reserve is another account's. */
import { DomainError } from '#kernel';
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
  const decidedFen = file.changes.find(({ kind }) => kind === 'grant')?.newFen ?? 0;
  if (stated.fen > decidedFen) {
    throw new DomainError('RELIEF_ABOVE_DECISION', 'conflict', `${decidedFen} fen were decided; ${stated.fen} cannot be paid. Pay what was decided, or less.`, { decidedFen, statedFen: stated.fen });
  }
  proved(stated);
  return [took('ReservePaid', stated, context, { approver: file.decision?.by, paidBy: context.by })];
};

/** The receiver signs or somebody was there; cash only with a receipt, a witness and a reason (process.md §8 h). */
function proved({ method, signed, witness, receiptNo, reason }: Stated<'payRelief'>): void {
  const missing = [
    ...(method === 'cash' && receiptNo === undefined ? ['receiptNo'] : []), ...((method === 'cash' || !signed) && witness === undefined ? ['witness'] : []), ...(method === 'cash' && reason === undefined ? ['reason'] : []),
  ];
  if (missing.length === 0) return;
  throw new DomainError('RECEIPT_MISSING', 'invalid', `${missing.join(', ')} must be stated: ${method === 'cash' ? 'cash is paid only with a receipt, before a witness and for a reason' : 'the receiver signs, or somebody was there'}. Add it; if there is none, the payment is not proved.`, { missing });
}
