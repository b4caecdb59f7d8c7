/** From lead to determined error, and the end: raised, assigned, verified by others, determined, closed. */
import { type CivilDate, type Decided, DomainError } from '#kernel';
import type { FindingEvent } from './finding-events.js';
import type { Stated } from './finding-formats.js';
import { after, checkMonths, type DecideFinding, type FindingContext, notAlso, notResponsible, once, outOfOrder, took } from './finding-guard.js';
import type { FindingFile, FindingState } from './finding-state.js';

/** @throws DomainError `FINDING_EXISTS` `PERIOD_REVERSED` `LEAD_ABOUT_NOBODY` */
export function raise(state: FindingState, stated: Stated<'raise'>, context: FindingContext): readonly Decided<FindingEvent>[] {
  if (state.status !== 'unknown') throw findingExists();
  checkMonths(stated.fromYm, stated.toYm);
  const { on, evidence, ...lead } = stated;
  if (lead.caseId === undefined && lead.idNo === undefined && (lead.relatedCases ?? []).length === 0) {
    throw new DomainError('LEAD_ABOUT_NOBODY', 'invalid', 'The lead names neither a case nor a person, so nobody can verify it. State caseId, idNo or relatedCases.', { field: 'caseId' });
  }
  return [{
    type: 'SuspicionRaised', data: { findingId: context.findingId, ...lead, raisedOn: on, raisedBy: context.by }, occurredAt: on as CivilDate, ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }),
  }];
}

export const findingExists = (): DomainError => new DomainError('FINDING_EXISTS', 'conflict', 'A lead with this number is recorded already. Record its further course instead.');

/** Again where it goes to somebody else, or gets more time. */
export const assign: DecideFinding<'assign'> = (file, stated, context) => {
  once('the verification', file.verified);
  after(stated.on, ['the lead (raise)', file.raisedOn]);
  if (stated.due < stated.on) throw new DomainError('DUE_BEFORE_STEP', 'invalid', `It would be due on ${stated.due}, before the day of the step. Correct due.`, { field: 'due' });
  if (stated.staffId !== undefined) {
    notAlso(stated.staffId, [file.raisedBy], 'raised the lead');
    notResponsible(file, { ...context, by: stated.staffId });
  }
  return [took('SuspicionAssigned', file, stated, context)];
};

/** A hit is a lead, never a finding: somebody else looks, who neither raised it nor may be responsible. */
export const verify: DecideFinding<'verify'> = (file, stated, context) => {
  once('the verification', file.verified);
  after(stated.on, ['the assignment (assign)', file.assigned?.on]);
  notAlso(context.by, [file.raisedBy], 'raised the lead');
  notResponsible(file, context);
  const { on, ...said } = stated;
  return [took('SuspicionVerified', file, stated, context, { ...said, evidence: undefined, on: undefined, confirmed: stated.result === 'true', verifiedOn: on, verifiedBy: context.by })];
};

/** @throws DomainError `LEAD_REFUTED` `ERROR_WITHOUT_CASE` `ERROR_INCONSISTENT` */
export const determineError: DecideFinding<'determineError'> = (file, stated, context) => {
  if (file.status === 'refuted') throw new DomainError('LEAD_REFUTED', 'conflict', 'The lead was verified as wrong or explained, so there is no error to determine. A new fact is a new lead.');
  once('the determination', file.error);
  after(stated.on, ['the verification (verify)', file.verified?.on]);
  notResponsible(file, context);
  notAlso(context.by, stated.responsible, 'is named responsible');
  if (file.caseId === undefined && stated.kind !== 'omission') {
    throw new DomainError('ERROR_WITHOUT_CASE', 'conflict', 'What was wrongly paid was paid in a case, and the lead names none. Raise a lead about each case it is found in, and determine the error there.');
  }
  checkMonths(stated.fromYm, stated.toYm);
  if (stated.toYm > stated.on.slice(0, 7)) throw inconsistent('toYm', 'The last wrong month lies after the day of the determination.');
  if (stated.kinBenefit && stated.cause !== 'favouritism') throw inconsistent('cause', 'An error that benefits kin of staff has the cause favouritism (徇私).');
  if (file.idNo !== undefined && !stated.citizens.includes(file.idNo)) throw inconsistent('citizens', 'The person of the lead is not among the persons of the error. Name that person too; if it is about others, raise another lead.');
  return [took('ErrorDetermined', file, stated, context, { persons: stated.citizens.length, year: Number(stated.fromYm.slice(0, 4)), determinedBy: context.by })];
};

const inconsistent = (field: string, what: string): DomainError => new DomainError('ERROR_INCONSISTENT', 'invalid', `${what} Correct what is stated.`, { field });

/** What has to be done before a confirmed finding is closed. */
function unfinished(file: FindingFile): readonly string[] {
  if (file.status === 'refuted') return [];
  if (file.status === 'raised') return ['the verification (verify)'];
  if (file.error === undefined) return ['the determination of the error (determineError)'];
  const { kind, fen } = file.error;
  const owed = kind === 'omission' ? 0 : (file.order?.fen ?? fen ?? 0);
  return [
    ...(owed > 0 && file.failedOn === undefined && file.receivedFen < owed ? ['the recovery (receiveRecovery), or why it fails (failRecovery)'] : []),
    ...(file.order !== undefined && file.remittedFen < file.receivedFen ? ['the remittance of what was received (remitRecovery)'] : []),
    ...file.rectifications.filter(({ closedOn }) => closedOn === undefined).map(({ issueNo }) => `the rectification ${issueNo} (closeRectification)`),
    ...file.liabilities.filter(({ determined }) => determined === undefined).map(({ staffId }) => `the liability of ${staffId} (determineLiability)`),
  ];
}

/** 销号. Not by whoever raised it, verified it or may be responsible. */
export const close: DecideFinding<'close'> = (file, stated, context) => {
  const missing = unfinished(file);
  if (missing.length > 0) throw outOfOrder(missing);
  const days = [file.verified?.on, file.errorOn, file.receivedOn, file.failedOn, ...file.rectifications.map(({ closedOn }) => closedOn), ...file.liabilities.map(({ determined }) => determined?.on)].filter((on) => on !== undefined);
  after(stated.on, ...days.map((on) => ['the last step before it', on] as const));
  notAlso(context.by, [file.raisedBy], 'raised the lead');
  notAlso(context.by, [file.verified?.by], 'verified it');
  notResponsible(file, context);
  return [took('FindingClosed', file, stated, context, { closedBy: context.by })];
};

