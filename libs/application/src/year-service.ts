/** Closing a year of the tolerance: the counts of the county and its towns and the outcome of each finding, final from then on (GX-2019-06-06). */
import { type ClosedFinding, type DivisionCount, yearStream } from '#accountability';
import { handleCommand } from '#event-store';
import type { SignedIn } from '#identity';
import { civilDateAt, DomainError, parseCivilDate } from '#kernel';
import { toleranceOverview, toleranceReport } from '#reports';
import type { AccessService } from './access-service.js';
import { CaseReader } from './case-reader.js';
import type { YearClosing } from './finding-types.js';
import { type Sending, sentAs } from './sending.js';
import type { ServiceHost } from './service-host.js';

export class YearService {
  private readonly reader: CaseReader;

  constructor(private readonly host: ServiceHost, private readonly access: AccessService) {
    this.reader = new CaseReader(host.store);
  }

  /**
   * Sent again for the same day it is answered with the closing that stands.
   * @throws DomainError `YEAR_CLOSED` `YEAR_NOT_OVER` `COUNTY_INVALID`, and as `authorise`
   */
  close(county: string, year: number, on: string, person: SignedIn, sending: Sending = {}): Promise<YearClosing> {
    return this.host.track(async () => {
      if (!/^\d{6}$/.test(county) || county.endsWith('00')) throw new DomainError('COUNTY_INVALID', 'invalid', 'A year is closed for a county. Write its 6 digits.', { field: 'county' });
      const day = parseCivilDate(on);
      const { actor } = await this.access.authorise(person, 'year.close', county);
      await this.host.catchUp();
      const { counts, findings } = await this.host.read(async (views) => ({
        counts: (await toleranceOverview(views, county, year)).rows.map(({ division, totalPersons, errorPersons, objectiveErrorPersons }): DivisionCount => ({
          division, level: division.length === 6 ? 'county' : 'town', totalPersons, errorPersons, objectiveErrorPersons,
        })),
        findings: (await toleranceReport(views, county, year)).findings.map(({ findingId, outcome }): ClosedFinding => ({ findingId, outcome })),
      }));
      const outcome = await handleCommand(this.host.store, yearStream, county, {
        command: { type: 'CloseYear', county, year, on: day, today: civilDateAt(this.host.now()), by: person.staffId, counts, findings },
        context: { ...sentAs(`year/${county}`, `year/${year}/${day}`, actor, sending, `${year}/${day}`), jurisdiction: { code6: county }, now: this.host.now() },
      });
      if (outcome.revision !== undefined) sending.tellRevision?.(outcome.revision);
      await this.host.catchUp();
      const closed = (await this.reader.read(yearStream, county))?.state.closed[String(year)];
      if (closed === undefined) throw new Error('a year that was closed is known');
      return { county, year, outcome: outcome.status === 'appended' ? 'recorded' : 'alreadyRecorded', ...closed };
    });
  }
}
