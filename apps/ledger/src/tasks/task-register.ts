/** Which register of tasks somebody may look at: that of the county, also for those who work in a part of it. */
import { DomainError } from '#kernel';
import type { Caller } from '../access/caller.js';

/** Digits of a county's code. */
const COUNTY = 6;

/**
 * The division whose tasks are asked for; undefined: all that there are.
 * @throws DomainError `DIVISION_FORBIDDEN` `DIVISION_NEEDED`
 */
export async function registerOf(by: Caller, division: string | undefined): Promise<string | undefined> {
  const { area } = by;
  if (area === undefined) return division;
  if (division === undefined) {
    if (area.length >= COUNTY) return area.slice(0, COUNTY);
    throw new DomainError('DIVISION_NEEDED', 'invalid', 'The account is for several counties, and tasks are kept by county. Name one: division=360111.');
  }
  // A register names those who answer for tasks and no household, so a town reads the whole of its county's.
  if (!area.startsWith(division)) await by.at(division);
  return division;
}
