/** The application services behind both the command line and the server: import, reports, replay, rebuild, following. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Actor, type CivilDate, type CivilMonth, DomainError, type EventMetadata } from '#kernel';
import type { EventStore } from '#event-store';
import { type ImportProgress, type ImportReport, importWorkbook } from '#intake';
import { catchUp, type FollowOptions, rebuild, type RebuiltProjection, type ViewReader, ViewStore } from '#projections';
import {
  type AmountsReport, amountsReport, type CaseloadReport, caseloadReport, type CaseReplay, decodeAny, type PaymentsReport, paymentsReport,
  type ProcedureReport, procedureReport, PROJECTIONS, type RejectionsFilter, type RejectionsPage, rejectionsReport, replayCase, type ToleranceReport, toleranceReport,
} from '#reports';
import { readWorkbook } from '#workbook';
import { type LedgerConfig, openStore, viewsFile } from './config.js';

/** The edge's clock. */
export const systemClock = { now: (): string => new Date().toISOString(), milliseconds: (): number => performance.now() };

/** Restricts a question to what had been recorded by an instant, RFC 3339 UTC. */
type KnownAt = string | undefined;

export class Ledger {
  private readonly closing = new AbortController();
  private following: Promise<void> | undefined;

  private constructor(readonly config: LedgerConfig, readonly store: EventStore, private readonly views: ViewStore) {}

  /** @throws DomainError `DATA_DIRECTORY`, and what the store says when it cannot be opened. */
  static async open(config: LedgerConfig): Promise<Ledger> {
    const store = await openStore(config);
    try {
      const views = ViewStore.open(viewsFile(config), PROJECTIONS);
      const ledger = new Ledger(config, store, views);
      await ledger.forgetForeignViews();
      return ledger;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** True when nothing was ever recorded. */
  async isEmpty(): Promise<boolean> {
    return (await this.store.readAll({ limit: 1 })).events.length === 0;
  }

  /** Imports a workbook from a path or from bytes, and brings the read models up to it. */
  async importWorkbook(source: string | Uint8Array, actor: Actor, onProgress?: (progress: ImportProgress) => void): Promise<ImportReport> {
    const workbook = await readWorkbook(source);
    const report = await importWorkbook(this.store, workbook, { actor, now: systemClock.now, onProgress });
    await this.catchUp();
    return report;
  }

  caseload(asOf: CivilDate, division: string | undefined, knownAt: KnownAt): Promise<CaseloadReport> {
    return this.read(knownAt, ['caseload'], (views) => caseloadReport(views, asOf, division, knownAt ?? null));
  }

  payments(period: CivilMonth, division: string | undefined, knownAt?: KnownAt): Promise<PaymentsReport> {
    return this.read(knownAt, ['payments'], (views) => paymentsReport(views, period, division));
  }

  procedure(division: string | undefined, year: number | undefined, knownAt?: KnownAt): Promise<ProcedureReport> {
    return this.read(knownAt, ['procedure'], (views) => procedureReport(views, division, year));
  }

  tolerance(division: string, year: number, knownAt?: KnownAt): Promise<ToleranceReport> {
    return this.read(knownAt, ['caseload', 'procedure', 'people', 'households', 'findings'], (views) => toleranceReport(views, division, year));
  }

  amounts(division: string | undefined, knownAt?: KnownAt): Promise<AmountsReport> {
    return this.read(knownAt, ['caseload', 'households', 'standards'], (views) => amountsReport(views, division));
  }

  rejections(filter: RejectionsFilter, after: string | undefined, limit: number): Promise<RejectionsPage> {
    return this.read(undefined, ['rejections'], (views) => rejectionsReport(views, filter, after, limit));
  }

  replayCase(id: string, asOf: CivilDate | undefined, knownAt: KnownAt): Promise<CaseReplay> {
    return this.read(undefined, ['caseload', 'timeline'], (views) => replayCase(this.store, views, id, asOf, knownAt));
  }

  /** Rebuilds the named projections, or all, beside the running ones. @throws DomainError `PROJECTION_UNKNOWN` */
  async rebuild(names: readonly string[], onProgress?: (events: number) => void): Promise<readonly RebuiltProjection[]> {
    const known = PROJECTIONS.map(({ name }) => name);
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new DomainError('PROJECTION_UNKNOWN', 'invalid', `There is no projection ${unknown.join(', ')}. Known are: ${known.join(', ')}.`);
    }
    await this.catchUp();
    return rebuild(this.store, this.views, PROJECTIONS, names.length > 0 ? [...new Set(names)] : known, { ...this.followOptions(), onProgress, clock: systemClock.milliseconds });
  }

  /** Folds everything recorded so far into the live read models. */
  async catchUp(): Promise<void> {
    await this.forgetForeignViews();
    await catchUp(this.store, this.views, PROJECTIONS, ({ state }) => state === 'live', this.followOptions());
  }

  /** Keeps the read models up to date until the ledger is closed; a failure is reported and tried again. */
  follow(onError: (error: unknown) => void): void {
    this.following ??= this.runFollower(onError);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.following;
    this.views.close();
    await this.store.close();
  }

  private async runFollower(onError: (error: unknown) => void): Promise<void> {
    const { signal } = this.closing;
    for (let delayMs = 100; !signal.aborted;) {
      try {
        await this.catchUp();
        await this.nextEvent(signal);
        delayMs = 100;
        continue;
      } catch (error) {
        if (!signal.aborted) onError(error);
      }
      if (!signal.aborted) await setTimeout(delayMs, undefined, { signal }).catch(() => undefined);
      delayMs = Math.min(delayMs * 2, 10_000);
    }
  }

  /**
   * Waits until an event follows the bookmark. The subscription only wakes the follower, which then reads in pages:
   * folding event by event as they arrive would cost a transaction each.
   */
  private async nextEvent(signal: AbortSignal): Promise<void> {
    const after = this.views.generations().find(({ state }) => state === 'live')?.position ?? undefined;
    const waiting = new AbortController();
    const stop = (): void => waiting.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for await (const item of this.store.subscribe({ after, signal: waiting.signal })) if (item.kind === 'event') return;
    } finally {
      signal.removeEventListener('abort', stop);
      waiting.abort();
    }
  }

  private followOptions(): FollowOptions {
    return { decode: decodeAny, signal: this.closing.signal };
  }

  /** Answers from the live read models, or from throw-away ones that only know what had been recorded by an instant. */
  private async read<T>(knownAt: KnownAt, names: readonly string[], work: (views: ViewReader) => Promise<T>): Promise<T> {
    if (knownAt === undefined) return this.views.read(work);
    const directory = mkdtempSync(join(tmpdir(), 'taizhang-'));
    try {
      const projections = PROJECTIONS.filter(({ name }) => names.includes(name));
      const views = ViewStore.open(join(directory, 'views.db'), projections);
      try {
        await catchUp(this.store, views, projections, () => true, { ...this.followOptions(), accept: ({ recordedAt }: EventMetadata) => recordedAt <= knownAt });
        return await views.read(work);
      } finally {
        views.close();
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  /** Read models of another ledger (restored, replaced or deleted) are worthless: they are emptied and built anew. */
  private async forgetForeignViews(): Promise<void> {
    const [first] = (await this.store.readAll({ limit: 1 })).events;
    const identity = first && `${first.eventId} ${String(first.metadata['recordedAt'])}`;
    const known = this.views.meta('ledger');
    if (known === identity) return;
    if (known !== undefined || this.views.generations().some(({ position }) => position !== null)) this.views.reset();
    if (identity !== undefined) this.views.setLedger(identity);
  }
}
