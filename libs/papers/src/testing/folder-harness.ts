/** A folder of its own under a temporary directory, and what stands in it. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import type { PaperStoreHarness } from '../contract.js';
import { folderPaperStore } from '../folder/folder-paper-store.js';

/** Files under `root` that are named like a hash, as `ab/cd/<sha256>`. */
export function hashFiles(root: string): readonly string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('.part')).map((entry) => {
    const path = relative(root, join(entry.parentPath, entry.name));
    const name = basename(path);
    if (dirname(path) !== join(name.slice(0, 2), name.slice(2, 4))) throw new Error(`${path} stands where no paper belongs`);
    return name;
  });
}

export const pathOf = (root: string, sha256: string): string => join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);

export function damageFile(root: string, sha256: string, change: (content: Buffer) => Buffer): void {
  writeFileSync(pathOf(root, sha256), change(readFileSync(pathOf(root, sha256))));
}

/** Hashes under which something else is stored than their content. */
export const wrongFiles = (root: string): readonly string[] => hashFiles(root).filter((sha256) => createHash('sha256').update(readFileSync(pathOf(root, sha256))).digest('hex') !== sha256);

export async function folderHarness(): Promise<PaperStoreHarness> {
  const parent = mkdtempSync(join(tmpdir(), 'taizhang-papers-'));
  const root = join(parent, 'papers');
  return {
    open: () => folderPaperStore(root),
    staging: join(root, 'incoming'),
    hashes: async () => hashFiles(root),
    damage: async (sha256, change) => damageFile(root, sha256, change),
    destroy: async () => { rmSync(parent, { recursive: true }); },
  };
}
