/** A rule function: a named formula and how to say it to a household. The trace is made of them and nothing else. */
import type { TraceInput, TraceStep, TraceValue } from './determination.js';
import { evaluate } from './formula.js';
import type { Bilingual } from './pack.js';

export interface Rule {
  /** Name by which packs (`executes`) and traces refer to it. */
  readonly name: string;
  readonly formula: string;
  /**
   * Sentence for the caseworker; `{income:yuan}`, `{members}`, `{result:yuan}` are filled from inputs and result.
   * `yes` and `no` where the result is true or false.
   */
  readonly says: Bilingual | { readonly yes: Bilingual; readonly no: Bilingual };
}

const known = new Map<string, Rule>();

/** Defines a rule function. Names are unique. */
export function rule(definition: Rule): Rule {
  if (known.has(definition.name)) throw new Error(`the rule function ${definition.name} is defined twice`);
  known.set(definition.name, definition);
  return definition;
}

/** Every rule function, by name. */
export const RULES: ReadonlyMap<string, Rule> = known;

/** Records steps as they are computed. */
export class Tracer {
  readonly steps: TraceStep[] = [];

  /** Computes a rule over its inputs and records it; the result can be an input of the next. */
  step(definition: Rule, ruleIds: readonly string[], inputs: Readonly<Record<string, TraceInput>>, member?: string): TraceInput {
    const n = this.steps.length + 1;
    const result = evaluate(definition.formula, inputs);
    this.steps.push(member === undefined
      ? { n, rule: definition.name, ruleIds, formula: definition.formula, inputs, result }
      : { n, rule: definition.name, ruleIds, member, formula: definition.formula, inputs, result });
    return { value: result, from: `step:${n}` };
  }
}

/** Several results as one list. */
export const listed = (inputs: readonly TraceInput[]): TraceInput => ({ value: inputs.map(({ value }) => value) as TraceValue, from: inputs.map(({ from }) => from).join(' ') });
/** The number of the step an input came from. */
export const stepOf = (input: TraceInput): number => Number(input.from.slice('step:'.length));
