/** Getting money back (R649 66-68): ordered, served, agreed in instalments, received, remitted to the treasury, or given up on a ground. It is no penalty, and no exemption ends it (process.md §12.7). */
import { DomainError } from '#kernel';
import { after, type DecideFinding, once, theError, took } from './finding-guard.js';
import type { FindingFile } from './finding-state.js';

const theOrder = (file: FindingFile): readonly [string, string | undefined] => ['the recovery order (orderRecovery)', file.order?.on];

/** @throws DomainError `NOTHING_TO_RECOVER` `RECOVERY_ABOVE_ERROR` */
export const orderRecovery: DecideFinding<'orderRecovery'> = (file, stated, context) => {
  after(stated.on, theError(file));
  once('the recovery order', file.order);
  const { kind, fen } = file.error ?? {};
  if (kind === 'omission') throw new DomainError('NOTHING_TO_RECOVER', 'conflict', 'Nothing was paid in an omission (漏保): it is cured by back payment, and nothing is recovered.');
  if (fen !== undefined && stated.fen > fen) {
    throw new DomainError('RECOVERY_ABOVE_ERROR', 'invalid', `The order is of ${stated.fen} fen and the error of ${fen}: more than was wrongly paid cannot be recovered. Correct the sum.`, { orderedFen: stated.fen, errorFen: fen });
  }
  if (stated.due < stated.on) throw new DomainError('DUE_BEFORE_STEP', 'invalid', `It would be due on ${stated.due}, before the day of the step. Correct due.`, { field: 'due' });
  return [took('RecoveryOrdered', file, stated, context)];
};

export const serveRecovery: DecideFinding<'serveRecovery'> = (file, stated, context) => {
  after(stated.on, theOrder(file));
  once('the service of the order', file.order?.servedOn);
  return [took('RecoveryServed', file, stated, context)];
};

/** A plan covers all that is still owed; another one takes its place. @throws DomainError `PLAN_DOES_NOT_COVER` `PLAN_DAYS_INVALID` `RECOVERY_GIVEN_UP` */
export const agreePlan: DecideFinding<'agreePlan'> = (file, stated, context) => {
  after(stated.on, theOrder(file), ['the service of the order (serveRecovery)', file.order?.servedOn]);
  notGivenUp(file);
  const owed = (file.order?.fen ?? 0) - file.receivedFen;
  const agreed = stated.instalments.reduce((sum, { fen }) => sum + fen, 0);
  if (agreed !== owed) {
    throw new DomainError('PLAN_DOES_NOT_COVER', 'invalid', `The instalments come to ${agreed} fen and ${owed} are still owed. A plan covers everything that is owed, neither more nor less.`, { agreedFen: agreed, owedFen: owed });
  }
  const days = stated.instalments.map(({ due }) => due);
  if (days.some((due, at) => due < (days[at - 1] ?? stated.on))) throw new DomainError('PLAN_DAYS_INVALID', 'invalid', 'The instalments are not in the order of their days, or one lies before the agreement. Correct the days.', { field: 'instalments' });
  return [took('RecoveryPlanAgreed', file, stated, context)];
};

/** Money is never refused: also after it was given up, and after closing. More than was ordered comes in only with the reason said. @throws DomainError `RECOVERY_EXCEEDS_ORDER` */
export const receiveRecovery: DecideFinding<'receiveRecovery'> = (file, stated, context) => {
  after(stated.on, theOrder(file));
  const total = file.receivedFen + stated.fen;
  const ordered = file.order?.fen ?? 0;
  if (total > ordered && stated.excess === undefined) {
    throw new DomainError('RECOVERY_EXCEEDS_ORDER', 'invalid', `With this ${total} fen would be received of ${ordered} ordered. Check the sum; where more really came in, say why (excess).`, { orderedFen: ordered, totalFen: total });
  }
  const { on, ...said } = stated;
  return [took('RecoveryReceived', file, stated, context, { ...said, evidence: undefined, on: undefined, receivedOn: on })];
};

/** @throws DomainError `REMITTANCE_EXCEEDS_RECEIPTS` */
export const remitRecovery: DecideFinding<'remitRecovery'> = (file, stated, context) => {
  after(stated.on, ['money received (receiveRecovery)', file.receivedFen === 0 ? undefined : (file.order?.on ?? '')]);
  const total = file.remittedFen + stated.fen;
  if (total > file.receivedFen) {
    throw new DomainError('REMITTANCE_EXCEEDS_RECEIPTS', 'invalid', `With this ${total} fen would be remitted and ${file.receivedFen} were received. Only what was received goes to the treasury; correct the sum, or record the receipt first.`, { receivedFen: file.receivedFen, totalFen: total });
  }
  return [took('RecoveryRemitted', file, stated, context)];
};

/** The rest cannot be recovered. @throws DomainError `RECOVERY_COMPLETE` `PLAN_MISSING` */
export const failRecovery: DecideFinding<'failRecovery'> = (file, stated, context) => {
  after(stated.on, theOrder(file), ['the service of the order (serveRecovery)', file.order?.servedOn]);
  notGivenUp(file);
  const rest = (file.order?.fen ?? 0) - file.receivedFen;
  if (rest <= 0) throw new DomainError('RECOVERY_COMPLETE', 'conflict', 'Everything that was ordered has been received, so nothing is irrecoverable.');
  if (stated.ground === 'planBroken' && file.planOn === undefined) throw new DomainError('PLAN_MISSING', 'invalid', 'No plan was agreed, so none can be broken. State the real ground.', { field: 'ground' });
  return [took('RecoveryFailed', file, stated, context, { fen: rest })];
};

function notGivenUp(file: FindingFile): void {
  if (file.failedOn !== undefined) throw new DomainError('RECOVERY_GIVEN_UP', 'conflict', `The recovery was recorded as failed on ${file.failedOn}. What comes in all the same is received.`, { on: file.failedOn });
}
