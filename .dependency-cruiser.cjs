// Which part of the house may know which. One way, no circles, no exemptions (docs/adr/0001-house.md).
const CONTEXTS = 'casework|policy|disbursement|accountability';
/** Who may do what is no business context: imports of workbooks do not know it. */
const PURE = `${CONTEXTS}|identity`;
const lib = (names) => `^libs/(${names})/`;

/** What a lib may import from other libs; everything else is refused. */
const ALLOWED = {
  kernel: [],
  'event-store': ['kernel'],
  workbook: ['kernel'],
  casework: ['kernel'],
  policy: ['kernel'],
  disbursement: ['kernel'],
  accountability: ['kernel'],
  identity: ['kernel'],
  papers: ['kernel'],
  bank: ['kernel'],
  evidence: ['kernel', 'event-store'],
  projections: ['kernel', 'event-store'],
  intake: ['kernel', 'event-store', 'workbook', ...CONTEXTS.split('|')],
  reports: ['kernel', 'event-store', 'projections', 'intake', 'identity', 'papers', ...CONTEXTS.split('|')],
  messaging: ['kernel', 'event-store'],
  vault: ['kernel', 'event-store', 'messaging'],
  bundle: ['kernel', 'event-store', 'evidence', 'vault'],
  refusals: [],
  application: ['kernel', 'event-store', 'workbook', 'casework', 'policy', 'disbursement', 'accountability', 'identity', 'papers', 'evidence', 'bank', 'intake', 'projections', 'reports', 'vault', 'bundle'],
};

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'libs-never-import-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    { name: 'the-server-does-not-know-the-command-line', severity: 'error', from: { path: '^apps/ledger/' }, to: { path: '^apps/cli/' } },
    {
      name: 'nestjs-at-the-edge', severity: 'error', comment: 'Libs are plain TypeScript; NestJS wires them in apps/ledger.',
      from: { path: '^libs/' }, to: { path: 'node_modules/@nestjs' },
    },
    {
      name: 'pure-core', severity: 'error', comment: 'Contexts compute; they do no input or output.',
      from: { path: lib(PURE), pathNot: '\\.test\\.ts$' }, to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-port-does-not-know-its-adapters', severity: 'error',
      from: { path: '^libs/event-store/src/[^/]+\\.ts$', pathNot: '\\.test\\.ts$' }, to: { path: '^libs/event-store/src/(memory|sqlite|eventstoredb)/' },
    },
    {
      name: 'the-store-of-papers-does-not-know-its-adapters', severity: 'error',
      from: { path: '^libs/papers/src/[^/]+\\.ts$', pathNot: '\\.test\\.ts$' }, to: { path: '^libs/papers/src/(folder|s3)/' },
    },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-development-dependency-in-the-program', severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.test\\.ts$|/contract(\\.ts|/)|/double/' }, to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
    ...Object.entries(ALLOWED).map(([name, allowed]) => ({
      name: `${name}-imports-only-${allowed.join('-') || 'itself'}`, severity: 'error',
      from: { path: lib(name), pathNot: '\\.test\\.ts$' },
      to: { path: '^libs/', pathNot: lib([name, ...allowed].join('|')) },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|test/oracle)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.depcruise.json' },
    enhancedResolveOptions: { conditionNames: ['import', 'require', 'node', 'default', 'types'], exportsFields: ['exports'], extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] },
  },
};
