/** To which account a household is paid now, and what a file says of it: from the streams, never from read models. */
import { householdStream, personStream } from '#casework';
import { type AccountInForce, accountInForce, type EventRef, payeeStream, type PayeeState } from '#disbursement';
import type { EventStore } from '#event-store';
import { DomainError, type DomainEvent, type StreamType } from '#kernel';
import { CaseReader } from './case-reader.js';
import { openingData, type SealedLedger } from './sealed-reads.js';

export interface PayeeNow {
  readonly state: PayeeState;
  readonly registered?: EventRef | undefined;
  readonly inForce?: AccountInForce | undefined;
}
/** As a line of a file needs it. */
export interface AccountFacts {
  readonly payeeName: string;
  readonly idNo?: string | undefined;
  readonly accountNo: string;
  readonly cnaps?: string | undefined;
}
export interface Member {
  readonly personId: string;
  readonly name: string;
  readonly idNo: string;
}
type AccountData = { readonly accountNo?: string; readonly holderName?: string; readonly cnaps?: string };

export class Accounts {
  private readonly store: EventStore;
  private readonly reader: CaseReader;

  constructor(ledger: SealedLedger) {
    this.store = openingData(ledger);
    this.reader = new CaseReader(this.store);
  }

  /** `registered`: what a line of a list names; else the registration is looked up. */
  async payee(householdKey: string, registered?: EventRef): Promise<PayeeNow> {
    const state = (await this.reader.read(payeeStream, householdKey))?.state ?? payeeStream.decider.initialState();
    const first = registered?.type === 'PayeeAccountRegistered' ? registered : await this.registration(householdKey);
    return { state, registered: first, inForce: accountInForce(state, first) };
  }

  /** `at`: as was recorded by then, so that a file that is written again is the same although a name was corrected since. @throws DomainError `BATCH_ACCOUNT_MISSING` `HOUSEHOLD_UNKNOWN` */
  async facts(householdKey: string, payee: EventRef, at?: string): Promise<AccountFacts> {
    const household = await this.household(householdKey, at);
    // Mostly the registration in the household's own stream, which is read anyway.
    const own = payee.streamId === `${householdStream.category}-${householdKey}`;
    const account = (own ? household.events[Number(payee.revision)]?.data : await this.dataOf(payee)) as AccountData | undefined;
    if (account?.accountNo === undefined) throw new DomainError('BATCH_ACCOUNT_MISSING', 'conflict', 'An item is to be paid to an account that the ledger does not hold any more. Have the account corrected, then send the item in another batch.');
    const { accountNo, holderName, cnaps } = account;
    const head = await this.member(householdKey, household.state.headId, at);
    // Banks compare names and numbers: a number is written only of the person who is named.
    const holder = holderName === undefined || holderName === head?.name ? head : (await this.members(householdKey, at)).find(({ name }) => name === holderName);
    const payeeName = holderName ?? head?.name;
    if (payeeName === undefined) throw new DomainError('BATCH_ACCOUNT_MISSING', 'conflict', 'The holder of an account is not known. Register the head of the household, then prepare the batch again.');
    return { payeeName, idNo: holder?.idNo, accountNo, cnaps };
  }

  private async dataOf({ streamId, revision }: EventRef): Promise<unknown> {
    const slice = await this.store.readStream(streamId, { from: BigInt(revision), limit: 1 });
    return slice.status === 'found' ? slice.events[0]?.data : undefined;
  }

  private async household(householdKey: string, at?: string) {
    const read = await this.readAt(householdStream, householdKey, at);
    if (read?.state.status !== 'composed') throw new DomainError('HOUSEHOLD_UNKNOWN', 'notFound', 'The household is not recorded. Check its number.');
    return { state: read.state, events: read.events };
  }

  private async member(householdKey: string, personId: string, at?: string): Promise<Member | undefined> {
    const county = householdKey.slice(householdKey.lastIndexOf('@') + 1);
    const state = (await this.readAt(personStream, `${personId}@${county}`, at))?.state;
    return state?.status === 'registered' ? { personId, name: state.name, idNo: state.idNo } : undefined;
  }

  private async readAt<State, Command, Event extends DomainEvent>(type: StreamType<State, Command, Event>, id: string, at: string | undefined) {
    const read = await this.reader.read(type, id);
    if (read === undefined || at === undefined || read.metadata.every(({ recordedAt }) => recordedAt <= at)) return read;
    const events = read.events.filter((_, index) => (read.metadata[index]?.recordedAt ?? '') <= at);
    return { ...read, events, state: events.reduce((state, event) => type.decider.evolve(state, event), type.decider.initialState()) };
  }

  /** The head first. */
  async members(householdKey: string, at?: string): Promise<readonly Member[]> {
    const { state } = await this.household(householdKey, at);
    const ids = [...new Set([state.headId, ...state.members.map(({ personId }) => personId)])];
    return (await Promise.all(ids.map((personId) => this.member(householdKey, personId, at)))).filter((one) => one !== undefined);
  }

  private async registration(householdKey: string): Promise<EventRef | undefined> {
    const events = (await this.reader.read(householdStream, householdKey))?.events ?? [];
    const revision = events.findLastIndex((event) => event.type === 'PayeeAccountRegistered' && event.data.accountNo !== undefined);
    return revision < 0 ? undefined : { streamId: `${householdStream.category}-${householdKey}`, revision: String(revision), type: 'PayeeAccountRegistered' };
  }
}

