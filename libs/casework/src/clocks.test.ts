/**
 * Every clock on both sides of its last day. Days were counted by hand from the notices of the State Council:
 * 2021: 1-5 May off, 25 April and 8 May on; 12-14 June off; 19-21 September off, 18 September on; 1-7 October off, 26 September and 9 October on.
 * 2024: 15-17 September off, 14 September on; 1-7 October off, 29 September and 12 October on.
 */
import { addDays, parseCivilDate as d } from '#kernel';
import { type CaseEvent, CLOCK_NAMES, clockBookOf, type ClockEntry, type ClockName, missed, openItems } from './index.js';

type Told = readonly [type: CaseEvent['type'], on: string, data?: object, more?: Partial<ClockEntry>];
const entry = ([type, on, data = {}, more = {}]: Told): ClockEntry =>
  ({ event: { type, data: { caseId: 'C1', on, ...data } } as unknown as CaseEvent, on: d(on), code6: '360111', by: 'S1', imported: false, delegated: false, ...more });
const bookOf = (...told: readonly Told[]) => {
  const book = clockBookOf(told.map(entry));
  if (book === undefined) throw new Error('nothing was told');
  return book;
};
const owed = (told: readonly Told[], delegated = false): string[] => openItems(bookOf(...told), delegated).map(({ clock, subject, dueOn }) => `${clock}${subject === undefined ? '' : ` ${subject}`} ${dueOn}`).sort();
const late = (...told: readonly Told[]): string[] => missed(bookOf(...told)).map(({ code, step, dueOn, days }) => `${code} ${step} ${dueOn} ${days}`);

const submitted = (on: string, benefit = 'dibao', more: object = {}): Told => ['ApplicationSubmitted', on, { benefit, channel: 'window', ...more }];
const accepted = (on: string): Told => ['ApplicationAccepted', on, { ruleVersion: on < '2021-07-01' ? 'R220' : 'R57' }];
const open = (on: string, benefit?: string, more?: object): Told[] => [submitted(on, benefit, more), accepted(on)];
const helped = (on: string, benefit?: string, more?: object): Told[] => [...open(on, benefit, more), ['AssistanceConfirmed', on], ['BenefitGranted', on, { fromYm: '2024-10' }]];
const posted = (stage: string, on: string): Told => ['PublicNoticePosted', on, { stage }];
const closed = (stage: string, on: string): Told => ['NoticeClosed', on, { stage }];

/** Clock, what was before, the day it starts, its last day, what ends it; `assumed`: missing it is no deviation. */
const WORKED: readonly (readonly [clock: ClockName, before: readonly Told[], startedOn: string, dueOn: string, end: readonly [CaseEvent['type'], object?], assumed?: 'assumed'])[] = [
  ['lead', [['HardshipLeadReported', '2024-09-26']], '2024-09-26', '2024-09-30', ['PolicyInformed'], 'assumed'],
  ['deficiency', [submitted('2024-09-26')], '2024-09-26', '2024-09-26', ['MaterialsDeficiencyNotified']],
  ['supplement', [submitted('2024-09-26'), ['MaterialsDeficiencyNotified', '2024-09-26', { deadline: '2024-10-18' }]], '2024-09-26', '2024-10-18', ['MaterialsSupplemented'], 'assumed'],
  ['acceptance', [submitted('2024-09-26'), ['MaterialsDeficiencyNotified', '2024-09-26'], ['MaterialsSupplemented', '2024-10-08']], '2024-10-08', '2024-10-08', ['ApplicationAccepted'], 'assumed'],
  // 27 (1), Sunday 29 (2), 30 (3).
  ['survey', open('2024-09-26'), '2024-09-26', '2024-09-30', ['HomeVisited']],
  // R220: Monday 4 March to Monday 18 March 2019.
  ['survey', open('2019-03-04'), '2019-03-04', '2019-03-18', ['RemoteVisited']],
  // 30 September (1), 8 October (2), Saturday 9 October (3).
  ['checkStart', [...open('2021-09-28'), ['InfoCheckRequested', '2021-09-29']], '2021-09-29', '2021-10-09', ['InfoCheckStarted']],
  // 27, 29, 30 September (3), 8-12 October (8), 14-18 (13), 21, 22 (15).
  ['childCheck', [submitted('2024-09-26', 'unsupportedChild')], '2024-09-26', '2024-10-22', ['InfoCheckReported']],
  ['democraticReview', [...open('2019-03-04'), ['HomeVisited', '2019-03-11']], '2019-03-11', '2019-03-18', ['DemocraticReviewHeld']],
  // 14-18 September with Saturday 18 (5), 22-24 (8), Sunday 26 (9), 27-30 (13), 8 and 9 October (15).
  ['initialOpinion', open('2021-09-13', 'tekun'), '2021-09-13', '2021-10-09', ['InitialOpinionIssued']],
  ['townNotice', [...open('2021-09-01'), posted('town', '2021-09-27')], '2021-09-27', '2021-10-04', ['NoticeClosed', { stage: 'town' }], 'assumed'],
  // R43 15: 2-5 November (4), 8-12 (9), 15-19 (14), 22 (15).
  ['objection', [...open('2021-09-13', 'tekun'), ['ObjectionRaised', '2021-11-01', { objectionNo: 'O1' }]], '2021-11-01', '2021-11-22', ['ObjectionInvestigated', { objectionNo: 'O1', finding: 'unfounded' }]],
  // R220: 15-18 June (4), 21-25 (9), 28 June - 2 July (14), 5-9 July (19), 12 July (20).
  ['objection', [...open('2021-05-10'), ['ObjectionRaised', '2021-06-11', { objectionNo: 'O1' }]], '2021-06-11', '2021-07-12', ['ObjectionInvestigated', { objectionNo: 'O1', finding: 'unfounded' }]],
  // 10 working days: 27, 29, 30 September, 8-12 October (8), 14, 15 (10).
  ['objection', [...open('2024-09-20'), ['ObjectionRaised', '2024-09-26', { objectionNo: 'O1' }]], '2024-09-26', '2024-10-15', ['ObjectionInvestigated', { objectionNo: 'O1', finding: 'unfounded' }], 'assumed'],
  // Sunday 26 September (1), 27-30 (5), 8 and 9 October (7), 11-13 (10).
  ['countyOpinion', [...open('2021-09-01'), ['CaseForwarded', '2021-09-24']], '2021-09-24', '2021-10-13', ['AssistanceConfirmed']],
  // R220: 29, 30 April (2), 6, 7 May and Saturday 8 May (5).
  ['countyOpinion', [...open('2021-04-01'), ['CaseForwarded', '2021-04-28']], '2021-04-28', '2021-05-08', ['PublicNoticePosted', { stage: 'county' }]],
  // R43 16: 12-15 October (4), 18-22 (9), 25-29 (14), 1 November (15).
  ['countyOpinion', [...open('2021-09-13', 'tekun'), ['CaseForwarded', '2021-10-11']], '2021-10-11', '2021-11-01', ['AssistanceDenied']],
  // R62: 22-25 October (4), 28 October - 1 November (9), 4-8 (14), 11 (15).
  ['countyOpinion', [...open('2024-09-26', 'unsupportedChild'), ['CaseForwarded', '2024-10-21']], '2024-10-21', '2024-11-11', ['AssistanceConfirmed']],
  ['countyOpinion', [...open('2024-09-20', 'orphan'), ['CaseForwarded', '2024-09-26']], '2024-09-26', '2024-10-15', ['AssistanceConfirmed'], 'assumed'],
  ['countyNotice', [...open('2021-04-01'), posted('county', '2021-04-28')], '2021-04-28', '2021-05-05', ['NoticeClosed', { stage: 'county' }], 'assumed'],
  // 29, 30 April (2), 6 May (3).
  ['decisionAfterNotice', [...open('2021-04-01'), closed('county', '2021-04-28')], '2021-04-28', '2021-05-06', ['AssistanceConfirmed']],
  // 27, 29, 30 September (3), 8-12 October (8), 14-18 (13), 21-25 (18), 28 October - 1 November (23), 4-8 (28), 11, 12 (30).
  ['total', open('2024-09-26'), '2024-09-26', '2024-11-12', ['AssistanceDenied']],
  ['total', open('2021-03-01'), '2021-03-01', '2021-03-31', ['AssistanceConfirmed'], 'assumed'],
  ['total', open('2024-09-26', 'temporaryRelief', { variant: 'emergency' }), '2024-09-26', '2024-09-26', ['AssistanceConfirmed'], 'assumed'],
  ['total', open('2024-09-26', 'temporaryRelief'), '2024-09-26', '2024-11-12', ['AssistanceConfirmed'], 'assumed'],
  // 15 as above on 9 October, 11-15 (20), 18-22 (25), 25-29 (30), 1-5 November (35), 8-12 (40), 15-19 (45).
  ['total', open('2021-09-13', 'tekun'), '2021-09-13', '2021-11-19', ['AssistanceConfirmed'], 'assumed'],
  ['total', open('2024-09-26', 'disabilityLiving'), '2024-09-26', '2024-11-12', ['AssistanceConfirmed'], 'assumed'],
  // Sunday 29 September (1), 30 (2), 8 October (3).
  ['serveDenial', [...open('2024-09-20'), ['AssistanceDenied', '2024-09-27']], '2024-09-27', '2024-10-08', ['DecisionServed']],
  ['serveDenial', [...open('2024-09-20', 'tekun'), ['AssistanceDenied', '2024-09-27']], '2024-09-27', '2024-10-08', ['DecisionServed']],
  ['serveDenial', [...open('2021-04-01'), ['AssistanceDenied', '2021-04-28']], '2021-04-28', '2021-05-06', ['DecisionServed'], 'assumed'],
  ['serveConfirmation', helped('2024-09-27'), '2024-09-27', '2024-10-08', ['DecisionServed'], 'assumed'],
  ['publication', helped('2024-09-26'), '2024-09-26', '2024-10-15', ['ResultPublished'], 'assumed'],
  ['reliefFiling', helped('2024-09-26', 'temporaryRelief'), '2024-09-26', '2024-10-15', ['ReliefFiled'], 'assumed'],
  ['reserveFiling', [...helped('2024-09-20', 'temporaryRelief', { variant: 'emergency' }), ['ReservePaid', '2024-09-26']], '2024-09-26', '2024-10-15', ['ReliefFiled'], 'assumed'],
  ['reliefPapers', helped('2024-09-26', 'temporaryRelief', { variant: 'emergency' }), '2024-09-26', '2024-10-15', ['ReliefPapersCompleted'], 'assumed'],
  ['cityFiling', helped('2024-09-26', 'lowIncome').map(([type, on, data = {}]): Told => [type, on, data, { code6: '320583' }]), '2024-09-26', '2024-10-15', ['CaseFiledWithCity'], 'assumed'],
  ['stopNotice', [...helped('2024-09-02', 'tekun'), posted('stop', '2024-09-26')], '2024-09-26', '2024-10-03', ['NoticeClosed', { stage: 'stop' }], 'assumed'],
  // 27, 29, 30 September (3), 8-12 October (8), 14-18 (13), 21, 22 (15).
  ['stopObjection', [...helped('2024-09-02', 'tekun'), posted('stop', '2024-09-20'), ['ObjectionRaised', '2024-09-26', { objectionNo: 'O1', stage: 'stop' }]], '2024-09-26', '2024-10-22', ['ObjectionInvestigated', { objectionNo: 'O1', finding: 'unfounded' }]],
  ['stopDecision', [...helped('2024-09-02', 'tekun'), closed('stop', '2024-09-26')], '2024-09-26', '2024-10-15', ['BenefitStopped'], 'assumed'],
  ['selfCareReassessment', [...helped('2024-09-02', 'tekun'), ['ChangeReported', '2024-09-26', { kind: 'health' }]], '2024-09-26', '2024-10-15', ['SelfCareAssessed']],
  ['change', [...helped('2024-09-02'), ['UnreportedChangeFound', '2024-09-26', { kind: 'income' }]], '2024-09-26', '2024-10-15', ['BenefitReduced'], 'assumed'],
  // Three months from the death, not from the report: 30 November has no 30 February.
  ['death', [...helped('2024-09-02'), ['DeathReported', '2024-12-10', { personId: 'P1', diedOn: '2024-11-30' }]], '2024-12-10', '2025-02-28', ['BenefitStopped']],
  ['jobRefusals', [...helped('2024-09-02'), ['JobRefused', '2024-09-26', { personId: 'P1', streak: 3 }]], '2024-09-26', '2024-10-15', ['BenefitReduced'], 'assumed'],
  ['review', [...open('2024-02-01'), ['InitialOpinionIssued', '2024-02-20', { classCode: 'A' }], ['AssistanceConfirmed', '2024-02-29']], '2024-02-29', '2025-02-28', ['PeriodicReviewCompleted', { result: 'keep' }]],
  ['review', [...open('2024-08-01'), ['InitialOpinionIssued', '2024-08-20', { classCode: 'B' }], ['AssistanceConfirmed', '2024-08-31']], '2024-08-31', '2025-02-28', ['PeriodicReviewCompleted', { result: 'keep' }]],
  ['review', [...open('2021-03-01'), ['InitialOpinionIssued', '2021-03-20', { classCode: 'C' }], ['AssistanceConfirmed', '2021-03-31']], '2021-03-31', '2021-04-30', ['PeriodicReviewCompleted', { result: 'keep' }]],
  ['review', [...open('2024-11-01'), ['InitialOpinionIssued', '2024-11-20', { classCode: 'C' }], ['AssistanceConfirmed', '2024-11-30']], '2024-11-30', '2025-02-28', ['PeriodicReviewCompleted', { result: 'keep' }], 'assumed'],
  ['review', helped('2024-09-26'), '2024-09-26', '2025-09-26', ['PeriodicReviewCompleted', { result: 'keep' }], 'assumed'],
  ['review', [...open('2024-08-01', 'tekun'), ['InitialOpinionIssued', '2024-08-20', { classCode: 'B' }], ['AssistanceConfirmed', '2024-08-31']], '2024-08-31', '2025-02-28', ['PeriodicReviewCompleted', { result: 'keep' }], 'assumed'],
  ['scheduledReview', [...helped('2024-09-02'), ['ReviewScheduled', '2024-09-26', { class: 'A', dueOn: '2025-03-14' }]], '2024-09-26', '2025-03-14', ['PeriodicReviewCompleted', { result: 'keep' }], 'assumed'],
  // The last day before the month in which the status is not owed any more.
  ['statusValidity', [...helped('2025-01-15', 'lowIncome'), ['BenefitStopped', '2025-01-15', { cause: 'validityEnded', fromYm: '2026-02' }]], '2025-01-15', '2026-01-31', ['PolicyInformed'], 'assumed'],
  ['suspension', [...helped('2024-09-02'), ['BenefitSuspended', '2024-09-26']], '2024-09-26', '2024-12-26', ['BenefitResumed'], 'assumed'],
  // November to April.
  ['graduatedExit', [...helped('2024-09-02'), ['GraduatedExitStarted', '2024-10-20', { fromYm: '2024-11', months: 6 }]], '2024-10-20', '2025-04-30', ['GraduatedExitEnded'], 'assumed'],
  ['exitDecision', [...helped('2024-09-02'), ['GraduatedExitEnded', '2024-09-26']], '2024-09-26', '2024-10-15', ['BenefitStopped'], 'assumed'],
];

describe('every clock', () => {
  it('has a worked example', () => {
    expect([...new Set(WORKED.map(([clock]) => clock))].sort()).toEqual([...CLOCK_NAMES].sort());
  });
  it.each(WORKED.map((row) => [row[0], row[3], row] as const))('%s, on both sides of %s (%#)', (clock, dueOn, [, before, startedOn, , [type, data = {}], assumed]) => {
    expect(openItems(bookOf(...before)).filter((item) => item.clock === clock)).toEqual([expect.objectContaining({ startedOn, dueOn }) as object]);
    const endedOn = (on: string) => missed(bookOf(...before, [type, on, data])).filter(({ step }) => (step === 'homeVisit' ? 'survey' : step) === clock);
    expect(openItems(bookOf(...before, [type, dueOn, data])).filter((item) => item.clock === clock && item.startedOn === startedOn)).toEqual([]);
    expect([endedOn(addDays(d(dueOn), -1)), endedOn(dueOn)]).toEqual([[], []]);
    expect(endedOn(addDays(d(dueOn), 1)).map(({ days }) => days)).toEqual(assumed === undefined ? [1] : []);
  });
});

describe('who owes nothing', () => {
  it.each([
    ['survey under R57: 特困 has 15 working days for survey and opinion', open('2024-09-26', 'tekun'), 'survey'],
    ['survey of relief in an emergency', open('2024-09-26', 'temporaryRelief', { variant: 'emergency' }), 'survey'],
    ['check start before R57', [...open('2021-06-01'), ['InfoCheckRequested', '2021-06-02']], 'checkStart'],
    ['review of 特困', [...open('2021-06-01', 'tekun'), ['HomeVisited', '2021-06-02']], 'democraticReview'],
    ['review under R57', [...open('2021-07-01'), ['HomeVisited', '2021-07-02']], 'democraticReview'],
    ['publication of a child', helped('2024-09-26', 'orphan'), 'publication'],
    ['filing of relief that the county gave', [...open('2024-09-20', 'temporaryRelief'), ['CaseForwarded', '2024-09-24'], ['AssistanceConfirmed', '2024-09-26']], 'reliefFiling'],
    ['filing with the city elsewhere', helped('2024-09-26', 'lowIncome'), 'cityFiling'],
    ['validity of a status given without an end', helped('2024-12-31', 'lowIncome'), 'statusValidity'],
    ['papers an applicant was given no day for', [submitted('2024-09-26'), ['MaterialsDeficiencyNotified', '2024-09-26']], 'supplement'],
    ['two refusals', [...helped('2024-09-02'), ['JobRefused', '2024-09-26', { personId: 'P1', streak: 2 }]], 'jobRefusals'],
    ['an exit of which nobody said how long', [...helped('2024-09-02'), ['GraduatedExitStarted', '2024-10-20', { fromYm: '2024-11' }]], 'graduatedExit'],
  ] as readonly (readonly [string, readonly Told[], ClockName])[])('%s', (_what, told, clock) => {
    expect(openItems(bookOf(...told)).map((item) => item.clock)).not.toContain(clock);
  });

  const running: Told[] = [...open('2024-09-20'), ['InfoCheckRequested', '2024-09-23'], ['CaseForwarded', '2024-09-26']];
  it.each(['ApplicationNotAccepted', 'ApplicationWithdrawn', 'ProcedureTerminated'] as const)('a case that ended by %s', (type) => {
    expect(owed([...running, [type, '2024-09-27']])).toEqual([]);
    expect(late(...running, [type, '2025-09-27'])).toEqual([]);
  });
  it('a denied case but for serving the denial', () => {
    expect(owed([...running, ['AssistanceDenied', '2024-09-27']])).toEqual(['serveDenial 2024-10-08']);
    expect(owed([...running, ['AssistanceDenied', '2024-09-27'], ['DecisionServed', '2024-09-29']])).toEqual([]);
  });
  it('a benefit that stopped, also for what happens later', () => {
    const stopped: Told[] = [...helped('2024-09-02'), ['DecisionServed', '2024-09-03'], ['ResultPublished', '2024-09-03'], ['ReviewScheduled', '2024-09-04', { class: 'A', dueOn: '2025-01-01' }], ['BenefitStopped', '2024-09-20']];
    expect(owed(stopped)).toEqual([]);
    expect(owed([...stopped, ['DeathReported', '2024-10-20', { personId: 'P1', diedOn: '2024-10-19' }], ['ChangeReported', '2024-10-20', { kind: 'income' }]])).toEqual([]);
  });
  it('relief that is given once keeps what follows the decision, and has no reviews', () => {
    expect(owed([...helped('2024-09-26', 'temporaryRelief', { variant: 'emergency' }), ['BenefitStopped', '2024-09-26', { cause: 'paidOnce' }]]))
      .toEqual(['reliefFiling 2024-10-15', 'reliefPapers 2024-10-15', 'serveConfirmation 2024-09-30']);
  });
  it('a case of a workbook, whatever its book lacks; what is done to it live is owed', () => {
    const imported = helped('2019-03-04').map(([type, on, data]): Told => [type, on, { ...data, channel: 'workbook' }, { imported: true }]);
    expect(owed(imported)).toEqual([]);
    expect(owed([...imported, ['DeathReported', '2024-12-10', { personId: 'P1', diedOn: '2024-12-01' }]])).toEqual(['death P1 2025-03-01']);
  });
});

describe('what starts anew', () => {
  it('the survey after a return to verifying, and the review after the new survey', () => {
    const returned: Told[] = [...open('2019-03-04'), ['HomeVisited', '2019-03-05'], ['DemocraticReviewHeld', '2019-03-06'], ['InitialOpinionIssued', '2019-03-07'], ['CaseReturned', '2019-03-11', { toStep: 'verifying' }]];
    expect(owed(returned)).toEqual(['survey 2019-03-25', 'total 2019-04-03']);
    expect(owed([...returned, ['HomeVisited', '2019-03-18']])).toEqual(['democraticReview 2019-03-25', 'total 2019-04-03']);
    expect(late(...returned, ['HomeVisited', '2019-03-26'])).toEqual(['VISIT_LATE homeVisit 2019-03-25 1']);
  });
  it('nothing after a return to the notice, but the county counts from the next forwarding', () => {
    const returned: Told[] = [...open('2021-09-01'), ['HomeVisited', '2021-09-02'], posted('town', '2021-09-06'), closed('town', '2021-09-13'), ['CaseForwarded', '2021-09-24'], ['CaseReturned', '2021-09-26', { toStep: 'notice' }]];
    // 30 working days after 1 September: 2, 3 (2), 6-10 (7), 13-18 (13), 22-24 (16), 26-30 (21), 8, 9 October (23), 11-15 (28), 18, 19 (30).
    expect(owed(returned)).toEqual(['total 2021-10-19']);
    // 30 September (1), 8, 9 October (3), 11-15 (8), 18, 19 (10).
    expect(owed([...returned, ['CaseForwarded', '2021-09-29']])).toEqual(['countyOpinion 2021-10-19', 'total 2021-10-19']);
  });
  it('the review counts from the last visit before it, and is not owed again for visits after it', () => {
    const reviewed: Told[] = [...open('2019-03-04'), ['HomeVisited', '2019-03-05'], ['HomeVisited', '2019-03-11']];
    expect(owed(reviewed)).toContain('democraticReview 2019-03-18');
    expect(owed([...reviewed, ['DemocraticReviewHeld', '2019-03-12'], ['HomeVisited', '2019-03-13']])).toEqual(['total 2019-04-03']);
  });
  it('the decision after the notice of the county, when an objection to it was unfounded; a founded one takes the file back', () => {
    const objected: Told[] = [...open('2021-04-01'), ['HomeVisited', '2021-04-02'], ['DemocraticReviewHeld', '2021-04-06'], ['CaseForwarded', '2021-04-12'], posted('county', '2021-04-14'), ['ObjectionRaised', '2021-04-15', { objectionNo: 'O1' }], closed('county', '2021-04-21')];
    expect(owed(objected)).toContain('decisionAfterNotice 2021-04-25');
    const done = (finding: string): string[] => owed([...objected, ['ObjectionInvestigated', '2021-04-28', { objectionNo: 'O1', finding }]]);
    expect(done('unfounded')).toEqual(['decisionAfterNotice 2021-05-06', 'total 2021-05-01']);
    expect(done('founded')).toEqual(['total 2021-05-01']);
  });
  it('the opinion on 特困 after a founded objection', () => {
    const objected: Told[] = [...open('2021-09-13', 'tekun'), ['InitialOpinionIssued', '2021-09-24'], posted('town', '2021-09-24'), ['ObjectionRaised', '2021-09-27', { objectionNo: 'O1' }], ['ObjectionInvestigated', '2021-10-11', { objectionNo: 'O1', finding: 'founded' }]];
    expect(owed(objected)).toEqual(['initialOpinion 2021-11-01', 'total 2021-11-19']);
  });
  it('a review under the rules of its day, whatever the rules of the acceptance were', () => {
    const old: Told[] = [...open('2021-03-01'), ['InitialOpinionIssued', '2021-03-20', { classCode: 'C' }], ['AssistanceConfirmed', '2021-06-01'], ['PeriodicReviewCompleted', '2021-07-01', { result: 'keep' }]];
    expect(owed(old).filter((item) => item.startsWith('review'))).toEqual(['review 2021-10-01']);
  });
  it('nothing by a suspension: a death is acted on when the amount was decided', () => {
    const died: Told[] = [...helped('2024-09-02'), ['DeathReported', '2024-12-10', { personId: 'P1', diedOn: '2024-12-01' }], ['BenefitSuspended', '2024-12-11']];
    expect(owed(died)).toEqual(expect.arrayContaining(['death P1 2025-03-01', 'suspension 2025-03-11']));
    expect(late(...died, ['BenefitStopped', '2025-03-04'])).toEqual(['CLOCK_MISSED death 2025-03-01 3']);
  });
  it('a review at every review, by the class given last', () => {
    const reviewed: Told[] = [...helped('2024-01-10'), ['DecisionServed', '2024-01-10'], ['ResultPublished', '2024-01-10'], ['ReviewScheduled', '2024-01-11', { class: 'B', dueOn: '2024-06-01' }], ['ReviewScheduled', '2024-02-01', { class: 'B', dueOn: '2024-06-20' }]];
    expect(owed(reviewed)).toEqual(['review 2024-07-10', 'scheduledReview 2024-06-20']);
    expect(owed([...reviewed, ['PeriodicReviewCompleted', '2024-06-15', { result: 'keep' }]])).toEqual(['review 2024-12-15']);
  });
});

describe('several at once', () => {
  it('each objection and each death has a clock of its own', () => {
    const two: Told[] = [...open('2024-09-20'), ['HomeVisited', '2024-09-23'], ['ObjectionRaised', '2024-09-26', { objectionNo: 'O1' }], ['ObjectionRaised', '2024-09-27', { objectionNo: 'O2' }]];
    // 23-27 September (5), 29, 30 (7), 8-12 October (12), 14-18 (17), 21-25 (22), 28 October - 1 November (27), 4-6 (30).
    expect(owed(two)).toEqual(['objection O1 2024-10-15', 'objection O2 2024-10-16', 'total 2024-11-06']);
    expect(owed([...two, ['ObjectionInvestigated', '2024-09-29', { objectionNo: 'O1', finding: 'unfounded' }]])).toEqual(['objection O2 2024-10-16', 'total 2024-11-06']);
  });
  it('a justified refusal drops only the clock of who refused', () => {
    const refused: Told[] = [...helped('2024-09-02'), ['JobRefused', '2024-09-26', { personId: 'P1', streak: 3 }], ['JobRefused', '2024-09-26', { personId: 'P2', streak: 3 }], ['JobRefused', '2024-09-27', { personId: 'P1', streak: 0 }]];
    expect(owed(refused).filter((item) => item.startsWith('jobRefusals'))).toEqual(['jobRefusals P2 2024-10-15']);
  });
  it('a clock missed twice is one deviation, the longest', () => {
    expect(late(...open('2021-04-01'), ['ObjectionRaised', '2021-06-11', { objectionNo: 'O1' }], ['ObjectionRaised', '2021-06-11', { objectionNo: 'O2' }],
      ['ObjectionInvestigated', '2021-07-14', { objectionNo: 'O1', finding: 'unfounded' }], ['ObjectionInvestigated', '2021-07-13', { objectionNo: 'O2', finding: 'unfounded' }])).toEqual(['CLOCK_MISSED objection 2021-07-12 2']);
  });
});

describe('the calendar, extensions and delegations', () => {
  it('says that a year is not published, and misses nothing by it', () => {
    const beyond = [...open('2026-12-30')];
    expect(owed(beyond)).toEqual(['survey calendarUnpublished', 'total calendarUnpublished']);
    expect(late(...beyond, ['HomeVisited', '2027-12-01'])).toEqual([]);
    expect(owed(helped('2026-12-01')).filter((item) => item.startsWith('review'))).toEqual(['review 2027-12-01']);
  });
  it('is due when it was extended to, and missed after that', () => {
    const extended: Told[] = [...open('2024-09-26'), ['HomeVisited', '2024-09-27'], ['DeadlineExtended', '2024-11-05', { clock: 'total', to: '2024-12-03', ground: 'checkDelayed' }]];
    expect(openItems(bookOf(...extended))).toEqual([expect.objectContaining({ clock: 'total', dueOn: '2024-12-03', extendedTo: '2024-12-03', ground: 'checkDelayed', startedOn: '2024-09-26' }) as object]);
    expect(late(...extended, ['AssistanceDenied', '2024-12-03'])).toEqual([]);
    expect(late(...extended, ['AssistanceDenied', '2024-12-06'])).toEqual(['CLOCK_MISSED total 2024-12-03 3']);
  });
  it('gives a town that decides 20 working days: 21-25 October (18), 28, 29 (20)', () => {
    const running: Told[] = [...open('2024-09-26'), ['HomeVisited', '2024-09-27']];
    expect(owed(running, true)).toEqual(['total 2024-10-29']);
    expect(owed([...running, ['CaseForwarded', '2024-10-08']], true)).toEqual(['countyOpinion 2024-10-21', 'total 2024-11-12']);
    expect(late(...running, ['AssistanceConfirmed', '2024-10-30', {}, { delegated: true }])).toEqual(['CLOCK_MISSED total 2024-10-29 1']);
    expect(late(...running, ['AssistanceConfirmed', '2024-10-30'])).toEqual([]);
  });
});

describe('whose it is', () => {
  const whose = (...told: readonly Told[]): string[] => openItems(bookOf(...told)).map(({ clock, owner, whose: staffId }) => `${clock} ${owner} ${staffId ?? '-'}`).sort();
  it('who took the starting step; the town until the file goes to the county, then the county and nobody in it yet', () => {
    const town: Told[] = [submitted('2024-09-26'), ['ApplicationAccepted', '2024-09-26', { ruleVersion: 'R57' }, { by: 'T1' }]];
    expect(whose(...town)).toEqual(['survey town T1', 'total town T1']);
    const forwarded: Told[] = [...town, ['HomeVisited', '2024-09-27', {}, { by: 'T2' }], ['CaseForwarded', '2024-09-29', {}, { by: 'T3' }]];
    expect(whose(...forwarded)).toEqual(['countyOpinion county -', 'total county -']);
    expect(whose(...forwarded, ['CountyVisited', '2024-09-30', {}, { by: 'K1' }])).toEqual(['countyOpinion county K1', 'total county K1']);
    // Sent back by the county, the file is with whoever of the town had it last.
    expect(whose(...forwarded, ['CaseReturned', '2024-09-30', { toStep: 'verifying' }, { by: 'K1' }])).toEqual(['survey town T3', 'total town T3']);
  });
  it('a draw over the forwarded cases is nobody\'s step', () => {
    expect(whose(...open('2021-09-13', 'tekun'), ['CaseForwarded', '2021-10-11'], ['CountySampled', '2021-10-12', {}, { by: 'K7' }])).toContain('countyOpinion county -');
  });
  it('goes by the level of the account where that is known', () => {
    expect(whose(...open('2024-09-20'), ['CaseForwarded', '2024-09-26'], ['CaseConferenced', '2024-09-27', {}, { by: 'T9', level: 'town' }])).toContain('countyOpinion county -');
  });
});
