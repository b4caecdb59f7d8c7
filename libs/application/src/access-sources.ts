/** Accounts and delegations as their streams have them now: what decides about access is not read from read models, which may be a moment behind. */
import type { EventStore } from '#event-store';
import { type Account, type AccountEvent, type AccountState, accountStream, accountUnknown, isAccountId } from '#identity';
import type { Codec, Decider, DomainEvent, EventMetadata } from '#kernel';
import type { AccountView } from './access-types.js';

/** Streams kept folded in memory; one that is not is read again. */
export const MAX_CACHED = 5_000;

/** The part of a `StreamType` that reading needs. */
interface ReadableStream<State, Event extends DomainEvent> {
  readonly category: string;
  readonly decider: Pick<Decider<State, never, Event>, 'initialState' | 'evolve'>;
  readonly codec: Codec<Event>;
}

/** States of one kind of streams. A state in memory is good while its stream ends at the revision it was folded to, so every reading asks for one event. */
export class StreamCache<State, Event extends DomainEvent> {
  private readonly known = new Map<string, { readonly revision: bigint; readonly state: State }>();

  constructor(private readonly store: EventStore, private readonly type: ReadableStream<State, Event>) {}

  /** Where a stream stands; undefined where nothing was ever written. */
  async revision(id: string): Promise<bigint | undefined> {
    const last = await this.store.readStream(`${this.type.category}-${id}`, { direction: 'backward', limit: 1 });
    return last.status === 'missing' ? undefined : last.events[0]?.revision;
  }

  /** The state of a stream; undefined where nothing was ever written. */
  async read(id: string): Promise<State | undefined> {
    const streamId = `${this.type.category}-${id}`;
    const last = await this.revision(id);
    if (last === undefined) return undefined;
    const known = this.known.get(id);
    if (known !== undefined && known.revision === last) return known.state;
    let { state, revision } = known ?? { state: this.type.decider.initialState(), revision: -1n };
    for (let end = false; !end;) {
      const slice = await this.store.readStream(streamId, { from: revision + 1n });
      if (slice.status === 'missing') return undefined;
      for (const recorded of slice.events) {
        const { schemaVer } = recorded.metadata as unknown as EventMetadata;
        state = this.type.decider.evolve(state, this.type.codec.decode(recorded.type, schemaVer, recorded.data));
        revision = recorded.revision;
      }
      end = slice.end;
    }
    if (this.known.size >= MAX_CACHED) this.known.clear();
    this.known.set(id, { revision, state });
    return state;
  }
}

export class AccountSource {
  private readonly cache: StreamCache<AccountState, AccountEvent>;

  constructor(store: EventStore) {
    this.cache = new StreamCache(store, accountStream);
  }

  async find(accountId: string): Promise<Account | undefined> {
    return isAccountId(accountId) ? (await this.cache.read(accountId))?.account : undefined;
  }

  revision(accountId: string): Promise<bigint | undefined> {
    return this.cache.revision(accountId);
  }

  /** @throws DomainError `ACCOUNT_UNKNOWN` */
  async existing(accountId: string): Promise<Account> {
    const account = await this.find(accountId);
    if (account === undefined) throw accountUnknown();
    return account;
  }
}

export function viewOf({ accountId, staffId, name, role, division, orgUscc, disabledReason, credential, identities }: Account): AccountView {
  return { accountId, staffId, name, role, division, orgUscc, disabledReason, credential, identities };
}
