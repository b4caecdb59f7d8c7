/** Uploads that are refused, each with its reason, and nothing left behind. */
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMALL, TestServer } from '../testing/test-server.js';
import type { ImportJobDto } from './imports.dto.js';

const LIMIT = 200_000;
const bytes = new Uint8Array(readFileSync(SMALL));
let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start({ limits: { uploadBytes: LIMIT } });
});
afterEach(async () => {
  expect(await readdir(join(server.dataDir, 'incoming'))).toEqual([]);
});
afterAll(() => server.end());

const multipart = (body: string, boundary = 'x'): RequestInit => ({ method: 'POST', headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, body });

test('JSON instead of a form', async () => {
  const { status, body } = await server.post('/api/v1/imports', '{}');
  expect([status, body.code]).toEqual([415, 'MEDIA_TYPE']);
});

test('no body at all', async () => {
  const { status, body } = await server.post('/api/v1/imports');
  expect([status, body.code]).toEqual([415, 'MEDIA_TYPE']);
});

test('text instead of a workbook is refused at once, in the words of the reader', async () => {
  const { status, body } = await server.upload(new TextEncoder().encode('姓名,身份证号\n'));
  expect([status, body.code, body.title]).toEqual([422, 'WORKBOOK_NOT_XLSX', expect.stringContaining('.xlsx')]);
});

test('an empty file', async () => {
  const { status, body } = await server.upload(new Uint8Array());
  expect([status, body.code]).toEqual([422, 'WORKBOOK_NOT_XLSX']);
});

test('an old .xls', async () => {
  const { status, body } = await server.upload(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(600)]), 'old.xls');
  expect(status).toBe(422);
  expect(body.code).toMatch(/^WORKBOOK_/);
});

test('a damaged workbook is accepted, and its job says what is wrong', async () => {
  const accepted = await server.upload<ImportJobDto>(bytes.slice(0, 40_000));
  expect(accepted.status).toBe(202);
  const job = await server.job<ImportJobDto>(accepted.body.links.self);
  expect(job).toMatchObject({ status: 'failed', result: null, problem: { status: 422, title: expect.stringContaining('.xlsx') as string, instance: `urn:uuid:${job.id}` } });
  expect(job.problem?.code).toMatch(/^WORKBOOK_/);
});

test('a field of another name', async () => {
  const { status, body } = await server.upload(bytes, 'book.xlsx', 'workbook');
  expect([status, body.code]).toEqual([400, 'UPLOAD_INVALID']);
});

test('a form without a file', async () => {
  const form = new FormData();
  form.append('file', 'text');
  const { status, body } = await server.request('/api/v1/imports', { method: 'POST', body: form });
  expect([status, body.code]).toEqual([400, 'UPLOAD_INVALID']);
});

test('two files', async () => {
  const form = new FormData();
  form.append('file', new Blob([bytes]), 'a.xlsx');
  form.append('file', new Blob([bytes]), 'b.xlsx');
  const { status, body } = await server.request('/api/v1/imports', { method: 'POST', body: form });
  expect([status, body.code]).toEqual([400, 'UPLOAD_INVALID']);
});

test.each([
  ['more than its Content-Length allows', LIMIT * 2],
  ['a little more than the limit', LIMIT + 1],
])('a file that is too large: %s', async (_name, size) => {
  const { status, body } = await server.upload(new Uint8Array(size).fill(0x50));
  expect([status, body.code]).toEqual([413, 'FILE_TOO_LARGE']);
});

test('a file that is too large and does not say how large', async () => {
  const endless = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\nPK\u0003\u0004'));
      for (let sent = 0; sent < LIMIT * 2; sent += 10_000) controller.enqueue(new Uint8Array(10_000));
      controller.enqueue(new TextEncoder().encode('\r\n--x--\r\n'));
      controller.close();
    },
  });
  const { status, body } = await server.request('/api/v1/imports', { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: endless, duplex: 'half' });
  expect([status, body.code]).toEqual([413, 'FILE_TOO_LARGE']);
});

test.each([
  ['a body that ends in the middle', multipart('--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\nPK')],
  ['a body without the boundary', multipart('nothing of the kind')],
  ['a Content-Type without a boundary', { method: 'POST', headers: { 'content-type': 'multipart/form-data' }, body: 'x' }],
])('%s', async (_name, init) => {
  const { status, body } = await server.request('/api/v1/imports', init);
  expect([status, body.code]).toEqual([400, 'UPLOAD_INVALID']);
});

test('a sender who goes away leaves nothing behind', async () => {
  const before = server.lines.length;
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write('POST /api/v1/imports HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n'
    + '--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\nPK\u0003\u0004half');
  await sleep(200);
  socket.destroy();
  await sleep(300);
  expect(server.lines.slice(before).filter((line) => line.includes('"level":"error"'))).toEqual([]);
});

test('files of an earlier process are removed at start', async () => {
  const { writeFile } = await import('node:fs/promises');
  await server.close();
  await writeFile(join(server.dataDir, 'incoming', 'left.xlsx'), 'x');
  await server.open();
});
