/** The page of accountability shows the program's own tables; `UPDATE_ACCOUNTABILITY=1 npm run jest -- test/docs/accountability` writes them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { COMPLAINT_CLOCKS, COMPLAINT_STEP_NAMES, COMPLAINT_STEPS, FINDING_STEP_NAMES, FINDING_STEPS, LEAD_KIND_CODES, LEAD_KINDS, type LeadKind, MATCH_HEADERS, MATCH_ROW, SANCTIONS } from '#accountability';
import { isPermission } from '#identity';

const FILE = 'docs/accountability.md';
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

function withTables(page: string): string {
  return Object.entries(TABLES).reduce((text, [name, lines]) => {
    const parts = text.split(new RegExp(`(?<=<!-- ${name} -->\n)[\\s\\S]*?(?=<!-- end -->)`));
    if (parts.length !== 2) throw new Error(`${FILE} has no place for the table of ${name}`);
    return parts.join(`${lines.join('\n')}\n`);
  }, page);
}

it('shows every table as the program has it', () => {
  const page = readFileSync(FILE, 'utf8');
  if (process.env['UPDATE_ACCOUNTABILITY'] !== undefined) writeFileSync(FILE, withTables(page));
  expect(readFileSync(FILE, 'utf8')).toBe(withTables(page));
});

it('every step needs a permission that exists', () => {
  const permissions = [...Object.values(FINDING_STEPS), ...Object.values(COMPLAINT_STEPS)].map(({ permission }) => permission);
  expect(permissions.filter((permission) => !isPermission(permission))).toEqual([]);
});
