/** The five conditions of the 2 % rule (GX-2019-06-06) for a bundle about a finding: as they were known at the decision and as they are known now, with what they rest on. */
import type { ExemptionAssessment } from '#accountability';
import { type ExemptionCondition, type ExemptionProof, type ExemptionState } from '#bundle';
import type { EventStore, RecordedEvent } from '#event-store';
import type { EventMetadata } from '#kernel';
import type { ViewReader } from '#projections';
import { countedErrors, exemptionOf, locatedFindings, readWhole, type ScopePart } from '#reports';

/** Answers from what had been recorded by an instant; from everything where it is undefined. */
export type ReadKnownAt = <T>(knownAt: string | undefined, work: (views: ViewReader) => Promise<T>) => Promise<T>;
/** An exemption before the entries are known. */
export type ExemptionDraft = Omit<ExemptionProof, 'behind' | 'atDecision'> & { readonly atDecision: (Omit<ExemptionState, 'entry'> & { readonly event: RecordedEvent }) | null };

/** What a counted error says of itself; about whom stays closed. */
const ERROR_EVENTS: ReadonlySet<string> = new Set(['SuspicionFactsRecorded', 'SuspicionVerified', 'ErrorDetermined']);

/** Undefined while no error is determined in a case that is known. */
export async function exemptionDraft(store: EventStore, findingKey: string, readAt: ReadKnownAt, now: string): Promise<ExemptionDraft | undefined> {
  const present = await readAt(undefined, (views) => exemptionOf(views, findingKey));
  if (present === undefined) return undefined;
  const { year } = present;
  const own = await readWhole(store, `finding-${findingKey}`);
  const decision = own.findLast(({ type }) => type === 'ExemptionGranted') ?? own.findLast(({ type }) => type === 'ExemptionAssessed');
  const stateOf = async (assessment: ExemptionAssessment, knownAt: string, asked: string | undefined): Promise<Omit<ExemptionState, 'entry'>> => ({
    knownAt, conditions: assessment.conditions, evidence: assessment.evidence, counts: assessment.counts, counted: await countedAt(readAt, asked, assessment.counts.map(({ division }) => division), year),
  });
  const decidedAt = decision && (decision.metadata as unknown as EventMetadata).recordedAt;
  return {
    findingKey, year, now: { ...(await stateOf(present, now, undefined)), entry: null },
    atDecision: decision === undefined || decidedAt === undefined ? null : { ...(await stateOf(decision.data as unknown as ExemptionAssessment, decidedAt, decidedAt)), event: decision },
  };
}

const countedAt = (readAt: ReadKnownAt, knownAt: string | undefined, divisions: readonly string[], year: number): Promise<ExemptionState['counted']> => readAt(knownAt, async (views) => {
  const located = await locatedFindings(views, undefined);
  return divisions.map((division) => ({ division, findings: countedErrors(located, division, year) }));
});

/** The events of the errors that were counted, but for those of streams that the scope has anyway, such as another finding of the same case. */
export function countedParts({ now, atDecision }: ExemptionDraft, inScope: readonly ScopePart[]): readonly ScopePart[] {
  const known = new Set(inScope.map(({ streamId }) => streamId));
  const counted = new Set([now, ...(atDecision === null ? [] : [atDecision])].flatMap((state) => state.counted.flatMap(({ findings }) => findings)));
  return [...counted].map((key) => ({ streamId: `finding-${key}`, types: ERROR_EVENTS, opens: 'none' as const })).filter(({ streamId }) => !known.has(streamId));
}

/** With the entries each condition rests on. */
export function exemptionProof({ atDecision, ...draft }: ExemptionDraft, placed: readonly { readonly index: number; readonly event: RecordedEvent }[]): ExemptionProof {
  const own = `finding-${draft.findingKey}`;
  const county = draft.findingKey.slice(draft.findingKey.lastIndexOf('@') + 1);
  const entriesOf = (is: (event: RecordedEvent) => boolean): readonly number[] => placed.filter(({ event }) => is(event)).map(({ index }) => index);
  const determined = entriesOf(({ streamId, type }) => streamId === own && ERROR_EVENTS.has(type));
  const behind: Record<ExemptionCondition, readonly number[]> = {
    publicSpirit: determined, objectiveCause: determined,
    procedureComplete: entriesOf(({ streamId }) => streamId.startsWith('case-')),
    withinLimit: entriesOf(({ streamId, type }) => (streamId.startsWith('finding-') && ERROR_EVENTS.has(type)) || streamId === `year-${county}`),
    recoverable: entriesOf(({ streamId, type }) => streamId === own && type.startsWith('Recovery')),
  };
  const decided = atDecision && placed.find(({ event }) => event.eventId === atDecision.event.eventId);
  if (atDecision === null) return { ...draft, atDecision, behind };
  const { event: _event, ...state } = atDecision;
  return { ...draft, atDecision: { ...state, entry: decided?.index ?? null }, behind };
}
