/** From lead to closure: steps taken by people who may, the exemption assessed from the ledger as it stands at that moment. */
import { type ExemptionAssessment, FINDING_FORMATS, FINDING_STEPS, type FindingCommand, type FindingContext, type FindingFile, type FindingStated, type FindingStep, findingStream, fineLimit, type YearState, yearStream } from '#accountability';
import { caseStream } from '#casework';
import { handleCommand } from '#event-store';
import { liesIn, type Permission, type SignedIn } from '#identity';
import { type Actor, civilDateAt, contains, digestOf, DomainError, type EventMetadata, type Json } from '#kernel';
import { byColumns, entityKey, exemptionOf, type FindingRow } from '#reports';
import type { AccessService } from './access-service.js';
import { read as readFormat } from './case-formats.js';
import { CaseReader, divisionOf, placeOf } from './case-reader.js';
import type { FindingStanding, FindingTaken, FindingView, ListedFinding } from './finding-types.js';
import { keyOf } from './number-key.js';
import { type Sending, sentAs, takenOf } from './sending.js';
import type { ServiceHost } from './service-host.js';
import type { ViewingService } from './viewing-service.js';

/** Steps an assigned office takes: where the lead is about no case, the office it was assigned to is its place. */
const OF_THE_ASSIGNED: ReadonlySet<FindingStep> = new Set<FindingStep>(['verify', 'reportRectification']);
const ASSESSED: ReadonlySet<FindingStep> = new Set<FindingStep>(['assessExemption', 'grantExemption']);

interface ReadFinding {
  readonly file: FindingFile;
  readonly division: string;
  readonly revision: bigint;
}

export class FindingService {
  private readonly reader: CaseReader;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService, private readonly viewings: ViewingService) {
    this.reader = new CaseReader(host.store);
  }

  /**
   * Takes a step. `number` is the office's own, of the person's county, or `number@county`; `body` is what the step's format asks for.
   * @throws DomainError `STEP_INVALID`, as the step says, `REVISION_CHANGED` `COMMAND_ID_REUSED`
   */
  take(number: string, step: FindingStep, body: unknown, person: SignedIn, sending: Sending = {}): Promise<FindingTaken> {
    return this.host.track(async () => {
      const findingKey = keyOf(number, person, 'findingId');
      const stated = readFormat(FINDING_FORMATS[step], body) as FindingStated<FindingStep>;
      const found = await this.found(findingKey);
      const caseId = step === 'raise' ? (stated as FindingStated<'raise'>).caseId : found?.file.caseId;
      const division = found?.division ?? (await this.placeOfLead(findingKey, caseId, person));
      const asked = found !== undefined && found.file.caseId === undefined && OF_THE_ASSIGNED.has(step) ? (found.file.assigned?.org ?? division) : division;
      const { actor } = await this.access.authorise(person, FINDING_STEPS[step].permission as Permission, asked);
      const context = await this.contextOf(findingKey, caseId, step, found?.file, person.staffId);
      const taken = await this.send(findingKey, step, { type: 'TakeFindingStep', step, stated, context } as FindingCommand, stated, division, actor, sending);
      await this.host.catchUp();
      return taken;
    });
  }

  /** @throws DomainError `FINDING_NOT_FOUND`, and as `authorise` */
  async file(number: string, person: SignedIn, purpose?: string): Promise<FindingView> {
    const findingKey = keyOf(number, person, 'findingId');
    const found = await this.found(findingKey);
    await this.access.authorise(person, 'finding.read', found?.division ?? person.division);
    if (found === undefined) throw new DomainError('FINDING_NOT_FOUND', 'notFound', 'No lead or finding has this number in the county. Check the number.');
    await this.viewings.shown({ scope: 'finding', about: findingKey, purpose }, person);
    return { findingKey, ...found, fine: fineLimit(found.file) };
  }

  /** The findings of a division, or those of one standing, by number. Citizen numbers are in the finding, not in the list. */
  async list(division: string | undefined, standing?: FindingStanding): Promise<readonly ListedFinding[]> {
    return this.host.read(async (views) => {
      const rows: ListedFinding[] = [];
      for await (const page of views.scan<FindingRow>('findings')) {
        for (const { row } of page) {
          const located = row.caseId === undefined ? undefined : views.get<{ town: string; community?: string }>('caseload', entityKey(row.caseId, row.code6));
          const inside = located === undefined ? division === undefined || row.division.startsWith(division) : contains(division, located);
          const { citizens: _citizens, idNo: _idNo, receipts: _receipts, ...shown } = row;
          const listed = { ...shown, standing: standingOf(row) };
          if (inside && (standing === undefined || listed.standing === standing)) rows.push(listed);
        }
      }
      return rows.sort(byColumns((row) => row.findingId, (row) => row.code6));
    });
  }

  /** Raises a lead that something else than a person's own statement gave: a match, a consequence. The same again records nothing. */
  async raise(findingKey: string, stated: FindingStated<'raise'>, actor: Actor, person: SignedIn | undefined): Promise<'recorded' | 'alreadyRecorded'> {
    const division = await this.placeOfLead(findingKey, stated.caseId, person);
    if (person !== undefined) await this.access.authorise(person, 'lead.raise', division);
    const context: FindingContext = { findingId: idOf(findingKey), by: actor.staffId, today: civilDateAt(this.host.now()) };
    try {
      // One number, one lead: whatever has been learned of the match since, it is not raised again.
      return (await this.send(findingKey, 'raise', { type: 'TakeFindingStep', step: 'raise', stated, context }, stated, division, actor, {}, 'match')).outcome;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'FINDING_EXISTS') return 'alreadyRecorded';
      throw error;
    }
  }

  private async send(findingKey: string, step: FindingStep, command: FindingCommand, stated: object, division: string, actor: Actor, sending: Sending, digest?: string): Promise<FindingTaken> {
    const payload = digest ?? digestOf({ step, stated } as unknown as Json);
    const outcome = await handleCommand(this.host.store, findingStream, findingKey, {
      command, context: { ...sentAs(`finding/${findingKey}/${step}`, payload, actor, sending), jurisdiction: placeOf(division), now: this.host.now() },
    });
    return { findingKey, division, step, ...takenOf(step, outcome) };
  }

  private async found(findingKey: string): Promise<ReadFinding | undefined> {
    const stream = await this.reader.read(findingStream, findingKey);
    if (stream === undefined || stream.state.status === 'unknown') return undefined;
    return { file: stream.state, division: divisionOf((stream.metadata[0] as EventMetadata).jurisdiction), revision: stream.revision };
  }

  /** The place of its case; of a lead about no case the division of whoever raises it, where that lies in the county, else the county. @throws DomainError `CASE_NOT_FOUND` */
  private async placeOfLead(findingKey: string, caseId: string | undefined, person: SignedIn | undefined): Promise<string> {
    const county = findingKey.slice(findingKey.lastIndexOf('@') + 1);
    if (caseId === undefined) return person !== undefined && liesIn(person.division, county) ? person.division : county;
    const read = await this.reader.case(entityKey(caseId, county));
    if (read === undefined) throw new DomainError('CASE_NOT_FOUND', 'notFound', 'No case has this number in the county. Check the number; a lead about somebody without a case leaves it out.', { field: 'caseId' });
    return divisionOf(read.place);
  }

  private async contextOf(findingKey: string, caseId: string | undefined, step: FindingStep, file: FindingFile | undefined, by: string): Promise<FindingContext> {
    const county = findingKey.slice(findingKey.lastIndexOf('@') + 1);
    const context: FindingContext = { findingId: idOf(findingKey), by, today: civilDateAt(this.host.now()), handlers: caseId === undefined ? [] : await this.handlersOf(entityKey(caseId, county)) };
    if (!ASSESSED.has(step) || file?.error === undefined) return context;
    const assessment = await this.assess(findingKey);
    const years: YearState | undefined = (await this.reader.read(yearStream, county))?.state;
    const outcome = assessment && years?.closed[String(assessment.year)]?.findings.find(({ findingId }) => findingId === context.findingId)?.outcome;
    return { ...context, assessment, finallyAccountable: outcome === 'accountable' };
  }

  /** The exemption as the ledger gives it now. */
  async assess(findingKey: string): Promise<ExemptionAssessment | undefined> {
    await this.host.catchUp();
    return this.host.read((views) => exemptionOf(views, findingKey));
  }

  /** Staff who accepted, visited, gave the opinion or decided in the case, ever. */
  private async handlersOf(caseKey: string): Promise<readonly string[]> {
    const stream = await this.reader.read(caseStream, caseKey);
    const handlers = new Set<string>();
    for (const [at, { type, data }] of (stream?.events ?? []).entries()) {
      if (!HANDLING.has(type)) continue;
      const { visitors = [], author, reviewer, decider, handledBy } = data as { visitors?: readonly string[]; author?: string; reviewer?: string; decider?: string; handledBy?: string };
      for (const one of [stream?.metadata[at]?.actor.staffId, ...visitors, author, reviewer, decider, handledBy]) if (one !== undefined) handlers.add(one);
    }
    return [...handlers];
  }
}

/** Steps whose takers may have made the error. */
const HANDLING: ReadonlySet<string> = new Set([
  'ApplicationAccepted', 'HomeVisited', 'RemoteVisited', 'IncomeAssessed', 'AssetsAssessed', 'InitialOpinionIssued', 'CountyVisited', 'AssistanceConfirmed', 'BenefitGranted', 'BenefitIncreased', 'BenefitReduced', 'BenefitResumed', 'GraduatedExitStarted', 'PeriodicReviewCompleted',
]);

const idOf = (key: string): string => key.slice(0, key.lastIndexOf('@'));

export function standingOf({ confirmed, closedOn }: Pick<FindingRow, 'confirmed' | 'closedOn'>): FindingStanding {
  if (closedOn !== undefined || confirmed === false) return 'closed';
  return confirmed === undefined ? 'lead' : 'open';
}
