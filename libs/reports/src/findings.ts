/** What is suspected, verified, determined and recovered of each lead. */
import { type ErrorCause, type ErrorKind, type FindingEvent, OBJECTIVE_CAUSES } from '#accountability';
import { assertNever } from '#kernel';
import type { Projection } from '#projections';
import { entityKey } from './key.js';

export interface FindingRow {
  readonly findingId: string;
  readonly code6: string;
  /** Where it was raised: of use for leads about no case. */
  readonly division: string;
  /** Absent of a lead about a person without a case, or about several cases. */
  readonly caseId?: string | undefined;
  readonly idNo?: string | undefined;
  readonly leadKind: string;
  readonly raisedOn: string;
  readonly assigned?: { readonly org: string; readonly staffId?: string | undefined; readonly due: string } | undefined;
  /** Absent while the lead is not verified. */
  readonly confirmed?: boolean | undefined;
  readonly verifiedOn?: string | undefined;
  readonly kind?: ErrorKind | undefined;
  readonly fromYm?: string | undefined;
  readonly fen?: number | undefined;
  readonly cause?: ErrorCause | undefined;
  readonly publicSpirit: boolean;
  /** Everybody wrongly assisted, where the determination names them; else the person of the lead. */
  readonly citizens?: readonly string[] | undefined;
  /** Intent, favour to kin or fraud: no objective cause, whatever it is called. */
  readonly excluded?: boolean | undefined;
  /** The day of the determination, or of the verification that stands for it in an office's book. */
  readonly determinedOn?: string | undefined;
  /** Of the recovery: by it what a debtor pays in is known. */
  readonly orderNo?: string | undefined;
  readonly orderedFen?: number | undefined;
  readonly recoveredFen: number;
  readonly remittedFen: number;
  /** What came in when. */
  readonly receipts: readonly { readonly on: string; readonly fen: number }[];
  readonly repaymentPlan: boolean;
  readonly planOn?: string | undefined;
  /** From this day on nothing more is expected: a plan is no longer worth anything. */
  readonly failedOn?: string | undefined;
  readonly exemption?: 'granted' | 'revoked' | undefined;
  readonly closedOn?: string | undefined;
}

const HANDLES = [
  'SuspicionRaised', 'SuspicionFactsRecorded', 'SuspicionAssigned', 'SuspicionVerified', 'ErrorDetermined', 'RecoveryOrdered', 'RecoveryPlanAgreed', 'RecoveryReceived', 'RecoveryRemitted', 'RecoveryFailed',
  'ExemptionGranted', 'ExemptionRevoked', 'FindingClosed',
] as const;
type Handled = Extract<FindingEvent, { type: (typeof HANDLES)[number] }>;

export const findings: Projection<FindingRow, Handled> = {
  name: 'findings',
  version: 3,
  handles: HANDLES,
  key: ({ event, metadata }) => entityKey(event.data.findingId, metadata.jurisdiction.code6),
  evolve(row, { event, metadata: { jurisdiction: { code6, town9, village12 }, occurredAt } }) {
    if (event.type === 'SuspicionRaised') {
      const { findingId, caseId, idNo, kind, raisedOn } = event.data;
      return inOrder({ findingId, code6, division: village12 ?? town9 ?? code6, caseId, idNo, leadKind: kind, raisedOn, publicSpirit: false, recoveredFen: 0, remittedFen: 0, receipts: [], repaymentPlan: false });
    }
    if (row === undefined) throw new Error(`${event.type} before its lead was raised`);
    return inOrder(changed(row, event, occurredAt));
  },
};

function changed(row: FindingRow, event: Exclude<Handled, { type: 'SuspicionRaised' }>, on: string): FindingRow {
  switch (event.type) {
    case 'SuspicionAssigned': {
      const { org, staffId, due } = event.data;
      return { ...row, assigned: { org, staffId, due } };
    }
    case 'SuspicionVerified':
      return { ...row, confirmed: event.data.confirmed, verifiedOn: on };
    case 'SuspicionFactsRecorded': {
      const { kind, fromYm, fen, cause, publicSpirit } = event.data;
      return { ...row, kind, fromYm, fen, cause, publicSpirit: publicSpirit === true };
    }
    case 'ErrorDetermined': {
      const { kind, fromYm, fen, cause, publicSpirit, citizens, intent, kinBenefit, recipientFraud } = event.data;
      const excluded = intent === true || kinBenefit === true || recipientFraud === true ? true : undefined;
      return { ...row, kind, fromYm, fen, cause, publicSpirit: publicSpirit === true, citizens, excluded, determinedOn: on };
    }
    case 'RecoveryOrdered':
      return { ...row, orderNo: event.data.orderNo, orderedFen: event.data.fen };
    case 'RecoveryPlanAgreed':
      return { ...row, repaymentPlan: true, planOn: on };
    case 'RecoveryReceived':
      return { ...row, recoveredFen: row.recoveredFen + event.data.fen, remittedFen: row.remittedFen + (event.data.channel === 'offset' ? event.data.fen : 0), receipts: [...row.receipts, { on, fen: event.data.fen }] };
    case 'RecoveryRemitted':
      return { ...row, remittedFen: row.remittedFen + event.data.fen };
    case 'RecoveryFailed':
      return { ...row, failedOn: on };
    case 'ExemptionGranted':
      return { ...row, exemption: 'granted' };
    case 'ExemptionRevoked':
      return { ...row, exemption: 'revoked', closedOn: undefined };
    case 'FindingClosed':
      return { ...row, closedOn: on };
    default:
      return assertNever(event, 'finding event');
  }
}

/** Whether the cause is one of those the clause calls objective, and nothing excludes it. */
export const isObjective = ({ cause, excluded }: FindingRow): boolean => cause !== undefined && OBJECTIVE_CAUSES.has(cause) && excluded !== true;

/** Members always in this order, so that the bytes of a row do not tell in how many pages it was folded. */
const inOrder = ({
  findingId, code6, division, caseId, idNo, leadKind, raisedOn, assigned, confirmed, verifiedOn, kind, fromYm, fen, cause, publicSpirit, citizens, excluded, determinedOn, orderNo, orderedFen, recoveredFen, remittedFen, receipts, repaymentPlan, planOn, failedOn, exemption, closedOn,
}: FindingRow): FindingRow => ({
  findingId, code6, division, caseId, idNo, leadKind, raisedOn, assigned, confirmed, verifiedOn, kind, fromYm, fen, cause, publicSpirit, citizens, excluded, determinedOn, orderNo, orderedFen, recoveredFen, remittedFen, receipts, repaymentPlan, planOn, failedOn, exemption, closedOn,
});
