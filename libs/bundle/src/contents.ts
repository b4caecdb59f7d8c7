/**
 * What an evidence bundle holds. Everything a report says stands in these, so the report can be made again by whoever has the bundle.
 * Files of the same names in the bundle are these as JSON; docs/evidence.md describes them.
 */
import type { JsonObject } from '#kernel';

export const BUNDLE_FORMAT = 'taizhang-evidence-bundle-1';

export const BUNDLE_SCOPES = ['case', 'person', 'payList', 'finding', 'task'] as const;
export type BundleScope = (typeof BUNDLE_SCOPES)[number];

/** `manifest.json`. Its SHA-256 stands in the event of the export, in the ledger. */
export interface Manifest {
  readonly format: typeof BUNDLE_FORMAT;
  /** Version of the program that made it; its report can be made again by the same version. */
  readonly program: string;
  /** The name of the transparency log. */
  readonly origin: string;
  /** What the boxes are bound to; empty where the ledger is not encrypted. */
  readonly ledgerId: string;
  /** The export: its stream is `inquiry-<inquiryId>@<county>`. */
  readonly inquiry: Inquiry;
  /** Of the scope; the export's own entries are not among them. */
  readonly streams: readonly BundledStream[];
  readonly entries: readonly BundledEntry[];
  /** Numbers of whom the bundle is about, `<number>@<county>`. */
  readonly persons: readonly string[];
  /** Every other file but `manifest.json`, `checkpoint`, `policy.txt` and what lies in `proofs/`, `export/` and `consistency/`; by path. */
  readonly files: readonly BundledFile[];
}
export interface Inquiry {
  readonly inquiryId: string;
  readonly scope: BundleScope;
  /** `<number>@<county>`; of a task its number. */
  readonly about: string;
  /** Which organ asks, and under which document. */
  readonly organ: string;
  readonly docNo: string;
  readonly exportedBy: { readonly staffId: string; readonly role?: string | undefined; readonly orgUscc?: string | undefined };
  /** The day in China, and the instant, RFC 3339 UTC: what the ledger knew then is what the bundle says. */
  readonly on: string;
  readonly at: string;
}
export interface BundledStream {
  readonly streamId: string;
  /** True where the bundle has it from its first event to the last it had then: a gap is then an omission. */
  readonly whole: boolean;
  /** How many events of it the bundle has. */
  readonly events: number;
}
/** One event: `entries/<index of ten digits>.json`, with its proof in `proofs/<index>.tlog-proof`. */
export interface BundledEntry {
  /** In the log, from 0. */
  readonly index: number;
  readonly streamId: string;
  readonly revision: string;
}
export interface BundledFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** An event of the bundle, opened with the keys that came with it. */
export interface OpenedEvent {
  readonly index: number;
  readonly streamId: string;
  readonly revision: string;
  readonly eventId: string;
  readonly type: string;
  /** A value whose key was not given is `{"closed": kind}`; one whose key was destroyed says 已删除, or 0, or false. */
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  /** Boxes of it that stay closed. */
  readonly closed: number;
}

/** `keys.json`: by index of the entry, a key for each of its boxes in their order; null where it stays closed, `destroyed` of an erased person. */
export type BundledKeys = Readonly<Record<string, readonly (string | null)[]>>;
export const DESTROYED = 'destroyed';

/** `papers.json`. The content lies in `papers/<sha256>`. */
export interface BundledPaper {
  readonly sha256: string;
  readonly kind: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Why the content is not in the bundle; null where it is. */
  readonly missing: 'notStored' | 'damaged' | 'tooLarge' | 'unknown' | null;
}

/** `rules.json`: what the documents say, in the words that were in force. */
export interface BundledRule {
  readonly id: string;
  /** `QS-2019`, with the version in the ledger. */
  readonly pack: string;
  readonly subject: string;
  readonly title: string;
  /** As printed; null where the document has no sentence of its own for it. */
  readonly clause: string | null;
  readonly document: { readonly title: string; readonly number: string | null; readonly issuedOn: string | null };
}

/** `procedure.json`: each case held against the procedure, as the ledger had it at the export. */
export interface CaseCheck {
  readonly caseKey: string;
  readonly benefit: string;
  readonly deviations: readonly { readonly code: string; readonly step: string; readonly dueOn?: string | undefined; readonly days?: number | undefined }[];
  /** What was owed and not done yet, with its last day. */
  readonly open: readonly { readonly clock: string; readonly dueOn: string | null }[];
}

/** `exemption.json`: the five conditions of GX-2019-06-06, as known at the decision and at the export. */
export interface ExemptionProof {
  readonly findingKey: string;
  readonly year: number;
  /** Null before anything was decided or assessed. */
  readonly atDecision: ExemptionState | null;
  readonly now: ExemptionState;
  /** The entries each condition rests on. */
  readonly behind: Readonly<Record<ExemptionCondition, readonly number[]>>;
}
export const EXEMPTION_CONDITIONS = ['publicSpirit', 'procedureComplete', 'objectiveCause', 'withinLimit', 'recoverable'] as const;
export type ExemptionCondition = (typeof EXEMPTION_CONDITIONS)[number];
export interface ExemptionState {
  /** Instant of knowledge, RFC 3339 UTC. */
  readonly knownAt: string;
  /** The decision it is about, by its entry; null at the export. */
  readonly entry: number | null;
  readonly conditions: Readonly<Record<ExemptionCondition, boolean>>;
  readonly evidence: Readonly<Record<ExemptionCondition, string>>;
  readonly counts: readonly { readonly division: string; readonly level: string; readonly totalPersons: number; readonly errorPersons: number; readonly objectiveErrorPersons: number }[];
  /** By division, the findings whose errors were counted, `<number>@<county>`. */
  readonly counted: readonly { readonly division: string; readonly findings: readonly string[] }[];
}

/** Everything a report is made of. */
export interface BundleContents {
  readonly manifest: Manifest;
  /** In the order of the log. */
  readonly events: readonly OpenedEvent[];
  readonly papers: readonly BundledPaper[];
  readonly rules: readonly BundledRule[];
  readonly procedure: readonly CaseCheck[];
  readonly exemption: ExemptionProof | null;
}
