/**
 * Makes sure that one process, and one store in it, writes to a ledger.
 * The lock is one that the operating system holds for SQLite on a file of its own, so that it is gone when its holder is, however it died;
 * the ledger itself stays open to readers. A text file beside it names the holder, for the message only.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
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
        `${ledger} is already open for writing${pid === undefined ? ' elsewhere' : ` by process ${pid}`}. One process writes a ledger: stop that one, or open this one for reading only.`,
        { path: ledger, ...(pid === undefined ? {} : { pid }) });
    }
  }

  release(): void {
    this.#database.close();
  }
}

function noteHolder(path: string): void {
  // Written whole or not at all: a reader must not see half a number.
  const file = openSync(`${path}.new`, 'w');
  try {
    writeSync(file, `${process.pid}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
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
