/** RFC 8785 against the vectors of the RFC and of its author's suite, and against a plain sorter. */
import fc from 'fast-check';
import { canonicalJson, rfc8785, sortedJson } from './canonical.js';
import type { Json } from './envelope.js';

const canonical = (json: string): string => rfc8785(JSON.parse(json) as never);

test('numbers, texts and literals: RFC 8785 §3.2.2', () => {
  const input = String.raw`{"numbers":[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null, true, false]}`;
  const wanted = '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e412742' +
    '5c225c5c5c5c5c222f227d';
  expect(Buffer.from(canonical(input)).toString('hex')).toBe(wanted);
});

test('order of keys by UTF-16 code units: RFC 8785 §3.2.3', () => {
  const input = String.raw`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`;
  expect(Object.values(JSON.parse(canonical(input)) as object)).toHaveLength(7);
  expect([...canonical(input).matchAll(/":"([^"]+)"/g)].map(([, value]) => value)).toEqual([
    'Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis', 'Euro Sign', 'Emoji: Grinning Face', 'Hebrew Letter Dalet With Dagesh',
  ]);
});

test('structures, with empty keys and members that are null', () => {
  expect(canonical('{"1":{"f":{"f":"hi","F":5},"\\n":56},"10":{},"":"empty","a":{},"111":[{"e":"yes","E":"no"}],"A":{},"n":null}'))
    .toBe('{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{},"n":null}');
});

test.each([
  ['4340000000000001', '9007199254740994'], ['444b1ae4d6e2ef50', '1e+21'], ['3eb0c6f7a0b5ed8d', '0.000001'], ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'], ['0000000000000001', '5e-324'], ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['41b3de4355555553', '333333333.3333332'], ['c3e0000000000000', '-9223372036854776000'], ['0000000000000000', '0'],
])('the number with the bits %s', (bits, written) => {
  expect(rfc8785(Buffer.from(bits, 'hex').readDoubleBE())).toBe(written);
});

test('what it has no form for is refused', () => {
  for (const value of [NaN, Infinity, -Infinity, -0, '\ud800', ['\udc00x'], { '\ud83d': 1 }]) expect(() => rfc8785(value as never)).toThrow(TypeError);
});

test('a member called __proto__ is a member', () => {
  expect(canonical('{"__proto__":{"a":1},"b":2}')).toBe('{"__proto__":{"a":1},"b":2}');
});

const inOrder = (value: unknown): unknown => {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(inOrder);
  // A map keeps the order of names that look like numbers, which an object does not.
  return new Map(Object.keys(value).sort().map((key) => [key, inOrder((value as Record<string, unknown>)[key])]));
};
const plainly = (value: unknown): string => {
  if (value instanceof Map) return `{${[...(value as Map<string, unknown>)].map(([key, member]) => `${JSON.stringify(key)}:${plainly(member)}`).join(',')}}`;
  return Array.isArray(value) ? `[${value.map(plainly).join(',')}]` : JSON.stringify(value);
};

test('any value: as a plain sorter writes it, and read back the same; members with commas in their names too', () => {
  const names = fc.oneof(fc.constantFrom('a', 'b', 'a,b', ',', 'c,', '10', '9', '', '"', '键', '__proto__'), fc.string({ unit: 'grapheme' }));
  const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof({ depthSize: 'medium' }, fc.string({ unit: 'grapheme' }), fc.string({ maxLength: 120, minLength: 90 }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(names, tie('tree'), { maxKeys: 5, noNullPrototype: true })),
  }));
  fc.assert(fc.property(tree, (value) => {
    const read = JSON.parse(JSON.stringify(value)) as Json;
    expect(rfc8785(read)).toBe(plainly(inOrder(read)));
    expect(sortedJson(value)).toBe(rfc8785(read));
    expect(JSON.parse(rfc8785(read))).toEqual(read);
  }), { numRuns: 2_000 });
});

test('of what is still to be checked: as JSON.stringify writes it; for digests without members that are null', () => {
  const value = { b: -0, a: [undefined, NaN, '\ud800'], n: null, u: undefined } as unknown as Json;
  expect(sortedJson(value)).toBe('{"a":[null,null,"\\ud800"],"b":0,"n":null}');
  expect(canonicalJson(value)).toBe('{"a":[null,null,"\\ud800"],"b":0}');
});
