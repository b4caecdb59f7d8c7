/** The file operations of the log, each of them durable when it returns, so that a test can let any one of them fail. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface LogFiles {
  /** undefined where there is no such file. */
  read(path: string): Promise<Buffer | undefined>;
  /** Creates or empties the file, readable by its owner only, and waits for the disk (fsync). */
  write(path: string, bytes: Uint8Array): Promise<void>;
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

/** At once, without a thread: the files are small, and a verification reads thousands; to wait for each takes five times as long as to read it. */
const read = async <T>(work: () => T, otherwise: T): Promise<T> => {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return otherwise;
    throw error;
  }
};

export const nodeFiles: LogFiles = {
  read: (path) => read<Buffer | undefined>(() => readFileSync(path), undefined),
  write: async (path, bytes) => {
    const file = await open(path, 'w', 0o600);
    try {
      // One that a crash left may have had other rights.
      await file.chmod(0o600);
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  makeFolder: async (path) => {
    const first = await mkdir(path, { recursive: true, mode: 0o700 });
    if (first === undefined) return [];
    const changed: string[] = [];
    for (let folder = path; folder.length >= first.length; folder = dirname(folder)) changed.push(dirname(folder));
    return changed;
  },
  syncFolder: async (path) => {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  removeFolder: (path) => rm(path, { recursive: true, force: true }),
  list: (path) => read<readonly string[]>(() => readdirSync(path), []),
  rights: async (path) => (await stat(path)).mode & 0o777,
};
