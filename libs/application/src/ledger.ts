/** The application services behind both the command line and the server: import, reports, replay, rebuild, following. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Actor, type CivilDate, civilDateAt, type CivilMonth, DomainError } from '#kernel';
import { type EventStore, nextEvent, type RecordedEvent } from '#event-store';
import type { SignedIn } from '#identity';
import { type ImportProgress, type ImportReport, importWorkbook } from '#intake';
import { catchUp, type FollowOptions, rebuild, type RebuiltProjection, type ViewReader, ViewStore } from '#projections';
import {
  type AmountsReport, amountsReport, type CaseloadReport, caseloadReport, type CaseReplay, decodeAny, type DuesQuestion, type DuesReport, duesReport, type ImportRow, type PaymentsReport, paymentsReport,
  type ProcedureReport, procedureReport, PROJECTIONS, type RejectionsFilter, type RejectionsPage, rejectionsReport, replayCase, type ToleranceOverview, toleranceOverview, type ToleranceReport, toleranceReport, type WorklistQuestion, type WorklistReport, worklistReport,
} from '#reports';
import { type OpenedVault, sealedStore, type SealedStore } from '#vault';
import { idOfText, type LedgerWorkbook, readWorkbook } from '#workbook';
import { AccessService } from './access-service.js';
import { AccessStore } from './access-store.js';
import { systemClock } from './clock.js';
import { accessFile, followUpsFile, type LedgerConfig, openStore, viewsFile } from './config.js';
import { accountabilityFollowUps } from './accountability-followups.js';
import { caseFollowUps } from './case-followups.js';
import { CaseService } from './case-service.js';
import { CorrectionService } from './correction-service.js';
import { DeathNotices } from './death-notices.js';
import { ComplaintService } from './complaint-service.js';
import { ErasureService } from './erasure-service.js';
import { EvidenceService } from './evidence-service.js';
import { FindingService } from './finding-service.js';
import { FollowUps } from './follow-ups.js';
import { FundsService } from './funds-service.js';
import { openLedgerVault, vaultPlaceOf } from './keys-config.js';
import { KeysService } from './keys-service.js';
import { LeadService } from './lead-service.js';
import { openPaperStore } from './papers-config.js';
import { PapersService } from './papers-service.js';
import { PaymentDecisionService } from './paylist-decisions.js';
import { PayListService } from './paylist-service.js';
import { PolicyService } from './policy-service.js';
import { ReconciliationService } from './reconciliation-service.js';
import { recoveryFollowUps } from './recovery-followups.js';
import { PROGRAM_VERSION } from './program.js';
import { RegisterService } from './register-service.js';
import type { ServiceHost } from './service-host.js';
import { AnswerService } from './settlement-answers.js';
import { BatchService } from './settlement-batches.js';
import { settlementFollowUps } from './settlement-followups.js';
import { BankFormats } from './settlement-formats.js';
import { PayeeService, PaymentService } from './settlement-payees.js';
import { StatementService } from './settlement-statements.js';
import { TaskService } from './task-service.js';
import { TransparencyLog } from './transparency-log.js';
import { viewingFollowUps } from './viewing-followups.js';
import { ViewingService } from './viewing-service.js';
import { YearService } from './year-service.js';

export { systemClock };

/** One follower's read model: which table it writes and how far it has read. */
export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly generation: number;
  readonly state: 'live' | 'building';
  /** Bookmark: the last event looked at; null before the first. */
  readonly position: string | null;
  /** Events folded so far. */
  readonly events: number;
}

/** Events a rebuild folds at once: a row that many of them touch is loaded and written once. Nobody waits for it, so it may take longer turns. */
const REBUILD_PAGE = 4_000;

/** How far the live read models are behind the ledger. */
export interface FollowerLag {
  /** When the oldest event that is not folded yet was recorded; null when everything is. */
  readonly since: string | null;
}

export interface ImportsPage {
  readonly rows: readonly ImportRow[];
  /** Pass as `after` to read on; null at the end. */
  readonly next: string | null;
}

/** How far "later" of a worklist reaches where nobody says. */
const WORKLIST_DAYS = 30;

const TOLERANCE_VIEWS = ['caseload', 'procedure', 'worklist', 'people', 'households', 'findings', 'years'];

export interface WorklistRequest extends Omit<WorklistQuestion, 'today' | 'horizonDays'> {
  /** Today in China where absent. */
  readonly today?: CivilDate | undefined;
  readonly horizonDays?: number | undefined;
}

export interface DuesRequest extends Omit<DuesQuestion, 'today' | 'horizonDays'> {
  /** Today in China where absent. */
  readonly today?: CivilDate | undefined;
  readonly horizonDays?: number | undefined;
}

/** Restricts a question to what had been recorded by an instant, RFC 3339 UTC. */
type KnownAt = string | undefined;

export class Ledger {
  private readonly closing = new AbortController();
  private following: Promise<void> | undefined;
  /** Long work that must have ended before the stores may be closed under it. */
  private readonly running = new Set<Promise<unknown>>();

  /** Accounts, sessions, delegations: who may do what. */
  readonly access: AccessService;
  private readonly credentials: AccessStore;
  /** Persons and households of the live procedure. */
  readonly register: RegisterService;
  /** Corrections of what was registered wrongly. */
  readonly corrections: CorrectionService;
  /** The live procedure of cases. */
  readonly cases: CaseService;
  /** What offices hand in: content in its own store, who handed it in in the ledger. */
  readonly papers: PapersService;
  /** Published values, packs and determinations. */
  readonly policy: PolicyService;
  /** The tasks of divisions of tasks: assigned, reported on, overseen. */
  readonly tasks: TaskService;
  /** From lead to closure: verification, errors, recovery, rectification, liability, exemption. */
  readonly findings: FindingService;
  /** Leads that data give. */
  readonly leads: LeadService;
  readonly complaints: ComplaintService;
  /** Deaths that other offices give notice of. */
  readonly deathNotices: DeathNotices;
  /** Years of the tolerance, closed for good. */
  readonly years: YearService;
  /** From what is owed to the order. */
  readonly payLists: PayListService;
  /** Holds, care fees and top-ups, back payments, offsets. */
  readonly paymentDecisions: PaymentDecisionService;
  /** Indicators, reserves, and where every fen is. */
  readonly funds: FundsService;
  /** Who looked at what is kept of a person. */
  readonly viewings: ViewingService;
  /** Files to the bank, what it answers, statements of the account. */
  readonly batches: BatchService;
  readonly answers: AnswerService;
  readonly statements: StatementService;
  /** Accounts put right, failed payments issued again or voided. */
  readonly payees: PayeeService;
  readonly payItems: PaymentService;
  /** Months: reconciled, closed, corrected. */
  readonly periods: ReconciliationService;
  /** What follows from an event by itself. */
  readonly followUps: FollowUps;
  /** Erasing what it says of a person. */
  readonly erasure: ErasureService;
  /** The keys of what the ledger says of persons. */
  readonly keys: KeysService;
  /** Every event, in a log that others can verify. */
  readonly log: TransparencyLog;
  /** What leaves the ledger for an inspector. */
  readonly evidence: EvidenceService;

  private constructor(readonly config: LedgerConfig, readonly store: SealedStore, opened: OpenedVault | undefined, private readonly views: ViewStore) {
    this.keys = new KeysService(config, store, opened);
    const host: ServiceHost = {
      store, stored: store.stored, open: (event) => store.open(event), now: systemClock.now,
      catchUp: async () => {
        await this.catchUpUnlessClosing();
        await this.runFollowUps();
      },
      read: (work) => this.views.read(work),
      track: (work) => this.track(work),
      citizenName: (idNo) => this.keys.citizenName(idNo), secretName: (text) => this.keys.secretName(text),
    };
    this.credentials = new AccessStore(accessFile(config));
    this.access = new AccessService(host, this.credentials);
    this.viewings = new ViewingService(host, this.access);
    this.papers = new PapersService(host, openPaperStore(config.papers, config.dataDir));
    this.policy = new PolicyService(host);
    this.register = new RegisterService(host, this.access, this.papers, this.policy);
    this.corrections = new CorrectionService(host, this.access, this.viewings, this.papers);
    this.cases = new CaseService(host, this.access, this.viewings, this.policy, this.papers);
    this.deathNotices = new DeathNotices(host, this.access, this.cases);
    this.tasks = new TaskService(host);
    this.findings = new FindingService(host, this.access, this.viewings);
    this.leads = new LeadService(host, this.access, this.findings);
    this.complaints = new ComplaintService(host, this.access, this.viewings);
    this.years = new YearService(host, this.access);
    this.payLists = new PayListService(host, this.access, this.viewings);
    this.paymentDecisions = new PaymentDecisionService(host, this.access, this.viewings);
    this.funds = new FundsService(host, this.access, (knownAt, names, work) => this.read(knownAt, names, work));
    const formats = BankFormats.in(config.dataDir);
    this.batches = new BatchService(host, this.access, this.viewings, formats);
    this.answers = new AnswerService(host, this.access, this.batches, formats);
    this.statements = new StatementService(host, this.access, this.batches, formats);
    this.payees = new PayeeService(host, this.access);
    this.payItems = new PaymentService(host, this.access);
    this.periods = new ReconciliationService(host, this.access);
    this.erasure = new ErasureService({ ...host, retentionYears: config.retentionYears, rebuildViews: () => this.rebuildWithoutTrace() }, this.access, this.keys);
    this.followUps = new FollowUps(store.stored, followUpsFile(config), [...accountabilityFollowUps(host, this.findings), ...caseFollowUps(host), ...viewingFollowUps(host, this.findings), ...recoveryFollowUps(host), ...settlementFollowUps(host, this.findings)], systemClock.now, undefined, (event) => store.open(event));
    // The log holds what is stored: it proves the same after a person's key is gone.
    this.log = new TransparencyLog(store.stored, config);
    this.evidence = new EvidenceService({
      ...host, stored: store.stored, program: PROGRAM_VERSION, bookOn: (on) => this.policy.bookOn(on),
      readAt: (knownAt, work) => this.read(knownAt, TOLERANCE_VIEWS, work),
    }, this.access, this.viewings, this.papers, this.keys, this.log);
  }

  /** @throws DomainError `DATA_DIRECTORY` `KEYS_CONFIG_INVALID`, and what the store and the vault say when they cannot be opened. */
  static async open(config: LedgerConfig): Promise<Ledger> {
    const place = vaultPlaceOf(config.dataDir, config.keys);
    const stored = await openStore(config);
    let store: EventStore = stored;
    try {
      const opened = await openLedgerVault(place, config.mode, stored, systemClock.now);
      const sealed = sealedStore(stored, opened?.vault);
      store = sealed;
      const views = ViewStore.open(viewsFile(config), PROJECTIONS);
      const ledger = new Ledger(config, sealed, opened, views);
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

  /**
   * Imports a workbook, read already or from a path or bytes, and brings the read models up to it.
   * @throws DomainError `LEDGER_CLOSING` when the ledger is closed meanwhile, between two streams; importing the file again completes it.
   */
  importWorkbook(source: string | Uint8Array | LedgerWorkbook, actor: Actor, onProgress?: (progress: ImportProgress) => void): Promise<ImportReport> {
    return this.track(async () => {
      const workbook = typeof source === 'string' || source instanceof Uint8Array ? await readWorkbook(source) : source;
      const report = await importWorkbook(this.store, workbook, {
        actor, now: systemClock.now,
        onProgress: (progress) => {
          this.refuseWhileClosing();
          onProgress?.(progress);
        },
      });
      await this.catchUpUnlessClosing();
      return report;
    });
  }

  /** The imports recorded, in the order of the files' hashes: read models hold no recording times. `within`: only of counties whose codes begin so. */
  imports(after: string | undefined, limit: number, within?: string): Promise<ImportsPage> {
    return this.read(undefined, ['imports'], async (views) => {
      const rows: ImportRow[] = [];
      for await (const page of views.scan<ImportRow>('imports', '', after)) {
        for (const { row } of page) {
          if (!row.code6.startsWith(within ?? '')) continue;
          if (rows.length === limit) return { rows, next: (rows.at(-1) as ImportRow).sha256 };
          rows.push(row);
        }
      }
      return { rows, next: null };
    });
  }

  /** @throws DomainError `IMPORT_NOT_FOUND` */
  importOf(sha256: string, within?: string): Promise<ImportRow> {
    return this.read(undefined, ['imports'], (views) => {
      const row = views.get<ImportRow>('imports', sha256);
      if (row === undefined || !row.code6.startsWith(within ?? '')) throw new DomainError('IMPORT_NOT_FOUND', 'notFound', 'No file with this SHA-256 was imported. Check the hash (64 hexadecimal digits), or import the file.');
      return Promise.resolve(row);
    });
  }

  caseload(asOf: CivilDate, division: string | undefined, knownAt: KnownAt): Promise<CaseloadReport> {
    return this.read(knownAt, ['caseload'], (views) => caseloadReport(views, asOf, division, knownAt ?? null));
  }

  payments(period: CivilMonth, division: string | undefined, knownAt?: KnownAt): Promise<PaymentsReport> {
    return this.read(knownAt, ['payments'], (views) => paymentsReport(views, period, division));
  }

  procedure(division: string | undefined, year: number | undefined, knownAt?: KnownAt): Promise<ProcedureReport> {
    return this.read(knownAt, ['procedure', 'worklist', 'postings'], (views) => procedureReport(views, division, year));
  }

  /** What is owed in a division, until when and by whom; `today` in China and thirty days ahead where nothing is said. */
  worklist({ division, staffId, level, today, horizonDays }: WorklistRequest): Promise<WorklistReport> {
    const question = { division, staffId, level, today: today ?? civilDateAt(systemClock.now()), horizonDays: horizonDays ?? WORKLIST_DAYS };
    return this.read(undefined, ['worklist', 'delegations'], (views) => worklistReport(views, question));
  }

  /** What accountability owes in a division by a day. */
  dues({ division, staffId, complaints, today, horizonDays }: DuesRequest): Promise<DuesReport> {
    const question = { division, staffId, complaints, today: today ?? civilDateAt(systemClock.now()), horizonDays: horizonDays ?? WORKLIST_DAYS };
    return this.read(undefined, ['dues', 'tasks', 'payLists', 'entitlements'], (views) => duesReport(views, question));
  }

  /** `asOf`: errors determined, money received and months assisted by that day. */
  tolerance(division: string, year: number, knownAt?: KnownAt, asOf?: CivilDate): Promise<ToleranceReport> {
    return this.read(knownAt, TOLERANCE_VIEWS, (views) => toleranceReport(views, division, year, asOf));
  }

  /** The limit of a division and of each of its towns. */
  toleranceOverview(division: string, year: number, knownAt?: KnownAt, asOf?: CivilDate): Promise<ToleranceOverview> {
    return this.read(knownAt, TOLERANCE_VIEWS, (views) => toleranceOverview(views, division, year, asOf));
  }

  amounts(division: string | undefined, knownAt?: KnownAt): Promise<AmountsReport> {
    return this.read(knownAt, ['caseload', 'households', 'standards'], (views) => amountsReport(views, division));
  }

  rejections(filter: RejectionsFilter, after: string | undefined, limit: number): Promise<RejectionsPage> {
    return this.read(undefined, ['rejections'], (views) => rejectionsReport(views, filter, after, limit));
  }

  /** `within`: only cases of this division are there to be found; `by`: who looks, and why, recorded before it is shown. */
  async replayCase(id: string, asOf: CivilDate | undefined, knownAt: KnownAt, within?: string, by?: { readonly person: SignedIn; readonly purpose: string | undefined }): Promise<CaseReplay> {
    const { caseKey, ...replay } = await this.read(undefined, ['caseload', 'timeline'], (views) => replayCase(this.store, views, idOfText(id), asOf, knownAt, within));
    if (by !== undefined) await this.viewings.shown({ scope: 'replay', about: caseKey, purpose: by.purpose }, by.person);
    return replay;
  }

  /** Rebuilds the named projections, or all, beside the running ones. @throws DomainError `PROJECTION_UNKNOWN` */
  async rebuild(names: readonly string[], onProgress?: (events: number) => void): Promise<readonly RebuiltProjection[]> {
    const known = PROJECTIONS.map(({ name }) => name);
    const unknown = names.filter((name) => !known.includes(name));
    if (unknown.length > 0) {
      throw new DomainError('PROJECTION_UNKNOWN', 'invalid', `There is no projection ${unknown.join(', ')}. Known are: ${known.join(', ')}.`);
    }
    return this.track(async () => {
      await this.catchUp();
      return rebuild(this.store.forFolds, this.views, PROJECTIONS, names.length > 0 ? [...new Set(names)] : known, { ...this.followOptions(), page: REBUILD_PAGE, onProgress, clock: systemClock.milliseconds });
    });
  }

  /** After an erasure: no row, page or log of the read models holds what they held before. */
  private async rebuildWithoutTrace(): Promise<void> {
    await this.rebuild([]);
    await this.views.leaveNothing();
  }

  /** Every generation of every projection, in the order in which projections are shown. */
  projections(): readonly ProjectionStatus[] {
    const order = PROJECTIONS.map(({ name }) => name);
    return this.views.generations()
      .map(({ projection, version, generation, state, position, events }) => ({ name: projection, version, generation, state, position, events }))
      .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name) || a.version - b.version || a.generation - b.generation);
  }

  /** Reads one event after each live bookmark; also shows that the store can be read. */
  async lag(): Promise<FollowerLag> {
    const bookmarks = new Set(this.views.generations().filter(({ state }) => state === 'live').map(({ position }) => position));
    let since: string | null = null;
    for (const bookmark of bookmarks) {
      const [next] = (await this.store.readAll({ after: bookmark ?? undefined, limit: 1 })).events;
      const recordedAt = next && (next.metadata['recordedAt'] as string);
      if (recordedAt !== undefined && (since === null || recordedAt < since)) since = recordedAt;
    }
    return { since };
  }

  /** Folds everything recorded so far into the live read models. */
  async catchUp(): Promise<void> {
    await catchUp(this.store.forFolds, this.views, PROJECTIONS, ({ state }) => state === 'live', this.followOptions());
  }

  /** After writing: what was recorded stays so, also when the program is stopped before the read models have it. */
  private async catchUpUnlessClosing(): Promise<void> {
    await this.catchUp().catch((error: unknown) => { if (!this.closing.signal.aborted) throw error; });
  }

  /** After writing, and whenever something was recorded elsewhere. What fails is tried again, and `followUps.status` names it: whoever recorded something meanwhile is not told. */
  private async runFollowUps(): Promise<void> {
    if (this.config.mode === 'readWrite' && !this.closing.signal.aborted) await this.followUps.run().catch((error: unknown) => { if (!this.closing.signal.aborted) throw error; });
  }

  /** Keeps the read models and the transparency log up to date until the ledger is closed; a failure is reported and tried again. */
  follow(onError: (error: unknown) => void, onLogError: (error: unknown) => void = onError, onPublishError: (error: unknown) => void = onLogError): void {
    this.following ??= this.runFollower(onError);
    this.log.follow(this.closing.signal, onLogError, onPublishError);
  }

  /** Ends what is under way at its next batch, then releases the stores. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled(this.running);
    await this.following;
    await this.followUps.stop();
    await this.log.stop(this.closing.signal);
    this.credentials.close();
    this.views.close();
    await this.store.close();
  }

  private async track<T>(work: () => Promise<T>): Promise<T> {
    const promise = work();
    this.running.add(promise);
    try {
      return await promise;
    } finally {
      this.running.delete(promise);
    }
  }

  private refuseWhileClosing(): void {
    if (!this.closing.signal.aborted) return;
    throw new DomainError('LEDGER_CLOSING', 'unavailable', 'The program is stopping, so the import was left half-way; nothing is lost. Import the same file again to complete it.');
  }

  private async runFollower(onError: (error: unknown) => void): Promise<void> {
    const { signal } = this.closing;
    for (let delayMs = 100; !signal.aborted;) {
      try {
        await this.catchUp();
        await this.runFollowUps();
        await nextEvent(this.store, this.views.generations().find(({ state }) => state === 'live')?.position ?? undefined, signal);
        delayMs = 100;
        continue;
      } catch (error) {
        if (!signal.aborted) onError(error);
      }
      if (!signal.aborted) await setTimeout(delayMs, undefined, { signal }).catch(() => undefined);
      delayMs = Math.min(delayMs * 2, 10_000);
    }
  }

  private followOptions(): FollowOptions {
    return { decode: decodeAny, signal: this.closing.signal };
  }

  /** Answers from the live read models, or from throw-away ones that only know what had been recorded by an instant. */
  private async read<T>(knownAt: KnownAt, names: readonly string[], work: (views: ViewReader) => Promise<T>): Promise<T> {
    return knownAt === undefined ? this.views.read(work) : this.track(() => this.readKnownAt(knownAt, names, work));
  }

  private async readKnownAt<T>(knownAt: string, names: readonly string[], work: (views: ViewReader) => Promise<T>): Promise<T> {
    const directory = mkdtempSync(join(tmpdir(), 'taizhang-'));
    try {
      const projections = PROJECTIONS.filter(({ name }) => names.includes(name));
      const views = ViewStore.open(join(directory, 'views.db'), projections);
      try {
        await catchUp(this.store.forFolds, views, projections, () => true, { ...this.followOptions(), accept: ({ recordedAt }) => recordedAt <= knownAt });
        return await views.read(work);
      } finally {
        views.close();
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  /**
   * Read models of another ledger (restored, replaced or deleted) are worthless: they are emptied and built anew.
   * They are of this one if the last event each has looked at stands where it stood.
   */
  private async forgetForeignViews(): Promise<void> {
    for (const { position, eventId, before } of this.views.generations()) {
      if (position === null) continue;
      const [event] = await this.eventsAfter(before);
      if (event?.position === position && event.eventId === eventId) continue;
      this.views.reset();
      return;
    }
  }

  /** The next event, or none where the ledger does not know the position. */
  private async eventsAfter(position: string | null): Promise<readonly RecordedEvent[]> {
    try {
      return (await this.store.readAll({ after: position ?? undefined, limit: 1 })).events;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'POSITION_INVALID') return [];
      throw error;
    }
  }
}
