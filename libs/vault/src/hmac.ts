/** HMAC-SHA-256 (RFC 2104) by one-shot hashes: an object of the library for each of a million ids would cost more than hashing them. */
import { hash } from 'node:crypto';

const BLOCK = 64;

export type Hmac = (text: string) => Buffer;

/** @param key at most 64 bytes */
export function hmacWith(key: Uint8Array): Hmac {
  if (key.length > BLOCK) throw new Error('a key of this length would have to be hashed first');
  const padded = (pad: number): Buffer => {
    const block = Buffer.alloc(BLOCK, pad);
    for (let n = 0; n < key.length; n += 1) block[n] = pad ^ (key[n] as number);
    return block;
  };
  const [inner, outer] = [padded(0x36), padded(0x5c)];
  return (text) => hash('sha256', Buffer.concat([outer, hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer')]), 'buffer');
}
