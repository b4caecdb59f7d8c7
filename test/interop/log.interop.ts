/**
 * The log as this program serves it, verified by programs that share nothing with it: `npm run test:interop`.
 * Go's sumdb/note and sumdb/tlog check checkpoint and proofs, Tessera's fsck every entry and every tile, over HTTP.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { consistencyProof, entriesIn, inclusionProof, logFolder, nodeFiles, nodesFromTiles, openCheckpoint, readLogKey, logKeyFile, rootFromNodes, TileFolder, type Verifier, widthOf } from '#evidence';
import { LARGE, TestServer } from '../../apps/ledger/src/testing/test-server.js';

jest.setTimeout(300_000);
const TOOLS = execFileSync('test/interop/build-verifiers.sh', { encoding: 'utf8' }).trim();
const INSPECTOR = { role: 'inspector', division: '000000' } as const;

interface Ended { readonly code: number; readonly output: string }
const run = (program: string, args: readonly string[], timeout = 50_000): Promise<Ended> => new Promise((resolve) => {
  execFile(join(TOOLS, program), args, { timeout }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` }));
});

let server: TestServer;
let scratch: string;
let folder: TileFolder;
let key: Verifier;
let token: string;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'taizhang-interop-'));
  server = await TestServer.start();
  await server.import(LARGE);
  token = await server.tokenOf(INSPECTOR);
  await server.ledger.log.catchUp();
  folder = new TileFolder(logFolder(server.dataDir), nodeFiles);
  key = (await readLogKey(logKeyFile(server.dataDir), nodeFiles))?.verifier as Verifier;
  writeFileSync(join(scratch, 'key'), key.vkey);
  // The server signs what signing in recorded; then nothing moves any more.
  await sleep(1_500);
});
afterAll(async () => {
  await server.end();
  rmSync(scratch, { recursive: true });
});

const fsck = (timeout?: number): Promise<Ended> => run('fsck', [`--storage_url=${server.url}/log/`, `--public_key=${join(scratch, 'key')}`, `--origin=${key.name}`, '--ui=false', `--bearer_token=${token}`], timeout);
async function head() {
  return openCheckpoint((await folder.readCheckpoint()) as string, key);
}

test('Go\'s note and tlog take the checkpoint and every proof, and make the same proofs', async () => {
  const { size } = await head();
  expect(size).toBeGreaterThan(5_000);
  const nodes = nodesFromTiles(size, folder.read);
  const base64 = (proof: readonly Buffer[]): string[] => proof.map((hash) => hash.toString('base64'));
  const indexes = [0, 1, 255, 256, 257, 4_095, 4_096, size - 2, size - 1];
  const sizes = [1, 2, 255, 256, 257, 512, 4_096, 5_000, size - 1, size];
  const entry = async (index: number): Promise<Buffer> => {
    const bundle = Math.floor(index / 256);
    return entriesIn(await folder.read({ level: 'entries', index: bundle, width: widthOf('entries', bundle, size) }))[index % 256] as Buffer;
  };
  writeFileSync(join(scratch, 'proofs.json'), JSON.stringify({
    inclusion: await Promise.all(indexes.map(async (index) => ({ index, entry: (await entry(index)).toString('base64'), proof: base64(await inclusionProof(index, size, nodes)) }))),
    consistency: await Promise.all(sizes.map(async (older) => ({ size: older, root: (await rootFromNodes(older, nodes)).toString('base64'), proof: base64(await consistencyProof(older, size, nodes)) }))),
  }));
  expect(await run('verifier', [`${server.url}/log/`, key.vkey, join(scratch, 'proofs.json')])).toEqual({ code: 0, output: `verified ${key.name}: size ${size}, ${indexes.length} inclusions, ${sizes.length} consistencies\n` });
});

test('Tessera\'s fsck finds every entry and tile as it should be', async () => {
  const { size, root } = await head();
  const { output } = await fsck();
  expect(output).toContain(`Successfully fsck'd log with size ${size} and root ${root.toString('base64')}`);
  expect(output).not.toContain('fsck failed');
});

test('and is not content with a changed entry', async () => {
  const file = join(logFolder(server.dataDir), 'tile/entries/003');
  const bytes = readFileSync(file);
  const at = bytes.indexOf('"type"');
  writeFileSync(file, Buffer.concat([bytes.subarray(0, at), Buffer.from('"tYpe"'), bytes.subarray(at + 6)]));
  // This version of it does not end where a tile is wrong: that it does not succeed in the time in which it did is all there is to see.
  const { output } = await fsck(20_000);
  writeFileSync(file, bytes);
  expect(output).toContain('checking log of size');
  expect(output).not.toContain('Successfully');
});
