/** Targets of the documents held against the ledger: standards that were published, 低保 that was paid (policy-facts.md: KPIs are reports, never tests). */
import { activeChange } from '#casework';
import { contains } from '#kernel';
import { liesIn, type PolicyBook, PublishedValues, targets, type TargetRow } from '#policy';
import type { ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import { leastDelivered } from './job-services.js';
import type { PaymentRow } from './payments.js';
import type { StandardsRow } from './policy.js';

export interface TargetsReport {
  readonly division: string;
  readonly year: number;
  /** In the order of the packs, narrowest first, and of their figures. */
  readonly rows: readonly TargetRow[];
}

interface Paid {
  readonly settledFen: number;
  readonly personMonths: number;
}

/** @throws DomainError `DIVISION_NOT_COVERED`, `DATE_BEFORE_RULES` */
export async function targetsReport(views: ViewReader, book: PolicyBook, division: string, year: number): Promise<TargetsReport> {
  const standards: StandardsRow['standards'][number][] = [];
  const divisions: string[] = [];
  for await (const page of views.scan<StandardsRow>('standards')) {
    for (const { key, row } of page) {
      divisions.push(key);
      standards.push(...row.standards);
    }
  }
  const paid = new Map([[year, await paidIn(views, division, year)], [year - 1, await paidIn(views, division, year - 1)]]);
  const delivered = await leastDelivered(views, division, year);
  const facts = { published: new PublishedValues(standards), divisions, paid: (of: string, inYear: number) => (of === division ? paid.get(inYear) : undefined), jobServices: (of: string, inYear: number) => (of === division && inYear === year ? delivered : undefined) };
  return { division, year, rows: targets(book, facts, division, year) };
}

/** 人均补差 is Σ paid ÷ Σ persons, a statistic (QS-2019-T01b): of the months and cases in which anything reached the household. */
async function paidIn(views: ViewReader, division: string, year: number): Promise<Paid | undefined> {
  let settledFen = 0;
  let personMonths = 0;
  for await (const page of views.scan<PaymentRow>('payments', `${year}-`)) {
    for (const { key, row } of page) {
      if (row.benefit !== 'dibao' || row.settledFen === 0 || !(division.length === 6 ? liesIn(row.town, division) : contains(division, row))) continue;
      const separator = key.indexOf('|');
      const of = views.get<CaseRow>('caseload', key.slice(separator + 1));
      settledFen += row.settledFen;
      personMonths += (of && activeChange(of.changes, key.slice(0, separator))?.persons) ?? 0;
    }
  }
  return personMonths === 0 ? undefined : { settledFen, personMonths };
}
