/** What is suspected, verified, determined and recovered of each lead. */
import type { ErrorCause, ErrorKind, FindingEvent } from '#accountability';
import { assertNever } from '#kernel';
import type { Projection } from '#projections';
import { entityKey } from './key.js';

export interface FindingRow {
  readonly findingId: string;
  readonly code6: string;
  readonly caseId: string;
  readonly idNo: string;
  readonly raisedOn: string;
  /** Absent while the lead is not verified. */
  readonly confirmed?: boolean | undefined;
  readonly kind?: ErrorKind | undefined;
  readonly fromYm?: string | undefined;
  readonly fen?: number | undefined;
  readonly cause?: ErrorCause | undefined;
  readonly publicSpirit: boolean;
  readonly recoveredFen: number;
  readonly repaymentPlan: boolean;
}

export const findings: Projection<FindingRow, FindingEvent> = {
  name: 'findings',
  version: 1,
  handles: ['SuspicionRaised', 'SuspicionFactsRecorded', 'SuspicionVerified', 'ErrorDetermined', 'RecoveryPlanAgreed', 'RecoveryReceived'],
  key: ({ event, metadata }) => entityKey(event.data.findingId, metadata.jurisdiction.code6),
  evolve(row, { event, metadata: { jurisdiction } }) {
    if (event.type === 'SuspicionRaised') {
      const { findingId, caseId, idNo, raisedOn } = event.data;
      return { findingId, code6: jurisdiction.code6, caseId, idNo, raisedOn, publicSpirit: false, recoveredFen: 0, repaymentPlan: false };
    }
    if (row === undefined) throw new Error(`${event.type} before its lead was raised`);
    return inOrder(changed(row, event));
  },
};

function changed(row: FindingRow, event: Exclude<FindingEvent, { type: 'SuspicionRaised' }>): FindingRow {
  switch (event.type) {
    case 'SuspicionVerified':
      return { ...row, confirmed: event.data.confirmed };
    case 'SuspicionFactsRecorded':
    case 'ErrorDetermined': {
      const { kind, fromYm, fen, cause, publicSpirit } = event.data;
      return { ...row, kind, fromYm, fen, cause, publicSpirit: publicSpirit === true };
    }
    case 'RecoveryPlanAgreed':
      return { ...row, repaymentPlan: true };
    case 'RecoveryReceived':
      return { ...row, recoveredFen: row.recoveredFen + event.data.fen };
    default:
      return assertNever(event, 'finding event');
  }
}

/** Members always in this order, so that the bytes of a row do not tell in how many pages it was folded. */
const inOrder = ({ findingId, code6, caseId, idNo, raisedOn, confirmed, kind, fromYm, fen, cause, publicSpirit, recoveredFen, repaymentPlan }: FindingRow): FindingRow =>
  ({ findingId, code6, caseId, idNo, raisedOn, confirmed, kind, fromYm, fen, cause, publicSpirit, recoveredFen, repaymentPlan });
