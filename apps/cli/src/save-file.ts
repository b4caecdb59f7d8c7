/** Writes a file that must not be there yet: it holds names and accounts, so it is its owner's only, and it is whole or not there. A file that is there is somebody's. */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '#kernel';
import { nameOf } from './input.js';

/** @param kept what is recorded already when the file cannot be written @throws DomainError `OUT_EXISTS` `OUT_UNWRITABLE`, and what the content throws */
export async function saveFile(path: string, chunks: AsyncIterable<Uint8Array>, kept: string): Promise<void> {
  let file: FileHandle;
  try {
    file = await open(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new DomainError('OUT_EXISTS', 'conflict', `${nameOf(path)} is there already and is not written over. ${kept} Name another file and send the command again.`, {}, { cause: error });
    throw unwritable(path, kept, error);
  }
  try {
    await pipeline(chunks, file.createWriteStream());
  } catch (error) {
    await rm(path, { force: true });
    throw error instanceof DomainError ? error : unwritable(path, kept, error);
  }
}

function unwritable(path: string, kept: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error : new DomainError('OUT_UNWRITABLE', 'unavailable', `${nameOf(path)} cannot be written: ${code}. ${kept} Name another file and send the command again.`, {}, { cause: error });
}
