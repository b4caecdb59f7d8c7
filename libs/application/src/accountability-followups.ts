/** What follows by itself in accountability: an exemption is revoked when its ground falls away (GX-2019-06-06 d, e), an error of a closed year is said to be one, a death with payments after it becomes a lead. */
import { type DivisionCount, type FindingEvent, findingStream, type RevocationCause, withinLimit, yearStream } from '#accountability';
import { handleCommand, type RecordedEvent } from '#event-store';
import { civilDateAt, type EventMetadata } from '#kernel';
import { type CaseRow, closedYear, entityKey, exemptionOf, type FindingRow, paidWronglyMatches, type ToleranceLimit, toleranceOverview } from '#reports';
import { FOLLOW_UP, type FollowUp, followUpContext } from './follow-ups.js';
import type { FindingService } from './finding-service.js';
import { leadOf } from './lead-service.js';
import type { ServiceHost } from './service-host.js';

const countOf = ({ division, totalPersons, errorPersons, objectiveErrorPersons }: ToleranceLimit): DivisionCount => ({ division, level: division.length === 6 ? 'county' : 'town', totalPersons, errorPersons, objectiveErrorPersons });

type Of<Type extends FindingEvent['type']> = Extract<FindingEvent, { type: Type }>['data'];

export function accountabilityFollowUps(host: ServiceHost, findings: FindingService): readonly FollowUp[] {
  const metadataOf = (event: RecordedEvent): EventMetadata => event.metadata as unknown as EventMetadata;

  async function revoke(event: RecordedEvent, findingId: string, cause: RevocationCause, reason: string, counts?: Of<'ExemptionRevoked'>['counts']): Promise<void> {
    const { jurisdiction, recordedAt } = metadataOf(event);
    const key = entityKey(findingId, jurisdiction.code6);
    const command = { type: 'RevokeByConsequence', findingId, on: civilDateAt(recordedAt), by: FOLLOW_UP.staffId, cause, reason, counts } as const;
    await handleCommand(host.store, findingStream, key, { command, context: followUpContext(event, jurisdiction, `revoke/${key}`, host.now()) });
  }

  /** Every exemption of the year in the county is held against the limits as they are now. */
  async function afterError(event: RecordedEvent): Promise<void> {
    const { jurisdiction: { code6 }, recordedAt } = metadataOf(event);
    const { findingId } = event.data as unknown as { readonly findingId: string };
    await host.catchUp();
    const { late, over } = await host.read(async (views) => {
      const about = await exemptionOf(views, entityKey(findingId, code6));
      if (about === undefined) return { late: undefined, over: [] };
      if (closedYear(views, code6, about.year, undefined) !== undefined) return { late: event.type === 'ErrorDetermined' ? about : undefined, over: [] };
      const limits = new Map((await toleranceOverview(views, code6, about.year)).rows.map((row) => [row.division, row]));
      const passed: { readonly findingId: string; readonly counts: readonly DivisionCount[] }[] = [];
      for await (const page of views.scan<FindingRow>('findings')) {
        for (const { row } of page) {
          const town = row.code6 === code6 && row.exemption === 'granted' && row.fromYm?.startsWith(`${about.year}-`) === true && row.caseId !== undefined ? views.get<CaseRow>('caseload', entityKey(row.caseId, code6))?.town : undefined;
          if (town === undefined) continue;
          const held = [code6, town].flatMap((division) => limits.get(division) ?? []);
          if (!held.every(withinLimit)) passed.push({ findingId: row.findingId, counts: held.map(countOf) });
        }
      }
      return { late: undefined, over: passed };
    });
    if (late !== undefined) {
      const command = { type: 'RecordLateError', county: code6, year: late.year, on: civilDateAt(recordedAt), findingId, counts: late.counts } as const;
      await handleCommand(host.store, yearStream, code6, { command, context: followUpContext(event, { code6 }, `late/${findingId}`, host.now()) });
    }
    for (const { findingId: exempt, counts } of over) {
      const passed = counts.filter((count) => !withinLimit(count)).map(({ division, objectiveErrorPersons, totalPersons }) => `${division} ${objectiveErrorPersons}/${totalPersons}`);
      await revoke(event, exempt, 'limitExceeded', `差错人数超过2%：${passed.join('、')}`, counts);
    }
    if (late !== undefined || over.length > 0) await host.catchUp();
  }

  async function afterFailure(event: RecordedEvent): Promise<void> {
    const { findingId, ground } = event.data as unknown as Of<'RecoveryFailed'>;
    await revoke(event, findingId, 'recoveryFailed', `资金不能追回：${ground}`);
    await host.catchUp();
  }

  /** Only of the case it was reported in; `taizhang leads scan` looks at everything. */
  async function afterDeath(event: RecordedEvent): Promise<void> {
    if (!event.streamId.startsWith('case-')) return;
    const { jurisdiction: { code6, town9, village12 }, recordedAt } = metadataOf(event);
    const { caseId } = event.data as { readonly caseId?: string };
    await host.catchUp();
    const matches = await host.read((views) => paidWronglyMatches(views, village12 ?? town9 ?? code6));
    for (const match of matches) {
      if (match.kind === 'paidAfterDeath' && match.caseId === caseId) await findings.raise(entityKey(match.leadNo, code6), leadOf(match, civilDateAt(recordedAt)), FOLLOW_UP, undefined);
    }
    await host.catchUp();
  }

  return [
    { name: 'exemption-limit', types: ['ErrorDetermined', 'ExemptionGranted'], react: afterError },
    { name: 'exemption-recovery', types: ['RecoveryFailed'], react: afterFailure },
    { name: 'death-payments', types: ['DeathReported'], react: afterDeath },
  ];
}
