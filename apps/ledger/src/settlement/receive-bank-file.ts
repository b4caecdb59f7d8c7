/** Receives a file of the bank into a private file, because it is read twice; gone when it was applied. */
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { FastifyRequest } from 'fastify';
import type { FileFromBank } from '#application';
import { problem, ProblemException } from '../problem/problem.js';
import { receiveAnyFile } from '../imports/upload.js';

/** @throws ProblemException, what the multipart parser says, and whatever `apply` throws */
export async function withBankFile<T>(request: FastifyRequest, directory: string, maxBytes: number, apply: (file: FileFromBank) => Promise<T>): Promise<T> {
  if (!request.isMultipart()) {
    throw new ProblemException(problem(415, 'MEDIA_TYPE', 'A file of the bank is sent as multipart/form-data with one field "file". Set the Content-Type accordingly, for example with curl -F file=@return.txt.'));
  }
  const { path } = await receiveAnyFile(request, directory, maxBytes, '.bank');
  try {
    return await apply({ open: () => createReadStream(path) });
  } finally {
    await rm(path, { force: true });
  }
}
