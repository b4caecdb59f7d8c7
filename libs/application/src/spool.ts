/**
 * Bytes that are looked at as a whole before any of them is handed on, kept meanwhile on the disk: encrypted under a key that is nowhere but in memory, in a file that has no name any more when the first byte is in it.
 * A file of a million accounts is too large for memory, must not lie about in the clear, and costs too much to be written twice.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PIECE = 65_536;

export interface Spooled {
  /** Hex. */
  readonly sha256: string;
  /** Once; it is gone when the reading ends, however it ends. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Instead of reading it. */
  readonly discard: () => Promise<void>;
}

export async function spooled(chunks: AsyncIterable<Buffer>): Promise<Spooled> {
  const file = await nameless();
  const [key, nonce] = [randomBytes(32), randomBytes(16)];
  try {
    const hash = createHash('sha256');
    const cipher = createCipheriv('aes-256-ctr', key, nonce);
    for await (const chunk of chunks) {
      hash.update(chunk);
      await file.writeFile(cipher.update(chunk));
    }
    const run = readBack(file, key, nonce);
    // Also where it ends before it has begun, which a generator alone is not told.
    const end = async (): Promise<IteratorResult<Buffer>> => {
      await file.close();
      return { done: true, value: undefined };
    };
    return { sha256: hash.digest('hex'), chunks: { [Symbol.asyncIterator]: () => ({ next: () => run.next(), return: end }) }, discard: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function nameless(): Promise<FileHandle> {
  const directory = await mkdtemp(join(tmpdir(), 'taizhang-'));
  try {
    return await open(join(directory, 'spool'), 'wx+', 0o600);
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function* readBack(file: FileHandle, key: Buffer, nonce: Buffer): AsyncGenerator<Buffer> {
  try {
    const decipher = createDecipheriv('aes-256-ctr', key, nonce);
    for (let position = 0; ;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(PIECE), 0, PIECE, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield decipher.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}
