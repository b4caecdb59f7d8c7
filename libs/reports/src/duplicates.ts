/** 重复享受: citizens who were assisted by two cases in the same month with benefits nobody holds together (process.md §7.4, §9), in the books of any county. */
import { activeChange, exclude } from '#casework';
import { monthAfter } from '#kernel';
import type { ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import type { HouseholdRow, PersonRow } from './citizens.js';
import { byCodePoint, byColumns, entityKey } from './key.js';
import { assistedPersons } from './tolerance-counts.js';

export interface Overlap {
  /** Keys `<case>@<county>`, in the order of the text. */
  readonly cases: readonly [string, string];
  readonly rows: readonly [CaseRow, CaseRow];
  /** Everybody both are for. */
  readonly idNos: readonly string[];
  readonly fromYm: string;
  /** The last month; absent while it goes on. */
  readonly toYm?: string | undefined;
}

/** Overlaps that touch one of the cases given; each pair of cases once. Reads every person and case once. */
export async function overlaps(views: ViewReader, among: ReadonlySet<string>): Promise<readonly Overlap[]> {
  const persons = new Map<string, string>();
  for await (const page of views.scan<PersonRow>('people')) for (const { key, row } of page) persons.set(key, row.idNo);
  const rows = new Map<string, CaseRow>();
  const casesOf = new Map<string, string[]>();
  for await (const page of views.scan<CaseRow>('caseload')) {
    for (const { key, row } of page) {
      if (row.changes.length === 0) continue;
      rows.set(key, row);
      const here = assistedPersons(row, views.get<HouseholdRow>('households', entityKey(row.householdId, row.code6))).map((personId) => persons.get(entityKey(personId, row.code6)));
      for (const idNo of new Set(here)) if (idNo !== undefined) casesOf.set(idNo, [...(casesOf.get(idNo) ?? []), key]);
    }
  }
  const found = new Map<string, Overlap>();
  for (const [idNo, keys] of casesOf) {
    for (const [first, second] of pairsOf(keys.sort(byCodePoint))) {
      if (!among.has(first) && !among.has(second)) continue;
      const pair = `${first}|${second}`;
      const known = found.get(pair);
      if (known !== undefined) {
        found.set(pair, { ...known, idNos: [...known.idNos, idNo].sort(byCodePoint) });
        continue;
      }
      const [a, b] = [rows.get(first) as CaseRow, rows.get(second) as CaseRow];
      const months = exclude(a.benefit, b.benefit) ? sharedMonths(a.changes, b.changes) : undefined;
      if (months !== undefined) found.set(pair, { cases: [first, second], rows: [a, b], idNos: [idNo], ...months });
    }
  }
  return [...found.values()].sort(byColumns(({ cases: [first] }) => first, ({ cases: [, second] }) => second));
}

const pairsOf = (keys: readonly string[]): readonly (readonly [string, string])[] => keys.flatMap((first, at) => keys.slice(at + 1).map((second) => [first, second] as const));

/** The first stretch of months in which both are owed something: between two changes nothing changes. */
function sharedMonths(a: CaseRow['changes'], b: CaseRow['changes']): { readonly fromYm: string; readonly toYm?: string } | undefined {
  const points = [...new Set([...a, ...b].map(({ fromYm }) => fromYm))].sort(byCodePoint);
  const both = points.map((ym) => activeChange(a, ym) !== undefined && activeChange(b, ym) !== undefined);
  const from = both.indexOf(true);
  if (from < 0) return undefined;
  const end = both.indexOf(false, from);
  const fromYm = points[from] as string;
  return end < 0 ? { fromYm } : { fromYm, toYm: monthAfter(points[end] as string, -1) };
}
