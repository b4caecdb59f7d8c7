import { parseCivilDate as d } from '#kernel';
import { shippedBook } from '../../../test/support/policy.js';
import { dueAmount, type DueTo, followsFrom, type PublishedStandard, PublishedValues, tekunFollowsDibao } from './index.js';

const standard = (key: string, code6: string, value: string, validFrom: string, further: Partial<PublishedStandard> = {}): PublishedStandard => ({ key, code6, value, validFrom, corrections: [], ...further });
const due = (standards: readonly PublishedStandard[], to: DueTo, division: string, on: string): number => dueAmount(shippedBook(), new PublishedValues(standards), to, division, d(on));
const refused = (code: string) => expect.objectContaining({ name: 'DomainError', code }) as Error;

describe('what a case is due', () => {
  const dibao: DueTo = { benefit: 'dibao', incomeFen: 20_000, members: 2 };
  it('is the gap of its income and members', () => {
    expect(due([standard('dibao.std', '360111', '670', '2019-01-01')], dibao, '360111001', '2019-03-01')).toBe(67_000 * 2 - 20_000);
    expect(due([standard('dibao.std', '360111', '670', '2019-01-01')], { ...dibao, incomeFen: 200_000 }, '360111001', '2019-03-01')).toBe(0);
  });
  it('follows printed figures, floors, and what the city or province published', () => {
    expect(due([], dibao, '360111001', '2018-03-01')).toBe(61_000 * 2 - 20_000);
    expect(due([standard('dibao.std', '360100', '600', '2019-01-01')], dibao, '360111001', '2019-03-01')).toBe(67_000 * 2 - 20_000);
    expect(due([standard('dibao.std', '360100', '700', '2019-01-01'), standard('dibao.std', '360000', '900', '2019-01-01')], dibao, '360111001', '2019-03-01')).toBe(70_000 * 2 - 20_000);
  });
  it('is the tier from the day on which there are tiers', () => {
    const tiers = [standard('dibao.std', '450103', '800', '2021-01-01'), standard('dibao.tier.1', '450103', '500', '2021-07-01'), standard('dibao.tier.1.below', '450103', '800', '2021-07-01')];
    expect([due(tiers, dibao, '450103', '2021-06-01'), due(tiers, dibao, '450103', '2021-07-01')]).toEqual([160_000 - 20_000, 100_000]);
    expect(() => due(tiers, { ...dibao, incomeFen: 170_000 }, '450103', '2021-07-01')).toThrow(refused('TIERS_INCOMPLETE'));
  });
  it('for 特困 is at least 1.3 × the 低保 standard where a document says so', () => {
    const both = (code6: string) => [standard('dibao.std', code6, '700', '2019-01-01'), standard('teku.std', code6, '900', '2019-01-01')];
    expect(['360111', '450103', '360104'].map((code6) => due(both(code6), { benefit: 'tekun', selfCare: 'full' }, code6, '2019-03-01'))).toEqual([91_000, 91_000, 91_000]);
    expect(due(both('350203'), { benefit: 'tekun', selfCare: 'full' }, '350203', '2019-03-01')).toBe(90_000);
  });
  it('takes the care fee in for whoever lost self-care: V3 of policy-facts.md', () => {
    // 870 and 1.3 × 670 = 871; 80 % and 20 % of 1,680 are 1,344 and 336: 2,215 and 1,207 yuan.
    const values = [['dibao.std', '670'], ['teku.std', '870'], ['care.full', '0.80'], ['care.half', '0.20'], ['wage.min', '1680']].map(([key, value]) => standard(key as string, '360111', value as string, '2019-03-30'));
    expect(due(values, { benefit: 'tekun', selfCare: 'lost' }, '360111', '2019-04-01')).toBe(221_500);
    expect(due(values, { benefit: 'tekun', selfCare: 'partial' }, '360111', '2019-04-01')).toBe(120_700);
    expect([tekunFollowsDibao(shippedBook(), new PublishedValues([]), '450103', d('2019-03-01')), tekunFollowsDibao(shippedBook(), new PublishedValues([]), '350203', d('2019-03-01'))]).toEqual([true, false]);
  });
  it('for one amount a person is that amount', () => {
    expect(due([], { benefit: 'flat', key: 'orphan.dispersed' }, '450103', '2019-01-01')).toBe(80_000);
    expect(due([standard('orphan.dispersed', '450103', '850', '2020-01-01')], { benefit: 'flat', key: 'orphan.dispersed' }, '450103', '2020-01-01')).toBe(85_000);
  });
  it('is refused where nothing is published, no rule holds yet, or none at all', () => {
    expect(() => due([], dibao, '450103', '2019-01-01')).toThrow(refused('STANDARD_NOT_PUBLISHED'));
    expect(() => due([], dibao, '450103', '2017-12-01')).toThrow(refused('DATE_BEFORE_RULES'));
    expect(() => due([], dibao, '110101', '2019-01-01')).toThrow(refused('DIVISION_NOT_COVERED'));
  });
});

describe('which standard a decided amount follows from', () => {
  const follows = (fen: number, since: string, key: string, standards: readonly PublishedStandard[] = [], on = '2019-03-01'): boolean => followsFrom(fen, d(since), key, shippedBook(), standards, '450103001', d(on));
  it('is the one that held when it was decided, or the one before it', () => {
    // Guangxi: dispersed 600 in 2018 and 800 in 2019, institutions 1,000 and 1,200.
    expect(['2018-05-01', '2019-01-01'].map((since) => follows(60_000, since, 'orphan.dispersed'))).toEqual([true, true]);
    expect([follows(80_000, '2018-05-01', 'orphan.dispersed'), follows(80_000, '2019-01-01', 'orphan.dispersed')]).toEqual([false, true]);
    expect([follows(60_000, '2019-01-01', 'orphan.inst'), follows(100_000, '2019-01-01', 'orphan.inst')]).toEqual([false, true]);
  });
  it('is the first known where the decision is older', () => {
    expect([follows(60_000, '2015-01-01', 'orphan.dispersed'), follows(80_000, '2015-01-01', 'orphan.dispersed')]).toEqual([true, false]);
  });
  it('is not one that was over long ago', () => {
    const later = [standard('orphan.dispersed', '450103', '1000', '2021-01-01'), standard('orphan.inst', '450103', '1300', '2021-01-01')];
    expect([follows(100_000, '2021-01-01', 'orphan.dispersed', later, '2021-03-01'), follows(100_000, '2021-01-01', 'orphan.inst', later, '2021-03-01')]).toEqual([true, false]);
  });
  it('is also one that was corrected since, and one of the city, but none of another county', () => {
    const corrected = standard('orphan.dispersed', '450100', '820', '2019-01-01', { corrections: [{ field: 'value', old: '810', new: '820', reason: '', approver: '' }, { field: 'validTo', old: null, new: '2019-12-31', reason: '', approver: '' }] });
    expect([follows(81_000, '2019-01-01', 'orphan.dispersed', [corrected]), follows(82_000, '2019-01-01', 'orphan.dispersed', [corrected])]).toEqual([true, true]);
    expect(follows(82_000, '2019-01-01', 'orphan.dispersed', [standard('orphan.dispersed', '450102', '820', '2019-01-01')])).toBe(false);
  });
});
