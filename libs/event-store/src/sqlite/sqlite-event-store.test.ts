/** The SQLite adapter keeps the whole contract, on a directory of its own per test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEventStoreContract } from '../contract.js';
import { openSqliteEventStore } from './sqlite-event-store.js';

describeEventStoreContract('SQLite', () => {
  const directory = mkdtempSync(join(tmpdir(), 'taizhang-events-'));
  return {
    open: () => openSqliteEventStore(directory),
    reopen: () => openSqliteEventStore(directory),
    destroy: async () => rmSync(directory, { recursive: true }),
  };
});
