/**
 * Tests run on the TypeScript sources, compiled by SWC as CommonJS with legacy decorators and their metadata, as the
 * chaincode needs. Three projects: `unit` is everything that runs inside the test process; `scenario` and `fault` run the
 * built programs, so they need `npm run build` first.
 */

const { availableParallelism } = require('node:os');

// The chaincode shim logs every decorator and every transaction otherwise. Workers inherit it.
process.env.CORE_CHAINCODE_LOGGING_LEVEL ??= 'ERROR';

/** Set by `scripts/test.mjs`: `short` leaves out the tests that take long, `long` are these alone; else there are all. */
const { TESTS } = process.env;
const long = Object.keys(require('./test/long-tests.cjs')).map((path) => `<rootDir>/${path}`);

/** Where a project's tests are; `among` begins the paths of those long ones that are its own. */
const tests = (pattern, among, elsewhere = []) =>
  TESTS === 'long'
    ? {
        testMatch: long.filter(
          (path) => path.startsWith(`<rootDir>/${among}`) && !elsewhere.some((other) => path.startsWith(other)),
        ),
      }
    : {
        testMatch: [pattern],
        testPathIgnorePatterns: ['/node_modules/', ...elsewhere, ...(TESTS === 'short' ? long : [])],
      };

/** Packages that exist only as ECMAScript modules and are needed inside a test process. */
const ecmaScriptOnly = ['@noble/curves', '@noble/hashes', 'jose', 'openid-client', 'oauth4webapi'];

/** @type {import('jest').Config} */
const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'commonjs' },
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
          keepClassNames: true,
        },
      },
    ],
  },
  transformIgnorePatterns: [
    `/node_modules/(?!(${ecmaScriptOnly.join('|')})/)`,
    '^(?!.*/node_modules/).*/dist/',
    '\\.cjs$',
  ],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/data/', '<rootDir>/bench-results/'],
  moduleNameMapper: {
    '^@commonpoint/catalogue$': '<rootDir>/catalogue/src/index.ts',
    '^@commonpoint/client$': '<rootDir>/sdk/client/src/index.ts',
    '^@commonpoint/verify$': '<rootDir>/sdk/verify/src/index.ts',
    '^@commonpoint/chaincode$': '<rootDir>/chaincode/src/index.ts',
    '^@commonpoint/audit/(.*)$': '<rootDir>/audit/src/$1.ts',
    '^@commonpoint/network/(.*)$': '<rootDir>/network/$1.ts',
    '^@commonpoint/gateway-api/(.*)$': '<rootDir>/gateway-api/src/$1.ts',
    // Sources import './x.js', which is x.ts until it is built.
    '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts', '$1.tsx'],
  },
  // @peculiar/x509 and fabric-contract-api both want it before they are loaded.
  setupFiles: ['reflect-metadata'],
};

/** @type {import('jest').Config} */
module.exports = {
  // The machines this runs on may be busy with other things.
  testTimeout: 30_000,
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
  projects: [
    {
      ...common,
      displayName: 'unit',
      ...tests('<rootDir>/test/**/*.test.ts', 'test/', [
        '<rootDir>/test/scenario/',
        '<rootDir>/test/fault/',
        '<rootDir>/test/clients/',
        '<rootDir>/test/browser/',
      ]),
    },
    {
      ...common,
      displayName: 'scenario',
      ...tests('<rootDir>/test/scenario/**/*.test.ts', 'test/scenario/'),
      setupFilesAfterEnv: ['<rootDir>/test/support/scenario-timeouts.ts'],
    },
    {
      ...common,
      displayName: 'console',
      testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/scenario-timeouts.ts'],
    },
    {
      ...common,
      displayName: 'client',
      testMatch: ['<rootDir>/test/clients/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/scenario-timeouts.ts'],
    },
    {
      ...common,
      displayName: 'fault',
      testMatch: ['<rootDir>/test/fault/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/scenario-timeouts.ts'],
    },
  ],
};
