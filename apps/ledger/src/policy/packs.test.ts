/** Packs over HTTP: shipped, adopted, refused. */
import { readFileSync } from 'node:fs';
import { formatYuan } from '#kernel';
import { eventsIn, KUNSHAN, KUNSHAN_FEN } from '../testing/policy-fixtures.js';
import { type ProblemBody, TestServer } from '../testing/test-server.js';
import type { DeterminationReplayDto, ExplainedDeterminationDto } from './determinations.dto.js';
import type { PacksDto, PackStatusDto } from './packs.dto.js';

const PATH = '/api/v1/packs';
const KS = readFileSync('libs/policy/packs/KS-2020.yaml', 'utf8');
/** The same document, read to print another standard. */
const SECOND = KS.replace('version: 1', 'version: 2').replace('value: 995', 'value: 1000');
let server: TestServer;
const adopt = <T = ProblemBody>(yaml: string, from?: string) => server.post<T>(PATH, JSON.stringify({ yaml, from }));
const versions = async () => (await server.request<PacksDto>(PATH)).body.rows.filter(({ pack }) => pack === 'KS-2020').map(({ version, adopted, effectiveFrom }) => [version, adopted, effectiveFrom]);

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.end());

test('the shipped packs, none of them adopted yet', async () => {
  const { body } = await server.request<PacksDto>(PATH);
  expect(body.rows.map(({ pack }) => pack).sort()).toEqual(['CN', 'GX-2019', 'JX-2018', 'KS-2020', 'QS-2019', 'XM-2018']);
  for (const { version, sha256, adopted, effectiveFrom, title } of body.rows) {
    expect([version, adopted, effectiveFrom]).toEqual([1, false, null]);
    expect(sha256).toMatch(/^[\w-]{43}$/);
    expect(title).not.toBe('');
  }
});

test.each<[what: string, yaml: string]>([
  ['no YAML', 'pack: [KS'],
  ['text', '今天天气很好'],
  ['a list', '- a'],
  ['a field twice', `pack: KS-2020\n${KS}`],
  ['a field nobody knows', `${KS}\nextra: 1\n`],
  ['a missing field', KS.replace(/^validFrom: .*$/m, '')],
  ['a day that does not exist', KS.replace(/^validFrom: .*$/m, 'validFrom: 2020-02-30')],
  ['aliases without end', 'a: &a [x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c, *c, *c]\n'],
  ['nesting without end', '['.repeat(20_000)],
])('%s is refused, and nothing is recorded', async (_what, yaml) => {
  const { status, body } = await adopt(yaml);
  expect([status, body.code]).toEqual([400, 'PACK_INVALID']);
  expect(await eventsIn(server.dataDir)).toBe(0);
});

test.each<[json: string, status: number, code: string]>([
  ['{}', 400, 'REQUEST_INVALID'],
  ['{"yaml":""}', 400, 'REQUEST_INVALID'],
  ['{"yaml":{}}', 400, 'REQUEST_INVALID'],
  ['{"yaml":"a: b","from":"2020-02-30"}', 400, 'REQUEST_INVALID'],
  ['{"yaml":"a: b","effectiveFrom":"2020-01-01"}', 400, 'REQUEST_INVALID'],
  ['{"yaml":', 400, 'BODY_MALFORMED'],
  [JSON.stringify({ yaml: 'x'.repeat(1024 * 1024) }), 413, 'BODY_TOO_LARGE'],
])('%.40s is refused', async (json, status, code) => {
  const answer = await server.post(PATH, json);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(await eventsIn(server.dataDir)).toBe(0);
});

test('YAML as such is not taken', async () => {
  const { status, body } = await server.request(PATH, { method: 'POST', headers: { 'content-type': 'text/yaml' }, body: KS });
  expect([status, body.code]).toEqual([415, 'MEDIA_TYPE']);
});

test('a version is adopted once, decides from its day on, and leaves earlier determinations as they were', async () => {
  await server.post('/api/v1/determinations/RD-1', JSON.stringify({ facts: KUNSHAN }));
  const { status, body } = await adopt<PackStatusDto>(SECOND, '2020-05-01');
  expect(status).toBe(200);
  expect(body).toMatchObject({ pack: 'KS-2020', version: 2, adopted: true, effectiveFrom: '2020-05-01' });
  const events = await eventsIn(server.dataDir);
  expect((await adopt<PackStatusDto>(SECOND, '2020-05-01')).body).toEqual(body);
  expect(await eventsIn(server.dataDir)).toBe(events);
  expect(await versions()).toContainEqual([2, true, '2020-05-01']);
  const amount = async (on: string) => {
    const { body: determination } = await server.post<ExplainedDeterminationDto>('/api/v1/determinations', JSON.stringify({ facts: KUNSHAN, on }));
    return [determination.packs[0]?.version, determination.benefits.find(({ benefit }) => benefit === 'dibao')?.amountFen];
  };
  expect(await amount('2020-04-30')).toEqual([1, KUNSHAN_FEN]);
  expect(await amount('2020-05-20')).toEqual([2, KUNSHAN_FEN + 1_000]);
  const { body: replay } = await server.request<DeterminationReplayDto>('/api/v1/determinations/RD-1');
  expect(replay.reproduced).toBe(true);
  expect(replay.recorded.packs[0]?.version).toBe(1);
  expect(replay.differences).toContainEqual({ of: 'dibao', before: `yes ${formatYuan(KUNSHAN_FEN)}/month`, after: `yes ${formatYuan(KUNSHAN_FEN + 1_000)}/month` });
});

test('a version number stands for one content', async () => {
  const { status, body } = await adopt(SECOND.replace('value: 1000', 'value: 1001'));
  expect([status, body.code]).toEqual([409, 'PACK_VERSION_CONFLICT']);
});

test('the longest pack fits', async () => {
  const yaml = readFileSync('libs/policy/packs/GX-2019.yaml', 'utf8');
  expect(Buffer.byteLength(yaml)).toBeGreaterThan(64 * 1024);
  expect((await adopt(yaml)).status).toBe(200);
});
