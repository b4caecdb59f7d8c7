/** R43 26: posted for seven days, objections heard within fifteen working days, posted anew, then decided. */
import { activeChange, caseStream, clockBookOf, type ClockEntry, openItems } from '../index.js';
import { after, but, dibaoUntil, fileAfter, given, path, PHOTO, script, STAFF, type Take } from './testing/story.js';

/** 特困 granted on 2021-10-01 from November: posted on 2022-01-19, closed on the 26th, stopped on the 29th from March. */
const TEKUN = { benefit: 'tekun' } as const;
const S = script(TEKUN);
const granted = path(TEKUN, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessIncome', 'assessAssets', 'assessSelfCare', 'assessCircumstances', 'issueOpinion', 'postNotice', 'closeNotice', 'forward', 'draw', 'confirm');
const posted = [...granted, S.postStopNotice];
const closed = [...posted, S.closeStopNotice];
const objection = but(S.raiseObjection, { on: '2022-01-21' });
const heard = (finding: string): Take => but(S.investigateObjection, { on: '2022-02-08', finding });
const NOTICE = 'the notice of the stop (postStopNotice)';
const END = 'the end of the notice of the stop (closeStopNotice)';

describe('the end of 特困', () => {
  it('is posted with its cause, for seven days', () => {
    given(granted).when(S.postStopNotice).then({
      type: 'PublicNoticePosted', evidence: [{ sha256: PHOTO, kind: 'noticeStartPhoto' }],
      data: { on: '2022-01-19', place: '社区公示栏', fields: ['name', 'opinion'], cause: 'incomeAbove', reason: '收入高于标准', stage: 'stop', to: '2022-01-26' },
    });
    given(posted).when(S.closeStopNotice).then({ type: 'NoticeClosed', evidence: [{ sha256: PHOTO, kind: 'noticeEndPhoto' }], data: { on: '2022-01-26', stage: 'stop', objections: 0 } });
    given(posted).when(but(S.closeStopNotice, { on: '2022-01-25' })).thenRefused('NOTICE_RUNNING', { from: '2022-01-26' });
    given(granted).when(but(S.postStopNotice, { evidence: [] })).thenRefused('PHOTO_MISSING', { kind: 'noticeStartPhoto' });
    given(posted).when(but(S.closeStopNotice, { evidence: [] })).thenRefused('PHOTO_MISSING', { kind: 'noticeEndPhoto' });
  });
  it('is posted once, of what is owed, after the last decision', () => {
    given(posted).when(but(S.postStopNotice, { on: '2022-01-20' })).thenRefused('STEP_DONE', { step: 'the notice of the stop' });
    given(closed).when(but(S.closeStopNotice, { on: '2022-01-27' })).thenRefused('STEP_DONE', { step: 'the end of the notice of the stop' });
    given(granted).when(S.closeStopNotice).thenRefused('STEP_OUT_OF_ORDER', { missing: [NOTICE] });
    given(granted).when(but(S.postStopNotice, { on: '2021-09-30' })).thenRefused('STEP_TOO_EARLY', { step: 'the last decision' });
    given(granted.slice(0, -1)).when(S.postStopNotice).thenRefused('BENEFIT_NOT_ACTIVE');
    given(closed, S.stop).when(but(S.postStopNotice, { on: '2022-04-01' })).thenRefused('BENEFIT_NOT_ACTIVE');
    given(granted, S.declareKin).when(but(S.postStopNotice, {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED');
  });
  it('no other benefit has such a notice, or waits for one', () => {
    const dibao = dibaoUntil('confirm');
    given(dibao).when(S.postStopNotice).thenRefused('STEP_NOT_IN_PROCEDURE', { benefit: 'dibao' });
    given(dibao).when(S.stop).thenAccepted();
  });
  it('is decided when the notice is over, for what it said, from the next month', () => {
    given(granted).when(S.stop).thenRefused('STEP_OUT_OF_ORDER', { missing: [NOTICE, END] });
    given(posted).when(S.stop).thenRefused('STEP_OUT_OF_ORDER', { missing: [END] });
    given(closed).when(but(S.stop, { on: '2022-01-25', fromYm: '2022-02' })).thenRefused('STEP_TOO_EARLY', { step: END, on: '2022-01-26' });
    given(closed).when(but(S.stop, { cause: 'ownRequest' })).thenRefused('STOP_NOTICE_DIFFERS', { posted: 'incomeAbove', stated: 'ownRequest' });
    given(closed).when(but(S.stop, { fromYm: '2022-01' })).thenRefused('MONTH_PAID', { earliest: '2022-02' });
    const file = fileAfter([...closed, S.stop]);
    expect([activeChange(file.changes, '2022-02')?.newFen, activeChange(file.changes, '2022-03'), file.stopNotice]).toEqual([60_000, undefined, undefined]);
  });
  it('of somebody who died too: the stop reaches back, so the days of the notice cost nothing', () => {
    const death = but(S.stop, { cause: 'death', fromYm: '2021-12' });
    given(granted, S.reportDeath).when(death).thenRefused('STEP_OUT_OF_ORDER');
    given(granted, S.reportDeath, but(S.postStopNotice, { cause: 'death' }), S.closeStopNotice).when(death).thenAccepted();
  });
  it('a stop that is decided is moved further back without a second notice', () => {
    given(closed, S.stop).when(but(S.stop, { on: '2022-02-10', cause: 'death', fromYm: '2022-01' })).thenAccepted();
  });
  it('a transfer to another benefit ends it too', () => {
    given(granted).when(S.transferCategory).thenRefused('STEP_OUT_OF_ORDER', { missing: [NOTICE, END] });
    given(closed).when(S.transferCategory).thenRefused('STOP_NOTICE_DIFFERS', { posted: 'incomeAbove', stated: 'categoryTransferred' });
    given(granted, but(S.postStopNotice, { cause: 'categoryTransferred' }), S.closeStopNotice).when(S.transferCategory).thenAccepted();
  });
  it('a review that keeps the benefit takes the notice back', () => {
    const kept = [...closed, but(S.completeReview, { on: '2022-01-27' })];
    given(kept).when(S.stop).thenRefused('STEP_OUT_OF_ORDER');
    given(kept).when(but(S.postStopNotice, { on: '2022-02-10' })).thenAccepted();
    given(closed, but(S.completeReview, { on: '2022-01-27', result: 'stop' })).when(S.stop).thenAccepted();
  });
});

describe('objections to it', () => {
  it('are raised while it stands, and not to the notice of the application', () => {
    given(posted).when(objection).then({ type: 'ObjectionRaised', data: { on: '2022-01-21', objectionNo: 'YY1', content: '有车', stage: 'stop' } });
    given(posted).when(but(objection, { on: '2022-01-18' })).thenRefused('STEP_TOO_EARLY', { step: 'a notice' });
    given(closed).when(but(objection, { on: '2022-01-27' })).thenRefused('NOTICE_CLOSED', { on: '2022-01-26' });
    given(granted).when(objection).thenRefused('STEP_DONE', { step: 'the decision' });
    given(posted, objection).when(S.closeStopNotice).then({ type: 'NoticeClosed', evidence: [{ sha256: PHOTO, kind: 'noticeEndPhoto' }], data: { on: '2022-01-26', stage: 'stop', objections: 1 } });
  });
  it('are heard before it ends', () => {
    const missing = ['the investigation of objection YY1 (investigateObjection)'];
    given(posted, objection, S.closeStopNotice).when(S.stop).thenRefused('STEP_OUT_OF_ORDER', { missing });
    given(posted, objection).when(heard('unfounded')).then({ type: 'ObjectionInvestigated', data: { on: '2022-02-08', objectionNo: 'YY1', method: 'resurvey', finding: 'unfounded', text: '无车' } });
    given(posted, objection).when(but(heard('founded'), { on: '2022-01-20' })).thenRefused('STEP_TOO_EARLY', { step: 'the objection' });
  });
  it.each(['founded', 'unfounded'])('then it is posted anew (%s), and only that notice bears a stop', (finding) => {
    const again = [...posted, objection, S.closeStopNotice, heard(finding)];
    given(again).when(but(S.stop, { on: '2022-02-10' })).thenRefused('STEP_OUT_OF_ORDER', { missing: [NOTICE, END] });
    given(again).when(but(S.postStopNotice, { on: '2022-02-07' })).thenRefused('STEP_TOO_EARLY', { step: 'the investigation of objection YY1 (investigateObjection)' });
    given(again, but(S.postStopNotice, { on: '2022-02-09' }), but(S.closeStopNotice, { on: '2022-02-16' })).when(but(S.stop, { on: '2022-02-16' })).thenAccepted();
  });
  it('say nothing of the application: its opinion and its notice stay', () => {
    const [before, now] = [fileAfter(granted), fileAfter([...posted, objection, heard('founded')])];
    expect([now.opinion, now.townNotice, now.forwardedOn, now.doubts]).toEqual([before.opinion, before.townNotice, before.forwardedOn, before.doubts]);
  });
});

it('what is owed meanwhile: the end of the notice, the hearing within 15 working days, a decision', () => {
  const entries = (takes: readonly Take[]): ClockEntry[] => takes.flatMap((take, n) => caseStream.decider.decide(take, after(takes.slice(0, n)))
    .map((event) => ({ event, on: event.occurredAt, code6: '360111', by: take.context.by, imported: false, delegated: false })));
  const owed = (...takes: readonly Take[]): string[] => openItems(clockBookOf(entries([...granted, ...takes])) as NonNullable<ReturnType<typeof clockBookOf>>).map(({ clock, dueOn, owner }) => `${clock} ${dueOn} ${owner}`).filter((item) => item.startsWith('stop'));
  expect(owed(S.postStopNotice)).toEqual(['stopNotice 2022-01-26 town']);
  // 2022: 31 January to 6 February off, 29 and 30 January on. 24-30 January (7), 7-11 February (12), 14-16 (15).
  expect(owed(S.postStopNotice, objection)).toEqual(['stopNotice 2022-01-26 town', 'stopObjection 2022-02-16 county']);
  expect(owed(S.postStopNotice, objection, heard('founded'))).toEqual([]);
  // 27-30 January (4), 7-11 February (9), 14 (10).
  expect(owed(S.postStopNotice, S.closeStopNotice)).toEqual(['stopDecision 2022-02-14 county']);
  expect(owed(S.postStopNotice, S.closeStopNotice, S.stop)).toEqual([]);
  expect(owed(S.postStopNotice, S.closeStopNotice, but(S.completeReview, { on: '2022-01-27' }))).toEqual([]);
});
