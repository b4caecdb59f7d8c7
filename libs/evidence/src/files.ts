/** The file operations of the log, each of them durable when it returns, so that a test can let any one of them fail. */
import { closeSync, fchmodSync, fsync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

export interface LogFiles {
  /** undefined where there is no such file. */
  read(path: string): Promise<Buffer | undefined>;
  /** Creates or empties the file, readable by its owner only, and waits for the disk (fsync). */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** As `write`, but what is in the file may be lost until `sync` has waited for it; its name too. */
  writeSoon(path: string, bytes: Uint8Array): Promise<void>;
  /** Makes what `writeSoon` wrote durable, wherever it was renamed to. */
  sync(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Makes the folder and those above it where they are missing. @returns the folders whose content this changed */
  makeFolder(path: string): Promise<readonly string[]>;
  /** Makes names in the folder durable. */
  syncFolder(path: string): Promise<void>;
  /** The folder and everything in it; nothing where it is not there. */
  removeFolder(path: string): Promise<void>;
  /** Names in a folder; none where it is not there. */
  list(path: string): Promise<readonly string[]>;
  /** Access rights of a file, as in `chmod`. */
  rights(path: string): Promise<number>;
}

/** Waits for the disk on another thread. Everything else is done at once: the files are small, a verification reads thousands, and handing each to a thread takes five times as long as reading it. */
const onDisk = promisify(fsync);

const read = async <T>(work: () => T, otherwise: T): Promise<T> => {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return otherwise;
    throw error;
  }
};

function opened(path: string): number {
  const file = openSync(path, 'w', 0o600);
  // One that a crash left may have had other rights.
  fchmodSync(file, 0o600);
  return file;
}

/** A file or a folder. What is written is the file's, whichever descriptor it was written through. */
async function synced(path: string): Promise<void> {
  const file = openSync(path, 'r');
  try {
    await onDisk(file);
  } finally {
    closeSync(file);
  }
}

export const nodeFiles: LogFiles = {
  read: (path) => read<Buffer | undefined>(() => readFileSync(path), undefined),
  write: async (path, bytes) => {
    const file = opened(path);
    try {
      writeFileSync(file, bytes);
      await onDisk(file);
    } finally {
      closeSync(file);
    }
  },
  writeSoon: async (path, bytes) => {
    const file = opened(path);
    try {
      writeFileSync(file, bytes);
    } finally {
      closeSync(file);
    }
  },
  sync: synced,
  rename: async (from, to) => renameSync(from, to),
  makeFolder: async (path) => {
    const first = mkdirSync(path, { recursive: true, mode: 0o700 });
    if (first === undefined) return [];
    const changed: string[] = [];
    for (let folder = path; folder.length >= first.length; folder = dirname(folder)) changed.push(dirname(folder));
    return changed;
  },
  syncFolder: synced,
  removeFolder: (path) => rm(path, { recursive: true, force: true }),
  list: (path) => read<readonly string[]>(() => readdirSync(path), []),
  rights: async (path) => (await stat(path)).mode & 0o777,
};
