/** Checks a determination by its own trace: every step computed again from its recorded inputs, every result traced to its step. */
import { canonicalJson, type Json } from '#kernel';
import type { Determination, TraceInput, TraceStep } from './determination.js';
import { evaluate } from './formula.js';

/** What is wrong, in words; empty when everything follows from the recorded inputs. */
export function verifyTrace({ trace, benefits, values }: Pick<Determination, 'trace' | 'benefits' | 'values'>): readonly string[] {
  const problems: string[] = [];
  const known = new Set(values.map(({ from }) => from));
  trace.forEach((step, index) => {
    if (step.n !== index + 1) problems.push(`step ${step.n} stands at place ${index + 1}`);
    for (const [name, input] of Object.entries(step.inputs)) {
      const wrong = inputProblem(input, trace, index, known);
      if (wrong !== undefined) problems.push(`step ${step.n}: input ${name} ${wrong}`);
    }
    const result = compute(step);
    if (canonicalJson(result as Json) !== canonicalJson(step.result)) problems.push(`step ${step.n}: ${step.formula} gives ${JSON.stringify(result)}, not ${JSON.stringify(step.result)}`);
  });
  for (const { benefit, members, eligible, amountFen, steps } of benefits) {
    const about = `${benefit} of ${members.join(', ')}`;
    const decided = trace[steps.eligible - 1]?.result;
    if (decided !== (eligible !== 'no')) problems.push(`${about}: step ${steps.eligible} does not decide ${eligible}`);
    if (amountFen !== (steps.amount === undefined ? undefined : trace[steps.amount - 1]?.result)) problems.push(`${about}: its amount is not the result of step ${steps.amount ?? '-'}`);
  }
  return problems;
}

function compute({ formula, inputs }: TraceStep): unknown {
  try {
    return evaluate(formula, inputs);
  } catch (error) {
    return (error as Error).message;
  }
}

function inputProblem({ value, from }: TraceInput, trace: readonly TraceStep[], index: number, known: ReadonlySet<string>): string | undefined {
  const sources = from === '' ? [] : from.split(' ');
  const single = sources.length === 1 && !Array.isArray(value);
  for (const [at, source] of sources.entries()) {
    if (source.startsWith('param:') || source.startsWith('local:')) {
      if (!known.has(source)) return `comes from ${source}, which is not among the values`;
    } else if (source.startsWith('step:')) {
      const earlier = trace[Number(source.slice(5)) - 1];
      if (earlier === undefined || earlier.n > index) return `comes from ${source}, which is not an earlier step`;
      const given = single ? value : (value as readonly unknown[])[at];
      if (canonicalJson(given as Json) !== canonicalJson(earlier.result)) return `differs from the result of ${source}`;
    }
  }
  return undefined;
}
