/** The log over HTTP: who gets what, how long it may be kept, and what has no name. */
import { setTimeout as sleep } from 'node:timers/promises';
import { entriesIn, leafHash } from '#evidence';
import { type Person, SMALL, TestServer } from '../testing/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  await server.import(SMALL);
  await server.ledger.log.catchUp();
});
afterAll(() => server.end());

const get = async (path: string, who: Person | 'nobody', headers: Record<string, string> = {}): Promise<{ status: number; headers: Headers; bytes: Buffer }> => {
  const authorization: Record<string, string> = who === 'nobody' ? {} : { authorization: `Bearer ${await server.tokenOf(who)}` };
  const response = await fetch(`${server.url}${path}`, { headers: { ...authorization, ...headers } });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
};

test('anybody reads checkpoint and hashes', async () => {
  const checkpoint = await get('/log/checkpoint', 'nobody');
  expect([checkpoint.status, checkpoint.headers.get('content-type'), checkpoint.headers.get('cache-control')]).toEqual([200, 'text/plain; charset=utf-8', 'no-cache']);
  expect(checkpoint.bytes.toString()).toMatch(/^taizhang\.local\/[0-9a-f]{16}\n\d{3,}\n[A-Za-z0-9+/]{43}=\n\n— taizhang\.local/);
  const tile = await get('/log/tile/0/000', 'nobody');
  expect([tile.status, tile.headers.get('content-type'), tile.headers.get('cache-control'), tile.bytes.length]).toEqual([200, 'application/octet-stream', 'public, max-age=31536000, immutable', 8_192]);
});

test('entries are supervision\'s, where they lie, and what the hashes stand for', async () => {
  const path = '/log/tile/entries/000';
  expect((await get(path, 'nobody')).status).toBe(401);
  for (const role of ['countyOperator', 'countyAuditor', 'administrator'] as const) expect([role, (await get(path, { role, division: '360111' })).status]).toEqual([role, 403]);
  for (const [division, status] of [['000000', 200], ['360000', 200], ['360100', 200], ['360111', 200], ['320583', 403], ['360111003', 403]] as const) {
    expect([division, (await get(path, { role: 'inspector', division })).status]).toEqual([division, status]);
  }
  const bundle = await get(path, { role: 'inspector', division: '000000' }, { 'accept-encoding': 'gzip' });
  expect([bundle.headers.get('content-type'), bundle.headers.get('cache-control'), bundle.headers.get('content-encoding')]).toEqual(['application/octet-stream', 'private, max-age=31536000, immutable', 'gzip']);
  expect(Buffer.concat(entriesIn(bundle.bytes).map(leafHash))).toEqual((await get('/log/tile/0/000', 'nobody')).bytes);
  expect((await get(path, { role: 'inspector', division: '000000' }, { 'accept-encoding': 'identity' })).bytes).toEqual(bundle.bytes);
});

test.each(['/log/tile/0/999', '/log/tile/0/0', '/log/tile/0/000.p/300', '/log/tile/0/..%2f..%2fcheckpoint', '/log/tile/00/000', '/log/tile/0/000/', '/log/log.key', '/log/incoming', '/log/tile/x/000', '/log/tile/Entries/000', '/log/tile/%65ntries/000'])('%s names nothing for nobody', async (path) => {
  const { status, bytes } = await get(path, 'nobody');
  // Entries under another spelling of their name are refused like entries.
  expect([401, 404]).toContain(status);
  expect(bytes.toString()).not.toContain('streamId');
});

test('the server keeps the log up to date by itself', async () => {
  const size = async (): Promise<number> => Number((await get('/log/checkpoint', 'nobody')).bytes.toString().split('\n')[1]);
  const before = await size();
  await server.request('/api/v1/accounts', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ accountId: 'log-test', staffId: 'log-test', name: '示例', role: 'townOperator', division: '360111003' }) });
  for (let waited = 0; (await size()) === before && waited < 10_000; waited += 100) await sleep(100);
  expect(await size()).toBeGreaterThan(before);
});
