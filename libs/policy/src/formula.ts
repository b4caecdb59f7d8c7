/**
 * Formulas: the text that stands in the trace is the text that is computed. Arithmetic, comparisons, `&&`, `||`, `!`,
 * `? :` and the functions below, over named inputs; exact, no floats, no access to anything else.
 */
import jsep, { type Expression } from 'jsep';
import type { TraceInput, TraceValue } from './determination.js';
import { add, compare, divide, type Exact, exactOf, exactText, multiply, negate, roundHalfUp, subtract } from './exact.js';

/** A value while it is computed: numeric texts are numbers, other texts are codes and dates. */
type Value = Exact | string | boolean | readonly Value[];
type Inputs = Readonly<Record<string, TraceInput>>;
type Compiled = (inputs: Inputs) => Value;

class FormulaError extends Error {
  override readonly name = 'FormulaError';
}

const isNumber = (value: Value): value is Exact => typeof value === 'number' || (typeof value === 'object' && !Array.isArray(value));
function numberOf(value: Value): Exact {
  if (!isNumber(value)) throw new FormulaError('a number is needed');
  return value;
}
function booleanOf(value: Value): boolean {
  if (typeof value !== 'boolean') throw new FormulaError('true or false is needed');
  return value;
}
function textOf(value: Value): string {
  if (typeof value !== 'string') throw new FormulaError('a text is needed');
  return value;
}
function listOf(value: Value): readonly Value[] {
  if (!Array.isArray(value)) throw new FormulaError('a list is needed');
  return value as readonly Value[];
}

function valueOf(value: TraceValue): Value {
  if (typeof value === 'string') return exactOf(value) ?? value;
  if (Array.isArray(value)) return (value as readonly TraceValue[]).map(valueOf);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new FormulaError('a number that is not whole');
  return value;
}
const traceOf = (value: Value): TraceValue => (isNumber(value) ? exactText(value) : Array.isArray(value) ? (value as readonly Value[]).map((item) => traceOf(item) as number | string | boolean) : (value as string | boolean));

/** Order of two numbers, or of two texts (dates and months in their ISO form). */
function order(left: Value, right: Value): number {
  if (isNumber(left)) return compare(left, numberOf(right));
  const [a, b] = [textOf(left), textOf(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}
const same = (left: Value, right: Value): boolean => (isNumber(left) && isNumber(right) ? compare(left, right) === 0 : left === right);

/** Whole years from a birth date to a day: a person is a year older on the birthday, born on 29 February on 1 March. */
export function ageOn(birth: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}
/** Months from one month to another, both counted: 2020-01 … 2020-05 are five. Dates are taken by their month. */
const months = (from: string, to: string): number => (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7)) + 1;

const FUNCTIONS: Readonly<Record<string, (values: readonly Value[]) => Value>> = {
  max: (values) => values.map(numberOf).reduce((a, b) => (compare(b, a) > 0 ? b : a)),
  min: (values) => values.map(numberOf).reduce((a, b) => (compare(b, a) < 0 ? b : a)),
  sum: ([list]) => listOf(list as Value).map(numberOf).reduce<Exact>(add, 0),
  all: ([list]) => listOf(list as Value).every(booleanOf),
  any: ([list]) => listOf(list as Value).some(booleanOf),
  /** Whether every item of a list is below a bound. */
  allBelow: ([list, bound]) => listOf(list as Value).every((item) => compare(numberOf(item), numberOf(bound as Value)) < 0),
  contains: ([list, item]) => listOf(list as Value).some((member) => same(member, item as Value)),
  /** Whether two lists have an item in common. */
  meet: ([left, right]) => listOf(left as Value).some((item) => listOf(right as Value).some((other) => same(item, other))),
  count: ([list]) => listOf(list as Value).length,
  round: ([value]) => roundHalfUp(numberOf(value as Value)),
  age: ([birth, on]) => ageOn(textOf(birth as Value), textOf(on as Value)),
  months: ([from, to]) => months(textOf(from as Value), textOf(to as Value)),
};

const BINARY: Readonly<Record<string, (left: Value, right: Value) => Value>> = {
  '+': (a, b) => add(numberOf(a), numberOf(b)),
  '-': (a, b) => subtract(numberOf(a), numberOf(b)),
  '*': (a, b) => multiply(numberOf(a), numberOf(b)),
  '/': (a, b) => divide(numberOf(a), numberOf(b)),
  '<': (a, b) => order(a, b) < 0,
  '<=': (a, b) => order(a, b) <= 0,
  '>': (a, b) => order(a, b) > 0,
  '>=': (a, b) => order(a, b) >= 0,
  '==': (a, b) => same(a, b),
  '!=': (a, b) => !same(a, b),
};

function compileNode(node: Expression): Compiled {
  switch (node.type) {
    case 'Literal': {
      const { value, raw } = node as { readonly value: unknown; readonly raw: string } & Expression;
      const constant = typeof value === 'number' ? exactOf(raw) : (value as string | boolean);
      if (constant === undefined || constant === null) throw new FormulaError(`cannot read ${raw}`);
      return () => constant;
    }
    case 'Identifier': {
      const { name } = node as { readonly name: string } & Expression;
      return (inputs) => {
        const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
        if (input === undefined) throw new FormulaError(`the input ${name} is missing`);
        return valueOf(input.value);
      };
    }
    case 'UnaryExpression': {
      const { operator, argument } = node as unknown as { readonly operator: string; readonly argument: Expression };
      const operand = compileNode(argument);
      if (operator === '-') return (inputs) => negate(numberOf(operand(inputs)));
      if (operator === '!') return (inputs) => !booleanOf(operand(inputs));
      throw new FormulaError(`unknown operator ${operator}`);
    }
    case 'BinaryExpression':
    case 'LogicalExpression': {
      const { operator, left, right } = node as unknown as { readonly operator: string; readonly left: Expression; readonly right: Expression };
      const [a, b] = [compileNode(left), compileNode(right)];
      // Both sides are evaluated: an input that is missing is found whatever the other side says.
      if (operator === '&&') return (inputs) => { const [x, y] = [booleanOf(a(inputs)), booleanOf(b(inputs))]; return x && y; };
      if (operator === '||') return (inputs) => { const [x, y] = [booleanOf(a(inputs)), booleanOf(b(inputs))]; return x || y; };
      const compute = BINARY[operator];
      if (compute === undefined) throw new FormulaError(`unknown operator ${operator}`);
      return (inputs) => compute(a(inputs), b(inputs));
    }
    case 'ConditionalExpression': {
      const { test, consequent, alternate } = node as unknown as { readonly test: Expression; readonly consequent: Expression; readonly alternate: Expression };
      const [condition, yes, no] = [compileNode(test), compileNode(consequent), compileNode(alternate)];
      return (inputs) => (booleanOf(condition(inputs)) ? yes(inputs) : no(inputs));
    }
    case 'CallExpression': {
      const { callee, arguments: given } = node as unknown as { readonly callee: { readonly name?: string }; readonly arguments: readonly Expression[] };
      const name = callee.name ?? '';
      const compute = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
      if (compute === undefined) throw new FormulaError(`unknown function ${name}`);
      const operands = given.map(compileNode);
      return (inputs) => compute(operands.map((operand) => operand(inputs)));
    }
    default:
      throw new FormulaError(`cannot compute ${node.type}`);
  }
}

/** Formulas are few; a trace from outside may bring others, so the memory is bounded. */
const MAX_COMPILED = 500;
const MAX_LENGTH = 500;
const compiled = new Map<string, Compiled>();

function compile(formula: string): Compiled {
  const known = compiled.get(formula);
  if (known !== undefined) return known;
  if (formula.length > MAX_LENGTH) throw new FormulaError('the formula is too long');
  const made = compileNode(jsep(formula));
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(formula, made);
  return made;
}

/**
 * Computes a formula over its inputs.
 * @throws Error for a formula that cannot be read, a missing input, or operands of the wrong kind: a defect of a rule, or a forged trace.
 */
export const evaluate = (formula: string, inputs: Inputs): TraceValue => traceOf(compile(formula)(inputs));
