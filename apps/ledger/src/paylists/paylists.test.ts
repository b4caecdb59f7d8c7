/** Money over HTTP: every step as every role at home and elsewhere, and a list, the fund and its ledger as they are read. */
import { FUND_EXAMPLES, FUND_STEP_NAMES, FUND_STEPS, LIST_EXAMPLES, LIST_STEP_NAMES, LIST_STEPS, PAY_CASE_EXAMPLES, PAY_CASE_STEP_NAMES, PAY_CASE_STEPS } from '#disbursement';
import type { Permission, Role } from '#identity';
import { bookHousehold } from '../../../../test/support/county-book.js';
import { HOME, WHO_MAY } from '../../../../test/support/who-may-what.js';
import { TestServer } from '../testing/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  await bookHousehold(server.ledger.store, { caseId: 'C1', town: '360111003', persons: 2, accountNo: '6201' });
  await server.ledger.catchUp();
});
afterAll(() => server.end());

const STEPS: readonly (readonly [path: string, permission: string, body: object])[] = [
  ...LIST_STEP_NAMES.map((step) => [`pay-lists/dibao-2030-01@360111/steps/${step}`, LIST_STEPS[step].permission, LIST_EXAMPLES[step]] as const),
  ...PAY_CASE_STEP_NAMES.map((step) => [`payment-decisions/C1@360111/steps/${step}`, PAY_CASE_STEPS[step].permission, PAY_CASE_EXAMPLES[step]] as const),
  ...FUND_STEP_NAMES.map((step) => [`funds/360111/steps/${step}`, FUND_STEPS[step].permission, FUND_EXAMPLES[step]] as const),
];
const FORBIDDEN = new Set(['ROLE_FORBIDDEN', 'DIVISION_FORBIDDEN']);

test.each(STEPS)('%s is for those who may, in the county', async (path, permission, body) => {
  const ask = async (role: Role, division: string): Promise<boolean> => {
    const answer = await server.as({ role, division }).post(`/api/v1/${path}`, JSON.stringify(body));
    expect([200, 400, 403, 404, 409]).toContain(answer.status);
    return !(answer.status === 403 && FORBIDDEN.has(answer.body.code));
  };
  const allowed: Role[] = [];
  for (const role of Object.keys(HOME) as Role[]) if (await ask(role, HOME[role])) allowed.push(role);
  expect(allowed.sort()).toEqual((Object.keys(HOME) as Role[]).filter((role) => WHO_MAY[role].includes(permission as Permission)).sort());
  for (const role of allowed) expect([role, await ask(role, '320583')]).toEqual([role, false]);
});

test('a list, its lines, the fund and its ledger are read', async () => {
  const operator = server.as({ role: 'countyOperator', division: '360111' });
  const compiled = await operator.post<{ listKey: string; list: { totals: object } }>('/api/v1/pay-lists/dibao-2019-02/steps/compile', JSON.stringify({ on: '2019-02-09', cutoffOn: '2019-02-08', since: '2019-01-08' }));
  expect([compiled.status, compiled.body]).toMatchObject([200, { listKey: 'dibao-2019-02@360111', list: { status: 'compiled', totals: { items: 1, totalFen: 100_000 } } }]);
  const read = async (path: string) => (await operator.request<Record<string, unknown>>(`/api/v1/${path}`)).body;
  expect(await read('pay-lists?benefit=dibao')).toMatchObject({ rows: [{ listNo: 'dibao-2019-02', status: 'compiled' }], next: null });
  expect(await read('pay-lists/dibao-2019-02/lines?differing=true')).toMatchObject({ lines: [{ itemNo: 'C1/2019-02/base/1', difference: { kind: 'new', cause: { type: 'BenefitGranted' } } }], next: null });
  expect(await read('pay-lists/dibao-2019-02/lines?part=2')).toMatchObject({ code: 'PAY_LIST_PAGE' });
  expect(await read('pay-lists/dibao-2019-02/lines?part=x')).toMatchObject({ code: 'REQUEST_INVALID' });
  expect(await read('funds/360111')).toMatchObject({ county: '360111', indicators: [{ leftFen: 105_000_000 }] });
  expect(await read('funds/balance?asOf=2019-02-28')).toMatchObject({ total: { debitFen: 100_000_000, creditFen: 100_000_000 } });
  expect(await read('funds/statement?account=indicators&limit=1')).toMatchObject({ rows: [{ on: '2019-02-01', debitFen: 100_000_000 }], balanceFen: 105_000_000 });
  expect(await read('funds/statement?account=kasse')).toMatchObject({ code: 'REQUEST_INVALID' });
});
