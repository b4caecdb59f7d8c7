/** Evidence bundles on the command line, as a county and an inspector use them. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cliJson, runCli } from '../../../test/support/run-cli.js';

const WORKBOOK = 'test/acceptance/qingshanhu-2019-small.xlsx';
const ASKED = ['--organ', '区纪委监委', '--doc-no', '调〔2026〕3号'] as const;

let root: string;
let data: string;
let key: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-cli-evidence-'));
  data = join(root, 'data');
  await runCli('import', WORKBOOK, '--data', data);
  await runCli('accounts', 'create', 'jw.li', '--staff', 'J-1', '--name', '李', '--role', 'inspector', '--division', '360111', '--data', data);
  await runCli('accounts', 'create', 'min.wang', '--staff', 'M-1', '--name', '王', '--role', 'countyOperator', '--division', '360111', '--data', data);
  key = (await runCli('log', 'key', '--data', data)).stdout.trim();
}, 60_000);
afterAll(() => { rmSync(root, { recursive: true }); });
const exportTo = (out: string, ...args: readonly string[]) => runCli('evidence', 'case', 'QS2016DB00002', '--as', 'jw.li', ...ASKED, '--out', out, '--data', data, ...args);

test('exported by an inspector, verified elsewhere with the key alone; what was changed in it is named', async () => {
  const since = join(root, 'visit.txt');
  writeFileSync(since, (await runCli('log', 'checkpoint', '--data', data)).stdout);
  const out = join(root, '证据.zip');
  const made = await exportTo(out, '--since', since);
  expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/事件 51 条，材料 0 件。\n清单 SHA-256 [0-9a-f]{64}（已记入台账/) as string]);

  const verified = await runCli('evidence', 'verify', out, '--key', key, '--checkpoint', since);
  expect([verified.code, verified.stdout.split('\n')[0]]).toEqual([0, '核验无误：事件 51 条均在日志中，材料 0 件，其余文件与导出时一致。']);
  expect(verified.stdout).toMatch(/日志是所给 \d+ 条检查点的延续。\n报告已由本程序依据包内事件重新生成，逐字一致。/);

  const bytes = readFileSync(out);
  const at = bytes.indexOf('AssistanceConfirmed');
  const forged = join(root, 'forged.zip');
  writeFileSync(forged, Buffer.concat([bytes.subarray(0, at), Buffer.from('AssistanceConfirmex'), bytes.subarray(at + 19)]));
  const found = await runCli('evidence', 'verify', forged, '--key', key);
  expect([found.code, found.stdout.split('\n')[0]]).toEqual([1, '核验发现不符：']);
  expect(found.stdout).toMatch(/文件 entries\/\d{10}\.json：/);
});

test('refused: a role that may not, a file that is there, a wrong key, no key, no file, no organ', async () => {
  const out = join(root, 'refused.zip');
  const code = async (run: ReturnType<typeof runCli>): Promise<readonly [number, string | undefined]> => {
    const { code: exit, stderr } = await run;
    return [exit, /\[([A-Z_]+)\]/.exec(stderr)?.[1]];
  };
  expect(await code(runCli('evidence', 'case', 'QS2016DB00002', '--as', 'min.wang', ...ASKED, '--out', out, '--data', data))).toEqual([3, 'ROLE_FORBIDDEN']);
  expect(existsSync(out)).toBe(false);
  expect(await code(runCli('evidence', 'case', 'QS9', '--as', 'jw.li', ...ASKED, '--out', out, '--data', data))).toEqual([3, 'EVIDENCE_UNKNOWN']);
  writeFileSync(out, 'mine');
  expect(await code(exportTo(out))).toEqual([3, 'OUT_EXISTS']);
  expect(readFileSync(out, 'utf8')).toBe('mine');
  expect(await code(exportTo(join(root, 'nowhere', 'x.zip')))).toEqual([3, 'OUT_UNWRITABLE']);
  expect(await code(runCli('evidence', 'verify', out, '--key', 'x'))).toEqual([3, 'LOG_KEY_INVALID']);
  expect(await code(runCli('evidence', 'verify', out, '--data', join(root, 'nowhere')))).toEqual([3, 'TRUST_MISSING']);
  expect(await code(runCli('evidence', 'verify', join(root, 'none.zip'), '--key', key))).toEqual([3, 'BUNDLE_UNREADABLE']);
  expect(await code(runCli('evidence', 'case', 'QS2016DB00002', '--as', 'jw.li', '--out', out, '--data', data))).toEqual([3, 'ORGAN_INVALID']);
  expect((await runCli('evidence', 'case', 'QS2016DB00002', '--data', data)).code).toBe(2);
  expect((await cliJson<{ problems: readonly { kind: string }[] }>('evidence', 'verify', out, '--key', key)).problems).toMatchObject([{ kind: 'archive' }]);
});

test('by the operator of the machine, of every kind; the answer in JSON is the one of the formats', async () => {
  const out = join(root, 'operator.zip');
  const made = await cliJson<{ file: string; events: number; checkpoint: string }>('evidence', 'case', 'QS2016DB00002', '--out', out, '--data', data);
  expect([made.file, made.checkpoint.split('\n')[0]]).toEqual([out, key.split('+')[0]]);
  expect(made.events).toBeGreaterThan(50);
  expect(await cliJson('evidence', 'verify', out, '--data', data)).toMatchObject({ ok: true, problems: [], keyGiven: false });
  expect((await runCli('evidence', 'finding', 'YD2019-0002@360111', '--out', join(root, 'finding.zip'), '--data', data)).code).toBe(0);
  expect((await runCli('evidence', 'verify', join(root, 'finding.zip'), '--key', key)).code).toBe(0);
  expect((await runCli('evidence', 'finding', 'YD2019-0002', '--out', join(root, 'x.zip'), '--data', data)).stderr).toContain('[NUMBER_INVALID]');
});
