/** What the photos of notices give reason to look at, case by case. A lead, never a deviation: it takes no case's procedure for incomplete. */
import type { Step } from '#casework';
import type { CivilDate } from '#kernel';
import { type PhotoFlagCode, photoFlags, type Posting } from '#papers';
import type { ViewReader } from '#projections';
import type { PostingsRow } from './match-facts.js';

export interface PhotoLead {
  readonly code: PhotoFlagCode;
  readonly step: Extract<Step, 'noticePosted' | 'noticeClosed'>;
}

/** Every notice that has papers: workbooks name none, so these are of the live procedure. `caseId` is the key of the case. */
export async function hungNotices(views: ViewReader): Promise<readonly Posting[]> {
  const hung: Posting[] = [];
  for await (const page of views.scan<PostingsRow>('postings')) {
    for (const { key, row } of page) hung.push(...row.postings.map(({ posting, from, to, evidence }) => ({ posting, caseId: key, from: from as CivilDate, to: to as CivilDate | undefined, evidence })));
  }
  return hung;
}

/** By the key of the case; each code once for a step. Photos are compared across the whole ledger: one that is used again need not be used in the same town. */
export async function photoLeads(views: ViewReader): Promise<ReadonlyMap<string, readonly PhotoLead[]>> {
  const leads = new Map<string, PhotoLead[]>();
  for (const { caseId, code, kind } of photoFlags(await hungNotices(views))) {
    const step = kind === 'noticeEndPhoto' ? 'noticeClosed' : 'noticePosted';
    const known = leads.get(caseId) ?? [];
    if (!known.some((lead) => lead.code === code && lead.step === step)) leads.set(caseId, [...known, { code, step }]);
  }
  return leads;
}
