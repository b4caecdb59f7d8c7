/** Two processes put the same papers into one store until they are killed, again and again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const WRITER = fileURLToPath(new URL('../folder/fixtures/writer.mjs', import.meta.url));
const BUILT = fileURLToPath(new URL('../../../../dist/libs/papers/src/folder/folder-paper-store.js', import.meta.url));

/**
 * @param ms by how much longer, at most, writers live in each round than in the one before
 * @returns what the writers said was stored
 */
export async function killedWriters(config: object, rounds: number, ms: number): Promise<ReadonlySet<string>> {
  if (!existsSync(BUILT)) throw new Error(`this test runs the built adapter: run "npm run build" first (${BUILT} is missing)`);
  const acknowledged = new Set<string>();
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all([1, 2].map(async () => {
      const child = spawn(process.execPath, [WRITER, JSON.stringify(config)], { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = once(child, 'exit');
      const lines = createInterface({ input: child.stdout });
      const ended = once(lines, 'close');
      const ready = new Promise<void>((resolve) => {
        lines.on('line', (line) => {
          // A line cut by the kill was not acknowledged to anybody.
          if (line === '"ready"') resolve();
          else if (/^"[0-9a-f]{64}"$/.test(line)) acknowledged.add(JSON.parse(line) as string);
        });
      });
      await Promise.race([ready, exited.then(() => { throw new Error('a writer ended before it was ready'); })]);
      await setTimeout(20 + Math.random() * ms * (round + 1));
      // However slow the disk is, the last ones live until as many papers were stored as there were rounds, and one more.
      while (round === rounds - 1 && acknowledged.size <= rounds && child.exitCode === null) await setTimeout(20);
      child.kill('SIGKILL');
      await Promise.all([exited, ended]);
    }));
  }
  return acknowledged;
}
