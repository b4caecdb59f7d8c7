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
import { hasReserved, markData, markMetadata, SEALED } from './marks.js';
import { type Owner, principalOf } from './owner.js';
import { type Append, type KeyWanted, Owners, placeOf } from './owners.js';
import { type Marked, openEvent, sealEvent } from './sealed-event.js';
import type { PersonKey } from './person-key.js';
import type { Vault } from './vault.js';

export interface SealedStore extends EventStore {
  /** The store beneath, with the sealed form. */
  readonly stored: EventStore;
  /** For folds, which read no ids of commands: `correlationId`, `causationId` and `commandDigest` stay sealed, which spares two of five decryptions. */
  readonly forFolds: Pick<EventStore, 'readAll'>;
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
  readonly forFolds = { readAll: (options?: ReadAllOptions): Promise<AllSlice> => this.page(options, false) };
  private readonly owners: Owners;
  private readonly queue: Job[] = [];
  private scheduled = false;
  private closing: Promise<void> | undefined;

  constructor(readonly stored: EventStore, private readonly vault: Vault | undefined, private readonly offices: Readonly<Record<string, string>>) {
    this.owners = new Owners(stored, (id) => typeof this.vault?.keyOf(id) === 'object');
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

  readAll(options?: ReadAllOptions): Promise<AllSlice> {
    return this.page(options, true);
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

  private async page(options: ReadAllOptions | undefined, ids: boolean): Promise<AllSlice> {
    const slice = await this.stored.readAll(options);
    this.vault?.refresh();
    return { ...slice, events: slice.events.map((event) => openEvent(this.vault, event, ids)) };
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
        planned.push({ marked: { event, data: event.data, metadata: event.metadata, taken: [] }, principal: undefined, keys: NO_KEYS });
        continue;
      }
      if (hasReserved(event.data) || (last?.plain !== event.metadata && hasReserved(event.metadata))) throw reserved();
      const { data, taken } = markData(place, event.type, event.data, principal);
      if (last?.plain !== event.metadata || !sameOwner(last.owner, principal)) last = { plain: event.metadata, owner: principal, marked: markMetadata(event.metadata, place, principal) };
      const all = [...taken, ...last.marked.taken];
      // Looked up one after the other only where they must be: waiting for what is known would cost more than sealing.
      const key = this.owners.knownKeyOf(principal) ?? await this.owners.keyOf(principal, job);
      const keys = new Map<Owner, KeyWanted>([[principal, key]]);
      for (const { owner } of all) if (owner !== 'ledger' && !keys.has(owner)) keys.set(owner, sameOwner(owner, principal) ? key : this.owners.knownKeyOf(owner) ?? await this.owners.keyOf(owner, job));
      planned.push({ marked: { event, data, metadata: last.marked.metadata, taken: all }, principal: key, keys });
    }
    job.begun = await this.owners.begunBy(job);
    return planned;
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
      keyOf = keysFor(vault, keysWanted(jobs));
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

const NO_KEYS: ReadonlyMap<Owner, KeyWanted> = new Map();
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function keysWanted(jobs: readonly Job[]): ReadonlySet<KeyWanted> {
  const wanted = new Set<KeyWanted>();
  for (const { planned = [], begun } of jobs) {
    for (const { keys } of planned) for (const key of keys.values()) wanted.add(key);
    if (begun !== undefined) wanted.add(begun);
  }
  return wanted;
}

/** Every key that is wanted, made where there is none. @throws DomainError `SEAL_KEY_UNKNOWN` */
function keysFor(vault: Vault, wanted: Iterable<KeyWanted>): (wanted: KeyWanted) => PersonKey {
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
const OWNER_FIELDS = ['citizen', 'stream', 'own'] as const;
const sameOwner = (a: Partial<Record<(typeof OWNER_FIELDS)[number], string | undefined>>, b: typeof a): boolean => a === b || OWNER_FIELDS.every((field) => a[field] === b[field]);
const reserved = (): DomainError => new DomainError('EVENT_FIELD_RESERVED', 'invalid', `An event holds a member named "$" or "${SEALED}", which only the sealed form has. Give the member another name where it comes in.`);
