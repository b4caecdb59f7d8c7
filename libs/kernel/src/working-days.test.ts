import { addDays, addWorkingDays, isWorkingDay, parseCivilDate as d } from './index.js';

describe('working days', () => {
  // State Council notice for 2019: National Day 1-7 October, make-up days 29 September and 12 October.
  it.each([['2019-09-29', true], ['2019-10-01', false], ['2019-10-07', false], ['2019-10-08', true], ['2019-10-12', true], ['2019-10-13', false]])('%s is a working day: %p', (day, expected) => {
    expect(isWorkingDay(d(day))).toBe(expected);
  });
  it('counts 30 working days after 2019-09-16 to 2019-10-31 (process.md §11)', () => {
    expect(addWorkingDays(d('2019-09-16'), 30)).toBe('2019-10-31');
  });
  it('does not count the day itself, so the Saturday after ten working days is late', () => {
    expect(addWorkingDays(d('2019-03-04'), 5)).toBe('2019-03-11');
    expect(addWorkingDays(d('2019-03-02'), 1)).toBe('2019-03-04');
  });
  it('refuses years nobody published', () => {
    expect(() => isWorkingDay(d('2003-12-31'))).toThrow(expect.objectContaining({ code: 'CALENDAR_UNPUBLISHED' }) as Error);
    expect(() => addWorkingDays(d('2026-12-30'), 5)).toThrow(expect.objectContaining({ code: 'CALENDAR_UNPUBLISHED' }) as Error);
  });
  it('reads the same calendar wherever the machine stands', () => {
    // The machine's own zone must not matter; Sundays that are not make-up days are off in every zone.
    for (let day = d('2019-01-06'), n = 0; n < 52; day = addDays(day, 7), n += 1) {
      const makeUp = ['2019-02-03', '2019-04-28', '2019-05-05', '2019-09-29'].includes(day);
      expect([day, isWorkingDay(day)]).toEqual([day, makeUp]);
    }
  });
});
