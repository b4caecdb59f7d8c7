/** The log of a server whose trust policy asks for witnesses: what is served, what health says, and that nobody who works waits for them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { judgeCheckpoint, logKeyFile, nodeFiles, openCheckpoint, parsePolicy, readLogKey, type Verifier } from '#evidence';
import { WitnessOffice } from '../../../../libs/evidence/src/testing/witness-office.js';
import type { HealthDto } from '../health/health.dto.js';
import { TestServer } from '../testing/test-server.js';

let root: string;
let server: TestServer;
let key: Verifier;
let offices: WitnessOffice[];
let policy: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-published-'));
  policy = join(root, 'policy');
  writeFileSync(policy, 'quorum none\n');
  server = await TestServer.start({ witnessPolicy: policy });
  await server.ledger.log.catchUp();
  key = (await readLogKey(logKeyFile(server.dataDir), nodeFiles))?.verifier as Verifier;
  offices = await Promise.all(['czj', 'jw'].map((name) => WitnessOffice.found(root, name, key)));
  await server.close();
  writeFileSync(policy, `log ${key.vkey}\n${offices.map(({ line }) => line).join('')}group both all czj jw\nquorum both\n`);
  await (offices[1] as WitnessOffice).close();
  await server.open();
});
afterAll(async () => {
  await server.end();
  await Promise.all(offices.map((office) => office.close()));
  rmSync(root, { recursive: true });
});

const checkpoint = async (): Promise<{ status: number; text: string }> => {
  const response = await fetch(`${server.url}/log/checkpoint`);
  return { status: response.status, text: await response.text() };
};
const health = async (): Promise<HealthDto> => (await server.request<HealthDto>('/health/ready')).body;
interface Told { readonly witnesses: readonly { readonly witness: string; readonly state: string }[] }
/** A witness that failed is asked again after up to a minute. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 75_000;
  let so = await isSo();
  for (; !so && Date.now() < end; so = await isSo()) await sleep(100);
  expect(so).toBe(true);
}

test('what has not its quorum is not served as the checkpoint, and health names who is silent', async () => {
  await until(async () => ((await health()).details['logWitnesses'] as Told | undefined)?.witnesses.map(({ state }) => state).join() === 'cosigned,silent');
  // The policy asked for nobody before, and what was published then does not count now.
  expect(await checkpoint()).toMatchObject({ status: 404, text: expect.stringContaining('LOG_FILE_UNKNOWN') as string });
  expect((await health()).details['logWitnesses']).toMatchObject({ entries: null, publishedAt: null, witnesses: [{ witness: 'czj', state: 'cosigned' }, { witness: 'jw', state: 'silent' }] });
  // The work goes on, and so does the log.
  const before = Date.now();
  expect((await server.request('/api/v1/accounts', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ accountId: 'w-test', staffId: 'w-test', name: '示例', role: 'townOperator', division: '360111003' }) })).status).toBe(201);
  expect(Date.now() - before).toBeLessThan(5_000);
});

test('with the last witness it is published, cosigned by both', async () => {
  await (offices[1] as WitnessOffice).open();
  await until(async () => (await checkpoint()).status === 200);
  const judgement = judgeCheckpoint((await checkpoint()).text, parsePolicy(Buffer.from(`log ${key.vkey}\n${offices.map(({ line }) => line).join('')}group both all czj jw\nquorum both\n`)));
  expect(judgement).toMatchObject({ quorum: true, missing: [] });
  // The newest that was signed comes after it.
  await server.ledger.log.catchUp();
  await until(async () => openCheckpoint((await checkpoint()).text, key).size === ((await health()).details['log'] as { entries: number }).entries);
  // Told by the round after it.
  await until(async () => ((await health()).details['logWitnesses'] as Told & { pendingSeconds: number }).pendingSeconds === 0);
  expect((await health()).details['logWitnesses']).toMatchObject({ status: 'up', witnesses: [{ state: 'cosigned' }, { state: 'cosigned' }] });
}, 240_000);

test('a trust policy that cannot be read keeps the server from starting', async () => {
  const { startServer } = await import('../server.js');
  const start = (witnessPolicy: string): Promise<unknown> => startServer({ port: 0, dataDir: join(root, 'new'), witnessPolicy, log: { write: () => undefined } });
  await expect(start(join(root, 'none'))).rejects.toThrow(expect.objectContaining({ code: 'POLICY_UNREADABLE' }) as Error);
  writeFileSync(join(root, 'wrong'), 'quorum nobody\n');
  await expect(start(join(root, 'wrong'))).rejects.toThrow(expect.objectContaining({ code: 'POLICY_MALFORMED' }) as Error);
});
