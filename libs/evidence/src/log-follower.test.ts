/** The follower: the tree of the ledger's events, the same files after a death at any operation, and a refusal to sign what does not follow. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore, ReadAllOptions } from '#event-store';
import { WriterLock } from '#event-store/sqlite/writer-lock';
import { openCheckpoint } from './checkpoint.js';
import { entriesIn, entryOf } from './entry.js';
import { nodeFiles } from './files.js';
import { logFolder, LogFollower, logKeyFile, type LogOptions } from './log-follower.js';
import { signerOf } from './note.js';
import { CrashingFiles, type Death, Died, type Moment } from './testing/crashing-files.js';
import { grow, memoryLedger } from './testing/ledgers.js';
import { mth } from './testing/rfc6962.js';
import { parseTilePath, tilePath, widthOf } from './tree/tiles.js';

const ORIGIN = 'taizhang.example/360111';
const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;

let dataDir: string;
beforeEach(() => { dataDir = mkdtempSync(join(tmpdir(), 'taizhang-log-')); });
afterEach(() => { rmSync(dataDir, { recursive: true }); });

const follower = (store: EventStore, options: Partial<LogOptions> = {}): LogFollower => new LogFollower(store, { dataDir, origin: ORIGIN, files: nodeFiles, ...options });
const entriesOf = async (store: EventStore): Promise<Buffer[]> => (await store.readAll()).events.map(entryOf);

/** What a reader who trusts only the key finds in a folder of files: every entry, and the root over them as RFC 6962 defines it. */
async function checkLog(read: (path: string) => Buffer | undefined, vkey: string, store: EventStore): Promise<void> {
  const checkpoint = openCheckpoint((read('checkpoint') as Buffer).toString('utf8'), { ...signerOf(vkey).verifier });
  const expected = await entriesOf(store);
  const logged: Buffer[] = [];
  for (let index = 0; widthOf(0, index, checkpoint.size) > 0; index += 1) {
    logged.push(...entriesIn(read(tilePath({ level: 'entries', index, width: widthOf('entries', index, checkpoint.size) })) as Buffer));
  }
  expect(logged).toEqual(expected);
  expect(checkpoint).toEqual({ origin: ORIGIN, size: expected.length, root: mth(expected) });
}
const onDisk = (path: string): Buffer | undefined => {
  const file = join(logFolder(dataDir), path);
  return existsSync(file) ? readFileSync(file) : undefined;
};
const checkDisk = (store: EventStore): Promise<void> => checkLog(onDisk, readFileSync(logKeyFile(dataDir), 'utf8'), store);

test('a ledger that was there before gains its log from its first event, and the log grows with it', async () => {
  const store = await memoryLedger(600);
  expect((await follower(store).catchUp())?.size).toBe(600);
  await checkDisk(store);
  await grow(store, 600, 601);
  // By another process, and by the same again.
  const second = follower(store);
  expect((await second.catchUp())?.size).toBe(601);
  await grow(store, 601, 1_030);
  expect((await second.catchUp())?.size).toBe(1_030);
  expect((await second.catchUp())?.size).toBe(1_030);
  await checkDisk(store);
  // Partial forms go when the full tile is there; those of the last checkpoint are there.
  expect(existsSync(join(logFolder(dataDir), 'tile/0/002.p'))).toBe(false);
  expect(onDisk('tile/0/004.p/6')?.length).toBe(6 * 32);
  expect(statSync(logKeyFile(dataDir)).mode & 0o777).toBe(0o600);
});

test('an empty ledger has a signed log of nothing', async () => {
  const store = await memoryLedger(0);
  expect((await follower(store).catchUp())?.size).toBe(0);
  await checkDisk(store);
});

test('a log without a name takes one from its key, and keeps it', async () => {
  const store = await memoryLedger(1);
  const first = await follower(store, { origin: undefined }).catchUp();
  expect(first?.origin).toMatch(/^taizhang\.local\/[0-9a-f]{16}$/);
  expect(await follower(store, { origin: first?.origin }).catchUp()).toEqual(first);
  await expect(follower(store, { origin: 'other.example' }).catchUp()).rejects.toThrow(refusal('LOG_ORIGIN_DIFFERS'));
  await expect(follower(store, { origin: 'with space', dataDir: join(dataDir, 'new') }).catchUp()).rejects.toThrow(refusal('LOG_ORIGIN_INVALID'));
});

test('a checkpoint comes by size too, and a stop in between publishes what there is', async () => {
  const store = await memoryLedger(900);
  const stop = new AbortController();
  let reads = 0;
  const slow = { readAll: async (options: ReadAllOptions) => { reads += 1; if (reads === 3) stop.abort(); return store.readAll(options); } } as EventStore;
  // Pages of 256: checkpoints at 512 by size, and at 768 by the stop.
  expect((await follower(slow, { publishEntries: 512 }).catchUp(stop.signal))?.size).toBe(768);
  expect((await follower(store).catchUp())?.size).toBe(900);
  await checkDisk(store);
});

test('the bookmark is used where it is right, and not missed where it is not', async () => {
  const store = await memoryLedger(600);
  await follower(store).catchUp();
  const positions: (string | undefined)[] = [];
  const watched = { readAll: (options: ReadAllOptions) => { positions.push(options.after); return store.readAll(options); } } as EventStore;
  await follower(watched).catchUp();
  expect(positions).toEqual(['m598', 'm599']);
  await grow(store, 600, 610);
  for (const text of ['', '{"size":600', '{}', '{"size":600,"position":"m5","before":"m4"}', '{"size":7000,"position":"m599","before":"m598"}', '{"size":600,"position":"m599","before":"elsewhere"}']) {
    writeFileSync(join(dataDir, 'log-bookmark.json'), text);
    expect((await follower(store).catchUp())?.size).toBe(610);
  }
  rmSync(join(dataDir, 'log-bookmark.json'));
  await grow(store, 610, 611);
  expect((await follower(store).catchUp())?.size).toBe(611);
  await checkDisk(store);
});

test('while another process appends, nothing is done', async () => {
  const store = await memoryLedger(3);
  const lock = WriterLock.acquire(logFolder(dataDir));
  expect(await follower(store).catchUp()).toBeUndefined();
  lock.release();
  expect((await follower(store).catchUp())?.size).toBe(3);
});

test('two that ask at once, and two followers in turn, append each event once', async () => {
  const store = await memoryLedger(300);
  const [one, other] = [follower(store), follower(store)];
  await Promise.all([one.catchUp(), one.catchUp()]);
  await grow(store, 300, 310);
  await other.catchUp();
  await grow(store, 310, 320);
  await one.catchUp();
  await checkDisk(store);
});

describe('nothing is signed', () => {
  const signed = (): string => readFileSync(join(logFolder(dataDir), 'checkpoint'), 'utf8');
  async function expectRefusal(store: EventStore, code: string, by = follower(store)): Promise<void> {
    const before = existsSync(join(logFolder(dataDir), 'checkpoint')) ? signed() : undefined;
    await expect(by.catchUp()).rejects.toThrow(refusal(code));
    // Also not at the second attempt.
    await expect(by.catchUp()).rejects.toThrow(refusal(code));
    expect(existsSync(join(logFolder(dataDir), 'checkpoint')) ? signed() : undefined).toBe(before);
  }

  test('where the ledger was rolled back, replaced, or changed at its end', async () => {
    await follower(await memoryLedger(300)).catchUp();
    await expectRefusal(await memoryLedger(299), 'LOG_BEYOND_LEDGER');
    await expectRefusal(await memoryLedger(0), 'LOG_BEYOND_LEDGER');
    const changed = await memoryLedger(299);
    await changed.append('case-9@360111', 'noStream', [{ eventId: '0b5ce1a0-0000-8000-8000-000000000001', type: 'Noted', data: {}, metadata: {} }]);
    await expectRefusal(changed, 'LOG_BEYOND_LEDGER');
  });

  test('where tiles were changed while the follower sleeps', async () => {
    const store = await memoryLedger(300);
    const awake = follower(store);
    await awake.catchUp();
    const tile = join(logFolder(dataDir), 'tile/1/000.p/1');
    const bytes = readFileSync(tile);
    bytes[10] = (bytes[10] as number) ^ 1;
    writeFileSync(tile, bytes);
    await grow(store, 300, 301);
    await expect(awake.catchUp()).rejects.toThrow(refusal('LOG_WOULD_FORK'));
    expect(signed()).toMatch(/\n300\n/);
  });

  test('where the checkpoint was exchanged for an older one', async () => {
    const store = await memoryLedger(300);
    await follower(store).catchUp();
    const older = signed();
    await grow(store, 300, 301);
    await follower(store).catchUp();
    const newer = signed();
    const [, , root] = newer.split('\n');
    // Size and root of one, signature of the other.
    writeFileSync(join(logFolder(dataDir), 'checkpoint'), older.replace(/\n300\n.*\n/, `\n301\n${root}\n`));
    await expectRefusal(store, 'NOTE_UNVERIFIED');
  });

  test('where files of the edge are missing, cut or changed', async () => {
    const store = await memoryLedger(300);
    await follower(store).catchUp();
    for (const path of ['tile/0/001.p/44', 'tile/1/000.p/1', 'tile/entries/001.p/44']) {
      const file = join(logFolder(dataDir), path);
      const bytes = readFileSync(file);
      rmSync(file);
      await expectRefusal(store, 'LOG_DAMAGED');
      writeFileSync(file, bytes.subarray(0, -1));
      await expectRefusal(store, 'LOG_DAMAGED');
      writeFileSync(file, Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) as number) ^ 1)]));
      await expectRefusal(store, 'LOG_DAMAGED');
      writeFileSync(file, bytes);
    }
    expect((await follower(store).catchUp())?.size).toBe(300);
  });

  test('where the key or the checkpoint is gone, or others can read the key', async () => {
    const store = await memoryLedger(3);
    await follower(store).catchUp();
    const [key, checkpoint] = [readFileSync(logKeyFile(dataDir)), signed()];
    rmSync(logKeyFile(dataDir));
    await expectRefusal(store, 'LOG_KEY_MISSING');
    writeFileSync(logKeyFile(dataDir), key, { mode: 0o600 });
    rmSync(join(logFolder(dataDir), 'checkpoint'));
    await expectRefusal(store, 'LOG_CHECKPOINT_MISSING');
    writeFileSync(join(logFolder(dataDir), 'checkpoint'), checkpoint);
    for (const rights of [0o640, 0o604, 0o620]) {
      chmodSync(logKeyFile(dataDir), rights);
      await expectRefusal(store, 'LOG_KEY_EXPOSED');
    }
    chmodSync(logKeyFile(dataDir), 0o600);
    writeFileSync(logKeyFile(dataDir), key.subarray(0, 60));
    await expectRefusal(store, 'LOG_KEY_INVALID');
  });
});

describe('a death at every operation', () => {
  /** Sizes of the ledger at which the log is brought up to date: within a bundle, over its end, over several with checkpoints by size in between, to the end of one. */
  const STAGES = [3, 260, 512];
  const MOMENTS: readonly Moment[] = ['before', 'half', 'after'];
  const KINDS: readonly Death[] = ['process', 'power'];
  const relevant = (files: CrashingFiles): [string, Buffer][] => [...files.contents].filter(([path]) => !/\/(incoming|log-bookmark\.json(\.new)?)$/.test(path));

  test('leaves, after the next start, every file as without it', async () => {
    let before = new CrashingFiles(dataDir);
    await follower(await memoryLedger(0), { files: before }).catchUp();
    let attempts = 0;
    for (const size of STAGES) {
      const ledger = await memoryLedger(size);
      const log = (files: CrashingFiles): LogFollower => follower(ledger, { files, publishEntries: 200 });
      const undisturbed = new CrashingFiles(dataDir).copy(before);
      await log(undisturbed).catchUp();
      await checkLog((path) => undisturbed.contents.get(join(logFolder(dataDir), path)), (undisturbed.contents.get(logKeyFile(dataDir)) as Buffer).toString(), ledger);
      const wanted = relevant(undisturbed);
      // Nothing else is in the folder but what has a name in the specification.
      expect(wanted.map(([path]) => path.slice(dataDir.length + 1)).filter((path) => !path.startsWith('log/') || parseTilePath(path.slice(4)) === undefined)).toEqual(['log.key', 'log/checkpoint']);
      for (let operation = 1; operation <= undisturbed.operations; operation += 1) {
        for (const [moment, kind] of MOMENTS.flatMap((moment) => KINDS.map((kind) => [moment, kind] as const))) {
          // Dead after an operation is dead before the next.
          if (moment === 'half' ? !undisturbed.halvable.has(operation) : moment === 'after' && operation < undisturbed.operations) continue;
          const files = new CrashingFiles(dataDir).copy(before);
          files.dieAt(operation, moment, kind);
          await expect(log(files).catchUp()).rejects.toThrow(Died);
          files.restart();
          await log(files).catchUp();
          const left = relevant(files);
          expect([size, operation, moment, kind, left.map(([path]) => path)]).toEqual([size, operation, moment, kind, wanted.map(([path]) => path)]);
          for (const [at, [, bytes]] of left.entries()) expect(bytes.equals(wanted[at]?.[1] as Buffer)).toBe(true);
          attempts += 1;
        }
      }
      before = undisturbed;
      before.restart();
    }
    process.stdout.write(`log follower: ${attempts} deaths, every file the same after the next start\n`);
    expect(attempts).toBeGreaterThan(150);
  });

  test('while it begins leaves a log that begins, under one key', async () => {
    const store = await memoryLedger(3);
    const undisturbed = new CrashingFiles(dataDir);
    await follower(store, { files: undisturbed }).catchUp();
    for (let operation = 1; operation <= undisturbed.operations; operation += 1) {
      for (const moment of MOMENTS) {
        for (const kind of KINDS) {
          const files = new CrashingFiles(dataDir);
          files.dieAt(operation, moment, kind);
          await expect(follower(store, { files }).catchUp()).rejects.toThrow(Died);
          files.restart();
          expect((await follower(store, { files }).catchUp())?.size).toBe(3);
          await checkLog((path) => files.contents.get(join(logFolder(dataDir), path)), (files.contents.get(logKeyFile(dataDir)) as Buffer).toString(), store);
        }
      }
    }
  });
});
