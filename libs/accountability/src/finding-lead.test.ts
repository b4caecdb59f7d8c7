import { but, ERROR, fileAfter, given, ID, S, SERVED, WHO } from './testing/finding-story.js';

describe('raise', () => {
  it('records who raised it', () => {
    given().when(S.raise).then({ type: 'SuspicionRaised', data: { source: 'audit', kind: 'paidAfterDeath', facts: '事实', idNo: ID, raisedOn: '2022-09-01', raisedBy: WHO.raiser } });
  });
  it('once, about somebody or some case, not in the future, months in order', () => {
    given(S.raise).when(S.raise).thenRefused('FINDING_EXISTS');
    given().when(but(S.raise, { caseId: undefined, idNo: undefined })).thenRefused('LEAD_ABOUT_NOBODY');
    given().when(but(S.raise, { caseId: undefined, idNo: undefined, relatedCases: ['C7'] })).thenAccepted();
    given().when(but(S.raise, { on: '2031-01-01' })).thenRefused('STEP_IN_FUTURE');
    given().when(but(S.raise, { on: '2022-02-30' })).thenRefused('DATE_INVALID');
    given().when(but(S.raise, { fromYm: '2022-08', toYm: '2022-05' })).thenRefused('PERIOD_REVERSED');
  });
  it('nothing is done to a lead nobody raised', () => {
    for (const step of [S.assign, S.verify, S.determine, S.close]) given().when(step).thenRefused('FINDING_UNKNOWN');
  });
});

describe('assign', () => {
  it('names who, and until when; again where it goes to somebody else', () => {
    given(S.raise).when(S.assign).then({ type: 'SuspicionAssigned', data: { on: '2022-09-02', org: '360111003', due: '2022-09-16' } });
    expect(given(S.raise, S.assign).when(but(S.assign, { org: '360111', due: '2022-09-30' })).thenAccepted().assigned).toMatchObject({ org: '360111', due: '2022-09-30' });
  });
  it('not to whoever raised it or handled the case, not after the verification, not due before it begins', () => {
    given(S.raise).when(but(S.assign, { staffId: WHO.raiser })).thenRefused('SAME_PERSON');
    given(S.raise).when(but(S.assign, { staffId: '003102' })).thenRefused('SAME_PERSON', { staffId: '003102' });
    given(S.raise).when(but(S.assign, { due: '2022-09-01' })).thenRefused('DUE_BEFORE_STEP');
    given(S.raise).when(but(S.assign, { due: '2022-09-31' })).thenRefused('DATE_INVALID');
    given(S.raise).when(but(S.assign, { on: '2022-08-31' })).thenRefused('STEP_TOO_EARLY');
    given(S.raise, S.assign, S.verify).when(S.assign).thenRefused('STEP_DONE');
  });
});

describe('verify', () => {
  it('true confirms; false and explained refute', () => {
    given(S.raise, S.assign).when(S.verify).then({ type: 'SuspicionVerified', data: { result: 'true', text: '属实', confirmed: true, verifiedOn: '2022-09-08', verifiedBy: WHO.verifier } });
    expect(fileAfter(S.raise, S.assign, S.refute).status).toBe('refuted');
    expect(fileAfter(S.raise, S.assign, but(S.verify, { result: 'false' })).status).toBe('refuted');
  });
  it('by nobody who raised it or handled the case; once; after it was assigned', () => {
    given(S.raise, S.assign).when(but(S.verify, {}, WHO.raiser)).thenRefused('SAME_PERSON');
    given(S.raise, S.assign).when(but(S.verify, {}, '003102')).thenRefused('SAME_PERSON');
    given(S.raise).when(S.verify).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the assignment (assign)'] });
    given(S.raise, S.assign).when(but(S.verify, { on: '2022-09-01' })).thenRefused('STEP_TOO_EARLY');
    given(S.raise, S.assign, S.verify).when(S.verify).thenRefused('STEP_DONE');
  });
});

describe('determineError', () => {
  it('counts persons, and the year of the first wrong month', () => {
    const { evidence: _none, ...stated } = { ...S.determine.stated, evidence: undefined };
    given(S.raise, S.assign, S.verify).when(S.determine).then({ type: 'ErrorDetermined', data: { ...stated, persons: 1, year: 2022, determinedBy: WHO.decider } });
    expect(given(S.raise, S.assign, S.verify).when(but(S.determine, { fromYm: '2021-12' })).thenAccepted().error?.year).toBe(2021);
  });
  it('only of a lead that was confirmed, once', () => {
    given(S.raise, S.assign).when(S.determine).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the verification (verify)'] });
    given(S.raise, S.assign, S.refute).when(S.determine).thenRefused('LEAD_REFUTED');
    given(...ERROR).when(S.determine).thenRefused('STEP_DONE');
    given(S.raise, S.assign, S.verify).when(but(S.determine, { on: '2022-09-07' })).thenRefused('STEP_TOO_EARLY');
  });
  it('not by a handler of the case, nor by somebody it names responsible', () => {
    given(S.raise, S.assign, S.verify).when(but(S.determine, {}, '003102')).thenRefused('SAME_PERSON');
    given(S.raise, S.assign, S.verify).when(but(S.determine, { responsible: [WHO.decider] })).thenRefused('SAME_PERSON', { staffId: WHO.decider });
  });
  it('lies in a case, unless nothing was paid at all', () => {
    const person = [but(S.raise, { caseId: undefined }), S.assign, S.verify];
    given(...person).when(S.determine).thenRefused('ERROR_WITHOUT_CASE');
    given(...person).when(but(S.determine, { kind: 'omission' })).thenAccepted();
  });
  it('must agree with itself', () => {
    const ready = [S.raise, S.assign, S.verify];
    given(...ready).when(but(S.determine, { toYm: '2022-04' })).thenRefused('PERIOD_REVERSED');
    given(...ready).when(but(S.determine, { toYm: '2022-10' })).thenRefused('ERROR_INCONSISTENT', { field: 'toYm' });
    given(...ready).when(but(S.determine, { kinBenefit: true })).thenRefused('ERROR_INCONSISTENT', { field: 'cause' });
    given(...ready).when(but(S.determine, { citizens: ['360111198001010019'] })).thenRefused('ERROR_INCONSISTENT', { field: 'citizens' });
  });
});

describe('close', () => {
  const recovered = [...SERVED, S.receive, S.remit];
  it('ends what is finished', () => {
    given(...recovered).when(S.close).then({ type: 'FindingClosed', data: { on: '2022-12-30', text: '已追回', closedBy: WHO.closer } });
    given(S.raise, S.assign, S.refute).when(S.close).thenAccepted();
    given(S.raise, S.assign, S.verify, but(S.determine, { kind: 'omission' })).when(S.close).thenAccepted();
    given(S.raise, S.assign, S.verify, but(S.determine, { fen: undefined })).when(S.close).thenAccepted();
    given(...SERVED, S.fail).when(S.close).thenAccepted();
  });
  it('names everything that is not', () => {
    given(S.raise).when(S.close).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the verification (verify)'] });
    given(...ERROR).when(S.close).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the recovery (receiveRecovery), or why it fails (failRecovery)'] });
    given(...SERVED, S.receive, S.demand, S.open).when(S.close).thenRefused('STEP_OUT_OF_ORDER', {
      missing: ['the remittance of what was received (remitRecovery)', 'the rectification WT-1 (closeRectification)', `the liability of ${WHO.liable} (determineLiability)`],
    });
    given(...recovered).when(but(S.close, { on: '2022-10-30' })).thenRefused('STEP_TOO_EARLY');
  });
  it('not by whoever raised or verified it, is named responsible, or handled the case', () => {
    for (const who of [WHO.raiser, WHO.verifier, WHO.liable, '003102']) given(...recovered).when(but(S.close, {}, who)).thenRefused('SAME_PERSON', { staffId: who });
  });
  it('is the end, but money may still come', () => {
    const closed = [...SERVED, S.fail, S.close];
    for (const step of [S.close, S.assign, S.demand, S.open, S.assess]) given(...closed).when(step).thenRefused('STEP_DONE', { step: 'the closing' });
    given(...closed, but(S.receive, { on: '2023-01-05' })).when(but(S.remit, { on: '2023-01-06' })).thenAccepted();
  });
});
