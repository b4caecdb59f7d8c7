/** The page of accountability shows the program's own tables; `UPDATE_ACCOUNTABILITY=1 npm run jest -- test/docs/accountability` writes them. */
import { COMPLAINT_CLOCKS, COMPLAINT_STEP_NAMES, COMPLAINT_STEPS, FINDING_STEP_NAMES, FINDING_STEPS, LEAD_KIND_CODES, LEAD_KINDS, type LeadKind, MATCH_HEADERS, MATCH_ROW, SANCTIONS } from '#accountability';
import { isPermission } from '#identity';
import { pageWithTables } from './sources.js';

const steps = (names: readonly string[], of: Readonly<Record<string, { readonly zh: string; readonly en: string; readonly permission: string }>>): string[] => [
  '| step | 中文 | English | permission |', '|---|---|---|---|', ...names.map((name) => `| \`${name}\` | ${of[name]?.zh} | ${of[name]?.en} | \`${of[name]?.permission}\` |`),
];
const required: readonly string[] = MATCH_ROW.required;
const TABLES: Readonly<Record<string, readonly string[]>> = {
  steps: steps(FINDING_STEP_NAMES, FINDING_STEPS),
  complaints: steps(COMPLAINT_STEP_NAMES, COMPLAINT_STEPS),
  kinds: ['| kind | 中文 | English | matched with | often wrong because | at risk | selfMatch |', `|${'---|'.repeat(7)}`, ...LEAD_KIND_CODES.map((code) => {
    const { zh, en, match, falsePositive, atRisk, selfMatch }: LeadKind = LEAD_KINDS[code];
    return `| \`${code}\` | ${zh} | ${en} | ${match} | ${falsePositive} | ${atRisk} | ${selfMatch === true ? 'yes' : ''} |`;
  })],
  match: ['| field | CSV header | required | holds |', '|---|---|---|---|', ...Object.entries(MATCH_HEADERS).map(([header, field]) => `| \`${field}\` | ${header} | ${required.includes(field) ? 'yes' : ''} | ${field === 'kind' ? 'A kind of the table above.' : (MATCH_ROW.properties[field] as unknown as { description: string }).description} |`)],
  sanctions: ['| kind | 中文 | months |', '|---|---|---|', ...Object.entries(SANCTIONS).map(([kind, { zh, months }]) => `| \`${kind}\` | ${zh} | ${months === 0 ? '-' : months} |`)],
  clocks: ['| clock | 中文 | days | extendable by | from | basis |', `|${'---|'.repeat(6)}`, ...Object.values(COMPLAINT_CLOCKS).map(({ en, zh, days, extendableBy, from, basis }) => `| ${en} | ${zh} | ${days} | ${extendableBy === 0 ? '-' : extendableBy} | ${from} | ${basis} |`)],
};

it('shows every table as the program has it', () => {
  const { is, shouldBe } = pageWithTables('docs/accountability.md', TABLES, 'UPDATE_ACCOUNTABILITY');
  expect(is).toBe(shouldBe);
});

it('every step needs a permission that exists', () => {
  const permissions = [...Object.values(FINDING_STEPS), ...Object.values(COMPLAINT_STEPS)].map(({ permission }) => permission);
  expect(permissions.filter((permission) => !isPermission(permission))).toEqual([]);
});
