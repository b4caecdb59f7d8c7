/** The hash of RFC 6962 §2.1 over SHA-256: the only one of the program, for whoever builds, proves or verifies. */
import { hash } from 'node:crypto';

export const HASH_BYTES = 32;
/** A prefix tells a leaf from a node, so that neither can be passed off as the other. */
const LEAF = 0x00;
const NODE = 0x01;

const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');

/** MTH({}): the root of a tree without leaves. */
export const EMPTY_ROOT: Buffer = sha256(new Uint8Array(0));

/** MTH({d(0)}) = SHA-256(0x00 || d(0)). */
export function leafHash(entry: Uint8Array): Buffer {
  const preimage = Buffer.allocUnsafe(entry.length + 1);
  preimage[0] = LEAF;
  preimage.set(entry, 1);
  return sha256(preimage);
}

/** SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const preimage = Buffer.allocUnsafe(1 + 2 * HASH_BYTES);
  preimage[0] = NODE;
  preimage.set(left, 1);
  preimage.set(right, 1 + HASH_BYTES);
  return sha256(preimage);
}

/** The root over a power of two of hashes that stand side by side: their bytes, one after the other. */
export function rootOfRow(hashes: Uint8Array): Buffer {
  let row = hashes;
  while (row.length > HASH_BYTES) {
    const above = Buffer.allocUnsafe(row.length / 2);
    for (let at = 0; at < above.length; at += HASH_BYTES) above.set(nodeHash(row.subarray(2 * at, 2 * at + HASH_BYTES), row.subarray(2 * at + HASH_BYTES, 2 * at + 2 * HASH_BYTES)), at);
    row = above;
  }
  return Buffer.from(row);
}

export const sameHash = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
