/** Decided 低保 amounts that differ from the rule: leads, never rejections (formats.md §2, amount check). */
import { contains } from '#kernel';
import { GAP_RULE_IDS, gapAmount, standardOn } from '#policy';
import type { ViewReader } from '#projections';
import type { CaseRow } from './caseload.js';
import type { HouseholdRow } from './citizens.js';
import { byColumns, entityKey } from './key.js';
import type { StandardsRow } from './policy.js';

export interface AmountRow {
  readonly caseId: string;
  readonly effectiveMonth: string;
  readonly decidedFen: number;
  readonly expectedFen: number;
  readonly ruleIds: readonly string[];
}
export interface AmountsReport {
  readonly rows: readonly AmountRow[];
}

const CHECKED_CHANGES = new Set(['grant', 'increase', 'reduce']);

/** Grants, increases and reductions whose amount is not the gap. Cases that lack a fact the rule needs are not checked. */
export async function amountsReport(views: ViewReader, division: string | undefined): Promise<AmountsReport> {
  const rows: AmountRow[] = [];
  for await (const page of views.scan<CaseRow>('caseload')) {
    for (const { row } of page) {
      if (row.benefit !== 'dibao' || row.incomeFen === undefined || !contains(division, row)) continue;
      const members = views.get<HouseholdRow>('households', entityKey(row.householdId, row.code6))?.countedIds.length ?? 0;
      const published = views.get<StandardsRow>('standards', row.code6)?.standards ?? [];
      if (members === 0) continue;
      for (const change of row.changes) {
        const ruleIds = GAP_RULE_IDS.get(change.pack);
        if (ruleIds === undefined || !CHECKED_CHANGES.has(change.kind)) continue;
        const standard = standardOn(published, 'dibao.std', `${change.fromYm}-01`);
        if (standard === undefined) continue;
        const expectedFen = gapAmount(standard.value, row.incomeFen, members);
        if (expectedFen !== change.newFen) rows.push({ caseId: row.caseId, effectiveMonth: change.fromYm, decidedFen: change.newFen, expectedFen, ruleIds });
      }
    }
  }
  return { rows: rows.sort(byColumns((row) => row.caseId, (row) => row.effectiveMonth, (row) => row.decidedFen)) };
}
