/** Papers: content into the store first, then the ledger's record of who handed in what, as what, when. */
import { type CommandOutcome, handleCommand } from '#event-store';
import { type Actor, civilDateAt, digestOf, DomainError, type EventMetadata, type EvidenceRef, type Json, type Jurisdiction, parseDivision, parseInstant, uuidOf } from '#kernel';
import { type ArchiveDocument, checkHash, type DocumentArchived, type MediaType, type PaperEvent, type PaperStore, paperStream, parsePaperKind } from '#papers';
import type { ServiceHost } from './service-host.js';

export interface PaperStatement {
  /** Code of a kind (docs/papers.md). */
  readonly kind: string;
  /** When it was taken, as a person says: RFC 3339 with an offset. */
  readonly statedCapturedAt?: string | undefined;
  /** Where it was taken, as a person says. */
  readonly statedPlace?: string | undefined;
}

export interface PaperRecorded {
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: MediaType;
  /** What a case's event refers to the paper by; its time and place are the device's, never stated ones. */
  readonly evidence: EvidenceRef;
  readonly outcome: 'recorded' | 'alreadyRecorded';
}

/** One time the content was handed in. */
export interface PaperHandedIn extends Omit<DocumentArchived, 'sha256' | 'mediaType' | 'bytes'> {
  /** The day in China. */
  readonly on: string;
  readonly recordedAt: string;
  readonly actor: Actor;
}

export interface PaperDescription {
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** In the order of recording; at least one. */
  readonly handedIn: readonly PaperHandedIn[];
}

export interface OpenedPaper extends PaperDescription {
  /** Ends in `PAPER_DAMAGED` where it is not the content that was handed in; what was read until then must be thrown away. */
  readonly content: AsyncIterable<Uint8Array>;
}

export class PapersService {
  constructor(private readonly host: ServiceHost, private readonly store: PaperStore) {}

  /**
   * Stores content and records that it was handed in. The same content again, as the same kind from the same division, records nothing.
   * A program that stops in between leaves content the ledger does not know; handing it in again completes it.
   * @param division of the office that hands it in: 6, 9 or 12 digits
   * @throws DomainError as `PaperStore.put` and `paperDecider`; `PAPER_KIND_UNKNOWN` `DIVISION_INVALID` `INSTANT_INVALID`
   */
  add(content: AsyncIterable<Uint8Array>, { kind, statedCapturedAt, statedPlace }: PaperStatement, actor: Actor, division: string): Promise<PaperRecorded> {
    return this.host.track(async () => {
      const { mediaTypes, maxBytes } = parsePaperKind(kind);
      const jurisdiction = jurisdictionOf(division);
      const stated = { statedCapturedAt: statedCapturedAt === undefined ? undefined : parseInstant(statedCapturedAt), statedPlace: statedPlace?.trim() };
      const { sha256, bytes, mediaType, device } = await this.store.put(content, { bytes: maxBytes, mediaTypes });
      const document: DocumentArchived = { sha256, kind, mediaType, bytes, division, ...device, ...stated };
      const now = this.host.now();
      const command: ArchiveDocument = { type: 'ArchiveDocument', document, on: civilDateAt(now), now };
      const payloadDigest = digestOf(document as unknown as Json);
      const outcome: CommandOutcome<PaperEvent> = await handleCommand(this.host.store, paperStream, sha256, {
        command, context: { commandId: uuidOf(`paper/${sha256}/${payloadDigest}`), payloadDigest, actor, jurisdiction, now, correlationId: uuidOf(`paper/${sha256}`) },
      });
      await this.host.catchUp();
      return { sha256, bytes, mediaType, evidence: { sha256, kind, ...device }, outcome: outcome.status === 'appended' ? 'recorded' : 'alreadyRecorded' };
    });
  }

  /** @throws DomainError `PAPER_HASH_INVALID` `PAPER_UNKNOWN` `PAPER_MISSING` `PAPER_STORE_UNAVAILABLE` */
  async open(sha256: string): Promise<OpenedPaper> {
    const description = await this.describe(sha256);
    return { ...description, content: await this.store.open(sha256) };
  }

  /** What the ledger knows of a paper; its content is not touched. `which`: only of these times it was handed in. @throws DomainError `PAPER_HASH_INVALID` `PAPER_UNKNOWN` */
  async describe(sha256: string, which: (handedIn: PaperHandedIn) => boolean = () => true): Promise<PaperDescription> {
    const streamId = `${paperStream.category}-${checkHash(sha256)}`;
    const handedIn: PaperHandedIn[] = [];
    let content: Pick<PaperDescription, 'mediaType' | 'bytes'> | undefined;
    for (let from = 0n; ;) {
      const slice = await this.host.store.readStream(streamId, { from });
      if (slice.status === 'missing') break;
      for (const recorded of slice.events) {
        const metadata = recorded.metadata as unknown as EventMetadata;
        const { data: { sha256: _sha256, mediaType, bytes, ...handed } } = paperStream.codec.decode(recorded.type, metadata.schemaVer, recorded.data);
        const time: PaperHandedIn = { ...handed, on: metadata.occurredAt, recordedAt: metadata.recordedAt, actor: metadata.actor };
        from = recorded.revision + 1n;
        if (!which(time)) continue;
        content ??= { mediaType, bytes };
        handedIn.push(time);
      }
      if (slice.end) break;
    }
    if (content === undefined) throw new DomainError('PAPER_UNKNOWN', 'notFound', 'No paper with this SHA-256 was handed in. Check the hash, or hand the file in.', { sha256 });
    return { sha256, ...content, handedIn };
  }
}

/** @throws DomainError `DIVISION_INVALID` */
function jurisdictionOf(division: string): Jurisdiction {
  const code = parseDivision(division);
  return { code6: code.slice(0, 6), ...(code.length >= 9 ? { town9: code.slice(0, 9) } : {}), ...(code.length === 12 ? { village12: code } : {}) };
}
