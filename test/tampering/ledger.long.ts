/**
 * Tampering with a ledger of 20,000 events and its log, at places drawn from a seed: what nobody tries exhaustively. Each attempt is made on a fresh copy, must be found, and
 * for events the right one must be named. Attempts and detections are printed and must be equal. TAMPER_SEED draws others, TAMPER_ATTEMPTS makes more of them.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { openDatabase, type SqliteDatabase } from '#event-store/sqlite/database';
import { openSqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { type Finding, logFolder, LogFollower, logKeyFile, nodeFiles, signerOf, TileFolder, type Verifier, verifyLog } from '#evidence';
import { eventNo } from '../../libs/evidence/src/testing/ledgers.js';
import { numbersOf } from './numbers.js';

const EVENTS = 20_000;
const AT_ONCE = 50;
const SEED = Number(process.env['TAMPER_SEED'] ?? 1);
const ATTEMPTS = Number(process.env['TAMPER_ATTEMPTS'] ?? 40);
jest.setTimeout((ATTEMPTS * 10 + 600) * 1_000);

let root: string;
let key: Verifier;
const pristine = (): string => join(root, 'pristine');
const copy = (): string => join(root, 'copy');

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'taizhang-tamper-long-'));
  const store = await openSqliteEventStore(join(pristine(), 'events.db'));
  const revisions = new Map<string, bigint>();
  for (let from = 0; from < EVENTS; from += AT_ONCE) {
    const stream = `case-${(from / AT_ONCE) % 37}@360111`;
    await store.append(stream, revisions.get(stream) ?? 'noStream', Array.from({ length: AT_ONCE }, (_, n) => eventNo(from + n)));
    revisions.set(stream, (revisions.get(stream) ?? -1n) + BigInt(AT_ONCE));
    // Checkpoints in between, so that partial tiles of earlier ones are there.
    if (from % 7_000 === 0) await new LogFollower(store, { dataDir: pristine(), origin: 'taizhang.example/360111', files: nodeFiles }).catchUp();
  }
  await new LogFollower(store, { dataDir: pristine(), files: nodeFiles }).catchUp();
  await store.close();
  key = signerOf(readFileSync(logKeyFile(pristine()), 'utf8')).verifier;
});
afterAll(() => { rmSync(root, { recursive: true }); });

/** What is done, and what must be found. */
interface Attempt {
  readonly what: string;
  readonly change: () => void;
  readonly expected: (finding: Finding) => boolean;
}
const isOf = (kind: Finding['kind'], position: number) => (finding: Finding): boolean => finding.kind === kind && 'index' in finding && finding.index === position - 1;

/** By another program, which the triggers do not stop. */
function inDatabase(work: (raw: SqliteDatabase) => void): void {
  const raw = openDatabase(join(copy(), 'events.db'), { synchronous: 'OFF' });
  for (const { name } of raw.prepare<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).all()) raw.exec(`DROP TRIGGER ${name}`);
  raw.exec('PRAGMA ignore_check_constraints = ON');
  work(raw);
  raw.close();
}

function draw(random: (below: number) => number): Attempt {
  const position = 1 + random(EVENTS);
  const kinds: readonly (() => Attempt)[] = [
    ...(['data', 'metadata', 'type', 'event_id'] as const).map((column) => (): Attempt => ({
      what: `a bit of ${column} at ${position}`, expected: isOf('altered', position),
      change: () => inDatabase((raw) => {
        const { value } = raw.prepare<{ value: Uint8Array }>(`SELECT CAST(${column} AS BLOB) AS value FROM events WHERE position = ?`).get(position) as { value: Uint8Array };
        const changed = Buffer.from(value);
        const at = random(changed.length);
        changed[at] = (changed[at] as number) ^ (1 << random(7));
        raw.prepare(`UPDATE events SET ${column} = CAST(? AS TEXT) WHERE position = ?`).run(changed, position);
      }),
    })),
    () => ({ what: `deletion of ${position}`, expected: isOf('missing', position), change: () => inDatabase((raw) => { raw.prepare('DELETE FROM events WHERE position = ?').run(position); }) }),
    () => ({
      what: `removal of ${position}`, expected: isOf('missing', position),
      change: () => inDatabase((raw) => {
        raw.prepare('DELETE FROM events WHERE position = ?').run(position);
        raw.prepare('UPDATE events SET position = -position WHERE position > ?').run(position);
        raw.exec('UPDATE events SET position = -position - 1 WHERE position < 0');
      }),
    }),
    ...(['made up', 'again'] as const).map((how) => (): Attempt => ({
      what: `insertion at ${position}, ${how}`, expected: isOf('inserted', position),
      change: () => inDatabase((raw) => {
        raw.prepare('UPDATE events SET position = -position WHERE position >= ?').run(position);
        raw.exec('UPDATE events SET position = -position + 1 WHERE position < 0');
        const from = 1 + random(EVENTS);
        const source = from >= position ? from + 1 : from;
        raw.prepare(`INSERT INTO events SELECT ?, stream, 9999, ${how === 'again' ? 'event_id' : `'0b5ce1a0-0000-8000-8000-000000000001'`}, type, data, metadata FROM events WHERE position = ?`).run(position, source);
      }),
    })),
    () => {
      const other = 1 + ((position + random(EVENTS - 1)) % EVENTS);
      return {
        what: `exchange of ${position} and ${other}`, expected: isOf('reordered', Math.min(position, other)),
        change: () => inDatabase((raw) => { for (const [from, to] of [[position, -1], [other, position], [-1, other]]) raw.prepare('UPDATE events SET position = ? WHERE position = ?').run(to as number, from as number); }),
      };
    },
    () => ({ what: `the ledger taken back to ${position - 1} events`, expected: isOf('missing', position), change: () => inDatabase((raw) => { raw.prepare('DELETE FROM events WHERE position >= ?').run(position); }) }),
    () => {
      const names = readdirSync(logFolder(pristine()), { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(logFolder(pristine()), name)).isFile()).sort();
      const name = names[random(names.length)] as string;
      const path = join(logFolder(copy()), name);
      const how = random(3);
      return {
        what: `${['a bit of', 'the end of', 'a byte too many in'][how]} ${name}`, expected: (finding) => (name === 'checkpoint' ? finding.kind === 'checkpoint' : finding.kind === 'logFile' && finding.path === name),
        change: () => {
          const bytes = readFileSync(path);
          const at = random(bytes.length);
          if (how === 0) bytes[at] = (bytes[at] as number) ^ (1 << random(8));
          writeFileSync(path, how === 1 ? bytes.subarray(0, at) : how === 2 ? Buffer.concat([bytes, Buffer.of(random(256))]) : bytes);
        },
      };
    },
  ];
  return (kinds[random(kinds.length)] as () => Attempt)();
}

async function findings(): Promise<readonly Finding[]> {
  const store = await openSqliteEventStore(join(copy(), 'events.db'), { mode: 'readOnly' });
  try {
    return (await verifyLog(store, new TileFolder(logFolder(copy()), nodeFiles), { key })).findings;
  } finally {
    await store.close();
  }
}
function renew(): void {
  rmSync(copy(), { recursive: true, force: true });
  cpSync(pristine(), copy(), { recursive: true });
}

test('every attempt is found, and named', async () => {
  renew();
  expect(await findings()).toEqual([]);
  const random = numbersOf(SEED);
  const missed: string[] = [];
  let attempts = 0;
  while (attempts < ATTEMPTS) {
    renew();
    const { what, change, expected } = draw(random);
    change();
    attempts += 1;
    const found = await findings();
    if (!found.some(expected)) missed.push(`${what}: ${JSON.stringify(found)}`);
  }
  process.stdout.write(`tampering with ${EVENTS} events, seed ${SEED}: ${attempts} attempts, ${attempts - missed.length} detected\n`);
  expect(missed).toEqual([]);
});
