/**
 * Verifying a bundle with nothing but the bundle and public keys that somebody took from elsewhere. Every file is bound to the log: an entry by its proof, everything
 * else by its hash in the manifest, whose own hash stands in the event of the export, which has a proof too; the proofs verify themselves.
 */
import { createHash } from 'node:crypto';
import { type Checkpoint, identityIn, leafHash, openCheckpoint, openWitnessed, parseAddCheckpoint, parseTlogProof, type TrustPolicy, type Verifier, verifyConsistency, verifyInclusion, type WitnessedBy } from '#evidence';
import { DomainError } from '#kernel';
import { type Archive, openArchive } from './archive.js';
import { type BundleContents, type BundledKeys, type BundledPaper, type BundledRule, type CaseCheck, type ExemptionProof, type Manifest, type OpenedEvent } from './contents.js';
import { parseKeys, parseManifest } from './manifest.js';
import { openedWith, storedIn } from './opened.js';
import { CHECKPOINT, CONSISTENCY, EARLIER, entryPath, eventPath, EXEMPTION, EXPORT_ENTRY, EXPORT_PROOF, KEYS, MANIFEST, PAPERS_LIST, paperPath, PROCEDURE, proofPath, REPORT, RULES } from './paths.js';
import { renderReport } from './report/report.js';

export interface BundleTrust {
  readonly policy: TrustPolicy;
  /** The key of the log, of a policy that lists none. */
  readonly log?: Verifier | undefined;
  /** A signed checkpoint from an earlier visit. */
  readonly earlier?: string | undefined;
  /** Version of this program: it makes the report again where it made it. */
  readonly program: string;
}

export const BUNDLE_FINDINGS = ['archive', 'manifest', 'file', 'checkpoint', 'proof', 'export', 'entry', 'stream', 'key', 'paper', 'consistency', 'report'] as const;
export interface BundleFinding {
  readonly kind: (typeof BUNDLE_FINDINGS)[number];
  /** The file it is about, where it is about one. */
  readonly path?: string | undefined;
  readonly code?: string | undefined;
  readonly message: string;
}
export interface BundleVerification {
  /** Nothing was found. */
  readonly ok: boolean;
  readonly findings: readonly BundleFinding[];
  readonly manifest: Manifest | null;
  /** What all proofs lead to; null where it cannot be believed. */
  readonly checkpoint: Pick<Checkpoint, 'origin' | 'size'> | null;
  readonly cosigned: readonly WitnessedBy[];
  readonly entries: number;
  readonly papers: number;
  /** Boxes that stay closed, of persons that are not in the scope. */
  readonly closed: number;
  /** Entries of the earlier checkpoint that this one continues. */
  readonly continues: number | null;
  /** `otherVersion`: made by another version of the program, so it was not made again; its hash is proved like that of every file. */
  readonly report: 'same' | 'otherVersion' | null;
}

/** @throws DomainError `BUNDLE_UNREADABLE`; everything else is found, not thrown */
export async function verifyBundle(file: string, trust: BundleTrust): Promise<BundleVerification> {
  let archive: Archive;
  try {
    archive = await openArchive(file);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'BUNDLE_UNREADABLE') throw error;
    return { ok: false, findings: [found('archive', error)], manifest: null, checkpoint: null, cosigned: [], entries: 0, papers: 0, closed: 0, continues: null, report: null };
  }
  try {
    return await new Verifying(archive, trust).run();
  } finally {
    archive.close();
  }
}

function found(kind: BundleFinding['kind'], error: unknown, path?: string): BundleFinding {
  if (error instanceof DomainError) return { kind, path, code: error.code, message: error.message };
  // What a hostile bundle makes a parser stumble over is a finding too.
  return { kind, path, message: `It is not as this program makes it: ${error instanceof Error ? error.message : String(error)}` };
}

class Verifying {
  private readonly findings: BundleFinding[] = [];

  constructor(private readonly archive: Archive, private readonly trust: BundleTrust) {}

  async run(): Promise<BundleVerification> {
    await this.tried('archive', undefined, async () => {
      if (!(await this.archive.isCanonical())) this.add('archive', undefined, 'The ZIP is not the one that this program makes of these files: something was changed, put in or left out between them.');
    });
    const manifestBytes = await this.bytesOf(MANIFEST);
    const manifest = manifestBytes && (await this.tried('manifest', MANIFEST, () => parseManifest(manifestBytes)));
    const note = (await this.bytesOf(CHECKPOINT))?.toString('utf8');
    const judged = note === undefined ? undefined : await this.tried('checkpoint', CHECKPOINT, () => openWitnessed(note, this.trust.policy, this.trust.log));
    const checkpoint = judged?.checkpoint;
    let closed = 0;
    let report: BundleVerification['report'] = null;
    if (manifest !== undefined && manifestBytes !== undefined) {
      await this.files(manifest);
      if (checkpoint !== undefined && note !== undefined) await this.proofs(manifest, manifestBytes, checkpoint, note);
      this.streams(manifest);
      const events = await this.opened(manifest);
      closed = events.reduce((sum, event) => sum + event.closed, 0);
      report = await this.report(manifest, events);
    }
    return {
      ok: this.findings.length === 0, findings: this.findings, manifest: manifest ?? null, checkpoint: checkpoint === undefined ? null : { origin: checkpoint.origin, size: checkpoint.size },
      cosigned: judged?.cosigned ?? [], entries: manifest?.entries.length ?? 0, papers: manifest?.files.filter(({ path }) => path.startsWith('papers/')).length ?? 0, closed,
      continues: checkpoint === undefined || judged === undefined || note === undefined ? null : await this.continuity(checkpoint, note, judged.log), report,
    };
  }

  /** Every file of the manifest is there as it says, and nothing else is. */
  private async files({ files, entries }: Manifest): Promise<void> {
    const proved = new Set([MANIFEST, CHECKPOINT, EXPORT_ENTRY, EXPORT_PROOF, CONSISTENCY, ...entries.map(({ index }) => proofPath(index))]);
    const listed = new Set<string>();
    for (const { path, bytes, sha256 } of files) {
      listed.add(path);
      if (proved.has(path)) this.add('file', path, 'The manifest lists a file that it cannot list.');
      else if (!this.archive.sizes.has(path)) this.add('file', path, 'The file is missing.');
      else {
        await this.tried('file', path, async () => {
          const hash = createHash('sha256');
          for await (const chunk of this.archive.stream(path)) hash.update(chunk);
          if (this.archive.sizes.get(path) !== bytes || hash.digest('hex') !== sha256) this.add('file', path, 'The file is not the one that was exported: its SHA-256 differs from the manifest.');
          if (path.startsWith('papers/') && path !== paperPath(sha256)) this.add('paper', path, 'The paper is not the content its name says.');
        });
      }
    }
    for (const { index } of entries) if (!listed.has(entryPath(index))) this.add('file', entryPath(index), 'The manifest does not list the entry.');
    for (const path of this.archive.sizes.keys()) if (!listed.has(path) && !proved.has(path)) this.add('file', path, 'The file was put in: neither the manifest nor a proof knows it.');
  }

  /** Every entry is in the log, and so is the event of the export, which names the manifest. */
  private async proofs({ entries, inquiry, origin }: Manifest, manifestBytes: Buffer, checkpoint: Checkpoint, note: string): Promise<void> {
    if (origin !== checkpoint.origin) this.add('manifest', MANIFEST, `The manifest names the log ${origin}, its checkpoint is of ${checkpoint.origin}.`);
    for (const { index, streamId, revision } of entries) {
      const entry = await this.proved(entryPath(index), proofPath(index), checkpoint, note, index);
      const identity = entry && identityIn(entry);
      if (identity !== undefined && (identity.streamId !== streamId || identity.revision !== revision)) this.add('entry', entryPath(index), `The entry is of ${identity.streamId ?? 'no stream'} (revision ${identity.revision ?? '?'}), the manifest says ${streamId} (revision ${revision}).`);
    }
    const exported = await this.proved(EXPORT_ENTRY, EXPORT_PROOF, checkpoint, note);
    if (exported === undefined) return;
    await this.tried('export', EXPORT_ENTRY, () => {
      const { type, streamId, data } = storedIn(exported, undefined);
      const county = inquiry.about.slice(inquiry.about.lastIndexOf('@') + 1);
      if (type !== 'EvidencePackExported' || streamId !== `inquiry-${inquiry.inquiryId}@${county}`) this.add('export', EXPORT_ENTRY, 'The entry is not the event of this export.');
      else if (data['manifestSha256'] !== createHash('sha256').update(manifestBytes).digest('hex')) this.add('export', MANIFEST, 'The manifest is not the one that was exported: the ledger recorded another hash.');
    });
  }

  private async proved(entryAt: string, proofAt: string, { size, root }: Checkpoint, note: string, wanted?: number): Promise<Buffer | undefined> {
    const [entry, text] = [await this.bytesOf(entryAt), (await this.bytesOf(proofAt))?.toString('utf8')];
    if (entry === undefined || text === undefined) return undefined;
    return this.tried('proof', proofAt, () => {
      const { index, proof, checkpoint, extra } = parseTlogProof(text);
      if (checkpoint !== note || extra !== undefined || (wanted !== undefined && index !== wanted)) this.add('proof', proofAt, 'The proof is not the one of this bundle: it has another checkpoint, another index, or something beside.');
      else if (!verifyInclusion(leafHash(entry), index, size, proof, root)) this.add('proof', proofAt, `The proof does not show that the entry stands at index ${index} of the log: the entry or the proof was changed.`);
      else return entry;
      return undefined;
    });
  }

  /** A stream that is said to be whole has no gap; what lies behind its last event nobody but the whole log can tell. */
  private streams({ streams, entries }: Manifest): void {
    const revisions = new Map<string, string[]>();
    for (const { streamId, revision } of entries) revisions.set(streamId, [...(revisions.get(streamId) ?? []), revision]);
    for (const { streamId, whole, events } of streams) {
      const own = revisions.get(streamId) ?? [];
      revisions.delete(streamId);
      if (own.length !== events || new Set(own).size !== events) this.add('stream', undefined, `The bundle has ${own.length} entries of ${streamId}, the manifest says ${events}.`);
      else if (whole && !own.every((revision, at) => revision === String(at))) this.add('stream', undefined, `Of ${streamId} an event is left out, though the manifest says that it is whole.`);
    }
    for (const streamId of revisions.keys()) this.add('stream', undefined, `The manifest does not name the stream ${streamId}.`);
  }

  private async opened({ entries, ledgerId }: Manifest): Promise<readonly OpenedEvent[]> {
    const bytes = await this.bytesOf(KEYS);
    const keys: BundledKeys = (bytes && (await this.tried('key', KEYS, () => parseKeys(bytes)))) ?? {};
    const events: OpenedEvent[] = [];
    for (const { index } of entries) {
      const entry = this.archive.sizes.has(entryPath(index)) ? await this.bytesOf(entryPath(index)) : undefined;
      const full = this.archive.sizes.has(eventPath(index)) ? await this.bytesOf(eventPath(index)) : undefined;
      const event = entry && (await this.tried('entry', entryPath(index), () => openedWith(index, storedIn(entry, full), ledgerId, keys[String(index)] ?? [])));
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  private async report(manifest: Manifest, events: readonly OpenedEvent[]): Promise<BundleVerification['report']> {
    if (manifest.program !== this.trust.program) return 'otherVersion';
    const report = await this.bytesOf(REPORT);
    const contents = await contentsOf(this.archive, manifest, events).catch((error: unknown) => { this.findings.push(found('report', error)); return undefined; });
    if (report === undefined || contents === undefined) return null;
    return (await this.tried('report', REPORT, () => {
      if (renderReport(contents) === report.toString('utf8')) return 'same' as const;
      this.add('report', REPORT, 'The report does not say what the entries and files of the bundle say.');
      return undefined;
    })) ?? null;
  }

  /** From the checkpoint of an earlier visit, and from the one the bundle was made with. */
  private async continuity(checkpoint: Checkpoint, note: string, log: Verifier): Promise<number | null> {
    const inside = this.archive.sizes.has(EARLIER) ? (await this.bytesOf(EARLIER))?.toString('utf8') : undefined;
    let continues: number | null = null;
    for (const earlier of [inside, this.trust.earlier]) {
      if (earlier !== undefined) continues = (await this.tried('consistency', CONSISTENCY, () => this.continued(openCheckpoint(earlier, log), checkpoint, note))) ?? null;
    }
    return continues;
  }

  private async continued(earlier: Checkpoint, checkpoint: Checkpoint, note: string): Promise<number | undefined> {
    const proof = await this.consistencyFrom(earlier, checkpoint, note);
    if (proof !== undefined && verifyConsistency(earlier.size, checkpoint.size, earlier.root, checkpoint.root, proof)) return earlier.size;
    this.add('consistency', CONSISTENCY, proof === undefined
      ? `The bundle holds no proof that its checkpoint of ${checkpoint.size} entries continues the one of ${earlier.size}. Ask for a bundle made with that checkpoint (--since), or hold it against the log itself.`
      : `The checkpoint of ${checkpoint.size} entries does not continue the one of ${earlier.size}: the log has two pasts, or the proof was changed.`);
    return undefined;
  }

  private async consistencyFrom(earlier: Checkpoint, checkpoint: Checkpoint, note: string): Promise<readonly Buffer[] | undefined> {
    if (!this.archive.sizes.has(CONSISTENCY)) return earlier.size === checkpoint.size ? [] : undefined;
    const request = parseAddCheckpoint(await this.archive.read(CONSISTENCY));
    return request.oldSize === earlier.size && request.note === note ? request.proof : undefined;
  }

  private async bytesOf(path: string): Promise<Buffer | undefined> {
    if (!this.archive.sizes.has(path)) {
      this.add('file', path, 'The file is missing.');
      return undefined;
    }
    return this.tried('file', path, () => this.archive.read(path));
  }

  private async tried<T>(kind: BundleFinding['kind'], path: string | undefined, work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.findings.push(found(kind, error, path));
      return undefined;
    }
  }

  private add(kind: BundleFinding['kind'], path: string | undefined, message: string): void {
    this.findings.push({ kind, path, message });
  }
}

async function contentsOf(archive: Archive, manifest: Manifest, events: readonly OpenedEvent[]): Promise<BundleContents> {
  const json = async (path: string): Promise<unknown> => JSON.parse((await archive.read(path)).toString('utf8')) as unknown;
  return {
    // A report cannot say the hash of the file it stands in.
    manifest: { ...manifest, files: [] }, events,
    papers: (await json(PAPERS_LIST)) as readonly BundledPaper[], rules: (await json(RULES)) as readonly BundledRule[], procedure: (await json(PROCEDURE)) as readonly CaseCheck[],
    exemption: archive.sizes.has(EXEMPTION) ? ((await json(EXEMPTION)) as ExemptionProof) : null,
  };
}
