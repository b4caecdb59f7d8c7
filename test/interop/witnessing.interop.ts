/**
 * Witnesses, trust policies and proofs among programs that share nothing with this one: `npm run test:interop`.
 * Our log is cosigned by torchwood's litewitness beside our own witness, and torchwood and transparency-dev/formats verify what comes of it;
 * a log of Tessera gets its cosignatures from our witness, and is refused by it when it was taken back.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { EventStore } from '#event-store';
import { openDatabase } from '#event-store/sqlite/database';
import {
  entriesIn, inclusionProof, logFolder, LogFollower, logKeyFile, nodeFiles, nodeHttp, nodesFromTiles, openCheckpoint, parsePolicy, printPolicy, privateKeyText, publishedFile, Publisher, readLogKey, type Signer,
  signerOf, TileFolder, tlogProofText, type Verifier, verifierOf, verifyTlogProof, leafHash, widthOf, witnessStatus,
} from '#evidence';
import { grow, memoryLedger } from '../../libs/evidence/src/testing/ledgers.js';
import { WitnessOffice } from '../../libs/evidence/src/testing/witness-office.js';

jest.setTimeout(900_000);
const TOOLS = execFileSync('test/interop/build-verifiers.sh', { encoding: 'utf8' }).trim();
const EMPTY = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

interface Ended { readonly code: number; readonly output: string; readonly errors: string }
const witnessing = (...args: string[]): Promise<Ended> => new Promise((resolve) => {
  execFile(join(TOOLS, 'witnessing'), args, { timeout: 60_000 }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : 1, output: stdout, errors: stderr }));
});

let root: string;
let children: ChildProcess[];
let office: WitnessOffice | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-witnessing-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await office?.close();
  rmSync(root, { recursive: true });
});

function start(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(join(TOOLS, program), args, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString('utf8').trim()));
    child.stderr.once('data', (line: Buffer) => resolve(line.toString('utf8').trim()));
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
  });
}
const freePort = (): Promise<number> => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number };
    server.close(() => resolve(port));
  });
});

/** torchwood's witness, which knows this log. */
async function litewitness(log: Verifier): Promise<{ vkey: string; url: string }> {
  const [vkey, fingerprint] = (await start('witnessing', ['key', 'litewitness.example/w', join(root, 'agent')])).split(' ') as [string, string];
  const port = await freePort();
  const database = join(root, 'litewitness.db');
  await start('litewitness', ['-name', 'litewitness.example/w', '-db', database, '-ssh-agent', join(root, 'agent'), '-key', fingerprint, '-listen', `127.0.0.1:${port}`]);
  const url = `http://127.0.0.1:${port}`;
  for (let waited = 0; !(await fetch(url).then(() => true, () => false)) && waited < 10_000; waited += 50) await sleep(50);
  // As its `witnessctl add-log` and `add-key` do.
  const raw = openDatabase(database);
  raw.prepare('INSERT INTO log (origin, tree_size, tree_hash) VALUES (?, 0, ?)').run(log.name, EMPTY);
  raw.prepare('INSERT INTO key (origin, key) VALUES (?, ?)').run(log.name, log.vkey);
  raw.close();
  return { vkey, url };
}

test('our log, cosigned by litewitness and by our witness: others take the policy, the cosignatures and the proofs', async () => {
  const dataDir = join(root, 'ledger');
  const store = await memoryLedger(0);
  const follow = (ledger: EventStore, dir = dataDir): Promise<unknown> => new LogFollower(ledger, { dataDir: dir, origin: 'taizhang.example/360111', files: nodeFiles }).catchUp();
  await follow(store);
  const signer = (await readLogKey(logKeyFile(dataDir), nodeFiles)) as Signer;
  office = await WitnessOffice.found(root, 'czj', signer.verifier);
  const foreign = await litewitness(signer.verifier);
  // As our own printer writes it.
  const policyFile = join(root, 'policy');
  writeFileSync(policyFile, printPolicy(parsePolicy(Buffer.from(`log ${signer.verifier.vkey}\n${office.line}witness lite ${foreign.vkey} ${foreign.url}\ngroup both all czj lite\nquorum both\n`))));
  const policy = parsePolicy(readFileSync(policyFile));
  const open = (dir: string): Promise<Publisher> => Publisher.open({ folder: new TileFolder(logFolder(dir), nodeFiles), log: signer.verifier, policy, file: publishedFile(dir), files: nodeFiles, http: nodeHttp, now: () => new Date().toISOString() });
  const publisher = await open(dataDir);

  // It knows nothing, then something, then what was proved to it.
  let from = 0;
  for (const size of [1, 256, 700]) {
    await grow(store, from, size);
    from = size;
    await follow(store);
    await publisher.round();
    expect(publisher.witnesses.map(({ witness, state, size: at }) => [witness, state, at])).toEqual([['czj', 'cosigned', size], ['lite', 'cosigned', size]]);
  }
  // Another process of the log has to be told its size first.
  rmSync(publishedFile(dataDir));
  await grow(store, 700, 900);
  await follow(store);
  const again = await open(dataDir);
  await again.round();
  const note = again.published?.note as string;
  expect(again.published).toMatchObject({ checkpoint: { size: 900 }, missing: [] });

  const folder = new TileFolder(logFolder(dataDir), nodeFiles);
  for (const index of [0, 255, 256, 600, 899]) {
    const bundle = Math.floor(index / 256);
    const entry = entriesIn(await folder.read({ level: 'entries', index: bundle, width: widthOf('entries', bundle, 900) }))[index % 256] as Buffer;
    const proof = tlogProofText({ index, proof: await inclusionProof(index, 900, nodesFromTiles(900, folder.read)), checkpoint: note, ...(index === 0 ? { extra: Buffer.from('台账') } : {}) });
    expect(verifyTlogProof(proof, leafHash(entry), policy).index).toBe(index);
    const [proofFile, entryFile] = [join(root, 'x.tlog-proof'), join(root, 'entry')];
    writeFileSync(proofFile, proof);
    writeFileSync(entryFile, entry);
    const { code, output } = await witnessing('proof', policyFile, proofFile, entryFile);
    const times = again.published?.cosigned.map(({ witness, timestamp }) => `${witness === 'czj' ? 'czj.example/witness' : 'litewitness.example/w'} cosigned at ${timestamp}`) ?? [];
    expect([code, output.trim().split('\n').sort()]).toEqual([0, [...times, `verified index ${index}`].sort()]);
    // And refuse it without one of the two.
    writeFileSync(proofFile, proof.replace(/— litewitness.*\n/, ''));
    expect((await witnessing('proof', policyFile, proofFile, entryFile)).code).toBe(1);
  }

  // A fork under the same key is refused by both.
  const forked = join(root, 'forked');
  mkdirSync(forked);
  cpSync(dataDir, forked, { recursive: true });
  const other = await memoryLedger(900);
  await other.append('case-9@360111', 'noStream', [{ eventId: '0b5ce1a0-0000-8000-8000-000000000001', type: 'Noted', data: {}, metadata: {} }]);
  await follow(other, forked);
  await grow(store, 900, 901);
  await follow(store);
  await (await open(dataDir)).round();
  rmSync(publishedFile(forked));
  const misled = await open(forked);
  await misled.round();
  expect(misled.witnesses.map(({ witness, state }) => [witness, state])).toEqual([['czj', 'refuses'], ['lite', 'refuses']]);
  expect([...new Set(office.conflicts)]).toEqual(['forked']);
});

test('a log of Tessera publishes with the cosignature of our witness, and not when it was taken back', async () => {
  const directory = join(root, 'tessera');
  mkdirSync(directory);
  const key = privateKeyText('tessera.example/log', Buffer.alloc(32, 7));
  writeFileSync(join(directory, 'key'), key);
  const log = signerOf(key).verifier;
  office = await WitnessOffice.found(root, 'czj', log);
  const policyFile = join(root, 'policy');
  writeFileSync(policyFile, `log ${log.vkey}\n${office.line}quorum czj\n`);
  const held = async (): Promise<number | undefined> => (await witnessStatus(office?.dir as string, nodeFiles)).logs[0]?.size;

  let expected = 0;
  for (const count of [3, 300, 1]) {
    if (count === 1) cpSync(join(directory, 'log'), join(root, 'yesterday'), { recursive: true });
    const { code, output, errors } = await witnessing('log', policyFile, directory, String(count));
    expected += count;
    if (code !== 0) throw new Error(errors);
    expect([code, openCheckpoint(output, log).size, await held()]).toEqual([0, expected, expected]);
    expect(openCheckpoint(output, log).origin).toBe('tessera.example/log');
    expect(output).toContain(`— ${verifierOf(office.vkey).name} `);
  }
  expect(office.conflicts).toEqual([]);

  rmSync(join(directory, 'log'), { recursive: true });
  cpSync(join(root, 'yesterday'), join(directory, 'log'), { recursive: true });
  const back = await witnessing('log', policyFile, directory, '1');
  // The same size and another entry.
  expect([back.code, await held(), office.conflicts[0]]).toEqual([1, 304, 'forked']);
});
