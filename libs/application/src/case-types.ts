/** What the live procedure is asked and answers, for both apps. */
import type { CaseFile, StepName } from '#casework';

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

export interface SampleDraw {
  readonly drawNo: string;
  readonly on: string;
  readonly seed: string;
  readonly ratePpm: number;
  readonly population: readonly string[];
  readonly selected: readonly string[];
}
