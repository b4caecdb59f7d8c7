/** Checks a determination by its own trace: every step computed again from its recorded inputs, every result traced to its step. */
import { canonicalJson, type Json } from '#kernel';
import type { Determination, TraceInput, TraceStep } from './determination.js';
import { evaluate } from './formula.js';
import { RULES } from './rule.js';
import { inputValue } from './values.js';

/**
 * What is wrong, in words; empty when everything follows from the recorded inputs: formulas are those of the rule functions, inputs
 * from figures and published values are those recorded, inputs from steps are their results, and verdicts, amounts and category
 * are what the steps decide. Whether the facts were true, and the status of members, it cannot know: that is for the ledger.
 */
export function verifyTrace({ trace, benefits, values, category }: Pick<Determination, 'trace' | 'benefits' | 'values' | 'category'>): readonly string[] {
  const problems: string[] = [];
  const known = new Map(values.map(({ from, value, unit }) => [from, canonicalJson(inputValue(value, unit) as Json)]));
  trace.forEach((step, index) => {
    if (step.n !== index + 1) problems.push(`step ${step.n} stands at place ${index + 1}`);
    for (const [name, input] of Object.entries(step.inputs)) {
      const wrong = inputProblem(input, trace, index, known);
      if (wrong !== undefined) problems.push(`step ${step.n}: input ${name} ${wrong}`);
    }
    const formula = RULES.get(step.rule)?.formula;
    if (formula !== step.formula) problems.push(`step ${step.n}: the formula is not that of ${step.rule}${formula === undefined ? ', which this program does not know' : ''}`);
    const result = compute(step);
    if (canonicalJson(result as Json) !== canonicalJson(step.result)) problems.push(`step ${step.n}: ${step.formula} gives ${JSON.stringify(result)}, not ${JSON.stringify(step.result)}`);
  });
  for (const { benefit, members, eligible, amountFen, steps } of benefits) {
    const about = `${benefit} of ${members.join(', ')}`;
    const decided = trace[steps.eligible - 1]?.result;
    if (decided !== (eligible !== 'no')) problems.push(`${about}: step ${steps.eligible} does not decide ${eligible}`);
    if (amountFen !== (steps.amount === undefined ? undefined : trace[steps.amount - 1]?.result)) problems.push(`${about}: its amount is not the result of step ${steps.amount ?? '-'}`);
  }
  const highest = categoryOf(benefits);
  if (category !== highest) problems.push(`the category is ${category}, but the benefits make it ${highest}`);
  return problems;
}

/** The highest that was found. */
function categoryOf(benefits: Determination['benefits']): Determination['category'] {
  const found = (eligible: string): ReadonlySet<string> => new Set(benefits.filter((result) => result.eligible === eligible).map(({ benefit }) => benefit));
  const [yes, open] = [found('yes'), found('manual')];
  for (const category of ['tekun', 'orphan', 'dibao', 'lowIncome', 'relativePoor'] as const) if (yes.has(category)) return category;
  return open.has('lowIncome') || open.has('dibao') ? 'manual' : 'none';
}

function compute({ formula, inputs }: TraceStep): unknown {
  try {
    return evaluate(formula, inputs);
  } catch (error) {
    return (error as Error).message;
  }
}

function inputProblem({ value, from }: TraceInput, trace: readonly TraceStep[], index: number, known: ReadonlyMap<string, string>): string | undefined {
  const sources = from === '' ? [] : from.split(' ');
  const single = sources.length === 1 && !Array.isArray(value);
  for (const [at, source] of sources.entries()) {
    if (source.startsWith('param:') || source.startsWith('local:')) {
      const used = known.get(source);
      if (used === undefined) return `comes from ${source}, which is not among the values`;
      if (used !== canonicalJson(value)) return `differs from the value of ${source}`;
    } else if (source.startsWith('step:')) {
      const earlier = trace[Number(source.slice(5)) - 1];
      if (earlier === undefined || earlier.n > index) return `comes from ${source}, which is not an earlier step`;
      const given = single ? value : (value as readonly unknown[])[at];
      if (canonicalJson(given as Json) !== canonicalJson(earlier.result)) return `differs from the result of ${source}`;
    }
  }
  return undefined;
}
