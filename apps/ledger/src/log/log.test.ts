/** The log says what the server did, and nothing about anyone: requests full of personal data leave none of it behind. */
import { readFileSync } from 'node:fs';
import { DomainError } from '#kernel';
import { SMALL, TestServer } from '../testing/test-server.js';
import { createLog, describeError, nestLog } from './log.js';

const CITIZEN = '360111195001010014';
const NAME = '张建国';
const CASE = 'QS2019DB00001';
const FILE = '青山湖张建国.xlsx';

test('no citizen number, name, case number, file name, query or body reaches the log', async () => {
  const server = await TestServer.start();
  try {
    const bytes = new Uint8Array(readFileSync(SMALL));
    const q = encodeURIComponent;
    await server.import(SMALL, FILE);
    await server.upload(new TextEncoder().encode(`${NAME},${CITIZEN}`), FILE);
    await server.upload(bytes.slice(0, 30_000), FILE);
    await server.upload(bytes, FILE, NAME);
    for (const path of [
      `/api/v1/cases/${CASE}/replay?asOf=2019-12-31`, `/api/v1/cases/${CITIZEN}/replay`, `/api/v1/cases/${q(NAME)}/replay?${q(NAME)}=${CITIZEN}`,
      `/api/v1/rejections?sheet=${q(NAME)}&code=${CITIZEN}`, `/api/v1/reports/caseload?asOf=${CITIZEN}`, `/${q(NAME)}/${CITIZEN}`, `/api/v1/cases/%E0%A4%A${CITIZEN}/replay`,
      `/api/v1/reports/tolerance?division=360111&year=2019#${CITIZEN}`, '/api/v1/rejections',
    ]) await server.request(path, { headers: { 'user-agent': NAME.length + CITIZEN, 'x-request-id': CITIZEN, referer: `http://localhost/${CITIZEN}`, cookie: CITIZEN } });
    await server.post('/api/v1/projections/rebuild', JSON.stringify({ names: [CITIZEN, NAME] }));
    await server.post('/api/v1/projections/rebuild', `{"${CITIZEN}":`);
    await server.post(`/api/v1/cases/${CASE}`, JSON.stringify({ [CITIZEN]: NAME }));
  } finally {
    await server.end();
  }
  // Once, and on purpose: where the keys are that were made.
  const [made, ...lines] = server.lines;
  expect(made).toContain('"masterKey"');
  const log = lines.join('');
  for (const secret of [CITIZEN, NAME, CASE, '青山湖', '%E5%BC%A0', '2019-12-31', server.dataDir]) expect(log).not.toContain(secret);
});

test('a line per request: id, method, route template, status and milliseconds', async () => {
  const server = await TestServer.start();
  try {
    const { headers } = await server.request(`/api/v1/cases/${CASE}/replay?asOf=2019-12-31`);
    const line = server.lines.map((text) => JSON.parse(text) as Record<string, unknown>).find(({ requestId }) => requestId === headers.get('x-request-id'));
    expect(line).toEqual({
      level: 'info', time: expect.any(String) as string, service: 'ledger', requestId: headers.get('x-request-id'),
      method: 'GET', route: '/api/v1/cases/:id/replay', status: 404, ms: expect.any(Number) as number, msg: 'request',
    });
  } finally {
    await server.end();
  }
});

test('an error is described by its kind and place, not its words', () => {
  const error = new Error(`${NAME} has no household`, { cause: Object.assign(new RangeError(CITIZEN), { code: 'ERR_X' }) });
  expect(describeError(error)).toMatchObject({ error: 'Error', frames: expect.any(Array) as string[], cause: { error: 'RangeError', code: 'ERR_X' } });
  expect(JSON.stringify(describeError(error))).not.toMatch(new RegExp(`${NAME}|${CITIZEN}`));
  expect(describeError(new DomainError('CASE_NOT_FOUND', 'notFound', `no case ${CASE}`))).toEqual({ error: 'DomainError', code: 'CASE_NOT_FOUND' });
  expect(describeError(CITIZEN)).toEqual({ error: 'string' });
});

test('a message of several lines does not smuggle itself between the frames', () => {
  const error = new Error(`first\n    at ${CITIZEN}\nlast`);
  expect(JSON.stringify(describeError(error))).not.toContain(CITIZEN);
});

test('NestJS writes to the same log', () => {
  const lines: string[] = [];
  const logger = nestLog(createLog({ write: (line: string) => void lines.push(line) }));
  logger.error(new Error(CITIZEN), 'stack', 'Some');
  logger.warn('careful', 'Some');
  logger.log('starting', 'Some');
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ level: 'error', component: 'Some', error: 'Error' }, { level: 'warn', component: 'Some', msg: 'careful' }]);
  expect(lines.join('')).not.toContain(CITIZEN);
});
