import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** What net, store, map and i18n do not import: they are plain TypeScript, and must run without a page. */
const noViews = ['svelte', 'svelte/*', '**/views/*', 'echarts', 'echarts/*'];

/** What they do not ask for, either. */
const noPage = [
  'document',
  'window',
  'location',
  'localStorage',
  'history',
  'navigator',
  'fetch',
  'WebSocket',
];

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'screenshots/', '**/*.gen.ts'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'max-lines': ['error', 320],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      // The router takes links over in one place; their addresses are plain.
      'svelte/no-navigation-without-resolve': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
    },
  },
  {
    files: ['src/net/**', 'src/store/**', 'src/map/**', 'src/i18n/**'],
    ignores: ['src/net/websocket.ts'],
    rules: {
      'no-restricted-globals': ['error', ...noPage],
      'no-restricted-imports': ['error', { patterns: noViews }],
    },
  },
  {
    files: ['src/net/**'],
    // A later block's rule takes the place of an earlier one's: this one says all of it.
    rules: { 'no-restricted-imports': ['error', { patterns: [...noViews, '**/store/*'] }] },
  },
  {
    // The services are asked in one way; only the page's own files are fetched by themselves.
    files: ['src/views/**'],
    ignores: ['src/views/asking.ts', 'src/views/reload.ts'],
    rules: { 'no-restricted-globals': ['error', 'fetch'] },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
);
