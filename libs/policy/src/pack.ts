/** A policy pack: one document's dated figures and rules as data, written in YAML that an official can read (libs/policy/packs). */

/**
 * What a figure is good for. Only the first five may touch a household: `approx` and `avgKPI` are planning figures
 * ("左右", regional averages), never a test anyone passes or fails (policy-facts.md, head).
 */
export const HOUSEHOLD_KINDS = ['exact', 'floor', 'cap', 'range', 'deadline'] as const;
export const PLANNING_KINDS = ['approx', 'avgKPI'] as const;
export type HouseholdKind = (typeof HOUSEHOLD_KINDS)[number];
export type PlanningKind = (typeof PLANNING_KINDS)[number];
export type DateBasis = 'printed' | 'inferred';

/** A text for people, in both languages. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

interface FigureOf<Kind extends HouseholdKind | PlanningKind> {
  /** Key of the parameter index (policy-facts.md §6), e.g. `dibao.std`. */
  readonly key: string;
  /** Exact decimal text, or a date for deadlines. */
  readonly value: string;
  /** e.g. `yuan/person·month`, `share`, `× std`. Money is in yuan as printed. */
  readonly unit: string;
  readonly kind: Kind;
  readonly from: string;
  /** Last day, inclusive; open where absent. */
  readonly to?: string | undefined;
  /** Whether the document prints the date, or it was inferred. */
  readonly dateBasis: DateBasis;
  /** Id of the rule the figure belongs to. */
  readonly rule: string;
  /** The words that print it, literally. */
  readonly clause: string;
  readonly note?: Bilingual | undefined;
}
/** A figure that may enter a household's determination. */
export type HouseholdFigure = FigureOf<HouseholdKind>;
/** A figure that may not. No function of the determination accepts one. */
export type PlanningFigure = FigureOf<PlanningKind>;
export type Figure = HouseholdFigure | PlanningFigure;

/** A word of a corrupted source, the word it stands for, and why. */
export interface Garble {
  readonly spun: string;
  /** Line of the source, where it is not the clause's. */
  readonly line?: number | undefined;
  readonly read: string;
  readonly why: Bilingual;
}

/** How the program carries a rule: what executes it, the step or task that does, or why nothing does. */
export type Disposition =
  | { readonly executes: readonly string[] }
  | { readonly step: string }
  | { readonly task: string }
  | { readonly report: string }
  | { readonly principle: string };

export interface PackRule {
  readonly id: string;
  readonly subject: string;
  readonly title: Bilingual;
  /** The clause, literally as in the source; absent only where the source prints none. */
  readonly clause?: string | undefined;
  /** Line of the source file (docs/sources) that holds the clause. */
  readonly line?: number | undefined;
  /** What the clause is read to say. */
  readonly reading?: Bilingual | undefined;
  readonly garbled?: readonly Garble[] | undefined;
  readonly disposition: Disposition;
}

export interface Pack {
  /** e.g. `QS-2019`. */
  readonly pack: string;
  readonly version: number;
  readonly jurisdiction: { readonly code: string; readonly name: Bilingual };
  /** The pack it falls back on where it is silent. Only QS-2019 has one. */
  readonly inherits?: string | undefined;
  readonly document: { readonly title: string; readonly number?: string | undefined; readonly issuedOn: string; readonly source?: string | undefined; readonly force: Bilingual };
  readonly validFrom: string;
  readonly validFromBasis: DateBasis;
  /** Last day the programme was planned for; determinations after it are flagged, not refused. */
  readonly plannedUntil?: string | undefined;
  /** Whom the document speaks of. */
  readonly area: 'urban' | 'both';
  readonly parameters: readonly Figure[];
  readonly rules: readonly PackRule[];
}
