/** The one way a command becomes events: load, fold, decide, append at the revision that was loaded. */
import {
  type CommandContext, type Decided, digestOf, DomainError, type DomainEvent, type EventMetadata, type Json, type JsonObject, type StreamType,
} from '#kernel';
import { type EventStore, MAX_APPEND_BYTES, MAX_APPEND_EVENTS, type NewEvent, RevisionConflict } from './port.js';

/** How often a lost race is decided anew before the caller hears of it. */
export const MAX_ATTEMPTS = 5;

export interface CommandRequest<Command> {
  readonly command: Command;
  readonly context: CommandContext;
}

/** What became of one command. */
export type CommandOutcome<Event> =
  /** Its events were appended now; `revision` is that of the last. */
  | { readonly status: 'appended'; readonly events: readonly Event[]; readonly revision: bigint }
  /** The same command was carried out before; these are the events it caused then. `revision` is where the stream stands now. */
  | { readonly status: 'repeated'; readonly events: readonly Event[]; readonly correlationId: string; readonly revision: bigint }
  /** It was decided that nothing needs to happen. */
  | { readonly status: 'unchanged'; readonly revision: bigint | undefined }
  /** It should not have been sent. */
  | { readonly status: 'refused'; readonly error: DomainError };

/**
 * Carries out one command.
 * @throws DomainError the decider's refusal; `COMMAND_ID_REUSED` for a known id with another payload; `REVISION_CONFLICT` after MAX_ATTEMPTS lost races.
 */
export async function handleCommand<State, Command extends object, Event extends DomainEvent>(
  store: EventStore, type: StreamType<State, Command, Event>, id: string, request: CommandRequest<Command>,
): Promise<Exclude<CommandOutcome<Event>, { status: 'refused' }>> {
  const [outcome] = await handleCommands(store, type, id, [request]);
  if (outcome === undefined) throw new Error('one request gives one outcome');
  if (outcome.status === 'refused') throw outcome.error;
  return outcome;
}

/**
 * Carries out commands for one stream in order, with one load and as few appends as their size allows.
 * A refused command leaves no trace and does not stop the following ones; the outcomes are in the order of the requests.
 * A crash between two appends leaves a prefix; sending the same commands again completes it, because their ids are known.
 */
export async function handleCommands<State, Command extends object, Event extends DomainEvent>(
  store: EventStore, type: StreamType<State, Command, Event>, id: string, requests: readonly CommandRequest<Command>[],
): Promise<readonly CommandOutcome<Event>[]> {
  const streamId = `${type.category}-${id}`;
  for (let attempt = 1; ; attempt += 1) {
    const loaded = await load(store, type, streamId);
    const { outcomes, batches } = decideAll(type, streamId, loaded, requests);
    try {
      let revision = loaded.revision;
      for (const batch of batches) {
        const result = await store.append(streamId, revision ?? 'noStream', batch);
        revision = result.revision;
      }
      return outcomes;
    } catch (error) {
      if (!(error instanceof RevisionConflict) || attempt >= MAX_ATTEMPTS) throw error;
    }
  }
}

interface Loaded<State, Event> {
  state: State;
  revision: bigint | undefined;
  readonly commands: Map<string, { readonly digest: string; readonly correlationId: string; readonly events: Event[] }>;
}

async function load<State, Command, Event extends DomainEvent>(
  store: EventStore, type: StreamType<State, Command, Event>, streamId: string,
): Promise<Loaded<State, Event>> {
  const loaded: Loaded<State, Event> = { state: type.decider.initialState(), revision: undefined, commands: new Map() };
  for (let from = 0n; ;) {
    const slice = await store.readStream(streamId, { from });
    if (slice.status === 'missing') return loaded;
    for (const recorded of slice.events) {
      const metadata = recorded.metadata as unknown as EventMetadata;
      const event = type.codec.decode(recorded.type, metadata.schemaVer, recorded.data);
      loaded.state = type.decider.evolve(loaded.state, event);
      loaded.revision = recorded.revision;
      remember(loaded, metadata.causationId, metadata.commandDigest, metadata.correlationId, [event]);
    }
    if (slice.end) return loaded;
    from = (loaded.revision ?? 0n) + 1n;
  }
}

function remember<State, Event>(loaded: Loaded<State, Event>, commandId: string, digest: string, correlationId: string, events: readonly Event[]): void {
  const known = loaded.commands.get(commandId);
  if (known) known.events.push(...events);
  else loaded.commands.set(commandId, { digest, correlationId, events: [...events] });
}

function decideAll<State, Command extends object, Event extends DomainEvent>(
  type: StreamType<State, Command, Event>, streamId: string, loaded: Loaded<State, Event>, requests: readonly CommandRequest<Command>[],
): { outcomes: CommandOutcome<Event>[]; batches: NewEvent[][] } {
  const batches = new Batches();
  let revision = loaded.revision;
  const outcomes = requests.map(({ command, context }): CommandOutcome<Event> => {
    const digest = context.payloadDigest ?? digestOf(command as unknown as Json);
    const known = loaded.commands.get(context.commandId);
    if (known) {
      return known.digest === digest
        ? { status: 'repeated', events: known.events, correlationId: known.correlationId, revision: revision as bigint }
        : { status: 'refused', error: commandIdReused(streamId, context.commandId) };
    }
    if (context.ifRevision !== undefined && context.ifRevision !== revision) return { status: 'refused', error: revisionChanged(streamId, context.ifRevision, revision) };
    let decided: readonly Decided<Event>[];
    try {
      decided = type.decider.decide(command, loaded.state);
    } catch (error) {
      if (error instanceof DomainError) return { status: 'refused', error };
      throw error;
    }
    if (decided.length === 0) return { status: 'unchanged', revision };
    for (const event of decided) loaded.state = type.decider.evolve(loaded.state, event);
    remember(loaded, context.commandId, digest, context.correlationId, decided);
    batches.add(toNewEvents(type, decided, context, digest));
    revision = (revision ?? -1n) + BigInt(decided.length);
    return { status: 'appended', events: decided, revision };
  });
  return { outcomes, batches: batches.all };
}

/** Splits events into appends within the store's limits, never between the events of one command. */
class Batches {
  readonly all: NewEvent[][] = [];
  private bytes = 0;

  add(events: readonly NewEvent[]): void {
    let envelope = 0;
    const size = events.reduce((sum, event, index) => {
      if (event.metadata !== events[index - 1]?.metadata) envelope = mostBytes(event.metadata);
      return sum + mostBytes(event.type) + mostBytes(event.data) + envelope;
    }, 0);
    const last = this.all.at(-1);
    if (last === undefined || last.length + events.length > MAX_APPEND_EVENTS || this.bytes + size > MAX_APPEND_BYTES) {
      this.all.push([...events]);
      this.bytes = size;
    } else {
      last.push(...events);
      this.bytes += size;
    }
  }
}

/** Never less than the UTF-8 length of the value as JSON, and much cheaper than writing it: the store writes it anyway. */
export function mostBytes(value: Json | undefined): number {
  if (typeof value === 'string') return 6 * value.length + 2;
  if (value === null || typeof value !== 'object') return 25;
  let bytes = 2;
  for (const key of Object.keys(value)) bytes += 6 * key.length + 4 + mostBytes((value as JsonObject)[key]);
  return bytes;
}

function toNewEvents<State, Command, Event extends DomainEvent>(
  type: StreamType<State, Command, Event>, decided: readonly Decided<Event>[], context: CommandContext, commandDigest: string,
): NewEvent[] {
  let metadata: EventMetadata | undefined;
  return decided.map((event, index) => {
    const { occurredAt, effectiveFrom, ruleIds, evidence, reason } = event;
    // Events of one command mostly share their envelope: one object, which the store then also writes out once.
    if (metadata?.occurredAt !== occurredAt || metadata.effectiveFrom !== effectiveFrom || metadata.ruleIds !== ruleIds || metadata.evidence !== evidence || metadata.reason !== reason) {
      metadata = {
        schemaVer: type.codec.schemaVer, occurredAt, effectiveFrom, recordedAt: context.now, actor: context.actor, jurisdiction: context.jurisdiction,
        ruleIds, evidence, reason, correlationId: context.correlationId, causationId: context.commandId, commandDigest, source: context.source,
      };
    }
    return { eventId: eventIdOf(context.commandId, index), type: event.type, data: type.codec.encode(event), metadata: metadata as unknown as JsonObject };
  });
}

/** The n-th event of a command: the command's own id with its last four digits moved on by n. Sending the command again gives the same ids. */
export function eventIdOf(commandId: string, index: number): string {
  const last = (Number.parseInt(commandId.slice(-4), 16) + index) % 0x1_0000;
  return commandId.slice(0, -4) + last.toString(16).padStart(4, '0');
}

function commandIdReused(streamId: string, commandId: string): DomainError {
  return new DomainError('COMMAND_ID_REUSED', 'conflict',
    `Command ${commandId} was carried out before on ${streamId} with other content. Nothing was changed; to correct the past, record a correction under a new command id.`, { streamId, commandId });
}

function revisionChanged(streamId: string, expected: bigint, actual: bigint | undefined): DomainError {
  return new DomainError('REVISION_CHANGED', 'conflict',
    `${streamId} is at revision ${actual ?? 'none'}, not at ${expected}: somebody recorded something meanwhile. Look at it again, then decide anew.`, { streamId, expected: String(expected), actual: actual === undefined ? null : String(actual) });
}
