import { parseCivilDate as d } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { type Determination, determinationDecider, type DeterminationEvent, differencesOf, type RecordDetermination } from './index.js';

const determination: Determination = {
  division: '350211', on: '2018-05-01', packs: [], rules: 'r', category: 'dibao', notes: [], values: [],
  benefits: [
    { benefit: 'dibao', eligible: 'yes', unit: 'household', members: ['A', 'B'], amountFen: 5_000, per: 'month', steps: { eligible: 1, amount: 2 } },
    { benefit: 'disabilityNursing', eligible: 'yes', unit: 'person', members: ['A'], amountFen: 8_000, per: 'month', steps: { eligible: 1, amount: 2 } },
    { benefit: 'housing', eligible: 'no', unit: 'household', members: ['A', 'B'], steps: { eligible: 1 } },
  ],
  trace: [
    { n: 1, rule: 'b', ruleIds: ['XM-2018-02-01', 'CN-R649-9'], formula: 'true', inputs: {}, result: true },
    { n: 2, rule: 'a', ruleIds: ['CN-R649-9'], formula: '1', inputs: {}, result: 1 },
  ],
};
const record: RecordDetermination = { type: 'RecordDetermination', determinationId: 'R1', facts: { members: [{ id: 'A', birthOn: '1950-01-01' }] }, determination, read: { 'policy-350200': '3' } };
const recorded: DeterminationEvent = { type: 'DeterminationRecorded', data: { determinationId: 'R1', facts: record.facts, determination, read: record.read } };
const spec = specificationOf(determinationDecider);

describe('recording a determination', () => {
  it('keeps facts, result and trace as they were, under the day of the determination and the rules it rests on', () => {
    spec.given([]).when(record).then([{ ...recorded, occurredAt: d('2018-05-01'), ruleIds: ['CN-R649-9', 'XM-2018-02-01'] }]);
  });
  it('happens once', () => {
    spec.given([recorded]).when({ ...record, facts: { members: [{ id: 'A', birthOn: '1950-01-02' }] } }).thenRefused('DETERMINATION_EXISTS');
  });
});

describe('the differences of two determinations', () => {
  it('are none between the same', () => {
    expect(differencesOf(determination, { ...determination, on: '2018-06-01' })).toEqual([]);
  });
  it('name the category, and benefits by amount, else by the finding', () => {
    const [dibao, nursing, housing] = determination.benefits as [Determination['benefits'][0], Determination['benefits'][0], Determination['benefits'][0]];
    const after: Determination = { ...determination, category: 'tekun', benefits: [{ ...dibao, amountFen: 6_000, members: ['A'] }, { ...nursing, members: ['B'] }, { ...housing, eligible: 'yes' }] };
    expect(differencesOf(determination, after)).toEqual([
      { of: 'category', before: 'dibao', after: 'tekun' },
      { of: 'dibao', before: 'yes 50.00/month (A,B)', after: 'yes 60.00/month (A)' },
      { of: 'disabilityNursing/A', before: 'yes 80.00/month', after: null },
      { of: 'housing', before: 'no', after: 'yes' },
      { of: 'disabilityNursing/B', before: null, after: 'yes 80.00/month' },
    ]);
  });
  it.each([
    ['verdict', { eligible: 'manual' }, 'yes 50.00/month', 'manual 50.00/month'],
    ['amount', { amountFen: 0 }, 'yes 50.00/month', 'yes 0.00/month'],
    ['period', { per: 'year' }, 'yes 50.00/month', 'yes 50.00/year'],
    ['amount that is not there', { amountFen: undefined, per: undefined }, 'yes 50.00/month', 'yes'],
    ['members', { members: ['A', 'C'] }, 'yes 50.00/month (A,B)', 'yes 50.00/month (A,C)'],
  ])('name a difference of the %s alone', (_what, change, before, after) => {
    const [dibao, ...others] = determination.benefits;
    expect(differencesOf(determination, { ...determination, benefits: [{ ...dibao, ...change } as Determination['benefits'][0], ...others] })).toEqual([{ of: 'dibao', before, after }]);
  });
  it('are everything where there is no other', () => {
    expect(differencesOf(determination, null).map(({ of, after }) => [of, after])).toEqual([['category', null], ['dibao', null], ['disabilityNursing/A', null], ['housing', null]]);
  });
});
