/** What a person sees once everything runs. */
import { join, relative } from 'node:path';
import { merchants, type Topology } from '@commonpoint/network/topology';
import type { ConsortiumDescription } from '../description/read-description.js';
import type { Consortium } from './start-consortium.js';
import { credentialsPath } from './gateway-files.js';

/**
 * What is shown when everything runs: addresses, where the keys are, and a first session to paste.
 *
 * @param consoleKey what to sign in to the console with, where this start made it
 */
export function describeFirstSession(consortium: Consortium, accountId: string, consoleKey?: string): string {
  const { credentials, dataDir, topology, description } = consortium;
  const keysPath = credentialsPath(dataDir);
  const { slug: issuer, programId } = firstProgram(description, topology);
  const url = credentials[issuer]?.url ?? '';
  const width = Math.max(10, ...topology.organizations.map(({ name }) => name.length));
  const names = topology.organizations.map(({ name, slug }) => `  ${name.padEnd(width)} ${credentials[slug]?.url}`);
  // The keys themselves stay out of the terminal and of whatever records it.
  const key = `$(node -p ${quoted(`require(process.argv[1])['${issuer}'].keys.operator`)} ${quoted(keysPath)})`;
  const post = (path: string, idempotencyKey: string, body: object) =>
    `curl -s -X POST ${url}${path} -H "Authorization: Bearer ${key}" -H 'Content-Type: application/json' ` +
    `-H 'Idempotency-Key: ${idempotencyKey}' -d '${JSON.stringify(body)}'`;
  return [
    'Commonpoint is ready.',
    '',
    ...names,
    '',
    `  Console         ${url}/console/`,
    ...(consoleKey === undefined
      ? [
          `                  sign in with an API key; a new one: npm run keys -- ${issuer} create --role admin --name NAME`,
        ]
      : [`                  sign in with ${consoleKey} (shown this once)`]),
    `  API reference   ${url}/docs`,
    `  API keys        ${shortPath(keysPath)}`,
    `  Logs            ${shortPath(join(dataDir, 'logs'))}`,
    '',
    'A first session, to paste into another terminal:',
    '',
    post('/v1/accounts', 'first-account', { memberRef: 'm-1' }),
    ...(programId === undefined
      ? []
      : [post('/v1/issuances', 'first-issuance', { programId, accountId, amount: '100' })]),
    `curl -s ${url}/v1/accounts/${accountId}/balances -H "Authorization: Bearer ${key}"`,
    '',
    'More: `npm run demo` in another terminal. Ctrl-C stops everything; the ledger stays.',
    '',
  ].join('\n');
}

/** As one word of a shell, whatever is in it. */
const quoted = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** Whose gateway the first session uses: the issuer of the first programme, or the first merchant if there is none. */
export function firstProgram(
  { programs }: ConsortiumDescription,
  topology: Topology,
): { readonly slug: string; readonly programId: string | undefined } {
  const [first] = programs;
  const [merchant] = merchants(topology);
  return { slug: first?.issuer ?? merchant?.slug ?? '', programId: first?.programId };
}

/** Relative where that is shorter and stays below the current folder. */
export function shortPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') || near === '' ? path : `./${near}`;
}
