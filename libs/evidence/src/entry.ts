/**
 * What stands in the log for an event, and bundles of it (c2sp.org/tlog-tiles, "Log entries").
 * An entry is the RFC 8785 JSON of `{data, eventId, metadata, revision, streamId, type}` as the store hands the event back; `revision` is decimal text, since a
 * revision may exceed what a JSON number holds. Where an event stands in the ledger is said by the entry's index, never by the adapter's own position.
 */
import { DomainError, type JsonObject, rfc8785, sha256Hex } from '#kernel';
import type { EventLine, EventStore, ReadAllOptions, RecordedEvent } from '#event-store';

/** An entry's length is a uint16 in its bundle. */
export const MAX_ENTRY_BYTES = 65_535;
/** What gives way to its SHA-256, in this order, until the entry fits (docs/adr/0021). */
const GIVES_WAY = ['data', 'metadata', 'type'] as const;

export type LoggedEvent = Pick<RecordedEvent, 'streamId' | 'revision' | 'eventId' | 'type' | 'data' | 'metadata'>;

/** @throws TypeError where the stored event holds what RFC 8785 has no form for; no store takes such an event in */
export function entryOf({ data, eventId, metadata, revision, streamId, type }: LoggedEvent): Buffer {
  const parts: JsonObject = { data, eventId, metadata, revision: revision.toString(), streamId, type };
  let entry = Buffer.from(rfc8785(parts));
  const shortened: Record<string, JsonObject[string]> = { ...parts };
  for (const name of GIVES_WAY) {
    if (entry.length <= MAX_ENTRY_BYTES) break;
    shortened[`${name}Sha256`] = sha256Hex(rfc8785(parts[name] as JsonObject));
    delete shortened[name];
    entry = Buffer.from(rfc8785(shortened));
  }
  return entry;
}

/** The same of the canonical JSON of a whole event, of which nothing is changed where it fits. @throws SyntaxError where one that does not fit is no JSON */
export function entryOfLine(json: Buffer): Buffer {
  if (json.length <= MAX_ENTRY_BYTES) return json;
  const { revision, ...parts } = JSON.parse(json.toString('utf8')) as Omit<LoggedEvent, 'revision'> & { readonly revision: string };
  return entryOf({ ...parts, revision: BigInt(revision) });
}

/** An event of the ledger and its entry, which is made when it is asked for. */
export interface LedgerEntry {
  readonly position: string;
  /** @throws as `entryOf` or `entryOfLine` */
  entry(): Buffer;
  identity(): EntryIdentity;
}

class LedgerLine implements LedgerEntry {
  constructor(private readonly line: EventLine) {}

  get position(): string { return this.line.position; }
  entry(): Buffer { return entryOfLine(this.line.json); }
  identity(): EntryIdentity { return identityIn(this.line.json); }
}

class WholeEvent implements LedgerEntry {
  constructor(private readonly event: RecordedEvent) {}

  get position(): string { return this.event.position; }
  entry(): Buffer { return entryOf(this.event); }
  identity(): EntryIdentity {
    const { streamId, revision, eventId, type } = this.event;
    return { streamId, revision: revision.toString(), eventId, type };
  }
}

/** A page of the ledger as it is logged: of the lines of a store that keeps them, else of the events. */
export async function readEntries(store: EventStore, options: Omit<ReadAllOptions, 'direction'>): Promise<{ readonly events: readonly LedgerEntry[]; readonly end: boolean }> {
  if (store.readLines !== undefined) {
    const { events, end } = await store.readLines(options);
    return { events: events.map((line) => new LedgerLine(line)), end };
  }
  const { events, end } = await store.readAll(options);
  return { events: events.map((event) => new WholeEvent(event)), end };
}

/** What an entry says of which event it stands for; parts that gave way, or an entry of something else, are absent. */
export interface EntryIdentity {
  readonly streamId?: string;
  readonly revision?: string;
  readonly eventId?: string;
  readonly type?: string;
}
export function identityIn(entry: Uint8Array): EntryIdentity {
  try {
    const parsed = JSON.parse(Buffer.from(entry).toString('utf8')) as Record<string, unknown> | null;
    return Object.fromEntries(['streamId', 'revision', 'eventId', 'type'].flatMap((name) => (typeof parsed?.[name] === 'string' ? [[name, parsed[name]]] : [])));
  } catch {
    return {};
  }
}

/** The entry with its length in front, as it stands in a bundle. */
export function framed(entry: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(2 + entry.length);
  bytes.writeUInt16BE(entry.length);
  bytes.set(entry, 2);
  return bytes;
}

/** @throws DomainError `LOG_DAMAGED` where the bytes are no sequence of entries */
export function entriesIn(bundle: Buffer): readonly Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length;) {
    const end = at + 2 + (at + 2 <= bundle.length ? bundle.readUInt16BE(at) : 0);
    if (end > bundle.length || at + 2 > bundle.length) throw new DomainError('LOG_DAMAGED', 'unavailable', 'A bundle of the log ends in the middle of an entry. Its file was damaged: "taizhang verify" names it; restore the folder "log" from a backup.');
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
