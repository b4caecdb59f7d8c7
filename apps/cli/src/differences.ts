/** What differs between two determinations, in the words of the office. */
import type { Difference } from '#application';
import { benefitName, DETERMINED_BENEFITS } from '#policy';
import { label } from './labels.js';

/** `careFee/A` as 照料护理费（A）. */
export function itemOf({ of }: Difference): string {
  const [name = '', members] = of.split('/');
  const benefit = DETERMINED_BENEFITS.find((known) => known === name);
  const what = benefit === undefined ? label(name) : benefitName(benefit).zh;
  return members === undefined ? what : `${what}（${members.replaceAll(',', '、')}）`;
}

const PERIODS: Readonly<Record<string, string>> = { month: '每月', year: '每年', once: '一次性' };

/** `yes 600.00/month (A,B)` as 符合，每月 600.00 元（A、B）; a category by its word. */
export function shown(value: Difference['before']): string {
  if (value === null) return '无';
  const [, verdict = value, amount, per, members] = /^(yes|no|manual)(?: ([\d,.]+))?(?:\/(month|year|once))?(?: \((.*)\))?$/.exec(value) ?? [];
  const paid = amount === undefined ? '' : `，${PERIODS[per ?? ''] ?? ''} ${amount} 元`;
  return `${label(verdict)}${paid.replace('， ', '，')}${members === undefined ? '' : `（${members.replaceAll(',', '、')}）`}`;
}
