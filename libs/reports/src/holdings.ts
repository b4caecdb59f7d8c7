/** What citizens hold in the books of any county: the benefits of cases in which somebody with their citizen number is counted or receives. */
import { type Benefit, HOUSEHOLD_BENEFITS, owedFrom } from '#casework';
import type { ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import type { HouseholdRow, PersonRow } from './citizens.js';
import { entityKey } from './key.js';

export interface Holding {
  readonly idNo: string;
  /** `<case>@<county>`. */
  readonly caseKey: string;
  readonly benefit: Benefit;
}

/** What is owed to any of these citizens in a month, or later: one that was stopped from a month ahead is held until then. Reads every person, household and case once. */
export async function holdingsOf(views: ViewReader, idNos: ReadonlySet<string>, fromYm: string): Promise<readonly Holding[]> {
  const persons = new Map<string, string>();
  for await (const page of views.scan<PersonRow>('people')) for (const { key, row } of page) if (idNos.has(row.idNo)) persons.set(key, row.idNo);
  const households = new Map<string, readonly string[]>();
  const countyOf = (key: string): string => key.slice(key.lastIndexOf('@') + 1);
  for await (const page of views.scan<HouseholdRow>('households')) {
    for (const { key, row } of page) {
      const citizens = row.countedIds.map((id) => persons.get(entityKey(id, countyOf(key)))).filter((idNo) => idNo !== undefined);
      if (citizens.length > 0) households.set(key, citizens);
    }
  }
  const holdings: Holding[] = [];
  for await (const page of views.scan<CaseRow>('caseload')) {
    for (const { key: caseKey, row } of page) {
      if (!owedFrom(row.changes, fromYm)) continue;
      const citizens = HOUSEHOLD_BENEFITS.has(row.benefit) ? households.get(entityKey(row.householdId, row.code6)) ?? [] : row.beneficiaryId === undefined ? [] : [persons.get(entityKey(row.beneficiaryId, row.code6))];
      for (const idNo of citizens) if (idNo !== undefined) holdings.push({ idNo, caseKey, benefit: row.benefit });
    }
  }
  return holdings;
}
