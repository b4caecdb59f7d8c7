/** One household per document, of the size and trouble that offices meet: what a determination is measured with. */
import { type CivilDate, parseCivilDate } from '#kernel';
import { type Facts, readFacts, type Standard } from '#policy';

const VALUES: Readonly<Record<string, string>> = {
  'dibao.std': '700', 'teku.std': '950', 'wage.min': '1680', 'care.full': '0.8', 'care.half': '0.3', 'lowinc.line': '1200', 'orphan.dispersed': '800', 'disab.living': '80', 'disab.nursing': '80',
  'asset.financial.limit': '50000', 'disease.list': '尿毒症、恶性肿瘤', 'living.relief': '400', 'med.contrib.amount': '250', 'med.supp.amount': '90', 'temp.share': '0.5',
};
const person = (id: string, birthOn: string, wagesFen: number, more: object = {}): object => ({ id, birthOn, income: { wagesFen }, employed: wagesFen > 0, labour: wagesFen > 0 ? 'full' : 'none', ...more });

const HOUSEHOLDS: readonly (readonly [string, string, object])[] = [
  ['360103', '2018-06-15', { causes: ['illness'], assets: { compliant: true }, members: [person('A', '1970-01-01', 120_000), person('B', '1972-01-01', 0), person('C', '2008-01-01', 0, { student: 'compulsory' })] }],
  ['360111', '2019-06-15', {
    causes: ['illness'], assets: { compliant: true }, rigidExpenditure: [{ kind: 'medical', monthlyFen: 60_000, member: 'B' }],
    members: [person('A', '1970-01-01', 180_000), person('B', '1972-01-01', 0, { disability: { type: 'limb', grade: 2 } }), person('C', '2008-01-01', 0)],
    requests: { medicalContribution: {}, supplementaryInsurance: {} },
  }],
  ['350203', '2018-06-15', { assets: { compliant: true }, members: [person('A', '1970-01-01', 250_000), person('B', '1972-01-01', 40_000), person('C', '1945-01-01', 0)], annualReview: { ownPaidFen: 600_000, governmentPaidFen: 300_000 } }],
  ['320583', '2020-08-15', {
    consent: true, causes: ['illness'], assets: { compliant: true, financialFen: 2_000_000 },
    members: [person('A', '1970-01-01', 280_000), person('B', '1972-01-01', 0, { disease: '尿毒症' }), person('C', '2008-01-01', 0, { student: 'compulsory' })],
  }],
  ['450103', '2019-06-15', {
    causes: ['disability'], assets: { compliant: true }, members: [person('A', '1970-01-01', 120_000), person('B', '1972-01-01', 0, { disability: { type: 'mental', grade: 1 } }), person('C', '2008-01-01', 0)],
    requests: { medicalContribution: {}, pensionContribution: {} },
  }],
];

export interface Household {
  readonly division: string;
  readonly on: CivilDate;
  readonly facts: Facts;
}
export const households: readonly Household[] = HOUSEHOLDS.map(([division, on, facts]) => ({ division, on: parseCivilDate(on), facts: readFacts(facts) }));
/** Published in every division of the households. */
export const published: readonly Standard[] = households.flatMap(({ division }) => Object.entries(VALUES).map(([key, value]) => ({ key, code6: division, value, validFrom: '2018-01-01', basis: '某文〔2018〕1号' })));
