/** Exact arithmetic: a safe integer is a plain number, everything else a fraction of bigints. No floats. */

interface Fraction {
  readonly n: bigint;
  /** Positive. */
  readonly d: bigint;
}
export type Exact = number | Fraction;

const NUMERIC = /^(-?\d+)(?:\.(\d+)|\/([1-9]\d*))?$/;

/** Reads a whole number, a decimal or a fraction ("610", "0.30", "40000/3"); undefined for any other text. */
export function exactOf(text: string): Exact | undefined {
  const match = NUMERIC.exec(text);
  if (match === null) return undefined;
  const [, whole = '', decimals, denominator] = match;
  if (decimals !== undefined) return reduced(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
  if (denominator !== undefined) return reduced(BigInt(whole), BigInt(denominator));
  return reduced(BigInt(whole), 1n);
}

/** As JSON: a number where it is a safe integer, else the text of the reduced fraction. */
export const exactText = (value: Exact): number | string => (typeof value === 'number' ? value : value.d === 1n ? String(value.n) : `${value.n}/${value.d}`);

const wide = (value: Exact): Fraction => (typeof value === 'number' ? { n: BigInt(value), d: 1n } : value);

function reduced(n: bigint, d: bigint): Exact {
  let [a, b] = [n < 0n ? -n : n, d];
  while (b !== 0n) [a, b] = [b, a % b];
  const [top, bottom] = a === 0n ? [0n, 1n] : [n / a, d / a];
  if (bottom === 1n) {
    const small = Number(top);
    if (Number.isSafeInteger(small)) return small;
  }
  return { n: top, d: bottom };
}

export function add(a: Exact, b: Exact): Exact {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a + b)) return a + b;
  const [x, y] = [wide(a), wide(b)];
  return reduced(x.n * y.d + y.n * x.d, x.d * y.d);
}

export const negate = (a: Exact): Exact => (typeof a === 'number' ? 0 - a : { n: -a.n, d: a.d });
export const subtract = (a: Exact, b: Exact): Exact => add(a, negate(b));

export function multiply(a: Exact, b: Exact): Exact {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a * b)) return a * b + 0;
  const [x, y] = [wide(a), wide(b)];
  return reduced(x.n * y.n, x.d * y.d);
}

/** @throws RangeError when `b` is 0 */
export function divide(a: Exact, b: Exact): Exact {
  const [x, y] = [wide(a), wide(b)];
  if (y.n === 0n) throw new RangeError('division by zero');
  return y.n < 0n ? reduced(-x.n * y.d, x.d * -y.n) : reduced(x.n * y.d, x.d * y.n);
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compare(a: Exact, b: Exact): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [x, y] = [wide(a), wide(b)];
  const [left, right] = [x.n * y.d, y.n * x.d];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The nearest whole number, halves away from zero towards +∞ ("half up"). */
export function roundHalfUp(a: Exact): Exact {
  if (typeof a === 'number') return a;
  const twice = 2n * a.n + a.d;
  const quotient = twice / (2n * a.d);
  return reduced(twice < 0n && twice % (2n * a.d) !== 0n ? quotient - 1n : quotient, 1n);
}
