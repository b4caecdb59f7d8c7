/**
 * Publishing: a checkpoint that the log has signed counts as published when the quorum of the trust policy has cosigned it.
 * Goes round the witnesses, one checkpoint at a time, so that they all cosign the same one. What is published is a file beside the log, replaced by larger ones only;
 * everything else is asked for again after a restart. Nothing waits for this but those who read what is published.
 */
import { dirname, join } from 'node:path';
import { DomainError } from '#kernel';
import { type Checkpoint, openCheckpoint } from '../checkpoint.js';
import { signatureOf, withSignatures } from '../cosignature.js';
import type { LogFiles } from '../files.js';
import { checkUrl, type Http } from '../http-bytes.js';
import { type Judgement, judgeCheckpoint } from '../judge-checkpoint.js';
import { type NoteSignature, parseNote, type Verifier } from '../note.js';
import { isQuorum, nameText, type PolicyWitness, type TrustPolicy } from '../policy.js';
import type { TileFolder } from '../tile-folder.js';
import { sameHash } from '../tree/hash.js';
import { consistencyProof, type NodeReader } from '../tree/proofs.js';
import { nodesFromTiles } from '../tree/tiles.js';
import { askWitness, type WitnessOutcome } from './ask-witness.js';

/** A witness that fails is left alone for so long at first, then twice as long each time. */
const RETRY_MS = 1_000;
export const MAX_WITNESS_RETRY_MS = 60_000;
/**
 * A witness is asked again about a checkpoint it has cosigned, at the start and then so often: a log that was taken back together with what it published
 * is told at once that there was more, and one in which nothing happens shows that it is still the same.
 */
export const REFRESH_MS = 3_600_000;

export const publishedFile = (dataDir: string): string => join(dataDir, 'log-published');

export interface PublisherOptions {
  readonly folder: TileFolder;
  /** The key of the log. */
  readonly log: Verifier;
  readonly policy: TrustPolicy;
  /** Holds the published checkpoint. */
  readonly file: string;
  readonly files: LogFiles;
  readonly http: Http;
  readonly now: () => string;
}
export interface WitnessReport {
  /** As the policy calls it. */
  readonly witness: string;
  readonly state: 'waiting' | WitnessOutcome['state'];
  /** Entries it has cosigned, as far as this process knows; with `ahead` what it says it has. */
  readonly size: number | null;
  /** Since when it is in this state, RFC 3339 UTC. */
  readonly since: string;
  /** HTTP status of a refusal. */
  readonly status: number | null;
}

interface Asked {
  readonly witness: PolicyWitness & { readonly url: string };
  report: WitnessReport;
  /** What it cosigned last. */
  oldSize: number;
  failures: number;
  /** When it last cosigned for this process, milliseconds since 1970. */
  cosignedAt: number;
  /** Milliseconds since 1970; not asked before. */
  dueAt: number;
  busy: boolean;
}
/** One checkpoint on its way round the witnesses. */
interface Round {
  readonly note: string;
  readonly signed: Checkpoint;
  readonly proofs: NodeReader;
  /** The note with what came in so far. */
  collected: string;
}

export class Publisher {
  private readonly asked: readonly Asked[];
  private readonly underWay = new Set<Promise<void>>();
  private writing: Promise<void> = Promise.resolve();
  private current: Judgement & { readonly note: string } | undefined;

  private constructor(private readonly options: PublisherOptions) {
    const since = options.now();
    this.asked = options.policy.witnesses.flatMap(({ url, ...witness }) => (url === undefined ? [] : [{ witness: { ...witness, url }, report: { witness: nameText(witness.name), state: 'waiting' as const, size: null, since, status: null }, oldSize: 0, failures: 0, cosignedAt: -Infinity, dueAt: 0, busy: false }]));
  }

  /** @throws DomainError `POLICY_UNREACHABLE` `POLICY_FOREIGN` `URL_INVALID` */
  static async open(options: PublisherOptions): Promise<Publisher> {
    const { policy, log } = options;
    if (policy.logs.length > 0 && !policy.logs.some(({ verifier }) => verifier.vkey === log.vkey)) {
      throw new DomainError('POLICY_FOREIGN', 'invalid', `The trust policy lists other logs than this one, so nobody who uses it would take a checkpoint of it. Add the line "log ${log.vkey}".`);
    }
    const reachable = policy.witnesses.filter(({ url }) => url !== undefined);
    for (const { url } of reachable) checkUrl(url as string);
    if (!isQuorum(policy, reachable.map(({ name }) => name))) {
      throw new DomainError('POLICY_UNREACHABLE', 'invalid', 'The quorum of the trust policy cannot be reached: it needs witnesses without an address. Add the address of each witness behind its key.');
    }
    const publisher = new Publisher(options);
    await publisher.recall();
    return publisher;
  }

  /** The newest checkpoint with its quorum, as it is served. */
  get published(): (Judgement & { readonly note: string }) | undefined {
    return this.current;
  }

  get witnesses(): readonly WitnessReport[] {
    return this.asked.map(({ report }) => report);
  }

  /**
   * Asks every witness that is due for the log's newest checkpoint, and publishes it as soon as the quorum has cosigned.
   * @returns the checkpoint that was signed last; undefined where there is none yet
   * @throws DomainError `LOG_BEHIND_PUBLISHED` `LOG_DAMAGED`, and what the checkpoint says when it is not the log's
   */
  async round(signal?: AbortSignal): Promise<Checkpoint | undefined> {
    const { folder, log, policy } = this.options;
    const note = await folder.readCheckpoint();
    if (note === undefined) return undefined;
    const signed = openCheckpoint(note, log);
    const before = this.current;
    if (before !== undefined && (signed.size < before.checkpoint.size || (signed.size === before.checkpoint.size && !sameHash(signed.root, before.checkpoint.root)))) {
      throw new DomainError('LOG_BEHIND_PUBLISHED', 'unavailable', `The log ends at ${signed.size} entries and does not continue the checkpoint of ${before.checkpoint.size} that was published: it was taken back or replaced. Restore the whole data directory from a backup that is not older; witnesses refuse whatever does not continue what they cosigned.`);
    }
    const round = { note, collected: before?.checkpoint.size === signed.size ? before.note : note, signed, proofs: nodesFromTiles(signed.size, folder.read) };
    if (before?.note !== round.collected && isQuorum(policy, [])) await this.publish(round.collected);
    const now = Date.parse(this.options.now());
    const { signatures } = parseNote(round.collected);
    const due = this.asked.filter(({ witness, cosignedAt, dueAt, busy }) => !busy && dueAt <= now && (now - cosignedAt >= REFRESH_MS || signatureOf(signatures, witness.verifier) === undefined));
    const answers = due.map((asked) => ({ usual: asked.failures === 0, answered: this.askFor(asked, round, signal) }));
    for (const { answered } of answers) {
      this.underWay.add(answered);
      void answered.catch(() => undefined).finally(() => this.underWay.delete(answered));
    }
    // Who failed before may answer later: nobody else waits for it.
    const results = await Promise.allSettled(answers.filter(({ usual }) => usual).map(({ answered }) => answered));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return signed;
  }

  /** Everything that was asked is answered or given up. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  private async askFor(asked: Asked, round: Round, signal: AbortSignal | undefined): Promise<void> {
    asked.busy = true;
    try {
      const { signed, proofs, note } = round;
      const signature = await this.ask(asked, note, signed.size, (oldSize) => consistencyProof(oldSize, signed.size, proofs), signal);
      if (signature === undefined) return;
      round.collected = withSignatures(round.collected, [signature]);
      await this.publish(round.collected);
    } finally {
      asked.busy = false;
    }
  }

  private async ask(asked: Asked, note: string, size: number, proofFrom: Parameters<typeof askWitness>[0]['proofFrom'], signal: AbortSignal | undefined): Promise<NoteSignature | undefined> {
    const { http, now } = this.options;
    const { witness, oldSize } = asked;
    const outcome = await askWitness({ url: witness.url, witness: witness.verifier, note, size, oldSize, proofFrom }, http, signal);
    // Nobody failed: the program stops.
    if (signal?.aborted === true && outcome.state !== 'cosigned') return undefined;
    if (outcome.state === 'cosigned') {
      asked.oldSize = size;
      asked.failures = 0;
      asked.cosignedAt = Date.parse(now());
      asked.dueAt = 0;
      this.tell(asked, { state: 'cosigned', size, status: null });
      return outcome.signature;
    }
    asked.dueAt = Date.parse(now()) + Math.min(RETRY_MS * 2 ** asked.failures, MAX_WITNESS_RETRY_MS);
    asked.failures += 1;
    this.tell(asked, { state: outcome.state, size: outcome.state === 'ahead' ? outcome.size : asked.oldSize || null, status: outcome.state === 'refuses' ? outcome.status : null });
    return undefined;
  }

  private tell(asked: Asked, report: Pick<WitnessReport, 'state' | 'size' | 'status'>): void {
    const { witness, since, state } = asked.report;
    asked.report = { witness, ...report, since: state === report.state ? since : this.options.now() };
  }

  private publish(note: string): Promise<void> {
    const turn = this.writing.then(() => this.replace(note));
    this.writing = turn.catch(() => undefined);
    return turn;
  }

  /** Where the quorum is there; the larger of two, of the same size the later one, unless it has fewer cosignatures. */
  private async replace(note: string): Promise<void> {
    const { policy, log, file, files } = this.options;
    const judgement = judgeCheckpoint(note, policy, log);
    const { current } = this;
    const newer = current === undefined || judgement.checkpoint.size > current.checkpoint.size || (judgement.checkpoint.size === current.checkpoint.size && judgement.cosigned.length >= current.cosigned.length);
    if (!judgement.quorum || !newer || current?.note === note) return;
    await files.write(`${file}.new`, Buffer.from(note));
    await files.rename(`${file}.new`, file);
    await files.syncFolder(dirname(file));
    this.current = { ...judgement, note };
  }

  /** What an earlier run published, where it is enough for the policy of today. */
  private async recall(): Promise<void> {
    const { policy, log, file, files } = this.options;
    const note = (await files.read(file))?.toString('utf8');
    if (note === undefined) return;
    try {
      const judgement = judgeCheckpoint(note, policy, log);
      if (judgement.quorum) this.current = { ...judgement, note };
      const { size } = judgement.checkpoint;
      for (const asked of this.asked) {
        if (!judgement.cosigned.some(({ witness }) => witness === asked.report.witness)) continue;
        asked.oldSize = size;
        this.tell(asked, { state: 'cosigned', size, status: null });
      }
    } catch (error) {
      // Cut off, or of another log: it is asked for again.
      if (!(error instanceof DomainError)) throw error;
    }
  }
}
