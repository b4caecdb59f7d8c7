/** Every event of money that no workbook brings, through the deciders: a fund, a list from compilation to order, a returned one, decisions about a case's payments. All invented. */
import {
  FUND_EXAMPLES, fundStream, LIST_EXAMPLES, type ListLine, type ListStep, ListSum, PAY_CASE_EXAMPLES, PAY_CASE_STEP_NAMES, payCaseStream, payListStream, payPartStream, type PayCaseStep,
} from '#disbursement';
import { type EventStore, handleCommand } from '#event-store';
import { type CommandContext, parseCivilDate, uuidOf } from '#kernel';
import { recordSettlement } from './settlement-record.js';

const today = parseCivilDate('2026-01-02');
const context = (name: string): CommandContext => ({ commandId: uuidOf(`money/${name}`), actor: { staffId: 'test' }, jurisdiction: { code6: '360111' }, now: '2026-01-02T00:00:00.000Z', correlationId: uuidOf('money') });
const ref = { streamId: 'case-C1@360111', revision: '5', type: 'BenefitGranted' };

export async function recordMoney(store: EventStore): Promise<void> {
  for (const [step, stated] of [['issue', FUND_EXAMPLES.issue], ['issue', { ...FUND_EXAMPLES.issue, indicatorNo: FUND_EXAMPLES.topUpReserve.indicatorNo, benefit: 'temporaryRelief' }], ['adjust', FUND_EXAMPLES.adjust], ['topUpReserve', FUND_EXAMPLES.topUpReserve], ['returnUnspent', FUND_EXAMPLES.returnUnspent]] as const) {
    await handleCommand(store, fundStream, '360111', { command: { type: 'TakeFundStep', step, stated, today } as never, context: context(`${step}/${JSON.stringify(stated)}`) });
  }
  for (const step of PAY_CASE_STEP_NAMES) await decide(store, step);
  const line: ListLine = {
    itemNo: 'C1/2019-03/base/1', caseId: 'C1', town: '360111003', community: '360111003001', householdId: 'H1', kind: 'base', label: 'base', ym: '2019-03', persons: 2, fen: 100_000,
    payee: { streamId: 'household-H1@360111', revision: '1', type: 'PayeeAccountRegistered' }, difference: { kind: 'new', byFen: 100_000, cause: ref },
  };
  const sum = new ListSum();
  sum.add({ lines: [line], ended: [], overpaidFen: 0 });
  const list = { listNo: 'dibao-2019-03', benefit: 'dibao', ym: '2019-03', since: '2019-02-08', cutoffOn: '2019-03-08', previous: 'none' as const, parts: 1, hash: 'h', totals: sum.totals, byTown: sum.byTown };
  await handleCommand(store, payPartStream, 'dibao-2019-03.1@360111', { command: { type: 'DraftItems', draft: { listNo: list.listNo, part: 1, hash: 'h', lines: [line], ended: [] }, on: parseCivilDate('2019-03-09') }, context: context('draft') });
  const { orderNo, indicatorNo } = LIST_EXAMPLES.order;
  const order = { orderNo, listNo: list.listNo, version: 2, benefit: 'dibao', ym: '2019-03', indicatorNo, fen: 100_000, payMode: 'direct' as const, payerAccount: '36001', orderedBy: 'finance' };
  const take = (step: ListStep, by: string, more: object = {}, name: string = step) =>
    handleCommand(store, payListStream, 'dibao-2019-03@360111', { command: { type: 'TakeListStep', step, stated: LIST_EXAMPLES[step], context: { by, today }, ...more } as never, context: context(`list/${name}`) });
  await take('compile', 'compiler', { compiled: { ...list, version: 1 } });
  await take('review', 'reviewer', {}, 'review what is returned');
  await take('approve', 'leader', { hash: 'h' }, 'approve what is returned');
  await take('return', 'finance');
  await take('compile', 'compiler', { compiled: { ...list, version: 2 }, stated: { ...LIST_EXAMPLES.compile, on: '2019-03-12' } }, 'compile again');
  await take('review', 'reviewer', { stated: { on: '2019-03-12', reason: '示例' } });
  await take('approve', 'leader', { hash: 'h' });
  await take('publicise', 'compiler');
  await take('check', 'finance');
  await handleCommand(store, fundStream, '360111', { command: { type: 'OrderPayment', ...order, on: parseCivilDate('2019-03-18'), today }, context: context('order') });
  await handleCommand(store, payPartStream, 'dibao-2019-03.1@360111', { command: { type: 'ListItem', hash: 'h', itemNo: line.itemNo, benefit: 'dibao', orderNo, source: 'county', on: parseCivilDate('2019-03-18') }, context: context('item') });
  await take('order', 'finance', { order: { ...order, source: 'county' }, stated: { ...LIST_EXAMPLES.order, payerAccount: '36001' } });
  await recordSettlement(store);
}

async function decide(store: EventStore, step: PayCaseStep): Promise<void> {
  const extra = step === 'hold' ? { toYm: '2019-06' } : step === 'decideSupplement' ? { toYm: '2019-12' } : {};
  await handleCommand(store, payCaseStream, 'C1@360111', { command: { type: 'TakePayCaseStep', step, stated: { ...PAY_CASE_EXAMPLES[step], ...extra }, context: { caseId: 'C1', by: 'decider', today } } as never, context: context(`case/${step}`) });
}
