import { parseCivilDate } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { type Benefit, BENEFITS, citizenDecider, type CitizenEvent } from './index.js';

const on = parseCivilDate('2021-10-01');
const spec = specificationOf(citizenDecider);
const holds = (benefit: Benefit, caseKey = 'C1@360111'): CitizenEvent => ({ type: 'BenefitClaimed', data: { caseKey, benefit } });
const claim = (benefit: Benefit, caseKey = 'C2@360111', others: readonly { caseKey: string; benefit: Benefit }[] = []) => ({ type: 'ClaimBenefit', caseKey, benefit, on, others }) as const;

describe('claims', () => {
  it('is claimed where nothing stands against it', () => {
    spec.given([]).when(claim('dibao')).then([{ type: 'BenefitClaimed', data: { caseKey: 'C2@360111', benefit: 'dibao' }, occurredAt: on }]);
    spec.given([holds('dibao')]).when(claim('disabilityLiving')).then([{ type: 'BenefitClaimed', data: { caseKey: 'C2@360111', benefit: 'disabilityLiving' }, occurredAt: on }]);
  });
  it('is refused where another case excludes it, of this ledger or known from elsewhere', () => {
    spec.given([holds('dibao')]).when(claim('tekun')).thenRefused('BENEFITS_EXCLUSIVE');
    spec.given([holds('dibao', 'C1@360104')]).when(claim('dibao')).thenRefused('BENEFITS_EXCLUSIVE');
    spec.given([]).when(claim('tekun', 'C2@360111', [{ caseKey: 'C9@320583', benefit: 'dibao' }])).thenRefused('BENEFITS_EXCLUSIVE');
  });
  it('names the case in the way', () => {
    const state = [holds('dibao')].reduce(citizenDecider.evolve, citizenDecider.initialState());
    expect(() => citizenDecider.decide(claim('tekun'), state)).toThrow(expect.objectContaining({ details: { caseKey: 'C1@360111', holds: 'dibao', asked: 'tekun' } }) as Error);
  });
  it('the same case claims once and does not stand in its own way', () => {
    spec.given([holds('dibao')]).when(claim('dibao', 'C1@360111')).then([]);
    spec.given([]).when(claim('dibao', 'C1@360111', [{ caseKey: 'C1@360111', benefit: 'dibao' }])).then([{ type: 'BenefitClaimed', data: { caseKey: 'C1@360111', benefit: 'dibao' }, occurredAt: on }]);
  });
  it('is free again once released; releasing what is not held does nothing', () => {
    const release = { type: 'ReleaseBenefit', caseKey: 'C1@360111', benefit: 'dibao', on } as const;
    spec.given([holds('dibao')]).when(release).then([{ type: 'BenefitReleased', data: { caseKey: 'C1@360111', benefit: 'dibao' }, occurredAt: on }]);
    spec.given([]).when(release).then([]);
    spec.given([holds('dibao'), { type: 'BenefitReleased', data: { caseKey: 'C1@360111', benefit: 'dibao' } }]).when(claim('tekun')).then([{ type: 'BenefitClaimed', data: { caseKey: 'C2@360111', benefit: 'tekun' }, occurredAt: on }]);
    spec.given([holds('dibao'), holds('orphan', 'C3@360111'), { type: 'BenefitReleased', data: { caseKey: 'C3@360111', benefit: 'orphan' } }]).when(claim('tekun')).thenRefused('BENEFITS_EXCLUSIVE');
  });
});

describe('what excludes what (process.md §7.4)', () => {
  /**
   * Every pair of benefits, read from process.md §7.4, §4.1 and R43 9 line by line and not from benefits.ts: x never together, . together.
   * A child without care in 低保 or 特困 is topped up to the child standard, so these go together. Medical relief, temporary relief and housing
   * are help beside a living benefit. 支出型 is the status of who is in neither 低保 nor 特困.
   */
  const MATRIX = `
                      dibao tekun lowIncome temporaryRelief disabilityLiving disabilityNursing orphan unsupportedChild medicalRelief housing
    dibao             x
    tekun             x     x
    lowIncome         x     x     x
    temporaryRelief   .     .     .         .
    disabilityLiving  .     x     .         .               x
    disabilityNursing .     x     .         .               .                x
    orphan            .     x     .         .               x                .                 x
    unsupportedChild  .     .     .         .               x                .                 x      x
    medicalRelief     .     .     .         .               .                .                 .      .                .
    housing           .     .     .         .               .                .                 .      .                .             x`;
  const [columns = [], ...rows] = MATRIX.trim().split('\n').map((line) => line.trim().split(/\s+/));
  const PAIRS = rows.flatMap(([a, ...cells]) => cells.map((cell, n) => [a as Benefit, columns[n] as Benefit, cell === 'x'] as const));

  it('the table holds every pair, and each with itself', () => {
    expect(columns).toEqual(BENEFITS);
    expect(PAIRS.map(([a, b]) => [a, b].sort().join())).toEqual(BENEFITS.flatMap((a, n) => BENEFITS.slice(0, n + 1).map((b) => [a, b].sort().join())));
  });
  it.each(PAIRS)('%s and %s: excluded %s, whichever is claimed first, and wherever it is known from', (a, b, excluded) => {
    for (const [held, asked] of [[a, b], [b, a]] as const) {
      const claims = [spec.given([holds(held)]).when(claim(asked)), spec.given([]).when(claim(asked, 'C2@360111', [{ caseKey: 'C1@360104', benefit: held }]))];
      for (const one of claims) {
        if (excluded) one.thenRefused('BENEFITS_EXCLUSIVE');
        else one.then([{ type: 'BenefitClaimed', data: { caseKey: 'C2@360111', benefit: asked }, occurredAt: on }]);
      }
    }
  });
  it('one citizen may hold several that go together, and what excludes any of them is refused', () => {
    const several = [holds('dibao'), holds('disabilityLiving', 'C3@360111'), holds('disabilityNursing', 'C4@360111')];
    spec.given(several).when(claim('housing', 'C5@360111')).then([{ type: 'BenefitClaimed', data: { caseKey: 'C5@360111', benefit: 'housing' }, occurredAt: on }]);
    for (const benefit of ['orphan', 'unsupportedChild', 'tekun', 'dibao', 'disabilityNursing'] as const) spec.given(several).when(claim(benefit, 'C5@360111')).thenRefused('BENEFITS_EXCLUSIVE');
  });
});
