/** Spaces of every kind and full-width signs. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanText, compactText, isSpaces } from './plain-text.js';

const SPACES = [' ', '\t', '\n', '\r\n', '\u00a0', '\u3000', '\u200b', '\ufeff', '\u2003', '\u202f', '\u2060', '\u180e', '\u0085', '\u200e', '\u202d'];

describe('plain text', () => {
  test.each(SPACES)('space %j is trimmed, and removed inside ids', (space) => {
    expect(cleanText(`${space}低${space}保${space}`)).toBe(`低${space}保`.normalize('NFKC'));
    expect(compactText(`${space}H3601${space}11${space}`)).toBe('H360111');
    expect(isSpaces(space)).toBe(true);
  });

  test('full-width letters, digits and signs become plain ones', () => {
    expect(cleanText('ＱＳ２０１９－ＤＢ，（改）：￥')).toBe('QS2019-DB,(改):¥');
  });

  test('a text of nothing but spaces is empty however it is asked, and no other is', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...SPACES)).map((list) => list.join(''))), (text) => {
      expect(isSpaces(text)).toBe(cleanText(text) === '');
      expect(isSpaces(text)).toBe(compactText(text) === '');
    }));
  });

  test('cleaning twice changes nothing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(cleanText(cleanText(text))).toBe(cleanText(text));
      expect(compactText(compactText(text))).toBe(compactText(text));
    }));
  });

  test('a long run of spaces takes linear time', () => {
    const started = performance.now();
    expect(cleanText(`a${' '.repeat(32_000)}b${' '.repeat(700)}`)).toHaveLength(32_002);
    expect(performance.now() - started).toBeLessThan(200);
  });
});
