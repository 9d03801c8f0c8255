const { defineConfig, globalIgnores } = require('eslint/config');
const expo = require('eslint-config-expo/flat');
const globals = require('globals');

module.exports = defineConfig([
  globalIgnores(['dist/**', '.expo/**', 'node_modules/**', 'android/**', 'ios/**', 'src/api/generated.ts']),
  expo,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'prefer-const': 'error',
      // TypeScript knows better what a module exports.
      'import/namespace': 'off',
      'import/no-named-as-default-member': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Time comes in: lib/clock.' },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'Randomness comes in: lib/random.',
        },
        {
          selector: "MemberExpression[object.object.name='process'][object.property.name='env']",
          message: 'env.ts alone reads the environment.',
        },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    },
  },
  { files: ['src/env.ts', 'src/lib/clock.ts', 'src/lib/random.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['scripts/**', 'e2e/**', '*.{js,cjs,mjs}'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off', 'no-restricted-syntax': 'off' },
  },
  {
    files: ['public/*.js'],
    languageOptions: {
      globals: { AudioWorkletProcessor: 'readonly', registerProcessor: 'readonly', sampleRate: 'readonly' },
    },
  },
  {
    files: ['**/*.test.{ts,tsx}', 'jest.setup.js'],
    languageOptions: { globals: globals.jest },
  },
]);
