/** What a finding's stream says at a moment: the fold of its events. */
import { assertNever } from '#kernel';
import type { DeterminedFacts, FindingEvent } from './finding-events.js';
import type { ExemptionConditions } from './tolerance.js';

export interface Rectification {
  readonly issueNo: string;
  readonly orderedOn: string;
  readonly due: string;
  readonly reported?: { readonly on: string; readonly by: string } | undefined;
  readonly closedOn?: string | undefined;
}
export interface Liability {
  readonly staffId: string;
  readonly step: string;
  readonly duty: string;
  readonly openedOn: string;
  readonly openedBy: string;
  readonly determined?: { readonly on: string; readonly form: 'none' | 'exempt' | 'admonition' | 'sanction' | 'transferred' } | undefined;
  readonly sanctionedOn?: string | undefined;
}

export interface FindingFile {
  /** `confirmed` and `refuted` by verification; a lead with a reasonable explanation is refuted. */
  readonly status: 'raised' | 'confirmed' | 'refuted';
  readonly caseId?: string | undefined;
  readonly idNo?: string | undefined;
  readonly kind: string;
  readonly raisedOn: string;
  /** Absent where an office's book says it. */
  readonly raisedBy?: string | undefined;
  readonly assigned?: { readonly on: string; readonly org: string; readonly staffId?: string | undefined; readonly due: string } | undefined;
  readonly verified?: { readonly on: string; readonly by?: string | undefined } | undefined;
  readonly error?: DeterminedFacts | undefined;
  readonly errorOn?: string | undefined;
  /** Everybody ever named responsible: in the error, or by a liability. */
  readonly responsible: readonly string[];
  readonly order?: { readonly on: string; readonly fen: number; readonly servedOn?: string | undefined } | undefined;
  readonly planOn?: string | undefined;
  readonly receivedFen: number;
  readonly receivedOn?: string | undefined;
  readonly remittedFen: number;
  readonly failedOn?: string | undefined;
  readonly rectifications: readonly Rectification[];
  readonly liabilities: readonly Liability[];
  readonly assessment?: { readonly on: string; readonly by: string; readonly conditions: ExemptionConditions } | undefined;
  /** `revoked` reopens the liabilities that were closed as exempt; an exemption can be assessed anew. */
  readonly exemption?: { readonly status: 'granted' | 'revoked'; readonly on: string } | undefined;
  readonly transferredOn?: string | undefined;
  readonly closedOn?: string | undefined;
}
export type FindingState = { readonly status: 'unknown' } | FindingFile;

const begun = { responsible: [], receivedFen: 0, remittedFen: 0, rectifications: [], liabilities: [] } as const;

export function evolveFinding(state: FindingState, event: FindingEvent): FindingState {
  if (event.type === 'SuspicionRaised') {
    const { caseId, idNo, kind, raisedOn, raisedBy } = event.data;
    return { status: 'raised', caseId, idNo, kind, raisedOn, raisedBy, ...begun };
  }
  if (state.status === 'unknown') throw new Error(`finding stream starts with ${event.type}`);
  return evolveFile(state, event);
}

const named = (file: FindingFile, ...staff: readonly (string | undefined)[]): readonly string[] => [...new Set([...file.responsible, ...staff.filter((one) => one !== undefined)])];
const atLiability = (file: FindingFile, staffId: string, change: Partial<Liability>): FindingFile =>
  ({ ...file, liabilities: file.liabilities.map((one) => (one.staffId === staffId ? { ...one, ...change } : one)) });
const atRectification = (file: FindingFile, issueNo: string, change: Partial<Rectification>): FindingFile =>
  ({ ...file, rectifications: file.rectifications.map((one) => (one.issueNo === issueNo ? { ...one, ...change } : one)) });

function evolveFile(file: FindingFile, event: Exclude<FindingEvent, { type: 'SuspicionRaised' }>): FindingFile {
  switch (event.type) {
    case 'SuspicionFactsRecorded':
      return file;
    case 'SuspicionAssigned': {
      const { on, org, staffId, due } = event.data;
      return { ...file, assigned: { on, org, staffId, due } };
    }
    case 'SuspicionVerified': {
      const { confirmed, verifiedOn, verifiedBy } = event.data;
      return { ...file, status: confirmed ? 'confirmed' : 'refuted', verified: { on: verifiedOn ?? file.raisedOn, by: verifiedBy } };
    }
    case 'ErrorDetermined': {
      const { on, responsible = [], responsibleStaffId } = event.data;
      return { ...file, error: event.data, errorOn: on ?? file.verified?.on ?? file.raisedOn, responsible: named(file, ...responsible, responsibleStaffId) };
    }
    case 'RecoveryOrdered':
      return { ...file, order: { on: event.data.on, fen: event.data.fen } };
    case 'RecoveryServed':
      return file.order === undefined ? file : { ...file, order: { ...file.order, servedOn: event.data.on } };
    case 'RecoveryPlanAgreed':
      return { ...file, planOn: event.data.on ?? file.verified?.on ?? file.raisedOn };
    case 'RecoveryReceived':
      // What a list keeps back never left the treasury: it is remitted with that.
      return { ...file, receivedFen: file.receivedFen + event.data.fen, remittedFen: file.remittedFen + (event.data.channel === 'offset' ? event.data.fen : 0), receivedOn: latest(file.receivedOn, event.data.receivedOn) };
    case 'RecoveryRemitted':
      return { ...file, remittedFen: file.remittedFen + event.data.fen };
    case 'RecoveryFailed':
      return { ...file, failedOn: event.data.on };
    case 'RectificationOrdered':
      return { ...file, rectifications: [...file.rectifications, { issueNo: event.data.issueNo, orderedOn: event.data.on, due: event.data.due }] };
    case 'RectificationReported':
      return atRectification(file, event.data.issueNo, { reported: { on: event.data.on, by: event.data.reportedBy } });
    case 'RectificationClosed':
      return atRectification(file, event.data.issueNo, { closedOn: event.data.on });
    case 'LiabilityInvestigated': {
      const { staffId, step, duty, on, openedBy } = event.data;
      return { ...file, responsible: named(file, staffId), liabilities: [...file.liabilities.filter((one) => one.staffId !== staffId), { staffId, step, duty, openedOn: on, openedBy }] };
    }
    case 'LiabilityDetermined':
      return atLiability(file, event.data.staffId, { determined: { on: event.data.on, form: event.data.form } });
    case 'ExemptionAssessed':
      return { ...file, assessment: { on: event.data.on, by: event.data.assessedBy, conditions: event.data.conditions } };
    case 'ExemptionGranted':
      return { ...file, exemption: { status: 'granted', on: event.data.on } };
    case 'ExemptionRevoked':
      return {
        ...file, exemption: { status: 'revoked', on: event.data.on }, assessment: undefined, closedOn: undefined,
        liabilities: file.liabilities.map((one) => (one.determined?.form === 'exempt' ? { ...one, determined: undefined } : one)),
      };
    case 'CaseTransferred':
      return { ...file, transferredOn: event.data.on };
    case 'SanctionRecorded':
      return atLiability(file, event.data.staffId, { sanctionedOn: event.data.on });
    case 'FindingClosed':
      return { ...file, closedOn: event.data.on };
    default:
      return assertNever(event, 'finding event');
  }
}

const latest = (a: string | undefined, b: string | undefined): string | undefined => (a === undefined || (b !== undefined && b > a) ? b : a);
