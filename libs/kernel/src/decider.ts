/** The decider: three pure values that define a stream's behaviour. No clock, no randomness, no I/O. */
import type { CivilDate, CivilMonth } from './civil-date.js';
import { DomainError } from './errors.js';
import type { Actor, DomainEvent, EvidenceRef, ImportSource, JsonObject, Jurisdiction } from './envelope.js';

/** An event as decided, with the times and reasons only the decision knows. */
export type Decided<Event extends DomainEvent> = Event & {
  readonly occurredAt: CivilDate;
  readonly effectiveFrom?: CivilDate | CivilMonth | undefined;
  readonly ruleIds?: readonly string[] | undefined;
  readonly evidence?: readonly EvidenceRef[] | undefined;
  readonly reason?: string | undefined;
};

/**
 * `decide` turns a command into events, or throws a `DomainError` for a command that should not have been sent.
 * `evolve` folds one event; it switches exhaustively and ends in `assertNever`.
 */
export interface Decider<State, Command, Event extends DomainEvent> {
  readonly initialState: () => State;
  readonly decide: (command: Command, state: State) => readonly Decided<Event>[];
  readonly evolve: (state: State, event: Event) => State;
}

/** Reads stored events of a context: every shape ever written decodes, an unknown type throws. */
export interface Codec<Event extends DomainEvent> {
  /** Every type of the context ever written. */
  readonly types: readonly Event['type'][];
  readonly schemaVer: number;
  readonly encode: (event: Event) => JsonObject;
  /** @throws DomainError `EVENT_UNKNOWN` */
  readonly decode: (type: string, schemaVer: number, data: unknown) => Event;
}

/** What every command carries besides its payload. */
export interface CommandContext {
  /** UUID; the same id with the same payload is answered with the earlier result. */
  readonly commandId: string;
  readonly actor: Actor;
  readonly jurisdiction: Jurisdiction;
  /** RFC 3339 UTC instant, from the edge's clock. */
  readonly now: string;
  readonly correlationId: string;
  readonly source?: ImportSource | undefined;
  /** Digest of what the sender regards as the payload; that of the command itself where absent. */
  readonly payloadDigest?: string | undefined;
  /** The revision of the stream at which the sender looked; another one refuses the command, unless it was carried out before. */
  readonly ifRevision?: bigint | undefined;
}

/** A kind of stream: its category (the text before the first dash of its ids), behaviour and storage form. */
export interface StreamType<State, Command, Event extends DomainEvent> {
  readonly category: string;
  readonly decider: Decider<State, Command, Event>;
  readonly codec: Codec<Event>;
}

/**
 * A codec for a context whose events are stored as they are.
 * `types` lists every type ever written; the mapped type keeps the list and the union the same.
 */
export function codecOf<Event extends DomainEvent<string, object>>(
  schemaVer: number,
  types: { readonly [Type in Event['type']]: true },
): Codec<Event> {
  return {
    types: Object.keys(types),
    schemaVer,
    encode: (event) => event.data as JsonObject,
    decode: (type, storedVer, data) => {
      if (!Object.hasOwn(types, type) || storedVer !== schemaVer) {
        throw new DomainError('EVENT_UNKNOWN', 'unsupported',
          `The ledger holds an event ${type} of schema version ${storedVer}, which this program does not know. It was written by a newer version: update the program.`, { type, schemaVer: storedVer });
      }
      return { type, data } as Event;
    },
  };
}
