/** Evidence that leaves the ledger: recorded, collected, proved, written as one file. */
import { hash, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type InquiryCommand, type InquiryFacts, type InquiryScope, inquiryStream } from '#accountability';
import {
  type ArchiveFile, archiveOf, BUNDLE_FORMAT, type BundleContents, CHECKPOINT, CONSISTENCY, EARLIER, entryPath, eventPath, EXEMPTION, EXPORT_ENTRY, EXPORT_PROOF, howToVerify, KEYS, MANIFEST, type Manifest, openedWith, PAPERS_LIST,
  POLICY, PROCEDURE, proofPath, renderReport, REPORT, RULES, storedIn, VERIFY,
} from '#bundle';
import { type EventStore, handleCommand, type RecordedEvent } from '#event-store';
import { addCheckpointText, MAX_ENTRY_BYTES, openCheckpoint, type PlacedEvent, printPolicy, tlogProofText } from '#evidence';
import type { SignedIn } from '#identity';
import { type Actor, type CivilDate, civilDateAt, DomainError, type Json, type JsonObject, rfc8785, uuidOf } from '#kernel';
import type { PolicyBook } from '#policy';
import { casesChecked, evidenceScope, resolveCase } from '#reports';
import type { AccessService } from './access-service.js';
import { divisionOf, placeOf } from './case-reader.js';
import { keysOf, scopedEvents, type ScopedEvent } from './evidence-events.js';
import { countedParts, exemptionDraft, exemptionProof, type ReadKnownAt } from './evidence-exemption.js';
import { papersBehind } from './evidence-papers.js';
import { EXEMPTION_RULE, rulesBehind } from './evidence-rules.js';
import type { KeysService } from './keys-service.js';
import { keyOf } from './number-key.js';
import type { PapersService } from './papers-service.js';
import type { ServiceHost } from './service-host.js';
import type { CoveringLog, TransparencyLog } from './transparency-log.js';
import type { Viewer, ViewingService } from './viewing-service.js';

export interface EvidenceRequest {
  readonly scope: InquiryScope;
  /** The office's number, of the county of the person's division, or `number@county`. */
  readonly about: string;
  readonly organ: string;
  readonly docNo: string;
  /** A signed checkpoint of an earlier visit: the bundle then proves that its own continues it. */
  readonly since?: string | undefined;
}
export interface ExportedEvidence {
  readonly inquiryId: string;
  readonly about: string;
  readonly fileName: string;
  readonly manifest: Manifest;
  /** The signed note that all proofs lead to. */
  readonly checkpoint: string;
  readonly manifestSha256: string;
  readonly events: number;
  readonly papers: number;
  readonly content: Readable;
}

export interface EvidenceHost extends ServiceHost {
  /** The store beneath: what is proved is what is stored. */
  readonly stored: EventStore;
  readonly program: string;
  readonly readAt: ReadKnownAt;
  readonly bookOn: (on: CivilDate) => Promise<PolicyBook>;
}

export class EvidenceService {
  constructor(private readonly host: EvidenceHost, private readonly access: AccessService, private readonly viewings: ViewingService, private readonly papers: PapersService, private readonly keys: KeysService, private readonly log: TransparencyLog) {}

  /**
   * Records who asks for what, collects what the ledger has of it, records the hash of that, and hands it out with its proofs.
   * @param person absent for the operator of the machine, who may do everything
   * @throws DomainError `EVIDENCE_UNKNOWN` `ORGAN_INVALID` `DOCUMENT_NUMBER_INVALID` `BUNDLE_TOO_LARGE` `WITNESSES_SILENT` and as `authorise`, `checkEarlier`, `resolveCase` and the log
   */
  export(request: EvidenceRequest, person: SignedIn | undefined): Promise<ExportedEvidence> {
    return this.host.track(async () => {
      const about = await this.keyOf(request, person);
      if (request.since !== undefined) await this.log.checkEarlier(request.since);
      const actor = await this.authorised(request.scope, about, person);
      const inquiry: InquiryFacts & { readonly on: CivilDate } = {
        inquiryId: randomUUID(), scope: request.scope, about, organ: request.organ, docNo: request.docNo, on: civilDateAt(this.host.now()), openedBy: actor.staffId,
      };
      await this.record(inquiry, { type: 'OpenInquiry', facts: inquiry }, actor);
      await this.viewings.shown({ scope: 'evidence', about, purpose: `${request.organ} ${request.docNo}` }, viewerOf(person, about));
      await this.host.catchUp();
      return this.made(inquiry, actor, request.since);
    });
  }

  private async keyOf({ scope, about }: EvidenceRequest, person: SignedIn | undefined): Promise<string> {
    if (person !== undefined) return keyOf(about, person, 'about');
    await this.host.catchUp();
    // Where nobody's division says which county is meant, the number of a case does, if only one has it.
    return scope === 'case' ? this.host.read((views) => resolveCase(views, about, undefined)) : keyOf(about, { division: '' }, 'about');
  }

  /** Where it is there, and of the person's place: else nobody learns which of the two it is not. */
  private async authorised(scope: InquiryScope, about: string, person: SignedIn | undefined): Promise<Actor> {
    if (person !== undefined) await this.access.authorise(person, 'evidence.export');
    await this.host.catchUp();
    const found = await this.host.read((views) => evidenceScope(this.host.store, views, scope, about));
    const place = found && divisionOf(found.place);
    if (place !== undefined && person === undefined) return OPERATOR;
    if (place === undefined || person === undefined || !(await this.access.may(person, 'evidence.export', place))) {
      if (place !== undefined) await this.viewings.refused({ scope: 'evidence', about, purpose: undefined }, viewerOf(person, about));
      throw new DomainError('EVIDENCE_UNKNOWN', 'notFound', 'The ledger holds nothing of this kind under this number in the division of the account. Check the kind and the number.', { scope });
    }
    return (await this.access.authorise(person, 'evidence.export', place)).actor;
  }

  private async made(inquiry: InquiryFacts, actor: Actor, since: string | undefined): Promise<ExportedEvidence> {
    const { inquiryId, scope: kind, about, organ, docNo, on } = inquiry;
    const at = this.host.now();
    const scope = await this.host.read((views) => evidenceScope(this.host.store, views, kind, about));
    if (scope === undefined) throw new Error('what was there a moment ago is not lost');
    const draft = kind === 'finding' ? await exemptionDraft(this.host.store, about, this.host.readAt, at) : undefined;
    const { events, streams, persons } = await scopedEvents(this.host.stored, { ...scope, parts: [...scope.parts, ...(draft === undefined ? [] : countedParts(draft, scope.parts))] });
    const opens = new Map(events.map(({ event, opens: what }) => [event, what]));
    const log = await this.log.covering(events.map(({ event }) => event));
    const placed = log.placed.map((one) => ({ ...one, opens: opens.get(one.event) as ScopedEvent['opens'] }));
    const giving = this.keys.giving;
    const keys = keysOf(giving, placed, persons);
    const papers = await papersBehind(this.papers, placed.map(({ event }) => event));
    const exemption = draft === undefined ? null : exemptionProof(draft, placed);
    const contents: Omit<BundleContents, 'manifest' | 'events'> = {
      papers: papers.list, exemption, procedure: await this.host.read((views) => casesChecked(views, scope.cases)),
      rules: await rulesBehind(placed.map(({ event }) => event), this.host.bookOn, exemption === null ? [] : [EXEMPTION_RULE], at),
    };
    const files: ArchiveFile[] = [
      ...placed.flatMap(({ index, entry, event }) => [file(entryPath(index), entry), ...(isWhole(entry) ? [] : [file(eventPath(index), Buffer.from(rfc8785(whole(event))))])]),
      json(KEYS, keys), json(PAPERS_LIST, papers.list as unknown as Json), json(RULES, contents.rules as unknown as Json), json(PROCEDURE, contents.procedure as unknown as Json),
      ...(exemption === null ? [] : [json(EXEMPTION, exemption as unknown as Json)]), ...papers.files, file(POLICY, printPolicy(log.policy)),
      ...(since === undefined ? [] : [file(EARLIER, Buffer.from(since))]),
    ];
    const manifest = (all: readonly ArchiveFile[]): Manifest => ({
      format: BUNDLE_FORMAT, program: this.host.program, origin: log.checkpoint.origin, ledgerId: giving?.ledgerId ?? '',
      inquiry: { inquiryId, scope: kind, about, organ, docNo, exportedBy: { staffId: actor.staffId, role: actor.role, orgUscc: actor.orgUscc }, on, at },
      streams, entries: placed.map(({ index, event: { streamId, revision } }) => ({ index, streamId, revision: String(revision) })), persons: scope.persons,
      files: all.map(({ path, bytes, content }) => ({ path, bytes, sha256: Buffer.isBuffer(content) ? sha256Of(content) : path.slice(path.indexOf('/') + 1) })).sort((a, b) => (a.path < b.path ? -1 : 1)),
    });
    const bare = manifest([]);
    const opened = placed.map(({ index, event }) => openedWith(index, storedIn(Buffer.from(rfc8785(whole(event))), undefined), bare.ledgerId, keys[String(index)] ?? []));
    files.push(file(VERIFY, Buffer.from(howToVerify(bare))), file(REPORT, Buffer.from(renderReport(JSON.parse(JSON.stringify({ ...contents, manifest: bare, events: opened })) as BundleContents))));
    const complete = manifest(files);
    const manifestFile = json(MANIFEST, complete as unknown as Json);
    const manifestSha256 = sha256Of(manifestFile.content);
    const exported = await this.record({ ...inquiry }, { type: 'ExportPack', facts: { inquiryId, on: inquiry.on as ReturnType<typeof civilDateAt>, manifestSha256, events: placed.length, recipient: organ, exportedBy: actor.staffId } }, actor);
    const published = await this.log.published(exported);
    const proofs = await this.proofs(published, placed, exported, since);
    return {
      inquiryId, about, manifest: complete, checkpoint: published.note, manifestSha256, events: placed.length, papers: papers.files.length,
      fileName: `evidence-${kind}-${about.replace(/[^A-Za-z0-9.@-]/g, '_')}-${inquiryId.slice(0, 8)}.zip`, content: archiveOf([...files, manifestFile, ...proofs]),
    };
  }

  private async proofs({ note, reader, policy }: CoveringLog, placed: readonly PlacedEvent<RecordedEvent>[], exported: RecordedEvent, since: string | undefined): Promise<readonly ArchiveFile[]> {
    const proof = async (index: number): Promise<Buffer> => Buffer.from(tlogProofText({ index, proof: await reader.inclusion(index), checkpoint: note }));
    const files: ArchiveFile[] = [file(CHECKPOINT, Buffer.from(note))];
    for (const { index } of placed) files.push(file(proofPath(index), await proof(index)));
    const [own] = await reader.placed([exported]);
    if (own === undefined) throw new Error('the export was placed');
    files.push(file(EXPORT_ENTRY, own.entry), file(EXPORT_PROOF, await proof(own.index)));
    if (since !== undefined) {
      const [log] = policy.logs;
      if (log === undefined) throw new Error('a published log has a policy that lists it');
      const earlier = openCheckpoint(since, log.verifier);
      files.push(file(CONSISTENCY, Buffer.from(addCheckpointText({ oldSize: earlier.size, proof: await reader.consistency(earlier.size), note }))));
    }
    return files;
  }

  /** @returns the event as it is stored */
  private async record({ inquiryId, about }: InquiryFacts, command: InquiryCommand, actor: Actor): Promise<RecordedEvent> {
    const county = about.slice(about.lastIndexOf('@') + 1);
    const id = `${inquiryId}@${county}`;
    const outcome = await handleCommand(this.host.store, inquiryStream, id, {
      command, context: { commandId: uuidOf(`inquiry/${id}/${command.type}`), actor, jurisdiction: placeOf(county), now: this.host.now(), correlationId: uuidOf(`inquiry/${id}`) },
    });
    if (outcome.revision === undefined) throw new Error('an inquiry records an event');
    const slice = await this.host.stored.readStream(`${inquiryStream.category}-${id}`, { from: outcome.revision, limit: 1 });
    const [event] = slice.status === 'found' ? slice.events : [];
    if (event === undefined) throw new Error('what was recorded can be read');
    return event;
  }
}

/** Nobody has signed in: only the door is known. */
const OPERATOR: Actor = { staffId: 'cli', role: 'operator' };
const viewerOf = (person: SignedIn | undefined, about: string): Viewer => person ?? { staffId: 'cli', role: 'operator', division: about.slice(about.lastIndexOf('@') + 1) };

const file = (path: string, content: Buffer): ArchiveFile & { readonly content: Buffer } => ({ path, bytes: content.length, content });
const json = (path: string, value: Json): ArchiveFile & { readonly content: Buffer } => file(path, Buffer.from(`${JSON.stringify(value, null, 1)}\n`));
const sha256Of = (content: Buffer): string => hash('sha256', content, 'hex');
const isWhole = (entry: Buffer): boolean => entry.length <= MAX_ENTRY_BYTES && 'data' in (JSON.parse(entry.toString('utf8')) as object);
const whole = ({ data, eventId, metadata, revision, streamId, type }: RecordedEvent): JsonObject => ({ data, eventId, metadata, revision: String(revision), streamId, type });
