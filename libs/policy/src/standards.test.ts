import fc from 'fast-check';
import { parseCivilDate as d } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { type CorrectStandard, type PublishedStandard, type StandardEvent, standardsDecider, standardToCorrect, standardToPublish, standardValue, withStandardEvent } from './index.js';

const published = (data: Partial<Extract<StandardEvent, { type: 'StandardPublished' }>['data']> = {}): StandardEvent =>
  ({ type: 'StandardPublished', data: { key: 'dibao.std', code6: '360111', value: '670', validFrom: '2019-01-01', ...data } });
const corrected = (data: Partial<Extract<StandardEvent, { type: 'StandardCorrected' }>['data']> = {}): StandardEvent =>
  ({ type: 'StandardCorrected', data: { key: 'dibao.std', code6: '360111', validFrom: '2019-01-01', field: 'value', old: '670', new: '680', reason: '笔误', approver: '局长', ...data } });
const correct = (change: Partial<CorrectStandard>): CorrectStandard =>
  ({ type: 'CorrectStandard', key: 'dibao.std', code6: '360111', validFrom: d('2019-01-01'), reason: '笔误', approver: '局长', on: d('2019-06-03'), ...change });
const spec = specificationOf(standardsDecider);

describe('correcting a standard', () => {
  it('says what was wrong, from the first day on', () => {
    spec.given([published()]).when(correct({ value: '680.00' })).then([{ ...corrected(), occurredAt: d('2019-06-03'), effectiveFrom: d('2019-01-01') }]);
  });
  it('is one event per field, and an open end was nothing before', () => {
    spec.given([published()]).when(correct({ value: '680', validTo: d('2019-12-31') })).then([
      { ...corrected(), occurredAt: d('2019-06-03'), effectiveFrom: d('2019-01-01') },
      { ...corrected({ field: 'validTo', old: null, new: '2019-12-31' }), occurredAt: d('2019-06-03'), effectiveFrom: d('2019-01-01') },
    ]);
  });
  it('starts from the last correction, and only tells what changes', () => {
    spec.given([published(), corrected()]).when(correct({ value: '680', validTo: d('2020-06-30') })).then([
      { ...corrected({ field: 'validTo', old: null, new: '2020-06-30' }), occurredAt: d('2019-06-03'), effectiveFrom: d('2019-01-01') },
    ]);
    spec.given([published(), corrected()]).when(correct({ value: '670', reason: '原来无误' })).then([
      { ...corrected({ old: '680', new: '670', reason: '原来无误' }), occurredAt: d('2019-06-03'), effectiveFrom: d('2019-01-01') },
    ]);
  });
  it('sent again with the same words changes nothing', () => {
    spec.given([published(), corrected()]).when(correct({ value: '680' })).then([]);
  });
  it.each([
    ['what was never published', [], { value: '680' }, 'STANDARD_UNKNOWN'],
    ['another first day', [published({ validFrom: '2018-01-01' })], { value: '680' }, 'STANDARD_UNKNOWN'],
    ['without anything right', [published()], {}, 'CORRECTION_EMPTY'],
    ['to what it is', [published()], { value: '670.0' }, 'CORRECTION_EMPTY'],
    ['to what it is, for another reason', [published(), corrected()], { value: '680', reason: '再次' }, 'CORRECTION_EMPTY'],
    ['to a percentage', [published({ key: 'care.full', value: '0.6' })], { key: 'care.full', value: '60' }, 'STANDARD_VALUE_INVALID'],
    ['to no number', [published()], { value: '六百八' }, 'STANDARD_VALUE_INVALID'],
    ['to less than nothing', [published()], { value: '-1' }, 'STANDARD_VALUE_INVALID'],
    ['to an end before the start', [published()], { validTo: d('2018-12-31') }, 'STANDARD_PERIOD_INVALID'],
  ] as const)('is refused for %s', (_what, events, change, code) => {
    spec.given(events).when(correct(change)).thenRefused(code);
  });
  it('does not open the day to a second publication', () => {
    spec.given([published(), corrected()]).when({ type: 'PublishStandard', key: 'dibao.std', code6: '360111', value: '680', validFrom: d('2019-01-01') }).thenRefused('STANDARD_EXISTS');
  });
});

describe('what was published', () => {
  it('is the last word on each field, with everything it was before', () => {
    const events = [published({ unit: '元' }), published({ validFrom: '2018-01-01', value: '610' }), corrected(), corrected({ old: '680', new: '690', reason: '再更正' }), corrected({ field: 'validTo', old: null, new: '2019-12-31' })];
    const all = events.reduce<readonly PublishedStandard[]>(withStandardEvent, []);
    expect(all.map(({ value, validFrom, validTo }) => [value, validFrom, validTo])).toEqual([['690', '2019-01-01', '2019-12-31'], ['610', '2018-01-01', undefined]]);
    expect(all[0]?.corrections.map(({ field, old, new: right }) => [field, old, right])).toEqual([['value', '670', '680'], ['value', '680', '690'], ['validTo', null, '2019-12-31']]);
    expect(all[0]?.unit).toBe('元');
  });
  it('is the same bytes in however many pages it is folded', () => {
    const events = [published({ unit: '元', basis: '文' }), corrected(), corrected({ field: 'validTo', old: null, new: '2019-12-31' })];
    const whole = JSON.stringify(events.reduce<readonly PublishedStandard[]>(withStandardEvent, []));
    const stored = events.reduce<readonly PublishedStandard[]>((rows, event) => withStandardEvent(JSON.parse(JSON.stringify(rows)) as readonly PublishedStandard[], event), []);
    expect(JSON.stringify(stored)).toBe(whole);
  });
});

describe('a value given by itself', () => {
  const entry = { key: 'dibao.std', division: '360111', value: '670', from: '2019-01-01' };
  const refused = (code: string, field: string) => expect.objectContaining({ name: 'DomainError', code, details: expect.objectContaining({ field }) as object }) as Error;
  it('becomes a publication, normalised', () => {
    expect(standardToPublish({ ...entry, value: '0670.50', unit: '元', to: '2019-12-31', basis: '' })).toEqual(
      { type: 'PublishStandard', key: 'dibao.std', code6: '360111', value: '670.5', unit: '元', validFrom: '2019-01-01', validTo: '2019-12-31', basis: undefined });
    expect(standardToPublish({ ...entry, key: 'disease.list', value: '恶性肿瘤; 尿毒症,白血病' }).value).toBe('恶性肿瘤、尿毒症、白血病');
    expect([['med.relief.ratio', '1.00'], ['care.full', '2']].map(([key, value]) => standardToPublish({ ...entry, key: key as string, value: value as string }).value)).toEqual(['1', '2']);
    expect(standardToPublish({ ...entry, division: '450000', to: '2019-01-01' }).validTo).toBe('2019-01-01');
  });
  it.each([
    [{ key: 'dibao.standard' }, 'STANDARD_KEY_UNKNOWN', 'key'], [{ key: '__proto__' }, 'STANDARD_KEY_UNKNOWN', 'key'],
    [{ division: '360111001' }, 'DIVISION_INVALID', 'division'], [{ division: '36011' }, 'DIVISION_INVALID', 'division'],
    ...['', 'abc', '-1', '1e3', '1,000', '670元', '.5', '5.', '1.1234567', '12345678901', ' 670', '670\n'].map((value) => [{ value }, 'STANDARD_VALUE_INVALID', 'value']),
    [{ key: 'disease.list', value: ' 、' }, 'STANDARD_VALUE_INVALID', 'value'], [{ key: 'disease.list', value: 'a\0b' }, 'STANDARD_VALUE_INVALID', 'value'],
    [{ key: 'disease.list', value: '病、'.repeat(2_001) }, 'STANDARD_VALUE_INVALID', 'value'],
    [{ key: 'med.relief.ratio', value: '70' }, 'STANDARD_VALUE_INVALID', 'value'], [{ key: 'med.relief.ratio', value: '1.000001' }, 'STANDARD_VALUE_INVALID', 'value'],
    [{ key: 'care.full', value: '60' }, 'STANDARD_VALUE_INVALID', 'value'], [{ key: 'care.full', value: '2.01' }, 'STANDARD_VALUE_INVALID', 'value'],
    ...['%', '％ of the wage', '占比%'].map((unit) => [{ key: 'care.full', value: '0.6', unit }, 'STANDARD_VALUE_INVALID', 'unit']), [{ unit: '%' }, 'STANDARD_VALUE_INVALID', 'unit'],
    [{ to: '2018-12-31' }, 'STANDARD_PERIOD_INVALID', 'to'],
    [{ unit: 'x'.repeat(501) }, 'STANDARD_TEXT_INVALID', 'unit'], [{ basis: '第一行\n第二行' }, 'STANDARD_TEXT_INVALID', 'basis'], [{ basis: '\ud800' }, 'STANDARD_TEXT_INVALID', 'basis'],
  ] as [object, string, string][])('is refused with %j', (change, code, field) => {
    expect(() => standardToPublish({ ...entry, ...change })).toThrow(refused(code, field));
  });
  it.each([{ from: '2019-02-29' }, { from: '2019-1-1' }, { to: 'open' }])('is refused on a day that does not exist: %j', (change) => {
    expect(() => standardToPublish({ ...entry, ...change })).toThrow(expect.objectContaining({ code: 'DATE_INVALID' }) as Error);
  });
  it('keeps what it says: any fen or share comes back as the number it was', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 12 }), fc.integer({ min: 0, max: 6 }), (digits, places) => {
      const text = (BigInt(digits) * 10n ** BigInt(6 - places)).toString().padStart(7, '0');
      const written = `${text.slice(0, -6)}.${text.slice(-6)}`;
      if (text.length > 16) return;
      const kept = standardValue('dibao.std', written);
      expect(Number(kept)).toBe(Number(written));
      expect(kept).not.toMatch(/^0\d|\.\d*0$|\.$/);
      expect(standardValue('dibao.std', kept)).toBe(kept);
    }));
  });
});

describe('a correction given by itself', () => {
  const correction = { key: 'dibao.std', division: '360111', from: '2019-01-01', value: '680', reason: '笔误', approver: '局长' };
  it('becomes a command', () => {
    expect(standardToCorrect({ ...correction, to: '2019-12-31' }, d('2019-06-03'))).toEqual(correct({ value: '680', validTo: d('2019-12-31') }));
  });
  it.each([[{ reason: '' }, 'STANDARD_TEXT_INVALID'], [{ approver: '  ' }, 'STANDARD_TEXT_INVALID'], [{ division: '3601' }, 'DIVISION_INVALID'], [{ from: '2019' }, 'DATE_INVALID'], [{ to: '2019' }, 'DATE_INVALID']])('is refused with %j', (change, code) => {
    expect(() => standardToCorrect({ ...correction, ...change }, d('2019-06-03'))).toThrow(expect.objectContaining({ code }) as Error);
  });
});
