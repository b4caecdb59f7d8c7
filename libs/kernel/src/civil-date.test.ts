import fc from 'fast-check';
import { addDays, civilDateAt, civilDateOf, daysBetween, lastDayOf, parseCivilDate, parseCivilMonth, parseInstant, type CivilDate } from './index.js';

const date = (text: string): CivilDate => parseCivilDate(text);
const anyDate = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }).map((d) => date(d.toISOString().slice(0, 10)));

describe('civil dates', () => {
  it.each(['2019-02-29', '2019-13-01', '2019-00-10', '2019-1-1', '20190101', '1899-12-31', '', 'x'])('refuses %p', (text) => {
    expect(() => parseCivilDate(text)).toThrow(expect.objectContaining({ code: 'DATE_INVALID' }) as Error);
  });
  it('knows leap days', () => {
    expect(civilDateOf(2020, 2, 29)).toBe('2020-02-29');
    expect(civilDateOf(1900, 2, 29)).toBeUndefined();
    expect(civilDateOf(2000, 2, 29)).toBe('2000-02-29');
  });
  it('counts days without the first', () => {
    expect(daysBetween(date('2019-03-01'), date('2019-03-08'))).toBe(7);
    expect(daysBetween(date('2020-02-28'), date('2020-03-01'))).toBe(2);
  });
  it('adds what lies between', () => {
    fc.assert(fc.property(anyDate, fc.integer({ min: -20_000, max: 20_000 }), (day, n) => daysBetween(day, addDays(day, n)) === n));
  });
  it.each([['2019-02', '2019-02-28'], ['2020-02', '2020-02-29'], ['2019-12', '2019-12-31'], ['2019-04', '2019-04-30']])('ends %s on %s', (month, end) => {
    expect(lastDayOf(parseCivilMonth(month))).toBe(end);
  });
  it('reads an instant as a date in China, where the day begins eight hours earlier than in UTC', () => {
    expect(civilDateAt('2019-12-31T15:59:59.999Z')).toBe('2019-12-31');
    expect(civilDateAt('2019-12-31T16:00:00.000Z')).toBe('2020-01-01');
  });
  it('normalises instants to UTC and refuses those without an offset', () => {
    expect(parseInstant('2020-01-01T00:00:00+08:00')).toBe('2019-12-31T16:00:00.000Z');
    for (const text of ['2020-01-01T00:00:00', '2020-01-01', '2020-13-01T00:00:00Z', '2019-02-30T00:00:00Z', '2019-02-28T24:00:00Z', 'now']) {
      expect(() => parseInstant(text)).toThrow(expect.objectContaining({ code: 'INSTANT_INVALID' }) as Error);
    }
  });
});
