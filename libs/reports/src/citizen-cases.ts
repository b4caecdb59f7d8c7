/** The cases of a county in which citizens are or were assisted: counted members, or who receives it. */
import type { ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import type { HouseholdRow, PersonRow } from './citizens.js';
import { byColumns, entityKey } from './key.js';
import { assistedPersons } from './tolerance-counts.js';

/** Every citizen of these that the county knows, with the cases in the order of their numbers; of nobody's case an empty list. Reads every person and case once. */
export async function citizenCases(views: ViewReader, idNos: ReadonlySet<string>, county: string): Promise<ReadonlyMap<string, readonly CaseRow[]>> {
  const persons = new Map<string, string>();
  const cases = new Map<string, CaseRow[]>();
  for await (const page of views.scan<PersonRow>('people')) {
    for (const { key, row: { idNo } } of page) {
      if (!idNos.has(idNo) || !key.endsWith(`@${county}`)) continue;
      persons.set(key, idNo);
      cases.set(idNo, cases.get(idNo) ?? []);
    }
  }
  for await (const page of views.scan<CaseRow>('caseload')) {
    for (const { row } of page) {
      if (row.code6 !== county || row.changes.length === 0) continue;
      const here = assistedPersons(row, views.get<HouseholdRow>('households', entityKey(row.householdId, county))).map((personId) => persons.get(entityKey(personId, county)));
      for (const idNo of new Set(here)) if (idNo !== undefined) cases.get(idNo)?.push(row);
    }
  }
  for (const rows of cases.values()) rows.sort(byColumns((row) => row.caseId));
  return cases;
}
