/** The town's part after the facts: democratic review, opinion, public notice, objections, forwarding and return. */
import { addDays, type CivilDate, DomainError } from '#kernel';
import type { CaseFile } from '../case-file.js';
import { RETURN_STEPS, type Stated } from './formats.js';
import { after, chainFor, type Decide, fullDays, needsPhoto, notAlso, noUnfiledKin, objectionOpen, once, owes, took, undecided } from './guard.js';

type Need = readonly [name: string, on: string | undefined];

/** A disputed check is looked at again (R57 18), also where it is disputed when the opinion is given already. */
const secondLook = (file: CaseFile): readonly Need[] => (file.dispute === undefined ? [] : [['the second look at the check (reviewCheck)', file.dispute.reviewedOn]]);

/** What must be established before anybody judges it. */
function established(file: CaseFile): readonly Need[] {
  const chain = chainFor(file);
  return [
    ['acceptance', file.accepted?.on],
    ...(chain.check ? [['the report of the check (reportCheck)', file.check?.reportedOn] as const] : []),
    ...secondLook(file),
    ...(chain.visit ? [['the visit (visit)', file.visitedOn] as const] : []),
  ];
}

/**
 * R220 21-23: held within the community, residents at least two thirds of those who take part, all of them vote; kin do not take part.
 * @throws DomainError `QUORUM_MISSING` `VOTES_DIFFER` `NEAR_RELATIVE_REVIEWS`
 */
export const review: Decide<'review'> = (file, stated, context) => {
  undecided(file);
  if (!objectionOpen(file)) once('the opinion', file.opinion);
  const { review: due } = chainFor(file);
  owes(due !== 'never' && (due !== 'afterObjection' || file.objections.length > 0), file, 'democratic review at this point');
  after(stated.on, ...established(file));
  const { participants, agree, disagree, abstain } = stated;
  const total = participants.length;
  const residentReps = participants.filter(({ role }) => role === 'resident').length;
  if (participants.some(({ kin }) => kin === true)) throw new DomainError('NEAR_RELATIVE_REVIEWS', 'forbidden', 'Near kin of the household take no part in its review. Hold it without them.');
  if (residentReps * 3 < total * 2) {
    throw new DomainError('QUORUM_MISSING', 'invalid', `Of ${total} who took part ${residentReps} are residents; at least two thirds must be (R220 22). The review has to be held again.`, { total, residentReps });
  }
  if (agree + disagree + abstain !== total) throw new DomainError('VOTES_DIFFER', 'invalid', `${agree} + ${disagree} + ${abstain} votes are not those of ${total} who took part. Correct the record.`, { total });
  return [took('DemocraticReviewHeld', stated, context, { residentReps, total, conclusion: agree * 2 > total ? 'agree' : 'disagree' })];
};

/** 初审意见, drafted by one and given by another who did not survey (process.md §2). */
export const issueOpinion: Decide<'issueOpinion'> = (file, stated, context) => {
  undecided(file);
  const chain = chainFor(file);
  owes(chain.opinion, file, 'opinion of the town');
  once('the opinion', file.opinion);
  const reviewDue = chain.review === 'required';
  after(stated.on, ...established(file), ...chain.assessments.map((name) => [`the assessment of ${name}`, file.assessed[name]] as const), ...(reviewDue ? [['the democratic review (review)', file.reviewedOn] as const] : []));
  noUnfiledKin(file, stated.author);
  notAlso(context.by, file.visitors, 'visited the household');
  notAlso(context.by, [stated.author], 'drafted the opinion');
  return [took('InitialOpinionIssued', stated, context, { reviewer: context.by })];
};

export const postNotice: Decide<'postNotice'> = (file, stated, context) => {
  undecided(file);
  owes(chainFor(file).townNotice, file, 'public notice');
  once('the notice', file.townNotice);
  after(stated.on, ['the opinion (issueOpinion)', file.opinion?.on]);
  needsPhoto(stated.evidence, 'noticeStartPhoto');
  return [took('PublicNoticePosted', stated, context, { stage: 'town', to: addDays(stated.on as CivilDate, chainFor(file).noticeDays) })];
};

export const closeNotice: Decide<'closeNotice'> = (file, stated, context) => {
  undecided(file);
  const posted = file.townNotice?.postedOn;
  after(stated.on, ['the notice (postNotice)', posted]);
  once('the end of the notice', file.townNotice?.closedOn);
  fullDays(posted as string, stated.on, chainFor(file).noticeDays);
  needsPhoto(stated.evidence, 'noticeEndPhoto');
  return [took('NoticeClosed', stated, context, { stage: 'town', objections: file.objections.filter(({ stage, raisedOn }) => stage === 'town' && raisedOn >= (posted as string)).length })];
};

/** While a notice stands. What comes later is a complaint. */
export const raiseObjection: Decide<'raiseObjection'> = (file, stated, context) => {
  if (file.stopNotice === undefined) undecided(file);
  const stage = file.stopNotice !== undefined ? 'stop' : file.countyNotice !== undefined && file.countyNotice.closedOn === undefined ? 'county' : 'town';
  const notice = { town: file.townNotice, county: file.countyNotice, stop: file.stopNotice }[stage];
  after(stated.on, ['a notice', notice?.postedOn]);
  if (notice?.closedOn !== undefined) throw new DomainError('NOTICE_CLOSED', 'conflict', `The notice ended on ${notice.closedOn}. Record what is said now as a complaint.`, { on: notice.closedOn });
  if (file.objections.some(({ no }) => no === stated.objectionNo)) once(`objection ${stated.objectionNo}`, stated.objectionNo);
  return [took('ObjectionRaised', stated, context, { stage })];
};

/** R57 19: by a review or a new survey; a founded objection takes the opinion back, any to the notice of a stop that notice (R43 26). */
export const investigateObjection: Decide<'investigateObjection'> = (file, stated, context) => {
  const objection = file.objections.find(({ no }) => no === stated.objectionNo);
  if (objection?.stage !== 'stop') undecided(file);
  if (objection === undefined) throw new DomainError('OBJECTION_UNKNOWN', 'notFound', 'No objection has this number in the case. Check the number.', { objectionNo: stated.objectionNo });
  once('the investigation of this objection', objection.investigated);
  after(stated.on, ['the objection', objection.raisedOn]);
  return [took('ObjectionInvestigated', stated, context)];
};

/** What a file must hold before the county looks at it, or a town decides by delegation. */
export function townDone(file: CaseFile): readonly Need[] {
  const chain = chainFor(file);
  const open = file.objections.find(({ investigated }) => investigated === undefined);
  return [
    ['acceptance', file.accepted?.on],
    ...(chain.opinion ? [['the opinion (issueOpinion)', file.opinion?.on] as const] : []),
    ...(chain.townNotice ? [['the end of the notice (closeNotice)', file.townNotice?.closedOn] as const] : []),
    ...(open === undefined ? [] : [[`the investigation of objection ${open.no} (investigateObjection)`, undefined] as const]),
    ...secondLook(file),
    ...(file.kin.some(({ filed }) => !filed) ? [['the registration of the near relative (fileNearRelative)', undefined] as const] : []),
  ];
}

export const forward: Decide<'forward'> = (file, stated, context) => {
  undecided(file);
  once('forwarding', file.forwardedOn);
  after(stated.on, ...townDone(file));
  return [took('CaseForwarded', stated, context, { samplePpm: chainFor(file).samplePpm })];
};

const DONE: Readonly<Record<Stated<'return'>['toStep'], (file: CaseFile) => readonly Need[]>> = {
  notice: ({ townNotice, forwardedOn, sample, countyVisitedOn, countyNotice, conference }) => [
    ['the notice', townNotice?.closedOn ?? townNotice?.postedOn], ['forwarding', forwardedOn], ['the draw', sample?.on], ['the visit by the county', countyVisitedOn],
    ['the notice of the county', countyNotice?.closedOn ?? countyNotice?.postedOn], ['the conference', conference?.on],
  ],
  opinion: ({ opinion }) => [['the opinion', opinion?.on]],
  verifying: ({ check, dispute, visitedOn, assessed, reviewedOn }) => [
    ['the check', check?.reportedOn ?? check?.startedOn ?? check?.requestedOn], ['the dispute of the check', dispute?.reviewedOn ?? dispute?.on], ['the visit', visitedOn],
    ...Object.entries(assessed).map(([name, on]) => [`the assessment of ${name}`, on] as const), ['the democratic review', reviewedOn],
  ],
  accepted: ({ authorisedOn }) => [['the authorisation', authorisedOn]],
};
/** What a return to a step takes back of what was done, with its days. */
function takenBack(file: CaseFile, toStep: Stated<'return'>['toStep']): readonly Need[] {
  const from = RETURN_STEPS.indexOf(toStep);
  return RETURN_STEPS.slice(from).flatMap((step) => DONE[step](file)).filter(([, on]) => on !== undefined);
}

/** 退回: everything from a step on that was done is done again; what was done stays on record. */
export const returnCase: Decide<'return'> = (file, stated, context) => {
  undecided(file);
  after(stated.on, ['acceptance', file.accepted?.on]);
  const done = takenBack(file, stated.toStep);
  if (done.length === 0) {
    throw new DomainError('NOTHING_TO_RETURN', 'conflict', `The case has not come to ${stated.toStep} or further: nothing would have to be done again. Return it to an earlier step, or go on.`, { toStep: stated.toStep });
  }
  after(stated.on, ...done);
  return [took('CaseReturned', stated, context)];
};
