/** Appends at the same time share a transaction; order, refusals and bounds hold for each of them. Transactions are counted, not timed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '#kernel';
import { newEvent, newEvents } from '../contract/support.js';
import { GroupCommit, type Outcome } from './group-commit.js';
import { openSqliteEventStore, type SqliteEventStore, type SqliteEventStoreOptions } from './sqlite-event-store.js';

describe('group commit', () => {
  let directory: string;
  let store: SqliteEventStore;
  beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'taizhang-group-')); });
  afterEach(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });
  const open = async (options?: SqliteEventStoreOptions): Promise<void> => { store = await openSqliteEventStore(directory, options); };

  test('64 writers at once need far fewer transactions than appends', async () => {
    await open();
    const ROUNDS = 20;
    await Promise.all(Array.from({ length: 64 }, async (_, writer) => {
      let last: bigint | 'noStream' = 'noStream';
      for (let n = 0; n < ROUNDS; n += 1) last = (await store.append(`case-${writer}`, last, newEvents(1))).revision;
    }));
    expect(store.commits).toBeGreaterThanOrEqual(ROUNDS);
    expect(store.commits).toBeLessThan((64 * ROUNDS) / 10);
    expect((await store.readAll()).events.length).toBe(64 * ROUNDS);
  });

  test('one writer after the other needs one each', async () => {
    await open();
    for (let n = 0; n < 10; n += 1) await store.append(`case-${n}`, 'noStream', newEvents(1));
    expect(store.commits).toBe(10);
  });

  test('positions follow the order in which appends were made, also to one stream', async () => {
    await open();
    const results = await Promise.all(Array.from({ length: 50 }, (_, n) =>
      store.append(n % 2 === 0 ? 'case-even' : `case-${n}`, n === 0 ? 'noStream' : n % 2 === 0 ? BigInt(n / 2 - 1) : 'noStream', newEvents(1))));
    expect(results.map((result) => result.position)).toEqual(results.map((_, n) => String(n + 1)));
    expect(store.commits).toBe(1);
  });

  test('within one group a conflict, a repetition and a misuse concern only themselves', async () => {
    await open();
    const [a, b] = [newEvent(), newEvent()];
    const outcomes = await Promise.allSettled([
      store.append('case-1', 'noStream', [a, b]),
      store.append('case-1', 'noStream', [a, b]),
      store.append('case-1', 'noStream', newEvents(1)),
      store.append('case-1', 'noStream', [b, a]),
      store.append('case-1', 'streamExists', [a, b]),
      store.append('case-1', 1n, newEvents(40)),
      store.append('case-2', 'streamExists', newEvents(1)),
      store.append('case-2', 'noStream', newEvents(1)),
    ]);
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: { revision: 1n, position: '2' } },
      { status: 'fulfilled', value: { revision: 1n, position: '2' } },
      { status: 'rejected', reason: expect.objectContaining({ code: 'REVISION_CONFLICT', actual: 1n }) as Error },
      { status: 'rejected', reason: expect.objectContaining({ code: 'EVENT_ID_REUSED' }) as Error },
      { status: 'fulfilled', value: { revision: 1n, position: '2' } },
      { status: 'fulfilled', value: { revision: 41n, position: '42' } },
      { status: 'rejected', reason: expect.objectContaining({ code: 'REVISION_CONFLICT', actual: 'noStream' }) as Error },
      { status: 'fulfilled', value: { revision: 0n, position: '43' } },
    ]);
    expect(store.commits).toBe(1);
  });

  test('too many waiting are refused; those that wait are written', async () => {
    await open({ bounds: { waitingJobs: 5 } });
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => store.append(`case-${n}`, 'noStream', newEvents(1))));
    expect(outcomes.map((outcome) => outcome.status)).toEqual([...Array<string>(5).fill('fulfilled'), ...Array<string>(3).fill('rejected')]);
    expect(outcomes[7]).toMatchObject({ reason: { code: 'STORE_UNAVAILABLE', details: { waiting: 5 } } });
    await store.append('case-7', 'noStream', newEvents(1));
    expect((await store.readAll()).events.length).toBe(6);
  });

  test('a group is bounded in size, and one append larger than that still goes', async () => {
    await open({ bounds: { groupSize: 11_000 } });
    const large = (): ReturnType<typeof newEvent> => newEvent({ text: 'x'.repeat(4_000) });
    await Promise.all(Array.from({ length: 6 }, (_, n) => store.append(`case-${n}`, 'noStream', [large()])));
    expect(store.commits).toBe(3);
    await store.append('case-large', 'noStream', [newEvent({ text: 'x'.repeat(50_000) })]);
    expect(store.commits).toBe(4);
  });

  test('closing writes what waits, and ends', async () => {
    await open({ bounds: { groupSize: 1 } });
    const appends = Array.from({ length: 5 }, (_, n) => store.append(`case-${n}`, 'noStream', newEvents(1)));
    await store.close();
    expect((await Promise.all(appends)).map((result) => result.position)).toEqual(['1', '2', '3', '4', '5']);
  });
});

describe('the queue alone', () => {
  const BOUNDS = { waitingJobs: 10, waitingSize: 100, groupSize: 50 };

  test('a failed commit refuses the whole group, and the next group goes on', async () => {
    let fail = true;
    const queue = new GroupCommit<string, string>(BOUNDS, (jobs) => {
      if (fail) throw new DomainError('STORE_FULL', 'unavailable', 'no room');
      return jobs.map((result): Outcome<string> => ({ result }));
    });
    const first = await Promise.allSettled([queue.submit('a', 1), queue.submit('b', 1)]);
    expect(first).toMatchObject([{ reason: { code: 'STORE_FULL' } }, { reason: { code: 'STORE_FULL' } }]);
    fail = false;
    expect(await queue.submit('c', 1)).toBe('c');
  });

  test('sizes are bounded too, but a job that is too large alone is not kept out for ever', async () => {
    const groups: string[][] = [];
    const queue = new GroupCommit<string, string>(BOUNDS, (jobs) => {
      groups.push([...jobs]);
      return jobs.map((result): Outcome<string> => ({ result }));
    });
    const outcomes = await Promise.allSettled([queue.submit('huge', 500), queue.submit('late', 1)]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected']);
    await Promise.all([queue.submit('a', 30), queue.submit('b', 20), queue.submit('c', 30)]);
    expect(groups).toEqual([['huge'], ['a', 'b'], ['c']]);
  });
});
