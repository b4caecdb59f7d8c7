import { parseCivilDate as d } from '#kernel';
import { specificationOf } from '../../../test/support/decider-spec.js';
import { delegationDecider, type DelegationEvent, type GrantDelegation, MAX_BASIS, type RevokeDelegation } from './index.js';

const spec = specificationOf(delegationDecider);
const today = d('2026-03-01');
const grant: GrantDelegation = {
  type: 'GrantDelegation', delegationId: 'WT-2026-01', fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.payRelief', 'case.confirm', 'case.confirm'],
  amountCapFen: 200_000, validFrom: d('2026-04-01'), validTo: d('2026-12-31'), basis: '青民字〔2026〕1号', today,
};
const granted: DelegationEvent = {
  type: 'DelegationGranted',
  data: {
    delegationId: 'WT-2026-01', fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.confirm', 'case.payRelief'],
    amountCapFen: 200_000, validFrom: d('2026-04-01'), validTo: d('2026-12-31'), basis: '青民字〔2026〕1号',
  },
};
const revoke: RevokeDelegation = { type: 'RevokeDelegation', on: d('2026-05-01'), reason: '收回', today };
const revoked: DelegationEvent = { type: 'DelegationRevoked', data: { delegationId: 'WT-2026-01', on: d('2026-05-01'), reason: '收回' } };

describe('granting', () => {
  it('records what is delegated, in the order of the table, from its first day on', () => spec.given([]).when(grant).then([{ ...granted, occurredAt: today, effectiveFrom: d('2026-04-01') }]));
  it('may cover days before it was recorded, and need not end or be capped', () => {
    const { amountCapFen: _cap, validTo: _to, ...rest } = granted.data;
    spec.given([]).when({ ...grant, amountCapFen: undefined, validTo: undefined, validFrom: d('2026-01-01') }).then([{ type: 'DelegationGranted', data: { ...rest, validFrom: d('2026-01-01') }, occurredAt: today, effectiveFrom: d('2026-01-01') }]);
  });
  it('may be about single benefits, each once', () => spec.given([]).when({ ...grant, benefits: ['temporaryRelief', 'dibao', 'dibao'] })
    .then([{ ...granted, data: { ...granted.data, benefits: ['dibao', 'temporaryRelief'] }, occurredAt: today, effectiveFrom: d('2026-04-01') }]));
  it('happens once under a number', () => {
    spec.given([granted]).when(grant).thenRefused('DELEGATION_EXISTS');
    spec.given([granted, revoked]).when(grant).thenRefused('DELEGATION_EXISTS');
  });
  it.each<[string, Partial<GrantDelegation>]>([
    ['a number with a slash', { delegationId: 'WT/1' }], ['an empty number', { delegationId: '' }], ['a number that is too long', { delegationId: 'W'.repeat(41) }],
    ['a city that delegates', { fromDivision: '360100' }], ['a town that delegates', { fromDivision: '360111003' }], ['a province that delegates', { fromDivision: '360000' }],
    ['a town of another county', { toDivision: '360112003' }], ['a county', { toDivision: '360111' }], ['a community', { toDivision: '360111003001' }],
    ['the operator, who surveys', { toRole: 'townOperator' }], ['the community', { toRole: 'communityWorker' }], ['a third party', { toRole: 'thirdParty' }], ['a county role', { toRole: 'countyOperator' }], ['no role at all', { toRole: '' }],
    ['nothing', { permissions: [] }], ['what the county keeps', { permissions: ['case.suspend'] }], ['delegating itself', { permissions: ['case.confirm', 'delegation.grant'] }], ['what does not exist', { permissions: ['case.everything'] }],
    ['no benefit of any', { benefits: [] }], ['a benefit that is no code', { benefits: ['低保'] }], ['a cap of nothing', { amountCapFen: 0 }], ['a negative cap', { amountCapFen: -1 }], ['half a fen', { amountCapFen: 0.5 }], ['days that end before they begin', { validTo: d('2026-03-31') }],
    ['no basis', { basis: '' }], ['a basis of two lines', { basis: 'a\nb' }], ['a basis that is too long', { basis: '文'.repeat(MAX_BASIS + 1) }],
  ])('refuses %s', (_what, change) => spec.given([]).when({ ...grant, ...change }).thenRefused('DELEGATION_INVALID'));
  it('may be for one day', () => spec.given([]).when({ ...grant, validTo: grant.validFrom }).then([{ type: 'DelegationGranted', data: { ...granted.data, validTo: grant.validFrom }, occurredAt: today, effectiveFrom: grant.validFrom }]));
});

describe('revoking', () => {
  it('holds from a day on, today at the earliest: what was decided by it stays', () => {
    spec.given([granted]).when(revoke).then([{ ...revoked, occurredAt: today, effectiveFrom: d('2026-05-01') }]);
    spec.given([granted]).when({ ...revoke, on: today }).then([{ type: 'DelegationRevoked', data: { ...revoked.data, on: today }, occurredAt: today, effectiveFrom: today }]);
    spec.given([granted]).when({ ...revoke, on: d('2026-02-28') }).thenRefused('DELEGATION_INVALID');
  });
  it('happens once', () => {
    spec.given([granted, revoked]).when(revoke).then([]);
    spec.given([granted, revoked]).when({ ...revoke, on: d('2026-06-01') }).thenRefused('DELEGATION_REVOKED');
    spec.given([granted, revoked]).when({ ...revoke, reason: '另一理由' }).thenRefused('DELEGATION_REVOKED');
  });
  it('needs a delegation and a reason', () => {
    spec.given([]).when(revoke).thenRefused('DELEGATION_UNKNOWN');
    spec.given([granted]).when({ ...revoke, reason: '' }).thenRefused('DELEGATION_INVALID');
  });
});
