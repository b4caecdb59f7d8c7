/** What accountability is asked and answers, for both apps. */
import type { ClosedYear, ComplaintFile, ComplaintStep, FindingFile, FindingStep, FineLimit } from '#accountability';
import type { FindingRow, SelfMatch } from '#reports';

interface Taken {
  readonly division: string;
  readonly outcome: 'recorded' | 'alreadyRecorded';
  /** Types of the events it recorded, now or then. */
  readonly events: readonly string[];
  /** Where the stream stands now; `If-Match` takes it. */
  readonly revision: bigint;
}
export interface FindingTaken extends Taken {
  /** `<finding>@<county>`. */
  readonly findingKey: string;
  readonly step: FindingStep;
}
export interface FindingView {
  readonly findingKey: string;
  readonly division: string;
  readonly revision: bigint;
  readonly file: FindingFile;
  /** Only of a fraud. */
  readonly fine?: FineLimit | undefined;
}
export interface ComplaintTaken extends Taken {
  readonly complaintKey: string;
  readonly step: ComplaintStep;
}
export interface ComplaintView {
  readonly complaintKey: string;
  readonly division: string;
  readonly revision: bigint;
  readonly file: ComplaintFile;
}
/** Which findings a list shows: `lead` not verified, `open` confirmed and not closed, `closed` the rest. */
export type FindingStanding = 'lead' | 'open' | 'closed';
export interface ListedFinding extends Omit<FindingRow, 'citizens' | 'idNo' | 'receipts'> {
  readonly standing: FindingStanding;
}
export interface YearClosing extends ClosedYear {
  readonly county: string;
  readonly year: number;
  readonly outcome: 'recorded' | 'alreadyRecorded';
}
export interface ScannedLead extends SelfMatch {
  /** `new`: nobody raised it yet. */
  readonly standing: 'new' | 'raised' | 'alreadyRaised';
}
export interface MatchReport {
  readonly matchNo: string;
  /** SHA-256 of the file. */
  readonly file: string;
  readonly rows: number;
  readonly leads: readonly { readonly row: number; readonly findingId: string; readonly outcome: 'recorded' | 'alreadyRecorded' }[];
  /** Rows whose citizen the ledger does not know; kept in the ledger, whole. */
  readonly unknownCitizens: readonly { readonly row: number; readonly idNo: string }[];
  /** Rows that could not be read; kept in the ledger, whole. */
  readonly unreadable: readonly { readonly row: number; readonly field: string }[];
}
