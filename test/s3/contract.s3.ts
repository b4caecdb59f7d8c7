/**
 * The contract of the store of papers against a real S3 service, and writers killed while they put into it: `npm run test:s3`.
 * The service is versitygw over a directory; `test/s3/fetch-server.sh` fetches and builds it.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Config } from '#papers/s3/requests';
import { s3PaperStore } from '#papers/s3/s3-paper-store';
import { describePaperStoreContract } from '../../libs/papers/src/contract.js';
import { damageFile, hashFiles, wrongFiles } from '../../libs/papers/src/testing/folder-harness.js';
import { killedWriters } from '../../libs/papers/src/testing/killed-writers.js';

interface Service {
  readonly config: S3Config;
  /** Holds the buckets. */
  readonly directory: string;
  readonly process: ChildProcess;
}

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
};

let service: Service;
beforeAll(async () => {
  const program = execFileSync(join('test', 's3', 'fetch-server.sh'), { encoding: 'utf8' }).trim();
  const directory = mkdtempSync(join(tmpdir(), 'taizhang-versitygw-'));
  const port = await freePort();
  const config = { endpoint: `http://127.0.0.1:${port}`, region: 'cn-test-1', accessKeyId: 'AKTEST', secretAccessKey: 'secret/of+test' };
  const process = spawn(program, ['--port', `127.0.0.1:${port}`, '--access', config.accessKeyId, '--secret', config.secretAccessKey, '--region', config.region, '--quiet', 'posix', directory], { stdio: ['ignore', 'ignore', 'inherit'] });
  service = { config: { ...config, bucket: 'papers' }, directory, process };
  for (let tries = 0; ; tries += 1) {
    const answers = await fetch(config.endpoint).then(() => true, () => false);
    if (answers) return;
    if (tries > 100 || process.exitCode !== null) throw new Error('the S3 service did not start');
    await sleep(100);
  }
}, 900_000);
afterAll(async () => {
  service.process.kill('SIGTERM');
  if (service.process.exitCode === null) await once(service.process, 'exit');
  rmSync(service.directory, { recursive: true });
});

let buckets = 0;
/** A bucket is a directory of the service. */
function bucket(): { readonly config: S3Config; readonly root: string; readonly staging: string; readonly destroy: () => void } {
  const name = `papers-${buckets += 1}`;
  const root = join(service.directory, name);
  mkdirSync(root);
  const staging = mkdtempSync(join(tmpdir(), 'taizhang-s3-'));
  return { config: { ...service.config, bucket: name }, root, staging, destroy: () => [root, staging].forEach((path) => rmSync(path, { recursive: true })) };
}
const objects = (root: string): readonly string[] => hashFiles(root);

describePaperStoreContract('S3, against versitygw', async () => {
  const { config, root, staging, destroy } = bucket();
  return { open: () => s3PaperStore(config, staging), staging, hashes: async () => objects(root), damage: async (sha256, change) => damageFile(root, sha256, change), destroy: async () => destroy() };
});

test('two processes putting the same papers, killed six times: nothing half under a key, nothing lost', async () => {
  const { config, root, staging, destroy } = bucket();
  try {
    const acknowledged = await killedWriters({ s3: config, staging }, 6, 250);
    const stored = new Set(objects(root));
    expect(wrongFiles(root)).toEqual([]);
    expect([...acknowledged].filter((sha256) => !stored.has(sha256))).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(6);
  } finally {
    destroy();
  }
});

test('a bucket that is not there, and keys that are not right, are refused', async () => {
  const { config, staging, destroy } = bucket();
  const put = (other: Partial<S3Config>) => s3PaperStore({ ...config, ...other }, staging).put((async function* () { yield Buffer.from('ffd8ff', 'hex'); })(), { bytes: 10, mediaTypes: ['image/jpeg'] });
  try {
    await expect(put({ bucket: 'no-such-bucket' })).rejects.toMatchObject({ code: 'PAPER_STORE_UNAVAILABLE', message: expect.stringContaining('404 NoSuchBucket') as string });
    await expect(put({ secretAccessKey: 'wrong' })).rejects.toMatchObject({ code: 'PAPER_STORE_UNAVAILABLE', message: expect.stringContaining('403 SignatureDoesNotMatch') as string });
  } finally {
    destroy();
  }
});
