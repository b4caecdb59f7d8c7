/** A witness: what it answers in each case of c2sp.org/tlog-witness, what it keeps of heads that do not go together, and that no death makes it cosign two pasts. */
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseCheckpoint, signCheckpoint } from '../checkpoint.js';
import { cosignatureIn, cosignedAt } from '../cosignature.js';
import { type LogFiles, nodeFiles } from '../files.js';
import { noteText, parseNote, signerOf, verifiedNote, verifierOf } from '../note.js';
import { CrashingFiles, Died } from '../testing/crashing-files.js';
import { keyOf, ORIGIN, SignedLog } from '../testing/signed-log.js';
import { EMPTY_ROOT } from '../tree/hash.js';
import { addCheckpointText, MAX_REQUEST_BYTES } from './add-checkpoint.js';
import type { ConflictKind } from './judge-request.js';
import { Witness } from './witness.js';
import { type Conflict, originHash, WitnessFolder } from './witness-folder.js';
import { makeWitnessKey, witnessKeyFile } from './witness-key.js';
import { witnessStatus } from './witness-status.js';

const NAME = 'czj.example/witness';
const NOW = '2026-03-05T01:02:03.999Z';
const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;
const log = new SignedLog(140);
const fork = new SignedLog(140, { forksAt: 90 });

let dir: string;
let vkey: string;
let told: { kind: ConflictKind; held: number; offered: number; file: string }[];
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'taizhang-witness-'));
  vkey = await makeWitnessKey(dir, NAME, nodeFiles);
  await new WitnessFolder(dir, nodeFiles).trust(log.signer.verifier.vkey, undefined);
  told = [];
});
afterEach(() => { rmSync(dir, { recursive: true }); });

const open = (files: LogFiles = nodeFiles): Promise<Witness> => Witness.open({ dir, files, now: () => NOW, onConflict: ({ kind, held, offered, file }) => told.push({ kind, held, offered, file }) });
async function using<T>(work: (witness: Witness) => Promise<T>): Promise<T> {
  const witness = await open();
  try { return await work(witness); } finally { await witness.close(); }
}
const state = (name = 'checkpoint'): string => join(dir, 'logs', originHash(ORIGIN), name);
const conflictFiles = (): string[] => readdirSync(join(dir, 'logs', originHash(ORIGIN))).filter((name) => name.startsWith('conflict-'));

test('it cosigns what continues, and keeps it with its cosignature', () => using(async (witness) => {
  const first = await witness.addCheckpoint(await log.request(0, 100));
  expect([first.status, first.contentType]).toEqual([200, 'text/plain; charset=utf-8']);
  const { text } = parseNote(await log.note(100));
  const cosignature = cosignatureIn(first.body, { text }, verifierOf(vkey));
  // 2026-03-05T01:02:03Z, by hand: 20,517 days and 3,723 seconds.
  expect(cosignature && cosignedAt(cosignature)).toBe(20_517 * 86_400 + 3_723);
  expect(verifiedNote(readFileSync(state(), 'utf8'), [log.signer.verifier, verifierOf(vkey)]).signatures).toHaveLength(2);
  expect(witness.checkpoint(originHash(ORIGIN))).toBe(readFileSync(state(), 'utf8'));
  expect((await witness.addCheckpoint(await log.request(100, 140))).status).toBe(200);
  // The same again, as a log does whose answer was lost: a fresh cosignature.
  expect((await witness.addCheckpoint(await log.request(140, 140))).status).toBe(200);
  expect(conflictFiles()).toEqual([]);
}));

test('a log that has nothing yet is cosigned too', () => using(async (witness) => {
  expect((await witness.addCheckpoint(await log.request(0, 0))).status).toBe(200);
  expect((await witness.addCheckpoint(await log.request(0, 50))).status).toBe(200);
}));

describe('it answers as the specification says', () => {
  const proofOf = (text: string): Buffer => Buffer.from(text);
  test.each<[number, string, () => Promise<Buffer>]>([
    [404, 'a log it does not know', () => new SignedLog(3, { origin: 'other.example/1' }).request(0, 3)],
    [403, 'another key', async () => proofOf(addCheckpointText({ oldSize: 100, proof: [], note: signCheckpoint(await log.head(100), signerOf(keyOf('other'))) }))],
    [403, 'the right key under a wrong signature', async () => proofOf(addCheckpointText({ oldSize: 100, proof: await log.consistency(100, 120), note: (await log.note(120)).replace(/\n120\n/, '\n121\n') }))],
    [403, 'a wrong signature beside a right one', async () => {
      const { text, signatures } = parseNote(await log.note(120));
      return proofOf(addCheckpointText({ oldSize: 100, proof: await log.consistency(100, 120), note: noteText({ text, signatures: [...signatures, { ...signatures[0] as (typeof signatures)[number], signature: Buffer.alloc(64) }] }) }));
    }],
    [400, 'an old size above the new', async () => proofOf(addCheckpointText({ oldSize: 121, proof: [], note: await log.note(120) }))],
    [400, 'no request', () => Promise.resolve(proofOf('GET / HTTP/1.1\n\n'))],
    [400, 'no checkpoint in the note', () => Promise.resolve(proofOf(`old 100\n\nhello\n\n— x AAAAAAA=\n`))],
    [422, 'a proof to another size', async () => proofOf(addCheckpointText({ oldSize: 100, proof: await log.consistency(100, 119), note: await log.note(120) }))],
    [422, 'a proof where nothing grew', async () => proofOf(addCheckpointText({ oldSize: 100, proof: await log.consistency(99, 100), note: await log.note(100) }))],
    [422, 'no proof', async () => proofOf(addCheckpointText({ oldSize: 100, proof: [], note: await log.note(120) }))],
  ])('%i to %s', async (status, _what, request) => {
    await using(async (witness) => {
      await witness.addCheckpoint(await log.request(0, 100));
      const before = readFileSync(state(), 'utf8');
      expect((await witness.addCheckpoint(await request())).status).toBe(status);
      expect(readFileSync(state(), 'utf8')).toBe(before);
    });
  });

  test('409 with its size, in the form clients compare, to another old size', () => using(async (witness) => {
    const fresh = await witness.addCheckpoint(await log.request(50, 100));
    expect(fresh).toEqual({ status: 409, contentType: 'text/x.tlog.size', body: '0\n' });
    await witness.addCheckpoint(await log.request(0, 100));
    for (const old of [0, 99, 101]) expect(await witness.addCheckpoint(await log.request(old, 120))).toEqual({ status: 409, contentType: 'text/x.tlog.size', body: '100\n' });
    expect(conflictFiles()).toEqual([]);
  }));

  test('422 to a proof from nothing, and to a root of nothing that is not that of the empty tree', () => using(async (witness) => {
    expect((await witness.addCheckpoint(Buffer.from(addCheckpointText({ oldSize: 0, proof: [EMPTY_ROOT], note: await log.note(5) })))).status).toBe(422);
    expect((await witness.addCheckpoint(Buffer.from(addCheckpointText({ oldSize: 0, proof: [], note: signCheckpoint({ size: 0, root: Buffer.alloc(32) }, log.signer) })))).status).toBe(422);
    expect((await witness.addCheckpoint(await log.request(0, 5))).status).toBe(200);
  }));
});

test.each<[string, (text: string) => string]>([
  ['old -1', (text) => text.replace('old 0', 'old -1')], ['old 00', (text) => text.replace('old 0', 'old 00')], ['two spaces', (text) => text.replace('old 0', 'old  0')], ['a size beyond counting', (text) => text.replace('old 0', 'old 9007199254740993')],
  ['64 hashes', (text) => text.replace('old 0\n', `old 0\n${`${EMPTY_ROOT.toString('base64')}\n`.repeat(64)}`)], ['a hash of 31 bytes', (text) => text.replace('old 0\n', `old 0\n${Buffer.alloc(31).toString('base64')}\n`)],
  ['a hash that is base64 in another way', (text) => text.replace('old 0\n', `old 0\n${EMPTY_ROOT.toString('base64').replace('U=', 'V=')}\n`)], ['no empty line', (text) => text.replace('\n\n', '\n')], ['no last newline', (text) => text.slice(0, -1)], ['nothing', () => ''],
  ['carriage returns', (text) => text.replaceAll('\n', '\r\n')], ['a byte order mark', (text) => `\ufeff${text}`], ['more than is taken', (text) => text.replace('\n\n', `\n\n${'x'.repeat(MAX_REQUEST_BYTES)}\n`)],
])('a request with %s is malformed', (_what, change) => using(async (witness) => {
  expect((await witness.addCheckpoint(Buffer.from(change((await log.request(0, 100)).toString())))).status).toBe(400);
}));

test('what is no UTF-8 is malformed', () => using(async (witness) => {
  expect((await witness.addCheckpoint(Buffer.concat([await log.request(0, 100), Buffer.of(0xff, 0x0a)]))).status).toBe(400);
}));

test('signatures of others in the checkpoint are passed over, and not kept', () => using(async (witness) => {
  const { text, signatures } = parseNote(await log.note(100));
  const note = noteText({ text, signatures: [{ name: 'stranger.example', keyId: '01020304', signature: Buffer.alloc(3_000) }, ...signatures] });
  expect((await witness.addCheckpoint(Buffer.from(addCheckpointText({ oldSize: 0, proof: [], note })))).status).toBe(200);
  expect(readFileSync(state(), 'utf8')).not.toContain('stranger');
}));

describe('a log that does not go on as it went', () => {
  const kept = (): Conflict => JSON.parse(readFileSync(state(conflictFiles()[0]), 'utf8')) as Conflict;
  /** Both heads, by who trusts nothing but the key of the log. */
  const headsIn = ({ held, offered }: Conflict): unknown => [held, offered].map((note) => parseCheckpoint(verifiedNote(note, [log.signer.verifier]).text));

  test('forked at the size that was cosigned: two signed heads of one size, which prove it to anybody', () => using(async (witness) => {
    await witness.addCheckpoint(await log.request(0, 100));
    expect((await witness.addCheckpoint(await fork.request(100, 100))).status).toBe(422);
    expect(told).toEqual([{ kind: 'forked', held: 100, offered: 100, file: state(conflictFiles()[0] as string) }]);
    expect(headsIn(kept())).toEqual([await log.head(100), await fork.head(100)]);
    // Whatever old size it states, and once only; and it stays, though the first past goes on.
    for (const old of [0, 50, 100]) await witness.addCheckpoint(await fork.request(old, 100));
    expect((await witness.addCheckpoint(await log.request(100, 120))).status).toBe(200);
    expect([conflictFiles().length, told.length, (await witnessStatus(dir, nodeFiles)).logs[0]?.conflicts.map(({ kind }) => kind)]).toEqual([1, 1, ['forked']]);
  }));

  test('forked and grown: the larger head that does not continue the one before', () => using(async (witness) => {
    await witness.addCheckpoint(await log.request(0, 100));
    expect((await witness.addCheckpoint(await fork.request(100, 130))).status).toBe(422);
    expect(told.map(({ kind, held, offered }) => [kind, held, offered])).toEqual([['unproven', 100, 130]]);
    expect([kept().seenAt, headsIn(kept())]).toEqual([NOW, [await log.head(100), await fork.head(130)]]);
    // That the log goes on does not make the other head any better.
    await witness.addCheckpoint(await log.request(100, 140));
    expect(conflictFiles()).toHaveLength(1);
  }));

  test('taken back to yesterday: the smaller head after the larger', () => using(async (witness) => {
    await witness.addCheckpoint(await log.request(0, 120));
    expect(await witness.addCheckpoint(await log.request(0, 80))).toMatchObject({ status: 409, body: '120\n' });
    expect(headsIn(kept())).toEqual([await log.head(120), await log.head(80)]);
    expect(told.map(({ kind, held, offered }) => [kind, held, offered])).toEqual([['rewound', 120, 80]]);
  }));

  test('what anybody can send who has a head of the log is held against it until it shows that it goes on', () => using(async (witness) => {
    await witness.addCheckpoint(await log.request(0, 100));
    await witness.addCheckpoint(await log.request(0, 60));
    await witness.addCheckpoint(Buffer.from(addCheckpointText({ oldSize: 100, proof: [], note: await log.note(120) })));
    expect(conflictFiles()).toHaveLength(2);
    // The same size again shows nothing; growing does.
    await witness.addCheckpoint(await log.request(100, 100));
    expect(conflictFiles()).toHaveLength(2);
    await witness.addCheckpoint(await log.request(100, 120));
    expect(conflictFiles()).toEqual([]);
  }));
});

test('two requests at a time cannot make it sign two heads', () => using(async (witness) => {
  await witness.addCheckpoint(await log.request(0, 80));
  const answers = await Promise.all([log.request(80, 120), fork.request(80, 120), log.request(80, 100), fork.request(80, 140)].map(async (request) => witness.addCheckpoint(await request)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
}));

test('whatever is asked in whatever order, all it cosigned is one past', async () => {
  const pasts = [log, fork, new SignedLog(140, { forksAt: 20 })] as const;
  const asked = fc.record({ past: fc.nat({ max: 2 }), old: fc.option(fc.nat({ max: 140 })), size: fc.nat({ max: 140 }) });
  await fc.assert(fc.asyncProperty(fc.array(asked, { minLength: 5, maxLength: 25 }), async (questions) => {
    rmSync(state());
    writeFileSync(state(), 'nothing cosigned yet\n');
    await using(async (witness) => {
      let held = 0;
      const cosigned: { past: number; size: number }[] = [];
      for (const { past, old, size } of questions) {
        // Half of the questions are of the right old size.
        const from = Math.min(old ?? held, size);
        const { status } = await witness.addCheckpoint(await (pasts[past] as SignedLog).request(from, size));
        if (status !== 200) continue;
        expect(size).toBeGreaterThanOrEqual(held);
        held = size;
        cosigned.push({ past, size });
      }
      for (const one of cosigned) {
        for (const other of cosigned.filter(({ size }) => size >= one.size)) {
          const [a, b] = [(pasts[one.past] as SignedLog), (pasts[other.past] as SignedLog)];
          expect((await a.head(one.size)).root.equals((await b.head(one.size)).root)).toBe(true);
        }
      }
    });
  }), { numRuns: 40 });
});

describe('a death at every operation', () => {
  test('leaves the head before or the head after, and never a cosignature that is not kept', async () => {
    const begun = await startFiles();
    const undisturbed = copyOf(begun);
    const witness = await open(undisturbed);
    const operations = undisturbed.operations;
    expect((await witness.addCheckpoint(await log.request(100, 120))).status).toBe(200);
    await witness.close();
    const last = undisturbed.operations;
    let attempts = 0;
    for (let operation = operations + 1; operation <= last; operation += 1) {
      for (const moment of ['before', 'half', 'after'] as const) {
        for (const kind of ['process', 'power'] as const) {
          const files = copyOf(begun);
          const dying = await open(files);
          files.dieAt(operation, moment, kind);
          await expect(log.request(100, 120).then((request) => dying.addCheckpoint(request))).rejects.toThrow(Died);
          files.restart();
          await dying.close();
          const again = await open(files);
          const { held } = again.heads()[0] as ReturnType<Witness['heads']>[number];
          expect([100, 120]).toContain(held.size);
          // The log asks again with what it knows, and with what it is then told; another past gets nothing.
          const answer = await again.addCheckpoint(await log.request(100, 120));
          expect([answer.status, answer.body]).toEqual(held.size === 100 ? [200, answer.body] : [409, '120\n']);
          if (held.size === 120) expect((await again.addCheckpoint(await log.request(120, 120))).status).toBe(200);
          expect((await again.addCheckpoint(await fork.request(120, 130))).status).toBe(422);
          await again.close();
          attempts += 1;
        }
      }
    }
    process.stdout.write(`witness: ${attempts} deaths, no second past cosigned\n`);
    expect(attempts).toBeGreaterThanOrEqual(18);
  });

  /** Files with a witness that has cosigned 100 entries. */
  async function startFiles(): Promise<CrashingFiles> {
    const files = new CrashingFiles(dir);
    await makeWitnessKey(dir, NAME, files);
    await new WitnessFolder(dir, files).trust(log.signer.verifier.vkey, undefined);
    const witness = await open(files);
    await witness.addCheckpoint(await log.request(0, 100));
    await witness.close();
    return files;
  }
  const copyOf = (files: CrashingFiles): CrashingFiles => new CrashingFiles(dir).copy(files);
});

describe('it does not start', () => {
  test('over what another witness cosigned', async () => {
    await using(async (witness) => { await witness.addCheckpoint(await log.request(0, 100)); });
    rmSync(witnessKeyFile(dir));
    await makeWitnessKey(dir, NAME, nodeFiles);
    await expect(open()).rejects.toThrow(refusal('WITNESS_STATE_FOREIGN'));
    await expect(witnessStatus(dir, nodeFiles)).rejects.toThrow(refusal('WITNESS_STATE_FOREIGN'));
  });

  test('where what it cosigned was changed, cut or is gone', async () => {
    await using(async (witness) => { await witness.addCheckpoint(await log.request(0, 100)); });
    const note = readFileSync(state(), 'utf8');
    for (const changed of [note.replace('\n100\n', '\n101\n'), note.slice(0, -20), '', await log.note(100)]) {
      writeFileSync(state(), changed);
      await expect(open()).rejects.toThrow(refusal('WITNESS_STATE_FOREIGN'));
    }
    rmSync(state());
    await expect(open()).rejects.toThrow(refusal('WITNESS_STATE_MISSING'));
  });

  test('a second time, over a key that others can read, or without one', async () => {
    const witness = await open();
    await expect(open()).rejects.toThrow(refusal('WITNESS_RUNNING'));
    // Who looks is not in the way.
    expect((await witnessStatus(dir, nodeFiles)).logs).toMatchObject([{ origin: ORIGIN, size: 0, cosignedAt: null, conflicts: [] }]);
    await witness.close();
    chmodSync(witnessKeyFile(dir), 0o640);
    await expect(open()).rejects.toThrow(refusal('WITNESS_KEY_EXPOSED'));
    rmSync(witnessKeyFile(dir));
    await expect(open()).rejects.toThrow(refusal('WITNESS_KEY_MISSING'));
    expect(existsSync(join(dir, 'witness.key'))).toBe(false);
  });

  test('over the folder of another log', async () => {
    cpSync(join(dir, 'logs', originHash(ORIGIN)), join(dir, 'logs', originHash('other.example')), { recursive: true });
    await expect(open()).rejects.toThrow(refusal('WITNESS_STATE_DAMAGED'));
  });
});

test('a key is made once, a log is taken once, and names and keys are checked', async () => {
  await expect(makeWitnessKey(dir, NAME, nodeFiles)).rejects.toThrow(refusal('WITNESS_KEY_EXISTS'));
  await expect(makeWitnessKey(join(dir, 'new'), 'with space', nodeFiles)).rejects.toThrow(refusal('WITNESS_NAME_INVALID'));
  const folder = new WitnessFolder(dir, nodeFiles);
  await expect(folder.trust(log.signer.verifier.vkey, undefined)).rejects.toThrow(refusal('WITNESS_LOG_KNOWN'));
  await expect(folder.trust(vkey, undefined)).rejects.toThrow(refusal('WITNESS_LOG_KEY'));
  await expect(folder.trust('nonsense', undefined)).rejects.toThrow(refusal('LOG_KEY_INVALID'));
});
