import fc from 'fast-check';
import { birthDateOf, canonicalJson, contains, digestOf, divideHalfUp, DomainError, fen, formatYuan, isCitizenId, parseDivision, sexOf, sumFen, uuidOf } from './index.js';

describe('fen', () => {
  it('refuses what is no whole number of fen', () => {
    for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) expect(() => fen(value)).toThrow(DomainError);
    expect(() => sumFen([Number.MAX_SAFE_INTEGER, 1])).toThrow(DomainError);
  });
  it('rounds half up once', () => {
    expect(divideHalfUp(5n, 10n)).toBe(1n);
    expect(divideHalfUp(4n, 10n)).toBe(0n);
    expect(divideHalfUp(193333n, 100n)).toBe(1933n);
  });
  it.each([[0, '0.00'], [5, '0.05'], [123456, '1,234.56'], [100000000, '1,000,000.00'], [-1050, '-10.50']])('shows %d as %s', (amount, text) => {
    expect(formatYuan(amount)).toBe(text);
  });
});

describe('citizen ids', () => {
  it('accepts the worked example of GB 11643 and refuses any other check digit', () => {
    expect(isCitizenId('11010519491231002X')).toBe(true);
    for (const digit of '0123456789') expect(isCitizenId(`11010519491231002${digit}`)).toBe(false);
  });
  it('refuses wrong lengths, letters and impossible birth dates', () => {
    for (const text of ['', '11010519491231002', '11010519491231002x', '1101051949123100 2X', '11010519490231002X', '110105491231002']) expect(isCitizenId(text)).toBe(false);
  });
  it('notices any single wrong digit', () => {
    const good = '11010519491231002X';
    fc.assert(fc.property(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (index, shift) => {
      const digit = (Number(good[index]) + shift) % 10;
      return !isCitizenId(good.slice(0, index) + String(digit) + good.slice(index + 1));
    }));
  });
  it('holds birth and sex', () => {
    expect(birthDateOf('11010519491231002X')).toBe('1949-12-31');
    expect(sexOf('11010519491231002X')).toBe('female');
  });
});

describe('divisions', () => {
  it('contain what they are a prefix of', () => {
    const place = { town: '360111001', community: '360111001008' };
    expect(['360111', '360111001', '360111001008', undefined].every((code) => contains(code, place))).toBe(true);
    expect(['360112', '360111002', '360111001009'].some((code) => contains(code, place))).toBe(false);
  });
  it('go by the town where town and community contradict each other', () => {
    const place = { town: '360111001', community: '360111002008' };
    expect([contains('360111001', place), contains('360111002', place), contains('360111002008', place)]).toEqual([true, false, true]);
  });
  it.each(['', '36', '36011', '3601110', '36011100A', '3601110010081'])('refuses %p', (text) => {
    expect(() => parseDivision(text)).toThrow(DomainError);
  });
});

describe('digests', () => {
  it('do not depend on the order of members, and tell contents apart', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'é'], c: undefined, d: null })).toBe('{"a":[true,null,"é"],"b":1}');
    expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }));
    expect(digestOf({ a: '1' })).not.toBe(digestOf({ a: 1 }));
  });
  it('name the same thing the same way, as UUID version 8', () => {
    expect(uuidOf('x')).toBe(uuidOf('x'));
    expect(uuidOf('x')).not.toBe(uuidOf('y'));
    expect(uuidOf('x')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
