/** `npm run bench`: ratios measured side by side in one run, each the median of rounds taken in turn; a table, never a test. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Timed } from './timed.js';

const TASKS = fileURLToPath(new URL('./tasks.js', import.meta.url));
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);

interface Measured extends Timed {
  readonly peakMB: number;
}
function run(task: string, directory: string): Measured {
  const { status, stdout, stderr } = spawnSync(process.execPath, [TASKS, task, directory], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${task} failed:\n${stderr}`);
  return JSON.parse(stdout) as Measured;
}
/** The peer now and then ends with SQLITE_BUSY ("SQL statements in progress"): its turn is taken again, our own are not. */
const turnsOf = (task: string): number => (task === 'append-emmett' ? 3 : 1);

function inFreshDirectory(task: string, turns = turnsOf(task)): Measured {
  const directory = mkdtempSync(join(tmpdir(), 'taizhang-bench-'));
  try {
    return run(task, directory);
  } catch (error) {
    if (turns <= 1) throw error;
    process.stderr.write(`\n${(error as Error).message}\nonce more\n`);
    return inFreshDirectory(task, turns - 1);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Runs the tasks in turn, so that a slow minute of the machine falls on all of them. */
function rounds(tasks: readonly string[], runTask: (task: string) => Measured, count = ROUNDS): Map<string, readonly Measured[]> {
  const results = new Map<string, Measured[]>(tasks.map((task) => [task, []]));
  for (let round = 0; round < count; round += 1) {
    for (const task of tasks) {
      process.stderr.write(`\r\u001b[K${task} ${round + 1}/${count}`);
      results.get(task)?.push(runTask(task));
    }
  }
  process.stderr.write('\r\u001b[K');
  return results;
}
const lines: string[] = [];
const row = (...cells: string[]): void => void lines.push(`| ${cells.join(' | ')} |`);
const rate = (results: readonly Measured[]): number => median(results.map(({ seconds, count }) => count / seconds));
const peak = (results: readonly Measured[]): string => `${Math.max(...results.map(({ peakMB }) => peakMB))} MB`;
const per = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`;
const of = (results: Map<string, readonly Measured[]>, task: string): readonly Measured[] => results.get(task) ?? [];

function emmettInstalled(): boolean {
  if (existsSync('test/bench/emmett/node_modules/@event-driven-io/emmett-sqlite')) return true;
  process.stderr.write('installing Emmett for the comparison (test/bench/emmett/package.json); its sqlite3 may have to be compiled\n');
  try {
    execFileSync('npm', ['ci', '--prefix', 'test/bench/emmett'], { stdio: ['ignore', 'ignore', 'inherit'] });
    return true;
  } catch {
    process.stderr.write('Emmett could not be installed; its line is left out\n');
    return false;
  }
}

row('what', 'measured', 'held against', 'ratio', 'aim', 'peak memory');
row('---', '---', '---', '---', '---', '---');

const emmett = emmettInstalled();
const appends = rounds(['append-bare', 'append-store', ...(emmett ? ['append-emmett'] : []), 'append-64'], inFreshDirectory);
const single = rate(of(appends, 'append-store'));
const bare = rate(of(appends, 'append-bare'));
row('durable single appends', per(single), `bare libsql loop ${per(bare)}`, (single / bare).toFixed(2), '≥ 0.8', peak(of(appends, 'append-store')));
if (emmett) {
  const peer = rate(of(appends, 'append-emmett'));
  row('durable single appends', per(single), `Emmett SQLite ${per(peer)}`, (single / peer).toFixed(1), '≥ 5', peak(of(appends, 'append-emmett')));
}
const many = rate(of(appends, 'append-64'));
row('64 concurrent appenders', per(many), `one appender ${per(single)}`, (many / single).toFixed(1), '≥ 5', peak(of(appends, 'append-64')));
row('64 concurrent appenders', per(many), `bare libsql loop ${per(bare)}`, (many / bare).toFixed(1), '-', peak(of(appends, 'append-bare')));

const rules = rounds(['determine', 'serialise-trace'], inFreshDirectory);
const [determinations, traces] = [rate(of(rules, 'determine')), rate(of(rules, 'serialise-trace'))];
row('determinations with trace', per(determinations), `serialising the trace ${per(traces)}`, `${(traces / determinations).toFixed(2)} × the cost`, '≤ 4 ×', peak(of(rules, 'determine')));

const books = rounds(['workbook-read', 'workbook-import', 'workbook-import-events-only'], inFreshDirectory);
const seconds = (task: string): number => median(of(books, task).map((measured) => measured.seconds));
const read = seconds('workbook-read');
row('workbook import, events and read models', `${seconds('workbook-import').toFixed(2)} s`, `merely reading ${read.toFixed(2)} s`, (seconds('workbook-import') / read).toFixed(2), '≤ 2.5', peak(of(books, 'workbook-import')));
row('workbook import, events alone', `${seconds('workbook-import-events-only').toFixed(2)} s`, `merely reading ${read.toFixed(2)} s`, (seconds('workbook-import-events-only') / read).toFixed(2), '-', peak(of(books, 'workbook-import-events-only')));

/** Work in a directory that several tasks use. */
function inOneDirectory(work: (on: (task: string) => Measured) => void): void {
  const directory = mkdtempSync(join(tmpdir(), 'taizhang-bench-'));
  try {
    work((task) => run(task, directory));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
/** By processor time, which other programs disturb least. */
const costs = (results: Map<string, readonly Measured[]>, task: string, held: string): [string, string, string] => {
  const [measured, against] = [task, held].map((name) => median(of(results, name).map((one) => one.processor))) as [number, number];
  return [`${measured.toFixed(2)} s`, `${against.toFixed(2)} s`, `${(measured / against).toFixed(2)} × the cost`];
};

/** Rounds in turn, of which each import makes the ledger that is read after it. */
const sealing = ['import-clear', 'import-sealed', 'read-clear', 'read-sealed', 'read-folds'];
const sealed = new Map<string, Measured[]>(sealing.map((task) => [task, []]));
for (let round = 0; round < ROUNDS; round += 1) {
  inOneDirectory((on) => {
    for (const task of sealing) {
      process.stderr.write(`\r\u001b[K${task} ${round + 1}/${ROUNDS}`);
      sealed.get(task)?.push(on(task));
    }
  });
}
process.stderr.write('\r\u001b[K');
for (const [what, task, held] of [['workbook import, events alone, sealed: processor time', 'import-sealed', 'import-clear'], ['reading those events, sealed: processor time', 'read-sealed', 'read-clear'], ['reading them for folds, sealed: processor time', 'read-folds', 'read-clear']] as const) {
  const [measured, against, ratio] = costs(sealed, task, held);
  row(what, measured, `in the clear ${against}`, ratio, '-', peak(of(sealed, task)));
}

for (const { fill, named } of [{ fill: 'fill', named: 'in the clear' }, { fill: 'fill-sealed', named: 'sealed' }]) {
  inOneDirectory((on) => {
    process.stderr.write(`filling a ledger with 1,000,000 events, ${named}\n`);
    const filled = on(fill);
    on('fill-views');
    const rebuilds = rounds(['rebuild-bare', 'rebuild-all'], on, Math.min(ROUNDS, 3));
    const [loop, rebuilt] = [rate(of(rebuilds, 'rebuild-bare')), rate(of(rebuilds, 'rebuild-all'))];
    const count = (of(rebuilds, 'rebuild-all')[0]?.count ?? 0).toLocaleString('en');
    row(`rebuild of all projections, ${count} events ${named}`, per(rebuilt), `read and JSON.parse ${per(loop)}`, (rebuilt / loop).toFixed(2), '≥ 0.5', peak(of(rebuilds, 'rebuild-all')));
    row(`importing those ${count} events`, `${filled.seconds.toFixed(0)} s`, '-', '-', '-', `${filled.peakMB} MB`);
    if (named !== 'sealed') return;
    on('log-keep');
    const logs = rounds(['log-append-bare', 'log-append', 'log-verify-bare', 'log-verify'], on, Math.min(ROUNDS, 3));
    for (const [what, task, held] of [['log: appending them, durably', 'log-append', 'SHA-256 over the same entries'], ['log: full verification of them', 'log-verify', 'reading rows and SHA-256 over them']] as const) {
      const [ours, bareLoop] = [rate(of(logs, task)), rate(of(logs, `${task}-bare`))];
      row(what, per(ours), `${held} ${per(bareLoop)}`, (ours / bareLoop).toFixed(2), '≥ 0.5', peak(of(logs, task)));
    }
    const bundles = rounds(['bundle-bare', 'bundle-export'], on, Math.min(ROUNDS, 3));
    const [made, events] = [of(bundles, 'bundle-export'), of(bundles, 'bundle-bare')].map((all) => median(all.map((one) => one.seconds / one.count))) as [number, number];
    row('evidence bundle of a case, per event', `${(made * 1e3).toFixed(2)} ms`, `reading the event ${(events * 1e3).toFixed(2)} ms`, `${(made / events).toFixed(1)} × the cost`, '≤ 10 ×', peak(of(bundles, 'bundle-export')));
  });
}
process.stdout.write(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; Linux ${release()}; Node ${process.version}; medians of ${ROUNDS} rounds in turn\n\n${lines.join('\n')}\n`);
