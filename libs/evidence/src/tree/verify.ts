/** Verification of proofs, as RFC 9162 §2.1.3.2 and §2.1.4.2 write it down for the trees of RFC 6962. Trusts nothing but the roots it is given. */
import { EMPTY_ROOT, nodeHash, sameHash } from './hash.js';
import type { Proof } from './proofs.js';

const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);
const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

/** Whether the leaf stands at this index of the tree of this size and root. */
export function verifyInclusion(leaf: Uint8Array, index: number, size: number, proof: Proof, root: Uint8Array): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  let [fn, sn] = [index, size - 1];
  let computed: Uint8Array = leaf;
  for (const hash of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      computed = nodeHash(hash, computed);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      computed = nodeHash(computed, hash);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && sameHash(computed, root);
}

/** Whether the newer tree begins with all leaves of the older one. */
export function verifyConsistency(older: number, newer: number, olderRoot: Uint8Array, newerRoot: Uint8Array, proof: Proof): boolean {
  if (!isSize(older) || !isSize(newer) || older > newer) return false;
  if (older === 0) return proof.length === 0 && sameHash(olderRoot, EMPTY_ROOT);
  if (older === newer) return proof.length === 0 && sameHash(olderRoot, newerRoot);
  let [fn, sn] = [older - 1, newer - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  // An older tree of a power of two is a node of the newer one, so that its root is not repeated.
  const [first, ...rest] = fn === 0 ? [olderRoot, ...proof] : proof;
  if (first === undefined) return false;
  let [fr, sr]: [Uint8Array, Uint8Array] = [first, first];
  for (const hash of rest) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(hash, fr);
      sr = nodeHash(hash, sr);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = nodeHash(sr, hash);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && sameHash(fr, olderRoot) && sameHash(sr, newerRoot);
}
