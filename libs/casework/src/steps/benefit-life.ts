/** The life of a benefit: reviews, changes, jobs, adjustments, suspension by decision only, graduated exit, transfer, stop (process.md §7.5; R57 30-34). */
import { type CivilDate, DomainError, monthAfter, monthOf } from '#kernel';
import type { CaseFile } from '../case-file.js';
import { changeInForce, type EntitlementChange } from '../entitlement.js';
import { owed } from './deciding.js';
import type { Stated, STOP_CAUSES } from './formats.js';
import { active, after, chainFor, type Decide, once, owes, took } from './guard.js';
import { stopPosted } from './stop-notice.js';

/**
 * The month of a decision is still paid as it was; a change counts from the next (R43 26, R57 21). Changes follow one another in days and
 * in months: one that began before another would be covered by it.
 * @throws DomainError `MONTH_PAID` `MONTH_DECIDED` `STEP_TOO_EARLY`
 */
function fromNextMonth(fromYm: string, on: string, now: EntitlementChange): void {
  after(on, ['the last decision', now.decidedOn]);
  if (fromYm < now.fromYm) {
    throw new DomainError('MONTH_DECIDED', 'conflict', `What is owed from ${now.fromYm} is decided already, so a change that counts from ${fromYm} would end there. Let it count from ${now.fromYm} or later.`, { earliest: now.fromYm });
  }
  const earliest = monthAfter(monthOf(on as CivilDate));
  if (fromYm >= earliest) return;
  throw new DomainError('MONTH_PAID', 'conflict', `A change decided on ${on} counts from ${earliest}: the month of the decision is paid as it was. What was owed or paid wrongly before is made good by arrears or recovery.`, { earliest });
}

/** Causes whose day does not wait for the decision: what was paid after it was never owed. */
const BACKDATED: ReadonlySet<(typeof STOP_CAUSES)[number]> = new Set(['death', 'custody', 'movedAway', 'fraud', 'unreportedChange'] as const);

/** @throws DomainError `BENEFIT_SUSPENDED` */
function notSuspended(now: EntitlementChange): EntitlementChange {
  if (now.kind === 'suspend') throw new DomainError('BENEFIT_SUSPENDED', 'conflict', 'The benefit is suspended. Resume it first, or stop it.');
  return now;
}

const monthly = (file: CaseFile): void => owes(chainFor(file).gives === 'monthly', file, 'monthly payments that could change');

export const reportChange: Decide<'reportChange'> = (_file, stated, context) => {
  after(stated.on, ['the change itself', stated.happenedOn]);
  return [took(stated.found ? 'UnreportedChangeFound' : 'ChangeReported', stated, context)];
};

/** R83: found, re-checked and acted on within three months; nothing stops by itself. */
export const reportDeath: Decide<'reportDeath'> = (file, stated, context) => {
  after(stated.on, ['the death itself', stated.diedOn]);
  if (file.died.includes(stated.personId)) once('this death', stated.personId);
  return [took('DeathReported', stated, context)];
};

export const scheduleReview: Decide<'scheduleReview'> = (file, stated, context) => {
  active(file, stated.on);
  if (stated.dueOn <= stated.on) throw new DomainError('REVIEW_DUE_INVALID', 'invalid', 'A review is due on a later day. Correct dueOn.', { field: 'dueOn' });
  return [took('ReviewScheduled', stated, context)];
};
export const completeReview: Decide<'completeReview'> = (file, stated, context) => {
  active(file, stated.on);
  after(stated.on, ['the confirmation', file.decision?.on ?? '']);
  return [took('PeriodicReviewCompleted', stated, context)];
};

export const offerJob: Decide<'offerJob'> = (file, stated, context) => {
  active(file, stated.on);
  if (file.offers.some(({ no }) => no === stated.offerNo)) once('this offer', stated.offerNo);
  return [took('JobOffered', stated, context)];
};
/** R57 34: three in a row without reason reduce or end the share of this person. A justified refusal, or of what did not suit, breaks the row. */
export const recordRefusal: Decide<'recordRefusal'> = (file, stated, context) => {
  active(file, stated.on);
  const offer = file.offers.find(({ no, personId }) => no === stated.offerNo && personId === stated.personId);
  if (offer === undefined) throw new DomainError('OFFER_UNKNOWN', 'notFound', 'No such job was offered to this person in the case. Record the offer first.', { offerNo: stated.offerNo });
  after(stated.on, ['the offer (offerJob)', offer.on]);
  if (offer.refused === true) once('the refusal of this offer', stated.offerNo);
  const streak = stated.justified || !offer.suited ? 0 : (file.refusals[stated.personId] ?? 0) + 1;
  return [took('JobRefused', stated, context, { streak })];
};

/** R57 26: of somebody who cannot receive it themselves, another keeps the passbook or card, under an agreement. */
export const fileCustody: Decide<'fileCustody'> = (file, stated, context) => {
  active(file, stated.on);
  after(stated.on, ['the confirmation', file.decision?.on ?? '']);
  if (file.custody?.some(({ agreementRef }) => agreementRef === stated.agreementRef) === true) once('this agreement', stated.agreementRef);
  if (stated.validTo !== undefined && stated.validTo < stated.on) throw new DomainError('CUSTODY_ENDED', 'invalid', `The agreement ended on ${stated.validTo}, before it is filed. File the one that holds.`, { field: 'validTo' });
  return [took('CustodyAgreementFiled', stated, context)];
};

/** 增发, 减发. @throws DomainError `NOTHING_CHANGES` `MONTH_PAID` `BENEFIT_NOT_ACTIVE` `BENEFIT_SUSPENDED` */
export const adjust: Decide<'adjust'> = (file, stated, context) => {
  monthly(file);
  const now = notSuspended(active(file, stated.on));
  fromNextMonth(stated.fromYm, stated.on, now);
  const { amountFen: newFen, persons, fromYm, cause } = stated;
  if (newFen === now.newFen && persons === now.persons) throw new DomainError('NOTHING_CHANGES', 'conflict', 'Amount and persons are what is owed already. Nothing was changed.');
  return [owed(newFen < now.newFen || (newFen === now.newFen && persons < now.persons) ? 'BenefitReduced' : 'BenefitIncreased', file, stated, context, { fromYm, newFen, persons, cause })];
};

/** By decision with a legal ground only (R57 32): a data match never stops a payment. */
export const suspend: Decide<'suspend'> = (file, stated, context) => {
  monthly(file);
  const now = active(file, stated.on);
  if (now.kind === 'suspend') once('the suspension', now.decidedOn);
  fromNextMonth(stated.fromYm, stated.on, now);
  return [owed('BenefitSuspended', file, stated, context, { fromYm: stated.fromYm, newFen: 0, persons: now.persons, cause: stated.cause })];
};

/** Owed again as before the suspension; what was held meanwhile is a matter of arrears. */
export const resume: Decide<'resume'> = (file, stated, context) => {
  const now = active(file, stated.on);
  if (now.kind !== 'suspend') throw new DomainError('BENEFIT_NOT_SUSPENDED', 'conflict', 'The benefit is not suspended, so there is nothing to resume.');
  fromNextMonth(stated.fromYm, stated.on, now);
  const before = file.changes.filter(({ kind }) => kind !== 'suspend').at(-1);
  if (before === undefined) throw new Error('a suspended benefit was granted before');
  return [owed('BenefitResumed', file, stated, context, { fromYm: stated.fromYm, newFen: before.newFen, persons: before.persons, cause: stated.cause })];
};

/**
 * A stop that reaches back also ends what was decided for later months, each from its own month: a change counts from its month, whenever it was decided.
 * @throws DomainError `STOP_NOTICE_DIFFERS` and as `stopPosted`, `REFUSALS_TOO_FEW` `OWN_SHARE_ONLY` `MONTH_BEFORE_GRANT` `MONTH_PAID` `MONTH_DECIDED`
 */
export const stop: Decide<'stop'> = (file, stated, context) => {
  const already = endsEarlier(file, stated);
  const now = already ?? active(file, stated.on);
  if (already === undefined) stopPosted(file, stated.on, stated.cause);
  if (stated.cause === 'jobRefusals') refusedTooOften(file, now);
  const { fromYm, cause } = stated;
  if (BACKDATED.has(cause)) after(stated.on, ['the last decision', now.decidedOn]);
  else fromNextMonth(fromYm, stated.on, now);
  const granted = file.changes.map((change) => change.fromYm).sort()[0] as string;
  if (fromYm < granted) throw new DomainError('MONTH_BEFORE_GRANT', 'conflict', `Nothing was owed before ${granted}, so nothing ends in ${fromYm}. Let the stop count from ${granted} or later.`, { earliest: granted });
  const later = [...new Set(file.changes.filter(({ lapses }) => lapses !== true).map((change) => change.fromYm))].filter((month) => month > fromYm).sort();
  return [fromYm, ...later].map((month) => owed('BenefitStopped', file, stated, context, { fromYm: month, newFen: 0, persons: now.persons, cause }));
};

/** The stop that is decided already, where this one reaches further back: who died before the day it was dated ahead to. */
function endsEarlier(file: CaseFile, { cause, fromYm }: Stated<'stop'>): EntitlementChange | undefined {
  const last = changeInForce(file.changes, '9999-12');
  return chainFor(file).gives === 'monthly' && last?.kind === 'stop' && BACKDATED.has(cause) && fromYm < last.fromYm ? last : undefined;
}

/** R57 34: after three refusals in a row without reason, and the share of this person only. */
export const REFUSALS = 3;
function refusedTooOften(file: CaseFile, now: EntitlementChange): void {
  const most = Math.max(0, ...Object.values(file.refusals));
  if (most < REFUSALS) throw new DomainError('REFUSALS_TOO_FEW', 'conflict', `Nobody in the case refused ${REFUSALS} suitable jobs in a row without reason (at most ${most}). Record the refusals, or state another cause.`, { refusals: most });
  if (now.persons > 1) throw new DomainError('OWN_SHARE_ONLY', 'conflict', `Refused jobs end the share of that person, not that of all ${now.persons} (R57 34). Reduce the amount instead (adjust).`, { persons: now.persons });
}

/** GX-2019-05-10, R57 33, R83: after work was found, for a time. */
export const startGraduatedExit: Decide<'startGraduatedExit'> = (file, stated, context) => {
  owes(file.benefit === 'dibao', file, 'graduated exit');
  const now = notSuspended(active(file, stated.on));
  if (file.exit !== undefined && file.exit.endedOn === undefined) once('the graduated exit', file.exit.fromYm);
  fromNextMonth(stated.fromYm, stated.on, now);
  const { fromYm, months, amountFen: newFen, persons } = stated;
  return [owed('GraduatedExitStarted', file, stated, context, { fromYm, newFen, persons, months })];
};
/** The period is over, or the household no longer needs it; what it is owed then is stopped or adjusted by a decision of its own. */
export const endGraduatedExit: Decide<'endGraduatedExit'> = (file, stated, context) => {
  active(file, stated.on);
  if (file.exit === undefined) throw new DomainError('STEP_OUT_OF_ORDER', 'conflict', 'No graduated exit was started in this case.', { missing: ['startGraduatedExit'] });
  once('the end of the graduated exit', file.exit.endedOn);
  return [took('GraduatedExitEnded', stated, context)];
};

/** R43 27: from the month in which the other benefit begins nothing is owed here. */
export const transferCategory: Decide<'transferCategory'> = (file, stated, context) => {
  const now = active(file, stated.on);
  if (stated.toBenefit === file.benefit) throw new DomainError('TRANSFER_INVALID', 'invalid', 'A transfer leads to another benefit. Correct toBenefit.', { field: 'toBenefit' });
  stopPosted(file, stated.on, 'categoryTransferred');
  fromNextMonth(stated.ym, stated.on, now);
  return [took('CategoryTransferred', stated, context), owed('BenefitStopped', file, stated, context, { fromYm: stated.ym, newFen: 0, persons: now.persons, cause: 'categoryTransferred' })];
};
