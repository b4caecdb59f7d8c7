/**
 * Makes sure that one process, and one store in it, writes to a ledger.
 * The lock is one that the operating system holds for SQLite on a file of its own, so that it is gone when its holder is, however it died;
 * the ledger itself stays open to readers. A text file beside it names the holder, for the message only.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { DomainError } from '#kernel';
import { openDatabase, sqliteCode, type SqliteDatabase } from './database.js';

export class WriterLock {
  readonly #database: SqliteDatabase;

  private constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** @throws DomainError `STORE_LOCKED` */
  static acquire(ledger: string): WriterLock {
    const database = openDatabase(`${ledger}.lock`, { busyTimeoutMs: 0, journal: 'keep' });
    try {
      // Held until release; nothing is ever written in it.
      database.exec('BEGIN IMMEDIATE');
      noteHolder(`${ledger}.pid`);
      return new WriterLock(database);
    } catch (error) {
      database.close();
      if (sqliteCode(error)?.startsWith('SQLITE_BUSY') !== true) throw error;
      const pid = holder(`${ledger}.pid`);
      throw new DomainError('STORE_LOCKED', 'unavailable',
        `${ledger} is already open for writing${pid === undefined ? ' elsewhere' : ` by process ${pid}`}. One process writes a ledger: stop that one, or have it do the work; reading goes on beside it.`,
        { path: ledger, ...(pid === undefined ? {} : { pid }) });
    }
  }

  release(): void {
    this.#database.close();
  }
}

function noteHolder(path: string): void {
  try {
    // Written whole or not at all: another process must not read half a number.
    writeFileSync(`${path}.new`, `${process.pid}\n`);
    renameSync(`${path}.new`, path);
  } catch {
    // A full disk, say: the lock holds all the same, only the message will not name us.
  }
}

function holder(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    // Not written yet, or not readable for this user: the message does without.
    return undefined;
  }
}
