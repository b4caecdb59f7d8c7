/** Who looked at what, and how much one person looked at in a day. */
import type { ViewingEvent, ViewingOutcome, ViewingScope } from '#accountability';
import { countyOf } from '#kernel';
import type { Projection, ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import type { HouseholdRow } from './citizens.js';
import { byColumns, entityKey } from './key.js';
import { assistedPersons } from './tolerance-counts.js';

export interface ViewingRow {
  readonly scope: ViewingScope;
  readonly about: string;
  readonly outcome: ViewingOutcome;
  readonly at: string;
  readonly staffId: string;
  readonly role: string | null;
  readonly from: string;
  /** Null: in the course of the work of the office that handles it. */
  readonly purpose: string | null;
}

/** Keyed by `<about>|<viewing>`. */
export const viewings: Projection<ViewingRow, ViewingEvent> = {
  name: 'viewings',
  version: 1,
  handles: ['ArchiveAccessed'],
  key: ({ event: { data: { about, viewingId } } }) => `${about}|${viewingId}`,
  evolve: (_row, { event: { data: { scope, about, outcome, from, purpose } }, metadata: { actor, recordedAt } }) =>
    ({ scope, about, outcome, at: recordedAt, staffId: actor.staffId, role: actor.role ?? null, from, purpose: purpose ?? null }),
};

/** Different files that one person was shown in a day, from which on it is looked into. A county decides some dozens of cases a day. */
export const BULK_VIEWING = 100;

export interface ViewerDayRow {
  readonly staffId: string;
  readonly on: string;
  /** Case files, each once, the first BULK_VIEWING of them. */
  readonly cases: readonly string[];
}

const OF_A_CASE: ReadonlySet<ViewingScope> = new Set<ViewingScope>(['file', 'replay', 'payments', 'evidence']);

/** Keyed by `<staff>|<day>`. */
export const viewerDays: Projection<ViewerDayRow, ViewingEvent> = {
  name: 'viewerDays',
  version: 1,
  handles: ['ArchiveAccessed'],
  key: ({ event: { data: { scope, outcome, on } }, metadata: { actor } }) => (outcome === 'shown' && OF_A_CASE.has(scope) ? viewerDayKey(actor.staffId, on) : undefined),
  evolve(row, { event: { data: { about, on } }, metadata: { actor } }) {
    const before = row?.cases ?? [];
    return row !== undefined && (before.length >= BULK_VIEWING || before.includes(about)) ? row : { staffId: actor.staffId, on, cases: [...before, about] };
  },
};
export const viewerDayKey = (staffId: string, on: string): string => `${staffId}|${on}`;

export interface ViewingsReport {
  readonly about: string;
  /** By time. */
  readonly rows: readonly ViewingRow[];
}

/** Every look at one thing: a case, a finding, a list, a paper. */
export async function viewingsOf(views: ViewReader, about: string): Promise<ViewingsReport> {
  return { about, rows: inTime(await rowsOf(views, about)) };
}

/** Every look at the cases a person is or was counted in, or receives, and at what is registered of the person. */
export async function viewingsOfPerson(views: ViewReader, personId: string, county: string): Promise<ViewingsReport> {
  const rows: ViewingRow[] = [];
  for (const caseKey of await casesOfPerson(views, personId, county)) rows.push(...(await rowsOf(views, caseKey)));
  rows.push(...(await rowsOf(views, entityKey(personId, county))).filter(({ scope }) => scope === 'register' || scope === 'evidence'));
  return { about: entityKey(personId, countyOf(county)), rows: inTime(rows) };
}

/** Every case that is or was about a person, or for a household the person heads or counts in. */
export async function casesOfPerson(views: ViewReader, personId: string, county: string): Promise<readonly string[]> {
  const cases: string[] = [];
  for await (const page of views.scan<CaseRow>('caseload')) {
    for (const { row } of page) {
      if (row.code6 !== county) continue;
      const household = views.get<HouseholdRow>('households', entityKey(row.householdId, county));
      if (row.beneficiaryId === personId || household?.headId === personId || assistedPersons(row, household).includes(personId)) cases.push(entityKey(row.caseId, county));
    }
  }
  return cases;
}

async function rowsOf(views: ViewReader, about: string): Promise<readonly ViewingRow[]> {
  const rows: ViewingRow[] = [];
  for await (const page of views.scan<ViewingRow>('viewings', `${about}|`)) rows.push(...page.map(({ row }) => row));
  return rows;
}
const inTime = (rows: readonly ViewingRow[]): readonly ViewingRow[] => [...rows].sort(byColumns((row) => row.at, (row) => row.about, (row) => row.staffId, (row) => row.scope));
