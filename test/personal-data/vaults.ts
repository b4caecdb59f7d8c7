/** A vault and a sealed store over a ledger in memory, for tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore, NewEvent, RecordedEvent } from '#event-store';
import { MemoryLedger, openMemoryEventStore } from '#event-store/memory/memory-event-store';
import { openVault, sealedStore, type SealedStore, type Vault } from '#vault';

export interface SealedLedgerForTest {
  readonly store: SealedStore;
  readonly vault: Vault;
  /** What lies in the ledger. */
  readonly stored: EventStore;
  readonly directory: string;
  readonly remove: () => Promise<void>;
}

export async function openSealed(stored: EventStore = openMemoryEventStore(new MemoryLedger())): Promise<SealedLedgerForTest> {
  const directory = mkdtempSync(join(tmpdir(), 'taizhang-vault-'));
  const { vault } = await openVault({ directory: join(directory, 'keys'), dataDir: directory }, () => Promise.resolve({ isEmpty: true, now: '2026-01-01T00:00:00.000Z', keyId: () => Promise.resolve(undefined) }));
  const store = sealedStore(stored, vault);
  return {
    store, vault, stored, directory,
    remove: async () => {
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
}

export async function everyEvent(store: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let after: string | undefined; ;) {
    const slice = await store.readAll({ after });
    events.push(...slice.events);
    if (slice.end) return events;
    after = events.at(-1)?.position;
  }
}

/** An event as the command handler makes it. */
export const eventOf = (n: number, type: string, data: NewEvent['data'], code6 = '360111'): NewEvent => ({
  eventId: `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`, type, data,
  metadata: {
    schemaVer: 1, occurredAt: '2026-01-01', recordedAt: '2026-01-01T00:00:00.000Z', actor: { staffId: '003' }, jurisdiction: { code6 },
    correlationId: `00000000-0000-8000-9000-${String(n).padStart(12, '0')}`, causationId: `00000000-0000-8000-a000-${String(n).padStart(12, '0')}`, commandDigest: 'x'.repeat(43),
  },
});
