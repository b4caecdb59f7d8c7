/** What adapters decide alike before an append: does the expectation hold, and are these event ids new, a repetition, or misused. */
import { DomainError } from '#kernel';
import { RevisionConflict, type ExpectedRevision } from './port.js';

/** @throws RevisionConflict when a stream in state `actual` is not as expected */
export function checkExpectation(streamId: string, expected: ExpectedRevision, actual: bigint | 'noStream'): void {
  const holds = expected === 'streamExists' ? actual !== 'noStream' : expected === actual;
  if (!holds) throw new RevisionConflict(streamId, expected, actual);
}

/**
 * Judges an append by where its event ids already stand in the stream.
 * @param revisions for each event in order, the revision at which its id is stored, or `undefined`
 * @returns the last revision when the whole append is already there, in order and without a gap; `undefined` when all ids are new
 * @throws DomainError `EVENT_ID_REUSED` for anything between
 */
export function judgeRepetition(streamId: string, revisions: readonly (bigint | undefined)[]): bigint | undefined {
  if (revisions.every((revision) => revision === undefined)) return undefined;
  const first = revisions[0];
  if (first !== undefined && revisions.every((revision, n) => revision === first + BigInt(n))) return first + BigInt(revisions.length - 1);
  throw new DomainError('EVENT_ID_REUSED', 'conflict',
    `Some event ids of this append to ${streamId} are already stored there, but not as this append: only an identical append may be repeated. Give new events new ids.`,
    { streamId });
}
