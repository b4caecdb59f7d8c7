/** What follows from somebody looking: a case of elsewhere that was asked for, and more files in a day than work explains, become leads (个人信息保护法 51, 54). */
import type { LeadKindCode, ViewingFacts } from '#accountability';
import type { RecordedEvent } from '#event-store';
import { type CivilDate, type EventMetadata, sha256Hex } from '#kernel';
import { BULK_VIEWING, entityKey, viewerDayKey, type ViewerDayRow } from '#reports';
import { FOLLOW_UP, type FollowUp } from './follow-ups.js';
import type { FindingService } from './finding-service.js';
import type { ServiceHost } from './service-host.js';

export function viewingFollowUps(host: ServiceHost, findings: FindingService): readonly FollowUp[] {
  /** One lead for each person and day, of one kind about one case: whoever asks ten times is one matter. */
  async function raise(kind: LeadKindCode, caseKeys: readonly string[], of: readonly string[], on: CivilDate, facts: string): Promise<void> {
    const [first = '', ...others] = caseKeys;
    const at = first.lastIndexOf('@');
    const county = first.slice(at + 1);
    const relatedCases = others.filter((key) => key.endsWith(`@${county}`)).map((key) => key.slice(0, key.lastIndexOf('@')));
    const leadNo = `CY-${sha256Hex([kind, ...of].join('|')).slice(0, 16)}`;
    await findings.raise(entityKey(leadNo, county), { on, source: 'selfCheck', kind, facts, confidence: 'medium', caseId: first.slice(0, at), ...(relatedCases.length === 0 ? {} : { relatedCases }) }, FOLLOW_UP, undefined);
  }

  async function afterLook(event: RecordedEvent): Promise<void> {
    const { actor: { staffId, role } } = event.metadata as unknown as EventMetadata;
    const { about, on, outcome, from } = event.data as unknown as ViewingFacts & { readonly on: CivilDate };
    const who = `工号 ${staffId}（${role ?? ''}，${from}）`;
    if (outcome === 'refused') {
      await raise('viewedElsewhere', [about], [staffId, about, on], on, `${who}于 ${on} 请求查阅辖区外案卷`);
      return;
    }
    await host.catchUp();
    const day = await host.read((views) => Promise.resolve(views.get<ViewerDayRow>('viewerDays', viewerDayKey(staffId, on))));
    if (day !== undefined && day.cases.length >= BULK_VIEWING) await raise('bulkViewing', day.cases, [staffId, on], on, `${who}于 ${on} 查阅案卷 ${BULK_VIEWING} 件以上`);
  }

  return [{ name: 'viewing-leads', types: ['ArchiveAccessed'], react: afterLook }];
}
