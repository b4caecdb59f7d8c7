import { fen, parseCivilDate as d, parseCivilMonth as m } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { type ExemptionConditions, exemptionOutcome, findingDecider, headroomPersons, recoverable, withinLimit } from './index.js';

const counts = (objectiveErrorPersons: number, totalPersons: number) => ({ totalPersons, objectiveErrorPersons });

describe('the 2 % tolerance', () => {
  // V11 and V14 of policy-facts.md.
  it.each([[7, 350, true], [8, 350, false], [6, 299, false], [1, 49, false], [1, 50, true], [0, 0, true], [0, 10, true], [1, 0, false]])('%d of %d is within: %p', (errors, total, within) => {
    expect(withinLimit(counts(errors, total))).toBe(within);
  });
  // 2 % of 350 is 7; of 299 is 5.98, so 5; of 49 is 0.98, so none.
  it.each([[7, 350, 0], [8, 350, -1], [5, 299, 0], [0, 49, 0], [1, 49, -1], [2, 1000, 18]])('%d of %d leaves %d', (errors, total, headroom) => {
    expect(headroomPersons(counts(errors, total))).toBe(headroom);
  });
});

describe('the exemption', () => {
  const all: ExemptionConditions = { publicSpirit: true, procedureComplete: true, objectiveCause: true, withinLimit: true, recoverable: true };
  it('needs every one of the five conditions', () => {
    expect(exemptionOutcome(true, all)).toBe('exempt');
    for (const condition of Object.keys(all)) expect([condition, exemptionOutcome(true, { ...all, [condition]: false })]).toEqual([condition, 'accountable']);
  });
  it('is open while the lead is not verified, whatever holds', () => {
    expect(exemptionOutcome(false, all)).toBe('pending');
  });
  it.each([
    [100, 100, false, true], [100, 99, false, false], [100, 0, true, true], [undefined, 0, false, false], [undefined, 500, false, false], [undefined, 0, true, true], [0, 0, false, true],
  ])('of %p fen %p recovered, plan %p: recoverable %p', (amount, recovered, plan, expected) => {
    expect(recoverable(amount, recovered, plan)).toBe(expected);
  });
});

describe('a finding', () => {
  const spec = specificationOf(findingDecider);
  const base = { type: 'RecordFinding', findingId: 'Y1', caseId: 'C1', idNo: '11010519491231002X', source: 'audit', raisedOn: d('2019-05-01'), leadKind: '有车' } as const;
  const raised = { type: 'SuspicionRaised', data: { findingId: 'Y1', caseId: 'C1', idNo: '11010519491231002X', source: 'audit', kind: '有车', raisedOn: '2019-05-01' }, occurredAt: d('2019-05-01') } as const;
  const about = { findingId: 'Y1', caseId: 'C1' };
  it('is but a lead until somebody verifies it', () => {
    spec.given([]).when(base).then([raised]);
  });
  it('keeps facts of a lead apart from an error determined', () => {
    spec.given([]).when({ ...base, cause: 'otherObjective', publicSpirit: false }).then([raised, { type: 'SuspicionFactsRecorded', data: { ...about, cause: 'otherObjective', publicSpirit: false }, occurredAt: d('2019-05-01') }]);
    spec.given([]).when({ ...base, confirmed: false, verifiedOn: d('2019-05-20'), errorKind: 'duplicate' }).then([
      raised,
      { type: 'SuspicionVerified', data: { ...about, confirmed: false, verifiedOn: '2019-05-20' }, occurredAt: d('2019-05-20') },
      { type: 'SuspicionFactsRecorded', data: { ...about, kind: 'duplicate' }, occurredAt: d('2019-05-20') },
    ]);
  });
  it('becomes an error with its extent, and recovery on its own day', () => {
    spec.given([]).when({
      ...base, confirmed: true, verifiedOn: d('2019-05-20'), errorKind: 'overpayment', fromYm: m('2019-02'), toYm: m('2019-04'), fen: fen(30_000), cause: 'dataSharingInaccurate',
      publicSpirit: true, recoveredFen: fen(10_000), recoveredOn: d('2019-06-01'), repaymentPlan: true, responsibleStaffId: 'S1',
    }).then([
      raised,
      { type: 'SuspicionVerified', data: { ...about, confirmed: true, verifiedOn: '2019-05-20' }, occurredAt: d('2019-05-20') },
      { type: 'ErrorDetermined', data: { ...about, kind: 'overpayment', fromYm: '2019-02', toYm: '2019-04', fen: 30_000, cause: 'dataSharingInaccurate', publicSpirit: true, responsibleStaffId: 'S1' }, occurredAt: d('2019-05-20') },
      { type: 'RecoveryPlanAgreed', data: about, occurredAt: d('2019-05-20') },
      { type: 'RecoveryReceived', data: { ...about, fen: 10_000, receivedOn: '2019-06-01' }, occurredAt: d('2019-06-01') },
    ]);
  });
  it('is recorded once', () => {
    spec.given([{ type: raised.type, data: raised.data }]).when(base).thenRefused('FINDING_EXISTS');
  });
});
