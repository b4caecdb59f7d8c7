/** Every class of error as a client sees it: problem details, nothing else, nothing leaked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError, type ErrorKind } from '#kernel';
import { ANY_TOKEN, startStub, type StubServer } from '../testing/stub-server.js';
import { type ProblemBody, TestServer } from '../testing/test-server.js';
import { problemOf, refusalProblem } from './problem.js';

const REBUILD = '/api/v1/projections/rebuild';
let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.end());

const json = (body: string): RequestInit => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body });

test.each<[name: string, path: string, init: RequestInit, status: number, code: string]>([
  ['no such path', '/nothing', {}, 404, 'ROUTE_NOT_FOUND'],
  ['no such path under the API', '/api/v1/nothing', {}, 404, 'ROUTE_NOT_FOUND'],
  ['a path in another case', '/API/v1/imports', {}, 404, 'ROUTE_NOT_FOUND'],
  ['another method', '/api/v1/imports', { method: 'DELETE' }, 405, 'METHOD_NOT_ALLOWED'],
  ['another method on a path with a parameter', '/api/v1/cases/x/replay', { method: 'PUT' }, 405, 'METHOD_NOT_ALLOWED'],
  ['a malformed escape in the path', '/api/v1/cases/%E0%A4%A/replay', {}, 400, 'URL_MALFORMED'],
  ['malformed JSON', REBUILD, json('{"names":'), 400, 'BODY_MALFORMED'],
  ['an empty body that says it is JSON', REBUILD, json(''), 400, 'BODY_MALFORMED'],
  ['a body that would change prototypes', REBUILD, json('{"__proto__":{"names":[]}}'), 400, 'BODY_MALFORMED'],
  ['a body that is no object', REBUILD, json('[]'), 400, 'REQUEST_INVALID'],
  ['a body that is text', REBUILD, json('"all"'), 400, 'REQUEST_INVALID'],
  ['an unknown field', REBUILD, json('{"all":true}'), 400, 'REQUEST_INVALID'],
  ['a body that is too large', REBUILD, json(JSON.stringify({ names: ['x'.repeat(70_000)] })), 413, 'BODY_TOO_LARGE'],
  ['a Content-Type nobody reads', REBUILD, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }, 415, 'MEDIA_TYPE'],
  ['a form where JSON belongs', REBUILD, { method: 'POST', body: new URLSearchParams({ a: 'b' }) }, 415, 'MEDIA_TYPE'],
  ['an upload where JSON belongs', REBUILD, { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: 'x' }, 415, 'MEDIA_TYPE'],
  ['a page of another site', REBUILD, { method: 'POST', headers: { origin: 'http://elsewhere.example' } }, 403, 'CROSS_ORIGIN_REFUSED'],
  ['an unknown case', '/api/v1/cases/none/replay', {}, 404, 'CASE_NOT_FOUND'],
])('%s', async (_name, path, init, status, code) => {
  const answer = await server.request(path, init);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({ type: `urn:problem-type:taizhang:${code.toLowerCase().replaceAll('_', '-')}`, status, code });
  // Chinese: the particulars beneath it are in English.
  expect(answer.body.title).toMatch(/^[\u3000-\uffef].*。$/u);
  expect(answer.body.detail.length).toBeGreaterThan(20);
  expect(answer.body.instance).toBe(`urn:uuid:${answer.headers.get('x-request-id')}`);
  for (const header of ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy']) {
    expect(answer.headers.get(header)).not.toBeNull();
  }
  expect(answer.headers.get('x-powered-by')).toBeNull();
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});

test('405 says what is allowed', async () => {
  const { headers } = await server.request('/api/v1/imports', { method: 'PATCH' });
  expect(headers.get('allow')).toBe('GET, HEAD, POST');
});

/** `fetch` sets the Host header itself, and cannot send what is no HTTP. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
const rawProblem = (answer: string): ProblemBody => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as ProblemBody;

test('a name that is not this machine\'s (DNS rebinding)', async () => {
  expect(rawProblem(await raw('GET /api/v1/imports HTTP/1.1\r\nHost: elsewhere.example:3000\r\nConnection: close\r\n\r\n'))).toMatchObject({ status: 421, code: 'HOST_UNKNOWN' });
});

test('what is no HTTP', async () => {
  const answer = await raw('HELLO\r\n\r\n');
  expect(answer).toContain('content-type: application/problem+json'.replace('content-type', 'Content-Type'));
  expect(rawProblem(answer)).toMatchObject({ status: 400, code: 'REQUEST_MALFORMED' });
});

test('headers without end', async () => {
  expect(rawProblem(await raw(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`))).toMatchObject({ status: 431, code: 'HEADERS_TOO_LARGE' });
});

describe('an error nobody expected', () => {
  const directory = mkdtempSync(join(tmpdir(), 'taizhang-problem-'));
  let stub: StubServer;
  beforeAll(async () => {
    stub = await startStub({ caseload: () => Promise.reject(new TypeError('cannot read 360111195001010014 of 张三')) }, directory);
  });
  afterAll(async () => {
    await stub.app.close();
    rmSync(directory, { recursive: true });
  });

  test('is a 500 that leaks nothing, and is found in the log by its id', async () => {
    const response = await fetch(`${stub.url}/api/v1/reports/caseload?asOf=2019-12-31`, { headers: ANY_TOKEN });
    const text = await response.text();
    expect(response.status).toBe(500);
    const body = JSON.parse(text) as ProblemBody;
    expect(body).toMatchObject({ status: 500, code: 'INTERNAL' });
    expect(text).not.toMatch(/360111195001010014|张三|TypeError|problem\.test/);
    const id = body.instance.replace('urn:uuid:', '');
    const logged = stub.lines.filter((line) => line.includes(id));
    expect(logged.some((line) => line.includes('"error":"TypeError"') && line.includes('problem.test'))).toBe(true);
    expect(stub.lines.join('')).not.toMatch(/360111195001010014|张三/);
  });
});

test.each<[ErrorKind, number, number]>([
  ['invalid', 400, 422], ['notFound', 404, 404], ['conflict', 409, 409], ['limit', 413, 413], ['unsupported', 501, 422], ['unavailable', 503, 503], ['unauthenticated', 401, 401], ['forbidden', 403, 403],
])('a refusal of kind %s is %i, about a workbook %i', (kind, status, aboutWorkbook) => {
  const error = new DomainError('SOME_CODE', kind, 'What happened, why, and what to do.', { limit: 1 });
  expect(problemOf(error).content).toEqual({ type: 'urn:problem-type:taizhang:some-code', title: expect.any(String) as string, status, detail: error.message, code: 'SOME_CODE', details: { limit: 1 } });
  expect(refusalProblem(error, 'workbook').status).toBe(aboutWorkbook);
});

test('a full queue is not too large but too much', () => {
  expect(problemOf(new DomainError('QUEUE_FULL', 'limit', ''))).toMatchObject({ content: { status: 429 }, headers: { 'retry-after': '5' } });
});
