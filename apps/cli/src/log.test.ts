/** The log and its verification on the command line, as an office and an inspector use them. */
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '#event-store/sqlite/database';
import { cliJson, runCli } from '../../../test/support/run-cli.js';

const WORKBOOK = 'test/acceptance/qingshanhu-2019-small.xlsx';
interface Verified { readonly ok: boolean; readonly size: number; readonly checkedEvents: number; readonly keyGiven: boolean; readonly problems: readonly { readonly kind: string; readonly index?: number; readonly streamId?: string }[] }

let data: string;
beforeEach(() => { data = mkdtempSync(join(tmpdir(), 'taizhang-cli-log-')); });
afterEach(() => { rmSync(data, { recursive: true }); });
const verify = (...args: string[]): Promise<Verified> => cliJson<Verified>('verify', '--data', data, ...args);

test('an import ends with a signed log; a later one continues it; what somebody changed is named', async () => {
  await runCli('import', WORKBOOK, '--data', data);
  const { checkpoint, vkey, size } = await cliJson<{ checkpoint: string; vkey: string; size: number }>('log', 'checkpoint', '--data', data);
  expect(size).toBeGreaterThan(100);
  const printed = await runCli('log', 'checkpoint', '--data', data);
  expect([printed.stdout, printed.stderr]).toEqual([checkpoint, `公钥 ${vkey}\n`]);
  expect((await runCli('log', 'key', '--data', data)).stdout).toBe(`${vkey}\n`);
  const visit = join(data, 'visit.txt');
  writeFileSync(visit, printed.stdout);
  copyFileSync(join(data, 'events.db'), join(data, 'yesterday.db'));

  await runCli('tasks', 'seed', '--pack', 'QS-2019', '--data', data);
  const good = await verify('--checkpoint', visit, '--key', vkey);
  expect(good).toMatchObject({ ok: true, keyGiven: true, problems: [] });
  expect(good.size).toBeGreaterThan(size);
  expect(good.checkedEvents).toBe(good.size);

  const raw = openDatabase(join(data, 'events.db'));
  raw.exec('DROP TRIGGER events_no_update');
  raw.exec(`UPDATE events SET data = json_set(data, '$.forged', 1) WHERE position = 42`);
  const stream = raw.prepare<{ name: string }>('SELECT name FROM streams WHERE id = (SELECT stream FROM events WHERE position = 42)').get()?.name as string;
  raw.close();
  const bad = await runCli('verify', '--data', data, '--key', vkey);
  expect(bad.code).toBe(1);
  expect(bad.stdout).toContain(`第 42 条事件被改动：流 ${stream}，`);

  for (const name of ['events.db', 'events.db-wal', 'events.db-shm']) rmSync(join(data, name), { force: true });
  copyFileSync(join(data, 'yesterday.db'), join(data, 'events.db'));
  expect((await verify()).problems).toMatchObject([{ kind: 'missing', index: size }]);
  // And nothing more is signed: the command has recorded what it should, and says that it is not in the log.
  const after = await runCli('tasks', 'seed', '--pack', 'QS-2019', '--data', data);
  expect([after.code, after.stdout.includes('登记任务'), after.stderr.includes('已记录的内容没有丢失'), after.stderr.includes('LOG_BEYOND_LEDGER')]).toEqual([3, true, true, true]);
});

test('an event that was never logged is found, and the one who keeps the log can take it in', async () => {
  await runCli('import', WORKBOOK, '--data', data);
  const raw = openDatabase(join(data, 'events.db'));
  raw.exec(`INSERT INTO events SELECT (SELECT max(position) + 1 FROM events), stream, (SELECT max(revision) + 1 FROM events e WHERE e.stream = events.stream), '0b5ce1a0-0000-8000-8000-000000000001', type, data, metadata FROM events WHERE position = 1`);
  raw.close();
  expect((await verify()).problems).toMatchObject([{ kind: 'unlogged' }]);
  expect((await runCli('log', 'update', '--data', data)).code).toBe(0);
  expect((await verify()).ok).toBe(true);
});

test('without a log or with another key it says so', async () => {
  expect(await runCli('log', 'checkpoint', '--data', data)).toMatchObject({ code: 3, stderr: expect.stringContaining('LOG_MISSING') as string });
  await runCli('tasks', 'seed', '--pack', 'QS-2019', '--data', data);
  expect(existsSync(join(data, 'log', 'checkpoint'))).toBe(true);
  const other = await runCli('verify', '--data', data, '--key', 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  expect([other.code, other.stdout.includes('检查点不可信')]).toEqual([1, true]);
  expect(await runCli('verify', '--data', data, '--key', 'nonsense')).toMatchObject({ code: 3, stderr: expect.stringContaining('LOG_KEY_INVALID') as string });
  expect(readFileSync(join(data, 'log.key'), 'utf8')).toMatch(/^PRIVATE\+KEY\+taizhang\.local\//);
});
