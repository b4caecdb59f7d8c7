/**
 * Money that comes back without anybody receiving it (R649 68; process.md §8): what a list keeps back, recorded in the finding whose recovery it is when the list is ordered;
 * and what a debtor pays to the office's account under the number of the order, recorded when the statement of the bank shows it.
 */
import { type FindingStated, findingStream, type TakeFindingStep } from '#accountability';
import { payListStream, type UnmatchedLine } from '#disbursement';
import { handleCommand, type RecordedEvent } from '#event-store';
import { civilDateAt, type EventMetadata, type Jurisdiction, uuidOf } from '#kernel';
import { entityKey, type FindingRow } from '#reports';
import { CaseReader, placeOf } from './case-reader.js';
import { FOLLOW_UP, type FollowUp } from './follow-ups.js';
import { partsOf } from './paylist-parts.js';
import { openingNothing } from './sealed-reads.js';
import type { ServiceHost } from './service-host.js';

export function recoveryFollowUps(host: ServiceHost): readonly FollowUp[] {
  const reader = new CaseReader(host.store);
  /** Lines of lists, which stand open. */
  const parts = new CaseReader(openingNothing(host));

  async function findingOf({ streamId, revision }: { readonly streamId: string; readonly revision: string }): Promise<string> {
    const slice = await host.store.readStream(streamId, { from: BigInt(revision), limit: 1 });
    const findingId = slice.status === 'missing' ? undefined : slice.events[0]?.data['findingId'];
    if (typeof findingId !== 'string') throw new Error(`${streamId} has no decision about an offset at ${revision}`);
    return findingId;
  }

  /** What came in meanwhile by another way makes it too much: said, for somebody to pay it back. */
  async function receive(event: RecordedEvent, findingId: string, jurisdiction: Jurisdiction, name: string, stated: Omit<FindingStated<'receiveRecovery'>, 'excess'>, excess: string): Promise<void> {
    const key = entityKey(findingId, jurisdiction.code6);
    const finding = (await reader.read(findingStream, key))?.state;
    const rest = finding === undefined || finding.status === 'unknown' ? 0 : (finding.order?.fen ?? 0) - finding.receivedFen;
    const command: TakeFindingStep = {
      type: 'TakeFindingStep', step: 'receiveRecovery', context: { findingId, by: FOLLOW_UP.staffId, today: civilDateAt(host.now()) }, stated: { ...stated, ...(stated.fen > rest ? { excess } : {}) },
    };
    await handleCommand(host.store, findingStream, key, {
      command, context: { commandId: uuidOf(name), actor: FOLLOW_UP, jurisdiction, now: host.now(), correlationId: uuidOf(`follow-up/${event.eventId}`), payloadDigest: name },
    });
  }

  async function afterOrder(event: RecordedEvent): Promise<void> {
    const { jurisdiction: { code6 } } = event.metadata as unknown as EventMetadata;
    const listKey = event.streamId.slice(`${payListStream.category}-`.length);
    const live = (await reader.read(payListStream, listKey))?.state.live;
    if (live === undefined) throw new Error('a list that was ordered is live');
    if (live.totals.offsetFen === 0) return;
    const { on } = event.data as { readonly on: string };
    for await (const { lines } of partsOf(parts, code6, live)) {
      for (const { itemNo, town, community, offsetFen, offset } of lines) {
        if (offset === undefined || offsetFen === undefined || offsetFen === 0) continue;
        const findingId = await findingOf(offset);
        await receive(event, findingId, placeOf(community ?? town), `offset/${code6}/${itemNo}`, { on, fen: offsetFen, channel: 'offset', receiptNo: itemNo }, `清册 ${live.listNo} 已抵扣`);
      }
    }
    await host.catchUp();
  }

  /** A credit that names the order of one recovery, and that recovery is open. What names none stays on the statement, for somebody to look at. */
  async function afterStatement(event: RecordedEvent): Promise<void> {
    const { jurisdiction: { code6 } } = event.metadata as unknown as EventMetadata;
    const { direction, fen, bookedOn, bankTxnNo, itemNo, batchNo, statementNo, line } = event.data as unknown as UnmatchedLine;
    const named = [itemNo, batchNo].filter((no) => no !== undefined);
    if (direction !== 'credit' || named.length === 0) return;
    await host.catchUp();
    const rows = await host.read(async (views) => {
      const found: FindingRow[] = [];
      for await (const page of views.scan<FindingRow>('findings')) found.push(...page.map(({ row }) => row).filter((row) => row.code6 === code6 && row.orderNo !== undefined && named.includes(row.orderNo) && row.closedOn === undefined));
      return found;
    });
    const [row] = rows;
    if (row === undefined || rows.length > 1) return;
    await receive(event, row.findingId, placeOf(row.division), `statement/${code6}/${statementNo}/${line}`, { on: bookedOn, fen, channel: 'bank', receiptNo: bankTxnNo ?? `${statementNo}/${line}` }, `对账单 ${statementNo} 第 ${line} 行多收`);
    await host.catchUp();
  }

  return [{ name: 'offset-recovery', types: ['PayListOrdered'], react: afterOrder }, { name: 'bank-recovery', types: ['StatementLineUnmatched'], react: afterStatement }];
}
