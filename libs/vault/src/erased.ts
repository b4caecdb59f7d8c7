/** What stands in the place of a value whose key was destroyed: of the same type, so that everything that folds it goes on. */
import type { Json } from '#kernel';

/** What people see in the place of an erased text. */
export const ERASED = '已删除';

/** Kinds by which persons, accounts and telephones are told apart and counted: each erased person keeps one that is nobody else's. */
const TOLD_APART: ReadonlySet<string> = new Set(['citizenNumber', 'account', 'phone']);

/** `is` is the type of the value where that was no text. */
export function erasedValue(kind: string, is: string | undefined, keyId: string): Json {
  switch (is) {
    case 'number':
      return 0;
    case 'boolean':
      return false;
    default:
      return TOLD_APART.has(kind) ? `${ERASED}-${keyId.slice(0, 8)}` : ERASED;
  }
}

/** Whether a text stands in the place of an erased one. */
export const isErased = (text: string): boolean => text === ERASED || text.startsWith(`${ERASED}-`);
