/**
 * Runs the console snippets of the README in the order in which a newcomer would, and holds their output against the page.
 * What is run is the compiled program; `npm test` builds before it tests. Commands that install, start or need Docker are not
 * run: what they name must exist.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { mismatch, type Snippet, snippetsOf, wordsOf } from './console-blocks.js';

const PROGRAM = join('apps', 'cli', 'bin', 'taizhang.js');
const README = readFileSync('README.md', 'utf8');
const SNIPPETS = snippetsOf(README);
/** What the page says the newcomer's data directory and server are. */
const DATA_ON_PAGE = 'data/try';
const SERVER_ON_PAGE = 'http://127.0.0.1:3000';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const compose = readFileSync('docker-compose.yml', 'utf8');

/** `&&` joins what is written on one line for convenience. */
const steps = (command: string): readonly string[] => command.split(' && ');
const isNamedOnly = (command: string): boolean => steps(command).every((step) => /^(?:EVENTSTORE_URL=\S+ )?(?:npm|docker compose) /.test(step));
const named = SNIPPETS.filter(({ command }) => isNamedOnly(command));
const run = SNIPPETS.filter(({ command }) => !isNamedOnly(command));

let data: string;
/** The password that the page shows, where every first start prints another. */
const PASSWORD_ON_PAGE = '5f0c1e-9ab3d7-41e2c8-7d60f4';
let server: { readonly url: string; readonly password: string; readonly process: ChildProcess } | undefined;
/** Cookies by the file that the page keeps them in. */
const jars = new Map<string, string>();
/** Instants from here on are those of this run. */
const startedAt = new Date().toISOString();

beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'taizhang-readme-'));
});
afterAll(async () => {
  if (server !== undefined) {
    const { process: child } = server;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await ended;
    clearTimeout(timer);
  }
  rmSync(data, { recursive: true, force: true });
});

const environment = (directory: string): NodeJS.ProcessEnv => ({ ...process.env, TAIZHANG_DATA: directory, EVENTSTORE_URL: '', NODE_OPTIONS: '' });

/** What differs from run to run, and nothing else: recording instants, ids of answers, tokens, durations and their width, the data directory. */
function settled(text: string, isRecent: (instant: string) => boolean): readonly string[] {
  return text
    .replaceAll(join(data, 'try'), DATA_ON_PAGE)
    .replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g, (instant) => (isRecent(instant) ? '<instant of recording>' : instant))
    .replace(/urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'urn:uuid:<id>')
    .replace(/"token":"[\w-]{43}"/g, '"token":"<token>"')
    // The table of `rebuild`: its column of seconds is as wide as the longest of them.
    .replace(/^(投影 +事件) +秒 +/gm, '$1  <s>  ')
    .replace(/^(\S+ +\d+) +\d+(?:\.\d+)? +(?=[0-9a-f]{64}$)/gm, '$1  <s>  ')
    .replace(/\n+$/, '')
    .split('\n');
}

/** A server on a free port that has loaded the sample, as `npm start` does. */
async function startSample(): Promise<NonNullable<typeof server>> {
  const [runtime, program, ...args] = wordsOf(scripts['start'] as string);
  expect([runtime, program]).toEqual(['node', PROGRAM]);
  const child = spawn(process.execPath, [PROGRAM, ...args, '--port', '0'], { env: environment(join(data, 'served')), stdio: ['ignore', 'pipe', 'inherit'] });
  let url: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{')) {
      const entry = JSON.parse(line) as { msg: string; url?: string };
      if (entry.msg === 'listening') url = entry.url;
      if (entry.msg === 'import failed') throw new Error('the sample could not be imported');
    }
    const password = /密码都是 (\S+?)）/.exec(line)?.[1];
    if (url !== undefined && password !== undefined) server = { url, password, process: child };
    if (server !== undefined) break;
  }
  if (server === undefined) throw new Error('the server ended before it listened; is the program built?');
  child.stdout.resume();
  for (let tries = 0; tries < 100; tries += 1) {
    const { details } = (await (await fetch(`${server.url}/health/ready`)).json()) as { details: { follower: { lagSeconds: number } } };
    if (details.follower.lagSeconds === 0) return server;
    await sleep(100);
  }
  throw new Error('the sample was not folded within ten seconds');
}

/** As much of curl as the page uses. */
async function curl(args: readonly string[], { url, password }: NonNullable<typeof server>): Promise<string> {
  const words = [...args];
  expect(words.shift()).toBe('-s');
  const address = words.pop() as string;
  const headers: Record<string, string> = {};
  let body: string | undefined;
  let keep: string | undefined;
  for (let flag = words.shift(); flag !== undefined; flag = words.shift()) {
    const value = words.shift() as string;
    if (flag === '-H') headers[value.split(': ')[0] as string] = value.split(': ')[1] as string;
    else if (flag === '-d') body = value.replace(PASSWORD_ON_PAGE, password);
    else if (flag === '-b') headers['cookie'] = jars.get(value) as string;
    else if (flag === '-c') keep = value;
    else throw new Error(`this test does not know curl ${flag}`);
  }
  const response = await fetch(address.replace(SERVER_ON_PAGE, url), { headers, ...(body === undefined ? {} : { method: 'POST', body }) });
  if (keep !== undefined) jars.set(keep, response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]).join('; '));
  return response.text();
}

let exitCode = 0;

async function outputOf(command: string): Promise<string> {
  const [program, ...args] = wordsOf(command);
  if (command === 'echo $?') return String(exitCode);
  if (program === 'export') {
    expect(args).toEqual([`TAIZHANG_DATA=${DATA_ON_PAGE}`]);
    return '';
  }
  if (program === 'npx' && args[0] === 'taizhang') {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args.slice(1)], { env: environment(join(data, 'try')), encoding: 'utf8' });
    exitCode = status ?? -1;
    return stdout + stderr;
  }
  if (program === 'curl') {
    server ??= await startSample();
    return curl(args, server);
  }
  throw new Error(`this test does not know how to run: ${command}`);
}

test('the program is built', () => {
  expect(existsSync(join('dist', 'apps', 'cli', 'src', 'main.js'))).toBe(true);
});

test('the page has snippets of every kind', () => {
  for (const start of ['npx taizhang import', 'npx taizhang report', 'npx taizhang replay', 'npx taizhang rebuild', 'curl', 'echo $?']) {
    expect(run.some(({ command }) => command.startsWith(start))).toBe(true);
  }
  expect(named.map(({ command }) => command)).toEqual(expect.arrayContaining(['npm ci && npm start', 'npm ci && npm test']));
});

test.each(run.map((snippet): [string, Snippet] => [`line ${snippet.line}: ${snippet.command}`, snippet]))('%s', async (_, { command, expected }) => {
  const actual = settled(await outputOf(command), (instant) => instant >= startedAt);
  const shown = settled(expected.join('\n'), (instant) => instant >= '2025');
  const missing = mismatch(shown, actual);
  // Both whole, so that the report shows what to paste.
  if (missing !== undefined) expect(actual.join('\n')).toBe(shown.join('\n'));
});

test.each(named.map(({ line, command }): [string, string] => [`line ${line}: ${command}`, command]))('%s names what exists', (_, command) => {
  for (const step of steps(command)) {
    const words = wordsOf(step.replace(/^EVENTSTORE_URL=\S+ /, ''));
    if (words[0] === 'docker') {
      for (const service of words.slice(3).filter((word) => !word.startsWith('-') && words[words.indexOf(word) - 1] !== '--profile' && word !== 'up')) {
        expect(compose).toMatch(new RegExp(`^  ${service}:$`, 'm'));
      }
      const profile = words[words.indexOf('--profile') + 1] as string;
      if (words.includes('--profile')) expect(compose).toContain(`profiles: [${profile}]`);
      continue;
    }
    const script = words[1] === 'run' ? words[2] : words[1];
    if (script !== 'ci') expect(Object.keys(scripts)).toContain(script);
    const files = words.slice(words.indexOf('--') + 1).filter((word) => words.includes('--') && /^[\w-]+\//.test(word));
    for (const file of files) expect(existsSync(file)).toBe(true);
  }
});

describe('the comparison', () => {
  it('accepts what is elided and nothing else', () => {
    expect(mismatch(['a', '…', 'd'], ['a', 'b', 'c', 'd'])).toBeUndefined();
    expect(mismatch(['…', 'd', '…'], ['d'])).toBeUndefined();
    expect(mismatch(['a', '…'], ['a'])).toBeUndefined();
    expect(mismatch(['a', '…', 'd'], ['a', 'b', 'c'])).toBe('d');
    expect(mismatch(['a'], ['a', 'b'])).toBe('the end, before "b"');
    expect(mismatch(['a', 'b'], ['a'])).toBe('b');
    expect(mismatch(['a'], ['b'])).toBe('a');
  });
  it('finds commands and their output in console blocks only', () => {
    expect(snippetsOf('```console\n$ one\nout\n\n$ two\n```\n```\n$ three\n```\n')).toEqual([
      { line: 2, command: 'one', expected: ['out', ''] }, { line: 5, command: 'two', expected: [] },
    ]);
  });
  it('splits words as a shell does, and refuses what it would have to expand', () => {
    expect(wordsOf(`curl -s 'http://a/?b=1&c=2' "d e"`)).toEqual(['curl', '-s', 'http://a/?b=1&c=2', 'd e']);
    expect(() => wordsOf('a | b')).toThrow('too much shell');
  });
});
