/** Settlement over HTTP: every step as every role at home and elsewhere; a batch leaves as a file, its return and a statement arrive as files, a month is reconciled. */
import {
  BATCH_EXAMPLES, BATCH_STEP_NAMES, BATCH_STEPS, PAYEE_EXAMPLES, PAYEE_STEP_NAMES, PAYEE_STEPS, PAYMENT_EXAMPLES, PAYMENT_STEP_NAMES, PAYMENT_STEPS, PERIOD_EXAMPLES, PERIOD_STEP_NAMES, PERIOD_STEPS,
} from '#disbursement';
import type { Permission, Role } from '#identity';
import { outcomesOf, PAYER, pipeReturn, readBatch, statement } from '../../../../test/support/bank-office.js';
import { bookHousehold } from '../../../../test/support/county-book.js';
import { HOME, WHO_MAY } from '../../../../test/support/who-may-what.js';
import { TestServer } from '../testing/test-server.js';

const TOWN = '360111003';
const LIST = 'dibao-2019-02';
let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  await bookHousehold(server.ledger.store, { caseId: 'C1', town: TOWN, persons: 2, accountNo: '6217002870000000018' });
  // Owed nothing, so that what is asked about its account changes no list.
  await bookHousehold(server.ledger.store, { caseId: 'C9', town: TOWN, persons: 2, accountNo: '6217002870000000034', stopFrom: '2019-02' });
  await server.ledger.catchUp();
});
afterAll(() => server.end());

const STEPS: readonly (readonly [path: string, permission: string, body: object])[] = [
  ...BATCH_STEP_NAMES.map((step) => [`batches/B-9@360111/steps/${step}`, BATCH_STEPS[step].permission, BATCH_EXAMPLES[step]] as const),
  ...PAYEE_STEP_NAMES.map((step) => [`payees/H-C9@360111/steps/${step}`, PAYEE_STEPS[step].permission, PAYEE_EXAMPLES[step]] as const),
  ...PAYMENT_STEP_NAMES.map((step) => [`payments/dibao-2030-01@360111/steps/${step}`, PAYMENT_STEPS[step].permission, PAYMENT_EXAMPLES[step]] as const),
  ...PERIOD_STEP_NAMES.map((step) => [`reconciliations/dibao-2030-01@360111/steps/${step}`, PERIOD_STEPS[step].permission, PERIOD_EXAMPLES[step]] as const),
];
const REFUSED = new Set(['ROLE_FORBIDDEN', 'DIVISION_FORBIDDEN']);
const ELSEWHERE: Partial<Record<Role, string>> = { townOperator: '360111001' };

test.each(STEPS)('%s is for those who may, in the county', async (path, permission, body) => {
  const ask = async (role: Role, division: string): Promise<boolean> => {
    const answer = await server.as({ role, division }).post(`/api/v1/${path}`, JSON.stringify(body));
    expect([200, 400, 403, 404, 409]).toContain(answer.status);
    return !(answer.status === 403 && REFUSED.has(answer.body.code));
  };
  const allowed: Role[] = [];
  for (const role of Object.keys(HOME) as Role[]) if (await ask(role, HOME[role])) allowed.push(role);
  expect(allowed.sort()).toEqual((Object.keys(HOME) as Role[]).filter((role) => WHO_MAY[role].includes(permission as Permission)).sort());
  for (const role of allowed) expect([role, await ask(role, ELSEWHERE[role] ?? '320583')]).toEqual([role, false]);
});

test('a month from the batch to the reconciliation, with files', async () => {
  const as = (role: Role, division = '360111') => server.as({ role, division });
  const post = async (role: Role, path: string, body: object) => {
    const { status, body: answer } = await as(role).post<Record<string, unknown>>(`/api/v1/${path}`, JSON.stringify(body));
    expect([path, status, (answer as { detail?: string }).detail]).toEqual([path, 200, undefined]);
    return answer;
  };
  await post('finance', 'funds/360111/steps/issue', { on: '2019-01-02', indicatorNo: 'ZB1', source: 'county', benefit: 'dibao', fen: 1_000_000 });
  await post('countyOperator', `pay-lists/${LIST}/steps/compile`, { on: '2019-02-09', cutoffOn: '2019-02-08', since: '2019-01-08' });
  await post('countyAuditor', `pay-lists/${LIST}/steps/review`, { on: '2019-02-10' });
  await post('countyLeader', `pay-lists/${LIST}/steps/approve`, { on: '2019-02-10', approvalNo: 'SD1' });
  await post('countyOperator', `pay-lists/${LIST}/steps/publicise`, { on: '2019-02-10', place: '公示栏', from: '2019-02-10', to: '2019-02-12' });
  await post('finance', `pay-lists/${LIST}/steps/check`, { on: '2019-02-13', procedure: '齐全' });
  await post('finance', `pay-lists/${LIST}/steps/order`, { on: '2019-02-14', orderNo: 'ZF1', indicatorNo: 'ZB1', payMode: 'direct' });
  await post('finance', 'batches/B1/steps/prepare', { on: '2019-02-15', listNo: LIST, format: 'pipe-gb18030', valueDate: '2019-02-15', ...PAYER });

  const file = await as('finance').request('/api/v1/batches/B1/file');
  expect([file.status, file.headers.get('content-type'), file.headers.get('content-disposition')]).toEqual([200, 'text/plain; charset=gb18030', 'attachment; filename="B1.txt"']);
  expect(file.text).toContain('D|1|C1/2019-02/base/1|6217002870000000018|');

  const upload = async (role: Role, path: string, bytes: Buffer | string) => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(Buffer.from(bytes))]), 'answer.txt');
    return as(role).request<Record<string, unknown>>(`/api/v1/${path}`, { method: 'POST', body: form });
  };
  const answer = pipeReturn('B1', outcomesOf(await readBatch(server.ledger, 'B1'), '2019-02-18'));
  expect(await upload('bank', 'batches/B1/return?on=2019-02-18', answer.subarray(0, -100))).toMatchObject({ status: 400, body: { code: 'BANK_FILE_TRUNCATED' } });
  expect(await upload('bank', 'batches/B1/return?on=2019-02-18', answer)).toMatchObject({ status: 200, body: { outcome: 'recorded', applied: { settled: { count: 1, fen: 100_000 }, changed: 1 } } });
  expect(await upload('finance', 'batches/B1/return?on=2019-02-18', answer)).toMatchObject({ status: 200, body: { outcome: 'alreadyRecorded' } });
  expect((await server.as({ role: 'bank', division: '320583' }).request(`/api/v1/batches/B1@360111/return?on=2019-02-18`, { method: 'POST', body: (() => { const form = new FormData(); form.set('file', new Blob(['x'])); return form; })() })).status).toBe(403);
  const booked = statement('ST1', '2019-02-18', [{ fen: 100_000, direction: 'DBIT', reference: 'D1', batchNo: 'B1', payments: [{ itemNo: 'C1/2019-02/base/1', fen: 100_000 }] }]);
  expect(await upload('finance', `statements?on=2019-02-18&account=${PAYER.payerAccount}`, booked)).toMatchObject({ status: 200, body: { outcome: 'recorded', statement: { matched: 1, unmatched: 0 } } });
  await post('finance', 'batches/B1/steps/receipt', { on: '2019-02-19', receiptNo: 'HD1', n: 1, fen: 100_000 });
  expect(await post('finance', `reconciliations/${LIST}/steps/run`, { on: '2019-02-28' })).toMatchObject({ outcome: 'recorded', period: { runs: 1, discrepancies: [] } });
  expect(await post('finance', `reconciliations/${LIST}/steps/close`, { on: '2019-02-28', closingNo: 'YJ1' })).toMatchObject({ period: { closing: 1 } });

  const read = async (path: string) => (await as('inspector').request<Record<string, unknown>>(`/api/v1/${path}`)).body;
  expect(await read(`batches?list=${LIST}`)).toMatchObject({ rows: [{ batchNo: 'B1', status: 'accepted', n: 1, settled: { count: 1 }, receipts: ['HD1'] }], next: null });
  expect(await read('batches/B1')).toMatchObject({ batchKey: 'B1@360111', batch: { status: 'accepted' } });
  expect(await read('payments?date=2019-03-01')).toMatchObject({ byStatus: { settled: { count: 1, fen: 100_000 } }, outstanding: [], outstandingFen: 0 });
  expect(await read('reconciliations')).toMatchObject({ rows: [{ listNo: LIST, closing: 1, open: [] }] });
  expect(await read(`reconciliations/${LIST}`)).toMatchObject({ listKey: `${LIST}@360111`, closed: { closingNo: 'YJ1' } });
  // What was uploaded is gone.
  const { readdirSync } = await import('node:fs');
  expect(readdirSync(`${server.dataDir}/incoming`)).toEqual([]);
});
