/** A witness that fetches what a log publishes: the proof it makes itself from the log's tiles, and what it does with a log that does not go on. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signCheckpoint } from '../checkpoint.js';
import { nodeFiles } from '../files.js';
import type { Http } from '../http-bytes.js';
import { logFolder, LogFollower, logKeyFile } from '../log-follower.js';
import { readLogKey } from '../log-key.js';
import { signerOf, type Verifier } from '../note.js';
import { grow, memoryLedger } from '../testing/ledgers.js';
import { ORIGIN } from '../testing/signed-log.js';
import { TileFolder } from '../tile-folder.js';
import { EMPTY_ROOT } from '../tree/hash.js';
import { followLog } from './follow-log.js';
import { Witness, type WitnessAnswer } from './witness.js';
import { WitnessFolder } from './witness-folder.js';
import { makeWitnessKey } from './witness-key.js';

const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;
let root: string;
let dataDir: string;
let key: Verifier;
let witness: Witness;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-follow-'));
  dataDir = join(root, 'ledger');
  await new LogFollower(await memoryLedger(0), { dataDir, origin: ORIGIN, files: nodeFiles }).catchUp();
  key = (await readLogKey(logKeyFile(dataDir), nodeFiles))?.verifier as Verifier;
  const dir = join(root, 'witness');
  await makeWitnessKey(dir, 'czj.example/witness', nodeFiles);
  await new WitnessFolder(dir, nodeFiles).trust(key.vkey, 'http://log.example/log/');
  witness = await Witness.open({ dir, files: nodeFiles, now: () => '2026-03-05T00:00:00Z' });
});
afterEach(async () => {
  await witness.close();
  rmSync(root, { recursive: true });
});

/** A double of the network: the folder of a log as a server hands it out. */
const serving = (dir: string, asked: string[] = []): Http => async (url) => {
  const path = url.slice('http://log.example/log/'.length);
  asked.push(path);
  const body = await nodeFiles.read(join(logFolder(dir), path));
  return body === undefined ? { status: 404, contentType: null, body: Buffer.alloc(0) } : { status: 200, contentType: null, body };
};
const follow = (http: Http): Promise<WitnessAnswer & { size: number }> => {
  const [{ log, held }] = witness.heads() as [ReturnType<Witness['heads']>[number]];
  return followLog(witness, log.verifier, held, 'http://log.example/log/', http);
};

test('it goes along with a log that grows, and reads few of its tiles', async () => {
  const store = await memoryLedger(0);
  const log = new LogFollower(store, { dataDir, files: nodeFiles });
  let from = 0;
  for (const size of [3, 260, 700, 700, 1_030]) {
    await grow(store, from, size);
    from = size;
    await log.catchUp();
    const asked: string[] = [];
    expect(await follow(serving(dataDir, asked))).toMatchObject({ status: 200, size });
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(asked.filter((path) => path.includes('entries'))).toEqual([]);
  }
});

test('a log that was exchanged is refused, and both heads are kept', async () => {
  const store = await memoryLedger(300);
  await new LogFollower(store, { dataDir, files: nodeFiles }).catchUp();
  await follow(serving(dataDir));
  const other = join(root, 'other');
  const fork = await memoryLedger(250);
  await fork.append('case-9@360111', 'noStream', [{ eventId: '0b5ce1a0-0000-8000-8000-000000000001', type: 'Noted', data: {}, metadata: {} }]);
  await grow(fork, 250, 320);
  cpSync(logKeyFile(dataDir), logKeyFile(other));
  await new TileFolder(logFolder(other), nodeFiles).writeCheckpoint(signCheckpoint({ size: 0, root: EMPTY_ROOT }, signerOf(readFileSync(logKeyFile(dataDir), 'utf8'))));
  await new LogFollower(fork, { dataDir: other, files: nodeFiles }).catchUp();
  expect((await follow(serving(other))).status).toBe(422);
  expect(readdirSync(join(root, 'witness', 'logs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('conflict-unproven-321-'))).toHaveLength(1);
});

test('what is not served is not judged', async () => {
  await new LogFollower(await memoryLedger(300), { dataDir, files: nodeFiles }).catchUp();
  const http = serving(dataDir);
  await expect(follow(() => Promise.resolve({ status: 404, contentType: null, body: Buffer.alloc(0) }))).rejects.toThrow(refusal('LOG_NOT_SERVED'));
  await expect(follow(() => Promise.resolve({ status: 503, contentType: null, body: Buffer.alloc(0) }))).rejects.toThrow(refusal('LOG_NOT_SERVED'));
  await follow(http);
  await expect(follow((url, request) => (url.includes('/tile/') ? Promise.resolve({ status: 404, contentType: null, body: Buffer.alloc(0) }) : http(url, request)))).resolves.toMatchObject({ status: 200 });
  expect(witness.heads()[0]?.held.size).toBe(300);
});
