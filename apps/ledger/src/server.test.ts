/** Starting and stopping: the sample, a port in use, an import cut short, and the process as the operating system sees it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ImportJobDto, ImportJobsDto, ImportsPageDto } from './imports/imports.dto.js';
import { startServer } from './index.js';
import { expectedOf, SMALL, TestServer } from './testing/test-server.js';
import { USUAL } from './testing/who-usually.js';

const JOBS = '/api/v1/imports/jobs';

test('an empty ledger takes the sample; one that is not empty does not', async () => {
  const server = await TestServer.start({ sampleFile: SMALL });
  try {
    // At the first request already: whoever looks first sees the county.
    const { body } = await server.request<{ total: object }>('/api/v1/reports/caseload?asOf=2019-12-31');
    expect(body.total).toEqual((expectedOf(SMALL).caseload as Record<string, { total: object }>)['2019-12-31']?.total);
    await server.close();
    await server.open();
    expect((await server.request<ImportJobsDto>(JOBS)).body.jobs).toEqual([]);
    expect(server.lines.join('')).toContain('the ledger is not empty');
  } finally {
    await server.end();
  }
});

test('a sample that cannot be read does not keep the server from serving', async () => {
  const server = await TestServer.start({ sampleFile: '/nowhere/sample.xlsx' });
  try {
    expect((await server.request('/health/live')).status).toBe(200);
    expect(server.lines.join('')).toContain('the sample workbook could not be imported');
  } finally {
    await server.end();
  }
});

test('a port in use, and a directory in use', async () => {
  const server = await TestServer.start();
  const other = mkdtempSync(join(tmpdir(), 'taizhang-other-'));
  const log = { write: () => undefined };
  try {
    await expect(startServer({ port: Number(new URL(server.url).port), dataDir: other, log })).rejects.toMatchObject({ code: 'PORT_UNUSABLE', kind: 'unavailable' });
    await expect(startServer({ port: 0, dataDir: server.dataDir, log })).rejects.toMatchObject({ name: 'DomainError' });
  } finally {
    await server.end();
    rmSync(other, { recursive: true, force: true });
  }
});

test('an import that the stop cut short is completed by importing the file again', async () => {
  const server = await TestServer.start();
  try {
    const accepted = await server.upload<ImportJobDto>(new Uint8Array(readFileSync(SMALL)));
    for (let job = accepted.body; job.progress === null; job = (await server.request<ImportJobDto>(job.links.self)).body) await sleep(1);
    const startedAt = performance.now();
    await server.close();
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(server.lines.join('')).toContain('LEDGER_CLOSING');
    await server.open();
    expect((await server.request<ImportsPageDto>('/api/v1/imports')).body.rows).toMatchObject([{ completed: false }]);
    const { result } = await server.import<ImportJobDto>(SMALL);
    expect(result?.sheets).toEqual(Object.fromEntries(Object.entries(expectedOf(SMALL).sheets).map(([name, totals]) => [name, { ...totals, alreadyRecorded: 0 }])));
  } finally {
    await server.end();
  }
});

test('a request under way is finished, and no other is taken', async () => {
  const server = await TestServer.start();
  try {
    await server.import(SMALL);
    // Folds the ledger anew: the slowest question there is.
    const asked = server.request<{ rows: unknown[] }>(`/api/v1/reports/caseload?asOf=2019-12-31&knownAt=${new Date(Date.now() + 60_000).toISOString()}`);
    await sleep(40);
    const { url } = server;
    const startedAt = performance.now();
    await server.close();
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    const answer = await asked;
    expect([answer.status, answer.body.rows.length > 0]).toEqual([200, true]);
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  } finally {
    await server.end();
  }
});

test('what does not end in time is abandoned', async () => {
  const server = await TestServer.start({ limits: { stopMs: 200 } });
  try {
    const slow = connect(Number(new URL(server.url).port), '127.0.0.1');
    const cut = new Promise((resolve) => slow.on('close', resolve));
    slow.on('error', () => undefined);
    const token = await server.tokenOf(USUAL.administrator);
    slow.write(`POST /api/v1/projections/rebuild HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`);
    await sleep(100);
    await server.close();
    await cut;
    expect(server.lines.join('')).toContain('not everything ended in time');
  } finally {
    await server.end();
  }
});

test('serving others is said aloud', async () => {
  const server = await TestServer.start({ host: '0.0.0.0' });
  await server.end();
  expect(server.lines.some((line) => line.includes('"level":"warn"') && line.includes('a proxy must end TLS'))).toBe(true);
});

describe('as a process', () => {
  const main = fileURLToPath(new URL('../../../dist/apps/ledger/src/main.js', import.meta.url));
  const dataDir = mkdtempSync(join(tmpdir(), 'taizhang-process-'));
  let child: ChildProcess | undefined;
  afterAll(() => {
    child?.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  function run(env: Readonly<Record<string, string>>): { readonly process: ChildProcess; readonly output: () => string; readonly exit: Promise<number | null> } {
    let output = '';
    // Not Jest's own options, which would print a warning.
    const process_ = spawn(process.execPath, [main], { env: { PATH: process.env['PATH'], TAIZHANG_DATA: dataDir, PORT: '0', ...env } });
    process_.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    process_.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child = process_;
    return { process: process_, output: () => output, exit: new Promise((resolve) => process_.on('exit', resolve)) };
  }

  test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it with 0', async (signal) => {
    const { process: process_, output, exit } = run({});
    for (let waited = 0; !output().includes('listening') && waited < 20_000; waited += 50) await sleep(50);
    const url = /"url":"([^"]+)"/.exec(output())?.[1] as string;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    for (let waited = 0; signal === 'SIGTERM' && !output().includes('密码') && waited < 20_000; waited += 50) await sleep(50);
    // Once, at the first start, beside the log and not in it.
    expect(output().split('\n').filter((line) => line.includes('密码')).map((line) => line.startsWith('{'))).toEqual(signal === 'SIGTERM' ? [false, false] : []);
    process_.kill(signal);
    expect(await exit).toBe(0);
    expect(output()).toContain('"msg":"stopped"');
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });

  test('a wrong PORT ends it with 2 and a sentence', async () => {
    const { output, exit } = run({ PORT: 'http' });
    expect(await exit).toBe(2);
    expect(output()).toBe('PORT is not a port number. Set it to a number from 0 to 65535.\n');
  });
});
