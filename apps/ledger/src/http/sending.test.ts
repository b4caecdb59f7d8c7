/** Idempotency-Key and If-Match on the commands that are no steps; those of the steps are in procedure.test.ts. */
import { eventsIn } from '../testing/policy-fixtures.js';
import { type Answer, type Client, type ProblemBody, TestServer } from '../testing/test-server.js';

let server: TestServer;
let administrator: Client;

beforeAll(async () => {
  server = await TestServer.start();
  administrator = server.as({ role: 'administrator', division: '000000' });
  await send(server, 'POST', '/api/v1/tasks', { pack: 'QS-2019' });
  await send(server, 'POST', '/api/v1/standards', { entries: [{ key: 'dibao.std', division: '360111', from: '2021-01-01', value: '705', unit: 'yuan/person·month', basis: '示例文件' }] });
});
afterAll(() => server.end());

type Sender = Pick<Client, 'request'>;
const send = <Body = ProblemBody>(by: Sender, method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Body>> =>
  by.request<Body>(path, { method, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
const events = (): Promise<number> => eventsIn(server.dataDir);
const account = (accountId: string): object => ({ accountId, staffId: `S-${accountId}`, name: '示例', role: 'townOperator', division: '360111003' });
const delegation = (delegationId: string): object => ({ delegationId, fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.confirm'], validFrom: '2026-03-02', validTo: '2099-03-31', basis: '某文件' });

interface Command {
  readonly name: string;
  readonly by: () => Sender;
  readonly method: string;
  readonly path: string;
  readonly body?: object | undefined;
  /** Other content for the same thing. */
  readonly other?: object | undefined;
}
const task = { task: '7', unit: '塘山镇' };
const COMMANDS: readonly Command[] = [
  { name: 'createAccount', by: () => administrator, method: 'POST', path: '/api/v1/accounts', body: account('key-a'), other: { ...account('key-a'), name: '另一个' } },
  { name: 'changeAccount', by: () => administrator, method: 'PATCH', path: '/api/v1/accounts/key-a', body: { name: '改名' }, other: { name: '再改' } },
  { name: 'disableAccount', by: () => administrator, method: 'POST', path: '/api/v1/accounts/key-a/disable', body: { reason: '离岗' }, other: { reason: '退休' } },
  { name: 'enableAccount', by: () => administrator, method: 'POST', path: '/api/v1/accounts/key-a/enable' },
  { name: 'resetPassword', by: () => administrator, method: 'POST', path: '/api/v1/accounts/key-a/reset-password' },
  { name: 'linkIdentity', by: () => administrator, method: 'POST', path: '/api/v1/accounts/key-a/identities', body: { issuer: 'https://sso.test/', subject: 'key' }, other: { issuer: 'https://sso.test/', subject: 'other' } },
  { name: 'grantDelegation', by: () => server.as({ role: 'countyAuditor', division: '360111' }), method: 'POST', path: '/api/v1/delegations', body: delegation('WT-K'), other: { ...delegation('WT-K'), basis: '另一文件' } },
  { name: 'revokeDelegation', by: () => server.as({ role: 'countyAuditor', division: '360111' }), method: 'POST', path: '/api/v1/delegations/WT-K/revoke', body: { reason: '收回', on: '2099-01-01' }, other: { reason: '另', on: '2099-01-01' } },
  { name: 'assignTask', by: () => server, method: 'POST', path: '/api/v1/tasks/assignments', body: { ...task, department: '民政所', person: '示例甲', due: '2020-12-31', on: '2019-04-10' }, other: { ...task, department: '民政所', person: '示例乙', due: '2020-12-31', on: '2019-04-10' } },
  { name: 'reportProgress', by: () => server, method: 'POST', path: '/api/v1/tasks/reports', body: { ...task, quarter: '2019Q2', on: '2019-06-20', cutoff: '2019-06-15', text: '纳入12户。' }, other: { ...task, quarter: '2019Q2', on: '2019-06-20', cutoff: '2019-06-15', text: '纳入13户。' } },
  { name: 'holdDispatch', by: () => server, method: 'POST', path: '/api/v1/tasks/dispatches', body: { division: '360111', quarter: '2019Q2', on: '2019-06-28' }, other: { division: '360111', quarter: '2019Q2', on: '2019-06-29' } },
  { name: 'correctStandard', by: () => server, method: 'POST', path: '/api/v1/standards/corrections', body: { key: 'dibao.std', division: '360111', from: '2021-01-01', value: '715', reason: '录入有误', approver: '张' }, other: { key: 'dibao.std', division: '360111', from: '2021-01-01', value: '725', reason: '录入有误', approver: '张' } },
  { name: 'registerPerson', by: () => server.as({ role: 'townOperator', division: '360111003' }), method: 'POST', path: '/api/v1/persons', body: { personId: 'P-K', idNo: '360111197904020018', name: '示例' } },
];

describe.each(COMMANDS.map((command) => [command.name, command] as const))('%s', (_name, { name, by, method, path, body, other }) => {
  const headers = { 'idempotency-key': `key-of-${name}` };
  it('sent again under its key does nothing more; other content under the key is refused', async () => {
    const first = await send(by(), method, path, body, headers);
    expect([first.status, first.status < 300 ? '' : first.text]).toEqual([expect.any(Number), '']);
    expect(first.headers.get('etag')).toMatch(/^"\d+"$/);
    const recorded = await events();
    const again = await send(by(), method, path, body, headers);
    expect([again.status, again.headers.get('etag')]).toEqual([first.status, first.headers.get('etag')]);
    if (other !== undefined) {
      const { status, body: refusal } = await send(by(), method, path, other, headers);
      expect([status, refusal.code]).toEqual([409, 'COMMAND_ID_REUSED']);
    }
    expect(await events()).toBe(recorded);
  });
  it('is refused at another revision than the one that stands', async () => {
    const recorded = await events();
    const { status, body: refusal } = await send(by(), method, path, body, { 'if-match': '"997"' });
    expect([status, refusal.code]).toEqual([412, 'REVISION_CHANGED']);
    expect(await events()).toBe(recorded);
  });
});

it('the password of an account that is created again under its key is not told again, and stays the one that was told', async () => {
  const headers = { 'idempotency-key': 'told-once' };
  interface Created { readonly oneTimePassword?: string }
  const first = await send<Created>(administrator, 'POST', '/api/v1/accounts', account('told'), headers);
  const again = await send<Created>(administrator, 'POST', '/api/v1/accounts', account('told'), headers);
  expect([typeof first.body.oneTimePassword, again.body.oneTimePassword]).toEqual(['string', undefined]);
  expect((await send(server.as('nobody'), 'POST', '/api/v1/session', { accountId: 'told', password: first.body.oneTimePassword })).status).toBe(201);
});

it('keys of two people do not meet', async () => {
  const headers = { 'idempotency-key': 'k' };
  const other = server.as({ role: 'administrator', division: '360111' });
  await send(administrator, 'POST', '/api/v1/accounts', account('meet'), headers);
  expect((await send(administrator, 'POST', '/api/v1/accounts/meet/disable', { reason: '甲' }, { 'idempotency-key': 'same' })).status).toBe(200);
  expect((await send(administrator, 'POST', '/api/v1/accounts/meet/enable', undefined, {})).status).toBe(200);
  expect((await send(other, 'POST', '/api/v1/accounts/meet/disable', { reason: '乙' }, { 'idempotency-key': 'same' })).status).toBe(200);
});

it('an account changes at the revision that was read', async () => {
  await send(administrator, 'POST', '/api/v1/accounts', account('match'));
  const read = (await administrator.request('/api/v1/accounts/match')).headers.get('etag') as string;
  // Its creation and the credential that was issued for it.
  expect(read).toBe('"1"');
  expect((await send(administrator, 'PATCH', '/api/v1/accounts/match', { name: '一' }, { 'if-match': read })).status).toBe(200);
  const stale = await send(administrator, 'PATCH', '/api/v1/accounts/match', { name: '二' }, { 'if-match': read });
  expect([stale.status, stale.body.code, (await administrator.request('/api/v1/accounts/match')).headers.get('etag')]).toEqual([412, 'REVISION_CHANGED', '"2"']);
});

/** Commands whose name is in the address or the content, so that a key would say nothing; and what is no command of the ledger. */
const NAMED_OTHERWISE: Readonly<Record<string, string>> = {
  seedTasks: 'every task is a command of its own, named by its content', publishStandards: 'every value is a command of its own, named by its content',
  recordDetermination: 'the number in the address; other content under it is refused', drawSample: 'the number of the draw', importMatch: 'the number in the address; another file under it is refused',
  raiseScannedLeads: 'every match has a number made of what it found', addPaper: 'the hash of the content', applyReturn: 'the hash of the file: every item is a command of its own', importStatement: 'the hash of the file: every line is a command of its own', importWorkbook: 'every row is a command of its own, named by its content',
  exportEvidence: 'nothing: each export is an inquiry of its own, with a file of its own', determine: 'records nothing', rebuildProjections: 'no command of the ledger', signIn: 'no command of the ledger', signOut: 'no command of the ledger', changePassword: 'asks for the old password, which is used up',
};

it('every operation that writes says how it is named', async () => {
  const { paths } = (await server.as('nobody').request<{ paths: Record<string, Record<string, { operationId: string; parameters?: { name: string }[] }>> }>('/docs/json')).body;
  const unnamed = Object.values(paths).flatMap((methods) => Object.entries(methods)).filter(([method, { parameters = [] }]) => method !== 'get' && !parameters.some(({ name }) => name === 'Idempotency-Key')).map(([, { operationId }]) => operationId);
  expect(unnamed.sort()).toEqual(Object.keys(NAMED_OTHERWISE).sort());
});
