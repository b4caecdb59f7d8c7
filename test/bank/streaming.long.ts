/**
 * 200,000 lines through every format in a process whose heap may not pass 24 MiB, which a file of any of them would fill several times.
 * What runs is the compiled script that does the same for a million; `npm test` builds before it tests.
 */
import { spawnSync } from 'node:child_process';

const LINES = 200_000;

test('memory does not grow with the lines of a file', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--max-old-space-size=24', '--max-semi-space-size=1', 'dist/test/bench/bank-files.js', String(LINES)], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
  expect([status, stderr]).toEqual([0, '']);
  const runs = stdout.trim().split('\n').map((line) => /^(.*?) +200000 lines, (\d+) MiB, .* most memory so far (\d+) MiB$/.exec(line) ?? [line]);
  expect(runs.map(([, name]) => name)).toEqual(['pain.001 out', 'bars out', 'csv out', 'xlsx out', 'bars in', 'pain.002 in', 'camt.053 in']);
  // Buffers are outside the heap: the program, its heap and some of them, whatever the number of lines.
  for (const [, name, , memory] of runs) expect([name, Number(memory) < 150]).toEqual([name, true]);
}, 300_000);
