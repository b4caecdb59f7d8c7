/** Deaths that another office registered: each becomes a step of the cases in which the person is assisted. Nothing stops by itself (R83); what was paid after the death becomes a lead by a follow-up. */
import type { SignedIn } from '#identity';
import { type CivilDate, DomainError, monthOf } from '#kernel';
import { type CaseRow, citizenCases, entityKey, type HouseholdRow, type PersonRow } from '#reports';
import type { AccessService } from './access-service.js';
import type { CaseService } from './case-service.js';
import type { ServiceHost } from './service-host.js';

export interface NoticeOfDeath {
  /** The county whose ledger is asked. */
  readonly county: string;
  readonly idNo: string;
  readonly diedOn: string;
  /** The day of the notice: that of the step. */
  readonly noticedOn: string;
  readonly source: string;
}
export type NoticeOutcome = 'recorded' | 'alreadyRecorded' | 'nothingToDo';

export class DeathNotices {
  constructor(private readonly host: ServiceHost, private readonly access: AccessService, private readonly cases: CaseService) {}

  /**
   * `key` names the notice: the same again records nothing. Nobody assisted under the number: nothing to do, and nothing is kept.
   * @throws DomainError as the step `reportDeath` says, after every other case was tried
   */
  async apply(notice: NoticeOfDeath, key: string, person: SignedIn): Promise<NoticeOutcome> {
    const { county, idNo, diedOn, noticedOn, source } = notice;
    await this.access.authorise(person, 'case.reportDeath', county);
    await this.host.catchUp();
    const found = await this.host.read(async (views) => {
      const cases = (await citizenCases(views, new Set([idNo]), county)).get(idNo) ?? [];
      const persons: string[] = [];
      if (cases.length > 0) for await (const page of views.scan<PersonRow>('people')) persons.push(...page.filter(({ row, key: name }) => row.idNo === idNo && name.endsWith(`@${county}`)).map(({ key: name }) => name.slice(0, name.lastIndexOf('@'))));
      return cases.filter((row) => !endedBefore(row, diedOn)).map((row) => {
        const household = views.get<HouseholdRow>('households', entityKey(row.householdId, county));
        return { caseId: row.caseId, personId: persons.find((one) => one === row.beneficiaryId || household?.countedIds.includes(one)) ?? (persons[0] as string) };
      });
    });
    let outcome: NoticeOutcome = found.length === 0 ? 'nothingToDo' : 'alreadyRecorded';
    let refusal: Error | undefined;
    for (const { caseId, personId } of found) {
      try {
        const taken = await this.cases.take(entityKey(caseId, county), 'reportDeath', { on: noticedOn, personId, diedOn, source }, person, { idempotencyKey: key });
        if (taken.outcome === 'recorded') outcome = 'recorded';
      } catch (error) {
        // Known from somebody else, who was faster.
        if (error instanceof DomainError && error.code === 'STEP_DONE') continue;
        refusal ??= error instanceof Error ? error : new Error(String(error));
      }
    }
    if (refusal !== undefined) throw refusal;
    return outcome;
  }
}

/** Stopped no later than the month of the death: nothing is owed that the death could end. */
function endedBefore({ changes }: CaseRow, diedOn: string): boolean {
  const last = changes.at(-1);
  return last?.kind === 'stop' && last.fromYm <= monthOf(diedOn as CivilDate);
}
