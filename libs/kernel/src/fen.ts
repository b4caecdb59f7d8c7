/** Money as an integer number of fen (1/100 yuan). No floats: a yuan text is read digit by digit. */
import { DomainError } from './errors.js';

declare const fenBrand: unique symbol;
/** An integer number of fen within ±(2^53−1). */
export type Fen = number & { readonly [fenBrand]: true };

/** @throws DomainError `FEN_INVALID` for anything but a safe integer. */
export function fen(value: number): Fen {
  if (!Number.isSafeInteger(value)) {
    throw new DomainError('FEN_INVALID', 'invalid', `An amount must be a whole number of fen within ±${Number.MAX_SAFE_INTEGER}; got ${String(value)}.`);
  }
  return value as Fen;
}

/** Sum of amounts; refuses to leave the safe range. */
export function sumFen(amounts: Iterable<number>): Fen {
  let total = 0;
  for (const amount of amounts) total = fen(total + amount);
  return fen(total);
}

/** Half-up rounding of a non-negative exact quotient, in integers. `numerator ≥ 0`, `denominator > 0`. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (numerator < 0n || denominator <= 0n) throw new Error('divideHalfUp needs numerator ≥ 0 and denominator > 0');
  return (2n * numerator + denominator) / (2n * denominator);
}

/** `123456` → `1,234.56`. */
export function formatYuan(amount: number): string {
  const sign = amount < 0 ? '-' : '';
  const digits = Math.abs(amount).toString().padStart(3, '0');
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return `${sign}${yuan}.${digits.slice(-2)}`;
}
