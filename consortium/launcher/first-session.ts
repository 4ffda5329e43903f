import { join, relative } from 'node:path';
import type { Consortium } from './start-consortium.js';
import { credentialsPath } from './gateway-files.js';

/** What is shown when everything runs: addresses, where the keys are, and a first session to paste. */
export function describeFirstSession(consortium: Consortium, accountId: string): string {
  const { credentials, dataDir, topology } = consortium;
  const keysPath = credentialsPath(dataDir);
  const harbor = credentials['harbor']?.url ?? '';
  const names = topology.organizations.map(({ name, slug }) => `  ${name.padEnd(10)} ${credentials[slug]?.url}`);
  // The keys themselves stay out of the terminal and of whatever records it.
  const key = `$(node -p "require('${keysPath}').harbor.keys.operator")`;
  const post = (path: string, idempotencyKey: string, body: object) =>
    `curl -s -X POST ${harbor}${path} -H "Authorization: Bearer ${key}" -H 'Content-Type: application/json' ` +
    `-H 'Idempotency-Key: ${idempotencyKey}' -d '${JSON.stringify(body)}'`;
  return [
    'Commonpoint is ready.',
    '',
    ...names,
    '',
    `  API reference   ${harbor}/docs`,
    `  API keys        ${shortPath(keysPath)}`,
    `  Logs            ${shortPath(join(dataDir, 'logs'))}`,
    '',
    'A first session, to paste into another terminal:',
    '',
    post('/v1/accounts', 'first-account', { memberRef: 'm-1' }),
    post('/v1/issuances', 'first-issuance', { programId: 'harbor', accountId, amount: '100' }),
    `curl -s ${harbor}/v1/accounts/${accountId}/balances -H "Authorization: Bearer ${key}"`,
    '',
    'More: `npm run demo` in another terminal. Ctrl-C stops everything; the ledger stays.',
    '',
  ].join('\n');
}

/** Relative where that is shorter and stays below the current folder. */
export function shortPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') || near === '' ? path : `./${near}`;
}
