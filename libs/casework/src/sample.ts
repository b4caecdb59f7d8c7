/**
 * The draw of the cases that a county visits (R220 26, R43 16): at least a share of what was forwarded, drawn by a published seed,
 * so that anyone can recompute who was drawn.
 */
import { assertNever, type CivilDate, codecOf, type Decided, type Decider, DomainError, sha256Hex, type StreamType } from '#kernel';

const MILLION = 1_000_000;

/** The cases with the smallest SHA-256 of `<seed>|<case>@<county>`, as many as the share asks for, rounded up. `ratePpm` in parts per million. */
export function drawnOf(seed: string, ratePpm: number, population: readonly string[]): readonly string[] {
  const wanted = Math.ceil((population.length * ratePpm) / MILLION);
  const byHash = population.map((caseKey) => ({ caseKey, hash: sha256Hex(`${seed}|${caseKey}`) })).sort((a, b) => (a.hash < b.hash ? -1 : 1));
  return byHash.slice(0, wanted).map(({ caseKey }) => caseKey).sort();
}

interface Drawn {
  readonly drawNo: string;
  readonly on: string;
  /** 32 random bytes, hex. */
  readonly seed: string;
  readonly ratePpm: number;
  /** `<case>@<county>` of every case that was forwarded and not drawn before. */
  readonly population: readonly string[];
  readonly selected: readonly string[];
}
export type SampleEvent = { readonly type: 'SampleDrawn'; readonly data: Drawn };
export type SampleCommand = { readonly type: 'DrawSample'; readonly on: CivilDate } & Omit<Drawn, 'selected' | 'on'>;
/** Draws by their number. */
export type SampleState = { readonly draws: Readonly<Record<string, Drawn>> };

/** A number that was drawn before is answered by that draw, whatever seed comes with it: nobody draws again until the right ones come out. */
function decide(command: SampleCommand, { draws }: SampleState): Decided<SampleEvent>[] {
  const { drawNo, on, seed, ratePpm, population } = command;
  if (draws[drawNo] !== undefined) return [];
  if (population.length === 0) throw new DomainError('NOTHING_TO_DRAW', 'conflict', 'No case is waiting for a draw: none was forwarded that was not drawn before.');
  return [{ type: 'SampleDrawn', data: { drawNo, on, seed, ratePpm, population: [...population].sort(), selected: drawnOf(seed, ratePpm, population) }, occurredAt: on }];
}

function evolve({ draws }: SampleState, event: SampleEvent): SampleState {
  switch (event.type) {
    case 'SampleDrawn':
      return { draws: { ...draws, [event.data.drawNo]: event.data } };
    default:
      return assertNever(event.type, 'sample event');
  }
}

export const sampleDecider: Decider<SampleState, SampleCommand, SampleEvent> = { initialState: () => ({ draws: {} }), decide, evolve };

/** Streams `sample-<county>`. */
export const sampleStream: StreamType<SampleState, SampleCommand, SampleEvent> = { category: 'sample', decider: sampleDecider, codec: codecOf<SampleEvent>(1, { SampleDrawn: true }) };
