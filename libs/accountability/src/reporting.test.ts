import fc from 'fast-check';
import { addDays, parseCivilDate as d } from '#kernel';
import { isAskedFor, overdueReports, owedReports, type OwingTask, parseHalfYear, parsePeriod, parseQuarter as q, parseWorkYear, type Period, periodAfter, type Quarter, reportDue, spanOf, standingOf, unitsOf } from './index.js';

const TERMS = { day: 20, firstDueOn: '2019-06-20' };
const invalid = (code: string): Error => expect.objectContaining({ name: 'DomainError', code }) as Error;

describe('periods', () => {
  it.each(['2019Q0', '2019Q5', '2019q2', '19Q2', '1899Q4', '2019-Q2', '2019Q22', '', '2019H1'])('%s is no quarter', (text) => expect(() => q(text)).toThrow(invalid('QUARTER_INVALID')));
  it.each(['2019H0', '2019H3', '2019', '2019Q1'])('%s is no half-year', (text) => expect(() => parseHalfYear(text)).toThrow(invalid('HALF_YEAR_INVALID')));
  it.each(['1899', '20190', 'H1'])('%s is no period', (text) => expect(() => parsePeriod(text)).toThrow(invalid('PERIOD_INVALID')));
  it.each([['2019Q1', '2019-01-01', '2019-03-31'], ['2020Q1', '2020-01-01', '2020-03-31'], ['2019Q4', '2019-10-01', '2019-12-31'], ['2019H1', '2019-01-01', '2019-06-30'], ['2019H2', '2019-07-01', '2019-12-31'], ['2020', '2020-01-01', '2020-12-31']])(
    '%s lasts from %s to %s', (period, from, to) => expect(spanOf(parsePeriod(period))).toEqual({ from, to }));
  it.each([['2019Q1', '2019Q2'], ['2019Q4', '2020Q1'], ['2019H1', '2019H2'], ['2019H2', '2020H1'], ['2019', '2020']])('after %s comes %s', (period, next) => expect(periodAfter(parsePeriod(period))).toBe(next));
  it('follow each other without a gap', () => {
    fc.assert(fc.property(fc.integer({ min: 1900, max: 9998 }), fc.constantFrom('Q1', 'Q2', 'Q3', 'Q4', 'H1', 'H2', ''), (year, part) => {
      const period: Period = parsePeriod(`${year}${part}`);
      expect(spanOf(periodAfter(period)).from).toBe(addDays(spanOf(period).to, 1));
    }));
  });
  it('a year is written with four digits', () => {
    expect(parseWorkYear('2019')).toBe('2019');
    expect(() => parseWorkYear('19')).toThrow(invalid('YEAR_INVALID'));
  });
});

describe('due days', () => {
  it.each([['2019Q1', '2019-03-20', false], ['2019Q2', '2019-06-20', true], ['2019Q3', '2019-09-20', true], ['2019Q4', '2019-12-20', true], ['2020Q1', '2020-03-20', true]])('%s is due on %s, asked for: %p', (quarter, due, asked) => {
    expect([reportDue(q(quarter), TERMS), isAskedFor(q(quarter), TERMS)]).toEqual([due, asked]);
  });
  it('no weekend moves them: 20 June 2020 and 20 September 2020 were a Saturday and a Sunday', () => {
    expect([reportDue(q('2020Q2'), TERMS), reportDue(q('2020Q3'), TERMS)]).toEqual(['2020-06-20', '2020-09-20']);
  });
  it.each([
    ['2019-06-20', '2019-12-31', 'onTime'], ['2019-06-21', '2019-12-31', 'late'], ['2019-06-01', '2019-06-01', 'onTime'],
    ['2019-06-20', '2019-06-19', 'open'], ['2019-06-21', '2019-06-20', 'open'], [undefined, '2019-06-20', 'open'], [undefined, '2019-06-21', 'missing'], ['2019-06-22', '2019-06-21', 'missing'],
  ] as const)('reported %p, as of %s: %s', (reportedOn, asOf, standing) => {
    expect(standingOf(d('2019-06-20'), reportedOn, d(asOf))).toBe(standing);
  });
});

const task = (reports: OwingTask['reports'], change: Partial<OwingTask> = {}): OwingTask => ({ taskNo: '1', leads: ['区民政局'], responsible: ['塘山镇', '区民政局'], reporting: TERMS, reports, ...change });

describe('who owes what', () => {
  const Q2 = q('2019Q2');
  it('is every lead and responsible unit, each once', () => {
    expect(unitsOf(task([]))).toEqual(['区民政局', '塘山镇']);
    expect(owedReports([task([])], Q2, d('2019-06-21')).map(({ unit, standing }) => [unit, standing])).toEqual([['区民政局', 'missing'], ['塘山镇', 'missing']]);
  });
  it('is nobody before the first due day, and where the document asks for no reports', () => {
    expect(owedReports([task([])], q('2019Q1'), d('2020-01-01'))).toEqual([]);
    expect(owedReports([task([], { reporting: undefined })], Q2, d('2020-01-01'))).toEqual([]);
  });
  it('counts the days since', () => {
    expect(overdueReports([task([{ unit: '区民政局', quarter: '2019Q2', reportedOn: '2019-06-20' }])], Q2, d('2019-07-01'))).toEqual([{ taskNo: '1', unit: '塘山镇', dueOn: '2019-06-20', standing: 'missing', daysOverdue: 11 }]);
    expect(overdueReports([task([])], Q2, d('2019-06-20'))).toEqual([]);
  });
  it('a correction after the day makes no punctual report late', () => {
    const reports = [{ unit: '塘山镇', quarter: '2019Q2', reportedOn: '2019-06-19' }, { unit: '塘山镇', quarter: '2019Q2', reportedOn: '2019-07-05' }];
    expect(owedReports([task(reports)], Q2, d('2019-12-31')).find(({ unit }) => unit === '塘山镇')?.standing).toBe('onTime');
  });
});

test('every owed report is exactly one of on time, late, missing once its day has passed; a later day turns nothing back', () => {
  const day = (from: string) => fc.integer({ min: 0, max: 500 }).map((n) => addDays(d(from), n));
  const units = ['甲', '乙', '丙'];
  const quarters = ['2019Q1', '2019Q2', '2019Q3', '2019Q4', '2020Q1'] as Quarter[];
  fc.assert(fc.property(
    fc.array(fc.record({ unit: fc.constantFrom(...units), quarter: fc.constantFrom(...quarters), reportedOn: day('2019-01-01') }), { maxLength: 12 }), fc.constantFrom(...quarters), day('2019-01-01'), fc.nat(200),
    (made, quarter, asOf, more) => {
      const reports = made.sort((a, b) => (a.reportedOn < b.reportedOn ? -1 : 1));
      const tasks = [task(reports, { leads: ['甲'], responsible: ['乙', '丙'] })];
      const now = owedReports(tasks, quarter, asOf);
      expect(now).toHaveLength(quarter === '2019Q1' ? 0 : 3);
      for (const { standing, dueOn, unit } of now) {
        const first = reports.find((report) => report.unit === unit && report.quarter === quarter && report.reportedOn <= asOf)?.reportedOn;
        const holds = { onTime: first !== undefined && first <= dueOn, late: first !== undefined && first > dueOn, missing: first === undefined && asOf > dueOn, open: first === undefined && asOf <= dueOn };
        expect(Object.entries(holds).filter(([, is]) => is).map(([name]) => name)).toEqual([standing]);
      }
      expect(overdueReports(tasks, quarter, asOf)).toHaveLength(now.filter(({ standing }) => standing === 'missing').length);
      const later = owedReports(tasks, quarter, addDays(asOf, more));
      now.forEach(({ standing }, index) => {
        if (standing === 'onTime' || standing === 'late') expect(later[index]?.standing).toBe(standing);
        if (standing === 'missing') expect(['missing', 'late']).toContain(later[index]?.standing);
      });
    },
  ));
});
