/** A full disk refuses appends by name; nothing is lost, reading goes on, and with room again so does writing. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newEvent } from '../contract/support.js';
import type { EventStore, NewEvent } from '../port.js';
import { openSqliteEventStore } from './sqlite-event-store.js';

const large = (): NewEvent => newEvent({ text: 'x'.repeat(20_000) });

/** Appends until the store is full; returns the ids of what was acknowledged. */
async function fill(store: EventStore, streamId: string): Promise<string[]> {
  const stored: string[] = [];
  for (let n = 0; n < 10_000; n += 1) {
    const events = [large(), large()];
    try {
      await store.append(streamId, n === 0 ? 'noStream' : 'streamExists', events);
    } catch (error) {
      expect(error).toMatchObject({ code: 'STORE_FULL', kind: 'unavailable' });
      return stored;
    }
    stored.push(...events.map((event) => event.eventId));
  }
  throw new Error('the store never became full');
}

async function expectStored(store: EventStore, streamId: string, ids: readonly string[]): Promise<void> {
  const slice = await store.readStream(streamId);
  expect(slice.status === 'found' ? slice.events.map((event) => event.eventId) : slice.status).toEqual(ids);
}

describe('disk full', () => {
  let directory: string;
  beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'taizhang-full-')); });
  afterEach(() => { rmSync(directory, { recursive: true }); });

  test('the allowed size reached: refused, readable, and usable when more is allowed', async () => {
    const store = await openSqliteEventStore(directory, { maxBytes: 1_000_000 });
    const stored = await fill(store, 'case-1');
    expect(stored.length).toBeGreaterThan(10);
    await expectStored(store, 'case-1', stored);
    // Still full, alone and in a group, for a known and for a new stream; and still only the one kind of refusal.
    const attempts = ['case-1', 'case-2', 'case-1', 'case-3'].map((streamId) => store.append(streamId, streamId === 'case-1' ? 'streamExists' : 'noStream', Array.from({ length: 20 }, large)));
    for (const attempt of await Promise.allSettled(attempts)) expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'STORE_FULL' } });
    expect(await store.readStream('case-2')).toEqual({ status: 'missing' });
    await expectStored(store, 'case-1', stored);
    await store.close();

    const again = await openSqliteEventStore(directory, { maxBytes: 4_000_000 });
    await expectStored(again, 'case-1', stored);
    const event = large();
    await again.append('case-1', BigInt(stored.length - 1), [event]);
    await again.append('case-2', 'noStream', [large()]);
    await expectStored(again, 'case-1', [...stored, event.eventId]);
    await again.close();
  });

  // Only root may mount, and not in every container; elsewhere the test above stands alone.
  (process.getuid?.() === 0 ? test : test.skip)('the disk itself full: the same, and usable again in the same process when room is made', async () => {
    const disk = mountSmallDisk();
    if (disk === undefined) return;
    try {
      const ballast = join(disk, 'ballast');
      writeFileSync(ballast, Buffer.alloc(1_000_000));
      const store = await openSqliteEventStore(join(disk, 'ledger'));
      const stored = await fill(store, 'case-1');
      expect(stored.length).toBeGreaterThan(2);
      await expectStored(store, 'case-1', stored);
      await expect(store.append('case-1', 'streamExists', Array.from({ length: 40 }, large))).rejects.toMatchObject({ code: 'STORE_FULL' });
      rmSync(ballast);
      const event = large();
      await store.append('case-1', BigInt(stored.length - 1), [event]);
      await expectStored(store, 'case-1', [...stored, event.eventId]);
      await store.close();
      const again = await openSqliteEventStore(join(disk, 'ledger'));
      await expectStored(again, 'case-1', [...stored, event.eventId]);
      await again.close();
    } finally {
      execFileSync('umount', ['--lazy', disk]);
      rmSync(disk, { recursive: true });
    }
  });
});

/** A disk of 2 MB, or `undefined` where none can be mounted. */
function mountSmallDisk(): string | undefined {
  const disk = mkdtempSync(join(tmpdir(), 'taizhang-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], { stdio: 'ignore' });
    return disk;
  } catch {
    rmSync(disk, { recursive: true });
    return undefined;
  }
}
