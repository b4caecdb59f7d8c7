/** One measurement, alone in its process: `node tasks.js NAME DIRECTORY`, prints {seconds, count, peakMB}. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import Libsql from 'libsql';
import { keepHeapSmall, Ledger, shippedPacks } from '#application';
import { openSqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { determine, type Determination, PolicyBook, PublishedValues } from '#policy';
import { BUNDLES } from './bundles.js';
import { EVIDENCE } from './evidence.js';
import { eventOf, fillLedger, WORKBOOK } from './fixtures.js';
import { households, published } from './households.js';
import { SEALING } from './sealing.js';
import { peakMiB } from './peak.js';
import { type Task, timed } from './timed.js';
import { readWorkbook } from '#workbook';

const SINGLE = 2_000;
const APPENDERS = 64;
const EACH = 200;
const PAGE = 10_000;
const DETERMINATIONS = 100_000;

/** The rows the store writes, by hand: the floor of what SQLite and libsql cost. */
function bareDatabase(file: string) {
  const database = new Libsql(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE events (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL, event_id TEXT NOT NULL, type TEXT NOT NULL,
      data TEXT NOT NULL, metadata TEXT NOT NULL, UNIQUE (stream, revision)) STRICT`);
  return { database, insert: database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)') };
}

/** The part of Emmett's SQLite store that is measured. */
interface EmmettStore {
  appendToStream(stream: string, events: readonly object[], options?: { expectedStreamVersion: bigint }): Promise<unknown>;
}
async function openEmmett(file: string): Promise<EmmettStore> {
  const require = createRequire(resolve('test/bench/emmett/package.json'));
  const module = (await import(pathToFileURL(require.resolve('@event-driven-io/emmett-sqlite')).href)) as { getSQLiteEventStore(options: object): EmmettStore };
  return module.getSQLiteEventStore({ fileName: file, schema: { autoMigration: 'CreateOrUpdate' } });
}

/** Where the ledger of a filled directory is: in `data` where it has a vault beside it. */
const ledgerDirectory = (directory: string): string => (existsSync(join(directory, 'data')) ? join(directory, 'data') : directory);

function determined(book: PolicyBook, values: PublishedValues, n: number): Determination {
  const { facts, division, on } = households[n % households.length] as (typeof households)[number];
  return determine(book, values, facts, division, on);
}

const TASKS: Readonly<Record<string, Task>> = {
  ...SEALING,
  ...EVIDENCE,
  ...BUNDLES,
  'append-bare': async (directory) => {
    const { database, insert } = bareDatabase(join(directory, 'bare.db'));
    return timed(SINGLE, () => {
      for (let n = 0; n < SINGLE; n += 1) {
        const { eventId, type, data, metadata } = eventOf(n);
        database.exec('BEGIN IMMEDIATE');
        insert.run([BigInt(n + 1), 1n, BigInt(n), eventId, type, JSON.stringify(data), JSON.stringify(metadata)]);
        database.exec('COMMIT');
      }
    });
  },
  'append-store': async (directory) => {
    const store = await openSqliteEventStore(join(directory, 'events.db'), { mode: 'readWrite' });
    const result = await timed(SINGLE, async () => {
      for (let n = 0; n < SINGLE; n += 1) await store.append('case-1', n === 0 ? 'noStream' : BigInt(n - 1), [eventOf(n)]);
    });
    await store.close();
    return result;
  },
  'append-emmett': async (directory) => {
    const store = await openEmmett(join(directory, 'emmett.db'));
    const { type, data, metadata } = eventOf(0);
    // Its first append makes the tables, and fails when it also carries an expectation.
    await store.appendToStream('case-1', [{ type, data, metadata }]);
    return timed(SINGLE, async () => {
      for (let n = 0; n < SINGLE; n += 1) {
        await store.appendToStream('case-1', [{ type, data, metadata }], { expectedStreamVersion: BigInt(n + 1) });
      }
    });
  },
  'append-64': async (directory) => {
    const store = await openSqliteEventStore(join(directory, 'events.db'), { mode: 'readWrite' });
    const appender = async (id: number): Promise<void> => {
      for (let n = 0; n < EACH; n += 1) await store.append(`case-${id}`, n === 0 ? 'noStream' : BigInt(n - 1), [eventOf(id * EACH + n)]);
    };
    const result = await timed(APPENDERS * EACH, () => Promise.all(Array.from({ length: APPENDERS }, (_, id) => appender(id))));
    await store.close();
    return result;
  },
  'workbook-read': async () => timed(1, async () => {
    // Merely reading: every known cell is taken in, none is interpreted.
    await readWorkbook(WORKBOOK);
  }),
  'workbook-import': async (directory) => {
    const ledger = await Ledger.open({ dataDir: directory, mode: 'readWrite' });
    const result = await timed(1, () => ledger.importWorkbook(WORKBOOK, { staffId: 'bench' }));
    await ledger.close();
    return result;
  },
  'workbook-import-events-only': async (directory) => {
    const { importWorkbook } = await import('#intake');
    const store = await openSqliteEventStore(join(directory, 'events.db'), { mode: 'readWrite' });
    const result = await timed(1, async () => importWorkbook(store, await readWorkbook(WORKBOOK), { actor: { staffId: 'bench' }, now: () => new Date().toISOString() }));
    await store.close();
    return result;
  },
  determine: async () => {
    const values = new PublishedValues(published);
    const book = new PolicyBook(shippedPacks());
    return timed(DETERMINATIONS, () => {
      for (let n = 0; n < DETERMINATIONS; n += 1) determined(book, values, n);
    });
  },
  'serialise-trace': async () => {
    const values = new PublishedValues(published);
    const book = new PolicyBook(shippedPacks());
    const made = households.map((_household, n) => determined(book, values, n));
    return timed(DETERMINATIONS, () => {
      for (let n = 0; n < DETERMINATIONS; n += 1) JSON.stringify((made[n % made.length] as Determination).trace);
    });
  },
  fill: async (directory) => {
    const store = await openSqliteEventStore(join(directory, 'events.db'));
    return timed(1, () => fillLedger(store, 1_000_000));
  },
  'fill-views': async (directory) => {
    const ledger = await Ledger.open({ dataDir: ledgerDirectory(directory), mode: 'readOnly' });
    const result = await timed(1, () => ledger.catchUp());
    await ledger.close();
    return result;
  },
  'rebuild-bare': async (directory) => {
    const database = new Libsql(join(ledgerDirectory(directory), 'events.db'));
    const select = database.prepare('SELECT position, stream, revision, event_id, type, data, metadata FROM events WHERE position > ? ORDER BY position LIMIT ?').raw(true);
    let count = 0;
    const measured = await timed(0, () => {
      for (let after = 0n; ;) {
        const rows = select.all(after, BigInt(PAGE)) as [number, number, number, string, string, string, string][];
        for (const row of rows) {
          JSON.parse(row[5]);
          JSON.parse(row[6]);
        }
        count += rows.length;
        if (rows.length < PAGE) return;
        after = BigInt(rows.at(-1)?.[0] ?? 0);
      }
    });
    return { ...measured, count };
  },
  'rebuild-all': async (directory) => {
    const ledger = await Ledger.open({ dataDir: ledgerDirectory(directory), mode: 'readOnly' });
    const measured = await timed(0, () => ledger.rebuild([]));
    const [last] = (await ledger.store.readAll({ direction: 'backward', limit: 1 })).events;
    await ledger.close();
    return { ...measured, count: Number(last?.position ?? 0) };
  },
};

const [name, directory] = process.argv.slice(2);
const task = TASKS[name ?? ''];
if (task === undefined || directory === undefined) throw new Error(`usage: tasks.js ${Object.keys(TASKS).join('|')} DIRECTORY`);
// As the programs do.
keepHeapSmall();
const measured = await task(directory);
process.stdout.write(JSON.stringify({ ...measured, peakMB: peakMiB() }));
process.exit(0);
