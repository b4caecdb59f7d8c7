/**
 * Citizen identity numbers, GB 11643-1999: 18 characters, a real birth date, check digit mod 11-2.
 * Our own few lines because the library at hand reads the clock while it validates, which would make an old import unrepeatable.
 */
import { civilDateOf, type CivilDate } from './civil-date.js';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_DIGITS = '10X98765432';

/** True for a well-formed number. The division prefix is not looked up: abolished codes stay valid. */
export function isCitizenId(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text) || !birthDateOf(text)) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return text[17] === CHECK_DIGITS[sum % 11];
}

/** Birth date encoded in the number, or `undefined` when it is no date. */
export function birthDateOf(text: string): CivilDate | undefined {
  return civilDateOf(Number(text.slice(6, 10)), Number(text.slice(10, 12)), Number(text.slice(12, 14)));
}

/** Sex encoded in the 17th digit: odd male, even female. */
export const sexOf = (text: string): 'male' | 'female' => (Number(text[16]) % 2 === 1 ? 'male' : 'female');
