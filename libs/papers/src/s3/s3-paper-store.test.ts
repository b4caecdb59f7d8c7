/** Papers in a bucket: the whole contract against the double, and what the client does when the service fails. The real service: test/s3. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describePaperStoreContract } from '../contract.js';
import type { Demands, PaperStore } from '../port.js';
import { damageFile, hashFiles, pathOf } from '../testing/folder-harness.js';
import { jpeg } from '../testing/pictures.js';
import { type S3Double, startS3Double } from './double/s3-double.js';
import { S3_ATTEMPTS, type S3Config } from './requests.js';
import { s3PaperStore } from './s3-paper-store.js';

describePaperStoreContract('S3, against the double', async () => {
  const double = await startS3Double();
  const staging = mkdtempSync(join(tmpdir(), 'taizhang-s3-'));
  return {
    open: () => s3PaperStore(double.config, staging),
    staging,
    hashes: async () => hashFiles(double.directory),
    damage: async (sha256, change) => damageFile(double.directory, sha256, change),
    destroy: async () => {
      await double.close();
      rmSync(staging, { recursive: true });
    },
  };
});

describe('a service', () => {
  const PHOTO: Demands = { bytes: 1_000_000, mediaTypes: ['image/jpeg'] };
  const content = jpeg(undefined, 'p'.repeat(300_000));
  async function* one(): AsyncGenerator<Uint8Array, void, undefined> { yield content; }
  const unavailable = (why: RegExp): unknown => expect.objectContaining({ code: 'PAPER_STORE_UNAVAILABLE', kind: 'unavailable', message: expect.stringMatching(why) as string });

  let double: S3Double;
  let staging: string;
  const storeOf = (other: Partial<S3Config> = {}): PaperStore => s3PaperStore({ ...double.config, ...other }, staging);
  beforeEach(async () => {
    double = await startS3Double();
    staging = mkdtempSync(join(tmpdir(), 'taizhang-s3-'));
  });
  afterEach(async () => {
    expect(readdirSync(staging)).toEqual([]);
    await double.close();
    rmSync(staging, { recursive: true });
  });

  it('that is busy or drops the connection is asked again, with the whole body', async () => {
    double.faults.push(503, 'drop', 429);
    const { sha256 } = await storeOf().put(one(), PHOTO);
    expect(readFileSync(pathOf(double.directory, sha256)).equals(content)).toBe(true);
    expect(double.requests).toHaveLength(4);
    double.faults.push('drop', 500);
    expect(await storeOf().has(sha256)).toBe(true);
  });

  it('that goes on failing is an error after some attempts, and nothing is stored', async () => {
    double.faults.push(...Array.from({ length: S3_ATTEMPTS }, () => 503));
    await expect(storeOf().put(one(), PHOTO)).rejects.toEqual(unavailable(/503 SlowDown/));
    expect([double.requests.length, hashFiles(double.directory)]).toEqual([S3_ATTEMPTS, []]);
  });

  it('that cannot be reached is an error with the system\'s code', async () => {
    await expect(storeOf({ endpoint: 'http://127.0.0.1:9' }).has('0'.repeat(64))).rejects.toEqual(unavailable(/does not answer/));
  });

  it('that refuses the keys or has no such bucket is asked once, and its document is not repeated', async () => {
    await expect(storeOf({ secretAccessKey: 'wrong' }).put(one(), PHOTO)).rejects.toEqual(unavailable(/403 SignatureDoesNotMatch/));
    await expect(storeOf({ bucket: 'other' }).put(one(), PHOTO)).rejects.toEqual(unavailable(/404 NoSuchBucket/));
    await expect(storeOf({ secretAccessKey: 'wrong' }).has('0'.repeat(64))).rejects.toEqual(unavailable(/403/));
    expect(double.requests).toHaveLength(3);
    await expect(storeOf({ bucket: 'other' }).put(one(), PHOTO)).rejects.toEqual(expect.objectContaining({ message: expect.not.stringMatching(/hidden|wrong/) as string }));
  });

  it('whose answer ends half-way is an error, never a short answer', async () => {
    const { sha256 } = await storeOf().put(one(), PHOTO);
    const body = await storeOf().open(sha256);
    double.faults.push('half');
    let received = 0;
    const read = async (): Promise<void> => { for await (const chunk of body) received += chunk.length; };
    await expect(read()).rejects.toEqual(unavailable(/connection/));
    expect(received).toBeLessThan(content.length);
  });

  it('that wants the bucket in its host name gets it there', async () => {
    const { sha256 } = await storeOf({ endpoint: `${double.config.endpoint}/{bucket}` }).put(one(), PHOTO);
    expect(double.requests).toEqual([`PUT /papers/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`]);
  });
});
