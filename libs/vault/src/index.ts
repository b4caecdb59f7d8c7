/** The vault: the keys under which the ledger holds what it says of persons, and the event store that seals and opens with them. */
export { environmentKeyManagement, fileKeyManagement, type KeyManagement, MASTER_KEY_BYTES } from './key-management.js';
export { ERASED, erasedValue, isErased } from './erased.js';
export { classOf, type FieldClass, FIELD_OVERRIDES, OFFICE } from './field-classes.js';
export { sealedStore, type SealedStore } from './sealed-store.js';
export { type KeyCount, type SealedLedger, Vault } from './vault.js';
export { masterKeyFileOf, openVault, type OpenedVault, openVaultToRead, rotateMasterKey, type Unlinked, vaultFile, type VaultPlace } from './open-vault.js';
export { boxesIn, fillIn, openWith, type Sealed, type SealedBox } from './sealed-event.js';
export { boxKeysOf, type GivenKey } from './given-keys.js';
export type { Mark } from './marks.js';
