/** A witness over HTTP: the calls of the specification, what is refused before it reaches the witness, and a failure of its disk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ORIGIN, SignedLog } from '../testing/signed-log.js';
import { WitnessOffice } from '../testing/witness-office.js';
import { MAX_REQUEST_BYTES } from './add-checkpoint.js';
import { serveWitness } from './serve-witness.js';
import { originHash } from './witness-folder.js';

const log = new SignedLog(40);
let root: string;
let office: WitnessOffice;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-serve-witness-'));
  office = await WitnessOffice.found(root, 'czj', log.signer.verifier);
});
afterAll(async () => {
  await office.close();
  rmSync(root, { recursive: true });
});
const call = async (path: string, init?: RequestInit): Promise<{ status: number; type: string | null; text: string }> => {
  const response = await fetch(`${office.url}${path}`, init);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};
const post = (body: Buffer): Promise<{ status: number; type: string | null; text: string }> => call('/add-checkpoint', { method: 'POST', body: new Uint8Array(body) });

test('a checkpoint is cosigned, its size is told to who asks otherwise, and monitors read it', async () => {
  expect((await call(`/${originHash(ORIGIN)}/checkpoint`)).status).toBe(404);
  const cosigned = await post(await log.request(0, 30));
  expect([cosigned.status, cosigned.text]).toEqual([200, expect.stringMatching(/^— czj\.example\/witness [A-Za-z0-9+/]+=*\n$/)]);
  expect(await post(await log.request(0, 40))).toEqual({ status: 409, type: 'text/x.tlog.size', text: '30\n' });
  const monitored = await call(`/${originHash(ORIGIN)}/checkpoint`);
  expect([monitored.status, monitored.text]).toEqual([200, `${await log.note(30)}${cosigned.text}`]);
});

test.each<[number, string, RequestInit | undefined]>([
  [405, '/add-checkpoint', undefined], [404, '/', undefined], [404, '/add-checkpoints', { method: 'POST' }], [404, `/${'0'.repeat(64)}/checkpoint`, undefined], [405, `/${originHash(ORIGIN)}/checkpoint`, { method: 'DELETE' }],
  [413, '/add-checkpoint', { method: 'POST', body: 'x'.repeat(MAX_REQUEST_BYTES + 1) }], [400, '/add-checkpoint', { method: 'POST', body: 'x'.repeat(MAX_REQUEST_BYTES) }],
])('%i for %s', async (status, path, init) => {
  expect((await call(path, init)).status).toBe(status);
});

test('a request that is not finished takes nothing from the others', async () => {
  const stuck = httpRequest(`${office.url}/add-checkpoint`, { method: 'POST', headers: { 'content-length': 1_000 } });
  stuck.on('error', () => undefined);
  stuck.write('old 30\n');
  await sleep(50);
  expect((await post(await log.request(30, 40))).status).toBe(200);
  stuck.destroy();
});

test('a failure to keep its state is no cosignature', async () => {
  const errors: unknown[] = [];
  const failing = await serveWitness({ addCheckpoint: () => Promise.reject(new Error('disk full')), checkpoint: () => undefined }, { port: 0, host: '127.0.0.1', onError: (error) => errors.push(error) });
  const response = await fetch(`${failing.url}/add-checkpoint`, { method: 'POST', body: 'anything' });
  expect([response.status, (await response.text()).includes('—'), errors.length]).toEqual([500, false, 1]);
  await expect(serveWitness({ addCheckpoint: () => Promise.reject(new Error()), checkpoint: () => undefined }, { port: Number(new URL(failing.url).port), host: '127.0.0.1', onError: () => undefined })).rejects.toThrow(expect.objectContaining({ code: 'PORT_UNUSABLE' }) as Error);
  await failing.close();
});
