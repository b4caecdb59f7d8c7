/** The hash of RFC 6962 §2.1 over SHA-256: the only one of the program, for whoever builds, proves or verifies. */
import { hash } from 'node:crypto';

export const HASH_BYTES = 32;
/** A prefix tells a leaf from a node, so that neither can be passed off as the other. */
const LEAF = 0x00;
const NODE = 0x01;

/** As a text of one character for each byte, which node hands out in less than half the time of a buffer. */
const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'binary');
const hashOf = (bytes: Uint8Array): Buffer => Buffer.from(sha256(bytes), 'latin1');

/** MTH({}): the root of a tree without leaves. */
export const EMPTY_ROOT: Buffer = hashOf(new Uint8Array(0));

/** Where what is hashed is put together; grows with the largest entry. */
let leaf = Buffer.alloc(4_096);
const node = Buffer.alloc(1 + 2 * HASH_BYTES, NODE);

/** MTH({d(0)}) = SHA-256(0x00 || d(0)). */
export function leafHash(entry: Uint8Array): Buffer {
  if (leaf.length <= entry.length) leaf = Buffer.alloc(2 * entry.length);
  leaf[0] = LEAF;
  leaf.set(entry, 1);
  return hashOf(leaf.subarray(0, entry.length + 1));
}

/** SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return hashOf(node);
}

function hashOfPair(leftAndRight: Uint8Array): string {
  node.set(leftAndRight, 1);
  return sha256(node);
}

/** The root over a power of two of hashes that stand side by side: their bytes, one after the other. */
export function rootOfRow(hashes: Uint8Array): Buffer {
  let row = hashes;
  while (row.length > HASH_BYTES) {
    const above = Buffer.allocUnsafe(row.length / 2);
    for (let at = 0; at < above.length; at += HASH_BYTES) above.write(hashOfPair(row.subarray(2 * at, 2 * (at + HASH_BYTES))), at, 'latin1');
    row = above;
  }
  return Buffer.from(row);
}

export const sameHash = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
