/** Published values over HTTP: recorded, corrected, listed, and what they mean for what was paid. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '#application';
import { LOCAL_KEYS } from '#policy';
import { workbookOf } from '../../../../test/support/workbooks.js';
import { DIBAO_670, eventsIn, QINGSHANHU } from '../testing/policy-fixtures.js';
import { ANY_TOKEN, startStub } from '../testing/stub-server.js';
import { type ProblemBody, TestServer } from '../testing/test-server.js';
import { type ImpactPageDto, type LocalKeysDto, MOST_ENTRIES, type StandardRowDto, type StandardsPageDto, type StandardsPublishedDto } from './standards.dto.js';

const PATH = '/api/v1/standards';
let server: TestServer;
const post = <T = ProblemBody>(path: string, body: unknown) => server.post<T>(path, JSON.stringify(body));
const publish = (...entries: object[]) => post<StandardsPublishedDto>(PATH, { entries });
const correct = <T = ProblemBody>(correction: object) => post<T>(`${PATH}/corrections`, { key: 'dibao.std', division: '360111', from: '2019-01-01', reason: '录入有误', approver: '示例', ...correction });
const list = async (query = '') => (await server.request<StandardsPageDto>(`${PATH}${query}`)).body.rows;

async function fresh(): Promise<void> {
  await (server as TestServer | undefined)?.end();
  server = await TestServer.start();
}
beforeAll(fresh);
afterAll(() => server.end());

describe('publishing', () => {
  test('each value once; the same again is already recorded, another value is rejected and the rest is not held up', async () => {
    const { status, body } = await publish(DIBAO_670, { key: 'teku.std', division: '360100', value: '880', from: '2019-01-01', to: '2019-12-31' });
    expect(status).toBe(200);
    expect(body).toEqual({
      rows: [{ key: 'dibao.std', division: '360111', from: '2019-01-01', outcome: 'recorded' }, { key: 'teku.std', division: '360100', from: '2019-01-01', outcome: 'recorded' }],
      recorded: 2, alreadyRecorded: 0, rejected: 0,
    });
    const again = (await publish(DIBAO_670, { ...DIBAO_670, value: '671' }, { ...DIBAO_670, from: '2020-01-01', value: '730' })).body;
    expect([again.recorded, again.alreadyRecorded, again.rejected]).toEqual([1, 1, 1]);
    expect(again.rows.map(({ outcome, code }) => [outcome, code])).toEqual([['alreadyRecorded', undefined], ['rejected', 'CONFLICT'], ['recorded', undefined]]);
    expect(await eventsIn(server.dataDir)).toBe(3);
  });

  test.each<[what: string, change: object, code: string]>([
    ['an unknown key', { key: 'dibao.standard' }, 'STANDARD_KEY_UNKNOWN'],
    ['a town', { division: '360111001' }, 'DIVISION_INVALID'],
    ['a value that is no number', { value: '六百七十' }, 'STANDARD_VALUE_INVALID'],
    ['a negative value', { value: '-1' }, 'STANDARD_VALUE_INVALID'],
    ['a day that does not exist', { from: '2019-02-30' }, 'DATE_INVALID'],
    ['a last day before the first', { to: '2018-12-31' }, 'STANDARD_PERIOD_INVALID'],
  ])('%s is rejected by name', async (_what, change, code) => {
    const { status, body } = await publish({ ...DIBAO_670, ...change });
    expect(status).toBe(200);
    expect(body).toMatchObject({ recorded: 0, alreadyRecorded: 0, rejected: 1, rows: [{ outcome: 'rejected', code }] });
    expect(body.rows[0]?.message?.length).toBeGreaterThan(20);
    expect(await eventsIn(server.dataDir)).toBe(3);
  });

  test.each<[what: string, json: string, pointer: string | undefined, code: string]>([
    ['malformed JSON', '{"entries":[', undefined, 'BODY_MALFORMED'],
    ['a list', '[]', undefined, 'REQUEST_INVALID'],
    ['no entries', '{}', '/entries', 'REQUEST_INVALID'],
    ['an empty list', '{"entries":[]}', '/entries', 'REQUEST_INVALID'],
    ['entries that are no list', '{"entries":{"0":{}}}', '/entries', 'REQUEST_INVALID'],
    ['a list of lists', JSON.stringify({ entries: [[DIBAO_670]] }), '/entries', 'REQUEST_INVALID'],
    ['an entry that is no object', '{"entries":["670"]}', '/entries/0', 'REQUEST_INVALID'],
    ['201 entries', JSON.stringify({ entries: Array.from({ length: MOST_ENTRIES + 1 }, () => DIBAO_670) }), '/entries', 'REQUEST_INVALID'],
    ['a value that is a number', JSON.stringify({ entries: [DIBAO_670, { ...DIBAO_670, value: 670 }] }), '/entries/1/value', 'REQUEST_INVALID'],
    ['an entry without a value', JSON.stringify({ entries: [{ ...DIBAO_670, value: undefined }] }), '/entries/0/value', 'REQUEST_INVALID'],
    ['an entry without a first day', JSON.stringify({ entries: [{ ...DIBAO_670, from: undefined }] }), '/entries/0/from', 'REQUEST_INVALID'],
    ['a field nobody knows', JSON.stringify({ entries: [{ ...DIBAO_670, amount: '1' }] }), '/entries/0/amount', 'REQUEST_INVALID'],
    ['control characters', JSON.stringify({ entries: [{ ...DIBAO_670, basis: 'a\u0000b' }] }), '/entries/0/basis', 'REQUEST_INVALID'],
  ])('%s is refused whole', async (_what, json, pointer, code) => {
    const { status, body } = await server.post(PATH, json);
    expect([status, body.code]).toEqual([400, code]);
    if (pointer !== undefined) expect(body.errors).toContainEqual({ pointer, detail: expect.any(String) as string });
    expect(await eventsIn(server.dataDir)).toBe(3);
  });

  test('200 entries with long instruments, more than other bodies may hold', async () => {
    const entries = Array.from({ length: MOST_ENTRIES }, (_, n) => ({ ...DIBAO_670, division: '360104', from: `${1900 + n}-01-01`, basis: '依'.repeat(400) }));
    const { status, body } = await publish(...entries);
    expect([status, body.recorded]).toEqual([200, MOST_ENTRIES]);
  });

  test('a body beyond the limit', async () => {
    const { status, body } = await post(PATH, { entries: [{ ...DIBAO_670, basis: 'x'.repeat(1024 * 1024) }] });
    expect([status, body.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });
});

describe('listing', () => {
  beforeAll(async () => {
    await fresh();
    await publish(
      { key: 'teku.std', division: '360100', value: '880', from: '2019-01-01' }, DIBAO_670, { ...DIBAO_670, from: '2018-01-01', to: '2018-12-31', value: '610' },
    );
    await publish({ ...DIBAO_670, division: '360104', value: '690.50' });
  });

  test('sorted by key, division and first day, whole and page by page', async () => {
    const rows = await list();
    expect(rows.map(({ key, division, from }) => [key, division, from])).toEqual([
      ['dibao.std', '360104', '2019-01-01'], ['dibao.std', '360111', '2018-01-01'], ['dibao.std', '360111', '2019-01-01'], ['teku.std', '360100', '2019-01-01'],
    ]);
    expect(rows[2]).toEqual({ ...DIBAO_670, name: LOCAL_KEYS.get('dibao.std')?.name, publisher: LOCAL_KEYS.get('dibao.std')?.publisher, corrections: [] });
    const walked: StandardRowDto[] = [];
    for (let after = ''; ;) {
      const { body } = await server.request<StandardsPageDto>(`${PATH}?limit=3${after}`);
      walked.push(...body.rows);
      if (body.next === null) break;
      after = `&after=${body.next}`;
    }
    expect(walked).toEqual(rows);
  });

  test('by key, by division, by day, as known', async () => {
    expect(await list('?key=teku.std')).toHaveLength(1);
    expect((await list('?division=360104')).map(({ key }) => key)).toContain('dibao.std');
    expect((await list('?key=dibao.std&on=2018-06-30')).map(({ value }) => value)).toEqual(['610']);
    expect(await list('?knownAt=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await list(`?knownAt=${new Date(Date.now() + 60_000).toISOString()}`)).toHaveLength(4);
  });

  test.each(['?division=36', '?on=2019-02-30', '?knownAt=2019-01-01', '?limit=0', '?after=x', '?keys=1'])('%s is refused', async (query) => {
    expect((await server.request(`${PATH}${query}`)).status).toBe(400);
  });
});

test('the catalogue says what can be published, and by whom', async () => {
  const { body } = await server.request<LocalKeysDto>(`${PATH}/keys`);
  expect(body.rows).toEqual([...LOCAL_KEYS.values()]);
  expect((await server.request(`${PATH}/keys?key=x`)).status).toBe(400);
});

describe('correcting', () => {
  beforeAll(async () => {
    await fresh();
    await publish(DIBAO_670);
  });

  test.each<[what: string, change: object, status: number, code: string]>([
    ['nothing to correct', {}, 400, 'CORRECTION_EMPTY'],
    ['what is recorded already', { value: '670' }, 400, 'CORRECTION_EMPTY'],
    ['a value that was not published', { from: '2020-01-01', value: '680' }, 404, 'STANDARD_UNKNOWN'],
    ['a value of another place', { division: '360104', value: '680' }, 404, 'STANDARD_UNKNOWN'],
    ['a value that is no number', { value: '六百八十' }, 400, 'STANDARD_VALUE_INVALID'],
    ['a last day before the first', { to: '2018-12-31' }, 400, 'STANDARD_PERIOD_INVALID'],
    ['a day that does not exist', { to: '2019-02-30' }, 400, 'REQUEST_INVALID'],
    ['no reason', { value: '680', reason: undefined }, 400, 'REQUEST_INVALID'],
    ['no approver', { value: '680', approver: '' }, 400, 'REQUEST_INVALID'],
    ['a field nobody knows', { value: '680', unit: '元' }, 400, 'REQUEST_INVALID'],
  ])('%s is refused', async (_what, change, status, code) => {
    const answer = await correct(change);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await eventsIn(server.dataDir)).toBe(1);
  });

  test('keeps what was published beside it', async () => {
    const { status, body } = await correct<StandardRowDto>({ value: '680', to: '2019-12-31' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ key: 'dibao.std', division: '360111', from: '2019-01-01', value: '680', to: '2019-12-31' });
    expect(body.corrections).toEqual([
      { field: 'value', old: '670', new: '680', reason: '录入有误', approver: '示例' }, { field: 'to', old: null, new: '2019-12-31', reason: '录入有误', approver: '示例' },
    ]);
    expect(await list()).toEqual([body]);
  });
});

describe('impact', () => {
  beforeAll(fresh);

  const orphan = workbookOf((sheets) => {
    const rows = <K extends string>(name: K, ...body: (string | null)[][]): void => void (sheets[name] = [sheets[name]?.[0] ?? [], ...body]);
    rows('说明', ['行政区划代码', '450103'], ['年度', '2019'], ['截止日期', '2019-12-31'], ['政策文件', 'GX-2019']);
    rows('标准', ['orphan.dispersed', '600', '元', '2014-01-01', null, null]);
    rows('家庭', ['H1', '0001', '450103001', null, null]);
    rows('人员', ['0001', '某甲', '11010519491231002X', null]);
    rows('成员', ['H1', '0001', '户主', '是']);
    rows('申请', ['C1', 'H1', '孤儿', '2018-11-01', '0001', null, '002101']);
    rows('办理', ['C1', '受理', '2018-11-05', '002101']);
    rows('待遇', ['C1', '新增', '2018-12', '600', '1', '2018-11-30']);
    rows('发放', ...['01', '02', '03', '04', '05'].map((month) => [`L${month}`, `2019-${month}`, 'C1', '1', '600', '成功', `2019-${month}-10`]));
    rows('疑点');
    rows('预算');
  });

  test('the arrears of a standard published late, month by month, touching nothing; walked page by page', async () => {
    const nanning = { role: 'countyOperator', division: '450103' } as const;
    const accepted = await server.as(nanning).upload<{ links: { self: string } }>(new Uint8Array(orphan));
    await server.job(accepted.body.links.self, nanning);
    await publish({ key: 'orphan.dispersed', division: '450103', value: '800', from: '2019-01-01', basis: '示例文件〔2019〕5号' });
    const events = await eventsIn(server.dataDir);
    const query = `${PATH}/impact?key=orphan.dispersed&division=450103`;
    const { status, body } = await server.request<ImpactPageDto>(query);
    expect(status).toBe(200);
    expect(body).toEqual({
      key: 'orphan.dispersed', division: '450103',
      rows: ['01', '02', '03', '04', '05'].map((month) => ({ caseId: 'C1', division: '450103001', benefit: 'orphan', month: `2019-${month}`, listedFen: 60_000, dueFen: 80_000, arrearsFen: 20_000 })),
      arrearsComputed: true, notComputed: [], determinations: [], total: { arrearsFen: 100_000, cases: 1 }, next: null,
    });
    const walked: ImpactPageDto['rows'][number][] = [];
    for (let after = ''; ;) {
      const { body: page } = await server.request<ImpactPageDto>(`${query}&limit=2${after}`);
      expect(page.total).toEqual(body.total);
      walked.push(...page.rows);
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(walked).toEqual(body.rows);
    expect(await eventsIn(server.dataDir)).toBe(events);
  });

  test('a correction names the determinations it concerns', async () => {
    await publish(DIBAO_670);
    expect((await post('/api/v1/determinations/RD-1', { facts: QINGSHANHU })).status).toBe(201);
    await correct({ value: '680' });
    const { body } = await server.request<ImpactPageDto>(`${PATH}/impact?key=dibao.std&division=360111`);
    expect(body.determinations).toMatchObject([{ determinationId: 'RD-1', on: QINGSHANHU.on, used: '670' }]);
    expect(body.determinations[0]?.differences).toContainEqual({ of: 'dibao', before: 'yes 840.00/month', after: 'yes 860.00/month' });
  });

  test.each([
    [`${PATH}/impact?division=450103`, 400, 'REQUEST_INVALID'],
    [`${PATH}/impact?key=orphan.dispersed`, 400, 'REQUEST_INVALID'],
    [`${PATH}/impact?key=orphan.dispersed&division=4501`, 400, 'REQUEST_INVALID'],
    [`${PATH}/impact?key=orphan&division=450103`, 400, 'STANDARD_KEY_UNKNOWN'],
    [`${PATH}/impact?key=orphan.dispersed&division=450103&limit=1001`, 400, 'REQUEST_INVALID'],
  ])('%s is refused', async (path, status, code) => {
    const answer = await server.request(path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('one at a time, a few waiting, no more', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'taizhang-impact-'));
    const { promise, resolve } = deferred();
    const policy = { impact: ({ key, division }: { key: string; division: string }) => promise.then(() => ({ key, division, arrearsComputed: true, rows: [], notComputed: [], determinations: [], total: { arrearsFen: 0, cases: 0 } })) } as unknown as Ledger['policy'];
    const stub = await startStub({ policy }, directory);
    try {
      const ask = async () => (await fetch(`${stub.url}${PATH}/impact?key=dibao.std&division=360111`, { headers: ANY_TOKEN })).status;
      // One is computed and eight wait; the first that is refused lets the others go.
      const answers = await Promise.all(Array.from({ length: 10 }, async () => {
        const status = await ask();
        if (status === 429) resolve();
        return status;
      }));
      expect(answers.sort()).toEqual([...Array.from({ length: 9 }, () => 200), 429]);
    } finally {
      await stub.app.close();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((fulfil) => (resolve = fulfil));
  return { promise, resolve };
}
