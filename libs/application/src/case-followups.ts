/**
 * What follows by itself in a case. A complaint by name that was found right while the case is under way brings the county to look for itself (R57 11, 37; process.md §3, complaints).
 * A death after which nobody is left whom the benefit is for holds its payments until the county has decided (R83; process.md §9: from the month after the death).
 */
import { complaintStream } from '#accountability';
import { type CaseCommand, caseStream, HOUSEHOLD_BENEFITS } from '#casework';
import { payCaseStream } from '#disbursement';
import { handleCommand, type RecordedEvent } from '#event-store';
import { civilDateAt, type CivilDate, type EventMetadata, monthAfter, monthOf } from '#kernel';
import { entityKey } from '#reports';
import { CaseReader, type ReadCase } from './case-reader.js';
import { FOLLOW_UP, type FollowUp, followUpContext } from './follow-ups.js';
import type { ServiceHost } from './service-host.js';

export function caseFollowUps(host: ServiceHost): readonly FollowUp[] {
  const reader = new CaseReader(host.store);

  async function afterComplaint(event: RecordedEvent): Promise<void> {
    const { jurisdiction, recordedAt } = event.metadata as unknown as EventMetadata;
    const { complaintNo, finding, on } = event.data as unknown as { readonly complaintNo: string; readonly finding: 'founded' | 'partly' | 'unfounded'; readonly on: CivilDate };
    if (finding === 'unfounded') return;
    const received = (await reader.read(complaintStream, entityKey(complaintNo, jurisdiction.code6)))?.events.find(({ type }) => type === 'ComplaintReceived');
    if (received?.type !== 'ComplaintReceived' || !received.data.named || received.data.caseId === undefined) return;
    const { caseId } = received.data;
    const read = await reader.case(entityKey(caseId, jurisdiction.code6));
    if (read?.state.status !== 'open') return;
    const command: CaseCommand = { type: 'NoteComplaint', on, complaintNo, context: { caseId, by: FOLLOW_UP.staffId, today: civilDateAt(recordedAt) } };
    await handleCommand(host.store, caseStream, entityKey(caseId, jurisdiction.code6), {
      command, context: followUpContext(event, read.place, 'complaint', host.now()),
    });
    await host.catchUp();
  }

  /** Whether somebody lives whom the benefit is for: of a household benefit a counted member, else the beneficiary (the head where none is named). */
  async function somebodyIsLeft({ state, events }: ReadCase, county: string): Promise<boolean> {
    if (state.status !== 'open') return true;
    const dead = new Set(events.flatMap((event) => (event.type === 'DeathReported' ? [event.data.personId] : [])));
    const { headId, members } = await reader.household(entityKey(state.householdId, county));
    const holders = HOUSEHOLD_BENEFITS.has(state.benefit) ? members.filter(({ counted }) => counted).map(({ personId }) => personId) : [state.beneficiaryId ?? headId];
    return holders.some((personId) => !dead.has(personId));
  }

  /** A hold is no stop: its lines stay on the list, unpaid, until the county stops the benefit or lets it go on. Whoever else the household has is paid as before. */
  async function afterDeath(event: RecordedEvent): Promise<void> {
    if (!event.streamId.startsWith('case-')) return;
    const { jurisdiction: { code6 }, recordedAt } = event.metadata as unknown as EventMetadata;
    const { caseId, on, diedOn } = event.data as { readonly caseId: string; readonly on: CivilDate; readonly diedOn: CivilDate };
    const key = entityKey(caseId, code6);
    const read = await reader.case(key);
    if (read === undefined || (await somebodyIsLeft(read, code6))) return;
    await handleCommand(host.store, payCaseStream, key, {
      command: {
        type: 'TakePayCaseStep', step: 'hold', context: { caseId, by: FOLLOW_UP.staffId, today: civilDateAt(recordedAt) },
        stated: { on, holdNo: `SW-${event.eventId.slice(0, 8)}`, fromYm: monthAfter(monthOf(diedOn)), reason: `死亡登记（${diedOn}），待复核决定`, ground: 'R83', noticeRef: `死亡登记 ${event.eventId}` },
      },
      context: followUpContext(event, { ...read.place, code6 }, 'hold', host.now()),
    });
    await host.catchUp();
  }

  return [{ name: 'complaint-visit', types: ['ComplaintInvestigated'], react: afterComplaint }, { name: 'death-hold', types: ['DeathReported'], react: afterDeath }];
}
