/** Locally published standards: dated values per county, as events. A missing value is never guessed. */
import { assertNever, type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType } from '#kernel';

export interface Standard {
  /** Key of the parameter index (policy-facts.md §6), e.g. `dibao.std`. */
  readonly key: string;
  readonly code6: string;
  /** Exact decimal text in the unit printed beside it, e.g. `670` or `1.5`. */
  readonly value: string;
  readonly unit?: string | undefined;
  readonly validFrom: string;
  /** Last day, inclusive; open where absent. */
  readonly validTo?: string | undefined;
  /** The instrument it rests on, in the office's words. */
  readonly basis?: string | undefined;
}

export type StandardEvent = { readonly type: 'StandardPublished'; readonly data: Standard };
export interface PublishStandard extends Omit<Standard, 'validFrom' | 'validTo'> {
  readonly type: 'PublishStandard';
  readonly validFrom: CivilDate;
  readonly validTo?: CivilDate | undefined;
}

export interface StandardsState {
  /** `key|validFrom` of everything published. */
  readonly published: Set<string>;
}

/** @throws DomainError `STANDARD_EXISTS` */
function decide(command: PublishStandard, state: StandardsState): Decided<StandardEvent>[] {
  if (state.published.has(`${command.key}|${command.validFrom}`)) {
    throw new DomainError('STANDARD_EXISTS', 'conflict', `${command.key} from ${command.validFrom} is published already. Publish a correction instead.`);
  }
  const { type: _type, ...data } = command;
  return [{ type: 'StandardPublished', data, occurredAt: command.validFrom, effectiveFrom: command.validFrom }];
}

/** Grows the one set in place: copying it for each event would be quadratic. */
function evolve(state: StandardsState, event: StandardEvent): StandardsState {
  switch (event.type) {
    case 'StandardPublished':
      state.published.add(`${event.data.key}|${event.data.validFrom}`);
      return state;
    default:
      return assertNever(event.type, 'standard event');
  }
}

export const standardsDecider: Decider<StandardsState, PublishStandard, StandardEvent> = { initialState: () => ({ published: new Set() }), decide, evolve };

/** Streams `policy-<county>`: what one county published. */
export const standardsStream: StreamType<StandardsState, PublishStandard, StandardEvent> = {
  category: 'policy',
  decider: standardsDecider,
  codec: codecOf<StandardEvent>(1, { StandardPublished: true }),
};

/** The value in force on a day: the latest start among those that cover it. */
export function standardOn(standards: readonly Standard[], key: string, on: string): Standard | undefined {
  let found: Standard | undefined;
  for (const standard of standards) {
    if (standard.key !== key || standard.validFrom > on || (standard.validTo !== undefined && standard.validTo < on)) continue;
    if (found === undefined || standard.validFrom > found.validFrom) found = standard;
  }
  return found;
}
