/** Who looked: every look at what is kept of a person is an event with who, why and at what; asking for a file of elsewhere and looking at very many are leads. */
import { EXAMPLES } from '#casework';
import { BULK_VIEWING } from '#reports';
import { citizenNumber } from '../../../../test/support/live-county.js';
import { type Answer, type Client, type ProblemBody, TestServer } from '../testing/test-server.js';

const TOWN = '360111003';
const COMMUNITY = '360111003001';
let server: TestServer;
let operator: Client;
let inspector: Client;
interface Row { readonly scope: string; readonly about: string; readonly outcome: string; readonly staffId: string; readonly role: string; readonly from: string; readonly purpose: string | null }

const post = <Body = ProblemBody>(by: Client, path: string, body: object): Promise<Answer<Body>> => by.request<Body>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const look = (by: Client, path: string, purpose?: string) => by.request(`/api/v1${path}`, { headers: { purpose: purpose === undefined ? '' : encodeURIComponent(purpose) } });
const access = async (query: string, by = inspector): Promise<readonly string[]> =>
  (await by.request<{ rows: readonly Row[] }>(`/api/v1/reports/access?limit=1000&${query}`)).body.rows.map(({ scope, about, outcome, staffId, role, from, purpose }) => `${scope} ${about} ${outcome} ${staffId} ${role} ${from} ${purpose}`);
const submit = (caseId: string) => post(operator, `/api/v1/cases/${caseId}/steps/submit`, EXAMPLES.submit);
const leads = async () => (await inspector.request<{ rows: readonly { leadKind: string; caseId: string; relatedCases?: readonly string[] }[] }>('/api/v1/findings?division=360111')).body.rows;

beforeAll(async () => {
  server = await TestServer.start();
  operator = server.as({ role: 'townOperator', division: TOWN });
  inspector = server.as({ role: 'inspector', division: '360111' });
  const members = ['1979-04-02', '1981-09-13', '2009-05-30'].map((birthOn, at) => ({ personId: `P200${at + 1}`, idNo: citizenNumber(birthOn, 701 + at), name: '示例' }));
  for (const member of members) expect((await post(operator, '/api/v1/persons', member)).status).toBe(200);
  expect((await post(operator, '/api/v1/households', { householdId: 'H1001', headId: 'P2001', town: TOWN, community: COMMUNITY, members: members.map(({ personId }) => ({ personId, relation: '成员', counted: true })) })).status).toBe(200);
  expect((await submit('LOOK-1')).status).toBe(200);
});
afterAll(() => server.end());

it('a file and its replay are recorded with who, where and why before they are shown, and a report names them by person', async () => {
  expect((await look(inspector, '/cases/LOOK-1', '巡察〔2026〕3号')).status).toBe(200);
  expect((await server.as({ role: 'countyAuditor', division: '360111' }).request('/api/v1/cases/LOOK-1/replay', { headers: { purpose: encodeURIComponent(' 复核 ') } })).status).toBe(200);
  const expected = ['file LOOK-1@360111 shown inspector-360111 inspector 360111 巡察〔2026〕3号', 'replay LOOK-1@360111 shown countyauditor-360111 countyAuditor 360111 复核'];
  expect(await access('about=LOOK-1')).toEqual(expected);
  // Every member of the household, also one who did not apply; and nobody else.
  expect(await access('person=P2003')).toEqual(expected);
  expect(await access('person=P9999')).toEqual([]);
});

it('an inspector who does not say why is shown nothing', async () => {
  const before = await access('about=LOOK-1');
  const { status, body } = await inspector.request<ProblemBody>('/api/v1/cases/LOOK-1', { headers: { purpose: ' ' } });
  expect([status, body.code]).toEqual([400, 'PURPOSE_INVALID']);
  const { status: none, body: missing } = await inspector.bare<ProblemBody>('/api/v1/cases/LOOK-1');
  expect([none, missing.code]).toEqual([400, 'PURPOSE_MISSING']);
  for (const purpose of ['%E0%A4%A', 'x'.repeat(201), '%00']) expect((await inspector.request<ProblemBody>('/api/v1/cases/LOOK-1', { headers: { purpose } })).body.code).toBe('PURPOSE_INVALID');
  expect(await access('about=LOOK-1')).toEqual(before);
  // The office that handles it does so in the course of its work.
  expect((await operator.bare('/api/v1/cases/LOOK-1')).status).toBe(200);
  expect((await access('about=LOOK-1')).at(-1)).toBe('file LOOK-1@360111 shown townoperator-360111003 townOperator 360111003 null');
});

it('a file of elsewhere is not shown; that it was asked for is recorded and a lead, once', async () => {
  const stranger = server.as({ role: 'townOperator', division: '360111004' });
  for (const _again of [1, 2]) expect((await stranger.request('/api/v1/cases/LOOK-1')).status).toBe(404);
  // A number that nobody has is a mistake and nothing else.
  expect((await stranger.request('/api/v1/cases/LOOK-99')).status).toBe(404);
  expect((await access('about=LOOK-1')).filter((row) => row.includes('refused'))).toEqual(Array.from({ length: 2 }, () => 'file LOOK-1@360111 refused townoperator-360111004 townOperator 360111004 test'));
  expect(await access('about=LOOK-99')).toEqual([]);
  expect((await leads()).filter(({ leadKind }) => leadKind === 'viewedElsewhere').map(({ caseId }) => caseId)).toEqual(['LOOK-1']);
});

it('who may read the records of looking, and where', async () => {
  expect((await operator.request('/api/v1/reports/access?about=LOOK-1')).status).toBe(403);
  const elsewhere = await server.as({ role: 'inspector', division: '320583' }).request<ProblemBody>('/api/v1/reports/access?about=LOOK-1@360111');
  expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'DIVISION_FORBIDDEN']);
  for (const query of ['', '?about=A&person=B']) expect((await inspector.request(`/api/v1/reports/access${query}`)).status).toBe(400);
});

it('very many files in a day are one lead', async () => {
  const reader = server.as({ role: 'countyOperator', division: '360111' });
  for (let n = 0; n < BULK_VIEWING; n += 1) await submit(`BULK-${n}`);
  const open = async (n: number) => expect((await reader.request(`/api/v1/cases/BULK-${n}`)).status).toBe(200);
  const bulk = async () => (await leads()).filter(({ leadKind }) => leadKind === 'bulkViewing');
  for (let n = 0; n < BULK_VIEWING - 1; n += 1) await open(n);
  // The same again is no further file.
  await open(0);
  await submit('AFTER-1');
  expect(await bulk()).toEqual([]);
  await open(BULK_VIEWING - 1);
  await open(1);
  await submit('AFTER-2');
  expect((await bulk()).map(({ caseId }) => caseId)).toEqual(['BULK-0']);
});
