/** Verification of a ledger against its log, from the data directory and nothing else. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { logFolder, logKeyFile, MAX_PROGRESS_BYTES, nodeFiles, parseProgress, progressText, publishedFile, readLogKey, TileFolder, type TrustPolicy, type Verification, type Verifier, verifierOf, verifyLog, type VerifyProgress } from '#evidence';
import { DomainError } from '#kernel';
import { systemClock } from './clock.js';
import { type LedgerConfig, openStore } from './config.js';
import { readPolicy } from './log-publishing.js';

/** How long the one who keeps the log is given to sign what was recorded while it was verified. */
const PATIENCE_MS = 3_000;
/** Between two notes of how far it has come. */
const NOTE_MS = 5_000;

export interface VerifyRequest {
  /** The public key of the log; from the trust policy where that lists one log, else from the data directory, which trusts whoever keeps it. */
  readonly key?: string | undefined;
  /** A checkpoint of an earlier visit, as a signed note. */
  readonly earlier?: string | undefined;
  /** File of a trust policy: what was published must have its quorum. */
  readonly policy?: string | undefined;
  /** File in which the verification notes how far it has come; one that is there is resumed, and it goes when nothing was found. */
  readonly progress?: string | undefined;
  readonly onProgress?: ((events: number, of: number) => void) | undefined;
}
export interface LedgerVerification extends Verification {
  /** Whether the key came from whoever verifies, not from the data directory. */
  readonly keyGiven: boolean;
}

/**
 * Reads every stored event and every file of the log; writes nothing but the note of its own progress.
 * @throws DomainError `LOG_MISSING` `POLICY_UNREADABLE` `POLICY_MALFORMED` `PROGRESS_MALFORMED` `PROGRESS_FOREIGN`, and what the store says when it cannot be opened
 */
export async function verifyLedger(config: LedgerConfig, { key, earlier, policy: policyFile, progress, onProgress }: VerifyRequest): Promise<LedgerVerification> {
  const policy = policyFile === undefined ? undefined : await readPolicy(policyFile);
  const given = keyGiven(key, policy);
  const verifier = given ?? (await readLogKey(logKeyFile(config.dataDir), nodeFiles))?.verifier;
  if (verifier === undefined) throw new DomainError('LOG_MISSING', 'notFound', 'The ledger has no key of a transparency log, so there is nothing to verify it by. Name the public key with --key if you have it; a log begins with "taizhang log update".');
  const resume = progress === undefined ? undefined : await readProgress(progress);
  const published = (await nodeFiles.read(publishedFile(config.dataDir)))?.toString('utf8');
  const store = await openStore(config);
  try {
    const verification = await verifyLog(store, new TileFolder(logFolder(config.dataDir), nodeFiles), {
      key: verifier, earlier, onProgress, resume, trust: policy && { policy, published },
      onReached: progress === undefined ? undefined : noteEvery(NOTE_MS, progress), patience: () => setTimeout(PATIENCE_MS),
    });
    if (progress !== undefined && verification.findings.length === 0) await rm(progress, { force: true });
    return { ...verification, keyGiven: given !== undefined };
  } finally {
    await store.close();
  }
}

function keyGiven(key: string | undefined, policy: TrustPolicy | undefined): Verifier | undefined {
  if (key !== undefined) return verifierOf(key);
  const [log, more] = policy?.logs ?? [];
  return more === undefined ? log?.verifier : undefined;
}

async function readProgress(file: string): Promise<VerifyProgress | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unwritable(file, error);
  }
  return parseProgress(text.slice(0, MAX_PROGRESS_BYTES));
}

/** The first note at once: whether the file can be written is not found out after an hour. */
function noteEvery(ms: number, file: string): (reached: VerifyProgress) => Promise<void> {
  let last = -Infinity;
  return async (reached) => {
    if (systemClock.milliseconds() - last < ms) return;
    last = systemClock.milliseconds();
    try {
      await writeFile(`${file}.new`, progressText(reached));
      await rename(`${file}.new`, file);
    } catch (error) {
      throw unwritable(file, error);
    }
  };
}

const unwritable = (file: string, error: unknown): DomainError =>
  new DomainError('PROGRESS_UNUSABLE', 'unavailable', `The file ${file} for the progress of the verification cannot be used (${(error as NodeJS.ErrnoException).code ?? 'error'}). Name one in a folder that you may write to.`, {}, { cause: error });
