/** The 2 % tolerance of a division and year and the exemption of each finding (GX-2019-06-06; formats.md §2). */
import { type ClosedYear, type DivisionCount, type ExemptionAssessment, type ExemptionConditions, type ExemptionOutcome, exemptionOutcome, headroomPersons, recoverable, withinLimit } from '#accountability';
import { areaOf, type CivilDate, contains, countyOf } from '#kernel';
import type { ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import { type FindingRow, isObjective } from './findings.js';
import { byColumns, entityKey } from './key.js';
import { caseDeviations, type ProcedureRow } from './procedure.js';
import { countsOf, isError, type LocatedFinding, locatedFindings, type YearCounts } from './tolerance-counts.js';
import { closedYear } from './years.js';

export interface ToleranceFinding {
  readonly findingId: string;
  readonly caseId: string;
  readonly outcome: ExemptionOutcome;
  readonly conditions: ExemptionConditions;
}
export interface ToleranceLimit extends YearCounts {
  readonly division: string;
  readonly year: number;
  readonly withinLimit: boolean;
  readonly headroomPersons: number;
  /** False once the year is closed: the counts are then those it was closed with. */
  readonly provisional: boolean;
}
export interface ToleranceReport extends ToleranceLimit {
  readonly findings: readonly ToleranceFinding[];
  /** Only of a closed year: when, and the errors that came to light afterwards, which count in nothing above. */
  readonly closedOn?: string | undefined;
  readonly lateFindings?: readonly string[] | undefined;
}
/** The limit of a county and of each of its towns. */
export interface ToleranceOverview {
  readonly division: string;
  readonly year: number;
  readonly asOf: CivilDate | null;
  readonly rows: readonly ToleranceLimit[];
}

/**
 * Tolerance for a division and year, with the findings that count in it; as of a day: errors determined, money received and months assisted by then.
 * A finding is judged against the town and the county of its case in the year of its error, whatever division is asked for.
 */
export async function toleranceReport(views: ViewReader, division: string, year: number, asOf?: CivilDate): Promise<ToleranceReport> {
  const located = await locatedFindings(views, asOf);
  const listed = located.filter((finding) => contains(division, finding.case) && yearListed(finding) === year);
  // Every division whose limit matters here: the one asked for, and the town and county of each finding listed.
  const divisions = new Set([division, ...listed.flatMap(({ case: { town } }) => [town, countyOf(town)])]);
  const counts = await countsOf(views, located, divisions, year, asOf);
  const closed = closedYear(views, division, year, asOf);
  const findings = listed.filter(({ findingId }) => closed?.late.includes(findingId) !== true).map((finding): ToleranceFinding => {
    const ofYear = closedYear(views, finding.code6, year, asOf);
    const { conditions } = judge(views, finding, year, counts, ofYear, asOf);
    return { findingId: finding.findingId, caseId: finding.caseId, outcome: outcomeOf(finding, conditions, ofYear), conditions };
  });
  return {
    ...limitOf(division, year, counts, closed), findings: findings.sort(byColumns((row) => row.findingId, (row) => row.caseId)),
    ...(closed === undefined ? {} : { closedOn: closed.on, lateFindings: closed.late }),
  };
}

/** The limits of a county and of every town that has a case; of a town alone; of a city or province of each of its counties with their towns, for the 2 % is theirs and not its own. */
export async function toleranceOverview(views: ViewReader, division: string, year: number, asOf?: CivilDate): Promise<ToleranceOverview> {
  const area = areaOf(division);
  const below = new Set<string>();
  for await (const page of views.scan<CaseRow>('caseload')) {
    for (const { row } of page) if (contains(area, row) && row.town !== '') for (const code of area.length < 6 ? [countyOf(row.town), row.town] : [row.town]) below.add(code);
  }
  const divisions = new Set([...(area.length < 6 ? [] : [division]), ...[...below].sort()]);
  const counts = await countsOf(views, await locatedFindings(views, asOf), divisions, year, asOf);
  return { division, year, asOf: asOf ?? null, rows: [...divisions].map((code) => limitOf(code, year, counts, closedYear(views, code, year, asOf))) };
}

/** The exemption of one finding with what each condition rests on, as the ledger knows it now; undefined while no error is determined in a case that is known. */
export async function exemptionOf(views: ViewReader, findingKey: string): Promise<ExemptionAssessment | undefined> {
  const row = views.get<FindingRow>('findings', findingKey);
  const located = await locatedFindings(views, undefined);
  const finding = located.find(({ findingId, code6 }) => entityKey(findingId, code6) === findingKey);
  if (row === undefined || finding?.fromYm === undefined || !isError(finding)) return undefined;
  const year = Number(finding.fromYm.slice(0, 4));
  const { town } = finding.case;
  const counts = await countsOf(views, located, new Set([town, countyOf(town)]), year, undefined);
  const closed = closedYear(views, finding.code6, year, undefined);
  const { conditions, evidence } = judge(views, finding, year, counts, closed);
  return { year, conditions, evidence, counts: divisionCounts(finding, counts, closed) };
}

/** What decides: the counts the year was closed with, for a finding that was counted then; else the present ones. */
const countOf = (division: string, counts: ReadonlyMap<string, YearCounts>, closed: ClosedYear | undefined): YearCounts =>
  closed?.counts.find((count) => count.division === division) ?? (counts.get(division) as YearCounts);

export function divisionCounts({ findingId, case: { town } }: LocatedFinding, counts: ReadonlyMap<string, YearCounts>, closed: ClosedYear | undefined): readonly DivisionCount[] {
  const deciding = closed?.late.includes(findingId) === true ? undefined : closed;
  return [countyOf(town), town].map((division) => {
    const { totalPersons, errorPersons, objectiveErrorPersons } = countOf(division, counts, deciding);
    return { division, level: division.length === 6 ? 'county' : 'town', totalPersons, errorPersons, objectiveErrorPersons };
  });
}

function limitOf(division: string, year: number, counts: ReadonlyMap<string, YearCounts>, closed: ClosedYear | undefined): ToleranceLimit {
  const { totalPersons, errorPersons, objectiveErrorPersons } = countOf(division, counts, closed);
  const own = { totalPersons, errorPersons, objectiveErrorPersons };
  return { division, year, ...own, withinLimit: withinLimit(own), headroomPersons: headroomPersons(own), provisional: closed === undefined };
}

function judge(views: ViewReader, finding: LocatedFinding, year: number, counts: ReadonlyMap<string, YearCounts>, closed: ClosedYear | undefined, asOf?: CivilDate): { readonly conditions: ExemptionConditions; readonly evidence: ExemptionAssessment['evidence'] } {
  const key = entityKey(finding.caseId, finding.code6);
  const row = views.get<ProcedureRow>('procedure', key);
  const deviations = row === undefined ? ['no steps are recorded'] : caseDeviations(views, key, row, asOf).map(({ code, step }) => `${code} ${step}`);
  const limits = divisionCounts(finding, counts, closed);
  const { fen, recoveredFen, repaymentPlan, planOn, failedOn, cause, excluded, publicSpirit, determinedOn } = finding;
  return {
    conditions: {
      publicSpirit, procedureComplete: deviations.length === 0, objectiveCause: isObjective(finding), withinLimit: limits.every(withinLimit),
      recoverable: recoverable(fen, recoveredFen, repaymentPlan && failedOn === undefined),
    },
    evidence: {
      publicSpirit: `stated with the determination of ${determinedOn ?? 'no day'}`,
      procedureComplete: deviations.length === 0 ? `case ${key}: no deviation` : `case ${key}: ${deviations.join(', ')}`,
      objectiveCause: `${cause ?? 'no cause'}${excluded === true ? ', with intent, favour to kin or fraud' : ''}`,
      withinLimit: limits.map(({ division, objectiveErrorPersons, totalPersons }) => `${division} ${year}: ${objectiveErrorPersons} of ${totalPersons}`).join('; '),
      recoverable: `${recoveredFen} of ${fen ?? 'unknown'} fen received${planOn === undefined ? '' : `; plan of ${planOn}`}${failedOn === undefined ? '' : `; failed on ${failedOn}`}`,
    },
  };
}

/** A year that is closed has found somebody accountable for good; whoever was exempt stays so while the conditions other than the limit hold. */
function outcomeOf(finding: LocatedFinding, conditions: ExemptionConditions, closed: ClosedYear | undefined): ExemptionOutcome {
  if (closed?.findings.find(({ findingId }) => findingId === finding.findingId)?.outcome === 'accountable') return 'accountable';
  return exemptionOutcome(!isPending(finding), conditions);
}

/** Not verified, or verified as true and not determined yet. */
const isPending = ({ confirmed, determinedOn }: FindingRow): boolean => confirmed === undefined || (confirmed && determinedOn === undefined);

/** The year a finding is listed in: that of the error, or of the lead while it is pending and no error month is known. */
function yearListed(finding: FindingRow): number | undefined {
  if (finding.confirmed === false || finding.kind === 'omission') return undefined;
  const since = finding.fromYm ?? (isPending(finding) ? finding.raisedOn : undefined);
  return since === undefined ? undefined : Number(since.slice(0, 4));
}
