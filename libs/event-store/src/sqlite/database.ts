/**
 * A thin typed door to `libsql` that lets nothing through which makes it abort the process, or store or return something else than was meant.
 *
 * What libsql 0.5.29 does without it: a boolean, or a lone Date or Buffer, aborts the process; a missing parameter silently keeps
 * the value of the call before; whole numbers are bound as REAL; NaN becomes NULL; text ends at NUL; integers beyond 2^53 are rounded;
 * `readonly` and `fileMustExist` are ignored; a closed connection goes on working and keeps its read snapshot.
 */
import { existsSync } from 'node:fs';
import { types } from 'node:util';
import Libsql from 'libsql';
import { DomainError } from '#kernel';
import { countParameters } from './parameters.js';

/** What SQLite can hold. Blobs are returned as Buffers. */
export type SqlValue = null | number | bigint | string | Uint8Array;

export interface OpenOptions {
  /** Refuses writing, and a file that is not there. Default false. */
  readonly readOnly?: boolean | undefined;
  /** How long a call blocks the process while another connection holds the lock it needs; then `SQLITE_BUSY`. Default 5,000. */
  readonly busyTimeoutMs?: number | undefined;
  /** Default `FULL`: a commit is on the disk. */
  readonly synchronous?: 'FULL' | 'NORMAL' | 'OFF' | undefined;
  /** `keep` leaves the file as it is. Default `WAL`: readers and one writer do not block each other. */
  readonly journal?: 'WAL' | 'keep' | undefined;
  /** Page cache in KiB. Default 8,192. */
  readonly cacheKiB?: number | undefined;
}

export interface PrepareOptions {
  /** How integers are returned. Default `number`, which throws for one beyond 2^53 instead of rounding it. */
  readonly integers?: 'number' | 'bigint' | undefined;
  /** Default `objects`; `arrays` saves building them. */
  readonly rows?: 'objects' | 'arrays' | undefined;
}

/** Errors of SQLite itself carry its code: `SQLITE_BUSY`, `SQLITE_FULL`, `SQLITE_CONSTRAINT_UNIQUE` … */
export const sqliteCode = (error: unknown): string | undefined => {
  const code = (error as { readonly code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
};

/**
 * Opens a database file; the directory must exist.
 * @throws DomainError `STORE_MISSING` `STORE_UNAVAILABLE`; SQLite's own error when the file is no database
 */
export function openDatabase(path: string, options: OpenOptions = {}): SqliteDatabase {
  const { readOnly = false, busyTimeoutMs = 5_000, synchronous = 'FULL', journal = 'WAL', cacheKiB = 8_192 } = options;
  if (readOnly && path !== ':memory:' && !existsSync(path)) {
    throw new DomainError('STORE_MISSING', 'notFound', `There is no database ${path}; opened for reading it is not created. Check the path, or open it for writing once.`, { path });
  }
  let native: Libsql.Database;
  try {
    native = new Libsql(path, { timeout: busyTimeoutMs });
  } catch (error) {
    throw new DomainError('STORE_UNAVAILABLE', 'unavailable', `The database ${path} cannot be opened. Check that its directory exists and that this user may write there.`, { path }, { cause: error });
  }
  const database = new SqliteDatabase(native, path);
  try {
    if (readOnly) database.exec('PRAGMA query_only = ON');
    else if (journal === 'WAL') database.exec('PRAGMA journal_mode = WAL');
    database.exec(`PRAGMA synchronous = ${synchronous}; PRAGMA cache_size = -${Math.trunc(cacheKiB)}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

export class SqliteDatabase {
  #native: Libsql.Database | undefined;
  /** Let go of on closing: libsql closes the file only when no statement is left for the garbage collector to find. */
  readonly #statements = new Set<WeakRef<SqliteStatement>>();

  /** Use `openDatabase`. */
  constructor(native: Libsql.Database, readonly path: string) {
    this.#native = native;
  }

  get isOpen(): boolean {
    return this.#native !== undefined;
  }

  get inTransaction(): boolean {
    return this.#open().inTransaction;
  }

  /** Runs statements that need no parameters and give no rows. */
  exec(sql: string): void {
    checkText(sql);
    this.#open().exec(sql);
  }

  /** Parameters are `?` only. Prepare once, use often. */
  prepare<Row = unknown>(sql: string, options: PrepareOptions = {}): SqliteStatement<Row> {
    checkText(sql);
    const native = this.#open().prepare(sql) as unknown as NativeStatement;
    const statement = new SqliteStatement<Row>(native, sql, options);
    this.#statements.add(new WeakRef(statement));
    if (this.#statements.size % 1_000 === 0) this.#forgetLost();
    return statement;
  }

  /** Runs a pragma and returns its first value, if it has one. */
  pragma(source: string): SqlValue | undefined {
    return this.prepare<SqlValue[]>(`PRAGMA ${source}`, { rows: 'arrays' }).get()?.[0];
  }

  /** Runs `work` between BEGIN IMMEDIATE and COMMIT; an error rolls everything back. Transactions do not nest. */
  transaction<T>(work: () => T): T {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** Ends a transaction if one is open. SQLite ends it by itself on a full disk and some other errors. */
  rollback(): void {
    if (this.#open().inTransaction) this.exec('ROLLBACK');
  }

  /** Rolls back what is open and releases the file. Idempotent. */
  close(): void {
    if (!this.#native) return;
    // Closing alone would leave the snapshot, and with it the write-ahead log, held until garbage is collected.
    try {
      this.rollback();
    } finally {
      for (const reference of this.#statements) reference.deref()?.release();
      this.#statements.clear();
      this.#native.close();
      this.#native = undefined;
    }
  }

  #open(): Libsql.Database {
    if (!this.#native) throw new Error(`the database ${this.path} is closed`);
    return this.#native;
  }

  #forgetLost(): void {
    for (const reference of this.#statements) if (!reference.deref()) this.#statements.delete(reference);
  }
}

/** The part of libsql's statements used here; its own types leave rows and parameters open. */
interface NativeStatement {
  run(parameters: readonly SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number | bigint };
  get(parameters: readonly SqlValue[]): unknown;
  all(parameters: readonly SqlValue[]): unknown[];
  raw(on: boolean): unknown;
  safeIntegers(on: boolean): unknown;
}

export class SqliteStatement<Row = unknown> {
  #native: NativeStatement | undefined;
  readonly #parameters: number;
  readonly #arrays: boolean;
  readonly #bigints: boolean;

  /** Use `SqliteDatabase.prepare`. */
  constructor(native: NativeStatement, readonly sql: string, options: PrepareOptions) {
    this.#native = native;
    this.#parameters = countParameters(sql);
    this.#arrays = options.rows === 'arrays';
    this.#bigints = options.integers === 'bigint';
    if (this.#arrays) native.raw(true);
    if (this.#bigints) native.safeIntegers(true);
  }

  /** Runs it for its effect. */
  run(...parameters: readonly SqlValue[]): { readonly changes: number } {
    const { changes } = this.#open().run(this.#bindable(parameters));
    return { changes };
  }

  /** The first row, or `undefined`. */
  get(...parameters: readonly SqlValue[]): Row | undefined {
    const row = this.#open().get(this.#bindable(parameters));
    if (row === undefined) return undefined;
    // libsql adds how long it took, which is no column.
    if (!this.#arrays) delete (row as { _metadata?: unknown })._metadata;
    return this.#checked(row);
  }

  /** Every row: bound the result with LIMIT and page. There is no iterator because leaving one early keeps a snapshot open. */
  all(...parameters: readonly SqlValue[]): Row[] {
    const rows = this.#open().all(this.#bindable(parameters));
    for (let n = 0; n < rows.length; n += 1) this.#checked(rows[n]);
    return rows as Row[];
  }

  /** Called when the database closes. */
  release(): void {
    this.#native = undefined;
  }

  #open(): NativeStatement {
    if (!this.#native) throw new Error('the database of this statement is closed');
    return this.#native;
  }

  #bindable(parameters: readonly SqlValue[]): SqlValue[] {
    if (parameters.length !== this.#parameters) {
      throw new TypeError(`${this.#parameters} parameters expected, ${parameters.length} given: ${this.sql}`);
    }
    const bound = new Array<SqlValue>(parameters.length);
    for (let n = 0; n < parameters.length; n += 1) bound[n] = bindable(parameters[n], n, this.sql);
    return bound;
  }

  /** Refuses rounded integers and turns blobs into Buffers, in place. */
  #checked(row: unknown): Row {
    if (this.#arrays) {
      const values = row as unknown[];
      for (let n = 0; n < values.length; n += 1) {
        const value = values[n];
        if (typeof value !== 'string') values[n] = this.#returned(value, n);
      }
    } else {
      const values = row as Record<string, unknown>;
      for (const key in values) {
        const value = values[key];
        if (typeof value !== 'string') values[key] = this.#returned(value, key);
      }
    }
    return row as Row;
  }

  #returned(value: unknown, column: number | string): unknown {
    if (typeof value === 'number' && !this.#bigints && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw new RangeError(`column ${column} holds an integer beyond 2^53; prepare the statement with integers: 'bigint': ${this.sql}`);
    }
    return typeof value === 'object' && types.isAnyArrayBuffer(value) ? Buffer.from(value) : value;
  }
}

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** The value as libsql may have it. The type says so already, but values also come from JSON and from JavaScript. */
function bindable(value: unknown, index: number, sql: string): SqlValue {
  switch (typeof value) {
    case 'string':
      return checkText(value);
    case 'bigint':
      if (value > INT64_MAX || value < INT64_MIN) break;
      return value;
    case 'number':
      if (!Number.isFinite(value)) break;
      if (!Number.isInteger(value)) return value;
      if (!Number.isSafeInteger(value)) break;
      // A number is bound as REAL, a bigint as INTEGER: 1 must not become 1.0.
      return BigInt(value);
    case 'object':
      if (value === null || types.isUint8Array(value)) return value;
      break;
    default:
  }
  const what = typeof value === 'number' || typeof value === 'bigint' ? `${typeof value} out of range` : Object.prototype.toString.call(value);
  throw new TypeError(`parameter ${index + 1} cannot be stored (${what}): only null, finite numbers, 64-bit bigints, text and Uint8Array can: ${sql}`);
}

/** @throws DomainError `TEXT_INVALID` for what SQLite would cut or change */
function checkText(text: string): string {
  if (text.includes('\0') || !text.isWellFormed()) {
    throw new DomainError('TEXT_INVALID', 'invalid', 'A text holds a NUL character or half a surrogate pair, which the database would cut or change. Clean the text where it comes in.');
  }
  return text;
}
