/** The decision and what follows it: confirmation with what is owed, denial, service, publication, filings. */
import { type CivilDate, type CivilMonth, type Decided, DomainError, monthAfter, monthOf } from '#kernel';
import { type CaseEvent, LAPSE } from '../case-events.js';
import type { CaseFile } from '../case-file.js';
import { validMonths } from '../chain.js';
import { countyLooked, mandatoryReasons } from './county.js';
import { after, chainFor, type Decide, notAlso, once, owes, type StepContext, stillRuns, took, undecided } from './guard.js';
import { townDone } from './town.js';

/** Nobody decides about their own intake, survey or opinion (process.md §2), nor about kin. */
function separate(file: CaseFile, { by }: StepContext): void {
  notAlso(by, [file.accepted?.by], 'accepted the application');
  notAlso(by, file.visitors, 'visited the household');
  notAlso(by, file.opinionBy, 'drafted or gave the opinion');
}

/** An entitlement event: what is owed from a month on, decided on a day, under a pack and a determination. */
export function owed(
  type: CaseEvent['type'], file: CaseFile, stated: { readonly on: string; readonly decisionNo?: string; readonly evidence?: readonly object[] }, context: StepContext,
  { fromYm, newFen, persons, cause, months }: { readonly fromYm: string; readonly newFen: number; readonly persons: number; readonly cause?: string | undefined; readonly months?: number | undefined },
): Decided<CaseEvent> {
  if (context.pack === undefined) throw new Error('an amount is decided under a pack');
  const data = { caseId: context.caseId, benefit: file.benefit, fromYm, decidedOn: stated.on, newFen, persons, cause, pack: context.pack, decisionNo: stated.decisionNo, determinationId: context.determinationId, decider: context.by, months };
  return { type, data, occurredAt: stated.on as CivilDate, effectiveFrom: fromYm as CivilMonth, ruleIds: context.ruleIds, ...(stated.evidence === undefined || stated.evidence.length === 0 ? {} : { evidence: stated.evidence }) } as unknown as Decided<CaseEvent>;
}

/**
 * What the file must hold before anybody decides. The county posts only what it proposes to approve (R220 28);
 * where it must see for itself, a town that decides for it forwards the case first (R57 11, 20).
 */
function readyToDecide(file: CaseFile, on: string, { delegated = false }: StepContext, decision: 'confirmed' | 'denied'): void {
  const chain = chainFor(file);
  after(on, ...townDone(file),
    ...(chain.opinion && (!delegated || mandatoryReasons(file).length > 0) ? countyLooked(file) : []),
    ...(chain.countyNotice && !delegated && decision === 'confirmed' ? [['the end of the notice of the county (closeCountyNotice)', file.countyNotice?.closedOn] as const] : []),
    ...(chain.conference ? [['the conference (confer)', file.conference?.on] as const] : []));
}

/** First month: R57 21 the one after the decision; R52 that of the application; relief once, in the month of the decision. */
export function firstMonth(file: CaseFile, on: CivilDate): CivilMonth {
  switch (chainFor(file).starts) {
    case 'monthAfterDecision': return monthAfter(monthOf(on));
    case 'monthOfApplication': return monthOf((file.submittedOn ?? on) as CivilDate);
    case 'monthOfDecision': return monthOf(on);
  }
}

/**
 * 审核确认: the decision to help and what is owed by it, in one append. Relief that is given once is owed in one month, a status for twelve.
 * @throws DomainError `OPINION_AGAINST` `COUNTY_DISAGREES` `CONFERENCE_AGAINST` `AMOUNT_DIFFERS` `STATUS_PAYS_NOTHING`, and as the guards say
 */
export const confirm: Decide<'confirm'> = (file, stated, context) => {
  undecided(file);
  const chain = chainFor(file);
  if (file.opinion?.says === 'deny') {
    throw new DomainError('OPINION_AGAINST', 'conflict', `The opinion of ${file.opinion.on} is to deny. Deny the application, or return the case for a new opinion.`, { on: file.opinion.on });
  }
  readyToDecide(file, stated.on, context, 'confirmed');
  separate(file, context);
  const { amountFen: newFen, persons } = stated;
  if (file.countyDisagrees === true) {
    throw new DomainError('COUNTY_DISAGREES', 'conflict', `The visit of the county on ${file.countyVisitedOn ?? ''} did not find what the town found. Return the case, or deny the application.`, { on: file.countyVisitedOn });
  }
  if (file.conference?.decision === 'refuse') throw new DomainError('CONFERENCE_AGAINST', 'conflict', `The conference of ${file.conference.on} decided not to help. Deny the application, or confer again after a return.`, { on: file.conference.on });
  if (chain.conference && file.conference?.amountFen !== newFen) {
    throw new DomainError('AMOUNT_DIFFERS', 'conflict', `The conference decided on ${file.conference?.amountFen ?? 0} fen; ${newFen} fen cannot be confirmed.`, { expectedFen: file.conference?.amountFen, statedFen: newFen });
  }
  if (chain.gives === 'status' && newFen !== 0) throw new DomainError('STATUS_PAYS_NOTHING', 'invalid', `${file.benefit} is a status and pays nothing by itself: the amount is 0.`, { field: 'amountFen' });
  const startYm = firstMonth(file, stated.on as CivilDate);
  const events = [
    took('AssistanceConfirmed', stated, context, { startYm, decider: context.by, determinationId: context.determinationId, pack: context.pack }),
    owed('BenefitGranted', file, stated, context, { fromYm: startYm, newFen, persons }),
  ];
  const months = validMonths(chain, stated.on);
  if (months !== undefined) events.push(owed('BenefitStopped', file, stated, context, { fromYm: monthAfter(startYm, months), newFen: 0, persons, cause: LAPSE }));
  if (chain.gives === 'once') events.push(owed('BenefitStopped', file, stated, context, { fromYm: monthAfter(startYm), newFen: 0, persons, cause: 'paidOnce' }));
  return events;
};

export const deny: Decide<'deny'> = (file, stated, context) => {
  undecided(file);
  readyToDecide(file, stated.on, context, 'denied');
  separate(file, context);
  return [took('AssistanceDenied', stated, context, { decider: context.by })];
};

/** R57 21: with reasons, and how to appeal. @throws DomainError `APPEAL_INFO_MISSING` */
export const serve: Decide<'serve'> = (file, stated, context) => {
  const decided = [file.decision?.on, file.ended?.as === 'withdrawn' ? undefined : file.ended?.on, ...file.changes.map(({ decidedOn }) => decidedOn)].filter((on) => on !== undefined).sort();
  after(stated.on, ['a decision (confirm, deny, refuseAcceptance, terminate, a change of what is owed)', decided.at(-1)]);
  if (file.unserved !== true) once('the service of the last decision', file.servedOn);
  if (!stated.appealInfo) throw new DomainError('APPEAL_INFO_MISSING', 'invalid', 'A decision says how it can be appealed, or it is not served. Serve it again with this information.', { field: 'appealInfo' });
  return [took('DecisionServed', stated, context)];
};

/** R57 24: names, number of members and amount; a child is never published (R62). */
export const publishResult: Decide<'publishResult'> = (file, stated, context) => {
  owes(chainFor(file).publication, file, 'publication of its result');
  stillRuns(file);
  after(stated.on, ['the confirmation (confirm)', file.decision?.on]);
  once('the publication', file.publishedOn);
  return [took('ResultPublished', stated, context)];
};

/** KS-2020-01-05: the city receives the file and approves nothing. */
export const fileWithCity: Decide<'fileWithCity'> = (file, stated, context) => {
  stillRuns(file);
  after(stated.on, ['the confirmation (confirm)', file.decision?.on]);
  once('the filing with the city', file.filedWithCityOn);
  return [took('CaseFiledWithCity', stated, context)];
};

/** QS-2019-T30: relief that a town gave is filed with the county. */
export const fileRelief: Decide<'fileRelief'> = (file, stated, context) => {
  owes(file.benefit === 'temporaryRelief', file, 'filing of relief');
  stillRuns(file);
  after(stated.on, ['the confirmation (confirm)', file.decision?.on]);
  once('the filing', file.reliefFiledOn);
  return [took('ReliefFiled', stated, context, file.reservePaid === undefined ? {} : { reserveFen: file.reservePaid.fen })];
};
