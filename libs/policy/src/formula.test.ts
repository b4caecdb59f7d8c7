import type { TraceValue } from './determination.js';
import { evaluate } from './formula.js';

const compute = (formula: string, inputs: Record<string, TraceValue> = {}): TraceValue =>
  evaluate(formula, Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, { value, from: 'rule' }])));

test.each<[string, Record<string, TraceValue>, TraceValue]>([
  ['income / members', { income: 120_000, members: 3 }, 40_000],
  ['income / members', { income: 100_000, members: 3 }, '100000/3'],
  ['round(income / members)', { income: 100_000, members: 3 }, 33_333],
  ['max(0, standard * members - income)', { standard: 61_000, members: 3, income: 120_000 }, 63_000],
  ['min(share * wage, earned)', { share: '0.30', wage: 170_000, earned: 40_000 }, 40_000],
  ['0.1 + 0.2 == 0.3', {}, true],
  ['-a + 5', { a: 7 }, -2],
  ['a < b', { a: '2019-01-31', b: '2019-02-01' }, true],
  ['a < b', { a: '9', b: '10' }, true],
  ['sum(list)', { list: [1, '1/2', '0.5'] }, 2],
  ['sum(list)', { list: [] }, 0],
  ['meet(a, b)', { a: ['illness', 'other'], b: ['illness'] }, true],
  ['meet(a, b)', { a: [], b: ['illness'] }, false],
  ['contains(a, "x")', { a: ['y'] }, false],
  ['allBelow(a, 10)', { a: [9, 10] }, false],
  ['!any(a) && all(b)', { a: [false], b: [true, true] }, true],
  ['a ? 1 : 2', { a: false }, 2],
  ['months(a, b)', { a: '2020-01', b: '2020-05-31' }, 5],
  ['months(a, b)', { a: '2019-12', b: '2020-01' }, 2],
])('%s over %j is %j', (formula, inputs, result) => {
  expect(compute(formula, inputs)).toEqual(result);
});

// A person is a year older on the birthday, and one born on 29 February on 1 March of a common year.
test.each([['2003-05-20', '2019-05-19', 15], ['2003-05-20', '2019-05-20', 16], ['2004-02-29', '2022-02-28', 17], ['2004-02-29', '2022-03-01', 18], ['2004-02-29', '2024-02-29', 20]])('born %s, on %s: %s', (birth, on, years) => {
  expect(compute('age(birth, on)', { birth, on })).toBe(years);
});

test.each([
  ['missing', 'the input missing is missing'], ['constructor', 'the input constructor is missing'], ['a.b', 'cannot compute'], ['this', 'cannot compute'], ['a = 1', 'Unexpected'], ['a(1)', 'unknown function'],
  ['toString()', 'unknown function'], ['[1]', 'cannot compute'], ['1; 2', 'cannot compute'], ['1 % 2', 'unknown operator'], ['a + "x"', 'a number is needed'], ['1 && true', 'true or false'], ['1 / 0', 'division by zero'], ['(', ''],
  [`${'1+'.repeat(300)}1`, 'too long'],
])('%s is refused', (formula, why) => {
  expect(() => compute(formula, { a: 1 })).toThrow(why);
});
test('a number that is not whole is refused: floats do not enter', () => {
  expect(() => compute('a', { a: 0.5 })).toThrow('not whole');
});
