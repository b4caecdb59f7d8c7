/**
 * Keys of persons, each encrypted under a key that the master key encrypts, in a SQLite file of their own. Never in the ledger, never in a log, never told.
 * A new key is on the disk (fsync) when it is given out: no event is sealed under one that a power cut takes back.
 */
import { randomBytes } from 'node:crypto';
import type { SqliteDatabase, SqliteStatement } from '#event-store/sqlite/database';
import { DomainError, uuidOf } from '#kernel';
import { type Hmac, hmacWith } from './hmac.js';
import { type KeyManagement, unwrapUnder, wrapUnder } from './key-management.js';
import { asUuid, personKey, type PersonKey } from './person-key.js';

const KEY_BYTES = 32;
const KEY_ID_BYTES = 12;
/** Keys kept decrypted; beyond it they are read anew. */
const CACHED = 50_000;

export interface KeyCount {
  readonly held: number;
  readonly destroyed: number;
}
/** What the vault knows of its ledger. */
export interface SealedLedger {
  readonly ledgerId: string;
  /** RFC 3339 UTC: what was recorded before is not encrypted. Null where the ledger began with its vault. */
  readonly since: string | null;
  /** How streams of citizens are named: `keyed` by the vault, `plain` in a ledger that had plain ones already. */
  readonly citizenNames: 'keyed' | 'plain';
}
/** The two keys the master key encrypts: one for the keys of persons, one for names that nobody else can make. */
interface Roots {
  readonly wrapping: Buffer;
  readonly index: Buffer;
}
export interface VaultOptions {
  readonly database: SqliteDatabase;
  readonly management: KeyManagement;
}
interface KeyRow {
  readonly id: string;
  readonly wrapped: Buffer | null;
}

/** The name of the key that what is kept of everybody is under. */
const LEDGER = 'ledger/kept';

export class Vault {
  private readonly cache = new Map<string, PersonKey | 'destroyed'>();
  private readonly byId: SqliteStatement<KeyRow>;
  private readonly byName: SqliteStatement<{ readonly key: string }>;
  private readonly addKey: SqliteStatement;
  private readonly addName: SqliteStatement;
  private readonly changes: SqliteStatement<[number]>;
  private seen: number | undefined;
  /** Names whose keys are known, with the keys' ids. */
  private readonly named = new Map<string, string>();
  private readonly indexed: Hmac;

  private constructor(private readonly database: SqliteDatabase, private management: KeyManagement, readonly ledger: SealedLedger, private roots: Roots) {
    this.indexed = hmacWith(roots.index);
    this.byId = database.prepare<KeyRow>('SELECT id, wrapped FROM keys WHERE id = ?');
    this.byName = database.prepare<{ key: string }>('SELECT key FROM names WHERE hash = ?');
    this.addKey = database.prepare('INSERT INTO keys (id, wrapped) VALUES (?, ?)');
    this.addName = database.prepare('INSERT INTO names (hash, key) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET key = excluded.key');
    this.changes = database.prepare<[number]>('PRAGMA data_version', { rows: 'arrays' });
  }

  /** Tables and root keys of a new vault. Inside no transaction. */
  static async create({ database, management }: VaultOptions, ledger: SealedLedger): Promise<Vault> {
    const roots = randomBytes(2 * KEY_BYTES);
    const wrapped = await management.wrap(roots, aboutRoots(ledger.ledgerId));
    database.transaction(() => {
      database.exec('CREATE TABLE keys (id TEXT PRIMARY KEY, wrapped BLOB, destroyed_on TEXT) WITHOUT ROWID; CREATE TABLE names (hash BLOB PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID; CREATE INDEX names_of_key ON names (key); CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID');
      const set = database.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
      set.run('ledger', Buffer.from(JSON.stringify(ledger)));
      set.run('roots', wrapped);
    });
    return Vault.open({ database, management });
  }

  /** Whether the file holds a vault yet: one that a crash left empty does not. */
  static isIn(database: SqliteDatabase): boolean {
    return database.prepare<{ n: number }>(`SELECT count(*) AS n FROM sqlite_master WHERE name = 'meta'`).get()?.n === 1;
  }

  /** @throws DomainError `MASTER_KEY_WRONG` */
  static async open({ database, management }: VaultOptions): Promise<Vault> {
    const meta = database.prepare<{ value: Buffer }>('SELECT value FROM meta WHERE key = ?');
    const read = (key: string): Buffer => (meta.get(key) as { value: Buffer }).value;
    const ledger = JSON.parse(read('ledger').toString('utf8')) as SealedLedger;
    const roots = await management.unwrap(read('roots'), aboutRoots(ledger.ledgerId));
    return new Vault(database, management, ledger, { wrapping: roots.subarray(0, KEY_BYTES), index: roots.subarray(KEY_BYTES) });
  }

  /** Where the master key is. */
  get place(): string {
    return this.management.place;
  }

  /** The name of a citizen's stream. */
  citizenName(idNo: string): string {
    return this.ledger.citizenNames === 'keyed' ? this.nameOf(`citizen/${idNo}`) : uuidOf(`citizen/${idNo}`);
  }

  /** A name that only this vault makes of a text; the text itself in a ledger that made its names from it before. */
  secretName(text: string): string {
    return this.ledger.citizenNames === 'keyed' ? this.nameOf(`secret/${text}`) : text;
  }

  /** The key with this id; `destroyed` of an erased person, `unknown` where this vault never had it. */
  keyOf(id: string): PersonKey | 'destroyed' | 'unknown' {
    const cached = this.cache.get(id);
    if (cached !== undefined) return cached;
    const row = this.byId.get(id);
    if (row === undefined) return 'unknown';
    return this.remember(id, row.wrapped === null ? 'destroyed' : this.unwrapped(row.id, row.wrapped));
  }

  /** What another program destroyed or made meanwhile is noticed here; called before each page that is opened. */
  refresh(): void {
    const version = this.changes.get()?.[0];
    if (this.seen !== undefined && version !== this.seen) this.forget();
    this.seen = version;
  }

  /**
   * The keys of those who go by these names, made where they have none: all of them with one wait for the disk.
   * Of several names of one person the first under which there is a key counts, and the person goes by the first name from then on.
   */
  keysOf(wanted: readonly (readonly string[])[]): readonly PersonKey[] {
    const found = wanted.map(([first]) => this.find([first as string]));
    if (found.every((key) => key !== undefined)) return found;
    try {
      return this.database.transaction(() => this.made(wanted));
    } catch (error) {
      // Keys that were not written after all must not be used.
      this.forget();
      throw error;
    }
  }

  private made(wanted: readonly (readonly string[])[]): readonly PersonKey[] {
    // Found again inside the transaction: the same person may be wanted twice, or another program was quicker.
    return wanted.map((names) => {
      const known = this.find(names);
      const key = known ?? this.newKey();
      if (known === undefined) this.addKey.run(key.id, this.wrap(key));
      this.addName.run(this.hashOf(names[0] as string), key.id);
      this.callIt(names[0] as string, key.id);
      return key;
    });
  }

  /** The key of what is kept of everybody. */
  ledgerKey(): PersonKey {
    return this.keysOf([[LEDGER]])[0] as PersonKey;
  }

  /** The keys that these names have, destroyed ones not. */
  idsOf(names: readonly string[]): readonly string[] {
    return [...new Set(names.flatMap((name) => this.find([name])?.id ?? []))];
  }

  /** Destroys keys for good: nothing of them is left in the file or beside it. Names lead to them no more. */
  destroy(ids: readonly string[], on: string): void {
    this.database.transaction(() => {
      const forget = this.database.prepare('UPDATE keys SET wrapped = NULL, destroyed_on = ? WHERE id = ? AND wrapped IS NOT NULL');
      const unname = this.database.prepare('DELETE FROM names WHERE key = ?');
      for (const id of ids) {
        if (this.byId.get(id) === undefined) throw new Error('a key that this vault never had cannot be destroyed');
        forget.run(on, id);
        unname.run(id);
      }
    });
    this.forget();
    this.leaveNothing();
  }

  count(): KeyCount {
    const counted = this.database.prepare<{ held: number; destroyed: number }>('SELECT count(wrapped) AS held, count(*) - count(wrapped) AS destroyed FROM keys').get();
    return { held: counted?.held ?? 0, destroyed: counted?.destroyed ?? 0 };
  }

  /** A name that only this vault makes of a text, the same every time: a UUID. */
  nameOf(text: string): string {
    return asUuid(this.indexed(`id ${text}`).toString('hex'));
  }

  /** Every key anew under a new root, and that under the master key of `next`: in one transaction. */
  async rotate(next: KeyManagement): Promise<void> {
    const roots: Roots = { wrapping: randomBytes(KEY_BYTES), index: this.roots.index };
    const wrapped = await next.wrap(Buffer.concat([roots.wrapping, roots.index]), aboutRoots(this.ledger.ledgerId));
    this.database.transaction(() => {
      const page = this.database.prepare<{ id: string; wrapped: Buffer }>('SELECT id, wrapped FROM keys WHERE wrapped IS NOT NULL AND id > ? ORDER BY id LIMIT 1000');
      const put = this.database.prepare('UPDATE keys SET wrapped = ? WHERE id = ?');
      for (let rows = page.all(''); rows.length > 0; rows = page.all((rows.at(-1) as KeyRow).id)) {
        for (const row of rows) put.run(wrapUnder(roots.wrapping, this.unwrapped(row.id, row.wrapped).key, this.aboutKey(row.id)), row.id);
      }
      this.database.prepare(`UPDATE meta SET value = ? WHERE key = 'roots'`).run(wrapped);
    });
    this.roots = roots;
    this.management = next;
    this.leaveNothing();
  }

  close(): void {
    this.forget();
    this.roots.wrapping.fill(0);
    this.roots.index.fill(0);
    try {
      // Everything in the one file, as somebody who copies it expects.
      this.database.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      this.database.close();
    }
  }

  private find(names: readonly string[]): PersonKey | undefined {
    for (const name of names) {
      const id = this.named.get(name) ?? this.byName.get(this.hashOf(name))?.key;
      if (id === undefined) continue;
      const key = this.keyOf(id);
      if (typeof key !== 'object') continue;
      this.callIt(name, id);
      return key;
    }
    return undefined;
  }

  private callIt(name: string, id: string): void {
    if (this.named.size >= CACHED) this.named.clear();
    this.named.set(name, id);
  }

  private forget(): void {
    this.cache.clear();
    this.named.clear();
  }

  private newKey(): PersonKey {
    const id = randomBytes(KEY_ID_BYTES).toString('base64url');
    return this.remember(id, personKey(id, randomBytes(KEY_BYTES)));
  }

  private remember<Known extends PersonKey | 'destroyed'>(id: string, known: Known): Known {
    if (this.cache.size >= CACHED) this.cache.clear();
    this.cache.set(id, known);
    return known;
  }

  private unwrapped(id: string, wrapped: Uint8Array): PersonKey {
    try {
      return personKey(id, unwrapUnder(this.roots.wrapping, wrapped, this.aboutKey(id)));
    } catch (error) {
      throw new DomainError('VAULT_DAMAGED', 'unavailable', 'A key in the vault was changed and opens nothing any more. Restore keys.db from its backup.', { keyId: id }, { cause: error });
    }
  }

  private wrap({ id, key }: PersonKey): Buffer {
    return wrapUnder(this.roots.wrapping, key, this.aboutKey(id));
  }

  private aboutKey(id: string): string {
    return `${aboutRoots(this.ledger.ledgerId)} ${id}`;
  }

  private hashOf(name: string): Buffer {
    return this.indexed(`name ${name}`);
  }

  /** Overwritten pages in the file itself, nothing in the write-ahead log. */
  private leaveNothing(): void {
    this.database.exec('VACUUM');
    this.database.pragma('wal_checkpoint(TRUNCATE)');
  }
}

const aboutRoots = (ledgerId: string): string => `taizhang-vault-1 ${ledgerId}`;
