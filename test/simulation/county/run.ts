/** Many counties: `node dist/test/simulation/county/run.js --seeds 1-50 --acts 5000 [--kill-every 200]` in the root of the repository, after `npm run build`. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readSimulation, type Simulation } from './acts.js';
import { type Difference, drive, type Driven } from './drive.js';
import { shrink } from './shrink.js';

const { values } = parseArgs({ options: {
  seeds: { type: 'string', default: '1-1' }, acts: { type: 'string', default: '1000' }, 'kill-every': { type: 'string', default: '200' }, file: { type: 'string' }, show: { type: 'string', default: '1' }, shrink: { type: 'boolean', default: false },
} });

function generated(seed: number): Simulation {
  const { stdout, stderr, status } = spawnSync('python3', ['test/oracle/generate_procedure.py', '--seed', String(seed), '--acts', values.acts], { encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(stderr);
  return readSimulation(stdout);
}
const sum = (into: Map<string, number>, from: ReadonlyMap<string, number>): void => { for (const [key, count] of from) into.set(key, (into.get(key) ?? 0) + count); };
const table = (map: ReadonlyMap<string, number>): string => [...map].sort(([, a], [, b]) => b - a).map(([key, count]) => `${key} ${count}`).join(', ');

/** The acts of the same case before the one that differs, as far as they were taken. */
function history({ acts }: Simulation, { act }: Difference): string {
  if (act === undefined) return '';
  const key = act.kind === 'step' ? act.case : undefined;
  return acts.filter((one) => one.n <= act.n && one.kind === 'step' && one.case === key).map((one) => `    ${one.expect.outcome === 'refused' ? 'x' : ' '} ${one.n} ${one.kind === 'step' ? `${one.step} ${one.as.staff}/${one.as.role} ${JSON.stringify(one.body)}` : ''}`).join('\n');
}

const total = { played: 0, accepted: 0, repeated: 0, kills: 0, survived: 0 };
const refusals = new Map<string, number>();
const steps = new Map<string, number>();
const ends = new Map<string, number>();
const kinds = new Map<string, { count: number; shown: string[] }>();
const [first = 1, last = first] = values.seeds.split('-').map(Number);
for (let seed = first; seed <= last; seed += 1) {
  const simulation = values.file === undefined ? generated(seed) : readSimulation(readFileSync(values.file, 'utf8'));
  const options = { killEvery: Number(values['kill-every']) };
  const driven: Driven = await drive(simulation, options);
  for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += driven[name];
  sum(refusals, driven.refusals);
  sum(steps, driven.steps);
  sum(ends, driven.ends);
  for (const difference of driven.differences) {
    const known = kinds.get(difference.kind) ?? { count: 0, shown: [] };
    kinds.set(difference.kind, known);
    known.count += 1;
    if (known.shown.length < Number(values.show)) known.shown.push(`  seed ${simulation.header.seed}: ${difference.text}\n  act ${JSON.stringify(difference.act)}\n  answer ${JSON.stringify(difference.answer)}\n${history(simulation, difference)}`);
  }
  if (values.shrink && driven.differences[0] !== undefined) process.stdout.write(`${await shrink(simulation, driven.differences[0])}\n`);
  process.stderr.write(`seed ${seed}: ${driven.played} acts, ${driven.kills} kills, ${driven.differences.length} differences\n`);
}
for (const [kind, { count, shown }] of [...kinds].sort(([, a], [, b]) => b.count - a.count)) process.stdout.write(`\n== ${count} x ${kind}\n${shown.join('\n')}\n`);
process.stdout.write(`\n${JSON.stringify(total)}\nrefusals: ${table(refusals)}\nsteps: ${table(steps)}\nends: ${table(ends)}\n${[...kinds.values()].reduce((all, { count }) => all + count, 0)} differences\n`);
process.exitCode = kinds.size === 0 ? 0 : 1;
