/** A case replayed: its events and what they add up to, as of a date and as known at an instant. */
import { caseStream, changeInForce, type CaseState } from '#casework';
import { type CivilDate, contains, DomainError, type EventMetadata, firstDayOf, type CivilMonth, monthOf } from '#kernel';
import type { EventStore, RecordedEvent } from '#event-store';
import type { ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import { byCodePoint } from './key.js';
import type { TimelineRow } from './timeline.js';

export interface ReplayedEvent {
  readonly position: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly effectiveFrom?: string | undefined;
  readonly recordedAt: string;
  readonly actor: unknown;
  readonly data: unknown;
}
export interface ReplayedState {
  readonly benefit: string;
  readonly householdId: string;
  readonly beneficiaryId: string | null;
  readonly incomeFen: number | null;
  readonly steps: readonly { readonly step: string; readonly on: string }[];
  /** What the case is owed in the month of the date; null while nothing was granted; after a stop `active` is false. */
  readonly entitlement: { readonly change: string; readonly effectiveMonth: string; readonly persons: number; readonly monthlyFen: number; readonly active: boolean } | null;
  readonly payments: { readonly listedFen: number; readonly settledFen: number; readonly failedFen: number };
  readonly findings: readonly string[];
}
export interface CaseReplay {
  readonly caseId: string;
  readonly events: readonly ReplayedEvent[];
  readonly state: ReplayedState | null;
}

/**
 * @param id the office's number, or `number@county` where two counties use the same
 * @param within only cases of this division are there to be found; undefined: all are
 * @throws DomainError `CASE_NOT_FOUND` `CASE_AMBIGUOUS`
 */
export async function replayCase(store: EventStore, views: ViewReader, id: string, asOf: CivilDate | undefined, knownAt: string | undefined, within?: string): Promise<CaseReplay & { readonly caseKey: string }> {
  const key = await resolveCase(views, id, within);
  const own = await readWhole(store, `case-${key}`);
  const recorded = [...own, ...(await correctionsOf(store, own, key.slice(key.lastIndexOf('@') + 1)))];
  for await (const page of views.scan<TimelineRow>('timeline', `${key}|`)) {
    for (const { row } of page) recorded.push(...(await readRevisions(store, row)));
  }
  const known = recorded
    .map((event) => ({ event, metadata: event.metadata as unknown as EventMetadata }))
    .filter(({ metadata }) => knownAt === undefined || metadata.recordedAt <= knownAt);
  const holding = known.filter(({ metadata }) => asOf === undefined || holdsFrom(metadata) <= asOf);
  // A benefit can count from the first of the month in which its application came later: the case then exists already.
  const application = known.find(({ event }) => event.type === 'ApplicationSubmitted');
  if (application && holding.length > 0 && !holding.includes(application)) holding.push(application);
  const visible = holding.sort((a, b) => byCodePoint(a.metadata.occurredAt, b.metadata.occurredAt));
  return {
    caseKey: key,
    caseId: key.slice(0, key.lastIndexOf('@')),
    events: visible.map(({ event, metadata }) => ({
      position: event.position, type: event.type, occurredAt: metadata.occurredAt, effectiveFrom: metadata.effectiveFrom,
      recordedAt: metadata.recordedAt, actor: metadata.actor, data: event.data,
    })),
    state: stateOf(visible.map(({ event }) => event), asOf),
  };
}

/** An event holds from its effective date where it has one, else from the day it happened: so a change counts from its month also when decided later. */
function holdsFrom({ effectiveFrom, occurredAt }: EventMetadata): string {
  if (effectiveFrom === undefined) return occurredAt;
  return effectiveFrom.length === 7 ? firstDayOf(effectiveFrom as CivilMonth) : effectiveFrom;
}

/** The key of a case by its number, with or without its county. @throws DomainError `CASE_NOT_FOUND` `CASE_AMBIGUOUS` */
export async function resolveCase(views: ViewReader, id: string, within: string | undefined): Promise<string> {
  const named = views.get<CaseRow>('caseload', id);
  if (named !== undefined && isWithin(within, named)) return id;
  const keys: string[] = [];
  for await (const page of views.scan<CaseRow>('caseload', `${id}@`)) keys.push(...page.filter(({ row }) => isWithin(within, row)).map(({ key }) => key));
  if (keys.length > 1) {
    throw new DomainError('CASE_AMBIGUOUS', 'invalid', `Several counties use the case number ${id}. Name the county too: ${keys.slice(0, 5).join(', ')}.`);
  }
  if (keys[0] === undefined) {
    throw new DomainError('CASE_NOT_FOUND', 'notFound', `No case has the number ${id}. Check the number; its row may also have been rejected at import: look among the rejected rows.`);
  }
  return keys[0];
}

/** A case belongs to the county that keeps it, also where its row names no town; in a county to its town or community. */
const isWithin = (within: string | undefined, row: CaseRow): boolean => (within !== undefined && within.length <= 6 ? row.code6.startsWith(within) : contains(within, row));

/** A stream from its first event to its last; none where there is no such stream. */
export async function readWhole(store: EventStore, streamId: string): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let from = 0n; ;) {
    const slice = await store.readStream(streamId, { from });
    if (slice.status === 'missing') return events;
    events.push(...slice.events);
    if (slice.end) return events;
    from = (events.at(-1) as RecordedEvent).revision + 1n;
  }
}

/** What was corrected of the household of a case, of everybody who lives or lived in it, and of who receives it: with what stood before. */
async function correctionsOf(store: EventStore, events: readonly RecordedEvent[], county: string): Promise<readonly RecordedEvent[]> {
  const application = events.find(({ type }) => type === 'ApplicationSubmitted')?.data as { readonly householdId: string; readonly beneficiaryId?: string } | undefined;
  if (application === undefined) return [];
  const household = await readWhole(store, `household-${application.householdId}@${county}`);
  const named = household.flatMap(({ type, data }) => (type === 'HouseholdComposed' ? [data['headId']] : type === 'HouseholdMemberChanged' ? [data['personId']] : []));
  const persons = [...new Set([...named, application.beneficiaryId].filter((one): one is string => typeof one === 'string'))];
  const all = await Promise.all(persons.map((personId) => readWhole(store, `person-${personId}@${county}`)));
  return [household, ...all].flat().filter(({ type }) => type === 'CorrectionRecorded');
}

/** Runs of neighbouring revisions are read together: an item and its result stand next to each other. */
export async function readRevisions(store: EventStore, { streamId, revisions }: TimelineRow): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (let start = 0; start < revisions.length;) {
    let end = start + 1;
    while (end < revisions.length && BigInt(revisions[end] as string) === BigInt(revisions[end - 1] as string) + 1n) end += 1;
    const slice = await store.readStream(streamId, { from: BigInt(revisions[start] as string), limit: end - start });
    if (slice.status === 'found') events.push(...slice.events);
    start = end;
  }
  return events;
}

function stateOf(events: readonly RecordedEvent[], asOf: CivilDate | undefined): ReplayedState | null {
  let state: CaseState = caseStream.decider.initialState();
  const payments = { listedFen: 0, settledFen: 0, failedFen: 0 };
  const findings = new Set<string>();
  // Within the stream the order of recording is the order of folding, also where the timeline shows another by date.
  for (const event of events.filter(({ streamId }) => streamId.startsWith('case-')).sort((a, b) => (a.revision < b.revision ? -1 : 1))) {
    state = caseStream.decider.evolve(state, caseStream.codec.decode(event.type, event.metadata['schemaVer'] as number, event.data));
  }
  if (state.status !== 'open') return null;
  for (const { type, data } of events) {
    const fen = data['fen'] as number;
    if (type === 'PayItemListed') payments.listedFen += fen;
    if (type === 'PaymentSettled') payments.settledFen += fen;
    if (type === 'PaymentRejected' || type === 'PaymentBounced') payments.failedFen += fen;
    if (type === 'SuspicionRaised') findings.add(data['findingId'] as string);
  }
  const change = changeInForce(state.changes, asOf === undefined ? '9999-12' : monthOf(asOf));
  return {
    benefit: state.benefit,
    householdId: state.householdId,
    beneficiaryId: state.beneficiaryId ?? null,
    incomeFen: state.incomeFen ?? null,
    steps: [...state.steps].sort((a, b) => byCodePoint(a.on, b.on)),
    entitlement: change === undefined ? null : { change: change.kind, effectiveMonth: change.fromYm, persons: change.persons, monthlyFen: change.newFen, active: change.kind !== 'stop' },
    payments,
    findings: [...findings].sort(byCodePoint),
  };
}
