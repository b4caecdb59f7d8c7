/** The transparency log of a large ledger in `data` of a directory: appended and verified, and what that is held against. */
import { hash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { openSqliteEventStore } from '#event-store/sqlite/sqlite-event-store';
import { LogFollower, logFolder, logKeyFile, nodeFiles, readLogKey, TileFolder, verifyLog } from '#evidence';
import { counted, type Task, timed } from './timed.js';

const PAGE = 10_000;
const ledgerOf = (directory: string): string => join(directory, 'data', 'events.db');
const dataDirOf = (directory: string): string => join(directory, 'data');

/** The entries of a bundle: two bytes of length before each. */
function* entriesOf(bundle: Buffer): Generator<Buffer> {
  for (let at = 0; at < bundle.length; at += 2 + bundle.readUInt16BE(at)) yield bundle.subarray(at + 2, at + 2 + bundle.readUInt16BE(at));
}

const appended = (directory: string, dataDir: string): ReturnType<Task> => counted(async () => {
  const store = await openSqliteEventStore(ledgerOf(directory), { mode: 'readOnly' });
  const signed = await new LogFollower(store, { dataDir, files: nodeFiles }).catchUp();
  await store.close();
  return signed?.size ?? 0;
});

export const EVIDENCE: Readonly<Record<string, Task>> = {
  /** The log that the others read. */
  'log-keep': (directory) => appended(directory, dataDirOf(directory)),
  'log-append': async (directory) => {
    const dataDir = mkdtempSync(join(directory, 'log-'));
    const result = await appended(directory, dataDir);
    rmSync(dataDir, { recursive: true });
    return result;
  },
  'log-append-bare': async (directory) => {
    let [seconds, processor, count] = [0, 0, 0];
    for (const file of readdirSync(join(logFolder(dataDirOf(directory)), 'tile', 'entries'), { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const entries = [...entriesOf(readFileSync(join(file.parentPath, file.name)))];
      const hashed = await timed(entries.length, () => { for (const entry of entries) hash('sha256', entry, 'hex'); });
      seconds += hashed.seconds;
      processor += hashed.processor;
      count += entries.length;
    }
    return { seconds, processor, count };
  },
  'log-verify': (directory) => counted(async () => {
    const dataDir = dataDirOf(directory);
    const store = await openSqliteEventStore(ledgerOf(directory), { mode: 'readOnly' });
    const signer = await readLogKey(logKeyFile(dataDir), nodeFiles);
    if (signer === undefined) throw new Error('the log was not kept');
    const { events, findings } = await verifyLog(store, new TileFolder(logFolder(dataDir), nodeFiles), { key: signer.verifier });
    if (findings.length > 0) throw new Error(JSON.stringify(findings[0]));
    return events;
  }),
  'log-verify-bare': (directory) => counted(async () => {
    const database = new Libsql(ledgerOf(directory));
    const select = database.prepare('SELECT position, stream, revision, event_id, type, data, metadata FROM events WHERE position > ? ORDER BY position LIMIT ?').raw(true);
    let count = 0;
    for (let after = 0n; ;) {
      const rows = select.all(after, BigInt(PAGE)) as [number, number, number, string, string, string, string][];
      for (const row of rows) {
        hash('sha256', row[5], 'hex');
        hash('sha256', row[6], 'hex');
      }
      count += rows.length;
      if (rows.length < PAGE) return Promise.resolve(count);
      after = BigInt(rows.at(-1)?.[0] ?? 0);
    }
  }),
};
