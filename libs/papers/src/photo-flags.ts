/**
 * What the photos of public notices give reason to look at: the same photo for two postings (照片复用), a photo not taken while the notice hung
 * (process.md §12.8), a photo whose time nobody knows. A flag is a lead, never a finding: one board may carry the lists of several cases.
 */
import { type CivilDate, civilDateAt, civilDateOf, DomainError, type EvidenceRef, parseInstant } from '#kernel';
import { PAPER_KINDS } from './kinds.js';

/** A notice as it hung: days in China, both included. */
export interface Posting {
  /** Names the posting within its case: a case has several. */
  readonly posting: string;
  readonly caseId: string;
  readonly from: CivilDate;
  /** Absent while it hangs. */
  readonly to?: CivilDate | undefined;
  /** Evidence that is no photo of a notice or visit is passed over. */
  readonly evidence: readonly EvidenceRef[];
}

export type PhotoFlagCode = 'PHOTO_REUSED' | 'PHOTO_OUTSIDE_WINDOW' | 'PHOTO_TIME_UNKNOWN';

export interface PhotoUse {
  readonly posting: string;
  readonly caseId: string;
  readonly kind: string;
}
export interface PhotoFlag extends PhotoUse {
  readonly code: PhotoFlagCode;
  readonly sha256: string;
  /** The day in China on which the device says it was taken. */
  readonly capturedOn?: CivilDate | undefined;
  /** With `PHOTO_REUSED`: what else it was used for. */
  readonly others?: readonly PhotoUse[] | undefined;
}

const PHOTOS = new Set(PAPER_KINDS.filter(({ captureDemanded }) => captureDemanded).map(({ code }) => code));

/** Flags in the order of the postings and their photos. A photo named twice as the same thing is one use; as start and as end of one posting it is two. */
export function photoFlags(postings: readonly Posting[]): readonly PhotoFlag[] {
  const uses = new Map<string, Map<string, PhotoUse>>();
  const photos = postings.flatMap((posting) => posting.evidence.filter(({ kind }) => PHOTOS.has(kind)).map((photo) => ({ posting, photo, use: { posting: posting.posting, caseId: posting.caseId, kind: photo.kind } })));
  const once = photos.filter(({ photo: { sha256 }, use }) => {
    const known = uses.get(sha256) ?? new Map<string, PhotoUse>();
    uses.set(sha256, known);
    const key = JSON.stringify([use.caseId, use.posting, use.kind]);
    return known.has(key) ? false : known.set(key, use);
  });
  return once.flatMap(({ posting, photo: { sha256, capturedAt }, use }): PhotoFlag[] => {
    const flags: PhotoFlag[] = [];
    const others = [...(uses.get(sha256) as Map<string, PhotoUse>).values()].filter((other) => other !== use);
    if (others.length > 0) flags.push({ code: 'PHOTO_REUSED', sha256, ...use, others });
    const capturedOn = capturedAt === undefined ? undefined : capturedDay(capturedAt);
    if (capturedOn === undefined) flags.push({ code: 'PHOTO_TIME_UNKNOWN', sha256, ...use });
    else if (capturedOn < posting.from || (posting.to !== undefined && capturedOn > posting.to)) flags.push({ code: 'PHOTO_OUTSIDE_WINDOW', sha256, ...use, capturedOn });
    return flags;
  });
}

/**
 * The day in China of a device's time. Without an offset the device said what its clock showed, and the notices hang in China:
 * the day is the one it shows. Anything else is no time.
 */
export function capturedDay(capturedAt: string): CivilDate | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.exec(capturedAt) ?? [];
  if (year !== undefined) return civilDateOf(Number(year), Number(month), Number(day));
  try {
    return civilDateAt(parseInstant(capturedAt));
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
