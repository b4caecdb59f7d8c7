/**
 * The log of the EventStoreDB double: expected revisions, idempotent appends and positions as the real server decides them
 * (modelled on `IndexWriter.CheckCommit` and `AllReader` of EventStoreDB 24.10), kept in memory.
 */

/** `any` and `stream_exists` are idempotent only as far as the server's cache of event ids reaches. */
export type LogExpectation = 'any' | 'no_stream' | 'stream_exists' | bigint;

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LogRecord extends ProposedEvent {
  readonly streamId: string;
  readonly revision: bigint;
  /** Byte offset in the log; commit and prepare position of an event are both this. */
  readonly position: bigint;
  /** Offset of the byte after the record. */
  readonly end: bigint;
}

export type LogAppend =
  | { readonly kind: 'success'; readonly revision: bigint; readonly position: bigint }
  | { readonly kind: 'wrongExpectedVersion'; readonly current: bigint | undefined }
  | { readonly kind: 'streamDeleted' };

interface LogStream {
  readonly records: LogRecord[];
  /** Events before this revision were deleted. */
  truncateBefore: bigint;
  tombstoned: boolean;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** What a record occupies besides its content: makes positions increasing but not contiguous. */
const RECORD_OVERHEAD = 97;

export class DoubleLog {
  private readonly records: LogRecord[] = [];
  private readonly streams = new Map<string, LogStream>();
  private readonly recentIds = new Map<string, { streamId: string; revision: bigint }>();
  private readonly listeners = new Set<() => void>();
  private appends = 0;
  /** Without its cache of event ids, as after a restart, the server recognises a repeated append at an exact revision only. */
  forgetsEventIds = false;

  constructor() {
    this.writeSystem('$settings', '$settings', '{}');
    // Anybody may link events into a stream of an ordinary name: such links are no events of the ledger either.
    this.write('links', [{ id: crypto.randomUUID(), type: '$>', isJson: false, data: utf8('0@$settings'), metadata: utf8('') }]);
  }

  append(streamId: string, expected: LogExpectation, proposed: readonly ProposedEvent[]): LogAppend {
    const stream = this.streams.get(streamId);
    if (stream?.tombstoned) return { kind: 'streamDeleted' };
    const current = stream === undefined || stream.records.length === 0 ? undefined : BigInt(stream.records.length - 1);
    const softDeleted = stream !== undefined && current !== undefined && stream.truncateBefore > current;
    if (expected === 'stream_exists') {
      if (softDeleted) return { kind: 'streamDeleted' };
      if (current === undefined) return { kind: 'wrongExpectedVersion', current };
    }
    const repeated = this.repeated(streamId, expected, current, proposed, softDeleted);
    if (repeated !== undefined) return repeated;
    const written = this.write(streamId, proposed);
    this.writeNoise(streamId);
    for (const listener of this.listeners) listener();
    return { kind: 'success', revision: written.revision, position: written.position };
  }

  /** The answer for an append that is not to be written, or `undefined` when it is. */
  private repeated(streamId: string, expected: LogExpectation, current: bigint | undefined, proposed: readonly ProposedEvent[], softDeleted: boolean): LogAppend | undefined {
    if (expected === 'any' || expected === 'stream_exists') {
      const known = proposed.map(({ id }) => this.recentIds.get(id));
      const hits = known.filter((hit) => hit?.streamId === streamId);
      if (hits.length === 0) return undefined;
      if (hits.length < proposed.length) return { kind: 'wrongExpectedVersion', current };
      return this.success(streamId, hits.at(-1)?.revision ?? 0n);
    }
    const before = expected === 'no_stream' ? -1n : expected;
    const head = current ?? -1n;
    if (before === head) return undefined;
    if (before > head) return { kind: 'wrongExpectedVersion', current };
    const records = this.streams.get(streamId)?.records ?? [];
    const same = proposed.every(({ id }, index) => records[Number(before) + 1 + index]?.id === id);
    if (same) return this.success(streamId, before + BigInt(proposed.length));
    if (expected === 'no_stream' && softDeleted) return undefined;
    return { kind: 'wrongExpectedVersion', current };
  }

  private success(streamId: string, revision: bigint): LogAppend {
    const record = this.streams.get(streamId)?.records[Number(revision)];
    if (record === undefined) throw new Error(`no record ${revision} in ${streamId}`);
    return { kind: 'success', revision, position: record.position };
  }

  private write(streamId: string, proposed: readonly ProposedEvent[]): LogRecord {
    const stream = this.streams.get(streamId) ?? { records: [], truncateBefore: 0n, tombstoned: false };
    this.streams.set(streamId, stream);
    for (const event of proposed) {
      const position = this.records.at(-1)?.end ?? 0n;
      const size = RECORD_OVERHEAD + streamId.length + event.type.length + event.data.length + event.metadata.length;
      const record: LogRecord = { ...event, streamId, revision: BigInt(stream.records.length), position, end: position + BigInt(size) };
      stream.records.push(record);
      this.records.push(record);
      if (!this.forgetsEventIds) this.recentIds.set(event.id, { streamId, revision: record.revision });
    }
    const last = stream.records.at(-1);
    if (last === undefined) throw new Error('an append holds at least one event');
    return last;
  }

  private writeSystem(streamId: string, type: string, data: string): void {
    this.write(streamId, [{ id: crypto.randomUUID(), type, isJson: type !== '$>', data: utf8(data), metadata: utf8('') }]);
  }

  /** A busy server's own events between the ledger's: links of the category projection, stream metadata, statistics. */
  private writeNoise(streamId: string): void {
    this.appends += 1;
    const revision = (this.streams.get(streamId)?.records.length ?? 1) - 1;
    this.writeSystem(`$ce-${streamId.split('-', 1)[0] ?? ''}`, '$>', `${revision}@${streamId}`);
    if (revision === 0) this.writeSystem(`$$${streamId}`, '$metadata', '{}');
    if (this.appends % 3 === 0) this.writeSystem('$stats-127.0.0.1:2113', '$statsCollected', '{"proc":{}}');
  }

  /** Events of one stream, or why there are none. */
  readStream(streamId: string, from: bigint | 'start' | 'end', backward: boolean, count: number): readonly LogRecord[] | 'notFound' | 'deleted' {
    const stream = this.streams.get(streamId);
    if (stream?.tombstoned) return 'deleted';
    if (stream === undefined || stream.truncateBefore >= BigInt(stream.records.length)) return 'notFound';
    const first = Number(stream.truncateBefore);
    const last = stream.records.length - 1;
    const start = from === 'start' ? 0 : from === 'end' ? last : Number(from);
    if (!backward) return stream.records.slice(Math.max(start, first), Math.max(start, first) + count);
    const end = Math.min(start, last) + 1;
    return stream.records.slice(Math.max(first, end - count), Math.max(end, first)).reverse();
  }

  /** Forward from a position inclusive, backward exclusive, as the server does; `undefined` for a position inside a record. */
  readAll(from: bigint | 'start' | 'end', backward: boolean, count: number): readonly LogRecord[] | undefined {
    const index = from === 'start' ? 0 : from === 'end' ? this.records.length : this.indexOf(from);
    if (index === undefined) return undefined;
    return backward ? this.records.slice(Math.max(0, index - count), index).reverse() : this.records.slice(index, index + count);
  }

  /** Index of the first record after a position. */
  indexAfter(position: bigint): number | undefined {
    const index = this.indexOf(position);
    return index === undefined ? undefined : Math.min(index + 1, this.records.length);
  }

  private indexOf(position: bigint): number | undefined {
    let [low, high] = [0, this.records.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.records[middle]?.position ?? 0n) < position) low = middle + 1;
      else high = middle;
    }
    const record = this.records[low];
    return record === undefined || record.position === position ? low : undefined;
  }

  at(index: number): LogRecord | undefined {
    return this.records[index];
  }

  get size(): number {
    return this.records.length;
  }

  /** Calls back after every append until the returned function is called. */
  onAppend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** How often an event id lies in a stream: proves "exactly once". */
  countOf(streamId: string, id: string): number {
    return this.streams.get(streamId)?.records.filter((record) => record.id === id).length ?? 0;
  }

  /** Deletes all events of a stream; it can be written again and goes on counting. */
  softDelete(streamId: string): void {
    this.truncate(streamId, BigInt(this.streams.get(streamId)?.records.length ?? 0));
  }

  /** Deletes the events before a revision. */
  truncate(streamId: string, before: bigint): void {
    const stream = this.streams.get(streamId);
    if (stream) stream.truncateBefore = before;
  }

  /** Deletes a stream for good. */
  tombstone(streamId: string): void {
    const stream = this.streams.get(streamId);
    if (stream) stream.tombstoned = true;
  }
}
