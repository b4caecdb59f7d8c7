/** The page of the live procedure shows the program's own tables; `UPDATE_PROCEDURE=1 npm run jest -- test/docs/procedure` writes them. */
import { BENEFITS, type Chain, chainOf, type RuleVersion, STEP_NAMES, STEPS, VARIANTS } from '#casework';
import { isPermission } from '#identity';
import { pageWithTables } from './sources.js';

const REVIEW = { required: 'yes', afterObjection: 'after an objection', optional: 'optional', never: '' } as const;
const yes = (holds: boolean): string => (holds ? 'yes' : '');

function chainLine(benefit: string, rules: RuleVersion, chain: Chain): string {
  const { check, visit, assessments, review, opinion, townNotice, countyNotice, samplePpm, conference, publication, gives } = chain;
  const cells = [benefit, rules, yes(check), yes(visit), assessments.join(' '), REVIEW[review], yes(opinion), yes(townNotice), samplePpm === 0 ? '' : `${samplePpm / 10_000} %`, yes(countyNotice), yes(conference), yes(publication), gives];
  return `| ${cells.join(' | ')} |`;
}

const TABLES = {
  chains: [
    '| benefit | rules | check | visit | assessments | review | opinion | town notice | county sample | county notice | conference | publication | gives |', `|${'---|'.repeat(13)}`,
    ...BENEFITS.flatMap((benefit) => (benefit === 'temporaryRelief' ? VARIANTS : [undefined]).flatMap((variant) => (['R220', 'R57'] as const)
      .map((rules) => chainLine(variant === undefined ? `\`${benefit}\`` : `\`${benefit}\` ${variant}`, rules, chainOf(benefit, rules, variant))))),
  ],
  steps: ['| step | 中文 | English | permission |', '|---|---|---|---|', ...STEP_NAMES.map((step) => `| \`${step}\` | ${STEPS[step].zh} | ${STEPS[step].en} | \`${STEPS[step].permission}\` |`)],
};

it('shows every chain and step as the program has them', () => {
  const { is, shouldBe } = pageWithTables('docs/procedure.md', TABLES, 'UPDATE_PROCEDURE');
  expect(is).toBe(shouldBe);
});

it('every step needs a permission that exists', () => {
  expect(STEP_NAMES.filter((step) => !isPermission(STEPS[step].permission))).toEqual([]);
});
