/** Keys of boxes that are handed out with evidence: each opens one box of one event. */
import { boxKey } from './boxes.js';
import { boxesIn, type Sealed } from './sealed-event.js';
import type { Vault } from './vault.js';

/** `destroyed` of an erased person, null where it is not given. */
export type GivenKey = Buffer | 'destroyed' | null;

/** A key for each box of a stored event, in their order; none of an event that is not sealed. @param allowed by the id of the person's key */
export function boxKeysOf(vault: Vault, recorded: Sealed, allowed: (keyId: string) => boolean): readonly GivenKey[] {
  return (boxesIn(vault.ledger.ledgerId, recorded) ?? []).map(({ keyId, place }) => {
    const key = allowed(keyId) ? vault.keyOf(keyId) : 'unknown';
    return key === 'unknown' ? null : key === 'destroyed' ? key : boxKey(key, place);
  });
}
