/** Publishing of the log by the witnesses of a trust policy, as both apps use it: beside the log, on its own time, never in the way of a command. */
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { logFolder, logKeyFile, nodeFiles, nodeHttp, parsePolicy, publishedFile, Publisher, readLogKey, TileFolder, type TrustPolicy, type WitnessReport } from '#evidence';
import { WriterLock } from '#event-store/sqlite/writer-lock';
import { DomainError } from '#kernel';
import { systemClock } from './clock.js';
import type { LedgerConfig } from './config.js';

/** Between two looks at what was signed. */
const ROUND_MS = 1_000;

/** A failure that is tried again. */
export interface Failing {
  /** RFC 3339 UTC. */
  readonly since: string;
  /** Of the error; `UNEXPECTED` where it has none. */
  readonly code: string;
}
export interface PublishingStatus {
  /** Entries of the newest checkpoint that the quorum has cosigned; null before the first. */
  readonly entries: number | null;
  /** When the last of its witnesses cosigned it, as that one states, RFC 3339 UTC. */
  readonly publishedAt: string | null;
  /** Since when something is signed that is not published. */
  readonly pendingSince: string | null;
  readonly failing: Failing | null;
  readonly witnesses: readonly WitnessReport[];
}

/** The file of the trust policy, from TAIZHANG_WITNESS_POLICY; undefined where the log is published without witnesses. */
export const witnessPolicyOf = (environment: Readonly<Record<string, string | undefined>>): string | undefined => environment['TAIZHANG_WITNESS_POLICY'] || undefined;

/** @throws DomainError `POLICY_UNREADABLE` `POLICY_MALFORMED` */
export async function readPolicy(file: string): Promise<TrustPolicy> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new DomainError('POLICY_UNREADABLE', 'invalid', `The trust policy ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}). Check the path and the permissions.`, {}, { cause: error });
  }
  return parsePolicy(bytes);
}

export const failingWith = (before: Failing | null, error: unknown): Failing => ({ since: before?.since ?? systemClock.now(), code: error instanceof DomainError ? error.code : 'UNEXPECTED' });

export class LogPublishing {
  private publisher: Publisher | undefined;
  private lock: WriterLock | undefined;
  private failing: Failing | null = null;
  private refusing: ReadonlySet<string> = new Set();
  /** Entries of the checkpoint that the last round was about. */
  private signed: number | undefined;
  private pendingSince: string | null = null;

  constructor(private readonly config: LedgerConfig, private readonly policyFile: string) {}

  /** The newest checkpoint with its quorum; undefined where there is none. */
  get published(): string | undefined {
    return this.publisher?.published?.note;
  }

  get status(): PublishingStatus {
    const published = this.publisher?.published;
    const last = published?.cosigned.reduce((latest, { timestamp }) => Math.max(latest, timestamp), 0);
    return {
      entries: published?.checkpoint.size ?? null, publishedAt: last === undefined || last === 0 ? null : new Date(last * 1_000).toISOString(),
      pendingSince: this.isBehind ? this.pendingSince : null, failing: this.failing, witnesses: this.publisher?.witnesses ?? [],
    };
  }

  private get isBehind(): boolean {
    return this.signed !== undefined && this.signed > (this.publisher?.published?.checkpoint.size ?? -1);
  }

  /** Until the signal says so; a failure is reported once and tried again. */
  async run(signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.round(signal);
        this.failing = null;
        this.reportRefusals(onError);
      } catch (error) {
        const code = this.failing?.code;
        this.failing = failingWith(this.failing, error);
        if (!signal.aborted && this.failing.code !== code) onError(error);
      }
      await setTimeout(ROUND_MS, undefined, { signal }).catch(() => undefined);
    }
    await this.close();
  }

  /** A witness that says the log is not what it was is told of once, and again when it says so anew. */
  private reportRefusals(onError: (error: unknown) => void): void {
    const refusing = new Set(this.status.witnesses.filter(({ state }) => state === 'refuses' || state === 'ahead').map(({ witness }) => witness));
    for (const witness of refusing) {
      if (this.refusing.has(witness)) continue;
      onError(new DomainError('LOG_WITNESS_REFUSES', 'unavailable', `The witness ${witness} does not cosign the log, or has cosigned more than it has. GET /health/ready says which; "taizhang verify" what was changed.`, { witness }));
    }
    this.refusing = refusing;
  }

  /**
   * Asks the witnesses that are due, once.
   * @returns false where the log has not begun
   * @throws DomainError `STORE_LOCKED` where another process publishes, and as `Publisher.open` and `Publisher.round`
   */
  async round(signal?: AbortSignal): Promise<boolean> {
    const { dataDir } = this.config;
    this.lock ??= WriterLock.acquire(publishedFile(dataDir));
    this.publisher ??= await this.open();
    this.signed = (await this.publisher?.round(signal))?.size;
    this.pendingSince = this.isBehind ? this.pendingSince ?? systemClock.now() : null;
    return this.signed !== undefined;
  }

  async close(): Promise<void> {
    await this.publisher?.settled();
    this.lock?.release();
    this.lock = undefined;
  }

  private async open(): Promise<Publisher | undefined> {
    const { dataDir } = this.config;
    const signer = await readLogKey(logKeyFile(dataDir), nodeFiles);
    if (signer === undefined) return undefined;
    return Publisher.open({ folder: new TileFolder(logFolder(dataDir), nodeFiles), log: signer.verifier, policy: await readPolicy(this.policyFile), file: publishedFile(dataDir), files: nodeFiles, http: nodeHttp, now: systemClock.now });
  }
}

export const noLog = (): DomainError => new DomainError('LOG_MISSING', 'notFound', 'The ledger has no transparency log yet. It begins with the next command that records something, with "taizhang serve", or with "taizhang log update".');

/** Asks every witness once, for an office that runs no server. @throws as `LogPublishing.round`, and `POLICY_NOT_SET` `LOG_MISSING` */
export async function publishLog(config: LedgerConfig): Promise<PublishingStatus & { readonly published: string | null }> {
  const publishing = new LogPublishing(config, policyFileOf(config));
  try {
    if (!(await publishing.round())) throw noLog();
    return { ...publishing.status, published: publishing.published ?? null };
  } finally {
    await publishing.close();
  }
}

function policyFileOf({ witnessPolicy }: LedgerConfig): string {
  if (witnessPolicy === undefined) throw new DomainError('POLICY_NOT_SET', 'invalid', 'There is no trust policy, so the log has no witnesses to ask. Name the file in TAIZHANG_WITNESS_POLICY (docs/evidence.md).');
  return witnessPolicy;
}
