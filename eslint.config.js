// Lint rules: type-aware TypeScript checks, and the house rules that a linter can hold.
import tseslint from 'typescript-eslint';

const PURE = ['libs/kernel/src/**', 'libs/casework/src/**', 'libs/policy/src/**', 'libs/disbursement/src/**', 'libs/accountability/src/**', 'libs/identity/src/**', 'libs/bank/src/**', 'libs/reports/src/**'];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'coverage/**', 'data/**', '**/*.mjs', '**/*.cjs', 'test/oracle/**'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/require-await': 'off',
      'eqeqeq': 'error',
      'no-console': 'error',
    },
  },
  {
    // Pure code asks nobody what time it is, and leaves nothing to chance.
    files: PURE,
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': ['error',
        { object: 'Date', property: 'now', message: 'Pure code gets the time in its command.' },
        { object: 'Math', property: 'random', message: 'Pure code leaves nothing to chance.' },
        { object: 'performance', property: 'now', message: 'Pure code gets the time in its command.' }],
      'no-restricted-syntax': ['error', { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Pure code gets the time in its command.' }],
    },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
);
