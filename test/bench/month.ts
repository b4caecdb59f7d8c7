/**
 * A month of a programme's payees, step by step, each in a process of its own, held against a bare append of the same events.
 *
 *     MONTH_PAYEES=20000 npm run bench:month
 *
 * 886,100 payees, those of the programme of the Jiangxi document, where nothing is said. `MONTH_DIRECTORY`: where the ledger is built; in the system's temporary directory else.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TASKS = fileURLToPath(new URL('./month-tasks.js', import.meta.url));
const PAYEES = Number(process.env['MONTH_PAYEES'] ?? 886_100);
const STEPS = ['compile', 'approve', 'order', 'send', 'file', 'return', 'statement', 'reconcile', 'close'];

interface Measured {
  readonly seconds: number;
  readonly cpu: number;
  readonly events: number;
  readonly peakMB: number;
}
const directory = mkdtempSync(join(process.env['MONTH_DIRECTORY'] ?? tmpdir(), 'taizhang-month-'));
function run(step: string): Measured {
  process.stderr.write(`${step}\n`);
  const { status, stdout } = spawnSync(process.execPath, [TASKS, step, directory, String(PAYEES)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`${step} failed`);
  return JSON.parse(stdout) as Measured;
}

const lines: string[] = [];
const row = (...cells: string[]): void => void lines.push(`| ${cells.join(' | ')} |`);
const shown = ({ seconds, cpu, events, peakMB }: Measured, bare: Measured): readonly string[] => [events.toLocaleString('en'), `${seconds.toFixed(1)} s`, (seconds / bare.seconds).toFixed(2), `${cpu.toFixed(1)} s`, (cpu / bare.cpu).toFixed(2), `${peakMB} MB`];
try {
  const filled = run('fill');
  // With its keys, which lie beside it; after the process, which may hold files open to its very end.
  for (const beside of ['', '-keys']) cpSync(join(directory, `data${beside}`), join(directory, `before${beside}`), { recursive: true });
  const steps = STEPS.map((step) => ({ step, ...run(step) }));
  const bare = run('append-bare');
  const sealed = run('append-sealed');
  row('step', 'events', 'time', '× bare append', 'processor', '× bare append', 'peak memory');
  row('---', '---', '---', '---', '---', '---', '---');
  for (const step of steps) row(step.step, ...shown(step, bare));
  const sum = (of: (step: Measured) => number): number => steps.reduce((total, step) => total + of(step), 0);
  const whole: Measured = { seconds: sum(({ seconds }) => seconds), cpu: sum(({ cpu }) => cpu), events: bare.events, peakMB: Math.max(...steps.map(({ peakMB }) => peakMB)) };
  row('**the whole month**', ...shown(whole, bare));
  row('bare append of the same events', ...shown(bare, bare));
  row('the same append, sealed', ...shown(sealed, bare));
  process.stdout.write(`${PAYEES.toLocaleString('en')} payees; ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; Linux ${release()}; Node ${process.version}; filled in ${filled.seconds.toFixed(0)} s with ${filled.events.toLocaleString('en')} events\n\n${lines.join('\n')}\n`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
