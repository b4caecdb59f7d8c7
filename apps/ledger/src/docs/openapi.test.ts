/** The API description: valid OpenAPI 3.1 by an independent validator, complete, and true of what the server answers. */
import { Readable } from 'node:stream';
import { COMPLAINT_STEP_NAMES, FINDING_STEP_NAMES } from '#accountability';
import { STEP_NAMES } from '#casework';
import { BATCH_STEP_NAMES, FUND_STEP_NAMES, LIST_STEP_NAMES, PAY_CASE_STEP_NAMES, PAYEE_STEP_NAMES, PAYMENT_STEP_NAMES, PERIOD_STEP_NAMES } from '#disbursement';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { MEDIA_TYPES } from '#papers';
import { FACTS_SCHEMA } from '#policy';
import { jpeg } from '../../../../libs/papers/src/testing/pictures.js';
import { DIBAO_670, KUNSHAN, QINGSHANHU } from '../testing/policy-fixtures.js';
import { SMALL, TestServer } from '../testing/test-server.js';

interface Content { readonly content?: Readonly<Record<string, { readonly schema: { readonly $ref?: string } }>> }
interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, Content>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

let server: TestServer;
let document: Document;
let operations: readonly (readonly [name: string, operation: Operation])[];

beforeAll(async () => {
  server = await TestServer.start();
  await server.import(SMALL);
  document = (await server.request<Document>('/docs/json')).body;
  operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const));
});
afterAll(() => server.end());

test('is valid OpenAPI 3.1', async () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  const result = await new Validator().validate(structuredClone(document) as unknown as Record<string, unknown>);
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});

test('has every operation', () => {
  expect(operations.map(([name]) => name).sort()).toEqual([
    'delete /api/v1/session',
    'get /api/v1/cases/{id}', 'get /api/v1/cases/{id}/replay', 'post /api/v1/erasures', 'post /api/v1/erasures/approvals', 'post /api/v1/evidence', 'post /api/v1/persons', 'post /api/v1/households', 'post /api/v1/households/members', 'post /api/v1/samples',
    'post /api/v1/persons/identity', 'post /api/v1/persons/job-services', 'get /api/v1/persons/{id}/job-services', 'post /api/v1/households/accounts', 'get /api/v1/corrections/{subject}/{id}', 'post /api/v1/corrections', 'post /api/v1/corrections/approvals', 'post /api/v1/corrections/refusals',
    ...STEP_NAMES.map((step) => `post /api/v1/cases/{id}/steps/${step}`),
    'get /api/v1/findings', 'get /api/v1/findings/{id}', 'get /api/v1/complaints/{id}', 'get /api/v1/leads/scan', 'post /api/v1/leads/scan', 'post /api/v1/leads/matches/{id}', 'get /api/v1/reports/limits', 'get /api/v1/reports/access',
    'post /api/v1/years/{county}/{year}/closing', 'get /api/v1/follow-ups',
    ...FINDING_STEP_NAMES.map((step) => `post /api/v1/findings/{id}/steps/${step}`), ...COMPLAINT_STEP_NAMES.map((step) => `post /api/v1/complaints/{id}/steps/${step}`),
    'get /api/v1/pay-lists', 'get /api/v1/pay-lists/{id}', 'get /api/v1/pay-lists/{id}/lines', ...LIST_STEP_NAMES.map((step) => `post /api/v1/pay-lists/{id}/steps/${step}`),
    'get /api/v1/payment-decisions/{id}', ...PAY_CASE_STEP_NAMES.map((step) => `post /api/v1/payment-decisions/{id}/steps/${step}`),
    'get /api/v1/batches', 'get /api/v1/batches/{id}', 'get /api/v1/batches/{id}/file', 'post /api/v1/batches/{id}/return', 'post /api/v1/statements', ...BATCH_STEP_NAMES.map((step) => `post /api/v1/batches/{id}/steps/${step}`),
    'get /api/v1/payments', ...PAYMENT_STEP_NAMES.map((step) => `post /api/v1/payments/{id}/steps/${step}`), ...PAYEE_STEP_NAMES.map((step) => `post /api/v1/payees/{id}/steps/${step}`),
    'get /api/v1/reconciliations', 'get /api/v1/reconciliations/{id}', ...PERIOD_STEP_NAMES.map((step) => `post /api/v1/reconciliations/{id}/steps/${step}`),
    'get /api/v1/funds/balance', 'get /api/v1/funds/statement', 'get /api/v1/funds/reserves', 'get /api/v1/funds/{id}', ...FUND_STEP_NAMES.map((step) => `post /api/v1/funds/{id}/steps/${step}`),
    'get /api/v1/accounts', 'post /api/v1/accounts', 'get /api/v1/accounts/{id}', 'patch /api/v1/accounts/{id}', 'post /api/v1/accounts/{id}/disable', 'post /api/v1/accounts/{id}/enable',
    'post /api/v1/accounts/{id}/reset-password', 'post /api/v1/accounts/{id}/identities', 'delete /api/v1/accounts/{id}/identities',
    'get /api/v1/delegations', 'post /api/v1/delegations', 'get /api/v1/delegations/{id}', 'post /api/v1/delegations/{id}/revoke',
    'post /api/v1/papers', 'get /api/v1/papers/{sha256}', 'get /api/v1/papers/{sha256}/content', 'get /api/v1/worklist', 'get /api/v1/worklist/accountability',
    'get /api/v1/determinations/{id}', 'get /api/v1/imports', 'get /api/v1/imports/jobs', 'get /api/v1/imports/jobs/{id}', 'get /api/v1/imports/{sha256}',
    'get /api/v1/imports/{sha256}/rejections', 'get /api/v1/packs', 'get /api/v1/projections', 'get /api/v1/projections/rebuild/{id}', 'get /api/v1/rejections', 'get /api/v1/reports/amounts',
    'get /api/v1/reports/caseload', 'get /api/v1/reports/payments', 'get /api/v1/reports/procedure', 'get /api/v1/reports/targets', 'get /api/v1/reports/tolerance',
    'get /api/v1/rules', 'get /api/v1/rules/{id}', 'get /api/v1/session', 'get /api/v1/session/oidc', 'get /api/v1/session/oidc/callback', 'get /api/v1/standards', 'get /api/v1/standards/impact', 'get /api/v1/standards/keys', 'get /api/v1/tasks', 'get /api/v1/tasks/overdue', 'get /api/v1/tasks/oversight',
    'get /api/v1/tasks/summary', 'get /api/v1/tasks/unassigned', 'get /health/live', 'get /health/ready',
    'post /api/v1/determinations', 'post /api/v1/determinations/{id}', 'post /api/v1/imports', 'post /api/v1/packs', 'post /api/v1/projections/rebuild',
    'post /api/v1/session', 'post /api/v1/session/password', 'post /api/v1/standards', 'post /api/v1/standards/corrections', 'post /api/v1/tasks', 'post /api/v1/tasks/assessments', 'post /api/v1/tasks/assignments',
    'post /api/v1/tasks/bulletins', 'post /api/v1/tasks/dispatches', 'post /api/v1/tasks/evaluations', 'post /api/v1/tasks/reports',
  ].sort());
});

test('every operation has tags, a summary, an answer with a schema, and problems', () => {
  for (const [name, { tags, summary, operationId, responses }] of operations) {
    expect([name, tags?.length, typeof summary, typeof operationId]).toEqual([name, 1, 'string', 'string']);
    const answers = Object.entries(responses);
    for (const [status, { content }] of answers) {
      if (status === '204' || status === '302') {
        expect([name, status, content]).toEqual([name, status, undefined]);
        continue;
      }
      if (name === 'get /api/v1/papers/{sha256}/content' && status === '200') {
        expect(Object.keys(content ?? {})).toEqual(Object.keys(MEDIA_TYPES));
        continue;
      }
      if (name === 'get /api/v1/batches/{id}/file' && status === '200') {
        expect(Object.keys(content ?? {})).toContain('application/xml');
        continue;
      }
      if (name === 'post /api/v1/evidence' && status === '200') {
        expect(Object.keys(content ?? {})).toEqual(['application/zip']);
        continue;
      }
      const type = status.startsWith('2') || (name === 'get /health/ready' && status === '503') ? 'application/json' : 'application/problem+json';
      expect([name, status, Object.keys(content ?? {})]).toEqual([name, status, [type]]);
      if (type === 'application/problem+json') expect(content?.[type]?.schema.$ref).toBe('#/components/schemas/ProblemDto');
    }
    expect(answers.map(([status]) => status)).toEqual(expect.arrayContaining(['400', '431', '500', '503']));
  }
  const ids = operations.map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every part of a path that is to be filled in is described, and nothing else is', () => {
  for (const [name, { parameters = [] }] of operations) {
    const described = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
    expect([name, described.sort()]).toEqual([name, [...name.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()]);
  }
});

test('every operation says how to sign in and how that is refused, but those that need nobody', () => {
  const open = operations.filter(([, { security }]) => security === undefined).map(([name]) => name);
  expect(open.sort()).toEqual(['get /api/v1/session/oidc', 'get /api/v1/session/oidc/callback', 'get /health/live', 'get /health/ready', 'post /api/v1/session']);
  for (const [name, { security, responses }] of operations) {
    if (security === undefined) continue;
    expect([name, security]).toEqual([name, expect.arrayContaining([{ bearer: [] }, { cookie: [] }]) as unknown]);
    expect([name, Object.keys(responses)]).toEqual([name, expect.arrayContaining(['401', '403']) as unknown]);
  }
  const { components } = document as unknown as { components: { securitySchemes: unknown } };
  expect(components.securitySchemes).toMatchObject({ bearer: { type: 'http', scheme: 'bearer' }, cookie: { type: 'apiKey', in: 'cookie', name: 'taizhang_session' } });
});

test('facts are described by the schema they are checked with', () => {
  const { components, paths } = document as unknown as { components: { schemas: Record<string, { properties?: Record<string, unknown> }> }; paths: unknown };
  expect(components.schemas['HouseholdFacts']).toEqual(JSON.parse(JSON.stringify(FACTS_SCHEMA)));
  for (const body of ['DetermineBody', 'RecordBody']) expect(components.schemas[body]?.properties?.['facts']).toMatchObject({ allOf: [{ $ref: '#/components/schemas/HouseholdFacts' }] });
  expect(JSON.stringify(paths)).not.toContain('HouseholdFacts');
  const accepts = new Ajv2020({ strict: false, validateFormats: false }).addSchema(document, 'api').compile({ $ref: 'api#/components/schemas/DetermineBody' });
  expect([accepts({ facts: KUNSHAN }), accepts({ facts: { ...KUNSHAN, members: [] } }), accepts({})]).toEqual([true, false, false]);
});

test('the server answers what the description says', async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  // No answer may hold more than is described: additional properties are refused where the schema does not allow them.
  const closed = JSON.parse(JSON.stringify(document), (_key, value: unknown) => {
    const schema = value as { type?: unknown; properties?: unknown; additionalProperties?: unknown };
    return typeof value === 'object' && value !== null && schema.type === 'object' && typeof schema.properties === 'object' && schema.additionalProperties === undefined ? { ...value, additionalProperties: false } : value;
  }) as object;
  ajv.addSchema(closed, 'api');
  const { body: imports } = await server.request<{ rows: { sha256: string }[] }>('/api/v1/imports');
  const { body: jobs } = await server.request<{ jobs: { links: { self: string } }[] }>('/api/v1/imports/jobs');
  const rebuild = await server.post<{ links: { self: string } }>('/api/v1/projections/rebuild', '{}');
  const sha256 = imports.rows[0]?.sha256 as string;
  const photo = await server.ledger.papers.add(Readable.from([jpeg({ make: 'HUAWEI', takenAt: '2019:03:05 09:30:15', latitude: [[28, 40, 55.56], 'N'], longitude: [[115, 57, 29.88], 'E'] })]),
    { kind: 'visitPhoto', statedCapturedAt: '2019-03-05T09:31:00+08:00', statedPlace: '塘山镇' }, { staffId: 'test', role: 'townOperator' }, '360111003');
  const job = jobs.jobs[0]?.links.self as string;
  // With a body it is posted, in this order.
  const answers: readonly (readonly [path: string, url: string, body?: object])[] = [
    ['/api/v1/imports', '/api/v1/imports'], ['/api/v1/imports/jobs', '/api/v1/imports/jobs'], ['/api/v1/imports/jobs/{id}', job], ['/api/v1/imports/{sha256}', `/api/v1/imports/${sha256}`],
    ['/api/v1/imports/{sha256}/rejections', `/api/v1/imports/${sha256}/rejections`], ['/api/v1/rejections', '/api/v1/rejections'],
    ['/api/v1/reports/caseload', '/api/v1/reports/caseload?asOf=2019-12-31'], ['/api/v1/reports/payments', '/api/v1/reports/payments?period=2019-03'],
    ['/api/v1/reports/procedure', '/api/v1/reports/procedure'], ['/api/v1/reports/tolerance', '/api/v1/reports/tolerance?division=360111&year=2019'],
    ['/api/v1/reports/amounts', '/api/v1/reports/amounts'], ['/api/v1/cases/{id}/replay', '/api/v1/cases/QS2019DB00002/replay'],
    ['/api/v1/projections', '/api/v1/projections'], ['/api/v1/projections/rebuild/{id}', rebuild.body.links.self],
    ['/health/live', '/health/live'], ['/health/ready', '/health/ready'],
    ['/api/v1/standards', '/api/v1/standards', { entries: [{ ...DIBAO_670, from: '2021-01-01' }, { ...DIBAO_670, key: 'none' }] }], ['/api/v1/standards', '/api/v1/standards'], ['/api/v1/standards/keys', '/api/v1/standards/keys'],
    ['/api/v1/determinations', '/api/v1/determinations', { facts: KUNSHAN }], ['/api/v1/determinations', '/api/v1/determinations', { facts: QINGSHANHU }],
    ['/api/v1/determinations/{id}', '/api/v1/determinations/RD-1', { facts: QINGSHANHU }], ['/api/v1/determinations/{id}', '/api/v1/determinations/RD-1', { facts: QINGSHANHU }],
    ['/api/v1/standards/corrections', '/api/v1/standards/corrections', { key: 'dibao.std', division: '360111', from: '2019-01-01', value: '680', reason: '录入有误', approver: '示例' }],
    ['/api/v1/determinations/{id}', '/api/v1/determinations/RD-1'], ['/api/v1/standards/impact', '/api/v1/standards/impact?key=dibao.std&division=360111'],
    ['/api/v1/rules', '/api/v1/rules'], ['/api/v1/rules/{id}', '/api/v1/rules/QS-2019-T03'], ['/api/v1/rules/{id}', '/api/v1/rules/GX-2019-05-06'], ['/api/v1/packs', '/api/v1/packs'],
    ['/api/v1/tasks', '/api/v1/tasks', { pack: 'QS-2019' }],
    ['/api/v1/tasks/assignments', '/api/v1/tasks/assignments', { task: '7', unit: '塘山镇', department: '民政所', person: '示例甲', due: '2020-12-31', on: '2019-04-10' }],
    ['/api/v1/tasks/reports', '/api/v1/tasks/reports', { task: '7', unit: '塘山镇', quarter: '2019Q2', on: '2019-06-20', cutoff: '2019-06-15', value: 12, text: '纳入12户' }],
    ['/api/v1/tasks/dispatches', '/api/v1/tasks/dispatches', { division: '360111', quarter: '2019Q2', on: '2019-06-28', problems: ['示例'] }],
    ['/api/v1/tasks/bulletins', '/api/v1/tasks/bulletins', { division: '360111', halfYear: '2019H1', on: '2019-07-10' }],
    ['/api/v1/tasks/assessments', '/api/v1/tasks/assessments', { division: '360111', year: '2019', on: '2020-01-15', scores: [{ unit: '塘山镇', score: '92.5' }] }],
    ['/api/v1/tasks/evaluations', '/api/v1/tasks/evaluations', { division: '360111', period: '2019', on: '2020-01-20', evaluator: '示例', summary: '示例' }],
    ['/api/v1/tasks', '/api/v1/tasks?asOf=2019-12-31'], ['/api/v1/tasks/overdue', '/api/v1/tasks/overdue?quarter=2019Q3&asOf=2019-12-31'], ['/api/v1/tasks/summary', '/api/v1/tasks/summary?quarter=2019Q2'],
    ['/api/v1/tasks/unassigned', '/api/v1/tasks/unassigned'], ['/api/v1/tasks/oversight', '/api/v1/tasks/oversight?asOf=2020-12-31'],
    ['/api/v1/accounts', '/api/v1/accounts', { accountId: 'described', staffId: 'd', name: '示例', role: 'townOperator', division: '360111003', orgUscc: '91350100M000100Y43' }], ['/api/v1/accounts', '/api/v1/accounts'], ['/api/v1/accounts/{id}', '/api/v1/accounts/described'],
    ['/api/v1/accounts/{id}/identities', '/api/v1/accounts/described/identities', { issuer: 'https://sso.test/', subject: 'd' }], ['/api/v1/accounts/{id}/reset-password', '/api/v1/accounts/described/reset-password', {}],
    ['/api/v1/accounts/{id}/disable', '/api/v1/accounts/described/disable', { reason: '调离' }], ['/api/v1/accounts/{id}/enable', '/api/v1/accounts/described/enable', {}],
    ['/api/v1/delegations', '/api/v1/delegations', { delegationId: 'WT-D', fromDivision: '360111', toDivision: '360111003', toRole: 'townAuditor', permissions: ['case.deny'], amountCapFen: 1, validTo: '2099-12-31', basis: '示例' }],
    ['/api/v1/delegations/{id}/revoke', '/api/v1/delegations/WT-D/revoke', { reason: '收回', on: '2099-01-01' }], ['/api/v1/delegations', '/api/v1/delegations'], ['/api/v1/delegations/{id}', '/api/v1/delegations/WT-D'],
    ['/api/v1/papers/{sha256}', `/api/v1/papers/${photo.sha256}`], ['/api/v1/worklist', '/api/v1/worklist?date=2024-12-31'], ['/api/v1/worklist/accountability', '/api/v1/worklist/accountability?date=2024-12-31'],
    // And refusals.
    ['/api/v1/accounts', '/api/v1/accounts', { accountId: 'described' }], ['/api/v1/accounts/{id}', '/api/v1/accounts/none'], ['/api/v1/delegations', '/api/v1/delegations', {}], ['/api/v1/papers', '/api/v1/papers', {}],
    ['/api/v1/papers/{sha256}/content', `/api/v1/papers/${'0'.repeat(64)}/content`], ['/api/v1/worklist', '/api/v1/worklist?horizon=x'],
    ['/api/v1/tasks', '/api/v1/tasks', { pack: 'none' }], ['/api/v1/tasks/reports', '/api/v1/tasks/reports', {}], ['/api/v1/tasks/dispatches', '/api/v1/tasks/dispatches', { division: '360111', quarter: '2019Q2', on: '2019-06-29' }],
    ['/api/v1/determinations', '/api/v1/determinations', { facts: {} }], ['/api/v1/determinations', '/api/v1/determinations', { facts: KUNSHAN, division: '110101' }], ['/api/v1/determinations/{id}', '/api/v1/determinations/none'],
    ['/api/v1/packs', '/api/v1/packs', { yaml: 'a: b' }], ['/api/v1/standards', '/api/v1/standards', {}], ['/api/v1/standards/corrections', '/api/v1/standards/corrections', {}], ['/api/v1/rules/{id}', '/api/v1/rules/none'],
    ['/api/v1/session', '/api/v1/session'], ['/api/v1/session', '/api/v1/session', { accountId: 'nobody', password: 'wrong' }], ['/api/v1/session/oidc', '/api/v1/session/oidc'], ['/api/v1/session/password', '/api/v1/session/password', {}],
    ['/api/v1/cases/{id}/replay', '/api/v1/cases/none/replay'], ['/api/v1/reports/caseload', '/api/v1/reports/caseload?asOf=1'], ['/api/v1/imports/{sha256}', `/api/v1/imports/${'0'.repeat(64)}`],
  ];
  await server.job(rebuild.body.links.self);
  for (const [path, url, sent] of answers) {
    const { status, body } = sent === undefined ? await server.request<object>(url) : await server.post<object>(url, JSON.stringify(sent));
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    const place = ['paths', path, sent === undefined ? 'get' : 'post', 'responses', String(status), 'content', type, 'schema'].map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).map(encodeURIComponent).join('/');
    const validate = ajv.compile({ $ref: `api#/${place}` });
    expect([url, status, validate(body), validate.errors]).toEqual([url, status, true, null]);
  }
});

test('the page loads from this server alone, with nothing inline', async () => {
  const page = await server.request('/docs');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(page.text).not.toMatch(/<script>|<style|https?:/);
  const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] as string);
  expect(parts).toHaveLength(4);
  for (const part of parts) {
    const { status, headers } = await server.request(part);
    expect([part, status]).toEqual([part, 200]);
    expect(headers.get('content-type')).toMatch(/css|javascript|png/);
  }
});
