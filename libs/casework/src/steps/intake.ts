/** From lead to acceptance: applications, missing papers told once, kin declared and registered. */
import { type Decided, DomainError } from '#kernel';
import { HOUSEHOLD_BENEFITS } from '../benefits.js';
import type { CaseEvent } from '../case-events.js';
import type { CaseState } from '../case-file.js';
import { chainOf, ruleVersionOn } from '../chain.js';
import type { Stated } from './formats.js';
import { after, type Decide, once, type StepContext, stillRuns, took, undecided } from './guard.js';

export const caseExists = (): DomainError => new DomainError('CASE_EXISTS', 'conflict', 'A case with this number is recorded already. Record a change or a correction instead, or give the new one a number of its own.');
export const caseUnknown = (): DomainError => new DomainError('CASE_UNKNOWN', 'notFound', 'The case is not recorded. Record its application first.');

/** QS-2019-T31, XM: somebody in need is found before they ask. */
export function reportLead(state: CaseState, stated: Stated<'reportLead'>, context: StepContext): readonly Decided<CaseEvent>[] {
  if (state.status !== 'unknown') throw caseExists();
  return [took('HardshipLeadReported', stated, context)];
}

/** @throws DomainError `CASE_EXISTS` `BENEFICIARY_MISSING` */
export function submit(state: CaseState, stated: Stated<'submit'>, context: StepContext): readonly Decided<CaseEvent>[] {
  if (state.status === 'open') throw caseExists();
  if (state.status === 'lead') after(stated.on, ['the lead', state.reportedOn]);
  const { benefit, variant, beneficiaryId, agent, ...said } = stated;
  if (variant !== undefined && benefit !== 'temporaryRelief') {
    throw new DomainError('VARIANT_UNKNOWN', 'invalid', `Only 临时救助 has variants, ${benefit} has none. Leave the variant out.`, { field: 'variant' });
  }
  const unit = HOUSEHOLD_BENEFITS.has(benefit) ? 'household' : 'person';
  if (unit === 'person' && beneficiaryId === undefined) {
    throw new DomainError('BENEFICIARY_MISSING', 'invalid', `${benefit} is for one person: say who in beneficiaryId.`, { field: 'beneficiaryId' });
  }
  const events = [took('ApplicationSubmitted', said, context, { benefit, variant, beneficiaryId, unit, handledBy: context.by })];
  if (agent !== undefined) events.push(took('AgentMandated', { on: stated.on }, context, agent));
  return events;
}

/** R57 6: of a lead too, before anybody applied. */
export const informPolicy = (_state: CaseState, stated: Stated<'informPolicy'>, context: StepContext): readonly Decided<CaseEvent>[] => [took('PolicyInformed', stated, context)];

/** R57 10: everything that is missing is told at once, one time. */
export const notifyDeficiency: Decide<'notifyDeficiency'> = (file, stated, context) => {
  undecided(file);
  once('acceptance', file.accepted);
  if (file.deficiency !== undefined) {
    throw new DomainError('DEFICIENCY_TOLD', 'conflict', `What is missing was told on ${file.deficiency.on}. It is told once, all of it (R57 10): accept the application or refuse it.`, { on: file.deficiency.on });
  }
  return [took('MaterialsDeficiencyNotified', stated, context)];
};

export const supplement: Decide<'supplement'> = (file, stated, context) => {
  undecided(file);
  after(stated.on, ['what is missing told (notifyDeficiency)', file.deficiency?.on]);
  return [took('MaterialsSupplemented', stated, context)];
};

export const accept: Decide<'accept'> = (file, stated, context) => {
  undecided(file);
  once('acceptance', file.accepted);
  if (file.deficiency !== undefined) after(stated.on, ['what was missing (supplement)', file.deficiency.suppliedOn]);
  return [took('ApplicationAccepted', stated, context, { ruleVersion: ruleVersionOn(stated.on), handledBy: context.by })];
};

export const refuseAcceptance: Decide<'refuseAcceptance'> = (file, stated, context) => {
  undecided(file);
  once('acceptance', file.accepted);
  return [took('ApplicationNotAccepted', stated, context)];
};

/** At any time: whoever reviews and changes a benefit may be kin too. */
export const declareKin: Decide<'declareKin'> = (file, stated, context) => {
  stillRuns(file);
  if (file.kin.some(({ staffId, filed }) => staffId === stated.staffId && filed)) once('this relation', stated.staffId);
  return [took('KinDeclared', stated, context)];
};

/** 单独登记备案 (R220 14, R57 11): the county then visits in any case. */
export const fileNearRelative: Decide<'fileNearRelative'> = (file, stated, context) => {
  stillRuns(file);
  if (file.kin.some(({ staffId, filed }) => staffId === stated.staffId && filed)) once('this relation', stated.staffId);
  if (stated.staffId === context.by) {
    throw new DomainError('SAME_PERSON', 'forbidden', 'Nobody registers their own kin. Let a colleague do it.', { staffId: context.by });
  }
  return [took('NearRelativeFiled', stated, context)];
};

/** R57 6: withdrawn by the applicant, at any time before the decision. */
export const withdraw: Decide<'withdraw'> = (file, stated, context) => {
  undecided(file);
  return [took('ApplicationWithdrawn', stated, context)];
};

/** R57 29: the procedure ends without a decision. */
export const terminate: Decide<'terminate'> = (file, stated, context) => {
  undecided(file);
  after(stated.on, ['acceptance', file.accepted?.on]);
  return [took('ProcedureTerminated', stated, context)];
};

/** Acceptance and the papers after: what an emergency leaves to be completed (R23). */
export const completePapers: Decide<'completePapers'> = (file, stated, context) => {
  once('the completion of the papers', file.papersCompletedOn);
  if (file.benefit !== 'temporaryRelief' || chainOf(file.benefit, 'R57', file.variant).opinion) {
    throw new DomainError('STEP_NOT_IN_PROCEDURE', 'conflict', 'Only relief given in an emergency has its papers completed afterwards.', { benefit: file.benefit, step: 'completePapers' });
  }
  after(stated.on, ['the confirmation (confirm)', file.decision?.kind === 'confirmed' ? file.decision.on : undefined]);
  return [took('ReliefPapersCompleted', stated, context)];
};
