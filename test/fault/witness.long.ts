/** Two offices with the programs they run: the ledger's log, a witness that is killed again and again, a ledger that is taken back to yesterday's copy, and an inspector. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cliJson, runCli } from '../support/run-cli.js';

// The witness is the compiled program; `npm test` builds before it tests.
const PROGRAM = join('apps', 'cli', 'bin', 'taizhang.js');
interface Status { readonly name: string; readonly logs: readonly { readonly origin: string; readonly size: number; readonly conflicts: readonly { readonly kind: string; readonly file: string }[] }[] }
interface Published { readonly ok: boolean; readonly entries: number | null; readonly signed: number; readonly checkpoint: string | null; readonly witnesses: readonly { readonly state: string; readonly status: number | null }[] }

let root: string;
let port: number;
let child: ChildProcess | undefined;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-two-offices-'));
  port = await freePort();
});
afterAll(() => {
  child?.kill('SIGKILL');
  delete process.env['TAIZHANG_WITNESS_POLICY'];
  rmSync(root, { recursive: true });
});

const data = (): string => join(root, 'data');
const dir = (): string => join(root, 'witness');
const record = async (name: string): Promise<void> => void (await cliJson('accounts', 'create', name, '--staff', name, '--name', '示例', '--role', 'townOperator', '--division', '360111003', '--data', data()));
const publish = (): Promise<Published> => cliJson<Published>('log', 'publish', '--data', data());
const status = (): Promise<Status> => cliJson<Status>('witness', 'status', '--dir', dir());

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as { port: number };
      server.close(() => resolve(free));
    });
  });
}
async function startWitness(): Promise<void> {
  const started = (child = spawn(process.execPath, [PROGRAM, 'witness', 'serve', '--dir', dir(), '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] }));
  await new Promise<void>((resolve, reject) => {
    started.stdout?.once('data', () => resolve());
    started.once('exit', (code) => reject(new Error(`the witness ended with ${code}`)));
  });
}
async function endWitness(signal: NodeJS.Signals): Promise<number | null> {
  const ending = child;
  if (ending === undefined) throw new Error('no witness runs');
  const ended = new Promise<number | null>((resolve) => ending.once('exit', resolve));
  ending.kill(signal);
  return ended;
}

test('another office makes a key, is told the log, and cosigns what the ledger records', async () => {
  await record('a1');
  const { vkey: log } = await cliJson<{ vkey: string }>('log', 'key', '--data', data());
  const { vkey } = await cliJson<{ vkey: string }>('witness', 'keygen', 'czj.example.cn/witness', '--dir', dir());
  await cliJson('witness', 'trust', log, '--dir', dir());
  expect(await status()).toMatchObject({ name: 'czj.example.cn/witness', logs: [{ size: 0, conflicts: [] }] });
  const policy = join(root, 'policy');
  writeFileSync(policy, `log ${log}\nwitness 财政局 ${vkey} http://127.0.0.1:${port}\nquorum 财政局\n`);
  expect(await runCli('log', 'publish', '--data', data())).toMatchObject({ code: 3, stderr: expect.stringContaining('POLICY_NOT_SET') as string });
  process.env['TAIZHANG_WITNESS_POLICY'] = policy;

  const alone = await runCli('log', 'publish', '--data', data());
  expect([alone.code, alone.stderr]).toEqual([1, '财政局：无应答\n']);
  await startWitness();
  const published = await publish();
  expect(published).toMatchObject({ ok: true, witnesses: [{ state: 'cosigned' }] });
  expect(published.checkpoint).toMatch(/\n— czj\.example\.cn\/witness [A-Za-z0-9+/]+=*\n$/);
  expect((await status()).logs[0]?.size).toBe(published.signed);

  const verified = await runCli('verify', '--policy', policy, '--data', data());
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringMatching(/核验无误：[^]*已公布 \d+ 条，见证者副署 1 个：财政局（/)]);
  // The key came with the policy, so there is nothing to say about trusting the data directory.
  expect(verified.stdout).not.toContain('公钥取自数据目录');
});

test('killed at any time, the witness cosigns one past, and the ledger goes on', async () => {
  let published = 0;
  for (let round = 0; round < 8; round += 1) {
    await record(`k${round}`);
    const [{ ok }] = await Promise.all([publish(), sleep(round * 7).then(() => endWitness('SIGKILL'))]);
    if (ok) published += 1;
    await startWitness();
    // What it had kept and not answered is no hindrance.
    expect(await publish()).toMatchObject({ ok: true, witnesses: [{ state: 'cosigned' }] });
    expect((await status()).logs[0]?.conflicts).toEqual([]);
  }
  process.stdout.write(`witness: killed 8 times, ${published} of the publications before the kill\n`);
});

test('a second witness does not start beside it', async () => {
  expect(await runCli('witness', 'follow', '--once', '--dir', dir())).toMatchObject({ code: 3, stderr: expect.stringContaining('WITNESS_RUNNING') as string });
});

test('a ledger that is taken back to yesterday is named by the witness with both heads, and verification finds what is missing', async () => {
  cpSync(data(), join(root, 'yesterday'), { recursive: true });
  await record('today');
  const today = await publish();
  rmSync(data(), { recursive: true });
  cpSync(join(root, 'yesterday'), data(), { recursive: true });
  const refused = await publish();
  expect(refused).toMatchObject({ witnesses: [{ state: 'ahead', size: today.signed }] });
  const found = await runCli('witness', 'status', '--dir', dir());
  expect([found.code, found.stdout]).toEqual([1, expect.stringContaining('日志出示了比已见证的更早的检查点')]);
  const [conflict] = (await status()).logs[0]?.conflicts ?? [];
  const { held, offered } = JSON.parse(readFileSync(conflict?.file as string, 'utf8')) as { held: string; offered: string };
  expect([held.split('\n')[1], offered.split('\n')[1]]).toEqual([String(today.signed), String(refused.signed)]);
  // The inspector takes the head from the witness along.
  const head = join(root, 'head');
  writeFileSync(head, held);
  expect((await cliJson<{ problems: { kind: string }[] }>('verify', '--checkpoint', head, '--policy', join(root, 'policy'), '--data', data())).problems).toMatchObject([{ kind: 'rewound' }]);

  // And it stays so when the ledger goes on from there.
  await record('other');
  await record('another');
  const forked = await publish();
  expect([forked.ok, forked.witnesses[0]?.state, forked.witnesses[0]?.status]).toEqual([false, 'refuses', 422]);
  expect((await status()).logs[0]?.conflicts.map(({ kind }) => kind).sort()).toEqual(['rewound', 'unproven']);
});

test('it ends in order, and not over the state of another key', async () => {
  expect(await endWitness('SIGTERM')).toBe(0);
  rmSync(join(dir(), 'witness.key'));
  await runCli('witness', 'keygen', 'czj.example.cn/witness', '--dir', dir());
  expect(await runCli('witness', 'follow', '--once', '--dir', dir())).toMatchObject({ code: 3, stderr: expect.stringContaining('WITNESS_STATE_FOREIGN') as string });
  expect(readdirSync(dir())).toContain('logs');
});
