/** A month of a list: every reconciliation, what did not agree and how it was resolved, its closing, and corrections of the closed month. */
import { codecOf } from '#kernel';
import type { Discrepancy, PeriodTotals } from './discrepancies.js';
import type { Resolution } from './period-formats.js';

type Of<Type extends string, Data> = { readonly type: Type; readonly data: { readonly listNo: string; readonly on: string } & Data };

export type PeriodEvent =
  /** `run`: 1.. `hash`: over every item as it stood. `found`: what did not agree, known or new; `truncated`: more than were kept. */
  | Of<'ReconciliationRun', { readonly run: number; readonly totals: PeriodTotals; readonly hash: string; readonly found: number; readonly truncated?: number | undefined; readonly runBy: string }>
  /** First found, with another sum, or again after it was called corrected. */
  | Of<'DiscrepancyFound', Discrepancy & { readonly run: number }>
  | Of<'DiscrepancyExplained', { readonly id: string; readonly how: Resolution; readonly reason: string; readonly explainedBy: string }>
  | Of<'DiscrepancyResolved', { readonly id: string; readonly how: Resolution; readonly explainedBy: string; readonly resolvedBy: string }>
  /** `hash`: SHA-256 over the hashes of the parts and the balances, hex. */
  | Of<'PeriodClosed', { readonly benefit: string; readonly ym: string; readonly closing: number; readonly closingNo: string; readonly balances: PeriodTotals; readonly hash: string; readonly run: number; readonly closedBy: string }>
  | Of<'PeriodCorrected', { readonly correctionNo: string; readonly closing: number; readonly itemNos: readonly string[]; readonly reason: string; readonly approvedBy: string }>;

export const periodCodec = codecOf<PeriodEvent>(1, { ReconciliationRun: true, DiscrepancyFound: true, DiscrepancyExplained: true, DiscrepancyResolved: true, PeriodClosed: true, PeriodCorrected: true });
