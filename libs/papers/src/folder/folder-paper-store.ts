/** Papers in a folder: `ab/cd/<sha256>`, readable by their owner only. Several processes may use it at the same time. */
import { createReadStream } from 'node:fs';
import { chmod, mkdir, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkHash, type Demands, fileFault, missing, type PaperStore, type StoredPaper } from '../port.js';
import { stage } from '../staging.js';
import { verified } from '../verified.js';

/** Where content stands until it has its hash; on the same file system, so that it can be renamed. */
const INCOMING = 'incoming';

/** Made when first something is put: who only reads leaves no trace. */
export function folderPaperStore(root: string): PaperStore {
  return new FolderPaperStore(root);
}

class FolderPaperStore implements PaperStore {
  constructor(private readonly root: string) {}

  put(content: AsyncIterable<Uint8Array>, demands: Demands): Promise<StoredPaper> {
    return stage(content, demands, join(this.root, INCOMING), (path, { sha256 }) => this.commit(path, sha256));
  }

  async open(sha256: string): Promise<AsyncIterable<Uint8Array>> {
    if (!(await this.has(sha256))) throw missing(sha256);
    return verified(sha256, read(this.pathOf(sha256)));
  }

  async has(sha256: string): Promise<boolean> {
    try {
      return (await stat(this.pathOf(sha256))).isFile();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw fileFault(error);
    }
  }

  /** Renaming takes the place of what may be there: the same content, or damage to it. */
  private async commit(path: string, sha256: string): Promise<void> {
    try {
      const outer = join(this.root, sha256.slice(0, 2));
      const inner = join(outer, sha256.slice(2, 4));
      await mkdir(inner, { recursive: true, mode: 0o700 });
      await chmod(path, 0o600);
      await rename(path, this.pathOf(sha256));
      // A name is durable when the directory that holds it is.
      for (const directory of [inner, outer, this.root]) await sync(directory);
    } catch (error) {
      throw fileFault(error);
    }
  }

  private pathOf(sha256: string): string {
    checkHash(sha256);
    return join(this.root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}

async function* read(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw fileFault(error);
  }
}

async function sync(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
