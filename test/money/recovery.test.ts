/** Money that comes back through the bank: a debtor pays in under the number of the order, and the statement shows it. */
import type { SignedIn } from '#identity';
import { fileOf, PAYER, statement } from '../support/bank-office.js';
import { bookHousehold, citizensOf } from '../support/county-book.js';
import { COUNTY, FINANCE, MoneyOffice, person } from '../support/money-office.js';

const TOWN = '360111003';
const JUDGE = person('countyAuditor', 'judge');
const CLERK = person('countyOperator', 'clerk');
let office: MoneyOffice;
beforeEach(async () => {
  office = await MoneyOffice.open();
  await bookHousehold(office.ledger.store, { caseId: 'C1', town: TOWN, persons: 2, accountNo: '6201' });
  await office.ledger.catchUp();
  await office.indicator('dibao', 10_000_000);
  await office.compile('dibao-2019-02', { on: '2019-02-09', cutoffOn: '2019-02-08', since: '2019-01-08' });
  await office.upToCheck('dibao-2019-02', '2019-02-10');
  await office.order('dibao-2019-02', '2019-02-14', 'ZB-dibao');
  await office.ledger.batches.take('B1', 'prepare', { on: '2019-02-15', listNo: 'dibao-2019-02', format: 'pipe-gb18030', valueDate: '2019-02-15', ...PAYER }, FINANCE);
  const [idNo] = citizensOf('C1', 2);
  const step = (name: Parameters<typeof office.ledger.findings.take>[1], by: SignedIn, body: object) => office.ledger.findings.take('YD-1', name, body, by);
  await step('raise', person('inspector', 'i'), { on: '2019-01-25', source: 'audit', kind: 'vehicle', facts: '名下有车', caseId: 'C1', idNo });
  await step('assign', CLERK, { on: '2019-01-25', org: TOWN, due: '2019-02-20' });
  await step('verify', person('countyOperator', 'verifier'), { on: '2019-01-26', result: 'true', text: '属实' });
  await step('determineError', JUDGE, { on: '2019-01-27', kind: 'overpayment', fromYm: '2019-01', toYm: '2019-01', fen: 8_000, cause: 'concealedEconomy', causeText: '隐瞒', citizens: [idNo], publicSpirit: true, intent: false, kinBenefit: false, recipientFraud: false, responsible: ['surveyor'], basis: 'R57 39' });
  await step('orderRecovery', JUDGE, { on: '2019-01-28', orderNo: 'ZH-1', fen: 8_000, debtor: '本人', basis: 'R649 68', due: '2019-07-31' });
  await step('serveRecovery', CLERK, { on: '2019-01-29', method: '直接送达' });
  await step('agreePlan', JUDGE, { on: '2019-01-30', agreementNo: 'HK-1', instalments: [{ due: '2019-02-28', fen: 3_000 }, { due: '2019-03-31', fen: 5_000 }] });
});
afterEach(() => office.end());

const paidIn = (no: string, on: string, fen: number, reference: string) =>
  office.ledger.statements.importStatement(COUNTY, fileOf(statement(no, on, [{ fen, direction: 'CRDT', reference: `C-${reference}`, payments: [{ itemNo: reference, fen }] }])), { on, account: PAYER.payerAccount }, FINANCE);
const finding = async () => { const { file } = await office.ledger.findings.file('YD-1', JUDGE); return [file.receivedFen, file.remittedFen]; };
const instalments = async (day: string) => (await office.ledger.dues({ division: COUNTY, complaints: false, today: day as never, horizonDays: 60 })).overdue.filter(({ kind }) => kind === 'instalment').map(({ dueOn, fen }) => `${dueOn} ${fen}`);

it('an instalment paid under the number of the order is received, once however often the statement comes; what names no order stays on the statement', async () => {
  await paidIn('DZ-1', '2019-02-20', 3_000, 'ZH-1');
  expect(await finding()).toEqual([3_000, 0]);
  expect(await instalments('2019-03-15')).toEqual([]);
  await paidIn('DZ-1', '2019-02-20', 3_000, 'ZH-1');
  await paidIn('DZ-2', '2019-03-20', 700, 'ZH-99');
  expect(await finding()).toEqual([3_000, 0]);
  expect(await instalments('2019-04-15')).toEqual(['2019-03-31 5000']);
  // Five fen too many: received, and said to be too much.
  await paidIn('DZ-3', '2019-04-20', 5_005, 'ZH-1');
  expect(await finding()).toEqual([8_005, 0]);
  await office.ledger.findings.take('YD-1', 'remitRecovery', { on: '2019-04-25', fen: 8_000, payInBookNo: 'JK-1' }, CLERK);
  expect(await finding()).toEqual([8_005, 8_000]);
});
