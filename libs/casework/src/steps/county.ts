/** The county's part before the decision: sample and visits, its own notice, conferences, extended deadlines. */
import { addDays, type CivilDate, type Decided, DomainError } from '#kernel';
import type { CaseEvent } from '../case-events.js';
import type { CaseFile } from '../case-file.js';
import { checkExtension } from '../open-items.js';
import { after, chainFor, checkDay, type Decide, fullDays, needsPhoto, noUnfiledKin, once, owes, type StepContext, took, undecided } from './guard.js';

/** Recorded by a draw over all forwarded cases, never asked for one case alone: who is drawn is nobody's choice. */
export interface Sampled {
  readonly on: CivilDate;
  readonly drawNo: string;
  readonly seed: string;
  readonly ratePpm: number;
  readonly selected: boolean;
}

/** Why the county must visit whatever the draw says: near relatives, doubts, objections, complaints (R220 26, R57 11). */
export const mandatoryReasons = (file: CaseFile): readonly string[] => [...new Set([...(file.nearRelativeFiled || file.kin.length > 0 ? ['nearRelative'] : []), ...file.doubts])];

export function recordSample(file: CaseFile, sampled: Sampled, context: StepContext): readonly Decided<CaseEvent>[] {
  checkDay(sampled.on, context);
  undecided(file);
  once('the draw', file.sample);
  after(sampled.on, ['forwarding (forward)', file.forwardedOn]);
  return [took('CountySampled', sampled, context, { mandatoryReasons: mandatoryReasons(file) })];
}

/** Nothing where the case is decided or ended already: what is found of it then is a lead. */
export function noteComplaint(file: CaseFile, { on, complaintNo, context }: { readonly on: CivilDate; readonly complaintNo: string; readonly context: StepContext }): readonly Decided<CaseEvent>[] {
  return file.decision === undefined && file.ended === undefined ? [took('ComplaintNoted', { on }, context, { complaintNo })] : [];
}

export const countyVisit: Decide<'countyVisit'> = (file, stated, context) => {
  undecided(file);
  after(stated.on, ['forwarding (forward)', file.forwardedOn]);
  noUnfiledKin(file, ...stated.visitors);
  return [took('CountyVisited', stated, context)];
};

/** What the county must have done itself before it gives notice or decides. */
export function countyLooked(file: CaseFile): readonly (readonly [string, string | undefined])[] {
  const { samplePpm } = chainFor(file);
  const mustVisit = file.sample?.selected === true || mandatoryReasons(file).length > 0;
  return [
    ['forwarding (forward)', file.forwardedOn],
    ...(samplePpm > 0 ? [['the draw of the sample (drawSample)', file.sample?.on] as const] : []),
    ...(mustVisit ? [[`the visit by the county (countyVisit), due because of ${file.sample?.selected === true ? 'the sample' : mandatoryReasons(file).join(', ')}`, file.countyVisitedOn] as const] : []),
  ];
}

/** R220 28: the county posts what it proposes to approve, with the amount. */
export const postCountyNotice: Decide<'postCountyNotice'> = (file, stated, context) => {
  undecided(file);
  owes(chainFor(file).countyNotice, file, 'notice of the county');
  once('the notice of the county', file.countyNotice);
  after(stated.on, ...countyLooked(file));
  needsPhoto(stated.evidence, 'noticeStartPhoto');
  return [took('PublicNoticePosted', stated, context, { stage: 'county', to: addDays(stated.on as CivilDate, chainFor(file).noticeDays) })];
};

export const closeCountyNotice: Decide<'closeCountyNotice'> = (file, stated, context) => {
  undecided(file);
  const posted = file.countyNotice?.postedOn;
  after(stated.on, ['the notice of the county (postCountyNotice)', posted]);
  once('the end of the notice of the county', file.countyNotice?.closedOn);
  fullDays(posted as string, stated.on, chainFor(file).noticeDays);
  needsPhoto(stated.evidence, 'noticeEndPhoto');
  return [took('NoticeClosed', stated, context, { stage: 'county', objections: file.objections.filter(({ stage, raisedOn }) => stage === 'county' && raisedOn >= (posted as string)).length })];
};

/** 一事一议 (XM-2018-04-01, GX-2019-05-21; R39 for complex cases of any benefit). */
export const confer: Decide<'confer'> = (file, stated, context) => {
  undecided(file);
  once('the conference', file.conference);
  after(stated.on, ['acceptance', file.accepted?.on]);
  noUnfiledKin(file, ...stated.attendees);
  if (stated.decision === 'help' && chainFor(file).conference && stated.amountFen === undefined) {
    throw new DomainError('AMOUNT_MISSING', 'invalid', 'The conference decided to help: state with how much (amountFen).', { field: 'amountFen' });
  }
  return [took('CaseConferenced', stated, context)];
};

/** R83: only on one of four grounds, only what may be extended, and to a later day. @throws DomainError `EXTENSION_INVALID` `CLOCK_UNKNOWN` `CLOCK_NOT_EXTENDABLE` */
export const extendDeadline: Decide<'extendDeadline'> = (file, stated, context) => {
  undecided(file);
  after(stated.on, ['acceptance', file.accepted?.on]);
  checkExtension(file, stated, context);
  return [took('DeadlineExtended', stated, context)];
};
