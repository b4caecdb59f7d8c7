/** One ciphertext of an event: what it says of one person, under that person's key, bound to the place where it stands. */
import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { type PersonKey, asUuid } from './person-key.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Random bytes are asked for many at once: asking costs more than the bytes. */
const pool = Buffer.alloc(NONCE_BYTES * 512);
let used = pool.length;
function nonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += NONCE_BYTES;
  return pool.subarray(used - NONCE_BYTES, used);
}

/** base64url of nonce, ciphertext and tag: AES-256-GCM with a random nonce of 96 bits. */
export function seal({ key }: PersonKey, plaintext: string, place: string): string {
  const start = nonce();
  const cipher = createCipheriv('aes-256-gcm', key, start).setAAD(Buffer.from(place));
  return Buffer.concat([start, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** @throws Error where a byte was changed, or the box was put somewhere else */
export function open({ key }: PersonKey, box: string, place: string): string {
  const bytes = Buffer.from(box, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
  return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}

/**
 * The id under which an event about a person is stored. Ids of commands and events are made from what they hold, so that all guesses could be tried out;
 * under the person's key the same event has the same id, and without the key it says nothing.
 */
export function sealedId({ idOf }: PersonKey, eventId: string): string {
  return asUuid(idOf(eventId).toString('hex'));
}
