/** Publishing by a quorum of real witnesses over HTTP: silent, slow, refusing and restarted ones, a log that was taken back, and one that was exchanged. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import { openCheckpoint, signCheckpoint } from '../checkpoint.js';
import { nodeFiles } from '../files.js';
import { type Http, nodeHttp } from '../http-bytes.js';
import { openWitnessed } from '../judge-checkpoint.js';
import { readLogKey } from '../log-key.js';
import { logFolder, LogFollower, logKeyFile } from '../log-follower.js';
import { type Signer } from '../note.js';
import { parsePolicy, type TrustPolicy } from '../policy.js';
import { grow, memoryLedger } from '../testing/ledgers.js';
import { ORIGIN, witnessOf } from '../testing/signed-log.js';
import { WitnessOffice } from '../testing/witness-office.js';
import { TileFolder } from '../tile-folder.js';
import { EMPTY_ROOT } from '../tree/hash.js';
import type { Conflict } from '../witness/witness-folder.js';
import { type WitnessedLogStatus, witnessStatus } from '../witness/witness-status.js';
import { Publisher, publishedFile, type WitnessReport } from './publisher.js';

const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;
let root: string;
let dataDir: string;
let store: EventStore;
let signer: Signer;
let offices: WitnessOffice[];
let clock: number;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-publish-'));
  dataDir = join(root, 'ledger');
  store = await memoryLedger(300);
  await follow(dataDir, store);
  signer = (await readLogKey(logKeyFile(dataDir), nodeFiles)) as Signer;
  offices = await Promise.all(['czj', 'jw', 'sj'].map((name) => WitnessOffice.found(root, name, signer.verifier)));
  clock = Date.parse('2026-03-05T00:00:00Z');
});
afterEach(async () => {
  await Promise.all(offices.map((office) => office.close()));
  rmSync(root, { recursive: true });
});

const follow = (dir: string, ledger: EventStore): Promise<unknown> => new LogFollower(ledger, { dataDir: dir, origin: ORIGIN, files: nodeFiles }).catchUp();
/** Two of the three. */
const policy = (quorum = 'group q 2 czj jw sj\nquorum q\n'): TrustPolicy => parsePolicy(Buffer.from(`log ${signer.verifier.vkey}\n${offices.map(({ line }) => line).join('')}${quorum}`));
const open = (of = policy(), dir = dataDir, http = nodeHttp): Promise<Publisher> => Publisher.open({ folder: new TileFolder(logFolder(dir), nodeFiles), log: signer.verifier, policy: of, file: publishedFile(dir), files: nodeFiles, http, now: () => new Date(clock).toISOString() });
const states = (publisher: Publisher): Record<string, WitnessReport['state']> => Object.fromEntries(publisher.witnesses.map(({ witness, state }) => [witness, state]));
const [czj, jw, sj] = [0, 1, 2].map((at) => (): WitnessOffice => offices[at] as WitnessOffice) as [() => WitnessOffice, () => WitnessOffice, () => WitnessOffice];

test('a checkpoint is published with every cosignature, and grows with the log', async () => {
  const publisher = await open();
  expect((await publisher.round())?.size).toBe(300);
  expect(publisher.published).toMatchObject({ checkpoint: { size: 300 }, quorum: true, missing: [] });
  // As an inspector reads the file, who trusts the policy only.
  expect(openWitnessed(readFileSync(publishedFile(dataDir), 'utf8'), policy()).cosigned.map(({ witness }) => witness)).toEqual(['czj', 'jw', 'sj']);
  await grow(store, 300, 700);
  await follow(dataDir, store);
  await publisher.round();
  expect(publisher.published).toMatchObject({ checkpoint: { size: 700 }, missing: [] });
  expect(publisher.witnesses.map(({ state, size }) => [state, size])).toEqual([['cosigned', 700], ['cosigned', 700], ['cosigned', 700]]);
  // Nothing new is asked of nobody; the sizes were known, so that each was asked once.
  await publisher.round();
  expect(offices.map(({ requests }) => requests)).toEqual([2, 2, 2]);
});

test('where nothing happens, its witnesses say every hour that it is still the same', async () => {
  const publisher = await open();
  await publisher.round();
  const before = publisher.published;
  clock += 3_599_999;
  await publisher.round();
  expect(offices.map(({ requests }) => requests)).toEqual([1, 1, 1]);
  clock += 1;
  // The witnesses' own clocks go by seconds.
  await sleep(1_100);
  await publisher.round();
  expect(offices.map(({ requests }) => requests)).toEqual([2, 2, 2]);
  expect([publisher.published?.checkpoint, publisher.published?.missing, publisher.published?.note === before?.note]).toEqual([before?.checkpoint, [], false]);
  expect(publisher.published?.cosigned.map(({ timestamp }, at) => timestamp > (before?.cosigned[at]?.timestamp as number))).toEqual([true, true, true]);
});

test('without its quorum nothing counts as published; with the next answer it does', async () => {
  await jw().close();
  await sj().close();
  const publisher = await open();
  await publisher.round();
  expect([publisher.published, existsSync(publishedFile(dataDir)), states(publisher)]).toEqual([undefined, false, { czj: 'cosigned', jw: 'silent', sj: 'silent' }]);
  await sj().open();
  // Not before it is due, which is a second after the first failure.
  await publisher.round();
  expect(publisher.published).toBeUndefined();
  clock += 1_000;
  await publisher.round();
  await publisher.settled();
  expect(publisher.published?.missing).toEqual(['jw']);
  expect(publisher.witnesses[1]).toEqual({ witness: 'jw', state: 'silent', size: null, since: '2026-03-05T00:00:00.000Z', status: null });
});

test('one that stays silent is asked less and less often, to once in a minute', async () => {
  await jw().close();
  const asked: number[] = [];
  const start = clock;
  const counting: Http = (url, request) => {
    if (url.startsWith(`${jw().url}/`)) asked.push((clock - start) / 1_000);
    return nodeHttp(url, request);
  };
  const publisher = await open(policy(), dataDir, counting);
  for (; clock < start + 250_000; clock += 500) {
    await publisher.round();
    await publisher.settled();
  }
  // 1, 2, 4 … seconds after the time before, and then a minute.
  expect(asked).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
  expect(publisher.witnesses[1]).toMatchObject({ state: 'silent', since: '2026-03-05T00:00:00.000Z' });
});

test('who failed before holds nobody up', async () => {
  await jw().close();
  const publisher = await open();
  await publisher.round();
  // It answers again, slowly.
  let release: () => void = () => undefined;
  jw().before = () => new Promise((resolve) => { release = resolve; });
  await jw().open();
  clock += 1_000;
  await grow(store, 300, 310);
  await follow(dataDir, store);
  await publisher.round();
  expect(publisher.published).toMatchObject({ checkpoint: { size: 310 }, missing: ['jw'] });
  // While it thinks about 310 it is not asked again, and the others go on.
  await grow(store, 310, 320);
  await follow(dataDir, store);
  await publisher.round();
  expect(publisher.published?.checkpoint.size).toBe(320);
  for (let waited = 0; jw().requests === 0 && waited < 5_000; waited += 10) await sleep(10);
  release();
  await publisher.settled();
  // What it cosigned meanwhile is no longer the newest, and takes nothing back.
  expect([publisher.published?.checkpoint.size, publisher.witnesses[1]]).toMatchObject([320, { state: 'cosigned', size: 310 }]);
  jw().before = () => Promise.resolve();
  await publisher.round();
  await publisher.settled();
  expect(publisher.published?.missing).toEqual([]);
});

test('a witness that dies between its state and its answer is asked again and cosigns the same', async () => {
  const publisher = await open(policy('quorum jw\n'));
  jw().after = () => Promise.reject(new Error('the witness died here'));
  await publisher.round();
  expect([publisher.published, states(publisher)['jw']]).toEqual([undefined, 'refuses']);
  await jw().close();
  jw().after = () => Promise.resolve();
  await jw().open();
  clock += 1_000;
  await publisher.round();
  await publisher.settled();
  expect(publisher.published?.checkpoint.size).toBe(300);
  expect(jw().conflicts).toEqual([]);
});

test('what was published is known after a restart, under the policy of that day', async () => {
  await (await open()).round();
  const again = await open();
  expect(again.published?.checkpoint.size).toBe(300);
  await grow(store, 300, 305);
  await follow(dataDir, store);
  const before = offices.map(({ requests }) => requests);
  await again.round();
  // From the size it had: one question each.
  expect(offices.map(({ requests }, at) => requests - (before[at] as number))).toEqual([1, 1, 1]);
  // A policy that wants more than was cosigned takes back what was published under the old one; so does a file that was cut.
  await sj().close();
  await grow(store, 305, 306);
  await follow(dataDir, store);
  await again.round();
  expect(again.published?.missing).toEqual(['sj']);
  expect((await open(policy('group q all czj jw sj\nquorum q\n'))).published).toBeUndefined();
  writeFileSync(publishedFile(dataDir), readFileSync(publishedFile(dataDir), 'utf8').slice(0, -30));
  expect((await open()).published).toBeUndefined();
});

test('a quorum of none publishes what is signed', async () => {
  const publisher = await open(parsePolicy(Buffer.from('quorum none\n')));
  await publisher.round();
  expect(publisher.published).toMatchObject({ checkpoint: { size: 300 }, cosigned: [] });
});

describe('a log that was taken back to yesterday\'s copy', () => {
  const yesterday = (): string => join(root, 'yesterday');
  beforeEach(async () => {
    const publisher = await open();
    await publisher.round();
    cpSync(dataDir, yesterday(), { recursive: true });
    await grow(store, 300, 320);
    await follow(dataDir, store);
    await publisher.round();
    expect(publisher.published?.checkpoint.size).toBe(320);
  });

  test('is named by the witnesses with both heads, and publishes nothing', async () => {
    const back = await open(policy(), yesterday());
    rmSync(publishedFile(yesterday()));
    const forgetful = await open(policy(), yesterday());
    await forgetful.round();
    expect(states(forgetful)).toEqual({ czj: 'ahead', jw: 'ahead', sj: 'ahead' });
    expect([forgetful.published, forgetful.witnesses[0]?.size]).toEqual([undefined, 320]);
    expect(back.published?.checkpoint.size).toBe(300);
    for (const office of offices) {
      const { logs } = await witnessStatus(office.dir, nodeFiles);
      const { kind, file } = logs[0]?.conflicts[0] as WitnessedLogStatus['conflicts'][number];
      const { held, offered } = JSON.parse(readFileSync(file, 'utf8')) as Conflict;
      expect([kind, openCheckpoint(held, signer.verifier).size, openCheckpoint(offered, signer.verifier).size]).toEqual(['rewound', 320, 300]);
    }
  });

  test('and has gone on since, is refused by all of them, with both heads', async () => {
    const other = await memoryLedger(300);
    await other.append('case-9@360111', 'noStream', [{ eventId: '0b5ce1a0-0000-8000-8000-000000000001', type: 'Noted', data: {}, metadata: {} }]);
    await grow(other, 300, 340);
    rmSync(publishedFile(yesterday()));
    await follow(yesterday(), other);
    const publisher = await open(policy(), yesterday());
    await publisher.round();
    expect(publisher.witnesses.map(({ state, status }) => [state, status])).toEqual([['refuses', 422], ['refuses', 422], ['refuses', 422]]);
    expect(publisher.published).toBeUndefined();
    expect(offices.map(({ conflicts }) => conflicts)).toEqual([['unproven'], ['unproven'], ['unproven']]);
    const { file } = (await witnessStatus(czj().dir, nodeFiles)).logs[0]?.conflicts[0] as WitnessedLogStatus['conflicts'][number];
    const { held, offered } = JSON.parse(readFileSync(file, 'utf8')) as Conflict;
    expect([openCheckpoint(held, signer.verifier).size, openCheckpoint(offered, signer.verifier).size]).toEqual([320, 341]);
  });

  test('is named also where what it published was taken back with it, and nothing happens any more', async () => {
    const publisher = await open(policy(), yesterday());
    expect([publisher.published?.checkpoint.size, states(publisher)['jw']]).toEqual([300, 'cosigned']);
    await publisher.round();
    expect(states(publisher)).toEqual({ czj: 'ahead', jw: 'ahead', sj: 'ahead' });
    expect(offices.map(({ conflicts }) => conflicts)).toEqual([['rewound'], ['rewound'], ['rewound']]);
  });

  test('with its publication left, is seen by the log itself', async () => {
    cpSync(publishedFile(dataDir), publishedFile(yesterday()));
    const publisher = await open(policy(), yesterday());
    await expect(publisher.round()).rejects.toThrow(refusal('LOG_BEHIND_PUBLISHED'));
    expect(publisher.published?.checkpoint.size).toBe(320);
  });
});

test('a log that was forked under the same key is proved by two heads of one size', async () => {
  await (await open()).round();
  const forked = join(root, 'forked');
  const other = await memoryLedger(299);
  await other.append('case-9@360111', 'noStream', [{ eventId: '0b5ce1a0-0000-8000-8000-000000000001', type: 'Noted', data: {}, metadata: {} }]);
  await new TileFolder(logFolder(forked), nodeFiles).writeCheckpoint(signCheckpoint({ size: 0, root: EMPTY_ROOT }, signer));
  cpSync(logKeyFile(dataDir), logKeyFile(forked));
  await follow(forked, other);
  const publisher = await open(policy(), forked);
  await publisher.round();
  expect(states(publisher)).toEqual({ czj: 'refuses', jw: 'refuses', sj: 'refuses' });
  expect(offices.map(({ conflicts }) => [...new Set(conflicts)])).toEqual([['forked'], ['forked'], ['forked']]);
  expect(readdirSync(join(jw().dir, 'logs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('conflict-forked-300-'))).toHaveLength(1);
});

test('a policy that this log, or no network, can fulfil is refused', async () => {
  const line = czj().line.replace('http', 'ftp');
  await expect(open(parsePolicy(Buffer.from(`${line}quorum czj\n`)))).rejects.toThrow(refusal('URL_INVALID'));
  await expect(open(parsePolicy(Buffer.from(`witness a ${witnessOf('a.example').verifier.vkey}\n${czj().line}group g all a czj\nquorum g\n`)))).rejects.toThrow(refusal('POLICY_UNREACHABLE'));
  const other = `log ${witnessOf('x').verifier.vkey}`;
  expect(() => parsePolicy(Buffer.from(`${other}\nquorum none\n`))).toThrow(refusal('POLICY_MALFORMED'));
  await expect(open(parsePolicy(Buffer.from('log PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\nquorum none\n')))).rejects.toThrow(refusal('POLICY_FOREIGN'));
});

test('what answers otherwise than a witness is no cosignature', async () => {
  const answers: [number, string, string][] = [[200, 'text/plain', 'ok\n'], [200, 'text/plain', (await (await fetch(`${czj().url}/`)).text())], [409, 'text/plain', '5\n'], [409, 'text/x.tlog.size', '-5\n'], [409, 'text/x.tlog.size', '7\n'], [302, 'text/plain', ''], [200, 'text/plain', 'x'.repeat(100_000)]];
  for (const [status, type, body] of answers) {
    let asked = 0;
    const server = createServer((request, response) => { asked += 1; request.resume(); response.writeHead(status, { 'content-type': type, location: czj().url }).end(body); });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const { port } = server.address() as { port: number };
    const publisher = await open(parsePolicy(Buffer.from(`witness a ${czj().vkey} http://127.0.0.1:${port}\nquorum a\n`)));
    await publisher.round();
    expect([publisher.published, ['refuses', 'silent'].includes(states(publisher)['a'] as string), asked <= 3]).toEqual([undefined, true, true]);
    server.closeAllConnections();
    server.close();
  }
});
