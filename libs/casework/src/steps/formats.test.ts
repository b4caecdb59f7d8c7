/** The formats of all commands: what the edges let in. */
import { Ajv } from 'ajv';
import { EXAMPLES } from './examples.js';
import { FORMATS, STEP_NAMES, type StepName } from './index.js';

const ajv = new Ajv({ strict: true, unicodeRegExp: true, allErrors: true });
const compiled = Object.fromEntries(STEP_NAMES.map((name) => [name, ajv.compile(FORMATS[name])]));
const takes = (name: StepName, body: object): boolean => (compiled[name] as (body: object) => boolean)(body);
const example = (name: StepName): Record<string, unknown> => ({ ...EXAMPLES[name] });

it('there is a format and an example for every step, and no other', () => {
  expect(Object.keys(FORMATS).sort()).toEqual([...STEP_NAMES].sort());
  expect(Object.keys(EXAMPLES).sort()).toEqual([...STEP_NAMES].sort());
});

describe.each(STEP_NAMES.map((name) => [name] as const))('%s', (name) => {
  it('takes its example', () => {
    takes(name, example(name));
    expect(compiled[name]?.errors ?? []).toEqual([]);
  });
  it('refuses a field it does not know', () => {
    expect(takes(name, { ...example(name), remark: 'x' })).toBe(false);
  });
  it('refuses to do without the day, or with one in another form', () => {
    const { on: _on, ...without } = example(name);
    expect(takes(name, without)).toBe(false);
    expect(takes(name, { ...without, on: '2021/09/01' })).toBe(false);
    expect(takes(name, { ...without, on: '2021-13-01' })).toBe(false);
  });
  it('refuses to do without any field that its format demands', () => {
    for (const field of FORMATS[name].required) {
      const { [field]: _gone, ...without } = example(name);
      expect([field, takes(name, without)]).toEqual([field, false]);
    }
  });
  it('takes papers by their hash only', () => {
    expect(takes(name, { ...example(name), evidence: [{ sha256: 'a'.repeat(64), kind: 'visitForm' }] })).toBe(true);
    expect(takes(name, { ...example(name), evidence: [{ sha256: 'form.pdf', kind: 'visitForm' }] })).toBe(false);
    expect(takes(name, { ...example(name), evidence: [{ sha256: 'a'.repeat(64), kind: 'visitForm', path: '/tmp/x' }] })).toBe(false);
  });
});

describe('limits that the law or the ledger sets', () => {
  const refused = (name: StepName, change: object): void => expect([name, change, takes(name, { ...example(name), ...change })]).toEqual([name, change, false]);
  it('a visit is by at least two different people (R57 16)', () => {
    for (const name of ['visit', 'visitRemotely', 'countyVisit'] as const) {
      refused(name, { visitors: ['003101'] });
      refused(name, { visitors: ['003101', '003101'] });
    }
  });
  it('amounts are whole fen from 0', () => {
    for (const amountFen of [-1, 0.5, 1_000_000_000_001, '100']) refused('confirm', { amountFen });
    expect(takes('confirm', { ...example('confirm'), amountFen: 0 })).toBe(true);
  });
  it('a result publishes names, number of members and amount, nothing else (R57 24)', () => refused('publishResult', { fields: ['name', 'idNo'] }));
  it('a deadline is extended on one of four grounds (R83)', () => refused('extendDeadline', { ground: 'busy' }));
  it('kin is one of eight relations (R220 14)', () => refused('declareKin', { relation: 'cousin' }));
  it('a conference has at least three people, a review too', () => {
    refused('confer', { attendees: ['001201', '001203'] });
    refused('review', { participants: [{ name: '甲', role: 'resident' }, { name: '乙', role: 'resident' }] });
  });
  it('what becomes part of a name holds no separator', () => {
    for (const householdId of ['H1@360111', 'H1|2', 'H 1', '', 'H\n1', 'x'.repeat(81)]) refused('submit', { householdId });
  });
  it('texts say something', () => {
    refused('return', { reason: ' \n' });
    refused('return', { reason: '' });
  });
  it('papers of emergency relief bear two signatures (R23)', () => refused('completePapers', { signatures: ['申请人'] }));
});
