/** Where the keys of what the ledger says of persons are kept: beside the data directory, never in it, so that a copy of the one does not hold the other. */
import { relative, resolve, sep } from 'node:path';
import { DomainError } from '#kernel';
import type { EventStore, RecordedEvent } from '#event-store';
import { environmentKeyManagement, type OpenedVault, openVault, openVaultToRead, type VaultPlace } from '#vault';

export interface KeysConfig {
  /** Directory of `keys.db`; `<data directory>-keys` where absent. */
  readonly directory?: string | undefined;
  /** A file of the master key; `master.key` in that directory where absent. */
  readonly masterKeyFile?: string | undefined;
  /** The master key itself, 32 bytes in base64: no file then. */
  readonly masterKey?: string | undefined;
  /** Of a rotation, where the master key is no file. */
  readonly nextMasterKey?: string | undefined;
}

/** What the environment says: `TAIZHANG_KEYS`, and one of `TAIZHANG_MASTER_KEY_FILE` and `TAIZHANG_MASTER_KEY`. @throws DomainError `KEYS_CONFIG_INVALID` */
export function keysConfigOf(environment: Readonly<Record<string, string | undefined>>): KeysConfig {
  const setting = (name: string): string | undefined => environment[name] || undefined;
  const config = { directory: setting('TAIZHANG_KEYS'), masterKeyFile: setting('TAIZHANG_MASTER_KEY_FILE'), masterKey: setting('TAIZHANG_MASTER_KEY'), nextMasterKey: setting('TAIZHANG_MASTER_KEY_NEXT') };
  if (config.masterKeyFile !== undefined && config.masterKey !== undefined) throw invalid('TAIZHANG_MASTER_KEY_FILE and TAIZHANG_MASTER_KEY are both set. The master key is in one place: unset one of the two.');
  return config;
}

/** @throws DomainError `KEYS_CONFIG_INVALID` `MASTER_KEY_INVALID` */
export function vaultPlaceOf(dataDir: string, { directory, masterKeyFile, masterKey }: KeysConfig = {}): VaultPlace {
  const data = resolve(dataDir);
  const place = resolve(directory ?? `${data}-keys`);
  for (const path of [place, ...(masterKeyFile === undefined ? [] : [resolve(masterKeyFile)])]) {
    const within = relative(data, path);
    if (within === '' || !(within === '..' || within.startsWith(`..${sep}`))) throw invalid(`${path} lies in the data directory. A copy of the ledger would hold its keys: name a place outside in TAIZHANG_KEYS or TAIZHANG_MASTER_KEY_FILE.`);
  }
  return { directory: place, dataDir: data, masterKeyFile, management: masterKey === undefined ? undefined : environmentKeyManagement('TAIZHANG_MASTER_KEY', masterKey) };
}

/** The vault of a ledger; made for one that is written and has none. Undefined for a reader of a ledger that was never encrypted. @throws as `openVault` */
export function openLedgerVault(place: VaultPlace, mode: 'readWrite' | 'readOnly', stored: EventStore, now: () => string): Promise<OpenedVault | undefined> {
  if (mode === 'readOnly') return openVaultToRead(place);
  return openVault(place, async () => ({ isEmpty: (await stored.readAll({ limit: 1 })).events.length === 0, now: now(), keyId: () => someKeyId(stored) }));
}

/** A key that events are under: of the first events, and the last. Encrypted or not does not change more than once in a ledger. */
async function someKeyId(stored: EventStore): Promise<string | undefined> {
  const pages = [await stored.readAll({ direction: 'backward' }), await stored.readAll()];
  return pages.flatMap(({ events }) => events.flatMap((event) => keyIdOf(event) ?? []))[0];
}
const keyIdOf = ({ data }: RecordedEvent): string | undefined => (data['$sealed'] as readonly (readonly [string, string])[] | undefined)?.[0]?.[0];

const invalid = (why: string): DomainError => new DomainError('KEYS_CONFIG_INVALID', 'invalid', `The place of the keys cannot be used: ${why}`);

/** `TAIZHANG_RETENTION_YEARS`: what the office's own rules demand. No clause this program holds prints a term, so there is no default. @throws DomainError `RETENTION_INVALID` */
export function retentionYearsOf(environment: Readonly<Record<string, string | undefined>>): number | undefined {
  const text = environment['TAIZHANG_RETENTION_YEARS'] || undefined;
  if (text === undefined) return undefined;
  if (!/^[1-9]\d?$/.test(text)) throw new DomainError('RETENTION_INVALID', 'invalid', 'TAIZHANG_RETENTION_YEARS is not a number of years from 1 to 99. Correct it, or unset it: nobody is erased then.');
  return Number(text);
}
