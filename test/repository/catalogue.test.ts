/** One grep finds everything about a transaction: its contract method, route, test and line in the documentation. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Contract } from 'fabric-contract-api';
import {
  catalogue,
  operationRefusals,
  operationRoles,
  type OperationKind,
  type Transaction,
} from '@commonpoint/catalogue';
import { contracts } from '@commonpoint/chaincode';
import { routes } from '../../gateway-api/src/subjects/index.js';
import { repositoryRoot, trackedFiles } from '../support/repository-files.js';

/** Transactions that no gateway offers, and why. */
const withoutRoute: Readonly<Record<string, string>> = {
  listDuePolicies: 'asked by the gateway’s own job when members changed',
  renewPolicies: 'sent by the gateway’s own job when members changed',
  registerOrganization: 'an organisation registers once, when it joins; provisioning does it',
  foundConsortium: 'done once, at the first start; provisioning does it',
  postCheckpoint: 'gateways sign the log by themselves; nobody asks them to',
  anchorLog: 'gateways anchor their details by themselves',
  giveBackCredit: 'sent by the gateways’ own job as something comes back',
  getOrganization: 'GET /v1/organizations lists them all',
};

const entries = Object.entries(catalogue) as [keyof typeof catalogue, Transaction][];
const instances = (contracts as (new () => Contract)[]).map((contract) => new contract());

describe('every transaction of the catalogue', () => {
  it.each(entries)('%s has a contract method', (_key, { name }) => {
    const [contractName, method] = name.split(':') as [string, string];
    const contract = instances.find((each) => each.getName() === contractName);
    expect(contract).toBeDefined();
    expect(typeof (contract as unknown as Record<string, unknown>)[method]).toBe('function');
  });

  it.each(entries)('%s has a route, or a stated reason to have none', (key) => {
    const offered = routes.some(
      ({ transactions }) => (transactions as readonly string[] | undefined)?.includes(key) === true,
    );
    expect([key, offered]).toEqual([key, withoutRoute[key] === undefined]);
  });

  it.each(entries)('%s has a test of its contract', (key, { name }) => {
    const tests = trackedFiles(/^test\/contract\/.*\.ts$/).map((path) =>
      readFileSync(join(repositoryRoot, path), 'utf8'),
    );
    expect(tests.some((text) => text.includes(key) || text.includes(name))).toBe(true);
  });

  it('has its part of docs/transactions.md, which is made from the catalogue', () => {
    const path = join(repositoryRoot, 'docs', 'transactions.md');
    if (process.env['UPDATE_DOCS'] !== undefined) writeFileSync(path, documentation());
    // To bring it up to date: UPDATE_DOCS=1 npm run test:unit -- test/repository
    expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(documentation());
  });
});

describe('nothing else', () => {
  it('is callable: contract methods and catalogue are the same list', () => {
    const names = instances.flatMap((contract) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(contract))
        .filter((method) => method !== 'constructor')
        .map((method) => `${contract.getName()}:${method}`),
    );
    expect(names.sort()).toEqual(entries.map(([, { name }]) => name).sort());
  });

  it('is excused: exceptions name transactions that exist', () => {
    for (const key of Object.keys(withoutRoute)) expect(Object.keys(catalogue)).toContain(key);
  });
});

const codeList = (codes: readonly string[]): string => codes.map((code) => `\`${code}\``).join(', ');

/** Every operation of a batch has an outcome of its own. */
function refusalsByKind(): string[] {
  const kinds = Object.keys(operationRefusals) as OperationKind[];
  return [
    'Each operation has an outcome of its own; by its kind, an operation may be refused with:',
    '',
    ...kinds.map((kind) => `- \`${kind}\` (${operationRoles[kind].join(', ')}): ${codeList(operationRefusals[kind])}.`),
    '',
  ];
}

function documentation(): string {
  const parts = entries.map(([key, { name, summary, mode, roles, errors }]) =>
    [
      `## ${name}`,
      '',
      summary,
      '',
      `- In code \`${key}\`; ${mode === 'submit' ? 'submitted (ordered into a block)' : 'evaluated (asks one peer)'}.`,
      `- Roles: ${roles.join(', ')}.`,
      `- Refusals, the first that holds is given: ${codeList(errors)}.`,
      '',
      ...(key === 'postPoints' ? refusalsByKind() : []),
    ].join('\n'),
  );
  return [
    '# The ledger’s transactions',
    '',
    'Made from `catalogue/src`, which also has the schemas of requests and replies. Each takes one argument, a JSON',
    'object, and answers JSON. A refused transaction throws an error whose whole message is JSON with `code` and `detail`. What',
    'the codes mean stands in [errors.md](errors.md).',
    '',
    ...parts,
  ].join('\n');
}
