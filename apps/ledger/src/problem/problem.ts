/** Problem details (RFC 9457): what every refusal and failure looks like to a client. */
import { STATUS_CODES } from 'node:http';
import { HttpException, HttpStatus } from '@nestjs/common';
import { DomainError, type ErrorKind } from '#kernel';
import { inChinese } from '#refusals';

/** One of several things wrong with a request. */
export interface ProblemItem {
  /** Where: the name of a query or path parameter, or a JSON pointer into the body. */
  readonly parameter?: string;
  readonly pointer?: string;
  readonly detail: string;
}

export interface Problem {
  readonly type: string;
  /** What the code says, in Chinese: the same each time. The particulars are in `detail`. */
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Stable; what a program should look at. */
  readonly code: string;
  /** This very occurrence, as the log knows it. */
  readonly instance: string;
  readonly errors?: readonly ProblemItem[];
  /** Machine-readable particulars of a refusal. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export type ProblemContent = Omit<Problem, 'instance'>;

/** Thrown at the edge of HTTP, where no `DomainError` fits. */
export class ProblemException extends HttpException {
  constructor(readonly problem: ProblemContent, readonly headers: Readonly<Record<string, string>> = {}) {
    super(problem.detail, problem.status);
  }
}


/** A URN: the type need not be fetched, and must not change with the place the server is installed at. */
export const problemType = (code: string): string => `urn:problem-type:taizhang:${code.toLowerCase().replaceAll('_', '-')}`;

export function problem(status: number, code: string, detail: string, errors?: readonly ProblemItem[]): ProblemContent {
  return { type: problemType(code), title: inChinese(code) ?? STATUS_CODES[status] ?? 'Error', status, detail, code, ...(errors === undefined ? {} : { errors }) };
}

const STATUS: Readonly<Record<ErrorKind, number>> = { invalid: 400, notFound: 404, conflict: 409, limit: 413, unsupported: 501, unavailable: 503, unauthenticated: 401, forbidden: 403 };
/** Limits on how much is done at a time rather than on the size of what was sent. */
const QUEUE_CODES: ReadonlySet<string> = new Set(['QUEUE_FULL', 'SIGN_IN_LOCKED', 'SIGN_IN_TOO_OFTEN']);

/** The sender looked at another revision than the one that stands (RFC 9110, If-Match). */
const PRECONDITION_CODES: ReadonlySet<string> = new Set(['REVISION_CHANGED']);

type Refusal = Pick<DomainError, 'code' | 'kind' | 'message'> & { readonly details?: Readonly<Record<string, unknown>> };

export function refusalProblem(refusal: Refusal, about: 'request' | 'workbook' = 'request'): ProblemContent {
  const unreadable = about === 'workbook' && (refusal.kind === 'invalid' || refusal.kind === 'unsupported');
  const status = unreadable ? 422 : QUEUE_CODES.has(refusal.code) ? 429 : PRECONDITION_CODES.has(refusal.code) ? 412 : STATUS[refusal.kind];
  const details = refusal.details ?? {};
  return { ...problem(status, refusal.code, refusal.message), ...(Object.keys(details).length === 0 ? {} : { details }) };
}

/** Codes of Fastify and its plugins, which refuse before any controller is asked. */
const FRAMEWORK: Readonly<Record<string, readonly [status: number, code: string, detail: string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'MEDIA_TYPE', 'The Content-Type of the request is not understood here. Send application/json, or multipart/form-data for a workbook.'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'BODY_MALFORMED', 'The body is not valid JSON. Correct its syntax.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'BODY_MALFORMED', 'The Content-Type says JSON but the body is empty. Send a JSON object such as {}, or leave the Content-Type out.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'BODY_MALFORMED', 'The body is not as long as its Content-Length says. Send it again.'],
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'BODY_TOO_LARGE', 'The body is larger than this request may be. Send less; a workbook goes to POST /api/v1/imports.'],
  FST_REQ_FILE_TOO_LARGE: [413, 'FILE_TOO_LARGE', 'The file is larger than an upload may be. Check that it is the right one; a workbook can be split, for example into one file per town.'],
  FST_FILES_LIMIT: [400, 'UPLOAD_INVALID', 'One request carries one file. Send the others in requests of their own.'],
  FST_FIELDS_LIMIT: [400, 'UPLOAD_INVALID', 'The upload has fields beside the file. Send the field "file" only.'],
  FST_PARTS_LIMIT: [400, 'UPLOAD_INVALID', 'The upload has more than one part. Send the field "file" only.'],
  FST_PROTO_VIOLATION: [400, 'UPLOAD_INVALID', 'A part of the upload has a name that is not allowed. Send the field "file" only.'],
  FST_MP_PREMATURE_CLOSE: [400, 'UPLOAD_INVALID', 'The upload ended before its last boundary. Send it again.'],
  FST_INVALID_MULTIPART_CONTENT_TYPE: [415, 'MEDIA_TYPE', 'A workbook is sent as multipart/form-data with one field "file".'],
  FST_ERR_BAD_URL: [400, 'URL_MALFORMED', 'The path holds a percent sign that is no valid escape. Encode the path again.'],
  FST_ERR_MAX_PARAM_LENGTH: [414, 'URL_TOO_LONG', 'A part of the path is longer than any number this ledger knows.'],
};

const REQUEST_INVALID = ['REQUEST_INVALID', 'The request cannot be understood. Compare it with the API description at /docs.'] as const;
const BY_STATUS: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  400: REQUEST_INVALID,
  403: ['CROSS_ORIGIN_REFUSED', 'The request comes from a page of another site and is refused, because it would change the ledger in your name. Send it from this server\'s own pages or from a program.'],
  404: ['ROUTE_NOT_FOUND', 'There is nothing under this path. The API description at /docs lists what there is.'],
  408: ['REQUEST_TIMEOUT', 'The request took too long to arrive. Send it again.'],
  413: ['BODY_TOO_LARGE', 'The request is too large.'],
  415: ['MEDIA_TYPE', 'The Content-Type of the request is not understood here.'],
  503: ['UNAVAILABLE', 'The server is starting or stopping. Try again in a moment.'],
};

/** When to come back, and how to sign in. */
function headersOf({ status, details }: ProblemContent): Readonly<Record<string, string>> {
  if (status === 401) return { 'www-authenticate': 'Bearer' };
  if (status !== 429 && status !== 503) return {};
  const seconds = details?.['retryAfterSeconds'];
  return { 'retry-after': String(typeof seconds === 'number' ? seconds : 5) };
}

/** Turns anything thrown into a problem; what is not known stays inside: `unknown` says that the log must have it. */
export function problemOf(error: unknown): { readonly content: ProblemContent; readonly headers: Readonly<Record<string, string>>; readonly unknown: boolean } {
  const known = (content: ProblemContent, headers: Readonly<Record<string, string>> = {}) => ({ content, headers, unknown: false });
  if (error instanceof ProblemException) return known(error.problem, error.headers);
  if (error instanceof DomainError) {
    const content = refusalProblem(error);
    return known(content, headersOf(content));
  }
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const framework = typeof code === 'string' ? FRAMEWORK[code] : undefined;
  if (framework) return known(problem(...framework));
  // Fastify's own JSON parser and those of NestJS mark a syntax error with a status but no code.
  if (error instanceof SyntaxError && statusCode === HttpStatus.BAD_REQUEST) return known(problem(400, 'BODY_MALFORMED', 'The body is not valid JSON. Correct its syntax.'));
  const status = error instanceof HttpException ? error.getStatus() : typeof statusCode === 'number' ? statusCode : 500;
  if (status >= 400 && status < 500 || status === 503) {
    const [name, detail] = BY_STATUS[status] ?? REQUEST_INVALID;
    return known(problem(status, name, detail));
  }
  return { content: problem(500, 'INTERNAL', 'The server failed in a way it did not expect; nothing half-done was kept. Try again; if it stays, give the administrator the "instance" of this answer, which is in the log.'), headers: {}, unknown: true };
}
