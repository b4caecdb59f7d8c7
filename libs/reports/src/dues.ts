/**
 * What is owed by a day beside the clocks of cases (process.md §5, §9): leads to verify, money to come back, rectifications to report, complaints to answer, whose days
 * are named by whoever assigns, orders or agrees (those of a complaint by the law); and what an office owes on a day of the calendar.
 */
import { COMPLAINT_CLOCKS, type ComplaintEvent, type FindingEvent } from '#accountability';
import { addDays, areaOf, type CivilDate, daysBetween } from '#kernel';
import type { Projection, ViewReader } from '#projections';
import { byColumns, entityKey } from './key.js';
import { officeDues } from './office-dues.js';

/** Each kind with its name, and what its day rests on. */
export const DUE_KINDS = {
  verifyLead: { zh: '核实疑点', en: 'lead verified', basis: '交办 the assignment' },
  recovery: { zh: '追回', en: 'money paid back', basis: '追回决定 the order' },
  instalment: { zh: '还款协议分期', en: 'instalment of a plan paid', basis: '还款协议 the plan' },
  reportRectification: { zh: '报告整改', en: 'rectification reported', basis: '交办整改 the demand' },
  answerComplaint: { zh: '答复投诉举报', en: 'complaint answered', basis: COMPLAINT_CLOCKS.answer.basis },
  taskReport: { zh: '任务进展季度报送', en: 'progress of tasks reported', basis: 'QS-2019-R01' },
  monthlyPayout: { zh: '每月发放', en: 'list of the month ordered', basis: 'R220: 10日前; [A] R57 由当地规定' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string; readonly basis: string }>>;
export type DueKind = keyof typeof DUE_KINDS;

interface Asked { readonly on: string; readonly due: string }
/** Of a finding or a complaint: what was asked for and is not done. Keyed by which of them, number and county. */
export interface DuesRow {
  readonly about: 'finding' | 'complaint';
  readonly number: string;
  readonly code6: string;
  /** Where it lies: the place of its case, else of whoever raised or received it. */
  readonly division: string;
  readonly caseId?: string | undefined;
  readonly assigned?: (Asked & { readonly org: string; readonly staffId?: string | undefined }) | undefined;
  readonly order?: (Asked & { readonly fen: number }) | undefined;
  readonly plan?: { readonly on: string; readonly instalments: readonly { readonly due: string; readonly fen: number }[] } | undefined;
  readonly receivedFen: number;
  readonly rectifications: readonly (Asked & { readonly issueNo: string; readonly org: string })[];
  readonly answer?: Asked | undefined;
}

const HANDLES = [
  'SuspicionRaised', 'SuspicionAssigned', 'SuspicionVerified', 'RecoveryOrdered', 'RecoveryPlanAgreed', 'RecoveryReceived', 'RecoveryFailed', 'RectificationOrdered', 'RectificationReported', 'RectificationClosed',
  'ComplaintReceived', 'ComplaintExtended', 'ComplaintAnswered',
] as const satisfies readonly (FindingEvent | ComplaintEvent)['type'][];
type Handled = Extract<FindingEvent | ComplaintEvent, { type: (typeof HANDLES)[number] }>;

export const dues: Projection<DuesRow, Handled> = {
  name: 'dues',
  version: 1,
  handles: HANDLES,
  key: ({ event, metadata: { jurisdiction } }) => ('findingId' in event.data ? `finding|${entityKey(event.data.findingId, jurisdiction.code6)}` : `complaint|${entityKey(event.data.complaintNo, jurisdiction.code6)}`),
  evolve(row, { event, metadata: { jurisdiction: { code6, town9, village12 }, source } }) {
    const division = village12 ?? town9 ?? code6;
    if (event.type === 'SuspicionRaised') return inOrder({ about: 'finding', number: event.data.findingId, code6, division, caseId: event.data.caseId, receivedFen: 0, rectifications: [] });
    if (event.type === 'ComplaintReceived') return inOrder({ about: 'complaint', number: event.data.complaintNo, code6, division, caseId: event.data.caseId, receivedFen: 0, rectifications: [], answer: { on: event.data.on, due: event.data.dueOn } });
    if (row === undefined) throw new Error(`${event.type} before its beginning`);
    // What an office did in a past year is no work to be done; money that came in then did come in.
    return source === undefined || event.type === 'RecoveryReceived' ? inOrder(changed(row, event)) : row;
  },
};

function changed(row: DuesRow, event: Exclude<Handled, { type: 'SuspicionRaised' | 'ComplaintReceived' }>): DuesRow {
  switch (event.type) {
    case 'SuspicionAssigned': {
      const { on, due, org, staffId } = event.data;
      return { ...row, assigned: { on, due, org, staffId } };
    }
    case 'SuspicionVerified':
      return { ...row, assigned: undefined };
    case 'RecoveryOrdered': {
      const { on, due, fen } = event.data;
      return { ...row, order: { on, due, fen } };
    }
    case 'RecoveryPlanAgreed':
      return { ...row, plan: { on: event.data.on ?? '', instalments: (event.data.instalments ?? []).map(({ due, fen }) => ({ due, fen })) } };
    case 'RecoveryReceived':
      return { ...row, receivedFen: row.receivedFen + event.data.fen };
    case 'RecoveryFailed':
      return { ...row, order: undefined, plan: undefined };
    case 'RectificationOrdered': {
      const { on, due, issueNo, org } = event.data;
      return { ...row, rectifications: [...row.rectifications, { on, due, issueNo, org }] };
    }
    case 'RectificationReported':
    case 'RectificationClosed':
      return { ...row, rectifications: row.rectifications.filter(({ issueNo }) => issueNo !== event.data.issueNo) };
    case 'ComplaintExtended':
      return row.answer === undefined ? row : { ...row, answer: { on: row.answer.on, due: event.data.dueOn } };
    case 'ComplaintAnswered':
      return { ...row, answer: undefined };
  }
}

/** Members always in this order, so that the bytes of a row do not tell in how many pages it was folded. */
const inOrder = ({ about, number, code6, division, caseId, assigned, order, plan, receivedFen, rectifications, answer }: DuesRow): DuesRow => ({ about, number, code6, division, caseId, assigned, order, plan, receivedFen, rectifications, answer });

export interface DueItem {
  readonly kind: DueKind;
  readonly name: { readonly zh: string; readonly en: string };
  /** Of the finding or the complaint; the quarter of reports, the list of a payout. */
  readonly number: string;
  readonly county: string;
  readonly caseId: string | null;
  /** Which rectification; the unit that reports. */
  readonly subject?: string | undefined;
  readonly startedOn: string;
  readonly dueOn: string;
  /** Calendar days since the last day in time; 0 until then. */
  readonly daysOverdue: number;
  /** What is still to come by that day. */
  readonly fen?: number | undefined;
  /** Staff number, where one is named; of reports whoever the unit named. */
  readonly whose: string | null;
  /** The division that owes it. */
  readonly unit: string;
  readonly basis: string;
}
export interface DuesReport {
  readonly division: string;
  readonly today: CivilDate;
  /** The last day of "later". */
  readonly until: CivilDate;
  readonly overdue: readonly DueItem[];
  readonly dueToday: readonly DueItem[];
  /** In the seven days after today. */
  readonly dueThisWeek: readonly DueItem[];
  readonly later: readonly DueItem[];
}
export interface DuesQuestion {
  /** What lies in it or is owed by it. */
  readonly division: string;
  readonly staffId?: string | undefined;
  /** Complaints are shown to fewer people than findings. */
  readonly complaints: boolean;
  readonly today: CivilDate;
  readonly horizonDays: number;
}

const WEEK = 7;

/** Each list by due day, then number. */
export async function duesReport(views: ViewReader, { division, staffId, complaints, today, horizonDays }: DuesQuestion): Promise<DuesReport> {
  const until = addDays(today, horizonDays);
  const week = addDays(today, WEEK);
  const area = areaOf(division);
  const items: DueItem[] = [];
  for await (const page of views.scan<DuesRow>('dues')) {
    for (const { row } of page) {
      if (row.about === 'complaint' && !complaints) continue;
      for (const item of itemsOf(row, today)) {
        const here = row.division.startsWith(area) || item.unit.startsWith(area);
        if (here && (staffId === undefined || item.whose === staffId)) items.push(item);
      }
    }
  }
  for (const { kind, ...due } of await officeDues(views, area, today, until)) {
    if (staffId === undefined || due.whose === staffId) items.push({ kind, name: nameOf(kind), caseId: null, daysOverdue: overdueDays(due.dueOn, today), unit: due.county, basis: DUE_KINDS[kind].basis, ...due });
  }
  items.sort(byColumns((item) => item.dueOn, (item) => item.number, (item) => item.county, (item) => item.kind, (item) => item.subject ?? '', (item) => item.whose ?? ''));
  return {
    division, today, until, overdue: items.filter(({ dueOn }) => dueOn < today), dueToday: items.filter(({ dueOn }) => dueOn === today),
    dueThisWeek: items.filter(({ dueOn }) => dueOn > today && dueOn <= week), later: items.filter(({ dueOn }) => dueOn > week && dueOn <= until),
  };
}

const nameOf = (kind: DueKind): DueItem['name'] => ({ zh: DUE_KINDS[kind].zh, en: DUE_KINDS[kind].en });
const overdueDays = (due: string, today: CivilDate): number => (due < today ? daysBetween(due as CivilDate, today) : 0);

function itemsOf({ number, code6, caseId, assigned, order, plan, receivedFen, rectifications, answer }: DuesRow, today: CivilDate): readonly DueItem[] {
  const item = (kind: DueKind, { on, due }: Asked, unit: string, more: Partial<DueItem> = {}): DueItem => ({
    kind, name: nameOf(kind), number, county: code6, caseId: caseId ?? null, startedOn: on, dueOn: due, daysOverdue: overdueDays(due, today), whose: null, unit, basis: DUE_KINDS[kind].basis, ...more,
  });
  return [
    ...(assigned === undefined ? [] : [item('verifyLead', assigned, assigned.org, { whose: assigned.staffId ?? null })]),
    ...owed(order, plan, receivedFen).map(({ kind, due, on, fen }) => item(kind, { on, due }, code6, { fen })),
    ...rectifications.map(({ issueNo, org, ...asked }) => item('reportRectification', asked, org, { subject: issueNo })),
    ...(answer === undefined ? [] : [item('answerComplaint', answer, code6)]),
  ];
}

/** What has not come in: a plan takes the place of the order's day, and what came in pays its earliest instalments first. */
function owed(order: DuesRow['order'], plan: DuesRow['plan'], receivedFen: number): readonly { readonly kind: 'recovery' | 'instalment'; readonly on: string; readonly due: string; readonly fen: number }[] {
  if (order === undefined) return [];
  if (plan === undefined) return receivedFen >= order.fen ? [] : [{ kind: 'recovery', on: order.on, due: order.due, fen: order.fen - receivedFen }];
  // A plan covers what was owed when it was agreed; what had come in before is no part of it.
  const planned = plan.instalments.reduce((sum, { fen }) => sum + fen, 0);
  let paid = Math.max(0, receivedFen - (order.fen - planned));
  return [...plan.instalments].sort(byColumns((one) => one.due)).flatMap(({ due, fen }) => {
    const covered = Math.min(paid, fen);
    paid -= covered;
    return covered === fen ? [] : [{ kind: 'instalment' as const, on: plan.on, due, fen: fen - covered }];
  });
}
