/** The page of roles and permissions shows the program's own tables; `UPDATE_ACCESS=1 npm run jest -- test/docs/access` writes them. */
import { PERMISSIONS, type Permission, type Role, ROLES } from '#identity';
import { pageWithTables } from './sources.js';

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

it('shows every role and permission as the program has them', () => {
  const { is, shouldBe } = pageWithTables('docs/access.md', TABLES, 'UPDATE_ACCESS');
  expect(is).toBe(shouldBe);
});
