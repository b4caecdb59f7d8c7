/** Where the events that name a case stand outside its own stream: pay lists and findings. */
import { type FindingEvent, findingStream } from '#accountability';
import type { ItemEvent } from '#disbursement';
import type { Projection } from '#projections';
import { entityKey } from './key.js';

export interface TimelineRow {
  readonly streamId: string;
  /** Revisions in that stream, ascending, as text. */
  readonly revisions: readonly string[];
}

/** Keyed by case and stream: `<case>|<stream>`. */
export const timeline: Projection<TimelineRow, ItemEvent | FindingEvent> = {
  name: 'timeline',
  version: 2,
  handles: [
    'PayItemListed', 'PaymentReissued', 'PaymentSettled', 'PaymentRejected', 'PaymentBounced', 'PaymentPending', 'PaymentVoided',
    ...findingStream.codec.types,
  ],
  // A lead need not be about a case.
  key: ({ event: { data: { caseId } }, metadata, streamId }) => (caseId === undefined ? undefined : `${entityKey(caseId, metadata.jurisdiction.code6)}|${streamId}`),
  evolve: (row, { streamId, revision }) => ({ streamId, revisions: [...(row?.revisions ?? []), revision] }),
};
