/** Every event between the order and the closed month, through the deciders: a batch refused and one answered, a payment in every state, an account put right, a statement, a month closed and corrected. All invented. */
import {
  BATCH_EXAMPLES, batchStream, type Discrepancy, partHash, PAYEE_EXAMPLES, type PayeeStep, payeeStream, type PayPartCommand, payPartStream, PERIOD_EXAMPLES, type PeriodStep, PeriodSum, periodStream, statementStream,
} from '#disbursement';
import { type EventStore, handleCommand } from '#event-store';
import { type CommandContext, parseCivilDate, uuidOf } from '#kernel';

const today = parseCivilDate('2026-01-02');
const d = parseCivilDate;
const context = (name: string): CommandContext => ({ commandId: uuidOf(`settlement/${name}`), actor: { staffId: 'test' }, jurisdiction: { code6: '360111' }, now: '2026-01-02T00:00:00.000Z', correlationId: uuidOf('settlement') });
const REGISTERED = { streamId: 'household-H1@360111', revision: '1', type: 'PayeeAccountRegistered' };
const CORRECTED = { streamId: 'payee-H1@360111', revision: '1', type: 'PayeeAccountCorrected' };
const LIST = 'dibao-2019-03';
const PART = `${LIST}.1@360111`;

/** Goes on from the one item that `recordMoney` ordered. */
export async function recordSettlement(store: EventStore): Promise<void> {
  const item = (attempt: number): string => `C1/2019-03/base/${attempt}`;
  const of = { listNo: LIST, part: 1 };
  let steps = 0;
  const part = async (command: PayPartCommand): Promise<void> => void (await handleCommand(store, payPartStream, PART, { command, context: context(`part/${(steps += 1)}`) }));
  const answer = (attempt: number, on: string, said: object): Promise<void> => part({ type: 'ApplyAnswer', itemNo: item(attempt), answer: { ...said, on } as never, on: d(on) });
  const send = (batchNo: string, attempt: number, on: string, payee = REGISTERED): Promise<void> => part({ type: 'SendItems', ...of, batchNo, items: [{ itemNo: item(attempt), bankItemNo: item(attempt), payee }], on: d(on) });
  const failed = { code: 'accountClosed', bankCode: 'E003', next: 'correct', bankTxnNo: 'T1' };

  const head = { batchNo: 'B1', listNo: LIST, orderNo: 'ZF-2019-03-001', benefit: 'dibao', ym: '2019-03', source: 'county' as const, format: 'pipe-gb18030', valueDate: '2019-03-20', createdAt: '2019-03-19T01:00:00.000Z', payerName: '民政局', payerAccount: '36001111000052500888', payerCnaps: '105421000018', parts: [1] };
  const day = { on: d('2019-03-19'), today };
  const none = { count: 0, fen: 0 };
  for (const batchNo of ['B1', 'B2']) {
    const batch = async (name: string, command: object): Promise<void> => void (await handleCommand(store, batchStream, `${batchNo}@360111`, { command: { ...command, ...day } as never, context: context(`${batchNo}/${name}`) }));
    await batch('prepare', { type: 'PrepareBatch', head: { ...head, batchNo }, by: 'finance' });
    await batch('send', { type: 'SendBatch', fileHash: 'a'.repeat(64), n: 1, fen: 100_000, by: 'finance' });
    await batch('accept', { type: 'AcceptBatch', stated: BATCH_EXAMPLES.accept });
    if (batchNo === 'B1') await batch('reject', { type: 'RejectBatch', stated: BATCH_EXAMPLES.reject });
    else {
      await batch('return', { type: 'RecordReturn', applied: { sha256: 'b'.repeat(64), format: 'pipe-gb18030', settled: none, rejected: { count: 1, fen: 100_000 }, pending: none, missing: none, changed: 1, stale: 0 } });
      await batch('booked', { type: 'BookBatch', statementNo: 'ST-1', direction: 'debit', fen: 100_000, bookedOn: '2019-03-20' });
      await batch('receipt', { type: 'FileReceipt', stated: BATCH_EXAMPLES.receipt });
    }
  }
  await send('B1', 1, '2019-03-19');
  await part({ type: 'RecallItems', ...of, batchNo: 'B1', on: d('2019-03-19') });
  await send('B2', 1, '2019-03-19');
  await answer(1, '2019-03-20', { status: 'pending', code: 'unknown', bankCode: 'E099', next: 'query' });
  await answer(1, '2019-03-21', { status: 'rejected', ...failed });

  const payee = async (step: PayeeStep, by: string, stated: object = PAYEE_EXAMPLES[step]): Promise<void> => void (await handleCommand(store, payeeStream, 'H1@360111', {
    command: { type: 'TakePayeeStep', step, stated, context: { householdId: 'H1', headId: 'P1', by, today, registered: REGISTERED, streamId: 'payee-H1@360111', holderIsMember: false } } as never, context: context(`payee/${step}/${JSON.stringify(stated)}`),
  }));
  await payee('request', 'town', { ...PAYEE_EXAMPLES.request, custodyRef: '代管协议2019-1' });
  await payee('approve', 'auditor');
  await payee('verify', 'clerk');
  await payee('request', 'town', { ...PAYEE_EXAMPLES.request, on: '2019-03-26', requestNo: 'GZ-2019-02', custodyRef: '代管协议2019-2' });
  await payee('refuse', 'auditor', { ...PAYEE_EXAMPLES.refuse, on: '2019-03-26', requestNo: 'GZ-2019-02' });

  const reissue = (attempt: number, on: string): Promise<void> => part({ type: 'ReissueItem', itemNo: item(attempt), account: { payee: CORRECTED, verifiedOn: on }, by: 'finance', on: d(on) });
  await reissue(1, '2019-03-26');
  await send('B3', 2, '2019-03-27', CORRECTED);
  await answer(1, '2019-03-27', { status: 'settled', valueDate: '2019-03-27', bankTxnNo: 'T1' });
  await answer(2, '2019-03-28', { status: 'settled', valueDate: '2019-03-28', bankTxnNo: 'T2' });
  await part({ type: 'BookItems', ...of, statementNo: 'ST-1', bookings: [{ itemNo: item(1), direction: 'debit', fen: 100_000, bookedOn: '2019-03-27' }], on: d('2019-03-28') });
  await answer(2, '2019-03-29', { status: 'bounced', ...failed, bankTxnNo: 'T3' });
  await answer(1, '2019-03-30', { status: 'bounced', ...failed, next: 'payer' });
  await part({ type: 'ReissueItem', itemNo: item(2), account: { payee: { ...CORRECTED, revision: '9' }, verifiedOn: '2019-03-30' }, by: 'finance', on: d('2019-03-30') });
  await answer(1, '2019-03-31', { status: 'settled', valueDate: '2019-03-31', bankTxnNo: 'T4' });
  await answer(1, '2019-04-01', { status: 'bounced', ...failed, next: 'payer' });
  await part({ type: 'VoidItem', itemNo: item(1), reason: '死亡', by: 'decider', on: d('2019-04-01') });

  const account = '36001111000052500888';
  await handleCommand(store, statementStream, 's@360111', { command: { type: 'KeepUnmatched', line: { statementNo: 'ST-1', line: 2, listNo: LIST, direction: 'debit', fen: 1_200, bookedOn: '2019-03-28', bankTxnNo: 'T5', batchNo: 'B9', itemNo: 'X' }, ...day, on: d('2019-03-28') }, context: context('unmatched') });
  await handleCommand(store, statementStream, 's@360111', {
    command: { type: 'CompleteStatement', taken: { statementNo: 'ST-1', account, sha256: 'c'.repeat(64), format: 'iso20022', openingFen: 0, closingFen: 0, credits: none, debits: none, matched: 1, unmatched: 1, bounced: 0 }, on: d('2019-03-28'), today }, context: context('statement'),
  });

  const state = async () => {
    const slice = await store.readStream(`payPart-${PART}`);
    if (slice.status === 'missing') throw new Error('the part is there');
    return slice.events.reduce((folded, { type, data }) => payPartStream.decider.evolve(folded, { type, data } as never), payPartStream.decider.initialState());
  };
  const sum = new PeriodSum({ count: 1, fen: 100_000 }, 100_000, []);
  sum.add(await state());
  const found: Discrepancy = { id: PERIOD_EXAMPLES.explain.discrepancy, kind: 'bouncedNotReissued', fen: 100_000, caseId: 'C1', itemNo: item(1), ref: 'B2', since: '2019-03-21', ageDays: 10 };
  const now = { totals: sum.totals, hash: 'd'.repeat(64), found: [found] };
  const period = { listNo: LIST, benefit: 'dibao', ym: '2019-03', today };
  const month = async (step: PeriodStep | 'keep', by: string, more: object = {}): Promise<void> => {
    const command = step === 'keep' ? { type: 'KeepDiscrepancies', found: [found], on: d('2019-03-31'), context: { ...period, by } } : { type: 'TakePeriodStep', step, stated: PERIOD_EXAMPLES[step], context: { ...period, by }, ...more };
    await handleCommand(store, periodStream, `${LIST}@360111`, { command: command as never, context: context(`month/${step}`) });
  };
  await month('keep', 'finance');
  await month('run', 'finance', { now });
  await month('explain', 'clerk');
  await month('resolve', 'auditor');
  await month('close', 'finance', { now, run: 1 });
  await part({ type: 'CloseItems', ...of, closing: 1, hash: partHash(await state()), on: d('2019-04-03') });
  await month('correct', 'leader');
  await part({ type: 'ReopenItems', ...of, correctionNo: PERIOD_EXAMPLES.correct.correctionNo, itemNos: [item(1)], on: d('2019-05-06') });
}
