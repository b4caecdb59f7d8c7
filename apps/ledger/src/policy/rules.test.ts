/** Rules over HTTP. */
import { TestServer } from '../testing/test-server.js';
import type { RuleDto, RulesPageDto } from './rules.dto.js';

const PATH = '/api/v1/rules';
let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.end());

test('the list walked page by page holds every rule once, and each can be asked for', async () => {
  const rows: RulesPageDto['rows'][number][] = [];
  for (let after = ''; ;) {
    const { body } = await server.request<RulesPageDto>(`${PATH}?limit=97${after}`);
    rows.push(...body.rows);
    if (body.next === null) break;
    after = `&after=${body.next}`;
  }
  expect(rows.length).toBeGreaterThan(200);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  expect(new Set(rows.map(({ pack }) => pack))).toEqual(new Set(['CN', 'GX-2019', 'JX-2018', 'KS-2020', 'QS-2019', 'XM-2018']));
  for (const { id, pack, title } of rows.filter((_row, index) => index % 40 === 0)) {
    const { status, body } = await server.request<RuleDto>(`${PATH}/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, title, pack: { pack } });
  }
});

test('a rule comes with clause, source, reading, figures and formulas', async () => {
  const { body } = await server.request<RuleDto>(`${PATH}/QS-2019-T03`);
  expect(body.clause).toContain('1.3倍');
  expect(body.source).toEqual({ file: 'qingshanhu-2019.txt', line: 33 });
  expect(body.reading?.zh).toContain('871');
  expect(body.figures.map(({ key, value, kind, from, to }) => [key, value, kind, from, to])).toContainEqual(['teku.std', '793', 'exact', '2018-01-01', '2018-12-31']);
  expect(body.functions.map(({ name }) => name)).toContain('tekunStandard');
  for (const { formula } of body.functions) expect(formula).not.toBe('');
  expect(body.carriedBy).toBeNull();
});

test('a rule nothing computes says what carries it', async () => {
  const { body } = await server.request<RuleDto>(`${PATH}/QS-2019-R02`);
  expect(body.functions).toEqual([]);
  expect(body.carriedBy).toContain('TaskAssigned');
});

test.each([
  [`${PATH}/QS-2019-X99`, 404, 'RULE_NOT_FOUND'],
  [`${PATH}/${encodeURIComponent('特困')}`, 404, 'RULE_NOT_FOUND'],
  [`${PATH}/__proto__`, 404, 'RULE_NOT_FOUND'],
  [`${PATH}/QS-2019-T03?lang=fr`, 400, 'REQUEST_INVALID'],
  [`${PATH}?limit=0`, 400, 'REQUEST_INVALID'],
  [`${PATH}?after=x`, 400, 'REQUEST_INVALID'],
  [`${PATH}?pack=QS-2019`, 400, 'REQUEST_INVALID'],
])('%s is refused', async (path, status, code) => {
  const answer = await server.request(path);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});
