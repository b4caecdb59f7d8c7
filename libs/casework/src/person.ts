/** A person known to an office: identity, disability, self-care and labour capacity, death. */
import { type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType, assertNever, birthDateOf, sexOf } from '#kernel';

export type SelfCareLevel = 'full' | 'partial' | 'lost';
export type LabourCapacity = 'full' | 'partial' | 'none';

export type PersonEvent =
  | { readonly type: 'PersonRegistered'; readonly data: { readonly personId: string; readonly idNo: string; readonly name: string; readonly birth: string; readonly sex: 'male' | 'female' } }
  | { readonly type: 'DisabilityCertified'; readonly data: { readonly personId: string; readonly category?: string | undefined; readonly grade?: number | undefined } }
  | { readonly type: 'SelfCareAssessed'; readonly data: { readonly personId: string; readonly level: SelfCareLevel } }
  | { readonly type: 'LabourCapacityAssessed'; readonly data: { readonly personId: string; readonly level: LabourCapacity } }
  | { readonly type: 'DeathReported'; readonly data: { readonly personId: string; readonly diedOn: string } };

/** Registers a person as an office's books describe them on a day. */
export interface RegisterPerson {
  readonly type: 'RegisterPerson';
  readonly personId: string;
  readonly idNo: string;
  readonly name: string;
  readonly disability?: { readonly category?: string | undefined; readonly grade?: number | undefined } | undefined;
  readonly selfCare?: SelfCareLevel | undefined;
  readonly labour?: LabourCapacity | undefined;
  readonly diedOn?: CivilDate | undefined;
  /** The day the office attests this for. */
  readonly attestedOn: CivilDate;
}
export type PersonCommand = RegisterPerson;

export type PersonState = { readonly status: 'unknown' } | { readonly status: 'registered'; readonly idNo: string; readonly diedOn?: string | undefined };

/** @throws DomainError `PERSON_EXISTS` */
function decide(command: PersonCommand, state: PersonState): Decided<PersonEvent>[] {
  if (state.status !== 'unknown') {
    throw new DomainError('PERSON_EXISTS', 'conflict', 'A person with this number is registered already. Correct the registration instead of repeating it.');
  }
  const { personId, attestedOn: occurredAt } = command;
  const birth = birthDateOf(command.idNo);
  if (birth === undefined) throw new DomainError('CITIZEN_ID_INVALID', 'invalid', 'The citizen id holds no birth date. Check the number.');
  const events: Decided<PersonEvent>[] = [
    { type: 'PersonRegistered', data: { personId, idNo: command.idNo, name: command.name, birth, sex: sexOf(command.idNo) }, occurredAt },
  ];
  if (command.disability) events.push({ type: 'DisabilityCertified', data: { personId, ...command.disability }, occurredAt });
  if (command.selfCare) events.push({ type: 'SelfCareAssessed', data: { personId, level: command.selfCare }, occurredAt });
  if (command.labour) events.push({ type: 'LabourCapacityAssessed', data: { personId, level: command.labour }, occurredAt });
  if (command.diedOn) events.push({ type: 'DeathReported', data: { personId, diedOn: command.diedOn }, occurredAt, effectiveFrom: command.diedOn });
  return events;
}

function evolve(state: PersonState, event: PersonEvent): PersonState {
  switch (event.type) {
    case 'PersonRegistered':
      return { status: 'registered', idNo: event.data.idNo };
    case 'DeathReported':
      return state.status === 'registered' ? { ...state, diedOn: event.data.diedOn } : state;
    case 'DisabilityCertified':
    case 'SelfCareAssessed':
    case 'LabourCapacityAssessed':
      return state;
    default:
      return assertNever(event, 'person event');
  }
}

export const personDecider: Decider<PersonState, PersonCommand, PersonEvent> = { initialState: () => ({ status: 'unknown' }), decide, evolve };

/** Streams `person-<number>@<county>`. */
export const personStream: StreamType<PersonState, PersonCommand, PersonEvent> = {
  category: 'person',
  decider: personDecider,
  codec: codecOf<PersonEvent>(1, { PersonRegistered: true, DisabilityCertified: true, SelfCareAssessed: true, LabourCapacityAssessed: true, DeathReported: true }),
};
