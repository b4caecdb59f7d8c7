/** Delegations over HTTP: granted and revoked by the county that delegates, seen by those it is about. */
import { type Answer, type Client, type Person, type ProblemBody, TestServer } from '../testing/test-server.js';
import type { DelegationDto, DelegationsPageDto } from './delegations.dto.js';

const AUDITOR: Person = { role: 'countyAuditor', division: '360111' };
let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.end());

const send = <Body = ProblemBody>(by: Client, path: string, body: object): Promise<Answer<Body>> => by.post<Body>(`/api/v1/delegations${path}`, JSON.stringify(body));
const terms = (delegationId: string, more: object = {}) =>
  ({ delegationId, fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.confirm'], amountCapFen: 200_000, validFrom: '2026-03-02', validTo: '2099-03-31', basis: '青民字〔2026〕1号', ...more });
const grant = (delegationId: string, more: object = {}, by: Person = AUDITOR): Promise<Answer<DelegationDto>> => send(server.as(by), '', terms(delegationId, more));
const refused = ({ status, body }: Answer<unknown>): string => `${status} ${(body as ProblemBody).code}`;
const seenBy = async (person: Person, query = ''): Promise<readonly string[]> => (await server.as(person).request<DelegationsPageDto>(`/api/v1/delegations${query}`)).body.rows.map(({ delegationId }) => delegationId);

it('is granted by the county, and lets the town do what it names', async () => {
  const { status, headers, body } = await grant('WT-1');
  expect([status, headers.get('location'), body]).toEqual([201, '/api/v1/delegations/WT-1', terms('WT-1')]);
  const town = { accountId: 'x', staffId: 'x', name: 'x', role: 'townAuditor', division: '360111003' } as const;
  expect(await server.ledger.access.authorise(town, 'case.confirm', '360111003')).toEqual({ actor: { staffId: 'x', role: 'townAuditor', delegationId: 'WT-1' }, amountCapFen: 200_000 });
});
it('from today on and without an end where no days are named', async () => {
  const { body } = await grant('WT-2', { validFrom: undefined, validTo: undefined, amountCapFen: undefined });
  expect(body).toEqual({ ...terms('WT-2', { validTo: undefined, amountCapFen: undefined }), validFrom: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date()) });
});
it.each([
  ['what is nobody\'s to delegate', { permissions: ['case.suspend'] }, '400 DELEGATION_INVALID'], ['nothing', { permissions: [] }, '400 DELEGATION_INVALID'], ['a text for a list', { permissions: 'case.confirm' }, '400 REQUEST_INVALID'],
  ['a town of elsewhere', { toDivision: '320583100' }, '400 DELEGATION_INVALID'], ['who surveys', { toRole: 'townOperator' }, '400 DELEGATION_INVALID'], ['a benefit nobody knows', { benefits: ['relief'] }, '400 DELEGATION_INVALID'], ['no benefit', { benefits: [] }, '400 DELEGATION_INVALID'], ['a cap of nothing', { amountCapFen: 0 }, '400 REQUEST_INVALID'], ['a cap as text', { amountCapFen: '200000' }, '400 REQUEST_INVALID'],
  ['another county than the own', { fromDivision: '320583', toDivision: '320583100' }, '403 DIVISION_FORBIDDEN'], ['a city', { fromDivision: '360100' }, '403 DIVISION_FORBIDDEN'],
  ['days the wrong way round', { validTo: '2026-03-01' }, '400 DELEGATION_INVALID'], ['a number that is taken', { delegationId: 'WT-1', permissions: ['case.deny'] }, '409 DELEGATION_EXISTS'],
])('is refused with %s', async (_what, more, expected) => {
  expect(refused(await grant('WT-9', more))).toBe(expected);
  expect((await server.request('/api/v1/delegations/WT-9')).status).toBe(404);
});
it('may be about single benefits', async () => {
  const { status, body } = await grant('WT-4', { toDivision: '360111005', benefits: ['temporaryRelief'] });
  expect([status, body.benefits]).toEqual([201, ['temporaryRelief']]);
  const town = { accountId: 'x', staffId: 'x', name: 'x', role: 'townAuditor', division: '360111005' } as const;
  await expect(server.ledger.access.authorise(town, 'case.confirm', '360111005', 'dibao')).rejects.toMatchObject({ code: 'BENEFIT_FORBIDDEN' });
  expect((await server.ledger.access.authorise(town, 'case.confirm', '360111005', 'temporaryRelief')).actor.delegationId).toBe('WT-4');
});
it('is revoked by the county, once, and then lets nobody do anything', async () => {
  await grant('WT-3', { toDivision: '360111004' });
  const { status, body } = await send<DelegationDto>(server.as(AUDITOR), '/WT-3/revoke', { reason: '收回' });
  expect([status, body.revokedReason, typeof body.revokedOn]).toEqual([200, '收回', 'string']);
  expect(refused(await send(server.as(AUDITOR), '/WT-3/revoke', { reason: '再次收回' }))).toBe('409 DELEGATION_REVOKED');
  const town = { accountId: 'x', staffId: 'x', name: 'x', role: 'townAuditor', division: '360111004' } as const;
  await expect(server.ledger.access.authorise(town, 'case.confirm', '360111004')).rejects.toMatchObject({ code: 'ROLE_FORBIDDEN' });
  expect(refused(await send(server.as(AUDITOR), '/WT-1/revoke', { reason: '收回', on: '2026-03-03' }))).toBe('400 DELEGATION_INVALID');
  expect(refused(await send(server.as(AUDITOR), '/WT-99/revoke', { reason: '收回' }))).toBe('404 DELEGATION_UNKNOWN');
});
it('is seen by the county, the town it goes to and supervision, and by nobody elsewhere', async () => {
  expect(await seenBy(AUDITOR)).toEqual(['WT-1', 'WT-2', 'WT-3', 'WT-4']);
  expect(await seenBy(AUDITOR, '?limit=2')).toEqual(['WT-1', 'WT-2']);
  expect(await seenBy({ role: 'inspector', division: '000000' })).toEqual(['WT-1', 'WT-2', 'WT-3', 'WT-4']);
  expect(await seenBy({ role: 'townAuditor', division: '360111003' })).toEqual(['WT-1', 'WT-2']);
  expect(await seenBy({ role: 'countyAuditor', division: '320583' })).toEqual([]);
  const stranger = server.as({ role: 'countyAuditor', division: '320583' });
  expect(refused(await stranger.request('/api/v1/delegations/WT-1'))).toBe('404 DELEGATION_UNKNOWN');
  expect(refused(await send(stranger, '/WT-1/revoke', { reason: '收回' }))).toBe('404 DELEGATION_UNKNOWN');
  expect((await server.as(AUDITOR).request<DelegationDto>('/api/v1/delegations/WT-1')).body).toEqual(terms('WT-1'));
});
