/** Replays over HTTP. */
import { type ActiveCase, expectedOf, SMALL, TestServer } from '../testing/test-server.js';
import type { CaseReplayDto } from './cases.dto.js';

const { activeCaseSample } = expectedOf(SMALL);
const [sample] = activeCaseSample as readonly [ActiveCase];
let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
  await server.import(SMALL);
});
afterAll(() => server.end());

test.each(activeCaseSample)('$caseId at the end of the year', async ({ caseId, benefit, asOf, effectiveMonth, persons, monthlyFen }) => {
  const { status, body } = await server.request<CaseReplayDto>(`/api/v1/cases/${caseId}/replay?asOf=${asOf}`);
  expect(status).toBe(200);
  expect(body.caseId).toBe(caseId);
  expect(body.state).toMatchObject({ benefit, entitlement: { active: true, effectiveMonth, persons, monthlyFen } });
  for (const event of body.events) expect(event.occurredAt <= asOf || (event.effectiveFrom ?? '9') <= asOf).toBe(true);
});

test('the county may be named with the number', async () => {
  const plain = await server.request<CaseReplayDto>(`/api/v1/cases/${sample.caseId}/replay`);
  const named = await server.request<CaseReplayDto>(`/api/v1/cases/${sample.caseId}%40360111/replay`);
  expect(named.text).toBe(plain.text);
});

test('before it was recorded, the case was not known', async () => {
  const { body } = await server.request<CaseReplayDto>(`/api/v1/cases/${sample.caseId}/replay?knownAt=2019-12-31T00:00:00Z`);
  expect(body).toEqual({ caseId: sample.caseId, events: [], state: null });
});

test('an unknown case', async () => {
  const { status, body } = await server.request('/api/v1/cases/QS0000/replay');
  expect([status, body.code]).toEqual([404, 'CASE_NOT_FOUND']);
});

test('a Chinese number is a number too', async () => {
  const { status, body } = await server.request(`/api/v1/cases/${encodeURIComponent('青山湖低保第'.repeat(10))}/replay`);
  expect([status, body.code]).toEqual([404, 'CASE_NOT_FOUND']);
});

test.each([
  [`/api/v1/cases/${'x'.repeat(121)}/replay`, 'id'],
  ['/api/v1/cases/a%00b/replay', 'id'],
  ['/api/v1/cases/a/replay?asOf=2019-02-30', 'asOf'],
  ['/api/v1/cases/a/replay?knownAt=yesterday', 'knownAt'],
  ['/api/v1/cases/a/replay?asof=2019-01-01', 'asof'],
])('%s is refused', async (path, parameter) => {
  const { status, body } = await server.request(path);
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([{ parameter }]);
});

test('a part of the path that is longer than anything', async () => {
  const { status, body } = await server.request(`/api/v1/cases/${'x'.repeat(2_000)}/replay`);
  expect([status, body.code]).toEqual([414, 'URL_TOO_LONG']);
});
