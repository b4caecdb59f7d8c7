/** The number of a live pay list says its benefit and month: `dibao-2019-03`. */
import { type Benefit, BENEFITS } from '#casework';
import type { SignedIn } from '#identity';
import { DomainError, monthAfter } from '#kernel';
import { keyOf } from './number-key.js';

export interface ListName {
  readonly listKey: string;
  readonly listNo: string;
  readonly county: string;
  readonly benefit: Benefit;
  readonly ym: string;
  readonly previousYm: string;
}

/** @throws DomainError `PAY_LIST_NUMBER` `NUMBER_INVALID` */
export function listNameOf(number: string, person: Pick<SignedIn, 'division'>): ListName {
  const listKey = keyOf(number, person, 'listNo');
  const [listNo = '', county = ''] = listKey.split('@');
  const [, benefit, ym] = /^([A-Za-z]+)-((?:19|20)\d{2}-(?:0[1-9]|1[0-2]))$/.exec(listNo) ?? [];
  if (ym === undefined || !(BENEFITS as readonly string[]).includes(benefit as string) || county.endsWith('00')) {
    throw new DomainError('PAY_LIST_NUMBER', 'invalid', `A live pay list is numbered by benefit and month, for example dibao-2019-03, in a county. Benefits are ${BENEFITS.join(', ')}.`, { field: 'listNo' });
  }
  return { listKey, listNo, county, benefit: benefit as Benefit, ym, previousYm: monthAfter(ym, -1) };
}
