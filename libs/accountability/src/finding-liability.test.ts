import { parseCivilDate as d } from '#kernel';
import { ASSESSMENT, after, but, ERROR, fileAfter, given, S, SERVED, take, WHO } from './testing/finding-story.js';
import { findingDecider } from './index.js';

const exempt = [...SERVED, S.plan, S.assess, S.grant];
const over = { assessment: { ...ASSESSMENT, conditions: { ...ASSESSMENT.conditions, withinLimit: false, recoverable: false } } };

describe('rectification', () => {
  it('is demanded of any lead, reported, and closed by somebody else', () => {
    given(S.raise).when(S.demand).then({ type: 'RectificationOrdered', data: S.demand.stated });
    given(S.raise, S.demand).when(S.report).then({ type: 'RectificationReported', data: { ...S.report.stated, reportedBy: WHO.county } });
    given(S.raise, S.demand, S.report).when(S.closeIssue).then({ type: 'RectificationClosed', data: { ...S.closeIssue.stated, verifiedBy: WHO.closer } });
  });
  it('in this order, each once; reported again while it is open', () => {
    given(S.raise, S.demand).when(S.demand).thenRefused('STEP_DONE');
    given(S.raise, S.demand).when(but(S.demand, { issueNo: 'WT-2' })).thenAccepted();
    given(S.raise).when(S.report).thenRefused('STEP_OUT_OF_ORDER');
    given(S.raise, S.demand).when(S.closeIssue).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the report of what was done (reportRectification)'] });
    given(S.raise, S.demand, S.report).when(but(S.report, { on: '2022-11-20', measures: '补充' })).thenAccepted();
    given(S.raise, S.demand, S.report, S.closeIssue).when(S.report).thenRefused('STEP_DONE');
    given(S.raise, S.demand, S.report, S.closeIssue).when(S.closeIssue).thenRefused('STEP_DONE');
    given(S.raise).when(but(S.demand, { due: '2022-09-20' })).thenRefused('DUE_BEFORE_STEP');
  });
  it('is not closed by whoever reported it, or may be responsible', () => {
    given(...ERROR, S.demand, S.report).when(but(S.closeIssue, {}, WHO.county)).thenRefused('SAME_PERSON');
    given(...ERROR, S.demand, S.report).when(but(S.closeIssue, {}, WHO.liable)).thenRefused('SAME_PERSON');
    given(...ERROR, S.demand, S.report).when(but(S.closeIssue, {}, '003102')).thenRefused('SAME_PERSON');
  });
});

describe('liability', () => {
  it('is per person, step, duty and basis', () => {
    given(...ERROR).when(S.open).then({ type: 'LiabilityInvestigated', data: { ...S.open.stated, openedBy: WHO.county } });
    given(...ERROR, S.open).when(S.liability).then({ type: 'LiabilityDetermined', data: { ...S.liability.stated, decider: WHO.decider } });
    const two = fileAfter(...ERROR, S.open, but(S.open, { staffId: '003104', step: 'issueOpinion' }), S.liability);
    expect(two.liabilities.map(({ staffId, step, determined }) => [staffId, step, determined?.form])).toEqual([[WHO.liable, 'completeReview', 'admonition'], ['003104', 'issueOpinion', undefined]]);
  });
  it('nobody investigates or decides the own', () => {
    given(...ERROR).when(but(S.open, { staffId: WHO.county })).thenRefused('SAME_PERSON');
    given(...ERROR, S.open).when(but(S.liability, {}, WHO.liable)).thenRefused('OWN_LIABILITY');
    // Whoever is under investigation decides about no colleague in the same error either.
    given(...ERROR, S.open, but(S.open, { staffId: WHO.decider })).when(S.liability).thenRefused('OWN_LIABILITY', { staffId: WHO.decider });
  });
  it('needs an error, an investigation, and for exempt or transferred what they rest on', () => {
    given(S.raise, S.assign, S.verify).when(S.open).thenRefused('STEP_OUT_OF_ORDER');
    given(...ERROR, S.open).when(but(S.open, { facts: '又' })).thenRefused('STEP_DONE');
    given(...ERROR).when(S.liability).thenRefused('STEP_OUT_OF_ORDER');
    given(...ERROR, S.open, S.liability).when(S.liability).thenRefused('STEP_DONE');
    given(...ERROR, S.open).when(but(S.liability, { form: 'exempt' })).thenRefused('EXEMPTION_MISSING');
    given(...ERROR, S.open).when(but(S.liability, { form: 'transferred' })).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the transfer (transferCase)'] });
    given(...ERROR, S.open, S.transfer).when(but(S.liability, { form: 'transferred' })).thenAccepted();
  });
  it('is opened again after a determination, where new facts come up', () => {
    expect(fileAfter(...ERROR, S.open, S.liability, but(S.open, { on: '2022-11-01', facts: '新事实' })).liabilities).toMatchObject([{ staffId: WHO.liable, openedOn: '2022-11-01' }]);
  });
});

describe('transfer and sanction', () => {
  it('a transfer about staff names the person', () => {
    given(...ERROR).when(S.transfer).then({ type: 'CaseTransferred', data: S.transfer.stated });
    given(...ERROR).when(but(S.transfer, { subject: 'staff' })).thenRefused('TRANSFER_NAMES_NOBODY');
    given(...ERROR).when(but(S.transfer, {}, WHO.liable)).thenRefused('OWN_LIABILITY');
    given(S.raise).when(S.transfer).thenRefused('STEP_OUT_OF_ORDER');
  });
  // 政务处分法 art 8: 6, 12, 18, 24 months.
  it.each([['warning', 6], ['demerit', 12], ['majorDemerit', 18], ['demotion', 24], ['removal', 24], ['dismissal', 0]])('%s lasts %d months', (kind, months) => {
    const { evidence: _none, ...stated } = { ...S.sanction.stated, evidence: undefined };
    given(...ERROR, S.open, but(S.liability, { form: 'sanction' })).when(but(S.sanction, { kind })).then({ type: 'SanctionRecorded', data: { ...stated, kind, months } });
  });
  it('follows a liability that calls for it, once', () => {
    given(...ERROR, S.open, S.liability).when(S.sanction).thenRefused('STEP_OUT_OF_ORDER');
    given(...ERROR, S.open).when(S.sanction).thenRefused('STEP_OUT_OF_ORDER');
    given(...ERROR, S.open, but(S.liability, { form: 'sanction' }), S.sanction).when(S.sanction).thenRefused('STEP_DONE');
    given(...ERROR, S.open, but(S.liability, { form: 'sanction' })).when(but(S.sanction, {}, WHO.liable)).thenRefused('OWN_LIABILITY');
  });
});

describe('the exemption', () => {
  it('is assessed whichever way it falls, with what each condition rests on', () => {
    given(...SERVED, S.plan).when(S.assess).then({ type: 'ExemptionAssessed', data: { on: '2022-10-08', ...ASSESSMENT, assessedBy: WHO.county, holds: true } });
    given(...SERVED).when(but(S.assess, {}, undefined, over)).then({ type: 'ExemptionAssessed', data: { on: '2022-10-08', ...over.assessment, assessedBy: WHO.county, holds: false } });
  });
  it('is granted while all five hold at that moment, by somebody else', () => {
    given(...SERVED, S.plan, S.assess).when(S.grant).then({ type: 'ExemptionGranted', data: { on: '2022-10-12', decisionNo: 'MZ-1', ...ASSESSMENT, decider: WHO.grantor } });
    given(...SERVED, S.plan, S.assess).when(but(S.grant, {}, undefined, over)).thenRefused('EXEMPTION_CONDITION_FAILS', { fails: ['withinLimit', 'recoverable'] });
    given(...SERVED, S.plan, S.assess).when(but(S.grant, {}, WHO.county)).thenRefused('SAME_PERSON');
    given(...SERVED, S.plan).when(S.grant).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the assessment (assessExemption)'] });
    given(...exempt).when(S.grant).thenRefused('STEP_DONE');
    given(...exempt).when(S.assess).thenRefused('STEP_DONE');
    given(S.raise, S.assign, S.verify).when(S.assess).thenRefused('STEP_OUT_OF_ORDER');
  });
  it('is nothing whoever is named responsible decides, assesses or takes back', () => {
    given(...SERVED, S.plan).when(but(S.assess, {}, WHO.liable)).thenRefused('OWN_LIABILITY');
    given(...SERVED, S.plan, S.assess).when(but(S.grant, {}, WHO.liable)).thenRefused('OWN_LIABILITY');
    given(...SERVED, S.plan, S.assess, but(S.open, { staffId: WHO.grantor })).when(S.grant).thenRefused('OWN_LIABILITY', { staffId: WHO.grantor });
    given(...exempt).when(but(S.revoke, {}, WHO.liable)).thenRefused('OWN_LIABILITY');
  });
  it.each([
    [{ intent: true }, ['intent']], [{ kinBenefit: true, cause: 'favouritism' }, ['kinBenefit']], [{ cause: 'favouritism' }, ['kinBenefit']], [{ recipientFraud: true }, ['recipientFraud']], [{ kind: 'omission' }, ['omission']],
  ])('is closed to %j', (error, excludedBy) => {
    given(S.raise, S.assign, S.verify, but(S.determine, error)).when(S.assess).thenRefused('EXEMPTION_EXCLUDED', { excludedBy });
  });
  it('is open where the recipient concealed family or means: the clause names that as objective', () => {
    for (const cause of ['concealedPopulation', 'concealedEconomy']) given(S.raise, S.assign, S.verify, but(S.determine, { cause })).when(S.assess).thenAccepted();
  });
  it('a closed year that found it accountable is final', () => {
    given(...SERVED, S.plan).when(but(S.assess, {}, undefined, { finallyAccountable: true })).thenRefused('EXEMPTION_FINAL');
    given(...SERVED, S.plan, S.assess).when(but(S.grant, {}, undefined, { finallyAccountable: true })).thenRefused('EXEMPTION_FINAL');
  });
  it('revoked, it opens what rested on it: the liability, the finding, a new assessment', () => {
    const closed = [...exempt, S.open, but(S.liability, { form: 'exempt' }), but(S.receive, { on: '2022-11-30' }), but(S.remit, { on: '2022-12-02' }), S.close];
    expect(fileAfter(...closed)).toMatchObject({ closedOn: '2022-12-30', liabilities: [{ determined: { form: 'exempt' } }] });
    given(...closed).when(S.revoke).then({ type: 'ExemptionRevoked', data: { on: '2023-03-05', cause: 'newFacts', reason: '新事实', decider: WHO.grantor } });
    const file = fileAfter(...closed, S.revoke);
    expect([file.exemption?.status, file.closedOn, file.liabilities[0]?.determined]).toEqual(['revoked', undefined, undefined]);
    given(...closed, S.revoke).when(but(S.liability, { on: '2023-03-10' })).thenAccepted();
    given(...closed, S.revoke).when(but(S.grant, { on: '2023-03-10' })).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the assessment (assessExemption)'] });
    given(...ERROR).when(S.revoke).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the exemption (grantExemption)'] });
  });
  it('by consequence it is revoked with its cause; where none is in force nothing follows', () => {
    const command = { type: 'RevokeByConsequence', findingId: 'YD-1', on: d('2023-01-01'), by: 'follow-up', cause: 'limitExceeded', reason: '超过2%', counts: ASSESSMENT.counts } as const;
    expect(findingDecider.decide(command, after(exempt))).toEqual([{ type: 'ExemptionRevoked', data: { findingId: 'YD-1', caseId: 'C1', on: '2023-01-01', cause: 'limitExceeded', reason: '超过2%', decider: 'follow-up', counts: ASSESSMENT.counts }, occurredAt: '2023-01-01' }]);
    expect(findingDecider.decide(command, after([...SERVED]))).toEqual([]);
    expect(findingDecider.decide(command, after([...exempt, S.revoke]))).toEqual([]);
    expect(() => findingDecider.decide(command, after([]))).toThrow(expect.objectContaining({ code: 'FINDING_UNKNOWN' }) as Error);
  });
});

it('an imported finding goes on live', () => {
  const imported = findingDecider.decide({
    type: 'RecordFinding', findingId: 'YD-1', caseId: 'C1', idNo: '11010519491231002X', source: 'audit', raisedOn: d('2019-05-01'), leadKind: '有车', confirmed: true, verifiedOn: d('2019-05-20'),
    errorKind: 'overpayment', cause: 'workNegligence', responsibleStaffId: 'S9',
  }, { status: 'unknown' });
  const state = imported.reduce((folded, event) => findingDecider.evolve(folded, event), findingDecider.initialState());
  expect(findingDecider.decide(take('orderRecovery', { on: '2019-06-01', orderNo: 'ZH-9', fen: 5_000, debtor: '本人', basis: 'R649 68', due: '2019-07-01' }, WHO.decider), state)).toMatchObject([{ type: 'RecoveryOrdered', data: { findingId: 'YD-1', caseId: 'C1', fen: 5_000 } }]);
  expect(() => findingDecider.decide(but(S.assess, {}, 'S9'), state)).toThrow(expect.objectContaining({ code: 'OWN_LIABILITY' }) as Error);
});
