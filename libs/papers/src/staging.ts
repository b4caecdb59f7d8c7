/** How content comes in, for every adapter: into a file of its own, hashed, counted and examined before anything stands under its hash. */
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#kernel';
import { detectMediaType } from './detect.js';
import { namesOf } from './media-types.js';
import { type Demands, fileFault, type StoredPaper } from './port.js';
import { readDeviceRecord } from './read-device-record.js';

/** A file in staging that nobody has written to for this long was left by a program that was stopped. */
export const STALE_MS = 24 * 3_600_000;

/**
 * Writes the content to a temporary file in `directory`, waits for the disk, examines it, and hands it to `commit`.
 * The file is gone afterwards, whatever happens, unless the program is killed; then a later one sweeps it.
 * @throws DomainError `PAPER_TOO_LARGE` `PAPER_EMPTY` `PAPER_TYPE_UNKNOWN` `PAPER_TYPE_REFUSED` `PAPER_STORE_UNAVAILABLE`
 */
export async function stage(content: AsyncIterable<Uint8Array>, demands: Demands, directory: string, commit: (path: string, paper: StoredPaper) => Promise<void>): Promise<StoredPaper> {
  const path = join(directory, `${randomUUID()}.part`);
  const file = await create(directory, path);
  try {
    const { sha256, bytes } = await write(content, demands.bytes, file).finally(() => file.close());
    if (bytes === 0) throw new DomainError('PAPER_EMPTY', 'invalid', 'The file is empty. Check that it is the right one and copy it again.');
    const mediaType = await detectMediaType(path);
    if (!demands.mediaTypes.includes(mediaType)) {
      throw new DomainError('PAPER_TYPE_REFUSED', 'invalid', `The content is ${namesOf([mediaType])}, which is not taken for this kind of paper: it is ${namesOf(demands.mediaTypes)}. Hand it in as one of those, or as another kind.`, { mediaType });
    }
    const paper: StoredPaper = { sha256, bytes, mediaType, device: await readDeviceRecord(path, mediaType) };
    await commit(path, paper);
    return paper;
  } finally {
    await rm(path, { force: true });
  }
}

async function create(directory: string, path: string): Promise<FileHandle> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await sweep(directory);
    return await open(path, 'wx', 0o600);
  } catch (error) {
    throw fileFault(error);
  }
}

async function write(content: AsyncIterable<Uint8Array>, limit: number, file: FileHandle): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  // Leaving the loop by throwing also ends the source.
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > limit) throw new DomainError('PAPER_TOO_LARGE', 'limit', `The file is larger than ${limit / 1024 / 1024} MiB, the most that is taken for this kind of paper. Scan it with fewer dots per inch, or hand it in in parts.`, { limit });
    hash.update(chunk);
    await file.writeFile(chunk).catch((error: unknown) => { throw fileFault(error); });
  }
  await file.sync().catch((error: unknown) => { throw fileFault(error); });
  return { sha256: hash.digest('hex'), bytes };
}

/** Removes what killed programs left. Another program's file in use is young: every chunk written makes it so. */
async function sweep(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.endsWith('.part')) continue;
    const path = join(directory, name);
    const age = await stat(path).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0);
    if (age > STALE_MS) await rm(path, { force: true });
  }
}
