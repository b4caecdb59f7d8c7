/** What is owed, until when and by whom: the clocks of every case, and the worklist of a person, a town or a county on a day. */
import { CLOCKS, type CaseEvent, type ClockBook, type ClockName, evolveClocks, type Level, type OpenItem, openItems } from '#casework';
import type { Role } from '#identity';
import { addDays, areaOf, type CivilDate, contains, daysBetween, type Place } from '#kernel';
import type { Projection, ViewReader } from '#projections';
import type { DelegationRow } from './access.js';
import { byColumns, entityKey } from './key.js';

export interface WorklistRow extends Place {
  readonly caseId: string;
  readonly code6: string;
  readonly book: ClockBook;
}

/** What can start, end or move a clock, or says who handles the case. Events that do neither are left out. */
const HANDLES = [
  'HardshipLeadReported', 'PolicyInformed', 'ApplicationSubmitted', 'MaterialsDeficiencyNotified', 'MaterialsSupplemented', 'ApplicationAccepted', 'ApplicationNotAccepted',
  'InfoCheckRequested', 'InfoCheckStarted', 'InfoCheckReported', 'CheckReviewed', 'HomeVisited', 'RemoteVisited', 'SelfCareAssessed', 'DemocraticReviewHeld', 'InitialOpinionIssued',
  'PublicNoticePosted', 'NoticeClosed', 'ObjectionRaised', 'ObjectionInvestigated', 'CaseForwarded', 'CaseReturned', 'CountyVisited', 'DeadlineExtended', 'CaseConferenced',
  'AssistanceConfirmed', 'AssistanceDenied', 'DecisionServed', 'ResultPublished', 'PeriodicReviewCompleted', 'ApplicationWithdrawn', 'ProcedureTerminated', 'CaseFiledWithCity', 'ReliefFiled', 'ReservePaid', 'ReliefPapersCompleted',
  'BenefitGranted', 'BenefitIncreased', 'BenefitReduced', 'BenefitSuspended', 'BenefitResumed', 'GraduatedExitStarted', 'GraduatedExitEnded', 'BenefitStopped',
  'ChangeReported', 'UnreportedChangeFound', 'DeathReported', 'ReviewScheduled', 'JobRefused',
] as const satisfies readonly CaseEvent['type'][];
type Handled = Extract<CaseEvent, { type: (typeof HANDLES)[number] }>;

const LEVEL_OF: Readonly<Partial<Record<Role, Level>>> = {
  communityWorker: 'community', townOperator: 'town', townAuditor: 'town', countyOperator: 'county', countyAuditor: 'county', checkAgency: 'checkAgency',
};

export const worklist: Projection<WorklistRow, Handled> = {
  name: 'worklist',
  version: 2,
  handles: HANDLES,
  // A self-care assessment of a workbook names a person and no case.
  key: ({ event, metadata, streamId }) => (streamId.startsWith('case-') ? entityKey(event.data.caseId, metadata.jurisdiction.code6) : undefined),
  evolve(row, { event, metadata: { jurisdiction: { code6, town9, village12 }, actor, occurredAt, source } }) {
    const book = evolveClocks(row?.book, {
      event, on: occurredAt, code6, by: actor.staffId, level: LEVEL_OF[actor.role as Role], imported: source !== undefined, delegated: actor.delegationId !== undefined,
    });
    if (row !== undefined && event.type !== 'ApplicationSubmitted') return row.book === book ? row : { ...row, book };
    // A lead lies where it was reported, its case where the application was made.
    return { caseId: event.data.caseId, code6, town: town9 ?? '', community: village12, book };
  },
};

export interface WorklistItem extends Omit<OpenItem, 'dueOn' | 'whose'> {
  readonly caseId: string;
  /** County, town and, where known, community of the case. */
  readonly county: string;
  readonly town: string;
  readonly community: string | null;
  readonly name: { readonly zh: string; readonly en: string };
  /** Null where the calendar of the year is not published. */
  readonly dueOn: CivilDate | null;
  /** Calendar days since the last day in time; 0 until then. */
  readonly daysOverdue: number;
  /** Staff number; null where nobody of the unit has had the case in hand. */
  readonly whose: string | null;
  /** The division that owes it. */
  readonly unit: string;
}

export interface WorklistCounts {
  readonly overdue: number;
  readonly today: number;
  readonly week: number;
  readonly later: number;
  /** Due on a day nobody can name yet. */
  readonly unpublished: number;
}
export interface UnitCounts extends WorklistCounts {
  readonly unit: string;
  readonly level: Level;
}

/** Every list by due day, then case. */
export interface WorklistReport {
  readonly division: string;
  readonly today: CivilDate;
  /** The last day of "later". */
  readonly until: CivilDate;
  readonly overdue: readonly WorklistItem[];
  readonly dueToday: readonly WorklistItem[];
  /** In the seven days after today. */
  readonly dueThisWeek: readonly WorklistItem[];
  readonly later: readonly WorklistItem[];
  readonly calendarUnpublished: readonly WorklistItem[];
  readonly total: WorklistCounts;
  /** By the division that owes it, of what is listed. */
  readonly units: readonly UnitCounts[];
}

export interface WorklistQuestion {
  /** Everything that lies in it, whoever owes it. */
  readonly division: string;
  /** Only what is this person's. */
  readonly staffId?: string | undefined;
  /** Only what this level owes. */
  readonly level?: Level | undefined;
  readonly today: CivilDate;
  /** How many days after today "later" reaches. */
  readonly horizonDays: number;
}

const WEEK = 7;

export async function worklistReport(views: ViewReader, question: WorklistQuestion): Promise<WorklistReport> {
  const { division, staffId, level, today, horizonDays } = question;
  const until = addDays(today, horizonDays);
  const delegatedTowns = await delegationsOf(views);
  const items: WorklistItem[] = [];
  for await (const page of views.scan<WorklistRow>('worklist')) {
    for (const { row } of page) {
      if (row.book.running.length === 0 || !liesIn(division, row)) continue;
      for (const item of openItems(row.book, decidedByTown(delegatedTowns, row))) {
        if ((level !== undefined && item.owner !== level) || (staffId !== undefined && item.whose !== staffId)) continue;
        items.push(listed(row, item, today));
      }
    }
  }
  items.sort(byColumns((item) => item.dueOn ?? '9999', (item) => item.caseId, (item) => item.county, (item) => item.clock, (item) => item.subject ?? ''));
  const parts: Record<keyof WorklistCounts, WorklistItem[]> = { overdue: [], today: [], week: [], later: [], unpublished: [] };
  for (const item of items) {
    const part = partOf(item.dueOn, today, until);
    if (part !== undefined) parts[part].push(item);
  }
  return {
    division, today, until, overdue: parts.overdue, dueToday: parts.today, dueThisWeek: parts.week, later: parts.later, calendarUnpublished: parts.unpublished,
    total: { overdue: parts.overdue.length, today: parts.today.length, week: parts.week.length, later: parts.later.length, unpublished: parts.unpublished.length },
    units: unitsOf(parts),
  };
}

function partOf(dueOn: CivilDate | null, today: CivilDate, until: CivilDate): keyof WorklistCounts | undefined {
  if (dueOn === null) return 'unpublished';
  if (dueOn < today) return 'overdue';
  if (dueOn === today) return 'today';
  if (dueOn <= addDays(today, WEEK)) return 'week';
  return dueOn <= until ? 'later' : undefined;
}

function listed({ caseId, code6, town, community, book: _ }: WorklistRow, { dueOn, whose, ...item }: OpenItem, today: CivilDate): WorklistItem {
  const due = dueOn === 'calendarUnpublished' ? null : dueOn;
  const { zh, en } = CLOCKS[item.clock];
  return {
    caseId, county: code6, town, community: community ?? null, ...item, name: { zh, en }, dueOn: due, daysOverdue: due === null || due >= today ? 0 : daysBetween(due, today),
    whose: whose ?? null, unit: unitOf(item.owner, { code6, town, community }),
  };
}

/** The division of the level that owes it; of the next larger one that is known. */
function unitOf(owner: Level, { code6, town, community }: Place & { readonly code6: string }): string {
  if (owner === 'county' || owner === 'checkAgency' || town === '') return code6;
  return owner === 'community' ? (community ?? town) : town;
}

function unitsOf(parts: Readonly<Record<keyof WorklistCounts, readonly WorklistItem[]>>): readonly UnitCounts[] {
  const units = new Map<string, { unit: string; level: Level } & { -readonly [Part in keyof WorklistCounts]: number }>();
  for (const part of Object.keys(parts) as (keyof WorklistCounts)[]) {
    for (const { unit, owner } of parts[part]) {
      const key = `${unit}|${owner}`;
      const counts = units.get(key) ?? { unit, level: owner, overdue: 0, today: 0, week: 0, later: 0, unpublished: 0 };
      counts[part] += 1;
      units.set(key, counts);
    }
  }
  return [...units.values()].sort(byColumns((row) => row.unit, (row) => row.level));
}

/** A county's cases are its own, also where a row names no town. */
const liesIn = (division: string, row: WorklistRow): boolean => (division.length <= 6 ? row.code6.startsWith(areaOf(division)) : contains(division, row));

/** Delegations of the confirmation to towns without a cap: with one, who decides depends on an amount nobody has decided yet. */
async function delegationsOf(views: ViewReader): Promise<readonly DelegationRow[]> {
  const rows: DelegationRow[] = [];
  for await (const page of views.scan<DelegationRow>('delegations')) {
    rows.push(...page.map(({ row }) => row).filter(({ permissions, amountCapFen }) => amountCapFen === undefined && permissions.includes('case.confirm')));
  }
  return rows;
}

/** Whether a delegation held on the day the whole procedure began. */
function decidedByTown(delegations: readonly DelegationRow[], { town, book }: WorklistRow): boolean {
  const since = book.running.find(({ clock }: { readonly clock: ClockName }) => clock === 'total')?.startedOn;
  return since !== undefined && delegations.some(({ toDivision, benefits, validFrom, validTo, revokedOn }) =>
    toDivision === town && (benefits === undefined || (book.facts.benefit !== undefined && benefits.includes(book.facts.benefit))) && validFrom <= since && (validTo === undefined || since <= validTo) && (revokedOn === undefined || since < revokedOn));
}
