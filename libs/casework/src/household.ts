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
  | { readonly type: 'HouseholdMemberChanged'; readonly data: HouseholdMember & { readonly householdId: string; readonly change: 'joined' } }
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
export type HouseholdCommand = ComposeHousehold | AddHouseholdMember;

export type HouseholdState = { readonly status: 'unknown' } | { readonly status: 'composed'; readonly members: ReadonlySet<string> };

/** @throws DomainError `HOUSEHOLD_EXISTS` `HOUSEHOLD_UNKNOWN` `MEMBER_EXISTS` */
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
      if (state.status === 'unknown') {
        throw new DomainError('HOUSEHOLD_UNKNOWN', 'notFound', 'The household is not recorded. Record the household before its members.');
      }
      if (state.members.has(command.personId)) {
        throw new DomainError('MEMBER_EXISTS', 'conflict', 'This person is recorded as a member of the household already. Record a change instead.');
      }
      const { householdId, personId, relation, counted } = command;
      return [{ type: 'HouseholdMemberChanged', data: { householdId, personId, relation, counted, change: 'joined' }, occurredAt: command.attestedOn }];
    }
    default:
      return assertNever(command, 'household command');
  }
}

function evolve(state: HouseholdState, event: HouseholdEvent): HouseholdState {
  switch (event.type) {
    case 'HouseholdComposed':
      return { status: 'composed', members: new Set(event.data.members.map((member) => member.personId)) };
    case 'HouseholdMemberChanged':
      return { status: 'composed', members: new Set([...(state.status === 'composed' ? state.members : []), event.data.personId]) };
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
