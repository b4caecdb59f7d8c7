import { parseCivilDate as d } from '#kernel';
import { DELEGABLE, HOME, WHO_MAY } from '../../../test/support/who-may-what.js';
import { decideAccess, type Delegation, DELEGATES, EVERYWHERE, liesIn, type Permission, PERMISSIONS, permissionsOf, type Role, ROLES, type SignedIn } from './index.js';

const ROLE_NAMES = Object.keys(ROLES) as Role[];
const PERMISSION_NAMES = Object.keys(PERMISSIONS) as Permission[];
const on = d('2026-03-01');
const personOf = (role: Role, division: string): SignedIn => ({ accountId: 'a1', staffId: 'S1', name: '示例', role, division });

describe('the table', () => {
  it.each(ROLE_NAMES)('gives %s what the page of roles says, and nothing else', (role) => {
    expect([...permissionsOf(role)].sort()).toEqual([...WHO_MAY[role]].sort());
  });
  it('lets exactly these be delegated', () => {
    expect(PERMISSION_NAMES.filter((permission) => PERMISSIONS[permission].delegable).sort()).toEqual([...DELEGABLE].sort());
  });
  it('keeps deciding with the county: nobody else has what can be delegated, or ends a benefit; a line department decides on its own line', () => {
    for (const permission of [...DELEGABLE, 'case.suspend', 'case.graduatedExit', 'case.transferCategory', 'case.confer', 'case.extendDeadline'] as const) {
      const line = permission === 'case.confirm' || permission === 'case.deny' ? ['lineDepartment'] : [];
      expect([permission, PERMISSIONS[permission].roles]).toEqual([permission, ['countyAuditor', ...line]]);
    }
  });
  // §2, segregation: the pairs nobody may hold together.
  it.each<[Permission, Permission]>([
    ['case.visit', 'case.issueOpinion'], ['case.assess', 'case.issueOpinion'], ['case.accept', 'case.confirm'], ['case.submit', 'case.confirm'], ['workbook.import', 'case.confirm'],
    ['case.countyVisit', 'case.confirm'], ['case.issueOpinion', 'case.confirm'], ['case.reportCheck', 'case.confirm'], ['account.manage', 'case.read'], ['account.manage', 'delegation.grant'], ['task.report', 'task.oversee'],
  ])('gives no role both %s and %s', (one, other) => {
    expect(ROLE_NAMES.filter((role) => PERMISSIONS[one].roles.includes(role) && PERMISSIONS[other].roles.includes(role))).toEqual([]);
  });
  it('says every name in both languages', () => {
    for (const row of [...Object.values(ROLES), ...Object.values(PERMISSIONS)]) expect([row.zh, row.en].every((text) => text.trim() !== '')).toBe(true);
  });
});

describe('place', () => {
  const county = '360111';
  it.each<[place: string, division: string, inside: boolean]>([
    ['360111', county, true], ['360111003', county, true], ['360111003001', county, true],
    ['360112', county, false], ['360112003', county, false], ['360100', county, false], ['3601', county, false], ['36', county, false], ['360000', county, false],
    ['360111', '360100', true], ['360112004', '360100', true], ['3601', '360100', true], ['360100', '360100', true], ['360200', '360100', false], ['360000', '360100', false], ['370100', '360100', false],
    ['360100', '360000', true], ['36', '360000', true], ['37', '360000', false],
    ['360111003', '360111003', true], ['360111003001', '360111003', true], ['360111004', '360111003', false], ['360111', '360111003', false],
    ['360111003001', '360111003001', true], ['360111003002', '360111003001', false], ['360111003', '360111003001', false],
    // A prefecture whose own digits end in 0, and a town and a community whose zeros are digits.
    ['451021', '451000', true], ['450100', '451000', false], ['360111000', '360111', true], ['360111000', '360111003', false], ['360111100000', '360111100', true], ['360111101', '360111100', false],
    ['360111', EVERYWHERE, true], ['11', EVERYWHERE, true], [EVERYWHERE, EVERYWHERE, true], [EVERYWHERE, county, false],
  ])('%s lies in %s: %p', (place, division, inside) => expect(liesIn(place, division)).toBe(inside));
  it.each(['', '3', '36011', '3601110', '36011100300', '3601110030011', '36011x', '３６０１１１', ' 360111'])('refuses %p, which is no code', (place) => {
    expect(() => liesIn(place, county)).toThrow(expect.objectContaining({ code: 'DIVISION_INVALID' }) as Error);
  });
});

/** Places around a home: it, inside it, beside it, above it. */
const AROUND: { readonly [level: number]: { readonly own: string; readonly inside?: string; readonly beside: string; readonly above: string } } = {
  12: { own: '360111003001', beside: '360111003002', above: '360111003' },
  9: { own: '360111003', inside: '360111003001', beside: '360111004', above: '360111' },
  6: { own: '360111', inside: '360111003', beside: '360112', above: '360100' },
};
const CITY = { own: '360100', inside: '360111', beside: '360200', above: '360000' };

describe.each(ROLE_NAMES)('%s', (role) => {
  const home = HOME[role];
  const around = ROLES[role].level === 'city' ? CITY : AROUND[home.length] as (typeof AROUND)[number];
  const person = personOf(role, home);
  it.each(PERMISSION_NAMES)('%s', (permission) => {
    const may = WHO_MAY[role].includes(permission);
    const at = (place: string | undefined): string => {
      const decision = decideAccess(person, permission, place, [], on);
      return decision.allowed ? 'allowed' : decision.code;
    };
    const forbidden = may ? 'DIVISION_FORBIDDEN' : 'ROLE_FORBIDDEN';
    const allowed = may ? 'allowed' : 'ROLE_FORBIDDEN';
    expect({ own: at(around.own), inside: at(around.inside ?? around.own), none: at(undefined), beside: at(around.beside), above: at(around.above) })
      .toEqual({ own: allowed, inside: allowed, none: allowed, beside: forbidden, above: forbidden });
  });
});

it('binds who stands everywhere by the role alone', () => {
  expect(decideAccess(personOf('inspector', EVERYWHERE), 'case.read', '451021', [], on)).toEqual({ allowed: true });
  expect(decideAccess(personOf('inspector', EVERYWHERE), 'case.confirm', '451021', [], on)).toEqual({ allowed: false, code: 'ROLE_FORBIDDEN' });
});

describe('a delegation', () => {
  const delegation: Delegation = { delegationId: 'WT-1', fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.confirm', 'case.payRelief'], validFrom: d('2026-03-01'), validTo: d('2026-03-31'), basis: '青民字〔2026〕1号' };
  const auditor = personOf('townAuditor', '360111003');
  const decide = (permission: Permission, { place = '360111003', day = '2026-03-15', person = auditor, given = [delegation] }: { place?: string; day?: string; person?: SignedIn; given?: readonly Delegation[] } = {}) =>
    decideAccess(person, permission, place, given, d(day));

  it('lets the role of the town use what is named, in that town and what lies in it', () => {
    expect(decide('case.confirm')).toEqual({ allowed: true, delegationId: 'WT-1' });
    expect(decide('case.confirm', { place: '360111003001' })).toEqual({ allowed: true, delegationId: 'WT-1' });
  });
  it.each<[string, boolean]>([['2026-02-28', false], ['2026-03-01', true], ['2026-03-31', true], ['2026-04-01', false]])('on %s holds: %p', (day, holds) => {
    expect(decide('case.confirm', { day })).toEqual(holds ? { allowed: true, delegationId: 'WT-1' } : { allowed: false, code: 'ROLE_FORBIDDEN' });
  });
  it('without a last day does not end', () => {
    expect(decide('case.confirm', { day: '2099-12-31', given: [{ ...delegation, validTo: undefined }] }).allowed).toBe(true);
  });
  it.each<[string, boolean]>([['2026-03-14', true], ['2026-03-15', false], ['2026-03-16', false]])('revoked from the 15th on holds on %s: %p', (day, holds) => {
    expect(decide('case.confirm', { day, given: [{ ...delegation, revokedOn: d('2026-03-15') }] }).allowed).toBe(holds);
  });
  it('widens the role, never the place', () => {
    for (const place of ['360111004', '360111', '360112003']) expect([place, decide('case.confirm', { place })]).toEqual([place, { allowed: false, code: 'DIVISION_FORBIDDEN' }]);
  });
  it('is of no use to another town, another role, or for what it does not name', () => {
    const refused = { allowed: false, code: 'ROLE_FORBIDDEN' };
    expect(decide('case.confirm', { person: personOf('townAuditor', '360111004'), place: '360111004' })).toEqual(refused);
    expect(decide('case.confirm', { person: personOf('townAuditor', '360111004') })).toEqual(refused);
    expect(decide('case.confirm', { person: personOf('townOperator', '360111003') })).toEqual(refused);
    expect(decide('case.confirm', { person: personOf('communityWorker', '360111003001'), place: '360111003001' })).toEqual(refused);
    expect(decide('case.deny')).toEqual(refused);
  });
  it('cannot give what may not be delegated, whatever its event says', () => {
    const permissions: readonly Permission[] = ['case.suspend', 'delegation.grant', 'case.accept'];
    for (const permission of permissions) expect([permission, decide(permission, { given: [{ ...delegation, permissions }] }).allowed]).toEqual([permission, false]);
  });
  it('tells its cap; of several the one with the highest or none is used', () => {
    const capped = (delegationId: string, amountCapFen: number | undefined): Delegation => ({ ...delegation, delegationId, amountCapFen });
    expect(decide('case.confirm', { given: [capped('A', 100_00)] })).toEqual({ allowed: true, delegationId: 'A', amountCapFen: 100_00 });
    expect(decide('case.confirm', { given: [capped('A', 100_00), capped('B', 300_00), capped('C', 200_00)] })).toEqual({ allowed: true, delegationId: 'B', amountCapFen: 300_00 });
    expect(decide('case.confirm', { given: [capped('A', 100_00), capped('B', undefined)] })).toEqual({ allowed: true, delegationId: 'B' });
    expect(decide('case.confirm', { given: [capped('B', 100_00), capped('A', 100_00)] })).toEqual({ allowed: true, delegationId: 'A', amountCapFen: 100_00 });
  });
  it('of single benefits is of use for those, and asked without one for what it names', () => {
    const relief: Delegation = { ...delegation, benefits: ['temporaryRelief'] };
    const of = (benefit: string | undefined, given: readonly Delegation[]) => decideAccess(auditor, 'case.confirm', '360111003', given, d('2026-03-15'), benefit);
    expect(of('temporaryRelief', [relief])).toEqual({ allowed: true, delegationId: 'WT-1' });
    expect(of('dibao', [relief])).toEqual({ allowed: false, code: 'BENEFIT_FORBIDDEN' });
    expect(of(undefined, [relief])).toEqual({ allowed: true, delegationId: 'WT-1' });
    expect(of('dibao', [relief, { ...delegation, delegationId: 'WT-2', amountCapFen: 100_00 }])).toEqual({ allowed: true, delegationId: 'WT-2', amountCapFen: 100_00 });
    expect(decideAccess(personOf('countyAuditor', '360111'), 'case.confirm', '360111003', [relief], d('2026-03-15'), 'dibao')).toEqual({ allowed: true });
  });
  it('does not name itself where the role may by itself', () => {
    expect(decide('case.confirm', { person: personOf('countyAuditor', '360111') })).toEqual({ allowed: true });
  });
  it('goes to who does not survey', () => {
    for (const role of DELEGATES) for (const permission of ['case.visit', 'case.assess', 'case.accept'] as const) expect(PERMISSIONS[permission].roles).not.toContain(role);
  });
});
