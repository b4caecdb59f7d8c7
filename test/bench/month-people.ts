/** Who takes the steps of the month, and a citizen number for every payee. */
import type { Role, SignedIn } from '#identity';

export const COUNTY = '360111';
const person = (role: Role): SignedIn => ({ accountId: role.toLowerCase(), staffId: role, name: '测试', role, division: COUNTY });
export const [COMPILER, REVIEWER, LEADER, FINANCE, BANK] = [person('countyOperator'), person('countyAuditor'), person('countyLeader'), person('finance'), person('bank')];

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** The n-th of 26,880,000 valid numbers (GB 11643): 999 a day, days 1 to 28 of the months of 80 years. */
export function citizenNumber(n: number): string {
  const [serial, day] = [n % 1_000, Math.floor(n / 1_000)];
  const two = (value: number): string => String(value).padStart(2, '0');
  const digits = `${COUNTY}${1930 + (Math.floor(day / 336) % 80)}${two(1 + (Math.floor(day / 28) % 12))}${two(1 + (day % 28))}${String(serial).padStart(3, '0')}`;
  return `${digits}${'10X98765432'[WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11]}`;
}
