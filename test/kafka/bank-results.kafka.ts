/** Results of a bank over a real broker: every message three times and out of order, the process killed between effect and offset and in the middle of an effect. Nothing is paid or recorded twice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Kafka, Message } from 'kafkajs';
import { INTAKE_TYPES, kafkaClient, prepareTopics, Topics, withAdmin } from '#messaging';
import { PAYER } from '../support/bank-office.js';
import { bookHousehold } from '../support/county-book.js';
import { COUNTY, FINANCE, MoneyOffice } from '../support/money-office.js';
import { Broker } from './broker.js';
import { allEvents } from './support/agreement.js';
import { header, readTopics } from './support/topics.js';

const LIST = 'dibao-2019-02';
const BATCH = 'PC1';
const EACH = 100_000;
const CASES = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8'];
const [ACCOUNT, BANK_ACCOUNT] = ['kafka-intake', 'kafka-bank'];
const item = (caseId: string): string => `${caseId}/2019-02/base/1`;

let broker: Broker;
let kafka: Kafka;
let office: MoneyOffice;
beforeAll(async () => {
  broker = await Broker.start();
  kafka = kafkaClient({ brokers: [broker.address] }, 'bank-results-test');
  office = await MoneyOffice.open();
}, 300_000);
afterAll(async () => {
  await office.end();
  await broker.end();
});

/** Eight payments of 1,000 yuan in one batch, and the accounts in whose names messages are taken. */
async function sent(): Promise<void> {
  const { ledger } = office;
  for (const caseId of CASES) await bookHousehold(ledger.store, { caseId, town: `${COUNTY}003`, persons: 2, accountNo: `62170028700000${caseId.slice(1).padStart(5, '0')}` });
  await ledger.catchUp();
  await office.indicator('dibao', 10_000_000);
  await office.compile(LIST, { on: '2019-02-09', cutoffOn: '2019-02-08', since: '2019-01-08' });
  await office.upToCheck(LIST, '2019-02-10');
  await office.order(LIST, '2019-02-14', 'ZB-dibao');
  await ledger.batches.take(BATCH, 'prepare', { on: '2019-02-15', listNo: LIST, format: 'iso20022', valueDate: '2019-02-15', ...PAYER }, FINANCE);
  for (const [accountId, role] of [[ACCOUNT, 'countyOperator'], [BANK_ACCOUNT, 'bank']] as const) {
    await ledger.access.createAccount({ accountId, staffId: accountId, name: '接口', role, division: COUNTY, externalOnly: true }, { staffId: 'test' });
  }
}

type Answer = readonly [caseId: string, status: 'settled' | 'rejected' | 'pending', code?: string | undefined, bankTxnNo?: string];
function message(id: string, answers: readonly Answer[], batchNo = BATCH): Message {
  const items = answers.map(([caseId, status, code, bankTxnNo]) => ({ itemNo: item(caseId), status, code, bankTxnNo, ...(status === 'settled' ? { valueDate: '2019-02-18' } : {}) }));
  return {
    // Under one key, so in one partition: the order of this test is the order in which they come.
    key: BATCH, value: JSON.stringify({ county: COUNTY, batchNo, on: '2019-02-18', items }),
    headers: { 'content-type': 'application/json', ce_specversion: '1.0', ce_id: id, ce_source: 'urn:test:bank', ce_type: INTAKE_TYPES['bank-results'] },
  };
}
const settled = (caseId: string): Answer => [caseId, 'settled', undefined, `T-${caseId}`];

test('killed between effect and offset and within an effect, every message three times and out of order: each payment is answered for once', async () => {
  await sent();
  const dataDir = office.ledger.config.dataDir;
  await office.ledger.close();
  const topics = new Topics('bank-results');
  await prepareTopics(kafka, [topics.intake('data-match'), topics.intake('deaths'), topics.intake('bank-results'), topics.deadLetter], { forever: false });
  const good = [
    message('m1', [settled('C1'), settled('C2')]),
    message('m2', [['C3', 'rejected', 'AC04'], settled('C4')]),
    // Asked about and answered: in either order it ends settled.
    message('m3', [['C5', 'pending']]),
    message('m4', [settled('C5'), ['C1', 'pending']]),
    // The same answer under another name.
    message('m5', [['C3', 'rejected', 'AC04'], settled('C2')]),
    message('m6', [settled('C6'), settled('C7')]),
  ];
  const [m1, m2, m3, m4, m5, m6] = good as [Message, Message, Message, Message, Message, Message];
  const outOfOrder = [m4, m2, m4, m6, m3, m5, m1, m6, m2, m3, m1, m5, m4, m1, m2, m6, m3, m5];
  const dead = [
    message('d1', [['C1', 'settled', undefined, 'T-other']]),
    message('d2', [['C9', 'settled']]),
    message('d3', [settled('C8'), settled('C8')]),
    message('d4', [settled('C8')], 'PC9'),
  ];
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  for (const one of [...outOfOrder, ...dead]) await producer.send({ topic: topics.intake('bank-results'), acks: -1, messages: [one] });
  await producer.disconnect();

  const run = async (how: { readonly hangAt?: number; readonly hangBefore?: string } = {}): Promise<string | undefined> => {
    const child = spawn(process.execPath, [join('test', 'kafka', 'children', 'intake.mjs'), JSON.stringify({ dataDir, brokers: [broker.address], prefix: topics.prefix, account: ACCOUNT, bank: BANK_ACCOUNT, ...how })], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    let said: string | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      said = line;
      if (line === '"applied"') child.kill('SIGKILL');
    }
    await exited;
    return said;
  };
  // The second and fourth time the items are answered, and the batch does not say so yet.
  for (const how of [{ hangAt: 1 }, { hangBefore: 'ReturnFileApplied' }, { hangAt: 1 }, { hangBefore: 'ReturnFileApplied' }, { hangAt: 1 }]) expect(await run(how)).toBe('"applied"');
  const counts = JSON.parse((await run()) ?? '{}') as Record<string, number>;

  office = await MoneyOffice.reopen(office);
  const events = await allEvents(office.ledger.store);
  const itemsOf = (type: string): readonly string[] => events.filter((event) => event.type === type).map(({ data }) => data['itemNo'] as string).sort();
  expect(itemsOf('PaymentSettled')).toEqual(['C1', 'C2', 'C4', 'C5', 'C6', 'C7'].map(item));
  expect(itemsOf('PaymentRejected')).toEqual([item('C3')]);
  // m4 came first: C1 was pending until m1, and C5 was settled before m3 called it pending.
  expect([itemsOf('PaymentPending'), itemsOf('PaymentBounced'), itemsOf('PaymentReissued')]).toEqual([[item('C1')], [], []]);
  expect(events.filter(({ type }) => type === 'ReturnFileApplied')).toHaveLength(good.length);
  expect(events.filter(({ type }) => type === 'BatchFileAccepted')).toHaveLength(1);
  const { rows, total } = await office.ledger.funds.balance({ division: COUNTY });
  expect(total.debitFen).toBe(total.creditFen);
  const balance = (account: string): number => rows.filter((row) => row.account === account).reduce((sum, { balanceFen }) => sum + balanceFen, 0);
  expect({ settled: balance('settled'), returned: balance('returned'), withBank: balance('withBank'), outstanding: balance('outstanding') }).toEqual({ settled: 6 * EACH, returned: EACH, withBank: EACH, outstanding: 2 * EACH });
  const { period } = await office.ledger.periods.take(LIST, 'run', { on: '2019-02-28' }, FINANCE);
  expect(period.discrepancies.map(({ id }) => id)).toEqual([`bouncedNotReissued:${item('C3')}`, `receiptMissing:${BATCH}`, `unanswered:${item('C8')}`]);

  const letters = await readTopics(kafka, [topics.deadLetter]);
  const codes = new Map(letters.map((record) => [header(record, 'ce_id'), header(record, 'dl_code')]));
  expect([...codes].sort()).toEqual([['d1', 'PAYMENT_ANSWER_CONFLICTS'], ['d2', 'BANK_ITEM_UNKNOWN'], ['d3', 'BANK_ITEM_REPEATED'], ['d4', 'BATCH_UNKNOWN']]);
  const offsets = await withAdmin(kafka, (admin) => admin.fetchOffsets({ groupId: topics.group, topics: [topics.intake('bank-results')] }));
  expect(offsets[0]?.partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0)).toBe(outOfOrder.length + dead.length);
  process.stderr.write(`  results of a bank, killed 5 times: ${outOfOrder.length + dead.length} messages, 7 payments answered for once, ${codes.size} dead letters, last run ${JSON.stringify(counts)}\n`);
}, 300_000);
