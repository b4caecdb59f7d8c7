/** Where the vault of a ledger is, when one is made, and which one belongs to which ledger. */
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, type SqliteDatabase } from '#event-store/sqlite/database';
import { DomainError } from '#kernel';
import { fileKeyManagement, type KeyManagement, replaceFile, writeDurably } from './key-management.js';
import { Vault } from './vault.js';

export interface VaultPlace {
  /** Directory of `keys.db`, and of the master key where that is a file and nobody names another. */
  readonly directory: string;
  /** Of the ledger: it says which vault belongs to it. */
  readonly dataDir: string;
  /** A file of the master key elsewhere. */
  readonly masterKeyFile?: string | undefined;
  /** In place of a file: the environment, or a service. */
  readonly management?: KeyManagement | undefined;
}

export interface OpenedVault {
  readonly vault: Vault;
  /** True where it was made now: somebody must be told. */
  readonly made: boolean;
}
/** What is known of a ledger that names no vault. */
export interface Unlinked {
  readonly isEmpty: boolean;
  readonly now: string;
  /** A key that an event of it is under; undefined where none is sealed. */
  readonly keyId: () => Promise<string | undefined>;
}

export const vaultFile = (directory: string): string => join(directory, 'keys.db');
const linkFile = (dataDir: string): string => join(dataDir, 'sealed.json');
export const masterKeyFileOf = ({ directory, masterKeyFile }: VaultPlace): string => masterKeyFile ?? join(directory, 'master.key');

/** `sealed.json` in the data directory: the ledger is encrypted, and this id is that of its vault. */
function readLink(dataDir: string): string | undefined {
  if (!existsSync(linkFile(dataDir))) return undefined;
  return (JSON.parse(readFileSync(linkFile(dataDir), 'utf8')) as { readonly ledgerId: string }).ledgerId;
}

function writeLink(dataDir: string, ledgerId: string): void {
  writeDurably(`${linkFile(dataDir)}.new`, `${JSON.stringify({ ledgerId })}\n`);
  replaceFile(`${linkFile(dataDir)}.new`, linkFile(dataDir));
}

/**
 * Opens the vault of a ledger, or makes it for one that has none yet.
 * @throws DomainError `VAULT_MISSING` `VAULT_FOREIGN` `VAULT_UNUSABLE` `MASTER_KEY_MISSING` `MASTER_KEY_EXPOSED` `MASTER_KEY_INVALID` `MASTER_KEY_WRONG`
 */
export async function openVault(place: VaultPlace, ledger: () => Promise<Unlinked>): Promise<OpenedVault> {
  const link = readLink(place.dataDir);
  const file = vaultFile(place.directory);
  if (!existsSync(file)) {
    if (link !== undefined) throw vaultMissing(file);
    makeFolder(place.directory);
  }
  const database = openDatabase(file, { synchronous: 'FULL' });
  try {
    chmodSync(file, 0o600);
    database.pragma('secure_delete = ON');
    if (link !== undefined) {
      if (!Vault.isIn(database)) throw vaultMissing(file);
      const vault = await openHeld(place, database);
      if (link !== vault.ledger.ledgerId) throw foreign(place);
      return { vault, made: false };
    }
    const vault = Vault.isIn(database) ? await adopted(place, database, await ledger()) : await made(place, database, await ledger());
    writeLink(place.dataDir, vault.ledger.ledgerId);
    return { vault, made: true };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** One that was made when the program was stopped, or that of a ledger whose `sealed.json` was lost. */
async function adopted(place: VaultPlace, database: SqliteDatabase, { isEmpty, keyId }: Unlinked): Promise<Vault> {
  const vault = await openHeld(place, database);
  if (isEmpty || vault.count().held + vault.count().destroyed === 0) return vault;
  const id = await keyId();
  if (id === undefined || vault.keyOf(id) === 'unknown') throw foreign(place);
  return vault;
}

async function made(place: VaultPlace, database: SqliteDatabase, { isEmpty, now, keyId }: Unlinked): Promise<Vault> {
  if (!isEmpty && (await keyId()) !== undefined) throw vaultMissing(vaultFile(place.directory));
  return Vault.create({ database, management: managementOf(place, true) }, { ledgerId: randomUUID(), since: isEmpty ? null : now, citizenNames: isEmpty ? 'keyed' : 'plain' });
}

/** For one who only reads: none where the ledger has no vault yet. @throws as `openVault` */
export async function openVaultToRead(place: VaultPlace): Promise<OpenedVault | undefined> {
  const link = readLink(place.dataDir);
  return link === undefined ? undefined : openVault(place, () => Promise.reject(new Error('the ledger has a vault already')));
}

/** A rotation that was stopped between the vault and the file of the master key is completed. */
async function openHeld(place: VaultPlace, database: SqliteDatabase): Promise<Vault> {
  const next = `${masterKeyFileOf(place)}.next`;
  try {
    return await Vault.open({ database, management: managementOf(place, false) });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'MASTER_KEY_WRONG' || place.management !== undefined || !existsSync(next)) throw error;
    const vault = await Vault.open({ database, management: fileKeyManagement(next, { create: false }) });
    replaceFile(next, masterKeyFileOf(place));
    return vault;
  }
}

function managementOf(place: VaultPlace, create: boolean): KeyManagement {
  return place.management ?? fileKeyManagement(masterKeyFileOf(place), { create });
}

/** A new master key: in a file, or `next` where it is kept elsewhere. */
export async function rotateMasterKey(vault: Vault, place: VaultPlace, next?: KeyManagement): Promise<void> {
  if (place.management !== undefined) {
    if (next === undefined) throw new DomainError('MASTER_KEY_NEXT_MISSING', 'invalid', 'The master key is not kept in a file, so this program cannot make a new one. Name the new one in TAIZHANG_MASTER_KEY_NEXT; afterwards it takes the place of TAIZHANG_MASTER_KEY.');
    await vault.rotate(next);
    return;
  }
  const file = masterKeyFileOf(place);
  await vault.rotate(fileKeyManagement(`${file}.next`, { create: true }));
  replaceFile(`${file}.next`, file);
}

function makeFolder(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new DomainError('VAULT_UNUSABLE', 'unavailable', `The directory of the vault, ${directory}, cannot be made (${(error as NodeJS.ErrnoException).code ?? 'error'}). Name another in TAIZHANG_KEYS, outside the data directory, or correct its permissions.`, {}, { cause: error });
  }
}

const vaultMissing = (file: string): DomainError => new DomainError('VAULT_MISSING', 'unavailable',
  `The ledger is encrypted, and its vault ${file} is not there. Put it back from its backup, or name its directory in TAIZHANG_KEYS. Without it nothing the ledger says of persons can be read.`);
const foreign = ({ directory }: VaultPlace): DomainError => new DomainError('VAULT_FOREIGN', 'unavailable', `The vault in ${directory} belongs to another ledger. Name the directory of this ledger's vault in TAIZHANG_KEYS.`);
