import { addDays, parseCivilDate as d, type CivilDate } from '#kernel';
import { type Benefit, deviationsOf, type RecordedStep, type Step, type Variant } from './index.js';

/** A 低保 case without a fault: accepted Monday 2019-03-04; every later date worked out by hand from the 2019 calendar. */
const FAULTLESS: readonly (readonly [Step, string, string])[] = [
  ['accepted', '2019-03-04', 'S1'],
  ['infoCheck', '2019-03-06', 'S2'],
  ['homeVisit', '2019-03-11', 'S3'],
  ['democraticReview', '2019-03-14', 'S4'],
  ['initialOpinion', '2019-03-15', 'S5'],
  ['noticePosted', '2019-03-18', 'S6'],
  ['noticeClosed', '2019-03-25', 'S6'],
  ['confirmed', '2019-03-27', 'S7'],
];
const steps = (rows: readonly (readonly [Step, string, string?])[]): RecordedStep[] => rows.map(([step, on, staffId]) => ({ step, on: d(on), staffId: staffId ?? 'S0' }));
const check = (rows: readonly (readonly [Step, string, string?])[], options: { benefit?: Benefit; entitled?: boolean; submittedOn?: string } = {}): string[] =>
  deviationsOf({ benefit: options.benefit ?? 'dibao', submittedOn: d(options.submittedOn ?? '2019-03-01'), entitled: options.entitled ?? true, steps: steps(rows) })
    .map(({ code, step }) => `${code} ${step}`);
const moved = (step: Step, on: string, staffId?: string) => FAULTLESS.map((row) => (row[0] === step ? ([step, on, staffId ?? row[2]] as const) : row));
const without = (...missing: Step[]) => FAULTLESS.filter(([step]) => !missing.includes(step));

describe('procedure of an imported year', () => {
  it('finds nothing in a faultless case', () => {
    expect(check(FAULTLESS)).toEqual([]);
  });
  it.each(FAULTLESS.map(([step]) => step).filter((step) => step !== 'accepted'))('misses %s', (step) => {
    expect(check(without(step))).toEqual([`MISSING_STEP ${step}`]);
  });
  it('lets check and visit come in either order', () => {
    expect(check(moved('infoCheck', '2019-03-12'))).toEqual([]);
  });
  it('holds the step after the pair against the later of the two', () => {
    expect(check(moved('infoCheck', '2019-03-15'))).toEqual(['STEP_ORDER democraticReview']);
  });
  it('holds a step against the nearest recorded one before it', () => {
    expect(check(moved('initialOpinion', '2019-03-13'))).toEqual(['STEP_ORDER initialOpinion']);
    expect(check(without('initialOpinion').map((row) => (row[0] === 'noticePosted' ? (['noticePosted', '2019-03-13', 'S6'] as const) : row)))).toEqual(['MISSING_STEP initialOpinion', 'STEP_ORDER noticePosted']);
  });
  it('counts the notice in full days: seven suffice, six do not', () => {
    expect(check(moved('noticeClosed', '2019-03-24'))).toEqual(['NOTICE_SHORT noticeClosed']);
  });
  it('expects the visit within ten working days: Monday 18 March is the tenth, the day after is late', () => {
    const later = (on: string) => [['accepted', '2019-03-04'], ['infoCheck', '2019-03-06'], ['homeVisit', on], ['democraticReview', '2019-03-20'], ['initialOpinion', '2019-03-21'], ['noticePosted', '2019-03-22'], ['noticeClosed', '2019-03-29'], ['confirmed', '2019-03-29']] as const;
    expect(check(later('2019-03-18'))).not.toContain('VISIT_LATE homeVisit');
    expect(check(later('2019-03-19'))).toContain('VISIT_LATE homeVisit');
  });
  it('is late on the Saturday after the last working day', () => {
    const accepted = '2019-03-08'; // Friday; the tenth working day is Friday 22 March
    const rows = (visit: CivilDate) => [['accepted', accepted], ['homeVisit', visit]] as const;
    expect(check(rows(d('2019-03-22')), { entitled: false })).toEqual(['MISSING_STEP infoCheck']);
    expect(check(rows(d('2019-03-23')), { entitled: false })).toEqual(['MISSING_STEP infoCheck', 'VISIT_LATE homeVisit']);
  });
  it('expects the review within five working days of the visit', () => {
    const rows = (review: string) => [['accepted', '2019-03-04'], ['infoCheck', '2019-03-05'], ['homeVisit', '2019-03-11'], ['democraticReview', review]] as const;
    expect(check(rows('2019-03-18'), { entitled: false })).toEqual([]);
    expect(check(rows('2019-03-19'), { entitled: false })).toEqual(['REVIEW_LATE democraticReview']);
  });
  it('wants visit and opinion by different people, on any of their rows', () => {
    expect(check([...FAULTLESS, ['homeVisit', '2019-03-12', 'S5']])).toEqual(['SAME_OFFICER initialOpinion']);
  });
  it('asks no review of other benefits and no notice of an orphan', () => {
    expect(check(without('democraticReview'), { benefit: 'tekun' })).toEqual([]);
    expect(check(without('democraticReview', 'noticePosted', 'noticeClosed'), { benefit: 'orphan' })).toEqual([]);
    expect(check(moved('noticeClosed', '2019-03-19'), { benefit: 'orphan' })).toEqual([]);
  });
  it('follows the later rule from 2021-07-01: visit within three working days, no review without objection', () => {
    const shifted = FAULTLESS.filter(([step]) => step !== 'democraticReview').map(([step, on, staff]) => [step, addDays(d(on), 850), staff] as const);
    expect(shifted[0]?.[1]).toBe('2021-07-01');
    expect(check(shifted)).toEqual(['VISIT_LATE homeVisit']);
  });
  it('leaves a deadline out where no calendar is published, and keeps the other checks', () => {
    expect(check([['accepted', '2003-12-30'], ['infoCheck', '2003-12-31'], ['homeVisit', '2004-03-01']], { entitled: false })).toEqual([]);
    expect(check([['accepted', '2026-12-30'], ['infoCheck', '2026-12-29'], ['homeVisit', '2027-03-01']], { entitled: false })).toEqual(['STEP_ORDER infoCheck']);
  });
  it('asks of a running case only what it passed over', () => {
    expect(check(FAULTLESS.slice(0, 2), { entitled: false })).toEqual([]);
    // In the order of formats.md the check stands before the visit, so a visit passes it over; a check does not pass over the visit.
    expect(check([['accepted', '2019-03-04'], ['homeVisit', '2019-03-11']], { entitled: false })).toEqual(['MISSING_STEP infoCheck']);
    expect(check([['accepted', '2019-03-04'], ['democraticReview', '2019-03-14']], { entitled: false })).toEqual(['MISSING_STEP infoCheck', 'MISSING_STEP homeVisit']);
  });
  it('leaves out what was recorded after a denial or withdrawal', () => {
    const denied = [...FAULTLESS.slice(0, 5), ['denied', '2019-03-16'], ['noticePosted', '2019-03-20'], ['noticeClosed', '2019-03-21']] as const;
    expect(check(denied, { entitled: false })).toEqual([]);
    expect(check([...FAULTLESS.slice(0, 3), ['withdrawn', '2019-03-12']], { entitled: false })).toEqual([]);
  });
  it('asks everything of a case that was confirmed or granted, also without an acceptance', () => {
    expect(check(without('accepted'), { submittedOn: '2019-03-04' })).toEqual(['MISSING_STEP accepted']);
    expect(check([['confirmed', '2019-03-27']], { entitled: false })).toHaveLength(7);
    expect(check([], { entitled: true })).toHaveLength(8);
  });
});

describe('the live procedure', () => {
  const live = (rows: readonly (readonly [Step, string, string?])[], { variant, ...options }: { benefit?: Benefit; entitled?: boolean; variant?: Variant } = {}): string[] =>
    deviationsOf({ benefit: options.benefit ?? 'dibao', submittedOn: d('2019-03-01'), entitled: options.entitled ?? true, steps: steps(rows), live: { variant } }).map(({ code, step }) => `${code} ${step}`);

  it('owes the steps of its chain: a review of 低保 only under R220', () => {
    expect(live(FAULTLESS)).toEqual([]);
    expect(live(without('democraticReview'))).toEqual(['MISSING_STEP democraticReview']);
    expect(live(FAULTLESS.filter(([step]) => step !== 'democraticReview').map(([step, on, staff]) => [step, addDays(d(on), 850), staff] as const))).toEqual([]);
  });
  it('owes less than an imported case where the benefit asks less', () => {
    // A disability subsidy: the certificate is verified, nobody visits, nothing is posted.
    const subsidy = without('homeVisit', 'democraticReview', 'noticePosted', 'noticeClosed');
    expect(live(subsidy, { benefit: 'disabilityLiving' })).toEqual([]);
    expect(check(subsidy, { benefit: 'disabilityLiving' })).toEqual(['MISSING_STEP homeVisit', 'MISSING_STEP noticePosted', 'MISSING_STEP noticeClosed']);
    expect(live([['accepted', '2019-03-04'], ['confirmed', '2019-03-04']], { benefit: 'temporaryRelief', variant: 'emergency' })).toEqual([]);
    expect(live([['accepted', '2019-03-04'], ['confirmed', '2019-03-04']], { benefit: 'temporaryRelief' })).toHaveLength(5);
  });
  it('leaves lateness to the clocks, and keeps order, short notices and same officers', () => {
    expect(live([['accepted', '2019-03-04', 'S1'], ['infoCheck', '2019-03-06', 'S2'], ['homeVisit', '2019-03-25', 'S3'], ['democraticReview', '2019-04-09', 'S4'], ['initialOpinion', '2019-04-10', 'S3'], ['noticePosted', '2019-04-10', 'S6'], ['noticeClosed', '2019-04-16', 'S6'], ['confirmed', '2019-04-15', 'S7']]))
      .toEqual(['STEP_ORDER confirmed', 'NOTICE_SHORT noticeClosed', 'SAME_OFFICER initialOpinion']);
  });
});
