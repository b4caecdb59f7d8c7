/** Pay lists through their services: each step accepted, refused, repeated; two orders on one indicator; what is interrupted. */
import { caseStream } from '#casework';
import { handleCommands } from '#event-store';
import type { SignedIn } from '#identity';
import { type CivilDate, type CivilMonth, fen, uuidOf } from '#kernel';
import { bookHousehold, citizensOf } from '../support/county-book.js';
import { COMPILER, COUNTY, DECIDER, FINANCE, LEADER, MoneyOffice, person, refusal, REVIEWER } from '../support/money-office.js';

const TOWN = '360111003';
const FEBRUARY = { on: '2019-02-09', cutoffOn: '2019-02-08', since: '2019-01-08' };
const MARCH = { on: '2019-03-09', cutoffOn: '2019-03-08' };
let office: MoneyOffice;
beforeEach(async () => {
  office = await MoneyOffice.open();
  // 500 yuan a person from February 2019 on, decided on 2019-01-22; C3 has no account.
  for (const [caseId, accountNo] of [['C1', '6201'], ['C2', '6202'], ['C3', undefined]] as const) await bookHousehold(office.ledger.store, { caseId, town: TOWN, persons: 2, ...(accountNo === undefined ? {} : { accountNo }) });
  await office.ledger.catchUp();
});
afterEach(() => office.end());

const context = (name: string) => ({ commandId: uuidOf(name), actor: { staffId: 'test' }, jurisdiction: { code6: COUNTY, town9: TOWN }, now: '2026-01-01T00:00:00.000Z', correlationId: uuidOf('test') });
const decided = (kind: 'increase' | 'stop', caseId: string, fromYm: string, decidedOn: string, amount: number) => handleCommands(office.ledger.store, caseStream, `${caseId}@${COUNTY}`, [{
  command: { type: 'RecordEntitlementChange', caseId, kind, fromYm: fromYm as CivilMonth, decidedOn: decidedOn as CivilDate, monthlyFen: fen(amount), persons: 2, pack: 'GX-2019' }, context: context(`${caseId}/${kind}/${decidedOn}`),
}]);
const take = (step: Parameters<typeof office.ledger.payLists.take>[1], stated: object, by = COMPILER, listNo = 'dibao-2019-02') => office.ledger.payLists.take(listNo, step, stated, by);

test('a list from compilation to order, by five people; every step once', async () => {
  await office.indicator('dibao', 200_000);
  const compiled = await office.compile('dibao-2019-02', FEBRUARY);
  expect(compiled).toMatchObject({ outcome: 'recorded', list: { status: 'compiled', version: 1, parts: 1, previous: 'none', totals: { items: 2, totalFen: 200_000, heldItems: 1, heldFen: 100_000, currentFen: 300_000, differences: { new: { items: 3, fen: 300_000 } } } } });
  expect(await office.compile('dibao-2019-02', FEBRUARY)).toMatchObject({ outcome: 'alreadyRecorded', list: { version: 1 } });
  expect((await office.ledger.payments('2019-02' as CivilMonth, undefined)).rows).toEqual([]);

  expect(await refusal(take('approve', { on: '2019-02-10', approvalNo: 'SD' }, LEADER))).toBe('STEP_OUT_OF_ORDER');
  expect(await refusal(take('review', { on: '2019-02-10' }))).toBe('SAME_PERSON');
  expect(await refusal(take('review', { on: '2019-02-08' }, REVIEWER))).toBe('STEP_TOO_EARLY');
  expect(await refusal(take('review', { on: '2019-02-10' }, FINANCE))).toBe('ROLE_FORBIDDEN');
  expect(await refusal(take('review', { on: '2019-02-10' }, person('countyAuditor', 'x', '320583')))).toBe('PAY_LIST_UNKNOWN');
  await take('review', { on: '2019-02-10' }, REVIEWER);
  expect(await take('review', { on: '2019-02-10' }, REVIEWER)).toMatchObject({ outcome: 'alreadyRecorded' });
  expect(await refusal(office.compile('dibao-2019-02', FEBRUARY))).toBe('PAY_LIST_FIXED');
  expect(await refusal(take('approve', { on: '2019-02-10', approvalNo: 'SD' }, { ...LEADER, staffId: REVIEWER.staffId }))).toBe('SAME_PERSON');
  await take('approve', { on: '2019-02-10', approvalNo: 'SD' }, LEADER);
  expect(await refusal(take('check', { on: '2019-02-10', procedure: '齐全' }, FINANCE))).toBe('STEP_OUT_OF_ORDER');
  await take('publicise', { on: '2019-02-10', place: '公示栏', from: '2019-02-10', to: '2019-02-12' });
  await take('check', { on: '2019-02-13', procedure: '齐全' }, FINANCE);
  expect(await refusal(take('return', { on: '2019-02-13', reason: '再看' }, FINANCE))).toBe('STEP_DONE');
  expect(await office.order('dibao-2019-02', '2019-02-14', 'ZB-dibao')).toMatchObject({ outcome: 'recorded', list: { status: 'ordered', order: { fen: 200_000, source: 'county' } } });
  expect(await office.order('dibao-2019-02', '2019-02-14', 'ZB-dibao')).toMatchObject({ outcome: 'alreadyRecorded' });
  expect((await office.ledger.payments('2019-02' as CivilMonth, undefined)).rows).toMatchObject([{ benefit: 'dibao', items: 2, listedFen: 200_000, outstandingFen: 200_000 }]);

  const { rows } = await office.ledger.funds.balance({ division: COUNTY, asOf: '2019-02-28' as CivilDate });
  expect(Object.fromEntries(rows.map(({ account, balanceFen }) => [account, balanceFen]))).toEqual({ appropriations: 200_000, indicators: 0, commitments: 200_000, ordered: 200_000, outstanding: 200_000 });
  expect((await office.ledger.funds.statement('outstanding', { division: TOWN })).rows).toMatchObject([{ on: '2019-02-10', type: 'PayListApproved', ref: 'dibao-2019-02', creditFen: 200_000, balanceFen: 200_000 }]);
  // Nothing of it was known before it was recorded.
  expect((await office.ledger.funds.balance({ division: COUNTY }, '2020-01-01T00:00:00.000Z')).rows).toEqual([]);
});

test('the next list goes on from it: what differs names its event, what was held is carried', async () => {
  await office.indicator('dibao', 10_000_000);
  await office.compile('dibao-2019-02', FEBRUARY);
  expect(await refusal(office.compile('dibao-2019-03', MARCH))).toBe('PAY_LIST_PREVIOUS_OPEN');
  await office.upToCheck('dibao-2019-02', '2019-02-10');
  await office.order('dibao-2019-02', '2019-02-14', 'ZB-dibao');
  expect(await refusal(office.compile('dibao-2019-04', { on: '2019-04-09', cutoffOn: '2019-04-08' }))).toBe('PAY_LIST_GAP');
  expect(await refusal(office.compile('dibao-2019-03', { ...MARCH, since: '2019-01-31' }))).toBe('PAY_LIST_SINCE');
  await decided('increase', 'C1', '2019-02', '2019-02-20', 110_000);
  await decided('stop', 'C2', '2019-03', '2019-02-25', 0);
  const { list } = await office.compile('dibao-2019-03', MARCH);
  // C1 110,000 and 10,000 for February; C2 ended; C3 held for both months.
  expect(list.totals).toMatchObject({ totalFen: 120_000, heldItems: 2, heldFen: 200_000, previousFen: 300_000, currentFen: 210_000, arrearsFen: 110_000, unexplained: 0, differences: { increased: { items: 1, fen: 10_000 }, stopped: { items: 1, fen: 100_000 } } });
  const { lines, ended } = await office.ledger.payLists.lines('dibao-2019-03', COMPILER, 1, true);
  expect(lines.map(({ itemNo, fen: amount }) => [itemNo, amount])).toEqual([['C1/2019-03/base/1', 110_000], ['C1/2019-02/arrears:2019-03/1', 10_000], ['C3/2019-03/base/1', 100_000], ['C3/2019-02/base/1', 100_000]]);
  expect([lines[0]?.difference?.cause?.type, ended[0]?.cause?.type, ended[0]?.caseId]).toEqual(['BenefitIncreased', 'BenefitStopped', 'C2']);
});

test('a list that is not what is known any more is not approved', async () => {
  await office.compile('dibao-2019-02', FEBRUARY);
  await take('review', { on: '2019-02-10' }, REVIEWER);
  await office.ledger.paymentDecisions.take('C1', 'hold', { on: '2019-02-08', holdNo: 'ZH1', fromYm: '2019-02', reason: '核实', ground: 'R57 32', noticeRef: '告知1' }, DECIDER);
  expect(await refusal(take('approve', { on: '2019-02-10', approvalNo: 'SD' }, LEADER))).toBe('PAY_LIST_STALE');
  await take('return', { on: '2019-02-10', reason: '有新决定' }, LEADER);
  expect(await office.compile('dibao-2019-02', { ...FEBRUARY, on: '2019-02-10' })).toMatchObject({ list: { version: 2, totals: { totalFen: 100_000, heldItems: 2 } } });
});

test('of two orders that want the last of an indicator one is refused', async () => {
  for (const caseId of ['C11', 'C12']) await bookHousehold(office.ledger.store, { caseId, town: TOWN, persons: 2, accountNo: `63${caseId}` });
  await office.ledger.catchUp();
  await office.indicator('dibao', 599_999);
  await office.compile('dibao-2019-02', FEBRUARY);
  await office.upToCheck('dibao-2019-02', '2019-02-10');
  await office.compile('dibao-2019-03', MARCH);
  await office.upToCheck('dibao-2019-03', '2019-03-10');
  // 400,000 each: together a fen and more beyond it.
  const both = await Promise.all([refusal(office.order('dibao-2019-02', '2019-03-14', 'ZB-dibao')), refusal(office.order('dibao-2019-03', '2019-03-14', 'ZB-dibao'))]);
  expect(both.sort()).toEqual(['INDICATOR_EXCEEDED', 'accepted']);
  expect((await office.ledger.funds.indicators(COUNTY)).indicators).toMatchObject([{ orderedFen: 400_000, leftFen: 199_999 }]);
});

test('an order that was interrupted after the fund decided is completed when it is sent again', async () => {
  await office.indicator('dibao', 1_000_000);
  await office.compile('dibao-2019-02', FEBRUARY);
  await office.upToCheck('dibao-2019-02', '2019-02-10');
  const { store } = office.ledger;
  const append = store.append.bind(store);
  store.append = (streamId, expected, events) => (streamId.startsWith('payPart-') ? Promise.reject(new Error('power cut')) : append(streamId, expected, events));
  expect(await refusal(office.order('dibao-2019-02', '2019-02-14', 'ZB-dibao'))).toContain('power cut');
  store.append = append;
  expect(await refusal(office.order('dibao-2019-02', '2019-02-14', 'ZB-dibao', 'ZF-other'))).toBe('LIST_ORDERED');
  expect(await office.order('dibao-2019-02', '2019-02-14', 'ZB-dibao')).toMatchObject({ list: { status: 'ordered' } });
  expect((await office.ledger.payments('2019-02' as CivilMonth, undefined)).total.listedFen).toBe(200_000);
  expect((await office.ledger.funds.indicators(COUNTY)).indicators).toMatchObject([{ orderedFen: 200_000 }]);
});

test('a back payment belongs on a list that is still open, and names its months', async () => {
  await office.compile('dibao-2019-02', FEBRUARY);
  const pay = (payYm: string, backPaymentNo = 'BF1') => refusal(office.ledger.paymentDecisions.take('C1', 'approveBackPayment', { on: '2019-02-08', backPaymentNo, payYm, months: [{ ym: '2019-01', fen: 700 }], reason: '标准提高' }, DECIDER));
  expect(await pay('2019-02')).toBe('accepted');
  expect((await office.compile('dibao-2019-02', FEBRUARY)).list.totals).toMatchObject({ totalFen: 200_700, arrearsFen: 700 });
  await take('review', { on: '2019-02-10' }, REVIEWER);
  expect(await pay('2019-02', 'BF2')).toBe('PAY_LIST_FIXED');
  expect(await pay('2019-01', 'BF3')).toBe('BACK_PAYMENT_MONTHS');
  expect(await refusal(office.ledger.paymentDecisions.take('C9', 'release', { on: '2019-02-08', holdNo: 'ZH1', reason: 'x' }, DECIDER))).toBe('CASE_NOT_FOUND');
});

test('what is no list, no first list and no account of the ledger is named', async () => {
  expect(await refusal(office.compile('none-2019-02', FEBRUARY))).toBe('PAY_LIST_NUMBER');
  expect(await refusal(office.compile('dibao-2019-02', MARCH))).toBe('PAY_LIST_SINCE');
  expect(await refusal(office.compile('dibao-2019-02', { ...FEBRUARY, cutoffOn: '2019-02-10' }))).toBe('PAY_LIST_DAYS');
  expect(await refusal(office.ledger.funds.statement('kasse', { division: COUNTY }))).toBe('ACCOUNT_OF_FUND_UNKNOWN');
  expect(await refusal(office.ledger.funds.balance({ division: '360100' }))).toBe('FUND_DIVISION');
});

test('the death of the last counted member holds the payments until the county decides; that of another one does not', async () => {
  await office.indicator('dibao', 10_000_000);
  await office.compile('dibao-2019-02', FEBRUARY);
  await office.upToCheck('dibao-2019-02', '2019-02-10');
  await office.order('dibao-2019-02', '2019-02-14', 'ZB-dibao');
  const town = person('townOperator', 'tw', TOWN);
  const died = (caseId: string, personId: string, diedOn: string) => office.ledger.cases.take(caseId, 'reportDeath', { on: '2019-03-05', personId, diedOn, source: '殡葬信息' }, town);
  for (const [caseId, personId, diedOn] of [['C1', 'C1-1', '2019-02-20'], ['C2', 'C2-1', '2019-01-30'], ['C2', 'C2-2', '2019-02-27']] as const) await died(caseId, personId, diedOn);
  expect((await office.ledger.paymentDecisions.file('C1', COMPILER)).decisions.holds).toEqual([]);
  expect((await office.ledger.paymentDecisions.file('C2', COMPILER)).decisions.holds).toMatchObject([{ on: '2019-03-05', fromYm: '2019-03' }]);
  const { list } = await office.compile('dibao-2019-03', MARCH);
  // C1 is paid; C2 is held, C3 has no account.
  expect(list.totals).toMatchObject({ items: 1, totalFen: 100_000, heldItems: 3, heldFen: 300_000 });
  const { lines } = await office.ledger.payLists.lines('dibao-2019-03', COMPILER, 1, true);
  expect(lines.filter(({ held }) => held !== undefined).map(({ itemNo, held }) => [itemNo, held?.cause?.type])).toEqual([['C2/2019-03/base/1', 'PaymentHeld'], ['C3/2019-03/base/1', undefined], ['C3/2019-02/base/1', undefined]]);
});

test('what is kept back is received and remitted in the finding whose recovery it is, once, and never more than is left of its order', async () => {
  await office.indicator('dibao', 10_000_000);
  const [idNo] = citizensOf('C1', 2);
  const town = (name: string) => person('countyOperator', name);
  const judge = person('countyAuditor', 'judge');
  const step = (name: Parameters<typeof office.ledger.findings.take>[1], by: SignedIn, body: object) => office.ledger.findings.take('YD-1', name, body, by);
  await step('raise', person('inspector', 'i'), { on: '2019-01-25', source: 'audit', kind: 'vehicle', facts: '名下有车', caseId: 'C1', idNo });
  await step('assign', town('office'), { on: '2019-01-25', org: TOWN, due: '2019-02-20' });
  await step('verify', town('verifier'), { on: '2019-01-26', result: 'true', text: '属实' });
  await step('determineError', judge, { on: '2019-01-27', kind: 'overpayment', fromYm: '2019-01', toYm: '2019-01', fen: 8_000, cause: 'concealedEconomy', causeText: '隐瞒', citizens: [idNo], publicSpirit: true, intent: false, kinBenefit: false, recipientFraud: false, responsible: ['surveyor'], basis: 'R57 39' });
  const offset = (more: object = {}) => office.ledger.paymentDecisions.take('C1', 'decideOffset', { on: '2019-02-01', offsetNo: 'DK-1', findingId: 'YD-1', fromYm: '2019-02', months: 2, monthlyFen: 4_000, basis: 'R649 68，还款协议', ...more }, DECIDER);
  expect(await refusal(offset())).toBe('OFFSET_WITHOUT_ORDER');
  await step('orderRecovery', judge, { on: '2019-01-28', orderNo: 'ZH-1', fen: 8_000, debtor: '本人', basis: 'R649 68', due: '2019-07-31' });
  expect(await refusal(offset({ monthlyFen: 4_001 }))).toBe('OFFSET_EXCEEDS_ORDER');
  expect(await refusal(office.ledger.paymentDecisions.take('C2', 'decideOffset', { on: '2019-02-01', offsetNo: 'DK-2', findingId: 'YD-1', fromYm: '2019-02', months: 1, monthlyFen: 1, basis: 'x' }, DECIDER))).toBe('OFFSET_WITHOUT_ORDER');
  expect((await offset()).outcome).toBe('recorded');
  const finding = async () => { const { file } = await office.ledger.findings.file('YD-1', judge); return [file.receivedFen, file.remittedFen]; };

  await office.compile('dibao-2019-02', FEBRUARY);
  await office.upToCheck('dibao-2019-02', '2019-02-10');
  expect(await finding()).toEqual([0, 0]);
  await office.order('dibao-2019-02', '2019-02-14', 'ZB-dibao');
  expect(await finding()).toEqual([4_000, 4_000]);
  await office.order('dibao-2019-02', '2019-02-14', 'ZB-dibao');
  expect(await finding()).toEqual([4_000, 4_000]);
  const { rows } = await office.ledger.funds.balance({ division: COUNTY, asOf: '2019-02-28' as CivilDate });
  const balances = Object.fromEntries(rows.map(({ account, balanceFen }) => [account, balanceFen]));
  // 96,000 to C1 and 100,000 to C2; C3 is held. Of 8,000 that were claimed 4,000 are back.
  expect([balances['ordered'], balances['outstanding'], balances['recoverable'], balances['remitted'], balances['recovered'] ?? 0]).toEqual([196_000, 196_000, 4_000, 4_000, 0]);
});
