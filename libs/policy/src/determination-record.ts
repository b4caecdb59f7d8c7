/** A determination as it was made: the facts it was made from, its result and its trace, and which values could be known to it. */
import { assertNever, type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType } from '#kernel';
import type { Determination } from './determination.js';
import type { Facts } from './facts.js';

export interface RecordedFacts {
  readonly determinationId: string;
  readonly caseId?: string | undefined;
  readonly facts: Facts;
  readonly determination: Determination;
  /**
   * How far each stream of published values was read, by stream: the revision of its last event, as text. Two instants can be the same
   * and clocks can be wrong; the revisions say exactly what was known. A stream that is not named was empty.
   */
  readonly read: Readonly<Record<string, string>>;
}

export interface DeterminationEvent {
  readonly type: 'DeterminationRecorded';
  readonly data: RecordedFacts;
}
export interface RecordDetermination extends RecordedFacts {
  readonly type: 'RecordDetermination';
}

export type DeterminationState = { readonly status: 'unknown' } | { readonly status: 'recorded' };

/** @throws DomainError `DETERMINATION_EXISTS` */
function decide(command: RecordDetermination, state: DeterminationState): Decided<DeterminationEvent>[] {
  switch (state.status) {
    case 'unknown': {
      const { determinationId, caseId, facts, determination, read } = command;
      const ruleIds = [...new Set(determination.trace.flatMap((step) => step.ruleIds))].sort();
      return [{ type: 'DeterminationRecorded', data: { determinationId, caseId, facts, determination, read }, occurredAt: determination.on as CivilDate, ruleIds }];
    }
    case 'recorded':
      throw determinationExists();
    default:
      return assertNever(state, 'state of a determination');
  }
}

/** A determination is never made over: what changed since is another one. */
export const determinationExists = (): DomainError =>
  new DomainError('DETERMINATION_EXISTS', 'conflict', 'A determination with this number is recorded with other facts, another place, day or case. Nothing was changed; record the new one under a number of its own.');

export const determinationDecider: Decider<DeterminationState, RecordDetermination, DeterminationEvent> = {
  initialState: () => ({ status: 'unknown' }),
  decide,
  evolve: () => ({ status: 'recorded' }),
};

/** Streams `determination-<number>@<county>`. */
export const determinationStream: StreamType<DeterminationState, RecordDetermination, DeterminationEvent> = {
  category: 'determination',
  decider: determinationDecider,
  codec: codecOf<DeterminationEvent>(1, { DeterminationRecorded: true }),
};
