import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';

/** What a peer's endorsement must not depend on: every organisation's chaincode has to write the same bytes. */
const nondeterminism = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the transaction’s timestamp.' },
  {
    selector: "CallExpression[callee.name='Number']",
    message: 'Amounts are bigint; parse other numbers by their schema.',
  },
  { selector: 'MemberExpression[property.name=/^toLocale/]', message: 'Locales differ between machines.' },
  { selector: "MemberExpression[object.name='Intl']", message: 'Locales differ between machines.' },
  {
    selector:
      "Program > VariableDeclaration[kind='let'], Program > ExportNamedDeclaration > VariableDeclaration[kind='let']",
    message: 'State of the module would differ between processes.',
  },
];

/** One way to say a thing, where there are two. */
const dialect = [
  {
    selector: ":matches(PropertyDefinition, MethodDefinition[kind!='constructor'])[accessibility='private']",
    message: 'A class’s own members are #private; `private` is for what its constructor is given.',
  },
  {
    selector:
      "SpreadElement > ConditionalExpression[consequent.type='ObjectExpression'][consequent.properties.length=0]",
    message: 'A member that may be absent is spread as `...(x !== undefined && { x })`.',
  },
];

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/node_modules/',
    'coverage/',
    'data/',
    'bench-results/',
    'docs/',
    'examples/',
    'test/network/golden/',
    'sdk/client/src/routes.ts',
  ]),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        // Each file by the tsconfig.json nearest to it, so that one file takes seconds.
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      // A line that forwards a promise or calls something for its effect is clear enough.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/require-await': 'off',
      // The alternative to `!` is often a branch that cannot happen; types say where it can.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Classes with static members only do not occur; decorated contracts do.
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      // gRPC's status codes arrive as numbers.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
    },
  },
  {
    files: [
      '{gateway-api,member-keys,audit,console,sdk/client,sdk/verify}/src/**/*.{ts,tsx}',
      '{network,consortium}/**/*.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...dialect] },
  },
  {
    files: ['catalogue/src/**/*.ts', 'chaincode/src/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Take the transaction’s timestamp.' },
        { object: 'Math', property: 'random', message: 'Endorsers would disagree.' },
        { object: 'process', property: 'env', message: 'Endorsers may be configured differently.' },
      ],
      'no-restricted-globals': ['error', 'parseFloat', 'fetch', 'performance', 'setTimeout', 'setInterval'],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(node:)?(fs|net|http|https|http2|dns|child_process|os|worker_threads|cluster|dgram|tls)(/|$)',
              message: 'Chaincode sees the ledger and nothing else.',
            },
          ],
        },
      ],
      'no-restricted-syntax': ['error', ...nondeterminism, ...dialect],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Tests look into values of unknown shape and at what must not be there.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
);
