/** Says in our words what went wrong in SQLite, and what to do about it. */
import { DomainError } from '#kernel';
import { sqliteCode } from './database.js';

/** The error to give to a caller for whatever reading or writing the ledger threw. */
export function storeFailure(error: unknown): Error {
  if (error instanceof DomainError) return error;
  const code = sqliteCode(error);
  if (code === undefined) return error instanceof Error ? error : new Error(String(error));
  if (code === 'SQLITE_FULL') {
    return new DomainError('STORE_FULL', 'unavailable',
      'The disk or the allowed size of the ledger is full; nothing of this append was stored, and everything before it is safe and readable. Make room, then append again.', { code }, { cause: error });
  }
  return new DomainError('STORE_UNAVAILABLE', 'unavailable',
    `The ledger file could not be used (${code}). Check its disk and that no other program holds it; then make the same call again, with the same event ids: what was stored is not stored twice.`, { code }, { cause: error });
}
