/** Receives one workbook into a private file: hashed as it arrives, never held in memory, gone when its import is over. */
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isNativeError } from 'node:util/types';
import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '#kernel';
import { readWorkbook } from '#workbook';
import { problem, ProblemException, refusalProblem } from '../problem/problem.js';

export interface Upload {
  /** Where the bytes are. */
  readonly path: string;
  /** What the sender called the file. */
  readonly file: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** Files of an earlier process: their jobs are forgotten, and they are full of personal data. */
export async function emptyInbox(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
}

/** @throws ProblemException, or what the multipart parser says; the file is then removed */
export async function receiveUpload(request: FastifyRequest, directory: string, maxBytes: number): Promise<Upload> {
  if (!request.isMultipart()) {
    throw new ProblemException(problem(415, 'MEDIA_TYPE', 'A workbook is sent as multipart/form-data with one field "file". Set the Content-Type accordingly, for example with curl -F file=@book.xlsx.'));
  }
  return receiveAnyFile(request, directory, maxBytes, '.xlsx', refuseForeignFile);
}

/** A multipart body with one field "file". `check` may refuse what arrived. @throws ProblemException, what the multipart parser says, or what `check` throws; the file is then removed */
export async function receiveAnyFile(request: FastifyRequest, directory: string, maxBytes: number, extension: string, check: (path: string) => Promise<void> = () => Promise.resolve()): Promise<Upload> {
  const path = join(directory, `${randomUUID()}${extension}`);
  try {
    // The headers of a multipart body are small, so a body this long cannot hold a file that is short enough.
    if (Number(request.headers['content-length'] ?? 0) > maxBytes + 64 * 1024) throw tooLarge(maxBytes);
    const received = await receiveFile(request, path, maxBytes);
    await check(path);
    return received;
  } catch (error) {
    await rm(path, { force: true });
    // What is left of the body is read and dropped, so that the client can read the answer; the request timeout bounds it.
    request.raw.unpipe();
    request.raw.resume();
    throw refusalOf(error, maxBytes);
  }
}

function refusalOf(error: unknown, maxBytes: number): unknown {
  if (!isNativeError(error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'FST_REQ_FILE_TOO_LARGE') return tooLarge(maxBytes);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DomainError('DISK_FULL', 'unavailable', 'The server has no room for the file. Tell its administrator; nothing of the file was recorded.', {}, { cause: error });
  }
  // The multipart parser's own errors are plain ones: a missing boundary, a body that ends in the middle. The other is a sender who went away.
  if ((error.name === 'Error' && code === undefined) || code === 'ECONNRESET') {
    return new ProblemException(problem(400, 'UPLOAD_INVALID', 'The body is not valid multipart/form-data, or it ended early. Send it again, with the boundary the Content-Type names.'));
  }
  return error;
}

async function receiveFile(request: FastifyRequest, path: string, maxBytes: number): Promise<Upload> {
  let received: Upload | undefined;
  for await (const part of request.parts({ limits: { fileSize: maxBytes, files: 1, fields: 1, fieldSize: 1024, parts: 2 } }) as AsyncIterable<Multipart>) {
    if (part.type !== 'file' || part.fieldname !== 'file') {
      // The field's name is not repeated: it is the sender's text.
      throw new ProblemException(problem(400, 'UPLOAD_INVALID', 'The upload has a field that is not "file". Send the file as the field "file", and nothing else.'));
    }
    const hash = createHash('sha256');
    await pipeline(part.file, async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    }, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    if (part.file.truncated) throw tooLarge(maxBytes);
    received = { path, file: basename(part.filename.replaceAll('\\', '/')), sha256: hash.digest('hex') };
  }
  if (received === undefined) {
    throw new ProblemException(problem(400, 'UPLOAD_INVALID', 'The upload has no field "file". Send the file as that field.'));
  }
  return received;
}

/** What is plainly no .xlsx is refused at once, with the words of the reader; the rest is found out by the import. */
async function refuseForeignFile(path: string): Promise<void> {
  const handle = await open(path, 'r');
  const head = Buffer.alloc(4);
  try {
    await handle.read(head, 0, head.length, 0);
  } finally {
    await handle.close();
  }
  if (head.equals(Buffer.from('PK\u0003\u0004', 'latin1'))) return;
  try {
    await readWorkbook(path);
  } catch (error) {
    throw error instanceof DomainError ? new ProblemException(refusalProblem(error, 'workbook')) : error;
  }
}

const tooLarge = (maxBytes: number): ProblemException =>
  new ProblemException(problem(413, 'FILE_TOO_LARGE', `The file is larger than ${Math.floor(maxBytes / 1024)} KiB, the most that is taken. Check that it is the right one; a workbook can be split, for example into one file per town.`));
