/** How a command was sent: Idempotency-Key, and If-Match with the revision at which the sender looked. */
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Sending } from '#application';
import { problem, ProblemException } from '../problem/problem.js';
import { ApiProblems } from '../problem/problem.dto.js';

export const etag = (revision: bigint): string => `"${revision}"`;

/** Of an answer about one stream. */
export const ETAG = { ETag: { description: 'The revision of what is answered about; If-Match takes it.', schema: { type: 'string' } } } as const;

/** @throws ProblemException 400 */
export function sendingOf({ headers }: FastifyRequest): Sending {
  const [key, match] = [headers['idempotency-key'], headers['if-match']];
  if (key !== undefined && (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))) {
    throw new ProblemException(problem(400, 'REQUEST_INVALID', 'Idempotency-Key is not 1 to 200 visible ASCII characters. Send for example a UUID, or leave it out.', [{ parameter: 'Idempotency-Key', detail: 'is no key' }]));
  }
  if (match !== undefined && !/^"\d{1,15}"$/.test(match)) {
    throw new ProblemException(problem(400, 'REQUEST_INVALID', 'If-Match is not an ETag as this program gives it, such as "12". Send it as it came, or leave it out.', [{ parameter: 'If-Match', detail: 'is no ETag' }]));
  }
  return { idempotencyKey: key, ifRevision: match === undefined ? undefined : BigInt(match.slice(1, -1)) };
}

/** How the command of this request was sent; where the stream then stands becomes the ETag of the answer. */
export const Sent = createParamDecorator((_: unknown, context: ExecutionContext): Sending => {
  const http = context.switchToHttp();
  return { ...sendingOf(http.getRequest<FastifyRequest>()), tellRevision: (revision) => void http.getResponse<FastifyReply>().header('etag', etag(revision)) };
});

const KEY = 'Names the command: sent again by the same account it is answered with what it did; other content under it is refused.';
const CONTENT = 'Without it the same content is the same command.';
const EACH = 'Without it every sending is a command of its own.';

/** What a route that takes `Sent` says of it. `repeats`: what the same content is without a key. */
export function ApiSending(repeats: 'content' | 'each' = 'content'): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'Idempotency-Key', required: false, description: `${KEY} ${repeats === 'content' ? CONTENT : EACH}`, schema: { type: 'string', minLength: 1, maxLength: 200 } }),
    ApiHeader({ name: 'If-Match', required: false, description: 'The ETag at which the sender looked; 412 where something was recorded since.', schema: { type: 'string' } }),
    ApiProblems(412),
  );
}
