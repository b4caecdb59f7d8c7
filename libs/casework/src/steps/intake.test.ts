import { but, fileAfter, given, path, script, STAFF, take } from './testing/story.js';
import type { Stated } from './index.js';

const { submit, notifyDeficiency, supplement, accept, refuseAcceptance, declareKin, fileNearRelative, withdraw, terminate, completePapers, confirm, deny } = script();
const lead = take('reportLead', { on: '2021-08-30', source: 'community', need: '缺药', householdId: 'H1' }, STAFF.community);
const inform = take('informPolicy', { on: '2021-08-31', channel: '入户讲解' }, STAFF.community);

describe('reportLead and informPolicy', () => {
  it('a lead begins a file, and those who were found are told what there is', () => {
    given().when(lead).then({ type: 'HardshipLeadReported', data: { on: '2021-08-30', source: 'community', need: '缺药', householdId: 'H1' } });
    given(lead).when(inform).then({ type: 'PolicyInformed', data: { on: '2021-08-31', channel: '入户讲解' } });
    given(lead, inform, submit).when(but(inform, { on: '2021-09-01' })).then({ type: 'PolicyInformed', data: { on: '2021-09-01', channel: '入户讲解' } });
  });
  it('keeps the papers of telling a lead too', () => {
    const evidence = [{ sha256: 'a'.repeat(64), kind: 'neighbourVisit' }];
    given(lead).when(but(inform, { evidence })).then({ type: 'PolicyInformed', data: { on: '2021-08-31', channel: '入户讲解' }, evidence });
  });
  it('is refused under a number in use, for a day to come, and where there is no file', () => {
    given(lead).when(lead).thenRefused('CASE_EXISTS');
    given(submit).when(lead).thenRefused('CASE_EXISTS');
    const early = { today: '2021-08-29' as never };
    given().when(but(lead, {}, undefined, early)).thenRefused('STEP_IN_FUTURE', { on: '2021-08-30', today: '2021-08-29' });
    given(lead).when(but(inform, {}, undefined, early)).thenRefused('STEP_IN_FUTURE');
    given().when(inform).thenRefused('CASE_UNKNOWN');
    given(lead).when(but(inform, { on: '2021-08-29' })).thenRefused('STEP_TOO_EARLY', { step: 'the lead' });
  });
});

describe('submit', () => {
  const said = { on: '2021-09-01', householdId: 'H1', applicantId: 'P1', channel: 'window', materials: ['申请书'], promise: true, handledBy: STAFF.window };
  it('opens the file, whether a lead came first or not', () => {
    given().when(submit).then({ type: 'ApplicationSubmitted', data: { ...said, benefit: 'dibao', unit: 'household' } });
    given(lead).when(submit).then({ type: 'ApplicationSubmitted', data: { ...said, benefit: 'dibao', unit: 'household' } });
  });
  it('names the agent in an event of its own', () => {
    given().when(but(submit, { agent: { name: '林某', relation: '邻居', mandateRef: 'WT1' } })).then(
      { type: 'ApplicationSubmitted', data: { ...said, benefit: 'dibao', unit: 'household' } },
      { type: 'AgentMandated', data: { on: '2021-09-01', name: '林某', relation: '邻居', mandateRef: 'WT1' } },
    );
  });
  it('is of a person where the benefit is, and says who', () => {
    given().when(but(submit, { benefit: 'tekun' })).thenRefused('BENEFICIARY_MISSING', { field: 'beneficiaryId' });
    given().when(but(submit, { benefit: 'tekun', beneficiaryId: 'P1' })).then({ type: 'ApplicationSubmitted', data: { ...said, benefit: 'tekun', beneficiaryId: 'P1', unit: 'person' } });
  });
  it('has a variant for 临时救助 only', () => {
    given().when(but(submit, { variant: 'emergency' })).thenRefused('VARIANT_UNKNOWN', { field: 'variant' });
    given().when(but(submit, { benefit: 'temporaryRelief', variant: 'emergency' })).then({ type: 'ApplicationSubmitted', data: { ...said, benefit: 'temporaryRelief', variant: 'emergency', unit: 'household' } });
  });
  it('is refused twice, before the lead, and on days that have not come or do not exist', () => {
    given(submit).when(submit).thenRefused('CASE_EXISTS');
    given(but(lead, { on: '2021-09-02' })).when(submit).thenRefused('STEP_TOO_EARLY', { step: 'the lead', on: '2021-09-02' });
    given().when(but(submit, {}, undefined, { today: '2021-08-31' as never })).thenRefused('STEP_IN_FUTURE');
    given().when(but(submit, { on: '2021-02-29' })).thenRefused('DATE_INVALID');
  });
  it('a lead alone takes no further step', () => given(lead).when(accept).thenRefused('CASE_UNKNOWN'));
});

describe('missing papers are told once (R57 10)', () => {
  it('told, then added, then accepted', () => {
    given(submit).when(but(notifyDeficiency, { deadline: '2021-09-08' })).then({ type: 'MaterialsDeficiencyNotified', data: { on: '2021-09-01', missing: ['诊断证明'], deadline: '2021-09-08' } });
    given(submit, notifyDeficiency).when(supplement).then({ type: 'MaterialsSupplemented', data: { on: '2021-09-02', added: ['诊断证明'] } });
    given(submit, notifyDeficiency, supplement).when(accept).then({ type: 'ApplicationAccepted', data: { on: '2021-09-02', receiptNo: 'SL1', ruleVersion: 'R57', handledBy: STAFF.window } });
  });
  it('not told twice, not even after they came', () => {
    given(submit, notifyDeficiency).when(notifyDeficiency).thenRefused('DEFICIENCY_TOLD', { on: '2021-09-01' });
    given(submit, notifyDeficiency, supplement).when(notifyDeficiency).thenRefused('DEFICIENCY_TOLD');
  });
  it('nothing is accepted while they are missing', () => given(submit, notifyDeficiency).when(accept).thenRefused('STEP_OUT_OF_ORDER', { missing: ['what was missing (supplement)'] }));
  it('nothing is added that was not asked for', () => given(submit).when(supplement).thenRefused('STEP_OUT_OF_ORDER', { missing: ['what is missing told (notifyDeficiency)'] }));
  it('in the order of days', () => {
    given(submit).when(but(notifyDeficiency, { on: '2021-08-31' })).thenRefused('STEP_TOO_EARLY', { step: 'the application' });
    given(submit, but(notifyDeficiency, { on: '2021-09-02' })).when(but(supplement, { on: '2021-09-01' })).thenRefused('STEP_TOO_EARLY');
    given(submit, notifyDeficiency, but(supplement, { on: '2021-09-03' })).when(accept).thenRefused('STEP_TOO_EARLY', { step: 'what was missing (supplement)' });
  });
  it('refused once accepted, and in a case that ended; a deadline is a day that exists', () => {
    given(submit, accept).when(notifyDeficiency).thenRefused('STEP_DONE', { step: 'acceptance' });
    given(submit, refuseAcceptance).when(notifyDeficiency).thenRefused('CASE_CLOSED', { as: 'notAccepted' });
    given(submit, notifyDeficiency, refuseAcceptance).when(supplement).thenRefused('CASE_CLOSED');
    given(submit).when(but(notifyDeficiency, { deadline: '2021-09-31' })).thenRefused('DATE_INVALID');
  });
});

describe('accept and refuseAcceptance', () => {
  it('the day of acceptance decides the rules, not that of the application', () => {
    const early = but(submit, { on: '2021-06-28' });
    given(early).when(but(accept, { on: '2021-06-30' })).then({ type: 'ApplicationAccepted', data: { on: '2021-06-30', receiptNo: 'SL1', ruleVersion: 'R220', handledBy: STAFF.window } });
    given(early).when(but(accept, { on: '2021-07-01' })).then({ type: 'ApplicationAccepted', data: { on: '2021-07-01', receiptNo: 'SL1', ruleVersion: 'R57', handledBy: STAFF.window } });
  });
  it('a refusal is recorded with its reason and ends the case', () => {
    given(submit).when(refuseAcceptance).then({ type: 'ApplicationNotAccepted', data: { on: '2021-09-02', reason: '不属于本街道' } });
    expect(given(submit).when(refuseAcceptance).thenFile().ended).toEqual({ as: 'notAccepted', on: '2021-09-02' });
  });
  it('either only once, not before the application, not after the end', () => {
    for (const step of [accept, refuseAcceptance]) {
      given(submit, accept).when(step).thenRefused('STEP_DONE', { step: 'acceptance' });
      given(submit, refuseAcceptance).when(step).thenRefused('CASE_CLOSED');
      given(submit, withdraw).when(but(step, { on: '2021-09-30' })).thenRefused('CASE_CLOSED', { as: 'withdrawn' });
      given(submit).when(but(step, { on: '2021-08-31' })).thenRefused('STEP_TOO_EARLY');
      given().when(step).thenRefused('CASE_UNKNOWN');
    }
  });
});

describe('near kin (R220 14, R57 11)', () => {
  it('is declared by anybody, themselves too, and registered by another', () => {
    given(submit).when(but(declareKin, {}, STAFF.kin)).then({ type: 'KinDeclared', data: { on: '2021-09-02', staffId: STAFF.kin, relation: 'sibling' } });
    given(submit, declareKin).when(fileNearRelative).then({ type: 'NearRelativeFiled', data: { on: '2021-09-02', staffId: STAFF.kin, relation: 'sibling', filingNo: 'JQS1' } });
    given(submit).when(but(fileNearRelative, {}, STAFF.kin)).thenRefused('SAME_PERSON', { staffId: STAFF.kin });
  });
  it('may be registered without a declaration, once', () => {
    expect(given(submit).when(fileNearRelative).thenFile()).toMatchObject({ nearRelativeFiled: true, kin: [{ staffId: STAFF.kin, filed: true }] });
    given(submit, fileNearRelative).when(but(fileNearRelative, { filingNo: 'JQS2' })).thenRefused('STEP_DONE', { step: 'this relation' });
    given(submit, fileNearRelative).when(declareKin).thenRefused('STEP_DONE');
  });
  it('nothing is said of a file before there was one', () => {
    for (const step of [declareKin, fileNearRelative, inform]) given(submit).when(but(step, { on: '2021-08-30' })).thenRefused('STEP_TOO_EARLY', { step: 'the application' });
  });
  it('kin handle nothing until it is registered', () => {
    const handling = [but(accept, {}, STAFF.kin), but(refuseAcceptance, {}, STAFF.kin), but(notifyDeficiency, {}, STAFF.kin), but(terminate, {}, STAFF.kin)];
    for (const step of handling) given(submit, declareKin).when(step).thenRefused('NEAR_RELATIVE_UNFILED', { staffId: STAFF.kin });
    given(submit, declareKin, fileNearRelative).when(but(accept, {}, STAFF.kin)).thenAccepted();
  });
  it('but kin may write down what the household says, and colleagues may handle', () => {
    given(submit, notifyDeficiency, declareKin).when(but(supplement, {}, STAFF.kin)).thenAccepted();
    given(submit, declareKin).when(but(withdraw, {}, STAFF.kin)).thenAccepted();
    given(submit, declareKin).when(accept).thenAccepted();
  });
  it('can be declared and registered while the benefit is paid, and not once the case has ended', () => {
    const paid = path({ benefit: 'temporaryRelief', variant: 'emergency' }, 'submit', 'accept', 'confirm');
    given(paid).when(declareKin).thenAccepted();
    given(paid, declareKin).when(fileNearRelative).thenAccepted();
    given(submit, withdraw).when(declareKin).thenRefused('CASE_CLOSED');
    given(submit, withdraw).when(fileNearRelative).thenRefused('CASE_CLOSED');
  });
});

describe('withdraw and terminate', () => {
  it('an applicant withdraws at any time before the decision', () => {
    given(submit).when(withdraw).then({ type: 'ApplicationWithdrawn', data: { on: '2021-09-19', reason: '找到工作' } });
    given(submit, accept).when(withdraw).thenAccepted();
    given(submit).when(but(withdraw, { on: '2021-08-31' })).thenRefused('STEP_TOO_EARLY');
    given(path({ benefit: 'temporaryRelief', variant: 'emergency' }, 'submit', 'accept', 'confirm')).when(withdraw).thenRefused('STEP_DONE', { step: 'the decision' });
    given(submit, withdraw).when(withdraw).thenRefused('CASE_CLOSED', { as: 'withdrawn', on: '2021-09-19' });
  });
  it('a procedure is terminated once it began (R57 29)', () => {
    given(submit, accept).when(terminate).then({ type: 'ProcedureTerminated', data: { on: '2021-09-19', ground: 'uncooperative', reason: '拒绝入户' } });
    given(submit).when(terminate).thenRefused('STEP_OUT_OF_ORDER', { missing: ['acceptance'] });
    given(submit, accept).when(but(terminate, { on: '2021-09-01' })).thenRefused('STEP_TOO_EARLY');
    given(submit, accept, terminate).when(terminate).thenRefused('CASE_CLOSED', { as: 'terminated' });
  });
});

describe('completePapers (R23)', () => {
  const emergency = { benefit: 'temporaryRelief', variant: 'emergency' } as const;
  const accepted = path(emergency, 'submit', 'accept');
  const data: Stated<'completePapers'> = { on: '2021-10-04', cause: '火灾', object: '一家三口', signatures: ['申请人', '经办人'] };
  it('follows emergency relief, once', () => {
    given(accepted, confirm).when(completePapers).then({ type: 'ReliefPapersCompleted', data });
    given(accepted, confirm, completePapers).when(completePapers).thenRefused('STEP_DONE');
  });
  it('not before help was given, and not where none was', () => {
    given(accepted).when(completePapers).thenRefused('STEP_OUT_OF_ORDER', { missing: ['the confirmation (confirm)'] });
    given(accepted, deny).when(completePapers).thenRefused('STEP_OUT_OF_ORDER');
    given(accepted, confirm).when(but(completePapers, { on: '2021-09-30' })).thenRefused('STEP_TOO_EARLY');
  });
  it('only of emergency relief', () => {
    given(path({ benefit: 'temporaryRelief' }, 'submit', 'accept')).when(completePapers).thenRefused('STEP_NOT_IN_PROCEDURE', { step: 'completePapers' });
    given(submit, accept).when(completePapers).thenRefused('STEP_NOT_IN_PROCEDURE', { benefit: 'dibao' });
  });
});

it('remembers what the first steps said', () => {
  expect(fileAfter([submit, notifyDeficiency, supplement, accept])).toMatchObject({
    status: 'open', benefit: 'dibao', householdId: 'H1', submittedOn: '2021-09-01', deficiency: { on: '2021-09-01', suppliedOn: '2021-09-02' }, accepted: { on: '2021-09-02', rules: 'R57', by: STAFF.window },
  });
});
