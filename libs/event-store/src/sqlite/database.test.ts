/** The door to libsql refuses what would abort the process or be stored as something else; each trap is tried. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, sqliteCode, type SqliteDatabase, type SqlValue } from './database.js';
import { countParameters } from './parameters.js';

describe('database', () => {
  let directory: string;
  let database: SqliteDatabase;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'taizhang-database-'));
    database = openDatabase(join(directory, 'test.db'));
    database.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)');
  });
  afterEach(() => {
    database.close();
    rmSync(directory, { recursive: true });
  });

  const insert = (...values: readonly unknown[]): unknown => database.prepare('INSERT INTO t (a, b) VALUES (?, ?)').run(...values as SqlValue[]);

  test.each<[string, unknown]>([
    ['a boolean', true], ['a Date', new Date(0)], ['undefined', undefined], ['an object', {}], ['an array', [1]], ['a symbol', Symbol('s')],
    ['a function', () => 1], ['NaN', NaN], ['Infinity', Infinity], ['a number beyond 2^53', 2 ** 53], ['a bigint beyond 64 bits', 2n ** 63n],
    ['a bigint below 64 bits', -(2n ** 63n) - 1n], ['a boxed string', Object('s')], ['an ArrayBuffer', new ArrayBuffer(2)], ['a DataView', new DataView(new ArrayBuffer(2))],
  ])('%s is refused before it reaches libsql', (_, value) => {
    expect(() => insert(value, 1)).toThrow(TypeError);
    expect(() => insert(1, value)).toThrow(/parameter 2/);
    expect(() => database.prepare('SELECT 1 WHERE 1 = ?').get(value as SqlValue)).toThrow(TypeError);
    expect(database.prepare<{ n: number }>('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
  });

  test.each([['NUL', 'a\0b'], ['a high surrogate alone', 'a\ud800b'], ['a low surrogate alone', '\udc00']])('text with %s is refused, not cut', (_, text) => {
    expect(() => insert(text, 1)).toThrow(expect.objectContaining({ code: 'TEXT_INVALID', kind: 'invalid' }) as Error);
    expect(() => database.exec(`SELECT '${text}'`)).toThrow(expect.objectContaining({ code: 'TEXT_INVALID' }) as Error);
    expect(() => database.prepare(`SELECT '${text}'`)).toThrow(expect.objectContaining({ code: 'TEXT_INVALID' }) as Error);
  });

  test('what can be stored comes back as it was', () => {
    const blob = Uint8Array.from([0, 1, 255]);
    const values: readonly SqlValue[] = [null, 0, -1, 1.5, Number.MAX_SAFE_INTEGER, '', '张三 𠮷 👍🏽', blob, Buffer.from([7]), new Uint8Array(0)];
    for (const value of values) insert(value, null);
    const back = database.prepare<{ a: SqlValue }>('SELECT a FROM t ORDER BY id').all().map(({ a }) => a);
    expect(back.map((value) => (value instanceof Uint8Array || Buffer.isBuffer(value) ? [...value] : value)))
      .toEqual([null, 0, -1, 1.5, Number.MAX_SAFE_INTEGER, '', '张三 𠮷 👍🏽', [0, 1, 255], [7], []]);
    expect(database.prepare<SqlValue[]>('SELECT a, b FROM t WHERE id = ?', { rows: 'arrays' }).get(9)).toEqual([Buffer.from([7]), null]);
  });

  test('a whole number is an INTEGER and a fraction a REAL', () => {
    insert(1, 1.5);
    insert(2n, -0.5);
    expect(database.prepare('SELECT typeof(a) AS a, typeof(b) AS b FROM t').all()).toEqual([{ a: 'integer', b: 'real' }, { a: 'integer', b: 'real' }]);
  });

  test('integers beyond 2^53 are exact as bigints and never rounded', () => {
    insert(2n ** 53n + 1n, 2n ** 63n - 1n);
    const sql = 'SELECT a, b FROM t';
    expect(database.prepare(sql, { integers: 'bigint' }).get()).toEqual({ a: 9007199254740993n, b: 9223372036854775807n });
    expect(() => database.prepare(sql).get()).toThrow(RangeError);
    expect(() => database.prepare(sql, { rows: 'arrays' }).all()).toThrow(RangeError);
  });

  test('a parameter too few or too many is refused: libsql would use the value of an earlier call', () => {
    insert('first', 'kept by libsql');
    expect(() => insert('second')).toThrow(/2 parameters expected, 1 given/);
    expect(() => insert('a', 'b', 'c')).toThrow(TypeError);
    expect(() => insert()).toThrow(TypeError);
  });

  test('rows are plain: nothing added by libsql', () => {
    insert('x', 2);
    expect(database.prepare('SELECT a, b FROM t').get()).toEqual({ a: 'x', b: 2 });
    expect(database.prepare('SELECT a, b FROM t').all()).toEqual([{ a: 'x', b: 2 }]);
    expect(database.prepare('SELECT a FROM t WHERE id = 99').get()).toBeUndefined();
    expect(database.prepare('DELETE FROM t').run()).toEqual({ changes: 1 });
  });

  test('a transaction is whole or not there, and does not nest', () => {
    expect(database.transaction(() => insert(1, 1) && 'done')).toBe('done');
    expect(() => database.transaction(() => {
      insert(2, 2);
      throw new Error('no');
    })).toThrow('no');
    expect(() => database.transaction(() => database.transaction(() => undefined))).toThrow(/transaction/);
    expect(database.inTransaction).toBe(false);
    expect(database.prepare('SELECT a FROM t').all()).toEqual([{ a: 1 }]);
  });

  test('errors of SQLite carry their code', () => {
    database.exec('CREATE UNIQUE INDEX u ON t (a)');
    insert('same', 1);
    let code: string | undefined;
    try {
      insert('same', 2);
    } catch (error) {
      code = sqliteCode(error);
    }
    expect(code).toBe('SQLITE_CONSTRAINT_UNIQUE');
    expect(sqliteCode(new Error('other'))).toBeUndefined();
    expect(sqliteCode(undefined)).toBeUndefined();
  });

  test('read-only refuses to write, and does not create', () => {
    expect(() => openDatabase(join(directory, 'absent.db'), { readOnly: true })).toThrow(expect.objectContaining({ code: 'STORE_MISSING', kind: 'notFound' }) as Error);
    expect(() => openDatabase(join(directory, 'absent', 'x.db'))).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }) as Error);
    const reader = openDatabase(database.path, { readOnly: true });
    expect(() => reader.exec('DELETE FROM t')).toThrow(expect.objectContaining({ code: 'SQLITE_READONLY' }) as Error);
    reader.close();
  });

  test('closed, it is closed: no call goes through, and no snapshot stays behind', () => {
    insert('x', 1);
    const reader = openDatabase(database.path, { readOnly: true });
    const select = reader.prepare('SELECT * FROM t');
    reader.exec('BEGIN');
    select.all();
    const checkpoint = (): SqlValue | undefined => database.pragma('wal_checkpoint(TRUNCATE)');
    database.exec('PRAGMA busy_timeout = 0');
    insert('y', 2);
    expect(checkpoint()).toBe(1);
    reader.close();
    reader.close();
    // The first column says whether somebody was in the way.
    expect(checkpoint()).toBe(0);
    expect(() => select.all()).toThrow(/closed/);
    expect(() => reader.prepare('SELECT 1')).toThrow(/closed/);
    expect(() => reader.exec('SELECT 1')).toThrow(/closed/);
    expect(reader.isOpen).toBe(false);
  });

  test('a file that is no database is said to be none', () => {
    const path = join(directory, 'text.db');
    writeFileSync(path, 'This is a text and has never been a database. '.repeat(100));
    expect(() => openDatabase(path)).toThrow(expect.objectContaining({ code: 'SQLITE_NOTADB' }) as Error);
  });
});

describe('counting parameters', () => {
  test.each([
    ['SELECT 1', 0],
    ['SELECT ?, ?', 2],
    [`SELECT '?', "?", \`?\`, [?], ? -- ?`, 1],
    ['SELECT /* ? \n ? */ ? /* ?', 1],
    [`SELECT 'it''s ?', ?, x'00'`, 1],
    [`SELECT json_extract(a, '$.b:c') -> '$' FROM t WHERE a = ?`, 1],
  ])('%s has %i', (sql, count) => expect(countParameters(sql)).toBe(count));

  test.each(['SELECT ?1', 'SELECT :name', 'SELECT @name', 'SELECT $name'])('%s is refused', (sql) => {
    expect(() => countParameters(sql)).toThrow(TypeError);
  });
});
