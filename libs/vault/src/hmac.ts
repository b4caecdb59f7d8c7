/** HMAC-SHA-256 (RFC 2104) by one-shot hashes: an object of the library for each of a million ids would cost more than hashing them. */
import { hash } from 'node:crypto';

const BLOCK = 64;
const DIGEST = 32;
const INNER = 0x36;
const OUTER = 0x5c;

export type Hmac = (text: string) => Buffer;

/** SHA-256 as a text of 32 characters below U+0100, one for each byte: node hands out a text in half the time of a buffer. */
export const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'binary');

/** Where what is hashed is put together, first the inner, then the outer: buffers for each would cost as much as the hash. */
let scratch = Buffer.alloc(4_096);
const outer = Buffer.alloc(BLOCK + DIGEST);

/** @param key at most 64 bytes */
export function hmacWith(key: Uint8Array): Hmac {
  if (key.length > BLOCK) throw new Error('a key of this length would have to be hashed first');
  // The padded key for the inner hash, then for the outer. Tens of thousands of these are held: out of node's pool, which costs no allocation of its own.
  const blocks = Buffer.allocUnsafe(2 * BLOCK).fill(INNER, 0, BLOCK).fill(OUTER, BLOCK);
  for (let n = 0; n < key.length; n += 1) {
    blocks[n] = INNER ^ (key[n] as number);
    blocks[BLOCK + n] = OUTER ^ (key[n] as number);
  }
  return (text) => {
    // UTF-8 takes at most three bytes for a unit of UTF-16.
    if (scratch.length < BLOCK + 3 * text.length) scratch = Buffer.alloc(BLOCK + 3 * text.length);
    blocks.copy(scratch, 0, 0, BLOCK);
    blocks.copy(outer, 0, BLOCK);
    outer.write(sha256(scratch.subarray(0, BLOCK + scratch.write(text, BLOCK))), BLOCK, 'latin1');
    return Buffer.from(sha256(outer), 'latin1');
  };
}
