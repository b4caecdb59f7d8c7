/** What follows by itself where the bank paid what nobody was owed any more: a lead, so that it is looked into and recovered. */
import { chainOf, type PayItemEvent } from '#disbursement';
import { civilDateAt, type EventMetadata, sha256Hex } from '#kernel';
import { entityKey } from '#reports';
import type { FindingService } from './finding-service.js';
import { FOLLOW_UP, type FollowUp } from './follow-ups.js';
import type { ServiceHost } from './service-host.js';

type Settled = Extract<PayItemEvent, { type: 'PaymentSettled' }>['data'];

export const settlementFollowUps = (host: ServiceHost, findings: FindingService): readonly FollowUp[] => [{
  name: 'paid-unowed', types: ['PaymentSettled'], concerns: ({ data }) => data['unowed'] !== undefined,
  react: async ({ data, metadata }) => {
    const { itemNo, caseId, ym, fen, unowed, listNo } = data as unknown as Settled;
    if (unowed === undefined) return;
    const { jurisdiction: { code6 }, recordedAt } = metadata as unknown as EventMetadata;
    const chain = chainOf(itemNo);
    const facts = unowed === 'paidTwice' ? `清册 ${listNo} 的 ${chain} 由银行两次入账，第二次为 ${itemNo}` : `清册 ${listNo} 的 ${chain} 作废后银行仍入账：${itemNo}`;
    await findings.raise(entityKey(`ZF-${sha256Hex(`${code6}/${listNo}/${chain}`).slice(0, 16)}`, code6), {
      on: civilDateAt(recordedAt), source: 'selfCheck', kind: unowed === 'paidTwice' ? 'duplicate' : 'paidAfterStop', facts, caseId, fromYm: ym, toYm: ym, fenAtRisk: fen, confidence: 'high',
    }, FOLLOW_UP, undefined);
    await host.catchUp();
  },
}];
