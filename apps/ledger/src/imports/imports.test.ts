/** Imports over HTTP, with the small acceptance workbook and real stores. */
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expectedOf, LARGE, SMALL, TestServer } from '../testing/test-server.js';
import type { ImportDto, ImportJobDto, ImportJobsDto, ImportsPageDto, RejectionsPageDto } from './imports.dto.js';

const expected = expectedOf(SMALL);
const bytes = new Uint8Array(readFileSync(SMALL));
let server: TestServer;
let first: ImportJobDto;

beforeAll(async () => {
  server = await TestServer.start();
  first = await server.import<ImportJobDto>(SMALL, '青山湖 2019.xlsx');
});
afterAll(() => server.end());

test('an upload is accepted with a job and its place', async () => {
  const accepted = await server.upload<ImportJobDto>(bytes, 'again.xlsx');
  expect(accepted.status).toBe(202);
  expect(accepted.headers.get('location')).toBe(accepted.body.links.self);
  expect(accepted.body).toMatchObject({ file: 'again.xlsx', sha256: first.sha256, result: null, problem: null });
  await server.job(accepted.body.links.self);
});

test('the result is the report the command line prints', () => {
  expect(first).toMatchObject({ status: 'succeeded', problem: null });
  const result = first.result as NonNullable<ImportJobDto['result']>;
  expect(Object.keys(result)).toEqual(['file', 'sha256', 'sheets', 'rejections', 'events']);
  expect(result.file).toBe('青山湖 2019.xlsx');
  expect(result.sheets).toEqual(Object.fromEntries(Object.entries(expected.sheets).map(([name, totals]) => [name, { ...totals, alreadyRecorded: 0 }])));
  expect(result.rejections.map(({ sheet, row, column, code }) => ({ sheet, row, column, code }))).toEqual(expected.rejections);
  expect(result.events).toBeGreaterThan(1_000);
});

test('the same file a second time adds nothing', async () => {
  const second = await server.import<ImportJobDto>(SMALL);
  expect(second.result?.events).toBe(0);
  for (const [name, { recorded, rejected }] of Object.entries(expected.sheets)) {
    expect(second.result?.sheets[name]).toMatchObject({ recorded: 0, alreadyRecorded: recorded, rejected });
  }
  expect((await server.request<ImportsPageDto>('/api/v1/imports')).body.rows).toHaveLength(1);
});

test('imports are listed and found by the hash of the file', async () => {
  const { body } = await server.request<ImportsPageDto>('/api/v1/imports');
  expect(body).toMatchObject({ rows: [{ sha256: first.sha256, code6: '360111', year: 2019, pack: 'QS-2019', completed: true }], next: null });
  const one = await server.request<ImportDto>(first.links.import as string);
  expect(one.body).toEqual(body.rows[0]);
});

test('jobs are listed without their results', async () => {
  const { body } = await server.request<ImportJobsDto>('/api/v1/imports/jobs');
  expect(body.jobs[0]).toEqual({ ...first, result: null });
});

test('paging walks all rejections once, in the order of file, sheet and row', async () => {
  const rows: string[] = [];
  let after = '';
  for (let pages = 0; pages < 50; pages += 1) {
    const { body } = await server.request<RejectionsPageDto>(`${first.links.rejections}?limit=4${after}`);
    expect(body.rows.length).toBeLessThanOrEqual(4);
    rows.push(...body.rows.map(({ sheet, row }) => `${sheet} ${row}`));
    if (body.next === null) break;
    after = `&after=${body.next}`;
  }
  expect(new Set(rows).size).toBe(rows.length);
  expect([...rows].sort()).toEqual(expected.rejections.map(({ sheet, row }) => `${sheet} ${row}`).sort());
});

test('a rejected row comes with its original cells', async () => {
  const { body } = await server.request<RejectionsPageDto>(`/api/v1/rejections?sheet=${encodeURIComponent('人员')}&code=ID_CHECKSUM`);
  expect(body.rows).toHaveLength(1);
  expect(body.rows[0]).toMatchObject({ sheet: '人员', row: 121, column: '身份证号', code: 'ID_CHECKSUM', sha256: first.sha256 });
  expect(Object.keys(body.rows[0]?.cells ?? {})).toContain('身份证号');
});

test('rejections are filtered by division', async () => {
  expect((await server.request<RejectionsPageDto>('/api/v1/rejections?division=360111')).body.rows).toHaveLength(expected.rejections.length);
  expect((await server.request<RejectionsPageDto>('/api/v1/rejections?division=360112')).body).toEqual({ rows: [], next: null });
});

test.each([
  [`/api/v1/imports/${'0'.repeat(64)}`, 'IMPORT_NOT_FOUND'],
  [`/api/v1/imports/${'0'.repeat(64)}/rejections`, 'IMPORT_NOT_FOUND'],
  ['/api/v1/imports/jobs/00000000-0000-4000-8000-000000000000', 'JOB_NOT_FOUND'],
])('%s is not there', async (path, code) => {
  const { status, body } = await server.request(path);
  expect(status).toBe(404);
  expect(body.code).toBe(code);
});

test.each(['/api/v1/imports/abc', '/api/v1/imports/jobs/abc', '/api/v1/imports?limit=0', '/api/v1/imports?limit=1001', '/api/v1/imports?limit=ten', '/api/v1/imports?after=%20', '/api/v1/rejections?shet=1', '/api/v1/imports/jobs?x=1'])(
  '%s is refused', async (path) => {
    const { status, body } = await server.request(path);
    expect(status).toBe(400);
    expect(body.code).toBe('REQUEST_INVALID');
    expect(body.errors).toHaveLength(1);
  });

test('a full queue takes no more, the file under way is not taken twice, and no upload is left behind', async () => {
  const busy = await TestServer.start({ limits: { waitingImports: 1 } });
  try {
    const large = new Uint8Array(readFileSync(LARGE));
    const running = await busy.upload<ImportJobDto>(large);
    expect(running.body.status).toBe('running');
    const same = await busy.upload<ImportJobDto>(large, 'other-name.xlsx');
    expect(same.body.id).toBe(running.body.id);
    const waiting = await busy.upload<ImportJobDto>(bytes);
    expect(waiting.body.status).toBe('waiting');
    const refused = await busy.upload(bytes);
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('QUEUE_FULL');
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await readdir(join(busy.dataDir, 'incoming'))).toHaveLength(2);
    await busy.close();
    expect(await readdir(join(busy.dataDir, 'incoming'))).toEqual([]);
  } finally {
    await busy.end();
  }
});

test('a result carries a bounded number of rejections and says how many it leaves out', async () => {
  const bounded = await TestServer.start({ limits: { rejectionsInResult: 5 } });
  try {
    const job = await bounded.import<ImportJobDto>(SMALL);
    expect(job.result?.rejections).toHaveLength(5);
    expect(job.rejectionsOmitted).toBe(expected.rejections.length - 5);
  } finally {
    await bounded.end();
  }
});
