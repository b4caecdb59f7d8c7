/** A verification that was interrupted goes on where it was, after it has looked whether it still may. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore, ReadAllOptions } from '#event-store';
import { openDatabase } from '#event-store/sqlite/database';
import { openSqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { signCheckpoint } from './checkpoint.js';
import { nodeFiles } from './files.js';
import { logFolder, LogFollower, logKeyFile } from './log-follower.js';
import { signerOf, type Verifier } from './note.js';
import { grow, memoryLedger } from './testing/ledgers.js';
import { TileFolder } from './tile-folder.js';
import { EMPTY_ROOT } from './tree/hash.js';
import { type Verification, verifyLog, type VerifyOptions } from './verify-log.js';
import { parseProgress, progressText, type VerifyProgress } from './verify-progress.js';

const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;
let dataDir: string;
let key: Verifier;
let store: EventStore;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'taizhang-progress-'));
  store = await openSqliteEventStore(join(dataDir, 'events.db'));
  await grow(store, 0, 900);
  await follow();
  key = signerOf(readFileSync(logKeyFile(dataDir), 'utf8')).verifier;
});
afterEach(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});
const follow = (): Promise<unknown> => new LogFollower(store, { dataDir, files: nodeFiles }).catchUp();
const verify = (options: Partial<VerifyOptions> = {}, of = store): Promise<Verification> => verifyLog(of, new TileFolder(logFolder(dataDir), nodeFiles), { key, ...options });

/** Breaks off after so many bundles; what was noted by then, as it is read from the file again. */
async function interrupted(bundles: number): Promise<VerifyProgress> {
  let noted: VerifyProgress | undefined;
  const breakOff = new Error('interrupted');
  await expect(verify({ onReached: async (progress) => { noted = progress; if (progress.bundles === bundles) throw breakOff; } })).rejects.toBe(breakOff);
  return parseProgress(progressText(noted as VerifyProgress));
}

test('it goes on behind the last bundle, reads nothing before it, and finds what lies behind', async () => {
  const resume = await interrupted(2);
  expect(resume).toMatchObject({ bundles: 2, place: { before: '511', position: '512' } });
  const read: (string | undefined)[] = [];
  const watched = { readAll: (options: ReadAllOptions) => { read.push(options.after); return store.readAll(options); } } as EventStore;
  expect(await verify({ resume }, watched)).toMatchObject({ size: 900, events: 900, resumedAt: 512, findings: [] });
  // The event it stood behind, and from there.
  expect(read.map(Number).filter((position) => position < 511)).toEqual([]);
  tamper(700);
  expect((await verify({ resume })).findings).toMatchObject([{ kind: 'altered', index: 699 }]);
});

test('the log may have grown', async () => {
  const resume = await interrupted(1);
  await grow(store, 900, 1_300);
  await follow();
  expect(await verify({ resume })).toMatchObject({ size: 1_300, events: 1_300, resumedAt: 256, findings: [] });
});

test('where the last event is not the one it was, everything is compared again', async () => {
  const resume = await interrupted(2);
  tamper(512);
  expect(await verify({ resume })).toMatchObject({ resumedAt: 0, findings: [{ kind: 'altered', index: 511 }] });
});

test('where a position leads elsewhere, too', async () => {
  const resume = await interrupted(2);
  for (const place of [{ before: '510', position: '511' }, { before: 'm1', position: 'm2' }, { before: null, position: '1' }]) expect(await verify({ resume: { ...resume, place } })).toMatchObject({ resumedAt: 0, events: 900, findings: [] });
  expect(await verify({ resume: { ...resume, bundles: 5 } })).toMatchObject({ resumedAt: 0, findings: [] });
});

test('where the log does not continue what it was verified against, that is what is found', async () => {
  const resume = await interrupted(2);
  const other = mkdtempSync(join(tmpdir(), 'taizhang-progress-other-'));
  writeFileSync(logKeyFile(other), readFileSync(logKeyFile(dataDir)), { mode: 0o600 });
  const fork = await memoryLedger(899);
  await fork.append('case-9@360111', 'noStream', [{ eventId: '0b5ce1a0-0000-8000-8000-000000000001', type: 'Noted', data: {}, metadata: {} }]);
  const folder = new TileFolder(logFolder(other), nodeFiles);
  await folder.writeCheckpoint(signCheckpoint({ size: 0, root: EMPTY_ROOT }, signerOf(readFileSync(logKeyFile(dataDir), 'utf8'))));
  await new LogFollower(fork, { dataDir: other, files: nodeFiles }).catchUp();
  expect(await verifyLog(fork, folder, { key, resume })).toMatchObject({ resumedAt: 0, events: 900, findings: [{ kind: 'forked' }] });
  rmSync(other, { recursive: true });
});

test('nothing is noted once something was found', async () => {
  tamper(300);
  const noted: number[] = [];
  await verify({ onReached: (progress) => { noted.push(progress.bundles); return Promise.resolve(); } });
  expect(noted).toEqual([1]);
});

test('a note of another log, or that is none, is refused', async () => {
  const resume = await interrupted(1);
  await expect(verify({ resume, key: signerOf('PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz').verifier })).resolves.toMatchObject({ findings: [{ kind: 'checkpoint' }] });
  await expect(verify({ resume: { ...resume, checkpoint: resume.checkpoint.replace('\n900\n', '\n901\n') } })).rejects.toThrow(refusal('PROGRESS_FOREIGN'));
  for (const text of ['', 'null', '[]', '{}', progressText(resume).replace('/1', '/2'), progressText({ ...resume, bundles: 0 }), progressText({ ...resume, bundles: 1.5 }), progressText(resume).slice(0, -5), progressText({ ...resume, place: { before: null, position: null } })]) {
    expect(() => parseProgress(text)).toThrow(refusal('PROGRESS_MALFORMED'));
  }
});

/** By another program, which the triggers do not stop. */
function tamper(position: number): void {
  const raw = openDatabase(join(dataDir, 'events.db'));
  raw.exec('DROP TRIGGER events_no_update');
  raw.prepare(`UPDATE events SET data = json_set(data, '$.forged', 1) WHERE position = ?`).run(position);
  raw.close();
}
