/** Decimal numbers read digit by digit: money in fen, other values as exact decimal text, counts. */
import type { Fen } from '#kernel';

/** Longer texts are no numbers; spares the expressions below. */
const LONGEST = 64;
const NUMERAL = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/;

/** Ten thousand million yuan, more than any county pays: a slip that would make every sum meaningless is no amount. */
const MOST_FEN = 10 ** 12;
/** Digits before the point of other numbers. */
const MOST_DIGITS = 10;

interface Numeral {
  /** Without separators and leading zeros; `0` for none. */
  readonly whole: string;
  /** Digits after the point, as written. */
  readonly decimals: string;
}

/** A non-negative number with an optional `¥` before or `元` behind it (NFKC has made `￥` a `¥`); separators group by three. */
function numeralOf(text: string): Numeral | undefined {
  if (text.length > LONGEST) return undefined;
  const bare = text.replace(/^¥\s*/, '').replace(/\s*元$/, '');
  const match = NUMERAL.exec(bare);
  if (!match) return undefined;
  return { whole: (match[1] as string).replace(/,/g, '').replace(/^0+(?=\d)/, ''), decimals: match[2] ?? '' };
}

/**
 * The text of a numeric cell. Excel computes and shows 15 significant digits: 0.1+0.2 is stored as 0.30000000000000004
 * and is 0.3 to everybody who looks at it.
 */
export const textOfNumber = (value: number): string => String(Number.isSafeInteger(value) ? value : Number(value.toPrecision(15)));

/** Fen of an amount in yuan with at most two decimals, or `undefined`; negative amounts are none. */
export function fenOfText(text: string): Fen | undefined {
  const numeral = numeralOf(text);
  if (!numeral || numeral.decimals.length > 2) return undefined;
  const amount = Number(numeral.whole + numeral.decimals.padEnd(2, '0'));
  return amount <= MOST_FEN ? (amount as Fen) : undefined;
}

/** A canonical decimal (`670`, `1.3`) with at most six decimals, or `undefined`. */
export function decimalOfText(text: string): string | undefined {
  const numeral = numeralOf(text);
  if (!numeral || numeral.decimals.length > 6 || numeral.whole.length > MOST_DIGITS) return undefined;
  const decimals = numeral.decimals.replace(/0+$/, '');
  return decimals === '' ? numeral.whole : `${numeral.whole}.${decimals}`;
}

/** A whole number without separators (`2`, `2.0`), or `undefined`. */
export function wholeOfText(text: string): number | undefined {
  return /^\d{1,9}(?:\.0{1,6})?$/.test(text) ? Number(text) : undefined;
}

/** The digits of a whole number as Excel shows them: 15 significant ones, zeros after, never an exponent. */
export function digitsOfWhole(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const [mantissa, exponent] = Math.abs(value).toExponential(14).split('e') as [string, string];
  const digits = mantissa.replace('.', '').padEnd(Number(exponent) + 1, '0');
  return value < 0 ? `-${digits}` : digits;
}
