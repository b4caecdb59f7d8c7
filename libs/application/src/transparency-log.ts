/** The transparency log of a ledger, as both apps use it: kept up to date, shown, verified. It cannot be switched off. */
import { setTimeout } from 'node:timers/promises';
import { type EventStore, nextEvent } from '#event-store';
import { type Checkpoint, isKeyName, logFolder, LogFollower, logKeyFile, nodeFiles, openCheckpoint, parseTilePath, readLogKey, type Tile, TileFolder, type Verification, verifierOf, verifyLog } from '#evidence';
import { DomainError } from '#kernel';
import { type LedgerConfig, openStore } from './config.js';

/** Between two checkpoints while events keep coming. */
const PUBLISH_MS = 1_000;
const MOST_DELAY_MS = 60_000;
/** How long the one who keeps the log is given to sign what was recorded while it was verified. */
const PATIENCE_MS = 3_000;

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

export class TransparencyLog {
  private readonly follower: LogFollower;
  private following: Promise<void> | undefined;

  constructor(private readonly store: EventStore, { dataDir, logOrigin }: LedgerConfig) {
    this.follower = new LogFollower(store, { dataDir, origin: logOrigin, files: nodeFiles });
  }

  /** Appends and signs everything recorded so far. */
  async catchUp(signal?: AbortSignal): Promise<void> {
    await this.follower.catchUp(signal);
  }

  /** Until the signal says so; a failure is reported and tried again. */
  follow(signal: AbortSignal, onError: (error: unknown) => void): void {
    this.following ??= this.run(signal, onError);
  }

  /** After the signal: signs what it has, at most one page more. */
  async stop(signal: AbortSignal): Promise<void> {
    if (this.following === undefined) return;
    await this.following;
    // What is left is appended at the next start.
    await this.follower.catchUp(signal).catch(() => undefined);
  }

  /** A file of the log under its published path; undefined where there is none, or the path is none of the specification. */
  async file(path: string): Promise<{ readonly tile: Tile | undefined; readonly bytes: Buffer } | undefined> {
    if (path === 'checkpoint') {
      const note = await this.follower.folder.readCheckpoint();
      return note === undefined ? undefined : { tile: undefined, bytes: Buffer.from(note) };
    }
    const tile = parseTilePath(path);
    const bytes = tile && (await this.follower.folder.find(tile));
    return bytes && { tile, bytes };
  }

  private async run(signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
    for (let delayMs = 100; !signal.aborted;) {
      try {
        await this.follower.catchUp(signal);
        await nextEvent(this.store, this.follower.position, signal);
        await setTimeout(PUBLISH_MS, undefined, { signal }).catch(() => undefined);
        delayMs = 100;
        continue;
      } catch (error) {
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
  if (signer === undefined || note === undefined) throw new DomainError('LOG_MISSING', 'notFound', 'The ledger has no transparency log yet. It begins with the next command that records something, with "taizhang serve", or with "taizhang log update".');
  return { ...openCheckpoint(note, signer.verifier), note, vkey: signer.verifier.vkey };
}

export interface VerifyRequest {
  /** The public key of the log; from the data directory where absent, which trusts whoever keeps it. */
  readonly key?: string | undefined;
  /** A checkpoint of an earlier visit, as a signed note. */
  readonly earlier?: string | undefined;
  readonly onProgress?: ((events: number, of: number) => void) | undefined;
}

/** Reads every stored event and every file of the log; writes nothing. @throws DomainError `LOG_MISSING`, and what the store says when it cannot be opened */
export async function verifyLedger(config: LedgerConfig, { key, earlier, onProgress }: VerifyRequest): Promise<Verification> {
  const verifier = key === undefined ? (await readLogKey(logKeyFile(config.dataDir), nodeFiles))?.verifier : verifierOf(key);
  if (verifier === undefined) throw new DomainError('LOG_MISSING', 'notFound', 'The ledger has no key of a transparency log, so there is nothing to verify it by. Name the public key with --key if you have it; a log begins with "taizhang log update".');
  const store = await openStore(config);
  try {
    return await verifyLog(store, new TileFolder(logFolder(config.dataDir), nodeFiles), { key: verifier, earlier, onProgress, patience: () => setTimeout(PATIENCE_MS) });
  } finally {
    await store.close();
  }
}
