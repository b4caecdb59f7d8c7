/** An oracle for tests: the definitions of RFC 6962 §2.1, §2.1.1 and §2.1.2, word for word, over all leaves in memory. Shares nothing with the program. */
import { createHash } from 'node:crypto';

const sha256 = (...parts: readonly Uint8Array[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const k = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));

/** MTH(D[n]). */
export function mth(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Buffer.of(0), leaves[0] as Uint8Array);
  const middle = k(leaves.length);
  return sha256(Buffer.of(1), mth(leaves.slice(0, middle)), mth(leaves.slice(middle)));
}

/** PATH(m, D[n]). */
export function path(m: number, leaves: readonly Uint8Array[]): Buffer[] {
  if (leaves.length === 1) return [];
  const middle = k(leaves.length);
  return m < middle ? [...path(m, leaves.slice(0, middle)), mth(leaves.slice(middle))] : [...path(m - middle, leaves.slice(middle)), mth(leaves.slice(0, middle))];
}

/** SUBPROOF(m, D[n], b). */
export function subproof(m: number, leaves: readonly Uint8Array[], b: boolean): Buffer[] {
  if (m === leaves.length) return b ? [] : [mth(leaves)];
  const middle = k(leaves.length);
  return m <= middle ? [...subproof(m, leaves.slice(0, middle), b), mth(leaves.slice(middle))] : [...subproof(m - middle, leaves.slice(middle), false), mth(leaves.slice(0, middle))];
}
