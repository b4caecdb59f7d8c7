import { parseCivilDate } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { type Benefit, BENEFITS, citizenDecider, type CitizenEvent, exclude } from './index.js';

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
  /** Read from process.md §7.4 and §4.1, line by line. */
  const NEVER_TOGETHER: readonly (readonly [Benefit, Benefit])[] = [
    ['dibao', 'tekun'],
    ['tekun', 'disabilityLiving'], ['tekun', 'disabilityNursing'],
    ['orphan', 'disabilityLiving'],
    ['tekun', 'orphan'],
    ['unsupportedChild', 'disabilityLiving'],
    // 支出型 is the status of who is in neither of the two; a child is an orphan or has parents who do not care.
    ['lowIncome', 'dibao'], ['lowIncome', 'tekun'], ['orphan', 'unsupportedChild'],
  ];
  const TOGETHER: readonly (readonly [Benefit, Benefit])[] = [
    ['orphan', 'disabilityNursing'], ['unsupportedChild', 'disabilityNursing'], ['dibao', 'disabilityLiving'], ['dibao', 'disabilityNursing'], ['disabilityLiving', 'disabilityNursing'],
    ['unsupportedChild', 'dibao'], ['unsupportedChild', 'tekun'], ['dibao', 'temporaryRelief'], ['tekun', 'medicalRelief'], ['lowIncome', 'housing'],
  ];
  it.each(NEVER_TOGETHER)('%s and %s, from either side', (a, b) => expect([exclude(a, b), exclude(b, a)]).toEqual([true, true]));
  it.each(TOGETHER)('%s goes with %s', (a, b) => expect([exclude(a, b), exclude(b, a)]).toEqual([false, false]));
  it('nothing else is excluded', () => {
    const pairs = BENEFITS.flatMap((a) => BENEFITS.filter((b) => a < b && exclude(a, b)).map((b) => `${a} ${b}`));
    expect(pairs.sort()).toEqual(NEVER_TOGETHER.map((pair) => [...pair].sort().join(' ')).sort());
  });
  it('the same benefit is held once; help that is given once may be given again', () => {
    expect(BENEFITS.filter((benefit) => !exclude(benefit, benefit))).toEqual(['temporaryRelief', 'medicalRelief', 'housing']);
  });
});
