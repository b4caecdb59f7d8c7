import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemoryEventStore } from '#event-store/memory/memory-event-store';
import type { EventStore } from '#event-store';
import { DomainError, uuidOf } from '#kernel';
import { type FollowUp, FollowUps } from './follow-ups.js';

let directory: string;
let file: string;
let store: EventStore;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-follow-'));
  file = join(directory, 'follow-ups.json');
  store = openMemoryEventStore();
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const record = (name: string, type = 'Asked', metadata = {}, into = store) => into.append(`test-${name}`, 'noStream', [{ eventId: uuidOf(name), type, data: { name }, metadata }]);
const following = (seen: string[], more: Partial<FollowUp> = {}): FollowUp => ({ name: 'test', types: ['Asked'], react: ({ data }) => Promise.resolve(void seen.push(data['name'] as string)), ...more });
const runner = (followUp: FollowUp, into = store) => new FollowUps(into, file, [followUp], () => '2026-01-01T00:00:00.000Z');

it('hands over what it handles, in order, once; imported events and other types are passed over', async () => {
  const seen: string[] = [];
  const followUps = runner(following(seen));
  expect(followUps.status()).toEqual({ followUps: ['test'], position: null, stuck: null });
  await record('a');
  await record('b', 'Other');
  await record('c', 'Asked', { source: { file: 'f', sheet: 's', row: 1 } });
  await record('d');
  await followUps.run();
  await followUps.run();
  expect(seen).toEqual(['a', 'd']);
});

it('another program goes on from the bookmark; without one, or in front of another ledger, from the beginning', async () => {
  await record('a');
  await runner(following([])).run();
  await record('b');
  const after: string[] = [];
  await runner(following(after)).run();
  expect(after).toEqual(['b']);

  for (const text of ['', '{"position":']) {
    writeFileSync(file, text);
    const again: string[] = [];
    await runner(following(again)).run();
    expect(again).toEqual(['a', 'b']);
  }
  const other = openMemoryEventStore();
  await record('x', 'Asked', {}, other);
  await record('y', 'Asked', {}, other);
  const elsewhere: string[] = [];
  await runner(following(elsewhere), other).run();
  expect(elsewhere).toEqual(['x', 'y']);
  await other.close();
});

it('what fails stays, is seen, and is tried again; nothing behind it is done before it', async () => {
  const seen: string[] = [];
  let failing = true;
  const followUp = following(seen, {
    react: ({ data }) => {
      if (data['name'] === 'b' && failing) return Promise.reject(new DomainError('STORE_UNAVAILABLE', 'unavailable', '不可用'));
      seen.push(data['name'] as string);
      return Promise.resolve();
    },
  });
  const followUps = runner(followUp);
  for (const name of ['a', 'b', 'c']) await record(name);
  await followUps.run();
  await followUps.run();
  expect(seen).toEqual(['a']);
  expect(followUps.status().stuck).toEqual({ followUp: 'test', eventId: uuidOf('b'), type: 'Asked', streamId: 'test-b', code: 'STORE_UNAVAILABLE', message: '不可用', since: '2026-01-01T00:00:00.000Z', attempts: 2 });
  failing = false;
  await followUps.run();
  expect([seen, followUps.status().stuck]).toEqual([['a', 'b', 'c'], null]);
});

it('what is stuck is tried again by itself, and whoever watches is told once that it is and once that it is not', async () => {
  const seen: string[] = [];
  let failures = 2;
  const followUp = following(seen, {
    react: ({ data }) => {
      failures -= 1;
      return failures < 0 ? Promise.resolve(void seen.push(data['name'] as string)) : Promise.reject(new TypeError('a fault'));
    },
  });
  const followUps = new FollowUps(store, file, [followUp], () => '2026-01-01T00:00:00.000Z', 5);
  const told: (string | null)[] = [];
  const freed = new Promise<void>((resolve) => {
    followUps.watch((stuck) => {
      told.push(stuck === null ? null : `${stuck.code} ${stuck.eventId}`);
      if (stuck === null) resolve();
    });
  });
  await record('a');
  await followUps.run();
  expect([seen, followUps.status().stuck?.attempts]).toEqual([[], 1]);
  await freed;
  await followUps.stop();
  expect([seen, told, followUps.status().stuck]).toEqual([['a'], [`UNEXPECTED ${uuidOf('a')}`, null], null]);
});

it('stopped, nothing is tried again', async () => {
  let attempts = 0;
  const followUps = new FollowUps(store, file, [following([], { react: () => Promise.reject(new Error(String(attempts += 1))) })], () => '2026-01-01T00:00:00.000Z', 1);
  await record('a');
  await followUps.run();
  await followUps.stop();
  const after = attempts;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(attempts).toBe(after);
});

it('what a follow-up records, or somebody while it runs, is followed too; nobody waits for themselves', async () => {
  const seen: string[] = [];
  const followUp = following(seen, {
    react: async ({ data }) => {
      seen.push(data['name'] as string);
      if (data['name'] !== 'a') return;
      await record('b');
      // As a service does after it wrote.
      await followUps.run();
    },
  });
  const followUps = runner(followUp);
  await record('a');
  await Promise.all([followUps.run(), record('c').then(() => followUps.run())]);
  await followUps.settled();
  expect([...seen].sort()).toEqual(['a', 'b', 'c']);
});
