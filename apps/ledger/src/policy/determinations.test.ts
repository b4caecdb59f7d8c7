/** Determinations over HTTP: computed, recorded, replayed, refused. */
import { formatYuan } from '#kernel';
import { DIBAO_670, eventsIn, KUNSHAN, KUNSHAN_FEN, QINGSHANHU, QINGSHANHU_FEN } from '../testing/policy-fixtures.js';
import { type ProblemBody, TestServer } from '../testing/test-server.js';
import type { DeterminationReplayDto, ExplainedDeterminationDto, RecordedDeterminationDto } from './determinations.dto.js';
import type { StandardsPublishedDto } from './standards.dto.js';

const PATH = '/api/v1/determinations';
let server: TestServer;
const post = <T = ProblemBody & { details?: Record<string, unknown> }>(path: string, body: unknown) => server.post<T>(path, JSON.stringify(body));
const publish = (...entries: object[]) => post<StandardsPublishedDto>('/api/v1/standards', { entries });
const amountOf = ({ benefits }: Pick<ExplainedDeterminationDto, 'benefits'>, benefit: string) => benefits.find((result) => result.benefit === benefit)?.amountFen;

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.end());

/** Whatever a test does, it asks for events before and after; what is refused adds none. */
async function addsNothing(work: () => Promise<void>): Promise<void> {
  const events = await eventsIn(server.dataDir);
  await work();
  expect(await eventsIn(server.dataDir)).toBe(events);
}

test('a household is determined with every step, explained in both languages, and nothing is recorded', () => addsNothing(async () => {
  const { status, body } = await post<ExplainedDeterminationDto>(PATH, { facts: KUNSHAN });
  expect(status).toBe(200);
  expect(body).toMatchObject({ division: '320583', on: '2020-05-20', category: 'dibao' });
  expect(amountOf(body, 'dibao')).toBe(KUNSHAN_FEN);
  expect(body.packs.map(({ pack }) => pack)).toEqual(['KS-2020', 'CN']);
  expect(body.trace.map(({ n }) => n)).toEqual(body.trace.map((_step, index) => index + 1));
  expect(body.explanation.zh).toContain('1,490.00 元');
  expect(body.explanation.en).toContain('1,490.00 yuan');
}));

test('two answers are the same to the byte', async () => {
  expect((await post(PATH, { facts: KUNSHAN })).text).toBe((await post(PATH, { facts: KUNSHAN })).text);
});

test('place and day of the request come before those of the facts', async () => {
  const { division: _division, on: _on, ...facts } = KUNSHAN;
  const { status, body } = await post<ExplainedDeterminationDto>(PATH, { facts: { ...facts, division: '110101', on: '1999-01-01' }, division: '320583', on: '2020-05-20' });
  expect([status, body.division, body.on]).toEqual([200, '320583', '2020-05-20']);
  expect((await post<ExplainedDeterminationDto>(PATH, { facts, division: '320583', on: '2020-05-20' })).body.trace).toEqual(body.trace);
});

test('a value nobody published is refused, naming key, place, day and publisher; published, it decides', async () => {
  const refused = await post(PATH, { facts: QINGSHANHU });
  expect([refused.status, refused.body.code]).toEqual([409, 'STANDARD_NOT_PUBLISHED']);
  expect(refused.body.details).toEqual({ key: 'dibao.std', division: '360111', on: '2019-06-01', publisher: expect.stringContaining('人民政府') as string });
  expect((await publish(DIBAO_670)).body.recorded).toBe(1);
  const { status, body } = await post<ExplainedDeterminationDto>(PATH, { facts: QINGSHANHU });
  expect([status, amountOf(body, 'dibao')]).toEqual([200, QINGSHANHU_FEN]);
  expect(body.values).toContainEqual(expect.objectContaining({ from: 'local:360111/dibao.std@2019-01-01', basis: DIBAO_670.basis }));
  // Before it was published, it was not known.
  const then = await post(PATH, { facts: QINGSHANHU, knownAt: '2020-01-01T00:00:00+08:00' });
  expect([then.status, then.body.code]).toEqual([409, 'STANDARD_NOT_PUBLISHED']);
});

describe('recorded', () => {
  test('once; the same again is answered, other facts are refused', async () => {
    const first = await post<RecordedDeterminationDto>(`${PATH}/RD-1`, { facts: KUNSHAN, caseId: 'KS2020DB00001' });
    expect([first.status, first.headers.get('location')]).toEqual([201, `${PATH}/RD-1%40320583`]);
    expect((await server.request<DeterminationReplayDto>(first.headers.get('location') as string)).body.determinationId).toBe('RD-1');
    expect(first.body).toMatchObject({ determinationId: 'RD-1', outcome: 'recorded', determination: { category: 'dibao' } });
    expect(first.body.explanation.zh).toContain('1,490.00 元');
    const events = await eventsIn(server.dataDir);
    expect(events).toBeGreaterThan(0);
    const again = await post<RecordedDeterminationDto>(`${PATH}/RD-1`, { facts: KUNSHAN, caseId: 'KS2020DB00001' });
    expect([again.status, again.headers.get('location'), again.body.outcome]).toEqual([200, null, 'alreadyRecorded']);
    expect(again.body.determination).toEqual(first.body.determination);
    const other = await post(`${PATH}/RD-1`, { facts: { ...KUNSHAN, on: '2020-05-21' }, caseId: 'KS2020DB00001' });
    expect([other.status, other.body.code]).toEqual([409, 'DETERMINATION_EXISTS']);
    expect(await eventsIn(server.dataDir)).toBe(events);
  });

  test('replayed: reproduced, and different once a value was corrected', async () => {
    const { body: recorded } = await post<RecordedDeterminationDto>(`${PATH}/${encodeURIComponent('认定-1')}`, { facts: QINGSHANHU });
    const replay = async () => (await server.request<DeterminationReplayDto>(`${PATH}/${encodeURIComponent('认定-1')}`)).body;
    expect(await replay()).toMatchObject({ determinationId: '认定-1', recorded: recorded.determination, reproduced: true, rulesChanged: false, problems: [], refusal: null, differences: [] });
    await post('/api/v1/standards/corrections', { key: 'dibao.std', division: '360111', from: '2019-01-01', value: '680', reason: '录入有误', approver: '示例' });
    const later = await replay();
    expect(later).toMatchObject({ recorded: recorded.determination, reproduced: true, problems: [], refusal: null });
    expect(later.differences).toContainEqual({ of: 'dibao', before: `yes ${formatYuan(QINGSHANHU_FEN)}/month`, after: `yes ${formatYuan(QINGSHANHU_FEN + 2_000)}/month` });
    expect(amountOf(later.today as ExplainedDeterminationDto, 'dibao')).toBe(QINGSHANHU_FEN + 2_000);
  });

  test('survives a restart', async () => {
    const { body: recorded } = await post<RecordedDeterminationDto>(`${PATH}/RD-2`, { facts: KUNSHAN });
    await server.close();
    await server.open();
    expect((await server.request<DeterminationReplayDto>(`${PATH}/RD-2`)).body).toMatchObject({ recorded: recorded.determination, reproduced: true });
  });

  test('a number two counties use is asked for with the county', async () => {
    await publish(DIBAO_670);
    expect([(await post(`${PATH}/RD-3`, { facts: KUNSHAN })).status, (await post(`${PATH}/RD-3`, { facts: QINGSHANHU })).status]).toEqual([201, 201]);
    const { status, body } = await server.request(`${PATH}/RD-3`);
    expect([status, body.code]).toEqual([400, 'DETERMINATION_AMBIGUOUS']);
    expect((await server.request<DeterminationReplayDto>(`${PATH}/RD-3@360111`)).body.recorded.division).toBe('360111');
  });

  test('an unknown one is not there', async () => {
    const { status, body } = await server.request(`${PATH}/none`);
    expect([status, body.code]).toEqual([404, 'DETERMINATION_NOT_FOUND']);
  });
});

const [member] = KUNSHAN.members;
const { on: _on, ...UNDATED } = KUNSHAN;
const { division: _division, ...PLACELESS } = KUNSHAN;

describe('refused, and nothing is recorded', () => {
  test.each<[what: string, body: unknown, status: number, code: string, details: object | undefined]>([
    ['facts that are no object', { facts: [] }, 400, 'FACTS_INVALID', { field: '' }],
    ['a fact nobody knows', { facts: { ...KUNSHAN, wealth: 1 } }, 400, 'FACTS_INVALID', { field: 'wealth' }],
    ['no members', { facts: { ...KUNSHAN, members: [] } }, 400, 'FACTS_INVALID', { field: 'members' }],
    ['a member without a birth date', { facts: { ...KUNSHAN, members: [{ id: 'A' }] } }, 400, 'FACTS_INVALID', { field: 'members.A.birthOn' }],
    ['negative income', { facts: { ...KUNSHAN, members: [{ ...member, income: { wagesFen: -1 } }] } }, 400, 'FACTS_INVALID', { field: 'members.A.income.wagesFen' }],
    ['income that is no whole fen', { facts: { ...KUNSHAN, members: [{ ...member, income: { wagesFen: 0.5 } }] } }, 400, 'FACTS_INVALID', { field: 'members.A.income.wagesFen' }],
    ['a member twice', { facts: { ...KUNSHAN, members: [member, member] } }, 400, 'FACTS_INVALID', { field: 'members.A' }],
    ['a birth date after the day', { facts: { ...KUNSHAN, members: [{ ...member, birthOn: '2020-06-01' }] } }, 400, 'FACTS_INVALID', { field: 'members.A.birthOn' }],
    ['a day in the facts that does not exist', { facts: { ...KUNSHAN, on: '2020-02-30' } }, 400, 'DATE_INVALID', undefined],
    ['a fact the rules need', { facts: { ...KUNSHAN, members: [{ id: 'A', birthOn: '1970-01-01' }] } }, 400, 'FACT_MISSING', { field: 'members.A.income' }],
    ['no day at all', { facts: UNDATED }, 400, 'FACT_MISSING', { field: 'on' }],
    ['no division at all', { facts: PLACELESS }, 400, 'FACT_MISSING', { field: 'division' }],
    ['a day before any rule', { facts: KUNSHAN, on: '2010-01-01' }, 501, 'DATE_BEFORE_RULES', { field: 'on', division: '320583', on: '2010-01-01' }],
    ['a division no pack covers', { facts: KUNSHAN, division: '110101' }, 501, 'DIVISION_NOT_COVERED', { field: 'division', division: '110101' }],
  ])('%s', (_what, body, status, code, details) => addsNothing(async () => {
    for (const path of [PATH, `${PATH}/RD-9`]) {
      const answer = await post(path, body);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.body.details).toEqual(details);
      // Income and birth dates are nobody's business but the sender's.
      expect(answer.text).not.toMatch(/1970-01-01|wagesFen":/);
    }
    expect((await server.request(`${PATH}/RD-9`)).status).toBe(404);
    expect(server.lines.join('')).not.toMatch(/1970-01-01|RD-9|wagesFen/);
  }));

  test.each<[what: string, json: string, pointer: string | undefined, code: string]>([
    ['malformed JSON', '{"facts":', undefined, 'BODY_MALFORMED'],
    ['a list', '[]', undefined, 'REQUEST_INVALID'],
    ['nested without end', `{"facts":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, undefined, 'REQUEST_INVALID'],
    ['no facts', '{"division":"320583"}', '/facts', 'REQUEST_INVALID'],
    ['facts that are null', '{"facts":null}', '/facts', 'REQUEST_INVALID'],
    ['a day that does not exist', '{"facts":{},"on":"2020-02-30"}', '/on', 'REQUEST_INVALID'],
    ['a division of four digits', '{"facts":{},"division":"3205"}', '/division', 'REQUEST_INVALID'],
    ['an instant without an offset', '{"facts":{},"knownAt":"2020-01-01T00:00:00"}', '/knownAt', 'REQUEST_INVALID'],
    ['a field nobody knows', '{"facts":{},"asOf":"2020-01-01"}', '/asOf', 'REQUEST_INVALID'],
    ['a language', '{"facts":{},"lang":"fr"}', '/lang', 'REQUEST_INVALID'],
  ])('%s', (_what, json, pointer, code) => addsNothing(async () => {
    for (const path of [PATH, `${PATH}/RD-9`]) {
      const { status, body } = await server.post(path, json);
      expect([status, body.code]).toEqual([400, code]);
      if (pointer !== undefined) expect(body.errors).toMatchObject([{ pointer }]);
    }
  }));

  test('what is decided today is decided with what is known today', async () => {
    const { status, body } = await post(`${PATH}/RD-9`, { facts: KUNSHAN, knownAt: '2030-01-01T00:00:00Z' });
    expect([status, body.errors]).toMatchObject([400, [{ pointer: '/knownAt' }]]);
  });

  test.each([[`${PATH}/${'x'.repeat(121)}`, 400], [`${PATH}/a%00b`, 400], [`${PATH}/a?lang=zh`, 400]])('%s', async (path, status) => {
    expect((await server.request(path)).status).toBe(status);
    expect((await post(path, { facts: KUNSHAN })).status).toBe(status);
  });

  test('a query', async () => {
    expect((await post(`${PATH}?lang=en`, { facts: KUNSHAN })).body.errors).toMatchObject([{ parameter: 'lang' }]);
  });
});
