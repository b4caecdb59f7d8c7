/**
 * One ciphertext of an event: what it says of one person, under a key made from that person's key for this one place.
 * The key of a box can be handed to an inspector: it opens that box and nothing else. GCM alone would let whoever writes a box prepare two keys that open it
 * to two different texts; the box names its key, so there is one.
 */
import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { sha256 } from './hmac.js';
import { type PersonKey, asUuid } from './person-key.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Of SHA-256 of the box's key. */
const COMMITMENT_BYTES = 16;
const HEAD_BYTES = NONCE_BYTES + COMMITMENT_BYTES;

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

/** One character for each byte. */
const commitmentTo = (key: Buffer): string => sha256(key).slice(0, COMMITMENT_BYTES);

/** The key of the box at this place: 32 bytes, HMAC-SHA-256 under the person's key. */
export const boxKey = ({ boxKeyOf }: PersonKey, place: string): Buffer => boxKeyOf(place);

/** base64url of nonce, commitment to the key, ciphertext and tag: AES-256-GCM with a random nonce of 96 bits. */
export function seal(key: Buffer, plaintext: string, place: string): string {
  const start = nonce();
  const cipher = createCipheriv('aes-256-gcm', key, start).setAAD(Buffer.from(place));
  return Buffer.concat([start, Buffer.from(commitmentTo(key), 'latin1'), cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** @throws Error where it is another key, a byte was changed, or the box was put somewhere else */
export function open(key: Buffer, box: string, place: string): string {
  const bytes = Buffer.from(box, 'base64url');
  if (bytes.toString('latin1', NONCE_BYTES, HEAD_BYTES) !== commitmentTo(key)) throw new Error('the box was sealed under another key');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
  const plaintext = decipher.update(bytes.subarray(HEAD_BYTES, -TAG_BYTES));
  // Nothing is returned before the tag was checked.
  decipher.final();
  return plaintext.toString('utf8');
}

/**
 * The id under which an event about a person is stored. Ids of commands and events are made from what they hold, so that all guesses could be tried out;
 * under the person's key the same event has the same id, and without the key it says nothing.
 */
export function sealedId({ idOf }: PersonKey, eventId: string): string {
  return asUuid(idOf(eventId).toString('hex'));
}
