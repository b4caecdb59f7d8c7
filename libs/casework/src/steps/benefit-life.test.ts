import { activeChange, type CaseFile } from '../index.js';
import { but, dibaoUntil, fileAfter, given, path, script, STAFF, type Take } from './testing/story.js';

/** 低保 granted on 2021-10-01 from November, 600.00 for one person. */
const S = script();
const granted = dibaoUntil('confirm');
const undecided = dibaoUntil('forward');
const stopped = [...granted, S.stop];
const suspended = [...granted, S.suspend];
const relieved = path({ benefit: 'temporaryRelief', variant: 'emergency' }, 'submit', 'accept', 'confirm');
const status = [...path({ benefit: 'lowIncome' }, 'submit', 'accept', 'authoriseCheck', 'requestCheck', 'startCheck', 'visit', 'reportCheck', 'assessIncome', 'assessAssets', 'assessRigidExpenditure', 'issueOpinion', 'postNotice', 'closeNotice', 'forward'), but(S.confirm, { amountFen: 0 })];

const owed = { benefit: 'dibao', persons: 1, pack: 'QS-2019', determinationId: 'R1', decider: STAFF.decider };
const entitlement = (type: 'BenefitReduced' | 'BenefitIncreased' | 'BenefitSuspended' | 'BenefitResumed' | 'BenefitStopped' | 'GraduatedExitStarted', fromYm: string, data: object) =>
  ({ type, data: { ...owed, fromYm, ...data }, effectiveFrom: fromYm, ruleIds: ['QS-2019-T06'] });
/** What is owed in a month: fen, or nothing. */
const fenIn = (file: CaseFile, month: string): number | undefined => activeChange(file.changes, month)?.newFen;

describe('changes and deaths are reported', () => {
  it('by the household, or found by the office (R83)', () => {
    const said = { on: '2021-10-31', kind: 'employment', happenedOn: '2021-10-21', text: '找到工作' };
    given(granted).when(S.reportChange).then({ type: 'ChangeReported', data: { ...said, found: false } });
    given(granted).when(but(S.reportChange, { found: true })).then({ type: 'UnreportedChangeFound', data: { ...said, found: true } });
    given([S.submit]).when(S.reportChange).thenAccepted();
    given(stopped).when(but(S.reportChange, { on: '2022-03-01' })).thenAccepted();
    given(granted).when(but(S.reportChange, { happenedOn: '2021-11-01' })).thenRefused('STEP_TOO_EARLY', { step: 'the change itself' });
    given([S.submit]).when(but(S.reportChange, { on: '2021-08-31', happenedOn: '2021-08-01' })).thenRefused('STEP_TOO_EARLY', { step: 'the application' });
    given(granted).when(but(S.reportChange, { happenedOn: '2021-09-31' })).thenRefused('DATE_INVALID');
  });
  it('a death once for each person, and nothing stops by itself', () => {
    given(granted).when(S.reportDeath).then({ type: 'DeathReported', data: { on: '2021-10-31', personId: 'P1', diedOn: '2021-10-26', source: '家属' } });
    given(granted, S.reportDeath).when(S.reportDeath).thenRefused('STEP_DONE', { step: 'this death' });
    given(granted, S.reportDeath).when(but(S.reportDeath, { personId: 'P2' })).thenAccepted();
    given(granted).when(but(S.reportDeath, { diedOn: '2021-11-01' })).thenRefused('STEP_TOO_EARLY', { step: 'the death itself' });
    given(granted).when(but(S.reportDeath, { diedOn: '2021-02-30' })).thenRefused('DATE_INVALID');
    expect(fenIn(fileAfter([...granted, S.reportDeath]), '2022-06')).toBe(60_000);
  });
});

describe('reviews', () => {
  it('are scheduled for a later day and completed', () => {
    given(granted).when(S.scheduleReview).then({ type: 'ReviewScheduled', data: { on: '2021-10-31', class: 'B', dueOn: '2022-03-20' } });
    given(granted).when(but(S.scheduleReview, { dueOn: '2021-10-31' })).thenRefused('REVIEW_DUE_INVALID', { field: 'dueOn' });
    given(granted).when(but(S.scheduleReview, { dueOn: '2022-02-29' })).thenRefused('DATE_INVALID');
    given(granted, S.scheduleReview).when(but(S.completeReview, { reportNo: 'BG2' })).then({ type: 'PeriodicReviewCompleted', data: { on: '2021-10-31', result: 'keep', reportNo: 'BG2' } });
    expect(fileAfter([...granted, S.scheduleReview]).review).toEqual({ class: 'B', dueOn: '2022-03-20' });
    expect(fileAfter([...granted, S.scheduleReview, S.completeReview]).review).toBeUndefined();
  });
  it('while something is owed, and not by near kin unregistered', () => {
    for (const step of [S.scheduleReview, S.completeReview]) for (const before of [undecided, stopped, relieved]) given(before).when(but(step, { on: '2022-02-28', dueOn: '2022-06-01' })).thenRefused('BENEFIT_NOT_ACTIVE');
    given(granted, S.declareKin).when(but(S.completeReview, {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED');
  });
});

describe('jobs (R57 34)', () => {
  const offer = (n: number, more: object = {}): Take => but(S.offerJob, { offerNo: `GW${n}`, ...more });
  const refusal = (n: number, more: object = {}): Take => but(S.recordRefusal, { offerNo: `GW${n}`, ...more });
  const refused = (...ns: readonly number[]): Take[] => ns.flatMap((n) => [offer(n), refusal(n)]);
  const streakOf = (takes: readonly Take[]): number | undefined => fileAfter([...granted, ...takes]).refusals['P1'];

  it('are offered, each number once, while something is owed', () => {
    given(granted).when(S.offerJob).then({ type: 'JobOffered', data: { on: '2021-10-31', personId: 'P1', offerNo: 'GW1', post: '保洁', suited: true } });
    given(granted, S.offerJob).when(S.offerJob).thenRefused('STEP_DONE', { step: 'this offer' });
    for (const before of [undecided, stopped]) given(before).when(but(S.offerJob, { on: '2022-03-01' })).thenRefused('BENEFIT_NOT_ACTIVE');
  });
  it('a refusal counts from one to three and on', () => {
    const data = { on: '2021-11-01', personId: 'P1', reason: '路远', justified: false };
    given(granted, offer(1)).when(refusal(1)).then({ type: 'JobRefused', data: { ...data, offerNo: 'GW1', streak: 1 } });
    given(granted, refused(1), offer(2)).when(refusal(2)).then({ type: 'JobRefused', data: { ...data, offerNo: 'GW2', streak: 2 } });
    given(granted, refused(1, 2), offer(3)).when(refusal(3)).then({ type: 'JobRefused', data: { ...data, offerNo: 'GW3', streak: 3 } });
    given(granted, refused(1, 2, 3), offer(4)).when(refusal(4)).then({ type: 'JobRefused', data: { ...data, offerNo: 'GW4', streak: 4 } });
  });
  it('a good reason, or a job that did not suit, breaks the row', () => {
    expect(streakOf([...refused(1, 2), offer(3), refusal(3, { justified: true })])).toBe(0);
    expect(streakOf([...refused(1, 2), offer(3, { suited: false }), refusal(3)])).toBe(0);
    expect(streakOf([...refused(1, 2), offer(3), refusal(3, { justified: true }), ...refused(4)])).toBe(1);
  });
  it('each person has a row of their own', () => expect(streakOf([...refused(1, 2), offer(3, { personId: 'P2' }), refusal(3, { personId: 'P2' })])).toBe(2));
  it('of a job that was offered to this person, once, and not before', () => {
    given(granted).when(refusal(1)).thenRefused('OFFER_UNKNOWN', { offerNo: 'GW1' });
    given(granted, offer(1)).when(refusal(1, { personId: 'P2' })).thenRefused('OFFER_UNKNOWN');
    given(granted, refused(1)).when(refusal(1)).thenRefused('STEP_DONE', { step: 'the refusal of this offer' });
    given(granted, offer(1)).when(refusal(1, { on: '2021-10-30' })).thenRefused('STEP_TOO_EARLY', { step: 'the offer (offerJob)' });
    given(granted, offer(1), S.stop).when(refusal(1, { on: '2022-03-01' })).thenRefused('BENEFIT_NOT_ACTIVE');
  });
  it('the third refusal in a row may end the share of that person, and no other', () => {
    const because = but(S.stop, { cause: 'jobRefusals' });
    given(granted, refused(1, 2)).when(because).thenRefused('REFUSALS_TOO_FEW', { refusals: 2 });
    given(granted).when(because).thenRefused('REFUSALS_TOO_FEW', { refusals: 0 });
    given(granted, refused(1, 2, 3)).when(because).thenAccepted();
    const three = [...undecided, but(S.confirm, { persons: 3 })];
    given(three, refused(1, 2, 3)).when(because).thenRefused('OWN_SHARE_ONLY', { persons: 3 });
    given(three, refused(1, 2, 3)).when(but(S.adjust, { on: '2021-11-05', persons: 2, cause: '三次拒绝就业' })).thenAccepted();
  });
});

describe('adjust', () => {
  const data = { decidedOn: '2021-10-31', decisionNo: 'TZ1', cause: '收入增加' };
  it('less is a reduction, more an increase; the same for fewer persons a reduction', () => {
    given(granted).when(S.adjust).then(entitlement('BenefitReduced', '2021-12', { ...data, newFen: 40_000 }));
    given(granted).when(but(S.adjust, { amountFen: 60_001 })).then(entitlement('BenefitIncreased', '2021-12', { ...data, newFen: 60_001 }));
    given(granted).when(but(S.adjust, { amountFen: 60_000, persons: 2 })).then(entitlement('BenefitIncreased', '2021-12', { ...data, newFen: 60_000, persons: 2 }));
    given(undecided, but(S.confirm, { persons: 2 })).when(but(S.adjust, { amountFen: 60_000 })).then(entitlement('BenefitReduced', '2021-12', { ...data, newFen: 60_000 }));
    given(granted).when(but(S.adjust, { amountFen: 60_000 })).thenRefused('NOTHING_CHANGES');
  });
  it('the month of the decision is paid as it was: a change counts from the next (R57 21)', () => {
    const later = { on: '2021-11-30' };
    given(granted).when(but(S.adjust, { ...later, fromYm: '2021-11' })).thenRefused('MONTH_PAID', { earliest: '2021-12' });
    given(granted).when(but(S.adjust, { ...later, fromYm: '2021-12' })).thenAccepted();
    given(granted).when(but(S.adjust, { on: '2021-12-31', fromYm: '2021-12' })).thenRefused('MONTH_PAID', { earliest: '2022-01' });
    given(granted).when(but(S.adjust, { on: '2021-12-31', fromYm: '2022-01' })).thenAccepted();
    const file = fileAfter([...granted, S.adjust]);
    expect([fenIn(file, '2021-11'), fenIn(file, '2021-12')]).toEqual([60_000, 40_000]);
  });
  it('follows what was decided before, in days and in months: no change is covered by an earlier one', () => {
    given(granted).when(but(S.adjust, { on: '2021-09-30' })).thenRefused('STEP_TOO_EARLY', { step: 'the last decision', on: '2021-10-01' });
    const future = but(S.adjust, { fromYm: '2022-03' });
    given(granted, future).when(but(S.adjust, { on: '2021-11-02', fromYm: '2022-02', amountFen: 50_000 })).thenRefused('MONTH_DECIDED', { earliest: '2022-03' });
    given(granted, future).when(but(S.adjust, { on: '2021-11-02', fromYm: '2022-03', amountFen: 50_000 })).thenAccepted();
  });
  it('of what is owed each month, and is not suspended', () => {
    given(suspended).when(S.adjust).thenRefused('BENEFIT_SUSPENDED');
    for (const before of [undecided, stopped]) given(before).when(but(S.adjust, { on: '2022-03-01', fromYm: '2022-04' })).thenRefused('BENEFIT_NOT_ACTIVE');
    given(relieved).when(S.adjust).thenRefused('STEP_NOT_IN_PROCEDURE', { benefit: 'temporaryRelief' });
    given(status).when(S.adjust).thenRefused('STEP_NOT_IN_PROCEDURE', { benefit: 'lowIncome' });
    given(granted, S.declareKin).when(but(S.adjust, {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED');
  });
});

describe('suspend and resume (R57 32)', () => {
  it('nothing is owed meanwhile, and afterwards what was owed before', () => {
    given(granted).when(S.suspend).then(entitlement('BenefitSuspended', '2021-12', { decidedOn: '2021-10-31', decisionNo: 'ZT1', cause: '失联', newFen: 0 }));
    given(suspended).when(S.resume).then(entitlement('BenefitResumed', '2022-01', { decidedOn: '2021-12-10', decisionNo: 'HF1', cause: '已联系上', newFen: 60_000 }));
    const file = fileAfter([...granted, but(S.adjust, { fromYm: '2021-11' }), S.suspend, S.resume]);
    expect(['2021-11', '2021-12', '2022-01'].map((month) => fenIn(file, month))).toEqual([40_000, 0, 40_000]);
  });
  it('not twice, not in the month of the decision, not of what is not paid monthly', () => {
    given(suspended).when(S.suspend).thenRefused('STEP_DONE', { step: 'the suspension' });
    given(granted).when(S.resume).thenRefused('BENEFIT_NOT_SUSPENDED');
    given(suspended, S.resume).when(S.resume).thenRefused('BENEFIT_NOT_SUSPENDED');
    given(granted).when(but(S.suspend, { on: '2021-11-01', fromYm: '2021-11' })).thenRefused('MONTH_PAID', { earliest: '2021-12' });
    given(suspended).when(but(S.resume, { fromYm: '2021-12' })).thenRefused('MONTH_PAID', { earliest: '2022-01' });
    given(status).when(S.suspend).thenRefused('STEP_NOT_IN_PROCEDURE');
    for (const before of [undecided, stopped]) for (const step of [S.suspend, S.resume]) given(before).when(but(step, { on: '2022-03-01', fromYm: '2022-04' })).thenRefused('BENEFIT_NOT_ACTIVE');
    for (const [before, step] of [[granted, S.suspend], [suspended, S.resume]] as const) given(before, S.declareKin).when(but(step, {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED');
  });
  it('is not resumed before the suspension has begun: that would change nothing', () => {
    given(granted, but(S.suspend, { fromYm: '2022-03' })).when(S.resume).thenRefused('MONTH_DECIDED', { earliest: '2022-03' });
    given(granted, but(S.suspend, { on: '2021-12-15', fromYm: '2022-01' })).when(S.resume).thenRefused('STEP_TOO_EARLY', { step: 'the last decision' });
  });
});

describe('stop', () => {
  it('from the month after the decision', () => {
    given(granted).when(S.stop).then(entitlement('BenefitStopped', '2022-03', { decidedOn: '2022-01-29', decisionNo: 'TF1', cause: 'incomeAbove', newFen: 0 }));
    given(granted).when(but(S.stop, { fromYm: '2022-01' })).thenRefused('MONTH_PAID', { earliest: '2022-02' });
    given(granted).when(but(S.stop, { fromYm: '2022-02' })).thenAccepted();
    for (const before of [undecided, stopped, relieved]) given(before).when(but(S.stop, { on: '2022-03-01', fromYm: '2022-04' })).thenRefused('BENEFIT_NOT_ACTIVE');
    given(granted, S.declareKin).when(but(S.stop, {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED');
  });
  it('of a status and of what is suspended too', () => {
    given(status).when(S.stop).thenAccepted();
    given(suspended).when(S.stop).thenAccepted();
  });
  it.each(['death', 'custody', 'movedAway', 'fraud', 'unreportedChange'])('reaches back where the cause is %s', (cause) => {
    given(granted).when(but(S.stop, { cause, fromYm: '2021-12' })).then(entitlement('BenefitStopped', '2021-12', { decidedOn: '2022-01-29', decisionNo: 'TF1', cause, newFen: 0 }));
  });
  it.each(['incomeAbove', 'assetsAbove', 'ownRequest', 'exitEnded', 'grownUp', 'other'])('does not where it is %s', (cause) => given(granted).when(but(S.stop, { cause, fromYm: '2021-12' })).thenRefused('MONTH_PAID'));
  it('reaching back it also ends what was decided for later months: nothing is owed after a death, whatever was increased meanwhile', () => {
    const increased = [...granted, but(S.adjust, { amountFen: 70_000, fromYm: '2022-01' })];
    const death = but(S.stop, { cause: 'death', fromYm: '2021-12' });
    const said = { decidedOn: '2022-01-29', decisionNo: 'TF1', cause: 'death', newFen: 0 };
    given(increased).when(death).then(entitlement('BenefitStopped', '2021-12', said), entitlement('BenefitStopped', '2022-01', said));
    const file = fileAfter([...increased, death]);
    expect(['2021-11', '2021-12', '2022-01', '2022-02', '2030-01'].map((month) => fenIn(file, month))).toEqual([60_000, undefined, undefined, undefined, undefined]);
    given(increased, death).when(but(S.adjust, { on: '2022-02-01', fromYm: '2022-03' })).thenRefused('BENEFIT_NOT_ACTIVE');
  });
  it('of what never was due it leaves nothing', () => {
    given(granted).when(but(S.stop, { cause: 'fraud', fromYm: '2021-10' })).thenRefused('MONTH_BEFORE_GRANT', { earliest: '2021-11' });
    const file = fileAfter([...granted, but(S.stop, { cause: 'fraud', fromYm: '2021-11' })]);
    expect(['2021-11', '2022-06'].map((month) => fenIn(file, month))).toEqual([undefined, undefined]);
  });
  it('of a day ahead is moved to an earlier month by a death, and by nothing else', () => {
    const ahead = [...granted, but(S.stop, { on: '2021-11-05', cause: 'ownRequest', fromYm: '2022-02' })];
    expect(activeChange((given(ahead).when(but(S.stop, { on: '2021-12-20', cause: 'death', fromYm: '2021-12' })).thenFile()).changes, '2021-12')).toBeUndefined();
    given(ahead).when(but(S.stop, { on: '2021-12-20', cause: 'ownRequest', fromYm: '2022-01' })).thenRefused('BENEFIT_NOT_ACTIVE');
    given(ahead).when(but(S.stop, { on: '2021-12-20', cause: 'death', fromYm: '2022-02' })).thenRefused('BENEFIT_NOT_ACTIVE');
    given(ahead).when(but(S.adjust, { on: '2021-12-20', fromYm: '2022-01' })).thenRefused('BENEFIT_NOT_ACTIVE');
  });
  it('is not decided before what it ends', () => given(granted).when(but(S.stop, { cause: 'death', on: '2021-09-30', fromYm: '2021-09' })).thenRefused('STEP_TOO_EARLY', { step: 'the last decision' }));
});

describe('graduated exit (R57 33, R83, GX-2019-05-10)', () => {
  it('goes on paying for a time, in 低保 only', () => {
    given(granted).when(S.startGraduatedExit).then(entitlement('GraduatedExitStarted', '2022-01', { decidedOn: '2021-12-10', decisionNo: 'JT1', newFen: 30_000, months: 6 }));
    expect(fileAfter([...granted, S.startGraduatedExit]).exit).toEqual({ fromYm: '2022-01', months: 6 });
    given(status).when(S.startGraduatedExit).thenRefused('STEP_NOT_IN_PROCEDURE', { step: 'graduated exit' });
    for (const before of [undecided, stopped]) given(before).when(but(S.startGraduatedExit, { on: '2022-03-01', fromYm: '2022-04' })).thenRefused('BENEFIT_NOT_ACTIVE');
    given(granted).when(but(S.startGraduatedExit, { fromYm: '2021-12' })).thenRefused('MONTH_PAID', { earliest: '2022-01' });
    given(granted, S.declareKin).when(but(S.startGraduatedExit, {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED');
  });
  it('does not end a suspension by the way', () => given(suspended).when(S.startGraduatedExit).thenRefused('BENEFIT_SUSPENDED'));
  it('is started and ended once; what is owed then is a decision of its own', () => {
    const exiting = [...granted, S.startGraduatedExit];
    given(exiting).when(but(S.startGraduatedExit, { on: '2021-12-20' })).thenRefused('STEP_DONE', { step: 'the graduated exit' });
    given(exiting).when(S.endGraduatedExit).then({ type: 'GraduatedExitEnded', data: { on: '2022-01-19' } });
    given(granted).when(S.endGraduatedExit).thenRefused('STEP_OUT_OF_ORDER', { missing: ['startGraduatedExit'] });
    given(exiting, S.endGraduatedExit).when(S.endGraduatedExit).thenRefused('STEP_DONE');
    given(exiting, S.stop).when(but(S.endGraduatedExit, { on: '2022-03-01' })).thenRefused('BENEFIT_NOT_ACTIVE');
    expect(fenIn(fileAfter([...exiting, S.endGraduatedExit]), '2022-06')).toBe(30_000);
    given(exiting, S.endGraduatedExit).when(but(S.startGraduatedExit, { on: '2022-02-01', fromYm: '2022-03' })).thenAccepted();
  });
});

describe('transferCategory (R43 27)', () => {
  it('names the new case and stops this one from its first month', () => {
    given(granted).when(S.transferCategory).then(
      { type: 'CategoryTransferred', data: { on: '2022-01-29', toBenefit: 'tekun', toCaseId: 'QS2022TK00001', ym: '2022-03' } },
      entitlement('BenefitStopped', '2022-03', { decidedOn: '2022-01-29', cause: 'categoryTransferred', newFen: 0 }),
    );
    const file = fileAfter([...granted, S.transferCategory]);
    expect([file.transferredTo, fenIn(file, '2022-02'), fenIn(file, '2022-03')]).toEqual(['QS2022TK00001', 60_000, undefined]);
  });
  it('to another benefit, from a month to come, of what is owed', () => {
    given(granted).when(but(S.transferCategory, { toBenefit: 'dibao' })).thenRefused('TRANSFER_INVALID', { field: 'toBenefit' });
    given(granted).when(but(S.transferCategory, { ym: '2022-01' })).thenRefused('MONTH_PAID', { earliest: '2022-02' });
    for (const before of [undecided, stopped, relieved]) given(before).when(but(S.transferCategory, { on: '2022-03-01', ym: '2022-04' })).thenRefused('BENEFIT_NOT_ACTIVE');
    given(granted, S.declareKin).when(but(S.transferCategory, {}, STAFF.kin)).thenRefused('NEAR_RELATIVE_UNFILED');
  });
});
