/**
 * A seeded simulation: workbooks arrive in any order, imports are cut off anywhere and repeated, followers fold in pages of any
 * size, rebuilds are started and abandoned, the read models are thrown away. In the end every history of the same files tells the same.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '#event-store';
import { openMemoryEventStore } from '#event-store/memory/memory-event-store';
import { importWorkbook } from '#intake';
import { catchUp, rebuild, ViewStore } from '#projections';
import { decodeAny, PROJECTIONS } from '#reports';
import { type LedgerWorkbook, readWorkbook } from '#workbook';
import { type Sheets, workbookOf } from '../support/workbooks.js';

/** Mulberry32: a small generator, so that a seed names a history. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
const set = (sheets: Sheets, sheet: string, row: number, column: number, value: string): void => {
  sheets[sheet] = (sheets[sheet] ?? []).map((cells, index) => (index === row ? cells.map((cell, place) => (place === column ? value : cell)) : cells));
};
/** Three files that do not contradict each other: a county, the same county a year on with a bad row, another county with the same numbers. */
const FILES = [
  workbookOf(),
  workbookOf((sheets) => {
    set(sheets, '说明', 2, 1, '2020');
    sheets['办理'] = [...(sheets['办理'] ?? []), ['C1', '复核', '2020-02-30', '000301'], ['C1', '复核', '2020-02-20', '000301']];
    sheets['待遇'] = [...(sheets['待遇'] ?? []), ['C1', '停发', '2020-03', '0', '0', '2020-02-25']];
    sheets['发放'] = [...(sheets['发放'] ?? []), ['L3', '2020-01', 'C1', '1', '1140', '成功', '2020-01-10']];
  }),
  workbookOf((sheets) => set(sheets, '说明', 1, 1, '320583')),
];
const OPTIONS = { decode: decodeAny };
const live = ({ state }: { state: string }) => state === 'live';

/** A store whose power fails after some appends. */
const failingAfter = (store: EventStore, appends: number): EventStore => {
  let left = appends;
  return {
    append: (...args) => (left-- > 0 ? store.append(...args) : Promise.reject(new Error('power cut'))),
    readStream: (...args) => store.readStream(...args), readAll: (...args) => store.readAll(...args), subscribe: (...args) => store.subscribe(...args), close: () => store.close(),
  };
};

let directory: string;
beforeAll(() => { directory = mkdtempSync(join(tmpdir(), 'taizhang-simulation-')); });
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** They tell of the history itself: when a file came, and at which revision of its stream an event stands; the amounts of `entitlements` are those of `caseload`. */
const OF_HISTORY: ReadonlySet<string> = new Set(['imports', 'entitlements']);

/** What the read models hold in the end. The file a rejected or repeated row stands in depends on the order of arrival; facts do not. */
async function simulate(seed: number, workbooks: readonly LedgerWorkbook[]): Promise<Record<string, string>> {
  const next = random(seed);
  const store = openMemoryEventStore();
  let minute = 0;
  const now = (): string => new Date(Date.UTC(2020, 0, 1) + 60_000 * minute++).toISOString();
  const run = (through: EventStore, workbook: LedgerWorkbook) => importWorkbook(through, workbook, { actor: { staffId: 'op' }, now });
  let file = join(directory, `views-${seed}.db`);
  let views = ViewStore.open(file, PROJECTIONS);
  const arriving = [...workbooks];
  while (arriving.length > 0) {
    const workbook = arriving[next(arriving.length)] as LedgerWorkbook;
    switch (next(5)) {
      case 0:
        await run(failingAfter(store, next(30)), workbook).catch(() => undefined);
        break;
      case 1:
        await run(store, workbook);
        arriving.splice(arriving.indexOf(workbook), 1);
        break;
      case 2:
        await catchUp(store, views, PROJECTIONS, live, { ...OPTIONS, page: 1 + next(20) });
        break;
      case 3: {
        const stop = new AbortController();
        let pages = next(6);
        await rebuild(store, views, PROJECTIONS, PROJECTIONS.map(({ name }) => name), { ...OPTIONS, clock: () => 0, page: 1 + next(20), signal: stop.signal, onProgress: () => { if (pages-- === 0) stop.abort(); } })
          .catch((error: unknown) => { if (!stop.signal.aborted) throw error; });
        break;
      }
      default:
        views.close();
        file = join(directory, `views-${seed}-${minute++}.db`);
        views = ViewStore.open(file, PROJECTIONS);
    }
  }
  await catchUp(store, views, PROJECTIONS, live, OPTIONS);
  const hashes: Record<string, string> = {};
  for (const generation of views.generations().filter(live)) if (!OF_HISTORY.has(generation.projection)) hashes[generation.projection] = await views.contentHash(generation);
  views.close();
  return hashes;
}

it('every history of the same files tells the same', async () => {
  const workbooks = await Promise.all(FILES.map((bytes) => readWorkbook(bytes)));
  const [county, yearOn, other] = workbooks as [LedgerWorkbook, LedgerWorkbook, LedgerWorkbook];
  // The undisturbed history, by hand: one file after the other, folded once.
  const store = openMemoryEventStore();
  for (const workbook of [county, yearOn, other]) await importWorkbook(store, workbook, { actor: { staffId: 'op' }, now: () => '2020-01-01T00:00:00.000Z' });
  const views = ViewStore.open(join(directory, 'reference.db'), PROJECTIONS);
  await catchUp(store, views, PROJECTIONS, live, OPTIONS);
  const wanted: Record<string, string> = {};
  for (const generation of views.generations().filter(live)) if (!OF_HISTORY.has(generation.projection)) wanted[generation.projection] = await views.contentHash(generation);
  views.close();

  for (let seed = 1; seed <= 25; seed += 1) expect([seed, await simulate(seed, workbooks)]).toEqual([seed, wanted]);
});
