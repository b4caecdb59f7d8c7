/**
 * `access.db`: password hashes, sessions and failed attempts. They are no facts of the ledger and can be erased: without the file nobody can sign in
 * until passwords are reset, and nothing else is lost (docs/adr/0016). Passwords and tokens are not in it, only their hashes.
 */
import { hash } from 'node:crypto';
import { chmodSync, closeSync, openSync } from 'node:fs';
import { openDatabase, sqliteCode, type SqliteDatabase } from '#event-store/sqlite/database';
import { DomainError } from '#kernel';

/** Raised when tables change. The file is then made anew: what it holds can be. */
const SCHEMA_VERSION = 1;
const TABLES = `
  DROP TABLE IF EXISTS credentials;
  DROP TABLE IF EXISTS sessions;
  DROP TABLE IF EXISTS attempts;
  CREATE TABLE credentials (id TEXT PRIMARY KEY, hash TEXT NOT NULL, expires INTEGER) STRICT;
  CREATE TABLE sessions (token TEXT PRIMARY KEY, account TEXT NOT NULL, epoch INTEGER NOT NULL, external INTEGER NOT NULL, began INTEGER NOT NULL, seen INTEGER NOT NULL) STRICT;
  CREATE INDEX sessions_account ON sessions (account, began);
  CREATE TABLE attempts (name TEXT PRIMARY KEY, known INTEGER NOT NULL, failures INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
  CREATE INDEX attempts_age ON attempts (known, last);
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** Times are milliseconds since 1970. */
export interface StoredSession {
  readonly accountId: string;
  readonly epoch: number;
  /** By an external identity rather than a password. */
  readonly external: boolean;
  readonly began: number;
  readonly seen: number;
}
export interface StoredCredential {
  readonly hash: string;
  /** From then on it opens nothing. */
  readonly expires: number | undefined;
}

/** Sessions of one account; the oldest ends when there are more. */
export const MAX_SESSIONS = 20;
/** Names nobody has for which failures are counted: anybody can make them up. */
export const MAX_UNKNOWN_NAMES = 10_000;

const digest = (text: string): string => hash('sha256', text, 'base64url');

export class AccessStore {
  private database: SqliteDatabase | undefined;
  private closed = false;

  /** Opens the file when it is first needed. */
  constructor(private readonly path: string, private readonly mostUnknownNames = MAX_UNKNOWN_NAMES) {}

  /** Before the event that names it, so that no event names a credential that nobody has. Removes those that are over. */
  putCredential(id: string, { hash: stored, expires }: StoredCredential, now: number): void {
    this.work((database) => database.transaction(() => {
      database.prepare('DELETE FROM credentials WHERE expires <= ?').run(now);
      database.prepare('INSERT INTO credentials (id, hash, expires) VALUES (?, ?, ?)').run(id, stored, expires ?? null);
    }));
  }

  credential(id: string): StoredCredential | undefined {
    const row = this.work((database) => database.prepare<{ hash: string; expires: number | null }>('SELECT hash, expires FROM credentials WHERE id = ?').get(id));
    return row && { hash: row.hash, expires: row.expires ?? undefined };
  }

  dropCredentials(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.work((database) => database.transaction(() => {
      const drop = database.prepare('DELETE FROM credentials WHERE id = ?');
      for (const id of ids) drop.run(id);
    }));
    this.work(emptyLog);
  }

  /** Removes, too, what is over by `staleBegan` and `staleSeen`, and the account's oldest beyond `MAX_SESSIONS`. */
  beginSession(token: string, { accountId, epoch, external, began, seen }: StoredSession, staleBegan: number, staleSeen: number): void {
    this.work((database) => database.transaction(() => {
      database.prepare('DELETE FROM sessions WHERE began <= ? OR seen <= ?').run(staleBegan, staleSeen);
      database.prepare('INSERT INTO sessions (token, account, epoch, external, began, seen) VALUES (?, ?, ?, ?, ?, ?)').run(digest(token), accountId, epoch, external ? 1 : 0, began, seen);
      database.prepare('DELETE FROM sessions WHERE account = ? AND token NOT IN (SELECT token FROM sessions WHERE account = ? ORDER BY began DESC, rowid DESC LIMIT ?)').run(accountId, accountId, MAX_SESSIONS);
    }));
  }

  session(token: string): StoredSession | undefined {
    const row = this.work((database) => database.prepare<{ account: string; epoch: number; external: number; began: number; seen: number }>('SELECT account, epoch, external, began, seen FROM sessions WHERE token = ?').get(digest(token)));
    return row && { accountId: row.account, epoch: row.epoch, external: row.external === 1, began: row.began, seen: row.seen };
  }

  sessionSeen(token: string, at: number): void {
    this.work((database) => database.prepare('UPDATE sessions SET seen = ? WHERE token = ? AND seen < ?').run(at, digest(token), at));
  }

  endSession(token: string): void {
    this.work((database) => database.prepare('DELETE FROM sessions WHERE token = ?').run(digest(token)));
  }

  /** Ends the sessions of an account that were begun before they were all ended. */
  endOtherEpochs(accountId: string, epoch: number): void {
    this.work((database) => database.prepare('DELETE FROM sessions WHERE account = ? AND epoch <> ?').run(accountId, epoch));
  }

  /**
   * Counts an attempt as failed before it is made, so that many at once are not many guesses; one that succeeds calls `forgetAttempts`.
   * Gives until when the name is locked, and counts nothing then. A count that is older than the lock begins anew.
   */
  beginAttempt(name: string, known: boolean, at: number, mostFailures: number, lockMs: number): number | undefined {
    const key = digest(name);
    return this.work((database) => database.transaction(() => {
      const before = database.prepare<{ failures: number; last: number }>('SELECT failures, last FROM attempts WHERE name = ?').get(key);
      const current = before !== undefined && before.last + lockMs > at ? before : undefined;
      if (current !== undefined && current.failures >= mostFailures) return current.last + lockMs;
      database.prepare('DELETE FROM attempts WHERE last <= ?').run(at - lockMs);
      database.prepare('INSERT INTO attempts (name, known, failures, last) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET known = excluded.known, failures = excluded.failures, last = excluded.last')
        .run(key, known ? 1 : 0, (current?.failures ?? 0) + 1, at);
      const { unknown } = database.prepare<{ unknown: number }>('SELECT count(*) AS unknown FROM attempts WHERE known = 0').get() as { unknown: number };
      if (unknown > this.mostUnknownNames) database.prepare('DELETE FROM attempts WHERE name IN (SELECT name FROM attempts WHERE known = 0 ORDER BY last LIMIT ?)').run(unknown - this.mostUnknownNames);
      return undefined;
    }));
  }

  forgetAttempts(name: string): void {
    this.work((database) => database.prepare('DELETE FROM attempts WHERE name = ?').run(digest(name)));
  }

  close(): void {
    this.closed = true;
    const { database } = this;
    if (database === undefined) return;
    this.database = undefined;
    try {
      emptyLog(database);
    } finally {
      database.close();
    }
  }

  /** @throws DomainError `ACCESS_STORE` */
  private work<T>(work: (database: SqliteDatabase) => T): T {
    try {
      this.database ??= this.open();
      return work(this.database);
    } catch (error) {
      if (sqliteCode(error) === undefined) throw error;
      throw new DomainError('ACCESS_STORE', 'unavailable',
        'The file access.db, which holds passwords and sessions, cannot be used. If it is damaged, delete it together with access.db-wal and access.db-shm while no program runs, and reset the passwords with "taizhang accounts reset-password"; nothing else is lost.', { path: this.path }, { cause: error });
    }
  }

  private open(): SqliteDatabase {
    if (this.closed) throw new Error('the access store is closed');
    // Before SQLite makes it, which would ask the umask; the files beside it get the same permissions.
    closeSync(openSync(this.path, 'a', 0o600));
    chmodSync(this.path, 0o600);
    const database = openDatabase(this.path);
    try {
      // What is deleted is overwritten.
      database.exec('PRAGMA secure_delete = ON');
      database.transaction(() => {
        if (database.pragma('user_version') !== SCHEMA_VERSION) database.exec(TABLES);
      });
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }
}

/** What was deleted is in the write-ahead log too, until that is emptied. Where another program reads just now it is left to the next time. */
function emptyLog(database: SqliteDatabase): void {
  database.pragma('wal_checkpoint(TRUNCATE)');
}
