/** Questions and answers about policy: published values, packs, determinations. What the command line and the server both speak. */
import type { CivilDate } from '#kernel';
import type { Bilingual, Determination, Eligibility, PackRef } from '#policy';

/** A value an authority published, as an office writes it down. */
export interface StandardEntry {
  /** A key of `LOCAL_KEYS`. */
  readonly key: string;
  /** 6 digits: county, city (450100) or province (450000). */
  readonly division: string;
  /** Exact decimal text, or the items of a list. Money in yuan, as published. */
  readonly value: string;
  readonly unit?: string | undefined;
  readonly from: string;
  readonly to?: string | undefined;
  /** The instrument it rests on. */
  readonly basis?: string | undefined;
}

export interface StandardOutcome {
  readonly key: string;
  readonly division: string;
  readonly from: string;
  readonly outcome: 'recorded' | 'alreadyRecorded' | 'rejected';
  /** Where rejected: a code of docs/errors.md and why. */
  readonly code?: string;
  readonly message?: string;
}
export interface StandardsPublished {
  readonly rows: readonly StandardOutcome[];
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly rejected: number;
}

/** Corrects a published value; what was published stays in the ledger beside it. */
export interface StandardCorrection {
  readonly key: string;
  readonly division: string;
  readonly from: string;
  /** The right value, or the right last day; at least one. */
  readonly value?: string | undefined;
  readonly to?: string | undefined;
  readonly reason: string;
  readonly approver: string;
}

export interface StandardRow extends StandardEntry {
  readonly name: Bilingual;
  readonly publisher: Bilingual;
  /** Oldest first. */
  readonly corrections: readonly { readonly field: 'value' | 'to'; readonly old: string | null; readonly new: string; readonly reason: string; readonly approver: string }[];
}
export interface StandardsList {
  /** Sorted by key, division, from. */
  readonly rows: readonly StandardRow[];
}

export interface ImpactRow {
  readonly caseId: string;
  /** Town, 9 digits. */
  readonly division: string;
  readonly benefit: string;
  readonly month: string;
  /** Sum of the first attempts on pay lists of the month: what was put up for payment. */
  readonly listedFen: number;
  /** What the rules give for the month with the values known now. */
  readonly dueFen: number;
  /** `dueFen − listedFen`; negative where too much was listed. Months without a difference are left out. */
  readonly arrearsFen: number;
}
export interface AffectedDetermination {
  readonly determinationId: string;
  readonly on: string;
  /** The value it used. */
  readonly used: string;
  readonly differences: readonly Difference[];
}
export interface Impact {
  readonly key: string;
  readonly division: string;
  /** Whether the monthly amount of any case depends on the key. Where not, only determinations are listed. */
  readonly arrearsComputed: boolean;
  /** Sorted by case, month. */
  readonly rows: readonly ImpactRow[];
  /** Cases that could not be computed, by reason; nothing is left out silently. */
  readonly notComputed: readonly { readonly caseId: string; readonly code: string }[];
  /** Recorded determinations that used a value of this key at this place, sorted by id; for a tier of 低保 also those that used the 低保 standard. */
  readonly determinations: readonly AffectedDetermination[];
  readonly total: { readonly arrearsFen: number; readonly cases: number };
}

export interface Difference {
  /** `category`, or benefit and members, e.g. `dibao` or `careFee/A`. */
  readonly of: string;
  /** The category, or what was found: `yes 600.00/month`, with the members where they differ; null where there was nothing of the kind. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface DetermineRequest {
  /** As sent: checked against the facts' schema. */
  readonly facts: unknown;
  readonly division?: string | undefined;
  readonly on?: CivilDate | undefined;
  /** What had been published by an instant. */
  readonly knownAt?: string | undefined;
}

export interface RecordedDetermination {
  readonly determinationId: string;
  readonly outcome: 'recorded' | 'alreadyRecorded';
  readonly determination: Determination;
}

export interface DeterminationReplay {
  readonly determinationId: string;
  readonly recordedAt: string;
  /** As recorded. */
  readonly recorded: Determination;
  /** Computed again from the recorded facts with the packs it names and the values known when it was recorded: category, benefits, trace, values and packs are the same. */
  readonly reproduced: boolean;
  /** Whether it was computed by other rule functions than this program has; then a difference may be the program's. */
  readonly rulesChanged: boolean;
  /** Problems `verifyTrace` finds in the recorded trace. */
  readonly problems: readonly string[];
  /** Computed with what is known today (values and packs in force); null where it refuses today, then `refusal` says why. */
  readonly today: Determination | null;
  readonly refusal: { readonly code: string; readonly message: string } | null;
  readonly differences: readonly Difference[];
}

export interface PackStatus extends PackRef {
  readonly name: Bilingual;
  readonly title: string;
  /** From when it holds in this ledger; null: shipped with the program, not adopted here yet. */
  readonly effectiveFrom: string | null;
  readonly adopted: boolean;
}

/** One rule as an official reads it. */
export interface RuleExplanation {
  readonly id: string;
  readonly pack: PackRef;
  readonly subject: string;
  readonly title: Bilingual;
  readonly clause: string | null;
  readonly source: { readonly file: string; readonly line: number } | null;
  readonly reading: Bilingual | null;
  /** `line` where the word stands on another line than the clause. */
  readonly garbled: readonly { readonly spun: string; readonly line?: number | undefined; readonly read: string; readonly why: Bilingual }[];
  readonly figures: readonly { readonly key: string; readonly value: string; readonly unit: string; readonly kind: string; readonly from: string; readonly to: string | null; readonly dateBasis: string; readonly clause: string }[];
  /** The functions that execute it, with their formulas; empty where something else carries the rule. */
  readonly functions: readonly { readonly name: string; readonly formula: string }[];
  /** What carries it otherwise: a step, a task, a report, or why nothing does. */
  readonly carriedBy: string | null;
}

export type { Eligibility };
