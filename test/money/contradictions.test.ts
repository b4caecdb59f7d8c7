/** What the bank, the office and the calendar contradict each other in: nothing is paid twice, nothing is lost, and what is refused has left no trace. */
import { caseStream } from '#casework';
import { handleCommands } from '#event-store';
import { type CivilDate, type CivilMonth, fen, parseCivilDate as d } from '#kernel';
import { pain002 } from '../../libs/bank/testing/bank-double.js';
import { fileOf, outcomesOf, PAYER, pipeReturn, readBatch, statement } from '../support/bank-office.js';
import { bookHousehold, citizensOf } from '../support/county-book.js';
import { COMPILER, COUNTY, DECIDER, FINANCE, LEADER, MoneyOffice, person, refusal, REVIEWER } from '../support/money-office.js';
import { BANK, FEBRUARY, item, LIST, settlementOf, TOWN } from '../support/settlement-office.js';

let office: MoneyOffice;
beforeEach(async () => { office = await MoneyOffice.open(); });
afterEach(() => office.end());
const { context, cases, ordered, batch, answer, book, debits, credit, run, balances } = settlementOf(() => office);

const AUDITOR = person('countyAuditor', 'decider');
const [MAR, APR] = ['dibao-2019-03', 'dibao-2019-04'];
const refuseBatch = (no: string, on: string) => office.ledger.batches.take(no, 'reject', { on, code: 'F01', text: 'x' }, BANK);
const statusOf = async (no: string) => (await office.ledger.batches.file(no, FINANCE)).batch.status;
const change = async (kind: 'increase' | 'stop', caseId: string, fromYm: string, decidedOn: string, amount: number): Promise<void> => {
  await handleCommands(office.ledger.store, caseStream, `${caseId}@${COUNTY}`, [{ command: { type: 'RecordEntitlementChange', caseId, kind, fromYm: fromYm as CivilMonth, decidedOn: decidedOn as CivilDate, monthlyFen: fen(amount), persons: 2, pack: 'GX-2019' }, context: context(`${kind}/${caseId}/${decidedOn}`) }]);
  await office.ledger.catchUp();
};
const linesIn = async (no: string) => (await office.ledger.payLists.lines(no, COMPILER)).lines.map(({ itemNo, fen: amount }) => [itemNo, amount]);

test('what a statement shows as paid is not given back by a refusal of the batch, and not sent again', async () => {
  await ordered('C1', 'C2');
  await batch('B1');
  await book('ST1', '2019-02-18', [debits('B1', ['C1', 'C2'])]);
  expect(await refusal(refuseBatch('B1', '2019-02-19'))).toBe('BATCH_ANSWERED');
  expect(await refusal(batch('B2', '2019-02-20'))).toBe('BATCH_EMPTY');
});

test('a refusal that is refused leaves no trace', async () => {
  await ordered('C1', 'C2');
  await batch('B1');
  await answer('B1', '2019-02-18', { C1: { status: 'P' }, C2: { status: 'P' } });
  expect(await refusal(refuseBatch('B1', '2019-02-19'))).toBe('BATCH_ANSWERED');
  expect(await statusOf('B1')).toBe('accepted');
  expect(await answer('B1', '2019-02-20')).toMatchObject({ outcome: 'recorded' });
});

test('no month is paid twice by returning the list that another was built on', async () => {
  await ordered('C1');
  await office.compile(MAR, { on: '2019-03-09', cutoffOn: '2019-03-08' });
  await office.ledger.payLists.take(MAR, 'review', { on: '2019-03-10' }, REVIEWER);
  await office.ledger.payLists.take(MAR, 'approve', { on: '2019-03-10', approvalNo: 'SD' }, LEADER);
  await change('increase', 'C1', '2019-03', '2019-03-20', 130_000);
  await office.compile(APR, { on: '2019-04-09', cutoffOn: '2019-04-08' });
  await office.upToCheck(APR, '2019-04-10');
  await office.order(APR, '2019-04-14', 'ZB-dibao');
  const again = async () => {
    await office.ledger.payLists.take(MAR, 'return', { on: '2019-04-15', reason: 'x' }, LEADER);
    await office.compile(MAR, { on: '2019-04-16', cutoffOn: '2019-04-08' });
    await office.upToCheck(MAR, '2019-04-16');
    await office.order(MAR, '2019-04-17', 'ZB-dibao');
  };
  await refusal(again());
  // 1,300 are owed for March.
  expect((await office.ledger.payments('2019-03' as CivilMonth, undefined)).total.listedFen).toBeLessThanOrEqual(130_000);
});

test('no care fee is paid to a case that was stopped', async () => {
  await cases('C1');
  await office.indicator('dibao', 10_000_000);
  await office.ledger.paymentDecisions.take('C1', 'decideSupplement', { on: '2019-02-01', supplementNo: 'HL1', kind: 'careFee', monthlyFen: 3_000, fromYm: '2019-02', basis: 'x' }, DECIDER);
  await office.compile(LIST, FEBRUARY);
  await office.upToCheck(LIST, '2019-02-10');
  await change('stop', 'C1', '2019-03', '2019-02-20', 0);
  await office.compile(MAR, { on: '2019-03-09', cutoffOn: '2019-03-08' });
  expect((await office.ledger.payLists.file(MAR, COMPILER)).list.totals).toMatchObject({ totalFen: 0, items: 0 });
});

test('held arrears of what is not owed any more are not carried', async () => {
  await bookHousehold(office.ledger.store, { caseId: 'C1', town: TOWN, persons: 2 });
  await office.ledger.catchUp();
  await office.compile(LIST, FEBRUARY);
  await office.upToCheck(LIST, '2019-02-10');
  await change('increase', 'C1', '2019-02', '2019-02-20', 130_000);
  await office.compile(MAR, { on: '2019-03-09', cutoffOn: '2019-03-08' });
  await office.upToCheck(MAR, '2019-03-10');
  expect(await linesIn(MAR)).toHaveLength(3);
  await change('stop', 'C1', '2019-02', '2019-03-20', 0);
  await office.compile(APR, { on: '2019-04-09', cutoffOn: '2019-04-08' });
  expect((await office.ledger.payLists.file(APR, COMPILER)).list.totals).toMatchObject({ heldFen: 0, totalFen: 0 });
});

test('an order of a wrong day is refused before the fund decides, and can be corrected', async () => {
  await cases('C1');
  await office.indicator('dibao', 10_000_000);
  await office.compile(LIST, FEBRUARY);
  await office.upToCheck(LIST, '2019-02-20');
  expect(await refusal(office.order(LIST, '2019-02-14', 'ZB-dibao'))).toBe('STEP_TOO_EARLY');
  expect((await office.ledger.funds.indicators(COUNTY)).indicators[0]?.orderedFen).toBe(0);
  expect(await office.order(LIST, '2019-02-21', 'ZB-dibao')).toMatchObject({ list: { status: 'ordered' } });
});

test('a return that is refused for its day has not been applied', async () => {
  await ordered('C1', 'C2');
  await batch('B1');
  await office.ledger.batches.take('B1', 'accept', { on: '2019-02-20', bankRef: 'SL1' }, BANK);
  expect(await refusal(answer('B1', '2019-02-18'))).toBe('STEP_TOO_EARLY');
  await office.ledger.catchUp();
  expect((await office.ledger.payItems.outstanding({ division: COUNTY, today: d('2019-02-28') })).byStatus).toEqual({ listed: { count: 2, fen: 200_000 } });
});

test('a statement that is refused for its day has not been applied', async () => {
  await ordered('C1', 'C2');
  await batch('B1');
  await answer('B1', '2019-02-18');
  const file = statement('ST1', '2019-02-19', [debits('B1', ['C1', 'C2']), credit('C1')]);
  expect(await refusal(office.ledger.statements.importStatement(COUNTY, fileOf(file), { on: '2999-02-19', account: PAYER.payerAccount }, FINANCE))).toBe('STEP_IN_FUTURE');
  await office.ledger.catchUp();
  expect(await balances()).toMatchObject({ settled: 200_000 });
});

/** A pain.002 that refuses the batch as a whole; `more` stands beside it. */
const refusedWhole = (more = '') => pain002('B1', [], { count: 2, sumFen: 200_000 }).replace('<GrpSts>PART</GrpSts>', `<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf>${more}`);
test('a pain.002 that refuses the batch and counts two settled payments is refused', async () => {
  await ordered('C1', 'C2');
  await batch('B1', '2019-02-15', 'iso20022');
  const file = refusedWhole('<NbOfTxsPerSts><DtldNbOfTxs>2</DtldNbOfTxs><DtldSts>ACSC</DtldSts><DtldCtrlSum>2000.00</DtldCtrlSum></NbOfTxsPerSts>');
  expect(await refusal(office.ledger.answers.applyReturn('B1', fileOf(file), { on: '2019-02-18' }, FINANCE))).toBe('BANK_COUNT_WRONG');
  expect(await refusal(batch('B2', '2019-02-20'))).toBe('BATCH_EMPTY');
});

test('a pain.002 that refuses the whole batch is taken, and the same again changes nothing', async () => {
  await ordered('C1', 'C2');
  await batch('B1', '2019-02-15', 'iso20022');
  const take = () => office.ledger.answers.applyReturn('B1', fileOf(refusedWhole()), { on: '2019-02-18' }, FINANCE);
  expect(await take()).toMatchObject({ outcome: 'recorded' });
  expect(await take()).toMatchObject({ outcome: 'alreadyRecorded' });
});

test('money that came back on a statement is a bounce, also where the return named no day and was read later', async () => {
  await ordered('C1', 'C2');
  await batch('B1');
  const outcomes = outcomesOf(await readBatch(office.ledger, 'B1'), '2019-02-18').map(({ date: _, ...one }) => one);
  await office.ledger.answers.applyReturn('B1', fileOf(pipeReturn('B1', outcomes)), { on: '2019-02-25' }, FINANCE);
  await book('ST1', '2019-02-18', [debits('B1', ['C1', 'C2'])]);
  expect(await book('ST2', '2019-02-20', [credit('C1')])).toMatchObject({ statement: { bounced: 1 } });
});

/** A recovery that was ordered from a case, and offsets against it. */
async function recovery(caseId: string, orderFen: number) {
  await cases(caseId);
  const [idNo] = citizensOf(caseId, 2);
  const judge = person('countyAuditor', 'judge');
  const step = (name: Parameters<typeof office.ledger.findings.take>[1], by: Parameters<typeof office.ledger.findings.take>[3], body: object) => office.ledger.findings.take('YD-1', name, body, by);
  await step('raise', person('inspector', 'i'), { on: '2019-01-25', source: 'audit', kind: 'vehicle', facts: '名下有车', caseId, idNo });
  await step('assign', person('countyOperator', 'office'), { on: '2019-01-25', org: TOWN, due: '2019-02-20' });
  await step('verify', person('countyOperator', 'verifier'), { on: '2019-01-26', result: 'true', text: '属实' });
  await step('determineError', judge, { on: '2019-01-27', kind: 'overpayment', fromYm: '2019-01', toYm: '2019-01', fen: orderFen, cause: 'concealedEconomy', causeText: '隐瞒', citizens: [idNo], publicSpirit: true, intent: false, kinBenefit: false, recipientFraud: false, responsible: ['surveyor'], basis: 'R57 39' });
  await step('orderRecovery', judge, { on: '2019-01-28', orderNo: 'ZH-1', fen: orderFen, debtor: '本人', basis: 'R649 68', due: '2019-07-31' });
  const offset = (offsetNo: string, fromYm: string, monthlyFen: number) => refusal(office.ledger.paymentDecisions.take(caseId, 'decideOffset', { on: '2019-02-01', offsetNo, findingId: 'YD-1', fromYm, months: 1, monthlyFen, basis: 'R649 68' }, DECIDER));
  return { step, offset };
}

test('two offsets of one recovery do not come to more than its order', async () => {
  const { offset } = await recovery('C1', 8_000);
  expect([await offset('DK-1', '2019-02', 8_000), await offset('DK-2', '2019-03', 8_000)]).toEqual(['accepted', 'OFFSET_EXCEEDS_ORDER']);
});

test('a debit that nobody ordered is found by some reconciliation, also after the month was closed', async () => {
  await ordered('C1');
  await batch('B1');
  await answer('B1', '2019-02-18');
  await office.ledger.batches.take('B1', 'receipt', { on: '2019-02-19', receiptNo: 'HD1', n: 1, fen: 100_000 }, BANK);
  await run('2019-02-28');
  await office.ledger.periods.take(LIST, 'close', { on: '2019-03-01', closingNo: 'YJ1' }, FINANCE);
  const taken = await refusal(book('ST2', '2019-03-05', [{ fen: 5_000_000, direction: 'DBIT', reference: 'X1' }]));
  await office.compile(MAR, { on: '2019-03-09', cutoffOn: '2019-03-08' });
  await office.upToCheck(MAR, '2019-03-10');
  await office.order(MAR, '2019-03-14', 'ZB-dibao');
  const found = [await run('2019-03-31', MAR), await refusal(run('2019-03-31'))].flat();
  // Refused like a late bounce, or found.
  expect(taken === 'PERIOD_CLOSED' || found.some((id) => id.startsWith('debitWithoutOrder'))).toBe(true);
});

test('no more goes back to the treasury than came back from the bank, whoever is at it at the same time', async () => {
  await ordered('C1', 'C2');
  await batch('B1');
  await answer('B1', '2019-02-18', { C1: { status: 'F', code: 'E009' }, C2: { status: 'F', code: 'E009' } });
  for (const caseId of ['C1', 'C2']) await office.ledger.payItems.take(LIST, 'void', { on: '2019-12-30', itemNo: item(caseId), reason: '死亡' }, AUDITOR);
  const giveBack = (documentNo: string) => refusal(office.ledger.funds.take(COUNTY, 'returnUnspent', { on: '2019-12-31', documentNo, year: 2019, source: 'county', benefit: 'dibao', fen: 200_000, reason: '死亡' }, FINANCE));
  await Promise.all([giveBack('SJ1'), giveBack('SJ2')]);
  expect((await balances())['returned'] ?? 0).toBe(0);
});

test('a return that changes while it is read: nothing of the change is applied', async () => {
  await ordered('C1', 'C2');
  await batch('B1');
  const outcomes = async (says: Parameters<typeof outcomesOf>[2]) => pipeReturn('B1', outcomesOf(await readBatch(office.ledger, 'B1'), '2019-02-18', says));
  const [checked, changed] = [await outcomes({ C1: { status: 'F', code: 'E003' } }), await outcomes({ C2: { status: 'F', code: 'E003' } })];
  let opened = 0;
  const swapped = { open: () => fileOf((opened += 1) === 1 ? checked : changed).open() };
  expect(await refusal(office.ledger.answers.applyReturn('B1', swapped, { on: '2019-02-18' }, BANK))).toBe('BANK_FILE_CHANGED');
  await office.ledger.catchUp();
  expect([opened, (await office.ledger.payItems.outstanding({ division: COUNTY, today: d('2019-02-28') })).byStatus]).toEqual([2, { listed: { count: 2, fen: 200_000 } }]);
  expect(await office.ledger.answers.applyReturn('B1', fileOf(checked), { on: '2019-02-18' }, BANK)).toMatchObject({ outcome: 'recorded', applied: { changed: 2 } });
});

test('a refusal of the whole batch and an answer about its items at the same time: one of them holds', async () => {
  await ordered('C1', 'C2');
  await batch('B1');
  const [refused, answered] = await Promise.all([refusal(refuseBatch('B1', '2019-02-18')), refusal(answer('B1', '2019-02-18'))]);
  expect([['accepted', 'BATCH_STATUS'], ['BATCH_ANSWERED', 'accepted']]).toContainEqual([refused, answered]);
  expect(await statusOf('B1')).toBe(refused === 'accepted' ? 'rejected' : 'accepted');
});

test('money that came back before the return was read, which names no day: the return is taken, and the money is still back', async () => {
  await ordered('C1', 'C2');
  await batch('B1');
  await book('ST1', '2019-02-18', [debits('B1', ['C1', 'C2'])]);
  await book('ST2', '2019-02-20', [credit('C1')]);
  const outcomes = outcomesOf(await readBatch(office.ledger, 'B1'), '2019-02-18').map(({ date: _, ...one }) => one);
  expect(await office.ledger.answers.applyReturn('B1', fileOf(pipeReturn('B1', outcomes)), { on: '2019-02-25' }, FINANCE)).toMatchObject({ outcome: 'recorded', applied: { changed: 1, stale: 1 } });
  expect(await balances()).toMatchObject({ settled: 100_000, returned: 100_000 });
});

test('a void payment that settles, comes back and is voided again is voided once', async () => {
  await ordered('C1');
  await batch('B1');
  await answer('B1', '2019-02-18', { C1: { status: 'F', code: 'E009' } });
  const voided = (on: string) => refusal(office.ledger.payItems.take(LIST, 'void', { on, itemNo: item('C1'), reason: '死亡' }, AUDITOR));
  expect(await voided('2019-02-20')).toBe('accepted');
  await book('ST1', '2019-02-21', [debits('B1', ['C1'])]);
  await answer('B1', '2019-02-22', { C1: { status: 'S' } });
  await book('ST2', '2019-02-25', [credit('C1')]);
  await voided('2019-02-26');
  expect((await balances())['outstanding'] ?? 0).toBe(0);
});

test('the first list of a benefit may be returned and compiled again, also where another was compiled on it', async () => {
  await cases('C1');
  await office.compile(LIST, FEBRUARY);
  await office.ledger.payLists.take(LIST, 'review', { on: '2019-02-10' }, REVIEWER);
  await office.ledger.payLists.take(LIST, 'approve', { on: '2019-02-10', approvalNo: 'SD' }, LEADER);
  await office.compile(MAR, { on: '2019-03-09', cutoffOn: '2019-03-08' });
  await office.ledger.payLists.take(LIST, 'return', { on: '2019-03-10', reason: 'x' }, LEADER);
  await office.ledger.payLists.take(MAR, 'review', { on: '2019-03-10' }, REVIEWER);
  expect(await refusal(office.ledger.payLists.take(MAR, 'approve', { on: '2019-03-10', approvalNo: 'SD' }, LEADER))).toBe('PAY_LIST_PREVIOUS_OPEN');
  expect(await refusal(office.compile(LIST, { ...FEBRUARY, on: '2019-03-10' }))).toBe('accepted');
});

test('what is received in cash and what is still to be kept back do not come to more than the order', async () => {
  const { step, offset } = await recovery('C1', 8_000);
  expect(await offset('DK-1', '2019-02', 5_000)).toBe('accepted');
  await step('receiveRecovery', person('countyOperator', 'cashier'), { on: '2019-02-02', fen: 2_000, channel: 'cash', receiptNo: 'SJ-1' });
  expect([await offset('DK-2', '2019-03', 1_001), await offset('DK-2', '2019-03', 1_000)]).toEqual(['OFFSET_EXCEEDS_ORDER', 'accepted']);
});
