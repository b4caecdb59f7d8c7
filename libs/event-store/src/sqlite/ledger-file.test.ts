/** What holds for the ledger file itself, whichever program has it open: immutable rows, one writer, readers beside it, no foreign files. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '#kernel';
import { newEvent, newEvents } from '../contract/support.js';
import { openDatabase, type SqliteDatabase } from './database.js';
import { openSqliteEventStore, type SqliteEventStore } from './sqlite-event-store.js';

const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;

describe('ledger file', () => {
  let directory: string;
  let file: string;
  let open: SqliteEventStore[];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'taizhang-ledger-'));
    file = join(directory, 'events.db');
    open = [];
  });
  afterEach(async () => {
    for (const store of open) await store.close();
    rmSync(directory, { recursive: true });
  });

  async function openStore(...parameters: Parameters<typeof openSqliteEventStore>): Promise<SqliteEventStore> {
    const store = await openSqliteEventStore(...parameters);
    open.push(store);
    return store;
  }

  describe('another program', () => {
    let other: SqliteDatabase;
    beforeEach(async () => {
      const store = await openStore(directory);
      await store.append('case-1', 'noStream', newEvents(3));
      await store.append('case-2', 'noStream', newEvents(1));
      await store.close();
      other = openDatabase(file);
    });
    afterEach(() => other.close());

    const row = `'00000000-0000-8000-8000-000000000000', 'T', '{}', '{}'`;
    test.each([
      `UPDATE events SET data = '{}' WHERE position = 1`,
      'UPDATE events SET position = 99 WHERE position = 4',
      'UPDATE OR REPLACE events SET revision = 1 WHERE position = 1',
      'DELETE FROM events WHERE position = 4',
      'DELETE FROM events',
      `UPDATE streams SET name = 'case-3'`,
      'DELETE FROM streams',
      `INSERT OR REPLACE INTO events VALUES (4, 2, 0, ${row})`,
      `INSERT OR REPLACE INTO events VALUES (5, 2, 0, ${row})`,
      `INSERT INTO events VALUES (6, 2, 1, ${row})`,
      `INSERT INTO events VALUES (5, 2, 2, ${row})`,
      `INSERT INTO events VALUES (0, 2, 1, ${row})`,
      `INSERT INTO events VALUES (NULL, 2, 1, ${row})`,
      `INSERT OR REPLACE INTO streams VALUES (1, 'case-9')`,
      `INSERT OR REPLACE INTO streams VALUES (3, 'case-1')`,
      `INSERT INTO streams VALUES (9, 'case-9')`,
    ])('cannot %s', (sql) => {
      const rows = (): unknown => [other.prepare('SELECT * FROM events').all(), other.prepare('SELECT * FROM streams').all()];
      const before = rows();
      expect(() => other.exec(sql)).toThrow(refusal('SQLITE_CONSTRAINT_TRIGGER'));
      expect(rows()).toEqual(before);
    });

    test('cannot store values of another type', () => {
      expect(() => other.exec(`INSERT INTO events VALUES (5, 2, 1, x'00', 'T', '{}', '{}')`)).toThrow(/cannot store BLOB value in TEXT column/);
    });

    test('that did add an event properly is noticed: nothing is overwritten', async () => {
      const store = await openStore(directory);
      await store.readStream('case-2');
      other.exec(`INSERT INTO events VALUES (5, 2, 1, ${row})`);
      await expect(store.append('case-2', 0n, newEvents(1))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      // Having looked again, the store knows the stream as it is.
      await expect(store.append('case-2', 0n, newEvents(1))).rejects.toMatchObject({ code: 'REVISION_CONFLICT', actual: 1n });
      expect((await store.append('case-2', 1n, newEvents(1))).position).toBe('6');
    });

    test('that writes for long makes an append wait and then fail, not vanish', async () => {
      const store = await openStore(directory, { busyTimeoutMs: 20 });
      other.exec('BEGIN IMMEDIATE');
      const event = newEvent();
      await expect(store.append('case-2', 0n, [event])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      other.exec('ROLLBACK');
      expect((await store.append('case-2', 0n, [event])).revision).toBe(1n);
    });
  });

  test('opened a second time for writing it is refused, by whatever path, and names the holder', async () => {
    const first = await openStore(directory);
    const linked = join(directory, 'link');
    symlinkSync(directory, linked);
    symlinkSync(file, join(directory, 'other-name.db'));
    for (const path of [directory, file, linked, join(directory, 'other-name.db')]) {
      await expect(openSqliteEventStore(path)).rejects.toMatchObject({ code: 'STORE_LOCKED', details: { pid: process.pid } });
    }
    await first.append('case-1', 'noStream', newEvents(1));
    await first.close();
    const second = await openStore(file);
    expect((await second.append('case-1', 0n, newEvents(1))).revision).toBe(1n);
  });

  test('a reader beside the writer reads, hears of new events, and cannot write', async () => {
    const writer = await openStore(directory);
    await writer.append('case-1', 'noStream', newEvents(2));
    const reader = await openStore(directory, { mode: 'readOnly', pollMs: 5 });
    expect(await reader.readStream('case-1')).toEqual(await writer.readStream('case-1'));
    await expect(reader.append('case-1', 1n, newEvents(1))).rejects.toMatchObject({ code: 'STORE_READ_ONLY', kind: 'unsupported' });

    const stop = new AbortController();
    const kinds: string[] = [];
    for await (const item of reader.subscribe({ signal: stop.signal })) {
      kinds.push(item.kind === 'event' ? String(item.event.revision) : item.kind);
      if (kinds.length === 3) await writer.append('case-1', 1n, newEvents(2));
      if (kinds.length === 6) stop.abort();
    }
    expect(kinds).toEqual(['0', '1', 'caughtUp', '2', '3', 'caughtUp']);
    // What the reader remembers of a stream does not age its reads.
    await writer.append('case-1', 3n, newEvents(1));
    expect(await reader.readStream('case-1', { from: 4n })).toMatchObject({ status: 'found', end: true, events: [{ revision: 4n }] });
    await writer.close();
    expect((await reader.readAll()).events.length).toBe(5);
  });

  test('a bookmark beyond the end belongs to another ledger and is refused', async () => {
    const store = await openStore(directory);
    await store.append('case-1', 'noStream', newEvents(2));
    for (const after of ['3', '0', '01', '+1']) {
      await expect(store.readAll({ after })).rejects.toMatchObject({ code: 'POSITION_INVALID' });
      await expect(store.readAll({ after, direction: 'backward' })).rejects.toMatchObject({ code: 'POSITION_INVALID' });
    }
  });

  test('for reading, what is not there is not created', async () => {
    await expect(openSqliteEventStore(directory, { mode: 'readOnly' })).rejects.toMatchObject({ code: 'STORE_MISSING' });
    await expect(openSqliteEventStore(join(directory, 'absent'), { mode: 'readOnly' })).rejects.toMatchObject({ code: 'STORE_MISSING' });
    writeFileSync(file, '');
    await expect(openSqliteEventStore(directory, { mode: 'readOnly' })).rejects.toMatchObject({ code: 'STORE_MISSING' });
    expect(readFileSync(file).length).toBe(0);
  });

  test('for writing, the directory is made', async () => {
    const deep = join(directory, 'office', 'ledger');
    await openStore(deep);
    expect(readFileSync(join(deep, 'events.db')).length).toBeGreaterThan(0);
  });

  test('where no directory can be made, that is said', async () => {
    writeFileSync(join(directory, 'file'), '');
    await expect(openSqliteEventStore(join(directory, 'file', 'ledger'))).rejects.toMatchObject({ code: 'STORE_MISSING' });
  });

  describe('a file that is not ours', () => {
    async function expectUntouched(path: string, code: string): Promise<void> {
      const before = readFileSync(path);
      await expect(openSqliteEventStore(path)).rejects.toMatchObject({ code });
      await expect(openSqliteEventStore(path, { mode: 'readOnly' })).rejects.toMatchObject({ code });
      expect(readFileSync(path).equals(before)).toBe(true);
      // And the refusal left no lock.
      await expect(openSqliteEventStore(path)).rejects.toMatchObject({ code });
    }

    test('a text file', async () => {
      writeFileSync(file, 'This is a text and has never been a database. '.repeat(100));
      await expectUntouched(file, 'STORE_FOREIGN');
    });

    test('a database of another program', async () => {
      const other = openDatabase(file, { journal: 'keep' });
      other.exec('CREATE TABLE events (position INTEGER PRIMARY KEY)');
      other.close();
      await expectUntouched(file, 'STORE_FOREIGN');
    });

    test('a ledger of a newer version', async () => {
      await (await openStore(directory)).close();
      const newer = openDatabase(file);
      newer.exec('PRAGMA user_version = 3');
      newer.pragma('wal_checkpoint(TRUNCATE)');
      newer.close();
      const copy = join(directory, 'copy.db');
      copyFileSync(file, copy);
      await expectUntouched(copy, 'STORE_NEWER');
    });
  });

  test('texts are handed out in canonical form, as the events are read; paged alike', async () => {
    const store = await openStore(directory);
    await store.append('case-1', 'noStream', [newEvent({ b: 1, a: { d: '二', c: [null, -0, 'x\ny'] } }, { metadata: { z: 1, 'y,': 2 } }), newEvent({}), newEvent({ 10: 1, 9: 2 })]);
    const texts = (await store.readTexts()).events;
    expect(texts[0]).toMatchObject({ data: '{"a":{"c":[null,0,"x\\ny"],"d":"二"},"b":1}', metadata: '{"y,":2,"z":1}' });
    expect(texts.map((text) => ({ ...text, data: JSON.parse(text.data) as JsonObject, metadata: JSON.parse(text.metadata) as JsonObject }))).toEqual((await store.readAll()).events);
    expect(await store.readTexts({ after: texts[0]?.position, limit: 1 })).toEqual({ events: [texts[1]], end: false });
    expect(await store.readTexts({ direction: 'backward', limit: 2 })).toEqual({ events: [texts[2], texts[1]], end: false });
    await expect(store.readTexts({ after: '77' })).rejects.toMatchObject({ code: 'POSITION_INVALID' });
  });

  test('a ledger of version 1, whose members stood in the order of the writer: read as it is, opened for writing it goes on, and no row changes', async () => {
    const written = '{"b":1,"a":"älter"}';
    await (await openStore(directory)).close();
    const older = openDatabase(file);
    older.exec('DROP TABLE texts; PRAGMA user_version = 1');
    older.prepare('INSERT INTO streams VALUES (1, ?)').run('case-1');
    older.prepare('INSERT INTO events VALUES (1, 1, 0, ?, ?, ?, ?)').run('00000000-0000-8000-8000-000000000001', 'T', written, '{}');
    older.pragma('wal_checkpoint(TRUNCATE)');
    older.close();
    const canonical = '{"a":"älter","b":1}';
    const reader = await openStore(directory, { mode: 'readOnly' });
    expect((await reader.readTexts()).events.map(({ data }) => data)).toEqual([canonical]);
    const store = await openStore(directory);
    await store.append('case-1', 0n, [newEvent({ d: 1, c: 2 })]);
    for (const one of [store, reader]) expect((await one.readTexts()).events.map(({ data }) => data)).toEqual([canonical, '{"c":2,"d":1}']);
    await store.close();
    const raw = openDatabase(file, { readOnly: true });
    expect(raw.prepare<{ data: string }>('SELECT data FROM events ORDER BY position').all().map(({ data }) => data)).toEqual([written, '{"c":2,"d":1}']);
    raw.close();
    expect((await (await openStore(directory)).readTexts()).events.map(({ data }) => data)).toEqual([canonical, '{"c":2,"d":1}']);
  });

  test('after closing, the one file holds everything: a copy of it is a ledger', async () => {
    const store = await openStore(directory);
    await store.append('case-1', 'noStream', newEvents(3));
    await store.close();
    const copy = join(directory, 'copy');
    mkdirSync(copy);
    copyFileSync(file, join(copy, 'events.db'));
    expect((await (await openStore(copy)).readAll()).events.length).toBe(3);
  });
});
