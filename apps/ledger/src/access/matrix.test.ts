/**
 * Every operation as every role, at home and elsewhere, held against what process.md §2 says (test/support/who-may-what.ts, written by hand).
 * The requests are about the town 360111003 or its county; elsewhere is the neighbouring town, or another city's county.
 */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { Permission, Role } from '#identity';
import { pdf } from '../../../../libs/papers/src/testing/pictures.js';
import { citizenNumber } from '../../../../test/support/live-county.js';
import { batchIn } from '../../../../test/support/bank-office.js';
import { HOME, WHO_MAY } from '../../../../test/support/who-may-what.js';
import { type Answer, type Client, expectedOf, type Person, SMALL, TestServer } from '../testing/test-server.js';
import { USUAL } from '../testing/who-usually.js';
import { DIBAO_670, QINGSHANHU } from '../testing/policy-fixtures.js';

const TOWN = '360111003';
const COUNTY = '360111';
const ROLES = Object.keys(HOME) as Role[];
const ACCOUNT = { accountId: 'matrix', staffId: 'matrix', name: '示例', role: 'townOperator', division: TOWN };
const DELEGATION = { delegationId: 'WT-M', fromDivision: COUNTY, toDivision: TOWN, toRole: 'townAuditor', permissions: ['case.adjust'], basis: '示例文件' };
const ELSEWHERE: Readonly<Record<string, string>> = { '360111003001': '360111001008', '360111003': '360111001', '360111': '320583', '360100': '320500' };
const home = (role: Role): Person => ({ role, division: HOME[role] });
const elsewhere = (role: Role): Person => ({ role, division: ELSEWHERE[HOME[role]] as string });

/**
 * What somebody of elsewhere gets who may do it at home. `forbidden`: 403. `notFound`: as if it were not there. `nothing`: an answer without rows.
 * `same`: it belongs to no place.
 */
type Away = 'forbidden' | 'notFound' | 'nothing' | 'same';
interface Operation {
  readonly permission: Permission;
  readonly away: Away;
  /** Roles to which it is as if it were not there, also at home: it is another office's. */
  readonly unseen?: readonly Role[];
  readonly path: string;
  readonly body?: object;
  /** Neither GET nor, with a body, POST. */
  readonly method?: string;
  /** What a town gets at home, where the operation is about its whole county. */
  readonly town?: 'forbidden';
}

let server: TestServer;
let operations: Readonly<Record<string, Operation>>;

beforeAll(async () => {
  server = await TestServer.start();
  const { result } = await server.import<{ result: { sha256: string } }>(SMALL);
  const [job] = (await server.request<{ jobs: { id: string }[] }>('/api/v1/imports/jobs')).body.jobs;
  const rebuild = (await server.post<{ id: string }>('/api/v1/projections/rebuild', '{"names":["caseload"]}')).body.id;
  const sha = result.sha256;
  const facts = { ...QINGSHANHU, division: TOWN };
  const task = { task: '7', unit: '上海路街道' };
  const caseId = await caseIn(TOWN);
  const paper = await server.ledger.papers.add(Readable.from([pdf('示例')]), { kind: 'application' }, { staffId: 'test' }, TOWN);
  await server.as(home('townOperator')).post('/api/v1/households', JSON.stringify({ householdId: 'H9000', headId: '0001002', town: TOWN, members: [{ personId: '0001002', relation: '户主', counted: true }] }));
  // Somebody of the same number in the other county.
  await server.as({ role: 'townOperator', division: '320583101' }).post('/api/v1/persons', JSON.stringify({ personId: '0001002', idNo: citizenNumber('1980-01-01', 902), name: '示例' }));
  const composed = (await server.as(home('inspector')).request<{ fields: { eventId: string }[] }>('/api/v1/corrections/household/H9000@360111')).body.fields[0]?.eventId;
  operations = {
    'get /api/v1/cases/{id}/replay': { permission: 'case.read', away: 'notFound', path: `/api/v1/cases/${caseId}/replay` },
    'get /api/v1/cases/{id}': { permission: 'case.readFile', unseen: ['lineDepartment'], away: 'notFound', path: `/api/v1/cases/${caseId}@360111` },
    'post /api/v1/persons': { permission: 'case.registerPerson', away: 'same', path: '/api/v1/persons', body: { personId: 'P9001', idNo: citizenNumber('1980-01-01', 901), name: '示例' } },
    'post /api/v1/households': { permission: 'case.composeHousehold', away: 'forbidden', path: '/api/v1/households', body: { householdId: 'H9001', headId: '0001002', town: TOWN, members: [{ personId: '0001002', relation: '户主', counted: true }] } },
    'post /api/v1/households/members': { permission: 'case.composeHousehold', away: 'forbidden', path: '/api/v1/households/members', body: { householdId: 'H9000', personId: '0001002', relation: '户主', counted: true, change: 'changed', on: '2020-01-01' } },
    'post /api/v1/persons/identity': { permission: 'case.verifyIdentity', away: 'same', path: '/api/v1/persons/identity', body: { personId: '0001002', on: '2020-01-01', method: 'cardReader', result: 'matches' } },
    'post /api/v1/persons/job-services': { permission: 'case.deliverJobService', away: 'same', path: '/api/v1/persons/job-services', body: { personId: '0001002', on: '2020-01-01', kind: 'VISIT', serviceNo: 'JY-M1' } },
    'get /api/v1/persons/{id}/job-services': { permission: 'case.readJobServices', away: 'same', path: '/api/v1/persons/0001002/job-services?year=2020' },
    'post /api/v1/households/accounts': { permission: 'case.registerAccount', away: 'forbidden', path: '/api/v1/households/accounts', body: { householdId: 'H9000', on: '2020-01-01', bank: '示例银行', accountNo: '6217000000000001', holderName: '示例' } },
    'get /api/v1/corrections/{subject}/{id}': { permission: 'case.read', away: 'notFound', path: `/api/v1/corrections/case/${caseId}@360111` },
    'post /api/v1/corrections': { permission: 'case.requestCorrection', away: 'notFound', path: '/api/v1/corrections', body: { subject: 'household', number: 'H9000', correctionNo: 'GZ-M1', on: '2020-01-01', targetEventId: composed, field: 'phone', new: '07910000000', reason: '示例', evidence: [{ sha256: paper.sha256, kind: 'application' }] } },
    'post /api/v1/corrections/approvals': { permission: 'case.approveCorrection', away: 'notFound', path: '/api/v1/corrections/approvals', body: { subject: 'household', number: 'H9000', correctionNo: 'GZ-M1', on: '2020-01-01' } },
    'post /api/v1/corrections/refusals': { permission: 'case.approveCorrection', away: 'notFound', path: '/api/v1/corrections/refusals', body: { subject: 'household', number: 'H9000', correctionNo: 'GZ-M1', on: '2020-01-01', reason: '示例' } },
    'post /api/v1/erasures': { permission: 'person.requestErasure', away: 'same', path: '/api/v1/erasures', body: { personId: '0001002', on: '2020-01-01', basis: '示例' } },
    'post /api/v1/erasures/approvals': { permission: 'person.approveErasure', away: 'same', path: '/api/v1/erasures/approvals', body: { personId: '0001002', on: '2020-01-01' } },
    'post /api/v1/evidence': { permission: 'evidence.export', away: 'notFound', path: '/api/v1/evidence', body: { scope: 'case', about: `${caseId}@${COUNTY}`, organ: '示例', docNo: '示例' } },
    'post /api/v1/samples': { permission: 'case.drawSample', away: 'forbidden', path: '/api/v1/samples', body: { county: COUNTY, drawNo: 'CY-1', on: '2020-01-01' } },
    'get /api/v1/accounts': { permission: 'account.manage', away: 'forbidden', path: `/api/v1/accounts?division=${TOWN}` },
    'post /api/v1/accounts': { permission: 'account.manage', away: 'forbidden', path: '/api/v1/accounts', body: ACCOUNT },
    'get /api/v1/accounts/{id}': { permission: 'account.manage', away: 'notFound', path: '/api/v1/accounts/matrix' },
    'patch /api/v1/accounts/{id}': { permission: 'account.manage', away: 'notFound', path: '/api/v1/accounts/matrix', method: 'PATCH', body: { name: '示例' } },
    'post /api/v1/accounts/{id}/disable': { permission: 'account.manage', away: 'notFound', path: '/api/v1/accounts/matrix/disable', body: { reason: '调离' } },
    'post /api/v1/accounts/{id}/enable': { permission: 'account.manage', away: 'notFound', path: '/api/v1/accounts/matrix/enable', body: {} },
    'post /api/v1/accounts/{id}/reset-password': { permission: 'account.manage', away: 'notFound', path: '/api/v1/accounts/matrix/reset-password', body: {} },
    'post /api/v1/accounts/{id}/identities': { permission: 'account.manage', away: 'notFound', path: '/api/v1/accounts/matrix/identities', body: { issuer: 'https://sso.test/', subject: 'm' } },
    'delete /api/v1/accounts/{id}/identities': { permission: 'account.manage', away: 'notFound', path: '/api/v1/accounts/matrix/identities?issuer=https://sso.test/&subject=m&reason=m', method: 'DELETE' },
    'get /api/v1/delegations': { permission: 'delegation.read', away: 'forbidden', path: `/api/v1/delegations?division=${TOWN}` },
    'post /api/v1/delegations': { permission: 'delegation.grant', away: 'forbidden', path: '/api/v1/delegations', body: DELEGATION },
    'get /api/v1/delegations/{id}': { permission: 'delegation.read', away: 'notFound', path: '/api/v1/delegations/WT-M' },
    'post /api/v1/delegations/{id}/revoke': { permission: 'delegation.grant', away: 'notFound', path: '/api/v1/delegations/WT-M/revoke', body: { reason: '收回', on: '2099-01-01' } },
    // As with imports; where a paper may be handed in is asked in papers.test.ts.
    'post /api/v1/papers': { permission: 'attachment.add', away: 'same', path: '/api/v1/papers', body: {} },
    'get /api/v1/papers/{sha256}': { permission: 'attachment.read', away: 'notFound', path: `/api/v1/papers/${paper.sha256}` },
    'get /api/v1/papers/{sha256}/content': { permission: 'attachment.read', away: 'notFound', path: `/api/v1/papers/${paper.sha256}/content` },
    // Everybody's own; that of elsewhere is asked in worklist.test.ts.
    'get /api/v1/worklist/accountability': { permission: 'finding.read', away: 'forbidden', path: `/api/v1/worklist/accountability?division=${TOWN}` },
    'get /api/v1/worklist': { permission: 'worklist.read', away: 'same', path: '/api/v1/worklist' },
    'get /api/v1/reports/caseload': { permission: 'report.read', away: 'forbidden', path: `/api/v1/reports/caseload?asOf=2019-12-31&division=${TOWN}` },
    'get /api/v1/reports/payments': { permission: 'report.read', away: 'forbidden', path: `/api/v1/reports/payments?period=2019-03&division=${TOWN}` },
    'get /api/v1/reports/procedure': { permission: 'report.read', away: 'forbidden', path: `/api/v1/reports/procedure?division=${TOWN}` },
    'get /api/v1/reports/amounts': { permission: 'report.read', away: 'forbidden', path: `/api/v1/reports/amounts?division=${TOWN}` },
    'get /api/v1/reports/tolerance': { permission: 'report.read', away: 'forbidden', path: `/api/v1/reports/tolerance?division=${TOWN}&year=2019` },
    'get /api/v1/reports/targets': { permission: 'report.read', away: 'forbidden', path: `/api/v1/reports/targets?division=${COUNTY}&year=2019`, town: 'forbidden' },
    'get /api/v1/standards/impact': { permission: 'report.read', away: 'forbidden', path: `/api/v1/standards/impact?key=dibao.std&division=${COUNTY}`, town: 'forbidden' },
    'get /api/v1/imports': { permission: 'import.read', away: 'nothing', path: '/api/v1/imports' },
    'get /api/v1/imports/{sha256}': { permission: 'import.read', away: 'notFound', path: `/api/v1/imports/${sha}` },
    'get /api/v1/imports/{sha256}/rejections': { permission: 'import.read', away: 'notFound', path: `/api/v1/imports/${sha}/rejections` },
    'get /api/v1/rejections': { permission: 'import.read', away: 'forbidden', path: `/api/v1/rejections?division=${COUNTY}` },
    'get /api/v1/imports/jobs': { permission: 'workbook.import', away: 'nothing', path: '/api/v1/imports/jobs' },
    'get /api/v1/imports/jobs/{id}': { permission: 'workbook.import', away: 'notFound', path: `/api/v1/imports/jobs/${job?.id}` },
    // A multipart body that is none: whoever may import is told so. Whose county it is stands in the workbook (below).
    'post /api/v1/imports': { permission: 'workbook.import', away: 'same', path: '/api/v1/imports', body: {} },
    'get /api/v1/projections': { permission: 'projection.read', away: 'same', path: '/api/v1/projections' },
    'post /api/v1/projections/rebuild': { permission: 'projection.rebuild', away: 'same', path: '/api/v1/projections/rebuild', body: { names: ['none'] } },
    'get /api/v1/projections/rebuild/{id}': { permission: 'projection.rebuild', away: 'same', path: `/api/v1/projections/rebuild/${rebuild}` },
    'get /api/v1/rules': { permission: 'rule.read', away: 'same', path: '/api/v1/rules' },
    'get /api/v1/rules/{id}': { permission: 'rule.read', away: 'same', path: '/api/v1/rules/QS-2019-T03' },
    'get /api/v1/packs': { permission: 'pack.read', away: 'same', path: '/api/v1/packs' },
    'post /api/v1/packs': { permission: 'pack.adopt', away: 'forbidden', path: '/api/v1/packs', body: { yaml: readFileSync('libs/policy/packs/QS-2019.yaml', 'utf8') } },
    'get /api/v1/standards': { permission: 'standard.read', away: 'same', path: '/api/v1/standards' },
    'get /api/v1/standards/keys': { permission: 'standard.read', away: 'same', path: '/api/v1/standards/keys' },
    'post /api/v1/standards': { permission: 'standard.publish', away: 'forbidden', path: '/api/v1/standards', body: { entries: [{ ...DIBAO_670, key: 'teku.std' }] } },
    'post /api/v1/standards/corrections': { permission: 'standard.publish', away: 'forbidden', path: '/api/v1/standards/corrections', body: { key: 'dibao.std', division: COUNTY, from: '2019-01-01', value: '680', reason: '录入有误', approver: '示例' } },
    'post /api/v1/determinations': { permission: 'determination.try', away: 'forbidden', path: '/api/v1/determinations', body: { facts } },
    'post /api/v1/determinations/{id}': { permission: 'determination.record', away: 'forbidden', path: '/api/v1/determinations/RD-1', body: { facts } },
    'get /api/v1/determinations/{id}': { permission: 'determination.read', away: 'notFound', path: '/api/v1/determinations/RD-0' },
    'get /api/v1/findings': { permission: 'finding.read', away: 'forbidden', path: `/api/v1/findings?division=${TOWN}` },
    'get /api/v1/findings/{id}': { permission: 'finding.read', away: 'forbidden', path: '/api/v1/findings/YD-M1@360111' },
    'get /api/v1/complaints/{id}': { permission: 'complaint.read', away: 'forbidden', path: '/api/v1/complaints/TS-M1@360111' },
    'get /api/v1/leads/scan': { permission: 'finding.read', away: 'forbidden', path: `/api/v1/leads/scan?division=${TOWN}` },
    'post /api/v1/leads/scan': { permission: 'lead.raise', away: 'forbidden', path: `/api/v1/leads/scan?division=${COUNTY}`, body: {}, town: 'forbidden' },
    'post /api/v1/leads/matches/{id}': { permission: 'lead.raise', away: 'forbidden', path: '/api/v1/leads/matches/BD-M1@360111', body: { rows: [{}] }, town: 'forbidden' },
    'get /api/v1/reports/access': { permission: 'viewing.read', away: 'forbidden', path: `/api/v1/reports/access?about=${caseId}@360111` },
    'get /api/v1/reports/limits': { permission: 'report.read', away: 'forbidden', path: `/api/v1/reports/limits?division=${TOWN}&year=2019` },
    'post /api/v1/years/{county}/{year}/closing': { permission: 'year.close', away: 'forbidden', path: `/api/v1/years/${COUNTY}/2018/closing`, body: { on: '2019-01-10' } },
    'get /api/v1/follow-ups': { permission: 'projection.read', away: 'same', path: '/api/v1/follow-ups' },
    'get /api/v1/pay-lists': { permission: 'paylist.read', away: 'forbidden', path: `/api/v1/pay-lists?division=${COUNTY}` },
    'get /api/v1/pay-lists/{id}': { permission: 'paylist.read', away: 'forbidden', path: '/api/v1/pay-lists/dibao-2019-12@360111' },
    'get /api/v1/pay-lists/{id}/lines': { permission: 'paylist.read', away: 'forbidden', path: '/api/v1/pay-lists/dibao-2019-12@360111/lines' },
    'get /api/v1/payment-decisions/{id}': { permission: 'payment.read', away: 'forbidden', path: `/api/v1/payment-decisions/${caseId}@360111` },
    'get /api/v1/batches': { permission: 'batch.read', away: 'forbidden', path: `/api/v1/batches?division=${COUNTY}` },
    'get /api/v1/batches/{id}': { permission: 'batch.read', away: 'forbidden', path: '/api/v1/batches/B-M1@360111' },
    'get /api/v1/batches/{id}/file': { permission: 'batch.send', away: 'forbidden', path: '/api/v1/batches/B-M1@360111/file' },
    // As with imports; whose batch it is and whose account is asked when the file is there (settlement.test.ts).
    'post /api/v1/batches/{id}/return': { permission: 'batch.answer', away: 'same', path: '/api/v1/batches/B-M1@360111/return?on=2019-12-20', body: {} },
    'post /api/v1/statements': { permission: 'batch.answer', away: 'same', path: '/api/v1/statements?on=2019-12-20&account=1', body: {} },
    'get /api/v1/payments': { permission: 'batch.read', away: 'forbidden', path: `/api/v1/payments?division=${COUNTY}` },
    'get /api/v1/reconciliations': { permission: 'batch.read', away: 'forbidden', path: `/api/v1/reconciliations?division=${COUNTY}` },
    'get /api/v1/reconciliations/{id}': { permission: 'batch.read', away: 'forbidden', path: '/api/v1/reconciliations/dibao-2019-12@360111' },
    'get /api/v1/funds/balance': { permission: 'fund.read', away: 'forbidden', path: `/api/v1/funds/balance?division=${COUNTY}` },
    'get /api/v1/funds/statement': { permission: 'fund.read', away: 'forbidden', path: `/api/v1/funds/statement?account=settled&division=${COUNTY}` },
    'get /api/v1/funds/reserves': { permission: 'fund.read', away: 'forbidden', path: `/api/v1/funds/reserves?division=${COUNTY}` },
    'get /api/v1/funds/{id}': { permission: 'fund.read', away: 'forbidden', path: `/api/v1/funds/${COUNTY}` },
    'get /api/v1/tasks': { permission: 'task.read', away: 'forbidden', path: `/api/v1/tasks?division=${COUNTY}` },
    'get /api/v1/tasks/overdue': { permission: 'task.read', away: 'forbidden', path: `/api/v1/tasks/overdue?quarter=2019Q3&division=${COUNTY}` },
    'get /api/v1/tasks/unassigned': { permission: 'task.read', away: 'forbidden', path: `/api/v1/tasks/unassigned?division=${COUNTY}` },
    'get /api/v1/tasks/summary': { permission: 'task.read', away: 'forbidden', path: `/api/v1/tasks/summary?quarter=2019Q2&division=${COUNTY}` },
    'get /api/v1/tasks/oversight': { permission: 'task.read', away: 'forbidden', path: `/api/v1/tasks/oversight?division=${COUNTY}` },
    'post /api/v1/tasks': { permission: 'task.oversee', away: 'forbidden', path: '/api/v1/tasks', body: { pack: 'QS-2019' } },
    'post /api/v1/tasks/assignments': { permission: 'task.assign', away: 'forbidden', path: '/api/v1/tasks/assignments', body: { ...task, department: '民政所', person: '示例甲', due: '2020-12-31', on: '2019-04-10' } },
    'post /api/v1/tasks/reports': { permission: 'task.report', away: 'forbidden', path: '/api/v1/tasks/reports', body: { ...task, quarter: '2019Q2', on: '2019-06-20', cutoff: '2019-06-15', value: 12, text: '纳入12户' } },
    'post /api/v1/tasks/dispatches': { permission: 'task.oversee', away: 'forbidden', path: '/api/v1/tasks/dispatches', body: { division: COUNTY, quarter: '2019Q2', on: '2019-06-28', problems: ['示例'] } },
    'post /api/v1/tasks/bulletins': { permission: 'task.oversee', away: 'forbidden', path: '/api/v1/tasks/bulletins', body: { division: COUNTY, halfYear: '2019H1', on: '2019-07-10' } },
    'post /api/v1/tasks/assessments': { permission: 'task.oversee', away: 'forbidden', path: '/api/v1/tasks/assessments', body: { division: COUNTY, year: '2019', on: '2020-01-15', scores: [] } },
    'post /api/v1/tasks/evaluations': { permission: 'task.oversee', away: 'forbidden', path: '/api/v1/tasks/evaluations', body: { division: COUNTY, period: '2019', on: '2020-01-20', evaluator: '示例', summary: '示例' } },
  };
  // What the table reads has to be there.
  await server.as(home('inspector')).post('/api/v1/findings/YD-M1/steps/raise', JSON.stringify({ on: '2019-06-01', source: 'audit', kind: 'other', facts: '示例', caseId }));
  await server.as(home('townOperator')).post('/api/v1/complaints/TS-M1/steps/receive', JSON.stringify({ on: '2019-06-01', named: false, channel: 'letter', subject: '示例' }));
  await server.as(home('countyOperator')).post('/api/v1/pay-lists/dibao-2019-12/steps/compile', JSON.stringify({ on: '2019-12-09', cutoffOn: '2019-12-08', since: '2019-11-08' }));
  await batchIn(server.ledger.store, 'B-M1@360111');
  await server.as(home('administrator')).post('/api/v1/accounts', JSON.stringify(ACCOUNT));
  await server.as(home('countyAuditor')).post('/api/v1/delegations', JSON.stringify(DELEGATION));
  await server.as(home('townOperator')).post('/api/v1/determinations/RD-0', JSON.stringify({ facts }));
  await server.post('/api/v1/tasks', JSON.stringify({ pack: 'QS-2019' }));
});
afterAll(() => server.end());

/** The number of some case of the town. */
async function caseIn(town: string): Promise<string> {
  for (const { caseId } of expectedOf(SMALL).activeCaseSample) {
    if ((await server.as({ role: 'townAuditor', division: town }).request(`/api/v1/cases/${caseId}/replay`)).status === 200) return caseId;
  }
  throw new Error('the sample has no case there');
}

interface Told { readonly code?: string; readonly rows?: readonly unknown[]; readonly jobs?: readonly unknown[] }
const send = (client: Client, { path, body, method = body === undefined ? 'GET' : 'POST' }: Operation): Promise<Answer<Told | undefined>> =>
  client.request(path, body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function outcomeOf(person: Person, operation: Operation): Promise<string> {
  const answer = await send(server.as(person), operation);
  if (answer.status === 401 || answer.status === 403) return answer.body?.code as string;
  if (answer.status === 404) return 'notFound';
  return (answer.body?.rows ?? answer.body?.jobs)?.length === 0 ? 'nothing' : 'done';
}

/** Where an answer can be empty at home too, or the operation says why it cannot be done, having let the person in. */
const letsIn = (outcome: string): string => (outcome === 'nothing' ? 'done' : outcome);

test('the table has every operation but those of the session and of health, and the steps of cases, findings, complaints and money, which procedure.test.ts, accountability.test.ts, paylists.test.ts and settlement.test.ts ask as every role', async () => {
  const { paths } = (await server.request<{ paths: Record<string, Record<string, unknown>> }>('/docs/json')).body;
  const all = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`)).filter((name) => !/\/session|\/health|\/(cases|findings|complaints|pay-lists|payment-decisions|funds|batches|payees|payments|reconciliations)\/\{id\}\/steps\//.test(name));
  expect(Object.keys(operations).sort()).toEqual(all.sort());
});

test('nobody gets anything without signing in', async () => {
  for (const [name, operation] of Object.entries(operations)) {
    const { status } = await send(server.as('nobody'), operation);
    expect([name, status]).toEqual([name, 401]);
  }
});

test.each(ROLES)('%s at home', async (role) => {
  for (const [name, operation] of Object.entries(operations)) {
    const may = WHO_MAY[role].includes(operation.permission);
    const expected = !may ? 'ROLE_FORBIDDEN' : operation.unseen?.includes(role) === true ? 'notFound' : HOME[role].length > COUNTY.length && operation.town === 'forbidden' ? 'DIVISION_FORBIDDEN' : 'done';
    expect([name, letsIn(await outcomeOf(home(role), operation))]).toEqual([name, expected]);
  }
});

test.each(ROLES)('%s elsewhere', async (role) => {
  for (const [name, operation] of Object.entries(operations)) {
    const may = WHO_MAY[role].includes(operation.permission);
    // A town of the same county reads that county's register of tasks, too: it is about its own units.
    const register = operation.permission === 'task.read' && HOME[role].length > COUNTY.length;
    const away = register || operation.away === 'same' ? 'done' : operation.away === 'forbidden' ? 'DIVISION_FORBIDDEN' : operation.away;
    const outcome = await outcomeOf(elsewhere(role), operation);
    expect([name, operation.away === 'nothing' ? outcome : letsIn(outcome)]).toEqual([name, may ? away : 'ROLE_FORBIDDEN']);
  }
});

describe('without a division, a question is about the own one', () => {
  interface Caseload { readonly rows: readonly { readonly division: string }[] }
  const towns = async (person: Person): Promise<readonly string[]> =>
    [...new Set((await server.as(person).request<Caseload>('/api/v1/reports/caseload?asOf=2019-12-31')).body.rows.map(({ division }) => division))].sort();
  const all = ['360111001', '360111003', '360111004', '360111005'];

  test.each<[role: Role, division: string, seen: readonly string[]]>([
    ['townAuditor', '360111003', ['360111003']], ['countyAuditor', '360111', all], ['cityRegistrar', '360100', all], ['inspector', '360000', all], ['inspector', '000000', all],
    ['inspector', '360111001', ['360111001']], ['countyAuditor', '320583', []], ['cityRegistrar', '360200', []], ['inspector', '320000', []],
  ])('%s of %s', async (role, division, seen) => {
    expect(await towns({ role, division })).toEqual(seen);
  });

  test('also for rejected rows, which belong to a county: a part of it sees none', async () => {
    const rows = async (division: string) => (await server.as({ role: 'inspector', division }).request<{ rows: unknown[] }>('/api/v1/rejections')).body.rows.length;
    const [everywhere, county, city, town, other] = await Promise.all(['000000', '360111', '360100', '360111003', '320583'].map(rows));
    expect(everywhere).toBeGreaterThan(0);
    expect([county, city, town, other]).toEqual([everywhere, everywhere, 0, 0]);
  });

  test('above the own division is not the own one', async () => {
    for (const division of ['360111', '360100', '360000', '000000', '360111004']) {
      const { status, body } = await server.as({ role: 'townAuditor', division: TOWN }).request(`/api/v1/reports/caseload?asOf=2019-12-31&division=${division}`);
      expect([division, status, body.code]).toEqual([division, 403, 'DIVISION_FORBIDDEN']);
    }
  });
});

test('whether there is a case elsewhere is not told', async () => {
  const stranger = server.as({ role: 'countyAuditor', division: '320583' });
  const { path } = operations['get /api/v1/cases/{id}/replay'] as Operation;
  const caseId = path.split('/')[4] as string;
  const shown = async (id: string) => {
    const { status, text, body } = await stranger.request(`/api/v1/cases/${encodeURIComponent(id)}/replay`);
    return [status, text.replaceAll(id, 'ID').replace(body.instance, '')];
  };
  expect(await shown(caseId)).toEqual(await shown('QS2019DB99999'));
  expect(await shown(`${caseId}@360111`)).toEqual(await shown('QS2019DB99999@360111'));
});

test('a workbook of another county is refused before anything of it is recorded', async () => {
  const stranger: Person = { role: 'countyOperator', division: '320583' };
  const before = await server.ledger.imports(undefined, 10);
  const accepted = await server.as(stranger).upload<{ links: { self: string } }>(new Uint8Array(readFileSync(SMALL)));
  expect(accepted.status).toBe(202);
  const job = await server.job<{ status: string; problem: { status: number; code: string } }>(accepted.body.links.self, stranger);
  expect([job.status, job.problem.status, job.problem.code]).toEqual(['failed', 403, 'DIVISION_FORBIDDEN']);
  expect(await server.ledger.imports(undefined, 10)).toEqual(before);
  // Its own job is not seen by the county whose file it was.
  expect((await server.as(USUAL.operator).request(accepted.body.links.self)).status).toBe(404);
});

test('of several values one of another division refuses all; those of the own city and province are the county\'s to enter', async () => {
  const entries = [{ ...DIBAO_670, from: '2022-01-01' }, { ...DIBAO_670, from: '2022-01-01', division: '360112' }];
  const mixed = await server.as(USUAL.operator).post('/api/v1/standards', JSON.stringify({ entries }));
  expect([mixed.status, mixed.body.code]).toEqual([403, 'DIVISION_FORBIDDEN']);
  const listed = (await server.request<{ rows: { from: string }[] }>('/api/v1/standards?key=dibao.std')).body.rows;
  expect(listed.some(({ from }) => from === '2022-01-01')).toBe(false);
  for (const [division, status] of [['360100', 200], ['360000', 200], ['360200', 403], ['320000', 403]] as const) {
    expect([division, (await server.as(USUAL.operator).post('/api/v1/standards', JSON.stringify({ entries: [{ ...DIBAO_670, from: '2022-01-01', division }] }))).status]).toEqual([division, status]);
  }
});

test('the facts do not smuggle in another place: what stands beside them counts', async () => {
  const facts = { ...QINGSHANHU, division: COUNTY };
  const try_ = (body: object) => server.as({ role: 'countyOperator', division: '320583' }).post('/api/v1/determinations/RD-9', JSON.stringify(body));
  expect((await try_({ facts: { ...facts, division: '320583' }, division: COUNTY })).body.code).toBe('DIVISION_FORBIDDEN');
  expect((await try_({ facts })).body.code).toBe('DIVISION_FORBIDDEN');
});

test('who acted is in the ledger: staff id and role, of a person and no door', async () => {
  const { store } = server.ledger;
  // Rows of a workbook name their own.
  const found = (await store.readAll({ limit: 10_000 })).events.filter(({ metadata }) => metadata['source'] === undefined).filter(({ type }) => type === 'TaskAssigned' || type === 'DeterminationRecorded' || type === 'StandardPublished' || type === 'ImportStarted');
  const actors = new Set(found.map(({ type, metadata }) => `${type} ${JSON.stringify(metadata['actor'])}`));
  expect(actors).toContain('ImportStarted {"role":"countyOperator","staffId":"countyoperator-360111"}');
  expect(actors).toContain('DeterminationRecorded {"role":"townOperator","staffId":"townoperator-360111003"}');
  for (const actor of actors) expect(actor).toMatch(/"role":"(county|town)\w+|"role":"(lineDepartment|finance|leadingGroup)"/);
});
