/** Blocks for which nobody waits are applied together, and at once when somebody comes to wait; in order, and each once. */
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import type { ChannelBlock } from '../../../gateway-api/src/channel/channel.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { createBlockApplier } from '../../../gateway-api/src/projection/apply-block.js';
import { type BlockParticipant, Follower } from '../../../gateway-api/src/projection/follower.js';
import type { LedgerIdentity } from '../../../gateway-api/src/projection/ledger-identity.js';
import { Database, type Durability } from '../../../gateway-api/src/store/database.js';

const AN_HOUR_MS = 3_600_000;

const blockAt = (number: number): ChannelBlock => ({ number, hash: String(number), transactions: [] });

/** Tells of each transaction when it begins. */
class CountedDatabase extends Database {
  counted: number[][] | undefined;

  override transaction<T>(durability: Durability, work: () => T): T {
    this.counted?.push([]);
    return super.transaction(durability, work);
  }
}

/** Blocks are given by hand. */
function start(gatheredMs = 50, isAwaited?: () => boolean) {
  const transactions: number[][] = [];
  const database = new CountedDatabase(':memory:', tables);
  database.counted = transactions;
  const given: ChannelBlock[] = [];
  let wake = (): void => undefined;
  const channel = {
    async *blocks(_from: number, signal: AbortSignal) {
      signal.addEventListener('abort', () => wake());
      while (!signal.aborted) {
        const block = given.shift();
        if (block !== undefined) yield block;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
  const applied: number[] = [];
  const identity = { isRefused: false, compare: () => undefined, apply: () => undefined } as unknown as LedgerIdentity;
  const follower = new Follower(
    database,
    channel,
    createBlockApplier(database, []),
    identity,
    pino({ enabled: false }),
    gatheredMs,
  );
  const participant: BlockParticipant = {
    durabilityOf: () => 'rebuildable',
    apply: ({ number }) => void transactions.at(-1)!.push(number),
    applied: ({ number }) => void applied.push(number),
    ...(isAwaited && { isAwaited }),
  };
  follower.join(participant);
  follower.start();
  const give = (...numbers: number[]): void => {
    given.push(...numbers.map(blockAt));
    wake();
  };
  const end = async (): Promise<void> => {
    await follower.stop();
    database.close();
  };
  return { follower, transactions, applied, give, end };
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await pause(1);
};

it('go into one transaction, in their order', async () => {
  const { transactions, applied, give, end } = start();
  give(0);
  give(1, 2);
  give(3);
  await until(() => applied.length === 4);
  expect(transactions).toEqual([[0, 1, 2, 3]]);
  give(4);
  await until(() => applied.length === 5);
  expect(applied).toEqual([0, 1, 2, 3, 4]);
  await end();
});

it('are there at once for whoever asks for them', async () => {
  const { follower, applied, give, end } = start(AN_HOUR_MS);
  give(0, 1);
  await new Promise((resolve) => setImmediate(resolve));
  const asked = follower.reach(1);
  await asked;
  expect(applied).toEqual([0, 1]);
  await end();
});

it('are not gathered while somebody waits for what comes', async () => {
  let isAwaited = true;
  const { transactions, applied, give, end } = start(undefined, () => isAwaited);
  for (const number of [0, 1, 2]) {
    give(number);
    await until(() => applied.includes(number));
  }
  expect(transactions).toEqual([[0], [1], [2]]);
  isAwaited = false;
  give(3);
  give(4);
  await until(() => applied.includes(4));
  expect(transactions.at(-1)).toEqual([3, 4]);
  await end();
});

it('do not wait any more when there are many, nor when all ends', async () => {
  const { applied, give, end } = start(AN_HOUR_MS);
  const numbers = Array.from({ length: 60 }, (_, number) => number);
  give(...numbers);
  await until(() => applied.length >= 40);
  await end();
  expect(applied).toEqual(numbers);
});
