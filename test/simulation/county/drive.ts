/** Drives a child that plays: sends act after act, kills it at seeded moments, sends again what was under way, and holds every answer against the model. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Act, Answer, CaseEnd, Simulation } from './acts.js';

/** The child is compiled; `npm run build` makes it. */
const CHILD = join('dist', 'test', 'simulation', 'county', 'play.js');

/** Mulberry32: a small generator, so that a seed names a history. */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Every how many acts the child is killed, on average; 0: never. */
export interface DriveOptions {
  readonly killEvery: number;
  readonly only?: (act: Act) => boolean;
}
export interface Difference {
  readonly kind: string;
  readonly act?: Act;
  readonly answer?: Answer;
  readonly text: string;
}
export interface Driven {
  readonly played: number;
  readonly kills: number;
  /** Answers after a kill that said the act had been recorded before it. */
  readonly survived: number;
  readonly accepted: number;
  readonly repeated: number;
  readonly refusals: ReadonlyMap<string, number>;
  readonly steps: ReadonlyMap<string, number>;
  readonly ends: ReadonlyMap<string, number>;
  readonly differences: readonly Difference[];
}

class Child {
  private readonly lines: string[] = [];
  private readonly gone: Promise<void>;
  private wake: () => void = () => undefined;
  private ended = false;

  private constructor(private readonly process: ChildProcess) {
    process.stdin?.on('error', () => undefined);
    const reader = createInterface({ input: process.stdout as NodeJS.ReadableStream });
    reader.on('line', (line) => { this.lines.push(line); this.wake(); });
    reader.on('close', () => { this.ended = true; this.wake(); });
    this.gone = new Promise((resolve) => process.once('exit', () => resolve()));
  }

  static async start(dataDir: string): Promise<Child> {
    const child = new Child(spawn(process.execPath, [CHILD, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] }));
    if ((await child.next()) === undefined) throw new Error('the child did not start: is it built?');
    return child;
  }

  send(value: unknown): void {
    this.process.stdin?.write(`${JSON.stringify(value)}\n`);
  }

  /** Undefined where the child has ended. */
  async next(): Promise<Record<string, unknown> | undefined> {
    while (this.lines.length === 0 && !this.ended) await new Promise<void>((resolve) => { this.wake = resolve; });
    const line = this.lines.shift();
    return line === undefined ? undefined : (JSON.parse(line) as Record<string, unknown>);
  }

  kill(): Promise<void> {
    this.process.kill('SIGKILL');
    return this.gone;
  }

  end(): Promise<void> {
    this.process.stdin?.end();
    return this.gone;
  }
}

const MAY_TAKE_MS = 40;

/** Plays a simulation from nothing and compares. */
export async function drive({ header, acts, ends }: Simulation, { killEvery, only = () => true }: DriveOptions): Promise<Driven> {
  const dataDir = mkdtempSync(join(tmpdir(), 'taizhang-county-'));
  const next = random(header.seed * 7_919 + 1);
  const tally = { played: 0, kills: 0, survived: 0, accepted: 0, repeated: 0 };
  const refusals = new Map<string, number>();
  const steps = new Map<string, number>();
  const ended = new Map<string, number>();
  const differences: Difference[] = [];
  const selected = new Set<string>();
  const lost = new Set<string>();
  const draws = new Set<string>();
  const revisions = new Map<string, bigint>();
  const recorded = new Map<string, number>();
  const add = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  let child = await Child.start(dataDir);
  try {
    for (const act of acts) {
      const key = act.kind === 'step' ? `${act.case}@${act.county}` : '';
      if (!only(act) || (act.onlyIf !== undefined && act.onlyIf.selected !== selected.has(key))) continue;
      const revision = revisions.get(key);
      const ifMatch = act.kind === 'step' && revision !== undefined ? act.ifMatch : undefined;
      const ifRevision = ifMatch === undefined || revision === undefined ? undefined : String(ifMatch === 'stale' ? revision - 1n : revision);
      child.send({ act, ifRevision });
      let killed = false;
      let answer: Answer | undefined;
      if (killEvery > 0 && next(killEvery) === 0) {
        const waiting = child.next();
        await sleep(next(MAY_TAKE_MS));
        await child.kill();
        tally.kills += 1;
        // What came through before the kill counts as acknowledged; everything else is sent again.
        answer = (await waiting) as unknown as Answer | undefined;
        child = await Child.start(dataDir);
        if (answer === undefined) {
          killed = true;
          child.send({ act, ifRevision });
        }
      }
      answer ??= (await child.next()) as unknown as Answer | undefined;
      if (answer === undefined) throw new Error(`the child ended by itself at act ${act.n}: ${JSON.stringify(act)}`);
      tally.played += 1;
      if (killed && answer.outcome === 'alreadyRecorded' && act.expect.outcome === 'recorded') tally.survived += 1;
      if (answer.outcome === 'recorded') tally.accepted += 1;
      if (answer.outcome === 'alreadyRecorded') tally.repeated += 1;
      if (answer.code !== undefined) add(refusals, answer.code);
      if (act.kind === 'step' && answer.outcome === 'recorded') add(steps, act.step);
      if (answer.selected !== undefined) for (const one of answer.selected) selected.add(one);
      // A draw stands in the stream of every case that took part.
      if (act.kind === 'draw' && !draws.has(String(act.body['drawNo']))) for (const one of answer.population ?? []) revisions.set(one, (revisions.get(one) ?? 0n) + 1n);
      if (act.kind === 'draw' && answer.outcome === 'recorded') draws.add(String(act.body['drawNo']));
      const isNew = answer.outcome === 'recorded' || (killed && act.expect.outcome === 'recorded');
      if (act.kind === 'step' && isNew && answer.outcome !== 'refused') recorded.set(key, (recorded.get(key) ?? 0) + (answer.events?.length ?? 0));
      if (answer.revision !== undefined) revisions.set(key, BigInt(answer.revision));
      const text = compare(act, answer, { isSelected: selected.has(key), killed, lost });
      // After its first difference the model has lost a case: what follows there says nothing.
      if (text !== undefined && !lost.has(key)) differences.push({ kind: `${act.kind === 'step' ? act.step : act.kind}: ${text}`, act, answer, text });
      if (text !== undefined && key !== '') lost.add(key);
    }
    if (differences.length === 0) differences.push(...(await compareEnds(child, ends, header, recorded, ended)));
    await child.end();
  } finally {
    await child.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return { ...tally, refusals, steps, ends: ended, differences };
}

/** What differs; undefined where nothing does. */
function compare({ expect, ...act }: Act, answer: Answer, { isSelected, killed, lost }: { readonly isSelected: boolean; readonly killed: boolean; readonly lost: ReadonlySet<string> }): string | undefined {
  if (act.kind === 'draw' && lost.size > 0 && (answer.code === 'NOTHING_TO_DRAW' || answer.population !== undefined)) return undefined;
  const codes = isSelected ? (expect.codesIfSelected ?? expect.codes ?? []) : (expect.codes ?? []);
  const wanted = expect.outcome === 'refused' || (isSelected && expect.codesIfSelected !== undefined) ? 'refused' : expect.outcome;
  if (answer.outcome === 'crashed') return 'crashed';
  if (wanted === 'refused') return answer.outcome === 'refused' && (codes.includes(answer.code ?? '') || codes.includes('ANY')) ? undefined : `model refuses ${codes.join(' ')}, program ${answer.code ?? answer.outcome}`;
  if (answer.outcome === 'refused') return `model ${wanted}, program refuses ${answer.code}`;
  if (answer.outcome !== wanted && !(killed && wanted === 'recorded')) return `model ${wanted}, program ${answer.outcome}`;
  if (expect.events !== undefined && answer.events !== undefined && expect.events.join() !== answer.events.join()) return `model ${expect.events.join()}, program ${answer.events.join()}`;
  if (act.kind === 'draw' && act.population !== undefined && [...act.population].sort().join() !== [...(answer.population ?? [])].sort().join()) {
    const [ours, theirs] = [act.population, answer.population ?? []];
    return `population: only model [${ours.filter((one) => !theirs.includes(one)).join()}], only program [${theirs.filter((one) => !ours.includes(one)).join()}]`;
  }
  return undefined;
}

async function compareEnds(child: Child, ends: readonly CaseEnd[], { from, to }: Simulation['header'], recorded: ReadonlyMap<string, number>, ended: Map<string, number>): Promise<Difference[]> {
  const differences: Difference[] = [];
  const months: string[] = [];
  for (let [year, month] = from.split('-').map(Number) as [number, number]; ;) {
    const ym = `${year}-${String(month).padStart(2, '0')}`;
    months.push(ym);
    if (ym >= to) break;
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  child.send({ look: ends.map((end) => ({ case: end.case.split('@')[0], county: end.case.split('@')[1] })), months });
  for (const wanted of ends) {
    const { end: got } = (await child.next()) as { readonly end: CaseEnd & { readonly open: readonly string[]; readonly doubles: number } };
    const differs = (what: string, ours: unknown, theirs: unknown): void => {
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) differences.push({ kind: `end: ${what}`, text: `${wanted.case} ${what}: model ${JSON.stringify(ours)}, program ${JSON.stringify(theirs)}` });
    };
    differs('exists', wanted.exists, got.exists);
    differs('ended', wanted.ended, got.ended);
    differs('owed', wanted.owed, got.owed);
    differs('events in the stream and acknowledged', recorded.get(wanted.case) ?? 0, got.events);
    differs('events twice', 0, got.doubles);
    // What is served and published stays owed after the end; nothing else does.
    if (wanted.ended !== null && wanted.ended !== 'confirmed') differs('worklist', [], got.open.filter((clock) => clock !== 'serveDenial'));
    ended.set(String(wanted.ended), (ended.get(String(wanted.ended)) ?? 0) + 1);
  }
  await child.next();
  return differences;
}
