/** What follows an error for the office and for people: rectification, liability per person, step and duty, the exemption of GX-2019-06-06, transfer and sanction. */
import { type CivilDate, type Decided, DomainError } from '#kernel';
import type { ExemptionAssessment, FindingEvent, RevocationCause } from './finding-events.js';
import type { DivisionCount } from './finding-events.js';
import { SANCTIONS } from './finding-formats.js';
import { after, type DecideFinding, type FindingContext, notAlso, notResponsible, once, outOfOrder, theError, took } from './finding-guard.js';
import type { FindingFile, Liability, Rectification } from './finding-state.js';
import { type ExemptionConditions, failingConditions } from './tolerance.js';

/** An issue is demanded of any lead, verified or not: also what was no error may have to be put right. */
export const orderRectification: DecideFinding<'orderRectification'> = (file, stated, context) => {
  after(stated.on, ['the lead (raise)', file.raisedOn]);
  once(`the issue ${stated.issueNo}`, file.rectifications.find(({ issueNo }) => issueNo === stated.issueNo));
  if (stated.due < stated.on) throw new DomainError('DUE_BEFORE_STEP', 'invalid', `It would be due on ${stated.due}, before the day of the step. Correct due.`, { field: 'due' });
  return [took('RectificationOrdered', file, stated, context)];
};
/** Again while it is not closed: what was reported first did not satisfy. */
export const reportRectification: DecideFinding<'reportRectification'> = (file, stated, context) => {
  const issue = issueOf(file, stated.issueNo);
  once(`the closing of issue ${stated.issueNo}`, issue.closedOn);
  after(stated.on, ['the demand (orderRectification)', issue.orderedOn]);
  return [took('RectificationReported', file, stated, context, { reportedBy: context.by })];
};
export const closeRectification: DecideFinding<'closeRectification'> = (file, stated, context) => {
  const issue = issueOf(file, stated.issueNo);
  once(`the closing of issue ${stated.issueNo}`, issue.closedOn);
  after(stated.on, ['the report of what was done (reportRectification)', issue.reported?.on]);
  notAlso(context.by, [issue.reported?.by], 'reported what was done');
  notResponsible(file, context);
  return [took('RectificationClosed', file, stated, context, { verifiedBy: context.by })];
};
function issueOf(file: FindingFile, issueNo: string): Rectification {
  const issue = file.rectifications.find((one) => one.issueNo === issueNo);
  if (issue === undefined) throw outOfOrder(['the demand (orderRectification)']);
  return issue;
}

/** 责任调查: a person, a step, a duty, facts. Once more where the exemption was revoked, or new facts came up after a determination. */
export const openLiability: DecideFinding<'openLiability'> = (file, stated, context) => {
  after(stated.on, theError(file));
  notAlso(context.by, [stated.staffId], 'is the person it is about');
  const known = file.liabilities.find(({ staffId }) => staffId === stated.staffId);
  if (known !== undefined && known.determined === undefined) once(`the investigation of ${stated.staffId}`, known);
  return [took('LiabilityInvestigated', file, stated, context, { openedBy: context.by })];
};

/** 责任认定. @throws DomainError `EXEMPTION_MISSING` `OWN_LIABILITY` */
export const determineLiability: DecideFinding<'determineLiability'> = (file, stated, context) => {
  const liability = liabilityOf(file, stated.staffId);
  once(`the liability of ${stated.staffId}`, liability.determined);
  after(stated.on, ['the investigation (openLiability)', liability.openedOn]);
  notOwn(file, context);
  if (stated.form === 'exempt' && file.exemption?.status !== 'granted') {
    throw new DomainError('EXEMPTION_MISSING', 'conflict', 'No exemption is in force for this error, so nobody is exempt. Have it assessed and granted first, or determine another form.');
  }
  if (stated.form === 'transferred') after(stated.on, ['the transfer (transferCase)', file.transferredOn]);
  return [took('LiabilityDetermined', file, stated, context, { decider: context.by })];
};
function liabilityOf(file: FindingFile, staffId: string): Liability {
  const liability = file.liabilities.find((one) => one.staffId === staffId);
  if (liability === undefined) throw outOfOrder([`the investigation of ${staffId} (openLiability)`]);
  return liability;
}
/** Whoever is named responsible decides neither about anybody's liability in this error nor about its exemption. */
function notOwn(file: FindingFile, { by }: FindingContext): void {
  if (file.responsible.includes(by)) throw new DomainError('OWN_LIABILITY', 'forbidden', 'Whoever is named responsible for the error does not decide about liability or exemption in it. Let a colleague decide.', { staffId: by });
}

/** Intent, favour to kin, and fraud beyond what the clause names end the way to an exemption (process.md §9). @throws DomainError `EXEMPTION_EXCLUDED` `EXEMPTION_FINAL` */
function mayBeExempt(file: FindingFile, on: string, { finallyAccountable }: FindingContext): void {
  after(on, theError(file));
  const { kind, cause, intent, kinBenefit, recipientFraud } = file.error ?? {};
  const ended = [...(kind === 'omission' ? ['omission'] : []), ...(intent === true ? ['intent'] : []), ...(kinBenefit === true || cause === 'favouritism' ? ['kinBenefit'] : []), ...(recipientFraud === true ? ['recipientFraud'] : [])];
  if (ended.length > 0) throw new DomainError('EXEMPTION_EXCLUDED', 'conflict', `The exemption is not open to this error: ${ended.join(', ')}. Liability is determined without it.`, { excludedBy: ended });
  if (finallyAccountable === true) throw new DomainError('EXEMPTION_FINAL', 'conflict', 'The year of the error was closed with this finding accountable: that is final (GX-2019-06-06).');
}
function assessmentOf({ assessment }: FindingContext): ExemptionAssessment {
  if (assessment === undefined) throw new DomainError('EXEMPTION_UNASSESSABLE', 'conflict', 'The ledger does not know the case of this error, or in which month it began, so the five conditions cannot be held against anything.');
  return assessment;
}

/** Recorded whichever way it falls: what fails is a fact, too. */
export const assessExemption: DecideFinding<'assessExemption'> = (file, stated, context) => {
  mayBeExempt(file, stated.on, context);
  if (file.exemption?.status === 'granted') once('the exemption', file.exemption);
  notOwn(file, context);
  const assessment = assessmentOf(context);
  return [took('ExemptionAssessed', file, stated, context, { ...assessment, assessedBy: context.by, holds: failingConditions(assessment.conditions).length === 0 })];
};

/** By somebody else than assessed it, and only while every condition holds at this very moment. @throws DomainError `EXEMPTION_CONDITION_FAILS` */
export const grantExemption: DecideFinding<'grantExemption'> = (file, stated, context) => {
  mayBeExempt(file, stated.on, context);
  if (file.exemption?.status === 'granted') once('the exemption', file.exemption);
  after(stated.on, ['the assessment (assessExemption)', file.assessment?.on]);
  notAlso(context.by, [file.assessment?.by], 'assessed the exemption');
  notOwn(file, context);
  const assessment = assessmentOf(context);
  const fails: readonly (keyof ExemptionConditions)[] = failingConditions(assessment.conditions);
  if (fails.length > 0) throw new DomainError('EXEMPTION_CONDITION_FAILS', 'conflict', `No exemption: ${fails.join(', ')} ${fails.length === 1 ? 'does' : 'do'} not hold (GX-2019-06-06 demands all five conditions).`, { fails });
  return [took('ExemptionGranted', file, stated, context, { ...assessment, decider: context.by })];
};

export const revokeExemption: DecideFinding<'revokeExemption'> = (file, stated, context) => {
  if (file.exemption?.status !== 'granted') throw outOfOrder(['the exemption (grantExemption)']);
  after(stated.on, ['the exemption (grantExemption)', file.exemption.on]);
  notOwn(file, context);
  return [took('ExemptionRevoked', file, stated, context, { decider: context.by })];
};

/** What follows by itself; where nothing is granted, nothing follows. */
export function revokeAutomatically(file: FindingFile, revocation: { readonly findingId: string; readonly on: CivilDate; readonly by: string; readonly cause: RevocationCause; readonly reason: string; readonly counts?: readonly DivisionCount[] | undefined }): readonly Decided<FindingEvent>[] {
  if (file.exemption?.status !== 'granted') return [];
  const { findingId, on, by, cause, reason, counts } = revocation;
  return [{ type: 'ExemptionRevoked', data: { findingId, ...(file.caseId === undefined ? {} : { caseId: file.caseId }), on, cause, reason, decider: by, ...(counts === undefined ? {} : { counts }) }, occurredAt: on }];
}

/** 移送 to discipline inspection, the police or the prosecution. */
export const transferCase: DecideFinding<'transferCase'> = (file, stated, context) => {
  after(stated.on, theError(file));
  notOwn(file, context);
  if (stated.subject === 'staff' && stated.staffId === undefined) throw new DomainError('TRANSFER_NAMES_NOBODY', 'invalid', 'A transfer about staff names the person. State staffId.', { field: 'staffId' });
  return [took('CaseTransferred', file, stated, context)];
};

/** 政务处分: what another organ decided; its period follows from its kind. */
export const recordSanction: DecideFinding<'recordSanction'> = (file, stated, context) => {
  const liability = liabilityOf(file, stated.staffId);
  const { determined } = liability;
  after(stated.on, ['a liability determined as sanction or transferred (determineLiability)', determined?.form === 'sanction' || determined?.form === 'transferred' ? determined.on : undefined]);
  once(`the sanction of ${stated.staffId}`, liability.sanctionedOn);
  notOwn(file, context);
  return [took('SanctionRecorded', file, stated, context, { months: SANCTIONS[stated.kind].months })];
};
