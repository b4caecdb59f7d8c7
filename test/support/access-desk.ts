/** An access service over a ledger in memory, with files of its own and a clock that a test moves. Several may stand on one ledger and one `access.db`, as processes do. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessService } from '#application';
import { MemoryLedger, openMemoryEventStore } from '#event-store/memory/memory-event-store';
import type { EventStore, RecordedEvent } from '#event-store';
import { catchUp, ViewStore } from '#projections';
import { decodeAny, PROJECTIONS } from '#reports';
import { AccessStore } from '../../libs/application/src/access-store.js';

export class Clock {
  constructor(public instant: string) {}
  advance(seconds: number): void {
    this.instant = new Date(Date.parse(this.instant) + seconds * 1_000).toISOString();
  }
}

export class AccessDesk {
  readonly access: AccessService;
  private readonly views: ViewStore;
  private readonly credentials: AccessStore;

  private constructor(readonly directory: string, readonly ledger: MemoryLedger, readonly store: EventStore, readonly clock: Clock) {
    this.views = ViewStore.open(join(directory, `views-${randomUUID()}.db`), PROJECTIONS);
    this.credentials = new AccessStore(this.file);
    this.access = new AccessService({
      store, stored: store, open: (event) => event, now: () => clock.instant, catchUp: () => this.catchUp(), read: (work) => this.views.read(work), track: (work) => work(), citizenName: (idNo) => idNo, secretName: (text) => text,
    }, this.credentials);
  }

  static open(instant = '2026-03-02T01:00:00.000Z'): AccessDesk {
    const ledger = new MemoryLedger();
    return new AccessDesk(mkdtempSync(join(tmpdir(), 'taizhang-access-')), ledger, openMemoryEventStore(ledger), new Clock(instant));
  }

  /** Another program on the same ledger and the same directory. */
  beside(): AccessDesk {
    return new AccessDesk(this.directory, this.ledger, openMemoryEventStore(this.ledger), this.clock);
  }

  get file(): string {
    return join(this.directory, 'access.db');
  }

  /** Stops, and begins again with what is on disk. */
  async reopened(change: () => void = () => undefined): Promise<AccessDesk> {
    await this.stop();
    change();
    return this.beside();
  }

  async stop(): Promise<void> {
    this.credentials.close();
    this.views.close();
    await this.store.close();
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  async events(): Promise<readonly RecordedEvent[]> {
    return (await this.store.readAll({ limit: 10_000 })).events;
  }

  private catchUp(): Promise<void> {
    return catchUp(this.store, this.views, PROJECTIONS, () => true, { decode: decodeAny, signal: new AbortController().signal });
  }
}
