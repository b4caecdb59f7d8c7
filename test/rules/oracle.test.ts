/**
 * The independent model (test/oracle/rules_oracle.py) and the program agree: category, benefits and amounts, or the refusal.
 * ORACLE_CASES names another file of cases.
 */
import { readFileSync } from 'node:fs';
import { DomainError, parseCivilDate } from '#kernel';
import { type BenefitResult, determine, PublishedValues, readFacts, type Standard } from '#policy';
import { shippedBook } from '../support/policy.js';

type Benefit = Pick<BenefitResult, 'benefit' | 'unit' | 'members' | 'eligible' | 'amountFen'>;
type Answer = { readonly refused: string } | { readonly category: string; readonly benefits: readonly Benefit[] };
interface Case {
  readonly division: string;
  readonly on: string;
  readonly published: readonly Standard[];
  readonly facts: unknown;
  readonly expected: Answer;
}

const book = shippedBook();

function answerOf({ division, on, published, facts }: Case): Answer {
  try {
    return determine(book, new PublishedValues(published), readFacts(facts), division, parseCivilDate(on));
  } catch (error) {
    if (error instanceof DomainError) return { refused: error.code };
    throw error;
  }
}

/** One line for the category and each benefit, or for the refusal. */
function linesOf(answer: Answer): readonly string[] {
  if ('refused' in answer) return [`refused ${answer.refused}`];
  const benefits = answer.benefits.map(({ benefit, unit, members, eligible, amountFen }) => `${benefit} (${unit} ${[...members].sort().join(' ')}) ${eligible}${amountFen === undefined ? '' : ` ${amountFen} fen`}`);
  return [`category ${answer.category}`, ...benefits.sort()];
}

/** What the model and the program say differently; where several refusals apply at once the model says ANY. */
function difference(one: Case, line: number): string | undefined {
  const [model, program] = [linesOf(one.expected), linesOf(answerOf(one))];
  if (model.join() === program.join() || (model[0] === 'refused ANY' && program[0]?.startsWith('refused'))) return undefined;
  const only = (these: readonly string[], others: readonly string[]): string => these.filter((text) => !others.includes(text)).join('; ') || 'as often as there';
  return `line ${line}, ${one.division} on ${one.on}\n  model:   ${only(model, program)}\n  program: ${only(program, model)}`;
}

test('the independent model and the program agree', () => {
  const cases = readFileSync(process.env['ORACLE_CASES'] ?? 'test/rules/oracle-cases.jsonl', 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Case);
  const differences = cases.flatMap((one, index) => difference(one, index + 1) ?? []);
  if (differences.length > 0) throw new Error(`${differences.length} of ${cases.length} cases differ; the first:\n${differences.slice(0, 10).join('\n')}`);
  expect(cases.length).toBeGreaterThan(0);
});
