/** A writer killed at any moment loses nothing it acknowledged, leaves nothing by halves, and leaves no lock behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { EventStore } from '../port.js';
import { openSqliteEventStore } from './sqlite-event-store.js';

const WRITER = fileURLToPath(new URL('./fixtures/writer.mjs', import.meta.url));
const BUILT = fileURLToPath(new URL('../../../../dist/libs/event-store/src/sqlite/sqlite-event-store.js', import.meta.url));
const KILLS = 16;

interface Acknowledged { readonly streamId: string; readonly append: string; readonly revision: string; readonly position: string }

interface Child {
  readonly pid: number;
  readonly acknowledged: Acknowledged[];
  readonly stderr: () => string;
  /** Resolves when this many appends were acknowledged. */
  readonly atLeast: (count: number) => Promise<void>;
  readonly kill: () => Promise<void>;
}

/** Starts the writer and waits until it has opened the ledger. */
async function start(directory: string, task: 'append' | 'hold'): Promise<Child> {
  if (!existsSync(BUILT)) throw new Error(`this test runs the built adapter: run "npm run build" first (${BUILT} is missing)`);
  const child = spawn(process.execPath, [WRITER, directory, task], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const acknowledged: Acknowledged[] = [];
  let stderr = '';
  let wake = (): void => undefined;
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<number>((resolve, reject) => {
    lines.on('line', (line) => {
      // A line cut by the kill was not acknowledged to anybody.
      if (!line.endsWith('}')) return;
      const message = JSON.parse(line) as Acknowledged | { readonly ready: number };
      if ('ready' in message) resolve(message.ready);
      else acknowledged.push(message);
      wake();
    });
    void exited.then(() => reject(new Error(`the writer ended before it was ready: ${stderr}`)));
  });
  const pid = await ready;
  const linesEnded = once(lines, 'close');
  return {
    pid, acknowledged,
    stderr: () => stderr,
    atLeast: async (count) => {
      while (acknowledged.length < count) {
        await Promise.race([new Promise<void>((resolve) => { wake = resolve; }), exited.then(() => { throw new Error(`the writer ended by itself: ${stderr}`); })]);
      }
    },
    kill: async () => {
      child.kill('SIGKILL');
      await Promise.all([exited, linesEnded]);
    },
  };
}

/** Reads the whole ledger and checks that it is sound; returns what is in it, append by append. */
async function inspect(store: EventStore): Promise<Map<string, { readonly revision: string; readonly position: string }>> {
  const revisions = new Map<string, bigint>();
  const appends = new Map<string, { revision: string; position: string; seen: number; of: number }>();
  let position = 0;
  for (let after: string | undefined; ;) {
    const page = await store.readAll({ after });
    for (const event of page.events) {
      position += 1;
      if (event.position !== String(position)) throw new Error(`position ${event.position} where ${position} should be`);
      const next = (revisions.get(event.streamId) ?? -1n) + 1n;
      if (event.revision !== next) throw new Error(`${event.streamId} goes from ${next - 1n} to ${event.revision}`);
      revisions.set(event.streamId, next);
      const { append, n, of } = event.data as { append: string; n: number; of: number };
      const seen = appends.get(append)?.seen ?? 0;
      if (n !== seen) throw new Error(`append ${append} has event ${n} where ${seen} should be`);
      appends.set(append, { revision: String(event.revision), position: event.position, seen: seen + 1, of });
    }
    after = page.events.at(-1)?.position ?? after;
    if (page.end) break;
  }
  for (const [append, { seen, of }] of appends) if (seen !== of) throw new Error(`append ${append} has only ${seen} of ${of} events`);
  return appends;
}

describe('a writing process', () => {
  let directory: string;
  beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'taizhang-crash-')); });
  afterEach(() => { rmSync(directory, { recursive: true }); });

  test(`killed ${KILLS} times on the same ledger, it loses nothing acknowledged`, async () => {
    const acknowledged: Acknowledged[] = [];
    for (let round = 0; round < KILLS; round += 1) {
      const child = await start(directory, 'append');
      // From "just opened" to some thousand appends, so that kills fall into openings, commits and checkpoints.
      await child.atLeast(round === 0 ? 1 : Math.floor(Math.random() * 60 * round));
      await child.kill();
      expect(child.stderr()).toBe('');
      acknowledged.push(...child.acknowledged);

      const store = await openSqliteEventStore(directory);
      const stored = await inspect(store);
      const missing = acknowledged.filter(({ append, revision, position }) => stored.get(append)?.revision !== revision || stored.get(append)?.position !== position);
      expect(missing).toEqual([]);
      await store.close();
    }
    expect(acknowledged.length).toBeGreaterThan(KILLS);
  });

  test('is the only one: a second is told whose ledger it is, a reader reads beside it, and its death frees the ledger', async () => {
    const child = await start(directory, 'hold');
    try {
      await expect(openSqliteEventStore(directory)).rejects.toMatchObject({
        code: 'STORE_LOCKED', kind: 'unavailable', details: { pid: child.pid }, message: expect.stringContaining(String(child.pid)) as string,
      });
      const reader = await openSqliteEventStore(directory, { mode: 'readOnly' });
      expect(await reader.readAll()).toEqual({ events: [], end: true });
      await reader.close();
    } finally {
      await child.kill();
    }
    await (await openSqliteEventStore(directory)).close();
  });
});
