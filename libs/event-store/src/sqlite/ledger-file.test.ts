/** What holds for the ledger file itself, whichever program has it open: immutable rows, one writer, readers beside it, no foreign files. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rfc8785 } from '#kernel';
import { newEvent, newEvents } from '../contract/support.js';
import type { RecordedEvent } from '../port.js';
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

  /** The canonical JSON of an event by the kernel's own writer. */
  const lineOf = ({ data, eventId, metadata, revision, streamId, type }: RecordedEvent): string => rfc8785({ data, eventId, metadata, revision: revision.toString(), streamId, type });
  const linesOf = async (store: SqliteEventStore, after?: string): Promise<readonly (readonly [string, string])[]> => (await store.readLines({ after })).events.map(({ position, json }) => [position, json.toString('utf8')] as const);

  test('lines are the canonical JSON of the events as they are read, whatever the texts hold; paged alike', async () => {
    const store = await openStore(directory);
    expect(await store.readLines()).toEqual({ events: [], end: true });
    await store.append('case-1', 'noStream', [newEvent({ b: 1, a: { d: '二', c: [null, -0, 'x\ny'] } }, { metadata: { z: 1, 'y,': 2 } }), newEvent({}), newEvent({ 10: 1, 9: 2 })]);
    // Every character that JSON writes otherwise than as it is, and some that other writers of JSON do.
    const odd = `${Array.from({ length: 0x9f }, (_, n) => String.fromCharCode(n + 1)).join('')}\u2028\u2029\u{1f600}\ufeff\uffff`;
    await store.append(odd, 'noStream', [newEvent({ [odd]: odd }, { type: odd.slice(0, 0x90) })]);
    const { events } = await store.readAll();
    expect(await linesOf(store)).toEqual(events.map((event) => [event.position, lineOf(event)]));
    expect((await linesOf(store))[0]?.[1]).toMatch(/^\{"data":\{"a":\{"c":\[null,0,"x\\ny"\],"d":"二"\},"b":1\},"eventId":"[0-9a-f-]{36}","metadata":\{"y,":2,"z":1\},"revision":"0","streamId":"case-1","type":"[^"]+"\}$/);
    const page = await store.readLines({ after: events[0]?.position, limit: 2 });
    expect([page.events.map(({ position }) => position), page.end]).toEqual([[events[1]?.position, events[2]?.position], false]);
    expect((await store.readLines({ after: events[2]?.position, limit: 2 })).end).toBe(true);
    expect(await store.readLines({ after: events[3]?.position })).toEqual({ events: [], end: true });
    await expect(store.readLines({ after: '77' })).rejects.toMatchObject({ code: 'POSITION_INVALID' });
  });

  async function allLines(store: SqliteEventStore): Promise<readonly (readonly [string, string])[]> {
    const lines: (readonly [string, string])[] = [];
    for (let after: string | undefined; ;) {
      const { events, end } = await store.readLines({ after, limit: 500 });
      lines.push(...events.map(({ position, json }) => [position, json.toString('utf8')] as const));
      after = events.at(-1)?.position;
      if (end) return lines;
    }
  }

  test('a page of large events ends before they fill the memory, and whoever goes on reads every one', async () => {
    const store = await openStore(directory);
    for (let n = 0; n < 600; n += 1) await store.append(`list-${n}`, 'noStream', [newEvent({ lines: 'x'.repeat(50_000) })]);
    for (const direction of ['forward', 'backward'] as const) {
      const [sizes, positions] = [[] as number[], [] as number[]];
      for (let after: string | undefined; ;) {
        const { events, end } = await store.readAll({ after, direction });
        sizes.push(events.length);
        positions.push(...events.map(({ position }) => Number(position)));
        after = events.at(-1)?.position;
        if (end) break;
      }
      expect(Math.max(...sizes)).toBeLessThan(300);
      expect(positions).toEqual(Array.from({ length: 600 }, (_, n) => (direction === 'forward' ? n + 1 : 600 - n)));
    }
    expect((await store.readAll({ limit: 5 })).events.length).toBe(5);
  });

  test('lines keep to their events where somebody wrote a line feed into a text, or took a row away', async () => {
    const store = await openStore(directory);
    await store.append('case-1', 'noStream', newEvents(600));
    await store.close();
    const whole = await allLines(await openStore(directory, { mode: 'readOnly' }));
    const raw = openDatabase(file);
    raw.exec('DROP TRIGGER events_no_update; DROP TRIGGER events_no_delete');
    raw.exec(`UPDATE events SET data = '{"a":1,' || char(10) || '"b":2}' WHERE position = 3; DELETE FROM events WHERE position = 5; DELETE FROM events WHERE position = 600`);
    raw.close();
    const lines = await allLines(await openStore(directory, { mode: 'readOnly' }));
    expect(whole.length).toBe(600);
    expect(lines.map(([position]) => Number(position))).toEqual(Array.from({ length: 599 }, (_, n) => n + 1).filter((n) => n !== 5));
    expect(lines.filter(([position]) => position !== '3')).toEqual(whole.filter(([position]) => !['3', '5', '600'].includes(position)));
    expect(lines[2]?.[1]).toContain('{"data":{"a":1,\n"b":2},"eventId"');
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
    const dataOf = async (one: SqliteEventStore): Promise<readonly (string | undefined)[]> => (await linesOf(one)).map(([, json]) => /^\{"data":(\{.*\}),"eventId":/.exec(json)?.[1]);
    const reader = await openStore(directory, { mode: 'readOnly' });
    expect(await dataOf(reader)).toEqual([canonical]);
    const store = await openStore(directory);
    await store.append('case-1', 0n, [newEvent({ d: 1, c: 2 })]);
    for (const one of [store, reader]) expect(await dataOf(one)).toEqual([canonical, '{"c":2,"d":1}']);
    await store.close();
    const raw = openDatabase(file, { readOnly: true });
    expect(raw.prepare<{ data: string }>('SELECT data FROM events ORDER BY position').all().map(({ data }) => data)).toEqual([written, '{"c":2,"d":1}']);
    raw.close();
    expect(await dataOf(await openStore(directory))).toEqual([canonical, '{"c":2,"d":1}']);
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
