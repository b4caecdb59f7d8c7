/** Bounds of a bank's file; more is refused by name. */
import type { FileLimits } from './types.js';

export const BANK_LIMITS: FileLimits = {
  // A pain.002 of a million items with everything a bank may say of each.
  bytes: 4_294_967_296,
  items: 2_000_000,
  recordBytes: 65_536,
};

/** Depth of XML: the schemas read here nest a dozen elements. */
export const BANK_XML_DEPTH = 40;
/** Characters of a name or remark. */
export const MAX_BANK_TEXT = 140;
