/** Whether an amount was decided for a household: who counts in it is then changed, not corrected. */
import { DomainError } from '#kernel';
import type { CaseRow } from '#reports';
import type { ServiceHost } from './service-host.js';

/** @throws DomainError `CORRECTION_DECIDED` */
export async function refuseDecided(host: ServiceHost, householdKey: string): Promise<void> {
  await host.catchUp();
  const separator = householdKey.lastIndexOf('@');
  const [householdId, county] = [householdKey.slice(0, separator), householdKey.slice(separator + 1)];
  const decided = await host.read(async (views) => {
    for await (const page of views.scan<CaseRow>('caseload')) for (const { row } of page) if (row.householdId === householdId && row.code6 === county && row.changes.length > 0) return row.caseId;
    return undefined;
  });
  if (decided === undefined) return;
  throw new DomainError('CORRECTION_DECIDED', 'conflict', `An amount was decided for this household in case ${decided}, for the persons that counted. Record the change of the member, then adjust the amount by a decision; what was paid wrongly is a lead.`, { caseId: decided });
}
