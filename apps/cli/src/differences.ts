/** What differs between two determinations, in the words of the office. */
import type { Difference } from '#application';
import { formatYuan } from '#kernel';
import { benefitName, DETERMINED_BENEFITS } from '#policy';
import { label } from './labels.js';

/** `careFee/A` as 照料护理费（A）. */
export function itemOf({ of }: Difference): string {
  const [name = '', members] = of.split('/');
  const benefit = DETERMINED_BENEFITS.find((known) => known === name);
  const what = benefit === undefined ? label(name) : benefitName(benefit).zh;
  return members === undefined ? what : `${what}（${members.replaceAll(',', '、')}）`;
}

/** An amount in yuan, a category or verdict by its word. */
export const shown = (value: Difference['before']): string => (value === null ? '无' : typeof value === 'number' ? `${formatYuan(value)} 元` : label(value));
