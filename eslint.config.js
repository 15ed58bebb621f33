import path from 'node:path';
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { importViolation } from './test/support/import-table.js';

const root = import.meta.dirname ?? process.cwd();

/** Reports every import that the table of `test/support/import-table.js` does not allow. */
const importTableRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const importer = path.relative(root, context.filename).split(path.sep).join('/');
    const check = (node, source) => {
      if (typeof source !== 'string') return;
      const target = source.startsWith('.')
        ? path.posix.normalize(path.posix.join(path.posix.dirname(importer), source))
        : source;
      const reason = importViolation(importer, target);
      if (reason !== null) context.report({ node, message: reason });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => node.source && check(node, node.source.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, node.source.value),
    };
  },
};

export default tseslint.config(
  { ignores: ['dist/', 'release/', 'node_modules/', '.cache/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // The compiler lets nobody write an enum here (erasableSyntaxOnly), and the rule takes a tenth of the whole run.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
    },
  },
  {
    files: ['shared/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.ts', 'renderer/**/*.tsx'],
    plugins: { convoy: { rules: { 'import-table': importTableRule } } },
    rules: { 'convoy/import-table': 'error' },
  },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.tsx'],
    ...reactHooks.configs.flat.recommended,
  },
  {
    // One function spawns processes (run-tool), so that flags, limits and the stop ladder are in one place.
    files: ['electron/**/*.ts'],
    ignores: [
      'electron/engine/process/run-tool.ts',
      // The shell that ends the others must not be ended with them.
      'electron/engine/process/orphans.ts',
      'electron/engine/stills/still-processes.ts',
      // Main has no engine in it; it asks the system to sleep or to shut down.
      'electron/main/power.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'node:child_process',
              message: 'Processes are started by engine/process/run-tool.ts only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        performance: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
);
