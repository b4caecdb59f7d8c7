/** Finds streams by name; what was found is remembered within bounds, for it is looked up for every append and read. */
import type { SqliteDatabase, SqliteStatement } from './database.js';

/** A stream as the writer last saw it. A reading process uses the number only: the revision ages. */
export interface KnownStream {
  readonly id: number;
  /** Revision of the last event. */
  last: number;
}

/** Streams in one generation; two are kept, some 10 MB. More than one group of appends has, so that none is forgotten while it is written. */
const GENERATION = 25_000;

export class Streams {
  readonly #find: SqliteStatement<[number, number]>;
  /**
   * What was used lately, and what was used before that. When the first is full it becomes the second, and the second is dropped:
   * a single map that drops its oldest key one by one slows down, since V8 walks over the removed entries.
   */
  #recent = new Map<string, KnownStream>();
  #earlier = new Map<string, KnownStream>();

  constructor(database: SqliteDatabase) {
    this.#find = database.prepare('SELECT id, (SELECT max(revision) FROM events WHERE stream = streams.id) FROM streams WHERE name = ?', { rows: 'arrays' });
  }

  find(name: string): KnownStream | undefined {
    const recent = this.#recent.get(name);
    if (recent) return recent;
    const stream = this.#earlier.get(name) ?? this.#load(name);
    if (stream) this.remember(name, stream);
    return stream;
  }

  remember(name: string, stream: KnownStream): void {
    if (this.#recent.size >= GENERATION) {
      this.#earlier = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(name, stream);
  }

  /** What is remembered may be wrong after a transaction was rolled back. */
  forget(): void {
    this.#recent.clear();
    this.#earlier.clear();
  }

  #load(name: string): KnownStream | undefined {
    const row = this.#find.get(name);
    return row && { id: row[0], last: row[1] };
  }
}
