/** RFC 4231: the vectors whose keys are at most a block long. */
import { createHmac } from 'node:crypto';
import { hmacWith } from './hmac.js';

test.each([
  ['0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [Buffer.from('Jefe').toString('hex'), 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
])('key %s', (key, text, digest) => {
  expect(hmacWith(Buffer.from(key, 'hex'))(text).toString('hex')).toBe(digest);
});

test('a key longer than a block is refused: it would have to be hashed first', () => {
  expect(() => hmacWith(Buffer.alloc(65))).toThrow('hashed first');
});

test('long texts, and what is not ASCII, as the library hashes them; a short text after a long one', () => {
  const key = Buffer.alloc(32, 7);
  for (const text of ['救助'.repeat(3_000), '𠮷'.repeat(5_000), '案件', '']) expect(hmacWith(key)(text)).toEqual(createHmac('sha256', key).update(text).digest());
});
