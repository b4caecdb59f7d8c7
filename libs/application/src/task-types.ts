/** What the task register is asked and answers, as the command line and the server show it. */
import type { Score } from '#accountability';

export interface SeedOutcome {
  readonly taskNo: string;
  readonly outcome: 'recorded' | 'alreadyRecorded' | 'rejected';
  /** Why it was rejected. */
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}
export interface TasksSeeded {
  readonly pack: string;
  readonly division: string;
  readonly rows: readonly SeedOutcome[];
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly rejected: number;
}

/** A task by its number, with the division where several have it. */
interface AboutTask {
  /** `12`, or `12@360111`. */
  readonly task: string;
  readonly unit: string;
}
export interface AssignmentRequest extends AboutTask {
  readonly department: string;
  readonly person: string;
  /** Until when the task is to be done, YYYY-MM-DD. */
  readonly due: string;
  /** Today where absent. */
  readonly on?: string | undefined;
  readonly reason?: string | undefined;
}
export interface ProgressRequest extends AboutTask {
  readonly quarter: string;
  /** The day of the report; today where absent. */
  readonly on?: string | undefined;
  /** Up to which day the data go. */
  readonly cutoff: string;
  readonly value?: number | undefined;
  readonly text: string;
  readonly fileRef?: string | undefined;
  readonly supersedes?: boolean | undefined;
  readonly reason?: string | undefined;
}
export interface TaskRecorded {
  readonly taskNo: string;
  readonly division: string;
  readonly unit: string;
  readonly outcome: 'recorded' | 'alreadyRecorded';
}
export interface ProgressRecorded extends TaskRecorded {
  readonly quarter: string;
  /** Null where no report is asked for. */
  readonly dueOn: string | null;
}

export interface Overseen {
  readonly division: string;
  /** Today where absent. */
  readonly on?: string | undefined;
}
export interface DispatchRequest extends Overseen {
  readonly quarter: string;
  readonly problems: readonly string[];
}
export interface BulletinRequest extends Overseen {
  readonly halfYear: string;
  readonly problems: readonly string[];
}
export interface AssessmentRequest extends Overseen {
  readonly year: string;
  readonly scores: readonly Score[];
  readonly problems: readonly string[];
}
export interface EvaluationRequest extends Overseen {
  readonly period: string;
  readonly evaluator: string;
  readonly summary: string;
}
export interface OversightRecorded {
  readonly division: string;
  readonly period: string;
  readonly outcome: 'recorded' | 'alreadyRecorded';
}
