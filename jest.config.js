/** One Jest project for the whole repository: TypeScript through SWC, native ES modules. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^#(event-store|papers|messaging)/(.*)$': '<rootDir>/libs/$1/src/$2.ts',
    '^#ledger$': '<rootDir>/apps/ledger/src/index.ts',
    '^#([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': ['@swc/jest', {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
      module: { type: 'es6' },
    }],
  },
  // Both cores of a small machine: the default leaves one idle.
  maxWorkers: '100%',
  // Jest keeps every ES module graph a worker has loaded; a worker grown to gigabytes collects garbage ten times as long as it tests.
  workerIdleMemoryLimit: '400MB',
  testTimeout: 60_000,
};
