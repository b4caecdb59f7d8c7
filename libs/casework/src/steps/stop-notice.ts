/**
 * R43 26: before support of 特困 ends, what is intended is posted for seven full days at the community or the institution. Whoever
 * objects is heard within 15 working days, and what is decided then is posted anew. No cause is left out: a stop for a death reaches
 * back all the same, so nothing is lost by the days of the notice.
 */
import { addDays, type CivilDate, DomainError } from '#kernel';
import type { CaseFile } from '../case-file.js';
import type { Stated } from './formats.js';
import { active, after, chainFor, type Decide, fullDays, needsPhoto, once, owes, took } from './guard.js';

/** Whether the end of a benefit is posted before it is decided. */
export const postsItsStop = (file: CaseFile): boolean => file.benefit === 'tekun';

const openObjections = (file: CaseFile) => file.objections.filter(({ stage, investigated }) => stage === 'stop' && investigated === undefined);
const investigation = (file: CaseFile) => openObjections(file).map(({ no }) => [`the investigation of objection ${no} (investigateObjection)`, undefined] as const);

export const postStopNotice: Decide<'postStopNotice'> = (file, stated, context) => {
  owes(postsItsStop(file), file, 'notice of a stop');
  const now = active(file, stated.on);
  once('the notice of the stop', file.stopNotice);
  const heard = file.objections.filter(({ stage }) => stage === 'stop').map(({ no, investigated }) => [`the investigation of objection ${no} (investigateObjection)`, investigated?.on] as const);
  after(stated.on, ['the last decision', now.decidedOn], ...heard);
  needsPhoto(stated.evidence, 'noticeStartPhoto');
  return [took('PublicNoticePosted', stated, context, { stage: 'stop', to: addDays(stated.on as CivilDate, chainFor(file).noticeDays) })];
};

export const closeStopNotice: Decide<'closeStopNotice'> = (file, stated, context) => {
  const posted = file.stopNotice?.postedOn;
  after(stated.on, ['the notice of the stop (postStopNotice)', posted]);
  once('the end of the notice of the stop', file.stopNotice?.closedOn);
  fullDays(posted as string, stated.on, chainFor(file).noticeDays);
  needsPhoto(stated.evidence, 'noticeEndPhoto');
  return [took('NoticeClosed', stated, context, { stage: 'stop', objections: openObjections(file).length })];
};

/**
 * What a stop of 特困 rests on: a notice of this very cause that stood its days, and everybody who objected heard.
 * @throws DomainError `STEP_OUT_OF_ORDER` `STEP_TOO_EARLY` `STOP_NOTICE_DIFFERS`
 */
export function stopPosted(file: CaseFile, on: string, cause: Stated<'stop'>['cause']): void {
  if (!postsItsStop(file)) return;
  after(on, ['the notice of the stop (postStopNotice)', file.stopNotice?.postedOn], ...investigation(file), ['the end of the notice of the stop (closeStopNotice)', file.stopNotice?.closedOn]);
  if (file.stopNotice?.cause === cause) return;
  throw new DomainError('STOP_NOTICE_DIFFERS', 'conflict', `The notice said that support ends for ${file.stopNotice?.cause ?? ''}, the decision says ${cause}. Decide what was posted, or complete the review (completeReview, keep) and post the stop anew.`, { posted: file.stopNotice?.cause, stated: cause });
}
