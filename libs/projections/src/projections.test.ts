/** Followers and rebuilds on a real SQLite file: the same rows whatever the paging, the interruptions and the company. */
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { EventStore, NewEvent, RecordedEvent } from '#event-store';
import { openMemoryEventStore } from '#event-store/memory/memory-event-store';
import { type DomainEvent, uuidOf } from '#kernel';
import { catchUp, type Projection, rebuild, ViewStore } from './index.js';

type Moved = { readonly type: 'In' | 'Out'; readonly data: { readonly who: string; readonly n: number } };
/** Balance per person, and the order in which movements came: a fold for which order and repetition matter. */
const balance: Projection<{ balance: number; trail: string }, Moved> = {
  name: 'balance', version: 1, handles: ['In', 'Out'], key: ({ event }) => event.data.who,
  evolve: (row = { balance: 0, trail: '' }, { event: { type, data } }) => ({ balance: row.balance + (type === 'In' ? data.n : -data.n), trail: `${row.trail}${type === 'In' ? '+' : '-'}${data.n}` }),
};
/** Counts everything in one row: touched by every page. */
const total: Projection<{ events: number }, Moved> = { name: 'total', version: 1, handles: ['In'], key: () => 'all', evolve: (row = { events: 0 }) => ({ events: row.events + 1 }) };
const PROJECTIONS = [balance, total] as unknown as Projection[];
const options = { decode: ({ type, data }: RecordedEvent): DomainEvent => ({ type, data }) };
const clock = () => 0;

let directory: string;
let serial = 0;
beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'taizhang-views-')); });
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const openViews = (projections = PROJECTIONS, name = 'views.db') => ViewStore.open(join(directory, name), projections);
const moved = (type: 'In' | 'Out' | 'Other', who: string, n: number, recordedAt = '2020-01-01T00:00:00.000Z'): NewEvent => ({ eventId: uuidOf(`e${serial++}`), type, data: { who, n }, metadata: { recordedAt } });
async function ledgerOf(events: readonly NewEvent[]): Promise<EventStore> {
  const store = openMemoryEventStore();
  for (const event of events) await store.append(`s-${(event.data['n'] as number) % 3}-${serial++}`, 'noStream', [event]);
  return store;
}
const isLive = ({ state }: { state: string }) => state === 'live';
async function hashesOf(views: ViewStore): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const generation of views.generations().filter(isLive)) hashes[generation.projection] = await views.contentHash(generation);
  return hashes;
}
const someEvents = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => moved(n % 4 === 3 ? 'Out' : n % 7 === 6 ? 'Other' : 'In', `p${n % 5}`, n));

describe('a follower', () => {
  it('folds each event once into its row and moves its bookmark', async () => {
    const store = await ledgerOf([moved('In', '甲', 5), moved('Out', '甲', 2), moved('In', '乙', 1), moved('Other', '丙', 1)]);
    const views = openViews();
    await catchUp(store, views, PROJECTIONS, isLive, options);
    await catchUp(store, views, PROJECTIONS, isLive, options);
    await views.read(async (reader) => {
      expect(reader.get('balance', '甲')).toEqual({ balance: 3, trail: '+5-2' });
      expect(reader.get('balance', '丙')).toBeUndefined();
      expect(reader.get('total', 'all')).toEqual({ events: 2 });
    });
    expect(views.generations().map(({ projection, events }) => [projection, events])).toEqual([['balance', 3], ['total', 2]]);
    views.close();
  });
  it('gives the same rows for any size of page', async () => {
    const events = someEvents(60);
    const reference = openViews();
    await catchUp(await ledgerOf(events), reference, PROJECTIONS, isLive, options);
    const wanted = await hashesOf(reference);
    let n = 0;
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 70 }), async (page) => {
      const views = openViews(PROJECTIONS, `views-${n++}.db`);
      await catchUp(await ledgerOf(events), views, PROJECTIONS, isLive, { ...options, page });
      expect(await hashesOf(views)).toEqual(wanted);
      views.close();
    }), { numRuns: 12 });
    reference.close();
  });
  it('loses nothing and repeats nothing when a page fails in the middle', async () => {
    const store = await ledgerOf(someEvents(40));
    const views = openViews();
    let failures = 0;
    const failing = { ...options, page: 7, decode: (event: RecordedEvent) => { if (failures < 5 && Math.trunc((event.data['n'] as number) / 7) === failures && (event.data['n'] as number) % 7 === 4) { failures += 1; throw new Error('cut'); } return options.decode(event); } };
    while (await catchUp(store, views, PROJECTIONS, isLive, failing).then(() => false, () => true)) { /* as often as it is cut */ }
    expect(failures).toBe(5);
    const whole = openViews(PROJECTIONS, 'whole.db');
    await catchUp(store, whole, PROJECTIONS, isLive, options);
    expect(await hashesOf(views)).toEqual(await hashesOf(whole));
    views.close();
    whole.close();
  });
  it('shares a file with another follower', async () => {
    const store = await ledgerOf(someEvents(80));
    const [one, two] = [openViews(), openViews()];
    await Promise.all([one, two].map((views) => catchUp(store, views, PROJECTIONS, isLive, { ...options, page: 3 })));
    const alone = openViews(PROJECTIONS, 'alone.db');
    await catchUp(store, alone, PROJECTIONS, isLive, options);
    expect(await hashesOf(one)).toEqual(await hashesOf(alone));
    expect(one.generations().map(({ events }) => events)).toEqual(alone.generations().map(({ events }) => events));
    for (const views of [one, two, alone]) views.close();
  });
  it('can be told to know only what had been recorded by an instant', async () => {
    const store = await ledgerOf([moved('In', '甲', 5, '2020-01-01T00:00:00.000Z'), moved('In', '甲', 7, '2020-02-01T00:00:00.000Z')]);
    const views = openViews();
    await catchUp(store, views, PROJECTIONS, isLive, { ...options, accept: ({ recordedAt }) => recordedAt <= '2020-01-15T00:00:00.000Z' });
    await views.read(async (reader) => expect(reader.get('balance', '甲')).toEqual({ balance: 5, trail: '+5' }));
    views.close();
  });
});

describe('a rebuild', () => {
  it('gives what the live rows are, beside them, and takes their place', async () => {
    const store = await ledgerOf(someEvents(50));
    const views = openViews();
    await catchUp(store, views, PROJECTIONS, isLive, options);
    const live = await hashesOf(views);
    const rebuilt = await rebuild(store, views, PROJECTIONS, ['balance', 'total'], { ...options, clock });
    expect(Object.fromEntries(rebuilt.map(({ name, contentHash }) => [name, contentHash]))).toEqual(live);
    expect(await hashesOf(views)).toEqual(live);
    expect(views.generations().map(({ state, generation }) => [state, generation > 2])).toEqual([['live', true], ['live', true]]);
    views.close();
  });
  it('shows through a wrong live row', async () => {
    const store = await ledgerOf(someEvents(50));
    const views = openViews();
    await catchUp(store, views, PROJECTIONS, isLive, options);
    const live = await hashesOf(views);
    views.database.exec(`UPDATE "balance_v1_g1" SET row = replace(row, '"balance":', '"balance":1') WHERE key = 'p1'`);
    expect(await hashesOf(views)).not.toEqual(live);
    await rebuild(store, views, PROJECTIONS, ['balance'], { ...options, clock });
    expect(await hashesOf(views)).toEqual(live);
    views.close();
  });
  it('can be interrupted at any page; the live rows stay, and the next one ends the same', async () => {
    const store = await ledgerOf(someEvents(50));
    const views = openViews();
    await catchUp(store, views, PROJECTIONS, isLive, options);
    const live = await hashesOf(views);
    for (let pages = 1; pages <= 8; pages += 1) {
      const stop = new AbortController();
      let seen = 0;
      const result = rebuild(store, views, PROJECTIONS, ['balance'], { ...options, clock, page: 6, signal: stop.signal, onProgress: () => { seen += 1; if (seen === pages) stop.abort(); } });
      await expect(result).rejects.toMatchObject({ code: 'FOLLOWING_STOPPED' });
      expect(await hashesOf(views)).toEqual(live);
    }
    const [finished] = await rebuild(store, views, PROJECTIONS, ['balance'], { ...options, clock });
    expect(finished?.contentHash).toBe(live['balance']);
    expect(views.generations().every(isLive)).toBe(true);
    views.close();
  });
  it('lets the live rows go on meanwhile', async () => {
    const store = await ledgerOf(someEvents(30));
    const views = openViews();
    await catchUp(store, views, PROJECTIONS, isLive, options);
    let more = 0;
    await rebuild(store, views, PROJECTIONS, ['balance', 'total'], { ...options, clock, page: 5, onProgress: () => { if (more < 3) { more += 1; void store.append(`late-${more}`, 'noStream', [moved('In', '丁', more)]); } } });
    await catchUp(store, views, PROJECTIONS, isLive, options);
    const fresh = openViews(PROJECTIONS, 'fresh.db');
    await catchUp(store, fresh, PROJECTIONS, isLive, options);
    expect(await hashesOf(views)).toEqual(await hashesOf(fresh));
    views.close();
    fresh.close();
  });
  it('leaves the read models whole when two run at once: the later one wins', async () => {
    const store = await ledgerOf(someEvents(50));
    const [one, two] = [openViews(), openViews()];
    await catchUp(store, one, PROJECTIONS, isLive, options);
    const live = await hashesOf(one);
    const names = ['balance', 'total'];
    const results = await Promise.allSettled([one, two].map((views) => rebuild(store, views, PROJECTIONS, names, { ...options, clock, page: 3 })));
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'REBUILD_SUPERSEDED' });
    expect(await hashesOf(one)).toEqual(live);
    for (const views of [one, two]) views.close();
  });
  it('never takes readers back: what is recorded while the hash is taken is in the new rows too', async () => {
    const store = await ledgerOf(someEvents(20));
    const views = openViews();
    await catchUp(store, views, PROJECTIONS, isLive, options);
    const hash = views.contentHash.bind(views);
    let late = 0;
    views.contentHash = async (generation) => {
      const result = await hash(generation);
      if (late < 2) {
        await store.append(`late-${late++}`, 'noStream', [moved('In', 'p1', 1)]);
        await catchUp(store, views, PROJECTIONS, isLive, options);
      }
      return result;
    };
    const [finished] = await rebuild(store, views, PROJECTIONS, ['balance'], { ...options, clock });
    expect(late).toBe(2);
    expect(await hashesOf(views)).toMatchObject({ balance: finished?.contentHash });
    const fresh = openViews(PROJECTIONS, 'fresh.db');
    await catchUp(store, fresh, PROJECTIONS, isLive, options);
    expect(await hashesOf(views)).toEqual(await hashesOf(fresh));
    views.close();
    fresh.close();
  });
  it('is not touched by a program of another version', async () => {
    const store = await ledgerOf(someEvents(20));
    const raised = [balance, { ...total, version: 2 }] as unknown as Projection[];
    const newer = openViews(raised);
    await catchUp(store, newer, PROJECTIONS, isLive, options);
    expect(newer.generations().find(({ projection }) => projection === 'total')?.position).toBeNull();
    newer.close();
  });
  it('is what a raised version gets', async () => {
    const store = await ledgerOf(someEvents(20));
    const before = openViews();
    await catchUp(store, before, PROJECTIONS, isLive, options);
    before.close();
    const doubled = { ...total, version: 2, evolve: (row = { events: 0 }) => ({ events: row.events + 2 }) } as unknown as Projection;
    const raised = [PROJECTIONS[0] as Projection, doubled];
    const views = openViews(raised);
    expect(views.generations().map(({ projection, version, position }) => [projection, version, position === null])).toEqual([['balance', 1, false], ['total', 2, true]]);
    await catchUp(store, views, raised, isLive, options);
    // 20 events: every fourth is an Out, every seventh else an Other (n = 6, 13); 13 are In.
    await views.read(async (reader) => expect(reader.get('total', 'all')).toEqual({ events: 26 }));
    views.close();
  });
});

describe('a damaged file', () => {
  it('is built anew when it is opened', async () => {
    const store = await ledgerOf(someEvents(30));
    const before = openViews();
    await catchUp(store, before, PROJECTIONS, isLive, options);
    const wanted = await hashesOf(before);
    before.close();
    for (const damage of [Buffer.alloc(0), Buffer.from('no database at all, but long enough to be read as one'.repeat(100))]) {
      const name = `damaged-${damage.length}.db`;
      writeFileSync(join(directory, name), damage);
      const views = openViews(PROJECTIONS, name);
      await catchUp(store, views, PROJECTIONS, isLive, options);
      expect(await hashesOf(views)).toEqual(wanted);
      views.close();
    }
  });
});

describe('reading', () => {
  it('serves many at once from a few connections, also after a failed one', async () => {
    const store = await ledgerOf(someEvents(10));
    const views = openViews();
    await catchUp(store, views, PROJECTIONS, isLive, options);
    await expect(views.read(() => Promise.reject(new Error('gave up')))).rejects.toThrow('gave up');
    const open = () => readdirSync('/proc/self/fd').filter((fd) => { try { return readlinkSync(`/proc/self/fd/${fd}`).startsWith(directory); } catch { return false; } }).length;
    const seen = await Promise.all(Array.from({ length: 200 }, () => views.read(async (reader) => {
      await new Promise((resolve) => setImmediate(resolve));
      return reader.get('total', 'all');
    })));
    expect(new Set(seen.map((row) => JSON.stringify(row))).size).toBe(1);
    // The writer and four readers, each with the file, its log and its index: no connection per read.
    expect(open()).toBeLessThan(20);
    views.close();
  });
  it('sees one moment, whatever is written meanwhile', async () => {
    const store = await ledgerOf(someEvents(10));
    const views = openViews();
    await catchUp(store, views, PROJECTIONS, isLive, options);
    await views.read(async (reader) => {
      const before = reader.get('total', 'all');
      await store.append('more-1', 'noStream', [moved('In', 'p1', 1)]);
      await catchUp(store, views, PROJECTIONS, isLive, options);
      expect(reader.get('total', 'all')).toEqual(before);
    });
    views.close();
  });
  it('pages through keys by prefix and place', async () => {
    const keys = ['a', 'a|1', 'a|2', 'b|1', '县|1', '县|2', '𠮷|1'];
    const store = await ledgerOf(keys.map((key) => moved('In', key, 1)));
    const views = openViews();
    await catchUp(store, views, PROJECTIONS, isLive, options);
    const scan = async (prefix?: string, after?: string) => views.read(async (reader) => {
      const found: string[] = [];
      for await (const page of reader.scan('balance', prefix, after)) found.push(...page.map(({ key }) => key));
      return found;
    });
    expect(await scan()).toEqual(keys);
    expect(await scan('a|')).toEqual(['a|1', 'a|2']);
    expect(await scan('县|', '县|1')).toEqual(['县|2']);
    expect(await scan('𠮷')).toEqual(['𠮷|1']);
    expect(await scan('c')).toEqual([]);
    // Those of some keys, at once; what is not there is not among them, and no key is more than a key.
    const many = await views.read((reader) => Promise.resolve([...reader.getMany('balance', ['县|1', 'c', 'a|2', '%', '']).keys()].sort()));
    expect(many).toEqual(['a|2', '县|1']);
    views.close();
  });
});
