/**
 * Large things do not stop small ones: while a ledger is read again, and an account's whole history is told, the event loop is free.
 * FAULTS says how long the ledger is: a million operations for a thousand.
 */
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { watchTurns } from '../../support/turns.js';
import { databaseAt, keyOf, startApp, until, withMembers, type StartedApp } from '../start-app.js';
import { lengthened } from './large-ledger.js';

const FAULTS = Number(process.env['FAULTS'] ?? 0);
const IS_LONG = FAULTS >= 1000;
const OPERATIONS = IS_LONG ? FAULTS * 1000 : 20_000;
/** Some 4 MiB, as much as orderers put into a block. */
const TRANSACTIONS_A_BLOCK = 8;
/** With a million operations single turns are longer than they should be: see docs/operating.md. */
// Some 35 by itself; beside other tests the same work takes longer.
const TURN_MS_MAX = IS_LONG ? 500 : 75;

let app: StartedApp;
let last: number;
let accountId: string;

beforeAll(async () => {
  const network = await withMembers();
  const channel = lengthened(network.channel('HarborMSP'), network, OPERATIONS, TRANSACTIONS_A_BLOCK);
  last = channel.lastBlock;
  const turns = watchTurns();
  app = await startApp({
    network,
    channel: (unused) => (unused.blocksVisible = 0),
    parts: { channel, databasePath: databaseAt('large') },
  });
  accountId = app.gateway.secrets.accountIdOf('m-1');
  await until(() => app.gateway.projection.lastBlock() === last);
  tell('the ledger read again', turns.end());
}, 3_600_000);

function tell(what: string, { longestWorkMs, delayMs }: ReturnType<ReturnType<typeof watchTurns>['end']>): void {
  if (FAULTS > 0)
    process.stderr.write(
      `${what}, ${OPERATIONS} operations: ${longestWorkMs.toFixed(1)} ms of work at a time, ${delayMs.toFixed(1)} ms of delay\n`,
    );
  measured.push([what, longestWorkMs]);
}
const measured: [string, number][] = [];

/** How many bytes and lines come, and nothing is kept of them. */
async function fetched(path: string, accept: string): Promise<{ status: number | undefined; lines: number }> {
  const server = app.app.listen(0);
  const { port } = server.address() as AddressInfo;
  const headers = { authorization: `Bearer ${keyOf('operator')}`, accept };
  const answer = await new Promise<{ status: number | undefined; lines: number }>((resolve, reject) => {
    get({ port, path, headers }, (response) => {
      let lines = 0;
      response.on('data', (chunk: Buffer) => {
        for (const byte of chunk) if (byte === 10) lines += 1;
      });
      response.on('end', () => resolve({ status: response.statusCode, lines }));
    }).on('error', reject);
  });
  await new Promise((resolve) => server.close(resolve));
  return answer;
}

it(`a ledger that is read again takes the event loop for less than ${TURN_MS_MAX} ms at a time`, () => {
  expect(measured[0]![1]).toBeLessThan(TURN_MS_MAX);
  expect(app.gateway.projection.lastBlock()).toBe(last);
});

it.each([
  ['the first statement after that', '', 'application/json', 1],
  ['a statement of days long ago', '?to=2020-01-01', 'application/json', 1],
  ['a statement with opening and closing balances', '?from=2020-01-01', 'application/json', 1],
  ['a statement as CSV', '', 'text/csv', OPERATIONS],
  ['a statement of some days as CSV', '?from=2020-01-01&to=2099-12-31', 'text/csv', OPERATIONS],
])(
  `%s takes it for less than ${TURN_MS_MAX} ms at a time`,
  async (what, query, accept, linesMin) => {
    const turns = watchTurns();
    const { status, lines } = await fetched(`/v1/accounts/${accountId}/statement${query}`, accept);
    tell(what, turns.end());
    expect(status).toBe(200);
    expect(lines).toBeGreaterThanOrEqual(accept === 'text/csv' ? linesMin : 0);
    expect(measured.at(-1)![1]).toBeLessThan(TURN_MS_MAX);
  },
  3_600_000,
);

it(`balances of a day take it for less than ${TURN_MS_MAX} ms at a time`, async () => {
  const turns = watchTurns();
  const { status } = await fetched(`/v1/accounts/${accountId}/balances/as-of?day=2099-12-31`, 'application/json');
  tell('balances of a day', turns.end());
  expect(status).toBe(200);
  expect(measured.at(-1)![1]).toBeLessThan(TURN_MS_MAX);
}, 3_600_000);
