/** Every event of accountability recorded once, from the examples of the formats: what the catalogue and the frozen examples are held against. */
import {
  COMPLAINT_EXAMPLES, type ComplaintStep, complaintStream, FINDING_EXAMPLES, type FindingStep, findingStream, inquiryStream, matchStream, type TakeComplaintStep, type TakeFindingStep, yearStream,
} from '#accountability';
import { type EventStore, handleCommand } from '#event-store';
import { type CommandContext, parseCivilDate, uuidOf } from '#kernel';

const TODAY = parseCivilDate('2026-01-02');
const context = (name: string): CommandContext => ({ commandId: uuidOf(`accountability/${name}`), actor: { staffId: 'test' }, jurisdiction: { code6: '360111' }, now: '2026-01-02T00:00:00.000Z', correlationId: uuidOf('accountability') });
const counts = [{ division: '360111', level: 'county', totalPersons: 350, errorPersons: 1, objectiveErrorPersons: 1 }] as const;
const assessment = {
  year: 2022, counts, conditions: { publicSpirit: true, procedureComplete: true, objectiveCause: true, withinLimit: true, recoverable: true },
  evidence: { publicSpirit: '示例', procedureComplete: '示例', objectiveCause: '示例', withinLimit: '示例', recoverable: '示例' },
};

/** Said otherwise than the examples, where these tell different stories. Evidence is left out: it is no field. */
const OTHERWISE: Readonly<Partial<Record<FindingStep, object>>> = {
  verify: { evidence: undefined }, receiveRecovery: { excess: '示例' }, determineLiability: { form: 'sanction' }, transferCase: { subject: 'staff', staffId: '003101' }, raise: { relatedCases: ['C2'], complaintNo: 'TS-1' }, close: { on: '2023-04-01' },
};
const ORDER: readonly FindingStep[] = [
  'raise', 'assign', 'verify', 'determineError', 'orderRecovery', 'serveRecovery', 'agreePlan', 'receiveRecovery', 'remitRecovery', 'failRecovery', 'orderRectification', 'reportRectification', 'closeRectification',
  'openLiability', 'determineLiability', 'assessExemption', 'grantExemption', 'revokeExemption', 'transferCase', 'recordSanction', 'close',
];

export async function recordAccountability(store: EventStore): Promise<void> {
  for (const step of ORDER) {
    const stated = JSON.parse(JSON.stringify({ ...FINDING_EXAMPLES[step], ...OTHERWISE[step] })) as never;
    // Everybody does one thing only.
    const command = { type: 'TakeFindingStep', step, stated, context: { findingId: 'YD-LIVE', by: `staff-${step}`, today: TODAY, assessment } } as TakeFindingStep;
    await handleCommand(store, findingStream, 'YD-LIVE@360111', { command, context: context(step) });
  }
  for (const step of ['receive', 'investigate', 'extend', 'answer', 'fileAdminReview', 'fileLitigation'] as const satisfies readonly ComplaintStep[]) {
    const command = { type: 'TakeComplaintStep', step, stated: COMPLAINT_EXAMPLES[step], context: { complaintNo: 'TS-1', by: `staff-${step}`, today: TODAY } } as TakeComplaintStep;
    await handleCommand(store, complaintStream, 'TS-1@360111', { command, context: context(`complaint/${step}`) });
  }
  const year = { county: '360111', year: 2022, counts } as const;
  await handleCommand(store, yearStream, '360111', { command: { type: 'CloseYear', ...year, on: parseCivilDate('2023-01-15'), today: TODAY, by: '001203', findings: [{ findingId: 'YD-1', outcome: 'exempt' }] }, context: context('year') });
  await handleCommand(store, yearStream, '360111', { command: { type: 'RecordLateError', ...year, on: parseCivilDate('2023-03-01'), findingId: 'YD-2' }, context: context('late') });
  await handleCommand(store, matchStream, 'BD-1@360111', { command: { type: 'KeepMatchRow', data: { matchNo: 'BD-1', row: 2, because: 'unreadable', field: 'idNo', cells: { idNo: '1' } }, on: TODAY }, context: context('row') });
  const inquiry = { inquiryId: 'inq-1', on: parseCivilDate('2026-01-02') };
  await handleCommand(store, inquiryStream, 'inq-1@360111', { command: { type: 'OpenInquiry', facts: { ...inquiry, scope: 'case', about: 'C1@360111', organ: '示例', docNo: '示例', openedBy: 'A-1' } }, context: context('inquiry') });
  await handleCommand(store, inquiryStream, 'inq-1@360111', { command: { type: 'ExportPack', facts: { ...inquiry, manifestSha256: 'ab'.repeat(32), events: 1, recipient: '示例', exportedBy: 'A-1' } }, context: context('pack') });
  await handleCommand(store, matchStream, 'BD-1@360111', { command: { type: 'CompleteMatch', data: { matchNo: 'BD-1', file: 'f', n: 1, leads: 0, unknownCitizens: 0, unreadable: 1, sources: ['示例'], asOf: ['2022-08-31'] }, on: TODAY }, context: context('match') });
}
