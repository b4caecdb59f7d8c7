/** Writes a file that must not be there yet: for its owner only, whole or not at all. */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '#kernel';
import { nameOf } from './input.js';

/** @param kept what is recorded already when the file cannot be written @throws DomainError `OUT_EXISTS` `OUT_UNWRITABLE` */
export async function saveFile(path: string, chunks: AsyncIterable<Uint8Array>, kept: string): Promise<void> {
  try {
    await pipeline(Readable.from(chunks), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new DomainError('OUT_EXISTS', 'conflict', `${nameOf(path)} is there already and is not written over. ${kept} Name another file and send the command again.`, {}, { cause: error });
    await rm(path, { force: true });
    if (error instanceof DomainError || code === undefined) throw error;
    throw new DomainError('OUT_UNWRITABLE', 'unavailable', `${nameOf(path)} cannot be written: ${code}. ${kept} Name another file and send the command again.`, {}, { cause: error });
  }
}
