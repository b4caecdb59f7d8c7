import { but, dibaoUntil, draw, fileAfter, given, path, script, STAFF } from './testing/story.js';

const S = script();
const forwarded = dibaoUntil('forward');
const closed = dibaoUntil('closeNotice');
const confirmed = dibaoUntil('confirm');
const denied = [...forwarded, S.deny];
const OLD = { from: '2021-03-01' } as const;
const O = script(OLD);
const drawn = path(OLD, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessIncome', 'assessAssets', 'review', 'issueOpinion', 'postNotice', 'closeNotice', 'forward', 'draw');
const DELEGATED = { delegated: true };
const RELIEF = { benefit: 'temporaryRelief', variant: 'emergency' } as const;
const relief = path(RELIEF, 'submit', 'accept');
const CONFERENCE = { benefit: 'temporaryRelief', variant: 'conference' } as const;
const toConference = path(CONFERENCE, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessCircumstances', 'issueOpinion', 'forward');

describe('confirm', () => {
  const assistance = { on: '2021-10-01', decisionNo: 'QR1', amountFen: 60_000, persons: 1, decider: STAFF.decider, determinationId: 'R1', pack: 'QS-2019' };
  const granted = { decidedOn: '2021-10-01', newFen: 60_000, persons: 1, pack: 'QS-2019', decisionNo: 'QR1', determinationId: 'R1', decider: STAFF.decider };
  it('grants from the month after the decision (R57 21), under the rules that gave the amount', () => {
    given(forwarded).when(S.confirm).then(
      { type: 'AssistanceConfirmed', data: { ...assistance, startYm: '2021-11' } },
      { type: 'BenefitGranted', data: { ...granted, benefit: 'dibao', fromYm: '2021-11' }, effectiveFrom: '2021-11', ruleIds: ['QS-2019-T06'] },
    );
  });
  it('the last day of a month still counts for it, and December is followed by January', () => {
    expect(given(forwarded).when(but(S.confirm, { on: '2021-09-30' })).thenFile().changes[0]?.fromYm).toBe('2021-10');
    expect(given(forwarded).when(but(S.confirm, { on: '2021-12-31' })).thenFile().changes[0]?.fromYm).toBe('2022-01');
  });
  it('disability subsidies count from the month of the application (R52)', () => {
    const disability = path({ benefit: 'disabilityNursing' }, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'reportCheck', 'assessCircumstances', 'issueOpinion', 'forward');
    given(disability).when(S.confirm).then(
      { type: 'AssistanceConfirmed', data: { ...assistance, startYm: '2021-09' } },
      { type: 'BenefitGranted', data: { ...granted, benefit: 'disabilityNursing', fromYm: '2021-09' }, effectiveFrom: '2021-09', ruleIds: ['QS-2019-T06'] },
    );
  });
  it('relief is owed in one month, that of the decision, and has ended with it', () => {
    given(relief).when(S.confirm).then(
      { type: 'AssistanceConfirmed', data: { ...assistance, startYm: '2021-10' } },
      { type: 'BenefitGranted', data: { ...granted, benefit: 'temporaryRelief', fromYm: '2021-10' }, effectiveFrom: '2021-10', ruleIds: ['QS-2019-T06'] },
      { type: 'BenefitStopped', data: { ...granted, benefit: 'temporaryRelief', fromYm: '2021-11', newFen: 0, cause: 'paidOnce' }, effectiveFrom: '2021-11', ruleIds: ['QS-2019-T06'] },
    );
    given(relief, S.confirm).when(S.stop).thenRefused('BENEFIT_NOT_ACTIVE');
  });
  it('a status pays nothing (process.md §12.13)', () => {
    const status = path({ benefit: 'lowIncome' }, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessIncome', 'assessAssets', 'assessRigidExpenditure', 'issueOpinion', 'postNotice', 'closeNotice', 'forward');
    given(status).when(S.confirm).thenRefused('STATUS_PAYS_NOTHING', { field: 'amountFen' });
    expect(given(status).when(but(S.confirm, { amountFen: 0 })).thenFile().changes).toMatchObject([{ kind: 'grant', newFen: 0 }]);
  });
  it('not by whoever accepted, visited, drafted or gave the opinion (process.md §2)', () => {
    for (const who of [STAFF.window, STAFF.surveyor, STAFF.second, STAFF.author, STAFF.auditor]) {
      given(forwarded).when(but(S.confirm, {}, who)).thenRefused('SAME_PERSON', { staffId: who });
      given(forwarded).when(but(S.deny, {}, who)).thenRefused('SAME_PERSON', { staffId: who });
    }
  });
  it('not by whoever gave an opinion that was taken back', () => {
    const opinions = [...forwarded, but(S.return, { toStep: 'opinion' }), but(S.issueOpinion, { on: '2021-09-21', author: '003120' }, '003121'), but(S.postNotice, { on: '2021-09-21' }), but(S.closeNotice, { on: '2021-09-28' }), but(S.forward, { on: '2021-09-29' })];
    for (const who of [STAFF.author, STAFF.auditor, '003120', '003121']) given(opinions).when(but(S.confirm, {}, who)).thenRefused('SAME_PERSON');
    given(opinions).when(S.confirm).thenAccepted();
  });
  it('not by near kin unregistered, and not while any relation is unregistered', () => {
    given(forwarded, S.declareKin).when(but(S.confirm, {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED');
    given(forwarded, S.declareKin, S.countyVisit).when(S.confirm).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the registration of the near relative (fileNearRelative)'] });
  });
  it('not against an opinion to deny, which was posted as such: the case is returned, or denied', () => {
    const against = forwarded.map((step) => (step === forwarded[9] ? but(step, { opinion: 'deny' }) : step));
    given(against).when(S.confirm).thenRefused('OPINION_AGAINST', { on: '2021-09-11' });
    given(against).when(S.deny).thenAccepted();
  });
  it('one decision, of a case that runs, not before what it rests on', () => {
    given(confirmed).when(S.confirm).thenRefused('STEP_DONE', { step: 'the decision' });
    given(confirmed).when(S.deny).thenRefused('STEP_DONE', { step: 'the decision' });
    given(denied).when(S.confirm).thenRefused('CASE_CLOSED', { as: 'denied' });
    given(forwarded, S.withdraw).when(S.confirm).thenRefused('CASE_CLOSED', { as: 'withdrawn' });
    given(closed).when(S.confirm).thenRefused('STEP_OUT_OF_ORDER', { missing: ['forwarding (forward)'] });
    given(forwarded).when(but(S.confirm, { on: '2021-09-18' })).thenRefused('STEP_TOO_EARLY', { step: 'forwarding (forward)' });
    given().when(S.confirm).thenRefused('CASE_UNKNOWN');
  });
});

describe('delegated to the town (R57 2)', () => {
  it('nothing is forwarded, drawn or posted by the county', () => {
    given(closed).when(but(S.confirm, {}, undefined, DELEGATED)).thenAccepted();
    given(drawn.slice(0, -2)).when(but(O.confirm, {}, undefined, DELEGATED)).thenAccepted();
    given(closed).when(but(S.deny, {}, undefined, DELEGATED)).thenAccepted();
  });
  it('but where the county must see for itself the town forwards first, and decides after that visit (R57 11, 20)', () => {
    const kin = [...closed, S.fileNearRelative];
    const visit = 'the visit by the county (countyVisit), due because of nearRelative';
    given(kin).when(but(S.confirm, {}, undefined, DELEGATED)).thenRefused('STEP_OUT_OF_ORDER', { missing: ['forwarding (forward)', visit] });
    given(kin, S.forward).when(but(S.confirm, {}, undefined, DELEGATED)).thenRefused('STEP_OUT_OF_ORDER', { missing: [visit] });
    given(kin, S.forward, S.countyVisit).when(but(S.confirm, {}, undefined, DELEGATED)).thenAccepted();
    given(kin).when(but(S.deny, {}, undefined, DELEGATED)).thenRefused('STEP_OUT_OF_ORDER');
  });
  it('what the town owes, and who may not decide, stays as it is', () => {
    given(dibaoUntil('postNotice')).when(but(S.confirm, {}, undefined, DELEGATED)).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the end of the notice (closeNotice)'] });
    given(closed).when(but(S.confirm, {}, STAFF.auditor, DELEGATED)).thenRefused('SAME_PERSON');
  });
});

describe('一事一议', () => {
  it('confirms what the conference decided, neither more nor less', () => {
    given(toConference).when(S.confirm).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the conference (confer)'] });
    given(toConference, S.confer).when(S.confirm).thenAccepted();
    given(toConference, S.confer).when(but(S.confirm, { amountFen: 60_001 })).thenRefused('AMOUNT_DIFFERS', { expectedFen: 60_000, statedFen: 60_001 });
    given(toConference, but(S.confer, { on: '2021-10-02' })).when(S.confirm).thenRefused('STEP_TOO_EARLY', { step: 'the conference (confer)' });
  });
  it('a conference that refused is not overruled, of any benefit', () => {
    const refused = but(S.confer, { decision: 'refuse', amountFen: undefined });
    given(toConference, refused).when(S.confirm).thenRefused('CONFERENCE_AGAINST', { on: '2021-09-21' });
    given(toConference, refused).when(S.deny).thenAccepted();
    given(forwarded, refused).when(S.confirm).thenRefused('CONFERENCE_AGAINST');
  });
});

describe('deny', () => {
  it('is recorded with its reason, and ends the case', () => {
    given(forwarded).when(S.deny).then({ type: 'AssistanceDenied', data: { on: '2021-10-01', decisionNo: 'BY1', reasonCode: 'notEligible', reasonText: '不符合条件', decider: STAFF.decider } });
    expect(fileAfter(denied)).toMatchObject({ decision: { kind: 'denied', on: '2021-10-01' }, ended: { as: 'denied', on: '2021-10-01' }, changes: [] });
  });
  it('waits for the file, like a confirmation', () => {
    given(closed).when(S.deny).thenRefused('STEP_OUT_OF_ORDER', { missing: ['forwarding (forward)'] });
    given(forwarded).when(but(S.deny, { on: '2021-09-18' })).thenRefused('STEP_TOO_EARLY');
    given(denied).when(S.deny).thenRefused('CASE_CLOSED');
  });
  it('but the county posts only what it proposes to approve (R220 28)', () => {
    given(drawn).when(O.confirm).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the end of the notice of the county (closeCountyNotice)'] });
    given(drawn).when(O.deny).thenAccepted();
    given(drawn.slice(0, -1), draw({ on: '2021-03-20', selected: true })).when(O.deny).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the visit by the county (countyVisit), due because of the sample'] });
  });
});

describe('what follows a decision', () => {
  it('it is served with the way to appeal (R57 21), once', () => {
    for (const decided of [confirmed, denied]) given(decided).when(S.serve).then({ type: 'DecisionServed', data: { on: '2021-10-02', method: 'inPerson', appealInfo: true } });
    given([S.submit, S.refuseAcceptance]).when(S.serve).thenAccepted();
    given(dibaoUntil('accept'), S.terminate).when(S.serve).thenAccepted();
    given(confirmed).when(but(S.serve, { appealInfo: false })).thenRefused('APPEAL_INFO_MISSING', { field: 'appealInfo' });
    given(confirmed, S.serve).when(S.serve).thenRefused('STEP_DONE');
    given(confirmed).when(but(S.serve, { on: '2021-09-30' })).thenRefused('STEP_TOO_EARLY');
  });
  it('what changes later is served again, each once', () => {
    const reduced = [...confirmed, S.serve, but(S.adjust, { on: '2021-11-05', fromYm: '2021-12', amountFen: 1 })];
    given(reduced).when(but(S.serve, { on: '2021-11-04' })).thenRefused('STEP_TOO_EARLY');
    given(reduced).when(but(S.serve, { on: '2021-11-06' })).thenAccepted();
    given(reduced, but(S.serve, { on: '2021-11-06' })).when(but(S.serve, { on: '2021-11-07' })).thenRefused('STEP_DONE', { step: 'the service of the last decision' });
  });
  it('nothing is served where nothing was decided', () => {
    const missing = ['a decision (confirm, deny, refuseAcceptance, terminate, a change of what is owed)'];
    given(forwarded).when(S.serve).thenRefused('STEP_OUT_OF_ORDER', { missing });
    given(forwarded, S.withdraw).when(S.serve).thenRefused('STEP_OUT_OF_ORDER', { missing });
  });
  it('a confirmation is published, once; a child never (R57 24, R62)', () => {
    given(confirmed).when(S.publishResult).then({ type: 'ResultPublished', data: { on: '2021-10-03', place: '公示栏', fields: ['name'] } });
    given(confirmed, S.publishResult).when(S.publishResult).thenRefused('STEP_DONE');
    given(forwarded).when(S.publishResult).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the confirmation (confirm)'] });
    given(confirmed).when(but(S.publishResult, { on: '2021-09-30' })).thenRefused('STEP_TOO_EARLY');
    given(denied).when(S.publishResult).thenRefused('CASE_CLOSED');
    for (const benefit of ['orphan', 'unsupportedChild', 'disabilityLiving', 'disabilityNursing'] as const) {
      given(path({ benefit }, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'reportCheck', 'assessCircumstances', 'issueOpinion', 'forward', 'confirm')).when(S.publishResult).thenRefused('STEP_NOT_IN_PROCEDURE', { benefit });
    }
  });
  it('the city receives a filing (KS-2020-01-05), the county that of relief (QS-2019-T30)', () => {
    given(confirmed).when(S.fileWithCity).then({ type: 'CaseFiledWithCity', data: { on: '2021-10-04', filingNo: 'BA1' } });
    given(relief, S.confirm).when(S.fileRelief).then({ type: 'ReliefFiled', data: { on: '2021-10-04', filingNo: 'LS1' } });
    given(confirmed).when(S.fileRelief).thenRefused('STEP_NOT_IN_PROCEDURE', { step: 'filing of relief' });
    for (const [before, after, step] of [[forwarded, confirmed, S.fileWithCity], [relief, [...relief, S.confirm], S.fileRelief]] as const) {
      given(before).when(step).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the confirmation (confirm)'] });
      given(after, step).when(step).thenRefused('STEP_DONE');
      given(after).when(but(step, { on: '2021-09-30' })).thenRefused('STEP_TOO_EARLY');
      given(before, S.deny).when(step).thenRefused('CASE_CLOSED');
    }
  });
});
