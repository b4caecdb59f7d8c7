/**
 * The account a household is paid to, after its registration: a correction is asked for by one person, approved by another, and verified before anything is paid to it.
 * From the request to the verification the household's items are in quarantine (process.md §8 (d)).
 */
import { afterSteps, checkStepDay, type CivilDate, codecOf, type Decided, type Decider, DomainError, notAlsoBy, stepOnce, type StreamType } from '#kernel';
import type { AccountInForce } from './item-book.js';
import type { PayeeStated, PayeeStep } from './payee-formats.js';
import type { EventRef } from './pay-item.js';

/** `headId`: the head of the household, whose account it is where nobody else is named. */
interface OfHousehold {
  readonly householdId: string;
  readonly headId: string;
}
interface Account {
  readonly accountNo: string;
  readonly cnaps?: string | undefined;
  readonly holderName: string;
  readonly custodyRef?: string | undefined;
}

export type PayeeEvent =
  | { readonly type: 'PayeeAccountCorrectionRequested'; readonly data: OfHousehold & Omit<PayeeStated<'request'>, 'evidence'> & { readonly requestedBy: string } }
  | { readonly type: 'PayeeAccountCorrected'; readonly data: OfHousehold & Account & { readonly requestNo: string; readonly on: string; readonly requester: string; readonly approver2: string; readonly replaces?: EventRef | undefined } }
  | { readonly type: 'PayeeCorrectionRefused'; readonly data: OfHousehold & { readonly requestNo: string; readonly on: string; readonly reason: string; readonly refusedBy: string } }
  /** Of a correction by its number; without one, of the account in force. */
  | { readonly type: 'PayeeAccountVerified'; readonly data: OfHousehold & Omit<PayeeStated<'verify'>, 'evidence'> & { readonly account: EventRef; readonly verifiedBy: string } };

export interface PayeeContext extends OfHousehold {
  readonly by: string;
  readonly today: CivilDate;
  /** The registration in the household's own stream; absent where none has a number. */
  readonly registered?: EventRef | undefined;
  /** The stream of these events, for references to a correction. */
  readonly streamId: string;
  /** Of a request: whether the holder is a member of the household. */
  readonly holderIsMember?: boolean | undefined;
}
export type TakePayeeStep = { readonly [Name in PayeeStep]: { readonly type: 'TakePayeeStep'; readonly step: Name; readonly stated: PayeeStated<Name>; readonly context: PayeeContext } }[PayeeStep];

type Request = Extract<PayeeEvent, { type: 'PayeeAccountCorrectionRequested' }>['data'];
export interface PayeeState {
  /** Events folded: the revision of the next. */
  readonly events: number;
  readonly numbers: ReadonlySet<string>;
  readonly pending?: (Request & { readonly approvedOn?: string | undefined; readonly revision?: number | undefined; readonly approver2?: string | undefined }) | undefined;
  /** The last correction that was verified. */
  readonly inForce?: EventRef | undefined;
  /** Of the account in force. */
  readonly verifiedOn?: string | undefined;
  readonly differs: boolean;
}

/** @throws DomainError `STEP_OUT_OF_ORDER` `STEP_DONE` `STEP_TOO_EARLY` `STEP_IN_FUTURE` `SAME_PERSON` `PAYEE_NOT_OF_HOUSEHOLD` `CORRECTION_OPEN` `ACCOUNT_NOT_REGISTERED` */
function decide(command: TakePayeeStep, state: PayeeState): readonly Decided<PayeeEvent>[] {
  const { context: { householdId, headId, by, registered, streamId, holderIsMember } } = command;
  const { evidence, ...rest } = command.stated;
  checkStepDay(rest.on, command.context);
  const occurredAt = rest.on as CivilDate;
  const envelope = { occurredAt, ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }) };
  const of = { householdId, headId };
  const inForce = state.inForce ?? registered;
  if (command.step === 'request') {
    const { evidence: _, ...said } = command.stated;
    stepOnce(`request ${said.requestNo}`, state.numbers.has(said.requestNo) ? said.requestNo : undefined);
    if (state.pending !== undefined) throw new DomainError('CORRECTION_OPEN', 'conflict', `Request ${state.pending.requestNo} about this account is still open. Approve, refuse or verify it first.`, { requestNo: state.pending.requestNo });
    if (holderIsMember !== true && said.custodyRef === undefined) throw new DomainError('PAYEE_NOT_OF_HOUSEHOLD', 'conflict', 'The holder is not a member of the household. Name the guardianship or custody agreement (custodyRef), or another account (R57 26).', { field: 'holderName' });
    return [{ type: 'PayeeAccountCorrectionRequested', data: { ...of, ...said, requestedBy: by }, ...envelope }];
  }
  const { pending } = state;
  const theRequest = (requestNo: string, approved: boolean): NonNullable<PayeeState['pending']> => {
    if (state.numbers.has(requestNo) && (pending?.requestNo !== requestNo || (!approved && pending.approvedOn !== undefined))) stepOnce(`the answer to request ${requestNo}`, requestNo);
    afterSteps(rest.on, [`request ${requestNo}`, pending?.requestNo === requestNo ? pending.on : undefined], ...(approved ? [['its approval', pending?.approvedOn] as const] : []));
    notAlsoBy(by, [pending?.requestedBy], 'asked for the correction');
    return pending as NonNullable<PayeeState['pending']>;
  };
  switch (command.step) {
    case 'approve': {
      const { requestNo, on } = command.stated;
      const { accountNo, cnaps, holderName, custodyRef, requestedBy } = theRequest(requestNo, false);
      return [{ type: 'PayeeAccountCorrected', data: { ...of, requestNo, on, accountNo, cnaps, holderName, custodyRef, requester: requestedBy, approver2: by, replaces: inForce }, ...envelope }];
    }
    case 'refuse': {
      const { requestNo, on, reason } = command.stated;
      theRequest(requestNo, false);
      return [{ type: 'PayeeCorrectionRefused', data: { ...of, requestNo, on, reason, refusedBy: by }, ...envelope }];
    }
    case 'verify': {
      const { evidence: _, ...said } = command.stated;
      const corrected = said.requestNo === undefined ? undefined : theRequest(said.requestNo, true);
      const account = corrected === undefined ? inForce : { streamId, revision: String(corrected.revision), type: 'PayeeAccountCorrected' };
      if (account === undefined) throw new DomainError('ACCOUNT_NOT_REGISTERED', 'conflict', 'The household has no account yet, so there is nothing to verify. Ask for a correction that names one.');
      return [{ type: 'PayeeAccountVerified', data: { ...of, ...said, account, verifiedBy: by }, ...envelope }];
    }
  }
}

function evolve(state: PayeeState, event: PayeeEvent): PayeeState {
  const next = { ...state, events: state.events + 1 };
  switch (event.type) {
    case 'PayeeAccountCorrectionRequested':
      return { ...next, numbers: new Set([...state.numbers, event.data.requestNo]), pending: event.data };
    case 'PayeeAccountCorrected':
      return { ...next, pending: { ...(state.pending as Request), approvedOn: event.data.on, revision: state.events, approver2: event.data.approver2 } };
    case 'PayeeCorrectionRefused':
      return { ...next, pending: undefined };
    case 'PayeeAccountVerified': {
      const { requestNo, result, account, on } = event.data;
      const matches = result === 'matches';
      if (requestNo === undefined) return { ...next, verifiedOn: matches ? on : undefined, differs: !matches };
      return matches ? { ...next, pending: undefined, inForce: account, verifiedOn: on, differs: false } : { ...next, pending: undefined };
    }
  }
}

/** The account that may be paid to; undefined while it is in quarantine or there is none. */
export function accountInForce({ pending, inForce, verifiedOn, differs }: PayeeState, registered: EventRef | undefined): AccountInForce | undefined {
  const payee = inForce ?? registered;
  return pending !== undefined || differs || payee === undefined ? undefined : { payee, verifiedOn };
}

export const payeeDecider: Decider<PayeeState, TakePayeeStep, PayeeEvent> = { initialState: () => ({ events: 0, numbers: new Set(), differs: false }), decide, evolve };

/** Streams `payee-<household number>@<county>`. */
export const payeeStream: StreamType<PayeeState, TakePayeeStep, PayeeEvent> = {
  category: 'payee', decider: payeeDecider, codec: codecOf<PayeeEvent>(1, { PayeeAccountCorrectionRequested: true, PayeeAccountCorrected: true, PayeeCorrectionRefused: true, PayeeAccountVerified: true }),
};
