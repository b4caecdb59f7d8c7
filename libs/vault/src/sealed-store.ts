/**
 * The event store that everything inside works with: what goes in is sealed, what comes out is opened, and nobody inside knows.
 * Beneath it the store holds, hands on and proves the sealed form; the transparency log and the relay to Kafka read that.
 *
 * Appends reach the store in the order in which they were made, and those that wait together have the keys of new persons made with one wait for the disk.
 */
import { type AppendResult, type EventStore, type ExpectedRevision, type NewEvent, type StreamSlice, type AllSlice, type ReadAllOptions, type ReadStreamOptions, type RecordedEvent, type SubscribeOptions, type SubscriptionItem } from '#event-store';
import { encodeAppend } from '#event-store/guard';
import { DomainError } from '#kernel';
import { OFFICE } from './field-classes.js';
import { hasReserved, markData, markMetadata, SEALED, type Taken } from './marks.js';
import { type Owner, principalOf } from './owner.js';
import { type Append, type KeyWanted, Owners, placeOf } from './owners.js';
import { type Marked, openEvent, sealEvent } from './sealed-event.js';
import type { PersonKey } from './person-key.js';
import type { Vault } from './vault.js';

export interface SealedStore extends EventStore {
  /** The store beneath, with the sealed form. */
  readonly stored: EventStore;
  /** One event of the store beneath. */
  open(recorded: RecordedEvent): RecordedEvent;
  /** After keys were destroyed. */
  forgetKeys(): void;
}

/** Without a vault (a ledger that has none, opened for reading) everything passes as it is. */
export function sealedStore(stored: EventStore, vault: Vault | undefined, offices: Readonly<Record<string, string>> = OFFICE): SealedStore {
  return new Sealing(stored, vault, offices);
}

/** An event and the keys it needs; `principal` is undefined where it is about nobody, and stays as it is. */
interface Planned {
  readonly marked: Marked;
  readonly principal: KeyWanted | undefined;
  readonly keys: ReadonlyMap<Owner, KeyWanted>;
}
interface Job extends Append {
  readonly settle: (result: Promise<AppendResult>) => void;
  planned: readonly Planned[] | undefined;
  /** Whom the stream is about that it begins. */
  begun: KeyWanted | undefined;
}

class Sealing implements SealedStore {
  private readonly owners: Owners;
  private readonly queue: Job[] = [];
  private scheduled = false;
  private closing: Promise<void> | undefined;

  constructor(readonly stored: EventStore, private readonly vault: Vault | undefined, private readonly offices: Readonly<Record<string, string>>) {
    this.owners = new Owners(stored);
  }

  append(streamId: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    if (this.vault === undefined) return this.stored.append(streamId, expected, events);
    if (this.closing !== undefined) return Promise.reject(new DomainError('STORE_CLOSED', 'unavailable', 'The event store is closed; open it again to go on.'));
    return new Promise((settle) => {
      const job: Job = { streamId, expected, events, settle, planned: undefined, begun: undefined };
      this.queue.push(job);
      this.plan(job).then((planned) => { job.planned = planned; }, (error: unknown) => {
        this.queue.splice(this.queue.indexOf(job), 1);
        settle(Promise.reject(asError(error)));
      }).finally(() => this.schedule());
    });
  }

  async readStream(streamId: string, options?: ReadStreamOptions): Promise<StreamSlice> {
    const slice = await this.stored.readStream(streamId, options);
    if (slice.status === 'missing') return slice;
    this.vault?.refresh();
    return { ...slice, events: slice.events.map((event) => openEvent(this.vault, event)) };
  }

  async readAll(options?: ReadAllOptions): Promise<AllSlice> {
    const slice = await this.stored.readAll(options);
    this.vault?.refresh();
    return { ...slice, events: slice.events.map((event) => openEvent(this.vault, event)) };
  }

  async *subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionItem> {
    for await (const item of this.stored.subscribe(options)) {
      if (item.kind === 'caughtUp') yield item;
      else {
        this.vault?.refresh();
        yield { kind: 'event', event: openEvent(this.vault, item.event) };
      }
    }
  }

  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  open(recorded: RecordedEvent): RecordedEvent {
    this.vault?.refresh();
    return openEvent(this.vault, recorded);
  }

  forgetKeys(): void {
    this.owners.forget();
  }

  private async closeAll(): Promise<void> {
    while (this.queue.length > 0) await new Promise((resolve) => setImmediate(resolve));
    try {
      await this.stored.close();
    } finally {
      this.vault?.close();
    }
  }

  private async plan(job: Job): Promise<readonly Planned[]> {
    const { streamId, events } = job;
    const planned: Planned[] = [];
    // Events of one command share one envelope, and mostly one person: so do their sealed ones, and the store writes the envelope once.
    let last: { readonly plain: NewEvent['metadata']; readonly owner: Owner; readonly marked: ReturnType<typeof markMetadata> } | undefined;
    for (const event of events) {
      if (Object.hasOwn(event.data, SEALED)) throw reserved();
      const place = placeOf(streamId, event.metadata);
      const principal = Object.hasOwn(this.offices, place.category) ? undefined : principalOf(place, event.data);
      if (principal === undefined) {
        planned.push({ marked: { event, data: event.data, metadata: event.metadata, taken: [] }, principal: undefined, keys: new Map() });
        continue;
      }
      if (hasReserved(event.data) || hasReserved(event.metadata)) throw reserved();
      const { data, taken } = markData(place, event.type, event.data, principal);
      if (last?.plain !== event.metadata || !sameOwner(last.owner, principal)) last = { plain: event.metadata, owner: principal, marked: markMetadata(event.metadata, place, principal) };
      const all = [...taken, ...last.marked.taken];
      planned.push({ marked: { event, data, metadata: last.marked.metadata, taken: all }, principal: await this.owners.keyOf(principal, job), keys: await this.keysOf(all, job) });
    }
    job.begun = await this.owners.begunBy(job);
    return planned;
  }

  private async keysOf(taken: readonly Taken[], job: Job): Promise<ReadonlyMap<Owner, KeyWanted>> {
    const keys = new Map<Owner, KeyWanted>();
    for (const { owner } of taken) if (owner !== 'ledger' && !keys.has(owner)) keys.set(owner, await this.owners.keyOf(owner, job));
    return keys;
  }

  private schedule(): void {
    if (this.scheduled || this.queue[0]?.planned === undefined) return;
    this.scheduled = true;
    // After everything that is ready to go on: what was appended at the same time stays one group of the store beneath.
    process.nextTick(() => {
      this.scheduled = false;
      this.flush(this.vault as Vault);
      this.schedule();
    });
  }

  /** Everything at the head of the queue that is planned: keys first, then the appends, in their order. */
  private flush(vault: Vault): void {
    const waiting = this.queue.findIndex(({ planned }) => planned === undefined);
    const jobs = this.queue.splice(0, waiting < 0 ? this.queue.length : waiting);
    let keyOf: (wanted: KeyWanted) => PersonKey;
    try {
      keyOf = keysFor(vault, jobs.flatMap(({ planned, begun }) => [...(planned ?? []).flatMap(({ principal, keys }) => (principal === undefined ? [] : [principal, ...keys.values()])), ...(begun === undefined ? [] : [begun])]));
    } catch (error) {
      for (const { settle } of jobs) settle(Promise.reject(asError(error)));
      return;
    }
    const kept = vault.ledgerKey();
    for (const job of jobs) job.settle(this.send(vault, job, keyOf, kept));
  }

  private async send(vault: Vault, { streamId, expected, events, planned = [], begun }: Job, keyOf: (wanted: KeyWanted) => PersonKey, kept: PersonKey): Promise<AppendResult> {
    // Looked at as they are where their ids or texts might be refused: sealed, nobody could see it.
    const check = (): void => { encodeAppend(streamId, events); };
    if (!events.every(({ eventId }) => UUID.test(eventId)) || new Set(events.map(({ eventId }) => eventId)).size < events.length) check();
    const sealed = planned.map(({ marked, principal, keys }) => (principal === undefined ? marked.event
      : sealEvent(vault.ledger.ledgerId, streamId, marked, keyOf(principal), ({ owner }) => (owner === 'ledger' ? kept : keyOf(keys.get(owner) as KeyWanted)), check)));
    const result = await this.stored.append(streamId, expected, sealed);
    if (begun !== undefined) this.owners.remember(streamId, { id: keyOf(begun).id, names: [`stream/${streamId}`] });
    return result;
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Every key that is wanted, made where there is none. @throws DomainError `SEAL_KEY_UNKNOWN` */
function keysFor(vault: Vault, wanted: readonly KeyWanted[]): (wanted: KeyWanted) => PersonKey {
  const found = new Map<KeyWanted, PersonKey>();
  const missing = new Map<string, KeyWanted>();
  for (const one of wanted) {
    const key = one.id === undefined ? undefined : vault.keyOf(one.id);
    if (typeof key === 'object') found.set(one, key);
    else if (key === 'unknown') throw new DomainError('SEAL_KEY_UNKNOWN', 'unavailable', 'The key of a person the event is about is not in the vault: the vault is older than the ledger, or another one. Restore the newest backup of keys.db.', { keyId: one.id });
    // Of two ways to name the same person the one with more names finds more.
    else if (one.names.length > (missing.get(one.names[0] as string)?.names.length ?? 0)) missing.set(one.names[0] as string, one);
  }
  const names = [...missing.keys()];
  const made = vault.keysOf(names.map((name) => (missing.get(name) as KeyWanted).names));
  const byName = new Map(names.map((name, n) => [name, made[n] as PersonKey]));
  return (one) => found.get(one) ?? (byName.get(one.names[0] as string) as PersonKey);
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error('an append failed', { cause: error }));
const sameOwner = (a: Owner, b: Owner): boolean => JSON.stringify(a) === JSON.stringify(b);
const reserved = (): DomainError => new DomainError('EVENT_FIELD_RESERVED', 'invalid', `An event holds a member named "$" or "${SEALED}", which only the sealed form has. Give the member another name where it comes in.`);
