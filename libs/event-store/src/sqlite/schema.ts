/** The ledger file: its tables, the rules it enforces against any program, and how a foreign or newer file is told apart. */
import { DomainError } from '#kernel';
import { openDatabase, sqliteCode, type OpenOptions, type SqliteDatabase } from './database.js';

/** "TzLg" in the header of the file; `file(1)` and we recognise it by that. */
const APPLICATION_ID = 0x547a4c67;
/** Raised when tables change. */
export const SCHEMA_VERSION = 2;

/**
 * Streams have small integers inside the file: a text key in every event's index would be larger and written all over the place.
 * Positions and revisions count without a gap, and rows never change; INSERT OR REPLACE is caught too, since a replaced row's place is taken.
 * Data and metadata are RFC 8785 JSON, in rows behind `canonical_after`: version 1 of the tables had members in the order of the writer.
 * There is no index over event ids: random keys would make each scattered append touch one more page (docs of `expectation.ts` say how a repetition is found).
 */
const TABLES = `
  CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE TABLE texts (canonical_after INTEGER NOT NULL) STRICT;
  INSERT INTO texts VALUES (0);
  CREATE TRIGGER events_follow BEFORE INSERT ON events
    WHEN new.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM events)
      OR new.revision IS NOT (SELECT coalesce(max(revision), -1) + 1 FROM events WHERE stream = new.stream)
    BEGIN SELECT raise(ABORT, 'events are only appended, without gaps'); END;
  CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT raise(ABORT, 'events are immutable'); END;
  CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT raise(ABORT, 'events are immutable'); END;
  CREATE TRIGGER streams_follow BEFORE INSERT ON streams
    WHEN new.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM streams) OR EXISTS (SELECT 1 FROM streams WHERE name = new.name)
    BEGIN SELECT raise(ABORT, 'streams are only added'); END;
  CREATE TRIGGER streams_no_update BEFORE UPDATE ON streams BEGIN SELECT raise(ABORT, 'streams are immutable'); END;
  CREATE TRIGGER streams_no_delete BEFORE DELETE ON streams BEGIN SELECT raise(ABORT, 'streams are immutable'); END;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** No row changes: what is there is put in order whenever its canonical text is asked for. */
const FROM_VERSION_1 = `
  CREATE TABLE texts (canonical_after INTEGER NOT NULL) STRICT;
  INSERT INTO texts SELECT coalesce(max(position), 0) FROM events;
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** The position behind which texts are canonical. A file of version 1 that is only read has none. */
export function canonicalAfter(database: SqliteDatabase): number {
  if (database.pragma('user_version') === 1) return Number.MAX_SAFE_INTEGER;
  return database.prepare<[number]>('SELECT canonical_after FROM texts', { rows: 'arrays' }).get()?.[0] ?? Number.MAX_SAFE_INTEGER;
}

/**
 * Opens a ledger file; for writing, creates it.
 * @throws DomainError `STORE_FOREIGN` `STORE_NEWER` `STORE_MISSING` `STORE_UNAVAILABLE`
 */
export function openLedgerFile(path: string, options: OpenOptions): SqliteDatabase {
  let database: SqliteDatabase | undefined;
  try {
    // Nothing of the file may change before we know that it is ours, not even its journal mode.
    database = openDatabase(path, { ...options, journal: 'keep' });
    const fresh = isEmpty(database, path);
    if (options.readOnly === true) {
      if (fresh) throw new DomainError('STORE_MISSING', 'notFound', `${path} holds no ledger yet; opened for reading it is not created. Open it for writing once.`, { path });
      return database;
    }
    database.exec('PRAGMA journal_mode = WAL');
    const created = database;
    if (fresh) created.transaction(() => { created.exec(TABLES); });
    else if (created.pragma('user_version') === 1) created.transaction(() => { created.exec(FROM_VERSION_1); });
    return database;
  } catch (error) {
    database?.close();
    throw sqliteCode(error) === 'SQLITE_NOTADB' ? foreign(path, error) : error;
  }
}

/** True for a file without anything in it. @throws DomainError when it is not a ledger this program can read */
function isEmpty(database: SqliteDatabase, path: string): boolean {
  const application = database.pragma('application_id');
  const version = database.pragma('user_version');
  const objects = database.prepare<[number]>('SELECT count(*) FROM sqlite_master', { rows: 'arrays' }).get()?.[0];
  if (application === 0 && version === 0 && objects === 0) return true;
  if (application !== APPLICATION_ID || typeof version !== 'number' || version < 1) throw foreign(path);
  if (version > SCHEMA_VERSION) {
    throw new DomainError('STORE_NEWER', 'unsupported',
      `${path} was written by a newer version of this program (schema ${version}; this one knows ${SCHEMA_VERSION}). Use that version; the file was not touched.`, { path, version });
  }
  return false;
}

function foreign(path: string, cause?: unknown): DomainError {
  return new DomainError('STORE_FOREIGN', 'invalid', `${path} is not a ledger of this program, and was not touched. Choose another path, or restore the right file.`, { path }, { cause });
}
