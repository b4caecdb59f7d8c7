/** The hash of a pay list: SHA-256 over its lines and over what is no longer on it, each in order. */
import { createHash } from 'node:crypto';
import type { EndedLine, ListLine } from '#disbursement';
import { canonicalJson, type Json } from '#kernel';

export interface ListDigest {
  readonly line: (line: ListLine) => void;
  readonly ended: (line: EndedLine) => void;
  readonly value: () => string;
}

/** Two sums, so that it does not matter where lines and ended ones are parted. */
export function digest(): ListDigest {
  const [lines, ended] = [createHash('sha256'), createHash('sha256')];
  return {
    line: (line) => void lines.update(`${canonicalJson(line as unknown as Json)}\n`),
    ended: (line) => void ended.update(`${canonicalJson(line as unknown as Json)}\n`),
    value: () => createHash('sha256').update(lines.digest()).update(ended.digest()).digest('base64url'),
  };
}
