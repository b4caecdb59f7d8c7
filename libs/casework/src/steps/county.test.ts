import { but, dibaoUntil, draw, fileAfter, given, path, PHOTO, script, STAFF } from './testing/story.js';

const S = script();
const OLD = { from: '2021-03-01' } as const;
const O = script(OLD);
const forwarded = path(OLD, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessIncome', 'assessAssets', 'review', 'issueOpinion', 'postNotice', 'closeNotice', 'forward');
const drawn = [...forwarded, O.draw];
const posted = [...drawn, O.postCountyNotice];
const selected = draw({ on: '2021-03-20', selected: true });
const kinFiled = [O.submit, O.declareKin, O.fileNearRelative, ...forwarded.slice(1)];

describe('the draw', () => {
  const data = { on: '2021-03-20', drawNo: 'CY-1', seed: '0f', ratePpm: 300_000 };
  it('records who was drawn, by what seed, and whom the county visits anyway', () => {
    given(forwarded).when(O.draw).then({ type: 'CountySampled', data: { ...data, selected: false, mandatoryReasons: [] } });
    given(forwarded).when(selected).then({ type: 'CountySampled', data: { ...data, selected: true, mandatoryReasons: [] } });
    given(kinFiled).when(O.draw).then({ type: 'CountySampled', data: { ...data, selected: false, mandatoryReasons: ['nearRelative'] } });
  });
  it('once, of what was forwarded, of a case that runs', () => {
    given(drawn).when(O.draw).thenRefused('STEP_DONE', { step: 'the draw' });
    given(forwarded.slice(0, -1)).when(O.draw).thenRefused('STEP_OUT_OF_ORDER', { missing: ['forwarding (forward)'] });
    given(forwarded).when(draw({ on: '2021-03-18' })).thenRefused('STEP_TOO_EARLY');
    given(forwarded).when(but(O.draw, {}, undefined, { today: '2021-03-19' as never })).thenRefused('STEP_IN_FUTURE');
    given(forwarded, but(O.withdraw, { on: '2021-03-20' })).when(O.draw).thenRefused('CASE_CLOSED');
    given().when(O.draw).thenRefused('CASE_UNKNOWN');
    given(drawn, O.postCountyNotice, O.closeCountyNotice, O.confirm).when(draw({ on: '2021-04-02' })).thenRefused('STEP_DONE', { step: 'the decision' });
  });
  it('who was drawn is visited, also after the file was returned and another draw passed it over', () => {
    const again = [but(O.postNotice, { on: '2021-03-22' }), but(O.closeNotice, { on: '2021-03-29' }), but(O.forward, { on: '2021-03-30' }), draw({ on: '2021-03-31', drawNo: 'CY-2' })];
    const returned = [...forwarded, selected, but(O.return, { on: '2021-03-21', toStep: 'notice' }), ...again];
    given(returned).when(but(O.postCountyNotice, { on: '2021-04-01' })).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the visit by the county (countyVisit), due because of drawnBefore'] });
    const passedOver = [...drawn, but(O.return, { on: '2021-03-21', toStep: 'notice' }), ...again];
    given(passedOver).when(but(O.postCountyNotice, { on: '2021-04-01' })).thenAccepted();
  });
});

describe('countyVisit', () => {
  it('is recorded after forwarding', () => {
    given(drawn).when(O.countyVisit).then({ type: 'CountyVisited', data: { on: '2021-03-21', visitNo: 'CC1', visitors: ['001201', '001202'], findings: '一致', agrees: true } });
    given(forwarded.slice(0, -1)).when(O.countyVisit).thenRefused('STEP_OUT_OF_ORDER', { missing: ['forwarding (forward)'] });
    given(drawn).when(but(O.countyVisit, { on: '2021-03-18' })).thenRefused('STEP_TOO_EARLY');
    given(drawn, but(O.terminate, { on: '2021-03-20' })).when(O.countyVisit).thenRefused('CASE_CLOSED');
    given(dibaoUntil('confirm')).when(but(S.countyVisit, { on: '2021-11-01' })).thenRefused('STEP_DONE', { step: 'the decision' });
  });
  it('which found something else holds up the confirmation, not the denial, until the case is returned or visited again', () => {
    const otherwise = [...drawn, but(O.countyVisit, { agrees: false }), O.postCountyNotice, O.closeCountyNotice];
    given(otherwise).when(O.confirm).thenRefused('COUNTY_DISAGREES', { on: '2021-03-21' });
    given(otherwise).when(but(O.deny, { on: '2021-04-01' })).thenAccepted();
    given([...otherwise.slice(0, -2), but(O.countyVisit, { visitNo: 'CC2' }), ...otherwise.slice(-2)]).when(O.confirm).thenAccepted();
    expect(given(otherwise).when(but(O.return, { on: '2021-04-01', toStep: 'notice' })).thenFile().countyDisagrees).toBeUndefined();
  });
  it('not by near kin unregistered', () => {
    given(drawn, O.declareKin).when(but(O.countyVisit, { visitors: ['001201', STAFF.kin] })).thenRefused('NEAR_RELATIVE_UNFILED', { staffId: STAFF.kin });
    given(drawn, O.declareKin).when(but(O.countyVisit, {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED');
  });
});

describe('whom the county must visit (R220 26, R57 11)', () => {
  const objected = [...forwarded.slice(0, -2), O.raiseObjection, O.investigateObjection, ...forwarded.slice(-2)];
  const disputed = [...forwarded.slice(0, 7), O.disputeCheck, O.reviewCheck, ...forwarded.slice(7)];
  const against = forwarded.map((step) => (step === forwarded[9] ? but(step, { agree: 1, disagree: 2 }) : step));
  it.each([['the sample', [...forwarded, selected]], ['nearRelative', [...kinFiled, O.draw]], ['objection', [...objected, O.draw]], ['checkDisputed', [...disputed, O.draw]], ['reviewDisagreed', [...against, O.draw]]])('%s', (why, takes) => {
    given(takes).when(O.postCountyNotice).thenRefused('STEP_OUT_OF_ORDER', { missing: [`the visit by the county (countyVisit), due because of ${why}`] });
    given(takes, but(O.countyVisit, { on: '2021-03-22' })).when(O.postCountyNotice).thenAccepted();
  });
  it('under R57 without a draw, before the decision', () => {
    const kin = [S.submit, S.fileNearRelative, ...dibaoUntil('forward').slice(1)];
    given(kin).when(S.confirm).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the visit by the county (countyVisit), due because of nearRelative'] });
    given(kin, S.countyVisit).when(S.confirm).thenAccepted();
    given(dibaoUntil('forward')).when(S.confirm).thenAccepted();
  });
});

describe('the notice of the county (R220 28)', () => {
  it('is posted once the county has looked, with a photo', () => {
    given(drawn).when(O.postCountyNotice).then({ type: 'PublicNoticePosted', data: { on: '2021-03-22', place: '公开栏', fields: ['name', 'amount'], to: '2021-03-29', stage: 'county' }, evidence: [{ sha256: PHOTO, kind: 'noticeStartPhoto' }] });
    given(forwarded).when(O.postCountyNotice).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the draw of the sample (drawSample)'] });
    given(forwarded.slice(0, -1)).when(O.postCountyNotice).thenRefused('STEP_OUT_OF_ORDER', { missing: ['forwarding (forward)', 'the draw of the sample (drawSample)'] });
    given(drawn).when(but(O.postCountyNotice, { on: '2021-03-19' })).thenRefused('STEP_TOO_EARLY', { step: 'the draw of the sample (drawSample)' });
    given(drawn).when(but(O.postCountyNotice, { evidence: undefined })).thenRefused('PHOTO_MISSING', { kind: 'noticeStartPhoto' });
    given(posted).when(O.postCountyNotice).thenRefused('STEP_DONE');
    given(drawn, but(O.terminate, { on: '2021-03-20' })).when(O.postCountyNotice).thenRefused('CASE_CLOSED');
  });
  it('stands seven full days: posted on the 22nd, closed on the 29th', () => {
    given(posted).when(but(O.closeCountyNotice, { on: '2021-03-28' })).thenRefused('NOTICE_RUNNING', { from: '2021-03-29' });
    given(posted).when(O.closeCountyNotice).then({ type: 'NoticeClosed', data: { on: '2021-03-29', stage: 'county', objections: 0 }, evidence: [{ sha256: PHOTO, kind: 'noticeEndPhoto' }] });
    given(drawn).when(O.closeCountyNotice).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the notice of the county (postCountyNotice)'] });
    given(posted, O.closeCountyNotice).when(O.closeCountyNotice).thenRefused('STEP_DONE');
    given(posted).when(but(O.closeCountyNotice, { evidence: [{ sha256: PHOTO, kind: 'noticeStartPhoto' }] })).thenRefused('PHOTO_MISSING', { kind: 'noticeEndPhoto' });
    given(posted).when(but(O.closeCountyNotice, { on: '2021-03-21' })).thenRefused('STEP_TOO_EARLY');
    given(posted, but(O.withdraw, { on: '2021-03-23' })).when(O.closeCountyNotice).thenRefused('CASE_CLOSED');
  });
  it('is objected to like that of the town; founded, the file goes back to the opinion', () => {
    const objection = but(O.raiseObjection, { on: '2021-03-24' });
    given(posted, objection).when(O.closeCountyNotice).then({ type: 'NoticeClosed', data: { on: '2021-03-29', stage: 'county', objections: 1 }, evidence: [{ sha256: PHOTO, kind: 'noticeEndPhoto' }] });
    given(posted).when(objection).then({ type: 'ObjectionRaised', data: { on: '2021-03-24', objectionNo: 'YY1', content: '有车', stage: 'county' } });
    const file = fileAfter([...posted, objection, but(O.investigateObjection, { on: '2021-03-25', finding: 'founded' })]);
    expect([file.opinion, file.townNotice, file.forwardedOn, file.sample, file.countyNotice]).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
  it('under R57 there is none', () => given(dibaoUntil('forward')).when(S.postCountyNotice).thenRefused('STEP_NOT_IN_PROCEDURE', { step: 'notice of the county' }));
});

describe('confer', () => {
  const conference = { benefit: 'temporaryRelief', variant: 'conference' } as const;
  const ready = path(conference, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessCircumstances', 'issueOpinion', 'forward');
  it('is recorded with who took part and what was decided, once', () => {
    given(ready).when(S.confer).then({ type: 'CaseConferenced', data: { on: '2021-09-21', attendees: ['001204', '001205', '001206'], minutesRef: 'HY1', decision: 'help', amountFen: 60_000 } });
    given(ready, S.confer).when(S.confer).thenRefused('STEP_DONE', { step: 'the conference' });
    given(path(conference, 'submit')).when(S.confer).thenRefused('STEP_OUT_OF_ORDER', { missing: ['acceptance'] });
    given(ready).when(but(S.confer, { on: '2021-09-01' })).thenRefused('STEP_TOO_EARLY');
    given(ready, S.terminate).when(S.confer).thenRefused('CASE_CLOSED');
  });
  it('that decides to help says with how much, where it decides (GX-2019-05-21); on other benefits it advises', () => {
    given(ready).when(but(S.confer, { amountFen: undefined })).thenRefused('AMOUNT_MISSING', { field: 'amountFen' });
    given(ready).when(but(S.confer, { decision: 'refuse', amountFen: undefined })).thenAccepted();
    given(dibaoUntil('forward')).when(but(S.confer, { amountFen: undefined })).thenAccepted();
  });
  it('near kin do not sit in it', () => given(ready, S.declareKin).when(but(S.confer, { attendees: ['001204', '001205', STAFF.kin] })).thenRefused('NEAR_RELATIVE_UNFILED', { staffId: STAFF.kin }));
});

describe('extendDeadline (R83)', () => {
  const { extendDeadline } = S;
  it('moves a deadline to a later day, on a ground', () => {
    given(dibaoUntil('forward')).when(extendDeadline).then({ type: 'DeadlineExtended', data: { on: '2021-09-20', clock: 'total', to: '2021-10-31', ground: 'checkDelayed' } });
    given(dibaoUntil('forward')).when(but(extendDeadline, { to: '2021-09-20' })).thenRefused('EXTENSION_INVALID', { field: 'to' });
    given(dibaoUntil('forward')).when(but(extendDeadline, { to: '2021-09-31' })).thenRefused('DATE_INVALID');
  });
  it('only the whole procedure, and to at most 45 working days: accepted on 2021-09-02 that is 2021-11-10', () => {
    given(dibaoUntil('forward')).when(but(extendDeadline, { clock: 'whenever' })).thenRefused('CLOCK_UNKNOWN', { field: 'clock' });
    given(dibaoUntil('forward')).when(but(extendDeadline, { clock: 'publication' })).thenRefused('CLOCK_NOT_EXTENDABLE', { clock: 'publication' });
    given(forwarded).when(but(O.extendDeadline, { on: '2021-03-20' })).thenRefused('CLOCK_NOT_EXTENDABLE', { clock: 'total' });
    // 30 working days from 2021-09-02, over Mid-Autumn and National Day with three Saturdays and Sundays worked: 2021-10-20.
    given(dibaoUntil('forward')).when(but(extendDeadline, { to: '2021-10-20' })).thenRefused('EXTENSION_INVALID', { dueOn: '2021-10-20' });
    given(dibaoUntil('forward')).when(but(extendDeadline, { to: '2021-11-10' })).thenAccepted();
    given(dibaoUntil('forward')).when(but(extendDeadline, { to: '2021-11-11' })).thenRefused('EXTENSION_INVALID', { latest: '2021-11-10' });
  });
  it('of a case that was accepted and runs', () => {
    given(path({}, 'submit')).when(extendDeadline).thenRefused('STEP_OUT_OF_ORDER', { missing: ['acceptance'] });
    given(dibaoUntil('accept')).when(but(extendDeadline, { on: '2021-09-01' })).thenRefused('STEP_TOO_EARLY');
    given(dibaoUntil('confirm')).when(but(extendDeadline, { on: '2021-10-02' })).thenRefused('STEP_DONE', { step: 'the decision' });
    given(dibaoUntil('accept'), S.withdraw).when(extendDeadline).thenRefused('CASE_CLOSED');
  });
});
