/** A co-living household: who heads it, who lives in it and counts, and the account its money goes to. */
import { assertNever, type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType } from '#kernel';

export interface HouseholdMember {
  readonly personId: string;
  /** Relation to the head, in the office's words. */
  readonly relation: string;
  /** Whether the person counts in the income test and the number of persons. */
  readonly counted: boolean;
}

export type HouseholdEvent =
  | { readonly type: 'HouseholdComposed'; readonly data: { readonly householdId: string; readonly headId: string; readonly town: string; readonly community?: string | undefined; readonly phone?: string | undefined; readonly members: readonly HouseholdMember[] } }
  | { readonly type: 'HouseholdMemberChanged'; readonly data: HouseholdMember & { readonly householdId: string; readonly change: 'joined' | 'changed' | 'left' } }
  | { readonly type: 'PayeeAccountRegistered'; readonly data: { readonly householdId: string; readonly bank?: string | undefined; readonly accountNo?: string | undefined; readonly holderName?: string | undefined } };

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
export type HouseholdCommand = ComposeHousehold | AddHouseholdMember | ChangeHouseholdMember;

export type HouseholdState =
  | { readonly status: 'unknown' }
  | { readonly status: 'composed'; readonly town: string; readonly community?: string | undefined; readonly headId: string; readonly members: readonly HouseholdMember[] };

/** @throws DomainError `HOUSEHOLD_EXISTS` `HOUSEHOLD_UNKNOWN` `MEMBER_EXISTS` `MEMBER_UNKNOWN` */
function decide(command: HouseholdCommand, state: HouseholdState): Decided<HouseholdEvent>[] {
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
    default:
      return assertNever(command, 'household command');
  }
}

const householdUnknown = (): DomainError => new DomainError('HOUSEHOLD_UNKNOWN', 'notFound', 'The household is not recorded. Record the household before its members.');
const hasMember = (state: { readonly members: readonly HouseholdMember[] }, personId: string): boolean => state.members.some((member) => member.personId === personId);

function evolve(state: HouseholdState, event: HouseholdEvent): HouseholdState {
  switch (event.type) {
    case 'HouseholdComposed': {
      const { town, community, headId, members } = event.data;
      return { status: 'composed', town, community, headId, members };
    }
    case 'HouseholdMemberChanged': {
      if (state.status === 'unknown') throw new Error('a member of a household that was not composed');
      const { personId, relation, counted, change } = event.data;
      const others = state.members.filter((member) => member.personId !== personId);
      return { ...state, members: change === 'left' ? others : [...others, { personId, relation, counted }] };
    }
    case 'PayeeAccountRegistered':
      return state;
    default:
      return assertNever(event, 'household event');
  }
}

export const householdDecider: Decider<HouseholdState, HouseholdCommand, HouseholdEvent> = { initialState: () => ({ status: 'unknown' }), decide, evolve };

/** Streams `household-<number>@<county>`. */
export const householdStream: StreamType<HouseholdState, HouseholdCommand, HouseholdEvent> = {
  category: 'household',
  decider: householdDecider,
  codec: codecOf<HouseholdEvent>(1, { HouseholdComposed: true, HouseholdMemberChanged: true, PayeeAccountRegistered: true }),
};
