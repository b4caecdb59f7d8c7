import fc from 'fast-check';
import { add, compare, divide, exactOf, exactText, multiply, roundHalfUp, subtract } from './exact.js';

const fraction = fc.tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.bigInt(1n, 10n ** 12n));
const made = ([n, d]: readonly [bigint, bigint]) => divide(exactOf(String(n)) as number, exactOf(String(d)) as number);
/** The same number in the plainest possible form: numerator and denominator, never reduced. */
const same = (value: ReturnType<typeof made>, n: bigint, d: bigint): boolean => {
  const text = String(exactText(value));
  const [a = '', b = '1'] = text.split('/');
  return BigInt(a) * d === n * BigInt(b);
};

test.each([['610', 610], ['0.30', '3/10'], ['-1.50', '-3/2'], ['40000/3', '40000/3'], ['6/3', 2], ['-0', 0], ['900719925474099300', '900719925474099300']])('%s reads as %s', (text, value) => {
  expect(exactText(exactOf(text) as number)).toBe(value);
});
test.each(['', 'full', '2019-01-01', '2019-01', '1e3', '1.', '.5', '1/0', '0x10', ' 1', '+1'])('"%s" is no number', (text) => {
  expect(exactOf(text)).toBeUndefined();
});
test('sums, differences, products and quotients are those of bigint fractions', () => {
  fc.assert(fc.property(fraction, fraction, ([a, b], [c, d]) => {
    const [x, y] = [made([a, b]), made([c, d])];
    return same(add(x, y), a * d + c * b, b * d) && same(subtract(x, y), a * d - c * b, b * d) && same(multiply(x, y), a * c, b * d)
      && (c === 0n || same(divide(x, y), c < 0n ? -a * d : a * d, c < 0n ? b * -c : b * c)) && Math.sign(compare(x, y)) === Math.sign(Number(a * d - c * b < 0n ? -1 : a * d - c * b > 0n ? 1 : 0));
  }));
});
test('reading what was written gives the same value', () => {
  fc.assert(fc.property(fraction, (parts) => { const value = made(parts); return compare(exactOf(String(exactText(value))) as number, value) === 0; }));
});
test.each([['1/2', 1], ['-1/2', 0], ['3/2', 2], ['149/100', 1], ['-3/2', -1], ['-149/100', -1], ['-151/100', -2], ['7', 7]])('%s rounds half up to %s', (text, rounded) => {
  expect(roundHalfUp(exactOf(text) as number)).toBe(rounded);
});
test('dividing by nothing is refused', () => {
  expect(() => divide(1, 0)).toThrow(RangeError);
});
