/** Read models over HTTP: their state, and rebuilding them beside the running ones. Needs a build: a thread cannot load TypeScript. */
import { KUNSHAN } from '../testing/policy-fixtures.js';
import { SMALL, TestServer } from '../testing/test-server.js';
import type { ProjectionsDto, RebuildJobDto } from './projections.dto.js';

const NAMES = [
  'caseload', 'payments', 'entitlements', 'payCases', 'payLists', 'batches', 'payItems', 'unmatchedLines', 'periods', 'funds', 'procedure', 'worklist', 'forwarded', 'people', 'households', 'jobServices', 'findings', 'dues', 'years', 'payees', 'deaths', 'decisions', 'postings', 'standards', 'packs', 'determinations', 'tasks', 'oversight',
  'timeline', 'viewings', 'viewerDays', 'rejections', 'imports', 'accounts', 'delegations',
];
const PATH = '/api/v1/projections';
let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start({ limits: { waitingRebuilds: 1 } });
  await server.import(SMALL);
  // Adopts the packs it is made with.
  await server.post('/api/v1/determinations/RD-1', JSON.stringify({ facts: KUNSHAN }));
  await server.post('/api/v1/tasks', JSON.stringify({ pack: 'QS-2019' }));
  await server.post('/api/v1/tasks/dispatches', JSON.stringify({ division: '360111', quarter: '2019Q2', on: '2019-06-28' }));
});
afterAll(() => server.end());

test('names, bookmarks, events and state', async () => {
  const { body } = await server.request<ProjectionsDto>(PATH);
  expect(body.caughtUp).toBe(true);
  expect(body.projections.map(({ name }) => name)).toEqual(NAMES);
  expect(new Set(body.projections.map(({ position }) => position)).size).toBe(1);
  for (const projection of body.projections) expect(projection).toMatchObject({ state: 'live' });
  expect(body.projections.filter(({ events }) => events === 0).map(({ name }) => name)).toEqual(['payCases', 'payLists', 'batches', 'payItems', 'unmatchedLines', 'periods', 'jobServices', 'years', 'postings', 'viewings', 'viewerDays', 'delegations']);
});

test('a rebuild gives the same content, in a new generation', async () => {
  const report = '/api/v1/reports/caseload?asOf=2019-12-31';
  const before = await server.request(report);
  const accepted = await server.post<RebuildJobDto>(`${PATH}/rebuild`);
  expect(accepted.status).toBe(202);
  expect(accepted.headers.get('location')).toBe(accepted.body.links.self);
  const first = await server.job<RebuildJobDto>(accepted.body.links.self);
  expect(first).toMatchObject({ status: 'succeeded', problem: null, names: [] });
  expect(first.result?.projections.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
  expect((await server.request(report)).text).toBe(before.text);

  const again = await server.post<RebuildJobDto>(`${PATH}/rebuild`, '{"names":["caseload"]}');
  const second = await server.job<RebuildJobDto>(again.body.links.self);
  expect(second.names).toEqual(['caseload']);
  expect(second.result?.projections.map(({ name, contentHash }) => [name, contentHash]))
    .toEqual(first.result?.projections.filter(({ name }) => name === 'caseload').map(({ name, contentHash }) => [name, contentHash]));
  const { body } = await server.request<ProjectionsDto>(PATH);
  const generations = new Map(body.projections.map(({ name, generation }) => [name, generation]));
  // Rebuilt once more than the others, so numbered after all of them.
  expect(Math.max(...generations.values())).toBe(generations.get('caseload'));
  expect(body.projections.every(({ state }) => state === 'live')).toBe(true);
  expect((await server.request(report)).text).toBe(before.text);
});

test('a full queue takes no more', async () => {
  const jobs = [await server.post<RebuildJobDto>(`${PATH}/rebuild`, '{}'), await server.post<RebuildJobDto>(`${PATH}/rebuild`, '{}')];
  const refused = await server.post(`${PATH}/rebuild`, '{}');
  expect([refused.status, refused.body.code]).toEqual([429, 'QUEUE_FULL']);
  for (const { body } of jobs) expect((await server.job<RebuildJobDto>(body.links.self)).status).toBe('succeeded');
});

test('stopping during a rebuild keeps the running read models', async () => {
  const accepted = await server.post<RebuildJobDto>(`${PATH}/rebuild`);
  expect(accepted.status).toBe(202);
  await server.close();
  await server.open();
  const { body } = await server.request<ProjectionsDto>(PATH);
  expect(body.projections.filter(({ state }) => state === 'live').map(({ name }) => name)).toEqual(NAMES);
  const after = await server.post<RebuildJobDto>(`${PATH}/rebuild`);
  expect((await server.job<RebuildJobDto>(after.body.links.self)).status).toBe('succeeded');
  expect((await server.request<ProjectionsDto>(PATH)).body.projections).toHaveLength(NAMES.length);
});

test.each([
  ['{"names":["caseload","nothing"]}', '/names'],
  ['{"names":"caseload"}', '/names'],
  ['{"names":["caseload","caseload"]}', '/names'],
  ['{"names":[1]}', '/names'],
  ['{"projections":[]}', '/projections'],
])('%s is refused', async (json, pointer) => {
  const { status, body } = await server.post(`${PATH}/rebuild`, json);
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([{ pointer }]);
});

test.each([[`${PATH}/rebuild/00000000-0000-4000-8000-000000000000`, 404], [`${PATH}/rebuild/1`, 400], [`${PATH}?all=1`, 400]])('%s is refused', async (path, status) => {
  expect((await server.request(path)).status).toBe(status);
});
