/** What pay lists, decisions about payments and the fund are asked and answer, for both apps. */
import type { CaseDecisions, EndedLine, FundStep, Indicator, ListLine, ListStep, LiveList, PayCaseStep } from '#disbursement';

interface Taken<Step extends string> {
  readonly step: Step;
  readonly outcome: 'recorded' | 'alreadyRecorded';
  /** Types of the events it recorded, now or then. */
  readonly events: readonly string[];
  readonly revision: bigint;
}
export interface ListTaken extends Taken<ListStep> {
  /** `<benefit>-<month>@<county>`. */
  readonly listKey: string;
  /** The list as it stands now. */
  readonly list: LiveList;
}
export interface ListView {
  readonly listKey: string;
  readonly revision: bigint;
  readonly list: LiveList;
}
/** A part of a list: its lines, and what is no longer on it. */
export interface ListPage {
  readonly listKey: string;
  readonly version: number;
  readonly lines: readonly ListLine[];
  readonly ended: readonly EndedLine[];
  /** The part that follows; null at the end. */
  readonly next: number | null;
}
export interface PayCaseTaken extends Taken<PayCaseStep> {
  readonly caseKey: string;
  readonly division: string;
}
export interface PayCaseView {
  readonly caseKey: string;
  readonly division: string;
  readonly decisions: CaseDecisions;
}
export interface FundTaken extends Taken<FundStep> {
  readonly county: string;
}
export interface IndicatorRow extends Indicator {
  readonly leftFen: number;
}
export interface FundView {
  readonly county: string;
  readonly revision: bigint;
  readonly indicators: readonly IndicatorRow[];
}
