/**
 * Tampering with a small ledger and its log, exhaustively: every byte of every event, entry, tile and checkpoint, every event deleted, doubled, inserted, moved;
 * the ledger rolled back. Each attempt must be found, and for events the right one named. The counts are printed and must be equal.
 */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '#event-store';
import { openDatabase, type SqliteDatabase } from '#event-store/sqlite/database';
import { openSqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { nodeFiles } from './files.js';
import { logFolder, LogFollower, logKeyFile } from './log-follower.js';
import { signerOf, type Verifier } from './note.js';
import { grow } from './testing/ledgers.js';
import { TileFolder } from './tile-folder.js';
import type { Finding } from './findings.js';
import { verifyLog } from './verify-log.js';
import { signCheckpoint } from './checkpoint.js';

const COUNT = 9;
/** Where the log stood yesterday. */
const YESTERDAY = 6;
let root: string;
let dataDir: string;
let key: Verifier;
let attempts = 0;
let detections = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-tamper-'));
  dataDir = join(root, 'ledger');
  const store = await openSqliteEventStore(dataDir);
  // Three checkpoints, so that partial tiles of earlier ones are there.
  for (const [from, to] of [[0, 2], [2, YESTERDAY], [YESTERDAY, COUNT]] as const) {
    await grow(store, from, to);
    await new LogFollower(store, { dataDir, origin: 'taizhang.example/360111', files: nodeFiles }).catchUp();
    if (to === YESTERDAY) cpSync(join(dataDir), join(root, 'yesterday'), { recursive: true });
  }
  await store.close();
  key = signerOf(readFileSync(logKeyFile(dataDir), 'utf8')).verifier;
});
afterAll(() => {
  process.stdout.write(`tampering: ${attempts} attempts, ${detections} detected\n`);
  rmSync(root, { recursive: true });
  expect([detections, attempts > 4_000]).toEqual([attempts, true]);
});

const folderOf = (directory: string): TileFolder => new TileFolder(logFolder(directory), nodeFiles);
async function findings(store: EventStore, folder = folderOf(dataDir), earlier?: string): Promise<readonly Finding[]> {
  return (await verifyLog(store, folder, { key, earlier })).findings;
}
async function openReader(directory: string): Promise<EventStore> {
  return openSqliteEventStore(directory, { mode: 'readOnly' });
}

/** Counts an attempt, and its detection where what was found is what was done. */
function counted(found: readonly Finding[], expected: (finding: Finding) => boolean, what: string): void {
  attempts += 1;
  if (found.some(expected)) detections += 1;
  else throw new Error(`${what} was not found: ${JSON.stringify(found)}`);
}

test('what nobody touched is found to be right', async () => {
  const store = await openReader(dataDir);
  const progress: number[] = [];
  const verification = await verifyLog(store, folderOf(dataDir), { key, earlier: readFileSync(join(root, 'yesterday', 'log', 'checkpoint'), 'utf8'), onProgress: (events) => progress.push(events) });
  expect(verification).toMatchObject({ origin: 'taizhang.example/360111', size: COUNT, events: COUNT, findings: [] });
  expect(progress).toEqual([COUNT]);
  await store.close();
});

describe('the ledger', () => {
  let copy: string;
  let raw: SqliteDatabase;
  let reader: EventStore;
  /** The same file by another program, which the triggers do not stop. */
  beforeAll(async () => {
    copy = join(root, 'tampered');
    cpSync(dataDir, copy, { recursive: true });
    raw = openDatabase(join(copy, 'events.db'), { synchronous: 'OFF' });
    for (const { name } of raw.prepare<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).all()) raw.exec(`DROP TRIGGER ${name}`);
    raw.exec('PRAGMA ignore_check_constraints = ON');
    reader = await openReader(copy);
  });
  afterAll(async () => {
    raw.close();
    await reader.close();
  });

  /** Does it, looks, and puts everything back. */
  async function tamper(what: string, change: () => void, expected: (finding: Finding) => boolean): Promise<void> {
    raw.exec('CREATE TEMP TABLE kept AS SELECT * FROM events; CREATE TEMP TABLE kept_streams AS SELECT * FROM streams');
    change();
    counted(await findings(reader, folderOf(copy)), expected, what);
    raw.exec('DELETE FROM events; INSERT INTO events SELECT * FROM kept; DELETE FROM streams; INSERT INTO streams SELECT * FROM kept_streams; DROP TABLE kept; DROP TABLE kept_streams');
  }
  const isOf = (kind: Finding['kind'], position: number, streamId?: string) => (finding: Finding): boolean =>
    finding.kind === kind && 'index' in finding && finding.index === position - 1 && (streamId === undefined || finding.streamId === streamId);

  test.each(['data', 'metadata', 'type', 'event_id'])('every byte of %s of every event', async (column) => {
    const rows = raw.prepare<{ position: number; value: Uint8Array }>(`SELECT position, CAST(${column} AS BLOB) AS value FROM events ORDER BY position`).all();
    const update = raw.prepare(`UPDATE events SET ${column} = CAST(? AS TEXT) WHERE position = ?`);
    for (const { position, value } of rows) {
      for (let at = 0; at < value.length; at += 1) {
        const changed = Buffer.from(value);
        changed[at] = (changed[at] as number) ^ (1 + (at % 7));
        update.run(changed, position);
        counted(await findings(reader, folderOf(copy)), isOf('altered', position), `byte ${at} of ${column} at ${position}`);
      }
      update.run(Buffer.from(value), position);
    }
  });

  test('every event deleted', async () => {
    for (let position = 1; position <= COUNT; position += 1) {
      await tamper(`deletion of ${position}`, () => raw.prepare('DELETE FROM events WHERE position = ?').run(position), isOf('missing', position));
      // And with those behind it moved up, as if it had never been.
      await tamper(`removal of ${position}`, () => {
        raw.prepare('DELETE FROM events WHERE position = ?').run(position);
        raw.prepare('UPDATE events SET position = position - 1 WHERE position > ?').run(position);
      }, isOf('missing', position));
    }
  });

  test('an event inserted at every place, made up or the same again', async () => {
    for (let position = 1; position <= COUNT + 1; position += 1) {
      const makeRoom = (): void => {
        for (let at = COUNT; at >= position; at -= 1) raw.prepare('UPDATE events SET position = ? WHERE position = ?').run(at + 1, at);
      };
      await tamper(`insertion at ${position}`, () => {
        makeRoom();
        raw.prepare(`INSERT INTO events VALUES (?, 1, 99, '0b5ce1a0-0000-8000-8000-000000000001', 'Noted', '{}', '{}')`).run(position);
      }, isOf(position > COUNT ? 'unlogged' : 'inserted', position));
      await tamper(`replay at ${position}`, () => {
        makeRoom();
        raw.prepare('INSERT INTO events SELECT ?, stream, 98, event_id, type, data, metadata FROM events WHERE position = ?').run(position, position === 1 ? 2 : 1);
      }, isOf(position > COUNT ? 'unlogged' : 'inserted', position));
    }
  });

  test('any two events exchanged', async () => {
    for (let one = 1; one <= COUNT; one += 1) {
      for (let other = one + 1; other <= COUNT; other += 1) {
        await tamper(`exchange of ${one} and ${other}`, () => {
          for (const [from, to] of [[one, 99], [other, one], [99, other]]) raw.prepare('UPDATE events SET position = ? WHERE position = ?').run(to as number, from as number);
        }, isOf('reordered', one));
      }
    }
  });

  test('an event under another stream or revision', async () => {
    for (let position = 1; position <= COUNT; position += 1) {
      await tamper(`revision of ${position}`, () => raw.prepare('UPDATE events SET revision = revision + 50 WHERE position = ?').run(position), isOf('altered', position));
      await tamper(`stream of ${position}`, () => raw.prepare('UPDATE events SET stream = stream % 7 + 1, revision = 60 WHERE position = ?').run(position), isOf('altered', position));
    }
    for (let stream = 1; stream <= 7; stream += 1) await tamper(`name of stream ${stream}`, () => raw.prepare(`UPDATE streams SET name = 'case-x@360111' WHERE id = ?`).run(stream), isOf('altered', stream));
  });
});

describe('the log', () => {
  let copy: string;
  let reader: EventStore;
  beforeAll(async () => {
    copy = join(root, 'log-tampered');
    cpSync(dataDir, copy, { recursive: true });
    reader = await openReader(copy);
  });
  afterAll(() => reader.close());
  const files = (): string[] => readdirSync(logFolder(copy), { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(logFolder(copy), name)).isFile()).sort();

  test('every byte of every file, and every file cut, longer or gone', async () => {
    expect(files()).toEqual(['checkpoint', ...['tile/0/000.p', 'tile/entries/000.p'].flatMap((tile) => ['2', '6', '9'].map((width) => `${tile}/${width}`))]);
    for (const name of files()) {
      const path = join(logFolder(copy), name);
      const bytes = readFileSync(path);
      const isNamed = (finding: Finding): boolean => (name === 'checkpoint' ? finding.kind === 'checkpoint' : finding.kind === 'logFile' && finding.path === name);
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ (1 + (at % 255));
        writeFileSync(path, changed);
        const found = await findings(reader, folderOf(copy));
        counted(found, isNamed, `byte ${at} of ${name}`);
        // The events are not to blame.
        expect(found.filter(({ kind }) => kind !== 'logFile' && kind !== 'checkpoint')).toEqual([]);
      }
      for (const changed of [bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.of(0)]), Buffer.alloc(0)]) {
        writeFileSync(path, changed);
        counted(await findings(reader, folderOf(copy)), isNamed, `${name} of ${changed.length} bytes`);
      }
      rmSync(path);
      // Files of earlier checkpoints may go.
      if (!/\/[26]$/.test(name)) counted(await findings(reader, folderOf(copy)), isNamed, `loss of ${name}`);
      writeFileSync(path, bytes);
    }
  });

  test('a checkpoint signed by another key', async () => {
    const path = join(logFolder(copy), 'checkpoint');
    const kept = readFileSync(path);
    const other = signerOf('PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz');
    writeFileSync(path, signCheckpoint({ size: 0, root: Buffer.alloc(32) }, other));
    counted(await findings(reader, folderOf(copy)), ({ kind }) => kind === 'checkpoint', 'another key');
    writeFileSync(path, kept);
  });
});

describe('rolled back and forked', () => {
  const today = (): string => readFileSync(join(logFolder(dataDir), 'checkpoint'), 'utf8');

  test('the ledger of yesterday with the log of today', async () => {
    const reader = await openReader(join(root, 'yesterday'));
    counted(await findings(reader), (finding) => finding.kind === 'missing' && finding.index === YESTERDAY && finding.type === 'Opened' && finding.streamId === 'case-6@360111' && finding.revision === '0', 'a ledger rolled back');
    await reader.close();
  });

  test('the whole data directory of yesterday, by a checkpoint of today', async () => {
    const reader = await openReader(join(root, 'yesterday'));
    expect(await findings(reader, folderOf(join(root, 'yesterday')))).toEqual([]);
    counted(await findings(reader, folderOf(join(root, 'yesterday')), today()), ({ kind }) => kind === 'rewound', 'a data directory rolled back');
    await reader.close();
  });

  test('another past under the same key, by a checkpoint of the first', async () => {
    const forked = join(root, 'forked');
    const store = await openSqliteEventStore(forked);
    await grow(store, 0, 7);
    await store.append('case-9@360111', 'noStream', [{ eventId: '0b5ce1a0-0000-8000-8000-000000000001', type: 'Noted', data: {}, metadata: {} }]);
    await grow(store, 7, COUNT + 5);
    // The key and the empty log with which the first began: whoever runs the office has both.
    const signer = signerOf(readFileSync(logKeyFile(dataDir), 'utf8'));
    cpSync(logKeyFile(dataDir), logKeyFile(forked));
    await folderOf(forked).writeCheckpoint(signCheckpoint({ size: 0, root: Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex') }, signer));
    await new LogFollower(store, { dataDir: forked, files: nodeFiles }).catchUp();
    expect(await findings(store, folderOf(forked))).toEqual([]);
    counted(await findings(store, folderOf(forked), today()), ({ kind }) => kind === 'forked', 'a fork');
    await store.close();
  });
});

test('an event altered in a long ledger is named, and so is one far from where it was', async () => {
  const long = join(root, 'long');
  const store = await openSqliteEventStore(long);
  await grow(store, 0, 700);
  await new LogFollower(store, { dataDir: long, files: nodeFiles }).catchUp();
  await store.close();
  const longKey = signerOf(readFileSync(logKeyFile(long), 'utf8')).verifier;
  const raw = openDatabase(join(long, 'events.db'));
  for (const { name } of raw.prepare<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).all()) raw.exec(`DROP TRIGGER ${name}`);
  const reader = await openReader(long);
  const found = async (): Promise<readonly Finding[]> => (await verifyLog(reader, folderOf(long), { key: longKey })).findings;
  for (const [one, other] of [[3, 690], [257, 512]] as const) {
    const exchange = (): void => { for (const [from, to] of [[one, 9_999], [other, one], [9_999, other]]) raw.prepare('UPDATE events SET position = ? WHERE position = ?').run(to as number, from as number); };
    exchange();
    counted(await found(), (finding) => finding.kind === 'reordered' && finding.index === one - 1, `exchange of ${one} and ${other}`);
    exchange();
  }
  // A full tile, and the one above: the entries tell what it should hold.
  for (const name of ['tile/0/001', 'tile/1/000.p/2', 'tile/entries/000']) {
    const path = join(logFolder(long), name);
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, 40), Buffer.of((bytes[40] as number) ^ 1), bytes.subarray(41)]));
    expect(await found()).toEqual([{ kind: 'logFile', path: name }]);
    counted(await found(), () => true, name);
    writeFileSync(path, bytes);
  }
  expect(await found()).toEqual([]);
  raw.close();
  await reader.close();
});
