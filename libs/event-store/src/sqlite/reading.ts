/** Pages of events from a ledger file. */
import { type Json, type JsonObject, rfc8785 } from '#kernel';
import { invalidPosition } from '../guard.js';
import type { AllSlice, EventLine, LineSlice, RecordedEvent, StreamSlice } from '../port.js';
import type { SqliteDatabase, SqliteStatement } from './database.js';
import type { Streams } from './streams.js';

type Row = [position: number, revision: number, eventId: string, type: string, data: string, metadata: string, stream: string];
type OneRow = [...Row, last: number];
const COLUMNS = 'position, revision, event_id, type, data, metadata';
/** An event as one line; `EventLine` of the port says of what. */
const LINE = `'{"data":' || data || ',"eventId":' || json_quote(event_id) || ',"metadata":' || metadata || ',"revision":"' || revision || '","streamId":' || json_quote(name) || ',"type":' || json_quote(type) || '}'`;
/** Events read at once. As lines they are one value of SQLite, which holds a gigabyte: of the largest events so many are a quarter of that. */
const GROUP = 256;
/** Characters of a page, from which on no more is read for it: parts of pay lists are a hundred times as large as most events. */
const PAGE_SIZE = 8_000_000;
const LINE_FEED = 10;
const POSITION = /^[1-9]\d{0,15}$/;

/** Positions are the row numbers of the ledger: decimal, from 1. */
export const formatPosition = (position: number): string => String(position);

export class LedgerReader {
  readonly #streams: Streams;
  readonly #forward: SqliteStatement<Row>;
  readonly #one: SqliteStatement<OneRow>;
  readonly #backward: SqliteStatement<Row>;
  readonly #allForward: SqliteStatement<Row>;
  readonly #allBackward: SqliteStatement<Row>;
  readonly #group: SqliteStatement<[first: number | null, last: number, count: number, lines: Buffer]>;
  readonly #last: SqliteStatement<[number]>;

  /** @param canonicalAfter behind this position data and metadata are RFC 8785 JSON */
  constructor(database: SqliteDatabase, streams: Streams, private readonly canonicalAfter: number) {
    const page = (sql: string): SqliteStatement<Row> => database.prepare(sql, { rows: 'arrays' });
    this.#streams = streams;
    this.#forward = page(`SELECT ${COLUMNS} FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`);
    this.#backward = page(`SELECT ${COLUMNS} FROM events WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?`);
    // One event, and whether it is the last: a statement that hands out one row takes half the time of one that may have more.
    this.#one = database.prepare(`SELECT ${COLUMNS}, name, (SELECT max(revision) FROM events WHERE stream = streams.id) FROM streams CROSS JOIN events ON events.stream = streams.id WHERE name = ? AND revision = ?`, { rows: 'arrays' });
    // CROSS JOIN fixes the order of the tables: events first, whatever the planner thinks of their sizes.
    const all = `SELECT ${COLUMNS}, name FROM events CROSS JOIN streams ON streams.id = events.stream`;
    this.#allForward = page(`${all} WHERE position > ? ORDER BY position LIMIT ?`);
    this.#allBackward = page(`${all} WHERE position < ? ORDER BY position DESC LIMIT ?`);
    // The texts of a page cross into JavaScript once, as bytes: taking out a row, making strings of it and bytes of these takes three times as long.
    this.#group = database.prepare(`SELECT min(position), max(position), count(*), CAST(group_concat(line, char(${LINE_FEED})) AS BLOB)
      FROM (SELECT position, ${LINE} AS line FROM events CROSS JOIN streams ON streams.id = events.stream WHERE position > ? ORDER BY position LIMIT ?)`, { rows: 'arrays' });
    this.#last = database.prepare('SELECT coalesce(max(position), 0) FROM events', { rows: 'arrays' });
  }

  /** @param from inclusive; `undefined` for the first, or backward the last */
  stream(streamId: string, from: bigint | undefined, backward: boolean, limit: number): StreamSlice {
    const one = limit === 1 && !backward ? this.#one.get(streamId, bound(from, false)) : undefined;
    if (one !== undefined) return { status: 'found', events: [decode(one, streamId)], end: one[7] === one[1] };
    const stream = this.#streams.find(streamId);
    if (!stream) return { status: 'missing' };
    // One row more than asked for tells whether this is the end.
    const rows = (backward ? this.#backward : this.#forward).all(stream.id, bound(from, backward), limit + 1);
    const end = rows.length <= limit;
    if (!end) rows.length = limit;
    return { status: 'found', events: rows.map((row) => decode(row, streamId)), end };
  }

  /** @throws DomainError `POSITION_INVALID` also for one beyond the end: such a bookmark belongs to another ledger */
  all(after: string | undefined, backward: boolean, limit: number): AllSlice {
    const { rows, end } = this.#page(after, backward, limit);
    return { events: rows.map((row) => decode(row, row[6])), end };
  }

  /** @throws as `all`, and SyntaxError where a row from before texts were canonical holds no JSON */
  lines(after: string | undefined, limit: number): LineSlice {
    const from = this.#boundOf(after, false);
    return (from < this.canonicalAfter ? undefined : this.#grouped(from, Math.min(limit, GROUP))) ?? this.#eachLine(after, limit);
  }

  /** @returns undefined where a position is missing or a text holds a line feed, as the store itself leaves none: then it is not certain which line is whose */
  #grouped(from: number, limit: number): LineSlice | undefined {
    const end = this.lastPosition();
    const [first, last, count, bytes] = this.#group.get(from, limit) as [number | null, number, number, Buffer];
    if (first === null) return { events: [], end: true };
    const events: EventLine[] = [];
    for (let start = 0; start <= bytes.length;) {
      const found = bytes.indexOf(LINE_FEED, start);
      const stop = found < 0 ? bytes.length : found;
      events.push({ position: formatPosition(first + events.length), json: bytes.subarray(start, stop) });
      start = stop + 1;
    }
    return last - first + 1 === count && events.length === count ? { events, end: last >= end } : undefined;
  }

  #eachLine(after: string | undefined, limit: number): LineSlice {
    const { rows, end } = this.#page(after, false, limit);
    return { events: rows.map((row) => ({ position: formatPosition(row[0]), json: this.#line(row) })), end };
  }

  #line([position, revision, eventId, type, data, metadata, streamId]: Row): Buffer {
    const canonical = (text: string): string => (position > this.canonicalAfter ? text : rfc8785(JSON.parse(text) as Json));
    return Buffer.from(`{"data":${canonical(data)},"eventId":${JSON.stringify(eventId)},"metadata":${canonical(metadata)},"revision":"${revision}","streamId":${JSON.stringify(streamId)},"type":${JSON.stringify(type)}}`);
  }

  #page(after: string | undefined, backward: boolean, limit: number): { readonly rows: Row[]; readonly end: boolean } {
    const statement = backward ? this.#allBackward : this.#allForward;
    const rows: Row[] = [];
    let from = this.#boundOf(after, backward);
    for (let size = 0; size < PAGE_SIZE;) {
      // One row more than asked for tells whether this is the end.
      const wanted = Math.min(GROUP, limit + 1 - rows.length);
      const some = statement.all(from, wanted);
      rows.push(...some);
      if (some.length < wanted) return { rows, end: true };
      if (rows.length > limit) {
        rows.length = limit;
        break;
      }
      for (const row of some) size += row[4].length + row[5].length;
      from = (some.at(-1) as Row)[0];
    }
    return { rows, end: false };
  }

  /** Number of the last event; 0 when there is none. */
  lastPosition(): number {
    return this.#last.get()?.[0] ?? 0;
  }

  #boundOf(after: string | undefined, backward: boolean): number {
    if (after === undefined) return backward ? Number.MAX_SAFE_INTEGER : 0;
    const position = POSITION.test(after) ? Number(after) : NaN;
    if (!(position <= this.lastPosition())) throw invalidPosition(after);
    return position;
  }
}

function bound(from: bigint | undefined, backward: boolean): number {
  if (from === undefined) return backward ? Number.MAX_SAFE_INTEGER : 0;
  if (from > BigInt(Number.MAX_SAFE_INTEGER)) return Number.MAX_SAFE_INTEGER;
  return from < 0n ? -1 : Number(from);
}

function decode(row: Row | OneRow, streamId: string): RecordedEvent {
  return {
    streamId,
    revision: BigInt(row[1]),
    position: formatPosition(row[0]),
    eventId: row[2],
    type: row[3],
    data: JSON.parse(row[4]) as JsonObject,
    metadata: JSON.parse(row[5]) as JsonObject,
  };
}
