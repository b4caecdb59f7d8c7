import { fen, parseCivilDate as d, parseCivilMonth as m } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { activeChange, activeInYear, caseDecider, type CaseEvent, changeInForce, type ChangeKind, type EntitlementChange, householdDecider, personDecider } from './index.js';

const submitted: CaseEvent = { type: 'ApplicationSubmitted', data: { caseId: 'C1', benefit: 'dibao', householdId: 'H1', unit: 'household', channel: 'workbook' } };
const spec = specificationOf(caseDecider);

describe('case', () => {
  it('records an application with everything that was assessed', () => {
    const on = d('2019-03-01');
    spec.given([]).when({
      type: 'RecordApplication', caseId: 'C1', benefit: 'dibao', householdId: 'H1', submittedOn: on, hardshipCause: '因病', incomeFen: fen(120_000),
      rigidExpenditureFen: fen(5_000), assetsCompliant: false, nearRelativeFiled: true,
    }).then([
      { type: 'ApplicationSubmitted', data: { caseId: 'C1', benefit: 'dibao', householdId: 'H1', unit: 'household', channel: 'workbook', hardshipCause: '因病' }, occurredAt: on },
      { type: 'IncomeAssessed', data: { caseId: 'C1', householdMonthlyFen: 120_000 }, occurredAt: on },
      { type: 'RigidExpenditureAssessed', data: { caseId: 'C1', monthlyAverageFen: 5_000 }, occurredAt: on },
      { type: 'AssetsAssessed', data: { caseId: 'C1', compliant: false }, occurredAt: on },
      { type: 'NearRelativeFiled', data: { caseId: 'C1' }, occurredAt: on },
    ]);
  });
  it('records no assessment that nobody made, and an income of nothing as one', () => {
    spec.given([]).when({ type: 'RecordApplication', caseId: 'C1', benefit: 'orphan', householdId: 'H1', submittedOn: d('2019-03-01'), incomeFen: fen(0), nearRelativeFiled: false }).then([
      { type: 'ApplicationSubmitted', data: { caseId: 'C1', benefit: 'orphan', householdId: 'H1', unit: 'person', channel: 'workbook' }, occurredAt: d('2019-03-01') },
      { type: 'IncomeAssessed', data: { caseId: 'C1', householdMonthlyFen: 0 }, occurredAt: d('2019-03-01') },
    ]);
  });
  it('refuses a second application under the same number', () => {
    spec.given([submitted]).when({ type: 'RecordApplication', caseId: 'C1', benefit: 'dibao', householdId: 'H1', submittedOn: d('2019-03-01') }).thenRefused('CASE_EXISTS');
  });
  it('refuses steps and decisions of a case nobody applied for', () => {
    spec.given([]).when({ type: 'RecordStep', caseId: 'C1', step: 'accepted', on: d('2019-03-04') }).thenRefused('CASE_UNKNOWN');
    spec.given([]).when({ type: 'RecordEntitlementChange', caseId: 'C1', kind: 'grant', fromYm: m('2019-04'), decidedOn: d('2019-03-27'), monthlyFen: fen(63_000), persons: 3, pack: 'QS-2019' }).thenRefused('CASE_UNKNOWN');
  });
  it('records a step on its day, and a decision with the month it counts from', () => {
    spec.given([submitted]).when({ type: 'RecordStep', caseId: 'C1', step: 'homeVisit', on: d('2019-03-11'), result: '属实' }).then([
      { type: 'HomeVisited', data: { caseId: 'C1', on: '2019-03-11', result: '属实' }, occurredAt: d('2019-03-11') },
    ]);
    spec.given([submitted]).when({ type: 'RecordEntitlementChange', caseId: 'C1', kind: 'stop', fromYm: m('2019-05'), decidedOn: d('2019-06-02'), monthlyFen: fen(0), persons: 0, cause: '死亡', pack: 'QS-2019' }).then([
      { type: 'BenefitStopped', data: { caseId: 'C1', benefit: 'dibao', fromYm: '2019-05', decidedOn: '2019-06-02', newFen: 0, persons: 0, cause: '死亡', pack: 'QS-2019' }, occurredAt: d('2019-06-02'), effectiveFrom: m('2019-05') },
    ]);
  });
});

describe('entitlement in force', () => {
  const change = (kind: ChangeKind, fromYm: string, decidedOn: string, newFen = 1): EntitlementChange => ({ kind, fromYm, decidedOn, newFen, persons: 1 });
  it('is the last by month, then decision, then order of recording', () => {
    const changes = [change('increase', '2019-05', '2019-04-20', 5), change('grant', '2019-01', '2018-12-20', 1), change('reduce', '2019-05', '2019-04-10', 4), change('reduce', '2019-05', '2019-04-20', 6)];
    expect(changeInForce(changes, '2018-12')).toBeUndefined();
    expect(changeInForce(changes, '2019-04')?.newFen).toBe(1);
    expect(changeInForce(changes, '2019-05')?.newFen).toBe(6);
  });
  it('counts a change from its month, though it was decided later', () => {
    expect(changeInForce([change('grant', '2019-01', '2019-08-01')], '2019-02')).toBeDefined();
  });
  it('is none after a stop, and goes on through a graduated exit', () => {
    const changes = [change('grant', '2019-01', '2019-01-01'), change('graduatedExit', '2019-03', '2019-02-20'), change('stop', '2019-09', '2019-08-20'), change('grant', '2019-11', '2019-10-20')];
    expect(['2019-02', '2019-03', '2019-08', '2019-09', '2019-10', '2019-11'].map((month) => activeChange(changes, month)?.kind)).toEqual(['grant', 'graduatedExit', 'graduatedExit', undefined, undefined, 'grant']);
  });
  it('is active in a year when it is in any of its months', () => {
    const changes = [change('grant', '2018-06', '2018-05-20'), change('stop', '2019-01', '2018-12-20'), change('grant', '2020-12', '2020-11-20'), change('stop', '2021-02', '2021-01-20')];
    expect([2017, 2018, 2019, 2020, 2021, 2022].map((year) => activeInYear(changes, year))).toEqual([false, true, false, true, true, false]);
  });
  it('is not active when a grant and a stop of the same month cancel out', () => {
    expect(activeInYear([change('grant', '2019-05', '2019-04-20'), change('stop', '2019-05', '2019-04-25')], 2019)).toBe(false);
  });
});

describe('person and household', () => {
  const person = { type: 'RegisterPerson', personId: 'P1', idNo: '11010519491231002X', name: '某甲', attestedOn: d('2019-12-31') } as const;
  it('registers a person once, with what is known', () => {
    specificationOf(personDecider).given([]).when({ ...person, disability: { category: '肢体', grade: 2 }, selfCare: 'partial', labour: 'none', diedOn: d('2019-06-01') }).then([
      { type: 'PersonRegistered', data: { personId: 'P1', idNo: '11010519491231002X', name: '某甲', birth: '1949-12-31', sex: 'female' }, occurredAt: d('2019-12-31') },
      { type: 'DisabilityCertified', data: { personId: 'P1', category: '肢体', grade: 2 }, occurredAt: d('2019-12-31') },
      { type: 'SelfCareAssessed', data: { personId: 'P1', level: 'partial' }, occurredAt: d('2019-12-31') },
      { type: 'LabourCapacityAssessed', data: { personId: 'P1', level: 'none' }, occurredAt: d('2019-12-31') },
      { type: 'DeathReported', data: { personId: 'P1', diedOn: '2019-06-01' }, occurredAt: d('2019-12-31'), effectiveFrom: d('2019-06-01') },
    ]);
    specificationOf(personDecider).given([{ type: 'PersonRegistered', data: { personId: 'P1', idNo: '11010519491231002X', name: '某甲', birth: '1949-12-31', sex: 'female' } }]).when(person).thenRefused('PERSON_EXISTS');
  });
  it('composes a household before its members join, each once', () => {
    const spec = specificationOf(householdDecider);
    const composed = { type: 'HouseholdComposed', data: { householdId: 'H1', headId: 'P1', town: '360111001', members: [] } } as const;
    const join = { type: 'AddHouseholdMember', householdId: 'H1', personId: 'P1', relation: '户主', counted: true, attestedOn: d('2019-12-31') } as const;
    spec.given([]).when(join).thenRefused('HOUSEHOLD_UNKNOWN');
    spec.given([composed]).when(join).then([{ type: 'HouseholdMemberChanged', data: { householdId: 'H1', personId: 'P1', relation: '户主', counted: true, change: 'joined' }, occurredAt: d('2019-12-31') }]);
    spec.given([composed, { type: 'HouseholdMemberChanged', data: { householdId: 'H1', personId: 'P1', relation: '户主', counted: true, change: 'joined' } }]).when(join).thenRefused('MEMBER_EXISTS');
    spec.given([composed]).when({ type: 'ComposeHousehold', householdId: 'H1', headId: 'P1', town: '360111001', attestedOn: d('2019-12-31') }).thenRefused('HOUSEHOLD_EXISTS');
  });
});
