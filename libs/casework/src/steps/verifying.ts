/** What is established: authorised checks, visits by at least two, other evidence, assessments. */
import { type Decided, DomainError } from '#kernel';
import type { CaseEvent } from '../case-events.js';
import type { CaseFile } from '../case-file.js';
import type { StepName, Stated } from './formats.js';
import { after, type Decide, noUnfiledKin, objectionOpen, once, stillRuns, type StepContext, took, undecided } from './guard.js';

/**
 * Facts are established between acceptance and opinion, or while something is owed (reviews, changes). After an opinion they would
 * change what it rests on: the case is returned first. Only whoever investigates an objection looks again before that (R57 19).
 */
function establishing(file: CaseFile, on: string, surveys = false): void {
  stillRuns(file);
  after(on, ['acceptance', file.accepted?.on]);
  if (surveys && objectionOpen(file)) return;
  if (file.decision === undefined && file.opinion !== undefined) {
    throw new DomainError('OPINION_GIVEN', 'conflict', `The opinion of ${file.opinion.on} rests on what was established before it. Return the case to verifying, then establish it anew.`, { on: file.opinion.on });
  }
}

const establish = <Name extends StepName>(type: CaseEvent['type'], more?: (stated: Stated<Name>) => object): Decide<Name> => (file, stated, context) => {
  establishing(file, stated.on);
  return [took(type, stated, context, more?.(stated))];
};

/** R57 9: nobody is checked who did not sign. */
export const authoriseCheck: Decide<'authoriseCheck'> = (file, stated, context) => {
  stillRuns(file);
  return [took('CheckAuthorised', stated, context)];
};

export const requestCheck: Decide<'requestCheck'> = (file, stated, context) => {
  establishing(file, stated.on);
  after(stated.on, ['the authorisation (authoriseCheck)', file.authorisedOn]);
  const { scope = [], validTo } = file.authorised ?? {};
  const beyond = stated.sources.filter((source) => !scope.includes(source));
  if (beyond.length > 0 || (validTo !== undefined && stated.on > validTo)) {
    throw new DomainError('CHECK_NOT_AUTHORISED', 'forbidden', `The household did not authorise this check${beyond.length > 0 ? ` of ${beyond.join(', ')}` : `: its authorisation ended on ${validTo ?? ''}`}. Ask for what it signed, or let it sign anew (R57 9).`, { beyond, validTo });
  }
  if (file.check?.reportedOn === undefined) once('the request of the check', file.check?.requestedOn);
  return [took('InfoCheckRequested', stated, context)];
};
export const startCheck: Decide<'startCheck'> = (file, stated, context) => {
  establishing(file, stated.on);
  after(stated.on, ['the request (requestCheck)', file.check?.requestedOn]);
  once('the start of the check', file.check?.startedOn);
  return [took('InfoCheckStarted', stated, context)];
};
export const reportCheck: Decide<'reportCheck'> = (file, stated, context) => {
  establishing(file, stated.on);
  after(stated.on, ['the request (requestCheck)', file.check?.requestedOn], ['the start of the check (startCheck)', file.check?.startedOn]);
  once('the report of the check', file.check?.reportedOn);
  return [took('InfoCheckReported', stated, context)];
};
/** R57 18. */
export const disputeCheck: Decide<'disputeCheck'> = (file, stated, context) => {
  undecided(file);
  after(stated.on, ['the report of the check (reportCheck)', file.check?.reportedOn]);
  return [took('CheckDisputed', stated, context)];
};
export const reviewCheck: Decide<'reviewCheck'> = (file, stated, context) => {
  undecided(file);
  after(stated.on, ['the dispute (disputeCheck)', file.dispute?.on]);
  once('the second look', file.dispute?.reviewedOn);
  return [took('CheckReviewed', stated, context)];
};

const visited = (type: 'HomeVisited' | 'RemoteVisited') => (file: CaseFile, stated: { readonly on: string; readonly visitors: readonly string[]; readonly evidence?: readonly object[] }, context: StepContext): readonly Decided<CaseEvent>[] => {
  establishing(file, stated.on, true);
  noUnfiledKin(file, ...stated.visitors);
  return [took(type, stated, context)];
};
export const visit: Decide<'visit'> = visited('HomeVisited');
export const visitRemotely: Decide<'visitRemotely'> = visited('RemoteVisited');
const asked = (type: 'NeighbourInterviewed' | 'LetterEvidenceObtained') => (file: CaseFile, stated: { readonly on: string; readonly evidence?: readonly object[] }, context: StepContext): readonly Decided<CaseEvent>[] => {
  establishing(file, stated.on, true);
  return [took(type, stated, context)];
};
export const interview: Decide<'interview'> = asked('NeighbourInterviewed');
export const obtainLetter: Decide<'obtainLetter'> = asked('LetterEvidenceObtained');

const sum = (amounts: readonly (number | undefined)[]): number => amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0);

/** Income of the household a month: what comes in less taxes and contributions, nobody below nothing (R57 13). */
export const assessIncome: Decide<'assessIncome'> = establish<'assessIncome'>('IncomeAssessed', ({ members }) => ({
  householdMonthlyFen: sum(members.map(({ income }) => Math.max(0, sum([income.wagesFen, income.businessFen, income.propertyFen, income.transferFen]) - (income.contributionsFen ?? 0)))),
}));
export const assessAssets: Decide<'assessAssets'> = establish<'assessAssets'>('AssetsAssessed');
export const assessRigidExpenditure: Decide<'assessRigidExpenditure'> = establish<'assessRigidExpenditure'>('RigidExpenditureAssessed', ({ items }) => ({ monthlyAverageFen: sum(items.map(({ monthlyFen }) => monthlyFen)) }));
export const assessCircumstances: Decide<'assessCircumstances'> = establish<'assessCircumstances'>('CircumstancesAssessed');

/** R43 21-22: six abilities; all there is 自理, one to three lost 半失能, four to six 失能. */
export const assessSelfCare: Decide<'assessSelfCare'> = establish<'assessSelfCare'>('SelfCareAssessed', ({ eating, dressing, transfer, toilet, indoorWalking, washing }) => {
  const failed = [eating, dressing, transfer, toilet, indoorWalking, washing].filter((able) => !able).length;
  return { failed, level: failed === 0 ? 'full' : failed <= 3 ? 'partial' : 'lost' };
});
