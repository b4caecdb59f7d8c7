/** The relay without a broker: bookmarks, failures, another ledger in the place of the first. The outlet is a double; test/kafka has the real one. */
import { mkdtempSync, rmSync, writeFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openMemoryEventStore } from '#event-store/memory/memory-event-store';
import type { EventStore } from '#event-store';
import { uuidOf } from '#kernel';
import { fileBookmarks } from './bookmark.js';
import { Pseudonyms } from './pseudonyms.js';
import { Publisher } from './publish.js';
import { Relay } from './relay.js';
import { Topics } from './topics.js';

const publisher = new Publisher(new Topics('t'), 'urn:test', new Pseudonyms(Buffer.alloc(32)));
const now = (): string => new Date().toISOString();
const metadata = { schemaVer: 1, occurredAt: '2026-01-01', recordedAt: '2026-01-01T00:00:00.000Z', jurisdiction: { code6: '360111' } };

async function ledgerOf(name: string, events: number): Promise<EventStore> {
  const store = openMemoryEventStore();
  for (let at = 0; at < events; at += 1) await store.append(`case-${name}${at % 3}@360111`, at < 3 ? 'noStream' : BigInt(Math.floor(at / 3) - 1), [{ eventId: uuidOf(`${name}/${at}`), type: 'BenefitGranted', data: { caseId: `${name}${at % 3}` }, metadata }]);
  return store;
}

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'taizhang-relay-'))));
afterEach(() => rmSync(directory, { recursive: true }));

/** Relays everything; `failing` says which sends fail, after having sent. */
async function relay(store: EventStore, clusterId: string, failing: (send: number) => boolean = () => false): Promise<{ readonly ids: readonly string[]; readonly links: number; readonly attempts: number }> {
  const ids: string[] = [];
  let [sends, links, attempts] = [0, 0, 0];
  const running = new Relay({
    store, publisher, now, firstRetryMs: 1, onFailure: () => (attempts += 1),
    link: async () => {
      links += 1;
      return {
        bookmarks: fileBookmarks(directory, 't', clusterId),
        outlet: { close: async () => undefined, send: async (messages) => { ids.push(...messages.map(({ headers }) => headers['ce_id'] as string)); if (failing(sends += 1)) throw new Error('lost'); } },
      };
    },
  });
  running.start();
  while (running.status().position === null || (await running.behindSince()) !== null) await sleep(2);
  expect(running.status().failure).toBeNull();
  await running.stop();
  return { ids, links, attempts };
}
const idsOf = (name: string, events: number): readonly string[] => Array.from({ length: events }, (_, at) => uuidOf(`${name}/${at}`));

test('a bookmark per cluster: what one has is not sent to it again, another gets everything', async () => {
  const store = await ledgerOf('a', 7);
  expect((await relay(store, 'one')).ids).toEqual(idsOf('a', 7));
  await store.append('case-more@360111', 'noStream', [{ eventId: uuidOf('more'), type: 'BenefitGranted', data: {}, metadata }]);
  expect((await relay(store, 'one')).ids).toEqual([uuidOf('more')]);
  expect((await relay(store, 'two')).ids).toEqual([...idsOf('a', 7), uuidOf('more')]);
});

test('a send whose answer was lost is sent again over a new link', async () => {
  const store = await ledgerOf('a', 5);
  expect(await relay(store, 'one', (send) => send <= 2)).toEqual({ ids: [...idsOf('a', 5), ...idsOf('a', 5), ...idsOf('a', 5)], links: 3, attempts: 2 });
});

test('a bookmark of another ledger, or one that was cut off, counts as none', async () => {
  await relay(await ledgerOf('a', 4), 'one');
  expect((await relay(await ledgerOf('b', 6), 'one')).ids).toEqual(idsOf('b', 6));
  const [file] = readdirSync(directory);
  writeFileSync(join(directory, file as string), '{"position":');
  expect((await relay(await ledgerOf('b', 6), 'one')).ids).toEqual(idsOf('b', 6));
});

test('nothing is held back by an event nobody catalogued but its own context', async () => {
  const store = await ledgerOf('a', 2);
  await store.append('case-new@360111', 'noStream', [{ eventId: uuidOf('new'), type: 'BrandNew', data: { caseId: 'x' }, metadata }]);
  expect((await relay(store, 'one')).ids).toEqual([...idsOf('a', 2), uuidOf('new')]);
});
