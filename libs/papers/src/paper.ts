/**
 * The stream of a paper: each time content was handed in as something, by whom, when, and what was said of it.
 * What the device wrote and what a person stated stand apart: nobody can say later that one was the other.
 */
import { assertNever, type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType } from '#kernel';
import type { DeviceRecord } from './device-record.js';
import { parsePaperKind } from './kinds.js';

/** Characters of a stated place. */
export const MAX_PLACE = 120;

/** Content that was handed in as a paper of a kind. */
export interface DocumentArchived extends DeviceRecord {
  readonly sha256: string;
  readonly kind: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Of the office that handed it in. */
  readonly division: string;
  /** RFC 3339 UTC: when it was taken, as a person says. */
  readonly statedCapturedAt?: string | undefined;
  /** Where it was taken, as a person says. */
  readonly statedPlace?: string | undefined;
}

export type PaperEvent = { readonly type: 'DocumentArchived'; readonly data: DocumentArchived };

export interface ArchiveDocument {
  readonly type: 'ArchiveDocument';
  readonly document: DocumentArchived;
  readonly on: CivilDate;
  /** RFC 3339 UTC. */
  readonly now: string;
}

export interface PaperState {
  readonly documents: readonly DocumentArchived[];
}

/** @throws DomainError `PAPER_KIND_UNKNOWN` `PAPER_TIME_MISSING` `PAPER_TIME_AHEAD` `PAPER_PLACE_INVALID` `PAPER_STATED_OTHERWISE` */
function decide({ document, on, now }: ArchiveDocument, { documents }: PaperState): readonly Decided<PaperEvent>[] {
  const { kind, division, capturedAt, statedCapturedAt, statedPlace } = document;
  const { captureDemanded } = parsePaperKind(kind);
  if (statedPlace !== undefined && !new RegExp(`^[^\\p{Cc}\\p{Cs}\\u2028\\u2029]{1,${MAX_PLACE}}$`, 'u').test(statedPlace)) {
    throw new DomainError('PAPER_PLACE_INVALID', 'invalid', `The stated place must be one line of 1 to ${MAX_PLACE} characters. Correct it, or leave it out.`);
  }
  if (statedCapturedAt !== undefined && statedCapturedAt > now) {
    throw new DomainError('PAPER_TIME_AHEAD', 'invalid', 'The stated time of capture has not come yet. Only what has happened is recorded; correct it.');
  }
  // A stated fact that is left out contradicts nothing.
  const before = documents.filter((known) => known.kind === kind && known.division === division);
  const agrees = (known: DocumentArchived): boolean =>
    (statedCapturedAt === undefined || statedCapturedAt === known.statedCapturedAt) && (statedPlace === undefined || statedPlace === known.statedPlace);
  if (before.some(agrees)) return [];
  if (before.length > 0) {
    throw new DomainError('PAPER_STATED_OTHERWISE', 'conflict', 'The same content was handed in as this kind of paper before, with another stated time or place, or none. What was stated then stays; leave both out to refer to the paper as it is.', { kind });
  }
  if (captureDemanded && capturedAt === undefined && statedCapturedAt === undefined) {
    throw new DomainError('PAPER_TIME_MISSING', 'invalid', 'A photo of a notice or a visit proves by its time, and the device wrote none into this one. Hand in the original from the device, not a copy from a chat, or state when it was taken.', { kind });
  }
  return [{ type: 'DocumentArchived', data: document, occurredAt: on }];
}

function evolve(state: PaperState, event: PaperEvent): PaperState {
  switch (event.type) {
    case 'DocumentArchived':
      return { documents: [...state.documents, event.data] };
    default:
      return assertNever(event.type, 'paper event');
  }
}

export const paperDecider: Decider<PaperState, ArchiveDocument, PaperEvent> = { initialState: () => ({ documents: [] }), decide, evolve };

/** Streams `paper-<sha256>`. */
export const paperStream: StreamType<PaperState, ArchiveDocument, PaperEvent> = {
  category: 'paper',
  decider: paperDecider,
  codec: codecOf<PaperEvent>(1, { DocumentArchived: true }),
};
