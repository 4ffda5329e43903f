/**
 * Large things do not stop small ones: while a ledger is read again, and an account's whole history is told, the event loop is free.
 * FAULTS says how long the ledger is: a million operations for a thousand.
 */
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startMover } from '../../../gateway-api/src/store/move-log.js';
import { moverScript } from '../../support/mover-script.js';
import { watchTurns } from '../../support/turns.js';
import type { MemoryNetwork } from '../../support/memory-channel.js';
import { databaseAt, keyOf, startApp, until, withMembers, type StartedApp } from '../start-app.js';
import { lengthened } from './large-ledger.js';

const FAULTS = Number(process.env['FAULTS'] ?? 0);
const IS_LONG = FAULTS >= 1000;
const OPERATIONS = IS_LONG ? FAULTS * 1000 : 20_000;
/** Some 4 MiB, as much as orderers put into a block. */
const TRANSACTIONS_A_BLOCK = 8;
const TURN_MS_MAX = 50;
/** What is too long by itself is so each time; what other programs, or a collection of this one's garbage, add to it is not. */
const ATTEMPTS = 3;

let network: MemoryNetwork;
let app: StartedApp;
let last: number;
let accountId: string;
let readAgainMs: number;

beforeAll(async () => {
  network = await withMembers();
  // The description of all routes is made at the first start.
  await startApp({ network: network.copy() });
  readAgainMs = await longestTurnOf('the ledger read again', readAgain);
  accountId = app.gateway.secrets.accountIdOf('m-1');
}, 3_600_000);

/** @returns the begin of the measured work */
async function readAgain(attempt: number): Promise<() => Promise<void>> {
  const channel = lengthened(network.channel('HarborMSP'), network, OPERATIONS, TRANSACTIONS_A_BLOCK);
  last = channel.lastBlock;
  app = await startApp({
    network,
    channel: (unused) => (unused.blocksVisible = 0),
    parts: { channel, databasePath: databaseAt(`large-${attempt}`), startMover: startMover(moverScript) },
  });
  expect(app.gateway.projection.lastBlock()).toBe(-1);
  return () => until(() => app.gateway.projection.lastBlock() === last);
}

/** The work of the longest turn, in milliseconds: the least of several attempts. */
async function longestTurnOf(what: string, begin: (attempt: number) => Promise<() => Promise<void>>): Promise<number> {
  let least = Infinity;
  for (let attempt = 1; attempt <= ATTEMPTS && least >= TURN_MS_MAX; attempt++) {
    const work = await begin(attempt);
    const turns = watchTurns();
    await work();
    const { longestWorkMs, delayMs } = turns.end();
    least = Math.min(least, longestWorkMs);
    if (FAULTS > 0)
      process.stderr.write(
        `${what}, ${OPERATIONS} operations: ${longestWorkMs.toFixed(1)} ms of work at a time, ${delayMs.toFixed(1)} ms of delay\n`,
      );
  }
  return least;
}

/** How many bytes and lines come, and nothing is kept of them. */
async function fetched(path: string, accept: string): Promise<{ status: number | undefined; lines: number }> {
  const server = app.app.listen(0);
  const { port } = server.address() as AddressInfo;
  const headers = { authorization: `Bearer ${keyOf('operator')}`, accept };
  const answer = await new Promise<{ status: number | undefined; lines: number }>((resolve, reject) => {
    get({ port, path, headers }, (response) => {
      let lines = 0;
      response.on('data', (chunk: Buffer) => {
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
      });
      response.on('end', () => resolve({ status: response.statusCode, lines }));
    }).on('error', reject);
  });
  await new Promise((resolve) => server.close(resolve));
  return answer;
}

it(`a ledger that is read again takes the event loop for less than ${TURN_MS_MAX} ms at a time`, () => {
  expect(readAgainMs).toBeLessThan(TURN_MS_MAX);
  expect(app.gateway.projection.lastBlock()).toBe(last);
});

it.each([
  ['the first statement after that', 'statement', 'application/json', 1],
  ['a statement of days long ago', 'statement?to=2020-01-01', 'application/json', 1],
  ['a statement with opening and closing balances', 'statement?from=2020-01-01', 'application/json', 1],
  ['a statement as CSV', 'statement', 'text/csv', OPERATIONS],
  ['a statement of some days as CSV', 'statement?from=2020-01-01&to=2099-12-31', 'text/csv', OPERATIONS],
  ['balances of a day', 'balances/as-of?day=2099-12-31', 'application/json', 0],
])(
  `%s: never more than ${TURN_MS_MAX} ms of it at a time`,
  async (what, path, accept, linesMin) => {
    const longestMs = await longestTurnOf(what, () =>
      Promise.resolve(async () => {
        const { status, lines } = await fetched(`/v1/accounts/${accountId}/${path}`, accept);
        expect(status).toBe(200);
        expect(lines).toBeGreaterThanOrEqual(accept === 'text/csv' ? linesMin : 0);
      }),
    );
    expect(longestMs).toBeLessThan(TURN_MS_MAX);
  },
  3_600_000,
);
