/** What follows by itself in a case: a complaint by name that was found right while the case is under way brings the county to look for itself (R57 11, 37; process.md §3, complaints). */
import { complaintStream } from '#accountability';
import { type CaseCommand, caseStream } from '#casework';
import { handleCommand, type RecordedEvent } from '#event-store';
import { type Actor, civilDateAt, type CivilDate, type EventMetadata, uuidOf } from '#kernel';
import { entityKey } from '#reports';
import { CaseReader } from './case-reader.js';
import type { FollowUp } from './follow-ups.js';
import type { ServiceHost } from './service-host.js';

/** Nobody: the program, by the rule named in the event. */
const ACTOR: Actor = { staffId: 'follow-up' };

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
    const commandId = uuidOf(`follow-up/${event.eventId}/complaint`);
    const command: CaseCommand = { type: 'NoteComplaint', on, complaintNo, context: { caseId, by: ACTOR.staffId, today: civilDateAt(recordedAt) } };
    await handleCommand(host.store, caseStream, entityKey(caseId, jurisdiction.code6), {
      command, context: { commandId, actor: ACTOR, jurisdiction: read.place, now: host.now(), correlationId: uuidOf(`follow-up/${event.eventId}`), payloadDigest: `follow-up/${event.eventId}` },
    });
    await host.catchUp();
  }

  return [{ name: 'complaint-visit', types: ['ComplaintInvestigated'], react: afterComplaint }];
}
