/** Who looked at what is kept of a person (查阅; 档案法, 个人信息保护法 54): an event of its own for every look, in the ledger beside what was looked at. */
import { type CivilDate, codecOf, type Decided, type Decider, DomainError, type StreamType } from '#kernel';

/** What was shown: a case as it stands, or as it stood; what a determination rests on; the content of a paper; a finding; a complaint; decisions about payments; the lines of a pay list; what is registered of a person or household and can be corrected; a file that was handed out; evidence that was. */
export const VIEWING_SCOPES = ['file', 'replay', 'determination', 'paper', 'finding', 'complaint', 'payments', 'payList', 'register', 'export', 'evidence'] as const;
export type ViewingScope = (typeof VIEWING_SCOPES)[number];
/** `refused`: it is there, and was asked for by somebody of elsewhere. */
export const VIEWING_OUTCOMES = ['shown', 'refused'] as const;
export type ViewingOutcome = (typeof VIEWING_OUTCOMES)[number];

/** Longest purpose. */
export const MAX_PURPOSE = 200;

export interface ViewingFacts {
  readonly viewingId: string;
  readonly scope: ViewingScope;
  /** `<number>@<county>`; of a paper its SHA-256. */
  readonly about: string;
  readonly on: string;
  readonly outcome: ViewingOutcome;
  /** Where whoever looked is. */
  readonly from: string;
  /** Absent: in the course of the work of the office that handles it. */
  readonly purpose?: string | undefined;
}
export type ViewingEvent = { readonly type: 'ArchiveAccessed'; readonly data: ViewingFacts };
export interface RecordViewing {
  readonly type: 'RecordViewing';
  readonly viewing: ViewingFacts & { readonly on: CivilDate };
}

/** @throws DomainError `PURPOSE_INVALID` */
function decide({ viewing }: RecordViewing): readonly Decided<ViewingEvent>[] {
  if (viewing.purpose !== undefined) checkPurpose(viewing.purpose);
  return [{ type: 'ArchiveAccessed', data: viewing, occurredAt: viewing.on }];
}

/** @throws DomainError `PURPOSE_INVALID` */
export function checkPurpose(purpose: string): void {
  if (purpose.length > MAX_PURPOSE || !/^(?=.*\S)[^\p{C}]+$/u.test(purpose)) throw new DomainError('PURPOSE_INVALID', 'invalid', `A purpose is one line of 1 to ${MAX_PURPOSE} characters, such as the number of the inspection. Correct it.`, { field: 'purpose' });
}

export const viewingDecider: Decider<null, RecordViewing, ViewingEvent> = { initialState: () => null, decide, evolve: () => null };

/** Streams `viewing-<uuid>`, one event each: nobody waits for anybody to look. */
export const viewingStream: StreamType<null, RecordViewing, ViewingEvent> = { category: 'viewing', decider: viewingDecider, codec: codecOf<ViewingEvent>(1, { ArchiveAccessed: true }) };
