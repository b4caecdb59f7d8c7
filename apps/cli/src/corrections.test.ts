/** `taizhang case corrections|correct|approve-correction|refuse-correction|identity|job-service|job-services|account`: text, JSON and exit codes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type CorrectionsView, Ledger } from '#application';
import { REGISTER_EXAMPLES } from '#casework';
import { pdf } from '../../../libs/papers/src/testing/pictures.js';
import { cliJson, type CliResult, runCli } from '../../../test/support/run-cli.js';

const PERSON = 'QS2021RY00001';
let directory: string;
let data: string;
let paper: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'taizhang-corrections-'));
  data = join(directory, 'data');
  const ledger = await Ledger.open({ dataDir: data, mode: 'readWrite' });
  const by = { staffId: 'test' };
  for (const [accountId, role, division] of [['wang', 'townOperator', '360111003'], ['li', 'countyAuditor', '360111']] as const) await ledger.access.createAccount({ accountId, staffId: accountId, name: '示例', role, division }, by);
  ({ sha256: paper } = await ledger.papers.add(Readable.from([pdf('身份证')]), { kind: 'identityDocument' }, by, '360111003'));
  const operator = { accountId: 'wang', staffId: 'wang', name: '示例', role: 'townOperator', division: '360111003' } as const;
  await ledger.register.registerPerson('360111', { personId: PERSON, idNo: '11010519491231002X', name: '示例甲' }, operator);
  await ledger.register.composeHousehold({ householdId: 'QS2021JT00001', headId: PERSON, town: '360111003', members: [{ personId: PERSON, relation: '户主', counted: true }] }, operator);
  await ledger.close();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const take = (command: string, stated: object, as: string): Promise<CliResult> => {
  const file = join(directory, 'stated.json');
  writeFileSync(file, JSON.stringify(stated));
  return runCli('case', command, file, '--as', as, '--data', data);
};

it('what can be corrected is listed with its events; one asks, another approves, and both are shown with what stood', async () => {
  const before = await cliJson<CorrectionsView>('case', 'corrections', 'person', PERSON, '--as', 'li', '--data', data);
  expect(before.fields.map(({ field, value }) => [field, value])).toEqual([['idNo', '11010519491231002X'], ['name', '示例甲']]);
  const on = before.fields[1]?.on as string;
  const request = { ...REGISTER_EXAMPLES.requestCorrection, on, targetEventId: before.fields[1]?.eventId, evidence: [{ sha256: paper, kind: 'identityDocument' }] };
  expect(await take('correct', request, 'wang')).toMatchObject({ code: 0, stdout: `${PERSON}@360111 更正 GZ-2021-004：已入账。\n` });
  expect(await take('approve-correction', { ...REGISTER_EXAMPLES.approveCorrection, on }, 'wang')).toMatchObject({ code: 3, stderr: expect.stringContaining('[ROLE_FORBIDDEN]') as string });
  expect(await take('approve-correction', { ...REGISTER_EXAMPLES.approveCorrection, on }, 'li')).toMatchObject({ code: 0 });
  expect(await take('refuse-correction', { ...REGISTER_EXAMPLES.refuseCorrection, on }, 'li')).toMatchObject({ code: 3, stderr: expect.stringContaining('[STEP_DONE]') as string });
  const { stdout } = await runCli('case', 'corrections', 'person', PERSON, '--as', 'li', '--data', data);
  expect(stdout.split('\n').slice(2)).toEqual([`  PersonRegistered.name：示例乙  事件 ${before.fields[1]?.eventId}`, '已更正：', `  GZ-2021-004（${on}，申请 wang，审定 li）：name 示例甲 → 示例乙`, '']);
});
it('identity, job services and the first account are recorded; what is open of the year is shown', async () => {
  expect(await take('identity', REGISTER_EXAMPLES.identity, 'wang')).toMatchObject({ code: 0, stdout: '已入账。\n' });
  expect(await take('job-service', REGISTER_EXAMPLES.jobService, 'wang')).toMatchObject({ code: 0, stdout: '已入账。\n' });
  expect((await runCli('case', 'job-services', PERSON, '2021', '--as', 'wang', '--data', data)).stdout).toBe(`${PERSON} 2021 年：走访 0，培训 0，岗位推荐 1。本县文件未规定次数。\n`);
  expect(await take('account', REGISTER_EXAMPLES.account, 'wang')).toMatchObject({ code: 0 });
  expect(await take('account', { ...REGISTER_EXAMPLES.account, accountNo: '6217000000000001' }, 'wang')).toMatchObject({ code: 3, stderr: expect.stringContaining('[ACCOUNT_REGISTERED]') as string });
});
it('says how each is written', async () => {
  for (const name of Object.keys(REGISTER_EXAMPLES)) {
    expect(await cliJson('case', 'format', name)).toMatchObject({ example: REGISTER_EXAMPLES[name as keyof typeof REGISTER_EXAMPLES], format: { type: 'object' } });
  }
});
it.each([[['corrections', 'town', PERSON, '--as', 'li']], [['corrections', 'person', PERSON]], [['job-services', PERSON, '21', '--as', 'wang']]])('is wrong usage: %j', async (args) => {
  expect((await runCli('case', ...args, '--data', data)).code).toBe(2);
});
