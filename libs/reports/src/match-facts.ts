/** What the ledger's match with itself looks at beside cases and payments: accounts, deaths, decisions of a day, photos of notices. */
import type { CaseEvent, HouseholdEvent, PersonEvent } from '#casework';
import type { PayeeEvent } from '#disbursement';
import type { EvidenceRef } from '#kernel';
import type { Projection } from '#projections';
import { byCodePoint, entityKey } from './key.js';

export interface PayeeRow {
  readonly accountNo?: string | undefined;
  /** Of the event that says so: the registration in the stream of its household, or a correction that was verified. */
  readonly revision: string;
  readonly corrected?: true | undefined;
  /** Approved, and not verified yet. */
  readonly pending?: { readonly requestNo: string; readonly accountNo: string; readonly revision: string } | undefined;
}
/** Keyed by household. */
export const payees: Projection<PayeeRow, Extract<HouseholdEvent, { type: 'PayeeAccountRegistered' }> | Extract<PayeeEvent, { type: 'PayeeAccountCorrected' | 'PayeeAccountVerified' }>> = {
  name: 'payees',
  version: 3,
  handles: ['PayeeAccountRegistered', 'PayeeAccountCorrected', 'PayeeAccountVerified'],
  key: ({ event, metadata }) => entityKey(event.data.householdId, metadata.jurisdiction.code6),
  evolve(row, { event, revision }) {
    switch (event.type) {
      case 'PayeeAccountRegistered':
        return { accountNo: event.data.accountNo, revision };
      case 'PayeeAccountCorrected': {
        const { requestNo, accountNo } = event.data;
        return { ...(row ?? { revision }), pending: { requestNo, accountNo, revision } };
      }
      case 'PayeeAccountVerified': {
        const { requestNo, result } = event.data;
        if (row?.pending === undefined || row.pending.requestNo !== requestNo) return row ?? { revision };
        const { pending, ...before } = row;
        return result === 'matches' ? { accountNo: pending.accountNo, revision: pending.revision, corrected: true } : before;
      }
    }
  },
};

export interface DeathRow {
  readonly diedOn: string;
}
/** Keyed by person; as an office's book or a case says. */
export const deaths: Projection<DeathRow, Extract<PersonEvent | CaseEvent, { type: 'DeathReported' }>> = {
  name: 'deaths',
  version: 1,
  handles: ['DeathReported'],
  key: ({ event, metadata }) => entityKey(event.data.personId, metadata.jurisdiction.code6),
  // Two may say it, in any order: what was paid after the earlier day is looked into.
  evolve: (row, { event: { data: { diedOn } } }) => ({ diedOn: row !== undefined && row.diedOn < diedOn ? row.diedOn : diedOn }),
};

export interface DecisionsRow {
  readonly staffId: string;
  readonly on: string;
  /** Sorted: the order of recording across cases is not the same in every store. */
  readonly caseIds: readonly string[];
}
/** Confirmations of a person on a day; keyed by county, day and person. */
export const decisions: Projection<DecisionsRow, Extract<CaseEvent, { type: 'AssistanceConfirmed' }>> = {
  name: 'decisions',
  version: 1,
  handles: ['AssistanceConfirmed'],
  key: ({ metadata: { jurisdiction, occurredAt, actor } }) => `${jurisdiction.code6}|${occurredAt}|${actor.staffId}`,
  evolve: (row, { event: { data: { caseId } }, metadata: { occurredAt, actor } }) => ({ staffId: actor.staffId, on: occurredAt, caseIds: [...(row?.caseIds ?? []), caseId].sort(byCodePoint) }),
};

export interface PostingsRow {
  readonly caseId: string;
  readonly postings: readonly { readonly posting: string; readonly from: string; readonly to?: string | undefined; readonly evidence: readonly EvidenceRef[] }[];
}
/** Notices with papers; keyed by case. */
export const postings: Projection<PostingsRow, Extract<CaseEvent, { type: 'PublicNoticePosted' | 'NoticeClosed' }>> = {
  name: 'postings',
  version: 1,
  handles: ['PublicNoticePosted', 'NoticeClosed'],
  key: ({ event, metadata: { jurisdiction, evidence = [] } }) => (evidence.length === 0 ? undefined : entityKey(event.data.caseId, jurisdiction.code6)),
  evolve(row, { event: { type, data: { caseId, stage = 'town' } }, metadata: { occurredAt, evidence = [] } }) {
    const before = row?.postings ?? [];
    const papers = evidence.map(({ sha256, kind, capturedAt }) => ({ sha256, kind, capturedAt }));
    const open = type === 'NoticeClosed' ? before.findLast(({ posting, to }) => to === undefined && posting.startsWith(stage)) : undefined;
    if (open === undefined) return { caseId, postings: [...before, { posting: `${stage} ${occurredAt}`, from: occurredAt, to: type === 'NoticeClosed' ? occurredAt : undefined, evidence: papers }] };
    return { caseId, postings: before.map((one) => (one === open ? { ...one, to: occurredAt, evidence: [...one.evidence, ...papers] } : one)) };
  },
};
