import { but, dibaoUntil, fileAfter, given, path, script, STAFF, type Take } from './testing/story.js';

const S = script();
const accepted = dibaoUntil('accept');
const granted = dibaoUntil('confirm');

describe('the check: authorised, requested, started, reported (R57 9, 17)', () => {
  it('each step is recorded with what was stated', () => {
    given(S.submit).when(but(S.authoriseCheck, { validTo: '2022-08-31' })).then({ type: 'CheckAuthorised', data: { on: '2021-09-02', persons: ['P1'], scope: ['deposits'], validTo: '2022-08-31' } });
    given(accepted, S.authoriseCheck).when(S.requestCheck).then({ type: 'InfoCheckRequested', data: { on: '2021-09-03', requestNo: 'HD1', sources: ['deposits'] } });
    given(accepted, S.authoriseCheck, S.requestCheck).when(S.startCheck).then({ type: 'InfoCheckStarted', data: { on: '2021-09-04' } });
    given(accepted, S.authoriseCheck, S.requestCheck, S.startCheck).when(S.reportCheck).then({ type: 'InfoCheckReported', data: { on: '2021-09-06', reportNo: 'BG1', asOf: '2021-09-05', conclusion: 'consistent', items: [] } });
  });
  it('nobody is checked who did not sign, and nothing is reported that was not asked', () => {
    given(accepted).when(S.requestCheck).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the authorisation (authoriseCheck)'] });
    given(S.submit, S.authoriseCheck).when(S.requestCheck).thenRefused('STEP_OUT_OF_ORDER', { missing: ['acceptance'] });
    given(accepted, S.authoriseCheck).when(S.startCheck).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the request (requestCheck)'] });
    given(accepted, S.authoriseCheck).when(S.reportCheck).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the request (requestCheck)', 'the start of the check (startCheck)'] });
    given(accepted, S.authoriseCheck, S.requestCheck).when(S.reportCheck).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the start of the check (startCheck)'] });
  });
  it('only what was signed for, while it holds (R57 9)', () => {
    given(accepted, S.authoriseCheck).when(but(S.requestCheck, { sources: ['deposits', 'vehicles'] })).thenRefused('CHECK_NOT_AUTHORISED', { beyond: ['vehicles'] });
    given(accepted, but(S.authoriseCheck, { validTo: '2021-09-03' })).when(S.requestCheck).thenAccepted();
    given(accepted, but(S.authoriseCheck, { validTo: '2021-09-02' })).when(S.requestCheck).thenRefused('CHECK_NOT_AUTHORISED', { validTo: '2021-09-02' });
    given(accepted, S.authoriseCheck, but(S.authoriseCheck, { scope: ['deposits', 'vehicles'] })).when(but(S.requestCheck, { sources: ['vehicles'] })).thenAccepted();
  });
  it('in the order of days', () => {
    given(S.submit).when(but(S.authoriseCheck, { on: '2021-08-31' })).thenRefused('STEP_TOO_EARLY');
    given(accepted, but(S.authoriseCheck, { on: '2021-09-04' })).when(S.requestCheck).thenRefused('STEP_TOO_EARLY', { step: 'the authorisation (authoriseCheck)' });
    given(accepted, S.authoriseCheck, S.requestCheck).when(but(S.startCheck, { on: '2021-09-02' })).thenRefused('STEP_TOO_EARLY');
    given(accepted, S.authoriseCheck, S.requestCheck, S.startCheck).when(but(S.reportCheck, { on: '2021-09-03' })).thenRefused('STEP_TOO_EARLY', { step: 'the start of the check (startCheck)' });
  });
  it('each once; a check that runs is not asked for again, a reported one may be', () => {
    const requested = [...accepted, S.authoriseCheck, S.requestCheck];
    given(requested).when(S.requestCheck).thenRefused('STEP_DONE', { step: 'the request of the check' });
    given(requested, S.startCheck).when(S.requestCheck).thenRefused('STEP_DONE');
    given(requested, S.startCheck).when(S.startCheck).thenRefused('STEP_DONE');
    given(requested, S.startCheck, S.reportCheck).when(S.reportCheck).thenRefused('STEP_DONE');
    expect(given(requested, S.startCheck, S.reportCheck).when(but(S.requestCheck, { on: '2021-09-07' })).thenFile().check).toEqual({ requestedOn: '2021-09-07' });
  });
  it('again while the benefit is paid, for a review', () => given(granted).when(but(S.requestCheck, { on: '2022-03-01' })).thenAccepted());
  it('the days it names exist', () => {
    given(S.submit).when(but(S.authoriseCheck, { validTo: '2022-02-30' })).thenRefused('DATE_INVALID');
    given(accepted, S.authoriseCheck, S.requestCheck, S.startCheck).when(but(S.reportCheck, { asOf: '2021-09-31' })).thenRefused('DATE_INVALID');
  });
});

describe('a disputed check (R57 18)', () => {
  const reported = dibaoUntil('reportCheck');
  it('is disputed and looked at again', () => {
    given(reported).when(S.disputeCheck).then({ type: 'CheckDisputed', data: { on: '2021-09-07', item: '存款' } });
    given(reported, S.disputeCheck).when(S.reviewCheck).then({ type: 'CheckReviewed', data: { on: '2021-09-08', result: 'upheld', text: '一致' } });
  });
  it('only what was reported, looked at again once and after it was disputed', () => {
    given(accepted).when(S.disputeCheck).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the report of the check (reportCheck)'] });
    given(reported).when(but(S.disputeCheck, { on: '2021-09-05' })).thenRefused('STEP_TOO_EARLY');
    given(reported).when(S.reviewCheck).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the dispute (disputeCheck)'] });
    given(reported, S.disputeCheck).when(but(S.reviewCheck, { on: '2021-09-06' })).thenRefused('STEP_TOO_EARLY');
    given(reported, S.disputeCheck, S.reviewCheck).when(S.reviewCheck).thenRefused('STEP_DONE');
    given(granted).when(but(S.disputeCheck, { on: '2021-11-01' })).thenRefused('STEP_DONE', { step: 'the decision' });
    given(granted).when(but(S.reviewCheck, { on: '2021-11-01' })).thenRefused('STEP_DONE', { step: 'the decision' });
  });
  it('takes back an opinion that rests on what the second look corrected', () => {
    const opined = [...dibaoUntil('issueOpinion'), but(S.disputeCheck, { on: '2021-09-12' })];
    expect(given(opined).when(but(S.reviewCheck, { on: '2021-09-13', result: 'upheld' })).thenFile().opinion?.says).toBe('approve');
    expect(given(opined).when(but(S.reviewCheck, { on: '2021-09-13', result: 'corrected' })).thenFile().opinion).toBeUndefined();
  });
  it('holds up the opinion, and the forwarding where the opinion was given before', () => {
    const missing = ['the second look at the check (reviewCheck)'];
    given(dibaoUntil('assessAssets'), S.disputeCheck).when(S.issueOpinion).thenRefused('STEP_OUT_OF_ORDER', { missing });
    const late = but(S.disputeCheck, { on: '2021-09-12' });
    given(dibaoUntil('closeNotice'), late).when(S.forward).thenRefused('STEP_OUT_OF_ORDER', { missing });
    given(dibaoUntil('forward'), late).when(S.confirm).thenRefused('STEP_OUT_OF_ORDER', { missing: [...missing, 'the visit by the county (countyVisit), due because of checkDisputed'] });
    expect(given(dibaoUntil('closeNotice'), late).when(but(S.reviewCheck, { on: '2021-09-15' })).thenFile().doubts).toEqual(['checkDisputed']);
  });
});

describe('what is established', () => {
  const surveyed: readonly (readonly [keyof typeof S, string, object])[] = [
    ['visit', 'HomeVisited', { on: '2021-09-05', visitNo: 'RH1', visitors: ['003101', '003102'], present: ['P1'], findings: '一致' }],
    ['visitRemotely', 'RemoteVisited', { on: '2021-09-05', visitNo: 'SP1', visitors: ['003101', '003102'], medium: '视频', findings: '一致' }],
    ['interview', 'NeighbourInterviewed', { on: '2021-09-05', subject: '邻居', statement: '属实' }],
    ['obtainLetter', 'LetterEvidenceObtained', { on: '2021-09-05', unit: '原单位', reply: '属实' }],
  ];
  const assessed: readonly (readonly [keyof typeof S, string, object])[] = [
    ['assessIncome', 'IncomeAssessed', { on: '2021-09-09', members: [{ personId: 'P1', income: { wagesFen: 100_000 } }], householdMonthlyFen: 100_000 }],
    ['assessAssets', 'AssetsAssessed', { on: '2021-09-09', compliant: true, basis: '低于限额' }],
    ['assessRigidExpenditure', 'RigidExpenditureAssessed', { on: '2021-09-09', items: [{ kind: 'medical', monthlyFen: 80_000 }], monthlyAverageFen: 80_000 }],
    ['assessSelfCare', 'SelfCareAssessed', { on: '2021-09-09', personId: 'P1', eating: true, dressing: true, transfer: true, toilet: true, indoorWalking: true, washing: false, assessor: '评估机构', failed: 1, level: 'partial' }],
    ['assessCircumstances', 'CircumstancesAssessed', { on: '2021-09-09', members: [] }],
  ];
  it.each([...surveyed, ...assessed])('%s is recorded as stated', (step, type, data) => given(accepted).when(S[step]).then({ type: type as 'HomeVisited', data }));
  it.each([...surveyed, ...assessed])('%s waits for acceptance, and ends with the case', (step) => {
    given(S.submit).when(S[step]).thenRefused('STEP_OUT_OF_ORDER', { missing: ['acceptance'] });
    given(accepted).when(but(S[step], { on: '2021-09-01' })).thenRefused('STEP_TOO_EARLY');
    given(accepted, S.terminate).when(but(S[step], { on: '2021-09-20' })).thenRefused('CASE_CLOSED');
  });
  it.each([...surveyed, ...assessed])('%s does not change what an opinion rests on, and goes on once the case is decided', (step) => {
    given(dibaoUntil('issueOpinion')).when(but(S[step], { on: '2021-09-12' })).thenRefused('OPINION_GIVEN', { on: '2021-09-11' });
    given(granted).when(but(S[step], { on: '2022-03-01' })).thenAccepted();
  });
  it('an objection is looked into by a new survey while the opinion stands (R57 19); nothing is assessed anew before it is taken back', () => {
    const objected = [...dibaoUntil('postNotice'), S.raiseObjection];
    for (const [step] of surveyed) given(objected).when(but(S[step], { on: '2021-09-14' })).thenAccepted();
    for (const [step] of assessed) given(objected).when(but(S[step], { on: '2021-09-14' })).thenRefused('OPINION_GIVEN');
    given(objected, S.investigateObjection).when(but(S.visit, { on: '2021-09-16' })).thenRefused('OPINION_GIVEN');
  });
  it('near kin neither send nor do it before that is registered', () => {
    const kin = [...accepted, S.declareKin];
    for (const [step] of [...surveyed, ...assessed]) given(kin).when(but(S[step], {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED', { staffId: STAFF.kin });
    for (const step of ['visit', 'visitRemotely'] as const) given(kin).when(but(S[step], { visitors: [STAFF.surveyor, STAFF.kin] })).thenRefused('NEAR_RELATIVE_UNFILED', { staffId: STAFF.kin });
    given(kin, S.fileNearRelative).when(but(S.visit, { visitors: [STAFF.surveyor, STAFF.kin] })).thenAccepted();
  });
  it('remembers everybody who ever visited, also after a return', () => {
    const again = but(S.visit, { on: '2021-09-22', visitors: ['003110', '003111'] });
    const file = fileAfter([...dibaoUntil('forward'), S.return, again]);
    expect(file.visitors).toEqual(['003101', '003102', '003110', '003111']);
    expect(file.visitedOn).toBe('2021-09-22');
  });
});

describe('what is computed of an assessment', () => {
  const computed = (step: Take, stated: object, data: object): void => expect(given(accepted).when(but(step, stated)).thenFile()).toMatchObject(data);
  it('income is that of all members less their own contributions, nobody below nothing (R57 13)', () => {
    // 2,000.00 + 300.00 - 150.00 = 2,150.00; 100.00 less 400.00 is nothing, not minus 300.00; the third has none.
    computed(S.assessIncome, { members: [
      { personId: 'P1', income: { wagesFen: 200_000, propertyFen: 30_000, contributionsFen: 15_000 } }, { personId: 'P2', income: { businessFen: 10_000, contributionsFen: 40_000 } }, { personId: 'P3', income: {} },
    ] }, { incomeFen: 215_000 });
  });
  it('transfers count', () => computed(S.assessIncome, { members: [{ personId: 'P1', income: { transferFen: 12_345 } }] }, { incomeFen: 12_345 }));
  it('rigid expenditure is the sum of its items', () => {
    given(accepted).when(but(S.assessRigidExpenditure, { items: [{ kind: 'medical', monthlyFen: 86_000 }, { kind: 'education', monthlyFen: 20_050 }] })).then({
      type: 'RigidExpenditureAssessed', data: { on: '2021-09-09', items: [{ kind: 'medical', monthlyFen: 86_000 }, { kind: 'education', monthlyFen: 20_050 }], monthlyAverageFen: 106_050 },
    });
    given(accepted).when(but(S.assessRigidExpenditure, { items: [] })).then({ type: 'RigidExpenditureAssessed', data: { on: '2021-09-09', items: [], monthlyAverageFen: 0 } });
  });
  it('property that does not comply is known to the file', () => computed(S.assessAssets, { compliant: false }, { assetsCompliant: false }));

  const ABILITIES = ['eating', 'dressing', 'transfer', 'toilet', 'indoorWalking', 'washing'] as const;
  it.each([[0, 'full'], [1, 'partial'], [3, 'partial'], [4, 'lost'], [6, 'lost']] as const)('%i of six abilities lost is %s (R43 21-22)', (failed, level) => {
    const said = Object.fromEntries(ABILITIES.map((ability, index) => [ability, index >= failed]));
    given(accepted).when(but(S.assessSelfCare, said)).then({ type: 'SelfCareAssessed', data: { on: '2021-09-09', personId: 'P1', ...said, assessor: '评估机构', failed, level } });
  });
});

it('in an emergency facts may be established, though nothing waits for them', () => given(path({ benefit: 'temporaryRelief', variant: 'emergency' }, 'submit', 'accept')).when(S.visit).thenAccepted());
