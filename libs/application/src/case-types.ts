/** What the live procedure is asked and answers, for both apps. */
import type { CaseFile, CorrectableField, CorrectionAsked, CorrectionMade, CorrectionSubject, JobService, StepName } from '#casework';

export interface StepTaken {
  /** `<case>@<county>`. */
  readonly caseKey: string;
  readonly division: string;
  readonly step: StepName;
  readonly outcome: 'recorded' | 'alreadyRecorded';
  /** Types of the events it recorded, now or then. */
  readonly events: readonly string[];
  /** Where the case stands now; `If-Match` takes it. */
  readonly revision: bigint;
  /** The recorded determination an amount rests on. */
  readonly determinationId?: string | undefined;
}

export interface CaseFileView {
  readonly caseKey: string;
  readonly division: string;
  readonly revision: bigint;
  /** A lead that nobody applied for yet has no file. */
  readonly file: CaseFile | null;
}

export interface Recorded {
  readonly outcome: 'recorded' | 'alreadyRecorded';
  readonly revision: bigint | undefined;
}

export interface CorrectionTaken {
  readonly subject: CorrectionSubject;
  /** `<number>@<county>`. */
  readonly key: string;
  readonly correctionNo: string;
  readonly outcome: 'recorded' | 'alreadyRecorded';
  readonly events: readonly string[];
  readonly revision: bigint;
}

export interface CorrectionsView {
  readonly subject: CorrectionSubject;
  readonly key: string;
  readonly revision: bigint;
  /** What can be corrected, as it stands. */
  readonly fields: readonly CorrectableField[];
  /** Asked for and not answered. */
  readonly open: readonly CorrectionAsked[];
  /** What was corrected, and what stood before. */
  readonly corrected: readonly CorrectionMade[];
}

export interface JobServicesView {
  readonly personId: string;
  readonly year: number;
  readonly delivered: Readonly<Record<JobService, number>>;
  /** What the documents of the county still ask for in the year; null where they ask for nothing (XM-2018-03-01 is Xiamen's). */
  readonly open: Readonly<Record<JobService, number>> | null;
}

export interface SampleDraw {
  readonly drawNo: string;
  readonly on: string;
  readonly seed: string;
  readonly ratePpm: number;
  readonly population: readonly string[];
  readonly selected: readonly string[];
}
