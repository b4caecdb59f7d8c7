/** How many citizens were assisted in a year, and how many of them wrongly (GX-2019-06-06; formats.md §2), per division, as of a day. */
import type { ToleranceCounts } from '#accountability';
import { activeChange, HOUSEHOLD_BENEFITS } from '#casework';
import { type CivilDate, contains, monthOf } from '#kernel';
import type { ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import type { HouseholdRow, PersonRow } from './citizens.js';
import { type FindingRow, isObjective } from './findings.js';
import { entityKey } from './key.js';

export interface LocatedFinding extends FindingRow {
  readonly caseId: string;
  readonly case: CaseRow;
}
export interface YearCounts extends ToleranceCounts {
  /** Distinct citizens with an error of any cause. */
  readonly errorPersons: number;
}

/** Findings of a case the ledger knows, as they stood on a day; those raised later are left out. */
export async function locatedFindings(views: ViewReader, asOf: CivilDate | undefined): Promise<readonly LocatedFinding[]> {
  const located: LocatedFinding[] = [];
  for await (const page of views.scan<FindingRow>('findings')) {
    for (const { row } of page) {
      if (row.caseId === undefined || (asOf !== undefined && row.raisedOn > asOf)) continue;
      const caseRow = views.get<CaseRow>('caseload', entityKey(row.caseId, row.code6));
      if (caseRow) located.push({ ...asOn(row, asOf), caseId: row.caseId, case: caseRow });
    }
  }
  return located;
}

/** What had happened by a day. Facts of a lead that nobody determined have no day of their own and stay. */
export function asOn(row: FindingRow, asOf: CivilDate | undefined): FindingRow {
  if (asOf === undefined) return row;
  const by = (on: string | undefined): boolean => on !== undefined && on <= asOf;
  const receipts = row.receipts.filter(({ on }) => by(on));
  const determined = row.determinedOn === undefined || by(row.determinedOn) ? {} : { kind: undefined, fromYm: undefined, fen: undefined, cause: undefined, publicSpirit: false, citizens: undefined, excluded: undefined, determinedOn: undefined };
  return {
    ...row, ...determined, confirmed: by(row.verifiedOn) ? row.confirmed : undefined, receipts, recoveredFen: receipts.reduce((sum, { fen }) => sum + fen, 0),
    repaymentPlan: row.repaymentPlan && by(row.planOn), failedOn: by(row.failedOn) ? row.failedOn : undefined,
  };
}

/** A confirmed error by which money was wrongly paid: not an omission (漏保). */
export const isError = (finding: FindingRow): boolean => finding.confirmed === true && finding.kind !== 'omission';
const isErrorOf = (finding: FindingRow, year: number): boolean => isError(finding) && finding.fromYm?.startsWith(`${year}-`) === true;
const citizensOf = ({ citizens, idNo }: FindingRow): readonly string[] => citizens ?? (idNo === undefined ? [] : [idNo]);

/** Counts of every division asked for. */
export async function countsOf(views: ViewReader, located: readonly LocatedFinding[], divisions: ReadonlySet<string>, year: number, asOf: CivilDate | undefined): Promise<ReadonlyMap<string, YearCounts>> {
  const assisted = await assistedCitizens(views, divisions, year, asOf);
  return new Map([...divisions].map((code) => {
    const errors = new Set<string>();
    const objective = new Set<string>();
    for (const finding of located) {
      if (!isErrorOf(finding, year) || !contains(code, finding.case)) continue;
      for (const citizen of citizensOf(finding)) {
        errors.add(citizen);
        if (isObjective(finding)) objective.add(citizen);
      }
    }
    return [code, { totalPersons: assisted.get(code)?.size ?? 0, errorPersons: errors.size, objectiveErrorPersons: objective.size }];
  }));
}

/** The errors that a division's count of objective errors is made of, by the key of the finding. */
export const countedErrors = (located: readonly LocatedFinding[], division: string, year: number): readonly string[] =>
  located.filter((finding) => isErrorOf(finding, year) && isObjective(finding) && contains(division, finding.case)).map(({ findingId, code6 }) => entityKey(findingId, code6)).sort();

/**
 * Distinct citizens assisted in the year, up to the month of a day in it, per division: the counted members for a household benefit,
 * else the beneficiary, or the head where no beneficiary is named.
 */
async function assistedCitizens(views: ViewReader, divisions: ReadonlySet<string>, year: number, asOf: CivilDate | undefined): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const last = asOf === undefined || monthOf(asOf) > `${year}-12` ? `${year}-12` : monthOf(asOf);
  const citizens = new Map([...divisions].map((code) => [code, new Set<string>()]));
  for await (const page of views.scan<CaseRow>('caseload')) {
    for (const { row } of page) {
      const within = [...divisions].filter((code) => contains(code, row));
      if (within.length === 0 || !activeBetween(row.changes, `${year}-01`, last)) continue;
      for (const personId of assistedPersons(row, views.get<HouseholdRow>('households', entityKey(row.householdId, row.code6)))) {
        const person = views.get<PersonRow>('people', entityKey(personId, row.code6));
        if (person) for (const code of within) citizens.get(code)?.add(person.idNo);
      }
    }
  }
  return citizens;
}

/** Whether a case is active in any month from one to another: at the first, or by a change within them. */
function activeBetween(changes: CaseRow['changes'], first: string, last: string): boolean {
  if (last < first) return false;
  return activeChange(changes, first) !== undefined || changes.some(({ fromYm }) => fromYm > first && fromYm <= last && activeChange(changes, fromYm) !== undefined);
}

export function assistedPersons(row: CaseRow, household: HouseholdRow | undefined): readonly string[] {
  if (HOUSEHOLD_BENEFITS.has(row.benefit)) return household?.countedIds ?? [];
  const personId = row.beneficiaryId ?? household?.headId;
  return personId === undefined ? [] : [personId];
}
