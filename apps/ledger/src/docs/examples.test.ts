/** The examples of the API description, sent as they stand: each is a request that is understood, and is answered as described. */
import { COMPLAINT_STEPS, FINDING_STEPS } from '#accountability';
import { STEPS } from '#casework';
import { BATCH_STEPS, FUND_STEPS, LIST_STEPS, PAY_CASE_STEPS, PAYEE_STEPS, PAYMENT_STEPS, PERIOD_STEPS } from '#disbursement';
import { type Permission, PERMISSIONS } from '#identity';
import { HOME } from '../../../../test/support/who-may-what.js';
import { BODY_EXAMPLES } from './body-examples.js';
import { whoUsually } from '../testing/who-usually.js';
import { type Person, type ProblemBody, SMALL, TestServer } from '../testing/test-server.js';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly example?: unknown;
  readonly nullable?: boolean;
}
interface Parameter { readonly name: string; readonly in: 'path' | 'query' | 'header'; readonly required?: boolean; readonly example?: unknown; readonly schema: Schema }
interface Body { readonly schema: Schema; readonly example?: unknown; readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Body>> };
  readonly responses: Readonly<Record<string, object>>;
}
interface Document { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>; readonly components: { readonly schemas: Readonly<Record<string, Schema>> } }

let server: TestServer;
let document: Document;
beforeAll(async () => {
  server = await TestServer.start();
  await server.import(SMALL);
  document = (await server.request<Document>('/docs/json')).body;
});
afterAll(() => server.end());

/** Without a body of JSON, or with a whole document in it (libs/policy/packs): what they take and answer has tests of its own. */
const ELSEWHERE: ReadonlySet<string> = new Set(['post /api/v1/packs', 'post /api/v1/imports', 'post /api/v1/papers', 'post /api/v1/batches/{id}/return', 'post /api/v1/statements', 'get /api/v1/session/oidc', 'get /api/v1/session/oidc/callback']);
/** They say that the request was not understood. */
const NOT_UNDERSTOOD: ReadonlySet<string> = new Set(['REQUEST_INVALID', 'STEP_INVALID', 'REGISTER_INVALID', 'FACTS_INVALID', 'ACCOUNT_INVALID', 'DELEGATION_INVALID', 'NUMBER_INVALID', 'DATE_INVALID', 'DIVISION_INVALID', 'PACK_INVALID']);
/** Names that the description cannot give an example for, because they are those of a ledger. */
const NAMED: Readonly<Record<string, string>> = { sha256: '0'.repeat(64) };

const resolved = (schema: Schema): Schema => (schema.$ref === undefined ? schema : document.components.schemas[schema.$ref.slice('#/components/schemas/'.length)] as Schema);

/** What a schema's own examples come to; undefined where a part that is required has none. */
function exampleOf(given: Schema): unknown {
  const schema = resolved(given);
  if (schema.example !== undefined) return schema.example;
  if (schema.allOf?.length === 1) return exampleOf(schema.allOf[0] as Schema);
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'boolean') return true;
  if (schema.type === 'array') {
    const item = schema.items === undefined ? undefined : exampleOf(schema.items);
    return item === undefined ? undefined : [item];
  }
  if (schema.type !== 'object' || schema.properties === undefined) return undefined;
  const parts = (schema.required ?? []).map((name) => [name, exampleOf((schema.properties as Readonly<Record<string, Schema>>)[name] as Schema)] as const);
  return parts.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(parts);
}

interface Sent { readonly name: string; readonly path: string; readonly method: string; readonly body?: unknown; readonly described: Operation; readonly schema?: Schema }

function requestsOf(path: string, method: string, operation: Operation): readonly Sent[] {
  const name = `${method} ${path}`;
  const parameters = operation.parameters ?? [];
  const valueOf = ({ name: parameter, example, schema }: Parameter): string => {
    const value = example ?? exampleOf(schema) ?? NAMED[parameter] ?? 'example-1';
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  const filled = parameters.filter((parameter) => parameter.in === 'path').reduce((url, parameter) => url.replace(`{${parameter.name}}`, encodeURIComponent(valueOf(parameter))), path);
  const query = new URLSearchParams();
  for (const parameter of parameters) if (parameter.in === 'query' && parameter.required === true) query.set(parameter.name, valueOf(parameter));
  const about = { name, path: query.size === 0 ? filled : `${filled}?${query.toString()}`, method, described: operation };
  const body = operation.requestBody?.content['application/json'];
  if (body === undefined) return [about];
  const examples = body.examples === undefined ? [body.example ?? exampleOf(body.schema)] : Object.values(body.examples).map(({ value }) => value);
  return examples.map((example) => ({ ...about, body: example, schema: resolved(body.schema) }));
}

const STEP_PERMISSIONS: Readonly<Record<string, Readonly<Record<string, { readonly permission: string }>>>> = {
  cases: STEPS, findings: FINDING_STEPS, complaints: COMPLAINT_STEPS, 'pay-lists': LIST_STEPS, 'payment-decisions': PAY_CASE_STEPS, funds: FUND_STEPS, batches: BATCH_STEPS, payees: PAYEE_STEPS, payments: PAYMENT_STEPS, reconciliations: PERIOD_STEPS,
};
const REGISTERS: Readonly<Record<string, Permission>> = {
  'persons/identity': 'case.verifyIdentity', 'persons/job-services': 'case.deliverJobService', 'persons/QS2021RY00001/job-services': 'case.readJobServices', 'households/accounts': 'case.registerAccount',
  evidence: 'evidence.export', erasures: 'person.requestErasure', 'erasures/approvals': 'person.approveErasure', corrections: 'case.requestCorrection', 'corrections/person/QS2021RY00001': 'case.read', 'corrections/approvals': 'case.approveCorrection', 'corrections/refusals': 'case.approveCorrection', persons: 'case.registerPerson', households: 'case.composeHousehold', samples: 'case.drawSample', years: 'year.close',
};

/** Somebody who may. */
function whoMay({ path, method, body }: Sent): Person {
  const [, register = '', , , step = ''] = /^\/api\/v1\/([\w-]+)(\/([^/]+)\/steps\/(\w+))?/.exec(path) ?? [];
  const permission = (STEP_PERMISSIONS[register]?.[step]?.permission ?? REGISTERS[path.replace(/^\/api\/v1\//, '').replace(/\?.*/, '')] ?? REGISTERS[register]) as Permission | undefined;
  const [role] = permission === undefined ? [] : PERMISSIONS[permission].roles;
  return role === undefined ? whoUsually(path, { method: method.toUpperCase(), body: body === undefined ? null : JSON.stringify(body) }) : { role, division: HOME[role] };
}
const send = (sent: Sent, body = sent.body) => server.as(whoMay(sent)).request(sent.path, { method: sent.method.toUpperCase(), ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });

/** The examples of the household first, in their order; then what the document has, in its order. */
const everyRequest = (): readonly Sent[] => {
  const order = Object.keys(BODY_EXAMPLES);
  const rank = ({ described: { operationId } }: Sent): number => (order.includes(operationId) ? order.indexOf(operationId) : order.length);
  return Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.entries(methods).flatMap(([method, operation]) => (ELSEWHERE.has(`${method} ${path}`) ? [] : requestsOf(path, method, operation)))).sort((a, b) => rank(a) - rank(b));
};

test('every body has an example, and every example its operation', () => {
  expect(everyRequest().filter(({ schema, body }) => schema !== undefined && body === undefined).map(({ name }) => name)).toEqual([]);
  const operations = new Set(Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId)));
  expect(Object.keys(BODY_EXAMPLES).filter((operationId) => !operations.has(operationId))).toEqual([]);
});

test('every example is a request that is understood by somebody who may send it, and answered as described', async () => {
  // Signing out ends a session that others still need.
  const requests = everyRequest().filter(({ name }) => name !== 'delete /api/v1/session');
  expect(requests.length).toBeGreaterThan(120);
  for (const sent of requests) {
    const { status, body } = await send(sent);
    const { code = '' } = (body ?? {}) as Partial<ProblemBody>;
    const understood = status < 500 && !NOT_UNDERSTOOD.has(code) && !code.startsWith('ROLE_');
    expect([sent.name, status, code, Object.keys(sent.described.responses).includes(String(status)), understood]).toEqual([sent.name, status, code, true, true]);
    // Steps of other examples' cases find nobody; what is of the one household, in its order, is done. Nobody's password stands in a document.
    const own = Object.hasOwn(BODY_EXAMPLES, sent.described.operationId) && !sent.name.includes('/session');
    if (own) expect([sent.name, code, status < 300]).toEqual(sent.described.operationId === 'drawSample' ? [sent.name, 'NOTHING_TO_DRAW', false] : [sent.name, '', true]);
  }
}, 120_000);

test('a field that may be left out is refused as null, where the description knows no null', async () => {
  for (const sent of everyRequest()) {
    if (sent.name.includes('/session') || sent.schema?.properties === undefined || typeof sent.body !== 'object') continue;
    const optional = Object.entries(sent.schema.properties).filter(([field, schema]) => sent.schema?.required?.includes(field) !== true && resolved(schema).nullable !== true);
    for (const [field] of optional) {
      const { status } = await send(sent, { ...sent.body, [field]: null });
      expect([sent.name, field, status]).toEqual([sent.name, field, 400]);
    }
  }
}, 120_000);
