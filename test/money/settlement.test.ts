/** A month with the bank, through the services and with the files banks exchange: every kind of discrepancy of process.md §8 is in it, each is found, none is invented; resolving them closes it for good. */
import { findingStream } from '#accountability';
import { caseStream } from '#casework';
import { handleCommands } from '#event-store';
import { type CivilMonth, fen, parseCivilDate as d, parseCivilMonth as m, uuidOf } from '#kernel';
import { fileOf, outcomesOf, PAYER, pipeReturn, readBatch } from '../support/bank-office.js';
import { citizensOf } from '../support/county-book.js';
import { COMPILER, COUNTY, FINANCE, LEADER, MoneyOffice, person, refusal, REVIEWER } from '../support/money-office.js';
import { BANK, CLERK, EACH, FEBRUARY, item, LIST, settlementOf, TOWN, TOWN_CLERK } from '../support/settlement-office.js';

let office: MoneyOffice;
beforeEach(async () => { office = await MoneyOffice.open(); });
afterEach(() => office.end());
const { context, cases, stop, ordered, batch, answer, book, debits, credit, newAccount, reissue, run, resolve, balances } = settlementOf(() => office);

test('a batch leaves once, is answered, and the same file again changes nothing', async () => {
  await ordered('C1', 'C2', 'C3');
  expect(await balances()).toEqual({ appropriations: 10_000_000, indicators: 9_700_000, commitments: 300_000, ordered: 300_000, outstanding: 300_000 });
  const { batch: sent, quarantined } = await batch('B1');
  expect([sent.status, sent.n, sent.fen, quarantined]).toEqual(['sent', 3, 300_000, 0]);
  expect((await batch('B1')).outcome).toBe('alreadyRecorded');
  expect(await refusal(batch('B2'))).toBe('BATCH_EMPTY');
  expect((await readBatch(office.ledger, 'B1')).map(({ itemNo, accountNo, payeeName }) => [itemNo, accountNo, payeeName])).toEqual(['C1', 'C2', 'C3'].map((caseId) => [item(caseId), `62170028700000${caseId.slice(1).padStart(5, '0')}`, '示例']));

  const says = { C2: { status: 'F' as const, code: 'E003' } };
  const file = pipeReturn('B1', outcomesOf(await readBatch(office.ledger, 'B1'), '2019-02-18', says));
  const apply = (bytes: Buffer) => office.ledger.answers.applyReturn('B1', fileOf(bytes), { on: '2019-02-18' }, FINANCE);
  // A file whose one line is altered is refused whole, and leaves no trace.
  expect(await refusal(apply(Buffer.from(file.toString('latin1').replace('E003', 'E001'), 'latin1')))).toBe('BANK_DIGEST_WRONG');
  expect(await balances()).toMatchObject({ ordered: 300_000 });
  expect(await apply(file)).toMatchObject({ outcome: 'recorded', applied: { settled: { count: 2, fen: 200_000 }, rejected: { count: 1, fen: 100_000 }, changed: 3, stale: 0 } });
  expect(await apply(file)).toMatchObject({ outcome: 'alreadyRecorded', applied: { changed: 3 } });
  expect(await balances()).toEqual({ appropriations: 10_000_000, indicators: 9_700_000, commitments: 100_000, settled: 200_000, returned: 100_000, outstanding: 100_000 });
  expect((await office.ledger.payments('2019-02' as CivilMonth, undefined)).total).toMatchObject({ listedFen: 300_000, settledFen: 200_000, failedFen: 100_000, outstandingFen: 100_000 });
  const { byStatus, outstanding } = await office.ledger.payItems.outstanding({ division: COUNTY, today: d('2019-02-28') });
  expect([byStatus, outstanding]).toEqual([{ settled: { count: 2, fen: 200_000 }, rejected: { count: 1, fen: 100_000 } }, [{ itemNo: item('C2'), caseId: 'C2', town: TOWN, benefit: 'dibao', ym: '2019-02', listNo: LIST, fen: EACH, status: 'rejected', code: 'accountClosed', since: '2019-02-18', ageDays: 10 }]]);
});

test('a batch that the bank refuses gives its items back; an interrupted answer is completed by the same file', async () => {
  await ordered('C1', 'C2');
  await batch('B1');
  expect(await office.ledger.batches.take('B1', 'accept', { on: '2019-02-15', bankRef: 'SL1' }, BANK)).toMatchObject({ batch: { status: 'accepted' } });
  expect(await balances()).toMatchObject({ withBank: 200_000 });
  await office.ledger.batches.take('B1', 'reject', { on: '2019-02-16', code: 'F01', text: '合计不符' }, BANK);
  expect(await balances()).toMatchObject({ ordered: 200_000 });
  expect(await refusal(answer('B1', '2019-02-17'))).toBe('BATCH_STATUS');
  expect((await batch('B2', '2019-02-17', 'iso20022')).batch.n).toBe(2);
  const { store } = office.ledger;
  const append = store.append.bind(store);
  // What was applied is applied; that the file was applied is said last.
  store.append = (streamId, expected, events) => (streamId.startsWith('batch-') && events[0]?.type === 'ReturnFileApplied' ? Promise.reject(new Error('power cut')) : append(streamId, expected, events));
  expect(await refusal(answer('B2', '2019-02-18'))).toContain('power cut');
  store.append = append;
  expect(await answer('B2', '2019-02-18')).toMatchObject({ outcome: 'recorded', applied: { settled: { count: 2 }, changed: 0, stale: 2 } });
  expect(await balances()).toMatchObject({ settled: 200_000 });
});

test('who may do what, and what is not there', async () => {
  await ordered('C1');
  expect(await refusal(office.ledger.batches.take('B1', 'prepare', { on: '2019-02-15', listNo: LIST, format: 'iso20022', valueDate: '2019-02-15', ...PAYER }, COMPILER))).toBe('ROLE_FORBIDDEN');
  expect(await refusal(office.ledger.batches.take('批次1', 'prepare', { on: '2019-02-15', listNo: LIST, format: 'iso20022', valueDate: '2019-02-15', ...PAYER }, FINANCE))).toBe('BATCH_NUMBER');
  expect(await refusal(batch('B1', '2019-02-15', 'fax'))).toBe('BANK_FORMAT_UNKNOWN');
  expect(await refusal(office.ledger.batches.file('B9', FINANCE))).toBe('BATCH_UNKNOWN');
  expect(await refusal(office.ledger.answers.applyReturn('B9', fileOf(''), { on: '2019-02-18' }, BANK))).toBe('BATCH_UNKNOWN');
  expect(await refusal(book('ST1', '2019-02-18', []))).toBe('BANK_ACCOUNT_UNKNOWN');
  expect(await refusal(reissue('C9', '2019-02-18'))).toBe('PAY_ITEM_UNKNOWN');
  await cases('C2');
  await office.compile('dibao-2019-03', { on: '2019-03-09', cutoffOn: '2019-03-08' });
  expect(await refusal(office.ledger.batches.take('B3', 'prepare', { on: '2019-03-15', listNo: 'dibao-2019-03', format: 'iso20022', valueDate: '2019-03-15', ...PAYER }, FINANCE))).toBe('LIST_NOT_ORDERED');
});

test('an account is put right by three people, and pays only when it is verified', async () => {
  await ordered('C1');
  await batch('B1');
  await answer('B1', '2019-02-18', { C1: { status: 'F', code: 'E002' } });
  const { payees } = office.ledger;
  const ask = { on: '2019-02-19', requestNo: 'GZ1', accountNo: '6217002870000900001', holderName: '别人', reason: '户名不符' };
  expect(await refusal(payees.take('H-C1', 'request', ask, TOWN_CLERK))).toBe('PAYEE_NOT_OF_HOUSEHOLD');
  await payees.take('H-C1', 'request', { ...ask, custodyRef: '代管协议2019-1' }, TOWN_CLERK);
  expect(await refusal(payees.take('H-C1', 'approve', { on: '2019-02-19', requestNo: 'GZ1' }, { ...REVIEWER, staffId: TOWN_CLERK.staffId }))).toBe('SAME_PERSON');
  await payees.take('H-C1', 'approve', { on: '2019-02-20', requestNo: 'GZ1' }, REVIEWER);
  expect(await refusal(reissue('C1', '2019-02-20'))).toBe('ACCOUNT_QUARANTINED');
  await payees.take('H-C1', 'verify', { on: '2019-02-21', requestNo: 'GZ1', method: '柜台', result: 'differs' }, CLERK);
  expect(await refusal(reissue('C1', '2019-02-21'))).toBe('ACCOUNT_QUARANTINED');
  await newAccount('C1', '2019-02-22');
  expect(await reissue('C1', '2019-02-22')).toMatchObject({ outcome: 'recorded', itemNo: item('C1', 2) });
  await batch('B2', '2019-02-23');
  expect((await readBatch(office.ledger, 'B2')).map(({ itemNo, accountNo }) => [itemNo, accountNo])).toEqual([[item('C1', 2), '6217002870000900001']]);
  // And next month's list goes there too.
  await office.compile('dibao-2019-03', { on: '2019-03-09', cutoffOn: '2019-03-08' });
  expect((await office.ledger.payLists.lines('dibao-2019-03', COMPILER)).lines[0]?.payee).toMatchObject({ type: 'PayeeAccountCorrected', streamId: 'payee-H-C1@360111' });
});

test('a month with everything in it', async () => {
  const { ledger } = office;
  await cases('C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C8', 'C9');
  await office.indicator('dibao', 10_000_000);
  await office.compile(LIST, FEBRUARY);
  await office.upToCheck(LIST, '2019-02-10');

  // list ≠ order, order ≠ batch: the order is interrupted after the fund has decided.
  const { store } = ledger;
  const append = store.append.bind(store);
  store.append = (streamId, expected, events) => (streamId.startsWith('payPart-') ? Promise.reject(new Error('power cut')) : append(streamId, expected, events));
  await refusal(office.order(LIST, '2019-02-14', 'ZB-dibao'));
  store.append = append;
  expect(await run('2019-02-14')).toEqual([`listOrder:${LIST}`, `orderBatch:${LIST}`]);
  await office.order(LIST, '2019-02-14', 'ZB-dibao');
  await balances();

  // Known by the cut-off and recorded after the approval: C7 is owed and not listed. Stopped after it: C5, which will be paid, and C6, which is not sent because its account is asked about.
  await cases('C7');
  await stop('C5', '2019-02-16');
  await stop('C6', '2019-02-16');
  await ledger.payees.take('H-C6', 'request', { on: '2019-02-15', requestNo: 'GZ6', accountNo: '6217002870000900006', holderName: '示例', reason: '换卡' }, TOWN_CLERK);
  expect(await batch('B1', '2019-02-15')).toMatchObject({ quarantined: 1, batch: { n: 7, fen: 700_000 } });
  await answer('B1', '2019-02-18', { C2: { status: 'F', code: 'E003' }, C4: { status: 'F', code: 'E003' }, C8: { status: 'F', code: 'E099' } });
  // The bank books all but C9, gives back what failed, charges something nobody ordered; C3 comes back days later.
  await book('ST-0218', '2019-02-18', [debits('B1', ['C1', 'C2', 'C3', 'C4', 'C5', 'C8']), credit('C2'), { fen: 12_345, direction: 'DBIT', reference: 'FEE' }]);
  await book('ST-0220', '2019-02-20', [credit('C3')]);
  await balances();
  // C3 is put right and paid; C4 is issued again and sent, and then its first attempt settles after all: both are paid.
  for (const caseId of ['C3', 'C4']) {
    await newAccount(caseId, '2019-02-21');
    await reissue(caseId, '2019-02-21');
  }
  await batch('B2', '2019-02-22', 'iso20022');
  await answer('B1', '2019-02-22', { C2: { status: 'F', code: 'E003' }, C3: { status: 'F', code: 'E003' }, C8: { status: 'P' } });
  await answer('B2', '2019-02-25');
  await book('ST-0225', '2019-02-25', [debits('B2', ['C3', 'C4'], 2)]);
  await ledger.batches.take('B1', 'receipt', { on: '2019-02-25', receiptNo: 'HD1', n: 5, fen: 400_000 }, BANK);
  // Money that came back from C1's household and was not remitted.
  await handleCommands(store, findingStream, `YD1@${COUNTY}`, [{ command: { type: 'RecordFinding', findingId: 'YD1', caseId: 'C1', idNo: citizensOf('C1', 2)[0] as string, source: 'audit', raisedOn: d('2019-02-01'), leadKind: '有车', confirmed: true, verifiedOn: d('2019-02-02'), errorKind: 'overpayment', fromYm: m('2019-01'), toYm: m('2019-01'), fen: fen(5_000), recoveredFen: fen(5_000), recoveredOn: d('2019-02-20') }, context: context('finding') }]);

  // By hand. C1 is in order. Of B1 C1, C3, C4, C5, C9 were paid (C4 late, C3 came back): the receipt says five for the money of four. C4's first 1,000 was booked out and never back; C9's was never booked.
  expect(await run('2019-02-28')).toEqual([
    `bouncedNotReissued:${item('C2')}`, 'countSum:B1', 'debitWithoutOrder:ST-0218/8', 'entitlementWithoutItem:C7', `itemWithoutEntitlement:C6/2019-02/base`, `listOrder:${LIST}`, `orderBatch:${LIST}`,
    'paidAfterStop:C5/2019-02/base', 'paidTwice:C4/2019-02/base', 'receiptMissing:B2', 'recoveryNotRemitted:YD1', `statementDiffers:${item('C9')}`, `unanswered:${item('C8')}`,
  ]);
  const { period } = await ledger.periods.take(LIST, 'run', { on: '2019-02-28' }, FINANCE);
  expect(period.totals).toMatchObject({
    list: { count: 8, fen: 800_000 }, orderFen: 800_000, listed: { count: 8, fen: 800_000 }, firstSent: { count: 7, fen: 700_000 }, batches: { count: 9, fen: 900_000 }, settled: { count: 6, fen: 600_000 }, withBank: { count: 1, fen: 100_000 },
    unowedFen: 100_000, debitFen: 800_000, creditFen: 200_000, outstanding: { count: 3, fen: 300_000 },
  });
  expect(period.discrepancies.find(({ id }) => id === `bouncedNotReissued:${item('C2')}`)).toMatchObject({ caseId: 'C2', fen: EACH, since: '2019-02-18', ageDays: 10 });
  // Outstanding are C2, C6, C8; what went to C4 twice is no part of it, and the bank has the money of C8.
  expect(await balances()).toEqual({ appropriations: 10_000_000, indicators: 9_200_000, commitments: 300_000, ordered: 100_000, withBank: 100_000, settled: 600_000, outstanding: 300_000, claims: 5_000, recovered: 5_000 });

  // What was paid twice is a lead by itself.
  expect((await ledger.findings.list(COUNTY)).filter(({ caseId }) => caseId === 'C4')).toMatchObject([{ leadKind: 'duplicate', caseId: 'C4' }]);

  // The reserve of a town is reconciled with temporary relief.
  await office.indicator('temporaryRelief', 1_000_000);
  await ledger.funds.take(COUNTY, 'topUpReserve', { on: '2019-02-05', documentNo: 'BY1', town: TOWN, indicatorNo: 'ZB-temporaryRelief', fen: 50_000 }, FINANCE);
  await handleCommands(store, caseStream, `R1@${COUNTY}`, [{ command: { type: 'RecordApplication', caseId: 'R1', benefit: 'temporaryRelief', householdId: 'H-C1', submittedOn: d('2019-02-06') }, context: context('relief') }]);
  // As the step that pays from a reserve writes it.
  await append(`case-R1@${COUNTY}`, 'streamExists', [{ eventId: uuidOf('reserve'), type: 'ReservePaid', data: { caseId: 'R1', on: '2019-02-07', town: TOWN, fen: 20_000 }, metadata: { ...JSON.parse(JSON.stringify({ schemaVer: 1, occurredAt: '2019-02-07', recordedAt: '2026-01-01T00:00:00.000Z', actor: { staffId: 'test' }, jurisdiction: { code6: COUNTY, town9: TOWN }, correlationId: uuidOf('t'), causationId: uuidOf('t'), commandDigest: 'x' })) as object } }]);
  await office.compile('temporaryRelief-2019-02', FEBRUARY);
  expect(await run('2019-02-28', 'temporaryRelief-2019-02')).toEqual([`reserveBalance:${TOWN}`]);

  // Nothing is closed while something is open, and nobody resolves what they explained.
  const close = (on: string, closingNo: string) => ledger.periods.take(LIST, 'close', { on, closingNo }, FINANCE);
  expect(await refusal(close('2019-03-01', 'YJ1'))).toBe('PERIOD_OPEN');
  await ledger.periods.take(LIST, 'explain', { on: '2019-03-01', discrepancy: 'receiptMissing:B2', how: 'corrected', reason: '回单已到' }, FINANCE);
  expect(await refusal(ledger.periods.take(LIST, 'resolve', { on: '2019-03-01', discrepancy: 'receiptMissing:B2' }, FINANCE))).toBe('SAME_PERSON');
  await ledger.periods.take(LIST, 'resolve', { on: '2019-03-01', discrepancy: 'receiptMissing:B2' }, REVIEWER);
  // Called corrected and not corrected: the next run finds it again.
  expect(await run('2019-03-01')).toContain('receiptMissing:B2');

  // Put right what can be: C8 is answered, C9 booked, the second receipt filed, C6 void, the money remitted later explained.
  await answer('B1', '2019-03-02', { C2: { status: 'F', code: 'E003' }, C3: { status: 'F', code: 'E003' } });
  await book('ST-0302', '2019-03-02', [debits('B1', ['C9'])]);
  await ledger.batches.take('B2', 'receipt', { on: '2019-03-02', receiptNo: 'HD2', n: 2, fen: 200_000 }, BANK);
  await ledger.payItems.take(LIST, 'void', { on: '2019-03-02', itemNo: item('C6'), reason: '已停发' }, person('countyAuditor', 'decider'));
  // The receipt is of 4,000 for five; now six were paid, for 6,000.
  expect(await run('2019-03-03')).toEqual([
    `bouncedNotReissued:${item('C2')}`, 'countSum:B1', 'debitWithoutOrder:ST-0218/8', 'entitlementWithoutItem:C7', 'itemWithoutEntitlement:C6/2019-02/base', `listOrder:${LIST}`, `orderBatch:${LIST}`,
    'paidAfterStop:C5/2019-02/base', 'paidTwice:C4/2019-02/base', 'receiptMissing:B2', 'recoveryNotRemitted:YD1', `statementDiffers:${item('C9')}`, `unanswered:${item('C8')}`,
  ]);
  for (const [id, how] of [
    [`bouncedNotReissued:${item('C2')}`, 'carried'], ['countSum:B1', 'explained'], ['debitWithoutOrder:ST-0218/8', 'explained'], ['entitlementWithoutItem:C7', 'carried'], ['itemWithoutEntitlement:C6/2019-02/base', 'corrected'], [`listOrder:${LIST}`, 'corrected'], [`orderBatch:${LIST}`, 'explained'],
    ['paidAfterStop:C5/2019-02/base', 'recovery'], ['paidTwice:C4/2019-02/base', 'recovery'], ['receiptMissing:B2', 'corrected'], ['recoveryNotRemitted:YD1', 'explained'], [`statementDiffers:${item('C9')}`, 'corrected'], [`unanswered:${item('C8')}`, 'corrected'],
  ] as const) await resolve('2019-03-04', id, how);
  expect(await run('2019-03-05')).toEqual([]);
  expect(await close('2019-03-05', 'YJ1')).toMatchObject({ outcome: 'recorded', period: { closing: 1, closed: { on: '2019-03-05', balances: { outstanding: { count: 1, fen: 100_000 }, voidedFen: 100_000, unowedFen: 100_000, settled: { count: 7, fen: 700_000 } } } } });
  const before = await balances();

  // A closed month: nothing changes it but a dated correction, by somebody else than who closed it.
  const late = () => book('ST-0310', '2019-03-10', [credit('C1', 'AC06')]);
  expect(await refusal(late())).toBe('PERIOD_CLOSED');
  await newAccount('C2', '2019-03-10');
  expect(await refusal(reissue('C2', '2019-03-10'))).toBe('PERIOD_CLOSED');
  expect(await refusal(ledger.periods.take(LIST, 'run', { on: '2019-03-10' }, FINANCE))).toBe('PERIOD_CLOSED');
  expect(await balances()).toEqual(before);
  const correct = (itemNos: readonly string[], by = LEADER) => ledger.periods.take(LIST, 'correct', { on: '2019-03-11', correctionNo: `GZ-${itemNos.length}`, itemNos, reason: '退票' }, by);
  expect(await refusal(correct([item('C99')]))).toBe('PAY_ITEM_UNKNOWN');
  expect(await refusal(correct([item('C1')], { ...LEADER, staffId: FINANCE.staffId }))).toBe('SAME_PERSON');
  await correct([item('C1')]);
  expect(await late()).toMatchObject({ outcome: 'recorded', statement: { bounced: 1 } });
  expect(await late()).toMatchObject({ outcome: 'alreadyRecorded' });
  // The correction is about C1 and nothing else.
  expect(await refusal(reissue('C2', '2019-03-11'))).toBe('PERIOD_CLOSED');
  expect(await balances()).toMatchObject({ settled: 600_000, outstanding: 200_000, commitments: 200_000 });
  expect(await run('2019-03-12')).toEqual([`bouncedNotReissued:${item('C1')}`]);
  await resolve('2019-03-12', `bouncedNotReissued:${item('C1')}`, 'carried');
  expect(await close('2019-03-12', 'YJ2')).toMatchObject({ period: { closing: 2, corrections: [], closed: { balances: { outstanding: { count: 2, fen: 200_000 } } } } });
  expect(await refusal(reissue('C1', '2019-03-13'))).toBe('PERIOD_CLOSED');
  await balances();
});

test('a message of the bank is an answer like a file: whole, once, about items of the batch', async () => {
  await ordered('C1', 'C2');
  await batch('B1');
  const send = (key: string, ...items: readonly { itemNo: string; status: 'settled' | 'rejected' | 'pending'; code?: string; bankTxnNo?: string; valueDate?: string }[]) => office.ledger.answers.applyMessage('B1', items, key, '2019-02-18', BANK);
  const [one, two] = [{ itemNo: item('C1'), status: 'settled' as const, bankTxnNo: 'T1', valueDate: '2019-02-18' }, { itemNo: item('C2'), status: 'rejected' as const, code: 'AC04' }];
  expect(await refusal(send('k0', one, { ...two, itemNo: item('C9') }))).toBe('BANK_ITEM_UNKNOWN');
  expect(await refusal(send('k0', one, one))).toBe('BANK_ITEM_REPEATED');
  expect(await refusal(send('k0', { ...one, valueDate: '2999-01-01' }))).toBe('BANK_VALUE_INVALID');
  expect(await balances()).toMatchObject({ ordered: 200_000 });
  expect(await send('k1', one)).toMatchObject({ outcome: 'recorded', applied: { settled: { count: 1 }, missing: { count: 1, fen: EACH } } });
  expect(await send('k1', one)).toMatchObject({ outcome: 'alreadyRecorded' });
  // Re-ordered and repeated under other names: no answer takes back an answer.
  expect(await send('k2', two, { ...one, status: 'pending' })).toMatchObject({ applied: { changed: 1, stale: 1 } });
  expect(await refusal(send('k3', { ...one, bankTxnNo: 'T2' }))).toBe('PAYMENT_ANSWER_CONFLICTS');
  expect(await balances()).toMatchObject({ settled: EACH, returned: EACH, outstanding: EACH });
});

test('what is not to be paid any more is void, and its money goes back to the treasury by a decision; what is only outstanding stays payable', async () => {
  await ordered('C1', 'C2');
  await batch('B1');
  await answer('B1', '2019-02-18', { C1: { status: 'F', code: 'E009' }, C2: { status: 'F', code: 'E003' } });
  const giveBack = (documentNo: string, amount: number) => office.ledger.funds.take(COUNTY, 'returnUnspent', { on: '2019-12-31', documentNo, year: 2019, source: 'county', benefit: 'dibao', fen: amount, reason: '死亡' }, FINANCE);
  await office.ledger.payItems.take(LIST, 'void', { on: '2019-12-30', itemNo: item('C1'), reason: '受益人死亡' }, person('countyAuditor', 'decider'));
  expect(await refusal(giveBack('SJ1', 200_001))).toBe('UNSPENT_EXCEEDED');
  expect(await giveBack('SJ1', EACH)).toMatchObject({ outcome: 'recorded', events: ['UnspentReturned'] });
  expect(await giveBack('SJ1', EACH)).toMatchObject({ outcome: 'alreadyRecorded' });
  expect(await balances()).toEqual({ appropriations: 9_900_000, indicators: 9_800_000, commitments: EACH, returned: EACH, outstanding: EACH });
  expect((await office.ledger.payments('2019-02' as CivilMonth, undefined)).total).toMatchObject({ listedFen: 200_000, outstandingItems: 1, outstandingFen: EACH });
  await newAccount('C2', '2020-01-05');
  expect(await reissue('C2', '2020-01-06')).toMatchObject({ itemNo: item('C2', 2) });
  expect(await refusal(reissue('C1', '2020-01-06'))).toBe('PAYMENT_NOT_FAILED');
});

test('a closing into which something slips is not made, and the next run opens what it had closed', async () => {
  await ordered('C1', 'C2');
  await batch('B1');
  await answer('B1', '2019-02-18');
  await office.ledger.batches.take('B1', 'receipt', { on: '2019-02-19', receiptNo: 'HD1', n: 2, fen: 200_000 }, BANK);
  expect(await run('2019-02-28')).toEqual([]);
  const { store } = office.ledger;
  const append = store.append.bind(store);
  store.append = (streamId, expected, events) => (streamId.startsWith('reconciliation-') && events[0]?.type === 'PeriodClosed' ? Promise.reject(new Error('power cut')) : append(streamId, expected, events));
  expect(await refusal(office.ledger.periods.take(LIST, 'close', { on: '2019-03-01', closingNo: 'YJ1' }, FINANCE))).toContain('power cut');
  store.append = append;
  const bounce = () => book('ST1', '2019-03-02', [debits('B1', ['C1', 'C2']), credit('C1')]);
  expect(await refusal(bounce())).toBe('PERIOD_CLOSED');
  await run('2019-03-02');
  expect(await bounce()).toMatchObject({ outcome: 'recorded', statement: { matched: 3, bounced: 1 } });
  expect(await refusal(office.ledger.periods.take(LIST, 'close', { on: '2019-03-02', closingNo: 'YJ1' }, FINANCE))).toBe('PERIOD_CHANGED');
  expect(await run('2019-03-03')).toEqual([`bouncedNotReissued:${item('C1')}`]);
  await resolve('2019-03-03', `bouncedNotReissued:${item('C1')}`, 'carried');
  expect(await office.ledger.periods.take(LIST, 'close', { on: '2019-03-03', closingNo: 'YJ1' }, FINANCE)).toMatchObject({ period: { closing: 1 } });
  expect(await refusal(book('ST2', '2019-03-04', [credit('C2')]))).toBe('PERIOD_CLOSED');
});
