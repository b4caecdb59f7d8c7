import type { CivilMonth } from '#kernel';

/** The month `n` months after; the next one by default. */
export function monthAfter(month: CivilMonth, n = 1): CivilMonth {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + n;
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}` as CivilMonth;
}
