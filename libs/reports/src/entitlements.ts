/** What a pay list is compiled from: what each case is owed by which event, and what was decided about its payments. */
import { type CaseEvent, CHANGE_EVENTS } from '#casework';
import { type CaseDecisions, NO_DECISIONS, type OwedChange, type PayCaseEvent, withDecision } from '#disbursement';
import type { Projection } from '#projections';
import { caseload, type CaseRow } from './caseload.js';
import { entityKey } from './key.js';

/** A case as the caseload has it; every change also says where its event stands. */
export interface EntitlementRow extends Omit<CaseRow, 'changes' | 'incomeFen'> {
  readonly changes: readonly OwedChange[];
  /** Given on the spot, from the reserve of the town or in cash or goods: no list pays it. */
  readonly paidOnSpot?: true | undefined;
}
type Handled = Extract<CaseEvent, { type: 'ApplicationSubmitted' | 'ReservePaid' | 'CashOrGoodsDelivered' | (typeof CHANGE_EVENTS)[keyof typeof CHANGE_EVENTS] }>;

/** Keyed by case. */
export const entitlements: Projection<EntitlementRow, Handled> = {
  name: 'entitlements',
  version: 2,
  handles: ['ApplicationSubmitted', 'ReservePaid', 'CashOrGoodsDelivered', ...Object.values(CHANGE_EVENTS)],
  key: ({ event, metadata }) => entityKey(event.data.caseId, metadata.jurisdiction.code6),
  evolve(row, projected) {
    if (projected.event.type === 'ReservePaid' || projected.event.type === 'CashOrGoodsDelivered') {
      if (row === undefined) throw new Error('relief was paid before its application');
      return { ...row, paidOnSpot: true };
    }
    const { incomeFen: _, changes, ...next } = caseload.evolve(row === undefined ? undefined : { ...row, changes: [] }, projected as Parameters<typeof caseload.evolve>[1]);
    const { streamId, revision, event: { type } } = projected;
    return { ...next, paidOnSpot: row?.paidOnSpot, changes: [...(row?.changes ?? []), ...changes.map(({ kind, fromYm, decidedOn, newFen, persons }): OwedChange => ({ kind, fromYm, decidedOn, newFen, persons, ref: { streamId, revision, type } }))] };
  },
};

/** Decisions about the payments of a case; keyed by case. */
export const payCases: Projection<CaseDecisions, PayCaseEvent> = {
  name: 'payCases',
  version: 1,
  handles: ['PaymentHeld', 'PaymentReleased', 'SupplementDecided', 'SupplementEnded', 'BackPaymentApproved', 'OffsetDecided'],
  key: ({ event, metadata }) => entityKey(event.data.caseId, metadata.jurisdiction.code6),
  evolve: (row = NO_DECISIONS, { event, streamId, revision }) => withDecision(row, event, { streamId, revision, type: event.type }),
};
