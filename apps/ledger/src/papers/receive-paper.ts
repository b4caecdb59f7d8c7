/** Receives one paper: what is said of it, then its content, which is handed on as it arrives. */
import { isNativeError } from 'node:util/types';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { PaperStatement } from '#application';
import { MAX_DOCUMENT_BYTES } from '#papers';
import { problem, ProblemException } from '../problem/problem.js';

const FIELDS = ['kind', 'division', 'statedCapturedAt', 'statedPlace'] as const;
type Field = (typeof FIELDS)[number];
const isField = (name: string): name is Field => (FIELDS as readonly string[]).includes(name);
/** Bytes of a field: a place of 120 characters, with room to spare. */
const FIELD_BYTES = 1024;
/** Of everything in a multipart body that is not the file. */
const ENVELOPE_BYTES = 64 * 1024;

export interface StatedPaper extends PaperStatement {
  /** The own one where absent. */
  readonly division?: string | undefined;
}

/**
 * Hands the content to `take`, which must read it to its end: it ends well only where the whole form was in order, so nothing is kept of one that was cut off
 * or has more in it than it may. How long the content may be is the kind's, and checked by who takes it.
 * @throws ProblemException, what the multipart parser says, and whatever `take` throws
 */
export async function receivePaper<T>(request: FastifyRequest, take: (stated: StatedPaper, content: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T> {
  if (!request.isMultipart()) {
    throw new ProblemException(problem(415, 'MEDIA_TYPE', 'A paper is sent as multipart/form-data with the field "kind" and then the field "file". Set the Content-Type accordingly, for example with curl -F kind=application -F file=@application.pdf.'));
  }
  try {
    if (Number(request.headers['content-length'] ?? 0) > MAX_DOCUMENT_BYTES + ENVELOPE_BYTES) {
      throw new ProblemException(problem(413, 'FILE_TOO_LARGE', `The file is larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB, the most that is taken of any paper. Scan it with fewer dots per inch, or hand it in in parts.`));
    }
    // One byte more than may be, so that a file that is too long is refused rather than cut.
    const limits = { fileSize: MAX_DOCUMENT_BYTES + 1, files: 1, fields: FIELDS.length, fieldSize: FIELD_BYTES, parts: FIELDS.length + 1 };
    const parts = request.parts({ limits, throwFileSizeLimit: false } as Parameters<FastifyRequest['parts']>[0]) as AsyncIterator<Multipart, undefined>;
    const stated: Partial<Record<Field, string>> = {};
    for (;;) {
      const { value: part } = await parts.next();
      if (part === undefined) throw invalid('The upload has no field "file". Send the paper as that field, after the others.');
      if (part.type === 'file') return await take(withKind(stated, part), whole(part, parts));
      read(stated, part);
    }
  } catch (error) {
    // What is left of the body is read and dropped, so that the client can read the answer; the request timeout bounds it.
    request.raw.unpipe();
    request.raw.resume();
    throw refusalOf(error);
  }
}

function withKind(stated: Partial<Record<Field, string>>, { fieldname }: MultipartFile): StatedPaper {
  const { kind } = stated;
  if (fieldname !== 'file') throw unknownField();
  if (kind === undefined) throw invalid('The field "kind" is missing before the file. Send the kind of the paper first, then the file.');
  return { ...stated, kind };
}

function read(stated: Partial<Record<Field, string>>, { fieldname, value, valueTruncated }: Exclude<Multipart, { type: 'file' }>): void {
  if (!isField(fieldname)) throw unknownField();
  if (typeof value !== 'string' || valueTruncated || value === '' || stated[fieldname] !== undefined) throw invalid(`The field "${fieldname}" is empty, longer than ${FIELD_BYTES} bytes, no text, or there twice. Correct it.`);
  stated[fieldname] = value;
}

/** Ends where the file and the form end. */
async function* whole({ file }: MultipartFile, parts: AsyncIterator<Multipart, undefined>): AsyncGenerator<Uint8Array, void, undefined> {
  yield* file as AsyncIterable<Uint8Array>;
  if ((await parts.next()).done !== true) throw invalid('The upload has something after the file. Send the file last, and one file only.');
}

function refusalOf(error: unknown): unknown {
  if (!isNativeError(error) || error instanceof ProblemException) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'FST_FILES_LIMIT' || code === 'FST_FIELDS_LIMIT' || code === 'FST_PARTS_LIMIT' || code === 'FST_PROTO_VIOLATION' || code === 'FST_INVALID_JSON_FIELD_ERROR') {
    return invalid('The upload has fields that are not known, or more than one file. Send "kind" and, where they are known, "division", "statedCapturedAt" and "statedPlace", then one "file".');
  }
  // The multipart parser's own errors are plain ones: a missing boundary, a body that ends in the middle. The others are a sender who went away.
  if ((error.name === 'Error' && code === undefined) || code === 'ECONNRESET' || code === 'FST_MP_PREMATURE_CLOSE') {
    return invalid('The body is not valid multipart/form-data, or it ended early. Send it again, with the boundary the Content-Type names.');
  }
  return error;
}

/** The field's name is not repeated: it is the sender's text. */
const unknownField = (): ProblemException => invalid(`The upload has a field that is not known. Known are: ${FIELDS.join(', ')} and, after them, file.`);
const invalid = (detail: string): ProblemException => new ProblemException(problem(400, 'UPLOAD_INVALID', detail));
