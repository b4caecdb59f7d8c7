/**
 * Read models in one SQLite file that can be deleted at any time: a table per projection, version and generation.
 * Rows and the bookmark of the follower that wrote them change in one transaction.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { DomainError } from '#kernel';
import type { Bookmark } from '#event-store';
import { openDatabase, type SqliteDatabase, type SqliteStatement, sqliteCode } from '#event-store/sqlite/database';
import type { Projection, ViewReader } from './projection.js';
import { SnapshotReaders } from './snapshot-readers.js';

/** Raised when the tables of this file itself change; an older file is then emptied. */
const FORMAT = 2;
const CACHE_KIB = 32_768;
/** Fewer, larger checkpoints: 16 MB of log. */
const CHECKPOINT_PAGES = 4_000;
/** How long an erasure waits for readers. */
const LEAVE_LIMIT_MS = 60_000;
const LEAVE_STEP_MS = 50;
/** Statements kept; table names change with every rebuild. */
const STATEMENTS = 200;

export interface Generation {
  readonly projection: string;
  readonly version: number;
  readonly generation: number;
  readonly state: 'live' | 'building';
  /** Position of the last event looked at; null before the first. */
  readonly position: string | null;
  /** Id of that event, and the position before it: enough to see whether the ledger still holds it there. */
  readonly eventId: string | null;
  readonly before: string | null;
  /** Events folded so far. */
  readonly events: number;
}

/** The table a generation's rows are in. Names are program text, never input. */
export const tableOf = ({ projection, version, generation }: Pick<Generation, 'projection' | 'version' | 'generation'>): string => `"${projection}_v${version}_g${generation}"`;

export class ViewStore {
  private readonly readers: SnapshotReaders;
  private readonly statements = new Map<string, SqliteStatement>();

  private constructor(private readonly path: string, readonly database: SqliteDatabase, private readonly projections: readonly Projection[]) {
    this.readers = new SnapshotReaders(path, liveTables);
  }

  /** Opens or creates the file and makes sure that every projection has a live generation. */
  static open(path: string, projections: readonly Projection[]): ViewStore {
    try {
      return ViewStore.openFile(path, projections);
    } catch (error) {
      if (!isDamage(error)) throw asRefusal(error);
      // Everything in it is in the ledger: it is built anew.
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
      return ViewStore.openFile(path, projections);
    }
  }

  private static openFile(path: string, projections: readonly Projection[]): ViewStore {
    // NORMAL flushes at checkpoints only: a power cut may lose the last pages, which are folded again, but tears nothing.
    const database = openDatabase(path, { synchronous: 'NORMAL', cacheKiB: CACHE_KIB });
    try {
      // From here on nothing waits inside a call: see `tryWrite`.
      database.pragma('busy_timeout = 0');
      database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      const store = new ViewStore(path, database, projections);
      store.write(() => store.prepareTables());
      return store;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** A statement on the writing connection, prepared once. */
  prepare<Row>(sql: string): SqliteStatement<Row> {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      if (this.statements.size >= STATEMENTS) this.statements.clear();
      this.statements.set(sql, (statement = this.database.prepare(sql)));
    }
    return statement as SqliteStatement<Row>;
  }

  /**
   * Runs `work` in a write transaction; another process may be writing, then the caller hears `busy` and tries again later.
   * The wait is never inside the call: a blocked writer would block every request of the server.
   */
  tryWrite<T>(work: () => T): { readonly done: true; readonly value: T } | { readonly done: false } {
    try {
      this.database.exec('BEGIN IMMEDIATE');
    } catch (error) {
      if (isBusy(error)) return { done: false };
      throw asRefusal(error);
    }
    try {
      const value = work();
      this.database.exec('COMMIT');
      return { done: true, value };
    } catch (error) {
      this.database.rollback();
      if (isBusy(error)) return { done: false };
      throw asRefusal(error);
    }
  }

  /** As `tryWrite`, waiting up to five seconds; for opening and other rare moments only. */
  private write(work: () => void): void {
    for (let waited = 0; !this.tryWrite(work).done; waited += 20) {
      if (waited > 5_000) throw new Error(`another process has held ${this.path} for five seconds; try again when it is done`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }

  private prepareTables(): void {
    const db = this.database;
    db.exec('CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID');
    if (this.meta('format') !== String(FORMAT)) {
      for (const { name } of db.prepare<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'meta'`).all()) db.exec(`DROP TABLE "${name}"`);
      this.setMeta('format', String(FORMAT));
    }
    db.exec(`CREATE TABLE IF NOT EXISTS generations (
      projection TEXT NOT NULL, version INTEGER NOT NULL, generation INTEGER NOT NULL, state TEXT NOT NULL, position TEXT, event_id TEXT, before TEXT, events INTEGER NOT NULL,
      PRIMARY KEY (projection, version, generation)) WITHOUT ROWID`);
    for (const generation of this.generations()) {
      const known = this.projections.some(({ name, version }) => name === generation.projection && version === generation.version);
      if (!known) this.drop(generation);
    }
    for (const { name } of this.projections) if (!this.generations().some((g) => g.projection === name && g.state === 'live')) this.create(name, 'live');
  }

  /** Forgets every row and bookmark: the ledger behind this file is another one. */
  reset(): void {
    this.write(() => {
      for (const generation of this.generations()) this.drop(generation);
      for (const { name } of this.projections) this.create(name, 'live');
    });
  }

  private meta(key: string): string | undefined {
    return this.prepare<{ value: string }>('SELECT value FROM meta WHERE key = ?').get(key)?.value;
  }

  private setMeta(key: string, value: string): void {
    this.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(key, value);
  }

  generations(): Generation[] {
    return this.prepare<Generation>('SELECT projection, version, generation, state, position, event_id AS eventId, before, events FROM generations ORDER BY projection, version, generation').all();
  }

  create(name: string, state: Generation['state']): Generation {
    const { version } = this.projections.find((projection) => projection.name === name) as Projection;
    // Never used again, so that an abandoned rebuild cannot meet the table of another one.
    const generation = Number(this.meta('lastGeneration') ?? 0) + 1;
    this.setMeta('lastGeneration', String(generation));
    const created: Generation = { projection: name, version, generation, state, position: null, eventId: null, before: null, events: 0 };
    this.database.exec(`CREATE TABLE ${tableOf(created)} (key TEXT PRIMARY KEY, row TEXT NOT NULL) WITHOUT ROWID`);
    this.database.prepare('INSERT INTO generations (projection, version, generation, state, position, events) VALUES (?, ?, ?, ?, NULL, 0)').run(name, version, created.generation, state);
    return created;
  }

  drop(generation: Generation): void {
    this.database.exec(`DROP TABLE IF EXISTS ${tableOf(generation)}`);
    this.database.prepare('DELETE FROM generations WHERE projection = ? AND version = ? AND generation = ?').run(generation.projection, generation.version, generation.generation);
  }

  /**
   * The finished generations take the place of the live ones. Inside a write transaction.
   * @returns false when a live one has folded more meanwhile: the built ones must first catch up
   * @throws DomainError `REBUILD_SUPERSEDED` when another rebuild has thrown one of them away
   */
  swap(built: readonly Generation[]): boolean {
    const current = this.generations();
    const now = built.map((wanted) => current.find((generation) => tableOf(generation) === tableOf(wanted) && generation.state === 'building'));
    if (now.includes(undefined)) {
      throw new DomainError('REBUILD_SUPERSEDED', 'conflict', 'Another rebuild of the same read models was started meanwhile and replaces this one. Wait for it; nothing is lost.');
    }
    const finished = now as Generation[];
    const isOlder = ({ projection, version, events }: Generation): boolean =>
      current.some((live) => live.state === 'live' && live.projection === projection && live.version === version && live.events > events);
    if (finished.some(isOlder)) return false;
    for (const { projection, version, generation } of finished) {
      for (const old of current) if (old.projection === projection && old.state === 'live') this.drop(old);
      this.prepare(`UPDATE generations SET state = 'live' WHERE projection = ? AND version = ? AND generation = ?`).run(projection, version, generation);
    }
    return true;
  }

  setBookmark(generation: Generation, bookmark: Bookmark, events: number): void {
    this.prepare('UPDATE generations SET position = ?, event_id = ?, before = ?, events = ? WHERE projection = ? AND version = ? AND generation = ?')
      .run(bookmark.position, bookmark.eventId, bookmark.before, events, generation.projection, generation.version, generation.generation);
  }

  /** Reads at one consistent moment; followers may go on writing meanwhile. */
  async read<T>(work: (reader: ViewReader) => Promise<T>): Promise<T> {
    try {
      return await this.readers.read(work);
    } catch (error) {
      throw asRefusal(error);
    }
  }

  /** SHA-256 over keys and rows in key order: the same facts give the same hash, whatever order they were folded in. */
  contentHash(generation: Generation): Promise<string> {
    return this.readers.read(async (reader) => {
      const digest = createHash('sha256');
      for await (const page of reader.pages(tableOf(generation))) for (const { key, row } of page) digest.update(`${key}\n${row}\n`);
      return digest.digest('hex');
    });
  }

  /** Nothing of rows that are gone stays in the file or its log. Waits until nobody reads a moment before. */
  async leaveNothing(): Promise<void> {
    this.statements.clear();
    for (let waited = 0; ; waited += LEAVE_STEP_MS) {
      try {
        this.database.exec('VACUUM');
        if (this.database.pragma('wal_checkpoint(TRUNCATE)') === 0) return;
      } catch (error) {
        if (!isBusy(error)) throw asRefusal(error);
      }
      if (waited > LEAVE_LIMIT_MS) throw new DomainError('VIEWS_BUSY', 'unavailable', 'Somebody has been reading the read models for a minute, so what they held before is still in views.db. Stop what reads them and approve again; or stop the program and delete views.db.');
      await new Promise((resolve) => setTimeout(resolve, LEAVE_STEP_MS));
    }
  }

  close(): void {
    this.readers.close();
    this.database.close();
  }
}

/** The table that shows each projection at the moment the connection is in. */
function liveTables(database: SqliteDatabase): ReadonlyMap<string, string> {
  const live = database.prepare<Generation>(`SELECT projection, version, generation FROM generations WHERE state = 'live'`).all();
  return new Map(live.map((generation) => [generation.projection, tableOf(generation)]));
}

/** SQLite's answers when the file is no database any more. */
const isDamage = (error: unknown): boolean => ['SQLITE_NOTADB', 'SQLITE_CORRUPT'].some((code) => sqliteCode(error)?.startsWith(code) ?? false);

/** What SQLite says about the file, as something a person can act on. */
function asRefusal(error: unknown): unknown {
  const code = sqliteCode(error) ?? '';
  if (isDamage(error)) {
    return new DomainError('VIEWS_DAMAGED', 'unavailable', 'The file of the read models, views.db, is damaged. Stop the program, delete views.db and start again: it is rebuilt from the ledger, and nothing is lost.', {}, { cause: error });
  }
  if (['SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_FULL', 'SQLITE_IOERR'].some((prefix) => code.startsWith(prefix))) {
    return new DomainError('VIEWS_UNWRITABLE', 'unavailable', `The read models, views.db in the data directory, cannot be written (${code}). Make room, or copy the directory to where you may write, and ask again; the ledger itself is untouched.`, {}, { cause: error });
  }
  return error;
}

/** SQLite's answers when another connection is writing. */
const isBusy = (error: unknown): boolean => sqliteCode(error)?.startsWith('SQLITE_BUSY') ?? false;
