/** The way of every benefit from application to confirmation, under both versions of the rules, against a list of what is owed that was written by hand. */
import { type Chain, chainOf, ruleVersionOn, VARIANTS } from './index.js';
import { nameOf, settingOf, WAYS, type Way } from './steps/testing/owed.js';
import { after, attempt, fold, path, type ScriptStep, script } from './steps/testing/story.js';

/** How a refusal names a step that is missing. */
const named = (step: ScriptStep): string => {
  if (step === 'accept') return 'acceptance';
  if (step === 'draw') return '(drawSample)';
  const assessment = /^assess(.)(.*)$/.exec(step);
  return assessment === null ? `(${step})` : `the assessment of ${(assessment[1] as string).toLowerCase()}${assessment[2]}`;
};
const wholeOf = (way: Way): readonly ScriptStep[] => ['submit', ...way.owed];

describe.each(WAYS.map((way) => [nameOf(way), way] as const))('%s', (_name, way) => {
  const setting = settingOf(way);
  const { confirm } = script(setting);

  it('the steps that are owed are enough', () => {
    const answer = attempt(confirm, after(path(setting, ...wholeOf(way))));
    expect('refused' in answer ? answer.refused.message : answer.events[0]?.type).toBe('AssistanceConfirmed');
  });

  it.each(way.owed.map((step) => [step] as const))('leaving out %s stops it, and the refusal says so', (left) => {
    const all = script(setting);
    const refusals: string[][] = [];
    let state = after([all.submit]);
    for (const step of [...way.owed.filter((owed) => owed !== left), 'confirm'] as const) {
      const answer = attempt(all[step], state);
      if ('events' in answer) state = fold(state, answer.events);
      else {
        expect([step, answer.refused.code]).toEqual([step, 'STEP_OUT_OF_ORDER']);
        refusals.push(answer.refused.details['missing'] as string[]);
      }
      expect(step === 'confirm' && 'events' in answer).toBe(false);
    }
    expect(refusals[0]).toEqual([expect.stringContaining(named(left)) as string]);
  });

  it.each(way.never.map((step) => [step] as const))('%s is refused, whenever it is tried', (step) => {
    const all = script(setting);
    const codes = [...way.owed.keys(), way.owed.length].map((steps) => {
      const takes = path(setting, 'submit', ...way.owed.slice(0, steps));
      const answer = attempt(all[step], after(takes));
      return 'events' in answer ? 'accepted' : answer.refused.code;
    });
    codes.push(((answer) => ('events' in answer ? 'accepted' : answer.refused.code))(attempt(all[step], after([...path(setting, ...wholeOf(way)), confirm]))));
    expect(codes).not.toContain('accepted');
    expect(codes).toContain('STEP_NOT_IN_PROCEDURE');
  });
});

describe('what a confirmation gives, and from when', () => {
  const rows: readonly (readonly [string, Partial<Chain>])[] = [
    ['dibao', { gives: 'monthly', starts: 'monthAfterDecision', publication: true }],
    ['tekun', { gives: 'monthly', starts: 'monthAfterDecision', publication: true }],
    ['lowIncome', { gives: 'status', publication: true }],
    ['disabilityLiving', { gives: 'monthly', starts: 'monthOfApplication', publication: false }],
    ['disabilityNursing', { gives: 'monthly', starts: 'monthOfApplication', publication: false }],
    ['orphan', { gives: 'monthly', starts: 'monthAfterDecision', publication: false }],
    ['unsupportedChild', { gives: 'monthly', starts: 'monthAfterDecision', publication: false }],
    ['medicalRelief', { gives: 'once', starts: 'monthOfDecision' }],
    ['housing', { gives: 'once', starts: 'monthOfDecision' }],
  ];
  it.each(rows)('%s', (benefit, expected) => {
    for (const rules of ['R220', 'R57'] as const) expect(chainOf(benefit as Way['benefit'], rules)).toMatchObject(expected);
  });
  it.each(VARIANTS.map((variant) => [variant] as const))('临时救助 %s is given once, in the month of the decision', (variant) => {
    for (const rules of ['R220', 'R57'] as const) expect(chainOf('temporaryRelief', rules, variant)).toMatchObject({ gives: 'once', starts: 'monthOfDecision' });
  });
  it('临时救助 without a variant is 支出型', () => expect(chainOf('temporaryRelief', 'R57')).toEqual(chainOf('temporaryRelief', 'R57', 'expenditure')));
});

describe('rules by the day of acceptance', () => {
  it('R57 from 2021-07-01', () => expect(['2019-03-01', '2021-06-30', '2021-07-01', '2026-01-01'].map(ruleVersionOn)).toEqual(['R220', 'R220', 'R57', 'R57']));
  it('the county draws 30 % where a share is printed: R220, and 特困 (R43 16)', () => {
    expect(WAYS.filter(({ benefit, rules, variant }) => chainOf(benefit, rules, variant).samplePpm > 0).map(nameOf)).toEqual(['dibao under R220', 'lowIncome under R220', 'tekun under R220', 'tekun under R57']);
    for (const { benefit, rules, variant } of WAYS) expect([0, 300_000]).toContain(chainOf(benefit, rules, variant).samplePpm);
  });
  it('a notice stands seven days everywhere', () => {
    for (const { benefit, rules, variant } of WAYS) expect(chainOf(benefit, rules, variant).noticeDays).toBe(7);
  });
});

it('every benefit has a way under both versions', () => {
  expect(new Set(WAYS.map(({ benefit, rules }) => `${benefit} ${rules}`)).size).toBe(20);
  expect(WAYS).toHaveLength(24);
});
