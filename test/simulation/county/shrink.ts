/** Leaves out acts of other cases, then single acts, while the same act still differs in the same way. */
import type { Act, Simulation } from './acts.js';
import { type Difference, drive } from './drive.js';

const ATTEMPTS = 40;

/** The acts that are left, a line each. What the model expects of them rests on all acts before, so only the answer of the program is looked at. */
export async function shrink(simulation: Simulation, { act: failing, answer: wanted }: Difference): Promise<string> {
  if (failing?.kind !== 'step' || wanted === undefined) return '';
  const fails = async (acts: readonly Act[]): Promise<boolean> => {
    const { differences } = await drive({ ...simulation, acts, ends: [] }, { killEvery: 0 });
    return differences.some(({ act, answer }) => act?.n === failing.n && answer?.code === wanted.code && answer?.outcome === wanted.outcome);
  };
  const until = simulation.acts.filter(({ n }) => n <= failing.n && n >= 0);
  const own = until.filter((act) => act.kind !== 'step' || act.case === failing.case);
  let acts: readonly Act[] = (await fails(own)) ? own : until;
  for (let size = Math.ceil(acts.length / 2), attempts = 0; size >= 1 && attempts < ATTEMPTS; size = Math.floor(size / 2)) {
    for (let at = 0; at < acts.length - 1 && attempts < ATTEMPTS; attempts += 1) {
      const fewer = acts.filter((act, index) => act.n === failing.n || index < at || index >= at + size);
      if (fewer.length < acts.length && (await fails(fewer))) acts = fewer;
      else at += size;
    }
  }
  return acts.map((act) => JSON.stringify(act)).join('\n');
}
