/** The 2 % tolerance of a division and year and the exemption of each finding (GX-2019-06-06; formats.md §2). */
import { type ExemptionConditions, type ExemptionOutcome, exemptionOutcome, headroomPersons, OBJECTIVE_CAUSES, recoverable, withinLimit } from '#accountability';
import { activeInYear, deviationsOf, HOUSEHOLD_BENEFITS } from '#casework';
import { contains, countyOf } from '#kernel';
import type { ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import type { HouseholdRow, PersonRow } from './citizens.js';
import type { FindingRow } from './findings.js';
import { byColumns, entityKey } from './key.js';
import type { ProcedureRow } from './procedure.js';

export interface ToleranceFinding {
  readonly findingId: string;
  readonly caseId: string;
  readonly outcome: ExemptionOutcome;
  readonly conditions: ExemptionConditions;
}
export interface ToleranceReport {
  readonly division: string;
  readonly year: number;
  readonly totalPersons: number;
  readonly errorPersons: number;
  readonly objectiveErrorPersons: number;
  readonly withinLimit: boolean;
  readonly headroomPersons: number;
  readonly provisional: boolean;
  readonly findings: readonly ToleranceFinding[];
}

interface LocatedFinding extends FindingRow {
  readonly case: CaseRow;
}

/**
 * Tolerance for a division and year, with the findings that count in it.
 * A finding is judged against the town and the county of its case in the year of its error, whatever division is asked for.
 */
export async function toleranceReport(views: ViewReader, division: string, year: number): Promise<ToleranceReport> {
  const located = await locatedFindings(views);
  const listed = located.filter((finding) => contains(division, finding.case) && yearListed(finding) === year);
  // Every division whose limit matters here: the one asked for, and the town and county of each finding listed.
  const divisions = new Set([division, ...listed.flatMap((finding) => [finding.case.town, countyOf(finding.case.town)])]);
  const assisted = await assistedCitizens(views, divisions, year);
  const counts = new Map([...divisions].map((code) => [code, countsOf(code)]));

  const own = counts.get(division) as ReturnType<typeof countsOf>;
  return {
    division, year, ...own,
    withinLimit: withinLimit(own),
    headroomPersons: headroomPersons(own),
    // Closing a year belongs to the live procedure; an imported year is never closed by importing it.
    provisional: true,
    findings: listed.map(judge).sort(byColumns((row) => row.findingId, (row) => row.caseId)),
  };

  function countsOf(code: string): { totalPersons: number; errorPersons: number; objectiveErrorPersons: number } {
    const errors = new Set<string>();
    const objective = new Set<string>();
    for (const finding of located) {
      if (!isError(finding) || !finding.fromYm?.startsWith(`${year}-`) || !contains(code, finding.case)) continue;
      errors.add(finding.idNo);
      if (finding.cause !== undefined && OBJECTIVE_CAUSES.has(finding.cause)) objective.add(finding.idNo);
    }
    return { totalPersons: assisted.get(code)?.size ?? 0, errorPersons: errors.size, objectiveErrorPersons: objective.size };
  }

  function judge(finding: LocatedFinding): ToleranceFinding {
    const row = views.get<ProcedureRow>('procedure', entityKey(finding.caseId, finding.code6));
    const { town } = finding.case;
    const conditions: ExemptionConditions = {
      publicSpirit: finding.publicSpirit,
      procedureComplete: row !== undefined && deviationsOf(row).length === 0,
      objectiveCause: finding.cause !== undefined && OBJECTIVE_CAUSES.has(finding.cause),
      withinLimit: [town, countyOf(town)].every((code) => withinLimit(counts.get(code) as ReturnType<typeof countsOf>)),
      recoverable: recoverable(finding.fen, finding.recoveredFen, finding.repaymentPlan),
    };
    return { findingId: finding.findingId, caseId: finding.caseId, outcome: exemptionOutcome(finding.confirmed !== undefined, conditions), conditions };
  }
}

/** A confirmed error by which money was wrongly paid: not an omission (漏保). */
const isError = (finding: FindingRow): boolean => finding.confirmed === true && finding.kind !== 'omission';

/** The year a finding is listed in: that of the error, or of the lead while it is pending and no error month is known. */
function yearListed(finding: FindingRow): number | undefined {
  if (finding.confirmed === false || finding.kind === 'omission') return undefined;
  const since = finding.fromYm ?? (finding.confirmed === undefined ? finding.raisedOn : undefined);
  return since === undefined ? undefined : Number(since.slice(0, 4));
}

async function locatedFindings(views: ViewReader): Promise<readonly LocatedFinding[]> {
  const located: LocatedFinding[] = [];
  for await (const page of views.scan<FindingRow>('findings')) {
    for (const { row } of page) {
      const caseRow = views.get<CaseRow>('caseload', entityKey(row.caseId, row.code6));
      if (caseRow) located.push({ ...row, case: caseRow });
    }
  }
  return located;
}

/**
 * Distinct citizens assisted in the year, per division: the counted members for a household benefit,
 * else the beneficiary, or the head where no beneficiary is named.
 */
async function assistedCitizens(views: ViewReader, divisions: ReadonlySet<string>, year: number): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const citizens = new Map([...divisions].map((code) => [code, new Set<string>()]));
  for await (const page of views.scan<CaseRow>('caseload')) {
    for (const { row } of page) {
      const within = [...divisions].filter((code) => contains(code, row));
      if (within.length === 0 || !activeInYear(row.changes, year)) continue;
      for (const personId of assistedPersons(row, views.get<HouseholdRow>('households', entityKey(row.householdId, row.code6)))) {
        const person = views.get<PersonRow>('people', entityKey(personId, row.code6));
        if (person) for (const code of within) citizens.get(code)?.add(person.idNo);
      }
    }
  }
  return citizens;
}

function assistedPersons(row: CaseRow, household: HouseholdRow | undefined): readonly string[] {
  if (HOUSEHOLD_BENEFITS.has(row.benefit)) return household?.countedIds ?? [];
  const personId = row.beneficiaryId ?? household?.headId;
  return personId === undefined ? [] : [personId];
}
