import fc from 'fast-check';
import { parseCivilDate as d } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { gapAmount, type Standard, standardOn, standardsDecider } from './index.js';

describe('the gap amount', () => {
  // V1 of policy-facts.md: standard 610, three persons, income 1,200 → per head 400, gap 210, 630 a month.
  it('is 630 yuan for three persons with 1,200 yuan against a standard of 610', () => {
    expect(gapAmount('610', 120_000, 3)).toBe(63_000);
  });
  it('is nothing when the income reaches the standard, to the fen', () => {
    expect(gapAmount('670', 67_000 * 2, 2)).toBe(0);
    expect(gapAmount('670', 67_000 * 2 - 1, 2)).toBe(1);
    expect(gapAmount('670', 67_000 * 2 + 1, 2)).toBe(0);
  });
  it('does not round per head: 100 yuan over three persons loses no fen', () => {
    // max(0, 610 − 33.333…) × 3 = 1,730 exactly; rounding the head first would give 1,730.01.
    expect(gapAmount('610', 10_000, 3)).toBe(173_000);
  });
  it('rounds half up once, where a standard has parts of a fen', () => {
    // 610.005 × 1 = 61,000.5 fen → 61,001; 610.0049 → 61,000.49 → 61,000.
    expect(gapAmount('610.005', 0, 1)).toBe(61_001);
    expect(gapAmount('610.0049', 0, 1)).toBe(61_000);
  });
  it('is standard × members − income in whole fen, never below nothing', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 1, max: 12 }), (yuan, income, members) =>
      gapAmount(String(yuan), income, members) === Math.max(0, yuan * 100 * members - income)));
  });
});

describe('the standard in force', () => {
  const standard = (validFrom: string, validTo?: string, value = validFrom): Standard => ({ key: 'dibao.std', code6: '360111', value, validFrom, validTo });
  const standards = [standard('2019-01-01'), standard('2018-01-01', '2018-12-31'), { ...standard('2017-01-01'), key: 'teku.std' }];
  it.each([['2017-12-31', undefined], ['2018-01-01', '2018-01-01'], ['2018-12-31', '2018-01-01'], ['2019-01-01', '2019-01-01'], ['2030-01-01', '2019-01-01']])('on %s is that from %s', (on, expected) => {
    expect(standardOn(standards, 'dibao.std', on)?.validFrom).toBe(expected);
  });
  it('is the latest start where two overlap', () => {
    expect(standardOn([standard('2018-01-01'), standard('2018-07-01')], 'dibao.std', '2018-08-01')?.validFrom).toBe('2018-07-01');
  });
  it('is none between two that leave a gap', () => {
    expect(standardOn([standard('2018-01-01', '2018-03-31'), standard('2018-05-01')], 'dibao.std', '2018-04-01')).toBeUndefined();
  });
});

describe('publishing a standard', () => {
  const publish = { type: 'PublishStandard', key: 'dibao.std', code6: '360111', value: '670', validFrom: d('2019-01-01') } as const;
  const published = { type: 'StandardPublished', data: { key: 'dibao.std', code6: '360111', value: '670', validFrom: '2019-01-01' } } as const;
  it('counts from its first day', () => {
    specificationOf(standardsDecider).given([]).when(publish).then([{ ...published, occurredAt: d('2019-01-01'), effectiveFrom: d('2019-01-01') }]);
  });
  it('happens once for a key and day', () => {
    specificationOf(standardsDecider).given([published]).when({ ...publish, value: '680' }).thenRefused('STANDARD_EXISTS');
    specificationOf(standardsDecider).given([published]).when({ ...publish, validFrom: d('2020-01-01') }).then([
      { type: 'StandardPublished', data: { ...published.data, validFrom: '2020-01-01' }, occurredAt: d('2020-01-01'), effectiveFrom: d('2020-01-01') },
    ]);
  });
});
