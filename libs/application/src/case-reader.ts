/** Case files, households and persons, straight from their streams: what is decided rests on them, not on read models that may be a moment behind. */
import { type CaseEvent, type CaseFile, type CaseState, caseStream, type HouseholdMember, type HouseholdState, householdStream, personStream } from '#casework';
import { DomainError, type DomainEvent, type EventMetadata, type Jurisdiction, type StreamType } from '#kernel';
import type { EventStore } from '#event-store';
import type { RegisteredMember } from './case-facts.js';

export interface ReadCase {
  readonly state: CaseState;
  readonly events: readonly CaseEvent[];
  /** Where it was recorded first. */
  readonly place: Jurisdiction;
  readonly revision: bigint;
  /** The commands that caused the events. */
  readonly commandIds: ReadonlySet<string>;
}

export const divisionOf = ({ village12, town9, code6 }: Jurisdiction): string => village12 ?? town9 ?? code6;
export const placeOf = (division: string): Jurisdiction => ({
  code6: division.slice(0, 6), town9: division.length >= 9 ? division.slice(0, 9) : undefined, village12: division.length === 12 ? division : undefined,
});

export class CaseReader {
  constructor(private readonly store: EventStore) {}

  async case(caseKey: string): Promise<ReadCase | undefined> {
    const read = await this.read(caseStream, caseKey);
    if (read === undefined) return undefined;
    const application = read.metadata[read.events.findIndex(({ type }) => type === 'ApplicationSubmitted')] ?? read.metadata[0];
    if (application === undefined) throw new Error('a stream that is there holds an event');
    return { state: read.state, events: read.events, place: application.jurisdiction, revision: read.revision, commandIds: new Set(read.metadata.map(({ causationId }) => causationId)) };
  }

  /** @throws DomainError `HOUSEHOLD_UNKNOWN` */
  async household(householdKey: string): Promise<Extract<HouseholdState, { status: 'composed' }> & { readonly formerMembers: readonly string[] }> {
    const read = await this.read(householdStream, householdKey);
    if (read === undefined || read.state.status !== 'composed') throw new DomainError('HOUSEHOLD_UNKNOWN', 'notFound', 'The household is not recorded. Record the household before its application.');
    const formerMembers = read.events.filter((event) => event.type === 'HouseholdMemberChanged').map(({ data }) => data.personId);
    return { ...read.state, formerMembers: [...new Set(formerMembers)].filter((id) => !(read.state as { members: readonly HouseholdMember[] }).members.some(({ personId }) => personId === id)) };
  }

  /** Citizen number and birth as they stand; `disputed` is the correction of the number that is asked for and not answered. @throws DomainError `PERSON_UNKNOWN` */
  async person(personKey: string): Promise<{ readonly idNo: string; readonly birthOn: string; readonly disputed?: string | undefined }> {
    const state = (await this.read(personStream, personKey))?.state;
    if (state?.status !== 'registered') throw new DomainError('PERSON_UNKNOWN', 'notFound', 'A member of the household is not registered. Register the person first.', { person: personKey });
    return { idNo: state.idNo, birthOn: state.birth, disputed: state.corrections.open.find(({ field }) => field === 'idNo')?.correctionNo };
  }

  /** Everybody whom a case is or was for, with their citizen numbers as they stand. @throws DomainError `HOUSEHOLD_UNKNOWN` `PERSON_UNKNOWN` */
  async citizensOf({ householdId, beneficiaryId }: CaseFile, county: string): Promise<readonly { readonly personId: string; readonly idNo: string }[]> {
    const { members, formerMembers } = await this.household(`${householdId}@${county}`);
    const persons = [...new Set([...members.map(({ personId }) => personId), ...formerMembers, ...(beneficiaryId === undefined ? [] : [beneficiaryId])])];
    return Promise.all(persons.map(async (personId) => ({ personId, idNo: (await this.person(`${personId}@${county}`)).idNo })));
  }

  async members(members: readonly HouseholdMember[], county: string): Promise<readonly (RegisteredMember & { readonly idNo: string })[]> {
    return Promise.all(members.map(async (member) => ({ ...member, ...(await this.person(`${member.personId}@${county}`)) })));
  }

  async read<State, Command, Event extends DomainEvent>(type: StreamType<State, Command, Event>, id: string): Promise<{ state: State; events: Event[]; eventIds: string[]; metadata: EventMetadata[]; revision: bigint } | undefined> {
    const events: Event[] = [];
    const metadata: EventMetadata[] = [];
    const eventIds: string[] = [];
    let state = type.decider.initialState();
    for (let from = 0n; ;) {
      const slice = await this.store.readStream(`${type.category}-${id}`, { from });
      if (slice.status === 'missing') return undefined;
      for (const recorded of slice.events) {
        const envelope = recorded.metadata as unknown as EventMetadata;
        const event = type.codec.decode(recorded.type, envelope.schemaVer, recorded.data);
        state = type.decider.evolve(state, event);
        events.push(event);
        metadata.push(envelope);
        eventIds.push(recorded.eventId);
        from = recorded.revision + 1n;
      }
      if (slice.end) return { state, events, eventIds, metadata, revision: from - 1n };
    }
  }
}
