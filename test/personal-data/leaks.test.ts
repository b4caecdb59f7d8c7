/** Nothing of anybody leaves the house by a side door: a workbook imported, a life lived and errors made over HTTP; then every file, log line, answer to an error and message for Kafka is searched. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pseudonyms, Publisher, Topics } from '#messaging';
import { readWorkbook } from '#workbook';
import { TestServer } from '../../apps/ledger/src/testing/test-server.js';
import { citizenNumber } from '../support/live-county.js';
import { textsInFiles } from './search.js';
import { everyEvent } from './vaults.js';

const SMALL = join('test', 'acceptance', 'qingshanhu-2019-small.xlsx');
let server: TestServer;
beforeAll(async () => { server = await TestServer.start(); });
afterAll(() => server.end());

const PERSONAL = ['姓名', '身份证号', '联系电话', '账号', '账户名'];
/** What the workbook says of persons, and nobody could write by chance. */
async function secretsOf(file: string): Promise<readonly string[]> {
  const secrets = new Set<string>();
  for (const sheet of (await readWorkbook(file)).sheets) {
    for (const { cells } of sheet.rows()) {
      for (const column of PERSONAL) {
        const text = cells[column]?.normalize('NFKC').replaceAll(/\s/g, '') ?? '';
        if (text.length >= (/^\d+$/.test(text) ? 8 : 2)) secrets.add(text);
      }
    }
  }
  return [...secrets];
}
const foundIn = (texts: readonly string[], secrets: readonly string[]): readonly string[] => secrets.filter((secret) => texts.some((text) => text.includes(secret)));

const LIVE = { personId: 'X1', idNo: citizenNumber('1984-05-06', 321), name: '欧阳泄露' };
const PHONE = '13987650123';
const ACCOUNT = '6222029988776655443';

test('files, log lines, errors and messages name nobody', async () => {
  const secrets = [...(await secretsOf(SMALL)), LIVE.idNo, LIVE.name, PHONE, ACCOUNT];
  expect(secrets.length).toBeGreaterThan(300);
  const operator = server.as({ role: 'townOperator', division: '360111003' });
  await server.import(SMALL);
  const answers = [
    await operator.post('/api/v1/persons', JSON.stringify(LIVE)),
    // Refused, each for another reason: the number again, a citizen number that is none, a field too many, no JSON.
    await operator.post('/api/v1/persons', JSON.stringify({ ...LIVE, name: '欧阳泄露二' })),
    await operator.post('/api/v1/persons', JSON.stringify({ ...LIVE, personId: 'X2', idNo: `${LIVE.idNo.slice(0, 17)}?` })),
    await operator.post('/api/v1/persons', JSON.stringify({ ...LIVE, nickname: LIVE.name })),
    await operator.post('/api/v1/persons', `{"name":"${LIVE.name}"`),
    await operator.post('/api/v1/households', JSON.stringify({ householdId: 'XH1', headId: 'X1', town: '360111003', phone: PHONE, payee: { bank: '示例银行', accountNo: ACCOUNT, holderName: LIVE.name }, members: [{ personId: 'X1', relation: '户主', counted: true }] })),
    await operator.post('/api/v1/cases/XC1/steps/submit', JSON.stringify({ on: '2026-01-05', benefit: 'dibao', householdId: 'XH1', applicantId: 'X1', channel: 'window', materials: [`${LIVE.name}身份证`], promise: true })),
    await operator.post('/api/v1/cases/XC1/steps/accept', JSON.stringify({ on: '2026-01-05', receiptNo: LIVE.name, oops: LIVE.idNo })),
    await operator.request(`/api/v1/persons/${encodeURIComponent(LIVE.name)}`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 409, expect.any(Number), 400, 400, 200, 200, 400, 404]);
  expect(foundIn(answers.filter(({ status }) => status >= 400).map(({ text }) => decodeURIComponent(text)), secrets)).toEqual([]);
  expect(foundIn(server.lines.map((line) => decodeURIComponent(line)), secrets)).toEqual([]);

  await server.ledger.log.catchUp();
  const publisher = new Publisher(new Topics('t'), 'urn:taizhang:test', new Pseudonyms(Buffer.alloc(32, 7)));
  const messages = (await everyEvent(server.ledger.store.stored)).map((event) => JSON.stringify(publisher.messageOf(event)));
  expect(foundIn(messages, secrets)).toEqual([]);
  expect(messages.some((message) => message.includes('$'))).toBe(false);

  // The search itself works: the workbook is full of them once it is unpacked, and the read models hold citizen numbers.
  expect(foundIn([JSON.stringify(await everyEvent(server.ledger.store), (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))], secrets).length).toBeGreaterThan(300);
  expect(textsInFiles(server.dataDir, [LIVE.idNo]).some((found) => found.includes('views.db'))).toBe(true);
  expect(textsInFiles(server.dataDir, secrets).filter((found) => !/ in views\.db(-wal)?$/.test(found))).toEqual([]);
  expect(textsInFiles(`${server.dataDir}-keys`, secrets)).toEqual([]);
  expect(readFileSync(`${server.dataDir}-keys/master.key`, 'utf8')).toMatch(/^taizhang-master-key-1 /);
}, 120_000);
