/** How a command was sent: Idempotency-Key, and If-Match with the revision at which the sender looked. */
import type { FastifyRequest } from 'fastify';
import type { Sending } from '#application';
import { problem, ProblemException } from '../problem/problem.js';

export const etag = (revision: bigint): string => `"${revision}"`;

/** @throws ProblemException 400 */
export function sendingOf({ headers }: FastifyRequest): Sending {
  const [key, match] = [headers['idempotency-key'], headers['if-match']];
  if (key !== undefined && (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))) {
    throw new ProblemException(problem(400, 'REQUEST_INVALID', 'Idempotency-Key is not 1 to 200 visible ASCII characters. Send for example a UUID, or leave it out.', [{ parameter: 'Idempotency-Key', detail: 'is no key' }]));
  }
  if (match !== undefined && !/^"\d{1,15}"$/.test(match)) {
    throw new ProblemException(problem(400, 'REQUEST_INVALID', 'If-Match is not the ETag of a case, such as "12". Send it as it came, or leave it out.', [{ parameter: 'If-Match', detail: 'is no ETag' }]));
  }
  return { idempotencyKey: key, ifRevision: match === undefined ? undefined : BigInt(match.slice(1, -1)) };
}
