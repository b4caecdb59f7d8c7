/** Kills the program while it imports, again and again, and finishes: the ledger ends the same as if nothing had happened. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareImport, readExpected } from '../support/expected.js';
import { cliJson, runCli } from '../support/run-cli.js';

// The child is the compiled program; `npm test` builds before it tests.
const PROGRAM = join('apps', 'cli', 'bin', 'taizhang.js');
const WORKBOOK = join('test', 'acceptance', 'qingshanhu-2019-small.xlsx');
type ImportJson = { sheets: Record<string, { rows: number; recorded: number; alreadyRecorded: number; rejected: number }>; rejections: object[]; events: number };

const start = (data: string): ChildProcess => spawn(process.execPath, [PROGRAM, 'import', WORKBOOK, '--data', data], { stdio: 'ignore' });
const ended = (child: ChildProcess) => new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
const hashes = async (data: string) =>
  (await cliJson<{ projections: { name: string; contentHash: string; events: number }[] }>('rebuild', '--data', data)).projections.map(({ name, contentHash, events }) => [name, contentHash, events]);

/** Whether something of the workbook is recorded, but not its end. */
async function isPartial(data: string): Promise<boolean> {
  if (!existsSync(join(data, 'events.db'))) return false;
  const { code, stdout } = await runCli('report', 'rejections', '--data', data, '--json');
  if (code !== 0) return false;
  const { projections } = await cliJson<{ projections: { name: string; events: number }[] }>('rebuild', 'people', 'rejections', '--data', data);
  const events = (name: string) => projections.find((projection) => projection.name === name)?.events ?? 0;
  return events('people') > 0 && events('rejections') === 0 && stdout !== '';
}

it('a killed import is completed by repeating it, without a double or a gap', async () => {
  const root = mkdtempSync(join(tmpdir(), 'taizhang-kill-'));
  try {
    const whole = join(root, 'whole');
    const startedAt = performance.now();
    await cliJson('import', WORKBOOK, '--data', whole);
    const durationMs = performance.now() - startedAt;
    const wanted = await hashes(whole);

    const data = join(root, 'killed');
    let kills = 0;
    let partial = 0;
    // The moments sweep over start-up, reading and writing, whatever the speed of the machine: each is a little later than the last,
    // by a share of what the whole import took.
    for (let delayMs = durationMs * 0.2; kills < 40; delayMs += durationMs * 0.025) {
      const child = start(data);
      const timer = setTimeout(() => child.kill('SIGKILL'), delayMs);
      const { signal } = await ended(child);
      clearTimeout(timer);
      if (signal !== 'SIGKILL') break;
      kills += 1;
      if (await isPartial(data)) partial += 1;
    }
    // Otherwise the moments missed the writing and this test would prove nothing.
    expect(partial).toBeGreaterThan(0);
    const report = await cliJson<ImportJson>('import', WORKBOOK, '--data', data);
    const expected = readExpected(WORKBOOK.replace('.xlsx', '.expected.json'));
    expect(report.rejections).toHaveLength(expected.rejections.length);
    compareImport({ ...report, sheets: Object.fromEntries(Object.entries(report.sheets).map(([name, totals]) => [name, { ...totals, recorded: totals.recorded + totals.alreadyRecorded, alreadyRecorded: 0 }])) }, expected);
    expect(await hashes(data)).toEqual(wanted);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}, 180_000);
