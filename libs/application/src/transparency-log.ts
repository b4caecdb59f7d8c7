/** The transparency log of a ledger, as both apps use it: kept up to date and shown. It cannot be switched off. */
import { setTimeout } from 'node:timers/promises';
import { type EventStore, nextEvent, type RecordedEvent } from '#event-store';
import { type Checkpoint, isKeyName, logFolder, LogFollower, logKeyFile, LogReader, nodeFiles, NO_QUORUM, openCheckpoint, openWitnessed, parseTilePath, type PlacedEvent, readLogKey, type Tile, TileFolder, type TrustPolicy, verifierOf } from '#evidence';
import { DomainError } from '#kernel';
import type { LedgerConfig } from './config.js';
import { type Failing, failingWith, LogPublishing, noLog, publishLog, type PublishingStatus, readPolicy } from './log-publishing.js';

/** Between two checkpoints while events keep coming. */
const PUBLISH_MS = 1_000;
const MOST_DELAY_MS = 60_000;
/** How long somebody waits for witnesses. */
const MOST_PUBLISH_MS = 15_000;
const POLL_MS = 200;

/** The name of a log that begins, from TAIZHANG_LOG_ORIGIN. @throws DomainError `LOG_ORIGIN_INVALID` */
export function logOriginOf(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const origin = environment['TAIZHANG_LOG_ORIGIN'] || undefined;
  if (origin !== undefined && !isKeyName(origin)) throw new DomainError('LOG_ORIGIN_INVALID', 'invalid', 'TAIZHANG_LOG_ORIGIN is not a name for a log: it must hold no spaces and plus signs, for example taizhang.example.cn/360111.');
  return origin;
}

export interface SignedCheckpoint extends Checkpoint {
  /** The signed note, as it is published. */
  readonly note: string;
  /** The public key of the log, as verifiers are given it. */
  readonly vkey: string;
}

/** A signed checkpoint, the policy under which it counts, and the tree below it. */
export interface CoveringLog {
  readonly note: string;
  readonly checkpoint: Checkpoint;
  readonly policy: TrustPolicy;
  readonly reader: LogReader;
}

export interface LogStatus {
  /** Entries of the checkpoint that was signed last; null before the first. */
  readonly entries: number | null;
  /** The log cannot be brought up to date. */
  readonly failing: Failing | null;
  /** Null where no trust policy is set. */
  readonly publishing: PublishingStatus | null;
}

export class TransparencyLog {
  private readonly follower: LogFollower;
  private readonly publishing: LogPublishing | undefined;
  private following: Promise<unknown> | undefined;
  private entries: number | null = null;
  private failing: Failing | null = null;

  constructor(private readonly store: EventStore, private readonly config: LedgerConfig) {
    const { dataDir, logOrigin, witnessPolicy } = config;
    this.follower = new LogFollower(store, { dataDir, origin: logOrigin, files: nodeFiles });
    this.publishing = witnessPolicy === undefined ? undefined : new LogPublishing(config, witnessPolicy);
  }

  /** That the trust policy, where one is set, can be read. @throws DomainError `POLICY_UNREADABLE` `POLICY_MALFORMED` */
  async checkPolicy(): Promise<void> {
    if (this.config.witnessPolicy !== undefined) await readPolicy(this.config.witnessPolicy);
  }

  get status(): LogStatus {
    return { entries: this.entries, failing: this.failing, publishing: this.publishing?.status ?? null };
  }

  /** Appends and signs everything recorded so far. */
  async catchUp(signal?: AbortSignal): Promise<void> {
    await this.follower.catchUp(signal);
  }

  /** Where events stand in the signed log; where another process keeps it, once that one has brought it up to date. @throws DomainError `LOG_ENTRY_MISSING`, and as `catchUp` */
  async covering<Event extends RecordedEvent>(events: readonly Event[]): Promise<CoveringLog & { readonly placed: readonly PlacedEvent<Event>[] }> {
    for (let waited = 0; ; waited += POLL_MS) {
      await this.follower.catchUp();
      const { note, origin, size, root, vkey } = await signedCheckpoint(this.config);
      const reader = new LogReader(this.follower.folder, size);
      try {
        return { note, checkpoint: { origin, size, root }, reader, policy: await this.policyWith(vkey), placed: await reader.placed(events) };
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'LOG_ENTRY_MISSING' || waited >= MOST_PUBLISH_MS) throw error;
      }
      await setTimeout(POLL_MS);
    }
  }

  /** That a checkpoint of an earlier visit is this log's, and no longer than it is. @throws DomainError `CHECKPOINT_AHEAD` `NOTE_MALFORMED` `NOTE_UNVERIFIED` `CHECKPOINT_MALFORMED` `CHECKPOINT_FOREIGN`, and as `signedCheckpoint` */
  async checkEarlier(note: string): Promise<void> {
    await this.follower.catchUp();
    const { size, vkey } = await signedCheckpoint(this.config);
    const earlier = openCheckpoint(note, verifierOf(vkey));
    if (earlier.size > size) throw new DomainError('CHECKPOINT_AHEAD', 'conflict', `The checkpoint is of ${earlier.size} entries, the log has ${size}: it was taken back, or another process is still writing it. "taizhang verify --checkpoint" looks into it.`);
  }

  /** A checkpoint that counts as published, with this event in it; without a trust policy the one that was signed. @throws DomainError `WITNESSES_SILENT`, and as `covering` */
  async published(event: RecordedEvent): Promise<CoveringLog> {
    const covering = await this.covering([event]);
    if (this.config.witnessPolicy === undefined) return covering;
    const note = await this.publishedBy(covering.checkpoint.size);
    if (note === undefined) throw new DomainError('WITNESSES_SILENT', 'unavailable', `The witnesses that the trust policy asks for have not cosigned the ${covering.checkpoint.size} entries of the log yet, so there is no proof that others stand by. Wait a moment and try again; "taizhang log publish" says who is missing.`);
    const { checkpoint } = openWitnessed(note, covering.policy);
    return { ...covering, note, checkpoint, reader: new LogReader(this.follower.folder, checkpoint.size) };
  }

  /** That of the office, with this log in it; one that asks for no witness where there is none. */
  private async policyWith(vkey: string): Promise<TrustPolicy> {
    const logs = [{ verifier: verifierOf(vkey) }];
    if (this.config.witnessPolicy === undefined) return { logs, witnesses: [], groups: [], quorum: NO_QUORUM };
    const stated = await readPolicy(this.config.witnessPolicy);
    return stated.logs.length > 0 ? stated : { ...stated, logs };
  }

  /** A published checkpoint of so many entries: the server's own, else asked for now. */
  private async publishedBy(size: number): Promise<string | undefined> {
    for (let waited = 0; waited < MOST_PUBLISH_MS; waited += POLL_MS) {
      if (this.following === undefined) {
        const { published, entries } = await publishLog(this.config);
        if (published !== null && entries !== null && entries >= size) return published;
      } else if ((this.publishing?.status.entries ?? 0) >= size) return this.publishing?.published;
      await setTimeout(POLL_MS);
    }
    return undefined;
  }

  /** Until the signal says so; a failure is reported and tried again. */
  follow(signal: AbortSignal, onError: (error: unknown) => void, onPublishError: (error: unknown) => void): void {
    this.following ??= Promise.all([this.run(signal, onError), this.publishing?.run(signal, onPublishError)]);
  }

  /** After the signal: signs what it has, at most one page more. */
  async stop(signal: AbortSignal): Promise<void> {
    if (this.following === undefined) return;
    await this.following;
    // What is left is appended at the next start.
    await this.follower.catchUp(signal).catch(() => undefined);
  }

  /** A file of the log under its published path; undefined where there is none, or the path is none of the specification. The checkpoint is the newest that counts as published. */
  async file(path: string): Promise<{ readonly tile: Tile | undefined; readonly bytes: Buffer } | undefined> {
    if (path === 'checkpoint') {
      const note = this.publishing === undefined ? await this.follower.folder.readCheckpoint() : this.publishing.published;
      return note === undefined ? undefined : { tile: undefined, bytes: Buffer.from(note) };
    }
    const tile = parseTilePath(path);
    const bytes = tile && (await this.follower.folder.find(tile));
    return bytes && { tile, bytes };
  }

  private async run(signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
    for (let delayMs = 100; !signal.aborted;) {
      try {
        this.entries = (await this.follower.catchUp(signal))?.size ?? this.entries;
        this.failing = null;
        await nextEvent(this.store, this.follower.position, signal);
        await setTimeout(PUBLISH_MS, undefined, { signal }).catch(() => undefined);
        delayMs = 100;
        continue;
      } catch (error) {
        this.failing = failingWith(this.failing, error);
        if (!signal.aborted) onError(error);
      }
      await setTimeout(delayMs, undefined, { signal }).catch(() => undefined);
      delayMs = Math.min(delayMs * 2, MOST_DELAY_MS);
    }
  }
}

/** @throws DomainError `LOG_MISSING` `LOG_KEY_EXPOSED` `LOG_KEY_INVALID` `NOTE_UNVERIFIED` */
export async function signedCheckpoint({ dataDir }: LedgerConfig): Promise<SignedCheckpoint> {
  const signer = await readLogKey(logKeyFile(dataDir), nodeFiles);
  const note = await new TileFolder(logFolder(dataDir), nodeFiles).readCheckpoint();
  if (signer === undefined || note === undefined) throw noLog();
  return { ...openCheckpoint(note, signer.verifier), note, vkey: signer.verifier.vkey };
}
