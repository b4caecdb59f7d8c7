/** A few reading connections to the read models, each showing one consistent moment while it is in use. */
import { DomainError } from '#kernel';
import { openDatabase, type SqliteDatabase, type SqliteStatement } from '#event-store/sqlite/database';
import type { ViewReader } from './projection.js';

/** Reads at the same time; more wait. A connection holds files open until garbage is collected, so they are kept and reused. */
const CONNECTIONS = 4;
const BUSY_TIMEOUT_MS = 5_000;
const SCAN_PAGE = 1_000;
/** Statements kept per connection; table names change with every rebuild. */
const STATEMENTS = 100;

interface StoredRow {
  readonly key: string;
  readonly row: string;
}

/** Gives out at most `CONNECTIONS` connections at a time. */
export class SnapshotReaders {
  private readonly idle: Connection[] = [];
  private readonly waiting: (() => void)[] = [];
  private open = 0;
  private closed = false;

  constructor(private readonly path: string, private readonly liveTables: (database: SqliteDatabase) => ReadonlyMap<string, string>) {}

  /** Runs `work` on one moment of the file; followers may go on writing meanwhile. */
  async read<T>(work: (reader: SnapshotReader) => Promise<T>): Promise<T> {
    const connection = await this.take();
    try {
      connection.database.exec('BEGIN');
      return await work(new SnapshotReader(connection, this.liveTables(connection.database)));
    } finally {
      this.giveBack(connection);
    }
  }

  close(): void {
    this.closed = true;
    for (const wake of this.waiting.splice(0)) wake();
    for (const { database } of this.idle.splice(0)) database.close();
  }

  private async take(): Promise<Connection> {
    // Again after each wait: somebody who did not wait may have been quicker.
    while (!this.closed && this.idle.length === 0 && this.open >= CONNECTIONS) await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.closed) throw new DomainError('VIEWS_CLOSED', 'unavailable', 'The program is stopping and answers no more questions. Ask again when it has started anew.');
    const kept = this.idle.pop();
    if (kept) return kept;
    const opened = new Connection(openDatabase(this.path, { readOnly: true, busyTimeoutMs: BUSY_TIMEOUT_MS }));
    this.open += 1;
    return opened;
  }

  private giveBack(connection: Connection): void {
    connection.database.rollback();
    if (this.closed) connection.database.close();
    else this.idle.push(connection);
    this.waiting.shift()?.();
  }
}

/** A connection with the statements prepared on it. */
class Connection {
  private readonly statements = new Map<string, SqliteStatement<StoredRow>>();

  constructor(readonly database: SqliteDatabase) {}

  prepare(sql: string): SqliteStatement<StoredRow> {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      if (this.statements.size >= STATEMENTS) this.statements.clear();
      this.statements.set(sql, (statement = this.database.prepare<StoredRow>(sql)));
    }
    return statement;
  }
}

export class SnapshotReader implements ViewReader {
  constructor(private readonly connection: Connection, private readonly tables: ReadonlyMap<string, string>) {}

  get<Row extends object>(projection: string, key: string): Row | undefined {
    const found = this.connection.prepare(`SELECT key, row FROM ${this.table(projection)} WHERE key = ?`).get(key);
    return found && (JSON.parse(found.row) as Row);
  }

  getMany<Row extends object>(projection: string, keys: readonly string[]): ReadonlyMap<string, Row> {
    const found = this.connection.prepare(`SELECT key, row FROM ${this.table(projection)} WHERE key IN (SELECT value FROM json_each(?))`).all(JSON.stringify(keys));
    return new Map(found.map(({ key, row }) => [key, JSON.parse(row) as Row]));
  }

  async *scan<Row extends object>(projection: string, prefix = '', after?: string): AsyncIterable<readonly { readonly key: string; readonly row: Row }[]> {
    for await (const page of this.pages(this.table(projection), prefix, after)) yield page.map(({ key, row }) => ({ key, row: JSON.parse(row) as Row }));
  }

  /** Pages in key order; other work gets its turn between them. */
  async *pages(table: string, prefix = '', after?: string): AsyncIterable<readonly StoredRow[]> {
    const select = (from: '>' | '>=') => this.connection.prepare(`SELECT key, row FROM ${table} WHERE key ${from} ? AND key < ? ORDER BY key LIMIT ${SCAN_PAGE}`);
    const further = select('>');
    // Keys are UTF-8 in SQLite's byte order, and U+10FFFF sorts after anything a key holds.
    const end = `${prefix}\u{10FFFF}`;
    let page = after !== undefined && after >= prefix ? further.all(after, end) : select('>=').all(prefix, end);
    while (page.length > 0) {
      yield page;
      if (page.length < SCAN_PAGE) return;
      await new Promise((resolve) => setImmediate(resolve));
      page = further.all((page.at(-1) as StoredRow).key, end);
    }
  }

  private table(projection: string): string {
    const table = this.tables.get(projection);
    if (table === undefined) throw new Error(`no projection is called ${projection}`);
    return table;
  }
}
