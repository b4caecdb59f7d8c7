/** A person known to an office: identity, disability, self-care and labour capacity, job services, death; and what of it was corrected. */
import { assertNever, birthDateOf, checkStepDay, type CivilDate, codecOf, type Decided, type Decider, DomainError, type EvidenceRef, sexOf, type StreamType } from '#kernel';
import { type CorrectionCommand, type CorrectionEvent, type CorrectionMade, type Corrections, decideCorrection, evolveCorrections, isCorrection, NO_CORRECTIONS } from './correction.js';
import type { IDENTITY_METHODS, IDENTITY_RESULTS, JOB_SERVICES } from './register-formats.js';

export type SelfCareLevel = 'full' | 'partial' | 'lost';
export type LabourCapacity = 'full' | 'partial' | 'none';
export type JobService = (typeof JOB_SERVICES)[number];

interface About {
  readonly personId: string;
}
export type PersonEvent =
  | { readonly type: 'PersonRegistered'; readonly data: About & { readonly idNo: string; readonly name: string; readonly birth: string; readonly sex: 'male' | 'female' } }
  | { readonly type: 'IdentityVerified'; readonly data: About & { readonly on: string; readonly method: (typeof IDENTITY_METHODS)[number]; readonly result: (typeof IDENTITY_RESULTS)[number]; readonly verifiedBy: string } }
  | { readonly type: 'DisabilityCertified'; readonly data: About & { readonly category?: string | undefined; readonly grade?: number | undefined } }
  | { readonly type: 'SelfCareAssessed'; readonly data: About & { readonly level: SelfCareLevel } }
  | { readonly type: 'LabourCapacityAssessed'; readonly data: About & { readonly level: LabourCapacity } }
  | { readonly type: 'JobServiceDelivered'; readonly data: About & { readonly on: string; readonly kind: JobService; readonly year: number; readonly serviceNo: string; readonly text?: string | undefined } }
  | { readonly type: 'DeathReported'; readonly data: About & { readonly diedOn: string } }
  | CorrectionEvent<About>;

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
interface Taken {
  readonly on: string;
  readonly by: string;
  readonly today: CivilDate;
  readonly evidence?: readonly EvidenceRef[] | undefined;
}
/** The person held against a card, a register or a face. */
export interface VerifyIdentity extends Taken {
  readonly type: 'VerifyIdentity';
  readonly method: (typeof IDENTITY_METHODS)[number];
  readonly result: (typeof IDENTITY_RESULTS)[number];
}
/** XM-2018-03-01: a visit, a training offered, a job recommended, to anybody unemployed, assisted or not. */
export interface DeliverJobService extends Taken {
  readonly type: 'DeliverJobService';
  readonly kind: JobService;
  /** The office's number of the service: two visits of a day are two, the same one sent twice is one. */
  readonly serviceNo: string;
  readonly text?: string | undefined;
}
export type PersonCommand = RegisterPerson | VerifyIdentity | DeliverJobService | CorrectionCommand;

export interface RegisteredPerson extends About {
  readonly status: 'registered';
  readonly idNo: string;
  readonly name: string;
  readonly birth: string;
  readonly sex: string;
  readonly diedOn?: string | undefined;
  readonly services: readonly { readonly serviceNo: string; readonly kind: JobService; readonly year: number }[];
  readonly corrections: Corrections;
}
export type PersonState = { readonly status: 'unknown' } | RegisteredPerson;

/** @throws DomainError `PERSON_EXISTS` `PERSON_UNKNOWN` `CITIZEN_ID_INVALID`, and as `decideCorrection` and the step guards */
function decide(command: PersonCommand, state: PersonState): readonly Decided<PersonEvent>[] {
  if (command.type === 'RegisterPerson') return register(command, state);
  if (state.status === 'unknown') throw new DomainError('PERSON_UNKNOWN', 'notFound', 'No person has this number in the county. Check the number, or register the person first.');
  if (isCorrection(command)) return correct(command, state);
  checkStepDay(command.on, command);
  const { personId } = state;
  const { on, by, evidence } = command;
  const envelope = { occurredAt: on as CivilDate, ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }) };
  switch (command.type) {
    case 'VerifyIdentity':
      return [{ type: 'IdentityVerified', data: { personId, on, method: command.method, result: command.result, verifiedBy: by }, ...envelope }];
    case 'DeliverJobService': {
      const { kind, serviceNo, text } = command;
      if (state.services.some((service) => service.serviceNo === serviceNo)) throw new DomainError('SERVICE_EXISTS', 'conflict', 'A job service with this number is recorded of the person already. Give another service a number of its own.', { serviceNo });
      return [{ type: 'JobServiceDelivered', data: { personId, on, kind, year: Number(on.slice(0, 4)), serviceNo, ...(text === undefined ? {} : { text }) }, ...envelope }];
    }
    default:
      return assertNever(command, 'person command');
  }
}

function register(command: RegisterPerson, state: PersonState): readonly Decided<PersonEvent>[] {
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

/** With a citizen number birth and sex are corrected where it says others: one event per field. */
function correct(command: CorrectionCommand, { personId, corrections, birth, sex }: RegisteredPerson): readonly Decided<PersonEvent>[] {
  return decideCorrection<About>({ personId }, corrections, command).flatMap((event): readonly Decided<PersonEvent>[] => {
    if (event.type !== 'CorrectionRecorded' || event.data.field !== 'idNo') return [event];
    const idNo = event.data.new as string;
    const follow = (field: string, old: string, right: string): readonly Decided<PersonEvent>[] => (old === right ? [] : [{ ...event, data: { ...event.data, field, old, new: right } satisfies About & CorrectionMade }]);
    return [event, ...follow('birth', birth, birthDateOf(idNo) ?? birth), ...follow('sex', sex, sexOf(idNo))];
  });
}

function evolve(state: PersonState, event: PersonEvent): PersonState {
  if (event.type === 'PersonRegistered') return { status: 'registered', ...event.data, services: [], corrections: NO_CORRECTIONS };
  if (state.status === 'unknown') return state;
  switch (event.type) {
    case 'DeathReported':
      return { ...state, diedOn: event.data.diedOn };
    case 'JobServiceDelivered': {
      const { serviceNo, kind, year } = event.data;
      return { ...state, services: [...state.services, { serviceNo, kind, year }] };
    }
    case 'CorrectionRecorded':
      return { ...state, [event.data.field]: event.data.new, corrections: evolveCorrections(state.corrections, event) };
    case 'CorrectionRequested':
    case 'CorrectionRefused':
      return { ...state, corrections: evolveCorrections(state.corrections, event) };
    case 'IdentityVerified':
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
  codec: codecOf<PersonEvent>(1, {
    PersonRegistered: true, IdentityVerified: true, DisabilityCertified: true, SelfCareAssessed: true, LabourCapacityAssessed: true, JobServiceDelivered: true, DeathReported: true,
    CorrectionRequested: true, CorrectionRecorded: true, CorrectionRefused: true,
  }),
};
