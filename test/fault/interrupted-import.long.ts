/** Kills the program while it imports, again and again, and finishes: the ledger ends the same as if nothing had happened. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** Bytes of the ledger and of what is written ahead of it. */
const storedBytes = (data: string): number => ['events.db', 'events.db-wal'].reduce((sum, file) => sum + (existsSync(join(data, file)) ? statSync(join(data, file)).size : 0), 0);

/** Kills the program once it is so, not before `afterMs`; the signal it ended by, null where it ended by itself. */
async function killWhen(child: ChildProcess, isSo: () => boolean, afterMs: number): Promise<NodeJS.Signals | null> {
  const end = ended(child);
  await sleep(afterMs);
  while (child.exitCode === null && child.signalCode === null) {
    if (isSo()) child.kill('SIGKILL');
    await sleep(1);
  }
  return (await end).signal;
}

it('a killed import is completed by repeating it, without a double or a gap', async () => {
  const root = mkdtempSync(join(tmpdir(), 'taizhang-kill-'));
  try {
    const whole = join(root, 'whole');
    await cliJson('import', WORKBOOK, '--data', whole);
    const wanted = await hashes(whole);

    const data = join(root, 'killed');
    let partial = 0;
    // Not by the clock, which says little on a busy machine: first while it starts, then each time a further part of the ledger is written.
    const part = storedBytes(whole) / 8;
    for (let kills = 0; kills < 12; kills += 1) {
      const child = start(data);
      const until = kills < 2 ? -1 : storedBytes(data) + part;
      const signal = await killWhen(child, () => (kills < 2 ? true : storedBytes(data) >= until), kills < 2 ? 150 * (kills + 1) : 0);
      if (signal !== 'SIGKILL') break;
      if (partial === 0 && await isPartial(data)) partial += 1;
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
