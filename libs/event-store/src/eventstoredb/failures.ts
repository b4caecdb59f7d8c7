/** What an error of the client means: an answer of the server, a refusal, or a disturbance after which to try again. */
import {
  AccessDeniedError, convertToCommandError, MaxAppendSizeExceededError, StreamDeletedError, StreamNotFoundError, WrongExpectedVersionError,
} from '@eventstore/db-client';
import { DomainError } from '#kernel';

export type Failure =
  | { readonly kind: 'wrongExpectedVersion' }
  | { readonly kind: 'streamNotFound' }
  /** The server will answer the same again, or we must not go on. */
  | { readonly kind: 'final'; readonly error: DomainError }
  /** Unreachable, overloaded, no leader, too late: whether an append was written is unknown. */
  | { readonly kind: 'disturbance'; readonly cause: Error };

/** gRPC codes of refusals that trying again does not change. */
const REFUSALS: ReadonlyMap<number, string> = new Map([
  [3, 'invalid argument'], [7, 'permission denied'], [9, 'failed precondition'], [11, 'out of range'], [12, 'not implemented'],
]);

/** @param what what was tried, for the message: "append to case-1" */
export function failureOf(thrown: unknown, what: string): Failure {
  if (thrown instanceof DomainError) return { kind: 'final', error: thrown };
  const error = thrown instanceof Error ? convertToCommandError(thrown) : new Error(String(thrown));
  if (error instanceof WrongExpectedVersionError) return { kind: 'wrongExpectedVersion' };
  if (error instanceof StreamNotFoundError) return { kind: 'streamNotFound' };
  if (error instanceof StreamDeletedError) return { kind: 'final', error: streamDeleted(what, error) };
  if (error instanceof MaxAppendSizeExceededError) {
    return { kind: 'final', error: new DomainError('APPEND_TOO_LARGE', 'limit', `The event store server refused the size of the ${what}. Append in several steps, or raise MaxAppendSize on the server.`, {}, { cause: error }) };
  }
  if (error instanceof AccessDeniedError) {
    return { kind: 'final', error: new DomainError('STORE_ACCESS_DENIED', 'unavailable', `The event store server does not allow the ${what}. Check the user and password in the connection string and the access list of the server.`, {}, { cause: error }) };
  }
  const refusal = REFUSALS.get(codeOf(error) ?? -1);
  if (refusal !== undefined) {
    return { kind: 'final', error: new DomainError('STORE_UNAVAILABLE', 'unavailable', `The event store server refused the ${what} (${refusal}). Look into the server's log; trying again will not help.`, {}, { cause: error }) };
  }
  return { kind: 'disturbance', cause: error };
}

/** True when the server says that a position lies in the middle of a record. */
export function isInvalidPosition(thrown: unknown): boolean {
  return thrown instanceof Error && /invalid\s?position/i.test(thrown.message);
}

export function unavailable(what: string, attempts: number, cause: Error): DomainError {
  return new DomainError('STORE_UNAVAILABLE', 'unavailable',
    `The event store server could not be reached for the ${what}, or did not answer in time, ${attempts} time(s). Check that it runs; then send the same again: event ids make that safe.`, { attempts }, { cause });
}

export function streamDeleted(what: string, cause?: Error): DomainError {
  return new DomainError('STREAM_DELETED', 'conflict',
    `The ${what} met a stream that was deleted on the event store server. A ledger's streams are never deleted: find out who did it, restore the server from a backup, and deny deletion in its access list.`, {}, { cause });
}

/** A part of a stream is gone from the server: deleted, cut off or expired. */
export function streamTruncated(streamId: string, expected: bigint, actual: bigint): DomainError {
  return new DomainError('STREAM_TRUNCATED', 'conflict',
    `Stream ${streamId} should go on at revision ${expected} but the event store server has ${actual}: events before it were deleted. Find out who did it, restore the server from a backup, and deny deletion in its access list.`,
    { streamId, expected: String(expected), actual: String(actual) });
}

export class TooLate extends Error {
  constructor(what: string, ms: number) {
    super(`no answer to the ${what} within ${ms} ms`);
  }
}

function codeOf(error: Error): number | undefined {
  return 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}
