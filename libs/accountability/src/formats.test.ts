import { Ajv } from 'ajv';
import { COMPLAINT_EXAMPLES, COMPLAINT_FORMATS, COMPLAINT_STEP_NAMES, FINDING_EXAMPLES, FINDING_FORMATS, FINDING_STEP_NAMES, LEAD_KINDS, MATCH_ROW } from './index.js';

const ajv = new Ajv({ strict: true, unicodeRegExp: true });
const steps = [
  ...FINDING_STEP_NAMES.map((name) => [`finding ${name}`, FINDING_FORMATS[name] as { required: string[] }, FINDING_EXAMPLES[name] as object] as const),
  ...COMPLAINT_STEP_NAMES.map((name) => [`complaint ${name}`, COMPLAINT_FORMATS[name] as { required: string[] }, COMPLAINT_EXAMPLES[name] as object] as const),
];

it('there is a format for every step, and no other', () => {
  expect(Object.keys(FINDING_FORMATS).sort()).toEqual([...FINDING_STEP_NAMES].sort());
  expect(Object.keys(COMPLAINT_FORMATS).sort()).toEqual([...COMPLAINT_STEP_NAMES].sort());
});

it.each(steps)('%s takes its example, and neither less nor more', (_name, format, example) => {
  const takes = ajv.compile(format);
  expect([takes(example), takes.errors]).toEqual([true, null]);
  expect(takes({ ...example, remark: 'x' })).toBe(false);
  for (const field of format.required) {
    const { [field]: _gone, ...without } = example as Record<string, unknown>;
    expect([field, takes(without)]).toEqual([field, false]);
  }
  expect(takes({ ...example, on: '2022/09/01' })).toBe(false);
});

it('limits that matter: money is a positive whole number, a ground is one of the list, a kind one of §9', () => {
  const refused = (name: keyof typeof FINDING_FORMATS, change: object): void => expect([name, change, ajv.compile(FINDING_FORMATS[name])({ ...FINDING_EXAMPLES[name], ...change })]).toEqual([name, change, false]);
  for (const fen of [0, -1, 0.5, '1', 1_000_000_000_001]) for (const name of ['orderRecovery', 'receiveRecovery', 'remitRecovery'] as const) refused(name, { fen });
  refused('failRecovery', { ground: 'tired' });
  refused('failRecovery', { ground: undefined });
  refused('raise', { kind: '有车' });
  refused('raise', { idNo: '11010519491231002x' });
  refused('determineError', { citizens: [] });
  refused('determineError', { citizens: ['11010519491231002X', '11010519491231002X'] });
  refused('agreePlan', { instalments: [] });
  refused('recordSanction', { kind: 'fine' });
});

it('a row of a match is a citizen, a kind, a fact, its source and its day', () => {
  const row = { idNo: '11010519491231002X', kind: 'paidAfterDeath', fact: '2022年4月火化', source: '殡葬', asOf: '2022-08-31' };
  const takes = ajv.compile(MATCH_ROW);
  expect([takes(row), takes({ ...row, fromYm: '2022-05' }), takes({ ...row, idNo: '1' }), takes({ ...row, kind: 'x' }), takes({ ...row, asOf: undefined })]).toEqual([true, true, false, false, false]);
});

it('every kind says all about itself', () => {
  for (const kind of Object.values(LEAD_KINDS)) for (const text of [kind.zh, kind.en, kind.match, kind.falsePositive, kind.atRisk]) expect(text).not.toBe('');
});
