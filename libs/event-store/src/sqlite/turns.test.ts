/** Reading again and again lets others have their turn: no request, timer or freeing of memory waits for the last read. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newEvents } from '../contract/support.js';
import { openSqliteEventStore, type SqliteEventStore } from './sqlite-event-store.js';

const READS: Readonly<Record<string, (store: SqliteEventStore) => Promise<unknown>>> = {
  readStream: (store) => store.readStream('case-1'),
  readAll: (store) => store.readAll(),
  readLines: (store) => store.readLines(),
};

describe('others have their turn while', () => {
  let directory: string;
  let store: SqliteEventStore;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'taizhang-turns-'));
    store = await openSqliteEventStore(directory);
    await store.append('case-1', 'noStream', newEvents(50));
  });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });

  test.each(Object.entries(READS))('%s is asked for again and again', async (_name, read) => {
    let isOver = false;
    const other = new Promise<number>((resolve) => { setTimeout(() => { isOver = true; resolve(0); }, 20); });
    // Ends by the timer alone; without turns it would go on for as many reads as there are.
    let reads = 0;
    for (; !isOver && reads < 20_000; reads += 1) await read(store);
    expect(isOver).toBe(true);
    await other;
  });

  test('many ask at once: all are answered, with what was appended before they go on', async () => {
    const reading = Array.from({ length: 500 }, () => store.readStream('case-1'));
    const appended = store.append('case-1', 49n, newEvents(1));
    for (const slice of await Promise.all(reading)) expect(slice.status === 'found' && slice.events.length).toBeGreaterThanOrEqual(50);
    await appended;
    expect((await store.readAll()).events.length).toBe(51);
  });

  test('a store that is closed meanwhile refuses what waited', async () => {
    const until = performance.now() + 30;
    while (performance.now() < until);
    const waited = store.readStream('case-1');
    await store.close();
    await expect(waited).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });
});
