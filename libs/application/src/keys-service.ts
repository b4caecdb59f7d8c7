/** The vault of the ledger, for whoever keeps it. It tells how many keys there are and where, never one of them. */
import { DomainError } from '#kernel';
import { boxKeysOf, environmentKeyManagement, type GivenKey, type KeyCount, masterKeyFileOf, type OpenedVault, rotateMasterKey, type Sealed, type SealedStore, type Vault, vaultFile } from '#vault';
import type { LedgerConfig } from './config.js';
import { vaultPlaceOf } from './keys-config.js';

export interface KeysStatus extends KeyCount {
  /** The file of the keys. */
  readonly keys: string;
  /** Where the master key is. */
  readonly masterKey: string;
  /** RFC 3339 UTC: what was recorded before is not encrypted. Null where everything is. */
  readonly since: string | null;
}

/** Hands out keys of single boxes. */
export interface GivingKeys {
  readonly ledgerId: string;
  /** Id of the key of what is kept of everybody. */
  readonly kept: () => string;
  /** A key for each box of a stored event. @param allowed by the id of the person's key */
  readonly keysOf: (stored: Sealed, allowed: (keyId: string) => boolean) => readonly GivenKey[];
}

export class KeysService {
  /** True where the vault was made now: somebody must be told. */
  readonly made: boolean;
  private readonly vault: Vault | undefined;

  constructor(private readonly config: LedgerConfig, private readonly store: SealedStore, opened: OpenedVault | undefined) {
    this.made = opened?.made === true;
    this.vault = opened?.vault;
  }

  /** For people: where to find what has to be backed up. */
  get places(): { readonly keys: string; readonly masterKey: string } {
    const place = vaultPlaceOf(this.config.dataDir, this.config.keys);
    return { keys: vaultFile(place.directory), masterKey: this.vault?.place ?? masterKeyFileOf(place) };
  }

  /** @throws DomainError `VAULT_NONE` */
  status(): KeysStatus {
    const vault = this.held();
    return { ...this.places, ...vault.count(), since: vault.ledger.since };
  }

  /** A new master key, and every key encrypted anew. @throws DomainError `VAULT_NONE` `MASTER_KEY_NEXT_MISSING` `MASTER_KEY_INVALID` */
  async rotate(): Promise<KeysStatus> {
    const { dataDir, keys } = this.config;
    const next = keys?.nextMasterKey === undefined ? undefined : environmentKeyManagement('TAIZHANG_MASTER_KEY_NEXT', keys.nextMasterKey);
    await rotateMasterKey(this.held(), vaultPlaceOf(dataDir, keys), next);
    return this.status();
  }

  /** The name of a citizen's stream. @throws DomainError `VAULT_NONE` */
  citizenName(idNo: string): string {
    return this.held().citizenName(idNo);
  }

  /** As `ServiceHost`. @throws DomainError `VAULT_NONE` */
  secretName(text: string): string {
    return this.held().secretName(text);
  }

  /** Keys with these ids, and those that go by these names, are destroyed. @returns how many */
  destroy(ids: readonly string[], names: readonly string[], on: string): number {
    const vault = this.held();
    const held = [...new Set([...ids.filter((id) => typeof vault.keyOf(id) === 'object'), ...vault.idsOf(names)])];
    vault.destroy(held, on);
    this.store.forgetKeys();
    return held.length;
  }

  /** Opens boxes of stored events for evidence; undefined of a ledger without a vault, whose events are not sealed. */
  get giving(): GivingKeys | undefined {
    const vault = this.vault;
    if (vault === undefined) return undefined;
    return { ledgerId: vault.ledger.ledgerId, kept: () => vault.ledgerKey().id, keysOf: (stored, allowed) => boxKeysOf(vault, stored, allowed) };
  }

  private held(): Vault {
    if (this.vault === undefined) throw new DomainError('VAULT_NONE', 'notFound', 'The ledger was begun before it was encrypted, and nothing was written since, so it has no keys yet. The next command that records something makes them.');
    return this.vault;
  }
}
