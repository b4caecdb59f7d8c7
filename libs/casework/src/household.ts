/** A co-living household: who heads it, who lives in it and counts, and the account its money goes to. */
import { assertNever, checkStepDay, type CivilDate, codecOf, type Decided, type Decider, DomainError, type EvidenceRef, type StreamType } from '#kernel';
import { type CorrectionCommand, type CorrectionEvent, type Corrections, decideCorrection, evolveCorrections, isCorrection, NO_CORRECTIONS } from './correction.js';
import type { ACCOUNT_MEDIA } from './register-formats.js';

export interface HouseholdMember {
  readonly personId: string;
  /** Relation to the head, in the office's words. */
  readonly relation: string;
  /** Whether the person counts in the income test and the number of persons. */
  readonly counted: boolean;
}

/** `personId`: whose, where a member is corrected. */
interface About {
  readonly householdId: string;
  readonly personId?: string | undefined;
}
export type HouseholdEvent =
  | { readonly type: 'HouseholdComposed'; readonly data: { readonly householdId: string; readonly headId: string; readonly town: string; readonly community?: string | undefined; readonly phone?: string | undefined; readonly members: readonly HouseholdMember[] } }
  | { readonly type: 'HouseholdMemberChanged'; readonly data: HouseholdMember & { readonly householdId: string; readonly change: 'joined' | 'changed' | 'left' } }
  | { readonly type: 'PayeeAccountRegistered'; readonly data: { readonly householdId: string; readonly bank?: string | undefined; readonly accountNo?: string | undefined; readonly holderName?: string | undefined; readonly on?: string | undefined; readonly cnaps?: string | undefined; readonly medium?: (typeof ACCOUNT_MEDIA)[number] | undefined } }
  | CorrectionEvent<About>;

export interface ComposeHousehold {
  readonly type: 'ComposeHousehold';
  readonly householdId: string;
  readonly headId: string;
  readonly town: string;
  readonly community?: string | undefined;
  readonly phone?: string | undefined;
  readonly payee?: { readonly bank?: string | undefined; readonly accountNo?: string | undefined; readonly holderName?: string | undefined } | undefined;
  readonly attestedOn: CivilDate;
}
export interface AddHouseholdMember extends HouseholdMember {
  readonly type: 'AddHouseholdMember';
  readonly householdId: string;
  readonly attestedOn: CivilDate;
}
/** A member who left, or whose relation or counting changed (R57 7, 30). */
export interface ChangeHouseholdMember extends HouseholdMember {
  readonly type: 'ChangeHouseholdMember';
  readonly householdId: string;
  readonly change: 'changed' | 'left';
  readonly on: CivilDate;
}
/** The first account of a household (R57 25); another one is a change, which two people make (`payee-…`). */
export interface RegisterPayeeAccount {
  readonly type: 'RegisterPayeeAccount';
  readonly householdId: string;
  readonly on: string;
  readonly today: CivilDate;
  readonly bank: string;
  readonly accountNo: string;
  readonly holderName: string;
  readonly cnaps?: string | undefined;
  readonly medium?: (typeof ACCOUNT_MEDIA)[number] | undefined;
  readonly evidence?: readonly EvidenceRef[] | undefined;
}
export type HouseholdCommand = ComposeHousehold | AddHouseholdMember | ChangeHouseholdMember | RegisterPayeeAccount | CorrectionCommand;

export type HouseholdState =
  | { readonly status: 'unknown' }
  | { readonly status: 'composed'; readonly householdId: string; readonly town: string; readonly community?: string | undefined; readonly headId: string; readonly members: readonly HouseholdMember[]; readonly phone?: string | undefined; readonly hasAccount: boolean; readonly corrections: Corrections };

/** @throws DomainError `HOUSEHOLD_EXISTS` `HOUSEHOLD_UNKNOWN` `MEMBER_EXISTS` `MEMBER_UNKNOWN` `ACCOUNT_REGISTERED`, and as `decideCorrection` and the step guards */
function decide(command: HouseholdCommand, state: HouseholdState): readonly Decided<HouseholdEvent>[] {
  if (isCorrection(command)) return correct(command, state);
  switch (command.type) {
    case 'ComposeHousehold': {
      if (state.status !== 'unknown') {
        throw new DomainError('HOUSEHOLD_EXISTS', 'conflict', 'A household with this number is recorded already. Record a change instead of composing it again.');
      }
      const { householdId, headId, town, community, phone, payee, attestedOn: occurredAt } = command;
      const events: Decided<HouseholdEvent>[] = [{ type: 'HouseholdComposed', data: { householdId, headId, town, community, phone, members: [] }, occurredAt }];
      if (payee) events.push({ type: 'PayeeAccountRegistered', data: { householdId, ...payee }, occurredAt });
      return events;
    }
    case 'AddHouseholdMember': {
      if (state.status === 'unknown') throw householdUnknown();
      if (hasMember(state, command.personId)) {
        throw new DomainError('MEMBER_EXISTS', 'conflict', 'This person is recorded as a member of the household already. Record a change instead.');
      }
      const { householdId, personId, relation, counted } = command;
      return [{ type: 'HouseholdMemberChanged', data: { householdId, personId, relation, counted, change: 'joined' }, occurredAt: command.attestedOn }];
    }
    case 'ChangeHouseholdMember': {
      if (state.status === 'unknown') throw householdUnknown();
      if (!hasMember(state, command.personId)) throw new DomainError('MEMBER_UNKNOWN', 'notFound', 'This person is not recorded as a member of the household. Check the number.');
      const { householdId, personId, relation, counted, change } = command;
      return [{ type: 'HouseholdMemberChanged', data: { householdId, personId, relation, counted, change }, occurredAt: command.on }];
    }
    case 'RegisterPayeeAccount': {
      if (state.status === 'unknown') throw householdUnknown();
      const { type: _, today, evidence, ...account } = command;
      checkStepDay(account.on, { today });
      if (state.hasAccount) {
        throw new DomainError('ACCOUNT_REGISTERED', 'conflict', 'The household has an account already. Another one is a correction of the account: one person asks for it, another approves it, and it is verified before anything is paid to it.');
      }
      return [{ type: 'PayeeAccountRegistered', data: account, occurredAt: account.on as CivilDate, ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }) }];
    }
    default:
      return assertNever(command, 'household command');
  }
}

function correct(command: CorrectionCommand, state: HouseholdState): readonly Decided<HouseholdEvent>[] {
  if (state.status === 'unknown') throw householdUnknown();
  const personId = command.type === 'RefuseCorrection' ? undefined : (command.target.data as { readonly personId?: string }).personId;
  return decideCorrection<About>({ householdId: state.householdId, ...(personId === undefined ? {} : { personId }) }, state.corrections, command);
}

const householdUnknown = (): DomainError => new DomainError('HOUSEHOLD_UNKNOWN', 'notFound', 'The household is not recorded. Record the household before its members.');
const hasMember = (state: { readonly members: readonly HouseholdMember[] }, personId: string): boolean => state.members.some((member) => member.personId === personId);

function evolve(state: HouseholdState, event: HouseholdEvent): HouseholdState {
  switch (event.type) {
    case 'HouseholdComposed': {
      const { householdId, town, community, headId, members, phone } = event.data;
      return { status: 'composed', householdId, town, community, headId, members, phone, hasAccount: false, corrections: NO_CORRECTIONS };
    }
    case 'HouseholdMemberChanged': {
      if (state.status === 'unknown') throw new Error('a member of a household that was not composed');
      const { personId, relation, counted, change } = event.data;
      const others = state.members.filter((member) => member.personId !== personId);
      return { ...state, members: change === 'left' ? others : [...others, { personId, relation, counted }] };
    }
    case 'PayeeAccountRegistered':
      return state.status === 'unknown' || event.data.accountNo === undefined ? state : { ...state, hasAccount: true };
    case 'CorrectionRequested':
    case 'CorrectionRecorded':
    case 'CorrectionRefused': {
      if (state.status === 'unknown') throw new Error('a correction of a household that was not composed');
      const corrections = evolveCorrections(state.corrections, event);
      return event.type === 'CorrectionRecorded' ? { ...corrected(state, event.data), corrections } : { ...state, corrections };
    }
    default:
      return assertNever(event, 'household event');
  }
}

type Composed = Extract<HouseholdState, { status: 'composed' }>;
function corrected(state: Composed, { targetType, personId, field, new: right }: Extract<HouseholdEvent, { type: 'CorrectionRecorded' }>['data']): Composed {
  if (targetType === 'HouseholdMemberChanged') return { ...state, members: state.members.map((member) => (member.personId === personId ? { ...member, [field]: right } : member)) };
  // A place that cannot be read any more (a key that was destroyed) is none.
  if (field === 'community') return { ...state, community: /^\d{12}$/.test(String(right)) ? String(right) : undefined };
  return { ...state, [field]: right };
}

export const householdDecider: Decider<HouseholdState, HouseholdCommand, HouseholdEvent> = { initialState: () => ({ status: 'unknown' }), decide, evolve };

/** Streams `household-<number>@<county>`. */
export const householdStream: StreamType<HouseholdState, HouseholdCommand, HouseholdEvent> = {
  category: 'household',
  decider: householdDecider,
  codec: codecOf<HouseholdEvent>(1, { HouseholdComposed: true, HouseholdMemberChanged: true, PayeeAccountRegistered: true, CorrectionRequested: true, CorrectionRecorded: true, CorrectionRefused: true }),
};
