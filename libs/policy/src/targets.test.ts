import { shippedBook } from '../../../test/support/policy.js';
import { PublishedValues, type Standard, targets, type TargetFacts } from './index.js';

const standard = (key: string, code6: string, value: string, validFrom: string): Standard => ({ key, code6, value, validFrom });
function factsOf(standards: readonly Standard[], paid: TargetFacts['paid'] = () => undefined, jobServices: TargetFacts['jobServices'] = () => undefined): TargetFacts {
  return { published: new PublishedValues(standards), divisions: [...new Set(standards.map(({ code6 }) => code6))], paid, jobServices };
}
const found = (facts: TargetFacts, division: string, year: number) =>
  Object.fromEntries(targets(shippedBook(), facts, division, year).map(({ ruleId, division: at, key, actual, met }) => [`${ruleId} ${key} ${at}`, [actual, met]]));

// C2 of policy-facts.md: 610 → 670 is +9.84 % (60/610 = 6/61), 405 → 440 is +8.64 % (35/405 = 7/81). "左右" is no bound: met stays open.
test('Qingshanhu 2019: floors are met or not, planning growth is shown only', () => {
  const facts = factsOf(
    [standard('dibao.std', '360111', '610', '2018-01-01'), standard('dibao.std', '360111', '670', '2019-01-01'), standard('teku.std', '360111', '870', '2019-01-01')],
    // 405 yuan a head over 100 person-months, then 440.
    (_division, year) => ({ settledFen: year === 2018 ? 4_050_000 : 4_400_000, personMonths: 100 }),
  );
  expect(found(facts, '360111', 2019)).toMatchObject({
    'QS-2019-T01a dibao.std 360111': [67_000, true],
    'QS-2019-T01a dibao.growth 360111': ['6/61', null],
    'QS-2019-T01b dibao.topup.avg 360111': [44_000, true],
    'QS-2019-T01b topup.growth 360111': ['7/81', null],
    // 870 meets the printed 870, but 870 / 670 = 87/67 < 1.3: the two floors conflict by one yuan (V2).
    'QS-2019-T03 teku.std 360111': [87_000, true],
    'QS-2019-T03 teku.factor 360111': ['87/67', false],
    'QS-2019-T04 care.full 360111': [null, null],
    'QS-2019-T05 milestone.careCoverage 360111': [null, null],
  });
});

// C1: 1.3 × 650 = 845. C2: 590 → 650 is +10.17 % (6/59).
test('Guangxi 2019: every city’s growth has a floor, averages are of the cities that published', () => {
  const facts = factsOf([
    standard('dibao.std', '450100', '600', '2018-01-01'), standard('dibao.std', '450100', '660', '2019-01-01'),
    standard('dibao.std', '450200', '580', '2018-01-01'), standard('dibao.std', '450200', '637.99', '2019-01-01'),
    standard('teku.std', '450100', '858', '2019-01-01'),
  ]);
  expect(found(facts, '450000', 2019)).toMatchObject({
    // (660 + 637.99) / 2 = 648.995 yuan: half a fen below 649; not 650.
    'GX-2019-05-06 dibao.avg 450000': ['129799/2', false],
    'GX-2019-05-02 teku.avg 450000': [85_800, true],
    // 660/600 = exactly +10 %: "10%以上" includes it. 637.99/580 − 1 = 5799/58000 < 0.1.
    'GX-2019-05-05 dibao.growth 450100': ['1/10', true],
    'GX-2019-05-05 dibao.growth 450200': ['5799/58000', false],
    // 858 / 660 = 1.3 exactly.
    'GX-2019-05-01 teku.factor 450100': ['13/10', true],
    'GX-2019-05-01 teku.factor 450200': [null, null],
  });
});

test('a county counts where its city did not publish', () => {
  const facts = factsOf([standard('dibao.std', '450103', '600', '2019-01-01'), standard('dibao.std', '450200', '700', '2019-01-01'), standard('dibao.std', '450202', '900', '2019-01-01')]);
  // (600 of Nanning's Qingxiu + 700 of Liuzhou) / 2 = 650 ≥ 650; Liuzhou's own district does not count again.
  expect(found(facts, '450000', 2019)).toMatchObject({ 'GX-2019-05-06 dibao.avg 450000': [65_000, true] });
});

test('a year whose figures are not in the documents has none of their targets', () => {
  expect(Object.keys(found(factsOf([]), '450000', 2022)).filter((name) => name.includes('growth'))).toEqual([]);
});
