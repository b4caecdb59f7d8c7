/** What published values mean beyond themselves: for what was listed and determined, and for the targets of the documents. Writes nothing. */
import { type CivilDate, parseDivision } from '#kernel';
import { differencesOf, localKey, type PolicyBook, type PublishedStandard } from '#policy';
import type { ViewReader } from '#projections';
import { arrearsReport, benefitsOf, byColumns, type DeterminationRow, type StandardsRow, type TargetsReport, targetsReport, within } from '#reports';
import type { DeterminationsService } from './determinations-service.js';
import { NOW, type PolicySources } from './policy-sources.js';
import type { AffectedDetermination, Impact } from './policy-types.js';
import type { ServiceHost } from './service-host.js';

export class ImpactService {
  constructor(private readonly host: ServiceHost, private readonly sources: PolicySources, private readonly determinations: DeterminationsService) {}

  /**
   * What a published or corrected value means: the arrears of every case and month, and the determinations that used it. Writes nothing.
   * @throws DomainError `STANDARD_KEY_UNKNOWN` `DIVISION_INVALID`
   */
  impact({ key, division }: { readonly key: string; readonly division: string }): Promise<Impact> {
    return this.host.track(async () => {
      parseDivision(division);
      localKey(key);
      const adopted = await this.sources.adopted(NOW);
      const bookOn = (on: CivilDate): PolicyBook => this.sources.bookOn(adopted, on);
      const { arrears: { rows, notComputed }, users } = await this.host.read(async (views) => {
        const standards: PublishedStandard[] = [];
        for await (const page of views.scan<StandardsRow>('standards')) standards.push(...page.flatMap(({ row }) => row.standards));
        return { arrears: await arrearsReport(views, { bookOn, standards }, key, division), users: await usersOf(views, key, division) };
      });
      const determinations: AffectedDetermination[] = [];
      for (const { at, used } of users) {
        const { data: { determinationId, facts, determination } } = await this.determinations.recordedAt(at);
        const on = determination.on as CivilDate;
        const { today } = await this.determinations.today({ facts, division: determination.division, on });
        determinations.push({ determinationId, on, used, differences: differencesOf(determination, today) });
      }
      return {
        key, division, arrearsComputed: benefitsOf(key).length > 0, rows, notComputed,
        determinations: determinations.sort(byColumns((row) => row.determinationId, (row) => row.on)),
        total: { arrearsFen: rows.reduce((sum, row) => sum + row.arrearsFen, 0), cases: new Set(rows.map((row) => `${row.caseId}|${row.division}`)).size },
      };
    });
  }

  /**
   * The targets of the documents for a year, held against what was published and paid (QS-2019-T01…T05, GX-2019-03…05).
   * @throws DomainError `DIVISION_INVALID` `DIVISION_NOT_COVERED` `DATE_BEFORE_RULES`
   */
  async targets(division: string, year: number): Promise<TargetsReport> {
    parseDivision(division);
    const book = this.sources.bookOn(await this.sources.adopted(NOW), `${year}-12-31` as CivilDate);
    return this.host.read((views) => targetsReport(views, book, division, year));
  }
}

/**
 * The determinations of a division that used a value of a key, and the value: the published one where both a published and a printed
 * one entered. Tiers displace the gap to the 低保 standard, so what used that depends on them too.
 */
async function usersOf(views: ViewReader, key: string, division: string): Promise<readonly { readonly at: string; readonly used: string }[]> {
  const users: { at: string; used: string }[] = [];
  const keys = key.startsWith('dibao.tier.') ? [key, 'dibao.std'] : [key];
  for await (const page of views.scan<DeterminationRow>('determinations')) {
    for (const { key: at, row } of page) {
      const town = row.division.slice(0, 9);
      if (!within(division, { town, community: row.division.length === 12 ? row.division : undefined })) continue;
      const values = keys.map((one) => row.used.filter((value) => value.key === one)).find(({ length }) => length > 0) ?? [];
      const used = values.find(({ from }) => from.startsWith('local:')) ?? values[0];
      if (used !== undefined) users.push({ at, used: used.value });
    }
  }
  return users;
}
