/** The edge of the live procedure: a route for every step, who may take it, keys and revisions, refusals, and what the log does not say. */
import { EXAMPLES, STEP_NAMES, type StepName, STEPS } from '#casework';
import { type Permission, PERMISSIONS, type Role } from '#identity';
import { HOME } from '../../../../test/support/who-may-what.js';
import { citizenNumber } from '../../../../test/support/live-county.js';
import { type Answer, type Client, type ProblemBody, TestServer } from '../testing/test-server.js';

const COMMUNITY = '360111003001';
const ROLES = Object.keys(HOME) as Role[];
let server: TestServer;
let operations: Readonly<Record<string, { readonly post?: { readonly responses: object } }>>;
const as = (role: Role, division = HOME[role]): Client => server.as({ role, division });
const send = <Body = ProblemBody>(by: Client, path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Body>> =>
  by.request<Body>(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
const stepOf = (caseId: string, step: StepName): string => `/api/v1/cases/${encodeURIComponent(caseId)}/steps/${step}`;
const rolesOf = (step: StepName): readonly Role[] => PERMISSIONS[STEPS[step].permission as Permission].roles;
/** Who usually takes the step. */
const mayTake = (step: StepName): Client => as(rolesOf(step)[0] as Role);

const NAMES = ['欧阳示例一', '欧阳示例二', '欧阳示例三'];
const NUMBERS = ['1979-04-02', '1981-09-13', '2009-05-30'].map((birthOn, at) => citizenNumber(birthOn, 801 + at));

beforeAll(async () => {
  server = await TestServer.start();
  ({ paths: operations } = (await server.as('nobody').request<{ paths: typeof operations }>('/docs/json')).body);
  const operator = as('townOperator');
  for (const [at, name] of NAMES.entries()) expect((await send(operator, '/api/v1/persons', { personId: `P200${at + 1}`, idNo: NUMBERS[at], name })).status).toBe(200);
  const members = NAMES.map((_, at) => ({ personId: `P200${at + 1}`, relation: at === 0 ? '户主' : '成员', counted: true }));
  expect((await send(operator, '/api/v1/households', { householdId: 'H1001', headId: 'P2001', town: COMMUNITY.slice(0, 9), community: COMMUNITY, members })).status).toBe(200);
});
afterAll(() => server.end());

const submitted = async (caseId: string): Promise<Answer<{ revision: string }>> => send(as('townOperator'), stepOf(caseId, 'submit'), EXAMPLES.submit);

describe.each(STEP_NAMES.map((step) => [step] as const))('%s', (step) => {
  it('is for the roles of its permission and for nobody else', async () => {
    const path = stepOf(`ROLES-${step}`, step);
    expect((await send(server.as('nobody'), path, EXAMPLES[step])).status).toBe(401);
    for (const role of ROLES) {
      const { status, body } = await send(as(role), path, EXAMPLES[step]);
      expect([role, status === 403 && body.code === 'ROLE_FORBIDDEN']).toEqual([role, !rolesOf(step).includes(role)]);
      expect(body.code).not.toBe('ROUTE_NOT_FOUND');
    }
  });
  it('answers its example with something the API description names', async () => {
    await submitted(`EX-${step}`);
    const documented = Object.keys(operations[`/api/v1/cases/{id}/steps/${step}`]?.post?.responses ?? {});
    for (const caseId of [`EX-${step}`, `NONE-${step}`]) {
      const { status, text } = await send(mayTake(step), stepOf(caseId, step), EXAMPLES[step]);
      expect([text, documented]).toEqual([text, expect.arrayContaining([String(status)])]);
      expect(status === 501 || status < 500).toBe(true);
    }
  });
  it('names a field it does not know, and records nothing', async () => {
    // What is asked of the rules goes with the two steps whose amount they determine, and with no other.
    const unknown = step === 'confirm' || step === 'adjust' ? ['remark'] : ['remark', 'requests'];
    for (const field of unknown) {
      const { status, body } = await send(mayTake(step), stepOf(`UNKNOWN-${step}`, step), { ...EXAMPLES[step], [field]: {} });
      expect([status, body.code, body.detail]).toEqual([400, 'STEP_INVALID', expect.stringContaining(field)]);
    }
    expect((await as('inspector').request(`/api/v1/cases/UNKNOWN-${step}`)).status).toBe(404);
  });
});

it('the description has a route for every step and for no other', () => {
  const described = Object.keys(operations).flatMap((path) => /^\/api\/v1\/cases\/\{id\}\/steps\/(\w+)$/.exec(path)?.[1] ?? []);
  expect(described.sort()).toEqual([...STEP_NAMES].sort());
});

describe('bodies that are no statement', () => {
  it.each([['null'], ['[]'], ['"x"'], ['7']])('%s', async (json) => {
    const { status } = await as('townOperator').post(stepOf('BODY-1', 'submit'), json);
    expect(status).toBe(400);
  });
  it('a decision with requests that are none', async () => {
    for (const requests of [null, 'x', [], { medicalRelief: 1 }, { nothing: {} }]) {
      const { status, body } = await send(as('countyAuditor'), stepOf('EX-confirm', 'confirm'), { ...EXAMPLES.confirm, requests });
      expect([requests, status, body.code]).toEqual([requests, 400, expect.stringMatching(/_INVALID$/)]);
    }
  });
  it('a case number that cannot be one', async () => {
    for (const id of ['a b', 'a@b', 'a@360111@360111', 'x'.repeat(81), 'a|b', '@360111']) {
      const { status, body } = await send(as('townOperator'), stepOf(id, 'submit'), EXAMPLES.submit);
      expect([id, status, body.code]).toEqual([id, 400, expect.stringMatching(/^(NUMBER|REQUEST)_INVALID$/)]);
    }
  });
});

describe('Idempotency-Key', () => {
  const key = (name: string) => ({ 'idempotency-key': name });
  it('the same key with the same content is answered with what it did; with other content it is refused', async () => {
    const path = stepOf('KEY-1', 'submit');
    const first = await send<{ outcome: string; revision: string; events: string[] }>(as('townOperator'), path, EXAMPLES.submit, key('k-1'));
    expect(first.body).toMatchObject({ outcome: 'recorded', events: ['ApplicationSubmitted', 'AgentMandated'], revision: '1' });
    const again = await send<{ outcome: string }>(as('townOperator'), path, EXAMPLES.submit, key('k-1'));
    expect(again.body).toEqual({ ...first.body, outcome: 'alreadyRecorded' });
    expect(again.headers.get('etag')).toBe('"1"');
    const other = await send(as('townOperator'), path, { ...EXAMPLES.submit, on: '2021-09-02' }, key('k-1'));
    expect([other.status, other.body.code]).toEqual([409, 'COMMAND_ID_REUSED']);
    const without = await send(as('townOperator'), path, EXAMPLES.submit);
    expect([without.status, without.body.code]).toEqual([409, 'CASE_EXISTS']);
  });
  it('without a key the same content is the same command', async () => {
    await submitted('KEY-2');
    expect((await submitted('KEY-2')).body).toMatchObject({ outcome: 'alreadyRecorded' });
  });
  it('belongs to one step of one case', async () => {
    await submitted('KEY-3');
    const informed = { ...EXAMPLES.informPolicy, on: '2021-09-02' };
    for (const caseId of ['KEY-3', 'KEY-2']) expect((await send<{ outcome: string }>(as('townOperator'), stepOf(caseId, 'informPolicy'), informed, key('same'))).body.outcome).toBe('recorded');
    expect((await send<{ outcome: string }>(as('townOperator'), stepOf('KEY-3', 'accept'), EXAMPLES.accept, key('same'))).body.outcome).toBe('recorded');
  });
  it.each([['empty', ''], ['too long', 'x'.repeat(201)], ['with a space', 'a b']])('%s is refused', async (_, name) => {
    const { status, body } = await send(as('townOperator'), stepOf('KEY-4', 'submit'), EXAMPLES.submit, key(name));
    expect([status, body.code, body.errors?.[0]?.parameter]).toEqual([400, 'REQUEST_INVALID', 'Idempotency-Key']);
  });
});

describe('ETag and If-Match', () => {
  it('a step is taken at the revision that was looked at, and refused at another', async () => {
    await submitted('REV-1');
    const file = await as('inspector').request<{ revision: string; file: { status: string } }>('/api/v1/cases/REV-1@360111');
    expect([file.headers.get('etag'), file.body.revision, file.body.file.status]).toEqual(['"1"', '1', 'open']);
    const accepted = await send<{ revision: string }>(as('townOperator'), stepOf('REV-1', 'accept'), EXAMPLES.accept, { 'if-match': '"1"' });
    expect([accepted.status, accepted.headers.get('etag'), accepted.body.revision]).toEqual([200, '"2"', '2']);
    const stale = await send(as('townOperator'), stepOf('REV-1', 'authoriseCheck'), { ...EXAMPLES.authoriseCheck, on: '2021-09-03' }, { 'if-match': '"1"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'REVISION_CHANGED']);
    // Nothing was recorded by it.
    expect((await as('inspector').request('/api/v1/cases/REV-1@360111')).headers.get('etag')).toBe('"2"');
  });
  it('what was done at that revision is answered as it was, also when the case moved on', async () => {
    await submitted('REV-2');
    const headers = { 'if-match': '"1"', 'idempotency-key': 'rev-2' };
    await send(as('townOperator'), stepOf('REV-2', 'accept'), EXAMPLES.accept, headers);
    await send(as('townOperator'), stepOf('REV-2', 'authoriseCheck'), { ...EXAMPLES.authoriseCheck, on: '2021-09-03' });
    const { status, body } = await send<{ outcome: string; revision: string }>(as('townOperator'), stepOf('REV-2', 'accept'), EXAMPLES.accept, headers);
    expect([status, body.outcome, body.revision]).toEqual([200, 'alreadyRecorded', '3']);
  });
  it('a new case has no revision to match', async () => {
    const { status, body } = await send(as('townOperator'), stepOf('REV-3', 'submit'), EXAMPLES.submit, { 'if-match': '"0"' });
    expect([status, body.code]).toEqual([412, 'REVISION_CHANGED']);
  });
  it.each([['*'], ['W/"1"'], ['1'], ['"x"'], ['"1", "2"']])('If-Match %s is refused', async (match) => {
    const { status, body } = await send(as('townOperator'), stepOf('REV-1', 'accept'), EXAMPLES.accept, { 'if-match': match });
    expect([status, body.code, body.errors?.[0]?.parameter]).toEqual([400, 'REQUEST_INVALID', 'If-Match']);
  });
});

describe('elsewhere', () => {
  const refused = ({ status, body, text }: Answer<ProblemBody>): string => `${status} ${body.code ?? text}`;
  const NEIGHBOUR = '360111001';
  const KUNSHAN = '320583101';
  beforeAll(() => submitted('HERE-1'));

  it('a case of another town, county or city is neither read nor worked', async () => {
    for (const division of [NEIGHBOUR, KUNSHAN]) {
      // Whether somebody is helped elsewhere is not told.
      expect(refused(await send(as('townOperator', division), stepOf('HERE-1@360111', 'accept'), EXAMPLES.accept))).toBe('404 CASE_UNKNOWN');
      expect(refused(await as('townAuditor', division).request('/api/v1/cases/HERE-1@360111'))).toBe('404 CASE_NOT_FOUND');
    }
    expect(refused(await as('cityRegistrar', '320500').request('/api/v1/cases/HERE-1@360111'))).toBe('404 CASE_NOT_FOUND');
  });
  it('nobody begins a case in a county that is not theirs', async () => {
    for (const step of ['reportLead', 'submit'] as const) {
      const { status } = await send(as('townOperator', KUNSHAN), stepOf(`THERE-${step}@360111`, step), EXAMPLES[step]);
      expect(status).toBeGreaterThanOrEqual(403);
      expect((await as('inspector').request(`/api/v1/cases/THERE-${step}@360111`)).status).toBe(404);
    }
  });
  it('nor one for a household of another town', async () => {
    expect(refused(await send(as('townOperator', NEIGHBOUR), stepOf('THERE-2', 'submit'), EXAMPLES.submit))).toBe('403 DIVISION_FORBIDDEN');
  });
  it('households and samples belong to a place; persons are registered at home', async () => {
    const household = { householdId: 'H2', headId: 'P2001', town: '360111003', members: [{ personId: 'P2001', relation: '户主', counted: true }] };
    expect(refused(await send(as('townOperator', NEIGHBOUR), '/api/v1/households', household))).toBe('403 DIVISION_FORBIDDEN');
    expect(refused(await send(as('townOperator', NEIGHBOUR), '/api/v1/households/members', { householdId: 'H1001', change: 'left', on: '2021-09-01', personId: 'P2003', relation: '子', counted: false }))).toBe('403 DIVISION_FORBIDDEN');
    expect(refused(await send(as('countyOperator', '320583'), '/api/v1/samples', { county: '360111', drawNo: '1', on: '2021-09-01' }))).toBe('403 DIVISION_FORBIDDEN');
    // The number of a person is that of the county of whoever registers: the same number there is another person.
    expect((await send(as('townOperator', KUNSHAN), '/api/v1/persons', { personId: 'P2001', idNo: citizenNumber('1990-01-01', 7, '320583'), name: '他人' })).status).toBe(200);
  });
});

it('the log says what was asked and answered, and nobody\'s name, number or trouble', () => {
  const log = server.lines.join('\n');
  expect(log).toContain('/steps/');
  const personal = [...NAMES, ...NUMBERS, EXAMPLES.submit.agent?.name ?? '', EXAMPLES.reportLead.need, EXAMPLES.visit.findings, EXAMPLES.interview.statement, EXAMPLES.return.reason, EXAMPLES.deny.reasonText];
  for (const text of personal) expect([text, log.includes(text)]).toEqual([text, false]);
});

it('a line department reads the files it decides, and no others', async () => {
  await submitted('LINE-1');
  const relief = { ...EXAMPLES.submit, benefit: 'medicalRelief', beneficiaryId: 'P2001' };
  const { status, text } = await send(as('townOperator'), stepOf('LINE-2', 'submit'), relief);
  expect([status, status < 300 ? '' : text]).toEqual([200, '']);
  const file = (caseId: string) => as('lineDepartment').request<{ code?: string }>(`/api/v1/cases/${caseId}`);
  expect([(await file('LINE-2')).status, (await file('LINE-1')).status, (await file('LINE-1')).body.code]).toEqual([200, 404, 'CASE_NOT_FOUND']);
  // What was known when is for those who examine it.
  expect((await as('lineDepartment').request('/api/v1/cases/LINE-2/replay')).status).toBe(403);
});
