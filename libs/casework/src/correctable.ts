/** Which fields of which events are corrected (process.md §6), what they may become, and what stands of them after the corrections so far. */
import { type CivilDate, isCitizenId } from '#kernel';

export type CorrectionSubject = 'person' | 'household' | 'case';
export const CORRECTION_SUBJECTS = ['person', 'household', 'case'] as const satisfies readonly CorrectionSubject[];
export type CorrectedValue = string | boolean;
type Data = Readonly<Record<string, unknown>>;

/** What is wrong with a value, for the sentence "… cannot be that: …"; `data` are those of the event. */
type Check = (value: CorrectedValue, data: Data) => string | undefined;
const written = (most: number): Check => (value) => (typeof value === 'string' && value.trim() !== '' && value.length <= most ? undefined : `a text of 1 to ${most} characters is needed`);
const officeNumber: Check = (value) => (typeof value === 'string' && /^[^\p{C}\p{Z}@|]{1,80}$/u.test(value) ? undefined : 'a number has 1 to 80 characters, none of them a space, @, | or a control character');
const citizen: Check = (value) => (typeof value === 'string' && isCitizenId(value) ? undefined : 'that is no citizen number (18 characters with a date of birth and the check digit of GB 11643)');
const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false is needed');
const inTown: Check = (value, { town }) => (typeof value === 'string' && /^\d{12}$/.test(value) && value.startsWith(String(town)) ? undefined : `a community of town ${String(town)} has 12 digits that begin with those of the town; moving to another town is no correction`);

/**
 * By subject and type of event. Birth and sex follow the citizen number. Of a case: numbers of documents, which nothing is computed from and by which nothing else
 * is found. The number of a decision is not among them: its notice was served under it.
 */
export const CORRECTABLE: { readonly [S in CorrectionSubject]: Readonly<Record<string, Readonly<Record<string, Check>>>> } = {
  person: { PersonRegistered: { idNo: citizen, name: written(60) } },
  household: { HouseholdComposed: { community: inTown, phone: written(30) }, HouseholdMemberChanged: { relation: written(60), counted: flag } },
  case: {
    ApplicationAccepted: { receiptNo: officeNumber }, NearRelativeFiled: { filingNo: officeNumber }, InfoCheckRequested: { requestNo: officeNumber }, InfoCheckReported: { reportNo: officeNumber },
    HomeVisited: { visitNo: officeNumber }, RemoteVisited: { visitNo: officeNumber }, CountyVisited: { visitNo: officeNumber }, CaseConferenced: { minutesRef: officeNumber },
    CaseFiledWithCity: { filingNo: officeNumber }, ReliefFiled: { filingNo: officeNumber }, PeriodicReviewCompleted: { reportNo: officeNumber }, CustodyAgreementFiled: { agreementRef: officeNumber },
  },
};

const fieldsOf = (subject: CorrectionSubject, type: string): Readonly<Record<string, Check>> => (Object.hasOwn(CORRECTABLE[subject], type) ? (CORRECTABLE[subject][type] as Readonly<Record<string, Check>>) : {});
export const isCorrectable = (subject: CorrectionSubject, type: string, field: string): boolean => Object.hasOwn(fieldsOf(subject, type), field);

/** An event of the subject with its id and its day. */
export interface ToldEvent {
  readonly eventId: string;
  readonly type: string;
  readonly data: Data;
  readonly on: CivilDate;
}
/** One field of an event, as it stands after the corrections so far. */
export interface CorrectionTarget extends Omit<ToldEvent, 'eventId'> {
  readonly subject: CorrectionSubject;
  readonly value?: CorrectedValue | undefined;
  /** A later event says the same anew: of a member of a household, the last change is what holds. */
  readonly superseded?: true | undefined;
}

/** What is wrong with a value for this field; undefined where it may stand. */
export const standsAsValue = ({ subject, type, data }: CorrectionTarget, field: string, value: CorrectedValue): string | undefined => fieldsOf(subject, type)[field]?.(value, data);

/** `events` are all of the subject, in their order. Undefined where it has no event of this id. */
export function targetOf(subject: CorrectionSubject, events: readonly ToldEvent[], eventId: string, field: string): CorrectionTarget | undefined {
  const at = events.findIndex((event) => event.eventId === eventId);
  const event = events[at];
  if (event === undefined) return undefined;
  const { type, data, on } = event;
  const corrections = events.filter((later) => later.type === 'CorrectionRecorded' && later.data['targetEventId'] === eventId && later.data['field'] === field);
  const value = (corrections.at(-1)?.data['new'] ?? data[field]) as CorrectedValue | undefined;
  const superseded = type === 'HouseholdMemberChanged' && (data['change'] === 'left' || events.slice(at + 1).some((later) => later.type === type && later.data['personId'] === data['personId']));
  return { subject, type, data, on, value, ...(superseded ? { superseded: true as const } : {}) };
}

export interface CorrectableField {
  readonly eventId: string;
  readonly type: string;
  readonly on: CivilDate;
  readonly field: string;
  /** Absent where nothing was stated. */
  readonly value?: CorrectedValue | undefined;
  /** Whom it is about, of a member of a household. */
  readonly personId?: string | undefined;
}
/** Everything of a subject that can be corrected, in the order of its events. */
export const correctableFields = (subject: CorrectionSubject, events: readonly ToldEvent[]): readonly CorrectableField[] => events.flatMap(({ eventId, type, on, data }) =>
  Object.keys(fieldsOf(subject, type)).flatMap((field): readonly CorrectableField[] => {
    const target = targetOf(subject, events, eventId, field) as CorrectionTarget;
    if (target.superseded === true) return [];
    const { personId } = data as { readonly personId?: string };
    return [{ eventId, type, on, field, ...(target.value === undefined ? {} : { value: target.value }), ...(subject === 'household' && personId !== undefined ? { personId } : {}) }];
  }));
