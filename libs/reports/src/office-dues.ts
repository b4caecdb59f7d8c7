/** What an office owes on a day of the calendar, whatever any case does (process.md §5): progress reports by the 20th (QS-2019-R01), the payout of a month by the 10th (R220). */
import { isAskedFor, owedReports, periodAfter, type Quarter, quarterOf, reportDue } from '#accountability';
import { type Benefit, changeInForce, PAID_ONCE } from '#casework';
import { type CivilDate, monthAfter, monthOf } from '#kernel';
import type { ViewReader } from '#projections';
import type { EntitlementRow } from './entitlements.js';
import type { PayListRow } from './pay-lists.js';
import { assignmentOf, type TaskRow } from './tasks.js';

export interface OfficeDue {
  readonly kind: 'taskReport' | 'monthlyPayout';
  /** The quarter, or the list. */
  readonly number: string;
  readonly county: string;
  /** The unit that reports. */
  readonly subject?: string | undefined;
  readonly startedOn: CivilDate;
  readonly dueOn: CivilDate;
  /** Whoever the unit named for it. */
  readonly whose: string | null;
}

/** R220: by the 10th; since R57 the day is the county's own, and the 10th is this project's [A]. */
const PAYOUT_DAY = '10';

/** Everything that is due by `until` and not done by `today`, in the divisions that begin with `area`. */
export async function officeDues(views: ViewReader, area: string, today: CivilDate, until: CivilDate): Promise<readonly OfficeDue[]> {
  return [...(await taskReportsDue(views, area, today, until)), ...(await payoutsDue(views, area, until))];
}

/** One for each unit and person named: the oldest report that is missing, and each that is not due yet. However many tasks it is about. */
async function taskReportsDue(views: ViewReader, area: string, today: CivilDate, until: CivilDate): Promise<readonly OfficeDue[]> {
  const found = new Map<string, OfficeDue>();
  for await (const page of views.scan<TaskRow>('tasks')) {
    for (const { row } of page) {
      if (!row.code6.startsWith(area) || row.reporting === undefined) continue;
      for (let quarter: Quarter = quarterOf(row.reporting.firstDueOn as CivilDate); reportDue(quarter, row.reporting) <= until; quarter = periodAfter(quarter)) {
        if (!isAskedFor(quarter, row.reporting)) continue;
        for (const { unit, dueOn, standing } of owedReports([row], quarter, today)) {
          if (standing !== 'missing' && standing !== 'open') continue;
          const whose = assignmentOf(row, unit, today)?.person ?? null;
          const key = [row.code6, unit, whose, standing === 'missing' ? 'missing' : quarter].join('|');
          if ((found.get(key)?.dueOn ?? '9999') > dueOn) found.set(key, { kind: 'taskReport', number: quarter, county: row.code6, subject: unit, startedOn: `${dueOn.slice(0, 8)}01` as CivilDate, dueOn, whose });
        }
      }
    }
  }
  return [...found.values()];
}

/** Months after the last list that was ordered in which something is owed. Only of benefits whose lists are run here: of a county that imports its past nothing is due. */
async function payoutsDue(views: ViewReader, area: string, until: CivilDate): Promise<readonly OfficeDue[]> {
  const last = new Map<string, { readonly county: string; readonly benefit: string; readonly ym: string }>();
  for await (const page of views.scan<PayListRow>('payLists')) {
    for (const { row: { county, benefit, ym, order } } of page) {
      const key = `${county}|${benefit}`;
      if (order !== undefined && county.startsWith(area) && !PAID_ONCE.has(benefit as Benefit) && (last.get(key)?.ym ?? '') < ym) last.set(key, { county, benefit, ym });
    }
  }
  if (last.size === 0) return [];
  const months = new Map<string, Set<string>>([...last].map(([key, { ym }]) => [key, new Set(monthsUntil(monthAfter(ym), until))]));
  const owed = new Map<string, OfficeDue>();
  for await (const page of views.scan<EntitlementRow>('entitlements')) {
    for (const { row: { code6, benefit, changes } } of page) {
      const open = months.get(`${code6}|${benefit}`);
      if (open === undefined) continue;
      for (const ym of open) {
        if ((changeInForce(changes, ym)?.newFen ?? 0) === 0) continue;
        owed.set(`${code6}|${benefit}|${ym}`, { kind: 'monthlyPayout', number: `${benefit}-${ym}`, county: code6, startedOn: `${ym}-01` as CivilDate, dueOn: `${ym}-${PAYOUT_DAY}` as CivilDate, whose: null });
        // Somebody is owed it: nobody else needs to be asked.
        open.delete(ym);
      }
    }
  }
  return [...owed.values()];
}

function monthsUntil(first: string, until: CivilDate): readonly string[] {
  const months: string[] = [];
  for (let ym: string = first; ym <= monthOf(until) && `${ym}-${PAYOUT_DAY}` <= until; ym = monthAfter(ym)) months.push(ym);
  return months;
}
