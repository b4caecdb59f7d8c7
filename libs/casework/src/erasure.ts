/** That what the ledger says of a person is erased: asked for by one, approved by another, done. Whether it may be is the service's to say: it reads every stream about the person. */
import { assertNever, type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType } from '#kernel';

type Of<Type extends string, Data> = { readonly type: Type; readonly data: { readonly personId: string; readonly on: string } & Data };
export type ErasureEvent =
  | Of<'ErasureRequested', { readonly basis: string; readonly requestedBy: string }>
  | Of<'ErasureApproved', { readonly approvedBy: string }>
  /** `keys`: how many were destroyed. */
  | Of<'PersonDataErased', { readonly keys: number }>;

interface About {
  readonly personId: string;
  readonly on: CivilDate;
}
export type ErasureCommand =
  | ({ readonly type: 'RequestErasure'; readonly basis: string; readonly by: string } & About)
  | ({ readonly type: 'ApproveErasure'; readonly by: string } & About)
  | ({ readonly type: 'CompleteErasure'; readonly keys: number } & About);

export type ErasureState =
  | { readonly status: 'none' | 'erased' }
  | { readonly status: 'requested' | 'approved'; readonly requestedOn: string; readonly requestedBy: string };

/** @throws DomainError `ERASURE_EXISTS` `ERASURE_UNREQUESTED` `ERASURE_SAME_PERSON` `ERASURE_UNAPPROVED` `ERASURE_BEFORE_REQUEST` */
function decide(command: ErasureCommand, state: ErasureState): Decided<ErasureEvent>[] {
  const { personId, on } = command;
  const requested = state.status === 'requested' || state.status === 'approved' ? state : undefined;
  switch (command.type) {
    case 'RequestErasure':
      if (requested !== undefined) throw new DomainError('ERASURE_EXISTS', 'conflict', 'The erasure of this person is asked for already. Somebody else approves it.');
      return [{ type: 'ErasureRequested', data: { personId, on, basis: command.basis, requestedBy: command.by }, occurredAt: on }];
    case 'ApproveErasure':
      if (requested === undefined) throw new DomainError('ERASURE_UNREQUESTED', 'conflict', 'Nobody asked for the erasure of this person. Ask for it first, with its basis.');
      if (requested.status === 'approved') return [];
      if (requested.requestedBy === command.by) throw new DomainError('ERASURE_SAME_PERSON', 'conflict', 'Who asked for an erasure does not approve it. Let somebody else do it.');
      if (on < requested.requestedOn) throw new DomainError('ERASURE_BEFORE_REQUEST', 'invalid', `It was asked for on ${requested.requestedOn}. Correct the day.`, { requestedOn: requested.requestedOn });
      return [{ type: 'ErasureApproved', data: { personId, on, approvedBy: command.by }, occurredAt: on }];
    case 'CompleteErasure':
      if (requested?.status !== 'approved') throw new DomainError('ERASURE_UNAPPROVED', 'conflict', 'The erasure of this person is not approved. Approve it first.');
      return [{ type: 'PersonDataErased', data: { personId, on, keys: command.keys }, occurredAt: on }];
    default:
      return assertNever(command, 'erasure command');
  }
}

function evolve(state: ErasureState, event: ErasureEvent): ErasureState {
  switch (event.type) {
    case 'ErasureRequested':
      return { status: 'requested', requestedOn: event.data.on, requestedBy: event.data.requestedBy };
    case 'ErasureApproved':
      return state.status === 'requested' ? { ...state, status: 'approved' } : state;
    case 'PersonDataErased':
      return { status: 'erased' };
    default:
      return assertNever(event, 'erasure event');
  }
}

export const erasureDecider: Decider<ErasureState, ErasureCommand, ErasureEvent> = { initialState: () => ({ status: 'none' }), decide, evolve };

/** Streams `erasure-<person>@<county>`. */
export const erasureStream: StreamType<ErasureState, ErasureCommand, ErasureEvent> = {
  category: 'erasure', decider: erasureDecider, codec: codecOf<ErasureEvent>(1, { ErasureRequested: true, ErasureApproved: true, PersonDataErased: true }),
};
