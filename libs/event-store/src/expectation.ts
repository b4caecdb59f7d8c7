/**
 * What the adapters that keep their own events decide alike before an append: does the expectation hold, or is this a repetition.
 *
 * A repetition is looked for where it would stand, so recognising it needs no index over event ids:
 * - expecting `noStream` or an exact revision, right after that revision; it is recognised for ever;
 * - expecting `streamExists`, at the end of the stream; it is recognised while nothing else followed.
 * A writer who expects the revision the stream really has knows every event of it, and is taken at its word.
 */
import { DomainError } from '#kernel';
import { RevisionConflict, type ExpectedRevision } from './port.js';

/** Last revision of a stream, or that it was never written. */
export type StreamState = bigint | 'noStream';

/**
 * The revision at which the first of `count` events would stand if they had been appended before;
 * `undefined` when they cannot have been.
 */
export function repetitionStart(expected: ExpectedRevision, actual: StreamState, count: number): bigint | undefined {
  if (actual === 'noStream' || expected === actual) return undefined;
  if (expected === 'noStream') return 0n;
  if (expected === 'streamExists') return actual + 1n > BigInt(count) ? actual + 1n - BigInt(count) : 0n;
  return expected >= 0n && expected < actual ? expected + 1n : undefined;
}

/**
 * Compares the ids of an append with those stored from `repetitionStart` on (at most as many).
 * @returns true when they are the same, false when none of them is there
 * @throws DomainError `EVENT_ID_REUSED` for anything between
 */
export function isRepetition(streamId: string, wanted: readonly string[], stored: readonly string[]): boolean {
  if (wanted.length === stored.length && wanted.every((id, n) => id === stored[n])) return true;
  const there = new Set(stored);
  if (!wanted.some((id) => there.has(id))) return false;
  throw new DomainError('EVENT_ID_REUSED', 'conflict',
    `Some event ids of this append to ${streamId} are already stored there, but not as this append: only an identical append may be repeated. Give new events new ids.`,
    { streamId });
}

/** @throws RevisionConflict when a stream in state `actual` is not as expected */
export function checkExpectation(streamId: string, expected: ExpectedRevision, actual: StreamState): void {
  const holds = expected === 'streamExists' ? actual !== 'noStream' : expected === actual;
  if (!holds) throw new RevisionConflict(streamId, expected, actual);
}
