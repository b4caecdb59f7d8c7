/** Yuan with a dot as files write them, and fen. No floats on the way. */
import { fen, type Fen } from '#kernel';

/** `123456` → `1234.56`. */
export function yuanOf(amount: number): string {
  const digits = String(amount).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Digits, and fen after a dot; zeros may follow them (`decimals` places at most). No sign, no thousands separator. `undefined` where it is not that, or leaves the safe range. */
export function fenOfYuan(text: string, decimals = 2): Fen | undefined {
  const match = /^(\d{1,18})(?:\.(\d{1,17}))?$/.exec(text);
  if (!match) return undefined;
  const fraction = match[2] ?? '';
  if (fraction.length > decimals || /[^0]/.test(fraction.slice(2))) return undefined;
  return fenOfDigits(`${match[1]}${fraction.slice(0, 2).padEnd(2, '0')}`);
}

/** Whole fen. */
export function fenOfDigits(text: string): Fen | undefined {
  if (!/^\d{1,20}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? fen(value) : undefined;
}

/** A count. */
export function countOf(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
