import { but, dibaoUntil, fileAfter, given, path, PHOTO, script, STAFF } from './testing/story.js';

const S = script();
/** Under R220 a review is held before the opinion. */
const OLD = { from: '2021-03-01' } as const;
const O = script(OLD);
const beforeReview = path(OLD, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessIncome', 'assessAssets');
const established = dibaoUntil('assessAssets');
const posted = dibaoUntil('postNotice');
const closed = dibaoUntil('closeNotice');
const objected = [...posted, S.raiseObjection];

const people = (residents: number, others: number, kin = false) => [
  ...Array.from({ length: residents }, (_, n) => ({ name: `居民${n}`, role: 'resident', ...(kin && n === 0 ? { kin: true } : {}) })), ...Array.from({ length: others }, (_, n) => ({ name: `干部${n}`, role: n % 2 === 0 ? 'committee' : 'town' })),
];

describe('review (R220 21-23)', () => {
  const held = (participants: object[], votes: { agree: number; disagree?: number; abstain?: number }) => but(O.review, { participants, disagree: 0, abstain: 0, ...votes });
  it('records who took part, how they voted and what came of it', () => {
    const participants = people(4, 2);
    given(beforeReview).when(held(participants, { agree: 4, disagree: 1, abstain: 1 })).then({
      type: 'DemocraticReviewHeld', data: { on: '2021-03-10', place: '社区', participants, agree: 4, disagree: 1, abstain: 1, residentReps: 4, total: 6, conclusion: 'agree' },
    });
  });
  it.each([[2, 1], [4, 2], [6, 3], [10, 5], [3, 0]])('%i residents and %i others are enough: at least two thirds', (residents, others) => given(beforeReview).when(held(people(residents, others), { agree: residents + others })).thenAccepted());
  it.each([[1, 2], [3, 2], [5, 3], [9, 5], [0, 3]])('%i residents and %i others are too few', (residents, others) => {
    given(beforeReview).when(held(people(residents, others), { agree: residents + others })).thenRefused('QUORUM_MISSING', { total: residents + others, residentReps: residents });
  });
  it('everybody votes once', () => {
    given(beforeReview).when(held(people(4, 2), { agree: 5 })).thenRefused('VOTES_DIFFER', { total: 6 });
    given(beforeReview).when(held(people(4, 2), { agree: 5, abstain: 2 })).thenRefused('VOTES_DIFFER');
  });
  it('agrees by more than half of those who took part; half is not enough, and gives the county a doubt', () => {
    expect(given(beforeReview).when(held(people(4, 2), { agree: 3, abstain: 3 })).thenFile().doubts).toEqual(['reviewDisagreed']);
    expect(given(beforeReview).when(held(people(5, 2), { agree: 4, disagree: 3 })).thenFile().doubts).toEqual([]);
  });
  it('kin take no part', () => given(beforeReview).when(held(people(4, 2, true), { agree: 6 })).thenRefused('NEAR_RELATIVE_REVIEWS'));
  it('rests on acceptance, check and visit, in the order of days', () => {
    given(path(OLD, 'submit')).when(O.review).thenRefused('STEP_OUT_OF_ORDER', { missing: ['acceptance', 'the report of the check (reportCheck)', 'the visit (visit)'] });
    given(beforeReview).when(but(O.review, { on: '2021-03-05' })).thenRefused('STEP_TOO_EARLY', { step: 'the report of the check (reportCheck)' });
    given(beforeReview, O.disputeCheck).when(O.review).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the second look at the check (reviewCheck)'] });
  });
  it('not after the opinion, the decision or the end', () => {
    given(beforeReview, O.review, O.issueOpinion).when(but(O.review, { on: '2021-03-12' })).thenRefused('STEP_DONE', { step: 'the opinion' });
    given(beforeReview, O.terminate).when(but(O.review, { on: '2021-03-20' })).thenRefused('CASE_CLOSED');
    given(dibaoUntil('confirm')).when(but(S.review, { on: '2021-11-01' })).thenRefused('STEP_DONE', { step: 'the decision' });
  });
  it('under R57 only after an objection, which it investigates while the opinion stands', () => {
    given(established).when(S.review).thenRefused('STEP_NOT_IN_PROCEDURE', { benefit: 'dibao' });
    given(objected).when(but(S.review, { on: '2021-09-14' })).thenAccepted();
    given(objected, S.investigateObjection).when(but(S.review, { on: '2021-09-16' })).thenRefused('STEP_DONE', { step: 'the opinion' });
  });
  it('of 特困 where the town wants one (R43 14), of no other benefit', () => {
    given(path({ benefit: 'tekun' }, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck')).when(S.review).thenAccepted();
    for (const benefit of ['temporaryRelief', 'disabilityLiving', 'orphan', 'medicalRelief', 'housing'] as const) given(path({ benefit }, 'submit', 'accept')).when(S.review).thenRefused('STEP_NOT_IN_PROCEDURE', { benefit });
  });
});

describe('issueOpinion', () => {
  const said = { on: '2021-09-11', opinion: 'approve', author: STAFF.author, amountFen: 60_000, persons: 1, reason: '符合', reviewer: STAFF.auditor };
  it('is drafted by one and given by another', () => {
    given(established).when(S.issueOpinion).then({ type: 'InitialOpinionIssued', data: said });
    given(established).when(but(S.issueOpinion, { author: STAFF.auditor })).thenRefused('SAME_PERSON', { staffId: STAFF.auditor });
  });
  it('whoever visited does not give it, but may draft it', () => {
    given(established).when(but(S.issueOpinion, {}, STAFF.surveyor)).thenRefused('SAME_PERSON', { staffId: STAFF.surveyor });
    given(established).when(but(S.issueOpinion, {}, STAFF.second)).thenRefused('SAME_PERSON');
    given(established).when(but(S.issueOpinion, { author: STAFF.surveyor })).thenAccepted();
  });
  it('also after the visit was done again by others', () => {
    const again = [...dibaoUntil('forward'), S.return, ...['requestCheck', 'startCheck', 'reportCheck', 'assessIncome', 'assessAssets'].map((step) => but(S[step as 'startCheck'], { on: '2021-09-22' })), but(S.visit, { on: '2021-09-22', visitors: ['003110', '003111'] })];
    given(again).when(but(S.issueOpinion, { on: '2021-09-23' }, STAFF.surveyor)).thenRefused('SAME_PERSON');
    given(again).when(but(S.issueOpinion, { on: '2021-09-23' })).thenAccepted();
  });
  it('near kin neither draft nor give it unregistered', () => {
    given(established, S.declareKin).when(but(S.issueOpinion, { author: STAFF.kin })).thenRefused('NEAR_RELATIVE_UNFILED', { staffId: STAFF.kin });
    given(established, S.declareKin).when(but(S.issueOpinion, {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED');
  });
  it('rests on what was established, and names everything that is missing', () => {
    given(dibaoUntil('accept')).when(S.issueOpinion).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the report of the check (reportCheck)', 'the visit (visit)', 'the assessment of income', 'the assessment of assets'] });
    given(beforeReview).when(O.issueOpinion).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the democratic review (review)'] });
    given(established).when(but(S.issueOpinion, { on: '2021-09-08' })).thenRefused('STEP_TOO_EARLY', { step: 'the assessment of income' });
  });
  it('once, and not after decision or end', () => {
    given(dibaoUntil('issueOpinion')).when(S.issueOpinion).thenRefused('STEP_DONE', { step: 'the opinion' });
    given(dibaoUntil('confirm')).when(but(S.issueOpinion, { on: '2021-11-01' })).thenRefused('STEP_DONE', { step: 'the decision' });
    given(established, S.withdraw).when(but(S.issueOpinion, { on: '2021-09-20' })).thenRefused('CASE_CLOSED');
  });
  it('emergency relief has none', () => given(path({ benefit: 'temporaryRelief', variant: 'emergency' }, 'submit', 'accept')).when(S.issueOpinion).thenRefused('STEP_NOT_IN_PROCEDURE', { step: 'opinion of the town' }));
});

describe('the notice: seven full days, proved by photos (R57 19)', () => {
  it('is posted once, after the opinion, with a photo of the beginning', () => {
    given(dibaoUntil('issueOpinion')).when(S.postNotice).then({
      type: 'PublicNoticePosted', data: { on: '2021-09-11', place: '公示栏', fields: ['name', 'amount'], to: '2021-09-18', stage: 'town' }, evidence: [{ sha256: PHOTO, kind: 'noticeStartPhoto' }],
    });
    given(established).when(S.postNotice).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the opinion (issueOpinion)'] });
    given(dibaoUntil('issueOpinion')).when(but(S.postNotice, { on: '2021-09-10' })).thenRefused('STEP_TOO_EARLY');
    given(posted).when(S.postNotice).thenRefused('STEP_DONE', { step: 'the notice' });
    given(posted, S.terminate).when(but(S.postNotice, { on: '2021-09-20' })).thenRefused('CASE_CLOSED');
    for (const evidence of [undefined, [], [{ sha256: PHOTO, kind: 'noticeList' }], [{ sha256: PHOTO, kind: 'noticeEndPhoto' }]]) {
      given(dibaoUntil('issueOpinion')).when(but(S.postNotice, { evidence })).thenRefused('PHOTO_MISSING', { kind: 'noticeStartPhoto' });
    }
  });
  it('is not closed on the sixth day, and is on the seventh: posted on the 11th, closed on the 18th', () => {
    given(posted).when(but(S.closeNotice, { on: '2021-09-17' })).thenRefused('NOTICE_RUNNING', { from: '2021-09-18' });
    given(posted).when(S.closeNotice).then({ type: 'NoticeClosed', data: { on: '2021-09-18', stage: 'town', objections: 0 }, evidence: [{ sha256: PHOTO, kind: 'noticeEndPhoto' }] });
  });
  it('the seven days run over the end of a month and of February', () => {
    const february = path({ from: '2022-02-12' }, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessIncome', 'assessAssets', 'issueOpinion', 'postNotice');
    given(february).when(but(S.closeNotice, { on: '2022-02-28' })).thenRefused('NOTICE_RUNNING', { from: '2022-03-01' });
    given(february).when(but(S.closeNotice, { on: '2022-03-01' })).thenAccepted();
  });
  it('is closed once, after it was posted, with a photo of the end', () => {
    given(dibaoUntil('issueOpinion')).when(S.closeNotice).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the notice (postNotice)'] });
    given(closed).when(S.closeNotice).thenRefused('STEP_DONE');
    given(posted).when(but(S.closeNotice, { on: '2021-09-10' })).thenRefused('STEP_TOO_EARLY');
    given(posted).when(but(S.closeNotice, { evidence: [{ sha256: PHOTO, kind: 'noticeStartPhoto' }] })).thenRefused('PHOTO_MISSING', { kind: 'noticeEndPhoto' });
    given(posted, S.withdraw).when(but(S.closeNotice, { on: '2021-09-20' })).thenRefused('CASE_CLOSED');
  });
  it('says how many objected while it stood', () => {
    given(objected, but(S.raiseObjection, { objectionNo: 'YY2' })).when(S.closeNotice).then({ type: 'NoticeClosed', data: { on: '2021-09-18', stage: 'town', objections: 2 }, evidence: [{ sha256: PHOTO, kind: 'noticeEndPhoto' }] });
  });
  it('a child is never posted (R62)', () => {
    for (const benefit of ['orphan', 'unsupportedChild'] as const) given(path({ benefit }, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'reportCheck', 'assessCircumstances', 'issueOpinion')).when(S.postNotice).thenRefused('STEP_NOT_IN_PROCEDURE', { benefit });
  });
});

describe('objections', () => {
  it('are raised while the notice stands', () => {
    given(posted).when(S.raiseObjection).then({ type: 'ObjectionRaised', data: { on: '2021-09-13', objectionNo: 'YY1', content: '有车', stage: 'town' } });
    given(dibaoUntil('issueOpinion')).when(S.raiseObjection).thenRefused('STEP_OUT_OF_ORDER', { missing: ['a notice'] });
    given(posted).when(but(S.raiseObjection, { on: '2021-09-10' })).thenRefused('STEP_TOO_EARLY');
    given(closed).when(but(S.raiseObjection, { on: '2021-09-18' })).thenRefused('NOTICE_CLOSED', { on: '2021-09-18' });
    given(objected).when(S.raiseObjection).thenRefused('STEP_DONE', { step: 'objection YY1' });
    given(posted, S.terminate).when(but(S.raiseObjection, { on: '2021-09-19' })).thenRefused('CASE_CLOSED');
  });
  it('are investigated once, each', () => {
    given(objected).when(S.investigateObjection).then({ type: 'ObjectionInvestigated', data: { on: '2021-09-15', objectionNo: 'YY1', method: 'resurvey', finding: 'unfounded', text: '无车' } });
    given(posted).when(S.investigateObjection).thenRefused('OBJECTION_UNKNOWN', { objectionNo: 'YY1' });
    given(objected, S.investigateObjection).when(S.investigateObjection).thenRefused('STEP_DONE');
    given(objected).when(but(S.investigateObjection, { on: '2021-09-12' })).thenRefused('STEP_TOO_EARLY', { step: 'the objection' });
    given(objected, S.declareKin).when(but(S.investigateObjection, {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED');
    given(objected, S.terminate).when(but(S.investigateObjection, { on: '2021-09-19' })).thenRefused('CASE_CLOSED');
  });
  it('hold up the file until investigated, and are a doubt for the county whatever is found', () => {
    given(objected, S.closeNotice).when(S.forward).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the investigation of objection YY1 (investigateObjection)'] });
    given(objected, S.investigateObjection, S.closeNotice).when(S.forward).thenAccepted();
    expect(fileAfter([...objected, S.investigateObjection]).doubts).toEqual(['objection']);
  });
  it('that are founded take the opinion and the notice back: both are done anew', () => {
    const founded = but(S.investigateObjection, { finding: 'founded' });
    expect(fileAfter([...objected, founded])).toMatchObject({ opinion: undefined, townNotice: undefined, objections: [{ no: 'YY1', investigated: { on: '2021-09-15', founded: true } }] });
    given(objected, founded).when(S.closeNotice).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the notice (postNotice)'] });
    const anew = [...objected, founded, but(S.issueOpinion, { on: '2021-09-16' }), but(S.postNotice, { on: '2021-09-16' })];
    given(anew).when(but(S.closeNotice, { on: '2021-09-22' })).thenRefused('NOTICE_RUNNING', { from: '2021-09-23' });
    given(anew).when(but(S.closeNotice, { on: '2021-09-23' })).then({ type: 'NoticeClosed', data: { on: '2021-09-23', stage: 'town', objections: 0 }, evidence: [{ sha256: PHOTO, kind: 'noticeEndPhoto' }] });
  });
});

describe('forward and return', () => {
  it('a file goes to the county once the town is done, with the share the county draws', () => {
    given(closed).when(S.forward).then({ type: 'CaseForwarded', data: { on: '2021-09-19', fileList: ['申请书'], samplePpm: 0 } });
    given(path(OLD, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessIncome', 'assessAssets', 'review', 'issueOpinion', 'postNotice', 'closeNotice')).when(O.forward).then({
      type: 'CaseForwarded', data: { on: '2021-03-19', fileList: ['申请书'], samplePpm: 300_000 },
    });
    given(posted).when(S.forward).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the end of the notice (closeNotice)'] });
    given(closed).when(but(S.forward, { on: '2021-09-17' })).thenRefused('STEP_TOO_EARLY', { step: 'the end of the notice (closeNotice)' });
    given(closed, S.forward).when(S.forward).thenRefused('STEP_DONE', { step: 'forwarding' });
    given(closed, but(S.terminate, { on: '2021-09-18' })).when(S.forward).thenRefused('CASE_CLOSED');
  });
  it('not before declared kin are registered (R57 11)', () => {
    given(closed, S.declareKin).when(S.forward).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the registration of the near relative (fileNearRelative)'] });
    given(closed, S.declareKin, S.fileNearRelative).when(S.forward).thenAccepted();
  });
  it('a return is recorded with what has to be done again', () => {
    given(dibaoUntil('forward')).when(S.return).then({ type: 'CaseReturned', data: { on: '2021-09-20', toStep: 'verifying', reason: '材料不清' } });
    given(dibaoUntil('accept')).when(S.return).thenRefused('NOTHING_TO_RETURN', { toStep: 'verifying' });
    given([S.submit]).when(S.return).thenRefused('STEP_OUT_OF_ORDER', { missing: ['acceptance'] });
    given(dibaoUntil('visit')).when(but(S.return, { on: '2021-09-01' })).thenRefused('STEP_TOO_EARLY');
    given(dibaoUntil('confirm')).when(but(S.return, { on: '2021-11-01' })).thenRefused('STEP_DONE', { step: 'the decision' });
  });
  it.each([
    ['notice', ['the end of the notice (closeNotice)']],
    ['opinion', ['the opinion (issueOpinion)', 'the end of the notice (closeNotice)']],
    ['verifying', ['the opinion (issueOpinion)', 'the end of the notice (closeNotice)']],
    ['accepted', ['the opinion (issueOpinion)', 'the end of the notice (closeNotice)']],
  ])('returned to %s, everything from there on is owed again', (toStep, missing) => {
    given(dibaoUntil('forward'), but(S.return, { toStep })).when(but(S.forward, { on: '2021-09-21' })).thenRefused('STEP_OUT_OF_ORDER', { missing });
  });
  it.each([
    // What was done, and the steps it may be returned to: those it has reached.
    ['accept', []], ['authoriseCheck', ['accepted']], ['requestCheck', ['accepted', 'verifying']], ['assessAssets', ['accepted', 'verifying']],
    ['issueOpinion', ['accepted', 'verifying', 'opinion']], ['postNotice', ['accepted', 'verifying', 'opinion', 'notice']], ['forward', ['accepted', 'verifying', 'opinion', 'notice']],
  ] as const)('after %s it can be returned to %j and to no step it has not come to', (last, reached: readonly string[]) => {
    for (const toStep of ['accepted', 'verifying', 'opinion', 'notice']) {
      const returned = given(dibaoUntil(last)).when(but(S.return, { on: '2021-09-30', toStep }));
      if (reached.includes(toStep)) returned.thenAccepted();
      else returned.thenRefused('NOTHING_TO_RETURN', { toStep });
    }
  });
  it('an assessment alone is something to do again; a second return finds nothing', () => {
    given(dibaoUntil('accept'), S.assessIncome).when(S.return).thenAccepted();
    given(dibaoUntil('forward'), but(S.return, { toStep: 'opinion' })).when(but(S.return, { on: '2021-09-21', toStep: 'notice' })).thenRefused('NOTHING_TO_RETURN');
    given(dibaoUntil('forward'), but(S.return, { toStep: 'opinion' })).when(but(S.return, { on: '2021-09-21', toStep: 'opinion' })).thenRefused('NOTHING_TO_RETURN');
  });
  it.each([
    ['reportCheck', 'verifying', '2021-09-05', 'the check'], ['assessAssets', 'verifying', '2021-09-08', 'the assessment of income'], ['issueOpinion', 'opinion', '2021-09-10', 'the opinion'],
    ['closeNotice', 'notice', '2021-09-17', 'the notice'], ['forward', 'notice', '2021-09-18', 'forwarding'],
  ] as const)('not before %s, which it takes back', (last, toStep, on, step) => {
    given(dibaoUntil(last)).when(but(S.return, { on, toStep })).thenRefused('STEP_TOO_EARLY', { step });
  });
  it('returned to verifying the check and the visit are owed again, returned to accepted the authorisation too', () => {
    const verifying = [...dibaoUntil('forward'), S.return];
    given(verifying).when(but(S.issueOpinion, { on: '2021-09-21' })).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the report of the check (reportCheck)', 'the visit (visit)', 'the assessment of income', 'the assessment of assets'] });
    given(verifying).when(but(S.requestCheck, { on: '2021-09-21' })).thenAccepted();
    given(dibaoUntil('forward'), but(S.return, { toStep: 'accepted' })).when(but(S.requestCheck, { on: '2021-09-21' })).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the authorisation (authoriseCheck)'] });
    given(dibaoUntil('forward'), but(S.return, { toStep: 'opinion' })).when(but(S.issueOpinion, { on: '2021-09-21' })).thenAccepted();
  });
});
