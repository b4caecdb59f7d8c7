/** Which forwarded cases of a county wait for the draw of its sample. */
import type { CaseEvent } from '#casework';
import type { Projection } from '#projections';
import { entityKey } from './key.js';

export interface ForwardedRow {
  /** Share the county visits, parts per million; absent while the case does not wait: drawn, returned or ended. A decision comes after the draw. */
  readonly samplePpm?: number | undefined;
}

const HANDLES = ['CaseForwarded', 'CountySampled', 'CaseReturned', 'ApplicationWithdrawn', 'ProcedureTerminated'] as const;
type Handled = Extract<CaseEvent, { type: (typeof HANDLES)[number] }>;

/** Keyed by county and case, so that a county's cases are one range: `<county>|<case>@<county>`. */
export const forwarded: Projection<ForwardedRow, Handled> = {
  name: 'forwarded',
  version: 1,
  handles: HANDLES,
  key: ({ event, metadata: { jurisdiction: { code6 } } }) => `${code6}|${entityKey(event.data.caseId, code6)}`,
  evolve: (_row, { event }) => (event.type === 'CaseForwarded' && event.data.samplePpm > 0 ? { samplePpm: event.data.samplePpm } : {}),
};
