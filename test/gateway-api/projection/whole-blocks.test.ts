/** What is read says as of which block it is: small blocks are applied whole, and of a large one the rest is waited for. */
import { setImmediate as turn } from 'node:timers/promises';
import type { ChannelBlock } from '../../../gateway-api/src/channel/channel.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import type { ApplyBlock } from '../../../gateway-api/src/projection/apply-block.js';
import { Follower } from '../../../gateway-api/src/projection/follower.js';
import type { LedgerIdentity } from '../../../gateway-api/src/projection/ledger-identity.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { silent } from '../writes/gateway-world.js';
import { startWithMembers } from '../start-app.js';

const TRANSACTIONS = 5;
const blockOf = (number: number, bytes: number): ChannelBlock => ({
  number,
  hash: String(number),
  transactions: Array.from({ length: TRANSACTIONS }, (_, index) => ({
    ...{ txId: `${number}-${index}`, index, validationCode: 0, hashedWrites: [] },
    writes: [{ key: ['lot', String(index)], value: Buffer.alloc(bytes) }],
  })),
});

/** Each transaction takes so long; from 8 ms on a step is over with it. */
function startSlow(blocks: readonly ChannelBlock[], transactionMs = 9) {
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => (now += transactionMs));
  const database = new Database(':memory:', tables);
  let applied = 0;
  const apply: ApplyBlock = (block, from = 0, isEnough = () => false) => {
    for (const transaction of block.transactions.slice(from)) {
      applied += 1;
      if (isEnough(transaction)) return transaction.index + 1;
    }
    return undefined;
  };
  const channel = {
    async *blocks(_from: number, signal: AbortSignal) {
      yield* blocks;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  };
  const identity = { isRefused: false, compare: () => undefined, apply: () => undefined } as unknown as LedgerIdentity;
  const follower = new Follower(database, channel, apply, identity, silent);
  follower.start();
  const isWhole = (): boolean => applied === (follower.lastBlock + 1) * TRANSACTIONS;
  return { follower, database, isWhole };
}

let running: ReturnType<typeof startSlow> | undefined;
afterEach(async () => {
  jest.restoreAllMocks();
  await running?.follower.stop();
  running?.database.close();
  running = undefined;
});

it('a small block is never there by a part, however long it takes', async () => {
  running = startSlow([0, 1, 2, 3].map((number) => blockOf(number, 100)));
  const { follower, isWhole } = running;
  while (follower.lastBlock < 3) {
    expect([isWhole(), follower.whole()]).toEqual([true, undefined]);
    await turn();
  }
});

it('who waits for the rest of a large block reads what is as of its end, before the next one is begun', async () => {
  // A block is cut before its last transaction, so that the step with its rest has time for more.
  running = startSlow(
    [0, 1, 2, 3].map((number) => blockOf(number, 100_000)),
    2,
  );
  const { follower, isWhole } = running;
  let waited = 0;
  while (follower.lastBlock < 3) {
    const rest = follower.whole();
    if (rest !== undefined) {
      expect(isWhole()).toBe(false);
      await rest;
      waited += 1;
    }
    expect(isWhole()).toBe(true);
    await turn();
  }
  expect(waited).toBeGreaterThanOrEqual(4);
});

it('nobody waits where the rest cannot come', async () => {
  running = startSlow([blockOf(0, 100_000)]);
  const { follower, database } = running;
  while (follower.whole() === undefined) await turn();
  database.health.failed('full');
  expect(follower.whole()).toBeUndefined();
  database.health.worked();
});

it('a read waits for the rest of a block, and a probe does not', async () => {
  const { app } = await startWithMembers();
  const rest = Promise.withResolvers<undefined>();
  const asked = jest.spyOn(app.gateway, 'wholeBlock').mockReturnValue(rest.promise);
  let isAnswered = false;
  const read = app
    .auditor('get', '/v1/programs/harbor/supply')
    .expect(200)
    .then(() => (isAnswered = true));
  while (asked.mock.calls.length === 0) await turn();
  await app.anonymous.get('/readyz/reads').expect(200);
  expect(isAnswered).toBe(false);
  rest.resolve(undefined);
  expect(await read).toBe(true);
});
