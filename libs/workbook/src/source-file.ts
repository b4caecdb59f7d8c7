/** The bytes of the file to import, bounded, with the hash of exactly those bytes. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { DomainError } from '#kernel';
import { fileUnreadable, tooLarge } from './refusals.js';

export interface SourceFile {
  readonly bytes: Buffer;
  /** Lower-case hex. */
  readonly sha256: string;
}

const SLICE_BYTES = 4 * 1024 * 1024;

/**
 * The file is taken into memory once: what is hashed is what is read, even if someone saves over it meanwhile.
 * @throws DomainError `FILE_UNREADABLE`, `WORKBOOK_TOO_LARGE`
 */
export async function loadSource(source: string | Uint8Array, limit: number): Promise<SourceFile> {
  const bytes = typeof source === 'string' ? await readBounded(source, limit) : Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  if (bytes.length > limit) throw fileTooLarge(limit);
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    hash.update(bytes.subarray(at, at + SLICE_BYTES));
    if (at > 0) await setImmediate();
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function readBounded(path: string, limit: number): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const stat = await handle.stat();
    if (!stat.isFile()) throw fileUnreadable('it is no regular file');
    if (stat.size > limit) throw fileTooLarge(limit);
    return await readAll(handle, stat.size);
  } catch (error) {
    throw error instanceof DomainError ? error : fileUnreadable(reasonOf(error), error);
  } finally {
    await handle?.close();
  }
}

/** As many bytes as the file had when it was opened: one that grows meanwhile is cut there and found damaged. */
async function readAll(handle: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await handle.read(bytes, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file', EACCES: 'access is denied', EPERM: 'access is denied', EISDIR: 'it is a folder',
};
const reasonOf = (error: unknown): string =>
  REASONS[(error as { code?: string }).code ?? ''] ?? (error instanceof Error ? error.message : String(error));

const fileTooLarge = (limit: number): DomainError => tooLarge(`the file has more than ${Math.round(limit / 1048576)} MiB`, limit);
