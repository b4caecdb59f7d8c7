/** What it costs to seal what events say of persons: the same work on a ledger with a vault and without one. */
import { join } from 'node:path';
import type { EventStore } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { importWorkbook } from '#intake';
import { openVault, sealedStore, type SealedStore } from '#vault';
import { readWorkbook } from '#workbook';
import { fillLedger, WORKBOOK } from './fixtures.js';
import { counted, type Task } from './timed.js';

const PAGE = 2_000;

/** The ledger in `data` of a directory, its keys beside it, as the program has them. */
async function openSealed(directory: string): Promise<SealedStore> {
  const dataDir = join(directory, 'data');
  const stored = await openSqliteEventStore(join(dataDir, 'events.db'), { mode: 'readWrite' });
  const { vault } = await openVault({ directory: `${dataDir}-keys`, dataDir }, async () => ({ isEmpty: (await stored.readAll({ limit: 1 })).events.length === 0, now: new Date().toISOString(), keyId: () => Promise.resolve(undefined) }));
  return sealedStore(stored, vault);
}

async function importedInto(store: EventStore): ReturnType<Task> {
  const workbook = await readWorkbook(WORKBOOK);
  const result = await counted(async () => (await importWorkbook(store, workbook, { actor: { staffId: 'bench' }, now: () => new Date().toISOString() })).events);
  await store.close();
  return result;
}

const readThrough = (store: Pick<EventStore, 'readAll'>): ReturnType<Task> => counted(async () => {
  let count = 0;
  for (let after: string | undefined; ;) {
    const { events, end } = await store.readAll({ after, limit: PAGE });
    count += events.length;
    after = events.at(-1)?.position;
    if (end) return count;
  }
});

export const SEALING: Readonly<Record<string, Task>> = {
  'import-clear': async (directory) => importedInto(await openSqliteEventStore(join(directory, 'clear.db'))),
  'import-sealed': async (directory) => importedInto(await openSealed(directory)),
  'read-clear': async (directory) => readThrough(await openSqliteEventStore(join(directory, 'clear.db'), { mode: 'readOnly' })),
  'read-sealed': async (directory) => readThrough(await openSealed(directory)),
  'read-folds': async (directory) => readThrough((await openSealed(directory)).forFolds),
  'fill-sealed': async (directory) => counted(async () => fillLedger(await openSealed(directory), 1_000_000)),
};
