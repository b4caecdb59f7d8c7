/** Acts of a simulated county, as the independent model writes them (test/oracle/generate_procedure.py), and what became of them. */

/** Who acts: a number of staff in a role at a division. */
export interface Who {
  readonly staff: string;
  readonly role: string;
  readonly division: string;
}

interface Planned {
  readonly n: number;
  readonly expect: Expected;
  /** Played only where the draw chose the case, or did not; a draw is chance, which the model cannot know. */
  readonly onlyIf?: { readonly selected: boolean };
}
export interface StepAct extends Planned {
  readonly kind: 'step';
  readonly case: string;
  readonly county: string;
  readonly as: Who;
  readonly step: string;
  /** Papers by a name of `PAPERS` where a hash belongs. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly key?: string;
  /** Sent with the case's revision, or with an earlier one. */
  readonly ifMatch?: 'current' | 'stale';
}
export interface RegisterAct extends Planned {
  readonly kind: 'person' | 'household' | 'member';
  readonly county: string;
  readonly as: Who;
  readonly body: Readonly<Record<string, unknown>>;
}
export interface DrawAct extends Planned {
  readonly kind: 'draw';
  readonly county: string;
  readonly as: Who;
  readonly body: Readonly<Record<string, unknown>>;
  /** Cases that take part. */
  readonly population?: readonly string[];
}
export interface OfficeAct extends Planned {
  readonly kind: 'publish' | 'grant' | 'revoke';
  readonly body: Readonly<Record<string, unknown>>;
}
export type Act = StepAct | RegisterAct | DrawAct | OfficeAct;

/** What the model says: done, done before, or refused with one of these codes; the codes may depend on the draw. */
export interface Expected {
  readonly outcome: 'recorded' | 'alreadyRecorded' | 'refused';
  readonly codes?: readonly string[];
  readonly codesIfSelected?: readonly string[];
  readonly events?: readonly string[];
}

export interface Answer {
  readonly n: number;
  readonly outcome: 'recorded' | 'alreadyRecorded' | 'refused' | 'crashed';
  readonly code?: string;
  readonly message?: string;
  readonly events?: readonly string[];
  readonly revision?: string;
  readonly selected?: readonly string[];
  readonly population?: readonly string[];
}

/** One month of a case: fen and persons owed. */
export type Owed = readonly [ym: string, fen: number, persons: number];
export interface CaseEnd {
  readonly case: string;
  readonly exists: boolean;
  /** How the procedure ended; null while it runs. */
  readonly ended: string | null;
  readonly owed: readonly Owed[];
  /** Events in the case's stream, without those of draws. */
  readonly events: number;
  readonly applicantIds: readonly string[];
}

/** A file of a simulation: its first line, then the acts, then the ends. */
export interface Header {
  readonly seed: number;
  readonly from: string;
  readonly to: string;
}
export interface Simulation {
  readonly header: Header;
  readonly acts: readonly Act[];
  readonly ends: readonly CaseEnd[];
}

export function readSimulation(text: string): Simulation {
  const [header, ...lines] = text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as { readonly header?: Header; readonly end?: CaseEnd } & Partial<Act>);
  if (header?.header === undefined) throw new Error('a simulation begins with its header');
  return {
    header: header.header,
    acts: lines.filter((line) => line.end === undefined) as unknown as Act[],
    ends: lines.flatMap(({ end }) => (end === undefined ? [] : [end])),
  };
}
