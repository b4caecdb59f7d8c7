/** The commands of a witness that nobody connects to, and of an inspector who verifies in parts and under a trust policy. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cliJson, runCli } from '../../../test/support/run-cli.js';

const WORKBOOK = 'test/acceptance/qingshanhu-2019-small.xlsx';
let root: string;
let served: Server;
let url: string;
const data = (): string => join(root, 'data');
const dir = (): string => join(root, 'witness');
const follow = () => runCli('witness', 'follow', '--once', '--dir', dir());

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-cli-witness-'));
  await runCli('import', WORKBOOK, '--data', data());
  // The log as any server of files hands it out.
  served = createServer((request, response) => {
    const file = join(data(), 'log', (request.url ?? '').slice('/log/'.length));
    if (existsSync(file)) response.end(readFileSync(file));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => { served.listen(0, '127.0.0.1', resolve); });
  url = `http://127.0.0.1:${(served.address() as { port: number }).port}/log/`;
});
afterAll(() => {
  served.closeAllConnections();
  served.close();
  rmSync(root, { recursive: true });
});

test('it fetches what is published, goes along with it, and says when it does not go on', async () => {
  const { vkey } = await cliJson<{ vkey: string }>('log', 'key', '--data', data());
  expect(await runCli('witness', 'status', '--dir', dir())).toMatchObject({ code: 3, stderr: expect.stringContaining('WITNESS_KEY_MISSING') as string });
  await runCli('witness', 'keygen', 'sj.example.cn/witness', '--dir', dir());
  expect(await runCli('witness', 'trust', vkey, 'ftp://log', '--dir', dir())).toMatchObject({ code: 3, stderr: expect.stringContaining('URL_INVALID') as string });
  expect((await runCli('witness', 'trust', vkey, url, '--dir', dir())).stdout).toMatch(/^从现在起见证日志 taizhang\.local\//);

  const first = await follow();
  expect([first.code, first.stderr, first.stdout]).toEqual([0, '', expect.stringMatching(/^日志 taizhang\.local\/\S+ 共 \d+ 条，是已见证 0 条的延续，已副署。\n$/)]);
  cpSync(data(), join(root, 'yesterday'), { recursive: true });
  await runCli('tasks', 'seed', '--pack', 'QS-2019', '--data', data());
  expect((await follow()).code).toBe(0);
  const status = await runCli('witness', 'status', '--dir', dir());
  expect([status.code, status.stdout]).toEqual([0, expect.stringMatching(/^见证 sj\.example\.cn\/witness\n公钥 sj\.example\.cn\/witness\+[0-9a-f]{8}\+B.*\n日志 \S+：已副署 \d+ 条（20\d\d-.*Z），根哈希 [A-Za-z0-9+/]{43}=\n$/)]);

  rmSync(data(), { recursive: true });
  cpSync(join(root, 'yesterday'), data(), { recursive: true });
  const back = await follow();
  expect([back.code, back.stderr]).toEqual([1, expect.stringMatching(/警告：日志 \S+：日志出示了比已见证的更早的检查点.*未副署。两个签名检查点存于 .*conflict-rewound-\d+-[0-9a-f]{16}\.json\n.*未副署（409）/s)]);
  expect((await runCli('witness', 'status', '--dir', dir())).code).toBe(1);
});

test('a log that is not there is no conflict', async () => {
  rmSync(join(data(), 'log'), { recursive: true });
  expect(await follow()).toMatchObject({ code: 3, stderr: expect.stringContaining('LOG_NOT_SERVED') as string });
  cpSync(join(root, 'yesterday', 'log'), join(data(), 'log'), { recursive: true });
});

test('a verification in parts leaves no note when it is done, and is not led by a wrong one', async () => {
  const progress = join(root, 'progress');
  const whole = await runCli('verify', '--progress', progress, '--data', data());
  expect([whole.code, existsSync(progress)]).toEqual([0, false]);
  writeFileSync(progress, '{}');
  expect(await runCli('verify', '--progress', progress, '--data', data())).toMatchObject({ code: 3, stderr: expect.stringContaining('PROGRESS_MALFORMED') as string });
  expect(await runCli('verify', '--progress', root, '--data', data())).toMatchObject({ code: 3, stderr: expect.stringContaining('PROGRESS_UNUSABLE') as string });
});

test('under a trust policy that nobody has fulfilled, verification says so', async () => {
  const policy = join(root, 'policy');
  const { vkey: log } = await cliJson<{ vkey: string }>('log', 'key', '--data', data());
  const { vkey } = await cliJson<{ vkey: string }>('witness', 'status', '--dir', dir());
  writeFileSync(policy, `log ${log}\nwitness 审计局 ${vkey}\nquorum 审计局\n`);
  const verified = await runCli('verify', '--policy', policy, '--data', data());
  expect([verified.code, verified.stdout]).toEqual([1, expect.stringContaining('见证不足：No checkpoint of this log was published')]);
  expect(await runCli('verify', '--policy', join(root, 'none'), '--data', data())).toMatchObject({ code: 3, stderr: expect.stringContaining('POLICY_UNREADABLE') as string });
});
