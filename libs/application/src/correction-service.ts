/** Corrections of what was registered wrongly: asked for by one person, approved or refused by another, of persons, households and numbers of documents in cases. */
import {
  caseStream, caseUnknown, correctableFields, type CorrectionAsked, type CorrectionSubject, type CorrectionTarget, householdStream, personStream, type Registered, targetOf, type ToldEvent,
} from '#casework';
import { handleCommand } from '#event-store';
import { liesIn, type Permission, type SignedIn } from '#identity';
import { type Actor, civilDateAt, type CivilDate, type CommandContext, digestOf, type DomainEvent, DomainError, type EventMetadata, type StreamType } from '#kernel';
import type { AccessService } from './access-service.js';
import { CaseClaims } from './case-claims.js';
import { CaseEvidence } from './case-evidence.js';
import { readRegistered } from './case-formats.js';
import { CaseReader, divisionOf, placeOf } from './case-reader.js';
import type { CorrectionsView, CorrectionTaken } from './case-types.js';
import { CorrectionClaims, type Moving } from './correction-claims.js';
import { keyOf } from './number-key.js';
import type { PapersService } from './papers-service.js';
import { refuseDecided } from './household-decided.js';
import { type Sending, sentAs } from './sending.js';
import type { ServiceHost } from './service-host.js';
import type { ViewingService } from './viewing-service.js';

type Action = 'requestCorrection' | 'approveCorrection' | 'refuseCorrection';
const PERMISSION: { readonly [A in Action]: Permission } = { requestCorrection: 'case.requestCorrection', approveCorrection: 'case.approveCorrection', refuseCorrection: 'case.approveCorrection' };
const COMMAND = { requestCorrection: 'RequestCorrection', approveCorrection: 'ApproveCorrection', refuseCorrection: 'RefuseCorrection' } as const;
const STREAMS = { person: personStream, household: householdStream, case: caseStream } as unknown as { readonly [S in CorrectionSubject]: StreamType<unknown, object, DomainEvent> };
/** How often it begins again because somebody recorded something meanwhile. */
const MAX_ATTEMPTS = 5;

interface ReadSubject {
  readonly subject: CorrectionSubject;
  readonly key: string;
  readonly division: string;
  readonly revision: bigint;
  readonly events: readonly ToldEvent[];
  readonly open: readonly CorrectionAsked[];
  readonly commandIds: ReadonlySet<string>;
}

export class CorrectionService {
  private readonly reader: CaseReader;
  private readonly moves: CorrectionClaims;
  private readonly evidence: CaseEvidence;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService, private readonly viewings: ViewingService, papers: PapersService) {
    this.reader = new CaseReader(host.store);
    this.moves = new CorrectionClaims(host, this.reader, new CaseClaims(host, this.reader));
    this.evidence = new CaseEvidence(papers);
  }

  /** @throws DomainError as `decideCorrection`, `CORRECTION_TARGET_UNKNOWN` `CORRECTION_DECIDED`, and as `place` */
  request(body: unknown, person: SignedIn, sending: Sending = {}): Promise<CorrectionTaken> {
    return this.take('requestCorrection', body, person, sending);
  }

  /** @throws DomainError as `decideCorrection`, `CORRECTION_DECIDED` `BENEFITS_EXCLUSIVE`, and as `place` */
  approve(body: unknown, person: SignedIn, sending: Sending = {}): Promise<CorrectionTaken> {
    return this.take('approveCorrection', body, person, sending);
  }

  /** @throws DomainError as `decideCorrection`, and as `place` */
  refuse(body: unknown, person: SignedIn, sending: Sending = {}): Promise<CorrectionTaken> {
    return this.take('refuseCorrection', body, person, sending);
  }

  /** What can be corrected, with the ids of the events, what is asked for, and what was corrected: with what stood before. Recorded as looked at. @throws DomainError `PURPOSE_MISSING`, and as `place` */
  async view(subject: CorrectionSubject, number: string, person: SignedIn, purpose?: string): Promise<CorrectionsView> {
    const { read } = await this.place(subject, keyOf(number, person, 'number'), 'case.read', person);
    const { key, revision, events, open } = read;
    await this.viewings.shown({ scope: 'register', about: key, purpose }, person);
    const corrected = events.filter(({ type }) => type === 'CorrectionRecorded').map(({ data }) => data as unknown as CorrectionsView['corrected'][number]);
    return { subject, key, revision, fields: correctableFields(subject, events), open, corrected };
  }

  private take(action: Action, body: unknown, person: SignedIn, sending: Sending): Promise<CorrectionTaken> {
    return this.host.track(async () => {
      const stated = readRegistered(action, body);
      const key = keyOf(stated.number, person, 'number');
      for (let attempt = 1; ; attempt += 1) {
        const { read, actor } = await this.place(stated.subject, key, PERMISSION[action], person);
        try {
          const taken = await this.carryOut(action, { ...stated, ...(await this.evidence.asRecorded(stated, countyOf(key))) }, read, actor, person, sending);
          await this.host.catchUp();
          return taken;
        } catch (error) {
          if (!(error instanceof DomainError) || error.code !== 'REVISION_CHANGED' || sending.ifRevision !== undefined || attempt === MAX_ATTEMPTS) throw error;
        }
      }
    });
  }

  private async carryOut(action: Action, stated: Registered<Action>, read: ReadSubject, actor: Actor, { staffId }: SignedIn, sending: Sending): Promise<CorrectionTaken> {
    const { subject, key, division } = read;
    const { number: _number, subject: _subject, ...said } = stated;
    const context: CommandContext = { ...sentAs(`correction/${subject}/${key}/${action}/${stated.correctionNo}`, digestOf(said), actor, sending), jurisdiction: placeOf(division), now: this.host.now() };
    const repeated = read.commandIds.has(context.commandId);
    const target = repeated || action === 'refuseCorrection' ? undefined : targetIn(read, action, stated);
    const command = { type: COMMAND[action], ...said, by: staffId, today: this.today(), ...(target === undefined ? {} : { target }), ...(subject === 'case' ? { caseId: key.slice(0, key.lastIndexOf('@')) } : {}) };
    const send = async (): Promise<CorrectionTaken> => {
      const { status, revision, events } = await handleCommand(this.host.store, STREAMS[subject], key, { command, context: { ...context, ifRevision: sending.ifRevision ?? (repeated ? undefined : read.revision) } }) as { status: string; revision: bigint; events: readonly { readonly type: string }[] };
      return { subject, key, correctionNo: stated.correctionNo, outcome: status === 'appended' ? 'recorded' : 'alreadyRecorded', events: events.map(({ type }) => type), revision };
    };
    if (repeated || target === undefined) return send();
    const asked = action === 'requestCorrection' ? (stated as Registered<'requestCorrection'>) : read.open.find(({ correctionNo }) => correctionNo === stated.correctionNo);
    if (subject === 'household' && asked?.field === 'counted') await refuseDecided(this.host, key);
    if (action !== 'approveCorrection' || subject !== 'person' || asked?.field !== 'idNo') return send();
    return this.withClaims(read, { from: target.value as string, to: asked.new as string, on: stated.on as CivilDate, actor }, command, send);
  }

  /** What can be refused without claiming anything is refused first. */
  private async withClaims(read: ReadSubject, moved: { readonly from: string; readonly to: string; readonly on: CivilDate; readonly actor: Actor }, command: object, send: () => Promise<CorrectionTaken>): Promise<CorrectionTaken> {
    const { key } = read;
    const state = (await this.reader.read(personStream, key))?.state;
    if (state !== undefined) personStream.decider.decide(command as Parameters<typeof personStream.decider.decide>[0], state);
    const moving: Moving = await this.moves.move({ ...moved, personId: key.slice(0, key.lastIndexOf('@')), county: countyOf(key) });
    try {
      const taken = await send();
      await moving.done();
      return taken;
    } catch (error) {
      await moving.undo();
      throw error;
    }
  }

  /**
   * Where a subject lies and who may do this there; of elsewhere nobody is told whether it is there.
   * @throws DomainError `PERSON_UNKNOWN` `HOUSEHOLD_UNKNOWN` `CASE_UNKNOWN`, and as `authorise`
   */
  private async place(subject: CorrectionSubject, key: string, permission: Permission, person: SignedIn): Promise<{ readonly read: ReadSubject; readonly actor: Actor }> {
    const read = await this.reader.read(STREAMS[subject], key);
    const county = countyOf(key);
    const division = read === undefined ? undefined : await this.divisionOf(subject, key);
    // A person belongs to the county, and to every place in it; a household and a case lie in one place.
    const asked = subject === 'person' ? (liesIn(person.division, county) ? person.division : county) : division !== undefined && liesIn(division, person.division) ? division : person.division;
    const { actor } = await this.access.authorise(person, permission, asked);
    if (read === undefined || division === undefined || (subject !== 'person' && !liesIn(division, person.division))) throw unknown(subject);
    const { corrections, status } = read.state as { readonly status: string; readonly corrections?: { readonly open: readonly CorrectionAsked[] } };
    if (status === 'lead' || status === 'unknown') throw unknown(subject);
    const events = read.events.map(({ type, data }, n): ToldEvent => ({ eventId: read.eventIds[n] as string, type, data: data as ToldEvent['data'], on: (read.metadata[n] as EventMetadata).occurredAt }));
    return { actor, read: { subject, key, division, revision: read.revision, events, open: corrections?.open ?? [], commandIds: new Set(read.metadata.map(({ causationId }) => causationId)) } };
  }

  private async divisionOf(subject: CorrectionSubject, key: string): Promise<string | undefined> {
    switch (subject) {
      case 'person':
        return countyOf(key);
      case 'household': {
        const { community, town } = await this.reader.household(key);
        return community ?? town;
      }
      case 'case': {
        const read = await this.reader.case(key);
        return read === undefined ? undefined : divisionOf(read.place);
      }
    }
  }

  private today(): CivilDate {
    return civilDateAt(this.host.now());
  }
}

const countyOf = (key: string): string => key.slice(key.lastIndexOf('@') + 1);

function unknown(subject: CorrectionSubject): DomainError {
  switch (subject) {
    case 'person':
      return new DomainError('PERSON_UNKNOWN', 'notFound', 'No person has this number in the county. Check the number.');
    case 'household':
      return new DomainError('HOUSEHOLD_UNKNOWN', 'notFound', 'No household has this number in the county. Check the number.');
    case 'case':
      return caseUnknown();
  }
}

/** @throws DomainError `CORRECTION_TARGET_UNKNOWN`; an approval of what nobody asked for is refused by the decider */
function targetIn({ subject, events, open }: ReadSubject, action: Action, stated: Registered<Action>): CorrectionTarget | undefined {
  const asked = action === 'requestCorrection' ? (stated as Registered<'requestCorrection'>) : open.find(({ correctionNo }) => correctionNo === stated.correctionNo);
  if (asked === undefined) return { subject, type: '', data: {}, on: stated.on as CivilDate };
  const target = targetOf(subject, events, asked.targetEventId, asked.field);
  if (target === undefined) throw new DomainError('CORRECTION_TARGET_UNKNOWN', 'notFound', `No event of this ${subject} has that id. "taizhang case corrections" and GET /api/v1/corrections list the events and their fields.`, { field: 'targetEventId' });
  return target;
}
