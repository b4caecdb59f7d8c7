/** Reports over HTTP: the figures of the acceptance data, to the fen. */
import { expectedOf, SMALL, TestServer } from '../testing/test-server.js';
import type { AmountsPageDto, CaseloadReportDto, PaymentsReportDto, ProcedurePageDto, TargetsReportDto, ToleranceReportDto } from './reports.dto.js';

const expected = expectedOf(SMALL);
const R = '/api/v1/reports';
let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
  await server.import(SMALL);
});
afterAll(() => server.end());

test.each(Object.keys(expected.caseload))('caseload as of %s', async (asOf) => {
  const { status, body } = await server.request<CaseloadReportDto>(`${R}/caseload?asOf=${asOf}`);
  expect(status).toBe(200);
  expect(body).toEqual({ asOf, knownAt: null, ...expected.caseload[asOf] });
});

test.each(Object.keys(expected.payments))('payments of %s', async (period) => {
  const { body } = await server.request<PaymentsReportDto>(`${R}/payments?period=${period}`);
  expect(body).toEqual({ period, ...expected.payments[period] });
});

test.each(Object.entries(expected.procedure))('procedure of %s, whole and walked page by page', async (year, { rows }) => {
  const query = year === 'all' ? '' : `year=${year}&`;
  expect((await server.request<ProcedurePageDto>(`${R}/procedure?${query}`)).body).toEqual({ rows, next: null });
  const walked: unknown[] = [];
  for (let after = ''; ;) {
    const { body } = await server.request<ProcedurePageDto>(`${R}/procedure?${query}limit=7${after}`);
    walked.push(...body.rows);
    if (body.next === null) break;
    after = `&after=${body.next}`;
  }
  expect(walked).toEqual(rows);
});

test.each(expected.tolerance.map((report) => [report.division, report.year, report] as const))('tolerance of %s in %s', async (division, year, report) => {
  const { body } = await server.request<ToleranceReportDto>(`${R}/tolerance?division=${division}&year=${year}`);
  expect(body).toEqual(report);
});

test('amounts, whole and walked page by page', async () => {
  const withoutRules = (rows: AmountsPageDto['rows']) => rows.map(({ ruleIds: _ruleIds, ...row }) => row);
  const whole = await server.request<AmountsPageDto>(`${R}/amounts`);
  expect(withoutRules(whole.body.rows)).toEqual(expected.amounts.rows);
  const walked: AmountsPageDto['rows'][number][] = [];
  for (let after = ''; ;) {
    const { body } = await server.request<AmountsPageDto>(`${R}/amounts?limit=3${after}`);
    walked.push(...body.rows);
    if (body.next === null) break;
    after = `&after=${body.next}`;
  }
  expect(walked).toEqual(whole.body.rows);
});

test('a division narrows, and the towns of a county add up to it', async () => {
  const asOf = '2019-12-31';
  const county = (await server.request<CaseloadReportDto>(`${R}/caseload?asOf=${asOf}&division=360111`)).body;
  expect(county.rows).toEqual(expected.caseload[asOf]?.rows);
  let persons = 0;
  for (const town of new Set(county.rows.map(({ division }) => division))) {
    const { body } = await server.request<CaseloadReportDto>(`${R}/caseload?asOf=${asOf}&division=${town}`);
    expect(new Set(body.rows.map(({ division }) => division))).toEqual(new Set([town]));
    persons += body.total.persons;
  }
  expect(persons).toBe(county.total.persons);
  expect((await server.request<CaseloadReportDto>(`${R}/caseload?asOf=${asOf}&division=360112`)).body.rows).toEqual([]);
});

test('what was known: nothing before the import, everything after it', async () => {
  const asOf = '2019-12-31';
  const before = (await server.request<CaseloadReportDto>(`${R}/caseload?asOf=${asOf}&knownAt=2020-01-01T08:00:00%2B08:00`)).body;
  expect(before).toEqual({ asOf, knownAt: '2020-01-01T00:00:00.000Z', rows: [], total: { households: 0, persons: 0, monthlyFen: 0 } });
  const after = (await server.request<CaseloadReportDto>(`${R}/caseload?asOf=${asOf}&knownAt=${new Date(Date.now() + 60_000).toISOString()}`)).body;
  expect(after.rows).toEqual(expected.caseload[asOf]?.rows);
});

test('two answers are the same to the byte', async () => {
  const path = `${R}/caseload?asOf=2019-06-30`;
  expect((await server.request(path)).text).toBe((await server.request(path)).text);
});

test.each([
  ['caseload', 'asOf'],
  ['caseload?asOf=2019-02-29', 'asOf'],
  ['caseload?asOf=2019-2-1', 'asOf'],
  ['caseload?asOf=20190201', 'asOf'],
  ['caseload?asOf=2019-01-31&asOf=2019-02-28', 'asOf'],
  ['caseload?asOf=2019-01-31&division=36011', 'division'],
  ['caseload?asOf=2019-01-31&division=', 'division'],
  ['caseload?asOf=2019-01-31&knownAt=2019-01-31T10:00:00', 'knownAt'],
  ['caseload?asOf=2019-01-31&knownAt=2019-01-31', 'knownAt'],
  ['caseload?asof=2019-01-31&asOf=2019-01-31', 'asof'],
  ['payments?period=2019-13', 'period'],
  ['payments?period=2019-01-01', 'period'],
  ['payments', 'period'],
  ['payments?period=2019-01&year=2019', 'year'],
  ['procedure?year=19', 'year'],
  ['procedure?limit=0', 'limit'],
  ['procedure?limit=1001', 'limit'],
  ['procedure?limit=1e2', 'limit'],
  ['procedure?limit=-1', 'limit'],
  ['procedure?after=%25', 'after'],
  ['procedure?after=e30', 'after'],
  ['tolerance?year=2019', 'division'],
  ['tolerance?division=360111', 'year'],
  ['tolerance?division=360111&year=20199', 'year'],
  ['amounts?page=2', 'page'],
  ['amounts?__proto__[a]=1', '__proto__[a]'],
])('%s is refused and %s named', async (query, parameter) => {
  const { status, headers, body } = await server.request(`${R}/${query}`);
  expect(status).toBe(400);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(body).toMatchObject({ type: 'urn:problem-type:taizhang:request-invalid', code: 'REQUEST_INVALID', status: 400, errors: [{ parameter }] });
});

test('targets of the documents, for a covered division and an uncovered one', async () => {
  const { status, body } = await server.request<TargetsReportDto>(`${R}/targets?division=360111&year=2019`);
  expect(status).toBe(200);
  // The sample county published 610 for 2018 and 670 for 2019: 60/610 = 6/61, and 670 meets the floor of the year.
  expect(body.rows.find(({ ruleId, key }) => ruleId === 'QS-2019-T01a' && key === 'dibao.growth')).toMatchObject({ actual: '6/61', met: null, kind: 'approx' });
  expect(body.rows.find(({ ruleId, key }) => ruleId === 'QS-2019-T01a' && key === 'dibao.std')).toMatchObject({ actual: 67_000, met: true, kind: 'floor' });
  expect((await server.request<{ code: string }>(`${R}/targets?division=110101&year=2019`)).body.code).toBe('DIVISION_NOT_COVERED');
});
