/**
 * How large messages become at the worst: accounts with as many lots as a transaction names, 500 operations with the longest ids and
 * campaigns. gRPC gives up at 4 MiB where nobody says otherwise, and peers and orderers at 100 MiB. What is read, signatures and the
 * reply are not in blocks of tests; of real ones they are no more than what is written.
 */
import { SOURCE_LOTS_MAX, type Operation } from '@commonpoint/catalogue';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { caller, issue, openAccount, redeem, startWorld, type World } from './gateway-world.js';

const MIB = 1024 * 1024;
/** What a peer reads or writes in one message to its chaincode or from it. */
const ROWS_A_MESSAGE = 1_000;
const OPERATIONS = 500;

let world: World;
let harbor: Gateway;
beforeAll(async () => {
  world = await startWorld({ cap: '1000000000' });
  harbor = world.open('harbor').gateway;
});
afterAll(() => world.end());

const longest = (name: string): string => name.padEnd(64, 'x');
/** As many bytes in UTF-8 as a name of 100 characters may have. */
const campaign = (n: number): string => `${'語'.repeat(94)}${String(n).padStart(6, '0')}`;
const open = (name: string) => openAccount(harbor, 'harbor', name.padEnd(200, '語'));

async function submit(operations: readonly Operation[]): Promise<void> {
  const answer = await harbor.operations.submit(caller('harbor'), operations, { waitMs: 60_000 });
  if (!('results' in answer)) throw new Error(answer.kind);
  expect(answer.results.filter(({ state }) => state !== 'committed')).toEqual([]);
}

/** The largest message of each kind since a block, in bytes. */
function largest(since: number): { transaction: number; rows: number; lots: number } {
  const numbers = world.network.blocks.map(({ number }) => number).filter((number) => number >= since);
  const transactions = numbers.flatMap((number) => world.network.blocks[number]!.transactions);
  const rowsOf = ({ writes }: (typeof transactions)[number]): number =>
    writes
      .map(({ key, value }) => key.join(' ').length + (value?.length ?? 0))
      .toSorted((a, b) => b - a)
      .slice(0, ROWS_A_MESSAGE)
      .reduce((sum, bytes) => sum + bytes, 0);
  return {
    transaction: Math.max(...numbers.map((number) => world.network.encoded(number).length)),
    rows: Math.max(...transactions.map(rowsOf)),
    lots: Math.max(...transactions.map(({ writes }) => writes.filter(({ key }) => key[0] === 'lot').length)),
  };
}

it('500 redemptions at once, each from several lots, stay far below 4 MiB', async () => {
  const members = await Promise.all(Array.from({ length: OPERATIONS }, (_, n) => open(`m-${n}-`)));
  for (let lot = 0; lot < 10; lot++) {
    await submit(
      members.map((accountId, n) => issue(longest(`i-${lot}-${n}-`), accountId, 1, { campaign: campaign(lot) })),
    );
  }
  const since = world.network.blocks.length;
  await submit(members.map((accountId, n) => redeem(longest(`r-${n}-`), accountId, 10)));
  const sizes = largest(since);
  expect(sizes.transaction).toBeLessThan(2 * MIB);
  expect(sizes.rows).toBeLessThan(MIB);
}, 200_000);

it('the most lots that a transaction names go over to another account and back far below 4 MiB', async () => {
  const [from, to] = [await open('from'), await open('to')];
  for (let n = 0; n < SOURCE_LOTS_MAX; n += OPERATIONS) {
    await submit(
      Array.from({ length: OPERATIONS }, (_, at) =>
        issue(longest(`l-${n + at}-`), from, 1, { campaign: campaign(n + at) }),
      ),
    );
  }
  const since = world.network.blocks.length;
  const id = longest('all-');
  const transfer = { kind: 'transfer', id, programId: 'harbor', fromAccountId: from, toAccountId: to } as const;
  await submit([{ ...transfer, amount: String(SOURCE_LOTS_MAX) }]);
  await submit([{ kind: 'reverse', id: longest('back-'), operationId: id }]);
  const sizes = largest(since);
  expect(sizes.lots).toBeGreaterThanOrEqual(SOURCE_LOTS_MAX);
  expect(sizes.transaction).toBeLessThan(2 * MIB);
  expect(sizes.rows).toBeLessThan(2 * MIB);
}, 200_000);
