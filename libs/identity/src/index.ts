/** Identity: accounts, roles, permissions and delegations; and the one decision about access. */
export * from './access.js';
export * from './account.js';
export * from './area.js';
export * from './delegation.js';
export * from './permissions.js';
export * from './roles.js';
