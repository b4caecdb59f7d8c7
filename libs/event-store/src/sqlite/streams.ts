/** Knows streams by name and by number: what is looked up for every append and read is kept, within bounds. */
import type { SqliteDatabase, SqliteStatement } from './database.js';

/** A stream as the writer last saw it. A reading process uses the number only: the revision ages. */
export interface KnownStream {
  readonly id: number;
  /** Revision of the last event. */
  last: number;
}

/** Streams remembered each way; some 10 MB. */
const REMEMBERED = 50_000;

export class Streams {
  readonly #byName = new Map<string, KnownStream>();
  readonly #byId = new Map<number, string>();
  readonly #find: SqliteStatement<[number, number]>;
  readonly #nameOf: SqliteStatement<[string]>;

  constructor(database: SqliteDatabase) {
    this.#find = database.prepare('SELECT id, (SELECT max(revision) FROM events WHERE stream = streams.id) FROM streams WHERE name = ?', { rows: 'arrays' });
    this.#nameOf = database.prepare('SELECT name FROM streams WHERE id = ?', { rows: 'arrays' });
  }

  find(name: string): KnownStream | undefined {
    const known = this.#byName.get(name);
    if (known) {
      // Put last again: what is dropped is what was used longest ago.
      this.#byName.delete(name);
      this.#byName.set(name, known);
      return known;
    }
    const row = this.#find.get(name);
    if (!row) return undefined;
    const found = { id: row[0], last: row[1] };
    this.remember(name, found);
    return found;
  }

  remember(name: string, stream: KnownStream): void {
    this.#byName.set(name, stream);
    if (this.#byName.size > REMEMBERED) dropFirst(this.#byName);
  }

  nameOf(id: number): string {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const name = this.#nameOf.get(id)?.[0];
    if (name === undefined) throw new Error(`events of a stream ${id} that has no name: the ledger file is damaged`);
    this.#byId.set(id, name);
    if (this.#byId.size > REMEMBERED) dropFirst(this.#byId);
    return name;
  }

  /** What is remembered may be wrong after a transaction was rolled back. */
  forget(): void {
    this.#byName.clear();
    this.#byId.clear();
  }
}

function dropFirst<Key>(map: Map<Key, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
