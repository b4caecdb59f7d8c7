/** The page of roles and permissions shows the program's own tables; `UPDATE_ACCESS=1 npm run jest -- test/docs/access` writes them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { PERMISSIONS, type Permission, type Role, ROLES } from '#identity';

const FILE = 'docs/access.md';
const ROLE_NAMES = Object.keys(ROLES) as Role[];

const TABLES = {
  roles: [
    '| role | 中文 | level | everywhere |', '|---|---|---|---|',
    ...ROLE_NAMES.map((role) => `| \`${role}\` | ${ROLES[role].zh} | ${ROLES[role].level} | ${ROLES[role].everywhere === true ? 'yes' : ''} |`),
  ],
  permissions: [
    '| permission | 中文 | roles | delegable |', '|---|---|---|---|',
    ...(Object.keys(PERMISSIONS) as Permission[]).map((name) => {
      const { zh, roles, delegable } = PERMISSIONS[name];
      return `| \`${name}\` | ${zh} | ${ROLE_NAMES.filter((role) => roles.includes(role)).map((role) => `\`${role}\``).join(' ')} | ${delegable === true ? 'yes' : ''} |`;
    }),
  ],
};

function withTables(page: string): string {
  return Object.entries(TABLES).reduce((text, [name, lines]) => {
    const parts = text.split(new RegExp(`(?<=<!-- ${name} -->\n)[\\s\\S]*?(?=<!-- end -->)`));
    if (parts.length !== 2) throw new Error(`${FILE} has no place for the table of ${name}`);
    return parts.join(`${lines.join('\n')}\n`);
  }, page);
}

it('shows every role and permission as the program has them', () => {
  const page = readFileSync(FILE, 'utf8');
  if (process.env['UPDATE_ACCESS'] !== undefined) writeFileSync(FILE, withTables(page));
  expect(readFileSync(FILE, 'utf8')).toBe(withTables(page));
});
