/** Leads that data give: the ledger matched with itself, and files of other offices. A hit is a lead, never a finding, and stops no payment (process.md §9, §12.6). */
import { type CompleteMatch, type FindingStated, type KeepMatchRow, MATCH_HEADERS, MATCH_ROW, type MatchEvent, type MatchRow, type MatchState, matchStream, MAX_MATCH_ROWS } from '#accountability';
import { type CommandOutcome, handleCommands } from '#event-store';
import type { SignedIn } from '#identity';
import { areaOf, type CivilDate, civilDateAt, digestOf, DomainError, isCitizenId, type Json, uuidOf } from '#kernel';
import { type CaseRow, citizenCases, entityKey, type FindingRow, type SelfMatch, selfMatches } from '#reports';
import type { AccessService } from './access-service.js';
import { read as readFormat } from './case-formats.js';
import { placeOf } from './case-reader.js';
import type { FindingService } from './finding-service.js';
import type { MatchReport, ScannedLead } from './finding-types.js';
import { keyOf } from './number-key.js';
import type { ServiceHost } from './service-host.js';

/** What is raised of a match of the ledger with itself. */
export const leadOf = ({ kind, caseId, idNo, relatedCases, fromYm, toYm, fenAtRisk, facts }: SelfMatch, on: CivilDate): FindingStated<'raise'> => ({
  on, source: 'selfCheck', kind, facts, confidence: 'medium', ...(caseId === undefined ? {} : { caseId }), ...(idNo === undefined ? {} : { idNo }), ...(relatedCases.length === 0 ? {} : { relatedCases: relatedCases.slice(0, MAX_RELATED) }),
  ...(fromYm === undefined ? {} : { fromYm }), ...(toYm === undefined ? {} : { toYm }), ...(fenAtRisk === undefined ? {} : { fenAtRisk }),
});
/** Cases a lead names beside its own. */
const MAX_RELATED = 500;

export class LeadService {
  constructor(private readonly host: ServiceHost, private readonly access: AccessService, private readonly findings: FindingService) {}

  /** What the ledger finds in itself; with `raise` every match that nobody raised yet becomes a lead. */
  scan(division: string, person: SignedIn, raise: boolean): Promise<readonly ScannedLead[]> {
    return this.host.track(async () => {
      const { actor } = await this.access.authorise(person, raise ? 'lead.raise' : 'finding.read', division);
      await this.host.catchUp();
      const [matches, raised] = await this.host.read(async (views) => {
        const found = await selfMatches(views, areaOf(division), this.host.secretName);
        return [found, new Set(found.filter(({ leadNo, county }) => views.get<FindingRow>('findings', entityKey(leadNo, county)) !== undefined).map(({ leadNo }) => leadNo))] as const;
      });
      const today = civilDateAt(this.host.now());
      const leads: ScannedLead[] = [];
      for (const match of matches) {
        const known = raised.has(match.leadNo);
        if (raise && !known) await this.findings.raise(entityKey(match.leadNo, match.county), leadOf(match, today), actor, person);
        leads.push({ ...match, standing: known ? 'alreadyRaised' : raise ? 'raised' : 'new' });
      }
      if (raise) await this.host.catchUp();
      return leads;
    });
  }

  /**
   * Raises a lead for every row whose citizen the ledger knows. Every other row is kept in the ledger, whole, and named in the answer.
   * The same file under the same number again records nothing, and completes what a stopped program left undone.
   * @param rows objects with the fields of a row, or with the Chinese headers (docs/accountability.md)
   * @throws DomainError `MATCH_EXISTS` `MATCH_TOO_LARGE` `MATCH_EMPTY`
   */
  importMatch(number: string, rows: readonly unknown[], person: SignedIn): Promise<MatchReport> {
    return this.host.track(async () => {
      const matchKey = keyOf(number, person, 'matchNo');
      const at = matchKey.lastIndexOf('@');
      const [matchNo, county] = [matchKey.slice(0, at), matchKey.slice(at + 1)];
      const { actor } = await this.access.authorise(person, 'lead.raise', county);
      if (rows.length === 0) throw new DomainError('MATCH_EMPTY', 'invalid', 'The file has no rows, so there is nothing to match. Check that it is the right file.');
      if (rows.length > MAX_MATCH_ROWS) throw new DomainError('MATCH_TOO_LARGE', 'limit', `The file has ${rows.length} rows, more than ${MAX_MATCH_ROWS}. Split it, each part with a number of its own.`, { rows: rows.length, limit: MAX_MATCH_ROWS });
      await this.host.catchUp();
      const file = digestOf(rows as unknown as Json);
      const on = civilDateAt(this.host.now());
      const read = rows.map((cells, index) => ({ row: index + 1, cells: cellsOf(cells), ...readRow(cells) }));
      const wanted = new Set(read.map(({ match }) => match?.idNo).filter((idNo) => idNo !== undefined));
      const known = await this.host.read((views) => citizenCases(views, wanted, county));
      const kept: Extract<MatchEvent, { type: 'MatchRowKept' }>['data'][] = [];
      const leads: { row: number; findingId: string; stated: FindingStated<'raise'> }[] = [];
      for (const { row, cells, match, field } of read) {
        const cases = match === undefined ? undefined : known.get(match.idNo);
        if (match === undefined) kept.push({ matchNo, row, because: 'unreadable', field, cells });
        else if (cases === undefined) kept.push({ matchNo, row, because: 'unknownCitizen', cells });
        else leads.push({ row, findingId: `BD-${matchNo}-${row}`, stated: leadOfRow(match, matchNo, cases, on) });
      }
      const because = (one: 'unreadable' | 'unknownCitizen'): typeof kept => kept.filter((each) => each.because === one);
      const readable = read.flatMap(({ match }) => (match === undefined ? [] : [match]));
      const run: CompleteMatch = {
        type: 'CompleteMatch', on,
        data: {
          matchNo, file, n: rows.length, leads: leads.length, unknownCitizens: because('unknownCitizen').length, unreadable: because('unreadable').length,
          sources: [...new Set(readable.map(({ source }) => source))].sort(), asOf: [...new Set(readable.map(({ asOf }) => asOf))].sort(),
        },
      };
      const request = (command: KeepMatchRow | CompleteMatch, name: string) => {
        const commandId = uuidOf(`match/${matchKey}/${file}/${name}`);
        return { command, context: { commandId, actor, jurisdiction: placeOf(county), now: this.host.now(), correlationId: uuidOf(`match/${matchKey}/${file}`), payloadDigest: file } };
      };
      // The rows first, the summary last: a match that is summed up is whole.
      const outcomes: readonly CommandOutcome<MatchEvent>[] = await handleCommands<MatchState, KeepMatchRow | CompleteMatch, MatchEvent>(this.host.store, matchStream, matchKey, [
        ...kept.map((data) => request({ type: 'KeepMatchRow', data, on }, `row/${data.row}`)), request(run, 'run'),
      ]);
      const refused = outcomes.find((outcome) => outcome.status === 'refused');
      if (refused?.status === 'refused') throw refused.error;
      const raised: { row: number; findingId: string; outcome: 'recorded' | 'alreadyRecorded' }[] = [];
      for (const { row, findingId, stated } of leads) raised.push({ row, findingId, outcome: await this.findings.raise(entityKey(findingId, county), stated, actor, undefined) });
      await this.host.catchUp();
      return {
        matchNo, file, rows: rows.length, leads: raised, unknownCitizens: because('unknownCitizen').map(({ row, cells }) => ({ row, idNo: cells['idNo'] ?? cells['身份证号'] ?? '' })),
        unreadable: because('unreadable').map(({ row, field }) => ({ row, field: field ?? '' })),
      };
    });
  }
}

/** One lead per row: about the case the citizen is assisted in, the others beside it; about the person alone where there is none. */
function leadOfRow({ kind, fact, source, asOf, idNo, fromYm, toYm }: MatchRow, matchNo: string, cases: readonly CaseRow[], on: CivilDate): FindingStated<'raise'> {
  const [first, ...others] = cases.map(({ caseId }) => caseId);
  return {
    on, source: 'dataMatch', kind, facts: `${source}（${asOf}）：${fact}`, idNo, matchNo, confidence: 'medium', ...(first === undefined ? {} : { caseId: first }), ...(others.length === 0 ? {} : { relatedCases: others.slice(0, MAX_RELATED) }),
    ...(fromYm === undefined ? {} : { fromYm }), ...(toYm === undefined ? {} : { toYm }),
  };
}

/** A row with its Chinese headers replaced; empty cells are no statement. */
function readRow(row: unknown): { readonly match?: MatchRow; readonly field?: string } {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return { field: '' };
  const named = Object.fromEntries<unknown>(Object.entries(row as Record<string, unknown>).map(([name, value]) => [MATCH_HEADERS[name.trim()] ?? name.trim(), typeof value === 'string' ? value.normalize('NFKC').trim() : value] as const).filter(([, value]) => value !== ''));
  if (typeof named['idNo'] === 'string') named['idNo'] = named['idNo'].replaceAll(' ', '').toUpperCase();
  try {
    const match = readFormat(MATCH_ROW, named) as MatchRow;
    return isCitizenId(match.idNo) ? { match } : { field: 'idNo' };
  } catch (error) {
    if (error instanceof DomainError && error.code === 'STEP_INVALID') return { field: String(error.details['field']) };
    throw error;
  }
}

const cellsOf = (row: unknown): Record<string, string> =>
  typeof row === 'object' && row !== null && !Array.isArray(row) ? Object.fromEntries(Object.entries(row as Record<string, unknown>).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])) : { row: JSON.stringify(row) };
