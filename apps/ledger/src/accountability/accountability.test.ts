/** Accountability over HTTP: one error from lead to closure by eight different people, and every step as every role. */
import { COMPLAINT_EXAMPLES, COMPLAINT_STEP_NAMES, COMPLAINT_STEPS, FINDING_EXAMPLES, FINDING_STEP_NAMES, FINDING_STEPS } from '#accountability';
import type { Permission, Role } from '#identity';
import { bookHousehold, citizensOf } from '../../../../test/support/county-book.js';
import { LiveOffice, type Who } from '../../../../test/support/live-office.js';
import { HOME, WHO_MAY } from '../../../../test/support/who-may-what.js';
import { TestServer } from '../testing/test-server.js';
import type { DuesPageDto } from './dues.controller.js';

const TOWN = '360111003';
let office: LiveOffice;

beforeAll(async () => {
  office = await LiveOffice.open('360111003001');
  // 60 persons: 2 % is 1.2, so one error passes.
  for (let n = 1; n <= 6; n += 1) await bookHousehold(office.server.ledger.store, { caseId: `C${n}`, town: TOWN, persons: 10 });
  await office.server.ledger.catchUp();
});
afterAll(() => office.end());

interface Taken { readonly outcome: string; readonly events: readonly string[]; readonly revision: string; readonly division: string }
const step = (who: Who, name: string, body: object, no = 'YD-1') => office.good<Taken>(who, `/api/v1/findings/${no}/steps/${name}`, body);
const refused = async (who: Who, name: string, body: object, no = 'YD-1'): Promise<string> => {
  const { status, body: answer } = await office.post(who, `/api/v1/findings/${no}/steps/${name}`, body);
  return `${status} ${(answer as { code?: string }).code}`;
};
const limit = async () => (await (await office.as('finance')).request<{ rows: { division: string; headroomPersons: number; objectiveErrorPersons: number; provisional: boolean }[] }>('/api/v1/reports/limits?division=360111&year=2019')).body.rows;

test('one error from lead to closure, each step by whoever may', async () => {
  const [idNo] = citizensOf('C1', 10);
  const lead = { on: '2019-06-01', source: 'audit', kind: 'vehicle', facts: '名下有车', caseId: 'C1', idNo };
  expect(await step('inspector', 'raise', lead)).toMatchObject({ outcome: 'recorded', division: TOWN, events: ['SuspicionRaised'] });
  expect(await step('inspector', 'raise', lead)).toMatchObject({ outcome: 'alreadyRecorded' });
  expect(await refused('inspector', 'assign', { on: '2019-06-02', org: TOWN, due: '2019-06-20' })).toBe('403 ROLE_FORBIDDEN');
  await step('countyOperator', 'assign', { on: '2019-06-02', org: TOWN, due: '2019-06-20' });
  await step('townOperator', 'verify', { on: '2019-06-10', result: 'true', text: '属实' });
  const error = {
    on: '2019-06-20', kind: 'wrongInclusion', fromYm: '2019-03', toYm: '2019-03', fen: 10_000, cause: 'concealedEconomy', causeText: '隐瞒车辆', citizens: [idNo], publicSpirit: true, intent: false, kinBenefit: false, recipientFraud: false,
    responsible: ['surveyor'], basis: 'R57 39',
  };
  expect(await refused('countyAuditor', 'determineError', { ...error, responsible: ['countyAuditor'] })).toBe('403 SAME_PERSON');
  expect(await refused('countyAuditor', 'determineError', { ...error, fen: '10000' })).toBe('400 STEP_INVALID');
  await step('countyAuditor', 'determineError', error);
  expect(await limit()).toMatchObject([{ division: '360111', objectiveErrorPersons: 1, headroomPersons: 0, provisional: true }, { division: TOWN, headroomPersons: 0 }]);

  await step('countyAuditor', 'orderRecovery', { on: '2019-06-21', orderNo: 'ZH-1', fen: 10_000, debtor: '本人', basis: 'R649 68', due: '2019-07-31' });
  await step('townOperator', 'serveRecovery', { on: '2019-06-22', method: '直接送达' });
  await step('inspector', 'orderRectification', { on: '2019-06-23', issueNo: 'WT-1', organ: '审计局', demand: '按月核对车辆', org: TOWN, due: '2019-09-30' });
  await step('townOperator:b', 'reportRectification', { on: '2019-07-20', issueNo: 'WT-1', measures: '已核对' });
  expect(await refused('countyOperator', 'receiveRecovery', { on: '2019-07-10', fen: 10_001, channel: 'bank', receiptNo: 'SJ-1' })).toBe('400 RECOVERY_EXCEEDS_ORDER');
  await step('countyOperator', 'receiveRecovery', { on: '2019-07-10', fen: 10_000, channel: 'bank', receiptNo: 'SJ-1' });
  await step('countyOperator:b', 'assessExemption', { on: '2019-07-12' });
  await step('countyAuditor:b', 'grantExemption', { on: '2019-07-15', decisionNo: 'MZ-1' });
  await step('countyOperator', 'openLiability', { on: '2019-07-16', staffId: 'surveyor', step: 'homeVisit', duty: '入户调查', facts: '未发现车辆' });
  await step('countyAuditor', 'determineLiability', { on: '2019-07-18', staffId: 'surveyor', form: 'exempt', basis: 'GX-2019-06-06' });
  expect(await refused('countyAuditor', 'close', { on: '2019-08-01', text: '完成' })).toBe('409 STEP_OUT_OF_ORDER');
  await step('countyOperator', 'remitRecovery', { on: '2019-07-25', fen: 10_000, payInBookNo: 'JK-1' });
  await step('countyAuditor', 'closeRectification', { on: '2019-07-30', issueNo: 'WT-1', text: '已查' });
  expect(await step('countyAuditor', 'close', { on: '2019-08-01', text: '完成' })).toMatchObject({ events: ['FindingClosed'] });

  const { body, headers } = await (await office.as('inspector')).request<{ file: object; revision: string }>('/api/v1/findings/YD-1');
  expect(body.file).toMatchObject({ status: 'confirmed', closedOn: '2019-08-01', receivedFen: 10_000, remittedFen: 10_000, exemption: { status: 'granted' }, liabilities: [{ staffId: 'surveyor', determined: { form: 'exempt' } }] });
  expect(headers.get('etag')).toBe(`"${body.revision}"`);
  const listed = (await (await office.as('countyAuditor')).request<{ rows: object[] }>('/api/v1/findings?standing=closed')).body;
  expect(listed.rows).toMatchObject([{ findingId: 'YD-1', standing: 'closed', caseId: 'C1', exemption: 'granted' }]);
  expect(JSON.stringify(listed)).not.toContain(idNo);

  const closing = await office.good<{ findings: object[] }>('countyAuditor', '/api/v1/years/360111/2019/closing', { on: '2020-01-10' });
  expect(closing.findings).toEqual([{ findingId: 'YD-1', outcome: 'exempt' }]);
  expect(await limit()).toMatchObject([{ provisional: false }, { provisional: false }]);
  expect((await (await office.as('administrator')).request<{ stuck: unknown }>('/api/v1/follow-ups')).body.stuck).toBeNull();
});

test('a step is refused where the finding has moved on, or is not there', async () => {
  expect(await refused('countyOperator', 'assign', { on: '2019-06-02', org: TOWN, due: '2019-06-20' }, 'YD-99')).toBe('404 FINDING_UNKNOWN');
  expect(await refused('inspector', 'raise', { on: '2019-06-01', source: 'audit', kind: 'other', facts: '示例', caseId: 'C99' }, 'YD-98')).toBe('404 CASE_NOT_FOUND');
  expect((await (await office.as('inspector')).request('/api/v1/findings/YD-97')).status).toBe(404);
  await step('inspector', 'raise', { on: '2019-06-01', source: 'audit', kind: 'other', facts: '示例', caseId: 'C2' }, 'YD-2');
  const stale = await office.post('countyOperator', '/api/v1/findings/YD-2/steps/assign', { on: '2019-06-02', org: TOWN, due: '2019-06-20' }, { 'if-match': '"7"' });
  expect(stale.status).toBe(412);
});

test('a lead about nobody\'s case is verified by the office it was assigned to', async () => {
  await step('inspector', 'raise', { on: '2019-06-01', source: 'dataMatch', kind: 'omitted', facts: '应保未保', idNo: citizensOf('C3', 10)[0] }, 'YD-3');
  expect(await refused('townOperator', 'verify', { on: '2019-06-10', result: 'false', text: '已拒绝' }, 'YD-3')).toBe('403 DIVISION_FORBIDDEN');
  await step('countyOperator', 'assign', { on: '2019-06-02', org: TOWN, due: '2019-06-20' }, 'YD-3');
  await step('townOperator', 'verify', { on: '2019-06-10', result: 'false', text: '本人拒绝申请' }, 'YD-3');
});

test('a match over HTTP: what is known becomes a lead, everything else is named', async () => {
  const row = { idNo: citizensOf('C4', 10)[2], kind: 'business', fact: '个体工商户', source: '市场监管', asOf: '2019-05-31' };
  const send = () => office.good<{ leads: { outcome: string }[] }>('countyOperator', '/api/v1/leads/matches/2019-05', { rows: [row, { ...row, idNo: '11010519491231002X' }, { ...row, kind: '有店' }] });
  expect(await send()).toMatchObject({ rows: 3, leads: [{ row: 1, findingId: 'BD-2019-05-1', outcome: 'recorded' }], unknownCitizens: [{ row: 2, idNo: '11010519491231002X' }], unreadable: [{ row: 3, field: 'kind' }] });
  expect((await send()).leads).toMatchObject([{ outcome: 'alreadyRecorded' }]);
  expect((await office.post('countyOperator', '/api/v1/leads/matches/2019-06', { rows: 'x' })).status).toBe(400);
  for (const [who, path] of [['countyOperator', '/api/v1/leads/matches/2019-06'], ['countyAuditor', '/api/v1/years/360111/2018/closing']] as const) {
    const nothing = await (await office.as(who)).request(path, { method: 'POST' });
    expect([path, nothing.status, nothing.body.code]).toEqual([path, 400, 'REQUEST_INVALID']);
  }
});

test('a named report is answered and told; who reported is not in what is read', async () => {
  const at = (who: Who, name: string, body: object) => office.good<Taken>(who, `/api/v1/complaints/TS-1/steps/${name}`, body);
  await at('communityWorker', 'receive', { on: '2019-05-01', named: true, reporter: { name: '示例举报人', contact: '示例' }, channel: 'visit', subject: '有车', caseId: 'C5', against: ['surveyor'] });
  await at('countyOperator', 'investigate', { on: '2019-05-20', finding: 'founded', text: '属实' });
  expect((await office.post('countyAuditor', '/api/v1/complaints/TS-1/steps/answer', { on: '2019-05-25', text: '已核查', toReporter: false })).body).toMatchObject({ code: 'REPORTER_UNTOLD' });
  await at('countyAuditor', 'answer', { on: '2019-05-25', text: '已核查', toReporter: true });
  const { body, text } = await (await office.as('inspector')).request<{ file: object }>('/api/v1/complaints/TS-1');
  expect(body.file).toMatchObject({ status: 'answered', dueOn: '2019-06-30', against: ['surveyor'] });
  expect(text).not.toContain('示例举报人');
});

test('what is owed by a day: the town sees what it is asked for, complaints only who may read them', async () => {
  await step('inspector', 'raise', { on: '2019-08-01', source: 'audit', kind: 'other', facts: '示例', caseId: 'C6' }, 'YD-6');
  await step('countyOperator', 'assign', { on: '2019-08-02', org: TOWN, staffId: 'verifier', due: '2019-08-20' }, 'YD-6');
  await office.good('communityWorker', '/api/v1/complaints/TS-6/steps/receive', { on: '2019-06-21', named: false, channel: 'letter', subject: '示例', caseId: 'C6' });
  const dues = async (who: Who, query = '') => {
    const { body } = await (await office.as(who)).request<DuesPageDto>(`/api/v1/worklist/accountability?date=2019-08-20${query}`);
    return body.rows.filter(({ number }) => number.endsWith('-6')).map(({ part, kind, number, unit, whose, daysOverdue }) => [part, kind, number, unit, whose, daysOverdue]);
  };
  const lead = ['today', 'verifyLead', 'YD-6', TOWN, 'verifier', 0];
  // 60 days after 21 June.
  expect(await dues('countyAuditor')).toEqual([lead, ['today', 'answerComplaint', 'TS-6', '360111', null, 0]].sort((a, b) => (String(a[2]) < String(b[2]) ? -1 : 1)));
  expect(await dues('townOperator')).toEqual([lead]);
  expect(await dues('countyAuditor', '&staff=verifier')).toEqual([lead]);
  expect(await dues('countyAuditor', '&staff=nobody')).toEqual([]);
  const away = await office.server.as({ role: 'countyAuditor', division: '320583' }).request('/api/v1/worklist/accountability?division=360111');
  expect(away.status).toBe(403);
});

describe('every step as every role', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
    await bookHousehold(server.ledger.store, { caseId: 'C1', town: TOWN, persons: 2 });
    await server.ledger.catchUp();
    const raised = await server.as({ role: 'inspector', division: '360111' }).post('/api/v1/findings/YD-1/steps/raise', JSON.stringify({ on: '2019-06-01', source: 'audit', kind: 'other', facts: '示例', caseId: 'C1' }));
    expect(raised.status).toBe(200);
  });
  afterAll(() => server.end());
  const bodies = [
    ...FINDING_STEP_NAMES.map((name) => [`/api/v1/findings/YD-1@360111/steps/${name}`, FINDING_STEPS[name].permission, { ...FINDING_EXAMPLES[name], ...(name === 'raise' ? { caseId: 'C1' } : {}) }] as const),
    ...COMPLAINT_STEP_NAMES.map((name) => [`/api/v1/complaints/TS-1@360111/steps/${name}`, COMPLAINT_STEPS[name].permission, { ...COMPLAINT_EXAMPLES[name], ...(name === 'receive' ? { caseId: undefined } : {}) }] as const),
  ];
  test.each(Object.keys(HOME) as Role[])('%s', async (role) => {
    for (const [path, permission, body] of bodies) {
      const ask = async (division: string): Promise<string> => {
        const { status, body: answer } = await server.as({ role, division }).post<{ code?: string }>(path, JSON.stringify(body));
        return status === 403 ? (answer.code as string) : 'let in';
      };
      const may = WHO_MAY[role].includes(permission as Permission);
      expect([path, await ask(HOME[role])]).toEqual([path, may ? 'let in' : 'ROLE_FORBIDDEN']);
      const elsewhere: Readonly<Record<string, string>> = { '360111003001': '360112001001', '360111003': '360112001', '360111': '320583', '360100': '320500' };
      expect([path, await ask(elsewhere[HOME[role]] as string)]).toEqual([path, may ? 'DIVISION_FORBIDDEN' : 'ROLE_FORBIDDEN']);
    }
  });
});
