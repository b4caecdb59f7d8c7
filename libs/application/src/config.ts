/** Where the ledger keeps its data: the embedded stores in a directory, or EventStoreDB for the events. */
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { DomainError } from '#kernel';
import type { EventStore } from '#event-store';
import { openEventStoreDb } from '#event-store/eventstoredb/eventstoredb-event-store';
import { openSqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import type { KeysConfig } from './keys-config.js';
import type { PapersConfig } from './papers-config.js';

export interface LedgerConfig {
  /** Directory of `events.db`, `views.db`, `access.db` and the transparency log. */
  readonly dataDir: string;
  /** EventStoreDB or KurrentDB connection string; the events are then there and only the read models in `dataDir`. */
  readonly eventStoreUrl?: string | undefined;
  /** Where the content of papers is; in the folder `papers` of `dataDir` where absent. */
  readonly papers?: PapersConfig | undefined;
  /** Where the vault is: the keys of what the ledger says of persons. */
  readonly keys?: KeysConfig | undefined;
  /** How many years records are kept before a person may be erased; nobody is erased where absent. */
  readonly retentionYears?: number | undefined;
  /** Names the transparency log when it begins; from its key where absent. */
  readonly logOrigin?: string | undefined;
  /** File of the trust policy whose witnesses cosign the log; it counts as published as it is signed where absent. */
  readonly witnessPolicy?: string | undefined;
  /** A reader may open the ledger beside the one process that writes. */
  readonly mode: 'readWrite' | 'readOnly';
}

export const accessFile = (config: LedgerConfig): string => join(config.dataDir, 'access.db');
/** The bookmark of the follow-ups; it may be deleted. */
export const followUpsFile = (config: LedgerConfig): string => join(config.dataDir, 'follow-ups.json');
export const viewsFile = (config: LedgerConfig): string => join(config.dataDir, 'views.db');

/** The store as it lies on the disk: what it says of persons is sealed. @throws DomainError `DATA_DIRECTORY` when the directory cannot be used, and what the store says. */
export async function openStore(config: LedgerConfig): Promise<EventStore> {
  try {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new DomainError('DATA_DIRECTORY', 'unavailable',
      `The data directory ${config.dataDir} cannot be used (${(error as NodeJS.ErrnoException).code ?? 'error'}). Choose another with --data or TAIZHANG_DATA, or correct its permissions.`, {}, { cause: error });
  }
  if (config.eventStoreUrl !== undefined) return openEventStoreDb(config.eventStoreUrl);
  return openSqliteEventStore(join(config.dataDir, 'events.db'), { mode: config.mode });
}
